"""Documents of every format, damaged in every way that we know of, each made from a number; and the process that reads
them under limits.

What belongs here: whole files, what is done to them, and ``python -m tests.mutants FIRST END``, which reads those of
``range(FIRST, END)`` and writes a line before and after each. What does not: what is demanded (``test_mutants``).
"""

from __future__ import annotations

import base64
import csv
import faulthandler
import io
import json
import random
import resource
import signal
import sys
import time
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

import openpyxl
import xlwt
from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfgen.canvas import Canvas

from parsers.readers.helpers import Recognised
from parsers.records import Unreadable
from pipelines.parse import Lookups, bundled_lookups, parse_payload
from tests.corpus import bulletin_of, folders
from tests.corpus_renderings import page, pdf, word
from tests.parsers.readers.office_files import docx, zipped
from tests.parsers.readers.pdf_tables import Layout, drawn, random_content

SECONDS = 20
MEMORY = 1024**3
SEVERAL = ("txt", "html", "pdf", "unruled.pdf", "docx", "xlsx", "xls", "csv", "md", "zip")
ONE_IN = {"doc": 60, "png": 20, "tiff": 30, "scan.pdf": 20}
"""How rare other formats are; LibreOffice takes two seconds for a file."""

Dice = random.Random


# --- whole files ------------------------------------------------------------------------------------------------------


@cache
def texts() -> tuple[str, ...]:
    """The plain texts of the corpus."""
    return tuple(
        bulletin_of(folder).read_text(encoding="utf-8") for folder in folders() if bulletin_of(folder).suffix == ".txt"
    )


def grid_of(text: str) -> list[list[str]]:
    """A text as the rows of a sheet."""
    return [line.split("\t") for line in text.splitlines()]


def xlsx(text: str) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in grid_of(text):
        book.active.append([int(cell) if cell.isdigit() else cell for cell in row])
    book.save(out)
    return out.getvalue()


def xls(text: str) -> bytes:
    book, out = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("表")
    for r, row in enumerate(grid_of(text)):
        for c, cell in enumerate(row):
            sheet.write(r, c, cell)
    book.save(out)
    return out.getvalue()


def csv_of(text: str) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(grid_of(text))
    return out.getvalue().encode()


def markdown(text: str) -> bytes:
    lines = ("| " + " | ".join(line.split("\t")) + " |" if "\t" in line else line for line in text.splitlines())
    return ("# 通报\n\n" + "\n".join(lines)).encode()


def rtf(text: str) -> bytes:
    """A file for LibreOffice."""
    escaped = "".join(c if ord(c) < 128 else f"\\u{ord(c) - 65536 if ord(c) > 32767 else ord(c)}?" for c in text)
    return ("{\\rtf1\\ansi " + escaped.replace("\n", "\\par\n") + "}").encode()


def image(text: str, form: str = "PNG") -> bytes:
    """A picture; what stands in it does not matter to the ways in which it can be damaged."""
    picture, out = Image.new("L", (600, 240), "white"), io.BytesIO()
    ImageDraw.Draw(picture).text((20, 40), "12345: " + "".join(c for c in text if c.isdigit())[:40], "black", _font())
    picture.save(out, form)
    return out.getvalue()


@cache
def _font() -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(28)


def scanned_pdf(text: str) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    with Image.open(io.BytesIO(image(text))) as picture:
        canvas.drawInlineImage(picture, 40, 500, 500, 200)
    canvas.save()
    return out.getvalue()


def archive(text: str) -> bytes:
    inner = zipped({"附件.xlsx": xlsx(text), "说明.txt": text})
    return zipped({"通报.html": page(text), "附件/表.csv": csv_of(text), "附件.zip": inner, "通报.docx": word(text)})


@cache
def whole(kind: str, number: int) -> bytes:
    """A file of ``kind`` from one of the texts."""
    text = texts()[number % len(texts())]
    makers: dict[str, Callable[[str], bytes]] = {
        "txt": str.encode,
        "html": page,
        "pdf": pdf,
        "unruled.pdf": lambda _: drawn(random_content(Dice(number), 12, groups=number % 2 == 1), Layout(pad_y=1)),
        "scan.pdf": scanned_pdf,
        "docx": word,
        "xlsx": xlsx,
        "xls": xls,
        "csv": csv_of,
        "md": markdown,
        "zip": archive,
        "doc": rtf,
        "png": image,
        "tiff": lambda text: image(text, "TIFF"),
    }
    return makers[kind](text)


# --- what is done to them ---------------------------------------------------------------------------------------------


def cut(payload: bytes, kind: str, dice: Dice) -> bytes:
    start = dice.randrange(len(payload)) if dice.random() < 0.3 else 0
    return payload[start : dice.randrange(start, len(payload)) + 1]


def flipped(payload: bytes, kind: str, dice: Dice) -> bytes:
    changed = bytearray(payload)
    for _ in range(dice.choice((1, 3, 20, 200))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def flipped_inside(payload: bytes, kind: str, dice: Dice) -> bytes:
    """Bytes flipped inside a member of a zip or a stream of a PDF, so that the damage passes the checksums."""
    if zipfile.is_zipfile(io.BytesIO(payload)):
        with zipfile.ZipFile(io.BytesIO(payload)) as packed:
            parts = {name: packed.read(name) for name in packed.namelist()}
        name = dice.choice([name for name, content in parts.items() if content])
        return zipped(parts | {name: dice.choice((flipped, cut, spliced, repeated))(parts[name], "", dice)})
    if kind.endswith("pdf"):
        return _with_changed_stream(payload, dice)
    return flipped(payload, kind, dice)


def _with_changed_stream(payload: bytes, dice: Dice) -> bytes:
    """A PDF with one stream unpacked, damaged and written back plainly coded; the offsets behind it no longer fit."""
    pieces = payload.split(b"stream\r\n" if b"stream\r\n" in payload else b"stream\n")
    at = dice.randrange(1, len(pieces)) if len(pieces) > 1 else 0
    body, _, rest = pieces[at].partition(b"endstream")
    try:
        plain = zlib.decompress(base64.a85decode(body.strip(), adobe=body.strip().endswith(b"~>")))
    except (ValueError, zlib.error):
        plain = body
    changed = dice.choice((flipped, repeated, spliced))(plain or b"0", "", dice)
    coded = base64.a85encode(zlib.compress(changed)) + b"~>"
    pieces[at] = coded + b"\nendstream" + rest
    return b"stream\n".join(pieces)


def spliced(payload: bytes, kind: str, dice: Dice) -> bytes:
    """The beginning of one file and the end of another, or of itself."""
    other = payload if dice.random() < 0.5 else whole(dice.choice(SEVERAL), dice.randrange(4))
    return payload[: dice.randrange(len(payload) + 1)] + other[dice.randrange(len(other)) :]


def repeated(payload: bytes, kind: str, dice: Dice) -> bytes:
    """A piece of the file many times over."""
    start = dice.randrange(len(payload))
    piece = payload[start : start + dice.choice((1, 2, 10, 100, 2000))]
    return payload[:start] + piece * (dice.choice((5_000, 10_000, 10_000, 100_000)) // len(piece)) + payload[start:]


def wrong_charset(payload: bytes, kind: str, dice: Dice) -> bytes:
    """The text in another coding than it says, whole or from some place on, or decoded twice."""
    try:
        text = payload.decode()
    except UnicodeDecodeError:
        return flipped(payload, kind, dice)
    coding = dice.choice(("gb18030", "utf-16", "utf-16-le", "big5", "utf-7", "shift_jis", "twice", "surrogates"))
    at = dice.choice((0, dice.randrange(len(text) + 1)))
    if coding == "twice":
        return text[:at].encode() + text[at:].encode().decode("latin-1").encode()
    if coding == "surrogates":
        return text[:at].encode() + b"\xed\xa0\x80" + text[at:].encode()
    text = text.replace("utf-8", dice.choice(("gb2312", "utf-8", "x-unknown", "utf-16", "iso-8859-1")))
    return text[:at].encode() + text[at:].encode(coding, "replace")


def bomb(payload: bytes, kind: str, dice: Dice) -> bytes:
    return dice.choice(_BOMBS[kind])(dice)


def _words_bomb(dice: Dice) -> bytes:
    """A text in which one turn of phrase has no end."""
    turns = (
        "（", "）", "(", "其中", "县", "县住建局、", "12345", "1", "0", "一", "百", "万", "件", "%", "、",
        "，", "。", "\t", " ", "\n", "|", "第", "年", "2021年", "月", "1月至", "收到来信1件", "办结率",
        "同比", "分别为", "12件、", "较上月", "“", "《", "附件", "序号\t", "1\t县住建局\t", "1\n县住建局\n",
        "—", "-", "截至", "县县县局", "&", "<", "<td>", "<div>", "<!--", "#", "a", "\x00", "１", "零", "〇",
        "本月", "占", "占比", "环比下降", "的", "和", "等", "1.", "1,", "对", "予以表扬", "1日至",
        "的单位有：",
    )  # fmt: skip
    length = dice.choice((1_000, 5_000, 20_000, 100_000))
    parts = [dice.choice(turns) for _ in range(dice.choice((1, 1, 2, 3)))]
    middle = "".join(parts) * (length // len("".join(parts)))
    text = dice.choice(texts())
    at = dice.randrange(len(text))
    return (text[:at] + middle + (text[at:] if dice.random() < 0.7 else "")).encode()


def _nested_tags(dice: Dice) -> bytes:
    tag = dice.choice(("div", "table><tr><td", "b", "ul><li", "span", "font", "p"))
    n = dice.choice((500, 5_000, 50_000))
    closing = "".join(f"</{name}>" for name in reversed(tag.split("><"))) if dice.random() < 0.5 else ""
    return f"<html><body><h1>通报</h1>{f'<{tag}>' * n}收到来信12件{closing * n}".encode()


def _spans(dice: Dice) -> bytes:
    span = dice.choice(("1000", "99999999", "-1", "0", "x", "9" * 400))
    cell = f'<td colspan="{span}" rowspan="{span}">1</td>'
    rows = f"<tr>{cell * dice.choice((1, 30))}</tr>" * dice.choice((1, 300))
    return f"<html><body><p>收到来信12件。</p><table><tr><td>单位</td><td>办结</td></tr>{rows}</table>".encode()


def _zip_bomb(dice: Dice) -> bytes:
    zeros = bytes(dice.choice((5, 40)) * 1024**2)
    inner = zipped({f"{i}.{dice.choice(('txt', 'csv', 'html'))}": zeros for i in range(2)})
    for _ in range(dice.choice((0, 1, 3))):
        inner = zipped({f"{i}.zip": inner for i in range(10)})
    return inner


def _many_members(dice: Dice) -> bytes:
    return zipped({f"{i}.txt": "收到来信1件。" for i in range(dice.choice((350, 5_000)))})


def _entities(dice: Dice) -> bytes:
    """Entities that are made of one another, ten times each."""
    levels = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
    doctype = f'<!DOCTYPE x [<!ENTITY a0 "{"收" * 100}">{levels}]>'
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": f"{doctype}<x>&a9;</x>",
            "xl/workbook.xml": f"{doctype}<x>&a9;</x>",
        }
    )


def _deep_word(dice: Dice) -> bytes:
    n = dice.choice((200, 3_000, 30_000))
    inner = dice.choice(("<w:tbl><w:tr><w:tc>", "<w:p><w:r>", "<w:sdt><w:sdtContent>"))
    closing = "".join(f"</{name}>" for name in reversed(inner.strip("<>").split("><")))
    return docx(inner * n + "<w:p/>" + closing * n)


def _wide_word(dice: Dice) -> bytes:
    span = dice.choice(("99999999", "60000", "-5", "x"))
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>'
    return docx(f"<w:tbl>{f'<w:tr>{cell * 20}</w:tr>' * 100}</w:tbl>")


def _far_cells(dice: Dice) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for place in ("A1", "XFD1048576", "XFD1", "A1048576"):
        book.active[place] = "收到来信12件"
    book.save(out)
    merged = dice.choice(("A2:XFD1048575", "B2:C1048576", "A2:C3"))
    return _in_sheet(
        out.getvalue(), b"</sheetData>", f'</sheetData><mergeCells><mergeCell ref="{merged}"/></mergeCells>'
    )


def _in_sheet(book: bytes, old: bytes, new: str) -> bytes:
    """A workbook with ``old`` replaced in its first sheet."""
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    name = "xl/worksheets/sheet1.xml"
    return zipped(parts | {name: parts[name].replace(old, new.encode())})


def _many_cells(dice: Dice) -> bytes:
    sheet = "<row>" + "<c><v>1</v></c>" * 16_000 + "</row>"
    rows = sheet * dice.choice((5, 40))
    return _in_sheet(xlsx("单位\t办结\n县住建局\t12"), b"<sheetData>", f"<sheetData>{rows}")


def _stream_bomb(dice: Dice) -> bytes:
    """A PDF whose page unpacks to very much: blanks, characters, rules, or a form that draws itself."""
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=1)
    content = dice.choice(
        (
            " " * 20_000_000,
            "BT /F1 9 Tf " + "(12345) Tj " * 600_000 + "ET",
            "0 0 m 9 9 l S " * 300_000,
            "q " * 300_000,
            "/x Do " * 100_000,
            "[" * 100_000,
            "<< /a " * 50_000,
            "9" * 500_000 + " 0 m",
            "BT /F1 1e300 Tf 1 0 0 1 1e308 1e308 Tm (1) Tj ET",
        )
    )
    canvas._code.append(content)  # type: ignore[attr-defined]
    canvas.drawString(20, 20, "12345")
    canvas.save()
    return out.getvalue()


def _page_tree(dice: Dice) -> bytes:
    """A PDF whose pages lead to themselves, or that says that it has very many."""
    kids = dice.choice(("[2 0 R]", "[2 0 R 2 0 R]", "[" + "3 0 R " * 20_000 + "]"))
    count = dice.choice(("1", "-1", "99999999999", "/x"))
    size = dice.choice(("[0 0 595 842]", "[0 0 1e30 1e30]", "[0 0 0 0]", "[1]", "null"))
    objects = (
        "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj",
        f"2 0 obj << /Type /Pages /Kids {kids} /Count {count} >> endobj",
        f"3 0 obj << /Type /Page /Parent 2 0 R /MediaBox {size} /Contents 4 0 R /Resources << /Font << /F1 << /Type "
        "/Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >> endobj",
        "4 0 obj << /Length 40 >> stream\nBT /F1 9 Tf 20 20 Td (12345: 12) Tj ET\nendstream endobj",
        "trailer << /Root 1 0 R /Size 5 >>",
    )
    return ("%PDF-1.4\n" + "\n".join(objects) + "\n%%EOF").encode()


def _huge_picture(dice: Dice) -> bytes:
    out = io.BytesIO()
    Image.new("1", dice.choice(((9_000, 9_000), (1, 100_000), (3_000, 3_000), (1, 1)))).save(out, "PNG")
    return out.getvalue()


def _many_pictures(dice: Dice) -> bytes:
    out = io.BytesIO()
    first, *more = [Image.new("1", (8, 8)) for _ in range(300)]
    first.save(out, "TIFF", save_all=True, append_images=more)
    return out.getvalue()


def _long_rows(dice: Dice) -> bytes:
    row = dice.choice(("1,", '"', "县住建局,12,", "1;", "\t"))
    return ("序号,单位,办结\n" + row * 200_000 + "\n" + "1,县住建局,12\n" * dice.choice((1, 40_000))).encode()


_Maker = Callable[[Dice], bytes]
_BOMBS: Mapping[str, tuple[_Maker, ...]] = {
    "txt": (_words_bomb,),
    "md": (_words_bomb,),
    "html": (_words_bomb, _nested_tags, _spans),
    "csv": (_long_rows, _words_bomb),
    "zip": (_zip_bomb, _many_members),
    "docx": (_entities, _deep_word, _wide_word),
    "xlsx": (_entities, _far_cells, _many_cells),
    "xls": (lambda dice: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + dice.randbytes(5_000),),
    "pdf": (_stream_bomb, _page_tree),
    "unruled.pdf": (_stream_bomb, _page_tree),
    "scan.pdf": (_page_tree,),
    "doc": (lambda dice: b"{\\rtf1" + b"{\\b " * 20_000,),
    "png": (_huge_picture,),
    "tiff": (_many_pictures,),
}
DAMAGES = (cut, flipped, flipped_inside, spliced, repeated, wrong_charset, bomb)


def mutant(seed: int) -> tuple[str, str, bytes]:
    """Format, damage and bytes of document ``seed``."""
    dice = Dice(seed)
    rare = [kind for kind, n in ONE_IN.items() if dice.randrange(n) == 0]
    kind = rare[0] if rare else dice.choice(SEVERAL)
    damage = dice.choice(DAMAGES)
    return kind, damage.__name__, damage(whole(kind, dice.randrange(4)), kind, dice)


# --- the process that reads them --------------------------------------------------------------------------------------


def recognise(picture: bytes) -> tuple[Recognised, ...]:
    """What stands on every page; a model would need seconds for it and is given only pictures that were drawn anew."""
    with Image.open(io.BytesIO(picture)) as opened:
        opened.load()
    lines = ("县长信箱2024年5月办理情况通报", "共收到来信12件，办结11件，办结率91.67%。")
    return tuple(
        Recognised(line, (0.99,) * len(line), ((40, y), (440, y), (440, y + 20), (40, y + 20)))
        for y, line in zip((40, 90), lines, strict=True)
    )


@cache
def lookups() -> Lookups:
    bundled = bundled_lookups()
    return replace(bundled, helpers=replace(bundled.helpers, recognise=recognise))


def outcome(payload: bytes, kind: str) -> str:
    """``parsed``, or the sentence for which the file was refused. Whatever is raised goes through."""
    try:
        parsed = parse_payload(payload, file_name=f"bulletin.{kind}", lookups=lookups())
    except Unreadable as escaped:  # a refusal that nobody accounted for
        raise AssertionError(f"a refusal escaped: {escaped}") from escaped
    if parsed.outcome == "parsed":
        return "parsed"
    return f"{parsed.outcome}: {parsed.refusal.message if parsed.refusal else ''}"


def main(first: int, end: int) -> None:
    """Read the documents ``first`` to ``end``: a line ``[seed, kind, damage]`` before each, one with the outcome and
    the seconds behind it.

    A reader that takes more than ``MEMORY`` fails; one that works longer than ``SECONDS`` is ended and says where it
    was. Time is that of the processor, so that a busy machine changes nothing.
    """
    for kind in (*SEVERAL, "png"):  # what is loaded on first use
        outcome(whole(kind, 0), kind)
    faulthandler.register(signal.SIGPROF, chain=True)
    for seed in range(first, end):
        kind, damage, payload = mutant(seed)
        print(json.dumps([seed, kind, damage]), flush=True)
        start = time.process_time()
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.RLIM_INFINITY))
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        said = outcome(payload, kind)
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        print(json.dumps([said, round(time.process_time() - start, 2)]), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
