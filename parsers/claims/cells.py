"""Figures from tables: every cell of a metric column is a claim, and so is every figure in a remark.

What belongs here: from a ``Table`` to claims. What does not: finding and putting together tables (``parsers.tables``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache

from parsers import vocabulary
from parsers.cells import (
    OF_ONE,
    POINTS,
    basis_named,
    cell_kind,
    compares,
    header_word,
    is_average_word,
    is_difference,
    is_level,
    is_of_dated_period,
    is_total_word,
    label_at,
    part_named,
    period_role,
    signed_figure,
    unbroken,
)
from parsers.claims.qualifiers import bounds
from parsers.claims.scope import Scope
from parsers.claims.sentences import paragraph_claims
from parsers.claims.words import words_pattern
from parsers.records import Claim, Column, Issue, Row, Table
from parsers.text.numbers import PrintedNumber, half_width, parse_number
from parsers.text.periods import Period, find_periods, length_in_months, shifted
from parsers.vocabulary.layout import squeezed

_OF_MONEY = re.compile(r"[(（][十百千万亿]*元[)）]\s*$|(?:损失|金额)\s*$")
_YEAR = re.compile(r"(?:19|20)\d{2}")


@cache
def _units() -> re.Pattern[str]:
    """A number with its unit behind it, as cells print them (12件, 3个工作日)."""
    units = [*vocabulary.load("columns")["units"], *vocabulary.load("narrative")["duration_units"]]
    return re.compile(rf"[+＋]?(?P<number>.*\d)\s*(?P<unit>{words_pattern(u for u in units if u != '%')})?", re.S)


def is_blank(cell: str) -> bool:
    """Whether a cell prints nothing, or a mark that says so (—, /, 无); that is no figure and no zero."""
    return not cell.strip() or half_width(cell).strip() in vocabulary.load("columns")["blank_marks"]


@cache
def _channels_longest_first() -> tuple[tuple[str, str], ...]:
    return tuple(sorted(vocabulary.channel_words().items(), key=lambda pair: len(pair[0]), reverse=True))


def channel_in(text: str, *, several: str | None = None) -> str | None:
    """The channel that a title names: the one in brackets where there is one, ``several`` where there are more."""

    def codes(part: str) -> list[str]:
        found, rest = [], re.sub(r"\d{6,}(?:\.\d+)?|\d*\.\d{6,}", "", part)  # 12345 inside a longer number is none
        for word, code in _channels_longest_first():
            if word in rest:
                found.append(code)
                rest = rest.replace(word, "\x00")
        return sorted(set(found))

    for bracket in re.findall(r"[（(]([^（）()]*)[）)]", text):
        if len(inside := codes(bracket)) == 1:
            return inside[0]
    named = codes(text)
    return named[0] if len(named) == 1 else several if named else None


@lru_cache(maxsize=4096)  # every row asks for that of its column; not for whole texts, which would be kept
def channel_of_header(header: str) -> str | None:
    """The channel that the header of a column names."""
    return channel_in(header)


def _platforms(text: str) -> set[str]:
    words = vocabulary.platform_words()
    return {words[word] for word in re.findall(rf"(?<!\d)(?:{words_pattern(words)})(?!\d)", text)}


def platform_in(text: str) -> str | None:
    """The one platform without a channel code that a text names."""
    found = _platforms(text)
    return found.pop() if len(found) == 1 else None


def names_platform(text: str) -> bool:
    """Whether a text names a platform without a channel code, one or several."""
    return bool(_platforms(text))


def table_scope(table: Table, scope: Scope) -> Scope:
    """The scope of a table: channel and period of its title, caption or section, else those of the document."""
    texts = [t for t in (table.title, *table.caption, table.section) if t]
    own = next((c for c in map(channel_in, texts) if c is not None), None)
    channel = own or scope.channel
    name_at = label_at([c.header for c in table.columns])
    of_channels = name_at is not None and header_word(table.columns[name_at].header)[0] in _channel_headers()
    named = {channel_in(c.header) for c in table.columns} - {None}
    if (channel is None and (of_channels or named)) or (own is None and len(named) > 1):
        channel = "combined"  # columns or rows of single channels beside those of all of them
    periods = [f.period for text in texts for f in find_periods(text, scope.period) if f.period is not None]
    spans = [p for p in periods if p.start != p.end]
    period = spans[0] if spans else scope.period
    as_of = scope.as_of if period == scope.period else None
    return replace(scope, channel=channel, period=period, as_of=as_of, origin="table")


def _channel_headers() -> Sequence[str]:
    return vocabulary.load("columns")["roles"]["channel"]  # type: ignore[no-any-return]


def is_zero_row(row: Row, columns: Sequence[Column]) -> bool:
    """A row of which only serial and name are printed, its figures left out or empty: no request came in.

    Its counts are zero and its rates undefined. A single empty cell in a row with figures says nothing, nor does a row
    that only heads others (县直部门).
    """
    figures = [c for c, column in zip(row.cells, columns, strict=True) if column.kind in ("count", "rate")]
    is_of_unit = row.label is not None and not row.is_subtotal
    return is_of_unit and len(figures) > 1 and not any((c or "").strip() for c in figures)


def cell_number(printed: str, column: Column) -> PrintedNumber | None:
    """The number of a cell; in a rate column a bare number is percent when the header or the column says so or it
    is above 1.
    """
    unit = column.unit or ("%" if column.kind == "rate" else None)
    if column.metric in ("change", "change_count") and is_level(printed):
        return PrintedNumber(printed.strip(), Decimal(0), Decimal(1), unit)
    printed = signed_figure(printed.strip())
    m = _units().fullmatch(printed.strip())
    if m and column.kind == "duration" and m["unit"]:
        unit = vocabulary.load("narrative")["duration_units"].get(m["unit"])
        if unit is None:
            return None
    if m and column.metric == "change" and m["unit"] == POINTS:
        unit = POINTS  # 办结率 | 98.75% | 97.92% | +0.83个百分点
    digits = m["number"] if m else printed.strip().lstrip("+＋")
    if unit is not None and unit.startswith("万"):
        digits, unit = f"{digits}万", unit[1:] or None  # 受理量（万件）
    number = parse_number(digits, unit)
    if number is not None and column.unit == OF_ONE:
        return replace(number, value=number.value.scaleb(2), step=number.step.scaleb(2), unit="%")
    if number is None or column.kind != "rate" or unit == POINTS or "%" in printed or "％" in printed:
        return number
    is_said = column.in_percent or "%" in half_width(column.header) or column.unit == POINTS
    return number if is_said or abs(number.value) > 1 or number.value == 0 else None


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what a row is about: an office, or a part of the whole (a month, a channel) in ``scope``.

    ``category`` is the printed word of a channel that no list knows.
    """

    scope: Scope
    agency: str | None = None
    category: str | None = None


def row_subject(row: Row, header: str, scope: Scope) -> Subject:
    """What the label of a row names, below the header of its column: 1月 and 12345热线 are no offices."""
    if row.label is None or row.is_total or row.is_subtotal or is_average_word(row.label):
        return Subject(scope)
    roles, word = vocabulary.load("columns")["roles"], header_word(header)[0]
    label = half_width(squeezed(row.label))
    periods = [f.period for f in find_periods(label, scope.period) if f.printed == label and f.period is not None]
    if word in roles["period"] and _YEAR.fullmatch(label):
        periods = [f.period for f in find_periods(f"{label}年") if f.period is not None]
    if periods:
        return Subject(replace(scope, period=periods[0], as_of=None))
    if word in roles["period"]:
        return Subject(replace(scope, period=None, as_of=None), category=row.label)
    if label in roles["counted_by_title"]:
        return Subject(scope)  # 数量: of all that the columns count
    if word in roles["channel"]:
        channel = channel_in(label)
        return Subject(replace(scope, channel=channel), category=row.label if channel is None else None)
    if word in roles["category"]:
        return Subject(scope, category=row.label)
    if label in vocabulary.channel_words():
        return Subject(replace(scope, channel=vocabulary.channel_words()[label]))
    return Subject(scope, row.label)


_MONTHS_OF_YEAR = 12


def _basis_between(periods: Sequence[Period]) -> str | None:
    """Against which period a row of changes compares whose name does not say it (增减), by the two periods above it."""
    later, earlier = (
        max(periods, key=lambda p: p.start, default=None),
        min(periods, key=lambda p: p.start, default=None),
    )
    if len(periods) != len((later, earlier)) or later is None or (length := length_in_months(later)) is None:
        return None
    bases = {shifted(later, _MONTHS_OF_YEAR): "year_earlier", shifted(later, length): "previous_period"}
    return bases.get(earlier)


def _ends(subject: Subject) -> dt.date:
    """The last day of what a row is about, by which the rows of two periods are told that a row of changes compares."""
    period = subject.scope.period
    return dt.date.min if period is None else period.end or period.start


def _dated(subject: Subject, row: Row, columns: Sequence[Column], scope: Scope) -> Subject:
    """A row of a period that its label only numbers (第34周), of the one that another cell of it prints (8.19-8.25)."""
    if subject.scope.period is not None or subject.agency is not None or row.is_total:
        return subject
    words = vocabulary.load("columns")["roles"]["period"]
    cells = (
        half_width(squeezed(cell))
        for cell, column in zip(row.cells, columns, strict=True)
        if cell and header_word(column.header)[0] in words
    )
    # In brackets days may be parted by a point; in a sentence that is a decimal.
    found = [f.period for cell in cells for f in find_periods(f"（{cell}）", scope.period) if f.printed == cell]
    periods = {p for p in found if p is not None and p.start != p.end}
    return Subject(replace(scope, period=periods.pop(), as_of=None)) if len(periods) == 1 else subject


def table_claims(table: Table, scope: Scope) -> tuple[list[Claim], list[Issue]]:
    """Every figure of a table, row by row, and an issue for every cell of a figure column that is no number."""
    inner = table_scope(table, scope)
    claims: list[Claim] = []
    issues: list[Issue] = []
    headers = [c.header for c in table.columns]
    name_at = label_at(headers)
    if name_at is None:
        name_at = next((i for i, c in enumerate(table.columns) if c.kind == "label"), None)
    names = "" if name_at is None else headers[name_at]
    subject, latest, of_total = Subject(inner), Subject(inner), _total_scope(table, names, inner)
    is_list = [row.label for row in table.rows] == [None]  # 指标 | 数值, set upright: of all there is
    periods: list[Period] = []
    for row_no, row in enumerate(table.rows, start=1):
        if compares(row.label):
            subject = latest
        else:
            subject = row_subject(row, names, of_total if row.is_total else inner)
            subject = _dated(subject, row, table.columns, inner)
            latest = subject if _ends(subject) >= _ends(latest) or row_no == 1 else latest
            periods += [subject.scope.period] if subject.scope.period is not None and subject.agency is None else []
        columns = columns_of(row, table.columns)
        for col_no, (cell, column) in enumerate(zip(row.cells, columns, strict=True), start=1):
            found: Sequence[Claim] = ()
            if column.kind == "note" and cell:
                found = list(note_claims(cell, row, col_no, subject.scope, agency=subject.agency))
            elif column.kind in ("count", "rate", "duration") and _is_measured(row, column):
                claim = _figure_claim(row, table.columns, col_no, subject, inner)
                if claim is None and cell is not None and not is_blank(cell) and not is_total_word(cell):
                    issues.append(_not_a_number(cell, column, f"{row.locator}.c{col_no}"))
                if claim is not None and compares(row.label):
                    claim = replace(claim, basis=claim.basis or _basis_between(periods))
                found = () if claim is None else (replace(claim, scope="whole") if is_list else claim,)
            claims += [replace(c, table_no=table.table_no, row_no=row_no, col_no=col_no) for c in found]
    return claims, issues


def _is_measured(row: Row, column: Column) -> bool:
    """Whether a cell is a figure of a metric: a mean of counts (月均 78.3) counts nothing, nor does a row of money
    (挽回经济损失（万元）) below others of counts.
    """
    if column.metric is None or _OF_MONEY.search(row.label or ""):
        return False
    return not (is_average_word(row.label) and vocabulary.metrics()[column.metric].additive)


def _total_scope(table: Table, names: str, scope: Scope) -> Scope:
    """The scope of the total row: of no known period where rows are of periods outside the one reported (months of the
    year so far in the report of one month)."""
    own = scope.period
    rows = [row_subject(row, names, scope).scope.period for row in table.rows if not compares(row.label)]
    outside = any(p is not None and not _lies_within(p, own) for p in rows) if own is not None else False
    return replace(scope, period=None, as_of=None) if outside else scope


def _lies_within(inner: Period, outer: Period) -> bool:
    end = inner.end or inner.start
    return outer.start <= inner.start and (outer.end is None or end <= outer.end)


def _figure_claim(row: Row, columns: Sequence[Column], col_no: int, subject: Subject, table: Scope) -> Claim | None:
    """The claim of a cell about the office, part, channel and period that its row and its column name."""
    cell, column = row.cells[col_no - 1], columns_of(row, columns)[col_no - 1]
    about = replace(subject.scope, channel=channel_in(column.header) or subject.scope.channel)
    if is_of_dated_period(column.header) or period_role(column.header) in ("previous_period", "year_earlier"):
        about = replace(about, period=_period_of(column.header, about), as_of=None)
    claim = cell_claim(cell, column, row, col_no, about, zero=is_zero_row(row, columns))
    if claim is None:
        return None
    part = part_named(column.header) if about.channel == table.channel else None
    claim = replace(claim, agency=subject.agency, category=subject.category or part)
    if claim.metric == "share" and (of := _count_left_of(columns, col_no - 1)) is not None:
        earlier = _period_of(of.header, about) if is_of_dated_period(of.header) else None
        if earlier is not None:
            claim = replace(claim, period_start=earlier.start, period_end=earlier.end)
    if claim.metric in ("share", "change", "change_count"):
        of_metric, basis = relation(columns, col_no - 1, row)
        claim = replace(claim, of_metric=of_metric, basis=basis)
    return claim


def _not_a_number(cell: str, column: Column, place: str) -> Issue:
    return Issue(
        code="cell_not_a_number",
        message=f"The cell {cell!r} under {column.header!r} is not one number: no claim.",
        place=place,
        raw=cell,
    )


def _period_of(header: str, scope: Scope) -> Period | None:
    """The period that a header names (上月受理量, 2022年); ``None`` where it cannot be told."""
    found = [f.period for f in find_periods(header, scope.period)]
    return found[0] if len(found) == 1 else None


def columns_of(row: Row, columns: Sequence[Column]) -> Sequence[Column]:
    """What the cells of a row are: those of the columns, or their changes where the row compares the ones above."""
    if not compares(row.label):
        return columns
    if is_difference(row.label):
        return [_difference(cell, c) if c.metric else c for cell, c in zip(row.cells, columns, strict=True)]
    sign = "（%）" if "%" in half_width(row.label or "") else ""
    return [
        replace(c, header=f"{c.header}{sign}", kind="rate", metric="change", unit="%") if c.metric else c
        for c in columns
    ]


def _difference(cell: str | None, column: Column) -> Column:
    """What a cell is in a row 增减: items more or fewer under counts, points under rates; under counts a percentage
    says by how much they changed.
    """
    if column.kind == "rate":
        return replace(column, metric="change", unit=POINTS)
    if cell_kind(cell) == "percent":
        return replace(column, kind="rate", metric="change", unit="%")
    return replace(column, metric="change_count")


def relation(columns: Sequence[Column], at: int, row: Row) -> tuple[str | None, str | None]:
    """Of what the share or change in column ``at`` is, and against which period: of the count left of it, by its
    header; of its own figures, by the name of the row, where the row compares the ones above.
    """
    count = _count_left_of(columns, at)
    named = (row.label or "") if compares(row.label) else columns[at].header
    return columns[at].metric if compares(row.label) else count.metric if count else None, basis_named(named)


def _count_left_of(columns: Sequence[Column], at: int) -> Column | None:
    """The next column of counts left of one, changes aside."""
    counts = [c for c in columns[:at] if c.kind == "count" and c.metric not in (None, "change_count")]
    return counts[-1] if counts else None


def cell_claim(cell: str | None, column: Column, row: Row, col_no: int, scope: Scope, *, zero: bool) -> Claim | None:
    """The claim of one cell, without its office.

    For a zero row it is 0 with nothing printed and less than full confidence, and no rate.
    """
    if column.metric is None:
        return None
    if zero and column.kind == "count":
        number: PrintedNumber | None = PrintedNumber("", Decimal(0), Decimal(1), None)
    elif cell is None or is_blank(cell):
        return None
    else:
        number = cell_number(cell, column)
    if number is None:
        return None
    low, high = bounds(number, "exact", is_count=column.kind != "rate")
    metric = vocabulary.metrics()[column.metric]
    return Claim(
        metric=column.metric,
        printed=(cell or "").strip(),
        value=number.value,
        unit=number.unit or column.unit or metric.unit,
        stated_by=scope.stated_by,
        scope="total" if row.is_total else "subtotal" if row.is_subtotal else "unit",
        origin="table",
        quote=" | ".join(c or "" for c in row.cells),
        locator=f"{row.locator}.c{col_no}",
        low=low,
        high=high,
        region_code=scope.region_code,
        channel=scope.channel,
        attributed_to=scope.attributed_to,
        label=column.header,
        period_start=scope.period.start if scope.period else None,
        period_end=scope.period.end if scope.period else None,
        as_of=scope.as_of,
        confidence=0.9 if zero else 1.0,
    )


def note_claims(cell: str, row: Row, col_no: int, scope: Scope, *, agency: str | None) -> Iterator[Claim]:
    """The figures of a remark (10月逾期19件), about the office of its row."""
    # A line break inside a cell is where it was too narrow, not the end of a sentence.
    reading = paragraph_claims(unbroken(cell), f"{row.locator}.c{col_no}", replace(scope, agency=agency))
    for claim in reading.claims:
        yield replace(claim, scope="unit", category=None, group=None, origin="table")
