"""One shape for every file type: blocks in reading order, each with a place.

A reader (``parsers/readers``) turns bytes into a ``Document`` and nothing else; letters, tables and claims are read
from this shape only, so that a new file type is one new reader.

Locators are short and stable: ``L15`` and ``L47-49`` are lines of a text file (from 1), ``b12`` is the twelfth block
of a page or a Word file, ``p3`` a page of a PDF, ``s2`` a sheet of a workbook; a row of a grid has its own (``L80``,
``b12.r4``, ``p3.t1.r2``, ``s2.r14``), and a cell is its row and column (``p3.t1.r2.c5``).
"""

from __future__ import annotations

from dataclasses import dataclass

from parsers.records import Issue


@dataclass(frozen=True, slots=True)
class Text:
    """A heading (``level`` from 1) or a paragraph (``level`` 0), as printed, inner line breaks kept as ``\n``."""

    text: str
    locator: str
    level: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows of cells as printed, header rows included, nothing interpreted.

    A merged cell stands in its first position and as ``""`` in the others it covers, but ``spans`` gives (row, column,
    rows, columns) for each. ``None`` is a cell that the print left out (one cell per line with empty cells dropped).
    ``cut_off`` is set by a reader that knows that the end is missing (a size limit, a truncated page);
    ``spans_inferred`` by one whose print lost which columns a merged header covers, so that it had to find out.
    """

    rows: tuple[tuple[str | None, ...], ...]
    locators: tuple[str, ...]
    page: int | None = None
    spans: tuple[tuple[int, int, int, int], ...] = ()
    cut_off: bool = False
    spans_inferred: bool = False


Block = Text | Grid


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """How surely a figure was recognised in a scan: the place of a paragraph or a cell, the figure as read, and a
    ``confidence`` from 0 to 1."""

    place: str
    printed: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader gives. ``url`` is the address printed in the payload (a link of the title, a canonical link).

    ``figures`` is filled for scans only; what was not recognised but written is certain.
    """

    media_type: str
    blocks: tuple[Block, ...]
    title: str | None = None
    url: str | None = None
    pages: int | None = None
    issues: tuple[Issue, ...] = ()
    figures: tuple[ReadFigure, ...] = ()


def texts_of(document: Document) -> list[Text]:
    """The headings and paragraphs of a document, tables left out."""
    return [b for b in document.blocks if isinstance(b, Text) and b.text.strip()]
