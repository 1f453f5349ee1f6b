"""Slips of the pen: two prints of one number that differ as a typing error would make them differ.

What belongs here: comparing prints digit by digit. What does not: what the numbers are of (``worded_cells``,
``two_tables``).
"""

from __future__ import annotations

import re
from functools import lru_cache

from parsers.text.numbers import half_width

FEWEST_DIGITS = 4
"""Of shorter numbers two that are alike but for a digit are as likely two figures."""
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@lru_cache(maxsize=4096)  # each cell of the tables is held against each number of the text
def _digits(printed: str) -> str:
    found = _NUMBER.search(half_width(printed))
    return found[0].replace(",", "") if found else ""


def is_slip(one: str, other: str) -> bool:
    """Whether two prints have as many digits, four or more, and one is another, or two neighbours have changed places.

    >>> is_slip("154917个", "154971"), is_slip("154917", "154977"), is_slip("154917", "154877"), is_slip("312", "321")
    (True, True, False, False)
    """
    a, b = _digits(one), _digits(other)
    if len(a) != len(b) or a.find(".") != b.find(".") or sum(map(str.isdigit, a)) < FEWEST_DIGITS:
        return False
    places = [i for i, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(places) == 2:
        first, second = places
        return second - first == 1 and a[first] == b[second] and a[second] == b[first]
    return len(places) == 1
