"""N1 for cells: a figure that a sentence gives for a month, a channel or a kind of request, against its cell.

What belongs here: tables whose rows are periods (1月, 第二季度), columns that count a part (12345热线, 投诉数量), and
printed changes. What does not: rows of offices and kinds (``named_rows``), wholes against totals
(``narrative_vs_table``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain

from parsers.claims.cells import channel_in
from parsers.records import Claim
from pipelines.audit.agreement.named_rows import clauses, is_same_name
from pipelines.audit.figures import block, distinct, figure, is_whole, kind, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.members import SHARE
from pipelines.audit.intervals import Figure, allow_one, severity_between
from pipelines.audit.rules import field, lists, words
from pipelines.audit.sheets import Sheet, sheets
from pipelines.audit.stated import compact, label_of, period_of, shown, shown_en, table_name
from pipelines.audit.wording import channel_zh, decimal, header_zh, metric_en

_RULES = "narrative_vs_table"
_SHORTEST_NAME = 3
"""Characters of a name that is looked for in a clause; a shorter one stands in many words."""
_CHANGES = ("change", "change_count")
_FEWEST_LISTED = 3
"""Offices of one sentence: with fewer, a column may print most of their figures by chance."""
_SAME_PRINTING = Fraction(4, 5)
"""A figure of that name that is farther off is of something else."""


def _cells(audited: Audited) -> Iterator[tuple[Sheet, Claim]]:
    """The cells that no row of an office or kind leads to: of a period, of a column beside others of its metric, and
    changes."""
    of_table: dict[int | None, list[Claim]] = {}
    for claim in audited.claims:
        if claim.origin == "table":
            of_table.setdefault(claim.table_no, []).append(claim)
    for table in sheets(audited):
        cells = of_table.get(table.table.table_no, [])
        by_period = _rows_are_periods(cells)
        of_rows = {id(found.claim) for row in table.all_rows() for found in row.by_metric.values()}
        for cell in cells:
            if cell.scope == "unit" if by_period else cell.metric == "change" or id(cell) not in of_rows:
                yield table, cell


def _rows_are_periods(cells: Sequence[Claim]) -> bool:
    """Whether the rows of a table are of several periods: the cells of one of its columns are."""
    periods: dict[int | None, set[object]] = {}
    for cell in cells:
        if cell.scope == "unit":
            periods.setdefault(cell.col_no, set()).add(period_of(cell))
    return any(len(found) > 1 for found in periods.values())


def _is_of_channel(cell: Claim) -> bool:
    """Whether the column of a cell is of one channel, by its header."""
    return cell.channel is not None and channel_in(cell.label or "") == cell.channel


def _is_named(name: str | None, own: str | None, said: Sequence[str]) -> bool:
    """Whether a claim speaks of what a cell is of: ``own`` is its name for it, or a clause before the figure has it."""
    if name is None or (own is not None and is_same_name(own, name)):
        return True
    word = compact(name)
    return len(word) >= _SHORTEST_NAME and any(word in clause for clause in said)


def _metrics_for(claim: Claim) -> tuple[dict[str, None], tuple[str, ...]]:
    """The metrics of the cells that a claim may be held against, and those only where a cell is of a part."""
    pairs = field(_RULES, "pairs").get(claim.metric, {}).items()
    equal = dict.fromkeys([claim.metric, *(metric for metric, relation in pairs if relation == "equal")])
    return equal, tuple(m for m in lists(_RULES, "volume_columns").get(claim.metric, ()) if m not in equal)


def _may_be(claim: Claim, cell: Claim, said: Sequence[str]) -> bool:
    """Whether a claim and a cell of its metric and period may be one figure: of one speaker and of the same things.

    ``said`` are the clauses before the claim's figure.
    """
    if cell.stated_by != claim.stated_by or cell.basis != claim.basis or (claim.category and not cell.category):
        return False
    if claim.metric in _CHANGES and claim.category is None and not _are_of_one_metric(claim, cell):
        return False  # of what the changes of two wholes are is all that tells them apart
    channels = {cell.channel, claim.channel} - {None, "combined"}
    if len(channels) > 1 or (_is_of_channel(cell) and cell.category is None and claim.channel != cell.channel):
        return False
    return _is_named(cell.category, claim.category, said) and _is_named(cell.agency, claim.agency, said)


def _are_of_one_metric(claim: Claim, cell: Claim) -> bool:
    """Whether two changes may be of one metric: what came in goes by several words."""
    came_in = words("groups", "wholes")
    both_came_in = claim.of_metric in came_in and cell.of_metric in came_in
    return both_came_in or cell.of_metric in (claim.of_metric, None, SHARE)


def _agrees(printed: Figure, other: Figure) -> bool:
    """Whether two prints allow one figure; a fall may be printed without its sign."""
    is_one_change = printed.metric in _CHANGES and abs(printed.value) == abs(other.value)
    return is_one_change or allow_one(printed, other)


def _findings(audited: Audited) -> Iterator[Finding]:
    cells: dict[tuple[object, ...], list[tuple[Sheet, Claim]]] = {}
    for table, cell in _cells(audited):
        cells.setdefault((cell.metric, *period_of(cell)), []).append((table, cell))
    for claim in narrative(audited):
        printed = figure(claim) if kind(claim.metric) in ("count", "rate") else None
        if printed is None or claim.each or printed.is_bound or period_of(claim) == (None, None):
            continue
        metrics, of_parts = _metrics_for(claim)
        near = [one for metric in metrics for one in cells.get((metric, *period_of(claim)), ())]
        near += [o for m in of_parts for o in cells.get((m, *period_of(claim)), ()) if o[1].category]
        said = list(clauses(claim)) if near else []
        found = [(t, cell, f) for t, cell in near if _may_be(claim, cell, said) and (f := figure(cell)) is not None]
        agreeing = [one for one in found if _agrees(printed, one[2])]
        if agreeing:
            yield _finding(audited, claim, printed, *agreeing[0], holds=True)
            continue
        sure = [one for one in found if _is_sure(claim, one[1], said)]
        sure = sure or [one for one in found if _is_of_its_period(audited, claim, *one[:2])]
        if len(sure) == 1 and _is_near(printed.value, sure[0][2].value):
            yield _finding(audited, claim, printed, *sure[0], holds=False)


def _off_in_their_column(audited: Audited) -> Iterator[Finding]:
    """The figures of a sentence on several offices (甲县29.45分；乙县29.68分) that the one column does not print that
    prints most of them, in a table with several columns of that metric.
    """
    listed: dict[tuple[object, ...], list[Claim]] = {}
    for claim in narrative(audited):
        if claim.scope == "unit" and claim.agency is not None and not claim.each:
            listed.setdefault((block(claim), claim.quote, claim.metric), []).append(claim)
    for claims in listed.values():
        if len({c.agency for c in claims}) == len(claims) >= _FEWEST_LISTED:
            for table in sheets(audited):
                yield from _off_in_one(audited, table, claims)


def _off_in_one(audited: Audited, table: Sheet, claims: Sequence[Claim]) -> Iterator[Finding]:
    named = [[row for row in table.rows if is_same_name(c.agency or "", row.label)] for c in claims]
    prints = [figure(c) for c in claims]
    rows = [found[0] for found in named if len(found) == 1]
    if len(rows) < len(claims) or None in prints or any(claims[0].metric in row.by_metric for row in rows):
        return
    printing = []
    for cells in zip(*(row.cells for row in rows), strict=True):
        pairs = [(c, p, f) for c, p, f in zip(claims, prints, cells, strict=True) if p and f and f.metric == c.metric]
        off = [pair for pair in pairs if not allow_one(pair[1], pair[2])]
        if len(pairs) == len(claims) > 2 * len(off):
            printing.append(off)
    for claim, printed, cell in printing[0] if len(printing) == 1 else ():
        if cell.claim is not None and not printed.is_bound and _is_near(printed.value, cell.value):
            yield _finding(audited, claim, printed, table, cell.claim, cell, holds=False)


def _is_near(a: Fraction, b: Fraction) -> bool:
    return min(abs(a), abs(b)) >= _SAME_PRINTING * max(abs(a), abs(b))


def _is_sure(claim: Claim, cell: Claim, said: Sequence[str]) -> bool:
    """Whether a sentence gives a cell's very name: its kind, or its channel, straight before the figure."""
    if claim.category is not None and cell.category is not None:
        return is_same_name(claim.category, cell.category)
    is_told = any(channel_in(clause) == cell.channel for clause in said)
    return is_whole(claim) and claim.metric == cell.metric and _is_of_channel(cell) and is_told


def _is_of_its_period(audited: Audited, claim: Claim, table: Sheet, cell: Claim) -> bool:
    """Whether a cell of a row of periods (本季度) is of all that the sentence counts in that period, of which the text
    gives one figure.
    """
    names = (claim.agency, cell.category, cell.agency)
    if any(names) or not is_whole(claim) or claim.metric != cell.metric or block(claim) in audited.unread:
        return False
    read = (figure for row in table.rows if (figure := row.by_metric.get(cell.metric)) is not None)
    if not any(figure.claim is cell for figure in read):
        return False
    same = (c for c in narrative(audited) if c.metric == claim.metric and period_of(c) == period_of(claim))
    return {c.value for c in same} == {claim.value}


def _finding(
    audited: Audited, claim: Claim, printed: Figure, table: Sheet, cell: Claim, other: Figure, *, holds: bool
) -> Finding:
    gap = other.value - printed.value
    is_rate = kind(claim.metric) == "rate"
    severity = 0 if holds else severity_between(other.value, printed, is_rate=is_rate)
    name = table_name(audited, table.table)
    row = table.table.rows[(cell.row_no or 1) - 1].label or ""
    column = header_zh(cell.label or "")
    finding = Finding(
        check_id="N1",
        subject=f"{channel_zh(claim.channel)}正文{label_of(claim)}与{name}{row}{column}",
        verdict="consistent" if holds else "needs_definition",
        severity=severity,
        claimed=shown(claim),
        recomputed=other.printed,
        gap=gap / 100 if is_rate else gap,
        metric=claim.metric,
        **say(
            _RULES,
            "cell" if holds else "cell_differs",
            label=label_of(claim),
            label_en=metric_en(claim.metric),
            claimed=shown(claim),
            claimed_en=shown_en(claim),
            table=name,
            table_no=table.table.table_no,
            row=row,
            column=column,
            figure=other.printed,
            gap=decimal(abs(gap)),
        ),
    )
    return located(audited, finding, (claim, cell))


@check(
    "N1", "所称时期、渠道与其格", "months, channels and kinds against their cells", gives="consistent needs_definition"
)
def named_cells(audited: Audited) -> Iterator[Finding]:
    """A figure of a sentence against the cell of its period and of the channel or kind that it names: in a table of
    months or quarters, in a column that counts a part, and among printed changes.

    A difference is told where one cell has the very name that the sentence gives and the two are near (four fifths):
    otherwise the figures are of different things. So it is where a sentence gives figures of three offices or more and
    one column of several of that metric prints more than half of them.

    Tolerance: none for counts; for rates half a unit of the last printed digit of either.
    """
    yield from distinct(chain(_findings(audited), _off_in_their_column(audited)))
