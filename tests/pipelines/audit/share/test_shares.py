import pytest

from pipelines.audit.finding import Finding
from pipelines.audit.share.shares import check_shares
from tests.pipelines.audit.from_text import findings as in_text
from tests.pipelines.audit.paragraphs_by_hand import enumeration, in_paragraph, only, paragraph
from tests.pipelines.audit.stated_by_hand import bulletin, run


def findings(whole: str, members: dict[str, tuple[str | None, str | None]], *others: tuple[str, str]) -> list[Finding]:
    claims = [*paragraph("L1", *others, ("received", whole)), *enumeration("L1", members)]
    return run(check_shares, bulletin(*claims))


@pytest.mark.parametrize(
    ("whole", "count", "share"),
    [
        ("262", "111", "42.37%"),
        ("27", "1", "3.7%"),
        ("27", "18", "66.67%"),
        ("14", "11", "78.57%"),
        ("262", "1", "0.38%"),
    ],
)
def test_share_is_its_part_over_its_whole(whole: str, count: str, share: str) -> None:
    found = only(findings(whole, {"甲类": (count, share)}))
    assert (found.verdict, found.severity, found.rounding) == ("consistent", 0, "half_up")


def test_share_moved_so_that_all_add_up_to_100() -> None:
    members: dict[str, tuple[str | None, str | None]] = {
        "社会事业": ("5", "35.71%"),
        "食品安全": ("5", "35.71%"),
        "城乡建设": ("4", "28.58%"),
    }
    first, second, third = findings("14", members)
    assert {first.verdict, second.verdict} == {"consistent"}
    assert (third.verdict, third.severity, third.rounding) == ("inconsistent", 1, "forced_to_fill")
    assert third.alternatives == ("ceiling",)
    assert "28.57%" in third.statement_zh
    assert "凑足100%" in third.statement_zh


def test_share_that_only_rounding_up_gives() -> None:
    found = only(findings("14", {"城乡建设": ("4", "28.58%")}))
    assert (found.verdict, found.severity, found.rounding) == ("inconsistent", 1, "ceiling")


def test_share_that_truncation_gives_is_consistent_with_a_remark() -> None:
    found = only(findings("2877", {"甲类": ("212", "7.36%")}))
    assert (found.verdict, found.severity, found.rounding) == ("consistent", 1, "truncated")


def test_share_of_another_printed_count_names_it() -> None:
    found = only(findings("262", {"甲类": ("55", "50.00%")}, ("forwarded", "110")))
    assert (found.verdict, found.severity, found.alternatives) == ("consistent_on_other_base", 3, ("110",))


def test_share_of_one_of_several_printed_counts_leaves_the_base_open() -> None:
    found = only(findings("300", {"甲类": ("1", "1%")}, ("forwarded", "100"), ("completed", "101")))
    assert (found.verdict, found.alternatives) == ("needs_definition", ("100", "101"))


@pytest.mark.parametrize(("share", "severity"), [("42.4%", 2), ("48%", 3)])
def test_share_that_nothing_reproduces(share: str, severity: int) -> None:
    found = findings("262", {"甲类": ("110", share), "乙类": ("50", "19.08%"), "丙类": ("20", "7.63%")})
    assert [f.verdict for f in found[1:]] == ["consistent", "consistent"]
    assert (found[0].verdict, found[0].severity) == ("inconsistent", severity)
    assert found[0].gap is not None
    assert found[0].gap < 0


def test_nobody_can_tell_what_one_share_is_of() -> None:
    assert only(findings("262", {"甲类": ("110", "48%")})).verdict == "needs_definition"


def test_shares_that_are_of_one_other_number_are_not_wrong() -> None:
    some = {"甲类": ("487", "17.12%"), "乙类": ("346", "12.17%"), "丙类": ("279", "9.8%"), "丁类": ("57", "2%")}
    assert [f.verdict for f in findings("2848", some)] == ["needs_definition"] * 2 + ["consistent"] * 2


def test_share_that_stands_alone_is_held_against_the_count_beside_it() -> None:
    claims = [
        *paragraph("L1", ("received", "14")),
        in_paragraph("L1", "received", "11", category="投诉类", scope="category"),
        in_paragraph("L1", "share", "78.57%", category="投诉类", scope="category", of_metric="received"),
    ]
    assert only(run(check_shares, bulletin(*claims))).verdict == "consistent"


def test_share_without_count_or_whole_is_not_tested_here() -> None:
    assert findings("262", {"甲类": (None, "33.59%")}) == []
    assert run(check_shares, bulletin(*enumeration("L1", {"甲类": ("5", "33.59%")}))) == []
    assert findings("0", {"甲类": ("0", "0%")}) == []


def test_shares_of_another_whole_are_not_filled_up() -> None:
    members = {"市容类": ("6", "2%"), "供水类": ("36", "9%"), "公交类": ("340", "89%")}
    claims = (*paragraph("L1", ("received", "550")), *enumeration("L1", members))
    assert "inconsistent" not in {f.verdict for f in run(check_shares, bulletin(*claims))}


NAMED_BASE = (
    "2022年3月，县长信箱总交办290件（群众来信233件，部门上报57件）。\n\n各乡镇总交办169件，占全县总交办数的{}。\n"
)


def test_a_share_that_names_its_whole_and_is_of_another() -> None:
    (found,) = [f for f in in_text(NAMED_BASE.format("72.53%"), "A3") if f.claimed == "72.53%"]
    assert (found.verdict, found.severity, found.recomputed) == ("consistent_on_other_base", 3, "58.2759%")
    assert "233" in found.statement_zh


def test_a_share_of_the_whole_that_it_names() -> None:
    (found,) = [f for f in in_text(NAMED_BASE.format("58.28%"), "A3") if f.claimed == "58.28%"]
    assert found.verdict == "consistent"


def test_a_share_of_the_month_beside_all_so_far_is_of_the_month() -> None:
    text = "3月，各部门共承办来信2326件，1至3月累计承办24238件。其中，县城管局承办量最大，当月705件，占30.31%。"
    found = in_text(text, "A3")
    assert [(f.verdict, f.evidence[0]) for f in found] == [("consistent", "705/2326 = 30.3095%")]


def test_a_share_of_another_count_than_the_one_before_it_is_of_that() -> None:
    text = "3月，交办来信405件。截至4月3日，已办结398件；延期申请54件，占交办总数的13.3%。"
    assert [(f.verdict, f.evidence[0]) for f in in_text(text, "A3")] == [("consistent", "54/405 = 13.3333%")]


def test_shares_of_a_whole_that_only_their_words_name() -> None:
    text = (
        "2022年3月，县长信箱共收到来信599件，立项410件。"
        "其中，县住建局立项298件，占总立项数的72.68%；县水利局立项112件，占总立项数的27.32%。"
    )
    assert {(f.claimed, f.verdict) for f in in_text(text, "A3")} == {("72.68%", "consistent"), ("27.32%", "consistent")}


OF_ALL = (
    "2022年3月，全县共立案1200件。\n\n城关所立案300件，结案290件，占总立案数的24.17%。\n\n"
    "北关所立案240件，结案200件，占总立案数的{}。"
)


def test_a_share_of_all_is_not_that_of_what_one_office_has() -> None:
    told = {f.claimed: f for f in in_text(OF_ALL.format("16.67%"), "A3")}
    assert {f.verdict for f in told.values()} == {"consistent"}
    assert set(told) == {"24.17%", "16.67%"}
    (odd,) = [f for f in in_text(OF_ALL.format("83.33%"), "A3") if f.claimed == "83.33%"]
    assert (odd.verdict, odd.recomputed, odd.alternatives) == ("consistent_on_other_base", "16.6667%", ("200/240",))
    # No whole number of what one office has is told of a share of all.
    assert [f for f in in_text(OF_ALL.format("25%"), "G2") if f.claimed == "25%"] == []


def test_a_share_of_all_inside_what_one_office_has_is_of_that() -> None:
    of_kinds = "其中市容类120件，占总立案数的40%，设施类180件，占总立案数的60%。"
    text = f"2022年3月，全县共立案1200件。\n\n城关所立案300件，{of_kinds}"
    assert {f.verdict for f in in_text(text, "A3")} == {"consistent"}


def test_a_share_without_a_base_is_of_the_count_in_its_paragraph_that_gives_it() -> None:
    text = "2022年3月，县长信箱回访1144件，满意318件、不满意63件。\n\n不满意的63件中，退回重办后满意41件，占{}。"
    assert [f.verdict for f in in_text(text.format("65.08%"), "A3")] == ["consistent"]
    assert "consistent" not in [f.verdict for f in in_text(text.format("66.08%"), "A3")]


def test_a_share_of_a_sum_is_not_called_after_its_last_part() -> None:
    first_three = "商品类排名前三位的是：食品4120件，服装2217件，通讯产品1003件，合计7340件，占商品类投诉的48.60%。"
    told = in_text(f"2022年3月，县长信箱收到投诉25630件，其中商品类投诉15104件。{first_three}", "A3")
    assert [f.subject for f in told if f.claimed == "48.60%"]
    assert not [f for f in told if "通讯产品" in f.subject]


def test_shares_beside_others_of_the_printed_whole_are_told_as_the_ones_that_are_not() -> None:
    listed = {
        "甲类": ("487", "17.12%"),
        "乙类": ("346", "12.17%"),
        "丙类": ("331", "11.62%"),
        "丁类": ("218", "7.65%"),
    }
    open_ones = [f.statement_zh or "" for f in findings("2848", listed) if f.verdict == "needs_definition"]
    assert len(open_ones) == 2
    assert all("4项占比中有2项以2848为总数可复现" in said for said in open_ones)


def test_one_share_says_nothing_of_others() -> None:
    (found,) = findings("1200", {"甲类": ("18", "1.8%")})
    assert (found.verdict, "未说明这一占比以什么为总数" in (found.statement_zh or "")) == ("needs_definition", True)


NAMED_CASES = "3月，受理各类城管案件{}件，其中立案700件，结案655件。\n\n巡查员上报653件，占总{}的93.29%。"
NAMED_CALLS = (
    "3月，热线来电2638个，人工接听量855个，自助服务量1549个。\n\n"
    "3月，热线提供人工服务995次，其中，提供指南服务346次，占{}的34.77%；提供查询服务649次，占65.23%。"
)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (NAMED_CASES.format(742, "案件"), {"93.29%": ("consistent_on_other_base", "88.0054%")}),
        (NAMED_CASES.format(742, "数"), {"93.29%": ("consistent", "93.2857%")}),  # names none
        (NAMED_CASES.format(700, "案件"), {"93.29%": ("consistent", "93.2857%")}),  # both are one
        (
            NAMED_CALLS.format("人工接听总量"),
            {"34.77%": ("consistent_on_other_base", "40.4678%"), "65.23%": ("consistent", "65.2261%")},
        ),
        (
            NAMED_CALLS.format("人工服务总量"),
            {"34.77%": ("consistent", "34.7739%"), "65.23%": ("consistent", "65.2261%")},
        ),
        (NAMED_CALLS.format("总量"), {"34.77%": ("consistent", "34.7739%"), "65.23%": ("consistent", "65.2261%")}),
    ],
)
def test_a_share_that_names_a_count_which_does_not_give_it(text: str, told: dict[str, tuple[str, str]]) -> None:
    assert {f.claimed: (f.verdict, f.recomputed) for f in in_text(text, "A3")} == told


def test_a_count_that_has_only_the_noun_of_what_a_share_names_is_a_matter_of_wording() -> None:
    (loose,) = in_text(NAMED_CASES.format(742, "案件"), "A3")
    assert loose.severity == 1
    (by_name,) = [f for f in in_text(NAMED_CALLS.format("人工接听总量"), "A3") if f.verdict != "consistent"]
    assert by_name.severity == 3
