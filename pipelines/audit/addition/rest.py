"""A9: how many the rest are, where a sentence counts what was done with some of those that came in and says of the
others only what they are (其余均为当场答复).

What belongs here: what is left of a whole when the counts before 其余 are taken off. What does not: parts of one kind
(``parts``, which takes 其余 for the last of them) and what is left of those forwarded (``handed_on``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from parsers.claims.words import words_pattern
from pipelines.audit.figures import (
    before,
    block,
    claims_of,
    distinct,
    figure,
    is_whole,
    kind,
    located,
    narrative,
    span,
    text_between,
)
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, is_loose
from pipelines.audit.rules import words
from pipelines.audit.wording import about, decimal, metric_en, metric_zh

FEWEST = 2
"""Counts before 其余: of a single one it may say what became of the others of anything."""


@cache
def _rest() -> re.Pattern[str]:
    """Behind the last count: what the rest is, as a clause without a figure."""
    said, nouns = (words_pattern(words("groups", name)) for name in ("rest_said", "rest_nouns"))
    links = "[为是由系作]|当场|直接|已|在"
    return re.compile(
        rf"[，,；;](?P<said>(?:{said})的?(?:{nouns})?(?:均|都|全部|皆|则)*(?:{links})[^，,。；;：:\d]{{2,16}})(?:[。；;，,]|$)"
    )


def _run(counts: Sequence[Figure]) -> list[Figure]:
    """The last counts of a sentence that only commas and the words of one clause set apart, in reading order."""
    run = list(counts[-1:])
    for one, following in reversed(list(pairwise(counts))):
        gap = text_between(one, following)
        if gap is None or not re.fullmatch(r"[，,、](?!其中)[^，,、。；;：:%％（()）\d]*", gap):
            break
        run.insert(0, one)
    return run


def _whole(audited: Audited, first: Figure) -> Figure | None:
    """What came in: the count before the 其中 that opens the run, or else the one that the paragraph has counted."""
    if first.claim is None:
        return None
    own = first.claim
    ahead = [f for c in before(audited, own) if block(c) == block(own) and (f := figure(c)) is not None]
    came_in = [f for f in ahead if f.claim and is_whole(f.claim) and f.metric in words("groups", "wholes")]
    here = [f for f in came_in if f.claim and f.claim.quote == own.quote]
    opened = (
        f for f in reversed(here) if re.fullmatch(r"[，,]其中[，,：:]?[^，,。；;：:\d]*", text_between(f, first) or "")
    )
    found = next(opened, None)
    if found is None and not here and len({f.value for f in came_in}) == 1:
        found = came_in[0]
    return found


def _rests(audited: Audited) -> Iterator[tuple[Figure, list[Figure], str]]:
    """Each whole with the counts before 其余 and the words that say what the rest is."""
    for claim in narrative(audited):
        found = _rest().match(claim.quote, claim.quote.find(claim.printed) + len(claim.printed))
        if found is None or kind(claim.metric) != "count" or claim.quote.count(claim.printed) != 1:
            continue
        same = (c for c in narrative(audited) if (block(c), c.quote) == (block(claim), claim.quote))
        counts = [f for c in same if span(c) <= span(claim) and (f := figure(c)) is not None]
        run = _run(counts)
        whole = _whole(audited, run[0])
        if whole is not None and len(run) >= FEWEST and {f.metric for f in run} - {whole.metric}:
            yield whole, run, found["said"]


def _finding(audited: Audited, whole: Figure, run: Sequence[Figure], said: str) -> Finding | None:
    rest = whole.value - sum(f.value for f in run)
    if rest <= 0 or any(f.is_bound or f.is_about or is_loose(f) for f in (whole, *run)):
        return None
    terms = "-".join(decimal(f.value) for f in (whole, *run))
    head = claims_of((whole,))[0]
    finding = Finding(
        check_id="A9",
        subject=f"{about(head)}{metric_zh(whole.metric)}的其余部分",
        verdict="unverifiable",
        severity=0,
        claimed=said,
        recomputed=decimal(rest),
        evidence=(f"{terms} = {decimal(rest)}",),
        metric=whole.metric,
        **say(
            "flows",
            "rest",
            who=about(head),
            said=said,
            whole_zh=metric_zh(whole.metric),
            whole_en=metric_en(whole.metric),
            terms=terms,
            rest=decimal(rest),
        ),
    )
    return located(audited, finding, claims_of((whole, *run)))


@check("A9", "其余件数", "what the rest comes to", gives="unverifiable")
def check_rest(audited: Audited) -> Iterator[Finding]:
    """What came in less the counts before 其余, which the text says without a figure: stated, with severity 0, where
    these are stages of handling set apart by commas only and leave something over.

    Tolerance: none; counts are exact.
    """
    found = (_finding(audited, whole, run, said) for whole, run, said in _rests(audited))
    yield from distinct(f for f in found if f is not None)
