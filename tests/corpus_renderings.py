"""The texts of the corpus in other forms: as pages, Word files, PDFs and with the damage that copying does.

What belongs here: from the lines of a text (tabs between the cells of a table) to a payload. What does not: what should
be read from it, which is the same as from the text.
"""

from __future__ import annotations

import html
import io
from collections.abc import Callable
from itertools import groupby

from docx import Document as WordDocument
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

Block = str | list[list[str]]
_FONT = "STSong-Light"


def blocks(text: str) -> list[Block]:
    """The paragraphs of a text and its tables; the cells of a short row are filled up with empty ones."""
    found: list[Block] = []
    for is_table, group in groupby(text.splitlines(), lambda line: "\t" in line):
        lines = list(group)
        if is_table:
            rows = [line.split("\t") for line in lines]
            width = max(map(len, rows))
            found.append([row + [""] * (width - len(row)) for row in rows])
        else:
            found += [line for line in lines if line.strip()]
    return found


def page(text: str) -> bytes:
    """HTML."""
    parts = []
    for block in blocks(text):
        if isinstance(block, str):
            parts.append(f"<p>{html.escape(block)}</p>")
        else:
            rows = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in block)
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    return f'<html><head><meta charset="utf-8"></head><body>{"".join(parts)}</body></html>'.encode()


def word(text: str) -> bytes:
    """A Word file."""
    document = WordDocument()
    for block in blocks(text):
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(rows=len(block), cols=len(block[0]))
        table.style = "Table Grid"
        for row, cells in zip(table.rows, block, strict=True):
            for cell, printed in zip(row.cells, cells, strict=True):
                cell.text = printed
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(text: str) -> bytes:
    """A PDF with ruled tables."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    style = ParagraphStyle("text", fontName=_FONT, fontSize=10, leading=15, wordWrap="CJK", spaceAfter=6)
    ruled = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("FONT", (0, 0), (-1, -1), _FONT, 9)]
    flow: list[Flowable] = [
        Paragraph(html.escape(block), style) if isinstance(block, str) else Table(block, style=ruled)
        for block in blocks(text)
    ]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build(flow)
    return out.getvalue()


def full_width(text: str) -> bytes:
    """Digits and percent signs in full width."""
    return text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789%."}).encode()


def gbk(text: str) -> bytes:
    """The text in GB18030."""
    return text.encode("gb18030")


def odd_blanks(text: str) -> bytes:
    """No-break spaces behind numbers and zero-width spaces behind sentences, as copying from a browser leaves them."""
    return text.replace("件，", "\u00a0件，").replace("。", "。\u200b").encode()


RENDERINGS: dict[str, tuple[str, Callable[[str], bytes]]] = {
    "page": ("bulletin.html", page),
    "word": ("bulletin.docx", word),
    "pdf": ("bulletin.pdf", pdf),
    "full width": ("bulletin.txt", full_width),
    "gbk": ("bulletin.txt", gbk),
    "odd blanks": ("bulletin.txt", odd_blanks),
}
