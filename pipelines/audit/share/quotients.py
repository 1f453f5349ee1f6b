"""Printed counts over printed counts that give a printed share or rate, as a finding tells them.

What belongs here: the arithmetic that ``adjacent``, ``rates`` and ``together`` show where it agrees. What does not:
which counts they are (``ratios``), and shares and rates that may be wrong (``shares``, ``judgements``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypedDict

from parsers.records import Claim
from pipelines.audit.figures import claims_of
from pipelines.audit.intervals import Figure, reproduces
from pipelines.audit.wording import decimal, percent


class Given(TypedDict):
    """The fields of a finding that a percentage follows from its counts, by their names."""

    verdict: str
    severity: int
    recomputed: str
    low: Fraction
    high: Fraction
    formula_id: str
    rounding: str | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quotient:
    """One or more counts over one or more, the lower ones more than nothing."""

    parts: Sequence[Figure]
    wholes: Sequence[Figure]

    @property
    def rate(self) -> Fraction:
        """In percent."""
        return _added(self.parts) * 100 / _added(self.wholes)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The stored occurrences behind the counts."""
        return claims_of((*self.parts, *self.wholes))

    def words(self) -> dict[str, str]:
        """How sentences print it: ``(12+8)/50`` and ``40%``."""
        return {"numbers": f"{_terms(self.parts)}/{_terms(self.wholes)}", "rate": percent(self.rate)}

    def given(self, printed: Figure) -> Given:
        """The fields of the finding that ``printed`` is this; rates as fractions of 1."""
        words = self.words()
        return {
            "verdict": "consistent",
            "severity": 0,
            "recomputed": words["rate"],
            "low": self.rate / 100,
            "high": self.rate / 100,
            "formula_id": "part_over_whole",
            "rounding": reproduces(self.rate, printed),
            "evidence": (f"{words['numbers']} = {words['rate']}",),
        }


def _added(counts: Sequence[Figure]) -> Fraction:
    return sum((f.value for f in counts), Fraction(0))


def _terms(counts: Sequence[Figure]) -> str:
    text = "+".join(decimal(f.value) for f in counts)
    return f"({text})" if len(counts) > 1 else text
