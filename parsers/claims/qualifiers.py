"""How exact a printed number claims to be, and the interval that this leaves.

What belongs here: the words beside one number. What does not: the words (``qualifiers.yaml``) and what each qualifier
means as an interval (``parsers.text.numbers``).
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import cache

from parsers import vocabulary
from parsers.claims.words import words_pattern
from parsers.text.numbers import PrintedNumber, interval, significant_step

_NEVER = "(?!)"
_VERB = "[为达在是到了]*"  # between a qualifier and its number: 办结率超过了95%, 办理时间控制在约为3天
_OF = "(?:占[^，,；;：:]{0,8})?"  # 约占总量的5%


def bounds(number: PrintedNumber, qualifier: str, *, is_count: bool) -> tuple[Decimal | None, Decimal | None]:
    """The ends of the interval of a printed number as decimals; both ``None`` where the qualifier gives no interval."""
    found = interval(number, qualifier, is_count=is_count)
    return (None, None) if found is None else (_decimal(found.low), _decimal(found.high))


def bounds_about(
    number: PrintedNumber, before: str, after: str, *, approximate: bool
) -> tuple[Decimal, Decimal] | None:
    """The ends of a number that is no less or no more than printed (1900余件, 近200件), one unit of its last digit that
    counts apart; ``None`` where its words do not say on which side it lies. Arguments as for ``qualifier``.
    """
    listed, unit = vocabulary.load("qualifiers")["about"], significant_step(number)
    if re.search(f"(?:{words_pattern(listed['no_more'])}){_VERB}$", before.rstrip()):
        return number.value - unit, number.value
    if approximate or re.match(words_pattern(listed["no_less"]), after.lstrip()):
        return number.value, number.value + unit
    return None


def _decimal(end: Fraction | None) -> Decimal | None:
    return None if end is None else Decimal(end.numerator) / Decimal(end.denominator)


def qualifier(before: str, after: str, *, approximate: bool = False) -> str:
    """The code of ``qualifiers.yaml`` for a number, or ``exact``.

    ``before`` is the text of its clause before it, ``after`` what follows its unit. ``approximate``: 余 or 多 stands
    inside the number (200余件), which makes it ``about`` where no other word says more.
    """
    for code, pattern in _patterns_of_clause():
        if pattern.search(before):
            return code
    for code, left, right in _patterns_beside():
        if left.search(before.rstrip()) or right.match(after.lstrip()):
            return code
    return "about" if approximate else "exact"


@cache
def _patterns_of_clause() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Words that hold for their whole clause: an aim, or a way of speaking that is no number."""
    listed = vocabulary.load("qualifiers")
    return tuple((code, re.compile(words_pattern(listed[code]["before"]))) for code in ("target", "qualitative"))


@cache
def _patterns_beside() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """Words that must touch the number, before it or behind it."""
    return tuple(
        (
            code,
            re.compile(f"(?:{words_pattern(listed['before']) or _NEVER}){_VERB}{_OF}$"),
            re.compile(words_pattern(listed["after"]) or _NEVER),
        )
        for code, listed in vocabulary.load("qualifiers").items()
        if code not in ("qualitative", "target")
    )
