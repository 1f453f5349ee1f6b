"""A2: the levels of government of one place, each counted in a paragraph of its own, against the count of all.

What belongs here: knowing of which level a sentence counts by the words that it opens with (省12345热线受理61723件; 市
（州）12345热线受理173.83万件), and the sum. What does not: levels inside one sentence, which are parts of a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache, lru_cache

from parsers import vocabulary
from parsers.claims.words import any_of, words_pattern
from parsers.records import Claim
from parsers.text.numbers import half_width
from pipelines.audit.addition.adjacent import told_sums
from pipelines.audit.figures import claims_of, distinct, figure, is_whole, kind, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, room_of
from pipelines.audit.stated import grouped, label_of, shown
from pipelines.audit.wording import about, decimal

_LONGEST_OPENING = 48
"""Characters of a sentence in which its period, level and channel stand."""


@cache
def _opening() -> re.Pattern[str]:
    """A sentence that opens with a channel of one level, or of the whole place, its period before it."""
    channels = words_pattern(vocabulary.channel_words())
    level = rf"(?P<whole>{any_of('whole_place')})|(?P<level>{any_of('level_names')}|[省市州县区])"
    return re.compile(rf"(?:(?:20\d\d年)?[^，,。；;：:]{{1,8}}[，,])?(?:{level})(?:{channels}|{any_of('level_nouns')})")


def level_opening(claim: Claim) -> str | None:
    """The level that the sentence of a count opens with; empty for the whole place, ``None`` where it says neither."""
    return _level(claim.quote[:_LONGEST_OPENING])


@lru_cache(maxsize=1024)  # of each figure of a sentence
def _level(words: str) -> str | None:
    found = _opening().match(half_width(words).strip())
    return None if found is None else found["level"] or ""


def _by_level(audited: Audited) -> Iterator[tuple[Claim, Figure, list[Figure]]]:
    """The count of all and those of two or more levels, of each metric that each of them counts once."""
    told = ((c, figure(c), level_opening(c)) for c in narrative(audited) if kind(c.metric) == "count" and is_whole(c))
    exact = [
        (c, f, level) for c, f, level in told if f is not None and level is not None and not (f.is_bound or f.is_about)
    ]
    same = grouped(
        exact,
        lambda t: (t[0].metric, t[0].channel, t[0].stated_by, t[0].period_start, t[0].period_end, t[0].earlier),
    )
    for counted in same.values():
        levels = grouped(counted, lambda t: t[2])
        if len(levels) < 3 or "" not in levels or any(len({f.value for _, f, _ in own}) > 1 for own in levels.values()):
            continue
        claim, whole, _ = levels[""][0]
        yield claim, whole, [own[0][1] for level, own in levels.items() if level]


@check("A2", "各级之和", "levels of one place", gives="consistent")
def check_levels(audited: Audited) -> Iterator[Finding]:
    """What the levels of a place counted (省12345热线…, 市（州）12345热线…), each in a sentence that opens with it,
    added up to what all of them did (全省12345热线…).

    Only what agrees is told: whether a text prints every level, and counts nothing at two of them, it does not say.

    Tolerance: what round numbers leave open (1.2万: 50).
    """
    told = told_sums(audited)
    yield from distinct(
        _finding(audited, claim, whole, levels)
        for claim, whole, levels in _by_level(audited)
        if abs(_added(levels) - whole.value) <= room_of((whole, *levels))
        and (whole.value, frozenset(f.claim.locator for f in levels if f.claim is not None)) not in told
    )


def _added(levels: Sequence[Figure]) -> Fraction:
    return sum((f.value for f in levels), Fraction(0))


def _finding(audited: Audited, claim: Claim, whole: Figure, levels: list[Figure]) -> Finding:
    terms = "+".join(decimal(f.value) for f in levels)
    added = _added(levels)
    finding = Finding(
        check_id="A2",
        subject=f"{about(claim)}{label_of(claim)}与各级之和",
        verdict="consistent",
        severity=0,
        claimed=shown(claim),
        recomputed=decimal(added),
        gap=added - whole.value,
        evidence=(f"{terms} = {decimal(added)}",),
        metric=claim.metric,
        **say(
            "levels",
            "holds" if added == whole.value else "holds_rounded",
            who=about(claim),
            label=label_of(claim),
            printed=whole.printed,
            n=len(levels),
            terms=terms,
            added=decimal(added),
        ),
    )
    return located(audited, finding, claims_of((whole, *levels)), claim)
