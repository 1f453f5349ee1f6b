"""A2 by the figures of a table alone: is one column the sum of others, row by row?

What belongs here: finding those columns, and the rows that do not keep to it. What does not: parts by their names
(``row_sums``), stages of handling (``flows``), the total row (``line_totals``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parsers.records import Claim
from pipelines.audit.addition.row_sums import part_columns
from pipelines.audit.addition.subperiods import tiles
from pipelines.audit.figures import cause, claims_of, distinct, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, severity_of_gap
from pipelines.audit.sheets import sheets
from pipelines.audit.structure.lines import FEWEST_ROWS, Line, Lines, all_lines, in_rows, is_rule, listed
from pipelines.audit.wording import decimal, signed

FIRST_ROWS = 40
"""Rows in which sums are looked for; half of them have to hold."""


@dataclass(frozen=True, slots=True)
class LineSum:
    """A column that is the sum of others; ``rows`` are those that print all of them: place, whole, parts."""

    whole: Line
    parts: tuple[Line, ...]
    rows: tuple[tuple[int, Figure, tuple[Figure, ...]], ...]

    @property
    def outliers(self) -> tuple[tuple[int, Figure, tuple[Figure, ...]], ...]:
        """The rows in which it is not."""
        return tuple(row for row in self.rows if not _holds(row[1], row[2]))


def _holds(whole: Figure, parts: Sequence[Figure]) -> bool:
    return sum((part.value for part in parts), Fraction(0)) == whole.value


def line_sums(lines: Lines) -> Iterator[LineSum]:
    """The columns of a table that are the sum of others: of the longest run of neighbours, and of two beside it."""
    for whole in lines.counts:
        others = [line for line in lines.counts if line is not whole]
        taken: list[Line] = []
        for at in _candidates(whole, others):
            parts = tuple(others[i] for i in at)
            if any(line in taken for line in parts) or not _is_open(whole, parts):
                continue
            if (found := _line_sum(whole, parts)) is not None:
                taken += parts
                yield found


def _candidates(whole: Line, others: Sequence[Line]) -> list[tuple[int, ...]]:
    """The places of those columns that add up to a whole in half of the first rows, the longest runs first, then
    pairs.
    """
    runs: Counter[tuple[int, int]] = Counter()
    pairs: Counter[tuple[int, int]] = Counter()
    rows = [row for row in zip(whole.cells, *(line.cells for line in others), strict=True) if row[0] and row[0].value]
    for cell, *rest in rows[:FIRST_ROWS]:
        values = [None if other is None else other.value for other in rest]
        if cell is not None:
            runs.update(_runs(cell.value, values))
            pairs.update(_pairs(cell.value, values))
    fewest = FEWEST_ROWS if any(None in row for row in rows) else max(FEWEST_ROWS, min(len(rows), FIRST_ROWS) / 2)
    kept = [(start, end) for (start, end), n in runs.items() if n >= fewest]
    longest = sorted(kept, key=lambda run: (run[0] - run[1], run))
    beside = sorted(pair for pair, n in pairs.items() if n >= fewest and (pair[0], pair[1] + 1) not in runs)
    return [*(tuple(range(start, end)) for start, end in longest), *beside]


def _runs(whole: Fraction, values: Sequence[Fraction | None]) -> Iterator[tuple[int, int]]:
    """From which place to before which the neighbouring figures of a row add up to a whole."""
    begins: dict[Fraction, list[int]] = {}
    added = Fraction(0)
    for at, value in enumerate(values):
        if value is None:
            begins, added = {}, Fraction(0)
            continue
        begins.setdefault(added, []).append(at)
        added += value
        yield from ((start, at + 1) for start in begins.get(added - whole, ()) if start < at)


def _pairs(whole: Fraction, values: Sequence[Fraction | None]) -> Iterator[tuple[int, int]]:
    """The places of two figures of a row that add up to a whole."""
    seen: dict[Fraction, list[int]] = {}
    for at, value in enumerate(values):
        if value is not None and value > 0:
            yield from ((first, at) for first in seen.get(whole - value, ()))
            seen.setdefault(value, []).append(at)


def _is_open(whole: Line, parts: Sequence[Line]) -> bool:
    """Whether no other check knows what the columns are to each other: one is not known, or all count the same
    (即办件办结数, 承诺件办结数, 办结数); stages of handling have an order of their own, and so have periods.
    """
    metrics = {line.metric for line in (whole, *parts)}
    return None in metrics or (len(metrics) == 1 and not _are_periods(whole, parts))


def _are_periods(whole: Line, parts: Sequence[Line]) -> bool:
    """Whether columns of one metric are the parts of a period and all of it, which ``subperiods`` tells."""
    spans = [(first.period_start, first.period_end) for line in (whole, *parts) if (first := _first(line)) is not None]
    known = [(start, end) for start, end in spans if start is not None and end is not None]
    return len(known) == len(parts) + 1 and tiles(*known[0], sorted(known[1:]))


def _first(line: Line) -> Claim | None:
    return next((cell.claim for cell in line.cells if cell is not None), None)


def _line_sum(whole: Line, parts: tuple[Line, ...]) -> LineSum | None:
    rows = tuple((at, first, tuple(rest)) for at, (first, *rest) in in_rows(whole, *parts))
    holding = [(first, rest) for _, first, rest in rows if _holds(first, rest)]
    telling = len({first.value for first, rest in holding if sum(part.value > 0 for part in rest) > 1})
    return LineSum(whole, parts, rows) if is_rule(len(holding), telling, len(rows)) else None


def _findings(audited: Audited) -> Iterator[Finding]:
    told = {(t.table.table_no, whole, parts) for t in sheets(audited) for whole, parts in part_columns(t)}
    for lines in all_lines(audited):
        for found in line_sums(lines):
            if (lines.table_no, found.whole.at, tuple(line.at for line in found.parts)) in told:
                continue
            yield _held(audited, lines, found)
            for at, whole, parts in found.outliers:
                yield _outlier(audited, lines, found, at, whole, parts)


def _headers(found: LineSum) -> str:
    return "+".join(f"“{line.header}”" for line in found.parts)


def _held(audited: Audited, lines: Lines, found: LineSum) -> Finding:
    rows = [(whole, parts) for _, whole, parts in found.rows if _holds(whole, parts)]
    finding = Finding(
        check_id="A2",
        subject=f"{lines.name}“{found.whole.header}”一列与{len(found.parts)}列之和",
        verdict="consistent",
        severity=0,
        claimed=listed([whole.printed for whole, _ in rows]),
        recomputed=listed([decimal(whole.value) for whole, _ in rows]),
        gap=Fraction(0),
        evidence=tuple("+".join(p.printed for p in parts) + f" = {whole.printed}" for whole, parts in rows),
        **say(
            "line_sums",
            "holds",
            table=lines.name,
            header=found.whole.header,
            parts=_headers(found),
            rows=len(rows),
            of=len(found.rows),
        ),
    )
    return located(audited, finding, claims_of(cell for whole, parts in rows for cell in (whole, *parts)))


def _outlier(
    audited: Audited, lines: Lines, found: LineSum, at: int, whole: Figure, parts: Sequence[Figure]
) -> Finding:
    added = sum((part.value for part in parts), Fraction(0))
    gap, label = added - whole.value, lines.labels[at]
    terms = "+".join(part.printed for part in parts) + f"={decimal(added)}"
    finding = Finding(
        check_id="A2",
        subject=f"{lines.name}“{label}”行“{found.whole.header}”",
        verdict="needs_definition",
        severity=severity_of_gap(gap, whole.value),
        claimed=whole.printed,
        recomputed=decimal(added),
        gap=gap,
        evidence=(terms,),
        cause_id=cause(audited, "table", lines.name, "line_sums", label),
        **say(
            "line_sums",
            "differs",
            table=lines.name,
            row=label,
            header=found.whole.header,
            printed=whole.printed,
            parts=_headers(found),
            terms=terms,
            gap=signed(gap),
            rows=len(found.rows) - len(found.outliers),
        ),
    )
    return located(audited, finding, claims_of((whole, *parts)))


@check("A2", "各列之和", "columns that add up to another", gives="consistent needs_definition")
def check_line_sums(audited: Audited) -> Iterator[Finding]:
    """A column of whole numbers against the sum of neighbouring ones, or of two, where no list knows all of them or all
    count the same.

    One column is taken for the sum of others where it is so in every row, at least three of them with several parts
    above nothing, or in three quarters of them, at least five; the rows that do not keep to it are
    ``needs_definition``.

    Tolerance: none.
    """
    yield from distinct(_findings(audited))
