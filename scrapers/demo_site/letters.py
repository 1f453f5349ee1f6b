"""The invented letters of the two demo mailboxes, made from a fixed seed: the same on every machine and in every run.

What belongs here: who wrote when about what, which kind of reply came when, and what changes on the second visit. What
does not: the words (``letters.yaml``), markup (``pages``), addresses (``site``). No letter stands for a real one;
only the letter about the county's mailbox tells the facts of a published one in words of our own.

Of the 218 letters of the county's mailbox 217 hold an answer on the matter, one a notice that it was passed on and
nothing else. Most answers stand below such a notice, and the page then prints the notice's date as that of the reply.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import chinese_calendar
import yaml

RECEIVED = 1711
PUBLIC = 218
MAYORAL = 24
"""Letters that the county's mailbox counts, those that it shows, and those of the mayor's mailbox."""

VISITS = (1, 2)

_COUNTY, _CITY = "丹凤县", "商洛市"
_FIRST_ID = 1001
_FIRST_DAY, _LAST_DAY = dt.date(2014, 3, 3), dt.date(2020, 9, 30)
_MAYORAL_IDS = range(6640, 6720)
_MAYORAL_DAY = dt.date(2020, 12, 9)
# Places in the list of the county's letters, oldest first.
_ONLY_PASSED_ON, _EDITED, _REMOVED = 201, 140, 57


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoLetter:
    """A letter as its page prints it. ``replied_on`` is the page's own 回复时间; texts have a line a paragraph."""

    external_id: str
    letter_no: str | None
    title: str
    body: str
    received_on: dt.date
    reply: str
    replied_on: dt.date
    office: str


@dataclass(frozen=True, slots=True)
class _Case:
    """What a reply is made of: the letter's matter at its place, the office, and the days on which it wrote."""

    matter: Mapping[str, Any]
    place: str
    office: str
    first_on: dt.date
    answered_on: dt.date

    def words(self, text: str, **more: str) -> str:
        day = printed_day(next_workday(self.first_on, 1))
        return text.format(place=self.place, office=self.office, day=day, **more)


def printed_day(day: dt.date) -> str:
    """``2020年12月9日``, as the platform writes dates."""
    return f"{day.year}年{day.month}月{day.day}日"


def next_workday(day: dt.date, count: int) -> dt.date:
    """The ``count``-th working day after ``day``, by the official calendar."""
    while count:
        day += dt.timedelta(days=1)
        count -= chinese_calendar.is_workday(day)
    return day


@cache
def _words() -> Mapping[str, Any]:
    text = files(__package__).joinpath("letters.yaml").read_text(encoding="utf-8")
    loaded: Mapping[str, Any] = yaml.safe_load(text)
    return loaded


def county_letters(visit: int = 1) -> tuple[DemoLetter, ...]:
    """The public letters of the county's mailbox, newest first; on visit 2 one is edited and another is gone."""
    letters = list(_county_letters())
    if visit == 2:
        letters[_EDITED] = _edited(letters[_EDITED])
        del letters[_REMOVED]
    return tuple(reversed(letters))


def mayoral_letters() -> tuple[DemoLetter, ...]:
    """The letters of the mayor's mailbox, newest first; the one about the county's mailbox is among them."""
    return tuple(reversed(_mayoral_letters()))


def edited_id() -> str:
    """The id of the county's letter whose reply is another one on the second visit, under the same date."""
    return _county_letters()[_EDITED].external_id


def removed_id() -> str:
    """The id of the county's letter that is gone on the second visit."""
    return _county_letters()[_REMOVED].external_id


@cache
def _county_letters() -> tuple[DemoLetter, ...]:
    """All of visit 1, oldest first. Ids run over every letter received, so that those shown have gaps between them."""
    random = Random(_words()["seed"])
    numbers = sorted(random.sample(range(RECEIVED), PUBLIC))
    span = (_LAST_DAY - _FIRST_DAY).days
    days = [_FIRST_DAY + dt.timedelta(days=number * span // RECEIVED) for number in numbers]
    kinds = [_kind(random) for _ in numbers]
    kinds[_ONLY_PASSED_ON] = "passed_on"
    kinds[_EDITED] = "two_stages"
    return tuple(
        _letter(random, str(_FIRST_ID + number), day, kind, _COUNTY)
        for number, day, kind in zip(numbers, days, kinds, strict=True)
    )


@cache
def _mayoral_letters() -> tuple[DemoLetter, ...]:
    """Oldest first. The published letter has its own id and date; the others lie around it."""
    random = Random(_words()["seed"] + 1)
    about_county = _letter_about_county()
    numbers = sorted(random.sample([n for n in _MAYORAL_IDS if str(n) != about_county.external_id], MAYORAL - 1))
    made = [
        _letter(
            random,
            str(number),
            _MAYORAL_DAY + dt.timedelta(days=number - int(about_county.external_id)),
            random.choice(("two_stages", "two_stages", "answer", "refused", "passed_on")),
            _CITY,
        )
        for number in numbers
    ]
    return tuple(sorted([*made, about_county], key=lambda letter: int(letter.external_id)))


def _kind(random: Random) -> str:
    kinds = ("two_stages", "answer", "unsigned", "refused_first")
    return random.choices(kinds, weights=(48, 38, 10, 4))[0]


def _letter(random: Random, external_id: str, received_on: dt.date, kind: str, region: str) -> DemoLetter:
    words = _words()
    matter = random.choice(words["matters"])
    at = random.randrange(2)
    first_on = next_workday(received_on, random.choice((1, 1, 1, 2, 3)))
    case = _Case(
        matter,
        random.choice(words["places"]),
        region + matter["office"],
        first_on,
        next_workday(first_on, 2 + min(int(random.expovariate(1 / 8)), 60)),
    )
    return DemoLetter(
        external_id=external_id,
        letter_no=f"{received_on:%Y%m%d}{random.randrange(1, 10):03}",
        title=case.words(matter["titles"][at]),
        body=case.words(matter["bodies"][at]),
        received_on=received_on,
        reply="\n".join(_reply(random, case, kind, matter["answers"][at])),
        replied_on=first_on if kind in ("two_stages", "passed_on", "refused_first", "refused") else case.answered_on,
        office=case.office,
    )


def _reply(random: Random, case: _Case, kind: str, answer: str) -> Iterator[str]:
    """The paragraphs of a reply of one kind."""
    words = _words()["replies"]
    greeting = random.choice(words["greeting"])
    if kind in ("two_stages", "passed_on"):
        yield case.words(words["transfer"], greeting=greeting) + printed_day(case.first_on)
    elif kind in ("refused", "refused_first"):
        yield case.words(words["refusal"], greeting=greeting)
        yield printed_day(case.first_on)
    if kind not in ("passed_on", "refused"):
        opening, closing = random.choice(words["opening"]), random.choice(words["closing"])
        yield case.words(opening)
        yield case.words(answer) + closing
        if kind != "unsigned":
            yield case.office
            yield printed_day(case.answered_on)


def _edited(letter: DemoLetter) -> DemoLetter:
    """The letter with another answer under the dates that stood there before."""
    place = next(place for place in _words()["places"] if place in letter.title + letter.body)
    paragraphs = letter.reply.split("\n")
    paragraphs[-3] = _words()["edited_answer"].format(place=place)
    return replace(letter, reply="\n".join(paragraphs))


def _letter_about_county() -> DemoLetter:
    return DemoLetter(letter_no=None, **_words()["letter_about_danfeng"])
