"""Two small warehouses and what changed between them."""

import json
from pathlib import Path

import duckdb
from rich.console import Console

from pipelines.commands.show_changes import changes_json, show_changes
from pipelines.evidence.compare import Changes, compare
from pipelines.language import Language

TABLES = """
    CREATE TABLE discrepancies (finding_id VARCHAR, check_id VARCHAR, document_id VARCHAR, letter_id VARCHAR,
        source_id VARCHAR, verdict VARCHAR, severity BIGINT, subject VARCHAR, claimed VARCHAR, recomputed VARCHAR,
        statement_zh VARCHAR, statement_en VARCHAR);
    CREATE TABLE letters (letter_id VARCHAR, source_id VARCHAR, url VARCHAR, received_on DATE, removed_at TIMESTAMP,
        removal_reason VARCHAR);
    CREATE TABLE replies (letter_id VARCHAR, stage VARCHAR);
    CREATE TABLE letter_versions (letter_id VARCHAR, version_no BIGINT, change VARCHAR, changed_fields VARCHAR[]);
    CREATE TABLE documents (document_id VARCHAR, version_no BIGINT, title VARCHAR, title_redacted VARCHAR, url VARCHAR,
        dated_on DATE, is_current BOOLEAN);
"""


def finding(finding_id: str, severity: int = 2, recomputed: str = "54") -> str:
    return (
        f"INSERT INTO discrepancies VALUES ('{finding_id}', 'A1', 'd', NULL, 's', 'needs_definition', {severity},"
        f" '合计', '50', '{recomputed}', '{finding_id}相差。', 'They differ.')"
    )


def letter(letter_id: str, *stages: str, removed: bool = False, edits: tuple[str, ...] = ()) -> list[str]:
    """A letter with its stages, and its edits: a change and its fields each."""
    gone = "TIMESTAMP '2026-01-01', 'page_gone'" if removed else "NULL, NULL"
    return [
        f"INSERT INTO letters VALUES ('{letter_id}', 's', 'https://example.org/{letter_id}', NULL, {gone})",
        *(f"INSERT INTO replies VALUES ('{letter_id}', '{stage}')" for stage in stages),
        *(
            f"INSERT INTO letter_versions VALUES ('{letter_id}', {n}, '{edit.split()[0]}', {edit.split()[1:]})"
            for n, edit in enumerate(edits, 2)
        ),
    ]


def document(document_id: str, version_no: int = 1) -> str:
    return f"INSERT INTO documents VALUES ('{document_id}', {version_no}, '通报', NULL, NULL, NULL, true)"


def warehouse(path: Path, *statements: str) -> Path:
    with duckdb.connect(str(path)) as con:
        con.execute(TABLES)
        for statement in statements:
            con.execute(statement)
    return path


def changes(tmp_path: Path) -> Changes:
    before = warehouse(
        tmp_path / "before.duckdb",
        *(finding("same"), finding("gone"), finding("other", recomputed="53")),
        *(*letter("answered", "transfer"), *letter("was-answered", "substantive"), *letter("back", removed=True)),
        *(*letter("edited", edits=("edited body",)), *letter("removed"), *letter("moved")),
        *(document("old"), document("replaced"), document("left")),
    )
    after = warehouse(
        tmp_path / "after.duckdb",
        *(finding("same"), finding("new", severity=1), finding("worse", severity=3), finding("other")),
        *(*letter("answered", "transfer", "substantive"), *letter("was-answered", "substantive"), *letter("back")),
        *(
            *letter("edited", edits=("edited body", "reply_edited replies")),
            *letter("removed", removed=True),
            *letter("refused", "refusal"),
        ),
        *letter("moved", edits=("date_moved page_replied_on", "reply_withdrawn replies")),
        *(document("old"), document("replaced", 2), document("added")),
    )
    return compare(before, after)


def ids(found: tuple[object, ...], key: str) -> list[str]:
    return [row[key] for row in found]  # type: ignore[index]


def test_what_is_new_gone_and_answered(tmp_path: Path) -> None:
    found = changes(tmp_path)
    assert ids(found.findings_new, "finding_id") == ["worse", "new"]
    assert ids(found.findings_gone, "finding_id") == ["gone"]
    assert [(c.before["recomputed"], c.after["recomputed"]) for c in found.findings_changed] == [("53", "54")]
    assert ids(found.letters_new, "letter_id") == ["refused"]
    assert ids(found.answered, "letter_id") == ["answered", "refused"]
    assert ids(found.edited, "letter_id") == ["edited", "moved"]
    assert [[change["fields"] for change in row["changes"]] for row in found.edited] == [
        [["replies"]],
        [["page_replied_on"], ["replies"]],
    ]
    assert ids(found.removed, "letter_id") == ["removed"]
    assert ids(found.restored, "letter_id") == ["back"]
    assert ids(found.documents_new, "document_id") == ["added"]
    assert ids(found.documents_replaced, "document_id") == ["replaced"]
    assert ids(found.documents_gone, "document_id") == ["left"]


def test_a_warehouse_against_itself(tmp_path: Path) -> None:
    same = warehouse(tmp_path / "same.duckdb", finding("one"), *letter("a", "substantive"), document("d"))
    assert compare(same, same).is_empty


def shown(found: Changes, language: Language) -> str:
    out = Console(width=200, highlight=False, soft_wrap=True)
    with out.capture() as captured:
        show_changes(out, found, language)
    return captured.get()


def test_changes_are_told_in_both_languages(tmp_path: Path) -> None:
    found = changes(tmp_path)
    chinese, english = shown(found, Language.ZH), shown(found, Language.EN)
    assert "新近得到答复的来信 2" in chinese
    assert "口径未说明 53 → 口径未说明 54: 合计" in chinese
    assert "definition not stated 53 → definition not stated 54: They differ." in english
    assert "Discrepancies that are gone 1" in english
    assert "moved  https://example.org/moved  页面回复日期; 回复不再显示" in chinese
    assert "edited  https://example.org/edited  reply\n" in english
    assert "its page is gone (404 or 410)" in english
    assert json.loads(changes_json(found))["documents_new"][0]["document_id"] == "added"
    empty = compare(tmp_path / "after.duckdb", tmp_path / "after.duckdb")
    assert "没有变化。" in shown(empty, Language.ZH)
