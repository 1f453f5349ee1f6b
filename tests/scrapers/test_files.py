"""Which files are found below a path, and what is left out."""

import os
from pathlib import Path

import pytest

from scrapers.files import base_name, find_files


def found(*paths: Path, excluded: Path | None = None) -> dict[str, str | None]:
    """Name of each file -> why it is left out."""
    return {f.path.name: f.left_out for f in find_files(paths, excluded)}


def test_folders_are_read_in_order(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/1.txt", "a.txt", "c/d/e.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert list(found(tmp_path)) == ["a.txt", "1.txt", "2.txt", "e.txt"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (".hidden", "it is hidden"),
        (".~lock.a.docx#", "it is hidden"),
        ("~$a.docx", "it is the lock file of an office program"),
        ("Thumbs.db", "it is a file of the desktop"),
    ],
)
def test_litter_is_left_out_unless_named(tmp_path: Path, name: str, reason: str) -> None:
    (tmp_path / name).touch()
    assert found(tmp_path) == {name: reason}
    assert found(tmp_path / name) == {name: None}


def test_hidden_folders_are_left_out_whole(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").touch()
    assert found(tmp_path) == {".git": "it is hidden"}


def test_loops_and_broken_links_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to("self")
    (tmp_path / "nowhere").symlink_to("gone")
    reasons = found(tmp_path)
    assert reasons["a.txt"] is None
    assert reasons["loop"] == "the folder was already read, or is the data directory"
    assert reasons["self"] == "it cannot be read: Too many levels of symbolic links"
    assert reasons["nowhere"] == "it cannot be read: No such file or directory"


def test_pipes_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert found(tmp_path) == {"pipe": "it is neither a file nor a folder"}


def test_the_data_directory_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.warc.gz").touch()
    (tmp_path / "b.txt").touch()
    reasons = found(tmp_path, excluded=tmp_path / "data")
    assert list(reasons) == ["b.txt", "data"] or list(reasons) == ["data", "b.txt"]
    assert reasons["data"] is not None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("通报.txt".encode(), "通报.txt"),
        ("通报.txt".encode("gb18030"), "通报.txt"),
        (b"a\xff.txt", "a%xff.txt"),
        (b"C:\\Users\\a.txt", "a.txt"),
        (b"\\", "unnamed"),
    ],
)
def test_base_names(raw: bytes, expected: str) -> None:
    assert base_name(Path(os.fsdecode(b"/folder/" + raw))) == expected
