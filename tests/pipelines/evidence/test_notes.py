import datetime as dt
import shutil
from pathlib import Path

import pytest

from pipelines.build import DATABASE
from pipelines.evidence.case import find_case
from pipelines.evidence.dossier import dossier_html, dossier_markdown
from pipelines.evidence.notes import FILE, NotesError, load_notes, notes_on, status_of
from tests.pipelines.evidence.cases import found

ENTRY = "- finding: 0123456789012345\n  date: 2026-03-01\n  status: explained\n  note: 合计按牵头单位计\n"


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / FILE
    path.write_text(text, encoding="utf-8")
    return path


def test_notes_are_read_in_the_order_of_their_dates(tmp_path: Path) -> None:
    later = (
        ENTRY.replace("2026-03-01", "2026-04-01").replace("explained", "corrected")
        + "  source: https://example.org/1\n"
    )
    notes = load_notes(written(tmp_path, later + ENTRY))
    assert [(note.date, note.status, note.status_zh) for note in notes] == [
        (dt.date(2026, 3, 1), "explained", "已说明"),
        (dt.date(2026, 4, 1), "corrected", "已更正"),
    ]
    assert notes[0].finding == "0123456789012345"
    assert notes[1].source == "https://example.org/1"
    assert status_of(notes) == "corrected"


def test_without_notes_a_finding_is_open(tmp_path: Path) -> None:
    assert load_notes(tmp_path / FILE) == load_notes(written(tmp_path, "")) == ()
    assert status_of(()) == "open"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("finding: x", "line 1: a list of entries expected"),
        ("- one", "line 1: an entry with fields expected"),
        ("[", "is no YAML"),
        (ENTRY + "- finding: abc\n  date: 2026-03-01\n  status: open\n  note: x\n", "line 5: finding is 'abc'"),
        (ENTRY.replace("explained", "closed"), "line 1: status is 'closed'; expected open, explained, corrected"),
        (ENTRY.replace("2026-03-01", "soon"), "line 1: date is 'soon'"),
        (ENTRY.replace("合计按牵头单位计", "''"), "line 1: note is ''"),
        (ENTRY + "  source: 3\n", "line 1: source is 3"),
        (ENTRY + "  office: x\n", "line 1: unknown field 'office'; known: finding, date, status, note, source"),
        (ENTRY.replace("  date: 2026-03-01\n", ""), "line 1: 'date' is missing"),
        (ENTRY + "  note: again\n", "line 1: 'note' stands twice"),
    ],
)
def test_a_wrong_entry_is_named_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(NotesError, match=said):
        load_notes(written(tmp_path, text))


def test_a_note_stands_on_the_page(warehouse: Path, tmp_path: Path) -> None:
    shutil.copy(warehouse / DATABASE, tmp_path / DATABASE)
    finding_id = found(warehouse, "A1", "扶风").finding_id
    written(tmp_path, ENTRY.replace("0123456789012345", finding_id))
    case = find_case(tmp_path, tmp_path / DATABASE, finding_id)
    assert case.status == "explained"
    assert "合计按牵头单位计" in dossier_html(case)
    assert "状态：已说明" in dossier_markdown(case)


def test_a_beginning_that_several_findings_share_is_told(tmp_path: Path) -> None:
    (note,) = load_notes(written(tmp_path, ENTRY.replace("0123456789012345", "01234567")))
    assert notes_on([note], ["0123456789012345", "ff"]) == {"0123456789012345": (note,)}
    assert notes_on([note], ["ff"]) == {}
    with pytest.raises(NotesError, match="line 1: several findings have an id that begins with 01234567"):
        notes_on([note], ["0123456789012345", "0123456799999999"])
