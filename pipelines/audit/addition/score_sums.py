"""A2 for scores in tables: is the total of a row the sum of its single scores, or their sum by the weights of the
header (办结率(60%) | 满意率(40%) | 总分)?

What belongs here: a column of totals of scores against its neighbours to the left. What does not: ranks (``ranks``),
sums of counts (``row_sums``, ``line_sums``), and what a score is awarded for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from parsers.claims.cells import cell_number, is_blank
from parsers.records import Column, Row, Table
from parsers.text.numbers import half_width
from pipelines.audit.figures import located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import rounded
from pipelines.audit.sheets import Sheet, is_of_units, sheets
from pipelines.audit.structure.lines import FEWEST_ROWS, is_rule
from pipelines.audit.wording import decimal, header_zh

FEWEST_PARTS = 2
_TAKEN_OFF = re.compile(r"[扣减](?:分|除)")
_WEIGHT = re.compile(r"[(（](?:权重|占)?(\d{1,3}(?:\.\d+)?)%[)）]")


@dataclass(frozen=True, slots=True)
class _Total:
    """A row with its printed total and the scores that it may be the sum of, each by its weight."""

    label: str
    printed: str
    total: Fraction
    step: Fraction
    parts: tuple[Fraction, ...]
    weights: tuple[Fraction, ...]

    @property
    def added(self) -> Fraction:
        """The sum by the weights."""
        return sum((part * weight for part, weight in zip(self.parts, self.weights, strict=True)), Fraction(0))

    @property
    def holds(self) -> bool:
        """Whether the total is that sum at its printed precision."""
        return rounded(self.added, self.step) == self.total


def _weights(columns: Sequence[Column]) -> tuple[Fraction, ...]:
    """The weights of columns by their headers where these fill 100 %; otherwise each counts in full, what is taken off
    (扣分项) against the others.
    """
    found = [_WEIGHT.search(half_width(column.header)) for column in columns]
    weights = tuple(Fraction(weight[1]) / 100 for weight in found if weight is not None)
    full = tuple(Fraction(-1 if _TAKEN_OFF.match(half_width(column.header)) else 1) for column in columns)
    return weights if len(weights) == len(columns) and sum(weights) == 1 else full


def _row(row: Row, columns: Sequence[Column], whole: int, parts: range) -> _Total | None:
    """A row that prints all of its scores; ``None`` for any other."""
    column = Column("", "count")
    cells = [row.cells[at] for at in (whole, *parts)]
    numbers = [None if c is None or is_blank(c) else cell_number(c.removesuffix("%"), column) for c in cells]
    found = [n for n in numbers if n is not None]
    if len(found) < len(cells):
        return None
    total, *scores = found
    return _Total(
        row.label or "",
        total.printed,
        Fraction(total.value),
        Fraction(total.step),
        tuple(Fraction(n.value) for n in scores),
        _weights([columns[at] for at in parts]),
    )


def _totals(table: Table) -> Iterator[tuple[int, range, list[_Total]]]:
    """Each column of totals with the longest run of neighbours to its left of which it is the sum in the rows."""
    columns = table.columns
    rows = [row for row in table.rows if is_of_units(row)]
    for whole in (at for at, column in enumerate(columns) if column.metric == "score"):
        for first in range(1, whole - FEWEST_PARTS + 1):
            parts = range(first, whole)
            if any(columns[at].kind not in ("count", "rate") or columns[at].metric == "rank" for at in parts):
                continue
            found = [total for row in rows if (total := _row(row, columns, whole, parts)) is not None]
            holding = [total for total in found if total.holds]
            telling = len({total.total for total in holding if sum(part != 0 for part in total.parts) > 1})
            if len(found) >= FEWEST_ROWS and is_rule(len(holding), telling, len(found)):
                yield whole, parts, found
                break


def _terms(total: _Total) -> str:
    if all(abs(weight) == 1 for weight in total.weights):
        signed = (
            f"{'-' if weight < 0 else '+'}{decimal(part)}"
            for part, weight in zip(total.parts, total.weights, strict=True)
        )
        return "".join(signed).removeprefix("+")
    terms = zip(total.parts, total.weights, strict=True)
    return "+".join(f"{decimal(part)}×{decimal(weight * 100)}%" for part, weight in terms)


def _findings(audited: Audited, table: Sheet) -> Iterator[Finding]:
    for whole, parts, totals in _totals(table.table):
        header = header_zh(table.table.columns[whole].header)
        holding = [total for total in totals if total.holds]
        shown = {"table": table.name, "table_no": table.table.table_no, "header": header}
        claims = (table.sample,) if table.sample is not None else ()
        finding = Finding(
            check_id="A2",
            subject=f"{table.name}“{header}”与左{len(parts)}列",
            verdict="consistent",
            severity=0,
            claimed="；".join(total.printed for total in holding),
            recomputed="；".join(decimal(total.added) for total in holding),
            evidence=tuple(f"{_terms(total)} = {decimal(total.added)}" for total in holding),
            **say("score_sums", "holds", n=len(parts), rows=len(holding), tested=len(totals), **shown),
        )
        yield located(audited, finding, claims)
        for total in (t for t in totals if not t.holds):
            odd = Finding(
                check_id="A2",
                subject=f"{table.name}{total.label}“{header}”与左{len(parts)}列",
                verdict="needs_definition",
                severity=1,
                claimed=total.printed,
                recomputed=decimal(total.added),
                gap=total.added - total.total,
                evidence=(f"{_terms(total)} = {decimal(total.added)}",),
                agency=total.label or None,
                **say(
                    "score_sums",
                    "differs",
                    row=total.label,
                    printed=total.printed,
                    terms=_terms(total),
                    added=decimal(total.added),
                    **shown,
                ),
            )
            yield located(audited, odd, claims)


@check("A2", "各项得分之和", "scores that add up to a total", gives="consistent needs_definition")
def check_score_sums(audited: Audited) -> Iterator[Finding]:
    """A column of total scores as the sum of the columns left of it, or by the weights that their headers print
    (办结率(60%)). Only where all rows, or most of many, keep to it; a row that does not may have points taken off.

    Tolerance: half a unit of the last printed digit of the total.
    """
    for table in sheets(audited):
        yield from _findings(audited, table)
