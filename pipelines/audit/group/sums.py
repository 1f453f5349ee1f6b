"""Counts of a text that add up to another one exactly, wherever they stand.

What belongs here: which counts may be tried as a sum, and from which size on one that comes out is no chance. What does
not: which of them enumerations and stages tell already, and what is said of them (``adjacent``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cache, lru_cache
from itertools import combinations, pairwise

from parsers.claims.words import words_pattern
from parsers.records import UNASSIGNED, Claim
from pipelines.audit.addition.identities import flows
from pipelines.audit.figures import block, figure, is_whole, kind, narrative, reading_order, span, text_between
from pipelines.audit.finding import Audited
from pipelines.audit.intervals import Figure, exact, sum_of
from pipelines.audit.rules import lists, words

SMALLEST_WHOLE = 10
"""Below it two numbers that happen to add up are no evidence."""
SMALLEST_OF_TWO = 50
"""The same for a sum of two figures of different names, and for figures with others between them."""
SMALLEST_ELSEWHERE, SMALLEST_OF_TWO_ELSEWHERE = 100, 500
"""The same for a whole that another paragraph prints, and for two parts of it."""
SMALLEST_OF_A_PART = 1000
"""The same where that whole is a part itself, of which each of several paragraphs counts one kind."""
MOST_PARAGRAPHS = 30
"""Neighbouring paragraphs that may hold one part each."""
MOST_FURTHER = 6
"""Terms of a sum that does not begin right behind its whole: of many small ones some run comes to any number."""
MOST_SCATTERED, SURE = 6, 20
"""Of how many counts behind a whole some may be its parts; how many times the sums tried it has to be."""

Sum = tuple[Figure, tuple[Figure, ...]]
"""A whole and its parts."""


@lru_cache(maxsize=8)  # every share and rate asks for them
def counts(audited: Audited) -> dict[str, list[Figure]]:
    """The exact counts of each paragraph in their order, those among them of which it was not read what they count."""
    found: dict[str, list[Figure]] = {}
    for claim in (*narrative(audited), *audited.unassigned):
        number = figure(claim) if _is_count(claim) else None
        if number is not None and not number.is_bound and not number.is_about:
            found.setdefault(block(claim), []).append(_of_all_named(claim, number))
    for figures in found.values():
        figures.sort(key=lambda f: span(f.claim)[0] if f.claim else 0)
    return {place: found[place] for place in sorted(found, key=reading_order)}


def _of_all_named(claim: Claim, number: Figure) -> Figure:
    """What several units have together of which each has so many (甲局、乙局各1件)."""
    named = re.split(r"[、，]|以?及|和|与", claim.agency or claim.category or "") if claim.each else ()
    return replace(number, value=number.value * len(named)) if len(named) > 1 else number


def _is_count(claim: Claim) -> bool:
    if claim.metric == UNASSIGNED:
        return claim.unit != "%" and re.search(words_pattern(words("groups", "means")), claim.label or "") is None
    return kind(claim.metric) == "count" and claim.metric not in words("groups", "no_parts")


def is_one_unit(part: Figure, whole: Figure) -> bool:
    """Whether both count the same things: letters and calls are printed as 件, 次 or 宗 from clause to clause."""
    of_letters = words("groups", "letter_units")
    return part.unit == whole.unit or (part.unit in of_letters and whole.unit in of_letters)


def _added(figures: Sequence[Figure]) -> Fraction:
    return sum_of(f.value for f in figures)


def _are_parts(run: Sequence[Figure], whole: Figure) -> bool:
    """Whether a run can be the parts of a whole at all: several that are more than nothing, all of its unit."""
    if len(run) < 2 or _added(run) != whole.value:
        return False
    is_several = sum(f.value > 0 for f in run) > 1 and not (len(run) == 2 and _overlap(*run))
    if len(run) > 2 and run[-1].value == _added(run[:-1]):
        return False  # its last one sums up the others
    return is_several and all(is_one_unit(f, whole) and not _is_of_earlier(f, whole) for f in run)


def _is_of_earlier(part: Figure, whole: Figure) -> bool:
    """Whether a count is of the same thing as a whole, of a time before (办结590件，环比上季度560件): no part."""
    own, other = whole.claim, part.claim
    if own is None or other is None or own.earlier is not None or own.metric != other.metric:
        return False
    is_before = own.period_start is not None and other.period_end is not None and other.period_end < own.period_start
    return is_before or other.earlier is not None


def _overlap(a: Figure, b: Figure) -> bool:
    """Whether what one counts is among what the other counts: of those due some are completed."""
    return (a.metric, b.metric) in _overlapping() or (b.metric, a.metric) in _overlapping()


@cache
def _overlapping() -> frozenset[tuple[str, str]]:
    """The metrics of which one counts some of what the other counts, that one first."""
    return frozenset((flow.whole, part) for flow in flows() if flow.short is None for part in flow.parts)


def run_that_fills(whole: Figure, behind: Sequence[Figure]) -> Iterator[tuple[Figure, ...]]:
    """The runs of neighbouring counts that add up to the whole; none that overlaps an earlier one."""
    start = 0
    while start < len(behind):
        run = _filling(whole, behind, start)
        is_short = start == 0 or len(run) <= MOST_FURTHER
        are_parts = is_short and _are_parts(run, whole) and _is_evidence(whole, run)
        if are_parts and not _cuts_a_list(run, behind[start + len(run) :]):
            yield run
            start += len(run)
        else:
            start += 1


def _cuts_a_list(run: Sequence[Figure], behind: Sequence[Figure]) -> bool:
    """Whether a run goes on into another sentence and ends in the middle of what that one counts (超时3件。其中热线
    493件，网站95件，微信6件): what it takes of it came out by chance.
    """
    first, last = run[0].claim, run[-1].claim
    following = behind[0].claim if behind else None
    if first is None or last is None or following is None or first.quote == last.quote:
        return False
    return (following.quote, following.metric) == (last.quote, last.metric)


def _filling(whole: Figure, behind: Sequence[Figure], start: int = 0) -> tuple[Figure, ...]:
    """The counts from ``start`` on, up to the one with which they reach the whole; with the ones of 0 behind that, if
    they count the same (旅行社7件，景区24件，饭店0件).
    """
    left, end = exact(whole.value), start
    while end < len(behind) and left > 0:
        left -= exact(behind[end].value)
        end += 1
    while start < end < len(behind) and _is_one_more_of_none(behind[end - 1], behind[end]):
        end += 1
    return tuple(behind[start:end])


def _is_one_more_of_none(last: Figure, nothing: Figure) -> bool:
    """Whether a count of 0 goes on with a list: of the same metric and unit, in the same sentence."""
    is_next = last.claim is not None and nothing.claim is not None and last.claim.quote == nothing.claim.quote
    return is_next and nothing.value == 0 and (last.metric, last.unit) == (nothing.metric, nothing.unit)


def _is_evidence(whole: Figure, run: Sequence[Figure]) -> bool:
    if whole.value < SMALLEST_WHOLE:
        return False
    return len(run) > 2 or whole.value >= SMALLEST_OF_TWO or run[0].metric == run[1].metric


def announced(whole: Figure, behind: Sequence[Figure]) -> tuple[Figure, ...]:
    """The parts that the text announces behind a whole (超期办结3件，具体承办单位为：甲镇2件、乙镇1件), where they add
    up to it: all of them up to the end of the clause, so that the whole may be as small as two.
    """
    behind = [f for f in behind if is_one_unit(f, whole)]
    run = _filling(whole, behind)
    if len({f.claim.quote for f in run if f.claim}) != 1 or not _are_parts(run, whole):
        return ()
    opening = _opening(whole, run[0])
    closing = text_between(run[-1], behind[len(run)]) if len(run) < len(behind) else None
    is_next = opening.startswith(("）", ")"))  # 甲局（2件）、乙局（1件）: a bracket opens behind the next name
    is_open = not is_next and any(word in opening for word in words("groups", "announcing"))
    is_closed = closing is None or any(mark in closing for mark in words("groups", "closing"))
    return run if is_open and is_closed else ()


def _opening(whole: Figure, first: Figure) -> str:
    """What stands between a whole and the next count; where that opens a sentence of its own, the words before it."""
    if whole.claim is None or first.claim is None:
        return ""
    if whole.claim.quote == first.claim.quote:
        return text_between(whole, first) or ""
    return first.claim.quote[: max(first.claim.quote.find(first.claim.printed), 0)]


def divided(whole: Figure, behind: Sequence[Figure]) -> tuple[Figure, ...]:
    """Two neighbouring stages of the sentence that divide a count before them, however small (交办9件，已回复办结7件，
    正在办理2件; 签收38件，退回7件，实际受理31件).
    """
    here = [f for f in behind if f.claim and whole.claim and f.claim.quote == whole.claim.quote]
    pairs = (pair for pair in pairwise(here) if _divide(*pair) and _are_parts(pair, whole))
    return next(pairs, ())


def _divide(a: Figure, b: Figure) -> bool:
    dividing = lists("groups", "dividing")
    return a.metric in dividing.get(b.metric, ()) or b.metric in dividing.get(a.metric, ())


def summed_up(whole: Figure, ahead: Sequence[Figure]) -> tuple[Figure, ...]:
    """The counts right before a whole that a word sums up (新收190件，上月结转25件，本月共有215件)."""
    run: list[Figure] = []
    for f in reversed(ahead):
        if _added(run) >= whole.value:
            break
        if f.metric == "units" != whole.metric:
            continue  # 以上5个单位共办理86件
        run.insert(0, f)
    opening = _opening(run[-1], whole) if run else ""
    is_next = run and run[-1].claim and whole.claim and run[-1].claim.quote == whole.claim.quote
    is_total = any(word in opening for word in words("groups", "summing" if is_next else "summing_above"))
    return tuple(run) if is_total and _are_parts(run, whole) and whole.value >= SMALLEST_OF_TWO else ()


def of_one_name(whole: Figure, behind: Sequence[Figure]) -> tuple[Figure, ...]:
    """The next counts of the same metric that add up to a whole, whatever stands between them."""
    run = _filling(whole, [f for f in behind if f.metric == whole.metric])
    return run if _are_parts(run, whole) and whole.value >= SMALLEST_OF_TWO else ()


def scattered(whole: Figure, behind: Sequence[Figure]) -> tuple[Figure, ...]:
    """The two or three counts of the sentence that add up to a whole, where one sum does and chance would hardly."""
    here = [f for f in behind if f.claim and whole.claim and f.claim.quote == whole.claim.quote]
    here = [f for f in here if f.value < whole.value][:MOST_SCATTERED]
    tried = [run for n in (2, 3) for run in combinations(here, n)]
    found = [run for run in tried if _are_parts(run, whole)]
    return found[0] if len(found) == 1 and whole.value >= SURE * len(tried) else ()


def in_paragraph(figures: Sequence[Figure]) -> Iterator[Sum]:
    """The sums among the counts of one paragraph. A count that a word sums up is no part beside its own parts."""
    added = [(whole, parts) for i, whole in enumerate(figures) if (parts := summed_up(whole, figures[:i]))]
    yield from added
    for whole, parts in _fills(figures):
        twice = any(total in parts and any(p in parts for p in own) for total, own in added)
        if not twice:
            yield whole, parts


def _fills(figures: Sequence[Figure]) -> Iterator[Sum]:
    for i, whole in enumerate(figures):
        behind = figures[i + 1 :]
        if whole.claim is None:
            continue
        for parts in (announced(whole, behind), divided(whole, behind)):
            if parts:
                yield whole, parts
        is_removed = whole.metric in words("groups", "removed")  # its parts are announced
        if whole.metric == UNASSIGNED or is_removed or not (is_whole(whole.claim) or whole.metric == "units"):
            continue  # a part is not made of the parts beside it
        for run in (*run_that_fills(whole, behind), of_one_name(whole, behind), scattered(whole, behind)):
            if run:
                yield whole, run


def over_paragraphs(blocks: Sequence[Sequence[Figure]]) -> Iterator[Sum]:
    """The sums over paragraphs: all counts of one, or all of one metric in it, or the stages that make an identity, or
    the first ones of several, against the nearest count of a paragraph before them. That one counts everything, except
    for all counts of a paragraph, and for the first ones of several where it is too large for a chance.
    """
    before: dict[Fraction, Figure] = {}
    for at, figures in enumerate(blocks):
        runs = [figures, *_of_each_metric(figures)]
        firsts = list(_first_counts(blocks[at : at + MOST_PARAGRAPHS]))
        for run in (*runs, *_stages(figures), *firsts):
            whole = before.get(_added(run))
            if whole is None or whole.claim is None:
                continue
            if not _are_of_its_period(whole, run) or _is_of_another_unit(whole, run):
                continue
            is_first = whole.value >= SMALLEST_OF_A_PART and any(run is f for f in firsts)
            if not (run is figures or is_first or is_whole(whole.claim)):
                continue
            if _is_whole_elsewhere(whole, run):
                yield whole, tuple(run)
        before |= {f.value: f for f in figures if f.metric != UNASSIGNED}


def _is_of_another_unit(whole: Figure, run: Sequence[Figure]) -> bool:
    """Whether a count is of one unit, and the parts are all of one other (甲市：转办132件。/ 乙市：转办66件，回复40件，
    未回复26件).
    """
    agencies = {f.claim.agency for f in run if f.claim is not None}
    return (
        whole.claim is not None
        and None not in {whole.claim.agency, *agencies}
        and agencies.isdisjoint({whole.claim.agency})
        and len(agencies) == 1
    )


def _are_of_its_period(whole: Figure, run: Sequence[Figure]) -> bool:
    """Whether every part lies within the period of its whole, as months do in their year (not 环比5月136条, and then
    the counts of June).
    """
    own = whole.claim
    parts = [f.claim for f in run if f.claim is not None and f.metric != UNASSIGNED]
    return own is None or all(_is_within(part, own) for part in parts)


def _is_within(part: Claim, whole: Claim) -> bool:
    if whole.period_start is None or whole.period_end is None or part.period_start is None or part.period_end is None:
        return part.earlier == whole.earlier
    return whole.period_start <= part.period_start and part.period_end <= whole.period_end


def summed_below(blocks: Sequence[Sequence[Figure]]) -> Iterator[Sum]:
    """The first counts of neighbouring paragraphs that the first count right below them sums up in words (以上四类共计
    2972件; 三区合计5439件).
    """
    for at, figures in enumerate(blocks):
        whole, quote = figures[0], figures[0].claim.quote if figures[0].claim else ""
        opening = quote[: max(quote.find(whole.printed), 0)]
        if whole.value < SMALLEST_OF_TWO or not any(word in opening for word in words("groups", "summing_above")):
            continue
        run: list[Figure] = []
        for above in reversed(blocks[max(at - MOST_PARAGRAPHS, 0) : at]):
            run.insert(0, above[0])
            if _added(run) >= whole.value:
                break
        if _are_parts(run, whole):
            yield whole, tuple(run)


def _of_each_metric(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """The counts of each metric in a paragraph, and those among them that count no part of another one."""
    for metric in dict.fromkeys(f.metric for f in figures):
        alike = [f for f in figures if f.metric == metric]
        yield alike
        whole = [f for f in alike if f.claim is not None and is_whole(f.claim)]
        if 2 < len(whole) < len(alike):
            yield whole


def _stages(figures: Sequence[Figure]) -> Iterator[list[Figure]]:
    """The counts of a paragraph that are the stages of an identity (直接答复120件，转办80件), whatever stands beside
    them.
    """
    first = {f.metric: f for f in reversed(figures) if f.claim is not None and is_whole(f.claim)}
    for parts in dict.fromkeys(flow.parts for flow in flows() if flow.short is not None):
        if all(metric in first for metric in parts):
            yield [first[metric] for metric in parts]


def _first_counts(blocks: Sequence[Sequence[Figure]]) -> Iterator[list[Figure]]:
    """The first counts of neighbouring paragraphs from the first one on, as far as they are of one metric, or each says
    what came in or was passed on.
    """
    run: list[Figure] = []
    for figures in blocks:
        if run and not _are_alike(run[0], figures[0]):
            return
        run = [*run, figures[0]]
        yield run


def _are_alike(a: Figure, b: Figure) -> bool:
    of_all = words("groups", "wholes")  # 转办县热线工单2114件; 受理县长信箱来信39件
    return UNASSIGNED in (a.metric, b.metric) or a.metric == b.metric or (a.metric in of_all and b.metric in of_all)


def _is_whole_elsewhere(whole: Figure, run: Sequence[Figure]) -> bool:
    return _are_parts(run, whole) and whole.value >= (SMALLEST_ELSEWHERE if len(run) > 2 else SMALLEST_OF_TWO_ELSEWHERE)
