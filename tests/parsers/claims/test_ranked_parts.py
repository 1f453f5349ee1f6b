"""Parts that a text ranks, numbers or calls large: the first few, items of a list, the largest and the next."""

import pytest

from parsers.claims.scope import Scope
from parsers.claims.sentences import paragraph_claims
from parsers.records import Claim
from parsers.text.periods import months

SCOPE = Scope(stated_by="government", channel="government_mailbox", period=months(2021, 1, 12))
WHOLE = "全年共收到来信2104件。"


def read(text: str) -> list[Claim]:
    return [c for c in paragraph_claims(WHOLE + text, "L1", SCOPE).claims if c.printed != "2104件"]


def said(text: str) -> list[tuple[str, str, str | None]]:
    return [(c.metric, c.printed, c.agency or c.category) for c in read(text)]


@pytest.mark.parametrize(
    "opening", ["反映的前3位为：", "排名前三位的是", "主要集中在：", "居前2位的问题分别为", "诉求Top2："]
)
def test_count_and_share_in_one_bracket_behind_what_opens_a_list(opening: str) -> None:
    assert said(f"{opening}乡村道路（312件，14.83%）、住房保障（256件，占12.17%）。") == [
        ("received", "312件", "乡村道路"),
        ("share", "14.83%", "乡村道路"),
        ("received", "256件", "住房保障"),
        ("share", "12.17%", "住房保障"),
    ]


def test_a_bracket_behind_a_name_that_nothing_opens_is_left() -> None:
    assert said("县里召开了推进会（312件，14.83%）。") == []


def test_the_base_of_a_share_is_no_part() -> None:
    text = "来信量前2位的乡镇是：石桥镇（98件）、白水镇（87件），两镇合计占乡镇来信总量（612件）的30.23%。"
    assert [printed for _, printed, _ in said(text)] == ["98件", "87件"]


@pytest.mark.parametrize("most", ["最大", "最多", "居首位"])
def test_the_largest_place_and_the_next(most: str) -> None:
    assert said(f"东城区来信量{most}，为215件，占来信总量的10.22%；西城区次之，为187件，占8.89%。") == [
        ("received", "215件", "东城区"),
        ("share", "10.22%", "东城区"),
        ("received", "187件", "西城区"),
        ("share", "8.89%", "西城区"),
    ]


def test_the_largest_kind_and_the_next() -> None:
    assert said("城市管理类最多，为876件；交通出行类次之，654件。") == [
        ("received", "876件", "城市管理类"),
        ("received", "654件", "交通出行类"),
    ]


def test_a_difference_of_two_counts_is_no_part() -> None:
    assert "207件" not in [printed for _, printed, _ in said("来信最多的是5月，为645件；二者相差207件。")]


def test_a_numbered_item_with_its_share_is_a_part_of_what_came_in() -> None:
    topic = paragraph_claims(WHOLE, "L1", SCOPE).topic
    found = paragraph_claims("2.防汛排涝问题312件，占14.83%，比上年减少28件，下降8.24%。", "L2", SCOPE, topic)
    assert [(c.metric, c.printed, c.category) for c in found.claims] == [
        ("received", "312件", "防汛排涝问题"),
        ("share", "14.83%", "防汛排涝问题"),
        ("change_count", "28件", "防汛排涝问题"),
        ("change", "8.24%", "防汛排涝问题"),
    ]


def test_a_change_behind_a_share_is_of_the_count_before_it() -> None:
    text = "其中有效来信1980件。供热问题865件，占有效来信的43.69%，比上年增加65件。"
    change = next(c for c in read(text) if c.metric == "change_count")
    count = next(c for c in read(text) if c.printed == "865件")
    assert (change.category, change.of_metric) == ("供热问题", count.metric)


@pytest.mark.parametrize(
    "text", ["收到来信超过50件的单位有：县住建局162件。", "来信量在100件以上的问题是：供水162件。"]
)
def test_what_units_are_sorted_by_is_no_figure(text: str) -> None:
    assert [printed for _, printed, _ in said(text)] == ["162件"]


def test_names_before_a_comma_in_a_row_are_parts() -> None:
    row = "高发问题（前三名）：车行道，立案数120件；路灯，立案数95件；绿地，立案数33件。"
    assert said(row) == [("accepted", "120件", "车行道"), ("accepted", "95件", "路灯"), ("accepted", "33件", "绿地")]
    row = "车行道，立案数120件；路灯，立案数95件；绿地，立案数33件。"
    assert said(row) == [("accepted", "120件", "车行道"), ("accepted", "95件", "路灯"), ("accepted", "33件", "绿地")]


@pytest.mark.parametrize(
    "row",
    [
        "高发问题：车行道，立案数120件；路灯，立案数95件。",
        "各县情况：石澜县，立案数120件；云溪县，立案数95件；岭溪县，立案数33件。",
        "有关情况：受理情况，立案数120件；办理情况，立案数95件；回访情况，立案数33件。",
    ],
)
def test_a_row_of_two_of_places_or_of_stages_names_no_parts(row: str) -> None:
    assert not [c for c in read(row) if c.category]


def test_a_list_of_units_is_not_of_the_office_praised_before_it() -> None:
    text = "云溪镇政府按期办结率为100%，尚有不足的单位有县房产服务中心6件延迟回复，县卫健委3件延迟回复。"
    assert said(text)[1:] == [("replied_late", "6件", "县房产服务中心"), ("replied_late", "3件", "县卫健委")]


@pytest.mark.parametrize("listed", ["以下6件延迟回复", "县住建局等3家，延迟回复6件"])
def test_a_list_of_units_without_a_name_is_of_none(listed: str) -> None:
    found = read(f"云溪镇政府按期办结率为100%，尚有不足的单位有{listed}。")
    assert {c.agency for c in found if c.metric == "replied_late"} <= {None, "县住建局等3家"}


LARGEST = "其中医疗方面{}，达到1450条，占来信总量近三成。"


@pytest.mark.parametrize("opening", ["留言量最多", "的来信最多", "来信数量最大"])
def test_the_kind_that_a_clause_calls_the_largest_has_the_count_behind_it(opening: str) -> None:
    found = [(c.metric, c.category, c.printed) for c in read(LARGEST.format(opening))]
    assert found == [("received", "医疗方面", "1450条"), ("share", "医疗方面", "三成")]


@pytest.mark.parametrize(
    ("before", "category"),
    [
        ("其中医疗方面来信最多，达到1450条。", "医疗方面"),
        ("其中医疗类1450条。", "医疗类"),
        ("其中医疗类1450条、城建类900条。", None),  # of both
        ("", None),
    ],
)
def test_these_letters_are_those_that_the_sentence_before_counted(before: str, category: str | None) -> None:
    found = read(f"{before}这些来信中，74.3%得到了回复。")
    assert [c.category for c in found if c.metric == "reply_rate"] == [category]


def test_one_of_so_many_places_is_spoken_of() -> None:
    found = read("在全市13个行政区中，石桥区的来信回复率达100%。")
    assert [c.agency for c in found if c.metric == "reply_rate"] == ["石桥区"]


@pytest.mark.parametrize(
    "name",
    [
        "各类突发公共卫生事件（流感疫情）等突发事件综合管理类",
        "生态环境保护（含噪声、油烟、扬尘）及市容环境卫生管理类",
        "城市道路交通安全设施（信号灯、标线）建设和养护管理",
    ],
)
@pytest.mark.parametrize("opening", ["较多的前三类事项分别是：", "其中，"])
def test_a_bracket_does_not_make_a_name_too_long(opening: str, name: str) -> None:
    assert said(f"{opening}{name}613件，占29.16%；劳动维权类310件，占14.73%。")[:2] == [
        ("received", "613件", name),
        ("share", "29.16%", name),
    ]


def test_a_clause_with_a_bracket_is_no_name() -> None:
    clause = "来信人要求有关部门尽快核实所反映的小区（一期、二期）物业收费和车位分配的情况"
    assert not any(name == clause for _, _, name in said(f"其中，{clause}613件。"))
