"""Which printed figures belong together: those of one sentence or paragraph, and the rows of one table.

What belongs here: turning claims and table cells into ``Figure`` and finding the neighbours of a claim. What does not:
any check. Nothing is guessed: a cell that is not a number makes its row untested for that metric.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from parsers.cells import compares, is_average_word, is_of_dated_period, is_whole_place, part_named, period_role
from parsers.claims.cells import cell_number, channel_in, columns_of
from parsers.identity import digest
from parsers.records import UNASSIGNED, Claim, Column, Row, Table
from parsers.tables.headers import header_group, metric_code
from parsers.text.numbers import Interval, PrintedNumber, interval, parse_number
from parsers.vocabulary import metrics
from pipelines.audit.finding import Audited, Finding
from pipelines.audit.intervals import Figure
from pipelines.audit.wording import channel_zh

BLANK_CELLS = frozenset({"", "-", "—", "——", "/", "\\", "无"})
"""What a table prints where it has no figure; in a row with other figures it says nothing, and is not read as 0."""

LOW_CONFIDENCE = 0.9
"""Below this, an input was read with several readings in hand, or from a scan with a doubtful character (see
``parsers.readers.scan``): what it would show is ``parser_suspect``."""

_MANTISSA = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MYRIADS = (Decimal(1), Decimal(10_000), Decimal(100_000_000))
_BOUNDS = frozenset({"at_least", "more_than", "at_most", "less_than"})
_NOT_A_NUMBER = frozenset({"qualitative", "target", "roughly_equal"})


def kind(metric: str) -> str:
    """The kind of a metric (count, rate, duration, text); ``text`` for a code that is not in the vocabulary."""
    return metrics()[metric].kind if metric in metrics() else "text"


def _step(printed: str, unit: str | None, value: Decimal) -> Decimal:
    number = parse_number(printed, unit)
    if number is not None and number.value == abs(value):
        return number.step
    mantissa = _MANTISSA.search(printed)
    if mantissa is not None and (number := parse_number(mantissa[0])) is not None and number.value:
        scale = abs(value) / number.value
        if scale in _MYRIADS:
            return number.step * scale
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)


# Every check asks for the figures beside its own, so that one print is measured dozens of times in a document.
@lru_cache(maxsize=65536)
def _measured(
    metric: str,
    printed: str,
    unit: str | None,
    value: Decimal,
    low: Decimal | None,
    high: Decimal | None,
    qualifier: str,
) -> tuple[Fraction, Fraction, Interval | None]:
    """Value and step of a print, and the interval it allows. ``value`` keeps the decimals that it is printed with."""
    step = _step(printed, unit, value)
    if low is None and high is None:
        number = PrintedNumber(printed, value, step, unit)
        is_count = unit != "%" if metric == UNASSIGNED else kind(metric) == "count"
        allowed = interval(number, qualifier, is_count=is_count)
    else:
        allowed = Interval(
            None if low is None else Fraction(low),
            None if high is None else Fraction(high),
            low_closed=qualifier != "more_than",
            high_closed=qualifier != "less_than",
        )
    return Fraction(value), Fraction(step), allowed


# By the identity of the claim: equal claims of two documents are two, and a figure must lead to its own. A figure keeps
# its claim alive, so that no other can have its identity while it is known.
_FIGURES: dict[int, Figure] = {}
_MOST_FIGURES = 8192


def figure(claim: Claim) -> Figure | None:
    """The number of a claim; ``None`` for text values and for qualifiers that are never tested as a number."""
    known = _FIGURES.get(id(claim))
    if known is not None:
        return known
    made = _figure(claim)
    if made is not None:
        if len(_FIGURES) >= _MOST_FIGURES:
            _FIGURES.clear()
        _FIGURES[id(claim)] = made
    return made


def _figure(claim: Claim) -> Figure | None:
    if claim.value is None or claim.qualifier in _NOT_A_NUMBER:
        return None
    value, step, allowed = _measured(
        claim.metric, claim.printed, claim.unit, claim.value, claim.low, claim.high, claim.qualifier
    )
    if allowed is None:
        return None
    return Figure(
        metric=claim.metric,
        value=value,
        step=step,
        interval=allowed,
        printed=claim.printed,
        unit=claim.unit,
        is_bound=claim.qualifier in _BOUNDS,
        is_about=claim.qualifier == "about",
        claim=claim,
    )


def block(claim: Claim) -> str:
    """The paragraph a claim stands in: its locator without the position."""
    return claim.locator.partition(":")[0]


def span(claim: Claim) -> tuple[int, int]:
    """Where the print of a claim of a sentence begins and ends in its paragraph."""
    start, _, end = claim.locator.rpartition(":")[2].partition("-")
    return int(start), int(end)


def only_print(claim: Claim) -> tuple[int, int] | None:
    """Where the print of a claim begins and ends in its quote; ``None`` where the quote holds it several times."""
    places = _prints(claim.quote, claim.printed)
    return (places[0], places[0] + len(claim.printed)) if len(places) == 1 else None


def _prints(quote: str, printed: str) -> list[int]:
    """Where a print begins in a quote, but for the ends of longer numbers (12 in 312 and in 3.12)."""
    found, at = [], quote.find(printed)
    while at >= 0:
        if at == 0 or not (quote[at - 1].isdigit() or quote[at - 1] == "."):
            found.append(at)
        at = quote.find(printed, at + len(printed))
    return found


def text_between(a: Figure, b: Figure) -> str | None:
    """What stands between two figures of one sentence; ``None`` for those of two, and where it cannot be told."""
    if a.claim is None or b.claim is None or a.claim.quote != b.claim.quote or block(a.claim) != block(b.claim):
        return None
    quote, gap = a.claim.quote, span(b.claim)[0] - span(a.claim)[1]
    at = quote.find(a.claim.printed)
    while at >= 0:
        end = at + len(a.claim.printed)
        if gap >= 0 and quote.startswith(b.claim.printed, end + gap):
            return quote[end : end + gap]
        at = quote.find(a.claim.printed, at + 1)
    return None


@lru_cache(maxsize=8)
def narrative(audited: Audited) -> tuple[Claim, ...]:
    """The claims of sentences, in reading order."""
    return tuple(c for c in audited.claims if c.origin == "narrative")


def is_whole(claim: Claim) -> bool:
    """Whether a claim counts everything of its channel and period, not a part or one unit."""
    return claim.category is None and claim.scope in ("whole", "total")


def same_subject(a: Claim, b: Claim) -> bool:
    """Same speaker, place, channel and period: figures that may be put into one calculation."""
    return _subject(a) == _subject(b)


def same_part(a: Claim, b: Claim) -> bool:
    """Same subject, and the same part of it (unit and category)."""
    return _part(a) == _part(b)


def _subject(claim: Claim) -> tuple[Hashable, ...]:
    return claim.stated_by, claim.region_code, claim.channel, claim.period_start, claim.period_end, claim.earlier


def _part(claim: Claim) -> tuple[Hashable, ...]:
    return *_subject(claim), claim.agency, claim.category


def _sentence(claim: Claim) -> tuple[str, str]:
    return block(claim), claim.quote


def beside(audited: Audited, claim: Claim) -> dict[str, Figure]:
    """The figures of the same part that stand beside ``claim`` in text, one a metric, the nearest first.

    Nearest: in its sentence, then in its paragraph, then elsewhere; before it rather than behind it. A round number
    (近300件) comes after every exact one: nothing is calculated from it where the exact one is known.
    """
    claims = narrative(audited)
    here = _places(audited)[id(claim)]

    def distance(at: int) -> tuple[bool, bool, bool, bool, int]:
        other = claims[at]
        return (
            other.qualifier == "about",
            _sentence(other) != _sentence(claim),
            block(other) != block(claim),
            at > here,
            abs(at - here),
        )

    figures: dict[str, Figure] = {}
    for at in sorted((i for i in _of_parts(audited)[_part(claim)] if i != here), key=distance):
        if claims[at].metric not in figures and (found := figure(claims[at])) is not None:
            figures[found.metric] = found
    return figures


@lru_cache(maxsize=8)
def _places(audited: Audited) -> dict[int, int]:
    """Where each claim of a sentence stands in reading order, by its identity: others may say the same."""
    return {id(claim): at for at, claim in enumerate(narrative(audited))}


def before(audited: Audited, claim: Claim) -> tuple[Claim, ...]:
    """What the sentences print before a claim of one of them, in reading order."""
    return narrative(audited)[: _places(audited)[id(claim)]]


@lru_cache(maxsize=8)
def _of_parts(audited: Audited) -> dict[Hashable, list[int]]:
    """The places of the claims of each part, so that not every claim is asked about every other."""
    parts: dict[Hashable, list[int]] = {}
    for at, claim in enumerate(narrative(audited)):
        parts.setdefault(_part(claim), []).append(at)
    return parts


def printed_of(audited: Audited, sample: Claim, metric: str) -> tuple[Claim, ...]:
    """Every claim of a metric for the part of ``sample``, in reading order; a round number (近300件, 超过2300件) only
    where no exact one is printed.
    """
    claims = narrative(audited)
    same = [claims[at] for at in _of_parts(audited).get(_part(sample), ()) if claims[at].metric == metric]
    exact = [c for c in same if (number := figure(c)) is not None and not number.is_bound and not number.is_about]
    return tuple(exact or same)


def whole_of(audited: Audited, member: Claim, metric: str) -> Figure | None:
    """The whole that ``member`` is a part of: the nearest earlier claim of ``metric`` for the same subject without a
    category; earlier in the same paragraph first. Where it is printed by visits and by people (2460批9120人次), the
    visits, unless the member counts people.
    """
    wholes = [
        c
        for c in before(audited, member)
        if c.metric == metric and c.category is None and c.scope != "unit" and same_subject(c, member)
    ]
    if not wholes:
        return None
    last, others = wholes[-1], [c for c in wholes[-2:-1] if _touch(c, wholes[-1])]
    return figure(others[0] if others and member.unit not in _PEOPLE and last.unit in _PEOPLE else last)


_PEOPLE = ("人次", "人", "名")


def _touch(claim: Claim, behind: Claim) -> bool:
    return claim.quote == behind.quote and span(claim)[1] == span(behind)[0]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a table as figures. ``cells`` has one entry a column (``None``: no number there); ``notes`` are the
    claims read from its note column; ``is_blank`` is true for a row that prints a name and no figure at all.
    """

    label: str
    is_total: bool
    cells: tuple[Figure | None, ...]
    by_metric: Mapping[str, Figure]
    notes: tuple[Claim, ...]
    is_blank: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as figures: ``rows`` without totals and subtotals, ``total`` where one is printed. ``unread`` are the
    columns (by position) in which some cell is neither a number nor blank; ``changes`` the rows that print changes from
    one of the rows to another, ``averages`` those that print a mean of the rows, ``subtotals`` each row that adds up
    some of the rows, with these. ``group`` is what the columns have in common that the rows are read by, where it is no
    channel (``group_sheets``).
    """

    table: Table
    rows: tuple[SheetRow, ...]
    total: SheetRow | None
    channel: str | None
    sample: Claim | None
    unread: frozenset[int]
    changes: tuple[SheetRow, ...] = ()
    averages: tuple[SheetRow, ...] = ()
    subtotals: tuple[tuple[SheetRow, tuple[SheetRow, ...]], ...] = ()
    group: str = ""

    @property
    def name(self) -> str:
        """``表1（12345热线）``, of a group of its columns ``表1（12345热线）“本月”``: the head of subjects."""
        channel = channel_zh(self.channel)
        head = f"表{self.table.table_no}" + (f"（{channel}）" if channel else "")
        return f"{head}“{self.group}”" if self.group else head

    def all_rows(self) -> Iterator[SheetRow]:
        """The rows and then the total."""
        yield from self.rows
        if self.total is not None:
            yield self.total


def is_blank_cell(text: str | None) -> bool:
    """Whether a cell prints nothing."""
    return text is None or text.strip() in BLANK_CELLS


def _take(claims: list[Claim], metric: str, value: Decimal) -> Claim | None:
    """Take the first claim of this metric and value out of a row's claims; what is left in the end are its notes."""
    found = next((c for c in claims if c.metric == metric and c.value == value), None)
    if found is not None:
        claims.remove(found)
    return found


def _cell(column: Column, text: str | None, claims: list[Claim]) -> Figure | None:
    """A cell as a figure, linked to its claim; ``None`` where nothing, or no number, is printed."""
    metric = column.metric
    if metric is None or text is None or is_blank_cell(text) or kind(metric) == "text":
        return None
    number = cell_number(text, column)
    allowed = None if number is None else interval(number, "exact", is_count=kind(metric) != "rate")
    if number is None or allowed is None:
        return None
    return Figure(
        metric=metric,
        value=Fraction(number.value),
        step=Fraction(number.step),
        interval=allowed,
        printed=text.strip(),
        unit=number.unit,
        claim=_take(claims, metric, number.value),
    )


def _by_metric(cells: Sequence[Figure | None], columns: Sequence[Column]) -> dict[str, Figure]:
    """The figures by metric, but for those of earlier periods (去年同期). Of a metric in two columns the one stands for
    it that is neither of one channel nor of an earlier period (按时办结 beside 12345热线按时办结, 4月受理数 beside
    3月受理数); where there is none, or there are several, none does.
    """
    found: dict[str, list[tuple[Figure, bool]]] = {}
    for cell, column in zip(cells, columns, strict=True):
        is_earlier = period_role(column.header) in ("previous_period", "year_earlier")
        if cell is not None and (cell.metric == "carried_in" or not is_earlier):
            found.setdefault(cell.metric, []).append((cell, is_of_all(column.header)))
    alone = {metric: same for metric, same in found.items() if len(same) == 1}
    own = {metric: [pair for pair in same if pair[1]] for metric, same in found.items() if metric not in alone}
    of_last = {metric: _of_last_period(same) for metric, same in own.items()}
    return {metric: same[0][0] for metric, same in {**alone, **of_last}.items() if len(same) == 1}


def _of_last_period(found: Sequence[tuple[Figure, bool]]) -> Sequence[tuple[Figure, bool]]:
    """The figures of the period that ends last, of several of these the shortest (4月 beside 1-4月), where all have
    one."""
    claims = [cell.claim for cell, _ in found if cell.claim is not None]
    spans = [(c.period_end, c.period_start) for c in claims if c.period_end is not None and c.period_start is not None]
    return found if len(spans) < len(found) else [f for f, span in zip(found, spans, strict=True) if span == max(spans)]


@lru_cache(maxsize=4096)
def is_of_all(header: str) -> bool:
    """Whether a column is neither of one channel, kind of request or measure (满意率得分) nor of an earlier period."""
    is_of_measure = metric_code(header_group(header)) is not None
    is_of_part = channel_in(header) is not None or part_named(header) is not None
    return not is_of_part and not is_of_measure and period_role(header) in ("current", None)


def _sheet_row(table: Table, row: Row, claims: Iterable[Claim]) -> SheetRow:
    left = list(claims)
    measured = [i for i, c in enumerate(table.columns) if c.metric is not None]
    blank_row = all(is_blank_cell(row.cells[i]) for i in measured)
    columns = columns_of(row, table.columns)
    cells = tuple(_cell(column, text, left) for column, text in zip(columns, row.cells, strict=True))
    notes = () if blank_row else tuple(left)
    return SheetRow(row.label or "", row.is_total, cells, _by_metric(cells, columns), notes, blank_row)


def _row_of(claim: Claim) -> str:
    return claim.locator.rpartition(".c")[0]


def _unread(table: Table) -> frozenset[int]:
    return frozenset(
        i
        for i, column in enumerate(table.columns)
        if column.metric is not None
        and kind(column.metric) != "text"
        and any(
            not is_blank_cell(text := row.cells[i]) and cell_number(text or "", column) is None for row in table.rows
        )
    )


def is_of_units(row: Row) -> bool:
    """Whether a row is one of those that a total adds up: no total, no subtotal, no mean, no changes of the rows
    above, not the place that the others lie in (全市)."""
    is_sum = row.is_total or row.is_subtotal or is_whole_place(row.label)
    return not (is_sum or is_average_word(row.label) or compares(row.label))


def _sample(claims: Sequence[Claim]) -> Claim | None:
    """The claim that stands for the channel and period of a table: of a column of the whole, of the total where the
    rows are of several periods, and of the last one where the columns are (3月受理数, 4月受理数)."""
    whole = [c for c in claims if is_of_all(c.label or "")] or claims
    if len({(c.channel, c.period_start, c.period_end) for c in whole}) > 1:
        whole = [c for c in whole if c.scope == "total"] or whole
    ends = [c.period_end for c in whole if is_of_dated_period(c.label or "") and c.period_end is not None]
    of_last = [c for c in whole if c.period_end == max(ends)] if ends else whole
    return next(iter(of_last), None)


@lru_cache(maxsize=64)
def sheet(audited: Audited, table: Table) -> Sheet:
    """A table of ``audited`` as figures, each linked to its claim."""
    of_table = [c for c in audited.claims if c.origin == "table" and c.table_no == table.table_no]
    claims: dict[str, list[Claim]] = {}
    for claim in of_table:
        claims.setdefault(_row_of(claim), []).append(claim)
    read = [(r, _sheet_row(table, r, claims.get(r.locator, ()))) for r in table.rows]
    body = [found for r, found in read if r.is_total or is_of_units(r)]
    sample = _sample(of_table)
    channels = {c.channel for c in of_table}
    return Sheet(
        table=table,
        rows=tuple(r for r in body if not r.is_total),
        total=next((r for r in body if r.is_total), None),
        channel=channels.pop() if len(channels) == 1 else None,
        sample=sample,
        unread=_unread(table),
        changes=tuple(found for r, found in read if compares(r.label)),
        averages=tuple(found for r, found in read if is_average_word(r.label)),
        subtotals=tuple(_subtotals(read)),
    )


def subtotalled(rows: Sequence[Row]) -> Iterator[tuple[Row, tuple[Row, ...]]]:
    """Each subtotal of a table with its rows: those above it up to the one before, or, where the first row is one,
    those below.
    """
    alike = [row for row in rows if row.is_subtotal or is_of_units(row)]
    leads = bool(alike) and alike[0].is_subtotal
    members: list[Row] = []
    for row in reversed(alike) if leads else alike:
        if not row.is_subtotal:
            members.append(row)
        elif members:
            yield row, tuple(members)
            members = []


def name_of_subtotal(subtotal: Row, members: Sequence[Row]) -> str:
    """A subtotal with the first of its rows in the order of the table, since most are called 小计."""
    first = min(members, key=lambda row: order_of_row(row.locator))
    return f"{subtotal.label or ''}（{first.label or ''}等{len(members)}行）"


def order_of_row(locator: str) -> tuple[int, ...]:
    """Where a row stands in its document, for sorting."""
    return tuple(int(n) for n in re.findall(r"\d+", locator))


def _subtotals(read: Sequence[tuple[Row, SheetRow]]) -> Iterator[tuple[SheetRow, tuple[SheetRow, ...]]]:
    figures = {id(row): found for row, found in read}
    for row, members in subtotalled([row for row, _ in read]):
        found = replace(figures[id(row)], label=name_of_subtotal(row, members), is_total=True)
        yield found, tuple(figures[id(member)] for member in members)


@lru_cache(maxsize=8)
def sheets(audited: Audited) -> tuple[Sheet, ...]:
    """All tables of ``audited`` that have at least one measured column."""
    return tuple(sheet(audited, t) for t in audited.tables if any(c.metric for c in t.columns))


def group_sheets(table: Sheet) -> Iterator[Sheet]:
    """A table with groups of columns of the same metrics (县长信箱收到, 县长信箱办结率, 网上问政收到, …; 本月受理量,
    本月办结率, 1-4月累计受理量, …) as one for each group: its rows, whose metrics are those of the group's columns.

    The group that the rows of the table are read by is left out.
    """
    columns = table.table.columns
    groups = [header_group(column.header) if column.metric else None for column in columns]
    so_far = next((g for g in groups if g is not None and g.endswith("累计")), None)
    groups = [so_far if g is not None and g.endswith("累计") else g for g in groups]  # 1-10月累计受理, 累计办结

    def row_of(row: SheetRow, group: str) -> SheetRow:
        own = (cell for cell, named in zip(row.cells, groups, strict=True) if named == group)
        return replace(row, by_metric={cell.metric: cell for cell in own if cell is not None})

    printed = [column.metric for column in columns]
    read = {id(cell) for row in table.all_rows() for cell in row.by_metric.values()}
    for group in dict.fromkeys(g for g in groups if g is not None):
        at = [i for i, named in enumerate(groups) if named == group]
        own = [printed[i] for i in at]
        is_read = any(id(row.cells[i]) in read for row in table.all_rows() for i in at if printed.count(printed[i]) > 1)
        if 1 < len(own) == len(set(own)) and any(printed.count(metric) > 1 for metric in own) and not is_read:
            channel = channel_in(group)
            yield replace(
                table,
                rows=tuple(row_of(r, group) for r in table.rows),
                total=None if table.total is None else row_of(table.total, group),
                subtotals=tuple((row_of(r, group), rows) for r, rows in table.subtotals),
                channel=channel or table.channel,
                group="" if channel else group,
            )


def claims_of(figures: Iterable[Figure | None]) -> tuple[Claim, ...]:
    """The stored occurrences behind figures, each once."""
    return tuple(dict.fromkeys(f.claim for f in figures if f is not None and f.claim is not None))


def cause(audited: Audited, *parts: object) -> str:
    """An id shared by findings with one cause in one container."""
    return digest("cause", audited.container_id, *parts)


def located(audited: Audited, finding: Finding, claims: Iterable[Claim], about: Claim | None = None) -> Finding:
    """``finding`` with its claims, and with region, channel and period of ``about`` (or of its first claim).

    Those of no metric, which are not stored, are cited.

    Where an input was read with low confidence, what would be a discrepancy becomes ``parser_suspect``.
    """
    given = tuple(dict.fromkeys(claims))
    inputs = tuple(c for c in given if c.metric != UNASSIGNED)
    head = about or next(iter((*inputs, *given)), None)
    confidence = min((c.confidence for c in inputs), default=1.0)
    suspect = confidence < LOW_CONFIDENCE and finding.verdict != "consistent"
    return replace(
        finding,
        claim_ids=tuple(audited.claim_id(c) for c in inputs),
        cited=tuple(c for c in given if c.metric == UNASSIGNED),
        region_code=head.region_code if head else None,
        channel=head.channel if head else None,
        period_start=head.period_start if head else None,
        period_end=head.period_end if head else None,
        confidence=confidence,
        verdict="parser_suspect" if suspect else finding.verdict,
        severity=min(finding.severity, 1) if suspect else finding.severity,
    )


def distinct(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with subjects that are unique: a figure repeated in the text gives one finding that names all its
    places, and different figures with one subject, or one from other counts, are numbered.
    """
    by_subject: dict[str, list[Finding]] = {}
    for finding in findings:
        peers = by_subject.setdefault(finding.subject, [])
        own = finding.claimed, finding.recomputed, finding.evidence
        same = next((i for i, p in enumerate(peers) if (p.claimed, p.recomputed, p.evidence) == own), None)
        if same is None:
            peers.append(finding)
        else:
            ids = tuple(dict.fromkeys(peers[same].claim_ids + finding.claim_ids))
            cited = tuple(dict.fromkeys(peers[same].cited + finding.cited))
            peers[same] = replace(peers[same], claim_ids=ids, cited=cited)
    for subject, peers in by_subject.items():
        for number, finding in enumerate(peers, start=1):
            yield finding if number == 1 else replace(finding, subject=f"{subject}（之{number}）")
