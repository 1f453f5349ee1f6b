"""G2: the one whole that several shares have in common, where the text prints none that they are of.

What belongs here: which whole numbers make every share of a list, or of a column of a table, that of the count printed
with it, which one share does not go with the others, and that no number does. What does not: shares of a printed whole
(``shares``, ``table_shares``), and the whole that one share outside lists needs (``unread_shares``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from parsers.records import Claim
from parsers.text.numbers import Interval
from pipelines.audit.figures import (
    block,
    cause,
    claims_of,
    distinct,
    figure,
    is_whole,
    located,
    narrative,
    same_subject,
    span,
)
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.groups import groups
from pipelines.audit.group.members import SHARE, Group, Member
from pipelines.audit.group.sums import counts
from pipelines.audit.intervals import Figure, bases_for, cut_interval, is_loose, rate_interval, reproduces, rounded
from pipelines.audit.share.kinds import is_of_kind_in_front
from pipelines.audit.share.ratios import PRECISE, part_and_whole
from pipelines.audit.share.shares import fits_any_count, is_told, share_result, uncounted_shares, whole_cause
from pipelines.audit.share.table_shares import counted_columns, share_columns
from pipelines.audit.sheets import Sheet, sheets
from pipelines.audit.steps import step
from pipelines.audit.wording import about, decimal, percent, places_of

WIDEST = Fraction(1, 10)
"""Of the smallest whole that shares allow: a wider range says nothing worth knowing."""
NARROW = Fraction(1, 20)
"""The same for three shares or more that are held against another whole: so narrow a range is hardly theirs by chance.
"""
FEWEST = 3
"""Shares from which on it is told that they are of another whole than the printed one, or of none."""
FEWEST_WITH_ODD = 4
"""Shares of which one may go with another whole, and the others still say what theirs is."""


@dataclass(frozen=True, slots=True)
class CommonWhole:
    """The whole numbers of which the shares of a list are those of their counts, both ends included: by their digits
    cut off where ``is_cut``, and but for the one in the place ``odd``.
    """

    low: int
    high: int
    is_cut: bool = False
    odd: int | None = None

    def within(self, room: Fraction) -> bool:
        """Whether the range is no wider than this part of its smallest number."""
        return self.high <= self.low * (1 + room)

    def shown(self, joiner: str) -> str:
        """The one number, or the range."""
        return f"{self.low}" if self.low == self.high else f"{self.low}{joiner}{self.high}"


_Pair = tuple[Figure, Figure]
_Ends = tuple[int, int]
_Digits = Callable[[Figure], Interval]


def _ends(pairs: Sequence[_Pair], digits: _Digits) -> list[_Ends | None]:
    """The wholes that each count with its share allows."""
    return [bases_for((int(count.value), int(count.value)), digits(share)) for count, share in pairs]


def _common(ranges: Sequence[_Ends | None]) -> _Ends | None:
    found = [ends for ends in ranges if ends is not None]
    if len(found) < len(ranges) or not found:
        return None
    low, high = max(low for low, _ in found), min(high for _, high in found)
    return (low, high) if low <= high else None


def _in_the_way(ranges: Sequence[_Ends | None]) -> list[int]:
    """The places of those without which the others may have a whole in common: the one that allows none, else the one
    that needs the largest and the one that needs the smallest.
    """
    if None in ranges:
        return [ranges.index(None)]
    known = {at: ends for at, ends in enumerate(ranges) if ends is not None}
    return sorted({max(known, key=lambda at: known[at][0]), min(known, key=lambda at: known[at][1])})


def common_whole(pairs: Sequence[_Pair]) -> CommonWhole | None:
    """The wholes that all counts with their shares allow, by nearest rounding or else cut off; where none does, those
    that all but one of four or more narrowly allow, if only one can be left out.
    """
    ways = [(_ends(pairs, digits), is_cut) for digits, is_cut in ((rate_interval, False), (cut_interval, True))]
    for ranges, is_cut in ways if len(pairs) >= FEWEST else ways[:1]:
        if (ends := _common(ranges)) is not None:
            return CommonWhole(*ends, is_cut)
    for ranges, is_cut in ways if len(pairs) >= FEWEST_WITH_ODD else ():
        others = ((at, _common([*ranges[:at], *ranges[at + 1 :]])) for at in _in_the_way(ranges))
        found = [CommonWhole(*ends, is_cut, at) for at, ends in others if ends is not None]
        if found:
            return found[0] if len(found) == 1 and found[0].within(NARROW) else None
    return None


@dataclass(frozen=True, slots=True)
class Shared:
    """Counts with their shares in the order of print, ``whole`` the printed count that they were held against first,
    ``first`` a claim of whom they are.
    """

    name: str
    names: tuple[str, ...]
    pairs: tuple[_Pair, ...]
    whole: Figure | None
    first: Claim
    cause_id: str

    @property
    def failing(self) -> int:
        """How many of the shares are not of the printed whole, in whatever rounding."""
        whole = self.whole
        return 0 if whole is None else sum(reproduces(c.value * 100 / whole.value, s) is None for c, s in self.pairs)


def _is_exact(count: Figure, share: Figure) -> bool:
    return not (share.is_bound or share.is_about or is_loose(count)) and share.value < 100


def _of_group(audited: Audited, group: Group) -> Shared | None:
    """The counts and shares of a list of a text that are of no printed whole; ``None`` where they are of one."""
    counted = [m for m in group.members if m.count is not None and m.share is not None and m.count.value > 0]
    pairs = tuple((m.count, m.share) for m in counted if m.count is not None and m.share is not None)
    if not pairs or not all(_is_exact(*pair) for pair in pairs) or group.share_of_all is not None:
        return None
    if group.names_several_bases or _given(audited, group, counted):
        return None
    name = about(group.first) + (f"等{len(counted)}项" if len(counted) > 1 else "")
    whole = group.whole or _tried(audited, group.first, pairs)
    return Shared(name, tuple(m.name for m in counted), pairs, whole, group.first, whole_cause(audited, group))


def is_of_no_share(audited: Audited, whole: Figure) -> bool:
    """Whether two or more shares of the text are held against a whole with their counts, and none is of it."""
    counted = [
        reproduces(m.count.value * 100 / whole.value, m.share)
        for group in groups(audited)
        if group.whole is not None and group.whole.claim is whole.claim
        for m in group.members
        if m.count is not None and m.share is not None
    ]
    return len(counted) > 1 and not any(counted)


def _given(audited: Audited, group: Group, counted: Sequence[Member]) -> bool:
    """Whether printed counts give the shares of a list: of three or more half of them, of fewer any."""
    before = sum(_is_of_count_before(audited, m) for m in counted)
    if len(counted) >= FEWEST:
        whole = group.whole
        own = sum(_is_of(m, whole) for m in counted) if whole is not None else 0
        return 2 * own >= len(counted) or 2 * before >= len(counted)
    is_of_none = len(counted) > 1 and group.whole is not None and is_of_no_share(audited, group.whole)
    return before > 0 or (not is_of_none and any(is_told(audited, group, m) for m in counted))


def _is_of(member: Member, whole: Figure) -> bool:
    """Whether the share of a member is that of its count in a whole, in whatever rounding."""
    count, share = member.count, member.share
    return count is not None and share is not None and reproduces(count.value * 100 / whole.value, share) is not None


def _is_of_count_before(audited: Audited, member: Member) -> bool:
    """Whether a share is that of the count right before it, of another whole (重派5件，占比率0.90%, of 553)."""
    share = member.share
    return share is not None and share.claim is not None and part_and_whole(audited, share.claim, share) is not None


def _findings(audited: Audited) -> Iterator[Finding]:
    for group in groups(audited):
        shared = _of_group(audited, group)
        if shared is None:
            continue
        found = common_whole(shared.pairs)
        if found is not None:
            yield from _of_common(audited, shared, found)
        elif _is_of_none(audited, group, shared):
            yield _finding(audited, shared, "none", None, **_needed(shared))
    for shared in _of_kinds_in_front(audited):
        if (found := common_whole(shared.pairs)) is not None:
            yield from _of_common(audited, shared, found)
    for table in sheets(audited):
        for shared in _of_table(audited, table):
            if (found := common_whole(shared.pairs)) is not None and found.within(NARROW):
                yield from _of_common(audited, shared, found)


_NO_NAME = re.compile("^(?:反映|涉及|有关|关于)|的?(?:类|问题|诉求|来电|工单|投诉|事项)+$")


def _of_kinds_in_front(audited: Audited) -> Iterator[Shared]:
    """The shares of a kind that is only named in front, with the count of their part before them in the sentence
    (反映供水类问题3075个，在居民生活类问题中，供水问题占比为93.58%).
    """
    for _, share, whole, _ in uncounted_shares(audited):
        claim = share.claim
        if claim is None or share.is_bound or share.is_about or not is_of_kind_in_front(share, whole):
            continue
        name = _NO_NAME.sub("", claim.category or "")
        here = (f for f in counts(audited).get(block(claim), ()) if f.claim and f.claim.quote == claim.quote)
        parts = [f for f in here if f.claim and span(f.claim) < span(claim)]
        if len(name) > 1 and parts and parts[-1].claim and _NO_NAME.sub("", parts[-1].claim.category or "") == name:
            yield Shared(
                about(claim), (name,), ((parts[-1], share),), None, claim, cause(audited, "whole", claim.locator)
            )


def _of_common(audited: Audited, shared: Shared, found: CommonWhole) -> Iterator[Finding]:
    """What is told of a common whole: that it is not printed, and where another one is, that this needs a word."""
    if any(found.low <= number <= found.high for number in _printed_counts(audited)):
        return
    is_few = len(shared.pairs) < FEWEST
    numbers = {"numbers": found.shown("至"), "numbers_en": found.shown(" to "), **_cut(found)}
    if not is_few and found.within(NARROW) and found.odd is not None:
        yield _finding(audited, shared, "all_but_one", found, **numbers, **_odd(shared, found, found.odd))
    elif not is_few and found.within(NARROW) and shared.failing:
        yield _finding(audited, shared, "not_printed", found, **numbers)
    elif found.within(WIDEST) and not found.is_cut and (is_few or not shared.failing):
        yield _finding(audited, shared, "unique" if found.low == found.high else "several", found, **numbers)


@lru_cache(maxsize=8)
def _printed_counts(audited: Audited) -> frozenset[Fraction]:
    """Every number that sentences and tables print and that is no percentage, whatever it counts."""
    printed = (c for c in (*audited.claims, *audited.unassigned, *audited.printed) if c.unit != "%")
    return frozenset(f.value for c in printed if (f := figure(c)) is not None)


def _cut(found: CommonWhole) -> dict[str, str]:
    return {"how": "（舍去尾数）", "how_en": " after truncation"} if found.is_cut else {"how": "", "how_en": ""}


def _odd(shared: Shared, found: CommonWhole, at: int) -> dict[str, str]:
    """The share that has another whole than the others, and what it would be of theirs."""
    count, share = shared.pairs[at]
    places = places_of(share.step) + 1
    low, high = (
        percent(rounded(count.value * 100 / whole, share.step / 10), places) for whole in (found.high, found.low)
    )
    return {
        "odd": shared.names[at],
        "odd_printed": share.printed,
        "odd_rate": low if low == high else f"{low}至{high}",
        "odd_rate_en": low if low == high else f"{low} to {high}",
    }


def _is_of_none(audited: Audited, group: Group, shared: Shared) -> bool:
    """Whether it can be told that no whole number gives all shares: finely printed ones, most of which are told to be
    not of the printed whole, and none of another printed count.
    """
    members = [m for m in group.members if m.count is not None and m.share is not None and m.count.value > 0]
    results = [share_result(group, m) for m in members]
    told = sum(found is not None and found.case == "no_base" for found in results)
    fine = all(share.step <= PRECISE for _, share in shared.pairs)
    is_of_others = any(fits_any_count(audited, m) for m in members)
    return fine and len(members) >= FEWEST and 2 * told >= len(members) and not is_of_others


def _needed(shared: Shared) -> dict[str, str]:
    """The whole that each share needs by itself."""
    ranges = zip(shared.names, _ends(shared.pairs, rate_interval), strict=True)
    known = [(name, CommonWhole(*ends)) for name, ends in ranges if ends is not None]
    return {
        "each": "；".join(f"{name}须为{whole.shown('至')}" for name, whole in known),
        "each_en": "; ".join(f"{name} {whole.shown(' to ')}" for name, whole in known),
    }


_ARE_OPEN = ("not_printed", "all_but_one", "none")


def _finding(audited: Audited, shared: Shared, case: str, found: CommonWhole | None, **words: str) -> Finding:
    printed = "、".join(step("count_and_share", quantity=c.printed, share=s.printed) for c, s in shared.pairs)
    is_open = case in _ARE_OPEN
    whole = "" if shared.whole is None else decimal(shared.whole.value)
    said = {"name": shared.name, "printed": printed, "whole": whole, "failing": shared.failing, **words}
    finding = Finding(
        check_id="G2",
        subject=f"{shared.name}占比所对应的总数",
        verdict="needs_definition" if is_open else "consistent",
        severity=2 if is_open else 0,
        claimed=printed,
        recomputed=None if found is None else found.shown("至"),
        formula_id="part_over_whole",
        rounding="truncated" if found is not None and found.is_cut else None,
        metric=shared.pairs[0][0].metric,
        cause_id=shared.cause_id if is_open else None,
        **say("common_wholes", case, **said),
    )
    figures = [f for count, share in shared.pairs for f in (share, count)]
    return located(audited, finding, claims_of([*figures, shared.whole] if is_open else figures), shared.first)


def _of_table(audited: Audited, table: Sheet) -> Iterator[Shared]:
    """The columns of shares of a table that are of no whole of it or of the text, with the nearest column of counts."""
    read = {column.at for column in share_columns(audited, table)}
    columns = [at for at, column in enumerate(table.table.columns) if column.metric == SHARE and at not in read]
    for at in columns:
        of = next(iter(counted_columns(table, at)), None)
        if of is None:
            continue
        rows = [(row.label, row.cells[of], row.cells[at]) for row in table.rows]
        both = [(name, c, s) for name, c, s in rows if c is not None and s is not None and c.value > 0]
        first = next((count.claim for _, count, _ in both if count.claim is not None), None)
        if first is None or len(both) < FEWEST or not all(_is_exact(count, share) for _, count, share in both):
            continue
        names, pairs = tuple(name for name, *_ in both), tuple((count, share) for _, count, share in both)
        key = cause(audited, "whole", table.table.table_no, at)
        subject = f"{table.name}{names[0]}等{len(names)}项"
        total = table.total.cells[of] if table.total is not None else None
        yield Shared(subject, names, pairs, total or _tried(audited, first, pairs), first, key)


def _tried(audited: Audited, first: Claim, pairs: Sequence[_Pair]) -> Figure | None:
    """The count that shares without a whole would be of: the first of the same thing and subject that the text prints
    and that is not less than their counts are together.
    """
    added = sum((count.value for count, _ in pairs), Fraction(0))
    same = (c for c in narrative(audited) if c.metric == first.metric and is_whole(c) and same_subject(c, first))
    known = (f for c in same if (f := figure(c)) is not None)
    return next((f for f in known if not (f.is_bound or is_loose(f)) and f.value >= added), None)


@check("G2", "占比共同的总数", "wholes that shares have in common", gives="consistent needs_definition")
def check_common_wholes(audited: Audited) -> Iterator[Finding]:
    """The whole numbers of which all shares of a list, of a column of a table, or the one of a kind that is named in
    front of it, are those of the counts beside them, where no printed count is one of them.

    Where three or more shares narrowly allow a whole (within 5 %) and most are not of the count that is printed for it,
    that range is ``needs_definition``; so is one share that does not go with the whole of three or more others. Finely
    printed shares of a printed whole that most are not of, and that no single whole gives, are ``needs_definition``,
    with the whole that each needs. All else is ``consistent``.

    Tolerance: half a unit of the last printed digit, both ends included; for three or more shares also digits that were
    cut off.
    """
    yield from distinct(_findings(audited))
