"""Tables in PDF files, read by this project and by pdfplumber, camelot and PyMuPDF: rows and cells exact, pages/s.

Run it with ``make bench``, which installs the other readers (extra ``bench``). The files are those of the tests, drawn
from seeds, so that each run measures the same ones. A row is exact when a reader gives a row with the same cells, white
space aside; a cell when it stands in the right column of the row with its 序号. Each reader gets its best setting for a
file, by exact rows. Time is that of the processor.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import camelot
import pdfplumber
import pymupdf
import pypdfium2
from rich.console import Console
from rich.table import Table

from parsers.document import Grid
from parsers.readers.pdf import read_pdf
from parsers.vocabulary.layout import squeezed
from tests.parsers.readers.pdf_tables import Content, Layout, drawn, random_content

ROWS = 60
FILES = 3
"""Of each kind, each from its own seed."""

KINDS: dict[str, Layout] = {
    "all rules": Layout(rules="grid"),
    "dashed rules": Layout(rules="dashed"),
    "outer rules left out": Layout(rules="open"),
    "rules between rows only": Layout(rules="rows"),
    "rules between columns only": Layout(rules="columns"),
    "three rules": Layout(rules="three"),
    "fills": Layout(rules="fills"),
    "no rules, remarks wrapped, centred": Layout(valign="centre", pad_y=1),
    "no rules, remarks wrapped, from the top": Layout(valign="top", pad_y=1),
    "no rules, rows cut by the page break": Layout(split_rows=True, repeat_header=False, pad_y=1),
    "no rules, text turned by a right angle": Layout(page="sideways", pad_y=1),
    "no rules, labels over columns": Layout(header_width=2.2, page="landscape"),
}

Rows = list[list[str]]


@dataclass(frozen=True)
class Score:
    rows: int
    cells: int
    seconds: float


def ours(path: Path) -> Rows:
    blocks = read_pdf(path.read_bytes()).blocks
    return [[cell or "" for cell in row] for block in blocks if isinstance(block, Grid) for row in block.rows]


def by_pdfplumber(strategy: str) -> Callable[[Path], Rows]:
    def rows(path: Path) -> Rows:
        settings = {"vertical_strategy": strategy, "horizontal_strategy": strategy}
        with pdfplumber.open(path) as pdf:
            tables = [table for page in pdf.pages for table in page.extract_tables(settings)]
        return [[cell or "" for cell in row] for table in tables for row in table]

    return rows


def by_camelot(flavor: str) -> Callable[[Path], Rows]:
    def rows(path: Path) -> Rows:
        try:
            tables = camelot.read_pdf(str(path), pages="all", flavor=flavor, suppress_stdout=True)
        except (IndexError, ValueError, ZeroDivisionError):  # what camelot raises on pages that it finds no table on
            return []
        return [[str(cell) for cell in row] for table in tables for row in table.df.values.tolist()]

    return rows


def by_pymupdf(strategy: str) -> Callable[[Path], Rows]:
    def rows(path: Path) -> Rows:
        with pymupdf.open(path) as document:
            tables = [table.extract() for page in document for table in page.find_tables(strategy=strategy).tables]
        return [[cell or "" for cell in row] for table in tables for row in table]

    return rows


READERS: dict[str, tuple[Callable[[Path], Rows], ...]] = {
    "wenzheng": (ours,),
    "pdfplumber": (by_pdfplumber("lines"), by_pdfplumber("text")),
    "camelot": (by_camelot("lattice"), by_camelot("stream")),
    "PyMuPDF": (by_pymupdf("lines"), by_pymupdf("text")),
}


def score(read: Callable[[Path], Rows], path: Path, content: Content) -> Score:
    start = time.process_time()
    rows = read(path)
    seconds = time.process_time() - start
    found = [[squeezed(cell) for cell in row] for row in rows]
    expected = [[squeezed(cell) for cell in row] for row in content.rows[:-1]]  # the total has no 序号 to find it by
    by_serial = {row[0]: row for row in reversed(found) if row}
    exact_rows = sum(row in found for row in expected)
    exact_cells = sum(
        cell == other for row in expected for cell, other in zip(row, by_serial.get(row[0], ()), strict=False)
    )
    return Score(exact_rows, exact_cells, seconds)


def best(scores: Iterable[Score]) -> Score:
    return max(scores, key=lambda s: (s.rows, s.cells, -s.seconds))


def files(layout: Layout, folder: Path) -> Iterator[tuple[Path, Content]]:
    for seed in range(FILES):
        rng = random.Random(seed)
        content = random_content(rng, ROWS, groups=layout.header_width < 3)
        path = folder / f"{seed}.pdf"
        path.write_bytes(drawn(content, replace(layout, page_numbers=True)))
        yield path, content


def measure(layout: Layout) -> tuple[int, int, int, dict[str, list[Score]]]:
    """Rows and cells in the files of a layout, their pages, and the best score of each reader on each of them."""
    scores: dict[str, list[Score]] = {name: [] for name in READERS}
    rows = cells = pages = 0
    with tempfile.TemporaryDirectory() as folder:
        for path, content in files(layout, Path(folder)):
            rows += len(content.rows) - 1
            cells += sum(map(len, content.rows[:-1]))
            pages += len(pypdfium2.PdfDocument(path))
            for name, settings in READERS.items():
                scores[name].append(best(score(read, path, content) for read in settings))
    return rows, cells, pages, scores


def main() -> None:
    console = Console(width=150)
    table = Table("file", *(f"{name}\nrows | cells | pages/s" for name in READERS), "rows, against\nthe best other")
    for kind, layout in KINDS.items():
        rows, cells, pages, scores = measure(layout)
        row = (f"{kind} ({rows} rows)", *_figures(rows, cells, pages, scores.values()), _ratio(scores))
        table.add_row(*row)
        console.print(" · ".join(row), style="dim", soft_wrap=True)
    console.print(table)


def _figures(rows: int, cells: int, pages: int, scores: Iterable[Sequence[Score]]) -> Iterator[str]:
    for per_file in scores:
        exact_rows, exact_cells = sum(s.rows for s in per_file), sum(s.cells for s in per_file)
        speed = pages / sum(s.seconds for s in per_file)
        yield f"{exact_rows} | {100 * exact_cells / cells:.1f} % | {speed:.1f}"


def _ratio(scores: dict[str, list[Score]]) -> str:
    own = sum(s.rows for s in scores["wenzheng"])
    other = max(sum(s.rows for s in per_file) for name, per_file in scores.items() if name != "wenzheng")
    return f"{own} : {other}"


if __name__ == "__main__":
    main()
