"""Files with flipped and missing bytes are read or refused; nothing else comes out of a reader."""

from __future__ import annotations

import io
import random
import zipfile
from contextlib import suppress

import pytest

from parsers.readers import read
from parsers.readers.container import documents_in
from parsers.records import Unreadable, brief
from tests.parsers.readers.office_files import docx, p, table, zipped
from tests.parsers.readers.test_reader_workbook import xls_bulletin, xlsx_bulletin

DOCX = docx(
    p("某县通报") + table(["单位", "转办"], ["甲局", "3"]),
    numbering='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    styles='<w:style w:styleId="a"><w:name w:val="heading 1"/></w:style>',
)
WHOLE = {"docx": DOCX, "xlsx": xlsx_bulletin(), "xls": xls_bulletin(), "zip": zipped({"a.docx": DOCX, "b.txt": "文"})}
DAMAGES = 150


def damaged(payload: bytes, dice: random.Random) -> bytes:
    changed = bytearray(payload)
    for _ in range(dice.choice((1, 3, 20))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed[: dice.randrange(len(changed))] if dice.random() < 0.2 else changed)


def repacked(payload: bytes, dice: random.Random) -> bytes:
    """The zip with bytes flipped inside its members, so that the damage passes the checksums."""
    with zipfile.ZipFile(io.BytesIO(payload)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = dice.choice([n for n, content in parts.items() if content])
    return zipped(parts | {name: damaged(parts[name], dice)})


@pytest.mark.parametrize("kind", sorted(WHOLE))
def test_damage_is_refused_in_one_sentence_or_read(kind: str) -> None:
    dice = random.Random(kind)
    for _ in range(DAMAGES):
        payload = damaged(WHOLE[kind], dice) if kind == "xls" or dice.random() < 0.5 else repacked(WHOLE[kind], dice)
        with suppress(Unreadable):
            if kind == "zip":
                documents_in(payload)
            else:
                read(payload, file_name=f"a.{kind}")


def test_what_a_library_says_of_a_file_is_one_short_line() -> None:
    assert brief("a\x00b\nc") == "a b c"
    assert brief("w" * 500) == f"{'w' * 120} ..."
    assert brief(ValueError("not a number")) == "not a number"
