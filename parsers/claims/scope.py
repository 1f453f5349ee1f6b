"""What is known around a sentence: the scope a reader is given, what a paragraph has said so far, and what it gave.

What belongs here: the shapes that pass from sentence to sentence. What does not: reading (``reading``, ``sentences``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from parsers.claims.tokens import Number
from parsers.records import UNASSIGNED, Claim, Issue
from parsers.text.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What figures are about where their own sentence does not say it.

    ``region_of`` gives the code of the region that a text names (letters only, where several regions are spoken of).
    ``as_of`` is the day on which the figures of ``period`` were counted. ``needs_channel``: figures without a channel
    are no claims (letters, where most figures are about roads and money).
    ``written_on`` is the day against which 去年 and 今年 are read. ``listing``: the line before said that parts of what
    was counted follow, one a line. ``own_items``: the title names other business than letters (建议提案办理情况), so
    that its figures are what the document counts. ``unit_line``: the paragraph is one of several lines of one form,
    each of the unit that it begins with (东山：转达28条，…). ``subject``: the part that the heading of the paragraph
    names (一、咨询类).
    """

    stated_by: str
    region_code: str | None = None
    channel: str | None = None
    period: Period | None = None
    as_of: dt.date | None = None
    attributed_to: str | None = None
    region_of: Callable[[str], str | None] | None = None
    stage_no: int | None = None
    needs_channel: bool = False
    origin: str = "narrative"
    agency: str | None = None
    listing: bool = False
    written_on: dt.date | None = None
    own_items: bool = False
    unit_line: bool = False
    subject: str | None = None


@dataclass(slots=True)
class State:
    """What has been said so far in a paragraph; carried from sentence to sentence.

    ``earlier`` is how a period of unknown days lies to the one reported. ``event`` is the last single day named,
    ``agency`` the office spoken of, ``category`` the part spoken of, ``topic`` the whole that was counted last,
    ``intake`` the last one of what came in, ``together`` whether that was of several channels at once. ``subject`` is
    the part that the heading of the paragraph names (1.噪声扰民问题。), ``listed`` the last figure of a list of
    offices, ``scored`` the units that got a score and are named like no office, ``parts`` the counts of parts so far,
    ``channels`` the single channels named so far. ``list_no`` counts enumerations: the figures of one share a group.
    """

    channel: str | None
    period: Period | None
    as_of: dt.date | None
    region_code: str | None
    earlier: str | None = None
    event: Period | None = None
    agency: str | None = None
    category: str | None = None
    topic: Claim | None = None
    intake: Claim | None = None
    subject: str | None = None
    together: bool = False
    listed: Claim | None = None
    scored: list[str] = field(default_factory=list)
    parts: list[Claim] = field(default_factory=list)
    channels: list[str] = field(default_factory=list)
    came_in: dict[str | None, Claim] = field(default_factory=dict)
    list_no: int = 0


@dataclass(frozen=True, slots=True)
class Loose:
    """A figure whose metric its sentence does not say; ``printed``, ``quote`` and ``locator`` as in a claim, ``words``
    what stands before it in its clause.
    """

    number: Number
    printed: str
    quote: str
    locator: str
    period: Period | None
    words: str = ""


@dataclass(slots=True)
class Reading:
    """What a paragraph gave; ``topic`` is the whole of parts in the next: what came in, else what it counted last."""

    claims: list[Claim] = field(default_factory=list)
    loose: list[Loose] = field(default_factory=list)
    topic: Claim | None = None


def start_state(scope: Scope, topic: Claim | None) -> State:
    """The state before a paragraph; ``topic`` is the whole that the paragraph before it counted."""
    together = topic is not None and topic.channel == "combined"
    channel = scope.channel or ("combined" if together else None)
    state = State(
        channel,
        scope.period,
        scope.as_of,
        scope.region_code,
        topic=topic,
        intake=topic,
        together=together,
        subject=scope.subject,
    )
    if topic is not None:
        state.came_in[topic.channel] = topic
    return state


def _why(item: Loose) -> str:
    return "has more digits than a figure has" if item.number.kind == "too_long" else "has no metric word beside it"


def unassigned_claim(item: Loose, scope: Scope) -> Claim:
    """A loose figure with the words before it, as a claim of the metric ``UNASSIGNED``: for arithmetic only, no row."""
    period = item.period or scope.period
    return Claim(
        metric=UNASSIGNED,
        printed=item.printed,
        value=None if item.number.kind == "too_long" else item.number.number.value,
        unit=item.number.unit,
        stated_by=scope.stated_by,
        scope="whole",
        origin="narrative",
        quote=item.quote,
        locator=item.locator,
        qualifier="about" if item.number.approximate else "exact",
        region_code=scope.region_code,
        channel=scope.channel,
        label=item.words or None,
        period_start=period.start if period else None,
        period_end=period.end if period else None,
    )


def unassigned(loose: Sequence[Loose]) -> list[Issue]:
    """One issue (``unassigned_figure``) for each figure whose metric is not said."""
    return [
        Issue(
            code="unassigned_figure",
            message=f"The figure {item.printed} {_why(item)}; it was not made a claim.",
            place=item.locator,
            raw=item.quote,
        )
        for item in loose
    ]
