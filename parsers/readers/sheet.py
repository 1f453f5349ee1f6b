"""Tables that are a file of their own: CSV and tab-separated values, as one grid.

What belongs here: from decoded text to a ``Document`` with one ``Grid``; a row's locator is the lines it takes (``L2``,
``L3-7``). What does not: workbooks (``workbook``), the meaning of columns.
"""

from __future__ import annotations

import csv
import io

from parsers.document import Document, Grid
from parsers.readers.grids import MOST_CELLS
from parsers.records import Unreadable

MOST_CELL_CHARACTERS = 2_000_000
"""A letter's text is one cell; a longer one is a quotation mark that nobody closed."""


def read_csv(text: str, *, delimiter: str = ",", media_type: str = "text/csv") -> Document:
    """Read delimited text.

    Raises ``Unreadable``: ``bad_csv`` naming the line, when quotation marks do not close; ``too_large``.
    """
    csv.field_size_limit(MOST_CELL_CHARACTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[str | None, ...]] = []
    locators: list[str] = []
    first = 1
    left = MOST_CELLS
    try:
        for cells in reader:
            left -= len(cells)
            if left < 0:
                raise Unreadable("too_large", f"The table has more than {MOST_CELLS} cells. Divide it.")
            if cells:
                rows.append(tuple(cells))
                locators.append(f"L{first}" if reader.line_num == first else f"L{first}-{reader.line_num}")
            first = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            "bad_csv",
            f"The table cannot be read beyond line {first}: {error}. Look for a quotation mark that is not closed.",
        ) from error
    return Document(media_type, (Grid(tuple(rows), tuple(locators)),) if rows else ())
