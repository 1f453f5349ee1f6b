"""Reading one percentage: as a rate, as the share of a part, or as the same rate of another part or period.

What belongs here: which metric a percentage is of, and whose. What does not: shares before or behind their counts
(``shares``), changes (``changes``), percentages in the order of a list (``lists``).
"""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.claims.changes import ends_in_change, last_rate, reaches, read_rate_or_level
from parsers.claims.lists import read_pairs
from parsers.claims.measures import (
    is_of_units_only,
    metric_of_clause_before,
    metrics_after,
    metrics_before,
    of_kind,
    rate_without_its_word,
)
from parsers.claims.names import is_kind, only_says_when, part_name
from parsers.claims.naming import name_largest, name_listed_office, name_part, name_rated_part, name_several
from parsers.claims.parts import read_earlier_value
from parsers.claims.sentence import Figure
from parsers.claims.shares import (
    closes_list,
    is_first_in_order,
    is_of_several,
    parts_in_row,
    read_share_of_count,
    read_shares_of_row,
    speaks_of_part,
)
from parsers.claims.tokens import Token
from parsers.claims.walk import About, Walk, add, leave
from parsers.claims.words import any_of

_SURE_OF_LOST = 0.9  # confidence of a rate whose 率 was lost
_LONGEST_REPEAT = 12  # characters between two figures of one metric that is said once


def read_rate(walk: Walk, figure: Figure) -> None:
    """Read a percentage by the metrics before it, or behind it; what it is of and is not said is left."""
    sentence = walk.sentence
    if is_of_units_only(sentence, figure) or re.search(any_of("weights"), sentence.text):
        leave(walk, figure)
        return
    metrics = metrics_before(sentence, figure, "rate") or metrics_after(sentence, figure, "rate")
    # 结案率减少0.94%: by how much it fell, no rate of so much.
    said = sentence.text[metrics[-1].end : figure.start] if metrics else sentence.clause_before(figure)
    if _is_rate_of_earlier(walk, figure) and _is_moved_from(walk, figure):
        metrics = []  # 满意率97.2%，环比上季度95.1%上升2.1个百分点
    elif any(metric.value == "change" for metric in metrics) or ends_in_change(said):
        read_rate_or_level(walk, figure)
        return
    if metrics and metrics[0].value != "share":
        name_part(walk, figure, metrics[0])
        name_several(walk, figure, metrics[0])
        if read_pairs(walk, figure, metrics):
            return
    several = is_of_several(sentence.clause_before(figure)) or closes_list(walk, figure)
    for metric in metrics:
        if metric.value != "share":
            add(walk, figure, metric)
        elif several or _is_weight(walk, metric.start):
            leave(walk, figure)  # of what part, is not said
        elif read_shares_of_row(walk, figure, metric):
            continue
        elif is_first_in_order(walk, figure):
            leave(walk, figure)  # 三区分别占39%、34%、27%: of which of them, its place says
        elif (names := parts_in_row(walk, figure, metric)) is not None:
            add(walk, figure, metric, About(category=names, group=f"{walk.group_of('share')}.together"))
        elif name_rated_part(walk, figure, metric.start) or speaks_of_part(walk, metric):
            add(walk, figure, metric)
        elif not read_share_of_count(walk, figure, metric):
            leave(walk, figure)
    if not metrics:
        _read_repeated_rate(walk, figure)


def _is_weight(walk: Walk, share: int) -> bool:
    """Whether what is said to be so much is a rate: what it counts for in a score (响应率占10%), no part of letters."""
    return (
        re.search(r"[\u4e00-\u9fff]{2}率(?:的?(?:权重|分值|比重))?$", walk.sentence.text[:share].rstrip()) is not None
    )


def _read_repeated_rate(walk: Walk, figure: Figure) -> None:
    """Read a rate whose metric is said once for several parts, each named (咨询类占42%、投诉类7%), or periods."""
    if _is_rate_of_earlier(walk, figure) and walk.previous is not None:
        read_earlier_value(walk, figure, walk.previous[1])
        return
    if (named := name_listed_office(walk, figure)) is not None:
        rates = [t for t in walk.sentence.between(0, named, "metric") if t.value not in ("share", "change")]
        if rates := of_kind(rates, "rate"):
            add(walk, figure, rates[-1])
            return
    if reaches(walk.sentence, figure):
        read_rate_or_level(walk, figure)
        return
    if (metric := metric_of_clause_before(walk.sentence, figure, "rate")) is not None:
        name_largest(walk, figure)
        add(walk, figure, metric)
        return
    if only_says_when(walk.sentence, figure) and (rate := last_rate(walk)) is not None:
        read_earlier_value(walk, figure, rate)
        return
    if (metric := rate_without_its_word(walk.sentence, figure)) is not None:
        add(walk, figure, metric)
        walk.reading.claims[-1] = replace(walk.reading.claims[-1], confidence=_SURE_OF_LOST)
        return
    metric = _repeated_metric(walk, figure)
    if metric is not None and name_rated_part(walk, figure, figure.start):
        add(walk, figure, metric)
    else:
        leave(walk, figure)


def _is_rate_of_earlier(walk: Walk, figure: Figure) -> bool:
    """Whether a clause gives the rate just before once more, for another period (办结率97.2%，较上月95.3%提高…)."""
    if walk.previous is None or not only_says_when(walk.sentence, figure):
        return False
    before, claim = walk.previous
    is_next = re.fullmatch(r"\s*[，,]?[^，,；;]*", walk.sentence.text[before.end : figure.start]) is not None
    return is_next and claim.unit == "%" and claim.metric not in ("share", "change")


def _is_moved_from(walk: Walk, figure: Figure) -> bool:
    """Whether the words behind a figure say by how much another one is above or below it."""
    return re.match(rf"{any_of('rises', 'falls')}[了约]?\d", walk.sentence.after(figure)) is not None


def _repeated_metric(walk: Walk, figure: Figure) -> Token | None:
    """The metric of the rate just before, where that is of a part and no more than a name stands between."""
    if walk.previous is None:
        return None
    before, claim = walk.previous
    gap = walk.sentence.text[before.end : figure.start]
    is_listed = is_kind(part_name(walk.sentence, before.end, figure.start))
    if claim.group is None or len(gap) > _LONGEST_REPEAT or re.search("[；;]" if is_listed else "[，；,;]", gap):
        return None
    rates = of_kind(walk.sentence.between(0, before.start, "metric"), "rate")
    return next((t for t in rates if t.value == claim.metric), None)
