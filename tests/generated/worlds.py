"""Invented mailboxes over a year: letters, lists with counters, bulletins of months, quarters and the year; all of it
agrees. One for each seed.

What belongs here: what happens in a mailbox, and the pages that two crawls of it find. What does not: bulletins with
all that offices print (``bulletins``), and counting what the checks say (``alarms``).

A seed is one county of the register of regions, which keeps worlds apart in one warehouse. Its figures are invented
when the tests run and stand nowhere.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from types import MappingProxyType
from zoneinfo import ZoneInfo

import chinese_calendar

from pipelines.parse import Lookups, unambiguous_regions
from scrapers.archive import Archive
from scrapers.registry import Registry
from scrapers.source import LOCAL, Source
from scrapers.warc import HttpHead
from tests.generated.printed import decimal_text, fill, half_up, plain
from tests.generated.sections import phrases, words
from tests.generated.spans import DAY

YEARS = (2021, 2022, 2023)
CHANNEL = "县长信箱"
SHANGHAI = ZoneInfo("Asia/Shanghai")
QUARTERS = "一二三四"
ROUNDINGS = ("half_up", "half_up", "half_up", "half_even", "truncated")


@dataclass(frozen=True, slots=True)
class Letter:
    """A public letter with its days; ``noted_on`` is that of a notice of transfer, where there was one."""

    number: int
    received_on: dt.date
    noted_on: dt.date | None
    replied_on: dt.date
    signed_on: dt.date
    due_on: dt.date | None
    matter: str


@dataclass(frozen=True, slots=True)
class Month:
    """What came in during a month, public or not, and what of it was completed when the bulletin was made."""

    number: int
    received: int
    completed: int


@dataclass(frozen=True, slots=True)
class Habits:
    """How one office prints and works."""

    decimals: int
    rounding: str
    limit: int
    prints_limits: bool
    counts_later: bool
    opened: int
    before: int


@dataclass(frozen=True, slots=True)
class World:
    """A mailbox over a year and what its pages show."""

    seed: int
    year: int
    habits: Habits
    letters: tuple[Letter, ...]
    months: tuple[Month, ...]

    @property
    def county(self) -> str:
        """The name of the county."""
        return _counties()[self.seed % len(_counties())][1]

    @property
    def mail(self) -> Source:
        """The site of the letters."""
        return _source(f"demo-{self.seed}-mail", self.seed, r"/zmhd/ldxxxx\.jsp", "/zmhd/ldxxxx.jsp?id=1")

    @property
    def news(self) -> Source:
        """The site of the bulletins."""
        return _source(f"demo-{self.seed}-news", self.seed, r"/info/show\.jsp", "/info/show.jsp?id=1")


def _source(source_id: str, seed: int, place: str, example: str) -> Source:
    known = {
        "id": source_id,
        "names": {"zh": f"示例信箱{seed}", "en": f"Example mailbox {seed}"},
        "region_code": _counties()[seed % len(_counties())][0],
        "channel": "county_mailbox",
        "platform": "boda_vsb",
        "publishes": "replied_only",
        "verified": "never",
        "synthetic": True,
        "list_url": f"{_site(source_id)}/zmhd/ldxxlb.jsp?formname7ap=1",
        "url_patterns": ({"place": re.escape(source_id) + r"\.example" + place},),
        "id_from": {"query": "id"},
        "examples": ({"url": _site(source_id) + example, "external_id": "1"},),
    }
    return Source.model_validate(known)


def _site(source_id: str) -> str:
    return f"http://{source_id}.example"


@cache
def _counties() -> list[tuple[str, str]]:
    """Code and name of the counties whose name no other bears."""
    return [(code, name) for name, code in unambiguous_regions().items() if name.endswith("县") and len(name) > 2]


def registry_of(worlds: list[World]) -> Registry:
    """The sources of some worlds."""
    sources = {s.id: s for world in worlds for s in (world.mail, world.news)}
    return Registry(MappingProxyType(sources | {LOCAL.id: LOCAL}))


def lookups_of(worlds: list[World]) -> Lookups:
    """What reading their pages needs."""
    return Lookups(unambiguous_regions(), registry_of(worlds))


def working_day(day: dt.date, n: int) -> dt.date:
    """The ``n``-th working day after ``day``."""
    while n:
        day += DAY
        n -= chinese_calendar.is_workday(day)
    return day


def world(seed: int) -> World:
    """The world of a seed."""
    rng = Random(f"world {seed}")
    year = rng.choice(YEARS)
    habits = Habits(
        decimals=rng.choice((0, 1, 2, 2)),
        rounding=rng.choice(ROUNDINGS),
        limit=rng.choice((5, 7, 10, 15)),
        prints_limits=rng.random() < 0.6,
        counts_later=rng.random() < 0.5,
        opened=year - rng.randint(2, 8),
        before=rng.randint(200, 9000),
    )
    letters = tuple(_letters(rng, year, habits, rng.randint(70, 140)))
    months = []
    for number in range(1, 13):
        public = sum(letter.received_on.month == number for letter in letters)
        hidden = rng.randint(2, 60)
        months.append(Month(number, public + hidden, public + hidden - rng.randint(0, hidden // 2)))
    return World(seed, year, habits, letters, tuple(months))


def _letters(rng: Random, year: int, habits: Habits, n: int) -> Iterator[Letter]:
    received = sorted(dt.date(year, 1, 1) + rng.randint(0, 364) * DAY for _ in range(n))
    for number, day in enumerate(received, start=1):
        # Most letters take a few days, the limit is kept with few exceptions, and nothing happens at the limit itself.
        took = next(d for d in iter(lambda: 1 + int(rng.gammavariate(2, habits.limit / 5)), 0) if d <= habits.limit + 3)
        signed = working_day(day, took)
        noted = working_day(day, 1) if took > 2 and rng.random() < 0.2 else None
        shown = signed if rng.random() < 0.8 else working_day(signed, 1)
        due = working_day(day, habits.limit) if habits.prints_limits else None
        yield Letter(number, day, noted, shown, signed, due, rng.choice(words()["matters"]))


def rounded(value: Fraction, decimals: int, how: str) -> Fraction:
    """``value`` rounded as one office does."""
    scaled = value * 10**decimals
    match how:
        case "truncated":
            return Fraction(math.floor(scaled), 10**decimals)
        case "half_even":
            return Fraction(round(scaled), 10**decimals)
        case _:
            return half_up(value, decimals)


def _rate(world: World, part: int, whole: int) -> str:
    value = rounded(Fraction(part * 100, whole), world.habits.decimals, world.habits.rounding)
    return f"{decimal_text(value, world.habits.decimals)}%"


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year + month // 12, month % 12 + 1, 1) - DAY


def bulletins(world: World) -> Iterator[tuple[str, str]]:
    """Title and text of each bulletin, in the order in which they appear."""
    rng = Random(f"bulletins {world.seed}")
    year, months, habits = world.year, world.months, world.habits
    counter = habits.before
    done_in_quarters = 0
    for month in months:
        end = _month_end(year, month.number)
        counter += month.received
        period = rng.choice((f"{year}年{month.number}月", f"{year}年{month.number}月份"))
        sentences = [_said(rng, "of_month", world, period, month.received, month.completed, end)]
        if rng.random() < 0.5:
            sentences.append(
                _line(rng, "since_opening", opened=str(habits.opened), cutoff=_day(end), counter=str(counter))
            )
        if rng.random() < 0.3 and month.number > 1:
            sentences.append(_line(rng, "since_new_year", counter=str(counter - habits.before)))
        if month.number > 1 and month.number % 2 == 0:
            sentences.append(_against_month_before(world, months[month.number - 2], month))
        yield _page(
            f"{world.county}{year}年{month.number}月{CHANNEL}办理情况通报", sentences, end + rng.randint(3, 15) * DAY
        )
        if rng.random() < 0.2:
            rate = _rate(world, month.completed, month.received)
            about = str(month.received // 10 * 10)
            press = _line(rng, "press", period=period, received=str(month.received), rate=rate, about=about)
            yield _page(f"{world.county}{period}{CHANNEL}办结率{rate}", [press], end + 20 * DAY)
        if month.number % 3 == 0:
            three = months[month.number - 3 : month.number]
            done = _done_by_then(rng, world, three, sum(m.completed for m in three))
            done_in_quarters += done
            name = f"第{QUARTERS[month.number // 3 - 1]}季度"
            yield _of_parts(rng, world, three, done, name, [f"{m.number}月" for m in three])
    done = _done_by_then(rng, world, months, done_in_quarters)
    yield _of_parts(rng, world, months, done, "", [f"{name}季度" for name in QUARTERS])


def _against_month_before(world: World, before: Month, month: Month) -> str:
    """How far what came in rose or fell from the month before, whose count stands in the bulletin of that month."""
    rng = Random(f"change {world.seed} {month.number}")
    change = Fraction((month.received - before.received) * 100, before.received)
    direction = "下降" if change < 0 else "上升"
    printed = f"{decimal_text(rounded(abs(change), 2, 'half_up'), 2)}%"
    return _line(rng, "against_month", received=str(month.received), direction=direction, change=printed)


def _done_by_then(rng: Random, world: World, months: tuple[Month, ...], known: int) -> int:
    """What is completed when a longer period is reported on: in some offices more than its parts printed."""
    left = sum(m.received for m in months) - known
    return known + rng.randint(0, left) if world.habits.counts_later else known


def _of_parts(
    rng: Random, world: World, months: tuple[Month, ...], completed: int, name: str, parts: list[str]
) -> tuple[str, str]:
    end = _month_end(world.year, months[-1].number)
    received = sum(m.received for m in months)
    each = len(months) // len(parts)
    counts = [sum(m.received for m in months[i : i + each]) for i in range(0, len(months), each)]
    period = f"{world.year}年{name}"
    known = {"parts": "、".join(parts), "counts": "件、".join(map(str, counts))}
    sentences = [_said(rng, "of_parts", world, period, received, completed, end, **known)]
    if not name and rng.random() < 0.5:
        sentences.append(_line(rng, "shown", period=period, public=str(len(world.letters))))
    if rng.random() < 0.5:
        sentences.append(_line(rng, "times", days=str(world.habits.limit)))
    title = f"{world.county}{period}{CHANNEL}办理情况通报"
    return _page(title, sentences, end + rng.randint(5, 18) * DAY)


def _said(
    rng: Random, group: str, world: World, period: str, received: int, completed: int, end: dt.date, **known: str
) -> str:
    rate = _rate(world, completed, received)
    figures = {"period": period, "received": str(received), "completed": str(completed), "rate": rate}
    return _line(rng, group, cutoff=_day(end), **figures, **known)


def _line(rng: Random, group: str, **known: str) -> str:
    return plain(fill(rng.choice(phrases()[group]), {"channel": CHANNEL, **known}))


def _page(title: str, sentences: list[str], day: dt.date) -> tuple[str, str]:
    paragraphs = "".join(f"<p>{text}</p>" for text in (*sentences, "县人民政府办公室", _day(day)))
    return title, f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{paragraphs}</body></html>"


def letter_page(one: Letter) -> str:
    """The page of a letter."""
    office = "县住房和城乡建设局"
    done = f"您好，您反映的{one.matter}问题（第{one.number}号）已经处理完毕。"
    reply = f"<p>{done}</p><p>{office}</p><p>{_day(one.signed_on)}</p>"
    if one.noted_on is not None:
        reply = f"<p>已转{office}阅处。{_day(one.noted_on)}</p>{reply}"
    rows = {
        "信件编号": f"{one.received_on.year}{one.number:04}",
        "来信主题": f"{one.matter}（{one.number}）",
        "信件内容": f"第{one.number}号来信：{one.matter}，请处理。",
        "来信时间": _day(one.received_on),
        "回复内容": reply,
        "回复时间": _day(one.replied_on),
        "回复人": office,
    }
    if one.due_on is not None:
        rows["办理期限"] = _day(one.due_on)
    cells = "".join(
        f"<tr><td class='titlestyle8'>{k}</td><td class='contentstyle8'>{v}</td></tr>" for k, v in rows.items()
    )
    return f"<html><body><table>{cells}</table></body></html>"


def list_page(world: World, letters: tuple[Letter, ...], received: int, completed: int) -> str:
    """The list of letters with its counters."""
    rows = "".join(
        f"<tr><td>{x.received_on.year}{x.number:04}</td><td><a href='ldxxxx.jsp?id={x.number}'>{x.matter}"
        f"（{x.number}）</a></td><td>{_day(x.received_on)}</td></tr>"
        for x in letters
    )
    counters = f"提案数：{received} 办结数：{completed} 办结率：{_rate(world, completed, received)}"
    header = "<tr><td>信件编号</td><td>来信主题</td><td>来信时间</td></tr>"
    return f"<html><body><p>{counters}</p><table class='winstyle7'>{header}{rows}</table></body></html>"


def archive(worlds: list[World], data_dir: Path) -> None:
    """Store what two crawls of each world find: the second some weeks later, with a few letters more and a bulletin in
    which a misprint was mended.
    """
    for one in worlds:
        _crawl_mail(one, data_dir)
        _crawl_news(one, data_dir)


def _crawl_mail(one: World, data_dir: Path) -> None:
    rng = Random(f"crawls {one.seed}")
    site = f"{_site(one.mail.id)}/zmhd/"
    total = one.habits.before + sum(m.received for m in one.months)
    done = total - rng.randint(0, 40)
    last = max(letter.replied_on for letter in one.letters)
    shown = one.letters[: len(one.letters) - rng.randint(1, 5)]
    for number, letters in enumerate((shown, one.letters)):
        received, completed = total + 9 * number, done + 8 * number
        pages = [(one.mail.list_url or "", list_page(one, letters, received, completed))]
        seen = letters if not number else (*letters[:3], *letters[len(shown) :])
        pages += [(f"{site}ldxxxx.jsp?id={x.number}", letter_page(x)) for x in seen]
        _store(data_dir, one.mail.id, dt.datetime.combine(last + (10 + 20 * number) * DAY, dt.time(9), SHANGHAI), pages)


def _crawl_news(one: World, data_dir: Path) -> None:
    site = f"{_site(one.news.id)}/info/show.jsp?id="
    pages = [(f"{site}{number}", text) for number, (_, text) in enumerate(bulletins(one), start=1)]
    first = one.months[0].received
    misprinted = [(pages[0][0], pages[0][1].replace(f"{first}件", f"{first + 7}件")), *pages[1:]]
    day = dt.datetime(one.year + 1, 2, 10, 9, tzinfo=SHANGHAI)
    _store(data_dir, one.news.id, day, misprinted)
    _store(data_dir, one.news.id, day + 20 * DAY, pages[:3])


def _store(data_dir: Path, source_id: str, at: dt.datetime, pages: list[tuple[str, str]]) -> None:
    with Archive(data_dir).open_crawl(source_id, "full", at) as writer:
        for number, (url, text) in enumerate(pages):
            head = HttpHead(200, "OK", (("Content-Type", "text/html; charset=utf-8"),))
            writer.write_response(
                url, head, text.encode(), at=at + dt.timedelta(seconds=number), media_type="text/html"
            )
        writer.finish(at + dt.timedelta(minutes=30), complete=True, stop_reason="done")
