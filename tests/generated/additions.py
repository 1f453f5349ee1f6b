"""What offices add beside the figures of a channel, all of which agrees with them.

What belongs here: counters, what is public, round numbers, lists, praise, figures of several years, notes of tables.
What does not: the figures themselves (``sections``), tables (``grids``), and where an addition stands (``bulletins``).

An addition may tell something that a check is there to tell, although nothing is wrong: that a count holds returned
items, or that a rate rests on what is not public. Such facts go with it, as check and verdict.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from random import Random

from tests.generated.printed import (
    Bulletin,
    Fact,
    Grid,
    Piece,
    Printed,
    Sentence,
    count,
    decimal_text,
    fill,
    half_up,
    percent_text,
    percentage,
    plain,
)
from tests.generated.sections import Section, Style, phrases, pick, split, words
from tests.generated.spans import DAY, Span

NOTHING: frozenset[Fact] = frozenset()


@dataclass(frozen=True, slots=True)
class Added:
    """A sentence, and the facts that a check should tell of it."""

    sentence: Sentence
    facts: frozenset[Fact] = NOTHING


@dataclass(frozen=True, slots=True)
class Around:
    """What an addition is made from: the channel, its period, how its office prints, and the table of its units."""

    one: Section
    times: Span
    way: Style
    grid: Grid | None

    @property
    def words(self) -> dict[str, Piece]:
        """The words of the channel, and two days: the last before the period, the last of it."""
        return {
            **self.one.words,
            "first_day": day_text(self.times.start - DAY),
            "second_day": day_text(self.times.end),
            "opened": str(self.times.start.year - 3),
        }

    def count(self, role: str, n: int) -> Printed:
        """A count as the office prints it."""
        return count(role, n, grouped=self.way.grouped)

    def percentage(self, role: str, part: int, whole: int) -> Printed:
        """A rate as the office prints it."""
        return percentage(role, part, whole, self.way.decimals, short=self.way.short)


Addition = Callable[[Random, Around], Added | None]


def day_text(day: dt.date) -> str:
    """2022年4月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def additions(rng: Random, around: Around) -> Iterator[Added]:
    """Some additions by lot."""
    counted = False
    for addition, chance in _ADDITIONS.items():
        # What came in over some years is part of a counter that runs since then.
        if rng.random() < chance and not (addition is history and counted):
            added = addition(rng, around)
            counted |= addition is counters and added is not None
            if added is not None:
                yield added


def counters(rng: Random, around: Around) -> Added | None:
    """A counter on the day before the period and on its last day: what came in between is what was received."""
    n = around.one.counts.get("received")
    if n is None:
        return None
    before = rng.randint(n, 9 * n)
    found = {
        "counter_before": around.count("counter_before", before),
        "counter_after": around.count("counter_after", before + n),
    }
    return Added(pick(rng, "counters", around.words | found))


def public(rng: Random, around: Around) -> Added | None:
    """How many answers are public, and their share of what was answered or received."""
    counts = around.one.counts
    done = counts.get("completed") if around.one.kind == "simple" else None
    if not done:
        return None
    shown = done if rng.random() < 0.2 else rng.randint(1, done)
    known = around.words | {"published": around.count("published", shown)}
    template = rng.choice(phrases()["public"])
    base = done if "占办结数" in template else counts["received"]
    share = around.percentage("public_share" if "占办结数" in template else "public_rate", shown, base)
    return Added(fill(template, known | {"public_share": share}), frozenset({("V1", "unverifiable")}))


def rounded(rng: Random, around: Around) -> Added | None:
    """The letters received, rounded in one direction or to the nearest."""
    n = around.one.counts.get("received", 0)
    step = 10 ** max(1, len(str(n)) - rng.choice((1, 2, 2)))
    if n < 100 or n % step == 0:
        return None
    up, down = ceil(n / step) * step, n // step * step
    known = around.words | {
        "over": around.count("over", down),
        "about": around.count("about", min(up, down, key=lambda x: abs(x - n))),
    }
    if up - n < n // 8:
        known["near"] = around.count("near", up)
    if n >= 10000:
        value = half_up(Fraction(n, 10000), 2)
        known["wan"] = Printed("wan", decimal_text(value, 2), value * 10000, 2)
    return Added(pick(rng, "rounded", known))


def rounded_rate(rng: Random, around: Around) -> Added | None:
    """A whole percentage that the completion rate lies above."""
    rate = around.one.words.get("completion_rate")
    if not isinstance(rate, Printed) or rate.over is None or rate.value < 20:
        return None
    floor = (Fraction(rate.over[0] * 100, rate.over[1]) - Fraction(1, 10)) // 5 * 5
    return Added(
        pick(rng, "rounded_rate", around.words | {"rate_floor": Printed("floor", f"{floor}%", Fraction(floor))})
    )


def points(rng: Random, around: Around) -> Added | None:
    """The completion rate of the period before, and the difference of the two printed rates."""
    rate = around.one.words.get("completion_rate")
    if not isinstance(rate, Printed) or not around.times.earlier or rate.value < 30:
        return None
    decimals = around.way.decimals
    step = half_up(Fraction(rng.randint(5, 290), 10), decimals)
    earlier = rate.value - step if rate.value + step > 100 or rng.random() < 0.5 else rate.value + step
    if bases := [int(p.value) for s in around.one.sentences for p in s if _is(p, "earlier", "year_earlier")]:
        # The letters of the period before are printed, so that its rate is one of them.
        earlier = half_up(Fraction(rng.randint(bases[0] * 3 // 5, bases[0]) * 100, bases[0]), decimals)
        step = abs(earlier - rate.value)
    if step == 0 or earlier < 0:
        return None
    known = around.words | {
        "earlier_period": rng.choice(around.times.earlier),
        "earlier_rate": Printed(
            "earlier_rate", percent_text(earlier, decimals, short=around.way.short), earlier, decimals
        ),
        "points": Printed("points", decimal_text(step, decimals), step, decimals),
        "direction": "提高" if earlier < rate.value else "下降",
    }
    return Added(pick(rng, "points", known))


def _is(piece: Piece, *roles: str) -> bool:
    return isinstance(piece, Printed) and piece.role in roles


def again(rng: Random, around: Around) -> Added | None:
    """The letters received and their rate, said again."""
    if around.one.kind != "simple":
        return None
    n = around.one.counts["received"]
    return Added(pick(rng, "repeats", around.words | {"received": around.count("again", n)}))


def explained(rng: Random, around: Around) -> Added | None:
    """A rate of 100 % of what was due, beside the items that are not due yet."""
    if around.one.kind != "simple" or not around.one.counts["in_progress"]:
        return None
    return Added(pick(rng, "explained", around.words))


def cutoffs(rng: Random, around: Around) -> Added | None:
    """Until which day the figures count."""
    return Added(pick(rng, "cutoffs", around.words))


def listed(rng: Random, around: Around) -> Added | None:
    """A few letters of a topic, each with what it is about."""
    n = around.one.counts.get("received", 0)
    if n < 12:
        return None
    number = rng.randint(2, 6)
    known = around.words | {
        "topic": rng.choice(words()["topics"]),
        "listed": around.count("listed", number),
        "entries": "、".join(rng.sample(words()["matters"], number)),
    }
    return Added(pick(rng, "listed", known))


def units(grid: Grid) -> list[tuple[str, Mapping[str, int]]]:
    """The units of a table with the counts of their rows, by role."""
    at = next((i for i, name in enumerate(grid.header) if name in UNIT_HEADERS), None)
    rows = [(row[at], row) for row in grid.rows] if at is not None else []
    return [
        (name, {p.role: int(p.value) for p in row if isinstance(p, Printed)})
        for name, row in rows
        if isinstance(name, str) and any(isinstance(p, Printed) and p.role.startswith("cell:") for p in row)
    ]


UNIT_HEADERS = ("单位", "承办单位", "责任单位", "部门名称")


def praise(rng: Random, around: Around) -> Added | None:
    """Two units whose rows show nothing late."""
    rows = [] if around.grid is None else units(around.grid)
    good = [name for name, cells in rows if not cells.get("cell:overdue_completed")]
    if len(good) < 2:
        return None
    unit, other = rng.sample(good, 2)
    role = f"praised:{around.one.words['channel']}"
    known = {"unit": Printed(role, unit, Fraction(0)), "other_unit": Printed(role, other, Fraction(0))}
    return Added(pick(rng, "praise", around.words | known))


def blame(rng: Random, around: Around) -> Added | None:
    """A unit that was slow."""
    rows = [] if around.grid is None else units(around.grid)
    slow = [name for name, cells in rows if cells.get("cell:overdue_completed") or cells.get("cell:in_progress")]
    return Added(pick(rng, "blame", around.words | {"unit": rng.choice(slow)})) if slow else None


def none_late(rng: Random, around: Around) -> Added | None:
    """That nothing was late, and now and then that a unit was late in claiming its items: another clock."""
    if around.one.kind not in ("simple", "fed_back") or around.one.counts.get("overdue_completed", 0):
        return None
    sentence = pick(rng, "none_late", around.words)
    if rng.random() < 0.3:
        unit = rng.choice(words()["offices"])
        return Added((*sentence, *pick(rng, "late_claim", around.words | {"unit": unit})), frozenset({CLOCKS}))
    return Added(sentence)


CLOCKS: Fact = ("D2", "needs_definition")


def history(rng: Random, around: Around) -> Added | None:
    """Three years before that of the bulletin, each with letters and rate."""
    year = around.times.start.year
    known = around.words
    for number in (1, 2, 3):
        n = rng.randint(40, 5000)
        done = rng.randint(n * 4 // 5, n)
        decimals = rng.choice((0, 1, 2)) if rng.random() < 0.3 else around.way.decimals
        known |= {
            f"year_{number}": str(year - 5 + number),
            f"history_{number}": around.count("history", n),
            f"history_rate_{number}": percentage("history_rate", done, n, decimals),
        }
    return Added(pick(rng, "history", known))


_ADDITIONS: dict[Addition, float] = {
    counters: 0.15,
    public: 0.3,
    rounded: 0.15,
    rounded_rate: 0.15,
    points: 0.12,
    again: 0.1,
    explained: 0.25,
    cutoffs: 0.1,
    listed: 0.12,
    praise: 0.3,
    blame: 0.15,
    none_late: 0.3,
    history: 0.05,
}
"""How often each is tried."""


def annotated(rng: Random, grid: Grid, times: Span) -> tuple[Grid, frozenset[Fact]]:
    """A table whose rows say in 备注 how their late items are spread, or that returned items are among those done."""
    notes: dict[int, Piece] = {}
    facts = NOTHING
    done: list[tuple[int, int]] = []
    for no, row in enumerate(grid.rows):
        cells = {p.role: int(p.value) for p in row if isinstance(p, Printed)}
        if late := cells.get("cell:overdue_completed", 0):
            notes[no] = Printed("note", _late_note(rng, late, times), Fraction(late))
        elif cells.get("cell:completed", 0) > 2:
            done.append((no, cells["cell:completed"]))
    if done and rng.random() < 0.3:
        no, n = rng.choice(done)
        notes[no] = f"含退办件{rng.randint(1, n // 2)}件"
        facts = frozenset({CLOCKS})
    if not notes:
        return grid, NOTHING
    kept = grid.header[-1] == "备注"
    rows = tuple((*(row[:-1] if kept else row), notes.get(no, "")) for no, row in enumerate(grid.rows))
    return replace(grid, header=grid.header if kept else (*grid.header, "备注"), rows=rows), facts


def _late_note(rng: Random, n: int, times: Span) -> str:
    """逾期3件, or spread over the months of the period."""
    months = [name for name in times.parts if name.endswith("月")]
    if not months or n < 2 or rng.random() < 0.4:
        return f"逾期{n}件"
    return " ".join(
        f"{month}逾期{some}件" for month, some in zip(months, split(rng, n, min(n, len(months))), strict=False)
    )


def below(rng: Random, grid: Grid, times: Span) -> Grid:
    """A table with a note below it that repeats a cell, says until when it counts, or explains a blank."""
    late = [(name, n) for name, cells in units(grid) if (n := cells.get("cell:overdue_completed"))]
    unit, n = rng.choice(late) if late else ("", 0)
    known = {"second_day": day_text(times.end)} | ({"unit": unit, "below": str(n)} if late else {})
    note = plain(pick(rng, "below", known))
    return replace(grid, notes=(*grid.notes, note))


def in_other_figures(rng: Random, bulletin: Bulletin) -> Bulletin:
    """Now and then the counts of its sentences in full-width digits, or the small ones in Chinese numerals."""
    lot = rng.random()
    if lot > 0.08:
        return bulletin
    shown = full_width if lot < 0.04 else chinese
    blocks = tuple(
        block if isinstance(block, Grid) else tuple(_other(piece, shown) for piece in block)
        for block in bulletin.blocks
    )
    return replace(bulletin, blocks=blocks)


def _other(piece: Piece, shown: Callable[[str], str]) -> Piece:
    if isinstance(piece, str) or piece.over or piece.decimals or not piece.text.isdigit():
        return piece
    return replace(piece, text=shown(piece.text))


def full_width(digits: str) -> str:
    """１２０ for 120."""
    return digits.translate({ord("0") + i: ord("０") + i for i in range(10)})


def chinese(digits: str) -> str:
    """三十二 for 32; larger numbers as they are."""
    n = int(digits)
    if not 0 < n < 100:
        return digits
    tens, ones = divmod(n, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return ten + (_NUMERALS[ones] if ones else "")


_NUMERALS = "零一二三四五六七八九"


def letter(rng: Random, place: str) -> Bulletin:
    """A letter that quotes the counters of a mailbox, and an answer that explains them."""
    channel = rng.choice(["县长信箱", "区长信箱", "市长信箱"])
    n = rng.randint(60, 4000)
    duplicate, invalid = rng.randint(1, n // 9), rng.randint(1, n // 5)
    valid = n - duplicate - invalid
    public_completed = rng.randint(1, valid // 2)
    known: dict[str, Piece] = {
        "channel": channel,
        "writer_received": count("writer_received", n),
        "writer_completed": count("writer_completed", public_completed),
        "writer_rate": percentage("writer_rate", public_completed, n, rng.choice((1, 2))),
        "received": count("received", n),
        "duplicate": count("duplicate", duplicate),
        "invalid": count("invalid", invalid),
        "valid": count("valid", valid),
        "public_completed": count("public_completed", public_completed),
        "floor_rate": Printed("floor", f"{rng.randint(12, 19) * 5}%", Fraction(0)),
    }
    blocks: tuple[Sentence, ...] = (pick(rng, "asks", known), pick(rng, "answers", known), (f"{place}人民政府办公室",))
    facts = frozenset({("V1", "unverifiable"), CLOCKS, ("V1", "inconsistent")})
    return Bulletin(f"关于{channel}办结率的疑问", blocks, "letter", facts)
