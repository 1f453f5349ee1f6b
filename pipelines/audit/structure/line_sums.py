"""A2 for columns that no list knows: is one column the sum of others, row by row?

What belongs here: finding those columns, and the rows that do not keep to it. What does not: columns of known metrics
among themselves (``row_sums``, ``flows``), the total row (``line_totals``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from pipelines.audit.figures import cause, distinct
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, severity_of_gap
from pipelines.audit.structure.lines import Line, Lines, all_lines, in_rows, is_rule, listed
from pipelines.audit.wording import decimal, signed


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
    counts = lines.counts
    for whole in counts:
        others = [line for line in counts if line is not whole]
        runs = (others[i:j] for n in range(len(others), 1, -1) for i in range(len(others) - n + 1) for j in [i + n])
        taken: list[Line] = []
        for parts in (*runs, *combinations(others, 2)):
            if any(line in taken for line in parts) or all(line.is_known for line in (whole, *parts)):
                continue
            if (found := _line_sum(whole, tuple(parts))) is not None:
                taken += parts
                yield found


def _line_sum(whole: Line, parts: tuple[Line, ...]) -> LineSum | None:
    rows = tuple((at, first, tuple(rest)) for at, (first, *rest) in in_rows(whole, *parts))
    holding = [(first, rest) for _, first, rest in rows if _holds(first, rest)]
    telling = len({first.value for first, rest in holding if sum(part.value > 0 for part in rest) > 1})
    return LineSum(whole, parts, rows) if is_rule(len(holding), telling, len(rows)) else None


def _findings(audited: Audited) -> Iterator[Finding]:
    for lines in all_lines(audited):
        for found in line_sums(lines):
            yield _held(lines, found)
            for at, whole, parts in found.outliers:
                yield _outlier(audited, lines, found, at, whole, parts)


def _headers(found: LineSum) -> str:
    return "+".join(f"“{line.header}”" for line in found.parts)


def _held(lines: Lines, found: LineSum) -> Finding:
    rows = [(whole, parts) for _, whole, parts in found.rows if _holds(whole, parts)]
    return Finding(
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


def _outlier(
    audited: Audited, lines: Lines, found: LineSum, at: int, whole: Figure, parts: Sequence[Figure]
) -> Finding:
    added = sum((part.value for part in parts), Fraction(0))
    gap, label = added - whole.value, lines.labels[at]
    terms = "+".join(part.printed for part in parts) + f"={decimal(added)}"
    return Finding(
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


@check("A2", "未识别列之和", "columns that add up to another", gives="consistent needs_definition")
def check_line_sums(audited: Audited) -> Iterator[Finding]:
    """A column of whole numbers against the sum of neighbouring ones, or of two, where no list knows all of them.

    One column is taken for the sum of others where it is so in every row, at least three of them with several parts
    above nothing, or in four fifths of them, at least five; the rows that do not keep to it are ``needs_definition``.

    Tolerance: none.
    """
    yield from distinct(_findings(audited))
