"""Whether the words of a rate make it another one than the counts beside it can give.

What belongs here: what stands right before the name of a rate (一次办结率, 15秒接通率), and a second rate of the same
name that the counts do give. What does not: calculating rates (``rates``), and what a formula counts (``formulas``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from parsers.claims.words import words_pattern
from parsers.records import Claim
from pipelines.audit.figures import block, narrative, same_part
from pipelines.audit.finding import Audited
from pipelines.audit.rules import words


@cache
def _others() -> re.Pattern[str]:
    units = "秒钟?|[sS]|分钟|个?小时|个?工作日|[日天]"
    time = rf"(?:\d+(?:\.\d+)?\s*(?:{units})|[一二三四五六七八九十]+(?:个工作)?[日天])(?:之?内|以内)?"
    return re.compile(rf"(?:{words_pattern(words('named_rates', 'others'))}|{time})的?$")


def name_before(claim: Claim) -> str:
    """What stands in the clause of a rate before its name."""
    clause = re.split("[，,；;。：:、（(]", claim.quote.partition(claim.printed)[0])[-1]
    return clause.rpartition(claim.label or "")[0] if claim.label else ""


def is_another(claim: Claim) -> bool:
    """Whether words right before the name of a rate, or the first of its name, say that it is one of other counts."""
    return _others().search(name_before(claim)) is not None or _others().fullmatch((claim.label or "")[:2]) is not None


def twins(audited: Audited, claim: Claim) -> Iterator[Claim]:
    """The rates of the paragraph that print another value and are called as this one but for a word (满意率95%，
    企业满意率90%).
    """
    own = name_before(claim), claim.label
    for other in narrative(audited):
        is_same = other.metric == claim.metric and block(other) == block(claim) and same_part(other, claim)
        if is_same and other.value != claim.value and (name_before(other), other.label) != own:
            yield other


def may_be_of_others(audited: Audited, claim: Claim, is_given: Callable[[Claim], bool]) -> bool:
    """Whether a rate that the counts beside it do not give may be of other counts: by its words, or because they give
    (``is_given``) another rate of its kind.
    """
    return is_another(claim) or any(is_given(other) for other in twins(audited, claim))
