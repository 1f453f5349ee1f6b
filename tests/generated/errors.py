"""Kinds of error that people make in bulletins, each planted into one figure of a consistent one.

What belongs here: which figure is broken, what it becomes, and which verdict the break demands (``vocabulary.md``: a
sum that a named practice could explain is ``needs_definition``). What does not: running the audit (``planting``).

A kind gives ``None`` where a bulletin prints nothing that it could break so that the arithmetic of what is printed
shows it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

from tests.generated.printed import (
    Bulletin,
    Grid,
    Place,
    Printed,
    decimal_text,
    figures,
    half_up,
    with_figure,
)

WRONG = frozenset({"inconsistent"})
OPEN = frozenset({"inconsistent", "needs_definition"})
"""Where joint handling, returned items or another label could explain the difference."""
ANY_BASE = frozenset({"inconsistent", "needs_definition", "consistent_on_other_base"})
"""Where the broken figure may by chance be right on another base."""
ODD = frozenset({"unusual"})
"""Where what is printed may be true all the same."""
NO_BASE = frozenset({"needs_definition"})
"""Where the base of a rate is not named."""


@dataclass(frozen=True, slots=True)
class Planted:
    """A bulletin with one figure broken: the figure as it now stands, and the figure that stood there."""

    bulletin: Bulletin
    broken: Printed
    was: Printed


Plant = Callable[[Bulletin, Random], Planted | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of error; ``verdicts`` are those that may be given for it."""

    name: str
    plant: Plant
    verdicts: frozenset[str]


KINDS: list[Kind] = []


def kind(verdicts: frozenset[str]) -> Callable[[Plant], Plant]:
    """Register a kind of error under the name of its function."""

    def register(plant: Plant) -> Plant:
        KINDS.append(Kind(plant.__name__, plant, verdicts))
        return plant

    return register


Found = list[tuple[Place, Printed]]


def of_role(bulletin: Bulletin, *roles: str) -> Found:
    """The figures with one of ``roles``."""
    return [(place, figure) for place, figure in figures(bulletin) if figure.role in roles]


def broken(bulletin: Bulletin, place: Place, was: Printed, value: Fraction) -> Planted:
    """``bulletin`` with ``value`` printed in place of a figure, in the same manner."""
    grouped = "," in was.text
    text = f"{int(value):,}" if grouped else decimal_text(half_up(value, was.decimals), was.decimals)
    now = replace(was, text=text + ("%" if was.text.endswith("%") else ""), value=value)
    return Planted(with_figure(bulletin, place, now), now, was)


def one_of(rng: Random, found: Iterable[tuple[Place, Printed]]) -> tuple[Place, Printed] | None:
    """A figure by lot; ``None`` where there is none."""
    listed = list(found)
    return rng.choice(listed) if listed else None


def off_by(rng: Random, value: Fraction, least: int = 1) -> Fraction:
    """A whole number a little beside ``value``, never below 0."""
    step = rng.randint(least, max(least, int(value) // 8))
    return value + step if value < step or rng.random() < 0.5 else value - step


def shift_count(bulletin: Bulletin, rng: Random, *roles: str, least: int = 1) -> Planted | None:
    """A count of one of ``roles``, a little off."""
    chosen = one_of(rng, of_role(bulletin, *roles))
    return None if chosen is None else broken(bulletin, *chosen, off_by(rng, chosen[1].value, least))


def points(rng: Random, was: Printed) -> Fraction:
    """The value of a percentage some points beside what it was, between 0 and 100."""
    step = half_up(Fraction(rng.randint(30, 90), 10), was.decimals)
    return was.value - step if was.value > step + 1 else was.value + step


def is_ratio(bulletin: Bulletin, value: Fraction, decimals: int) -> bool:
    """Whether two printed counts happen to give a percentage: then it is one on another base, and nothing shows."""
    counts = {f.value for _, f in figures(bulletin) if f.over is None and f.value > 0 and f.decimals == 0}
    return any(half_up(a * 100 / b, decimals) == value for b in counts for a in counts if a <= b)


def shift_rate(bulletin: Bulletin, rng: Random, *roles: str) -> Planted | None:
    """A rate of one of ``roles``, some points off."""
    chosen = one_of(rng, ((p, f) for p, f in of_role(bulletin, *roles) if f.over and f.over[1] > 1))
    if chosen is None:
        return None
    value = points(rng, chosen[1])
    return None if is_ratio(bulletin, value, chosen[1].decimals) else broken(bulletin, *chosen, value)


@kind(ANY_BASE)
def wrong_completion_rate(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A completion rate of a sentence that its counts do not give."""
    return shift_rate(bulletin, rng, "completion_rate")


@kind(ANY_BASE)
def wrong_reply_rate(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A reply rate of a sentence."""
    return shift_rate(bulletin, rng, "reply_rate")


@kind(ANY_BASE)
def wrong_on_time_rate(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A rate of what was done in time, in a sentence."""
    return shift_rate(bulletin, rng, "on_time_rate", "on_time_reply_rate")


@kind(ANY_BASE)
def wrong_feedback_rate(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A feedback rate of a sentence."""
    return shift_rate(bulletin, rng, "feedback_rate")


def _with_grades(bulletin: Bulletin) -> bool:
    return bool(of_role(bulletin, "rated"))


@kind(ANY_BASE)
def wrong_satisfaction_rate(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A rate of satisfaction beside those who gave a grade."""
    return shift_rate(bulletin, rng, "satisfaction_rate") if _with_grades(bulletin) else None


@kind(ANY_BASE)
def rate_upside_down(bulletin: Bulletin, rng: Random) -> Planted | None:
    """The share of what is still open, printed as the completion rate."""
    chosen = one_of(
        rng, ((p, f) for p, f in of_role(bulletin, "completion_rate") if f.over and 0 < f.value < 100 and f.value != 50)
    )
    return None if chosen is None else broken(bulletin, *chosen, 100 - chosen[1].value)


@kind(ANY_BASE)
def rate_digits_swapped(bulletin: Bulletin, rng: Random) -> Planted | None:
    """Two digits of a rate in the wrong order: 97.8 for 79.8."""
    rates = of_role(bulletin, "completion_rate", "reply_rate", "on_time_reply_rate")
    fitting = [(p, f) for p, f in rates if 10 <= f.value < 100 and f.text[0] != f.text[1]]
    chosen = one_of(rng, fitting)
    if chosen is None:
        return None
    text = chosen[1].text
    swapped = text[1] + text[0] + text[2:]
    value = Fraction(swapped.rstrip("%"))
    now = replace(chosen[1], text=swapped, value=value)
    return Planted(with_figure(bulletin, chosen[0], now), now, chosen[1])


@kind(ANY_BASE)
def rate_over_hundred(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A rate above 100 %."""
    chosen = one_of(rng, of_role(bulletin, "completion_rate", "reply_rate"))
    return None if chosen is None else broken(bulletin, *chosen, 100 + Fraction(rng.randint(1, 9)))


@kind(ANY_BASE)
def wrong_share(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A share that its count over the whole does not give."""
    return shift_rate(bulletin, rng, "share")


@kind(ANY_BASE)
def shares_swapped(bulletin: Bulletin, rng: Random) -> Planted | None:
    """The share of one part printed behind another."""
    shares = of_role(bulletin, "share")
    pairs = [(a, b) for a in shares for b in shares if a[0][:2] == b[0][:2] and abs(a[1].value - b[1].value) > 2]
    if not pairs:
        return None
    (place, was), (_, other) = rng.choice(pairs)
    now = replace(was, text=other.text, value=other.value)
    return Planted(with_figure(bulletin, place, now), now, was)


def _counted_with_shares(bulletin: Bulletin) -> Found:
    """Counts of parts that print their share too."""
    shared = {place[:2] for place, _ in of_role(bulletin, "share")}
    return [(p, f) for p, f in of_role(bulletin, "part") if p[:2] in shared]


@kind(ANY_BASE)
def wrong_part(bulletin: Bulletin, rng: Random) -> Planted | None:
    """The count of a part that prints its share: more than the rounding of the share hides."""
    fitting = [(p, f) for p, f in _counted_with_shares(bulletin) if f.value >= 10]
    chosen = one_of(rng, fitting)
    return None if chosen is None else broken(bulletin, *chosen, chosen[1].value * 2 + 1)


@kind(OPEN)
def part_above_whole(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A part that is larger than what it is part of."""
    received = max((f.value for _, f in of_role(bulletin, "received", "forwarded", "due")), default=Fraction(0))
    chosen = one_of(rng, of_role(bulletin, "part"))
    return None if chosen is None else broken(bulletin, *chosen, received + rng.randint(5, 50))


@kind(OPEN)
def wrong_valid(bulletin: Bulletin, rng: Random) -> Planted | None:
    """Valid letters that are not those received less those taken away."""
    return shift_count(bulletin, rng, "valid")


@kind(OPEN)
def wrong_invalid(bulletin: Bulletin, rng: Random) -> Planted | None:
    """Letters taken away that do not account for the difference."""
    return shift_count(bulletin, rng, "duplicate", "invalid")


@kind(OPEN)
def wrong_forwarded(bulletin: Bulletin, rng: Random) -> Planted | None:
    """Answered directly and forwarded do not add up to what came in."""
    return shift_count(bulletin, rng, "direct") if of_role(bulletin, "forwarded") else None


@kind(OPEN)
def wrong_open_items(bulletin: Bulletin, rng: Random) -> Planted | None:
    """Completed and in progress do not add up to what came in."""
    return shift_count(bulletin, rng, "in_progress")


@kind(OPEN)
def wrong_not_completed(bulletin: Bulletin, rng: Random) -> Planted | None:
    """Completed and not completed do not add up to what was due."""
    return shift_count(bulletin, rng, "not_completed")


@kind(ANY_BASE)
def wrong_completed(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A count of completions that fits neither what is open nor its rate."""
    fitting = [(p, f) for p, f in of_role(bulletin, "completed") if f.value > 4]
    chosen = one_of(rng, fitting)
    if chosen is None:
        return None
    return broken(bulletin, *chosen, chosen[1].value - rng.randint(2, int(chosen[1].value) // 2))


@kind(WRONG)
def wrong_on_time_count(bulletin: Bulletin, rng: Random) -> Planted | None:
    """Completed in time and completed late do not add up to what was completed."""
    late = {place[:2] for place, _ in of_role(bulletin, "overdue_completed")}
    fitting = [(p, f) for p, f in of_role(bulletin, "on_time") if p[:2] in late]
    chosen = one_of(rng, fitting)
    return None if chosen is None else broken(bulletin, *chosen, off_by(rng, chosen[1].value))


@kind(WRONG)
def more_on_time_than_replied(bulletin: Bulletin, rng: Random) -> Planted | None:
    """More replies in time than replies."""
    replied = max((f.value for _, f in of_role(bulletin, "received")), default=Fraction(0))
    chosen = one_of(rng, of_role(bulletin, "replied_on_time"))
    return None if chosen is None else broken(bulletin, *chosen, replied + rng.randint(1, 30))


@kind(WRONG)
def more_satisfied_than_rated(bulletin: Bulletin, rng: Random) -> Planted | None:
    """More were satisfied than gave a grade."""
    rated = max((f.value for _, f in of_role(bulletin, "rated")), default=Fraction(0))
    chosen = one_of(rng, of_role(bulletin, "satisfied")) if rated else None
    return None if chosen is None else broken(bulletin, *chosen, rated + rng.randint(1, 20))


def _changes(bulletin: Bulletin) -> Found:
    """Changes whose earlier figure is printed beside them."""
    earlier = {place[:2] for place, _ in of_role(bulletin, "earlier", "year_earlier")}
    return [(p, f) for p, f in of_role(bulletin, "change") if p[:2] in earlier and f.over]


@kind(WRONG)
def wrong_change(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A change that the two figures do not give."""
    chosen = one_of(rng, _changes(bulletin))
    if chosen is None:
        return None
    return broken(bulletin, *chosen, chosen[1].value + half_up(Fraction(rng.randint(30, 120), 10), chosen[1].decimals))


@kind(WRONG)
def change_on_later_base(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A change divided by the later figure."""
    fitting = []
    for place, was in _changes(bulletin):
        now, before = was.over or (0, 0)
        wrong = half_up(Fraction(abs(now - before) * 100, now), was.decimals) if now else was.value
        if abs(wrong - was.value) > Fraction(2, 10**was.decimals):
            fitting.append((place, was, wrong))
    if not fitting:
        return None
    place, was, wrong = rng.choice(fitting)
    return broken(bulletin, place, was, wrong)


@kind(WRONG)
def change_turned_round(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A rise called a fall, or the other way round."""
    chosen = one_of(rng, _changes(bulletin))
    if chosen is None:
        return None
    place, was = chosen
    block = bulletin.blocks[place[0]]
    word = None if isinstance(block, Grid) else block[place[2] - 1]
    turned = {"下降": "上升", "降低": "上升", "减少": "增加", "上升": "下降", "增长": "下降", "增加": "减少"}
    if isinstance(block, Grid) or not isinstance(word, str) or word not in turned:
        return None
    changed = (*block[: place[2] - 1], turned[word], *block[place[2] :])
    blocks = (*bulletin.blocks[: place[0]], changed, *bulletin.blocks[place[0] + 1 :])
    return Planted(replace(bulletin, blocks=blocks), was, was)


@kind(WRONG)
def wrong_change_count(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A number of items more or fewer that is not the difference."""
    return shift_count(bulletin, rng, "change_count")


@kind(WRONG)
def wrong_earlier_figure(bulletin: Bulletin, rng: Random) -> Planted | None:
    """An earlier figure from which the printed change does not lead."""
    fitting = [(p, f) for p, f in of_role(bulletin, "earlier", "year_earlier") if f.value > 9]
    chosen = one_of(rng, fitting)
    return None if chosen is None else broken(bulletin, *chosen, chosen[1].value + chosen[1].value // 3)


@kind(ANY_BASE)
def wrong_average(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A daily average that the total over the days does not give."""
    chosen = one_of(rng, of_role(bulletin, "average"))
    if chosen is None:
        return None
    total, days = chosen[1].over or (1, 1)
    return broken(bulletin, *chosen, half_up(Fraction(total, days) * Fraction(rng.randint(25, 40), 10) + 3, 0))


@kind(OPEN)
def months_do_not_add_up(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A month (or quarter) with which all of them no longer give the whole."""
    return shift_count(bulletin, rng, "month")


@kind(OPEN)
def wrong_table_total(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A total that is not the sum of its column."""
    totals = [f for _, f in figures(bulletin) if f.role.startswith("total:") and not f.role.endswith("rate")]
    roles = sorted({f.role for f in totals})
    return shift_count(bulletin, rng, rng.choice(roles)) if roles else None


def _in_tables_with_total(bulletin: Bulletin, prefix: str) -> Found:
    blocks = {place[0] for place, f in figures(bulletin) if f.role.startswith("total:")}
    return [(p, f) for p, f in figures(bulletin) if f.role.startswith(prefix) and p[0] in blocks]


def _joint(bulletin: Bulletin, place: Place) -> bool:
    block = bulletin.blocks[place[0]]
    return isinstance(block, Grid) and bool(block.notes)


@kind(OPEN)
def wrong_table_cell(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A count of one unit with which its column no longer gives the total."""
    cells = [(p, f) for p, f in _in_tables_with_total(bulletin, "cell:") if not f.role.endswith("rate")]
    chosen = one_of(rng, ((p, f) for p, f in cells if not _joint(bulletin, p)))
    return None if chosen is None else broken(bulletin, *chosen, off_by(rng, chosen[1].value))


@kind(ANY_BASE)
def wrong_row_rate(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A rate of one row that its own counts do not give."""
    return shift_rate(bulletin, rng, "cell:completion_rate", "cell:reply_rate", "cell:feedback_rate")


@kind(ANY_BASE)
def wrong_total_rate(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A rate of the total that the totals do not give."""
    return shift_rate(bulletin, rng, "total:completion_rate", "total:reply_rate", "total:feedback_rate")


@kind(ANY_BASE)
def rate_of_another_row(bulletin: Bulletin, rng: Random) -> Planted | None:
    """The rate of the row above, left standing."""
    cells = [(p, f) for p, f in figures(bulletin) if f.role in ("cell:completion_rate", "cell:reply_rate")]
    pairs = [(a, b) for a in cells for b in cells if a[0][0] == b[0][0] and a[0][1] == b[0][1] + 1]
    fitting = [(a, b) for a, b in pairs if abs(a[1].value - b[1].value) > 2]
    if not fitting:
        return None
    (place, was), (_, other) = rng.choice(fitting)
    now = replace(was, text=other.text, value=other.value)
    return Planted(with_figure(bulletin, place, now), now, was)


@kind(ANY_BASE)
def impossible_rate(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A rate of a row that no whole number over its small base gives."""
    cells = of_role(bulletin, "cell:completion_rate", "cell:reply_rate", "cell:feedback_rate")
    fitting = [(p, f) for p, f in cells if f.decimals == 2 and f.over and 3 <= f.over[1] < 60 and f.value > 10]
    chosen = one_of(rng, fitting)
    return None if chosen is None else broken(bulletin, *chosen, chosen[1].value - Fraction(rng.randint(5, 60), 100))


@kind(OPEN)
def text_against_table(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A count that text and table print, with another value in the table's total."""
    return shift_count(bulletin, rng, "total:received", "total:due", "total:forwarded", "total:valid")


@kind(OPEN)
def wrong_kind_total(bulletin: Bulletin, rng: Random) -> Planted | None:
    """The total of a table of kinds of request that its rows do not give."""
    return shift_count(bulletin, rng, "kind:total")


@kind(ANY_BASE)
def wrong_kind_share(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A share in a table of kinds of request that its count does not give."""
    return shift_rate(bulletin, rng, "kind:share")


@kind(WRONG)
def rank_out_of_order(bulletin: Bulletin, rng: Random) -> Planted | None:
    """Two units whose ranks are not in the order of their scores."""
    scores = of_role(bulletin, "score")
    if len(scores) < 3:
        return None
    place, was = rng.choice(scores[1:])
    return broken(bulletin, place, was, max(f.value for _, f in scores) + Fraction(rng.randint(10, 99), 100))


@kind(WRONG)
def wrong_note(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A remark that spreads another number of late items than its row prints."""
    chosen = one_of(rng, of_role(bulletin, "note"))
    if chosen is None:
        return None
    place, was = chosen
    value = was.value + rng.randint(1, 5)
    now = replace(was, text=f"逾期{value}件", value=value)
    return Planted(with_figure(bulletin, place, now), now, was)


@kind(ANY_BASE)
def wrong_public_share(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A share of what is public that its count gives of nothing."""
    return shift_rate(bulletin, rng, "public_rate")


@kind(ODD)
def counter_that_falls(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A counter since the opening of a mailbox that is lower on the later day."""
    chosen = one_of(rng, of_role(bulletin, "counter_after"))
    before = [f.value for place, f in of_role(bulletin, "counter_before") if chosen and place[0] == chosen[0][0]]
    if chosen is None or not before:
        return None
    return broken(bulletin, *chosen, before[0] - rng.randint(1, max(1, int(before[0]) // 10)))


@kind(ODD)
def praised_with_late_items(bulletin: Bulletin, rng: Random) -> Planted | None:
    """Late items in the row of a unit that the text praises."""
    praised = {(f.role.partition(":")[2], f.text) for _, f in figures(bulletin) if f.role.startswith("praised:")}
    rows = {
        (no, row_no)
        for no, block in enumerate(bulletin.blocks)
        if isinstance(block, Grid)
        for row_no, row in enumerate(block.rows)
        if any(channel in block.caption and unit in row for channel, unit in praised)
    }
    late = [(p, f) for p, f in of_role(bulletin, "cell:overdue_completed") if p[:2] in rows]
    chosen = one_of(rng, late)
    return None if chosen is None else broken(bulletin, *chosen, Fraction(rng.randint(1, 4)))


@kind(NO_BASE)
def share_of_no_whole_number(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A share whose count is not printed, and which no whole number of the letters received gives."""
    fitting = []
    for place, was in of_role(bulletin, "share_alone"):
        n = was.over[1] if was.over else 0
        if not 0 < n < 3000:
            continue
        given = {half_up(Fraction(k * 100, n), was.decimals) for k in range(n + 1)}
        step = Fraction(1, 10**was.decimals)
        beside = [was.value + i * step for i in range(-30, 31)]
        # Beside a share that is given only by cutting off or rounding half down nothing shows.
        free = [v for v in beside if 0 < v < 100 and not given & {v, v - step, v + step}]
        fitting += [(place, was, v) for v in free]
    if not fitting:
        return None
    place, was, value = rng.choice(fitting)
    return broken(bulletin, place, was, value)


@kind(OPEN | ODD)
def speakers_who_differ(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A counter of which the writer of a letter reads more than the office that answers some days later."""
    chosen = one_of(rng, of_role(bulletin, "writer_received"))
    return None if chosen is None else broken(bulletin, *chosen, chosen[1].value + rng.randint(1, 40))


@kind(WRONG)
def wrong_points(bulletin: Bulletin, rng: Random) -> Planted | None:
    """A difference of two printed rates that is not their difference."""
    chosen = one_of(rng, of_role(bulletin, "points"))
    if chosen is None:
        return None
    return broken(bulletin, *chosen, chosen[1].value + half_up(Fraction(rng.randint(20, 90), 10), chosen[1].decimals))


@kind(OPEN)
def list_of_another_length(bulletin: Bulletin, rng: Random) -> Planted | None:
    """More letters than the list behind them has entries."""
    chosen = one_of(rng, of_role(bulletin, "listed"))
    return None if chosen is None else broken(bulletin, *chosen, chosen[1].value + rng.randint(1, 3))
