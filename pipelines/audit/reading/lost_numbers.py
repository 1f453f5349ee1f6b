"""E1 for sentences: places where a number was lost between its word and its unit (反映问题共件, 占比%).

What belongs here: a unit that stands where a number has to stand before it. What does not: numbers that are printed and
not understood (issues of the reading), tables that are not whole (``extraction``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipelines.audit.figures import distinct
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.rules import words
from pipelines.audit.stated import compact

_RULES = "lost_numbers"
FARTHEST = 8
"""Characters before the gap that are quoted."""


@cache
def _gap() -> re.Pattern[str]:
    """A sum word or the word of a percentage, with a unit straight behind it; or names with a unit each, and 分别占."""
    units = "|".join(words(_RULES, "units"))
    summing = "|".join(words(_RULES, "summing"))
    counted = "|".join(words(_RULES, "counted"))
    ends = r"(?=[，,。；;、（(]|$)"
    return re.compile(
        rf"(?<!公)(?:{summing})(?:{counted})?(?:{units}){ends}"
        rf"|(?:占比?|比重|[办回满接]\w{{0,6}}率)[为达是约]{{0,2}}%{ends}"
        rf"|(?:[\u4e00-\u9fff]{{2,8}}(?:{units})、){{2,}}[\u4e00-\u9fff]{{2,8}}(?:{units})[，,]?(?=分别占)"
    )


def lost_numbers(text: str) -> list[str]:
    """The places of a text in which a number is missing, with the words before them.

    >>> lost_numbers("9月，群众反映问题共件，办结12件。")
    ['群众反映问题共件']
    """
    return [f"{before(text, m.start())}{m[0]}" for m in _gap().finditer(text)]


def before(text: str, at: int) -> str:
    """The words of the clause that ends at a place."""
    return re.split(r"[，,。；;：:\d]", text[:at])[-1][-FARTHEST:]


@check("E1", "缺数字的语句", "sentences that lost a number", gives="unverifiable")
def check_lost_numbers(audited: Audited) -> Iterator[Finding]:
    """A unit straight behind a word that sums up (共件, 共受理件) or a percent sign behind the word of a share or rate,
    and names with a unit each of which shares follow: a number was lost in printing or copying.

    Tolerance: none; the words decide.
    """
    yield from distinct(_findings(audited))


def _findings(audited: Audited) -> Iterator[Finding]:
    for line in audited.full_text.splitlines():
        for printed in lost_numbers(compact(line)):
            yield Finding(
                check_id="E1",
                subject=f"“{printed}”的数字",
                verdict="unverifiable",
                severity=1,
                claimed=printed,
                **say(_RULES, "lost", quote=printed),
            )
