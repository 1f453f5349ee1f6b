"""G2 for shares of what no list counts: 举报数量合计占全国总数的46.9%, 责任单位72家，占比78.3%.

What belongs here: a share that was read as that of no part, which says of all letters or stands behind a count. What
does not: the shares of lists (``grim``), and shares that printed counts give (``adjacent``, ``together``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers import vocabulary
from parsers.claims.words import words_pattern
from parsers.records import Claim
from pipelines.audit.figures import (
    block,
    claims_of,
    distinct,
    figure,
    is_whole,
    kind,
    located,
    narrative,
    reading_order,
    span,
)
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.sums import counts
from pipelines.audit.intervals import Figure, bases_for, counts_for, is_loose, rate_interval
from pipelines.audit.rules import words
from pipelines.audit.share.common_wholes import WIDEST
from pipelines.audit.share.ratios import (
    PRECISE,
    base_said,
    is_base_printed,
    is_behind,
    is_of_several,
    part_and_whole,
    says_share,
)
from pipelines.audit.share.shares_in_order import are_in_order
from pipelines.audit.share.together import together
from pipelines.audit.steps import step
from pipelines.audit.wording import decimal

LONGEST_SUBJECT = 24
"""Characters; what is longer is a clause, no name of what has the share."""


def of_all(claim: Claim) -> str | None:
    """Whose share of all that came in a clause gives (举报数量合计占全国总数的46.9%: 举报数量合计); ``None`` where it
    does not say that it is of all, or of whom it is.
    """
    before = claim.quote[: max(claim.quote.find(claim.printed), 0)]
    subject, share, base = re.split("[，,；;。：:]", before)[-1].rpartition("占")
    items = vocabulary.load("narrative")["items"]
    everything = words_pattern((*words("unread_shares", "everything"), *words("adjacent", "share_ends"), *items))
    whole = re.fullmatch(rf"(?:{everything})*", base)
    says_all = re.search(words_pattern(words("unread_shares", "all")), base) is not None
    named = re.sub("[约大]+$", "", subject)
    is_name = 1 < len(named) <= LONGEST_SUBJECT and re.search(r"\d[件%％]", named) is None
    return named if share and whole and says_all and is_name else None


def _whole_before(audited: Audited, claim: Claim) -> Figure | None:
    """The nearest exact count of all that came in, before a share; what one channel of several got is not all."""
    before = [c for c in narrative(audited) if reading_order(c.locator) < reading_order(claim.locator) and is_whole(c)]
    known = (figure(c) for c in reversed(before) if c.metric in words("groups", "wholes") and c.agency is None)
    return next((f for f in known if f is not None and not f.is_bound and not f.is_about and not is_loose(f)), None)


def _counted_before(audited: Audited, claim: Claim, share: Figure) -> Figure | None:
    """The exact count right before a share."""
    here = [f for f in counts(audited).get(block(claim), ()) if f.claim and span(f.claim)[1] <= span(claim)[0]]
    return here[-1] if here and is_behind(here[-1], claim, share) and not is_base_printed(here[-1]) else None


def _is_bounded(claim: Claim) -> bool:
    """Whether the words around a share make it an end of what it may be (超40%, 四成以上)."""
    before, _, after = claim.quote.partition(claim.printed)
    limits = words("unread_shares", "limits")
    return before.endswith(limits) or after.startswith(limits)


def _is_one_of_several(claim: Claim) -> bool:
    """Whether a share stands in a row of them (分别占33.8%、26.8%): which count each is of, was not read."""
    before, _, after = claim.quote.partition(claim.printed)
    return (
        re.search(r"[%％](?:、|和|及|与)$", before) is not None
        or re.match(r"(?:、|和|及|与)[\d.]+[%％]", after) is not None
    )


def _findings(audited: Audited) -> Iterator[Finding]:
    for claim in audited.unassigned:
        share = figure(claim) if claim.unit == "%" and says_share(claim) else None
        if share is None or not 0 < share.value < 100 or _is_bounded(claim) or id(claim) in are_in_order(audited):
            continue
        if part_and_whole(audited, claim, share) is not None or together(audited, claim, share) is not None:
            continue
        if is_of_several(audited, claim):
            continue  # 甲局190件、乙局122件，合计占50%: no count that is not printed
        part = _counted_before(audited, claim, share)
        if part is not None:
            yield from _of_part(audited, claim, share, part)
        elif (name := of_all(claim)) is not None and (whole := _whole_before(audited, claim)) is not None:
            yield from _of_whole(audited, claim, share, whole, name)


def _of_part(audited: Audited, claim: Claim, share: Figure, part: Figure) -> Iterator[Finding]:
    """What the share behind a count makes its whole, where that is one number or few and none is named."""
    if is_loose(part) or share.is_about or share.step > PRECISE or base_said(part, claim, share):
        return
    if part.claim is None or kind(part.claim.metric) != "count" or _is_one_of_several(claim):
        return
    ends = bases_for((int(part.value), int(part.value)), rate_interval(share))
    if ends is not None and ends[1] <= ends[0] * (1 + WIDEST):
        name, printed = (
            part.claim.category or part.claim.label or "",
            step("count_and_share", quantity=part.printed, share=share.printed),
        )
        case = "common_wholes", "unique" if ends[0] == ends[1] else "several"
        yield _finding(
            audited, f"{name}占比所对应的总数", case, printed, ends, (share, part), name=name, printed=printed
        )


def _of_whole(audited: Audited, claim: Claim, share: Figure, whole: Figure, name: str) -> Iterator[Finding]:
    """How many a share of all makes."""
    ends = counts_for(rate_interval(share), int(whole.value)) if whole.value.denominator == 1 else None
    if ends is not None and ends[1] > 0:
        case = "grim", "share_unique" if ends[0] == ends[1] else "share_several"
        shown = {"name": name, "printed": share.printed, "whole": decimal(whole.value)}
        yield _finding(audited, f"{name}的件数", case, share.printed, ends, (share, whole), **shown)


def _finding(
    audited: Audited,
    subject: str,
    case: tuple[str, str],
    claimed: str,
    ends: tuple[int, int],
    figures: tuple[Figure, Figure],
    **shown: str,
) -> Finding:
    zh, en = (f"{ends[0]}" if ends[0] == ends[1] else f"{ends[0]}{joiner}{ends[1]}" for joiner in ("至", " to "))
    finding = Finding(
        check_id="G2",
        subject=subject,
        verdict="consistent",
        severity=0,
        claimed=claimed,
        recomputed=zh,
        formula_id="part_over_whole",
        metric=figures[1].metric,
        **say(*case, numbers=zh, numbers_en=en, **shown),
    )
    return located(audited, finding, claims_of(figures), figures[1].claim)


@check("G2", "未列项占比反推整数", "whole numbers implied by shares outside lists", gives="consistent")
def check_unread_shares(audited: Audited) -> Iterator[Finding]:
    """The whole numbers that a share of all that came in allows for what its clause names, and the whole that a share
    behind a count makes.

    Only where no printed counts give the share, and only what it allows: a share of nothing that fits says nothing.

    Tolerance: half a unit of the last printed digit, both ends included.
    """
    yield from distinct(_findings(audited))
