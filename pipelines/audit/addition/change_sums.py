"""A2: do the changes in items of the parts add up to that of their whole?

What belongs here: parts that make up a whole, where each and the whole print by how many items they rose or fell
(申诉1432件，比上月增加73件；邮政393件，增加35件，快递1039件，增加38件). What does not: changes in percent
(``earlier_sums``), and one change against its own counts (``changes``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from itertools import takewhile

from parsers.records import UNASSIGNED, Claim
from pipelines.audit.change.change_pairs import BASES
from pipelines.audit.figures import block, cause, claims_of, distinct, figure, kind, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.groups import groups
from pipelines.audit.group.sums import Sum, counts, in_paragraph, over_paragraphs
from pipelines.audit.intervals import Figure, room_of
from pipelines.audit.wording import about, channel_zh, decimal, metric_en, metric_zh, signed

FEWEST = 3
"""Changes: that of the whole and those of two parts."""
FEW = 20
"""A smaller count may be printed of several things, so that its change is not looked for elsewhere."""


def _wholes(audited: Audited) -> Iterator[Sum]:
    """Wholes with the parts that make them up: those of lists, and other counts that add up."""
    for group in groups(audited):
        if not group.is_counted or len(group.members) < 2:
            continue
        printed = (figure(c) for c in narrative(audited) if c.metric == group.metric and block(c) == block(group.first))
        whole = next((f for f in (group.whole, *printed) if f is not None and f.value == group.total >= FEW), None)
        if whole is not None and not any(whole.claim is f.claim for f in group.counts):
            yield whole, group.counts
    blocks = list(counts(audited).values())
    for figures in blocks:
        yield from in_paragraph(figures)
    yield from over_paragraphs(blocks)


def _own_change(audited: Audited, count: Claim, basis: str) -> Figure | None:
    """The change in items that a sentence prints behind a count, before the next one."""
    here = [c for c in narrative(audited) if block(c) == block(count) and c.quote == count.quote]
    behind = here[here.index(count) + 1 :]
    near = takewhile(lambda c: kind(c.metric) != "count" or c.metric == "change_count", behind)
    found = [c for c in near if (c.metric, c.of_metric, c.basis) == ("change_count", count.metric, basis)]
    number = figure(found[0]) if len(found) == 1 else None
    return None if number is None or number.is_bound or number.is_about else number


def _change(audited: Audited, count: Figure, basis: str) -> tuple[Figure, bool] | None:
    """The change of a count, and whether it stands beside it; otherwise beside the same number in another paragraph,
    where all of these print the same change.
    """
    if count.claim is None or count.claim.metric == UNASSIGNED:
        return None
    own = _own_change(audited, count.claim, basis)
    if own is not None:
        return own, True
    if count.value < FEW:
        return None
    alike = (c for c in narrative(audited) if c.value == count.claim.value and c.unit == count.claim.unit)
    found = [f for c in alike if (f := _own_change(audited, c, basis)) is not None]
    return (found[0], False) if len({f.value for f in found}) == 1 else None


def _finding(audited: Audited, whole: Figure, parts: tuple[Figure, ...], basis: str) -> Finding | None:
    changes = [_change(audited, f, basis) for f in (whole, *parts)]
    known = [c for c in changes if c is not None]
    if whole.claim is None or len(known) < len(changes):
        return None
    of_whole, *of_parts = (number for number, _ in known)
    added = sum((f.value for f in of_parts), Fraction(0))
    agrees = abs(added - of_whole.value) <= room_of((of_whole, *of_parts))
    if not agrees and not all(is_beside for _, is_beside in known):
        return None  # a number that is printed elsewhere may be of something else
    terms = "+".join(f"({signed(f.value)})" if f.value < 0 else decimal(f.value) for f in of_parts)
    basis_zh, basis_en = BASES[basis]
    claim = whole.claim
    subject = f"{about(claim) or channel_zh(claim.channel)}{metric_zh(claim.metric)}各项较{basis_zh}增减之和"
    finding = Finding(
        check_id="A2",
        subject=subject,
        verdict="consistent" if agrees else "needs_definition",
        severity=0 if agrees else 1,
        claimed=decimal(of_whole.value),
        recomputed=decimal(added),
        gap=added - of_whole.value,
        evidence=(f"{terms} = {decimal(added)}",),
        metric="change_count",
        cause_id=None if agrees else cause(audited, "change_sums", subject),
        **say(
            "change_sums",
            "differs" if not agrees else "holds" if added == of_whole.value else "holds_rounded",
            subject=subject,
            metric_en=metric_en(claim.metric),
            basis_zh=basis_zh,
            basis_en=basis_en,
            terms=terms,
            added=decimal(added),
            whole=decimal(of_whole.value),
        ),
    )
    return located(audited, finding, claims_of((of_whole, *of_parts, whole, *parts)))


@check("A2", "各项增减件数之和", "changes in items of parts", gives="consistent needs_definition")
def check_change_sums(audited: Audited) -> Iterator[Finding]:
    """Parts that make up their whole now rose and fell together by as many items as it did, unless it had another part
    before. A change may be printed beside the same number in another paragraph; then only what agrees is told.

    Tolerance: none; of round numbers half a unit of their last digit each.
    """
    changed = Counter(c.basis for c in narrative(audited) if c.metric == "change_count")
    bases = [basis for basis in BASES if changed[basis] >= FEWEST]
    wholes = _wholes(audited) if bases else ()
    found = (_finding(audited, whole, parts, basis) for whole, parts in wholes for basis in bases)
    yield from distinct(f for f in found if f is not None)
