"""Counts in the bracket behind another count: the ways in which a kind came (投诉类受理491件（热线451件，网络40件）),
and what an earlier period left of it (办结498件（包括上周7件）).

What belongs here: claims of such a bracket, made part of what stands before it. What does not: reading the bracket
(``brackets``, ``reading``).
"""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.claims.sentence import Sentence
from parsers.claims.words import any_of
from parsers.records import INSIDE, Claim
from parsers.vocabulary import metrics

_FEWEST = 2  # counts in a bracket that make a list
_CARRIED = rf"(?:其中)?(?:包括|包含|含){any_of('earlier_periods')}(?:的|{any_of('carried_on')})*"


def ways_of(claims: list[Claim], counted: Claim, inside: Sentence, start: int) -> list[Claim]:
    """The counts of a bracket as parts of the count of a kind before it, each named by what stands before its metric
    and by the kind (投诉类（热线）), where all are of that metric and each has a name of its own; else ``claims`` as
    they are. What single ways brought of everything may be the whole of a list below.
    """
    names = [_name_before(claim, counted, inside) for claim in claims]
    if counted.category is None or len(claims) < _FEWEST or None in names or len(set(names)) < len(names):
        return claims
    group = f"{counted.group or counted.locator}{INSIDE}{start}"
    return [
        replace(claim, category=f"{counted.category}（{name}）", scope="category", group=group)
        for claim, name in zip(claims, names, strict=True)
    ]


def _name_before(claim: Claim, counted: Claim, inside: Sentence) -> str | None:
    """The way in that a count of a bracket names; ``None`` where it is of anything else than the count before it."""
    own = claim.metric, claim.channel, claim.agency, claim.period_start, claim.period_end
    if own != (counted.metric, counted.channel, counted.agency, counted.period_start, counted.period_end):
        return None
    if claim.value is None or counted.value is None or claim.value > counted.value:
        return None
    place = inside.place_of(claim)
    words = re.split(r"[，,、；;：:]", inside.text[:place])[-1].strip()
    found = re.fullmatch(rf"(?P<name>[A-Za-z\u4e00-\u9fff]{{2,8}}?)(?:{re.escape(claim.label or '')})?[共为有]*", words)
    return found["name"] if found and not re.match(any_of("part_of"), found["name"]) else None


def carried_into(claims: list[Claim], counted: Claim, inside: Sentence) -> list[Claim]:
    """The one count of a bracket that says how much of the count before it an earlier period left over, as that;
    else ``claims`` as they are.
    """
    is_count = metrics()[counted.metric].kind == "count"
    if (
        not is_count
        or len(claims) != 1
        or not re.fullmatch(_CARRIED, inside.text[: inside.place_of(claims[0])].strip())
    ):
        return claims
    own = replace(claims[0], metric="carried_in", channel=counted.channel, agency=counted.agency)
    own = replace(own, category=counted.category, scope=counted.scope, group=None, earlier=counted.earlier)
    return [replace(own, period_start=counted.period_start, period_end=counted.period_end)]
