"""Scans: what a recogniser found in a picture, laid out as the page has it; and how surely each figure was read."""

from __future__ import annotations

import io
import math

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from parsers.document import Grid, Text
from parsers.readers import read, scan
from parsers.readers.helpers import Helpers, Recognised
from parsers.records import Unreadable

ROWS = [
    ["序号", "单位", "转办", "办结", "办结率"],
    ["1", "县教育局", "12", "11", "91.67%"],
    ["2", "县住建局", "120", "118", "98.33%"],
    ["3", "县统计局", "7", "7", "100%"],
    ["合计", "", "139", "136", "97.84%"],
]
SIZE = 28


def picture(pages: int = 1) -> bytes:
    out = io.BytesIO()
    first, *more = [Image.new("RGB", (1240, 900), "white") for _ in range(pages)]
    first.save(out, "TIFF" if more else "PNG", **({"save_all": True, "append_images": more} if more else {}))
    return out.getvalue()


def piece(text: str, x: float, y: float, *, doubt: dict[str, float] | None = None, turn: float = 0.0) -> Recognised:
    width = sum(SIZE if ord(c) > 255 else SIZE / 2 for c in text)
    box = ((x, y), (x + width, y), (x + width, y + SIZE), (x, y + SIZE))
    cos, sin = math.cos(turn), math.sin(turn)
    corners = tuple((a * cos - b * sin, a * sin + b * cos) for a, b in box)
    return Recognised(text, tuple((doubt or {}).get(c, 0.99) for c in text), corners)  # type: ignore[arg-type]


def page(turn: float = 0.0, **doubts: dict[str, float]) -> tuple[Recognised, ...]:
    pieces = [piece("某县2024年10月县长信箱办理情况通报", 300, 40, turn=turn)]
    for r, row in enumerate(ROWS):
        for c, cell in enumerate(row):
            if cell:
                pieces.append(piece(cell, 110 + 200 * c, 150 + 60 * r, doubt=doubts.get(f"r{r}c{c}"), turn=turn))
    pieces.append(piece("全县共受理来信139件，办结136件。", 110, 600, doubt=doubts.get("text"), turn=turn))
    return tuple(reversed(pieces))


def recogniser(found: tuple[Recognised, ...]) -> Helpers:
    return Helpers(recognise=lambda png: found)


@pytest.mark.parametrize("turn", [0.0, 0.02, -0.03])
def test_a_page_is_laid_out_however_it_lay_on_the_glass(turn: float) -> None:
    document = read(picture(), helpers=recogniser(page(turn)))
    assert document.media_type == "image/png"
    assert [b.text for b in document.blocks if isinstance(b, Text)] == [
        "某县2024年10月县长信箱办理情况通报",
        "全县共受理来信139件，办结136件。",
    ]
    (grid,) = (b for b in document.blocks if isinstance(b, Grid))
    assert [tuple(c or "" for c in row)[2:] for row in grid.rows] == [tuple(row[2:]) for row in ROWS]
    assert [i.code for i in document.issues] == ["recognised"]


def test_a_doubtful_figure_is_said_and_keeps_its_place() -> None:
    document = read(picture(), helpers=recogniser(page(r2c3={"8": 0.6}, text={"9": 0.7})))
    assert [(i.code, i.raw) for i in document.issues[1:]] == [("low_confidence", "139"), ("low_confidence", "118")]
    doubtful = {(f.place, f.printed): f.confidence for f in document.figures if f.confidence < 0.9}
    assert doubtful == {("p1.t1.r3.c4", "118"): 0.6, (document.blocks[-1].locator, "139"): 0.7}


def test_a_pdf_without_text_is_read_by_its_looks(make_pdf) -> None:
    seen: list[tuple[int, int]] = []

    def recognise(png: bytes) -> tuple[Recognised, ...]:
        with Image.open(io.BytesIO(png)) as image:
            seen.append(image.size)
        return page()

    empty = make_pdf([" ", None, " "])
    document = read(empty, helpers=Helpers(recognise=recognise))
    assert (document.media_type, document.pages, len(seen)) == ("application/pdf", 2, 2)
    assert seen[0] == (1654, 2339)
    with pytest.raises(Unreadable, match=r"no text layer.*wenzheng\[ocr\]") as caught:
        read(empty)
    assert caught.value.code == "needs_ocr"


def test_a_scanned_page_among_written_ones_is_said() -> None:
    out = io.BytesIO()
    pdf = Canvas(out)
    pdf.setFont("STSong-Light", 12)
    pdf.drawString(72, 720, "本月共收到来信十二件，均已按时办结。")
    pdf.showPage()
    pdf.drawInlineImage(Image.new("RGB", (60, 60), "grey"), 72, 500)
    pdf.showPage()
    pdf.showPage()
    pdf.save()
    document = read(out.getvalue())
    assert [(i.code, i.place) for i in document.issues] == [("scanned_page", "p2")]


def test_the_frames_of_a_tiff_are_pages() -> None:
    assert read(picture(3), helpers=recogniser(page())).pages == 3


def test_limits_and_damage_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def code(payload: bytes, found: tuple[Recognised, ...] = ()) -> str:
        with pytest.raises(Unreadable) as caught:
            read(payload, helpers=recogniser(found))
        assert "\n" not in str(caught.value)
        return caught.value.code

    assert code(picture()) == "no_text"
    assert code(picture()[:60]) == "damaged_image"
    monkeypatch.setattr(scan, "MOST_PAGES", 2)
    assert code(picture(3), page()) == "too_large"
    monkeypatch.setattr(scan, "MOST_PIXELS", 1000)
    assert code(picture(), page()) == "too_large"
