"""Tables that no rules divide, or rules in one direction only: found by their header, read by rivers and anchors.

What belongs here: where such a table begins and ends, and its grid. What does not: its columns (``columns``), its rows
(``rows``), tables whose cells are all ruled (``ruled``).

A table that is not explained line by line is not read: it is reported with its lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.cells import cell_kind, header_kind, is_figure, is_subtotal_word, is_total_word
from parsers.readers.layout import has_ended, numbering
from parsers.readers.pdf.columns import (
    Columns,
    Extent,
    Header,
    columns_of,
    header_at,
    lines_above,
    read_header,
    widened,
)
from parsers.readers.pdf.lines import Line, Word, in_lines, is_gap, word
from parsers.readers.pdf.marks import Glyph, Marks
from parsers.readers.pdf.rows import ALIGNMENTS, FIRM_KINDS, Cells, Frame, Rows, rows_of
from parsers.records import Issue
from parsers.vocabulary.layout import layout_words, line_kind, squeezed

MOST_LINES_LOST = 3
"""How many lines below the known words of a header may still belong to it, and how many below the last figures may not
belong to the table."""
WIDE_SHARE = 0.6
"""The part of a table's width (height) that a line across (down) must take to divide it."""
FARTHEST_ROW = 6.0
"""The distance to the next line of a table at most, of the size of its type."""
LARGER_TYPE = 1.15
"""The size of a line below a table, of that of its header, from which it is the title of something else."""
LONGEST_BANNER = 24
"""Characters of a line that divides a table; a longer one is a sentence."""


@dataclass(frozen=True, slots=True)
class Found:
    """A table on a page: the lines it takes, its columns and rows, and the group lines (height, text) between rows."""

    page: int
    lines: tuple[Line, ...]
    columns: Columns
    rows: Rows
    banners: tuple[tuple[float, str], ...] = ()
    has_header: bool = True
    is_part: bool = False
    """Whether the table begins or goes on with lines that are not read."""


@dataclass(frozen=True, slots=True)
class NotRead:
    """Lines that read like a table whose layout has no single reading; ``what`` its first line reads like."""

    lines: tuple[Line, ...]
    why: str
    what: str = "the header of a table without rules"

    @property
    def issue(self) -> Issue:
        place = f"p{self.lines[0].page}.l{self.lines[0].number}"
        return Issue(
            code="unruled_table",
            message=f"The line at {place} reads like {self.what}, but {self.why}; it and the "
            f"{len(self.lines) - 1} lines below are left out, their figures are not read. Compare them with the page.",
            place=place,
            raw="\n".join(line.text for line in self.lines),
        )


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page as tables are looked for on it. ``carried`` is the table that the page before ended with."""

    marks: Marks
    lines: tuple[Line, ...]
    carried: Found | None
    is_last: bool
    barriers: tuple[float, ...]


def unruled_tables(
    marks: Marks, lines: Sequence[Line], carried: Found | None, is_last: bool, barriers: Sequence[float]
) -> tuple[list[Found | NotRead], list[Line]]:
    """The tables among the lines of a page, and the lines that are no part of one.

    ``barriers`` are the heights of ruled tables and pictures on the page: no table goes on below one.
    """
    sheet = _Sheet(marks, tuple(lines), carried, is_last, tuple(barriers))
    found: list[Found | NotRead] = []
    at = 0
    if carried is not None and lines:
        known = header_at(lines)
        end = known[0] if known else len(lines)
        rest = _carried_rows(sheet, carried, end) or _unread_rows(sheet, end)
        if rest is not None:
            found.append(rest)
            at = len(rest.lines)
    kept: list[Line] = []
    while at < len(lines):
        header = header_at(lines[at:])
        if header is None:
            break
        start, end = at + header[0], at + header[1]
        table = _table(sheet, at, start, end)
        if table is None:  # header words in a row, but nothing under them that could be a row
            kept += lines[at:end]
            at = end
            continue
        first = lines.index(table.lines[0], at)
        kept += lines[at:first]
        found.append(table)
        at = first + len(table.lines)
    return found, [*kept, *lines[at:]]


def _table(sheet: _Sheet, free: int, start: int, end: int) -> Found | NotRead | None:
    """The table under the header words of ``lines[start:end]``; lines from ``free`` are in no other table."""
    lines = sheet.lines
    stop = _stop(sheet, read_header(lines[start:end]), end)
    figures = [i for i in range(end, stop) if _has_figures(lines[i])]
    rest = _rest_under_header(sheet, end, stop) if free == 0 else None
    if rest is not None or not figures:
        return rest
    for top in (first for first in lines_above(lines, start, end) if first >= free):
        for lost in range(min(MOST_LINES_LOST, stop - figures[-1] - 1) + 1):
            for lower in range(min(MOST_LINES_LOST, figures[0] - end) + 1):
                found = _read(sheet, top, end + lower, stop - lost)
                if found is not None:
                    return found
    whole = lines[start:stop]
    return NotRead(whole, "its columns and rows can be told apart in no single way")


def _has_figures(line: Line) -> bool:
    return any(is_figure(w.text) for w in line.words)


def _stop(sheet: _Sheet, header: Header, end: int) -> int:
    """Behind the last line that can be a part of the table."""
    lines = sheet.lines
    widest = 0.0
    later = header_at(lines[end:])
    last = len(lines) if later is None else end + later[0]
    for i in range(end, last):
        above, line = lines[i - 1], lines[i]
        gap = line.middle - above.middle
        if gap < 0 or (gap > FARTHEST_ROW * line.size and gap > 1.5 * widest):
            return i
        if any(above.middle < barrier < line.middle for barrier in sheet.barriers):
            return i
        if line.size > LARGER_TYPE * header.size:
            return i
        if i > end:
            widest = max(widest, gap)
        crosses = _crosses(line, header.feet) and not _is_row(line, header)
        if _is_note(line) or (crosses and not _is_banner(sheet, header, i, last)):
            return i
    closing = _closing_rule(sheet, header, end, last)
    return last if closing is None else closing


def _has_sentence_marks(line: Line) -> bool:
    return re.search(r"[，。；：]", line.text) is not None


def _is_note(line: Line) -> bool:
    return any(line_kind(kind).match(line.text) is not None for kind in ("annex", "notes"))


def _crosses(line: Line, extents: Sequence[Extent]) -> bool:
    """Whether a word of the line lies in two columns: it reaches from under one header word to under the next."""
    return any(
        run[0].left < left[1] and run[-1].right > right[0]
        for run in _words_with_glyphs(line)
        if not _is_total(run)
        for left, right in pairwise(extents)
    )


def _is_row(line: Line, header: Header) -> bool:
    """Whether a line is one of the table though its cells do not fit: a figure stands under a header of figures."""
    return not _has_sentence_marks(line) and any(is_figure(w.text) and _is_under_figures(w, header) for w in line.words)


def _is_under_figures(printed: Line | Word, header: Header) -> bool:
    """Whether something stands under a header of figures."""
    kinds = (header_kind("".join(w.text for w in leaf)) for leaf in header.leaves)
    return any(
        kind in ("count", "rate") and printed.left < right and left < printed.right
        for kind, (left, right) in zip(kinds, header.feet, strict=True)
    )


def _is_banner(sheet: _Sheet, header: Header, at: int, last: int) -> bool:
    """Whether a line alone divides the table: rows go on below it."""
    line = sheet.lines[at]
    text = squeezed(line.text)
    if len(line.words) != 1 or len(text) > LONGEST_BANNER or _has_sentence_marks(line):
        return False
    if text.endswith(layout_words("title_ends")) or has_ended(text):
        return False
    below = sheet.lines[at + 1 : min(at + 1 + MOST_LINES_LOST, last)]
    rows = (i for i, other in enumerate(below) if len(other.words) > 1 and _has_figures(other))
    first = next(rows, None)
    return first is not None and not any(_crosses(other, header.feet) for other in below[: first + 1])


def _closing_rule(sheet: _Sheet, header: Header, end: int, last: int) -> int | None:
    """The first line below the rule that closes a table: figures stand above it, none below."""
    figures = [i for i in range(end, last) if _has_figures(sheet.lines[i])]
    if not figures:
        return None
    low = sheet.lines[figures[-1]].middle
    under = [at for at in _across(sheet.marks, header) if at > low]
    return next((i for i in range(figures[-1] + 1, last) if under and sheet.lines[i].middle > min(under)), None)


def _across(marks: Marks, header: Header) -> list[float]:
    """The heights of lines and of edges of filled areas that go over most of the table."""
    width = header.right - header.left
    edges = [(r.at, r.start, r.end) for r in marks.across]
    edges += [(at, box.left, box.right) for box in marks.areas for at in (box.top, box.bottom)]
    covered: dict[float, float] = {}
    for at, left, right in sorted(edges):
        near = next((height for height in covered if abs(height - at) <= 1.0), at)
        covered[near] = covered.get(near, 0.0) + max(0.0, min(right, header.right) - max(left, header.left))
    return [at for at, length in covered.items() if length >= WIDE_SHARE * width]


def _down(marks: Marks, header: Header, bottom: float) -> list[float]:
    """The places of lines that go down through most of the table."""
    top = header.lines[-1].middle
    covered: dict[float, float] = {}
    for rule in marks.down:
        near = next((place for place in covered if abs(place - rule.at) <= 1.0), rule.at)
        covered[near] = covered.get(near, 0.0) + max(0.0, min(rule.end, bottom) - max(rule.start, top))
    return [at for at, length in covered.items() if length >= WIDE_SHARE * (bottom - top) and bottom > top]


# --- reading ----------------------------------------------------------------------------------------------------------


def _read(sheet: _Sheet, top: int, body: int, stop: int) -> Found | None:
    """The table whose header is ``lines[top:body]`` and whose rows are ``lines[body:stop]``."""
    lines = sheet.lines
    header = read_header(lines[top:body])
    rows, banners = _without_banners(lines[body:stop], header)
    columns = columns_of(header, _ink(rows), _down(sheet.marks, header, lines[stop - 1].middle))
    if columns is None:
        return None
    goes_on = top == 0 and sheet.carried is not None and columns.header_rows == sheet.carried.columns.header_rows
    frame = Frame(
        separators=(
            *(at for at in _across(sheet.marks, header) if lines[body - 1].middle < at < lines[stop - 1].middle),
            *(line.middle for line in banners),
        ),
        open_above=goes_on,
        open_below=stop == len(lines) and not sheet.is_last,
        alignments=sheet.carried.rows.alignments if goes_on and sheet.carried else frozenset(ALIGNMENTS),
    )
    found = _rows_in(rows, columns, frame)
    if found is None:
        return None
    columns, rows_found = found
    marks = tuple((line.middle, line.text) for line in banners)
    return Found(sheet.marks.number, lines[top:stop], columns, rows_found, marks)


def _carried_rows(sheet: _Sheet, carried: Found, end: int) -> Found | None:
    """The rows with which a table goes on at the top of a page without its header."""
    lines, columns = sheet.lines, carried.columns
    stop = next((i for i in range(end) if _is_note(lines[i]) or _crosses(lines[i], columns.extents)), end)
    if stop < end and sum(is_figure(w.text) for w in lines[stop].words) > 1 and not _has_sentence_marks(lines[stop]):
        return None
    figures = [i for i in range(stop) if _has_figures(lines[i])]
    for lost in range(min(MOST_LINES_LOST, stop - figures[-1] - 1) + 1) if figures else ():
        part = lines[: stop - lost]
        wider = widened(columns, _ink(part))
        goes_on = len(part) == len(lines) and not sheet.is_last
        frame = Frame(open_above=True, open_below=goes_on, alignments=carried.rows.alignments)
        found = None if wider is None else _rows_in(part, wider, frame)
        if found is not None:
            return Found(sheet.marks.number, part, *found, has_header=False)
    return _rest_in_remarks(sheet, carried) if carried.rows.rows else None


def _unread_rows(sheet: _Sheet, end: int) -> NotRead | None:
    """The lines at the top of a page that look like rows of figures, up to a sentence, a note or a header."""
    rows = 0
    for line in sheet.lines[:end]:
        if _is_note(line) or _has_sentence_marks(line) or sum(is_figure(w.text) for w in line.words) < 2:
            break
        rows += 1
    if not rows:
        return None
    return NotRead(
        sheet.lines[:rows],
        "it does not fit the columns of the table that the page before ends with",
        "a row of figures",
    )


def _rest_under_header(sheet: _Sheet, end: int, stop: int) -> Found | None:
    """The rest of a row, where nothing but it stands under the header printed again."""
    if sheet.carried is None:
        return None
    again = "".join(squeezed(line.text) for line in sheet.lines[:end])
    known = squeezed("".join(word for row in sheet.carried.columns.header_rows for word in row))
    return _rest_of_row(sheet, sheet.carried, end, stop) if sorted(again) == sorted(known) else None


def _rest_in_remarks(sheet: _Sheet, carried: Found) -> Found | None:
    """The rest of a row, where a page begins with lines under a remark that the page before ends with."""
    columns = carried.columns
    remarks = [
        extent
        for extent, kind, cell in zip(columns.extents, columns.kinds, carried.rows.rows[-1], strict=True)
        if kind in ("note", "text") and cell
    ]
    outside = (
        i
        for i, line in enumerate(sheet.lines)
        if not any(left - 1 <= line.left and line.right <= right + 1 for left, right in remarks)
    )
    return _rest_of_row(sheet, carried, 0, next(outside, len(sheet.lines)))


def _rest_of_row(sheet: _Sheet, carried: Found, body: int, stop: int) -> Found | None:
    lines = sheet.lines
    pieces = _pieces(lines[body:stop], carried.columns)
    if (
        not pieces
        or not any(pieces)
        or any(column for column, kind in zip(pieces, carried.columns.kinds, strict=True) if kind in FIRM_KINDS)
    ):
        return None
    rest = tuple(map(tuple, pieces))
    rows = Rows((), rest, alignments=carried.rows.alignments)
    return Found(sheet.marks.number, lines[:stop], carried.columns, rows, has_header=False)


def _ink(lines: Sequence[Line]) -> list[Glyph]:
    """The characters of lines but for total words, which may stand between two columns."""
    return [g for line in lines for run in _words_with_glyphs(line) if not _is_total(run) for g in run]


def _without_banners(lines: Sequence[Line], header: Header) -> tuple[list[Line], list[Line]]:
    """The rows among the lines, and the lines that divide them: one word over several columns, or one of words in the
    middle of a column of figures. Above the first row only a numbered one, for it may be a line of the header."""
    rows: list[Line] = []
    banners: list[Line] = []
    for line in lines:
        is_alone = len(line.words) == 1 and len(line.text) > 1 and not is_figure(line.text)
        divides = numbering(line.text) > 0 or any(map(_has_figures, rows))
        if is_alone and (_crosses(line, header.feet) or (divides and _is_under_figures(line, header))):
            banners.append(line)
        else:
            rows.append(line)
    return rows, banners


def _rows_in(lines: Sequence[Line], columns: Columns, frame: Frame) -> tuple[Columns, Rows] | None:
    """The rows of the lines, and the columns with the kinds that their cells show."""
    pieces = _pieces(lines, columns)
    if pieces is None:
        return None
    kinds = tuple(map(_kind_seen, columns.kinds, pieces))
    if sum(kind in FIRM_KINDS for kind in kinds) < 1 or not any(pieces):
        return None
    rows = rows_of(pieces, kinds, frame)
    return None if rows is None else (replace(columns, kinds=kinds), rows)


def _kind_seen(kind: str, pieces: Sequence[Word]) -> str:
    """The kind of a column, one of figures where its header is not known, one of words where its figures are not."""
    if kind == "any" and pieces and all(is_figure(piece.text) for piece in pieces):
        return "count"
    odd = [p for p in pieces if cell_kind(p.text) == "text"]
    if kind in ("count", "rate") and odd and all(re.search(r"\d.*\D.*\d|\d+\D{2,}", p.text) for p in odd):
        return "text"
    return kind


def _pieces(lines: Sequence[Line], columns: Columns) -> list[list[Word]] | None:
    """The lines of the cells column by column; ``None`` when a character stands on an edge."""
    glyphs: list[list[Glyph]] = [[] for _ in columns.kinds]
    for line in lines:
        for run in _words_with_glyphs(line):
            if _is_total(run):
                glyphs[columns.at(run[0].left)] += run
                continue
            for glyph in run:
                if any(glyph.left < edge - 0.5 and glyph.right > edge + 0.5 for edge in columns.edges):
                    return None
                glyphs[columns.at((glyph.left + glyph.right) / 2)].append(glyph)
    return [[word(run) for run in in_lines(column)] for column in glyphs]


def _words_with_glyphs(line: Line) -> Iterator[list[Glyph]]:
    """The words of a line as characters; 合  计 is one."""
    runs: list[list[Glyph]] = []
    for glyph in line.glyphs:
        before = runs[-1] if runs else []
        if before and (not is_gap(before[-1], glyph) or _is_total([*before, glyph], spaced_out=True)):
            before.append(glyph)
        else:
            runs.append([glyph])
    yield from runs


def _is_total(run: Sequence[Glyph], *, spaced_out: bool = False) -> bool:
    text = "".join(g.text for g in run)
    return (is_total_word(text) or is_subtotal_word(text)) and (not spaced_out or len(run) == 2)


# --- to cells ---------------------------------------------------------------------------------------------------------


def cells_of(found: Found) -> Iterator[tuple[str, ...]]:
    """The rows of a table as printed, its header first, group lines where they stand."""
    width = len(found.columns.kinds)
    if found.has_header:
        yield from found.columns.header_rows
    banners = list(found.banners)
    for cells in found.rows.rows:
        height = min(piece.middle for cell in cells for piece in cell)
        while banners and banners[0][0] < height:
            yield (banners.pop(0)[1], *[""] * (width - 1))
        yield _texts(cells)


def spans_of(found: Found) -> tuple[tuple[int, int, int, int], ...]:
    """The merged cells of a table: labels of its header, and group lines."""
    width = len(found.columns.kinds)
    texts = {text for _, text in found.banners}
    return (
        *(found.columns.spans if found.has_header else ()),
        *((i, 0, 1, width) for i, row in enumerate(cells_of(found)) if row[0] in texts and not any(row[1:])),
    )


def _texts(cells: Cells) -> tuple[str, ...]:
    return tuple("\n".join(piece.text for piece in cell) for cell in cells)


def joined_rows(above: Found, below: Found) -> tuple[Found, Found] | None:
    """Two parts of one table on two pages, the row that the break cut put together on the first of them.

    ``None`` when ``below`` goes on with a row that ``above`` does not have.
    """
    upper, lower = above.rows, below.rows
    if upper.goes_on and lower.before is None and lower.rows:
        last = _together(upper.rows[-1], lower.rows[0])
        upper, lower = Rows((*upper.rows[:-1], last)), replace(lower, rows=lower.rows[1:])
    elif lower.before is not None and not upper.goes_on and upper.rows:
        upper = Rows((*upper.rows[:-1], _together(upper.rows[-1], lower.before)))
        lower = replace(lower, before=None)
    elif upper.goes_on or lower.before is not None:
        return None
    return replace(above, rows=upper), replace(below, rows=lower)


def _together(above: Cells, below: Cells) -> Cells:
    return tuple((*a, *b) for a, b in zip(above, below, strict=True))
