"""What the tables of a document print for one metric: the totals, or the rows added up, and of which units.

What belongs here: which tables speak of what a sentence counts, and what they print for it. What does not: what follows
where the sentence prints another figure (``narrative_vs_table``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction

from parsers.cells import part_named
from parsers.records import Claim
from parsers.text.leading import first_few
from parsers.vocabulary import load
from pipelines.audit.figures import kind, same_subject
from pipelines.audit.finding import Audited
from pipelines.audit.intervals import Figure, sum_of
from pipelines.audit.rules import words
from pipelines.audit.sheets import Sheet, SheetRow, sheets
from pipelines.audit.stated import compact, period_of, table_name


@dataclass(frozen=True, slots=True)
class Column:
    """What the tables of one channel print for one metric.

    ``values`` are the totals of each table, or the sums of its rows where ``is_sum``; ``row_sums`` are always the sums,
    and ``cells`` the figures used. ``names`` are the tables.
    """

    metric: str
    values: tuple[Fraction, ...]
    row_sums: tuple[Fraction, ...]
    cells: tuple[Figure, ...]
    names: str
    is_sum: bool
    is_partial: bool = False
    """Whether only some of what the text counts stands in the tables: one of them is not whole, or they are of one
    kind of units."""

    @property
    def value(self) -> Fraction:
        """All tables together."""
        return sum_of(self.values)

    def readings(self) -> set[Fraction]:
        """Each table alone, and all together: a sentence may mean either."""
        return {*self.values, self.value}


def row_sum(table: Sheet, metric: str) -> Fraction | None:
    """The sum of a column over the rows that print anything; ``None`` where one of them has no number there, or they
    are of several periods (本月, 上月).
    """
    rows = [row for row in table.rows if not (row.is_blank or row.is_inside)]
    cells = [row.by_metric[metric] for row in rows if metric in row.by_metric]
    periods = {period_of(cell.claim) for cell in cells if cell.claim is not None}
    if not cells or len(cells) < len(rows) or len(periods) > 1:
        return None
    return sum_of(cell.value for cell in cells)


def column(audited: Audited, tables: Iterable[Sheet], metric: str) -> Column | None:
    """One metric in the tables that print it; ``None`` where none does or where a table without total is cut off."""
    values, sums, cells, names, is_sum, is_partial = [], [], [], [], False, False
    for table in tables:
        is_partial = is_partial or lists_one_kind(table)
        added = row_sum(table, metric) if kind(metric) != "rate" else None
        whole = table.total or _only_row(table)
        total = whole.by_metric.get(metric) if whole else None
        if total is not None:
            values.append(total.value)
            cells.append(total)
        elif added is not None and not table.table.cut_off:
            values.append(added)
            cells.extend(row.by_metric[metric] for row in table.rows if metric in row.by_metric)
            is_sum = True
        else:
            is_partial = is_partial or metric in {m for row in table.rows for m in row.by_metric}
            continue
        names.append(table_name(audited, table.table))
        sums.append(values[-1] if added is None else added)
    if not values:
        return None
    return Column(metric, tuple(values), tuple(sums), tuple(cells), "、".join(names), is_sum, is_partial)


def _only_row(table: Sheet) -> SheetRow | None:
    """The single row of a table that names nothing but its figures (数量): it is of all that the columns count."""
    words_for_counts = load("columns")["roles"]["counted_by_title"]
    return table.rows[0] if len(table.rows) == 1 and compact(table.rows[0].label) in words_for_counts else None


def lists_one_kind(table: Sheet) -> bool:
    """Whether the title of a table, or of its section, says that it lists the units of one kind (各县市区办理情况), so
    that the others are not in it.
    """
    printed = compact("".join((table.table.title or "", table.table.section or "")))
    return any(word in printed for word in words("columns", "one_kind_of_units"))


def lists_the_first(table: Sheet) -> bool:
    """Whether a table says in its title, the heading above it or a line between that it lists the first few of
    something (投诉前五位, TOP10), whose sum is nothing.
    """
    said = (table.table.title, table.table.section, *table.table.caption)
    return any(any(first_few(compact(text))) for text in said if text)


def tables_of(audited: Audited, claim: Claim) -> tuple[Sheet, ...]:
    """The tables of a claim's speaker, channel and period; for a part, those whose title names it."""
    same = tuple(s for s in sheets(audited) if s.sample is not None and _is_of_subject(s.sample, claim))
    if claim.category is None:
        return same
    part = compact(claim.category)
    titled = ((s, compact(s.table.title or "")) for s in same if not _divides_by(s, part))
    return tuple(s for s, title in titled if part in title and not _names_other_kinds(title, part))


def _divides_by(table: Sheet, part: str) -> bool:
    """Whether a part has a row or a column of its own in a table, which is then of more than that part."""
    names = {row.label for row in table.rows} | {part_named(c.header) for c in table.table.columns}
    bare = part.removesuffix("类")
    return any(name is not None and compact(name).removesuffix("类") == bare for name in names)


def _names_other_kinds(title: str, part: str) -> bool:
    """Whether a title names other kinds of requests beside one (投诉举报情况, of 投诉)."""
    kinds = load("columns")["kinds_of_requests"]
    return part.removesuffix("类") in kinds and any(kind in title and kind not in part for kind in kinds)


def _is_of_subject(sample: Claim, claim: Claim) -> bool:
    """Whether a table and a sentence have one subject; a table of all channels is that of a text that names none."""
    if claim.channel is None and sample.channel == "combined":
        sample = replace(sample, channel=None)
    return same_subject(sample, claim)


def tables_en(names: str) -> str:
    """The names of tables (表1、表3) for an English sentence."""
    numbers = re.findall(r"表(\d+)", names)
    return ("tables " if len(numbers) > 1 else "table ") + " and ".join(numbers)
