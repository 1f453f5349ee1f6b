"""Tables whose headers no list knows, read from Markdown and HTML."""

import pytest

from pipelines.audit.finding import Finding
from pipelines.parse import Parsed, parse_payload
from tests.pipelines.audit.from_text import HEAD, table

LEAD = "2022年3月，县长信箱收到来信100件，办结90件。\n\n"
KINDS = ("石磨 甲栏 乙栏 丙栏 甲乙栏", "东岭 12 30 5 42", "西岭 20 14 2 34", "南岭 7 19 0 26", "北岭 3 8 1 11")
TOTAL = "合计 42 71 8 113"
RATES = ("石磨 甲栏 乙栏 丁栏", "东岭 12 30 40.00%", "西岭 20 64 31.25%", "南岭 7 19 36.84%", "北岭 3 8 37.50%")
MORE = ("中岭 9 21 42.86%", "上岭 5 16 31.25%")


def parsed(*rows: str) -> Parsed:
    return parse_payload((HEAD + LEAD + table("一览", *rows)).encode(), file_name="bulletin.md")


def told(check_id: str, *rows: str) -> list[Finding]:
    return [f for f in parsed(*rows).findings if f.check_id == check_id and "表1" in f.subject]


def verdicts(check_id: str, *rows: str) -> list[tuple[str, str, int]]:
    return [(f.subject.removeprefix("表1"), f.verdict, f.severity) for f in told(check_id, *rows)]


def test_a_table_of_unknown_columns_is_still_an_issue_and_no_table() -> None:
    found = parsed(*KINDS, TOTAL)
    assert "unread_table" in {issue.code for issue in found.issues}
    assert [t for audited in found.audited for t in audited.tables] == []


def test_its_columns_add_up_to_their_totals() -> None:
    assert verdicts("A1", *KINDS, TOTAL) == [
        (f"“{header}”合计", "consistent", 0) for header in ("甲栏", "乙栏", "丙栏", "甲乙栏")
    ]


def test_a_total_that_does_not_beside_three_that_do() -> None:
    odd = [one for one in told("A1", *KINDS, "合计 42 73 8 113") if one.verdict != "consistent"]
    assert [(f.claimed, f.recomputed, f.verdict, f.severity) for f in odd] == [("73", "71", "needs_definition", 2)]


@pytest.mark.parametrize(
    "rows",
    [
        (*KINDS, "合计 44 73 9 113"),  # one column adds up
        (*KINDS, "合计 42 30 8 113"),  # the highest figure, no sum
        (KINDS[0], KINDS[1], KINDS[2], "南岭 7 — 0 26", KINDS[4], "合计 42 71 8 113"),  # a cell without a figure
    ],
)
def test_no_total_is_called_odd_where_it_may_be_none(rows: tuple[str, ...]) -> None:
    assert {f.verdict for f in told("A1", *rows)} == {"consistent"}


def test_a_column_that_is_the_sum_of_its_neighbours() -> None:
    (one,) = told("A2", *KINDS, TOTAL)
    assert one.subject == "表1“甲乙栏”一列与2列之和"
    assert one.statement_zh == "表1“甲乙栏”一列等于“甲栏”+“乙栏”，4行中4行相符。"
    assert one.evidence == ("12+30 = 42", "20+14 = 34", "7+19 = 26", "3+8 = 11")


def test_three_rows_are_needed_and_one_that_differs_needs_five() -> None:
    assert told("A2", *KINDS[:3]) == []
    assert told("A2", *KINDS[:4], "北岭 3 8 1 12") == []
    rows = (*KINDS, "中岭 4 9 1 13", "上岭 6 9 2 16")
    assert verdicts("A2", *rows) == [
        ("“甲乙栏”一列与2列之和", "consistent", 0),
        ("“上岭”行“甲乙栏”", "needs_definition", 3),
    ]


def test_a_column_of_percentages_that_is_one_over_another() -> None:
    (one,) = told("A4", *RATES)
    assert one.statement_zh == "表1“丁栏”一列等于“甲栏”/“乙栏”，4行中4行相符。"
    assert (one.claimed, one.verdict) == ("40.00%、31.25%、36.84%、37.50%", "consistent")


def test_a_row_of_six_that_is_not() -> None:
    assert verdicts("A4", *RATES, *MORE) == [("“丁栏”一列", "consistent", 0)]
    (_, odd) = told("A4", *RATES, MORE[0], "上岭 5 16 35.25%")
    assert (odd.claimed, odd.recomputed, odd.verdict, odd.severity) == ("35.25%", "31.25%", "needs_definition", 2)
    assert "5/16=31.25%" in odd.statement_zh


def test_all_of_everything_says_nothing() -> None:
    rows = ("石磨 甲栏 乙栏 丁栏", "东岭 30 30 100%", "西岭 14 14 100%", "南岭 19 19 100%")
    assert told("A4", *rows) == []


def test_shares_of_a_column_and_changes_between_two() -> None:
    shares = ("石磨 甲栏 丁栏", "东岭 12 28.57%", "西岭 20 47.62%", "南岭 7 16.67%", "北岭 3 7.14%", "合计 42 100%")
    (one,) = told("A3", *shares)
    assert one.statement_zh == "表1“丁栏”一列等于“甲栏”/其合计，4行中4行相符。"
    changes = ("石磨 甲栏 乙栏 丁栏", "东岭 12 10 20.00%", "西岭 20 32 -37.50%", "南岭 7 8 -12.50%")
    (one,) = told("A6", *changes)
    assert one.statement_zh == "表1“丁栏”一列等于(“甲栏”-“乙栏”)/“乙栏”，3行中3行相符。"


def test_places_and_points_are_no_figures_of_a_sum() -> None:
    rows = ("石磨 甲栏 名次", "东岭 12 1", "西岭 9 2", "南岭 7 3", "北岭 3 4", "合计 31 10")
    assert verdicts("A1", *rows) == [("“甲栏”合计", "consistent", 0)]


def test_columns_that_the_words_do_not_stand_over_are_called_by_their_place() -> None:
    rows = (" 甲 乙  ", " 丙 丁 戊 己", "东岭 12 30 5 42", "西岭 20 14 2 34", "南岭 7 19 0 26")
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row.split(' '))}</tr>" for row in rows)
    text = f"<h1>{HEAD.strip('# ')}</h1><p>{LEAD}</p><table>{cells}</table>"
    found = [f for f in parse_payload(text.encode(), file_name="bulletin.html").findings if "表1" in f.subject]
    assert [f.statement_zh for f in found] == ["表1“第5列”一列等于“第2列”+“第3列”，3行中3行相符。"]


def test_an_unknown_column_beside_known_ones() -> None:
    rows = ("单位 受理数 旧数 同比", "甲镇 12 10 20.00%", "乙镇 20 32 -37.50%", "丙镇 7 8 -12.50%")
    found = [f for f in parsed(*rows).findings if "一列等于" in f.statement_zh]
    assert [f.statement_zh for f in found] == ["表1“同比”一列等于(“受理数”-“旧数”)/“旧数”，3行中3行相符。"]


def test_a_column_of_differences_is_no_part_of_a_sum() -> None:
    rows = ("石磨 甲栏 乙栏 起落", "东岭 12 10 2", "西岭 20 32 -12", "南岭 7 8 -1", "北岭 9 5 4")
    assert told("A2", *rows) == []


def test_an_unread_table_and_its_formula_are_told_in_english() -> None:
    (one,) = told("A4", *RATES)
    assert one.statement_en == "Table 1: “丁栏” follows “甲栏”/“乙栏” in 4 of 4 rows."
    changes = ("石磨 甲栏 乙栏 丁栏", "东岭 12 10 20.00%", "西岭 20 32 -37.50%", "南岭 7 8 -12.50%")
    (one,) = told("A6", *changes)
    assert "(“甲栏”-“乙栏”)/“乙栏”" in one.statement_en


GROUPS = ("石磨 甲栏 乙栏 丁栏", "东岭 12 30 40.00%", "西岭 20 64 31.25%", "岭上小计 32 94 34.04%")
OTHER_GROUP = ("南岭 7 19 36.84%", "北岭 3 8 37.50%", "岭下小计 10 27 37.04%")
OF_ALL = "合计 42 121 34.71%"


def test_groups_of_rows_and_their_subtotals() -> None:
    assert [subject for subject, *_ in verdicts("A1", *GROUPS, *OTHER_GROUP, OF_ALL)] == [
        "“甲栏”合计",
        "“甲栏”岭上小计（东岭等2行）",
        "“甲栏”岭下小计（南岭等2行）",
        "“乙栏”合计",
        "“乙栏”岭上小计（东岭等2行）",
        "“乙栏”岭下小计（南岭等2行）",
    ]
    wrong = told("A1", *GROUPS[:3], "岭上小计 32 95 33.68%", *OTHER_GROUP, OF_ALL)
    odd = [f for f in wrong if f.verdict != "consistent"]
    assert [(f.subject, f.claimed, f.recomputed, f.verdict) for f in odd] == [
        ("表1“乙栏”岭上小计（东岭等2行）", "95", "94", "needs_definition")
    ]
    assert "subtotal is 95" in odd[0].statement_en


@pytest.mark.parametrize(
    ("total", "verdict"),
    [
        ("34.71%", ["consistent"]),
        ("36.40%", []),  # the mean of the rows
        ("35.71%", ["needs_definition"]),
    ],
)
def test_the_percentage_of_the_total(total: str, verdict: list[str]) -> None:
    found = told("A4", *GROUPS, *OTHER_GROUP, f"合计 42 121 {total}")
    assert [f.verdict for f in found if "合计" in f.subject] == verdict
    assert [f.verdict for f in found if "小计" in f.subject] == ["consistent", "consistent"]


def test_two_rows_of_eight_that_are_not() -> None:
    rows = (*RATES, *MORE, "下岭 4 25 {}", "外岭 9 16 {}")
    assert verdicts("A4", *(row.format("16.00%") if "下岭" in row else row.format("56.25%") for row in rows)) == [
        ("“丁栏”一列", "consistent", 0)
    ]
    odd = [f for f in told("A4", *(row.format("17.50%") for row in rows)) if f.verdict != "consistent"]
    assert [(f.claimed, f.recomputed) for f in odd] == [("17.50%", "16%"), ("17.50%", "56.25%")]


def test_a_row_of_means() -> None:
    rows = (*KINDS, "平均 10.5 17.75 {} 28.25")
    assert [v for *_, v, _ in verdicts("A7", *(row.format("2") for row in rows))] == ["consistent"] * 4
    odd = [f for f in told("A7", *(row.format("2.2") for row in rows)) if f.verdict != "consistent"]
    assert [(f.subject, f.recomputed, f.verdict) for f in odd] == [("表1“丙栏”平均", "2", "needs_definition")]
    assert {f.verdict for f in told("A7", *(row.format("4") for row in rows))} == {"consistent"}  # no mean at all
    place = [row.format("2.2").replace("平均", "全县平均") for row in rows]
    assert {f.verdict for f in told("A7", *place)} == {"consistent"}


def test_a_note_on_why_rows_exceed_the_total() -> None:
    rows = (*KINDS, "合计 42 70 8 113")
    note = "\n\n注：同一来电人多次反映的，合计中只计一次。\n"
    text = HEAD + LEAD + table("一览", *rows)
    both = [parse_payload((text + end).encode(), file_name="bulletin.md").findings for end in ("", note)]
    told_of = [[f.verdict for f in found if f.subject == "表1“乙栏”合计"] for found in both]
    assert told_of == [["needs_definition"], ["consistent"]]


def test_figures_of_unknown_columns_are_cited_with_their_places() -> None:
    rows = ("东岭 12 5 7", "西岭 20 8 12", "南岭 9 2 7", "北岭 15 6 9", "上岭 13 4 9", "中岭 18 7 12")
    (row,) = [f for f in parsed("石磨 甲栏 乙栏 丁栏", *rows).findings if f.verdict == "needs_definition"]
    assert [(c.agency, c.label, c.printed, c.locator) for c in row.cited] == [
        ("中岭", "甲栏", "18", "L14.c2"),
        ("中岭", "乙栏", "7", "L14.c3"),
        ("中岭", "丁栏", "12", "L14.c4"),
    ]
    assert row.claim_ids == ()


def test_claims_of_known_columns_are_named_and_not_cited() -> None:
    rows = ("单位 受理数 旧数 同比", "甲镇 12 10 20.00%", "乙镇 20 32 -37.50%", "丙镇 7 8 -12.50%")
    (found,) = [f for f in parsed(*rows).findings if "“同比”一列" in f.subject]
    assert len(found.claim_ids) == 6
    assert [(c.label, c.printed) for c in found.cited] == [("旧数", "10"), ("旧数", "32"), ("旧数", "8")]
