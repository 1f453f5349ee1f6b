"""Headers of several levels whose merged cells a print lost: which header stands over which columns.

What belongs here: from the header cells in their order, and the kinds of the columns, to the cells in their places.
What does not: finding the header (``barred``, ``lone_cells``), and what the columns mean (``parsers.tables.headers``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, islice

from parsers.cells import cell_kind, header_kind, is_figure, is_total_word
from parsers.vocabulary import channel_words
from parsers.vocabulary.layout import squeezed

_MOST_HEADS = 6
"""Groups of columns in one row of a header."""
_MOST_TRIED = 100
"""Placings that are tried for one row; the likely ones come first."""

Span = tuple[int, int, int, int]
"""Row, column, rows and columns of a merged cell, from 0."""


def placed_header(
    rows: Sequence[Sequence[str]], kinds: Sequence[str]
) -> tuple[list[tuple[str, ...]], tuple[Span, ...]]:
    """The header rows with their cells over the columns that they stand over, and the merged ones."""
    if len(rows) < 2:
        return [_header_in_place(row, kinds) for row in rows], ()
    levels = [[c for c in row if c] for row in rows]
    found = next(iter(_tilings(levels, len(kinds), kinds)), None)
    if found is None:
        return [tuple(row) for row in rows], ()
    placed = [[""] * len(kinds) for _ in rows]
    spans: list[Span] = []
    for level, column, wide, is_leaf, text in found:
        placed[level][column] = text
        high = len(rows) - level if is_leaf else 1
        if high > 1 or wide > 1:
            spans.append((level, column, high, wide))
    return [tuple(row) for row in placed], tuple(spans)


def _header_in_place(row: Sequence[str], kinds: Sequence[str]) -> tuple[str, ...]:
    """The header over its columns: an empty first cell is printed at the end of the row, so that the others stand one
    too far left."""
    moved = ("", *row[:-1])
    stands = all(may_head(text, kind) for text, kind in zip(row, kinds, strict=True))
    may_move = all(may_head(text, kind) for text, kind in zip(moved, kinds, strict=True))
    return moved if not row[-1] and kinds[0] == "text" and may_move and not stands else tuple(row)


def with_header_in_place(
    rows: Sequence[Sequence[str | None]],
) -> tuple[list[tuple[str | None, ...]], tuple[Span, ...]]:
    """Rows whose header lines are shorter than the rows below them, because a merged cell was printed once: with the
    header over its columns, and the merged cells; other rows as they are.
    """
    plain: list[tuple[str | None, ...]] = [tuple(row) for row in rows]
    top = next((i for i, row in enumerate(rows) if any(map(is_figure, row))), 0)
    widths = {len(row) for row in rows[top:]}
    width = widths.pop() if len(widths) == 1 else 0
    header = [[c or "" for c in row] for row in rows[:top]]
    if len(header) < 2 or not any(len(row) < width for row in header) or any(len(row) > width for row in header):
        return plain, ()
    kinds = [column_kind_seen([row[i] for row in rows[top:]]) for i in range(width)]
    placed, spans = placed_header(header, kinds)
    return ([*placed, *plain[top:]], spans) if spans else (plain, ())


def column_kind_seen(cells: Sequence[str | None]) -> str:
    """The kind of a column by its cells: count, rate or text."""
    found = {cell_kind(c) for c in cells} - {"blank"}
    if found == {"number"}:
        return "count"
    return "rate" if found <= {"number", "percent"} and found else "text"


_Placed = tuple[int, int, int, bool, str]
"""Level, first column, width, whether it reaches the bottom, text."""


def _tilings(levels: Sequence[Sequence[str]], width: int, kinds: Sequence[str]) -> Iterator[list[_Placed]]:
    """The ways in which header cells can stand over each other so that all columns are covered, the likeliest first.

    A cell stands over one column and reaches the bottom, or is the head of cells in the row below.
    """

    def place(level: int, columns: Sequence[tuple[int, int]]) -> Iterator[list[_Placed]]:
        """Fill the intervals of ``columns`` (first, width) with the cells of a level."""
        cells = levels[level]
        total = sum(wide for _, wide in columns)
        if level == len(levels) - 1:
            if len(cells) == total:
                at = [c for first, wide in columns for c in range(first, first + wide)]
                yield [(level, c, 1, True, text) for c, text in zip(at, cells, strict=True)]
            return
        for n_heads in range(1, min(len(cells), _MOST_HEADS) + 1):
            extra = total - len(cells)
            if extra < n_heads:
                break
            if level == len(levels) - 2 and extra + n_heads != len(levels[-1]):
                continue
            may_be_heads = [i for i, c in enumerate(cells) if header_kind(c) not in ("serial", "label", "note")]
            choices = sorted(combinations(may_be_heads, n_heads), key=lambda h: _oddness(cells, h))
            for heads in choices[:_MOST_TRIED]:
                for sizes in islice(_parts(extra + n_heads, n_heads), _MOST_TRIED):
                    here = _row_of(level, cells, heads, sizes, columns)
                    if here is None:
                        continue
                    below = [(c, w) for _, c, w, leaf, _ in here if not leaf]
                    for lower in place(level + 1, below):
                        yield [*here, *lower]

    for found in place(0, [(0, width)]):
        leaves = [(c, text) for _, c, _, leaf, text in found if leaf]
        if all(may_head(text, kinds[c]) for c, text in leaves):
            yield found


def _oddness(cells: Sequence[str], heads: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
    """A channel is the likeliest head of other cells, a total, a unit or a rate the least; then what stands left."""

    def odd(text: str) -> int:
        if any(word in text for word in channel_words()):
            return 0
        if is_total_word(text) or header_kind(text) in ("serial", "label", "rate", "note"):
            return 3
        return 1 if "总" in text or header_kind(text) is None else 2

    return sum(odd(cells[i]) for i in heads), heads


def _parts(total: int, n: int) -> Iterator[tuple[int, ...]]:
    """Sizes of ``n`` groups that add up to ``total``, two or more each; equal ones first, which most tables have."""
    if n == 1:
        yield (total,)
        return
    if total % n == 0 and total // n > 1:
        yield (total // n,) * n
    for first in range(2, total - 2 * (n - 1) + 1):
        for rest in _parts(total - first, n - 1):
            if len({first, *rest}) > 1:
                yield (first, *rest)


def _row_of(
    level: int, cells: Sequence[str], heads: Sequence[int], sizes: Sequence[int], columns: Sequence[tuple[int, int]]
) -> list[_Placed] | None:
    """The cells over the intervals, none of them over a border between two."""
    wide = [sizes[heads.index(i)] if i in heads else 1 for i in range(len(cells))]
    found: list[_Placed] = []
    i = 0
    for first, width in columns:
        at = first
        while at < first + width:
            if i >= len(cells):
                return None
            found.append((level, at, wide[i], i not in heads, cells[i]))
            at += wide[i]
            i += 1
        if at != first + width:
            return None
    return found if i == len(cells) else None


def may_head(text: str, kind: str) -> bool:
    """Whether a header can stand over cells of this kind (those of ``parsers.readers.lone_cells``)."""
    by_header = header_kind(text)
    if by_header == "serial":
        return kind in ("serial", "count", "any")
    if by_header == "label":
        return kind in ("label", "text", "any")
    if by_header == "rate" or squeezed(text).endswith("率"):
        return kind in ("rate", "count", "any")
    return kind not in ("rate", "text") if by_header == "count" else True


def in_two_levels(cells: Sequence[str], kinds: Sequence[str]) -> tuple[list[tuple[str, ...]], tuple[Span, ...]] | None:
    """Header cells printed one after the other, more of them than there are columns, as two rows in their places;
    ``None`` where they can stand so in no way.

    The first row has the columns of names and the heads of groups, the second what stands below the heads. A head is no
    header of a column itself, so that the fewest cells that reach the bottom are tried first.
    """
    heads = len(cells) - len(kinds)
    for reaching in range(1, len(kinds) - 2 * heads + 1) if heads > 0 else ():
        rows = [list(cells[: reaching + heads]), list(cells[reaching + heads :])]
        names = [header_kind(c) for c in cells[:reaching]]
        if "label" not in names and "serial" not in names:
            continue
        placed, spans = placed_header(rows, kinds)
        if spans:
            return placed, spans
    return None
