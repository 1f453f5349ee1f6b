"""Counts of several kinds together: behind the items that they add up (热线300件、微信100件，2个渠道共400件), and
behind the names of all of them (接到咨询、投诉、建议等3类诉求1200件). Neither is an item itself.

What belongs here: knowing them by the words before them. What does not: whether they are right (``pipelines.audit``).
"""

from __future__ import annotations

import re
from functools import cache

from parsers.claims.sentence import Figure
from parsers.claims.walk import INTAKE, About, Walk, add, leave
from parsers.claims.words import any_of


@cache
def _adds_up() -> re.Pattern[str]:
    """The words that count items and add them up (2个渠道共)."""
    return re.compile(
        r"[，,、；;]\s*(?:以上|上述|前述|这|前)?(?:[两二三四五六七八九十]|\d{1,2})(?:个|大类?|种|条)?"
        rf"{any_of('added_up')}(?:(?:高发|热点|重点|突出)?{any_of('added_up_items')})?"
        r"(?:合计|共计|总计|一共|共)[有为]?\s*$"
    )


def adds_up_items(walk: Walk, figure: Figure) -> bool:
    """Whether a figure adds up items of its sentence, which are several, and is left unassigned therefore."""
    items = [c for c in walk.reading.claims if (c.group or c.agency) and c.unit != "%"]
    opened = walk.sentence.before(figure)
    in_brackets = re.search(r"\s{3,}[^\d]*$", opened) is not None  # 住房（53件）、供水（41件）等领域: blanks here
    if not (len(items) > 1 or in_brackets) or _adds_up().search(opened) is None:
        return False
    leave(walk, figure)
    return True


_OF_KINDS = re.compile(
    r"、[^，,；;。：:\d]*等(?:[两二三四五六七八九十]|\d{1,2})(?:大类|类|项|个方面)[\u4e00-\u9fff]{0,6}$"
)


def counts_named_kinds(walk: Walk, figure: Figure) -> bool:
    """Whether a figure counts all the kinds named before it, and is read as what their clause says came in."""
    before = walk.sentence.before(figure)
    if figure.number.kind != "count" or _OF_KINDS.search(before) is None:
        return False
    begin = max(before.rfind(mark) for mark in "，,；;。：:") + 1
    came_in = [t for t in walk.sentence.between(begin, figure.start, "metric") if t.value in INTAKE]
    if not came_in or walk.sentence.text[begin : came_in[0].start].count("、"):
        return False
    add(walk, figure, came_in[0], About(whole=True))
    return True
