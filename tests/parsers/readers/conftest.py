"""PDF files made for the tests: ruled tables over page breaks, in the CID font that every PDF reader has built in."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from reportlab.lib import pagesizes, pdfencrypt
from reportlab.lib.colors import black
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
_BODY = ParagraphStyle("body", fontName=FONT, fontSize=12, leading=20, firstLineIndent=24, wordWrap="CJK")
_TITLE = ParagraphStyle("title", parent=_BODY, alignment=1, firstLineIndent=0, fontSize=16, leading=26)
_CELL = ParagraphStyle("cell", fontName=FONT, fontSize=9, leading=12, wordWrap="CJK")

PdfMaker = Callable[..., bytes]


def _ruled(rows: Sequence[Sequence[str]], header_rows: int, merged: Sequence[tuple[Any, ...]]) -> Table:
    cells = [[Paragraph(text.replace("\n", "<br/>"), _CELL) for text in row] for row in rows]
    style = [("GRID", (0, 0), (-1, -1), 0.6, black), ("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *merged]
    return Table(
        cells, repeatRows=header_rows, style=TableStyle(style), colWidths=[170 * mm / len(rows[0])] * len(rows[0])
    )


@pytest.fixture(scope="session")
def make_pdf() -> PdfMaker:
    """``make_pdf(parts, running_head=..., page_numbers=..., password=...)``: parts are strings (a leading ``*`` is a
    centred title), ``None`` (a page break) and ``(rows, header_rows, merged cells)``."""

    def make(
        parts: Sequence[Any],
        *,
        running_head: str | None = None,
        page_numbers: bool = False,
        password: str | None = None,
    ) -> bytes:
        def furniture(canvas: Any, document: Any) -> None:
            canvas.setFont(FONT, 9)
            if running_head:
                canvas.drawString(25 * mm, 285 * mm, running_head)
            if page_numbers:
                canvas.drawCentredString(105 * mm, 10 * mm, f"- {document.page} -")

        story: list[Any] = []
        for part in parts:
            if part is None:
                story.append(PageBreak())
            elif isinstance(part, str):
                story.append(Paragraph(part.lstrip("*"), _TITLE if part.startswith("*") else _BODY))
            else:
                story += [_ruled(*part), Spacer(1, 6 * mm)]
        buffer = io.BytesIO()
        encrypt = pdfencrypt.StandardEncryption(password, canPrint=0) if password else None
        template = SimpleDocTemplate(
            buffer, pagesize=pagesizes.A4, leftMargin=20 * mm, rightMargin=20 * mm, encrypt=encrypt, invariant=1
        )
        template.build(story, onFirstPage=furniture, onLaterPages=furniture)
        return buffer.getvalue()

    return make
