"""A4 for rates of a name that no list knows and that no printed count gives (及时签收率99.64%, 首次联系率96.4%).

What belongs here: that such a rate stands in the text, under its own name, and cannot be calculated. What does not:
such rates that a count gives, by its place (``adjacent``), its name (``worded_rates``) or another paragraph
(``stem_rates``), and the rates that the vocabulary knows (``rates``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.records import Claim
from parsers.vocabulary import metric_words
from pipelines.audit.figures import distinct, figure, kind, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure
from pipelines.audit.rate.stem_rates import own_count
from pipelines.audit.rate.worded_rates import by_own_words, name_of_rate
from pipelines.audit.rules import words
from pipelines.audit.share.ratios import part_and_base
from pipelines.audit.stated import shown, shown_en
from pipelines.audit.wording import about

_IS_TO_BE = re.compile(r"不[低少高大]于|未|力争|确保|目标|要求|以上的|以下的|的(?:单位|部门|乡镇|有|为|是)")
"""Around a rate: it says which units are meant, or what is aimed at."""


def is_of_no_list(name: str) -> bool:
    """Whether a rate called ``name``率 is none that the vocabulary knows, by the whole of its name or its end: of the
    grades 基本满意 is another one than 满意.
    """
    rated = max((len(w) - 1 for w in metric_words() if w.endswith("率") and name.endswith(w[:-1])), default=0)
    counts = (w for w, code in metric_words().items() if kind(code) == "count" and name.endswith(w))
    return not rated or max(map(len, counts), default=0) > rated


def unread_rates(audited: Audited) -> Iterator[tuple[Claim, Figure, str]]:
    """The rates of a bulletin that have a name of their own, with it: exact ones that are no changes."""
    for claim in audited.unassigned if audited.letter is None else ():
        rate = figure(claim) if claim.unit == "%" and not claim.each else None
        name = name_of_rate(claim) if rate is not None else ""
        if rate is None or not name or rate.is_bound or name.endswith(words("unread_rates", "no_rates")):
            continue
        before, _, after = claim.quote.partition(claim.printed)
        around = f"{re.split('[，,；;。：:]', before)[-1]}{claim.printed}{re.split('[，,；;。：:]', after)[0]}"
        if is_of_no_list(name) and _IS_TO_BE.search(around) is None:
            yield claim, rate, name


def _findings(audited: Audited) -> Iterator[Finding]:
    for claim, rate, name in unread_rates(audited):
        given = part_and_base(audited, claim, rate) or by_own_words(audited, claim, rate)
        if given is not None or own_count(audited, claim) is not None:
            continue
        label = f"{name}率"
        said = {"who": about(claim), "label": label, "printed": shown(claim), "printed_en": shown_en(claim)}
        finding = Finding(
            check_id="A4",
            subject=f"{about(claim)}{label}",
            verdict="unverifiable",
            severity=1,
            claimed=claim.printed,
            **say("unread_rates", "no_figures", **said),
        )
        yield located(audited, finding, (claim,), claim)


@check("A4", "其他名称的比率", "rates of other names", gives="unverifiable")
def check_unread_rates(audited: Audited) -> Iterator[Finding]:
    """A rate of a bulletin whose name no list knows (及时签收率, 按时初查率) and that no printed count gives: it can
    neither be confirmed nor refuted. Changes (增长率), bounds, aims and rates that only say which units are meant are
    left out.

    Tolerance: none; nothing is calculated.
    """
    yield from distinct(_findings(audited))
