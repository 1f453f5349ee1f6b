"""Markdown and plain text: headings, paragraphs, and tables drawn with bars, with tabs, or with one cell a line.

What belongs here: from a decoded string to a ``Document``. What does not: decoding (``decode``), meaning
(``parsers.tables``). A paragraph that the print broke in mid-sentence is put together (``L47-49``); nothing else is
changed. Page numbers are left out and reported (``page_furniture``), marks of emphasis (``**150**``) are not text.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from parsers.cells import align, header_kind, header_word, is_figure, is_total_word, part_named
from parsers.document import Block, Document, Grid, Text
from parsers.readers.alike_rows import alike_width, table_of_alike_rows
from parsers.readers.barred import barred_table
from parsers.readers.header_levels import with_header_in_place
from parsers.readers.layout import continues, is_item, joined, with_headings
from parsers.readers.lone_cells import MOST_COLUMNS, Line, header_width, lone_table
from parsers.readers.lone_rows import lone_rows, may_begin
from parsers.records import Issue
from parsers.vocabulary.layout import line_kind

_NEW_LINE = re.compile(r"\r\n|\n|\r")
_MARKDOWN_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_LINK = re.compile(r"!?\[(?P<text>[^\[\]]*)\]\((?P<url>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)")
_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*")
LONGEST_PARAGRAPH = 400
"""Lines that are put together at most; real ones break a few times."""
NEAREST_LINES = 40
FEWEST_BETWEEN = 3
"""Cells of a row whose bars stand only between them; two may be a date and its source."""
NARROWEST_PRINT = 36
"""Half-width columns; a shorter line did not end because the page did."""
_BAR = re.compile(r"(?<!\\)\|")
_EMPHASIS = (
    # Marks around a few words without a sentence end: 张**来信 keeps the stars that hide a name.
    re.compile(r"(?<![*\\])\*\*(?![*\s])(?P<inner>[^*。；\n]*[^*\s。；])\*\*(?!\*)"),
    re.compile(r"(?<![A-Za-z0-9_\\])__(?![_\s])(?P<inner>[^_。；\n]*[^_\s。；])__(?![A-Za-z0-9_])"),
    re.compile(r"(?<![*\\])\*(?=[\d.,]+%?\*)(?P<inner>[\d.,]+%?)\*(?!\*)"),
    re.compile(r"<(?P<tag>b|strong|em|i|u)>(?P<inner>[^<>\n]*)</(?P=tag)>"),
)


@dataclass(frozen=True, slots=True)
class _Taken:
    """The blocks that were read, the index of the next line, and what did not fit."""

    blocks: tuple[Block, ...]
    next_line: int
    issues: tuple[Issue, ...] = ()


_Taker = Callable[[Sequence[str], int], _Taken | None]
_CellsOf = Callable[[str], tuple[str, ...]]


def read_text(text: str, media_type: str = "text/plain") -> Document:
    """Read a decoded text; locators are its line numbers from 1.

    ``title`` is a first heading ``# title``, ``None`` without one; ``url`` is left to ``parsers.readers.address``.
    """
    lines, issues = _without_page_marks([_without_emphasis(line) for line in _NEW_LINE.split(text)])
    blocks: list[Block] = []
    at = 0
    while at < len(lines):
        taken = next(t for t in (take(lines, at) for take in _TAKERS) if t is not None)
        blocks += taken.blocks
        issues += taken.issues
        at = taken.next_line
    blocks, bare_numbers = _without_bare_page_numbers(blocks)
    issues += bare_numbers
    return Document(media_type, with_headings(blocks), title=_title(lines), issues=tuple(issues))


def _without_emphasis(line: str) -> str:
    for marks in _EMPHASIS:
        line = marks.sub(lambda m: m["inner"], line)
    return line


def _without_page_marks(lines: Sequence[str]) -> tuple[list[str], list[Issue]]:
    """The lines, those that can be nothing but a page number emptied, so that the numbers of the others stay."""
    marks = [i for i, line in enumerate(lines) if line.strip() and line_kind("page_marks").match(line)]
    kept = ["" if i in set(marks) else line for i, line in enumerate(lines)]
    return kept, [_page_furniture(lines[i], locator(i, i)) for i in marks]


def _without_bare_page_numbers(blocks: Sequence[Block]) -> tuple[list[Block], list[Issue]]:
    """The blocks without the figures that stand alone between two pieces of a table."""
    kept: list[Block] = []
    issues: list[Issue] = []
    for i, block in enumerate(blocks):
        between = 0 < i < len(blocks) - 1 and isinstance(blocks[i - 1], Grid) and isinstance(blocks[i + 1], Grid)
        if between and isinstance(block, Text) and line_kind("bare_page_numbers").match(block.text):
            issues.append(_page_furniture(block.text, block.locator))
        else:
            kept.append(block)
    return kept, issues


def _page_furniture(line: str, place: str) -> Issue:
    return Issue(
        code="page_furniture",
        message=f"The line {place} is left out of the text as a page number.",
        place=place,
        raw=line.strip(),
    )


def _title(lines: Sequence[str]) -> str | None:
    first = next((line for line in lines if line.strip()), "")
    heading = _MARKDOWN_HEADING.match(first)
    return None if heading is None else _without_links(heading[2])


def _without_links(text: str) -> str:
    return _LINK.sub(lambda m: m["text"], text)


def locator(first: int, last: int) -> str:
    """The place of lines ``first`` to ``last``, both from 0 and inclusive."""
    return f"L{first + 1}" if first == last else f"L{first + 1}-{last + 1}"


def _blank(lines: Sequence[str], at: int) -> _Taken | None:
    return None if lines[at].strip() else _Taken((), at + 1)


def _markdown_heading(lines: Sequence[str], at: int) -> _Taken | None:
    heading = _MARKDOWN_HEADING.match(lines[at])
    if heading is None:
        return None
    return _Taken((Text(_without_links(heading[2]), locator(at, at), len(heading[1])),), at + 1)


def _bar_table(lines: Sequence[str], at: int) -> _Taken | None:
    """Rows drawn with bars; the line of dashes belongs to the drawing, not to the table."""
    end = at
    while end < len(lines) and _BAR.search(lines[end]):
        end += 1
    has_rule = any(_RULE.fullmatch(line) for line in lines[at + 1 : end])
    if end - at < 2 or not (has_rule or all(line.strip().startswith("|") for line in lines[at:end])):
        return None
    kept = [(i, _bar_cells(lines[i])) for i in range(at, end) if not _RULE.fullmatch(lines[i])]
    return _Taken((Grid(tuple(cells for _, cells in kept), tuple(locator(i, i) for i, _ in kept)),), end)


def _barred_table(lines: Sequence[str], at: int) -> _Taken | None:
    table = barred_table(lines, at) if _BAR.search(lines[at]) else None
    return None if table is None else _Taken((table.grid,), table.next_line, table.issues)


def _bars_between(lines: Sequence[str], at: int) -> _Taken | None:
    """Rows of one width with bars between their cells and none around them, figures behind the first cell of the last.

    A text that stops inside such a row is cut off.
    """
    end = at
    while end < len(lines) and _is_bars_between(lines[end]):
        end += 1
    printed = [_bar_cells(lines[i]) for i in range(at, end)]
    rows, spans = with_header_in_place(printed)
    width = len(rows[0]) if rows else 0
    same = next((n for n, row in enumerate(rows) if len(row) != width), len(rows))
    if width < FEWEST_BETWEEN or same < 2 or not all(map(is_figure, rows[same - 1][-1:])):
        return None
    is_cut = same == len(rows) - 1 and len(rows[same]) < width and not any(line.strip() for line in lines[end:])
    kept: list[tuple[str | None, ...]] = list(rows[:same])
    if same < len(rows) and _is_merged_total(printed[same], width):
        kept.append((*rows[same], *[None] * (width - len(rows[same]))))
        is_cut = False
    elif same < len(rows) and width - 2 <= len(rows[same]) < width and is_total_word(rows[same][0]):
        kept.append(rows[same])  # a total has no 序号 and no rank; parsers.tables places its cells
        is_cut = False
    places = tuple(locator(i, i) for i in range(at, at + len(kept)))
    return _Taken(
        (Grid(tuple(kept), places, spans=spans, cut_off=is_cut, spans_inferred=True),),
        end if is_cut else at + len(kept),
    )


def _is_merged_total(cells: Sequence[str], width: int) -> bool:
    """Whether a row is a total with one figure merged over the columns (合计 | 553)."""
    return len(cells) == 2 < width and is_total_word(header_word(cells[0])[0]) and is_figure(cells[1])


def _is_bars_between(line: str) -> bool:
    text = line.strip()
    return _BAR.search(text) is not None and not text.startswith("|") and not text.endswith("|")


def _bar_cells(line: str) -> tuple[str, ...]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return tuple(
        re.sub(r"<br\s*/?>", "\n", _without_links(cell.replace("\\|", "|"))).strip() for cell in _BAR.split(inner)
    )


@dataclass(frozen=True, slots=True)
class _TabRow:
    first: int
    last: int
    cells: tuple[str, ...]


def _tab_table(lines: Sequence[str], at: int) -> _Taken | None:
    """Consecutive lines with tabs. One such line alone needs three cells: two may be an office and a date set apart."""
    if "\t" not in lines[at]:
        return None
    printed = _tab_rows(lines, at)
    if max(sum(bool(c) for c in row.cells) for row in printed) < (3 if len(printed) == 1 else 2):
        return None
    rows, issues = _whole_rows(printed)
    width = max(len(row.cells) for row in rows)
    cells, spans = with_header_in_place([_to_width(row.cells, width) for row in rows])
    grid = Grid(tuple(cells), tuple(locator(row.first, row.last) for row in rows), spans=spans, spans_inferred=True)
    return _Taken((grid,), printed[-1].last + 1, tuple(issues))


def _to_width(cells: tuple[str, ...], width: int) -> tuple[str, ...]:
    """A row with its last empty cells, which white space at the end of a line does not keep; one without an empty cell
    as it is: there a cell may be missing anywhere.
    """
    is_placed = len(cells) > 2 and "" in cells
    return (*cells, *[""] * (width - len(cells))) if is_placed else cells


def _tab_rows(lines: Sequence[str], at: int) -> list[_TabRow]:
    end = at
    while end < len(lines) and lines[end].strip() and ("\t" in lines[end] or _goes_on(lines, end)):
        end += 1
    return [_TabRow(i, i, tuple(cell.strip() for cell in lines[i].split("\t"))) for i in range(at, end)]


def _whole_rows(printed: Sequence[_TabRow]) -> tuple[list[_TabRow], list[Issue]]:
    """Put rows together that a line break inside a cell cut in two.

    A line without tabs goes on with the last cell above, if there is something in it. Below an empty one it may be that
    cell or the beginning of the next row: it is left out and reported.
    """
    widths = Counter(len(row.cells) for row in printed if len(row.cells) > 1)
    width = max(widths, key=lambda w: (widths[w], w))
    rows = list(printed[:1])
    issues: list[Issue] = []
    for row in printed[1:]:
        above = rows[-1]
        is_rest = len(above.cells) < width and len(above.cells) + len(row.cells) - 1 == width
        if is_rest or (len(row.cells) == 1 and above.cells[-1]):
            cells = (*above.cells[:-1], f"{above.cells[-1]}\n{row.cells[0]}".strip(), *row.cells[1:])
            rows[-1] = _TabRow(above.first, row.last, cells)
        elif len(row.cells) == 1:
            issues.append(_stray_line(row))
        else:
            rows.append(row)
    return rows, issues


def _stray_line(row: _TabRow) -> Issue:
    place = locator(row.first, row.last)
    return Issue(
        code="stray_line",
        message=f"The line {place} stands alone in a table; it may belong to the row above or below. It is left out.",
        place=place,
        raw=row.cells[0],
    )


def _goes_on(lines: Sequence[str], at: int) -> bool:
    """Whether a line without tabs stands inside a table: body rows directly above and below, not a header."""
    if at == 0 or at + 1 >= len(lines) or "\t" not in lines[at - 1]:
        return False
    below = next((line for line in lines[at + 1 :] if "\t" in line or not line.strip()), "")
    return "\t" in below and sum(header_kind(c) is not None for c in below.split("\t")) < 2


def _alike_rows(lines: Sequence[str], at: int) -> _Taken | None:
    if alike_width([line.text.strip() for line in islice(_filled(lines, at), 2 * MOST_COLUMNS)]) is None:
        return None
    rest = list(_filled(lines, at))
    table = table_of_alike_rows(rest)
    return None if table is None else _Taken((table.grid,), rest[table.used - 1].number, table.issues)


def _filled(lines: Sequence[str], at: int) -> Iterator[Line]:
    return (Line(i + 1, lines[i]) for i in range(at, len(lines)) if lines[i].strip())


def _lone_cell_table(lines: Sequence[str], at: int) -> _Taken | None:
    if header_kind(lines[at]) not in ("serial", "label"):
        return None
    first_lines = list(islice((lines[i] for i in range(at, len(lines)) if lines[i].strip()), MOST_COLUMNS + 1))
    if header_width([line.strip() for line in first_lines]) is None:
        return None
    rest = list(_filled(lines, at))
    table = lone_table(rest)
    if table is None:
        return None
    return _Taken((table.grid,), rest[table.used - 1].number, table.issues)


def _lone_rows(lines: Sequence[str], at: int) -> _Taken | None:
    lead = next((lines[i] for i in range(at - 1, max(at - NEAREST_LINES, -1), -1) if lines[i].strip()), "")
    if not may_begin(lines[at].strip(), lead):
        return None
    rest = list(islice(_filled(lines, at), 2 * MOST_COLUMNS))
    table = lone_rows(rest, lead)
    return None if table is None else _Taken((table.grid,), rest[table.used - 1].number)


def _spaced_table(lines: Sequence[str], at: int) -> _Taken | None:
    """Columns set apart by blanks, below a header of three known words or more; empty cells are gone."""
    for cells_of in (_spaced_cells, _single_spaced_cells):
        header = cells_of(lines[at])
        kinds = [header_kind(cell) for cell in header]
        known = sum(kind is not None or part_named(cell) is not None for kind, cell in zip(kinds, header, strict=True))
        all_known = known == len(header) and "note" not in kinds
        if known >= 3 and (cells_of is _spaced_cells or all_known):
            return _spaced_rows(lines, at, header, [kind or "any" for kind in kinds], cells_of)
    return None


def _spaced_rows(
    lines: Sequence[str], at: int, header: tuple[str, ...], kinds: Sequence[str], cells_of: _CellsOf
) -> _Taken | None:
    """The rows below a header, to the first line that is none. A name that was too long for its column stands on two
    lines, the figures on the second (3 县住房和城乡 / 建设局 20 19).
    """
    rows: list[tuple[str | None, ...]] = [header]
    places = [locator(at, at)]
    line, is_cut = at + 1, False
    while line < len(lines) and len(cells := cells_of(lines[line])) > 1:
        if cells_of is _single_spaced_cells and not is_figure(cells[-1]):  # a blank stands in many a sentence
            is_cut = any(map(is_figure, cells))
            break
        first = line
        below = cells_of(lines[line + 1]) if line + 1 < len(lines) else ()
        named = (*cells[:-1], cells[-1] + below[0], *below[1:]) if len(below) > 1 else cells
        if not any(map(is_figure, cells[_names(kinds) :])) and len(cells) < len(header) == len(named):
            cells, line = named, line + 1
        # A row that fits in no single way stays as it is: parsers.tables reports its width.
        rows.append(align(cells, kinds) or cells)
        places.append(locator(first, line))
        line += 1
    return _Taken((Grid(tuple(rows), tuple(places), cut_off=is_cut),), line) if len(rows) > 1 else None


def _names(kinds: Sequence[str]) -> int:
    """How many columns stand left of the figures."""
    return next((i for i, kind in enumerate(kinds) if kind in ("count", "rate", "any")), len(kinds))


def _spaced_cells(line: str) -> tuple[str, ...]:
    return tuple(re.split(r"[\s\u3000]{2,}|\u3000+", _joined_names(line).strip()))


def _single_spaced_cells(line: str) -> tuple[str, ...]:
    """The words of a line in which one blank stands between two cells."""
    return tuple(_joined_names(line).split())


def _joined_names(line: str) -> str:
    """A line with names of two characters that are set apart to fill their column put together (其  他, 合 计)."""
    return re.sub(r"(?<!\S)([\u4e00-\u9fff])[\s\u3000]+([\u4e00-\u9fff])(?!\S)", r"\1\2", line)


def _paragraph(lines: Sequence[str], at: int) -> _Taken:
    """A paragraph; lines that go on in mid-sentence are taken with it."""
    text, last = lines[at].strip(), at
    while last - at < LONGEST_PARAGRAPH and (following := _next_filled(lines, last + 1)) is not None:
        goes_on = continues(text, lines[following], adjacent=following == last + 1)
        if following - last > 2 or not (goes_on or _is_wrapped(lines, last, following)):
            break
        if "\t" in lines[following].strip() or _BAR.match(lines[following].lstrip()):
            break
        text, last = joined(text, lines[following]), following
    return _Taken((Text(_without_links(text), locator(at, last)),), last + 1)


def _is_wrapped(lines: Sequence[str], above: int, below: int) -> bool:
    """Whether a print of fixed width broke a sentence between two lines: the upper one is prose, as full as any line of
    the paragraph, and without an end; the lower one opens nothing new.
    """
    upper, lower = lines[above], lines[below].strip()
    if below != above + 1 or not re.search(r"[，。；、,]", upper) or re.search(r"[。；：！？:;!?]\s*$", upper):
        return False
    if is_item(lower) or header_kind(upper) is not None or header_kind(lower) is not None:
        return False
    if re.match(r"[\u3000 ]{2,}", lines[below]) or _MARKDOWN_HEADING.match(lower):
        return False
    paragraph = _unspaced(lines, above)
    is_wide = display_width(upper) >= max(NARROWEST_PRINT, max(map(display_width, paragraph)) - 4)
    # Some programs break after so many characters, whatever their width.
    is_long = len(upper.rstrip()) >= max(NARROWEST_PRINT // 2, max(len(line.rstrip()) for line in paragraph) - 1)
    return is_wide or is_long


def _unspaced(lines: Sequence[str], at: int) -> Sequence[str]:
    """The lines around one, up to the next blank line either way; the nearest ones tell how wide the print is."""
    top, end = max(0, at - NEAREST_LINES), min(len(lines), at + NEAREST_LINES)
    first = next((i + 1 for i in range(at, top - 1, -1) if not lines[i].strip()), top)
    last = next((i for i in range(at, end) if not lines[i].strip()), end)
    return lines[first:last]


@lru_cache(maxsize=512)  # a line is measured with each of its neighbours
def display_width(line: str) -> int:
    """The width of a line in half-width columns: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line.rstrip())


def _next_filled(lines: Sequence[str], at: int) -> int | None:
    return next((i for i in range(at, len(lines)) if lines[i].strip()), None)


_TAKERS: tuple[_Taker, ...] = (
    _blank,
    _markdown_heading,
    _bar_table,
    _barred_table,
    _bars_between,
    _tab_table,
    _alike_rows,
    _lone_cell_table,
    _lone_rows,
    _spaced_table,
    _paragraph,
)
