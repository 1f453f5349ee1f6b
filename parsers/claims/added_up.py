"""Counts that add up the items of a list before them (热线300件、微信100件，2个渠道共400件): no item of it themselves.

What belongs here: knowing them by the words before them. What does not: whether they are right (``pipelines.audit``).
"""

from __future__ import annotations

import re

from parsers.claims.sentence import Figure
from parsers.claims.walk import Walk, leave

_ADDS_UP = re.compile(
    r"[，,、；;]\s*(?:以上|上述|前述|这)?(?:[两二三四五六七八九十]|\d{1,2})(?:个|大类?|种|条)?"
    r"(?:渠道|平台|途径|方式|类别|类型|方面|领域|部门|单位|类|项|者)(?:合计|共计|总计|一共|共)[有为]?\s*$"
)


def adds_up_items(walk: Walk, figure: Figure) -> bool:
    """Whether a figure adds up items of its sentence, which are several, and is left unassigned therefore."""
    items = [c for c in walk.reading.claims if c.group is not None and c.unit != "%"]
    if len(items) < 2 or _ADDS_UP.search(walk.sentence.before(figure)) is None:
        return False
    leave(walk, figure)
    return True
