"""Items that stand between the members of a list and are none of them: what they count was read as something else.

What belongs here: knowing that a list was not read as it is printed, so that its sum says nothing. What does not: the
sums (``parts``), and lists that were read in pieces (``groups``).
"""

from __future__ import annotations

import re
from itertools import pairwise

from parsers.claims.words import words_pattern
from parsers.records import INSIDE, Claim
from parsers.vocabulary import metric_words
from pipelines.audit.figures import block, kind, narrative, span, text_between
from pipelines.audit.finding import Audited
from pipelines.audit.group.members import Group
from pipelines.audit.intervals import Figure
from pipelines.audit.rules import words

_ITEM = re.compile(r"[、；;，,](?P<name>[^、；;，,。\d]{2,})\d[\d,]*\s*(?:件|条|封|个|次|起|通|宗|例)")


def skips_a_member(audited: Audited, group: Group) -> bool:
    """Whether an item stands between two members that is none of them (求助类80件、宏达公司60件、其他60件): what it
    counts was read as something else, or not at all.
    """
    own = {id(f.claim) for f in group.counts}
    ends = [span(f.claim)[0] for f in group.counts if f.claim and f.claim.quote == group.first.quote]
    others = (c for c in narrative(audited) if c.quote == group.first.quote and id(c) not in own)
    if ends and any(min(ends) < span(c)[0] < max(ends) and _is_item(c, group) for c in others):
        return True
    items = (item for a, b in pairwise(group.counts) for item in _ITEM.finditer(_between(a, b)))
    return any(_is_name_of_another(item["name"], group) for item in items)


def _between(a: Figure, b: Figure) -> str:
    """What stands between two members, without brackets: items in them are parts of the first."""
    return re.sub("[（(][^（）()]*[）)]", "", text_between(a, b) or "")


def _is_name_of_another(name: str, group: Group) -> bool:
    """Whether the words before a count are neither those of a member nor of a member (同比增加6件, 办结6件)."""
    changes, metrics = words_pattern(words("adjacent", "changed")), words_pattern(metric_words())
    is_of_member = re.match(rf"占|{changes}", name) or re.search(rf"(?:{metrics})$", name)
    return not name.startswith(tuple(m.name for m in group.members)) and is_of_member is None


def _is_item(claim: Claim, group: Group) -> bool:
    """Whether a claim is a unit with the metric of a list, or another part of the same list with another metric
    (电话举报103件，来信举报3件，其他举报2件).
    """
    if claim.metric == group.metric and claim.scope == "unit":
        return True
    if claim.metric == group.first.metric or claim.group is None or INSIDE in claim.group:
        return False
    if _list_of(claim) != _list_of(group.first) or claim.category in {m.name for m in group.members}:
        return False
    said = rf"[，,、；;]{re.escape(claim.category or '')}{re.escape(claim.printed)}"
    return kind(claim.metric) == "count" and re.search(said, claim.quote) is not None


def _list_of(claim: Claim) -> str:
    """The place of the list of a claim, whatever it counts."""
    return (claim.group or "").rpartition(".")[0]


def is_read_in_full(audited: Audited, group: Group) -> bool:
    """Whether every figure of the paragraph was read: otherwise a part may be missing from the sum."""
    return block(group.first) not in audited.unread
