"""Other readings and roundings in words, for people who do not know the codes.

What belongs here: from a code of a finding to its words in the data of the audit. What does not: which readings fit.
"""

from __future__ import annotations

from functools import cache

from pipelines.audit.practices import practice
from pipelines.audit.rate.formulas import formula_en, formula_zh, formulas
from pipelines.audit.rules import field, load


@cache
def _words() -> dict[str, tuple[str, str]]:
    rates = dict.fromkeys(row["metric"] for row in field("formulas", "formulas"))
    found = {f.formula_id: (formula_zh(f), formula_en(f)) for rate in rates for f in formulas(rate)}
    found |= {name: (practice(name).zh, practice(name).en) for name in load("practices")}
    return found | {code: (zh, en) for code, (zh, en) in field("evidence", "readings").items()}


def in_words(reading: str) -> tuple[str, str]:
    """A reading in Chinese and in English; one that is no code (``71/74``) stands for itself in both."""
    return _words().get(reading, (reading, reading))
