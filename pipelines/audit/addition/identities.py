"""The identities and limits of ``rules/flows.yaml``, and what one makes of a set of figures.

What belongs here: reading the rules, and trying them on figures of which it is known that they belong together. What
does not: which figures of a text or a table do, and what to say of them (``flows``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from parsers.vocabulary import metrics
from pipelines.audit.finding import VERDICTS
from pipelines.audit.intervals import Figure, room_of
from pipelines.audit.rules import BadRule, field

_PLACE = "pipelines/audit/rules/flows.yaml"


@dataclass(frozen=True, slots=True)
class Flow:
    """An identity or a limit: ``parts`` (``optional`` ones, too, and ``filling`` ones as far as there is room) against
    ``whole`` or one of ``or_whole``.

    It is not tried where one of ``unless`` is printed, and told only where it holds if ``only_agrees``. ``short`` is
    ``None`` for a limit. ``short_why`` and
    ``over_why`` say in Chinese and English what could explain parts that fall short and that exceed; empty if nothing.
    """

    whole: str
    parts: tuple[str, ...]
    optional: tuple[str, ...]
    or_whole: tuple[str, ...]
    unless: tuple[str, ...]
    short: str | None
    over: str
    short_why: tuple[str, ...]
    over_why: tuple[str, ...]
    filling: tuple[str, ...] = ()
    only_agrees: bool = False


def _metrics(row: Mapping[str, object], name: str, place: str) -> tuple[str, ...]:
    """A field that is a list of metrics; one that the kind of rule does not have is empty."""
    value = row.get(name, [])
    if not isinstance(value, list) or not set(value) <= metrics().keys():
        raise BadRule(f"{place}: {name}: a list of metrics of the vocabulary expected, got {value!r}")
    return tuple(value)


def _why(row: Mapping[str, object], name: str, place: str) -> tuple[str, ...]:
    value = row.get(name, [])
    if not isinstance(value, list) or len(value) not in (0, 2) or not all(isinstance(text, str) for text in value):
        raise BadRule(f"{place}: {name}: nothing, or a text in Chinese and one in English expected, got {value!r}")
    return tuple(value)


def _flow(row: Mapping[str, object], kind_of_rule: str) -> Flow:
    place = f"{_PLACE}: {kind_of_rule}: {row.get('whole')} of {row.get('parts')}"
    needed = {"whole", "parts", "unless", "over", "over_why"}
    if kind_of_rule == "identities":
        needed |= {"optional", "or_whole", "short", "short_why"}
    missing = needed - row.keys()
    if missing:
        raise BadRule(f"{place}: {', '.join(sorted(missing))} missing")
    flow = Flow(
        whole=str(row["whole"]),
        parts=_metrics(row, "parts", place),
        optional=_metrics(row, "optional", place),
        or_whole=_metrics(row, "or_whole", place),
        unless=_metrics(row, "unless", place),
        short=str(row["short"]) if "short" in row else None,
        over=str(row["over"]),
        short_why=_why(row, "short_why", place),
        over_why=_why(row, "over_why", place),
        filling=_metrics(row, "filling", place),
    )
    unknown = sorted({flow.whole} - metrics().keys()) + sorted({flow.over, flow.short or flow.over} - VERDICTS.keys())
    if unknown:
        raise BadRule(f"{place}: {', '.join(unknown)} not in the vocabulary")
    return flow


@cache
def flows() -> tuple[Flow, ...]:
    """The identities, those that are told only where they hold, and the limits. Raises ``BadRule`` for a row that
    cannot be used.
    """
    rows = ((name, row) for name in ("identities", "agreeing", "limits") for row in field("flows", name))
    return tuple(_agreeing(row) if name == "agreeing" else _flow(row, name) for name, row in rows)


def _agreeing(row: Mapping[str, object]) -> Flow:
    silent = {
        "optional": [],
        "or_whole": [],
        "short": "consistent",
        "over": "consistent",
        "short_why": [],
        "over_why": [],
    }
    return replace(_flow({**row, **silent}, "identities"), only_agrees=True)


@cache
def limits_of_one_sentence() -> tuple[Flow, ...]:
    """The limits that are told of one sentence, where they are exceeded."""
    return tuple(_flow(row, "of_one_sentence") for row in field("flows", "of_one_sentence"))


@dataclass(frozen=True, slots=True)
class FlowResult:
    """A flow on one set of figures: the metrics added, their sum, the gap to the whole, and the verdict."""

    flow: Flow
    parts: tuple[str, ...]
    added: Fraction
    gap: Fraction
    verdict: str


def first_of_each(figures: Iterable[Figure]) -> dict[str, Figure]:
    """The first of the figures of each metric, on which the rules are tried."""
    found: dict[str, Figure] = {}
    for f in figures:
        found.setdefault(f.metric, f)
    return found


def is_tried(flow: Flow, figures: Mapping[str, Figure]) -> bool:
    """Whether all that a flow needs is printed as exact counts, and nothing that makes it silent."""
    if flow.whole not in figures:
        return False
    needed = (flow.whole, *flow.parts)
    if any(m not in figures for m in needed) or any(m in figures for m in flow.unless):
        return False
    used = (figures[m] for m in (*needed, *flow.optional, *flow.filling, *flow.or_whole) if m in figures)
    return not any(f.is_bound or f.is_about for f in used)


def flow_result(
    flow: Flow, figures: Mapping[str, Figure], elsewhere: Mapping[str, Figure] = MappingProxyType({})
) -> FlowResult | None:
    """A flow on the figures of one part; ``None`` where it is not tried.

    ``elsewhere`` are figures of the same part in other paragraphs: the sum may be one of them.
    """
    if not is_tried(flow, figures):
        return None
    whole = figures[flow.whole].value
    extra = tuple(m for m in flow.optional if m in figures)
    filling = tuple(m for m in flow.filling if m in figures)
    sums = [
        (parts, sum((figures[m].value for m in parts), Fraction(0)))
        for parts in dict.fromkeys((flow.parts, (*flow.parts, *extra), (*flow.parts, *extra, *filling)))
    ]
    wholes = {**elsewhere, **figures}
    for other in (flow.whole, *flow.or_whole):
        for parts, added in sums:
            if other in wholes and agrees(added, [figures[m] for m in parts], wholes[other]):
                held = flow if other == flow.whole else replace(flow, whole=other)
                return FlowResult(held, parts, added, Fraction(0), "consistent")
    if flow.only_agrees:
        return None
    # What only may be among it, as calls of a hotline (未接通), makes nothing exceed it.
    known = [(parts, added) for parts, added in sums if added <= whole or not {*parts} & {*flow.filling}]
    parts, added = known[-1] if known[0][1] < whole else known[0]
    gap = added - whole
    if gap > 0:
        return FlowResult(flow, parts, added, gap, flow.over)
    return FlowResult(flow, parts, added, gap, flow.short or "consistent")


def agrees(added: Fraction, parts: Sequence[Figure], whole: Figure) -> bool:
    """Whether parts add up to their whole: counts that are printed rounded (29.64万件) to half a unit of their last
    digit each."""
    return abs(added - whole.value) <= room_of((*parts, whole))


def _says_more(stricter: Flow, limit: Flow) -> bool:
    parts, more = set(limit.parts), set(stricter.parts)
    return (
        not stricter.only_agrees
        and stricter.whole == limit.whole
        and (parts < more or (stricter.short is not None and parts == more))
    )


@cache
def with_stricter() -> tuple[tuple[Flow, tuple[Flow, ...]], ...]:
    """Each flow, a limit with the rules that say more than it: those with all its parts and more, identities of its
    parts."""
    return tuple((f, () if f.short else tuple(s for s in flows() if _says_more(s, f))) for f in flows())


def results(
    figures: Mapping[str, Figure], elsewhere: Mapping[str, Figure] = MappingProxyType({})
) -> tuple[FlowResult, ...]:
    """Every flow that can be tried on the figures of one part (``elsewhere`` as for ``flow_result``); no limit where a
    rule that says more can be tried.
    """
    if len(figures) < 2:  # a whole and a part
        return ()
    told = [(flow, stricter) for flow, stricter in with_stricter() if flow.whole in figures]
    found = (
        flow_result(f, figures, elsewhere) for f, stricter in told if not any(is_tried(s, figures) for s in stricter)
    )
    return tuple(r for r in found if r is not None)


def is_filled_otherwise(flow: Flow, held: Sequence[Flow]) -> bool:
    """Whether an identity that holds has the whole and a stage of another one: what is short of it counts the stages
    twice or leaves one out (办结80件，未办结20件，其中办理中15件).
    """
    return flow.short is not None and any(h.whole == flow.whole and {*h.parts} & {*flow.parts} for h in held)
