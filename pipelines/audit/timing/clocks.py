"""The dates of a letter, what they are dates of, how long the answer took, and what is counted of that for a desk.

What belongs here: the clocks of one letter (``clocks_of``), and what the letters of one source, handling region and
channel show together (``Desk``). What does not: which stage a reply is (``parsers``), and what is said of a desk
(``answering``). A build counts its letters in SQL (``pipelines.audit.wide.desks``) by the same definitions.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from parsers.records import Letter
from pipelines.workdays import UncoveredDay, workdays_between

NAMED = 6
"""How many letters a finding about many names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The dates of one letter and the time between them, in days and working days; ``None`` where a date is not known.

    ``transfer_on`` is the first notice that the letter was passed on, ``signed_on`` the signature of the last
    substantive answer; a refusal is a response and no answer. The first response is the earlier of transfer and the
    page's reply date (any other dated stage where both are missing); the substantive answer is the signature. A
    duration is ``None`` as well where the answer is dated before the letter, or one of the two after ``captured_on``,
    the day of the capture that prints them; working days where the official calendar does not cover a date. A reply
    date over no text is no response.
    """

    letter_id: str
    received_on: dt.date | None
    transfer_on: dt.date | None
    page_replied_on: dt.date | None
    signed_on: dt.date | None
    first_response_on: dt.date | None
    first_response_days: int | None
    first_response_workdays: int | None
    substantive_days: int | None
    substantive_workdays: int | None
    signed_minus_page_days: int | None
    signed_minus_page_workdays: int | None
    captured_on: dt.date | None = None

    @property
    def page_is_transfer(self) -> bool:
        """Whether the reply date of the page is the date of the transfer notice."""
        return self.page_replied_on is not None and self.page_replied_on == self.transfer_on


def _days(start: dt.date | None, stop: dt.date | None) -> int | None:
    return None if start is None or stop is None else (stop - start).days


def _workdays(start: dt.date | None, stop: dt.date | None) -> int | None:
    if start is None or stop is None:
        return None
    try:
        return workdays_between(start, stop)
    except UncoveredDay:  # One misprinted year must not stop a build; the days stay, the working days are not known.
        return None


def _duration(
    start: dt.date | None, stop: dt.date | None, captured_on: dt.date | None
) -> tuple[int | None, int | None]:
    """Days and working days of a clock, which does not run backwards or beyond the day of its capture."""
    if start is not None and stop is not None and not start <= stop <= (captured_on or stop):
        return None, None
    return _days(start, stop), _workdays(start, stop)


def clocks_of(letter: Letter, captured_on: dt.date | None = None) -> Clocks:
    """The clocks of a letter from its own dates and those of its reply stages, captured on a day if one is known."""
    dated = [r for r in letter.replies if r.dated_on is not None]
    transfers = [r.dated_on for r in dated if r.stage == "transfer" and r.dated_on]
    signed = [r.dated_on for r in letter.replies if r.stage == "substantive" and r.date_basis == "signature"]
    transfer_on, signed_on = min(transfers, default=None), signed[-1] if signed else None
    page_on = letter.page_replied_on if letter.replies else None
    responses = [day for day in (transfer_on, page_on) if day is not None]
    responses = responses or [r.dated_on for r in dated if r.dated_on]
    first = min(responses, default=None)
    first_days, first_workdays = _duration(letter.received_on, first, captured_on)
    substantive_days, substantive_workdays = _duration(letter.received_on, signed_on, captured_on)
    return Clocks(
        letter_id=letter.letter_id,
        received_on=letter.received_on,
        transfer_on=transfer_on,
        page_replied_on=letter.page_replied_on,
        signed_on=signed_on,
        first_response_on=first,
        first_response_days=first_days,
        first_response_workdays=first_workdays,
        substantive_days=substantive_days,
        substantive_workdays=substantive_workdays,
        signed_minus_page_days=_days(letter.page_replied_on, signed_on),
        signed_minus_page_workdays=_workdays(letter.page_replied_on, signed_on),
        captured_on=captured_on,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What the letters of one source, handling region and channel show together: numbers of letters, and for durations
    how many letters took how many days.

    ``both`` letters have page date and signature, none of them impossible; ``late`` those signed at least 1 working
    day after the page date, by days; ``transfers`` the late ones whose page date is that of the notice. ``first`` and
    ``substantive``: letters by days to the first response and to the signature. ``dated`` letters have a date that
    another can be held against; ``reversed`` of them have a date before the letter, ``slips`` such that it fits a year
    later; ``ahead`` of them one after the day of their capture; ``impossible`` are reversed or ahead. ``limited``
    letters have a limit of their channel, ``over_page`` and ``over_best`` of them took longer by the page date and by
    the best date of the answer. ``late_letters`` and ``impossible_letters`` are the first ids of those. ``only_*`` are
    the clocks where there is just one such letter.
    """

    region_code: str | None
    channel: str | None
    both: int = 0
    late: Mapping[int, int]
    transfers: int = 0
    first: Mapping[int, int]
    substantive: Mapping[int, int]
    dated: int = 0
    reversed: int = 0
    slips: int = 0
    ahead: int = 0
    impossible: int = 0
    limited: int = 0
    over_page: int = 0
    over_best: int = 0
    late_letters: tuple[str, ...] = ()
    impossible_letters: tuple[str, ...] = ()
    only_both: Clocks | None = None
    only_first: Clocks | None = None
    only_substantive: Clocks | None = None
    only_dated: Clocks | None = None


def desk_of(letter: Letter) -> tuple[str, str | None, str | None]:
    """Who answers where: source, handling region (the letter's own where none is known), channel."""
    return letter.source_id, letter.handling_region_code or letter.region_code, letter.channel


def _only(clocks: Sequence[Clocks]) -> Clocks | None:
    return clocks[0] if len(clocks) == 1 else None


def counted(region_code: str | None, channel: str | None, clocks: Sequence[Clocks]) -> Desk:
    """The numbers of one desk, from the clocks of its letters. Letters with an impossible date are T3's: a misprinted
    year would pass for a year of delay.
    """
    both = [c for c in clocks if c.signed_minus_page_days is not None and not _is_reversed(c) and not _is_ahead(c)]
    late = [c for c in both if _is_late(c)]
    first = [c for c in clocks if c.first_response_days is not None]
    substantive = [c for c in clocks if c.substantive_days is not None]
    dated = [c for c in clocks if _is_dated(c)]
    reversed_ = [c for c in dated if _is_reversed(c)]
    impossible = [c for c in dated if _is_reversed(c) or _is_ahead(c)]
    return Desk(
        region_code=region_code,
        channel=channel,
        both=len(both),
        late=Counter(c.signed_minus_page_days for c in late if c.signed_minus_page_days is not None),
        transfers=sum(c.page_is_transfer for c in late),
        first=Counter(c.first_response_days for c in first if c.first_response_days is not None),
        substantive=Counter(c.substantive_days for c in substantive if c.substantive_days is not None),
        dated=len(dated),
        reversed=len(reversed_),
        slips=sum(_is_year_slip(c) for c in reversed_),
        late_letters=tuple(sorted(c.letter_id for c in late)[:NAMED]),
        ahead=sum(map(_is_ahead, dated)),
        impossible=len(impossible),
        impossible_letters=tuple(sorted(c.letter_id for c in impossible)[:NAMED]),
        only_both=_only(both),
        only_first=_only(first),
        only_substantive=_only(substantive),
        only_dated=_only(dated),
    )


def _is_late(clocks: Clocks) -> bool:
    days, workdays = clocks.signed_minus_page_days, clocks.signed_minus_page_workdays
    return days is not None and days > 0 and (workdays is None or workdays >= 1)


def _answered_on(clocks: Clocks) -> list[dt.date]:
    """The dates that are printed of the answer."""
    return [d for d in (clocks.page_replied_on, clocks.transfer_on, clocks.signed_on) if d is not None]


def _is_dated(clocks: Clocks) -> bool:
    """Whether the letter has two dates that can be out of order, the day of its capture among them."""
    answered = clocks.first_response_on is not None or bool(_answered_on(clocks))
    return clocks.received_on is not None and (answered or _is_ahead(clocks))


def _is_reversed(clocks: Clocks) -> bool:
    received = clocks.received_on
    return received is not None and any(day < received for day in _answered_on(clocks))


def _is_ahead(clocks: Clocks) -> bool:
    """Whether a date lies after the day of the capture that prints it."""
    captured = clocks.captured_on
    if captured is None:
        return False
    return any(day > captured for day in (*_answered_on(clocks), clocks.received_on) if day is not None)


def _is_year_slip(clocks: Clocks) -> bool:
    """Whether every date before the letter's falls within a year after it when its year is one later."""
    received = clocks.received_on
    if received is None:
        return False
    return all((received - day).days <= 366 for day in _answered_on(clocks) if day < received)
