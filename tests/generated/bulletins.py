"""Invented bulletins whose every figure agrees with every other: one for each seed.

What belongs here: what a bulletin consists of, and the order of its paragraphs and tables. What does not: the figures
of one channel (``sections``), tables (``grids``), and breaking a figure (``errors``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.generated.additions import Around, additions, annotated, below, in_other_figures, letter
from tests.generated.grids import kind_table, score_table, unit_table
from tests.generated.printed import Bulletin, Fact, Grid, Piece, Sentence, count, fill
from tests.generated.sections import (
    INTAKE,
    Section,
    Style,
    average_words,
    change_words,
    draw_counts,
    joined,
    part_list,
    phrases,
    pick,
    rates,
    satisfaction_words,
    split,
    style,
    with_lists,
    words,
)
from tests.generated.spans import DAY, Span, span

SIZES = ((6, 40), (30, 300), (120, 2500), (2000, 60000))


@dataclass(frozen=True, slots=True)
class Setting:
    """Whose bulletin it is, about when, and how its office prints."""

    place: str
    level: str
    times: Span
    way: Style

    def cutoff(self, rng: Random) -> str:
        """A day shortly after the period, as printed."""
        day = self.times.end + rng.randint(0, 20) * DAY
        return f"{day.year}年{day.month}月{day.day}日" if rng.random() < 0.5 else f"{day.month}月{day.day}日"

    def dated(self, rng: Random) -> str:
        """The day of issue."""
        day = self.times.end + rng.randint(21, 40) * DAY
        return f"{day.year}年{day.month}月{day.day}日"


def channel_words(rng: Random, setting: Setting, channel: Mapping[str, Any], printed: str) -> dict[str, Piece]:
    """The words that every sentence about a channel may use."""
    return {
        "channel": printed,
        "noun": rng.choice(channel["nouns"]),
        "u": setting.way.unit,
        "level": setting.level,
        "period": rng.choice(setting.times.printed),
        "cutoff": setting.cutoff(rng),
        "year_to_date": setting.times.to_date(),
    }


def section(rng: Random, setting: Setting, channel: Mapping[str, Any], n: int) -> Section:
    """One channel with about ``n`` letters: intake, flow, and what else its office tells."""
    way = setting.way
    known = channel_words(rng, setting, channel, rng.choice(channel["printed"]))
    kind = rng.choice([k for k in channel["kinds"] if n >= 12 or k != "valid"])
    counts = draw_counts(rng, kind, n)
    found = rates(kind, counts, way)
    known |= {name: count(name, value, grouped=way.grouped) for name, value in counts.items()} | found
    sentences = [pick(rng, group, known) for group in INTAKE[kind]]
    volume = next(name for name in ("received", "due", "forwarded") if name in counts)
    if volume == "received":
        sentences += _further(rng, setting, kind, counts, known)
    return Section(kind, counts, known, tuple(sentences))


def _further(
    rng: Random, setting: Setting, kind: str, counts: dict[str, int], known: Mapping[str, Piece]
) -> list[Sentence]:
    n, times, way = counts["received"], setting.times, setting.way
    found: list[Sentence] = []
    if rng.random() < 0.5:
        of_year = rng.random() < 0.3
        change = change_words(rng, n, times, way, of_year=of_year)
        if change is not None:
            found.append(pick(rng, "year_change" if of_year else "change", {**known, **change}))
    if rng.random() < 0.25 and n >= times.days:
        found.append(pick(rng, "average", {**known, **average_words(rng, n, times)}))
    if rng.random() < 0.6:
        found.append(_categories(rng, n, known, way))
    if rng.random() < 0.25 and counts.get("completed", 0) > 5:
        found.append(pick(rng, "satisfaction", {**known, **satisfaction_words(rng, counts["completed"], way)}))
    if times.parts and rng.random() < 0.35 and n > 20:
        found.append(_months(rng, n, known, times, way))
    return found


def _categories(rng: Random, n: int, known: Mapping[str, Piece], way: Style) -> Sentence:
    """The kinds or topics of the letters: all of them, or the chief ones only."""
    topics = rng.random() < 0.4
    names = rng.sample(words()["topics" if topics else "kinds"], min(n - 1, rng.randint(3, 6)))
    whole = rng.random() < 0.6
    values = split(rng, n, len(names) + (0 if whole else 1))
    if whole and rng.random() < 0.3:
        names = [*names[:-1], rng.choice(words()["rests"])]
    if not whole:
        values = values[: len(names)]
    if rng.random() < 0.2 and len(names) > 2:
        values_printed = joined([(count("part", v, grouped=way.grouped), way.unit) for v in values], "、")
        lists = {"names": ("、".join(names),), "values": values_printed}
        return _respectively(rng, known, lists)
    shown = rng.choice(("both", "both", "counts", "shares"))
    parts = part_list(rng, names, values, n, way, shown=shown, whole_said=True)
    return with_lists(rng, "topics" if topics else "categories", known, {"parts": parts})


def _respectively(rng: Random, known: Mapping[str, Piece], lists: Mapping[str, Sequence[Piece]]) -> Sentence:
    return with_lists(rng, "respectively", known, lists)


def _months(rng: Random, n: int, known: Mapping[str, Piece], times: Span, way: Style) -> Sentence:
    values = split(rng, n, len(times.parts))
    rng.shuffle(values)
    printed = [(count("month", v, grouped=way.grouped), way.unit) for v in values]
    pairs = joined([(name, *value) for name, value in zip(times.parts, printed, strict=True)], "、")
    lists = {"names": ("、".join(times.parts),), "values": joined(printed, "、"), "pairs": pairs}
    return with_lists(rng, "months", known, lists)


def _table(rng: Random, setting: Setting, one: Section, number: int) -> Grid | None:
    if one.kind == "valid" and "valid" not in one.counts:
        return None
    noun = "办理情况统计表"
    head = rng.choice((f"附件{number} ", f"附表{number}：", ""))
    caption = f"{head}{setting.times.title}{one.words['channel']}{noun}"
    return unit_table(rng, one.kind, one.counts, caption, setting.level, setting.way)


def _fixed(rng: Random, group: str, known: Mapping[str, Piece]) -> Sentence:
    return fill(rng.choice(phrases()[group]), known)


LETTERS = 20
"""One of so many is a letter about a mailbox."""


def bulletin(seed: int) -> Bulletin:
    """The bulletin of a seed."""
    rng, more = Random(seed), Random(f"additions {seed}")
    place = rng.choice(words()["places"])
    if seed % LETTERS == LETTERS - 1:
        return letter(more, place["name"])
    setting = Setting(place["name"], place["level"], span(rng), style(rng))
    fitting = [c for c in words()["channels"] if setting.level in c["levels"]]
    codes = rng.sample(sorted({c["code"] for c in fitting}), rng.choice((1, 1, 1, 2, 2, 3)))
    channels = [rng.choice([c for c in fitting if c["code"] == code]) for code in codes]
    low, high = rng.choice(SIZES)
    sections = [section(rng, setting, channel, rng.randint(low, high)) for channel in channels]
    topic = sections[0].words["channel"] if len(sections) == 1 else "群众诉求"
    title = rng.choice(
        (
            f"关于{setting.times.title}{topic}办理情况的通报",
            f"{setting.place}{setting.times.title}{topic}办理情况通报",
            f"{setting.place}{topic}工作简报（{setting.times.title}）",
        )
    )
    known = sections[0].words
    opening = _fixed(rng, "openings", {**known, "channel": topic})
    told = []
    for number, one in enumerate(sections, start=1):
        headed = len(sections) > 1 or rng.random() < 0.5
        heading: list[Sentence] = [(f"{'一二三四'[number - 1]}、{one.words['channel']}办理情况",)] if headed else []
        told.append(heading + _paragraphs(rng, one))
    closing: list[Sentence] = []
    if rng.random() < 0.4:
        closing += [(f"{'二三四五'[len(sections) - 1]}、存在问题",), _fixed(rng, "problems", known)]
    if rng.random() < 0.4:
        closing += [("下一步工作要求",), _fixed(rng, "targets", known)]
    closing += [(f"{setting.place}人民政府办公室",), (setting.dated(rng),)]
    grids: list[Grid] = []
    facts: set[Fact] = set()
    for number, (one, paragraphs) in enumerate(zip(sections, told, strict=True), start=1):
        table = _table(rng, setting, one, number) if rng.random() < 0.55 else None
        if table is not None:
            table, of_notes = _with_notes(more, setting, table)
            facts |= of_notes
            grids.append(table)
        for added in additions(more, Around(one, setting.times, setting.way, table)):
            paragraphs.append(added.sentence)
            facts |= added.facts
    grids += _other_tables(rng, setting, sections)
    blocks = (opening, *(p for paragraphs in told for p in paragraphs), *closing, *grids)
    form = rng.choice(("text", "text", "markdown", "html"))
    return in_other_figures(more, Bulletin(title, blocks, form, frozenset(facts)))


def _with_notes(rng: Random, setting: Setting, table: Grid) -> tuple[Grid, frozenset[Fact]]:
    """A table with notes in its rows and below it, now and then."""
    facts: frozenset[Fact] = frozenset()
    if rng.random() < 0.5:
        table, facts = annotated(rng, table, setting.times)
    if rng.random() < 0.2:
        table = below(rng, table, setting.times)
    return table, facts


def _paragraphs(rng: Random, one: Section) -> list[Sentence]:
    """The sentences of a channel in one paragraph, or each in its own."""
    if rng.random() < 0.7:
        return [tuple(piece for sentence in one.sentences for piece in sentence)]
    return list(one.sentences)


def _other_tables(rng: Random, setting: Setting, sections: Sequence[Section]) -> list[Grid]:
    found = []
    one = rng.choice(sections)
    n = one.counts.get("received", 0)
    if rng.random() < 0.15 and n > 12:
        names = rng.sample(words()["kinds"], 5)
        caption = f"{setting.times.title}{one.words['channel']}诉求类型统计表"
        found.append(kind_table(rng, names, split(rng, n, 5), caption, setting.way))
    if rng.random() < 0.1:
        found.append(score_table(rng, setting.level, f"{setting.times.title}考核得分表"))
    return found
