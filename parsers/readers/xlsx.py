"""Excel files of the newer kind (xlsx): the cells of each sheet as they are printed.

What belongs here: from the parts of an xlsx to ``Sheet``. What does not: what the rows of a sheet are (``workbook``),
the zip (``packed``). The parts are read with lxml and not with openpyxl, which refuses whole files for a damaged style,
does not know the Chinese number formats that a file names by number (57 is 2024年10月), loads a sheet before anybody
can stop it, and cannot tell an empty cell from a formula that nobody calculated.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from lxml import etree

from parsers.document import Document
from parsers.readers.grids import MOST_CELLS, Span
from parsers.readers.number_format import BUILT_IN, UnknownFormat, printed, printed_text
from parsers.readers.office import attribute, child, children, local_name, main_part, parsed_xml, related, whole
from parsers.readers.packed import Packed
from parsers.readers.workbook import Sheet, document_of, number_doubt, without_covered
from parsers.records import Issue, Unreadable, brief

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHEETS = 500

_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class _Book:
    """What the sheets share: strings, the format of each style, how days are counted."""

    strings: Sequence[str]
    formats: Sequence[str]
    from_1904: bool


@dataclass(slots=True)
class _Reading:
    """A sheet under way; ``doubts`` has the first cell of each format whose print is not known."""

    number: int
    book: _Book
    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    doubts: dict[str, Issue] = field(default_factory=dict)
    row: int = 0
    column: int = 0


def read_xlsx(payload: bytes) -> Document:
    """Read an xlsx; a place is sheet and row, ``s2.r14``.

    A formula that no program has calculated stands as its text (``=B3/C3``), so that it is never taken for an empty
    cell. Raises ``Unreadable``: ``damaged_office``, ``no_text``, ``too_large``, and what ``Packed`` raises.
    """
    packed = Packed(payload)
    main = main_part(packed, "xl/workbook.xml")
    parts = related(packed, main)
    root = parsed_xml(packed.read(main), main)
    book = _book(root, {r.kind: r.name for r in parts.values() if r.name in packed.names}, packed)
    listed = list(children(child(root, "sheets"), "sheet"))
    if len(listed) > MOST_SHEETS:
        raise Unreadable("too_large", f"The workbook has {len(listed)} sheets; at most {MOST_SHEETS} are read.")
    sheets: list[Sheet] = []
    issues: list[Issue] = []
    left = MOST_CELLS
    for number, entry in enumerate(listed, 1):
        name = attribute(entry, "name") or f"sheet {number}"
        part = parts.get(_relation_id(entry))
        if part is None or part.name not in packed.names or part.kind != "worksheet":
            issues.append(_no_table(name, number))
            continue
        sheet = _sheet(packed.read(part.name), part.name, _Reading(number, book), left)
        left -= len(sheet.cells)
        is_hidden = (attribute(entry, "state") or "visible") != "visible"
        sheets.append(
            Sheet(
                name,
                number,
                sheet.cells,
                tuple(sheet.spans),
                is_hidden,
                frozenset(sheet.hidden_rows),
                frozenset(sheet.hidden_columns),
                tuple(sheet.doubts.values()),
            )
        )
    return document_of(MEDIA_TYPE, sheets, issues)


def _relation_id(entry: etree._Element) -> str:
    """The ``r:id`` of a sheet; without its namespace it could be any id."""
    return next((str(v) for k, v in entry.attrib.items() if str(k).startswith("{") and str(k).endswith("}id")), "")


def _no_table(name: str, number: int) -> Issue:
    return Issue(
        code="not_read",
        message=f"The sheet {name!r} is no table (a chart, a macro, or missing in the file); it is not read.",
        place=f"s{number}",
        raw=name,
    )


# --- what the sheets share --------------------------------------------------------------------------------------------


def _book(root: etree._Element, parts: Mapping[str, str], packed: Packed) -> _Book:
    strings: list[str] = []
    if name := parts.get("sharedStrings"):
        strings = [_string(item) for item in _elements(packed.read(name), name, "si")]
    formats: list[str] = []
    if name := parts.get("styles"):
        formats = _formats(parsed_xml(packed.read(name), name))
    properties = child(root, "workbookPr")
    from_1904 = properties is not None and attribute(properties, "date1904") in ("1", "true", "on")
    return _Book(strings, formats, from_1904)


def _formats(styles: etree._Element) -> list[str]:
    """The format code of each style that cells name by its place in the list."""
    codes = dict(BUILT_IN)
    for entry in children(child(styles, "numFmts"), "numFmt"):
        codes[whole(attribute(entry, "numFmtId"), -1)] = attribute(entry, "formatCode") or "General"
    used = (whole(attribute(style, "numFmtId"), 0) for style in children(child(styles, "cellXfs"), "xf"))
    return [codes.get(number, "General") for number in used]


def _string(item: etree._Element) -> str:
    """The runs of a string; how it is pronounced (rPh) is not part of it."""
    pieces = []
    for part in item:
        if local_name(part) == "t":
            pieces.append(part.text or "")
        elif local_name(part) == "r":
            pieces += [t.text or "" for t in part if local_name(t) == "t"]
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text).replace("\r\n", "\n").replace("\r", "\n")


def _elements(payload: bytes, name: str, *wanted: str) -> Iterator[etree._Element]:
    """The elements of these names, each forgotten once it was seen. Raises ``Unreadable`` naming the part."""
    try:
        for _, element in etree.iterparse(
            io.BytesIO(payload), events=("end",), resolve_entities=False, no_network=True, remove_comments=True
        ):
            if local_name(element) in wanted:
                yield element
                element.clear(keep_tail=False)
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(
            "damaged_office", f"The file is damaged: its part {name} cannot be read ({brief(error)})."
        ) from error


# --- one sheet --------------------------------------------------------------------------------------------------------


def _sheet(payload: bytes, name: str, reading: _Reading, most_cells: int) -> _Reading:
    for element in _elements(payload, name, "col", "row", "mergeCell"):
        kind = local_name(element)
        if kind == "col" and (_is_set(element, "hidden") or attribute(element, "width") == "0"):
            first, last = whole(attribute(element, "min"), 0), whole(attribute(element, "max"), 0)
            reading.hidden_columns |= set(range(first, min(last, 16_384) + 1))
        elif kind == "row":
            _read_row(element, reading)
            if len(reading.cells) > most_cells:
                raise Unreadable("too_large", f"The workbook has more than {MOST_CELLS} filled cells. Divide it.")
        elif kind == "mergeCell" and (span := _span(attribute(element, "ref") or "")) is not None:
            reading.spans.append(span)
    reading.cells = without_covered(reading.cells, reading.spans)
    return reading


def _read_row(row: etree._Element, reading: _Reading) -> None:
    reading.row = whole(attribute(row, "r"), reading.row + 1)
    reading.column = 0
    if _is_set(row, "hidden") or attribute(row, "ht") == "0":
        reading.hidden_rows.add(reading.row)
    for cell in row:
        if local_name(cell) == "c":
            place = _place(attribute(cell, "r") or "") or (reading.row, reading.column + 1)
            reading.column = place[1]
            text = _printed(cell, place, reading)
            if text.strip():
                reading.cells[place] = text.strip()


def _is_set(element: etree._Element, name: str) -> bool:
    return attribute(element, name) in ("1", "true", "on")


def _printed(cell: etree._Element, place: tuple[int, int], reading: _Reading) -> str:
    """What a cell prints."""
    kind = attribute(cell, "t") or "n"
    value = child(cell, "v")
    raw = (value.text or "") if value is not None else ""
    code = _code(cell, reading.book)
    if kind == "inlineStr":
        inline = child(cell, "is")
        return printed_text(_string(inline), code) if inline is not None else ""
    formula = child(cell, "f")
    if not raw and formula is not None and kind != "str":
        return f"={formula.text or ''}"
    if kind == "s":
        at = whole(raw, -1)
        return printed_text(reading.book.strings[at], code) if 0 <= at < len(reading.book.strings) else ""
    if kind == "str":
        return printed_text(_unescaped(raw), code)
    if kind == "b":
        return "TRUE" if raw.strip() == "1" else "FALSE"
    if kind in ("e", "d") or not raw.strip():
        return raw
    try:
        return printed(Decimal(raw.strip()), code, from_1904=reading.book.from_1904)
    except (UnknownFormat, InvalidOperation):
        here = f"s{reading.number}.r{place[0]}"
        reading.doubts.setdefault(code, number_doubt(here, raw, code))
        return raw


def _code(cell: etree._Element, book: _Book) -> str:
    at = whole(attribute(cell, "s"), 0)
    return book.formats[at] if 0 <= at < len(book.formats) else "General"


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column of ``BC14``, from 1."""
    found = _CELL.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(found[2]), column


def _span(reference: str) -> Span | None:
    """The rows and columns of ``B2:D3``."""
    first, _, last = reference.partition(":")
    here, there = _place(first), _place(last or first)
    if here is None or there is None or there[0] < here[0] or there[1] < here[1]:
        return None
    return here[0], here[1], there[0] - here[0] + 1, there[1] - here[1] + 1
