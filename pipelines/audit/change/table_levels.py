"""The earlier figure of a change where only a table prints it.

What belongs here: pairs of a figure of a sentence and the cell of an earlier period. What does not: pairs that
sentences print (``change_pairs``), and whether the change follows from them (``changes``).
"""

from __future__ import annotations

from collections.abc import Iterator

from parsers.cells import period_role
from parsers.records import Claim
from pipelines.audit.agreement.named_rows import is_same_name
from pipelines.audit.change.change_pairs import BASES, Pair, bases_of, current_of
from pipelines.audit.figures import claims_of, figure
from pipelines.audit.finding import Audited
from pipelines.audit.sheets import sheets


def table_pairs(audited: Audited, change: Claim) -> Iterator[Pair]:
    """The figure that a change of a sentence is of, with each cell of its metric, and of the same office or kind, that
    is of the earlier period by the basis of the change.
    """
    basis, current = change.basis, current_of(audited, change)
    if basis not in BASES or current is None or current.claim is None:
        return
    for table in sheets(audited):
        for row in table.all_rows():
            for cell in claims_of(row.cells):
                earlier = figure(cell) if cell.metric == current.metric and _is_of_one(current.claim, cell) else None
                is_then = basis == period_role(cell.label or "") or basis in bases_of(current.claim, cell)
                if earlier is not None and is_then and earlier.value > 0:
                    yield Pair(current, earlier, basis)


def _is_of_one(claim: Claim, cell: Claim) -> bool:
    own, other = claim.agency or claim.category, cell.agency or cell.category
    return own is None and other is None if own is None or other is None else is_same_name(own, other)
