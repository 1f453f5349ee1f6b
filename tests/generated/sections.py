"""The figures of one channel in an invented bulletin, all of which agree, and the sentences that print them.

What belongs here: drawing whole numbers that fit each other, and choosing sentences for them. What does not: tables
(``grids``) and what a whole bulletin consists of (``bulletins``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from tests.generated.printed import (
    Piece,
    Printed,
    Sentence,
    count,
    decimal_text,
    fill,
    half_up,
    percentage,
    placeholders,
)
from tests.generated.spans import Span

HERE = Path(__file__).parent
Counts = dict[str, int]

RATES = {
    "valid": {"completion_rate": ("completed", "valid"), "on_time_rate": ("on_time", "valid")},
    "hotline": {"completion_rate": ("completed", "forwarded")},
    "simple": {"completion_rate": ("completed", "received")},
    "due": {"completion_rate": ("completed", "due")},
    "replies": {"reply_rate": ("replied", "received"), "on_time_reply_rate": ("replied_on_time", "received")},
    "fed_back": {"feedback_rate": ("fed_back", "forwarded")},
}
"""What each rate is of, by the way in which the work of a channel is told."""

INTAKE = {
    "valid": ("intake_valid", "flow_valid"),
    "hotline": ("intake_hotline", "flow_forwarded"),
    "simple": ("intake_simple",),
    "due": ("intake_due",),
    "replies": ("intake_replies",),
    "fed_back": ("intake_fed_back",),
}
"""The groups of sentences that tell it."""


@cache
def phrases() -> dict[str, tuple[str, ...]]:
    """Sentence templates by what they say."""
    loaded: dict[str, list[str]] = yaml.safe_load((HERE / "phrases.yaml").read_text(encoding="utf-8"))
    return {name: tuple(templates) for name, templates in loaded.items()}


@cache
def words() -> dict[str, Any]:
    """Places, channels, offices and kinds of request."""
    loaded: dict[str, Any] = yaml.safe_load((HERE / "words.yaml").read_text(encoding="utf-8"))
    return loaded


@dataclass(frozen=True, slots=True)
class Style:
    """How one office prints numbers."""

    decimals: int
    short: bool
    grouped: bool
    unit: str
    spaced: bool


@dataclass(frozen=True, slots=True)
class Section:
    """One channel: its whole numbers, the words of its sentences, and the sentences."""

    kind: str
    counts: Counts
    words: Mapping[str, Piece] = field(repr=False)
    sentences: tuple[Sentence, ...]

    @property
    def volume(self) -> str:
        """The count that says how much there was."""
        return next(name for name in ("received", "due", "forwarded") if name in self.counts)


def style(rng: Random) -> Style:
    """A way of printing: decimals of rates, final zeros, thousands, unit."""
    return Style(
        decimals=rng.choice((0, 1, 1, 2, 2, 2)),
        short=rng.random() < 0.4,
        grouped=rng.random() < 0.15,
        unit=rng.choice(("件", "件", "件", "件", "条", "封")),
        spaced=rng.random() < 0.1,
    )


def _most(rng: Random, n: int) -> int:
    """A number near ``n``, never above it; all of it now and then."""
    return n if rng.random() < 0.2 else n - rng.randint(0, max(1, n // rng.choice((5, 12, 30)))) if n else 0


def draw_counts(rng: Random, kind: str, n: int) -> Counts:
    """Whole numbers of a channel with ``n`` letters that agree with each other."""
    match kind:
        case "valid":
            duplicate, invalid = rng.randint(1, max(1, n // 9)), rng.randint(1, max(1, n // 9))
            valid = n - duplicate - invalid
            direct = rng.randint(0, valid // 8)
            done = _most(rng, valid)
            found = {"received": n, "duplicate": duplicate, "invalid": invalid, "valid": valid}
            found |= {"direct": direct, "forwarded": valid - direct, "completed": done, "in_progress": valid - done}
        case "hotline":
            direct = rng.randint(n // 6, n * 4 // 5)
            forwarded = n - direct
            done = _most(rng, forwarded)
            found = {"received": n, "direct": direct, "forwarded": forwarded, "completed": done}
            found["in_progress"] = forwarded - done
        case "simple":
            done = _most(rng, n)
            found = {"received": n, "completed": done, "in_progress": n - done}
        case "due":
            done = _most(rng, n)
            found = {"due": n, "completed": done, "not_completed": n - done}
        case "replies":
            done = _most(rng, n)
            found = {"received": n, "replied": done, "in_progress": n - done, "replied_on_time": _most(rng, done)}
        case _:
            found = {"forwarded": n, "fed_back": _most(rng, n)}
    if "completed" in found:
        found["on_time"] = _most(rng, found["completed"])
        found["overdue_completed"] = found["completed"] - found["on_time"]
    return found


def rates(kind: str, counts: Counts, way: Style) -> dict[str, Printed]:
    """The rates of a channel, each rounded half-up from the counts that its sentences print."""
    return {
        name: percentage(name, counts[part], counts[whole], way.decimals, short=way.short)
        for name, (part, whole) in RATES[kind].items()
        if part in counts and counts[whole]
    }


def pick(rng: Random, group: str, known: Mapping[str, Piece], *, unless: frozenset[str] = frozenset()) -> Sentence:
    """A sentence of ``group`` whose placeholders are all known."""
    fitting = [t for t in phrases()[group] if placeholders(t) <= known.keys() and not placeholders(t) & unless]
    return fill(rng.choice(fitting), known)


def joined(pieces: Sequence[Sequence[Piece]], between: str) -> Sentence:
    """Pieces of a list with ``between`` in between."""
    flat: list[Piece] = []
    for number, each in enumerate(pieces):
        flat += [between, *each] if number else list(each)
    return tuple(flat)


def split(rng: Random, n: int, parts: int) -> list[int]:
    """``n`` as the sum of ``parts`` whole numbers of at least 1, the largest first."""
    if n < parts:
        raise ValueError(f"{n} cannot be split into {parts} numbers of at least 1")
    weights = [rng.random() ** 2 + 0.02 for _ in range(parts)]
    rest = n - parts
    shares = [int(rest * w / sum(weights)) for w in weights]
    shares[0] += rest - sum(shares)
    return sorted((s + 1 for s in shares), reverse=True)


def embed(sentence: Sentence, name: str, pieces: Sequence[Piece]) -> Sentence:
    """``sentence`` with the word ``name`` (between marks) replaced by pieces."""
    flat: list[Piece] = []
    for piece in sentence:
        flat += pieces if piece == name else [piece]
    return tuple(flat)


def with_lists(rng: Random, group: str, known: Mapping[str, Piece], lists: Mapping[str, Sequence[Piece]]) -> Sentence:
    """A sentence of ``group`` in which some placeholders are whole lists of pieces."""
    marked = {name: f"\0{name}" for name in lists}
    sentence = pick(rng, group, {**known, **marked})
    for name, mark in marked.items():
        sentence = embed(sentence, mark, lists[name])
    return sentence


def change_words(rng: Random, section_n: int, times: Span, way: Style, *, of_year: bool) -> dict[str, Piece] | None:
    """Figures of a rise or fall against the earlier period; ``None`` where nothing changed or nothing is compared."""
    names = times.year_earlier if of_year else times.earlier
    earlier = max(1, section_n + rng.randint(-section_n // 2, section_n // 2))
    difference = section_n - earlier
    change = half_up(Fraction(abs(difference) * 100, earlier), way.decimals)
    if not names or change == 0:
        return None
    text = percentage("change", abs(difference), earlier, way.decimals, short=way.short).text
    printed = Printed("change", text, change, way.decimals, (section_n, earlier))
    fewer, more = rng.choice((("下降", "上升"), ("下降", "增长"), ("减少", "增加"), ("降低", "上升")))
    prefix = "year_earlier" if of_year else "earlier"
    return {
        "year_period" if of_year else "earlier_period": rng.choice(names),
        prefix: count(prefix, earlier, grouped=way.grouped),
        "change": printed,
        "change_count": count("change_count", abs(difference), grouped=way.grouped),
        "direction": fewer if difference < 0 else more,
        "direction_count": "减少" if difference < 0 else "增加",
    }


def part_list(
    rng: Random, names: Sequence[str], counts: Sequence[int], whole: int, way: Style, *, shown: str, whole_said: bool
) -> Sentence:
    """咨询类62件，占37.8%；投诉类55件…: ``shown`` is counts, shares or both."""
    share_role = "share" if shown == "both" and whole_said else "share_alone"
    count_role = "part" if whole_said else "part_alone"
    between = rng.choice(("；", "，", "、")) if shown != "both" else "；"
    said = rng.choice(("占", "占比", "占总数的"))
    items: list[Sentence] = []
    brackets = rng.random() < 0.3
    for name, n in zip(names, counts, strict=True):
        number = count(count_role, n, grouped=way.grouped)
        share = percentage(share_role, n, whole, way.decimals, short=way.short)
        if shown == "counts":
            items.append((name, number, way.unit))
        elif shown == "shares":
            items.append((name, "占" if said == "占总数的" else said, share))
        elif brackets:
            items.append((name, number, f"{way.unit}（{said if said != '占总数的' else '占'}", share, "）"))
        else:
            items.append((name, number, f"{way.unit}，{said}", share))
    return joined(items, "、" if brackets and shown == "both" else between)


def average_words(rng: Random, n: int, times: Span) -> dict[str, Piece]:
    """The daily average over calendar days."""
    decimals = rng.choice((0, 1, 1, 2))
    value = half_up(Fraction(n, times.days), decimals)
    return {"average": Printed("average", decimal_text(value, decimals), value, decimals, (n, times.days))}


def satisfaction_words(rng: Random, done: int, way: Style) -> dict[str, Piece]:
    """How many gave a grade and how many were satisfied."""
    rated = rng.randint(max(1, done // 3), done)
    content = _most(rng, rated)
    return {
        "rated": count("rated", rated, grouped=way.grouped),
        "satisfied": count("satisfied", content, grouped=way.grouped),
        "dissatisfied": count("dissatisfied", rated - content, grouped=way.grouped),
        "satisfaction_rate": percentage("satisfaction_rate", content, rated, way.decimals, short=way.short),
    }
