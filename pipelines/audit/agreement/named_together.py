"""N1 for units named together: one figure that a sentence gives for each of several (甲县、乙县回复率均为100%).

What belongs here: such a figure against the one that each unit has by itself, in a row of a table or in another
sentence. What does not: units that are named alone (``named_rows``), what several have together (``sums``), praise
(``praise``, ``ranking``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.records import Claim
from pipelines.audit.agreement.named_rows import may_be_one
from pipelines.audit.figures import claims_of, distinct, figure, kind, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure, allow_one, severity_between
from pipelines.audit.rules import words
from pipelines.audit.sheets import sheets
from pipelines.audit.stated import compact, label_of, period_of, shown, shown_en, the_channel_en
from pipelines.audit.wording import channel_zh, metric_en

_RULES = "named_together"
FEWEST = 2
_JOINING = re.compile("[、和及与]|以及|[，,](?=[^，,、]{2,12}[、和及与])")
_CLAUSE = re.compile("[。；;：:]")
_PLACE = re.compile(r"(?<=..)[省市县区州旗镇乡]$")


def _items(claim: Claim) -> list[str]:
    """What stands between the marks of a list in the clause before a figure, the last item with the words behind it."""
    before = compact(claim.quote).partition(compact(claim.printed))[0]
    return [item for item in _JOINING.split(_CLAUSE.split(before)[-1]) if item]


def _own_figures(audited: Audited, claim: Claim) -> dict[str, list[Figure]]:
    """The figures that single units have of a metric in the same period, in tables and in other sentences."""
    found: dict[str, list[Figure]] = {}
    for table in sheets(audited):
        for row in table.rows if may_be_one(table, claim) else ():
            if claim.metric in row.by_metric and row.label:
                found.setdefault(compact(row.label), []).append(row.by_metric[claim.metric])
    for other in narrative(audited):
        is_own = other.scope == "unit" and other.agency and not other.each and other.quote != claim.quote
        is_same = (other.metric, other.channel, *period_of(other)) == (claim.metric, claim.channel, *period_of(claim))
        if is_own and is_same and other.agency and (own := figure(other)) is not None:
            found.setdefault(compact(other.agency), []).append(own)
    return found


def _name_in(item: str, names: dict[str, list[Figure]], *, is_last: bool) -> str | None:
    """The unit that an item of a list names, also without its 市 or 县; the last item has words behind the name."""
    for name in sorted(names, key=len, reverse=True):
        for word in (name, _PLACE.sub("", name)):
            if item.startswith(word) if is_last else word in (item[-len(word) :], _PLACE.sub("", item)[-len(word) :]):
                return name
    return None


def _named(items: list[str], names: dict[str, list[Figure]]) -> list[str]:
    """The units of a list that are known, in their order."""
    found = (_name_in(item, names, is_last=n == len(items)) for n, item in enumerate(items, 1))
    return [name for name in found if name]


def _is_of_each(claim: Claim, items: list[str]) -> bool:
    """Whether a figure holds for each unit that is named: a rate does, a count only where 各 or 均 says so."""
    said = items[-1]
    if any(word in said for word in words(_RULES, "together")):
        return False
    return kind(claim.metric) == "rate" or re.search("[各均]", said) is not None


def _findings(audited: Audited) -> Iterator[Finding]:
    for claim in narrative(audited):
        printed = figure(claim) if kind(claim.metric) in ("count", "rate") and claim.metric != "change" else None
        items = _items(claim) if printed is not None else []
        if printed is None or len(items) < FEWEST or not _is_of_each(claim, items):
            continue
        own = _own_figures(audited, claim)
        named = _named(items, own)
        if len(set(named)) < FEWEST:
            continue
        differ = [n for n in named if not any(allow_one(printed, f) for f in own[n])]
        is_sure = len(named) == len(items) and all(len(own[n]) == 1 for n in differ)
        if not differ or is_sure:
            yield _finding(audited, claim, printed, {n: own[n] for n in named}, differ)


def _finding(
    audited: Audited, claim: Claim, printed: Figure, own: dict[str, list[Figure]], differ: list[str]
) -> Finding:
    first = own[(differ or list(own))[0]][0]
    is_rate = kind(claim.metric) == "rate"
    far = severity_between(first.value, printed, is_rate=is_rate)
    values = "；".join(f"{name}{figures[0].printed}" for name, figures in own.items() if not differ or name in differ)
    finding = Finding(
        check_id="N1",
        subject=f"{channel_zh(claim.channel)}{'、'.join(own)}{label_of(claim)}",
        verdict="needs_definition" if differ else "consistent",
        severity=min(far, 2) if differ else 0,
        claimed=shown(claim),
        recomputed="；".join(dict.fromkeys(figures[0].printed for figures in own.values())),
        metric=claim.metric,
        **say(
            _RULES,
            "differ" if differ else "same",
            channel_en=the_channel_en(claim.channel),
            names="、".join(own),
            n=len(own),
            label=label_of(claim),
            label_en=metric_en(claim.metric),
            claimed=shown(claim),
            claimed_en=shown_en(claim),
            values=values,
            values_en="; ".join(f.printed for figures in own.values() for f in figures[:1]),
        ),
    )
    used = [f for name, figures in own.items() for f in figures[:1]]
    return located(audited, finding, (claim, *claims_of(used)))


@check(
    "N1",
    "并提各单位与其各自之数",
    "units named together against their own figures",
    gives="consistent needs_definition",
)
def named_together(audited: Audited) -> Iterator[Finding]:
    """A figure that a sentence gives for each of several units (甲县、乙县回复率均为100%) against the one that each of
    them has in its row of a table, or in a sentence of its own.

    Counts only where 各 or 均 says that they are of each. A unit without a figure of its own is passed over. A
    difference is told where every name of the list is known and the unit that differs has one figure of that metric: it
    may be counted otherwise there.

    Tolerance: none for counts; for rates half a unit of the last printed digit of either; a bound (95%以上) takes in
    what lies within it.
    """
    yield from distinct(_findings(audited))
