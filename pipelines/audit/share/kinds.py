"""The kind that a sentence counts first and then parts by shares alone (环境保护1055件，其中空气污染占31.3%), or names
in front of a share.

What belongs here: which shares are of such a kind. What does not: what they imply (``shares``).
"""

from __future__ import annotations

import re

from parsers.claims.words import any_of
from parsers.records import UNASSIGNED
from pipelines.audit.figures import block, only_print
from pipelines.audit.finding import Audited
from pipelines.audit.group.sums import counts
from pipelines.audit.intervals import Figure

_AT_HEAD = re.compile(
    r"\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]+)[）).、．]\s*)?(?P<name>[\u4e00-\u9fff、]{2,16}?)[共计有为]*"
)
_SHARE_WORDS = re.compile(r"占(?P<base>[^，,；;。：:\d（(]{0,14}?)(?:的|约|比|比例|比重|为|达)*$")
_KIND = 2
"""Characters at the begin of the name of a kind by which a share may name it (环境保护: 占环境污染投诉总量的52%)."""


_IN_FRONT = re.compile(
    r"(?:^|[，,；;：:])(?:其中[，,]?)?在?(?P<kind>[\u4e00-\u9fff、]{1,14}(?<!各)类)[\u4e00-\u9fff]{0,4}中[，,]"
    r"[^，,；;。：:\d]{2,16}(?:占比?|比例|比重)[为达约]*$"
)


def is_of_kind_in_front(share: Figure, whole: Figure) -> bool:
    """Whether the clause before a share names a kind that it is of (在居民生活类问题中，供水问题占比为93.58%), and
    ``whole`` is the count of anything else.
    """
    claim = share.claim
    said = _IN_FRONT.search(claim.quote[: max(claim.quote.find(claim.printed), 0)]) if claim is not None else None
    own = whole.claim.category if whole.claim is not None else None
    return said is not None and not (own or "").startswith(said["kind"][:_KIND])


def kind_parted(audited: Audited, share: Figure) -> Figure | None:
    """The count of the kind that the sentence of a share begins with and parts, no other count between them; ``None``
    where the words of the share say that it is of anything else.
    """
    claim = share.claim
    place = only_print(claim) if claim is not None else None
    if claim is None or place is None:
        return None
    here = [(f, at) for f in counts(audited).get(block(claim), ()) if (at := _place(f, claim.quote)) is not None]
    ahead = [(f, at) for f, at in here if at[1] <= place[0]]
    if len(ahead) != 1 or ahead[0][0].claim is None:
        return None
    ((count, at),) = ahead
    head = _AT_HEAD.fullmatch(claim.quote[: at[0]])
    opens = re.match(rf"[，,；;：:（(]?(?:{any_of('part_of')}|主要)", claim.quote[at[1] :])
    is_kind = count.claim is not None and (count.claim.category is not None or count.claim.metric == UNASSIGNED)
    said = _SHARE_WORDS.search(claim.quote[: place[0]])
    if head is None or opens is None or not is_kind:
        return None
    base = said["base"] if said is not None else ""
    return count if not base or base.startswith(head["name"][:_KIND]) else None


def _place(count: Figure, quote: str) -> tuple[int, int] | None:
    return only_print(count.claim) if count.claim is not None and count.claim.quote == quote else None
