"""X2: counts that are said to stay or to move from period to period without the figures that would show it.

What belongs here: a volume that is called level with an earlier one (受理量与上周持平) or rising from year to year
(逐年增长), where no earlier count is printed. What does not: rates (``series``), changes with a figure (``changes``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from parsers.claims.words import words_pattern
from parsers.records import Claim
from pipelines.audit.figures import distinct, is_whole, kind, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.rules import words
from pipelines.audit.stated import compact

FEWEST_PERIODS = 3
"""Periods whose counts show how a volume moves from one to the next."""


def _any(name: str) -> str:
    return f"(?:{words_pattern(words('said_moves', name))})"


def _volume() -> str:
    return rf"(?P<what>[\u4e00-\u9fff]{{0,6}}{_any('volumes')}总?[量数])"


@cache
def _level() -> re.Pattern[str]:
    """A volume that is as large as an earlier one (受理量与上周基本持平)."""
    held = rf"[与同和较比](?:上一?个?(?:周|月|季度|期|年)|{_any('earlier')})(?:相比)?"
    return re.compile(rf"{_volume()}(?P<how>(?:{held}|同比|环比){_any('roughly')}?持平)")


@cache
def _steady() -> re.Pattern[str]:
    """A volume that moves from period to period (来电量逐年增长)."""
    return re.compile(rf"{_volume()}(?P<how>呈?现?出?{_any('by_period')}{_any('moves')}(?:态势|趋势)?)")


def _periods(audited: Audited) -> set[object]:
    """The periods of which a count of all letters is printed."""
    counts = [c for c in narrative(audited) if kind(c.metric) == "count" and is_whole(c) and c.metric != "change_count"]
    return {c.earlier or (c.period_start, c.period_end) for c in counts if c.earlier or c.period_start}


def _said(audited: Audited) -> Iterator[tuple[str, str]]:
    """What is said to stay or move, with the words that say so, where the figures are missing."""
    printed = len(_periods(audited))
    for sentence in re.split(r"[。；;\n]", compact(audited.full_text)):
        for pattern, needed in ((_level(), 2), (_steady(), FEWEST_PERIODS)):
            found = pattern.search(sentence)
            is_shown = printed >= needed or (pattern is _level() and found and _goes_on(sentence[found.end() :]))
            if found is not None and not is_shown:
                yield found["what"], found["how"]


def _goes_on(behind: str) -> bool:
    """Whether a clause goes on with how much it was (环比基本持平，略降0.3%; 与上月持平，均为1200件)."""
    return re.match(r"[^，,]{0,4}[（(，,：:]?[^，,\d]{0,8}\d", behind) is not None


def _finding(audited: Audited, what: str, how: str) -> Finding:
    about: tuple[Claim, ...] = tuple(c for c in narrative(audited) if is_whole(c) and kind(c.metric) == "count")[:1]
    finding = Finding(
        check_id="X2",
        subject=f"所称“{what}{how}”",
        verdict="unverifiable",
        severity=1,
        claimed=how,
        **say("said_moves", "unverifiable", words=f"{what}{how}"),
    )
    return located(audited, finding, about)


@check("X2", "所称走势无数可核", "movements without figures", gives="unverifiable")
def check_said_moves(audited: Audited) -> Iterator[Finding]:
    """A volume that is called level with an earlier one, or moving from year to year, in a text that prints too few
    counts to show it: fewer than two periods, or three for a movement.

    Tolerance: none; the words decide.
    """
    yield from distinct(_finding(audited, what, how) for what, how in _said(audited))
