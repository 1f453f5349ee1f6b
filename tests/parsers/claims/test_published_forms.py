"""Forms of sentences that were met in published bulletins, each in words, figures and places of our own."""

import pytest

from parsers.claims.scope import Scope
from parsers.claims.sentences import paragraph_claims
from parsers.records import Claim
from parsers.text.periods import months

SCOPE = Scope(stated_by="government", channel="hotline_12345", period=months(2023, 5, 5))
OPENING = "5月，共受理诉求900件。"


def read(text: str, before: str = "") -> list[Claim]:
    """The claims of a paragraph, behind one that counts what came in where ``before`` is given."""
    topic = paragraph_claims(before, "L1", SCOPE).topic if before else None
    return paragraph_claims(text, "L2", SCOPE, topic).claims


def said(text: str, *fields: str, before: str = "") -> list[tuple[object, ...]]:
    return [(c.metric, c.printed, *(getattr(c, f) for f in fields)) for c in read(text, before)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "供暖类诉求中，管网老化61件、室温不足44件、报停纠纷17件。",
            [("received", "61件", "管网老化"), ("received", "44件", "室温不足"), ("received", "17件", "报停纠纷")],
        ),
        (
            "市民反映的主要诉求为占道经营58件，约占6.44%；路灯不亮31件，约占3.44%；井盖缺失9件，约占1.00%。",
            [
                ("received", "58件", "占道经营"),
                ("share", "6.44%", "占道经营"),
                ("received", "31件", "路灯不亮"),
                ("share", "3.44%", "路灯不亮"),
                ("received", "9件", "井盖缺失"),
                ("share", "1.00%", "井盖缺失"),
            ],
        ),
        (
            "较为突出的问题主要集中在供水（共88件，以水压低为主）、公交（共51件，以班次少为主）。",
            [("received", "88件", "供水"), ("received", "51件", "公交")],
        ),
        ("1.供热保障类（93件，占比10.33%）。", [("received", "93件", "供热保障类"), ("share", "10.33%", "供热保障类")]),
        (
            "主要集中在两大类：一是防疫类诉求，共329件；二是公交类诉求，共144件。",
            [("received", "329件", "防疫类"), ("received", "144件", "公交类")],
        ),
        ("表示感谢的为13件，求助的为82件。", [("received", "13件", "表示感谢"), ("received", "82件", "求助")]),
        ("来信35件，占3.9%；来访12件，占1.3%；来电7件，占0.8%；网络27件，占3%。", None),
        ("反映夜间施工的占比较大，共142件。", [("received", "142件", "夜间施工")]),
        (
            "反映最集中的行业是建筑业，占44.3%，其次为餐饮业，占16.1%。",
            [("share", "44.3%", "建筑业"), ("share", "16.1%", "餐饮业")],
        ),
        (
            "诉求领域前三分别为供水92件、公交70件、教育41件。",
            [("received", "92件", "供水"), ("received", "70件", "公交"), ("received", "41件", "教育")],
        ),
        ("物业类61件，占6.8%；公交类37，占4.1%；教育类22件，占2.4%。", None),
        ("关于停水、停电等来电52件，占比5.8%。", [("received", "52件", "停水、停电"), ("share", "5.8%", "停水、停电")]),
        ("本月诉求主要集中在供水、供电等方面，占诉求总量的52.5%。", [("share", "52.5%", "供水、供电")]),
        ("城市供水、燃气两类占19.5%。", [("share", "19.5%", "城市供水、燃气两类")]),
        (
            "环境保护55件，主要是夜间施工引起的噪声污染（占52.3%）；养殖引起的空气污染（占31.3%）。",
            [("share", "52.3%", "噪声污染"), ("share", "31.3%", "空气污染")],
        ),
        (
            "咨询类占52.1%，投诉类占47.3%，其他类0.6%。",
            [("share", "52.1%", "咨询类"), ("share", "47.3%", "投诉类"), ("share", "0.6%", "其他类")],
        ),
    ],
)
def test_parts_of_what_came_in(text: str, expected: list[tuple[object, ...]] | None) -> None:
    found = said(text, "category", before=OPENING)
    if expected is None:
        numbers = [c.printed for c in read(text, OPENING)]
        assert len(numbers) == len(found)
        assert all(category for _, _, category in found)
        assert len(found) >= 3
    else:
        assert found == expected


def test_a_part_without_its_unit_still_counts() -> None:
    (lost,) = (
        c for c in read("物业类61件，占6.8%；公交类37，占4.1%；教育类22件，占2.4%。", OPENING) if c.printed == "37"
    )
    assert (lost.metric, lost.category, lost.unit) == ("received", "公交类", "件")
    (office,) = (c for c in read("其中县住建局12件，县水利局4，县教育局3件。", OPENING) if c.printed == "4")
    assert (office.agency, office.unit) == ("县水利局", "件")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("共接听来电3280次。", [("received", "3280次")]),
        ("话务总数为2069个，日均67个。", [("received", "2069个"), ("daily_average", "67个")]),
        ("在线解答群众诉求334件。", [("handled_directly", "334件")]),
        ("交办二级责任单位388件。", [("forwarded", "388件")]),
        ("转网络单位办理45件。", [("forwarded", "45件")]),
        ("12件投诉类信件已转有关部门办理。", [("forwarded", "12件")]),
        ("网民给县里的留言有87件得到回复。", [("replied", "87件")]),
        (
            "平台共接举报件11件，其中受理中2件、已办结9件。",
            [("received", "11件"), ("in_progress", "2件"), ("completed", "9件")],
        ),
        (
            "限时办结率为86.78%，回访满意率为96.98%。",
            [("on_time_completion_rate", "86.78%"), ("satisfaction_rate", "96.98%")],
        ),
        ("呈报热线日报31期。", [("issues", "31期")]),
        (
            "收到有效来信529件，108件已转有关部门办理（已办结94件），321件投诉类信件已指引来信人走其他渠道。",
            [("valid", "529件"), ("forwarded", "108件"), ("completed", "94件"), ("valid", "321件")],
        ),
        (
            "各单位办结转派诉求工单共456件，已解决412件，未解决44件，解决率90.4%。",
            [("completed", "456件"), ("resolution_rate", "90.4%")],
        ),
        ("这条热线整合12条服务热线和7条行业自办热线。", []),
        ("上一周，哪些区域回复群众留言最积极。", []),
        ("热线接听来电309个，有效事项280件。", [("received", "309个"), ("valid", "280件")]),
        ("共回退工单12件，返工单3件。", [("returned", "12件"), ("returned", "3件")]),
        ("线下核实办理4件。", [("handled", "4件")]),
        ("其中立案侦查4件。", []),
        ("诉求量最大的三个领域是住房、交通、教育。", []),
        ("提供24小时政策咨询并答复。", []),
        ("各级监管人员录入（邮箱、来函、其他部门转办等）并接收27件。", [("received", "27件")]),
        ("本月到市走访12批86人次。", [("received", "12批"), ("received", "86人次")]),
        ("当月排名前五名单位的诉求如下。", []),
        ("接诉即办知识库新增知识466条。", []),
    ],
)
def test_what_a_figure_measures(text: str, expected: list[tuple[object, ...]]) -> None:
    assert said(text) == expected
    assert all(c.qualifier == "exact" for c in read(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("住建局，转办29件；卫健委，转办12件。", [("forwarded", "29件", "住建局"), ("forwarded", "12件", "卫健委")]),
        ("有县民政局、县教育局等9个单位按期办结率均为100%。", None),
        ("5月有10件逾期，其中石桥镇4件，县税务局、县城管局各3件。", None),
        (
            "受理较多的单位分别是县公安局26件、县城管局19件。",
            [("received", "26件", "县公安局"), ("received", "19件", "县城管局")],
        ),
        ("临河市留言量最多，为494件。", [("received", "494件", "临河市")]),
    ],
)
def test_whose_figure_it_is(text: str, expected: list[tuple[object, ...]] | None) -> None:
    if expected is not None:
        assert said(text, "agency") == expected
    elif "等9个单位" in text:
        assert [(c.metric, c.printed) for c in read(text)] == [("units", "9个"), ("on_time_completion_rate", "100%")]
        assert {c.agency for c in read(text)} == {"县民政局、县教育局等"}
    else:
        assert said(text, "agency") == [
            ("overdue", "10件", None),
            ("overdue", "4件", "石桥镇"),
            ("overdue", "3件", "县税务局、县城管局"),
        ]
        assert read(text)[-1].each


def test_units_that_a_clause_describes_are_no_letters() -> None:
    text = "在所有部门和单位中，全部完成答复的有31个，回复率不达标的有3个，另有5个没有收到留言。"
    assert said(text) == [("units", "31个"), ("units", "3个"), ("units", "5个")]
    assert said("受理工单共涉及34个单位，其中东坪镇17件，县教育局10件。", "agency")[1:] == [
        ("received", "17件", "东坪镇"),
        ("received", "10件", "县教育局"),
    ]
    assert said("市民反映诉求涉及镇街4个，部门10个。") == [("units", "4个"), ("units", "10个")]


def test_parts_have_the_unit_of_letters_of_their_whole() -> None:
    assert said("共受理物业类问题122个，其中市长信箱5个，区长信箱1个。", "channel") == [
        ("received", "122个", "hotline_12345"),
        ("received", "5个", "mayor_mailbox"),
        ("received", "1个", "county_mailbox"),
    ]


def test_the_whole_of_parts_is_what_came_in_first() -> None:
    claims = read("共办理工单2495件。交办责任单位2388件，直办107件。求决类1878件、咨询类617件。")
    assert [c.metric for c in claims if c.category] == ["handled", "handled"]
    assert [c.metric for c in read("从类型看，检举控告类33件；无实质内容4件；批评建议2件。", OPENING)] == [
        "received",
        "invalid",
        "received",
    ]


@pytest.mark.parametrize(
    ("text", "of_metric", "basis", "category"),
    [
        ("我县供水类诉求环比减少12.35%。", None, "previous_period", "供水类诉求"),
        ("共受理热线办理件146件，同比上升46.5%。", "received", "year_earlier", None),
        ("共受理诉求7118件，日均1017件，较上周下降0.24%。", "received", "previous_period", None),
        ("县住建局146件（同比上升22.03%），县城管局107件（同比下降6.1%）。", "received", "year_earlier", None),
        ("同比增长较多的问题有价格投诉（增长134%）。", None, "year_earlier", None),
    ],
)
def test_what_moved(text: str, of_metric: str | None, basis: str, category: str | None) -> None:
    changes = [c for c in read(text, OPENING) if c.metric == "change"]
    assert changes
    assert {c.basis for c in changes} == {basis}
    assert of_metric is None or {c.of_metric for c in changes} == {of_metric}
    assert category is None or changes[0].category == category


def test_a_change_in_a_bracket_is_of_the_office_whose_figure_it_touches() -> None:
    text = "工单较多的单位为：县住建局146件（同比上升22.03%），县城管局107件（同比下降6.1%）。"
    changes = [(c.agency, str(c.value)) for c in read(text, OPENING) if c.metric == "change"]
    assert changes == [("县住建局", "22.03"), ("县城管局", "-6.1")]


def test_changes_in_order_of_the_figures_printed_since_the_last() -> None:
    text = (
        "到市走访110批731人次，与上月相比批次、人次分别上升5.8%、4.4%，"
        "其中集访76批677人次，与上月相比批次、人次分别上升7.4%、6.9%。"
    )
    changes = [c for c in read(text) if c.metric == "change"]
    assert [str(c.value) for c in changes] == ["5.8", "4.4", "7.4", "6.9"]
    assert {(c.of_metric, c.basis) for c in changes} == {("received", "previous_period")}


def test_values_in_the_order_of_names_are_not_those_of_the_months() -> None:
    scope = Scope(stated_by="government", period=months(2016, 1, 3))
    text = "一季度涉及公路、水路和城市客运领域的业务量分别为53万件、4万件和13万件。"
    before = paragraph_claims("共受理来电70万件。", "L1", scope).topic
    claims = paragraph_claims(text, "L2", scope, before).claims
    assert {c.period_end for c in claims} == {months(2016, 1, 3).end}
    assert len({c.category for c in claims}) == 3


@pytest.mark.parametrize("name", ["和平区", "达州市", "成都市"])
def test_a_place_that_begins_like_a_filler_keeps_its_name(name: str) -> None:
    text = f"其中{name}31件，南川区22件，北山县13件。"
    assert [c.agency for c in read(text, OPENING)] == [name, "南川区", "北山县"]
    assert not any(c.each for c in read(text, OPENING))


def test_a_place_in_an_order_without_its_unit() -> None:
    (rank,) = read("我市回复量在全省排名第9。")
    assert (rank.metric, rank.value, rank.unit) == ("rank", 9, None)


def test_a_share_behind_a_row_of_parts_is_of_them_together() -> None:
    text = "位居前三的工单：交通类83件、城建类79件、政法类62件，占工单总量的24.89%。"
    assert said(text, "category", before=OPENING)[-1] == ("share", "24.89%", "交通类、城建类、政法类")


def test_parts_by_a_way_or_a_channel_of_their_own_are_no_second_whole() -> None:
    assert said("共受理诉求900件，其中微信有效受理91件，网站有效受理25件。", "scope")[1:] == [
        ("received", "91件", "category"),
        ("received", "25件", "category"),
    ]
    assert said("共受理非话务渠道诉求77件，收到群众表扬信9封。", "category") == [
        ("received", "77件", "非话务渠道"),
        ("received", "9封", "表扬信"),
    ]


def test_each_sentence_of_parts_is_a_list_of_its_own() -> None:
    claims = read("共收到来信90件，转办60件。其中转办事项：咨询类51件、求助类9件。其中网站来信61件、微信来信29件。")
    parts = [(c.metric, c.category, c.group) for c in claims if c.category]
    assert [metric for metric, _, _ in parts] == ["forwarded", "forwarded", "received", "received"]
    assert len({group for _, _, group in parts}) == 2
