"""The audit: every check that this project runs, and what it gives of one document or letter.

What belongs here: the list of modules that hold checks (importing one registers its checks) and running them. What does
not: any check, and checks over the whole warehouse.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module

from pipelines.audit.bounds import claim_vs_public
from pipelines.audit.clocks import timing_findings
from pipelines.audit.finding import CHECKS, Audited, Finding
from pipelines.audit.grim import implied_counts
from pipelines.audit.table_rates import formula_fits
from pipelines.audit.unnamed import names_of, unnamed

__all__ = ["audit", "claim_vs_public", "formula_fits", "implied_counts", "timing_findings"]

_HOLDING_CHECKS = (
    "adjacent",
    "announced",
    "averages",
    "change_sums",
    "changes",
    "column_sums",
    "denominators",
    "durations",
    "earlier",
    "earlier_sums",
    "enumerations",
    "extraction",
    "first_few",
    "flows",
    "labels",
    "lag",
    "listed",
    "lost_numbers",
    "monthly_averages",
    "named_cells",
    "named_ranks",
    "named_rows",
    "named_together",
    "names_behind",
    "narrative_vs_table",
    "notes",
    "parts",
    "praise",
    "ranking",
    "ranks",
    "rate_changes",
    "rates",
    "repeats",
    "reprinted",
    "retold",
    "row_sums",
    "said_moves",
    "said_of_rows",
    "series",
    "shares",
    "spans",
    "standings",
    "steady",
    "stem_rates",
    "subperiods",
    "table_averages",
    "table_changes",
    "table_shares",
    "table_stem_rates",
    "title_period",
    "together",
    "two_tables",
    "uniformity",
    "unread_shares",
    "volume_rates",
    "worded_cells",
)
for _name in _HOLDING_CHECKS:
    import_module(f"pipelines.audit.{_name}")


def audit(audited: Audited) -> Iterator[Finding]:
    """The findings of one document or letter, check by check; the clocks of letters are ``timing_findings``."""
    names = names_of(audited)
    for check in CHECKS:
        if check.runs == "document":
            for finding in check.run(audited):
                yield replace(unnamed(finding, names), check_name=check.name_en)
