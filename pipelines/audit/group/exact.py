"""The exact count of what a sentence prints as a round number (0.03万件, in a table 250; 0.29万件, in a table 2919).

What belongs here: finding that count among the cells of the document, for a part and for the whole of a list. What does
not: whether the two prints agree (``narrative_vs_table``).
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from parsers.text.numbers import Interval
from pipelines.audit.figures import figure, same_part
from pipelines.audit.finding import Audited
from pipelines.audit.group.members import Group, is_share_of
from pipelines.audit.intervals import Figure, is_coarse, is_loose
from pipelines.audit.wording import decimal


def exact_count(audited: Audited, number: Figure) -> Figure:
    """A count, or the exact one that the tables print for the same part and metric where it is a round one of that."""
    claim = number.claim
    if claim is None or number.is_bound or not is_loose(number):
        return number
    cells = (c for c in audited.claims if c.origin != "narrative" and c.metric == claim.metric and same_part(c, claim))
    if claim.category is None:
        cells = (c for c in cells if c.scope == "total")
    found = {f.value for c in cells if (f := figure(c)) is not None and f.interval.low == f.interval.high}
    values = [value for value in found if value in number.interval]
    return _at(number, values[0]) if len(found) == len(values) == 1 else number


def _at(number: Figure, value: Fraction) -> Figure:
    """The figure at an exact value; it still stands where its sentence prints it."""
    return replace(number, value=value, step=Fraction(1), interval=Interval(value, value), printed=decimal(value))


def with_exact_members(audited: Audited, group: Group) -> Group:
    """The list with the exact counts of its members, where the tables print those of all that are coarse."""
    if not any(map(is_loose, group.counts)):
        return group
    members = tuple(m if m.count is None else replace(m, count=exact_count(audited, m.count)) for m in group.members)
    exact = replace(group, members=members)
    return group if any(map(is_coarse, exact.counts)) else exact


def exact_group(audited: Audited, group: Group) -> Group:
    """The list with exact counts, and for a round whole with the total that the tables print, else with their sum,
    where the whole allows it, their shares fill 100 and most of them are of that sum.
    """
    exact = with_exact_members(audited, group)
    whole = exact_count(audited, exact.whole) if exact.whole is not None else None
    exact = replace(exact, whole=whole)
    if whole is None or not is_loose(whole) or whole.is_bound or not exact.is_counted:
        return exact
    added = _at(whole, exact.total)
    fills = exact.shares_fill and exact.total in whole.interval
    is_theirs = 2 * sum(is_share_of(m, added) for m in exact.members) > len(exact.members)
    return replace(exact, whole=added) if fills and is_theirs else exact
