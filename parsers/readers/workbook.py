"""Sheets of a workbook to titles, tables and notes, whichever program wrote it.

What belongs here: which rows of a sheet are lines of text and which are a table, and what is hidden. What does not:
formats of files (``xlsx``, ``xls``, and ``sheet`` for CSV), what a number looks like (``number_format``).

A place is the sheet and the row as the program counts them: ``s2.r14``. Hidden sheets, rows and columns are not printed
and so not read; a table that misses rows is marked as cut off, so that nobody adds up what is left.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from parsers.cells import header_kind, is_figure
from parsers.document import Block, Document, Grid, Text
from parsers.readers.grids import MOST_CELLS, Span
from parsers.readers.layout import with_headings
from parsers.records import Issue, Unreadable
from parsers.vocabulary.layout import line_kind, squeezed

LONGEST_LABEL = 12
"""Characters of a cell that stands alone in the last rows of a table and is still the name of an office."""

_NO_NAME = re.compile(r"(?:sheet|工作表|表)\s*\(?\d*\)?(?:\s*\(\d+\))?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as printed: the filled cells by row and column from 1, and the merged ones as spans from 1.

    ``hidden_rows`` and ``hidden_columns`` may name empty ones, too.
    """

    name: str
    number: int
    cells: Mapping[tuple[int, int], str]
    spans: tuple[Span, ...] = ()
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class _Line:
    """A visible row of a sheet: its number in the file, and its cells, which begin at one column for all rows."""

    number: int
    cells: tuple[str, ...]
    widest: int

    @property
    def filled(self) -> tuple[str, ...]:
        return tuple(cell for cell in self.cells if cell)

    @property
    def is_banner(self) -> bool:
        """Whether its only cell is merged over most of the width."""
        return len(self.filled) == 1 and 2 * self.widest > len(self.cells) > 1


@dataclass(frozen=True, slots=True)
class _View:
    """What is to be seen of a sheet: its columns, hidden ones left out, and the size of each merged cell."""

    sheet: Sheet
    merged: Mapping[tuple[int, int], tuple[int, int]]
    columns: Sequence[int]

    def across(self, left: int, wide: int) -> range:
        """The places among the columns that ``wide`` columns from ``left`` on take."""
        return range(bisect_left(self.columns, left), bisect_left(self.columns, left + wide))


def document_of(media_type: str, sheets: Sequence[Sheet], issues: Sequence[Issue] = ()) -> Document:
    """The document of a workbook. Raises ``Unreadable``: ``no_text``, ``too_large``."""
    said = list(issues)
    blocks: list[Block] = []
    shown = [sheet for sheet in sheets if sheet.cells and not sheet.is_hidden]
    for sheet in shown:
        if len(shown) > 1 and not _NO_NAME.fullmatch(sheet.name.strip()):
            blocks.append(Text(sheet.name.strip(), f"s{sheet.number}", 1))
        blocks += _blocks(sheet)
        said += [*sheet.issues, *_hidden(sheet)]
    said += [_hidden_sheet(sheet) for sheet in sheets if sheet.is_hidden and sheet.cells]
    if not blocks:
        raise Unreadable("no_text", "The workbook has no filled cell that is not hidden: there is nothing to read.")
    return Document(media_type, with_headings(blocks), issues=tuple(said))


def without_covered(cells: Mapping[tuple[int, int], str], spans: Sequence[Span]) -> dict[tuple[int, int], str]:
    """The cells but for those that a merged cell hides. Raises ``Unreadable`` (``too_large``) for endless merging."""
    if sum(min(high * wide, len(cells)) for _, _, high, wide in spans) > 10 * MOST_CELLS:
        raise Unreadable("too_large", "The merged cells of a sheet lie over one another, more than can be followed.")
    kept = dict(cells)
    for top, left, high, wide in spans:
        rows, columns = range(top, top + high), range(left, left + wide)
        inside = (
            [(r, c) for r, c in kept if r in rows and c in columns]
            if high * wide > len(cells)
            else [(r, c) for r in rows for c in columns]
        )
        for place in inside:
            if place != (top, left):
                kept.pop(place, None)
    return kept


def require_size(rows: int, columns: int) -> None:
    """Raise ``Unreadable`` (``too_large``) for a sheet of more than ``MOST_CELLS``."""
    if rows * columns > MOST_CELLS:
        raise Unreadable(
            "too_large",
            f"A sheet has {rows} rows and {columns} columns; at most {MOST_CELLS} cells are read. Divide it.",
        )


def _blocks(sheet: Sheet) -> Iterator[Block]:
    rows = sorted(_filled_rows(sheet) - sheet.hidden_rows)
    columns = sorted({column for _, column in sheet.cells} - sheet.hidden_columns)
    if not rows or not columns:
        return
    shown = [c for c in range(columns[0], columns[-1] + 1) if c not in sheet.hidden_columns]
    require_size(len(rows), len(shown))
    merged = {(top, left): (high, wide) for top, left, high, wide in sheet.spans}
    view = _View(sheet, merged, shown)
    lines = [_line(row, view) for row in rows]
    for run in _runs([line for line in lines if line.filled], sheet.hidden_rows):
        for part in _parts(run):
            yield from _part_blocks(part, view)


def _line(row: int, view: _View) -> _Line:
    cells = tuple(view.sheet.cells.get((row, column), "") for column in view.columns)
    widths = (
        len(view.across(column, view.merged.get((row, column), (1, 1))[1]))
        for column, cell in zip(view.columns, cells, strict=True)
        if cell
    )
    return _Line(row, cells, max(widths, default=0))


def _runs(lines: Sequence[_Line], hidden: frozenset[int]) -> Iterator[list[_Line]]:
    """The rows between two empty ones; a hidden row parts nothing."""
    empty_above = 0
    last: int | None = None
    parted: list[tuple[int, _Line]] = []
    for line in lines:
        if last is not None and any(row not in hidden for row in range(last + 1, line.number)):
            empty_above += 1
        parted.append((empty_above, line))
        last = line.number
    for _, run in groupby(parted, key=lambda pair: pair[0]):
        yield [line for _, line in run]


def _parts(run: Sequence[_Line]) -> Iterator[Sequence[_Line]]:
    """A run, divided before a banner with a header below it: there the next table begins."""
    first = 0
    for i, line in enumerate(run[:-1]):
        if line.is_banner and _is_header(run[i + 1]) and any(len(r.filled) > 1 for r in run[first:i]):
            yield run[first:i]
            first = i
    yield run[first:]


def _is_header(line: _Line) -> bool:
    return sum(header_kind(c) is not None for c in line.filled) > 1 and not any(map(is_figure, line.filled))


def _part_blocks(part: Sequence[_Line], view: _View) -> Iterator[Block]:
    """Lines of text, the table, and the lines below it."""
    top, end = 0, len(part)
    while top < end and _is_above(part[top]):
        top += 1
    while end > top and _is_below(part[end - 1]):
        end -= 1
    yield from _texts(part[:top], view.sheet)
    if part[top:end]:
        yield _grid(part[top:end], view)
    yield from _texts(part[end:], view.sheet)


def _is_above(line: _Line) -> bool:
    """A title, or the line of captions over a header (填报单位：某局 | 单位：件)."""
    return len(line.filled) == 1 or all(line_kind("captions").match(cell) for cell in line.filled)


def _is_below(line: _Line) -> bool:
    """A note, a signature; a short cell alone may be a unit without figures, whose row is one of the table."""
    return len(line.filled) == 1 and (line.is_banner or len(squeezed(line.filled[0])) > LONGEST_LABEL)


def _texts(lines: Sequence[_Line], sheet: Sheet) -> Iterator[Text]:
    for line in lines:
        for cell in line.filled:
            yield Text(cell, f"s{sheet.number}.r{line.number}")


def _grid(lines: Sequence[_Line], view: _View) -> Grid:
    """The rows as a grid, from the first to the last column that they fill."""
    used = [n for n in range(len(view.columns)) if any(line.cells[n] for line in lines)]
    first, last = used[0], used[-1]
    numbers = [line.number for line in lines]
    spans: list[Span] = []
    for row, line in enumerate(lines):
        for n in range(first, last + 1):
            high, wide = view.merged.get((line.number, view.columns[n]), (1, 1))
            rows = bisect_left(numbers, line.number + high) - row
            columns = min(len(view.across(view.columns[n], wide)), last + 1 - n)
            if (rows, columns) != (1, 1):
                spans.append((row, n - first, rows, columns))
    number = view.sheet.number
    is_short = any(numbers[0] < row < numbers[-1] for row in _filled_rows(view.sheet) & view.sheet.hidden_rows)
    return Grid(
        tuple(line.cells[first : last + 1] for line in lines),
        tuple(f"s{number}.r{line.number}" for line in lines),
        spans=tuple(spans),
        cut_off=is_short,
    )


def _filled_rows(sheet: Sheet) -> set[int]:
    return {row for row, _ in sheet.cells}


def _hidden(sheet: Sheet) -> Iterator[Issue]:
    rows = _filled_rows(sheet) & sheet.hidden_rows
    columns = {column for _, column in sheet.cells} & sheet.hidden_columns
    if rows or columns:
        yield Issue(
            code="hidden_cells",
            message=f"In the sheet {sheet.name!r} {len(rows)} filled rows and {len(columns)} filled columns are "
            "hidden: no print shows them, and they were left out.",
            place=f"s{sheet.number}",
        )


def _hidden_sheet(sheet: Sheet) -> Issue:
    return Issue(
        code="hidden_sheet",
        message=f"The sheet {sheet.name!r} is hidden: no print shows it, and it was left out.",
        place=f"s{sheet.number}",
        raw=sheet.name,
    )


def number_doubt(place: str, raw: str, code: str) -> Issue:
    """The issue for a cell whose print is not known."""
    return Issue(
        code="number_format",
        message=f"What a cell in {place} prints under the format {code!r} is not known; its value {raw} stands for it.",
        place=place,
        raw=raw,
    )
