"""A3 for several kinds together: 三个方面合计占36.65%, 上述五类占总量的58.32%, 求助和咨询占总量的79.3%.

What belongs here: one share that a sentence gives of the kinds that it names, or of as many kinds as it says, against
the counts printed of them. Which kinds are meant is read from their names, or from number and place alone, so that only
what agrees is told. What does not: the share of one kind (``shares``, ``adjacent``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from parsers.claims.words import words_pattern
from parsers.records import UNASSIGNED, Claim
from parsers.text.numbers import printed_integer
from pipelines.audit.figures import (
    block,
    claims_of,
    distinct,
    figure,
    is_whole,
    kind,
    located,
    narrative,
    reading_order,
    span,
)
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.members import SHARE
from pipelines.audit.group.sums import counts
from pipelines.audit.intervals import Figure
from pipelines.audit.rules import words
from pipelines.audit.share.quotients import Quotient
from pipelines.audit.share.ratios import MOST_TOGETHER, PRECISE, listed_together, wholes_said
from pipelines.audit.wording import about, percent, places_of


def kinds_named(claim: Claim) -> int | None:
    """How many kinds the words before a share take together (五类, 三个方面); ``None`` where they say none."""
    before = claim.quote[: max(claim.quote.find(claim.printed), 0)]
    pattern = rf"([两二三四五六七八九十]|\d{{1,2}})\s*(?:{words_pattern(words('together', 'kinds'))})"
    found = re.findall(pattern, f"{re.split('[。；;]', before)[-1]}{claim.category or ''}")
    if not found or not any(word in before for word in words("together", "share")):
        return None
    number = printed_integer(found[-1])
    return number if number is not None and 1 < number <= MOST_TOGETHER else None


def _parts(audited: Audited, claim: Claim, printed: Figure, number: int) -> Iterator[list[Figure]]:
    """The last so many counts of kinds before a share, or the first ones of the list before it where it says so
    (前两位合计占比), and the first ones behind it; of one in tenths (近八成) only in its own paragraph.
    """
    of_kinds = [c for c in narrative(audited) if c.category and kind(c.metric) == "count" and figure(c) is not None]
    place = {id(c): n for n, c in enumerate(narrative(audited))}
    here = _place_of(audited, claim)
    before = [c for c in of_kinds if place[id(c)] < here]
    behind = [c for c in of_kinds if place[id(c)] >= here][:number]
    for kinds in (_first_of_list(before, number) if _names_the_first(claim) else before[-number:], behind):
        figures = [f for c in kinds if (f := figure(c)) is not None and not f.is_bound]
        near = printed.step <= 1 or all(block(c) == block(claim) for c in kinds)
        if near and len(figures) == number and len({f.metric for f in figures}) == 1:
            yield figures


_FIRST = re.compile(r"前\s*(?:[两二三四五六七八九十]|\d{1,2})[^，,；;。：:\d]*$")


def _names_the_first(claim: Claim) -> bool:
    """Whether a share says that it is of the first so many of a list (前三类合计占44.7%)."""
    return _FIRST.search(claim.quote[: max(claim.quote.find(claim.printed), 0)]) is not None


def _first_of_list(claims: Sequence[Claim], number: int) -> list[Claim]:
    """The first so many of the last list among claims."""
    group = next((c.group for c in reversed(claims) if c.group is not None), None)
    return [c for c in claims if c.group == group][:number] if group is not None else []


def shares_together(audited: Audited, claim: Claim, printed: Figure) -> list[Figure]:
    """The shares of the kinds that a share takes together, all those of the list before it, or its first ones, where
    they add up to it within the rounding of each; none elsewhere.
    """
    number = kinds_named(claim)
    if number is None or printed.is_bound or printed.is_about or printed.step > PRECISE:
        return []
    here = _place_of(audited, claim)
    shares = [c for c in narrative(audited)[:here] if c.metric == SHARE and c.category and c is not claim]
    listed = _first_of_list(shares, len(shares))
    listed = listed[:number] if _names_the_first(claim) else listed
    figures = [f for c in listed if (f := figure(c)) is not None and not f.is_bound and not f.is_about]
    slack = (sum((f.step for f in figures), Fraction(0)) + printed.step) / 2
    fits = abs(sum((f.value for f in figures), Fraction(0)) - printed.value) <= slack
    return figures if len(figures) == number and fits else []


_NUMBERED = r"[两二三四五六七八九十\d]+(?:{kinds})"
_JOINED = re.compile("、|以?及|和|与")


def _core(name: str) -> str:
    """A name without the words that say what a kind is a kind of (反映供水、供电问题的来信: 供水, 供电)."""
    ends = words_pattern((*words("together", "name_ends"), *words("together", "kinds")))
    numbered = _NUMBERED.format(kinds=words_pattern(words("together", "kinds")))
    heads = words_pattern(words("together", "name_heads"))
    return re.sub(rf"^(?:{heads})+|(?:{numbered}|{ends})+$", "", name)


def _row_before(claim: Claim) -> list[str]:
    """The names joined by 、 or 和 before the 占 of a share; none where it stands behind a figure."""
    before = claim.quote[: max(claim.quote.find(claim.printed), 0)]
    clause = re.split(
        r"[。；;：:]|\d[件次条封个宗起单%％][^，,、]*[，,、]?", before.rpartition("占")[0].rstrip("，, 约大")
    )[-1]
    names = _JOINED.split(re.split("[，,]", clause)[-1])
    first, rest = names[0], [re.split("的", name)[0] for name in names[1:]]
    return [first, *rest] if rest else []


def named_together(audited: Audited, claim: Claim) -> list[Figure]:
    """The counts of the kinds that a share names together, all of one list before it; none where one is missing."""
    row = _row_before(claim)
    here = _place_of(audited, claim) if row else 0
    lists: dict[str, dict[str, Figure]] = {}
    for part in narrative(audited)[:here]:
        number = figure(part) if part.category and part.group and kind(part.metric) == "count" else None
        if number is not None and not number.is_bound and len(core := _core(part.category or "")) > 1:
            lists.setdefault(part.group or "", {}).setdefault(core, number)
    for counted in reversed(lists.values()):
        first = [n for core, n in counted.items() if row and re.sub(r"类$", "", _core(row[0])).endswith(core)]
        found = [*first[:1], *(n for name in row[1:] if (n := counted.get(_core(name))) is not None)]
        if len({id(n) for n in found}) == len(row) > 1 and len({n.metric for n in found}) == 1:
            return found
    return []


def _place_of(audited: Audited, claim: Claim) -> int:
    """How many claims of sentences stand before one that may not be among them."""
    printed = sorted((*narrative(audited), *audited.unassigned), key=lambda c: reading_order(c.locator))
    blocks = list(dict.fromkeys(map(block, printed)))
    at = blocks.index(block(claim)), span(claim)
    return sum((blocks.index(block(c)), span(c)) < at for c in narrative(audited))


def _wholes(audited: Audited) -> list[Figure]:
    known = (f for figures in counts(audited).values() for f in figures)
    return [f for f in known if f.claim and is_whole(f.claim) and f.metric in (*words("groups", "wholes"), UNASSIGNED)]


def _findings(audited: Audited) -> Iterator[Finding]:
    shares = [c for c in narrative(audited) if c.metric == SHARE]
    for claim in (*shares, *(c for c in audited.unassigned if c.unit == "%")):
        printed = figure(claim)
        found = together(audited, claim, printed) if printed is not None else None
        if printed is not None and found is not None:
            yield _finding(audited, claim, printed, found)
        elif printed is not None and (added := shares_together(audited, claim, printed)):
            yield _of_shares(audited, claim, printed, added)


def together(audited: Audited, claim: Claim, printed: Figure) -> Quotient | None:
    """The counts of several kinds over the count of what came in that give their share together, where any do."""
    named, number = named_together(audited, claim), kinds_named(claim)
    listed = listed_together(audited, claim)
    sure = [parts for parts in (named, listed, listed[1:]) if len(parts) > 1]
    parts = (*sure, *(_parts(audited, claim, printed, number) if number else ()))
    fine = sure and printed.step <= PRECISE  # of whatever count: no chance gives so exact a share of these kinds
    wholes = [f for of_one in counts(audited).values() for f in of_one] if fine else _wholes(audited)
    wholes = [*wholes_said(audited, claim), *wholes]
    tried = (Quotient(p, [w]) for p in parts for w in wholes if w.value)
    return next((q for q in tried if q.rate < 100 and q.rate in printed.interval), None)


def _finding(audited: Audited, claim: Claim, printed: Figure, quotient: Quotient) -> Finding:
    names = "、".join(c.category or c.agency or c.label or "" for c in claims_of(quotient.parts))
    n = len(quotient.parts)
    finding = Finding(
        check_id="A3",
        subject=f"{about(quotient.parts[0].claim or claim)}等{n}项合计占比",
        claimed=printed.printed,
        metric=SHARE,
        **quotient.given(printed),
        **say("together", "holds", names=names, n=n, printed=printed.printed, **quotient.words()),
    )
    return located(audited, finding, (claim, *quotient.claims), claim)


def _of_shares(audited: Audited, claim: Claim, printed: Figure, shares: Sequence[Figure]) -> Finding:
    total = sum((f.value for f in shares), Fraction(0))
    places = max(places_of(f.step) for f in shares)
    terms, added = "+".join(percent(f.value, places_of(f.step)) for f in shares), percent(total, places)
    names = "、".join(c.category or "" for c in claims_of(shares))
    finding = Finding(
        check_id="A3",
        subject=f"{about(shares[0].claim or claim)}等{len(shares)}项合计占比",
        verdict="consistent",
        severity=0,
        claimed=printed.printed,
        recomputed=added,
        evidence=(f"{terms} = {added}",),
        metric=SHARE,
        **say("together", "shares", names=names, n=len(shares), printed=printed.printed, terms=terms, total=added),
    )
    return located(audited, finding, (claim, *claims_of(shares)), claim)


@check("A3", "几类合计的占比", "shares of several kinds together", gives="consistent")
def check_shares_together(audited: Audited) -> Iterator[Finding]:
    """A share of several kinds together (求助、咨询占总量的58.32%, 上述五类占总量的58.32%) against the counts of the
    kinds that it names, of all that its sentence has counted (…，合计占80.39%), or of as many as it says, the last ones
    before it, the first of the list before it (前两位) or the first behind it, over a count of what came in; else
    against the shares that the list before it prints of as many kinds.

    Only what agrees is told: which kinds are meant, their names or the number and place of their counts say.

    Tolerance: half a unit of the last printed digit, or what the qualifier allows (近八成).
    """
    yield from distinct(_findings(audited))
