"""Exact arithmetic on printed figures: which rounding turns a computed value into the printed one.

What belongs here: the shape of a figure that takes part in arithmetic, the named ways of rounding, the exact
inversion of a rate to whole numbers, and how large a difference is. What does not: which figures belong together
(``figures``) and what a result means (the checks). Values stay on the printed scale: 12.7 for ``12.7%``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from parsers.records import Claim
from parsers.text.numbers import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A printed number ready for arithmetic.

    ``value`` is on the printed scale; ``step`` is one unit of the last printed digit on that scale; ``interval`` is
    where the truth may lie; ``is_bound`` is true for 以上, 超过, 不足 and the like, where the printed number is only
    an end of it. ``claim`` is the stored occurrence, ``None`` for a number that was added up from several.
    """

    metric: str
    value: Fraction
    step: Fraction
    interval: Interval
    printed: str
    unit: str | None = None
    is_bound: bool = False
    is_about: bool = False
    claim: Claim | None = None


def half_up(x: Fraction) -> int:
    """To the nearest whole number, halves away from zero."""
    n, d = x.numerator, x.denominator
    return (2 * n + d) // (2 * d) if n >= 0 else -((d - 2 * n) // (2 * d))


def _half_even(x: Fraction) -> int:
    return round(x)


def _truncated(x: Fraction) -> int:
    return math.trunc(x)


def _ceiling(x: Fraction) -> int:
    n, d = x.numerator, x.denominator
    return -(-n // d) if n >= 0 else n // d


ROUNDINGS: Mapping[str, Callable[[Fraction], int]] = MappingProxyType(
    {"half_up": half_up, "half_even": _half_even, "truncated": _truncated, "ceiling": _ceiling}
)
"""Ways of rounding to whole steps, in the order in which they are tried; all act on the size, whatever the sign."""

NEAREST = ("half_up", "half_even")


def rounded(value: Fraction, step: Fraction, mode: str = "half_up") -> Fraction:
    """``value`` at a printed precision of ``step``."""
    return ROUNDINGS[mode](value / step) * step


def reproduces(value: Fraction, figure: Figure) -> str | None:
    """How ``value`` becomes the printed figure: a key of ``ROUNDINGS``, ``bound`` or ``about`` where a qualifier
    allows it, or ``None``. Truncation and ceiling are last because a report must name them.
    """
    if figure.is_bound:
        return "bound" if value in figure.interval else None
    steps, printed = value / figure.step, figure.value / figure.step
    for mode, whole_steps in ROUNDINGS.items():
        if whole_steps(steps) == printed:
            return mode
    return "about" if figure.is_about and value in figure.interval else None


def allow_one(a: Figure, b: Figure) -> bool:
    """Whether two prints may be of one figure: what they leave open overlaps; of as many digits, and neither said to be
    about so much, they are one print (29.67 and 29.68 are two figures).
    """
    if a.step == b.step and not (a.is_about or b.is_about or a.is_bound or b.is_bound):
        return a.value == b.value
    return a.interval.overlaps(b.interval)


def is_loose(figure: Figure) -> bool:
    """Whether the print of a count leaves more than one number open: 2.8万, 300余, 近200."""
    return not figure.interval.is_point


COARSEST = Fraction(1, 10)
"""Of a count: from a print that leaves more of it open (0.03万: 250 to 350) nothing is calculated."""
WIDEST = 10
"""Percentage points: where two counts leave more of their share open, up to 100, agreement shows nothing."""


def is_coarse(figure: Figure) -> bool:
    """Whether a count is printed so roundly that nothing can be calculated from it: 0.03万, 0万."""
    low, high = figure.interval.low, figure.interval.high
    if low is None or high is None or low == high:
        return False
    return low <= 0 or high - low > COARSEST * figure.value


def is_vague(part: Interval, whole: Interval) -> bool:
    """Whether the prints of a part and a whole leave so much open that hardly any share of them could be wrong."""
    if part.is_point and whole.is_point:
        return False
    if part.low is None or part.high is None or whole.low is None or whole.high is None:
        return False
    share = ratio(part, whole)
    if share.low is None or share.high is None:
        return True
    high = share.high if share.low > 100 else min(share.high, Fraction(100))
    return (share.low <= 0 and part.low != part.high) or high - share.low > WIDEST


def exact(value: Fraction) -> Fraction | int:
    """A number as an integer where it is whole, as most are: those are added and compared in a tenth of the time."""
    return value.numerator if value.denominator == 1 else value


def sum_of(values: Iterable[Fraction]) -> Fraction:
    """The sum of exact numbers."""
    return Fraction(sum(map(exact, values)))


def room_of(figures: Iterable[Figure]) -> Fraction:
    """By how much a sum of figures may miss because of those that are printed as round numbers (2.8万: 500)."""
    ends = ((f.interval.low, f.interval.high) for f in figures if not f.interval.is_point)
    return sum_of((high - low) / 2 for low, high in ends if low is not None and high is not None)


def ratio(part: Interval, whole: Interval) -> Interval:
    """Where the share in percent of ``part`` in a ``whole`` above 0 may lie."""
    low = None if part.low is None or whole.high is None else part.low * 100 / whole.high
    high = None if part.high is None or whole.low is None or whole.low <= 0 else part.high * 100 / whole.low
    return Interval(low, high, low_closed=part.low_closed, high_closed=part.high_closed)


def share_mode(part: Figure, whole: Figure, share: Figure) -> str | None:
    """How the share of ``part`` in ``whole`` becomes the printed one, as ``reproduces`` says; ``about`` also where the
    print of a count leaves enough open. ``None`` where it leaves so much open that any share would do.
    """
    if whole.value <= 0 or is_vague(part.interval, whole.interval):
        return None
    mode = reproduces(part.value * 100 / whole.value, share)
    if is_nearest(mode) or not (is_loose(part) or is_loose(whole)):
        return mode
    return "about" if ratio(part.interval, whole.interval).overlaps(share.interval) else mode


def is_nearest(mode: str | None) -> bool:
    """Whether a mode needs no remark: nearest rounding, or a qualifier that covers the value."""
    return mode in NEAREST or mode in ("bound", "about")


def rate_interval(figure: Figure) -> Interval:
    """Where the truth behind a printed percentage lies, as a fraction between 0 and 1 (or beyond)."""
    return figure.interval.scaled(Fraction(1, 100))


def cut_interval(figure: Figure) -> Interval:
    """Where the truth behind a printed percentage lies if the further digits were cut off, as a fraction."""
    return Interval(figure.value, figure.value + figure.step, high_closed=False).scaled(Fraction(1, 100))


def counts_for(rate: Interval, base: int) -> tuple[int, int] | None:
    """The smallest and the largest whole number k with k / base in ``rate`` and 0 <= k <= base; ``None`` if there is
    none.
    """
    if base <= 0:
        return None
    low = 0 if rate.low is None else max(0, math.ceil(rate.low * base))
    high = base if rate.high is None else min(base, math.floor(rate.high * base))
    if not rate.low_closed and rate.low is not None and low == rate.low * base:
        low += 1
    if not rate.high_closed and rate.high is not None and high == rate.high * base:
        high -= 1
    return (low, high) if low <= high else None


def _bases_for_one(count: int, rate: Interval) -> tuple[int, int] | None:
    """The whole numbers n >= count with count / n in ``rate``; for 0 no base can be told."""
    if count <= 0 or rate.high is None or rate.high <= 0 or rate.low is None or rate.low <= 0:
        return None
    low = max(count, math.ceil(count / rate.high))
    high = math.floor(count / rate.low)
    if not rate.high_closed and low * rate.high == count:
        low += 1
    if not rate.low_closed and high * rate.low == count:
        high -= 1
    return (low, high) if low <= high else None


def bases_for(counts: tuple[int, int], rate: Interval) -> tuple[int, int] | None:
    """The smallest and the largest whole number n with k / n in ``rate`` for some whole k in ``counts`` (both ends
    included).

    ``(3762, 3762)`` at 99.73 % gives 3772 only. ``None`` if there is none, or if the rate does not bound it (0 %).
    """
    upwards = (found for k in range(counts[0], counts[1] + 1) if (found := _bases_for_one(k, rate)))
    lowest = next(upwards, None)
    if lowest is None:
        return None
    downwards = (found for k in range(counts[1], counts[0] - 1, -1) if (found := _bases_for_one(k, rate)))
    return lowest[0], next(downwards)[1]


def whole_numbers(interval: Interval) -> tuple[int, int] | None:
    """The whole numbers of a bounded interval, as its ends; ``None`` where it is unbounded or holds none."""
    if interval.low is None or interval.high is None:
        return None
    low, high = math.ceil(interval.low), math.floor(interval.high)
    return (low, high) if low <= high else None


HEADLINE = Fraction(5, 100)
"""More than 5 percentage points, or more than 5 % of volume, changes the headline (``vocabulary.md``, severity 3)."""


def severity_of_gap(gap: Fraction, of: Fraction) -> int:
    """2 for a difference between counts that a reader would quote, 3 when it is more than 5 % of the volume ``of``."""
    if of == 0:
        return 3 if gap else 2
    return 3 if abs(gap / of) > HEADLINE else 2


def severity_of_points(recomputed: Fraction, figure: Figure) -> int:
    """2 for a difference between rates in percent, 3 when it is more than 5 percentage points."""
    return 3 if abs(recomputed - figure.value) > HEADLINE * 100 else 2


def severity_between(other: Fraction, figure: Figure, *, is_rate: bool) -> int:
    """How much a second printing differs from a figure: of rates in points, of counts by its share of the other."""
    return severity_of_points(other, figure) if is_rate else severity_of_gap(other - figure.value, other)
