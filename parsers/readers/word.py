"""Word files (docx): paragraphs, tables, text boxes and footnotes in reading order, as they are printed.

What belongs here: from the parts of a docx to a ``Document``. What does not: the zip (``packed``), numbers that Word
counts by itself (``word_lists``), older Word files (converted before they are read, see ``dispatch``). The parts are
read with lxml and not with python-docx, which knows neither text boxes, nor footnotes, nor tracked changes, nor the
numbers of lists, and repeats a merged cell in every place that it covers.

Tracked changes are read as accepted: what was inserted is text, what was deleted is not. Hidden text is left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from parsers.document import Block, Document, Text
from parsers.readers.grids import Span, filled_grid, is_prose_row
from parsers.readers.layout import has_ended, unbroken, with_headings
from parsers.readers.office import (
    attribute,
    child,
    children,
    is_on,
    local_name,
    main_part,
    parsed_xml,
    related,
    value,
    whole,
)
from parsers.readers.packed import Packed
from parsers.readers.word_lists import Lists, Place, read_lists
from parsers.records import Issue, Unreadable
from parsers.vocabulary.layout import squeezed

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_COLUMNS = 200
"""No table is wider; Word itself allows 63."""
MOST_PARAGRAPHS = 200_000
LONGEST_HEADING = 80
"""Characters of a paragraph that is styled as a heading; whole paragraphs are, by mistake."""

# What is looked into on the way to paragraphs and tables, and on the way to the words of a paragraph.
_AROUND_BLOCKS = frozenset(("ins", "moveTo", "sdt", "sdtContent", "customXml", "smartTag"))
_AROUND_WORDS = _AROUND_BLOCKS | {"r", "hyperlink", "fldSimple", "bdo", "dir", "ruby", "rubyBase", "oMath", "oMathPara"}
_DELETED = frozenset(("del", "moveFrom"))
_CHANGES = frozenset(("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel"))
_DRAWN = frozenset(("drawing", "pict", "object"))
_SIGNS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-"}
_BOXES = {"F0A8": "□", "F06F": "□", "F0FE": "☑", "F052": "☑", "F0FD": "☒", "F054": "☒"}
"""The boxes that forms tick, which Word writes as signs of Wingdings."""
_NOT_READ = {"blip": "picture", "imagedata": "picture", "chart": "chart", "OLEObject": "embedded file"}


@dataclass(frozen=True, slots=True)
class _Style:
    level: int
    place: Place | None


@dataclass(slots=True)
class _Reading:
    """The blocks so far, and what was seen on the way: notes to be printed below, things that are not read."""

    lists: Lists
    styles: Mapping[str, _Style]
    notes: dict[tuple[str, str], etree._Element]
    blocks: list[Block] = field(default_factory=list)
    not_read: Counter[str] = field(default_factory=Counter)
    hidden: list[str] = field(default_factory=list)
    paragraphs: int = 0

    def place(self) -> str:
        return f"b{len(self.blocks) + 1}"


@dataclass(frozen=True, slots=True)
class _Words:
    """What one paragraph prints, and what hangs on it: its text boxes, its footnotes."""

    text: str
    boxes: tuple[etree._Element, ...]
    notes: tuple[etree._Element, ...]


def read_word(payload: bytes) -> Document:
    """Read a docx; blocks are ``b1``, ``b2`` ..., rows of a table ``b12.r3``.

    Text boxes and footnotes are blocks of their own, behind the paragraph or table that they hang on. Raises
    ``Unreadable``: ``no_text``, ``damaged_office``, ``too_large``, and what ``Packed`` raises.
    """
    packed = Packed(payload)
    main = main_part(packed, "word/document.xml")
    parts = {r.kind: r.name for r in related(packed, main).values() if r.name in packed.names}

    def part(kind: str) -> etree._Element | None:
        return parsed_xml(packed.read(parts[kind]), parts[kind]) if kind in parts else None

    root = parsed_xml(packed.read(main), main)
    reading = _Reading(
        lists=read_lists(part("numbering")),
        styles=_styles(part("styles")),
        notes={(kind, i): note for kind in ("footnote", "endnote") for i, note in _notes(part(f"{kind}s"))},
    )
    body = child(root, "body")
    if body is not None:
        _read_blocks(body, reading)
    if not reading.blocks:
        raise _without_text(reading)
    heads = [name for name in packed.names if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name)]
    issues = (
        *_furniture(heads, packed),
        *_changes(root),
        *_left_out(reading),
    )
    return Document(MEDIA_TYPE, with_headings(unbroken(reading.blocks)), issues=issues)


# --- paragraphs -------------------------------------------------------------------------------------------------------


def _read_blocks(parent: etree._Element, reading: _Reading) -> None:
    for element in parent:
        name = local_name(element)
        if name == "p":
            _read_paragraph(element, reading)
        elif name == "tbl":
            _read_table(element, reading)
        elif name == "AlternateContent":
            _read_blocks(_chosen(element), reading)
        elif name in _AROUND_BLOCKS:
            _read_blocks(element, reading)
        elif name == "altChunk":
            reading.not_read["embedded file"] += 1


def _read_paragraph(paragraph: etree._Element, reading: _Reading) -> None:
    words = _words(paragraph, reading)
    text = words.text.strip()
    label = "" if _was_deleted(paragraph, text) else _label(paragraph, reading)
    if text:
        level = _heading_level(paragraph, text, reading)
        for part in re.split(r"\n\s*\n", f"{label}{text}"):
            if part.strip():
                reading.blocks.append(Text(part.strip(), reading.place(), level))
    _read_hanging(words, reading)


def _read_hanging(words: _Words, reading: _Reading) -> None:
    for content in (*words.boxes, *words.notes):
        _read_blocks(content, reading)


def _was_deleted(paragraph: etree._Element, text: str) -> bool:
    """Whether nothing is left of a paragraph whose end was deleted: then no list counts it."""
    return not text and child(child(child(paragraph, "pPr"), "rPr"), "del") is not None


def _heading_level(paragraph: etree._Element, text: str, reading: _Reading) -> int:
    """The level that the paragraph or its style gives it; running text styled as a heading has none."""
    if len(text) > LONGEST_HEADING or has_ended(text):
        return 0
    properties = child(paragraph, "pPr")
    own = whole(value(properties, "outlineLvl"), -1)
    if own >= 0:
        return own + 1 if own < 9 else 0
    style = reading.styles.get(value(properties, "pStyle") or "")
    return style.level if style else 0


def _label(paragraph: etree._Element, reading: _Reading) -> str:
    """The number of the list that the paragraph stands in, counted on."""
    properties = child(paragraph, "pPr")
    style = reading.styles.get(value(properties, "pStyle") or "")
    place = _list_place(child(properties, "numPr"), style.place if style else None)
    return "" if place is None else reading.lists.label(place)


def _list_place(own: etree._Element | None, inherited: Place | None) -> Place | None:
    """The list of a paragraph: its own setting, what that leaves open from its style; list 0 is none."""
    list_id = value(own, "numId") or (inherited.list_id if inherited else None)
    if list_id is None or list_id == "0":
        return None
    return Place(list_id, whole(value(own, "ilvl"), inherited.level if inherited else 0))


def _words(paragraph: etree._Element, reading: _Reading) -> _Words:
    reading.paragraphs += 1
    if reading.paragraphs > MOST_PARAGRAPHS:
        raise Unreadable("too_large", f"The file has more than {MOST_PARAGRAPHS} paragraphs; no document does.")
    pieces: list[str] = []
    boxes: list[etree._Element] = []
    notes: list[etree._Element] = []
    for element in _inside(paragraph, reading):
        name = local_name(element)
        if name == "t":
            pieces.append(element.text or "")
        elif name == "sym":
            pieces.append(_sign(attribute(element, "char") or ""))
        elif name in _SIGNS:
            if (attribute(element, "type") or "textWrapping") == "textWrapping" or name != "br":
                pieces.append(_SIGNS[name])
        elif name in ("footnoteReference", "endnoteReference"):
            note = reading.notes.pop((name.removesuffix("Reference"), attribute(element, "id") or ""), None)
            notes += [] if note is None else [note]
        else:
            boxes += _drawn(element, reading)
    return _Words("".join(pieces), tuple(boxes), tuple(notes))


def _inside(parent: etree._Element, reading: _Reading) -> Iterator[etree._Element]:
    """The smallest elements of a paragraph in order; what was deleted or is hidden is passed over."""
    for element in parent:
        name = local_name(element)
        if name == "AlternateContent":
            yield from _inside(_chosen(element), reading)
        elif name == "r" and is_on(child(element, "rPr"), "vanish"):
            reading.hidden += [t.text for t in element.iter() if local_name(t) == "t" and t.text]
        elif name in _AROUND_WORDS:
            yield from _inside(element, reading)
        elif name not in _DELETED:
            yield element


def _chosen(alternatives: etree._Element) -> etree._Element:
    """One of the forms that a thing is written in for newer and older programs: all say the same."""
    return next((c for c in alternatives if local_name(c) in ("Choice", "Fallback")), alternatives)


def _sign(code: str) -> str:
    if code.upper() in _BOXES:
        return _BOXES[code.upper()]
    return chr(int(code, 16)) if re.fullmatch(r"[0-9A-Fa-f]{2,4}", code) else ""


def _drawn(element: etree._Element, reading: _Reading) -> Iterator[etree._Element]:
    """The text boxes in a drawing, and a count of what is drawn in it besides."""
    if local_name(element) not in _DRAWN:
        return
    stack = [element]
    while stack:
        here = stack.pop()
        name = local_name(here)
        if name == "txbxContent":
            yield here
            continue
        if name in _NOT_READ:
            reading.not_read[_NOT_READ[name]] += 1
        stack += reversed(_chosen(here) if name == "AlternateContent" else here)


# --- tables -----------------------------------------------------------------------------------------------------------


def _read_table(table: etree._Element, reading: _Reading) -> None:
    rows = [row for row in _children(table, "tr") if not _is_deleted(row)]
    cells = [list(_children(row, "tc")) for row in rows]
    if any(_is_nested(cell) for row in cells for cell in row) or max(map(len, cells), default=0) < 2:
        for cell in (cell for row in cells for cell in row if not _goes_on_above(cell)):
            _read_blocks(cell, reading)
        return
    hanging: list[_Words] = []
    texts = [[_cell_text(cell, reading, hanging) for cell in row] for row in cells]
    place = reading.place()
    if any(is_prose_row([squeezed(text) for text in row]) for row in texts):
        for text in (line for row in texts for cell in row for line in cell.split("\n")):
            if text.strip():
                reading.blocks.append(Text(text.strip(), reading.place()))
    else:
        grid = filled_grid(*_grid(rows, cells, texts), place)
        reading.blocks += [] if grid is None else [grid]
    for words in hanging:
        _read_hanging(words, reading)


def _children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, also where a control or a tracked change encloses them."""
    for element in parent:
        here = local_name(element)
        if here == name:
            yield element
        elif here in _AROUND_BLOCKS:
            yield from _children(element, name)


def _is_deleted(row: etree._Element) -> bool:
    return child(child(row, "trPr"), "del") is not None


def _is_nested(cell: etree._Element) -> bool:
    return any(True for _ in _children(cell, "tbl"))


def _goes_on_above(cell: etree._Element) -> bool:
    """Whether the cell only goes on with the one above it, which is merged over several rows."""
    merged = child(child(cell, "tcPr"), "vMerge")
    return merged is not None and (attribute(merged, "val") or "continue") == "continue"


def _cell_text(cell: etree._Element, reading: _Reading, hanging: list[_Words]) -> str:
    """The lines of a cell. A paragraph that is only its number in a list is one: a 序号 that counts by itself."""
    if _goes_on_above(cell):
        return ""
    lines: list[str] = []
    for paragraph in _children(cell, "p"):
        words = _words(paragraph, reading)
        text = words.text.strip()
        label = "" if _was_deleted(paragraph, text) else _label(paragraph, reading)
        lines += f"{label}{text}".split("\n")
        if words.boxes or words.notes:
            hanging.append(words)
    return "\n".join(line.strip() for line in lines if line.strip())


def _grid(
    rows: list[etree._Element], cells: list[list[etree._Element]], texts: list[list[str]]
) -> tuple[list[tuple[str | None, ...]], list[Span]]:
    """The cells in their columns: those that a merged cell covers are ``""``, those that a row leaves out ``None``."""
    grid: list[tuple[str | None, ...]] = []
    heights: dict[tuple[int, int], tuple[int, int]] = {}  # first row and column of a cell -> its rows and columns
    open_cells: dict[int, int] = {}  # column -> row in which the cell that may go on below began
    for top, (row, row_cells, row_texts) in enumerate(zip(rows, cells, texts, strict=True)):
        properties = child(row, "trPr")
        line: list[str | None] = [None] * _width(value(properties, "gridBefore"), 0)
        still_open: dict[int, int] = {}
        for cell, text in zip(row_cells, row_texts, strict=True):
            left = len(line)
            wide = _width(value(child(cell, "tcPr"), "gridSpan"), 1)
            line += [text, *[""] * (wide - 1)]
            if _goes_on_above(cell) and left in open_cells:
                first = still_open[left] = open_cells[left]
                heights[first, left] = (top - first + 1, heights[first, left][1])
            else:
                still_open[left] = top
                heights[top, left] = (1, wide)
        open_cells = still_open
        grid.append((*line, *[None] * _width(value(properties, "gridAfter"), 0)))
    spans = [(top, left, high, wide) for (top, left), (high, wide) in heights.items() if (high, wide) != (1, 1)]
    return grid, spans


def _width(printed: str | None, otherwise: int) -> int:
    return max(otherwise, min(whole(printed, otherwise), MOST_COLUMNS))


# --- styles, notes ----------------------------------------------------------------------------------------------------


def _styles(root: etree._Element | None) -> dict[str, _Style]:
    """Level and list of every paragraph style, what it leaves open taken from the one that it is based on."""
    if root is None:
        return {}
    written = {attribute(s, "styleId") or "": s for s in children(root, "style")}
    styles: dict[str, _Style] = {}
    for name in written:
        chain = list(_ancestors(name, written))
        level = 0
        place: Place | None = None
        for style in reversed(chain):
            properties = child(style, "pPr")
            level = _style_level(style, whole(value(properties, "outlineLvl"), level - 1))
            numbering = child(properties, "numPr")
            if numbering is not None:
                place = _list_place(numbering, place)
        styles[name] = _Style(level, place)
    return styles


def _ancestors(name: str, written: Mapping[str, etree._Element]) -> Iterator[etree._Element]:
    seen: set[str] = set()
    while name in written and name not in seen:
        seen.add(name)
        yield written[name]
        name = value(written[name], "basedOn") or ""


def _style_level(style: etree._Element, outline: int) -> int:
    """The level of a style, from 1: by its outline level (from 0), or as the built-in title; 0 for running text."""
    if (value(style, "name") or "").lower() == "title":
        return 1
    return outline + 1 if 0 <= outline < 9 else 0


def _notes(root: etree._Element | None) -> Iterator[tuple[str, etree._Element]]:
    """Footnotes by their id; the lines that separate them from the text are written as notes, too."""
    for note in root if root is not None else ():
        if attribute(note, "type") in (None, "normal"):
            yield attribute(note, "id") or "", note


# --- what is said about the file --------------------------------------------------------------------------------------


def _without_text(reading: _Reading) -> Unreadable:
    seen = _counted(reading.not_read)
    return Unreadable(
        "no_text", f"The Word file has no text{f', only {seen}' if seen else ''}: there is nothing to read in it."
    )


def _counted(things: Mapping[str, int]) -> str:
    return ", ".join(f"{n} {name}{'s' if n > 1 else ''}" for name, n in sorted(things.items()))


def _furniture(names: list[str], packed: Packed) -> Iterator[Issue]:
    """The running heads and feet, which are left out as page numbers are: one issue for each that says something."""
    said: set[str] = set()
    for name in names:
        words = (e.text or "" for e in parsed_xml(packed.read(name), name).iter() if local_name(e) == "t")
        text = "".join(words).strip()
        if re.search(r"[^\W\d]", text) and text not in said:
            said.add(text)
            yield Issue(
                code="page_furniture",
                message="Left out of the text as a running head or foot of the Word file.",
                place=name,
                raw=text,
            )


def _changes(root: etree._Element) -> Iterator[Issue]:
    changes = sum(local_name(e) in _CHANGES for e in root.iter())
    if changes:
        yield Issue(
            code="tracked_changes",
            message=f"The Word file holds {changes} tracked changes; it was read as if all of them were accepted.",
        )


def _left_out(reading: _Reading) -> Iterator[Issue]:
    if reading.hidden:
        yield Issue(
            code="hidden_text",
            message="The Word file holds hidden text, which no print shows; it was left out.",
            raw="".join(reading.hidden),
        )
    if reading.not_read:
        yield Issue(
            code="not_read",
            message=f"The Word file holds {_counted(reading.not_read)}; what stands in them is not read.",
        )
    for shape in sorted(reading.lists.unknown):
        yield Issue(
            code="list_number",
            message=f"Paragraphs of the Word file are counted in an unknown way ({shape}); their numbers are left out.",
            raw=shape,
        )
