"""How far a PDF is read: pages, characters, lines, and what its streams unpack to; files made to take for ever."""

from __future__ import annotations

import io
import zlib

import pytest
from reportlab.pdfgen.canvas import Canvas

from parsers.readers.pdf import limits, read_pdf
from parsers.records import Unreadable

TEXT = "BT /F1 12 Tf 72 700 Td (Twelve letters were answered in time.) Tj ET"


def pdf(*objects: bytes, content: bytes = TEXT.encode(), content_keys: str = "") -> bytes:
    """A file of one page. ``objects`` are further ones, from number 5: 5 is a form X, 6 a font F2."""
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /XObject << /X 5 0 R >> "
        b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> /F2 6 0 R >> >> >>",
        stream(content_keys, content),
        *objects,
    ]
    file = io.BytesIO(b"%PDF-1.4\n")
    file.seek(0, io.SEEK_END)
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(file.tell())
        file.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = file.tell()
    file.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1))
    file.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    file.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start))
    return file.getvalue()


def stream(keys: str, data: bytes) -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), keys.encode(), data)


def refusal(payload: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        read_pdf(payload)
    assert caught.value.code == "too_large"
    return str(caught.value)


def test_a_plain_file_is_within_all_limits():
    assert [b.text for b in read_pdf(pdf()).blocks] == ["Twelve letters were answered in time."]


def test_more_characters_on_a_page_than_a_page_has_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MOST_PAGE_CHARACTERS", 30)
    assert "Page 1 has more than 30 characters" in refusal(pdf())


def test_more_characters_than_a_document_has_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MOST_CHARACTERS", 30)
    assert "more than 30 characters" in refusal(pdf())


def test_more_lines_than_a_page_has_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "MOST_PAGE_PATHS", 50)
    lines = "".join(f"{i} 0 m {i} 9 l S " for i in range(60))
    assert "Page 1 has more than 50 lines" in refusal(pdf(content=(TEXT + lines).encode()))


def test_more_crossing_lines_than_a_table_has_are_refused():
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    canvas.drawString(100, 800, "Twelve letters were answered.")
    for i in range(160):
        canvas.line(0, 4 * i + 2, 700, 4 * i + 2)
        canvas.line(4 * i + 2, 0, 4 * i + 2, 700)
    canvas.save()
    assert "160 lines across and 160 lines down" in refusal(buffer.getvalue())


def test_a_stream_that_unpacks_to_more_than_memory_is_refused_before_it_is_unpacked(monkeypatch):
    monkeypatch.setattr(limits, "MOST_UNPACKED_BYTES", 4 * 1024 * 1024)
    bomb = zlib.compress(TEXT.encode() + b" " * 64 * 1024 * 1024, 9)
    assert len(bomb) < 100_000
    assert "unpack to more than 4 MB" in refusal(pdf(content=bomb, content_keys="/Filter /FlateDecode"))


@pytest.mark.parametrize("name", ["LZWDecode", "RunLengthDecode"])
def test_other_packings_count_by_what_they_can_become(monkeypatch, name):
    monkeypatch.setattr(limits, "MOST_UNPACKED_BYTES", 4 * 1024 * 1024)
    assert "unpack to more than 4 MB" in refusal(pdf(content=b"\x80" * 100_000, content_keys=f"/Filter /{name}"))


def test_a_stream_that_is_packed_twice_is_refused():
    twice = zlib.compress(zlib.compress(TEXT.encode()))
    assert "packed several times" in refusal(pdf(content=twice, content_keys="/Filter [/FlateDecode /FlateDecode]"))


def test_packing_in_letters_is_no_second_packing():
    letters = zlib.compress(TEXT.encode()).hex().encode() + b">"
    document = read_pdf(pdf(content=letters, content_keys="/Filter [/ASCIIHexDecode /FlateDecode]"))
    assert document.blocks


def test_a_form_drawn_over_and_over_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "MOST_CONTENT_BYTES", 1024 * 1024)
    form = stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9]", b"q Q " * 10_000)
    assert "drawing instructions" in refusal(pdf(form, content=TEXT.encode() + b" /X Do" * 60))


@pytest.mark.parametrize("font", ["", "/W [0 4000000000 500]"])
def test_a_font_with_billions_of_codes_is_refused(font):
    codes = b"begincmap 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange endcmap"
    keys = "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H " + (
        f"/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A {font} >>]"
    )
    keys += " >>" if font else " /ToUnicode 7 0 R >>"
    text = b"BT /F2 12 Tf 72 700 Td <00410042> Tj ET"
    assert "range of more than" in refusal(pdf(b"null", keys.encode(), stream("", codes), content=text))
