"""N1 by likeness: a count that a later paragraph prints again in much the same words.

What belongs here: small counts (接收县长信箱来信25件 … 县长信箱有效工单25件), which a chance may repeat, so that the
words beside them have to say that they are one. Only prints that agree are told: words that are alike may be of two
things.
What does not: figures of one name (``reprinted``), numbers that no chance repeats (``repeats``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

from parsers.claims.cells import platform_in
from parsers.records import UNASSIGNED, Claim
from pipelines.audit.agreement.repeats import repeated_values
from pipelines.audit.agreement.reprinted import repeated_figures
from pipelines.audit.figures import block, distinct, figure, kind, located, narrative, span
from pipelines.audit.finding import Audited, Finding, check, findings_of, say
from pipelines.audit.group.sums import is_one_unit
from pipelines.audit.intervals import Figure
from pipelines.audit.rules import words
from pipelines.audit.stated import grouped, label_of, may_be_of_one, shown, shown_en
from pipelines.audit.wording import channel_zh

FEWEST_PAIRS, FEWEST_OF_A_DIGIT = 4, 6
"""Pairs of characters that two clauses have to share, and where the count has one digit."""
LONGEST_BEHIND = 10
"""Characters behind a figure that may still name what it counts (受理的13宗旅游投诉)."""
_CLAUSE = re.compile(r"[，,。；;：:！？（(]|(?<=\d)(?:[件人]次|[件次条封个起宗例通])[、和及]")
_MARKS = re.compile(r"[“”‘’\s]")


@dataclass(frozen=True)
class _Told:
    """A count of a sentence, and where in its quote it stands."""

    claim: Claim
    number: Figure
    start: int
    end: int

    @cached_property
    def pairs(self) -> frozenset[str]:
        """The pairs of characters beside it, which only a number that stands in two paragraphs is asked for."""
        return pairs_beside(self.claim.quote, self.start, self.end)


def pairs_beside(text: str, start: int, end: int) -> frozenset[str]:
    """The pairs of neighbouring characters in the clause of a figure that stands from ``start`` to ``end``."""
    before = _CLAUSE.split(text[:start])[-1]
    behind = re.split("[，,。；;：:！？（()）、]", text[end:])[0][:LONGEST_BEHIND]
    parts = [_MARKS.sub("", part) for part in (before, behind)]
    return frozenset(part[i : i + 2] for part in parts for i in range(len(part) - 1) if not part[i : i + 2].isdigit())


def _base(claims: Sequence[Claim]) -> int | None:
    """Where in its paragraph the quote of claims of one sentence begins; ``None`` where it cannot be told."""
    first, quote = claims[0], claims[0].quote
    starts = (m.start() for m in re.finditer(re.escape(first.printed), quote))
    bases = (span(first)[0] - start for start in starts)
    return next((b for b in bases if all(quote.startswith(c.printed, span(c)[0] - b) for c in claims)), None)


def _counts(audited: Audited) -> Iterator[_Told]:
    """The exact counts of sentences, those among them of which it was not read what they count, with their words.

    Not those behind the name of a unit, which has the same number of several things.
    """
    stated = [c for c in (*narrative(audited), *audited.unassigned) if c.printed]
    for claims in grouped(stated, lambda c: (block(c), c.quote)).values():
        base = _base(claims)
        for claim in claims if base is not None else ():
            is_count = kind(claim.metric) == "count" or (claim.metric == UNASSIGNED and claim.unit != "%")
            number = figure(claim) if is_count and claim.metric not in words("repeats", "no_repeats") else None
            if number is None or number.is_bound or number.is_about or base is None:
                continue
            start, end = (at - base for at in span(claim))
            if claim.agency is None or not claim.quote[:start].rstrip().endswith(claim.agency):
                yield _Told(claim, number, start, end)


def _may_be_one(a: _Told, b: _Told) -> bool:
    """Whether two counts stand in two paragraphs and neither says that it is of another time, channel, stage or
    speaker; a part that is called by a platform (数字城管案件1187件) is what that one got.
    """
    if block(a.claim) == block(b.claim):
        return False
    one, other = (replace(c, channel=platform_in(c.category or "") or c.channel) for c in (a.claim, b.claim))
    alike = may_be_of_one(one, other) and one.earlier == other.earlier and is_one_unit(a.number, b.number)
    stages = {one.metric, other.metric} - {UNASSIGNED}
    return alike and (len(stages) < 2 or stages <= {*words("repeats", "came_in"), "handled"})


def _is_nearest(told: _Told, other: _Told, counts: Sequence[_Told]) -> bool:
    """Whether of all counts of the other paragraph none of another value has as much of the words of ``told``."""
    shared = len(told.pairs & other.pairs)
    rivals = (c for c in counts if block(c.claim) == block(other.claim) and c.number.value != other.number.value)
    return all(len(told.pairs & rival.pairs) < shared for rival in rivals)


def _findings(audited: Audited) -> Iterator[Finding]:
    counts = [told for told in _counts(audited) if told.number.value > 0]
    held: list[frozenset[str]] | None = None
    for same in grouped(counts, lambda told: told.number.value).values():
        for a, b in combinations(same, 2):
            fewest = FEWEST_PAIRS if a.number.value >= 10 else FEWEST_OF_A_DIGIT
            if not _may_be_one(a, b) or len(a.pairs & b.pairs) < fewest:
                continue
            if not (_is_nearest(a, b, counts) and _is_nearest(b, a, counts)):
                continue
            if held is None:
                others = (*findings_of(repeated_figures, audited), *findings_of(repeated_values, audited))
                held = [frozenset(found.claim_ids) for found in others]
            own = {audited.claim_id(a.claim), audited.claim_id(b.claim)}
            if not any(own <= numbers for numbers in held):
                yield _finding(audited, a, b)


def _finding(audited: Audited, a: _Told, b: _Told) -> Finding:
    first = a.claim if a.claim.metric != UNASSIGNED else b.claim
    metric = None if first.metric == UNASSIGNED else first.metric
    label = label_of(first) if metric is not None else ""
    finding = Finding(
        check_id="N1",
        subject=f"{channel_zh(first.channel)}{first.category or ''}{label}{a.claim.printed}两处",
        verdict="consistent",
        severity=0,
        claimed=shown(a.claim),
        recomputed=shown(b.claim),
        metric=metric,
        **say(
            "retold",
            "same",
            who=channel_zh(first.channel) or "文中",
            label=f"“{label}”" if label else "数字",
            values="、".join(dict.fromkeys((shown(a.claim), shown(b.claim)))),
            values_en=", ".join(dict.fromkeys((shown_en(a.claim), shown_en(b.claim)))),
        ),
    )
    return located(audited, finding, (a.claim, b.claim), first)


@check("N1", "语句相近的两处数字", "counts printed twice in much the same words", gives="consistent")
def retold(audited: Audited) -> Iterator[Finding]:
    """A count that two paragraphs print, of the same things by the words beside it: they share four pairs of
    characters or more (six for a count of one digit), and no other count of either paragraph has as much of them.

    Only what agrees is told: the same words may be of two things.

    Tolerance: none.
    """
    yield from distinct(_findings(audited))
