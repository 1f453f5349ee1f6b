"""The takedown list is read, and a wrong one is refused with file and line."""

import datetime as dt
from pathlib import Path

import pytest

from warehouse.takedown import TakedownError, load_takedowns

GOOD = """\
# Letters that are not to be published.
- letter_id: "shangluo-mayor:1"
  scope: text
  date: 2026-01-31
  reason: the writer asked
- {sha256: %s, scope: all, date: 2026-02-01, reason: the office asked}
""" % ("a" * 64)


def write(folder: Path, text: str) -> Path:
    path = folder / "takedown.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_entries_are_read_with_their_lines(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    first, second = load_takedowns(path)
    assert (first.subject, first.value, first.scope) == ("letter_id", "shangluo-mayor:1", "text")
    assert (first.date, first.reason) == (dt.date(2026, 1, 31), "the writer asked")
    assert first.place == f"{path}, line 2"
    assert (second.subject, second.scope, second.place) == ("sha256", "all", f"{path}, line 6")


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "[]\n"])
def test_no_entries_are_none(tmp_path: Path, text: str) -> None:
    assert load_takedowns(write(tmp_path, text)) == ()
    assert load_takedowns(tmp_path / "not-there.yaml") == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'letter_id: "shangluo-mayor:1"',
            "letter: x",
            "line 2: exactly one of letter_id, document_id, sha256 expected",
        ),
        ('letter_id: "shangluo-mayor:1"', "letter_id: 5", "line 2: letter_id is 5"),
        ("  scope: text", "  scope: title", "line 2: scope is 'title'; expected text or all"),
        ("  scope: text", "  document_id: d\n  scope: text", "line 2: exactly one of"),
        ("2026-01-31", "soon", "line 2: date is 'soon'"),
        ("  reason: the writer asked", "  reason:", "line 2: reason is None"),
        ("  reason: the writer asked\n", "", "line 2: 'reason' is missing"),
        ("  reason: the", "  by: me\n  reason: the", "line 2: unknown field 'by'"),
        ("  reason: the", "  scope: all\n  reason: the", "line 2: 'scope' stands twice"),
        ("a" * 64, "A" * 64, "line 6: sha256 is"),
        ("- {sha256", "- x\n- {sha256", "line 6: an entry with fields expected"),
        ("sha256: " + "a" * 64, "letter_id: 'shangluo-mayor:1'", "line 6: letter_id 'shangluo-mayor:1' stands there"),
        (GOOD, "letter_id: x", "line 1: a list of entries expected"),
        (GOOD, "- [", "is no YAML"),
    ],
)
def test_a_wrong_list_names_file_and_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in GOOD
    with pytest.raises(TakedownError) as error:
        load_takedowns(write(tmp_path, GOOD.replace(old, new, 1)))
    assert message in str(error.value)
    assert "takedown.yaml" in str(error.value)
