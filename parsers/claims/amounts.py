"""Amounts of money that a bulletin prints of its work: losses made good, sums in dispute (挽回经济损失1407.76万元).

What belongs here: which amounts are claims, and what they are of. What does not: any other money (a road, a fine in a
letter), which is no figure about letters, and by how much an amount rose or fell (``changes``).
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from parsers.claims.changes import ends_in_change, reaches, read_change_of_amount
from parsers.claims.names import only_says_when
from parsers.claims.sentence import Figure, start_in_block
from parsers.claims.walk import About, Walk, write
from parsers.claims.words import any_of
from parsers.records import Claim

AMOUNT = "amount"
YUAN = "元"
_LONGEST_LEAD = 10
"""Characters of a name before the word for an amount (商品类投诉挽回损失)."""


@cache
def _named() -> re.Pattern[str]:
    """The end of a clause that names an amount, right before its figure."""
    return re.compile(
        rf"(?P<lead>[^，,；;。：:\d]*)(?P<word>{any_of('amounts')})"
        r"(?:总额|金额|总计|共计|合计)?(?:[共为约近达超逾到过]|人民币|突破|累计)*$"
    )


@cache
def _fillers() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of('amount_fillers', 'whole_place')}|\s)+|^的")


def read_amount(walk: Walk, figure: Figure) -> None:
    """Read an amount that its clause names, the same one of an earlier period, or by how much it rose or fell; in a
    bracket that only says when, its name is that of the amount before the bracket (``of_amount_before``).
    """
    if walk.scope.needs_channel or figure.number.approximate:
        return
    clause = walk.sentence.clause_before(figure)
    if ends_in_change(clause) and not reaches(walk.sentence, figure):
        read_change_of_amount(walk, figure)
        return
    name, last = _name(walk, figure), _last(walk)
    if name is None and any(only_says_when(walk.sentence, figure, mark) for mark in ("（", "(")):
        name = (last.category if last is not None else None) or ""
    if name is None:
        return
    write(walk, figure, AMOUNT, "", About(category=name or None))
    walk.reading.claims[-1] = replace(walk.reading.claims[-1], group=None)


def _last(walk: Walk) -> Claim | None:
    return next((c for c in reversed(walk.reading.claims) if c.metric == AMOUNT), None)


def _name(walk: Walk, figure: Figure) -> str | None:
    """What an amount is of, without those for whom it was made good; ``None`` where no word for it stands there."""
    sentence = walk.sentence
    start = sentence.clause_start(figure.index)
    dated = [t.end for t in sentence.tokens if t.kind == "period" and start <= t.start and t.end <= figure.start]
    found = _named().search(sentence.text[dated[-1] if dated else start : figure.start].replace("、", ""))
    if found is None:
        return None
    lead = _fillers().sub("", found["lead"])
    return f"{lead}{found['word']}" if re.fullmatch(rf"[\u4e00-\u9fff]{{0,{_LONGEST_LEAD}}}", lead) else None


def of_amount_before(claims: list[Claim], outside: list[Claim], start: int) -> list[Claim]:
    """The claims of a bracket that begins at ``start`` in its block, its nameless amounts named by the last one before
    it; without one they are of nothing that is said, and left out.
    """
    before = [c for c in outside if c.metric == AMOUNT and start_in_block(c) < start]
    named = (
        replace(c, category=before[-1].category, scope=before[-1].scope) if c.metric == AMOUNT and before else c
        for c in claims
    )
    return [c for c in named if c.metric != AMOUNT or c.category]
