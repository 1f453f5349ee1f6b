"""Archives: names of Chinese programs, archives in archives, damage, and what is made to stop a reader."""

from __future__ import annotations

import io
import zipfile

import pytest

from parsers.readers import container, packed
from parsers.readers.container import documents_in
from parsers.readers.packed import Packed
from parsers.records import Unreadable
from tests.parsers.readers.office_files import docx, p, zipped


def named(name: bytes, content: bytes = b"x") -> bytes:
    """A zip with a member of this raw name, without the mark for UTF-8, as Windows programs write it."""
    payload = zipped({"N" * len(name): content})
    return payload.replace(b"N" * len(name), name)


def with_password(payload: bytes) -> bytes:
    """The zip with the mark of encryption on its only member."""
    there = payload.index(b"PK\x01\x02")
    marked = bytearray(payload)
    marked[6] |= 1
    marked[there + 8] |= 1
    return bytes(marked)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("附件1：办理情况表.txt".encode("gb18030"), "附件1：办理情况表.txt"),
        ("附件1.txt".encode(), "附件1.txt"),
        (b"plain.txt", "plain.txt"),
    ],
)
def test_names_are_read_as_their_author_saw_them(raw: bytes, shown: str) -> None:
    assert Packed(named(raw)).names == (shown,)


def test_a_name_that_stands_twice_hides_nothing() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.txt", b"2")
    opened = Packed(out.getvalue())
    assert [(name, opened.read(name)) for name in opened.names] == [("a.txt", b"1"), ("a.txt (2)", b"2")]


def test_archives_in_archives_are_opened_and_leavings_passed_over() -> None:
    inner = zipped({"表.csv": "单位,转办", "__MACOSX/._表.csv": b"\0"})
    word = docx(p("正文。"))
    outer = zipped({"通报.docx": word, "附件.zip": inner, "Thumbs.db": b"\0", "a/~$通报.docx": b"\0", "空/": b""})
    found = documents_in(outer)
    assert [m.name for m in found] == ["通报.docx", "附件.zip/表.csv"]
    assert [m.file_name for m in found] == ["通报.docx", "表.csv"]
    assert found[0].payload == word


def test_a_member_that_cannot_be_unpacked_does_not_keep_the_others_from_being_read() -> None:
    deepest = zipped({"a.zip": zipped({"b.zip": zipped({"c.txt": b"x"})})})
    broken = zipped({"c.txt": b"some text that is long enough to be packed"}).replace(b"PK\x05\x06", b"PK\x05\x07")
    found = documents_in(zipped({"深.zip": deepest, "坏.zip": broken, "好.txt": b"x"}))
    assert [(m.name, m.refused.code if m.refused else None) for m in found] == [
        ("深.zip/a.zip", "nested_zip"),
        ("坏.zip", "damaged_zip"),
        ("好.txt", None),
    ]
    (locked,) = documents_in(with_password(zipped({"密.txt": b"x"})))
    assert locked.refused is not None
    assert (locked.refused.code, locked.payload) == ("encrypted_zip", b"")
    assert "密.txt" in str(locked.refused)


def refusal(payload: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        documents_in(payload)
    assert "\n" not in str(caught.value)
    return caught.value


def test_what_is_no_archive_of_documents_is_refused() -> None:
    assert refusal(zipped({})).code == "empty"
    assert refusal(zipped({"__MACOSX/x": b""})).code == "empty"
    assert refusal(b"PK\x03\x04rest").code == "damaged_zip"


def test_bombs_are_refused_with_the_limit_that_they_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    zeros = zipped({"a.txt": bytes(6 * 1024 * 1024)})
    assert "400 times" in str(refusal(zeros))
    noise = bytes(range(256)) * 8192
    monkeypatch.setattr(packed, "MOST_UNPACKED", 3 * 1024 * 1024)
    assert "more than 3 MB" in str(refusal(zipped({"a": noise, "b": noise})))
    inner = zipped({"a": noise})
    assert "more than 3 MB" in str(refusal(zipped({"1.zip": inner, "2.zip": inner})))
    monkeypatch.setattr(packed, "MOST_MEMBERS", 2)
    assert "3 files; at most 2" in str(refusal(zipped({"a": b"1", "b": b"2", "c": b"3"})))
    monkeypatch.setattr(container, "MOST_DOCUMENTS", 1)
    assert "more than 1 documents" in str(refusal(zipped({"a": b"1", "b": b"2"})))


def test_a_method_that_is_not_known_is_named() -> None:
    payload = bytearray(zipped({"a.txt": b"x"}))
    there = payload.index(b"PK\x01\x02")
    payload[8] = payload[there + 10] = 99
    (member,) = documents_in(bytes(payload))
    assert member.refused is not None
    assert member.refused.code == "unknown_packing"
