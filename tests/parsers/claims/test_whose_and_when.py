"""Whose a figure is and of when, in forms met in published bulletins; words, figures and places are our own."""

import datetime as dt
from dataclasses import replace

import pytest

from parsers.bulletins import read_bulletin
from parsers.claims.scope import Reading, Scope, unassigned
from parsers.claims.sentences import paragraph_claims
from parsers.letters import is_letter
from parsers.readers.text import read_text
from parsers.records import INSIDE, Bulletin, Claim
from parsers.text.periods import Period, find_periods, months

SCOPE = Scope(stated_by="government", channel="hotline_12345", period=months(2023, 5, 5))
OPENING = "5月，共受理诉求900件。"


def reading(text: str, before: str = "", scope: Scope = SCOPE) -> Reading:
    """A paragraph, behind one that counts what came in where ``before`` is given."""
    topic = paragraph_claims(before, "L1", scope).topic if before else None
    return paragraph_claims(text, "L2", scope, topic)


def said(text: str, *fields: str, before: str = "") -> list[tuple[object, ...]]:
    return [(c.metric, c.printed, *(getattr(c, f) for f in fields)) for c in reading(text, before).claims]


def bulletin(text: str) -> Bulletin:
    return read_bulletin(read_text(text), lambda _: None)


def test_a_word_that_ends_like_a_filler_is_whole() -> None:
    text = "其中，违反财经纪律行为6件，占2%；园林设计12件；违规占用行为为9件。"
    assert said(text, "category", before=OPENING) == [
        ("received", "6件", "违反财经纪律行为"),
        ("share", "2%", "违反财经纪律行为"),
        ("received", "12件", "园林设计"),
        ("received", "9件", "违规占用行为"),
    ]


def test_a_unit_may_have_another_in_brackets_behind_it() -> None:
    assert said("其中，检举类76件（次），占8.4%；咨询类21个（件）。", "category", "unit", before=OPENING) == [
        ("received", "76件（次）", "检举类", "件"),
        ("share", "8.4%", "检举类", "%"),
        ("received", "21个（件）", "咨询类", "个"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "来信量和办结量达到46件和35件。",
            [("received", "46件", None, None), ("completed", "35件", None, None)],
        ),
        (
            "供水、公交、教育三类业务分别占业务总量的25%、13%、6%。",
            [("share", "25%", "供水", None), ("share", "13%", "公交", None), ("share", "6%", "教育", None)],
        ),
        (
            "城建、环保、教育领域来信分别为61件、52件、43件，回复率分别为：71%、82%与93%。",
            None,
        ),
        (
            "来信量最多的是北河区城管局，受理量达46件。",
            [("received", "46件", None, "北河区城管局")],
        ),
        (
            "从区域看，南平县的信访量203件，居第一，其他依次为北山县147件、西林县120件。",
            [
                ("received", "203件", None, "南平县"),
                ("received", "147件", None, "北山县"),
                ("received", "120件", None, "西林县"),
            ],
        ),
        (
            "排在前三的单位：东街街道办事处（47件）市城管局（37件）、市水务集团（21件）。",
            [
                ("received", "47件", None, "东街街道办事处"),
                ("received", "37件", None, "市城管局"),
                ("received", "21件", None, "市水务集团"),
            ],
        ),
        (
            "市水务集团86.5分、市公交公司88.75分排名靠后。",
            [("score", "86.5分", None, "市水务集团"), ("score", "88.75分", None, "市公交公司")],
        ),
        ("（一）旧楼加装电梯方面：共95件。", [("received", "95件", "旧楼加装电梯", None)]),
        ("1.夜间施工（150件）：主要反映工地夜里浇筑。", [("received", "150件", "夜间施工", None)]),
        ("巡查上报953件，占总案件的95.68%。", None),
        ("给市长留言56条，回复40条。", [("received", "56条", None, None), ("replied", "40条", None, None)]),
        ("两项合计共受理诉求82件。", [("received", "82件", None, None)]),
        ("形成《热线工作报告》138件。", []),
        ("投诉量为71件，举报量为47件。", [("received", "71件", "投诉", None), ("received", "47件", "举报", None)]),
        ("日均有效来电来信39件。", [("daily_average", "39件", None, None)]),
        ("转办件共计68件。", [("forwarded", "68件", None, None)]),
    ],
)
def test_whose_a_figure_is(text: str, expected: list[tuple[object, ...]] | None) -> None:
    found = said(text, "category", "agency", before=OPENING)
    if expected is not None:
        assert found == expected
    else:
        assert not reading(text, OPENING).loose
        assert len(found) == sum(map(text.count, ("件", "%"))) - text.count("案件")


def test_calls_are_counted_in_times_and_their_parts_too() -> None:
    text = "热线共呼入电话719次，其中语音服务178次，人工服务541次。市领导到场督办3次。"
    assert said(text, "category") == [
        ("received", "719次", None),
        ("received", "178次", "语音服务"),
        ("received", "541次", "人工服务"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "排名前三位的服务类投诉是，餐饮（占服务投诉的34%）、美容（8%）、家政（7%）。",
            [("share", "34%", "餐饮", None), ("share", "8%", "美容", None), ("share", "7%", "家政", None)],
        ),
        (
            "东山县68件，西河区61件，北口52件。",
            [
                ("received", "68件", None, "东山县"),
                ("received", "61件", None, "西河区"),
                ("received", "52件", None, "北口"),
            ],
        ),
        ("其中，来访12批86人。", [("received", "12批", "来访", None), ("received", "86人", "来访", None)]),
        ("各县（共4家，满分为150分）：略。", [("units", "4家", "各县", None)]),
        (
            "逾期未办的单位共有市医保局、市人社局等37家。",
            [("units", "37家", "逾期未办", None)],
        ),
    ],
)
def test_lists_of_names(text: str, expected: list[tuple[object, ...]]) -> None:
    assert said(text, "category", "agency", before=OPENING) == expected


def test_an_article_with_the_time_of_its_posting_is_no_letter() -> None:
    text = "某厅咨询电话2020年第三季度数据分析\n发表时间：2020-10-23 10:47:44\n一、情况\n来电总量385件，办结率91.15%。"
    assert not is_letter(read_text(text))


def test_parts_of_a_part_are_of_its_metric() -> None:
    text = "12345热线转办工单120件。共受理投诉类246件，其中商品类130件、服务类116件。"
    assert [(metric, printed) for metric, printed in said(text)][1:] == [
        ("received", "246件"),
        ("received", "130件"),
        ("received", "116件"),
    ]


def test_days_late_are_no_time_of_answering() -> None:
    text = "市交通局有三件来信分别超期34天、23天、11天未办理；工商银行清水分行两件来信超期30天。"
    found = [(c.metric, c.printed, c.agency) for c in reading(text).claims if c.unit == "天"]
    assert found == [
        ("overdue_days", "34天", "市交通局"),
        ("overdue_days", "23天", "市交通局"),
        ("overdue_days", "11天", "市交通局"),
        ("overdue_days", "30天", "工商银行清水分行"),
    ]


@pytest.mark.parametrize(
    "text",
    ["8日，市政府召开来信回复工作会。", "截至23日10时，市长回复留言居前。", "要求把回复情况一个月通报一次。"],
)
def test_a_day_of_a_month_is_no_time_of_answering(text: str) -> None:
    assert reading(text).claims == []


def test_points_behind_a_share_are_of_the_share() -> None:
    text = "其中，咨询类465件，占51.6%，环比上升5个百分点。"
    assert said(text, "of_metric", before=OPENING)[-1] == ("change", "5个百分点", "share")


def test_changes_in_the_order_of_the_metrics_before_them() -> None:
    text = "与2023年4月相比，来信量与回复量分别上涨21.5%与10.8%。"
    assert said(text, "of_metric", "basis") == [
        ("change", "21.5%", "received", "previous_period"),
        ("change", "10.8%", "replied", "previous_period"),
    ]


def test_each_change_has_the_basis_of_its_own_part_of_a_sentence() -> None:
    text = "5月受理诉求900件，与去年同期相比减少27件；与2023年4月相比增加92件。"
    bases = [(c.printed, c.basis) for c in reading(text).claims if c.metric == "change_count"]
    assert bases == [("27件", "year_earlier"), ("92件", "previous_period")]


def test_an_earlier_figure_is_marked_where_its_days_are_not_known() -> None:
    scope = Scope(stated_by="government")
    text = (
        "1至7月，接受信访举报550件，比上年同期847件少297件。其中来访88件，上年同期为107件；来电60件，比上月71件少11件。"
    )
    marked = {c.printed: c.earlier for c in reading(text, scope=scope).claims}
    assert marked == {
        "550件": None,
        "847件": "year_earlier",
        "297件": None,
        "88件": None,
        "107件": "year_earlier",
        "60件": None,
        "71件": "previous_period",
        "11件": None,
    }
    dated = reading("1至5月受理诉求900件，比上年同期847件多53件。").claims
    assert [(c.earlier, c.period_start) for c in dated[:2]] == [
        (None, dt.date(2023, 1, 1)),
        (None, dt.date(2022, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("上年办结率为71.5%，本期提高25.1个百分点。", 2021),
        ("去年办结率为71.5%。", 2022),
        ("上年，全市共受理诉求900件。", 2022),
    ],
)
def test_last_year_is_before_the_year_reported_or_the_day_of_writing(text: str, year: int) -> None:
    scope = Scope(stated_by="government", period=months(2022, 1, 12), written_on=dt.date(2023, 2, 5))
    assert reading(text, scope=scope).claims[0].period_start == dt.date(year, 1, 1)


def test_the_earlier_figure_of_a_part_is_of_that_part() -> None:
    text = "从反映对象看，村级干部82件，比上年同期83件少1件；一般干部44件，比上年同期68件少24件。"
    assert said(text, "category", before=OPENING) == [
        ("received", "82件", "村级干部"),
        ("received", "83件", "村级干部"),
        ("change_count", "1件", "村级干部"),
        ("received", "44件", "一般干部"),
        ("received", "68件", "一般干部"),
        ("change_count", "24件", "一般干部"),
    ]


def test_a_figure_of_too_many_digits_is_named() -> None:
    found = reading("5月受理诉求1234567890123件，办结率99.123456789%。")
    assert [(c.metric, c.printed) for c in found.claims] == [("completion_rate", "99.123456789%")]
    assert [(i.code, "more digits" in i.message) for i in unassigned(found.loose)] == [("unassigned_figure", True)]


def test_a_week_between_dots_is_what_the_text_calls_it() -> None:
    assert find_periods("上周（11.28—12.04）", months(2020, 1, 12))[-1].period == Period(
        dt.date(2020, 11, 28), dt.date(2020, 12, 4)
    )
    text = (
        "城管热线周报\n发布日期：2020年12月6日\n上周（11.28—12.04），共受理诉求134件。\n"
        "上周派遣案件125件，实际完成112件，未完成13件。"
    )
    claims: tuple[Claim, ...] = bulletin(text).claims
    assert {(c.period_start, c.period_end) for c in claims} == {(dt.date(2020, 11, 28), dt.date(2020, 12, 4))}
    assert [c.metric for c in claims] == ["received", "forwarded", "completed", "not_completed"]


def test_the_header_names_a_document_whose_first_lines_do_not() -> None:
    text = (
        "快速切换显示内容\n索 引 号：640100-1/2019-7\n名 称：12345一线通2019年第25周办理情况通报\n"
        "一、基本受理情况\n6月，平台共受理诉求172件，办结152件。"
    )
    read = bulletin(text)
    assert read.meta.title == "12345一线通2019年第25周办理情况通报"
    assert {c.channel for c in read.claims} == {"hotline_12345"}


def test_the_year_that_opens_the_first_figures_is_the_period_of_an_article() -> None:
    text = (
        "本报讯（记者 某某）这条热线有多忙？2024年，全市12345热线受理诉求436件。\n"
        "从时限看，咨询类平均办理时长为1.4个工作日。"
    )
    assert {c.period_end for c in bulletin(text).claims} == {dt.date(2024, 12, 31)}


@pytest.mark.parametrize(
    ("text", "is_of_month"),
    [
        ("截至5月31日，县长信箱累计受理来信1200件，办结1100件，办结率91.67%。", False),
        ("5月，收到来信50件。截至5月31日，累计收到1200件。", False),
        ("5月，收到来信50件。截至5月31日，累计办结48件，办结率96%。", True),
        ("截至5月31日，共受理来信50件，办结48件，办结率96%。", True),
        ("5月累计受理来信50件，截至5月31日，办结48件，办结率96%。", True),
    ],
)
def test_what_is_counted_on_from_month_to_month_is_not_of_the_month(text: str, is_of_month: bool) -> None:
    last = reading(text).claims[-1]
    assert last.as_of == dt.date(2023, 5, 31)
    assert (last.period_start is not None) == is_of_month


def test_what_is_counted_on_in_the_report_of_a_year_is_of_the_year() -> None:
    year = Scope(stated_by="government", channel="county_mailbox", period=months(2023, 1, 12))
    (claim,) = reading("截至12月31日，县长信箱累计受理来信1200件。", scope=year).claims
    assert (claim.period_start, claim.period_end) == (dt.date(2023, 1, 1), dt.date(2023, 12, 31))


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("其中，供水87件，其中停水15件；供电40件。", [("87件", 0), ("15件", 1), ("40件", 0)]),
        ("其中，供水87件；供电40件，其中停电15件、跳闸9件。", [("87件", 0), ("40件", 0), ("15件", 1), ("9件", 1)]),
        ("其中，供水87件、供电40件。", [("87件", 0), ("40件", 0)]),
        (
            "其中，建议类诉求受理76件（热线受理60件，多媒体16件）；举报类诉求受理18件（占20%）。",
            [("76件", 0), ("60件", 1), ("16件", 1), ("18件", 0), ("20%", 0)],
        ),
    ],
)
def test_parts_of_an_item_have_a_group_of_their_own(text: str, groups: list[tuple[str, int]]) -> None:
    found = reading(text, before=OPENING).claims
    assert [(c.printed, (c.group or "").count(INSIDE)) for c in found] == groups


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("热线接通率98.78%，比5月份的98.12%高出0.66个百分点。", [None, "another"]),
        ("热线日均来电331.3个，比上半年日均213.5个增长了55.18%。", [None, "another"]),
        ("热线受理来电331件，比去年同期的300件增长10.3%。", [None, "year_earlier"]),
        ("热线接通率98.78%，比目标值98.12%高出0.66个百分点。", [None]),
        ("热线受理来电331件，占比较大的是6月份的91件。", [None, None]),
    ],
)
def test_a_figure_of_a_text_without_a_year_that_another_is_held_against(text: str, earlier: list[str | None]) -> None:
    claims = paragraph_claims(text, "L1", Scope(stated_by="press", channel="hotline_12345")).claims
    assert [c.earlier for c in claims if c.metric not in ("change", "change_count")] == earlier


@pytest.mark.parametrize(
    "text",
    [
        "从反映方式看，来信举报46件，占投诉总量的23%；来访62件，占投诉总量的31%；网络举报92件，占投诉总量的46%。",
        "从诉求形式来看，来信46件，同比下降8.1%；来访62件，同比上升3.3%；网络92件，同比持平。",
        "按来源分，来信46封、来访62件、网络92件。",
    ],
)
def test_letters_are_one_of_the_ways_where_a_sentence_sorts_by_them(text: str) -> None:
    found = [c for c in reading(text, before=OPENING).claims if c.metric == "received"]
    assert [(c.category or "")[:2] for c in found] == ["来信", "来访", "网络"]
    assert len({c.group for c in found}) == 1


def test_letters_are_the_whole_where_nothing_sorts_them_by_the_way() -> None:
    assert said("来信46件，占全部诉求的23%，反映较多的是供水。", "category", before=OPENING)[0][2] is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("将其中620条留言转达至有关部门。", [("forwarded", "620条")]),
        ("平台共录入举报351件。", [("received", "351件")]),
        ("知识库共录入业务知识351条。", []),
    ],
)
def test_words_for_passing_on_and_for_coming_in(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize("held", ["较4月（120条）", "环比4月数据（120条）", "同上月的数量（120条）"])
def test_an_earlier_figure_may_be_called_data(held: str) -> None:
    found = [c for c in reading(f"5月共收到留言150条，{held}增长25%。").claims if c.metric == "received"]
    assert [(c.printed, c.period_start) for c in found] == [
        ("150条", dt.date(2023, 5, 1)),
        ("120条", dt.date(2023, 4, 1)),
    ]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("供水类诉求增长明显，较上月增加14件，环比增长70%。", "供水类"),
        ("来信结构有变：集体举报大幅下降，比上月减少14件，环比下降70%。", "集体举报"),
        ("越级走访量有所下降，比上月减少14件，降幅70%。", "越级走访"),
        ("来信总量有所下降，比上月减少14件，环比下降70%。", None),
        ("全县来信量略有下降，比上月减少14件，环比下降70%。", None),
        ("工作效率明显提升，比上月多办结14件，环比上升70%。", None),
    ],
)
def test_what_is_said_to_move_is_what_the_changes_behind_are_of(text: str, part: str | None) -> None:
    found = [c for c in reading(text, before=OPENING).claims if c.metric in ("change", "change_count")]
    assert [c.category for c in found] == [part, part]


def test_a_share_may_be_what_moved() -> None:
    text = "实名举报占比略有增长，与去年同期占比41.5%相比，增长8.3%。"
    assert said(text, "category", "of_metric", before=OPENING) == [("change", "8.3%", "实名举报", "share")]


def test_the_level_that_letters_come_from_is_a_part_of_what_came_in() -> None:
    text = "受理信访举报60件，其中上级转交办20件，占33.3%，本级受理40件，占66.7%。"
    found = [c for c in reading(text).claims if c.metric == "received"]
    assert [(c.printed, c.category) for c in found] == [("60件", None), ("20件", "上级转交办"), ("40件", "本级")]


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("县纪委监委共受理信访举报42件，其中来信12件、来访30件。", [None, None, None]),
        ("县宣传部消息：县信访局受理来信42件。", [None]),
        ("县纪委受理举报2件，县住建局受理举报3件。", ["县纪委", "县住建局"]),
        ("县住建局受理来信42件。", ["县住建局"]),
    ],
)
def test_what_the_office_for_letters_got_is_the_whole(text: str, agencies: list[str | None]) -> None:
    assert [c.agency for c in reading(text, scope=Scope(stated_by="government")).claims] == agencies


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("其中诉求量排第一位的是供水类问题，超过400件，第二是噪声扰民，近300件。", ["供水类问题", "噪声扰民"]),
        ("其中排第一是停水、420件，排在第二位的是噪声、310件。", ["停水", "噪声"]),
        ("第一位是停水类最多，共420件。", ["停水类"]),
    ],
)
def test_a_part_may_be_named_by_its_place_in_a_standing(text: str, names: list[str]) -> None:
    assert [c.category for c in reading(text, before=OPENING).claims] == names


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("安平市：转办28件，已办结25件，办结率89.29%。", "安平市"),
        ("石桥县：转办28件，已办结25件，办结率89.29%。", "石桥县"),
        ("全市：转办28件，已办结25件，办结率89.29%。", None),
        ("办理情况：转办28件，已办结25件，办结率89.29%。", None),
        ("河源市：转办28件，已办结25件，办结率89.29%。", None),
    ],
)
def test_a_place_before_a_colon_is_whose_the_figures_of_its_line_are(text: str, agency: str | None) -> None:
    scope = Scope(stated_by="government", channel="hotline_12345", attributed_to="河源市政府办公室")
    assert {c.agency for c in reading(text, scope=scope).claims} == {agency}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "反映较多的是供水、供电，分别为50件、40件，占受理总量的5.6%、4.4%。",
            [("50件", "供水"), ("40件", "供电"), ("5.6%", "供水"), ("4.4%", "供电")],
        ),
        ("其中供水50件、供电40件，占受理总量的10%。", [("50件", "供水"), ("40件", "供电"), ("10%", "供水、供电")]),
        ("实名举报50件，占检举控告的5.6%。", [("50件", "实名举报"), ("5.6%", "实名举报")]),
        ("道路硬化50件，占年度计划的5.6%。", []),
        (
            "按层级分，赴省访50批120人次，到县访40批97人次。",
            [("50批", "赴省访"), ("120人次", "赴省访"), ("40批", "到县访"), ("97人次", "到县访")],
        ),
        ("其中，来信50件；接待群众来访40批97人次。", [(n, "接待群众来访") for n in ("40批", "97人次")]),
        ("城北区、河东区投诉量排前二，分别为50件、40件。", [("50件", None), ("40件", None)]),
    ],
)
def test_parts_in_rows_and_lists(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(c.printed, c.category) for c in reading(text, before=OPENING).claims][-len(expected) or 9 :] == expected


def test_a_channel_that_opens_a_segment_ends_the_list_of_offices_before_it() -> None:
    listed = "热线有效工单4件，承办单位为：县水利局1件、县教育局3件；“县长信箱”有效工单2件，承办单位为：县住建局2件。"
    assert said(listed, "agency", "channel") == [
        ("valid", "4件", None, "hotline_12345"),
        ("valid", "1件", "县水利局", "hotline_12345"),
        ("valid", "3件", "县教育局", "hotline_12345"),
        ("valid", "2件", None, "county_mailbox"),
        ("valid", "2件", "县住建局", "county_mailbox"),
    ]
    of_one_office = "县住建局：热线受理28件；县长信箱受理5件。"
    assert [c[2] for c in said(of_one_office, "agency")] == ["县住建局", "县住建局"]


def test_behind_an_earlier_year_held_against_a_part_the_next_part_is_of_this_one() -> None:
    scope = Scope(stated_by="government", channel="county_mailbox", period=months(2023, 1, 12))
    text = "咨询类62件，去年为51件；求助类40件，去年为38件；建议类9件。"
    claims = reading(text, before="共收到来信111件。", scope=scope).claims
    assert [(c.printed, c.period_start and c.period_start.year) for c in claims] == [
        ("62件", 2023),
        ("51件", 2022),
        ("40件", 2023),
        ("38件", 2022),
        ("9件", 2023),
    ]


def test_what_is_not_a_part_is_none_of_it() -> None:
    text = "其中属于受理范围的18件，占36%，不属于受理范围的32件，占64%。"
    assert [c.category for c in reading(text, before="5月，共受理诉求50件。").claims] == [
        "属于受理范围",
        "属于受理范围",
        None,
        "不属于受理范围",
    ]


def test_what_was_all_dealt_with_is_no_office() -> None:
    claims = paragraph_claims("172件来信分别交由42个单位承办，已全部办复，办复率100%。", "L1", SCOPE).claims
    assert {c.agency for c in claims} == {None}


def test_whom_something_was_handed_to_is_no_office_of_that_name() -> None:
    def whose(text: str) -> list[tuple[str | None, str | None]]:
        return [(c.agency, c.category) for c in paragraph_claims(text, "L1", SCOPE).claims]

    assert whose("共向镇街派单957件，办结900件。") == [(None, None)] * 2
    assert whose("共向各镇派单957件，办结900件。") == [(None, None)] * 2
    assert whose("其中向镇街派单600件，向部门派单357件。") == [(None, "镇街"), (None, "部门")]
    assert whose("向县住建局派单300件，办结290件。") == [("县住建局", None)] * 2
    assert whose("向阳镇派单40件，办结39件。") == [("向阳镇", None)] * 2


def test_a_list_number_run_into_that_of_a_hotline_is_no_decimal() -> None:
    def read(text: str) -> list[tuple[str | None, str]]:
        scope = replace(SCOPE, channel="county_mailbox")
        return [(c.channel, c.printed) for c in paragraph_claims(text, "L1", scope).claims]

    for lead in ("2.", "2．", "12、", "2. "):
        assert read(f"{lead}12345热线：接收工单15280件。") == [("hotline_12345", "15280件")]
    assert read("2.12345万件来信已受理。")[0][1] == "2.12345万件"
    assert read("占比为2.12345热线，接收工单15280件。") == [("county_mailbox", "15280件")]


@pytest.mark.parametrize(
    "text",
    [
        "5月，平台共接收投诉240件、举报31件。",
        "5月，全县受理投诉240件，举报31件。",
        "5月，中心收到投诉240件和举报31件，办结率98%。",
    ],
)
def test_the_first_of_several_kinds_is_a_kind(text: str) -> None:
    assert said(text, "category")[:2] == [("received", "240件", "投诉"), ("received", "31件", "举报")]


@pytest.mark.parametrize(
    "text",
    [
        "5月，共接到投诉86件，咨询40件、求助46件。",  # which add up to it
        "5月，受理投诉86件，其中举报40件。",
        "5月，受理投诉86件，办结84件。",
    ],
)
def test_what_is_made_of_kinds_is_the_whole(text: str) -> None:
    assert said(text, "category")[0] == ("received", "86件", None)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("5月收到投诉240件。环比4月（投诉262件），投诉下降8.4%。", dt.date(2023, 4, 1)),
        ("5月收到投诉240件，较上年同期（投诉262件）下降8.4%。", dt.date(2022, 5, 1)),
        ("5月收到投诉240件。比一季度（投诉262件）少22件。", dt.date(2023, 1, 1)),
        ("5月收到投诉240件。其中商品类（投诉262件）较多。", dt.date(2023, 5, 1)),
    ],
)
def test_a_bracket_behind_a_period_counts_that_period(text: str, start: dt.date) -> None:
    assert [c.period_start for c in reading(text).claims if c.printed == "262件"] == [start]


@pytest.mark.parametrize("title", ["云溪县政民互动平台2023年5月运行情况", "2023年5月政民互动栏目办理情况通报"])
def test_a_paragraph_that_opens_with_its_channel_is_of_it_below_a_title_of_all(title: str) -> None:
    text = (
        "12345热线共受理诉求1200件，办结1180件。从承办单位看，转办620件。\n\n"
        "县长信箱收到来信85件，办结80件。其中咨询类50件，投诉类35件。\n\n"
        "在线咨询20件，办结20件。"
    )
    found = {c.printed: c.channel for c in bulletin(f"# {title}\n\n{text}\n").claims}
    assert [found[p] for p in ("1200件", "620件", "85件", "35件")] == ["hotline_12345"] * 2 + ["county_mailbox"] * 2
    assert found["20件"] not in ("hotline_12345", "county_mailbox")


@pytest.mark.parametrize("marks", [("（一）", "（二）"), ("一、", "二、"), ("1.", "2.")])
def test_a_heading_inside_its_paragraph_holds_for_all_of_it(marks: tuple[str, str]) -> None:
    text = f"{marks[0]}12345热线工单情况。受理诉求1200件。\n\n{marks[1]}县长信箱情况。收到85件。按期办结80件。"
    claims = bulletin(f"# 云溪县2023年5月网上信箱和热线办理情况\n\n5月，共办结1260件。\n\n{text}\n").claims
    assert [c.channel for c in claims if c.printed in ("1200件",)] == ["hotline_12345"]
    assert [c.channel for c in claims if c.printed in ("85件", "80件")] == ["county_mailbox"] * 2


def test_a_first_sentence_with_a_figure_is_no_heading() -> None:
    text = "一、12345热线受理诉求1200件。全县各渠道共办结1300件。\n\n二、县长信箱收到来信85件。"
    claims = bulletin(f"# 云溪县2023年5月县长信箱和热线办理情况\n\n{text}\n").claims
    assert [c.channel for c in claims if c.printed == "1300件"] != ["hotline_12345"]


LINE = "12345热线共受理来电1672件，办结率99.95%；"


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (
            "县长信箱共受理来信249件。其中，受理12345热线微信公众号诉求56件，政务服务诉求10件。",
            "12345热线微信公众号诉求",
        ),
        ("县长信箱收到来信249件，其中，来自市民热线小程序诉求56件，网站诉求10件。", "市民热线小程序诉求"),
        ("县长信箱收到来信249件。其中收到12345热线网站诉求56件，乡镇转来10件。", "12345热线网站诉求"),
    ],
)
def test_the_app_of_another_channel_is_a_way_in_which_letters_came(text: str, part: str) -> None:
    assert ("received", "56件", "county_mailbox", part) in said(LINE + text, "channel", "category")


@pytest.mark.parametrize(
    "text",
    [
        "县长信箱收到来信249件。其中，12345热线受理微信诉求56件，县长信箱办结10件。",
        "县长信箱收到来信249件。其中，受理12345热线诉求56件，县长信箱诉求10件。",
    ],
)
def test_what_another_channel_got_itself_is_of_that_channel(text: str) -> None:
    assert {c.printed: c.channel for c in reading(LINE + text).claims}["56件"] == "hotline_12345"
