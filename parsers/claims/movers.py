"""Who or what moved: the office, place or part that the words before a change name.

What belongs here: names told by the words of movement alone. What does not: reading the change (``changes``).
"""

from __future__ import annotations

import re

from parsers.claims.offices import is_office_or_place
from parsers.claims.sentence import Figure
from parsers.claims.walk import Walk
from parsers.claims.words import any_of


def named_as_most(walk: Walk, figure: Figure) -> str | None:
    """Of whom or what the clause before a change says that it moved most (升幅最大的是供暖类，上升15%; 东溪县增长最快，
    环比增长12%).
    """
    who = r"的[^，,；;：:\d]{0,6}?[是为](?P<name>[^，,；;：:。\d、]{2,16})[，,]"
    moved = rf"(?:{any_of('previous_period', 'year_earlier', 'falls', 'rises')}|[了约达为])+"
    found = re.search(rf"{any_of('superlatives')}{who}{moved}$", walk.sentence.before(figure))
    name = r"(?:^|[，,；;：:])(?:其中)?(?P<name>[^，,；;：:\d]{2,16}?)"
    how = rf"(?:{any_of('falls', 'rises')}|增速)最[\u4e00-\u9fff]{{1,3}}[，,]"
    found = found or re.search(f"{name}{how}{moved}$", walk.sentence.before(figure))
    return found["name"].strip() if found else None


def office_that_moved(walk: Walk, figure: Figure) -> str | None:
    """The office or place that stands straight before the word of a change (城关街道增加21件、白水镇减少9件)."""
    moved = rf"(?:{any_of('previous_period', 'year_earlier')})?{any_of('falls', 'rises')}了?"
    found = re.search(
        rf"(?:^|[，,；;：:、])(?:其中)?(?P<name>[\u4e00-\u9fff]{{2,12}}?){moved}$", walk.sentence.before(figure)
    )
    return found["name"] if found and is_office_or_place(found["name"]) else None
