"""Figures of tables: which cells are claims, about whom, for which channel and period, and which are not numbers."""

import datetime as dt
from decimal import Decimal

import pytest

from parsers.claims.cells import channel_in, is_blank, is_zero_row, table_claims, table_scope
from parsers.claims.sentences import Scope
from parsers.records import Claim, Column, Issue, Row, Table
from parsers.text.periods import Period, month, months

SCOPE = Scope(stated_by="government", region_code="990101", period=month(2022, 4), as_of=dt.date(2022, 5, 3))
UNIT = Column("单位", "label")
RECEIVED = Column("受理数", "count", "received", "件")
COMPLETED = Column("办结数", "count", "completed", "件")
RATE = Column("办结率", "rate", "completion_rate")
DAYS = Column("平均办理时间（天）", "duration", "average_response_time", "天")
CHANGE = Column("环比", "rate", "change")
REMARK = Column("备注", "note")


def row(*cells: str | None, total: bool = False, subtotal: bool = False) -> Row:
    return Row(cells[0], cells, "L7", is_total=total, is_subtotal=subtotal)


def table(columns: list[Column], *rows: Row, title: str | None = None, section: str | None = None,
          caption: tuple[str, ...] = ()) -> Table:  # fmt: skip
    return Table(1, title, tuple(columns), rows, "L5", section=section, caption=caption)


def read(
    columns: list[Column], *rows: Row, scope: Scope = SCOPE, title: str | None = None
) -> tuple[list[Claim], list[Issue]]:
    return table_claims(table(columns, *rows, title=title), scope)


def values(claims: list[Claim]) -> list[tuple[str, str, str | None]]:
    return [(c.metric, f"{c.value:f}" if c.value is not None else "", c.unit) for c in claims]


@pytest.mark.parametrize(
    ("column", "printed", "value", "unit"),
    [
        (RECEIVED, "12", "12", "件"),
        (RECEIVED, "12件", "12", "件"),
        (RECEIVED, " 1,204 ", "1204", "件"),
        (RECEIVED, "３８", "38", "件"),
        (RECEIVED, "0", "0", "件"),
        (RATE, "98.50%", "98.50", "%"),
        (RATE, "９８.5％", "98.5", "%"),
        (RATE, "98.5", "98.5", "%"),
        (RATE, "0", "0", "%"),
        (CHANGE, "-21.58%", "-21.58", "%"),
        (CHANGE, "+3%", "3", "%"),
        (CHANGE, "-4.5", "-4.5", "%"),
        (DAYS, "3.2", "3.2", "天"),
        (DAYS, "3.2天", "3.2", "天"),
        (DAYS, "3个工作日", "3", "工作日"),
    ],
)
def test_a_cell_is_a_claim_with_the_printed_string(column: Column, printed: str, value: str, unit: str) -> None:
    (claim,), issues = read([UNIT, column], row("县住建局", printed))
    assert (claim.value, claim.unit, claim.printed) == (Decimal(value), unit, printed.strip())
    assert (claim.agency, claim.scope, claim.origin, claim.label) == ("县住建局", "unit", "table", column.header)
    assert (claim.row_no, claim.col_no, claim.locator) == (1, 2, "L7.c2")
    assert issues == []


@pytest.mark.parametrize(
    ("column", "printed"),
    [
        (RECEIVED, "5（含重办1）"),
        (RECEIVED, "12\n3"),
        (RECEIVED, "约2"),
        (RATE, "0.985"),
        (RATE, "1"),
        (CHANGE, "略升"),
        (DAYS, "3天2小时"),
        (DAYS, "3件"),
    ],
)
def test_a_cell_that_is_not_one_number_is_an_issue_with_its_place(column: Column, printed: str) -> None:
    claims, (issue,) = read([UNIT, column], row("县住建局", printed))
    assert claims == []
    assert (issue.code, issue.place, issue.raw) == ("cell_not_a_number", "L7.c2", printed)
    assert column.header in issue.message


@pytest.mark.parametrize("printed", ["-", "—", "——", "－", "/", "／", "无", " ", "", None])
def test_a_dash_says_nothing_and_is_no_zero(printed: str | None) -> None:
    claims, issues = read([UNIT, RECEIVED, RATE], row("县住建局", "3", printed))
    assert values(claims) == [("received", "3", "件")]
    assert issues == []
    assert printed is None or is_blank(printed)


@pytest.mark.parametrize("blank", [None, "", "  "])
def test_a_row_without_any_figure_has_zero_counts_and_no_rate(blank: str | None) -> None:
    claims, issues = read([UNIT, RECEIVED, COMPLETED, RATE], row("南坪乡", blank, blank, blank))
    assert values(claims) == [("received", "0", "件"), ("completed", "0", "件")]
    assert {(c.printed, c.confidence) for c in claims} == {("", 0.9)}
    assert issues == []


def test_dashes_all_over_and_a_lone_figure_column_are_no_zero_rows() -> None:
    assert not is_zero_row(row("南坪乡", "—", "—"), (UNIT, RECEIVED, COMPLETED))
    assert not is_zero_row(row("南坪乡", None), (UNIT, RECEIVED))
    assert not is_zero_row(row("南坪乡", "1", None), (UNIT, RECEIVED, COMPLETED))


def test_totals_and_subtotals_have_no_office() -> None:
    claims, _ = read(
        [UNIT, RECEIVED], row("合计", "12", total=True), row("小计", "5", subtotal=True), row("县住建局", "5")
    )
    assert [(c.scope, c.agency) for c in claims] == [("total", None), ("subtotal", None), ("unit", "县住建局")]


def test_counts_are_exact_and_rates_half_a_unit_wide() -> None:
    (count, rate), _ = read([UNIT, RECEIVED, RATE], row("县住建局", "12", "98.5%"))
    assert (count.low, count.high) == (12, 12)
    assert (rate.low, rate.high) == (Decimal("98.45"), Decimal("98.55"))


def test_a_remark_is_read_as_a_sentence_about_its_row_over_line_breaks() -> None:
    claims, _ = read([UNIT, RECEIVED, REMARK], row("县住建局", "9", "4月逾期\n3件"), scope=SCOPE)
    remark = claims[-1]
    assert (remark.metric, remark.value, remark.agency) == ("overdue", Decimal(3), "县住建局")
    assert (remark.row_no, remark.col_no, remark.origin, remark.scope) == (1, 3, "table", "unit")
    assert (remark.period_start, remark.period_end) == (dt.date(2022, 4, 1), dt.date(2022, 4, 30))


@pytest.mark.parametrize(
    ("title", "channel"),
    [
        ("县长信箱办理情况", "county_mailbox"),
        ("12345热线（县长热线）办理情况", "county_hotline"),
        ("附件1 书记信箱统计表", "secretary_mailbox"),
        ("县长信箱、书记信箱办理情况", None),
        ("各单位办理情况", None),
    ],
)
def test_a_title_names_one_channel_or_none(title: str, channel: str | None) -> None:
    assert channel_in(title) == channel


def test_several_channels_have_the_word_that_the_caller_gives() -> None:
    assert channel_in("县长信箱、书记信箱办理情况", several="combined") == "combined"


def test_a_column_that_names_its_channel_keeps_it_and_the_others_are_of_all() -> None:
    mailbox = Column("县长信箱受理数", "count", "received", "件")
    hotline = Column("12345热线受理数", "count", "received", "件")
    claims, _ = read([UNIT, mailbox, hotline, RECEIVED], row("县住建局", "1", "2", "3"))
    assert [c.channel for c in claims] == ["county_mailbox", "hotline_12345", "combined"]


@pytest.mark.parametrize(
    "where",
    [
        {"title": "2021年三季度县长信箱办理情况表"},
        {"caption": ("统计周期：2021年7月1日至9月30日", "县长信箱")},
        {"section": "县长信箱2021年三季度"},
    ],
)
def test_period_and_channel_come_from_title_caption_or_section(where: dict[str, object]) -> None:
    found = table_scope(table([UNIT, RECEIVED], **where), SCOPE)  # type: ignore[arg-type]
    assert (found.channel, found.period, found.as_of) == ("county_mailbox", months(2021, 7, 9), None)


def test_a_table_that_says_nothing_has_the_scope_of_its_document() -> None:
    found = table_scope(table([UNIT, RECEIVED], title="办理情况表"), SCOPE)
    assert (found.channel, found.period, found.as_of) == (None, month(2022, 4), dt.date(2022, 5, 3))


def test_a_single_day_in_a_caption_is_not_the_period() -> None:
    found = table_scope(table([UNIT, RECEIVED], caption=("2022年5月2日",)), SCOPE)
    assert found.period == Period(dt.date(2022, 4, 1), dt.date(2022, 4, 30))


def test_rows_of_months_and_channels_are_about_no_office() -> None:
    months_of = [Column("月份", "label"), RECEIVED]
    claims, _ = read(months_of, row("1月", "72"), row("上旬", "3"), row("合计", "75", total=True))
    assert [(c.agency, c.category, c.period_start, c.period_end) for c in claims] == [
        (None, None, dt.date(2022, 1, 1), dt.date(2022, 1, 31)),
        (None, "上旬", None, None),
        (None, None, None, None),  # the total of January is not that of April, which the text reports
    ]
    channels = [Column("渠道", "label"), RECEIVED]
    claims, _ = read(channels, row("12345热线", "7"), row("县长信箱", "3"), row("现场接访", "1"))
    assert [(c.agency, c.category, c.channel) for c in claims] == [
        (None, None, "hotline_12345"),
        (None, None, "county_mailbox"),
        (None, "现场接访", None),
    ]


def test_a_remark_broken_inside_a_word_is_read_whole() -> None:
    claims, _ = read([UNIT, RECEIVED, REMARK], row("县住建局", "9", "12月逾期8件 其中未\n办 1件"))
    assert [(c.metric, c.printed) for c in claims[1:]] == [("overdue", "8件"), ("not_completed", "1件")]


def test_a_row_of_money_and_one_that_names_nothing_but_its_figures() -> None:
    labels = ("咨询", "挽回经济损失（万元）", "涉案金额", "数量")
    claims, _ = read([Column("类别", "label"), RECEIVED], *(row(label, "140") for label in labels))
    assert [(c.category, c.agency) for c in claims] == [("咨询", None), (None, None)]
