"""Excel files of the older kind (xls) and WPS tables (et), which are the same: the cells as they are printed.

What belongs here: from what xlrd finds in a file to ``Sheet``. What does not: what the rows of a sheet are
(``workbook``). Such a file holds the last result of every formula.
"""

from __future__ import annotations

import io
import struct
from decimal import Decimal
from typing import Any

import xlrd

from parsers.document import Document
from parsers.readers.grids import MOST_CELLS
from parsers.readers.number_format import BUILT_IN, UnknownFormat, printed, printed_text
from parsers.readers.workbook import Sheet, document_of, number_doubt, require_size, without_covered
from parsers.records import Issue, Unreadable, brief

MEDIA_TYPE = "application/vnd.ms-excel"
MOST_BYTES = 32 * 1024 * 1024
"""An xls is not packed, and xlrd takes some ten times its size."""

_DAMAGE = (
    xlrd.XLRDError,
    xlrd.compdoc.CompDocError,
    struct.error,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OverflowError,
    TypeError,
    ValueError,
)
"""What xlrd raises on files with flipped and missing bytes. Caught around its calls only."""


def read_xls(payload: bytes) -> Document:
    """Read an xls; a place is sheet and row, ``s2.r14``.

    Raises ``Unreadable``: ``encrypted_office``, ``damaged_office``, ``no_text``, ``too_large``.
    """
    if len(payload) > MOST_BYTES:
        raise Unreadable(
            "too_large",
            f"The xls file has {len(payload) // 1024**2} MB; at most {MOST_BYTES // 1024**2} MB are read. "
            "Save it as xlsx.",
        )
    try:
        book = xlrd.open_workbook(file_contents=payload, formatting_info=True, logfile=io.StringIO())
    except (*_DAMAGE, RecursionError) as error:  # a folder of the file may hold itself
        if "encrypted" in str(error).lower():
            raise Unreadable("encrypted_office", "The Excel file is encrypted: it needs its password.") from error
        raise Unreadable(
            "damaged_office", f"The Excel file is damaged and cannot be opened ({brief(error)})."
        ) from error
    sheets: list[Sheet] = []
    left = MOST_CELLS
    for number, sheet in enumerate(book.sheets(), 1):
        require_size(sheet.nrows, sheet.ncols)
        sheets.append(_sheet(book, sheet, number))
        left -= len(sheets[-1].cells)
        if left < 0:
            raise Unreadable("too_large", f"The workbook has more than {MOST_CELLS} filled cells. Divide it.")
    return document_of(MEDIA_TYPE, sheets)


def _sheet(book: Any, sheet: Any, number: int) -> Sheet:
    cells: dict[tuple[int, int], str] = {}
    doubts: dict[str, Issue] = {}
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            code = _code(book, cell)
            try:
                text = _printed(cell, code, from_1904=book.datemode == 1)
            except UnknownFormat:
                text = f"{cell.value}"
                doubts.setdefault(code, number_doubt(f"s{number}.r{row + 1}", text, code))
            if text.strip():
                cells[row + 1, column + 1] = text.strip()
    spans = tuple((top + 1, left + 1, end - top, right - left) for top, end, left, right in sheet.merged_cells)
    return Sheet(
        name=sheet.name,
        number=number,
        cells=without_covered(cells, spans),
        spans=spans,
        is_hidden=sheet.visibility != 0,
        hidden_rows=frozenset(row + 1 for row, said in sheet.rowinfo_map.items() if said.hidden),
        hidden_columns=frozenset(column + 1 for column, said in sheet.colinfo_map.items() if said.hidden),
        issues=tuple(doubts.values()),
    )


def _code(book: Any, cell: Any) -> str:
    """The number format of a cell. Those with a number of their own mean what they mean in a Chinese Excel."""
    if cell.xf_index is None or not 0 <= cell.xf_index < len(book.xf_list):
        return "General"
    key = book.xf_list[cell.xf_index].format_key
    if key in BUILT_IN:
        return BUILT_IN[key]
    known = book.format_map.get(key)
    return known.format_str if known is not None else "General"


def _printed(cell: Any, code: str, *, from_1904: bool) -> str:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT:
            return printed_text(str(cell.value), code)
        case xlrd.XL_CELL_NUMBER | xlrd.XL_CELL_DATE:
            return printed(Decimal(repr(float(cell.value))), code, from_1904=from_1904)
        case xlrd.XL_CELL_BOOLEAN:
            return "TRUE" if cell.value else "FALSE"
        case xlrd.XL_CELL_ERROR:
            return str(xlrd.error_text_from_code.get(cell.value, "#ERROR"))
        case _:
            return ""
