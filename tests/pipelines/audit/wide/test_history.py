"""Edits, what sites publish, and answers that are alike, on small tables."""

from collections.abc import Iterator

import duckdb
import pytest

from pipelines.audit.finding import Finding
from pipelines.audit.wide import wide_row
from pipelines.audit.wide.history import figures_edited, letters_edited, same_answers, what_sites_publish
from tests.pipelines.audit.stated_by_hand import checked

TABLES = """
    CREATE TABLE sources (source_id VARCHAR, region_code VARCHAR, channel VARCHAR, name VARCHAR, publishes VARCHAR);
    CREATE TABLE letters (letter_id VARCHAR, source_id VARCHAR, is_public BOOLEAN);
    CREATE TABLE sightings (source_id VARCHAR, letter_id VARCHAR, letter_no VARCHAR, title VARCHAR,
        opens_by_script BOOLEAN);
    CREATE TABLE captures (source_id VARCHAR, letter_id VARCHAR);
    CREATE TABLE letter_versions (letter_id VARCHAR, change VARCHAR, changed_fields VARCHAR[]);
    CREATE TABLE replies (letter_id VARCHAR, stage_no BIGINT, stage VARCHAR, body VARCHAR,
        last_seen_without_at TIMESTAMPTZ);
    CREATE TABLE documents (document_id VARCHAR, source_id VARCHAR, region_code VARCHAR, channel VARCHAR, title VARCHAR,
        title_redacted VARCHAR, version_no BIGINT, is_current BOOLEAN);
    CREATE TABLE claims (document_id VARCHAR, version_no BIGINT, fact_id VARCHAR, claim_id VARCHAR, printed VARCHAR,
        value DOUBLE);
    INSERT INTO sources VALUES ('site', '999901', 'county_mailbox', '某县县长信箱', 'all');
"""
ANSWER = "您反映的道路维修问题，我局已经安排施工单位进场，预计下月底完工，请您耐心等待，感谢您对我县工作的关心。"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        connection.execute(TABLES)
        yield connection


def letters(con: duckdb.DuckDBPyConnection, *changes: str | None) -> None:
    """Letters of the site, each seen twice, with a change (and its fields) the second time where one is named."""
    for number, change in enumerate(changes):
        letter_id = f"site:{number}"
        con.execute("INSERT INTO letters VALUES (?, 'site', NULL)", [letter_id])
        con.execute("INSERT INTO captures VALUES ('site', $1), ('site', $1)", [letter_id])
        con.execute("INSERT INTO letter_versions VALUES (?, 'new', [])", [letter_id])
        if change is not None:
            name, *fields = change.split()
            con.execute("INSERT INTO letter_versions VALUES (?, ?, ?)", [letter_id, name, fields])


def only(found: Iterator[object]) -> Finding:
    (placed,) = found
    (finding,) = checked(iter([placed.finding]))  # type: ignore[attr-defined]
    return finding


def test_edited_letters_are_told(con: duckdb.DuckDBPyConnection) -> None:
    letters(con, "edited body", "reply_edited replies", "reply_added replies page_replied_on", None)
    finding = only(letters_edited(con))
    assert (finding.check_id, finding.verdict, finding.severity, finding.recomputed) == ("M2", "unusual", 1, "2封")
    assert "回复文字有改动的1封，其中所印日期未变的1封；" in finding.statement_zh


def test_moved_dates_changed_offices_and_withdrawn_replies_are_told(con: duckdb.DuckDBPyConnection) -> None:
    letters(
        con,
        "reply_edited replies page_replied_on",
        "date_moved received_on",
        "office_changed agency",
        "reply_withdrawn replies page_replied_on agency",
    )
    finding = only(letters_edited(con))
    assert (finding.verdict, finding.recomputed) == ("unusual", "4封")
    assert (
        "：回复文字有改动的1封，回复不再显示的1封，所印日期有改动的2封，所印答复单位有改动的1封；"
        in finding.statement_zh
    )
    assert "a printed date moved: 2" in finding.statement_en


def test_an_added_reply_is_no_edit_and_letters_seen_once_say_nothing(con: duckdb.DuckDBPyConnection) -> None:
    letters(con, "reply_added", None)
    assert (only(letters_edited(con)).verdict, only(letters_edited(con)).severity) == ("consistent", 0)
    con.execute("DELETE FROM captures")
    con.execute("INSERT INTO captures VALUES ('site', 'site:0'), ('site', 'site:1')")
    assert list(letters_edited(con)) == []


def document(con: duckdb.DuckDBPyConnection, before: list[str], now: list[str]) -> None:
    con.execute("INSERT INTO documents VALUES ('d', 'site', '999901', NULL, '通报', NULL, 2, true)")
    for version, printed in ((1, before), (2, now)):
        for text in printed:
            values = ["d", version, f"fact {text}", f"{version}:{text}", text, float(text)]
            con.execute("INSERT INTO claims VALUES (?, ?, ?, ?, ?, ?)", values)


def test_figures_of_another_version_are_told(con: duckdb.DuckDBPyConnection) -> None:
    document(con, ["109", "139"], ["109", "149"])
    finding = only(figures_edited(con))
    assert (finding.verdict, finding.severity, finding.claimed, finding.recomputed) == ("unusual", 2, "139", "149")
    assert finding.claim_ids == ("1:139", "2:149")


def test_the_same_figures_in_another_version(con: duckdb.DuckDBPyConnection) -> None:
    document(con, ["109", "139"], ["139", "109"])
    assert only(figures_edited(con)).verdict == "consistent"


@pytest.mark.parametrize(("publishes", "verdict"), [("all", "consistent"), ("replied_only", "unusual")])
def test_what_a_site_publishes(con: duckdb.DuckDBPyConnection, publishes: str, verdict: str) -> None:
    answered(con, "已修好。")
    con.execute("UPDATE sources SET publishes = ?", [publishes])
    finding = only(what_sites_publish(con))
    assert (finding.check_id, finding.verdict, finding.severity, finding.recomputed) == ("C3", verdict, 0, publishes)


@pytest.mark.parametrize(
    ("publishes", "seen", "said"),
    [
        ("all", "SELECT 1", "从未见到待回复的来信"),
        ("all", "UPDATE replies SET last_seen_without_at = now() WHERE letter_id = 'site:0'", None),
        ("all", "DELETE FROM letters WHERE letter_id = 'site:0'", None),
        ("all", "INSERT INTO sightings VALUES ('site', NULL, '7', '不公开的信', false)", "有1封来信只列出而不予显示"),
        ("all", "UPDATE letters SET is_public = false WHERE letter_id = 'site:0'", "有1封来信只列出而不予显示"),
        ("replied_only", "DELETE FROM replies WHERE letter_id = 'site:0'", "有1封未有回复"),
        (
            "replied_only",
            "UPDATE replies SET last_seen_without_at = now() WHERE letter_id = 'site:0';"
            "INSERT INTO letter_versions VALUES ('site:0', 'reply_edited', ['replies'])",
            None,
        ),
        ("selected", "SELECT 1", None),
    ],
)
def test_what_was_seen_may_contradict_a_description(
    con: duckdb.DuckDBPyConnection, publishes: str, seen: str, said: str | None
) -> None:
    answered(con, *["已修好。"] * 20)
    con.execute("UPDATE sources SET publishes = ?", [publishes])
    con.execute(seen)
    finding = only(what_sites_publish(con))
    assert finding.severity == (0 if said is None else 1)
    assert said is None or (finding.verdict == "unusual" and said in finding.statement_zh)


def answered(con: duckdb.DuckDBPyConnection, *bodies: str) -> None:
    letters(con, *[None] * len(bodies))
    for number, body in enumerate(bodies):
        con.execute("INSERT INTO replies VALUES (?, 1, 'transfer', '已转办', NULL)", [f"site:{number}"])
        con.execute("INSERT INTO replies VALUES (?, 2, 'substantive', ?, NULL)", [f"site:{number}", body])


@pytest.mark.parametrize(("alike", "verdict"), [(4, "consistent"), (5, "unusual")])
def test_answers_that_are_alike(con: duckdb.DuckDBPyConnection, alike: int, verdict: str) -> None:
    answered(con, *[f" {ANSWER}" if n % 2 else ANSWER for n in range(alike)], f"甲{ANSWER}", f"乙{ANSWER}")
    finding = only(same_answers(con))
    assert (finding.check_id, finding.verdict) == ("P2", verdict)
    assert finding.recomputed == f"{alike}/{alike + 2}封"


def test_few_or_short_answers_say_nothing(con: duckdb.DuckDBPyConnection) -> None:
    answered(con, *["感谢您的来信。"] * 9, ANSWER, ANSWER)
    assert list(same_answers(con)) == []


def test_one_of_them_as_a_row_with_an_id(con: duckdb.DuckDBPyConnection) -> None:
    letters(con, "edited")
    (row,) = map(wide_row, letters_edited(con))
    assert len(row["finding_id"]) == 16
    assert (row["source_id"], row["letter_id"], row["document_id"]) == ("site", None, None)
