"""Changes behind 分别, each of the figure in its place, or of one figure against the periods in their places.

What belongs here: 来信、办结分别增长20%、15%, 环比、同比分别下降8%、上升5%. What does not: a single change
(``changes``), and values that are no changes (``lists``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from parsers.claims.bases import basis_of
from parsers.claims.changes import is_of_earlier, return_to_own_period, with_sign, write_change
from parsers.claims.sentence import Figure, Sentence
from parsers.claims.walk import About, Walk, leave, write
from parsers.claims.words import any_of
from parsers.records import Claim

_CHANGES = ("change", "change_count")
_IN_PERCENT = {"bare", "points", "rate"}
_IN_ITEMS = {"bare", "count"}


@dataclass(frozen=True, slots=True)
class _Moved:
    """What rose or fell: a metric, ``None`` where it is not known, and the figure of it where one is printed."""

    metric: str | None
    claim: Claim | None = None


def read_changes_in_order(walk: Walk, index: int) -> bool:
    """Read changes of several figures at once, each of the figure in its place (A率、B率分别提高0.1、0.5个百分点), or
    of one figure against two periods (环比、同比分别增长3%、5%).

    ``index`` is the token 分别. As many figures must have been printed before in the sentence, those without a known
    metric counted; their own changes are left out. Whether it is such a list; one whose figures are not known, or
    cannot be told from each other, is left unassigned.
    """
    sentence = walk.sentence
    values = _values(sentence, index)
    kinds = {figure.number.kind for figure in values}
    if len(values) < 2 or not (kinds <= _IN_PERCENT or kinds <= _IN_ITEMS) or kinds == {"bare"}:
        return False
    metric, label = ("change_count", "增减") if "count" in kinds else ("change", "变化")
    unit = values[-1].number.unit
    values = [replace(v, number=replace(v.number, unit=unit)) for v in values]
    walk.used.update(value.index for value in values)
    bases = bases_joined(sentence.text[: sentence.tokens[index].start])
    if len(bases) == len(values):
        for value, basis in zip(values, bases, strict=True):
            write_change(walk, value, metric, label, basis=basis)
        return True
    moved = _moved(walk, index, values, only_rates="points" in kinds)
    if len(moved) != len(values) or not _are_told_apart(moved):
        for value in values:
            leave(walk, value)
        return True
    return_to_own_period(walk)
    for value, what in zip(values, moved, strict=True):
        if what.metric is not None and what.claim is None:
            write_change(walk, value, metric, label, of_metric=what.metric)
        elif what.claim is not None:
            _write_of(walk, value, metric, label, what.claim)
    return True


def _values(sentence: Sentence, index: int) -> list[Figure]:
    """The changes behind token ``index`` with no more than 、 and words of change between them, in its segment."""
    values: list[Figure] = []
    end = sentence.tokens[index].end
    for at in range(index + 1, len(sentence.tokens)):
        token = sentence.tokens[at]
        if token.kind == "respectively" or (token.kind == "stop" and token.text in "；;"):
            break
        figure = sentence.figure(at)
        if figure is None or (figure.number.kind == "duration" and figure.number.unit == "年"):
            continue
        gap = sentence.text[values[-1].end if values else end : figure.start]
        joint = rf"\s*(?:[、，,]|{any_of('joining')})?\s*{any_of('falls', 'rises')}?了?"
        if values and re.fullmatch(joint, gap) is None:
            break
        if not values and not _opens_changes(sentence, index, gap):
            continue
        values.append(figure)
    return values


def _opens_changes(sentence: Sentence, index: int, gap: str) -> bool:
    """Whether the words behind 分别 (分别增长), or before it and 为 (增幅分别为), say that a figure is a change."""
    moved = any_of("falls", "rises")
    if re.search(rf"{moved}了?$", gap):
        return True
    is_named = re.search(rf"{moved}$", sentence.text[: sentence.tokens[index].start])
    return is_named is not None and re.fullmatch("[为是达]?", gap) is not None


def bases_joined(text: str) -> tuple[str, ...]:
    """The two comparisons that ``text`` ends by naming together (环比、同比; 较上月和去年同期), in their order."""
    previous = rf"(?:{any_of('previous_period')}|上个?月|上周|上季度|上期)"
    year = rf"(?:{any_of('year_earlier')}|去年|上年)"
    joint = rf"(?:增减|变化)?(?:相比)?\s*(?:、|{any_of('joining')}|[，,])?\s*[较比]?"
    end = rf"(?:相比|比)?[，,]?(?:均|都)?{any_of('falls', 'rises')}?$"
    for first, second, order in (
        (previous, year, ("previous_period", "year_earlier")),
        (year, previous, ("year_earlier", "previous_period")),
    ):
        if re.search(first + joint + second + end, text):
            return order
    return ()


def _moved(walk: Walk, index: int, values: list[Figure], *, only_rates: bool) -> list[_Moved]:
    """What the changes are of: the figures of the sentence before them, else what is named straight before 分别."""
    moved = _printed_before(walk, values[0], only_rates=only_rates)
    if len(moved) != len(values) and _is_in_order_again(walk, values[0]):
        moved = moved[-len(values) :]
    if len(moved) != len(values) and len(parts := _parts_at_end(moved)) == len(values):
        moved = parts
    return moved if len(moved) == len(values) else _joined_before(walk.sentence, index)


def _parts_at_end(moved: list[_Moved]) -> list[_Moved]:
    """The last figures of a list as far as they are of parts (受理90件，其中投诉类40件、咨询类30件)."""
    is_whole = [at for at, m in enumerate(moved) if m.claim is None or m.claim.category is None]
    return moved[is_whole[-1] + 1 :] if is_whole else moved


def _are_told_apart(moved: list[_Moved]) -> bool:
    """Whether no two of the figures that moved are alike in all but their value (来电120件、来信80件)."""
    known = [
        (m.metric, m.claim and (m.claim.channel, m.claim.category, m.claim.agency, m.claim.unit))
        for m in moved
        if m.metric
    ]
    return len(set(known)) == len(known)


def _write_of(walk: Walk, value: Figure, metric: str, label: str, moved: Claim) -> None:
    """Write a change of the figure that ``moved`` is."""
    about = About(
        of_metric=moved.metric,
        basis=basis_of(walk, value),
        channel=moved.channel,
        category=moved.category,
        agency=moved.agency,
        group=moved.group,
        whole=moved.category is None,
    )
    write(walk, with_sign(walk.sentence, value), metric, label, about)


def _joined_before(sentence: Sentence, index: int) -> list[_Moved]:
    """The metrics named straight before 分别 (token ``index``) that rose or fell (来信量和回复量分别增长3%、5%)."""
    named = sentence.between(sentence.clause_start(index), sentence.tokens[index].start, "metric")
    return [_Moved(str(t.value)) for t in named if t.value not in _CHANGES] if len(named) > 1 else []


def _is_in_order_again(walk: Walk, first: Figure) -> bool:
    """Whether changes were printed in order before in the sentence: those behind them are of the figures since then."""
    changes = [walk.sentence.place_of(c) for c in walk.reading.claims if c.metric in _CHANGES]
    return any(place < first.start for place in changes)


def _printed_before(walk: Walk, first: Figure, *, only_rates: bool) -> list[_Moved]:
    """The figures of the sentence before ``first``, those without a known metric counted; those of an earlier period
    only where they stand alone.
    """
    sentence = walk.sentence
    counted = [
        c
        for c in walk.reading.claims
        if c.metric not in (*_CHANGES, "share")
        and (c.unit == "%" or not only_rates)
        and sentence.place_of(c) < first.start
    ]
    counted = [c for c in counted if not is_of_earlier(walk, c)] or counted
    found = [(sentence.place_of(c), _Moved(c.metric, c)) for c in counted]
    found += [
        (int(item.locator.rsplit(":", 1)[1].split("-")[0]) - sentence.offset, _Moved(None))
        for item in walk.reading.loose
        if item.number.kind == "rate" or not only_rates
    ]
    return [moved for place, moved in sorted(found, key=lambda pair: pair[0]) if place < first.start]
