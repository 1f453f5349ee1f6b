"""A9: do the stages of handling fit each other: received, forwarded, due, completed, still open?

What belongs here: the identities of ``rules/flows.yaml`` on the counts of one paragraph or one row. What does not:
rates (``rates``, ``table_rates``) and enumerations of kinds (``parts``).
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import product

from parsers.records import Claim
from pipelines.audit.addition.asides import TOGETHER, carried_in, together, turned_away, with_left_over, words_before
from pipelines.audit.addition.handed_on import chain_findings, not_valid_findings, remainder_findings
from pipelines.audit.addition.identities import (
    Flow,
    FlowResult,
    first_of_each,
    flow_result,
    is_filled_otherwise,
    is_tried,
    limits_of_one_sentence,
    results,
    with_stricter,
)
from pipelines.audit.addition.of_channels import umbrella_findings
from pipelines.audit.addition.ways import ways_findings
from pipelines.audit.figures import (
    beside,
    block,
    cause,
    claims_of,
    distinct,
    figure,
    kind,
    located,
    narrative,
    of_paragraph,
    part_counted,
    same_part,
    same_subject,
    span,
    text_between,
)
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.groups import filled_groups
from pipelines.audit.intervals import Figure, is_nearest, severity_of_gap
from pipelines.audit.rate.defined import leaves_some_out
from pipelines.audit.rate.formulas import fits
from pipelines.audit.rules import words
from pipelines.audit.sheets import Sheet, SheetRow, group_sheets, sheets
from pipelines.audit.steps import step
from pipelines.audit.wording import about, decimal, metric_en, metric_zh, signed

FARTHEST_OVER = Fraction(1, 2)
"""Of the whole: stages that exceed it by more are not stages of it."""

FARTHEST_SHORT = Fraction(3, 4)
"""Of what came in: stages that fall short of it by more were counted of something else."""


def _names(parts: tuple[str, ...], *, english: bool = False) -> str:
    return " + ".join(map(metric_en, parts)) if english else "、".join(map(metric_zh, parts))


def _words(result: FlowResult, figures: Mapping[str, Figure]) -> dict[str, str]:
    flow = result.flow
    whole = figures[flow.whole].value
    why_zh, why_en = (flow.over_why if result.gap > 0 else flow.short_why) or ("", "")
    with_carried = TOGETHER in figures[flow.whole].printed
    if with_carried:
        why_zh = why_en = ""  # those of earlier periods are counted already
    said = _of_own_accord(result, figures)
    terms, added = "+".join(decimal(figures[m].value) for m in result.parts), decimal(result.added)
    is_sum = len(result.parts) > 1
    return {
        "whole_zh": metric_zh(flow.whole) + ("加上期结转" if with_carried else ""),
        "whole_en": metric_en(flow.whole) + (" and those carried over" if with_carried else ""),
        "whole": decimal(whole),
        "parts_zh": "+".join(map(metric_zh, result.parts)),
        "parts_en": _names(result.parts, english=True),
        "terms": terms,
        "added": added,
        "sum": f"{terms}={added}" if is_sum else added,
        "sum_en": f"{terms} = {added}" if is_sum else added,
        "gap": signed(result.gap),
        "why_zh": f"文中称含{said}，未印其件数。" if said else f"{why_zh}，文中未说明。" if why_zh else "",
        "why_en": " The text says that some were answered without being handed on, not how many."
        if said
        else f" {why_en.capitalize()}; the text does not say."
        if why_en
        else "",
    }


def _of_own_accord(result: FlowResult, figures: Mapping[str, Figure]) -> str | None:
    """The words with which the sentence of replies that exceed what was handed on says why (含主动回复)."""
    claim = figures[result.parts[-1]].claim
    if claim is None or result.gap <= 0 or "replied" not in result.parts:
        return None
    return next((word for word in words("flows", "of_own_accord") if word in claim.quote), None)


def _printed(whole: Figure) -> str:
    """A count as a number; one that is printed in 万, or in two parts, as it is printed."""
    return whole.printed if whole.step > 1 or TOGETHER in whole.printed else decimal(whole.value)


def _case(result: FlowResult, whole: Figure) -> str:
    if result.verdict != "consistent":
        return "differs"
    if result.gap != 0:
        return "within"
    return "holds" if result.added == whole.value else "holds_rounded"


def _step(result: FlowResult, figures: Mapping[str, Figure]) -> str:
    """The arithmetic of a flow: the sum of its parts, or one part beside what it is of."""
    words = _words(result, figures)
    if len(result.parts) > 1:
        return f"{words['terms']} = {words['added']}"
    whole = figures[result.flow.whole].value
    relation = "=" if result.added == whole else ">" if result.added > whole else "<"
    return f"{words['added']} {relation} {decimal(whole)}"


def _text_finding(audited: Audited, head: Claim, result: FlowResult, figures: Mapping[str, Figure]) -> Finding:
    flow, words = result.flow, _words(result, figures)
    holds = result.verdict == "consistent"
    finding = Finding(
        check_id="A9",
        subject=f"{about(head)}{metric_zh(flow.whole)}与{_names(flow.parts)}",
        verdict=result.verdict,
        severity=0 if holds else severity_of_gap(result.gap, figures[flow.whole].value),
        claimed=_printed(figures[flow.whole]),
        recomputed=words["added"],
        gap=result.gap,
        evidence=(_step(result, figures),),
        metric=flow.whole,
        agency=head.agency if head.scope == "unit" else None,
        cause_id=None if holds else cause(audited, "flow", head.channel, head.period_start, flow.whole),
        **say("flows", _case(result, figures[flow.whole]), who=about(head), **words),
    )
    return located(audited, finding, claims_of(figures[m] for m in (flow.whole, *result.parts)))


@lru_cache(maxsize=8)  # two checks ask for them
def paragraphs(audited: Audited) -> tuple[tuple[Claim, tuple[Figure, ...]], ...]:
    """The counts of each part in each paragraph, in reading order, with the first claim of the part."""
    seen: dict[Hashable, tuple[Claim, list[Figure]]] = {}
    for claim in narrative(audited):
        number = figure(claim) if kind(claim.metric) in ("count", "rate") else None
        if number is not None and claim.metric not in ("share", "change"):
            seen.setdefault((block(claim), part_counted(claim)), (claim, []))[1].append(number)
    return tuple((head, tuple(figures)) for head, figures in seen.values())


def settled_bases(figures: tuple[Figure, ...], elsewhere: Mapping[str, Figure]) -> dict[str, Figure]:
    """The base of each printed rate that another paragraph prints: the rate shows that both speak of the same letters.

    Only where the rate follows from one count of the paragraph over one figure (收到80件。/ 已办结75件，办结率93.75%).
    """
    first = first_of_each(figures)
    found: dict[str, Figure] = {}
    for rate in figures:
        if kind(rate.metric) != "rate" or rate.is_bound:
            continue
        tried = fits(rate, {**elsewhere, **first})
        bases = {
            f.formula.denominator
            for f in tried
            if f.formula.canonical
            and is_nearest(f.mode)
            and len(f.formula.plus) == 1
            and {*f.formula.plus, *f.formula.minus} <= first.keys()
        }
        if len(bases) == 1 and not bases & first.keys():
            found |= {base: elsewhere[base] for base in bases}
    return found


def _text_findings(audited: Audited) -> Iterator[Finding]:
    yield from umbrella_findings(audited)
    yield from ways_findings(audited)
    yield from not_valid_findings(audited)
    for head, figures in paragraphs(audited):
        elsewhere = beside(audited, head)
        settled = settled_bases(figures, elsewhere)
        asides = refused, carried = turned_away(audited, head), carried_in(audited, head)
        stages = tuple(f for f in figures if carried is None or f.claim is not carried.claim)
        first = {**settled, **first_of_each(stages), **_nearest_rated(stages)}
        found = (*results(first, elsewhere), *_exceeded_in_sentence(first, elsewhere))
        held = [r.flow for r in found if r.flow.short is not None and r.gap == 0]
        placed = _placed(audited, found, {**elsewhere, **first})
        for tried in found:
            result, used = _with_asides(tried, first, elsewhere, refused, carried)
            if result.verdict != "consistent" and (
                is_filled_otherwise(tried.flow, held)
                or _has_its_whole(audited, head, result)
                or _is_part_of_its_stage(result, used)
                or _adds_up_otherwise(figures, result)
                or _is_of_those_not_counted(audited, result.flow)
                or _is_explained(audited, head, result, used, placed, asides)
            ):
                continue
            yield _text_finding(audited, head, result, {**elsewhere, **used})
        if head.category is None:
            chained = tuple(chain_findings(audited, head, (*figures, *settled.values())))
            yield from chained or remainder_findings(audited, head, figures, elsewhere)


_VALID = re.compile("有效|成功")
_GRADES = ("very_satisfied", "satisfied", "basically_satisfied", "dissatisfied")


def _nearest_rated(figures: Sequence[Figure]) -> dict[str, Figure]:
    """The count of answers before the first grade that its words call valid (回访300件，其中有效回访246件，满意240件):
    the grades are of these; empty where none stands before it.
    """
    at = next((n for n, f in enumerate(figures) if f.metric in _GRADES), 0)
    rated = [f for f in figures[:at] if f.metric == "rated" and f.claim and _VALID.search(words_before(f.claim))]
    return {"rated": rated[-1]} if rated else {}


def _with_asides(
    tried: FlowResult,
    figures: Mapping[str, Figure],
    elsewhere: Mapping[str, Figure],
    refused: Figure | None,
    carried: Figure | None,
) -> tuple[FlowResult, Mapping[str, Figure]]:
    """A flow that does not agree, again with what was turned away as a part, with what earlier periods left over as
    part of the whole, and with both: the nearest. A limit is tried again with what was left over.
    """
    if tried.verdict == "consistent" and (tried.gap == 0 or tried.flow.short is None):
        return tried, figures
    ways: list[Mapping[str, Figure]] = [figures]
    if refused is not None and "invalid" not in figures and tried.flow.short is not None:
        ways += [{**way, "invalid": refused} for way in ways]
    if carried is not None and tried.flow.whole in words("groups", "wholes") and tried.flow.whole in figures:
        ways += [together(way, tried.flow.whole, carried) for way in ways]
    found = [(r, way) for way in ways[1:] if (r := flow_result(tried.flow, way, elsewhere)) is not None]
    return min([(tried, figures), *found], key=lambda pair: abs(pair[0].gap))


def _exceeded_in_sentence(figures: Mapping[str, Figure], elsewhere: Mapping[str, Figure]) -> Iterator[FlowResult]:
    """The limits of one sentence that its counts exceed, unless the excess may be what was answered directly."""
    for flow in limits_of_one_sentence():
        result = flow_result(flow, figures)
        claims = claims_of(figures.get(m) for m in (flow.whole, *flow.parts))
        if (
            result is not None
            and result.gap > 0
            and len({c.quote for c in claims}) == 1
            and not _may_count_direct_ones({**elsewhere, **figures}, result)
        ):
            yield result


def _may_count_direct_ones(figures: Mapping[str, Figure], result: FlowResult) -> bool:
    """Whether what was answered directly may be among what was completed: that is enough for it (直接答复500件，转办
    200件，办结690件), or, where it is not printed, no more than came in.
    """
    directly = figures.get("handled_directly")
    if directly is not None:
        return result.added >= directly.value
    came_in = (figures[m] for m in words("groups", "wholes") if m in figures and m != result.flow.whole)
    return any(result.added <= f.value for f in came_in)


def _has_its_whole(audited: Audited, head: Claim, result: FlowResult) -> bool:
    """Whether the paragraph prints, for another part or office, what the stages add up to, or, for a limit, a count of
    what came in that is not exceeded: they belong to that one. Not where it gives several kinds the same counts one by
    one (咨询类受理40件，办结46件；投诉类受理80件，办结71件；…).
    """

    in_row = head.category is not None and _are_counted_in_row(audited, head, result)

    def is_whole_of(claim: Claim) -> bool:
        if claim.value is None or same_part(claim, head) or not same_subject(claim, head):
            return False
        exact = claim.metric == result.flow.whole and claim.value == result.added
        wholes = words("groups", "wholes")
        is_limit = result.flow.short is None and result.flow.whole in wholes and claim.metric in wholes and not in_row
        return exact or (is_limit and claim.value >= result.added)

    return any(is_whole_of(c) for c in narrative(audited) if block(c) == block(head))


_FEWEST_IN_ROW = 3
"""Kinds of which a paragraph gives the same counts, each before its semicolon, that make a row of them."""


def _are_counted_in_row(audited: Audited, head: Claim, result: FlowResult) -> bool:
    """Whether the sentence of ``head`` gives what it tests for several kinds, of each in clauses of its own."""
    wanted = {result.flow.whole, *result.parts}
    clauses: dict[tuple[Hashable, ...], list[Claim]] = {}
    for claim in narrative(audited):
        if claim.quote == head.quote and block(claim) == block(head) and claim.category and claim.metric in wanted:
            clauses.setdefault((claim.category, claim.agency), []).append(claim)
    whole = [claims for claims in clauses.values() if {c.metric for c in claims} == wanted and _is_one_clause(claims)]
    return len(whole) >= _FEWEST_IN_ROW and any(head.category == claims[0].category for claims in whole)


def _is_one_clause(claims: Sequence[Claim]) -> bool:
    first, last = figure(claims[0]), figure(claims[-1])
    between = text_between(first, last) if first is not None and last is not None else None
    return between is not None and not re.search("[；;]", between)


def _is_of_those_not_counted(audited: Audited, flow: Flow) -> bool:
    """Whether grades are short of the answers of which a note leaves some out whose number is not printed."""
    return flow.whole == "rated" and flow.short is not None and leaves_some_out(audited)


def _is_part_of_its_stage(result: FlowResult, figures: Mapping[str, Figure]) -> bool:
    """Whether the whole is printed as a part of one of its stages (处理并办结的共6212件，其中应办6169件), which then
    counts more.
    """
    whole = figures.get(result.flow.whole)
    stages = (figures[m] for m in result.parts if m in figures)
    opened = (text_between(stage, whole) for stage in stages) if whole is not None else ()
    return any(re.search(r"其中[^\d，,；;]*$", gap or "") for gap in opened)


def _adds_up_otherwise(figures: Sequence[Figure], result: FlowResult) -> bool:
    """Whether the whole (回访288件，成功回访279件) or a stage is printed twice, and with another of its figures the
    stages are one of the counts beside them (来电6700个，形成工单2900件：直接答复1700件，转派1200件)."""
    counts = {f.value for f in figures if kind(f.metric) == "count"}
    printed = [{f.value for f in figures if f.metric == metric} for metric in (result.flow.whole, *result.parts)]
    is_filled = any(sum(values) in counts for values in product(*printed[1:]))
    return is_filled and (max(map(len, printed[1:])) > 1 or (result.gap < 0 and result.added in printed[0]))


def _placed(audited: Audited, found: Sequence[FlowResult], figures: Mapping[str, Figure]) -> frozenset[int]:
    """The counts that are missing nowhere: stages of an identity that comes out, members of a list that fills its
    whole.
    """
    held = [r for r in found if r.flow.short is not None and r.gap == 0]
    stages = (figures[m] for r in held for m in (r.flow.whole, *r.parts))
    return frozenset(id(f.claim) for f in (*stages, *(f for g in filled_groups(audited) for f in g.counts)))


def _is_explained(
    audited: Audited,
    head: Claim,
    result: FlowResult,
    figures: Mapping[str, Figure],
    placed: frozenset[int],
    asides: tuple[Figure | None, ...],
) -> bool:
    """Whether a difference says nothing: a count of the paragraph that is not ``placed`` is exactly what is missing
    (阶段性办结19件) or too much (其中上月受理11件), one was not read and is none of the ``asides`` (where a limit is
    exceeded: such counts are no fewer than the excess), or the stages exceed their whole, or fall short of it, by so
    much that it is another one.
    """
    # Only what comes nearer with it: what was turned away need not be among what came in.
    known = {id(f.claim) for f in asides if f is not None and _is_used(f, result, figures)}
    unread = [c for c in audited.unassigned if block(c) == block(head) and id(c) not in known and _may_be_missing(c)]
    enough = result.gap if result.flow.short is None else 0  # all that was not read may be of a limit
    if unread and sum(abs(Fraction(c.value)) for c in unread if c.value is not None) >= enough:
        return True
    whole = figures[result.flow.whole].value if result.flow.whole in figures else None
    came_in = result.flow.whole in words("groups", "wholes")
    if whole is not None and came_in and result.gap > FARTHEST_OVER * whole:
        return True
    if whole is not None and came_in and -result.gap > FARTHEST_SHORT * whole:
        return True
    if came_in and _has_nearer_whole(audited, head, result, figures):
        return True
    used = {id(figures[m].claim) for m in (result.flow.whole, *result.parts) if m in figures} | placed
    here = (c for c in of_paragraph(audited, block(head)) if kind(c.metric) == "count")
    return any(c.value == abs(result.gap) and id(c) not in used for c in here)


def _may_be_missing(claim: Claim) -> bool:
    """Whether a figure that was not read may count letters: not a rate, days or money."""
    return claim.unit not in words("flows", "no_items")


def _is_used(aside: Figure, result: FlowResult, figures: Mapping[str, Figure]) -> bool:
    whole = figures.get(result.flow.whole)
    is_added = whole is not None and TOGETHER in whole.printed
    return is_added or any(figures[m] is aside for m in result.parts if m in figures)


def _has_nearer_whole(audited: Audited, head: Claim, result: FlowResult, figures: Mapping[str, Figure]) -> bool:
    """Whether another count of what came in stands between a whole and its stages and is large enough for them: they
    are of that one (接收来电4630次，共形成有效工单3338件，其中在线办结2882件).
    """
    whole, stages = figures.get(result.flow.whole), [figures[m] for m in result.parts if m in figures]
    largest = max(stages, key=lambda f: f.value).claim if stages else None
    begin = span(largest)[0] if largest is not None and block(largest) == block(head) else 0
    if whole is None or whole.claim is None or block(whole.claim) != block(head) or result.gap >= 0:
        return False
    return any(
        c.value is not None
        and result.added <= c.value < whole.value
        and span(whole.claim)[1] <= span(c)[0] < begin
        and (c.metric in words("groups", "wholes") or (kind(c.metric) == "count" and c.value == result.added))
        for c in of_paragraph(audited, block(head))
        if c.metric not in (*result.parts, *result.flow.or_whole)
    )


def _is_of_one_period(row: SheetRow, used: Sequence[str]) -> bool:
    """Whether the figures of a row are of one period: 下半年收件 is no whole of 全年办结."""
    claims = claims_of(row.by_metric.get(m) for m in used)
    return len({(c.period_start, c.period_end) for c in claims}) < 2


def _table_finding(
    audited: Audited, table: Sheet, printed: Sequence[SheetRow], flow: Flow, stricter: tuple[Flow, ...]
) -> Finding | None:
    """What a flow gives on the rows of a table that print figures."""
    tried = [
        (row, r)
        for row in printed
        if flow.whole in row.by_metric
        and not any(is_tried(s, row.by_metric) for s in stricter)
        and (r := flow_result(flow, row.by_metric)) is not None
        and _is_of_one_period(row, (flow.whole, *r.parts))
    ]
    if not tried or _is_of_those_not_counted(audited, flow):
        return None
    failing = [(row, r) for row, r in tried if r.verdict != "consistent"]
    worst = max(failing, key=lambda pair: abs(pair[1].gap), default=None)
    row, result = worst or tried[-1]
    words = _words(result, row.by_metric)
    finding = Finding(
        check_id="A9",
        subject=f"{table.name}各行{metric_zh(flow.whole)}与{_names(flow.parts)}",
        verdict=result.verdict,
        severity=severity_of_gap(result.gap, row.by_metric[flow.whole].value) if worst else 0,
        claimed=words["whole"] if worst else "；".join(decimal(r.by_metric[x.flow.whole].value) for r, x in tried),
        recomputed=step("rows_differ", n=len(failing)),
        gap=result.gap if worst else None,
        evidence=tuple(f"{r.label}：{_step(x, r.by_metric)}" for r, x in failing),
        metric=flow.whole,
        agency=row.label if worst and not row.is_total else None,
        cause_id=cause(audited, "table", table.table.table_no, "flow", flow.whole) if worst else None,
        **say(
            "flows",
            "rows_differ" if worst else "rows_hold",
            table=table.name,
            rows=len(tried),
            failing=len(failing),
            row=row.label,
            relation_zh="等于" if flow.short is not None else "不多于",
            relation_en="equals" if flow.short is not None else "does not exceed",
            **words,
        ),
    )
    shown = [(row, result)] if worst else tried
    figures = [r.by_metric[m] for r, x in shown for m in (x.flow.whole, *x.parts)]
    return located(audited, finding, claims_of(figures), table.sample)


@check("A9", "流程恒等式", "flow identities", gives="consistent needs_definition inconsistent unusual")
def check_flows(audited: Audited) -> Iterator[Finding]:
    """The identities and limits of ``rules/flows.yaml`` in each paragraph and each row of a table.

    Neighbouring stages are held equal only where the text prints 100 % and no items as remaining; a gap there is
    ``needs_definition``. What is left of those forwarded is stated, with severity 0, where a sentence prints how many
    were completed and the text says nothing of the others; so is what is left of what came in beside the valid ones
    among it. A table has one finding for each identity, which names the row that is furthest off.

    Tolerance: none; counts are exact.
    """
    yield from distinct(_text_findings(audited))
    for table in (part for whole in sheets(audited) for part in (whole, *group_sheets(whole))):
        rows = [with_left_over(row) for row in table.all_rows() if not row.is_blank]
        tried = ((flow, _table_finding(audited, table, rows, flow, stricter)) for flow, stricter in with_stricter())
        found = [(flow, f) for flow, f in tried if f is not None]
        held = [flow for flow, f in found if flow.short is not None and f.verdict == "consistent"]
        yield from (f for flow, f in found if f.verdict == "consistent" or not is_filled_otherwise(flow, held))
