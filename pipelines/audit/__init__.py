"""The audit: every check that this project runs, and what it gives of one document or letter.

What belongs here: the list of modules that hold checks (importing one registers its checks) and running them. What does
not: any check, and checks over the whole warehouse.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module

from parsers.vocabulary import load
from pipelines.audit.finding import CHECKS, Audited, Finding, findings_of
from pipelines.audit.rate.grim import implied_counts
from pipelines.audit.rate.table_rates import formula_fits
from pipelines.audit.record.bounds import claim_vs_public
from pipelines.audit.timing.answering import timing_findings
from pipelines.audit.unnamed import names_of, unnamed

__all__ = ["audit", "claim_vs_public", "formula_fits", "implied_counts", "timing_findings"]

_HOLDING_CHECKS = (
    "addition.adjacent",
    "addition.announced",
    "addition.change_sums",
    "addition.column_sums",
    "addition.flows",
    "addition.levels",
    "addition.outlines",
    "addition.paragraph_parts",
    "addition.parts",
    "addition.rest",
    "addition.row_sums",
    "addition.said_moves",
    "addition.score_sums",
    "addition.subperiods",
    "addition.within",
    "agreement.changes_twice",
    "agreement.named_cells",
    "agreement.named_rows",
    "agreement.named_together",
    "agreement.narrative_vs_table",
    "agreement.repeats",
    "agreement.part_and_whole",
    "agreement.reprinted",
    "agreement.retold",
    "agreement.said_of_rows",
    "agreement.title_period",
    "agreement.two_tables",
    "agreement.worded_cells",
    "average.averages",
    "average.monthly_averages",
    "average.notes",
    "average.table_averages",
    "average.unit_averages",
    "change.changes",
    "change.earlier",
    "change.earlier_sums",
    "change.rate_changes",
    "change.table_changes",
    "listing.enumerations",
    "listing.first_few",
    "listing.item_lists",
    "listing.listed",
    "listing.names_behind",
    "listing.repeated_names",
    "listing.spans",
    "order.named_ranks",
    "order.praise",
    "order.ranking",
    "order.ranks",
    "order.standings",
    "order.steady",
    "order.uniformity",
    "rate.denominators",
    "rate.grades",
    "rate.impossible",
    "rate.rates",
    "rate.row_rates",
    "rate.stem_rates",
    "rate.table_stem_rates",
    "rate.unread_rates",
    "rate.volume_rates",
    "rate.worded_rates",
    "reading.extraction",
    "reading.labels",
    "reading.lost_numbers",
    "record.series",
    "share.common_wholes",
    "share.shares",
    "share.table_shares",
    "share.together",
    "share.unread_shares",
    "structure.line_means",
    "structure.line_ratios",
    "structure.line_sums",
    "structure.line_totals",
    "timing.durations",
    "timing.lag",
)
for _name in _HOLDING_CHECKS:
    import_module(f"pipelines.audit.{_name}")


def audit(audited: Audited) -> Iterator[Finding]:
    """The findings of one document or letter, check by check; the clocks of letters are ``timing_findings``."""
    audited = _by_platform(audited)
    names = names_of(audited)
    for check in CHECKS:
        if check.runs == "document":
            for finding in findings_of(check.run, audited):
                named = unnamed(finding, names)
                yield replace(named, check_name=check.name_en, channel=_code(named.channel))


def _by_platform(audited: Audited) -> Audited:
    """What is audited with the platforms that no code names as channels: their figures are kept apart."""
    if all(c.platform is None for c in audited.claims):
        return audited
    return replace(audited, claims=tuple(replace(c, channel=c.channel or c.platform) for c in audited.claims))


def _code(channel: str | None) -> str | None:
    """The code of a channel, which a platform has none of."""
    return channel if channel in load("channels") else None
