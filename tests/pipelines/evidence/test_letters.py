"""Which letters a finding over a mailbox lists: a bounded number, those that it counts first."""

import datetime as dt
from pathlib import Path

import duckdb
import pytest

from pipelines.evidence.letters import MOST_LETTERS, letters_of
from warehouse.query import session

LATE, IN_TIME = 20, 15
FINDING = {
    "check_id": "T1",
    "check_name": None,
    "subject": "县长信箱页面回复时间与落款日期",
    "source_id": "demo-yunxi",
    "region_code": "610000",
    "channel": "county_mailbox",
}


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Letters of one desk signed three days after the page date, letters signed on it, and one of another desk."""
    path = tmp_path / "some.duckdb"
    day = dt.date(2025, 3, 3)
    with duckdb.connect(path) as con:
        con.execute("CREATE TABLE letters (letter_id VARCHAR, source_id VARCHAR, url VARCHAR)")
        con.execute("CREATE TABLE replies (letter_id VARCHAR, stage VARCHAR, stage_no INTEGER, body VARCHAR)")
        con.execute(
            "CREATE TABLE response_times (letter_id VARCHAR, source_id VARCHAR, region_code VARCHAR, "
            "handling_region_code VARCHAR, channel VARCHAR, received_on DATE, transfer_on DATE, page_replied_on DATE, "
            "signed_on DATE, first_response_on DATE, first_response_days INTEGER, first_response_workdays INTEGER, "
            "signed_days INTEGER, signed_workdays INTEGER, signed_minus_page_days INTEGER, "
            "signed_minus_page_workdays INTEGER, limit_workdays INTEGER, page_workdays INTEGER, "
            "substantive_workdays INTEGER, captured_on DATE)"
        )
        for n in range(LATE + IN_TIME + 1):
            apart = 0 if n < IN_TIME else 3
            source = "demo-other" if n == LATE + IN_TIME else "demo-yunxi"
            letter = f"{source}:{n:03}"
            signed = day + dt.timedelta(days=apart)
            con.execute("INSERT INTO letters VALUES (?, ?, ?)", [letter, source, f"https://example.invalid/{n}"])
            con.execute(
                "INSERT INTO replies VALUES (?, 'substantive', 1, ?)", [letter, "同一份答复" * (8 if n < 6 else n)]
            )
            con.execute(
                "INSERT INTO response_times VALUES (?, ?, '610000', NULL, 'county_mailbox', ?, NULL, "
                "?, ?, ?, 0, 0, ?, ?, ?, ?, NULL, 0, ?, '2026-01-01')",
                [letter, source, day, day, signed, day, *[apart] * 5],
            )
    return path


def test_those_that_are_counted_come_first_and_the_list_is_bounded(database: Path) -> None:
    with session(database) as asked:
        letters = letters_of(asked, FINDING)
    assert (letters.looked_at, letters.told, letters.more) == (LATE + IN_TIME, LATE, LATE + IN_TIME - MOST_LETTERS)
    assert [letter.is_told for letter in letters.first] == [True] * LATE + [False] * (MOST_LETTERS - LATE)
    assert {letter.letter_id.partition(":")[0] for letter in letters.first} == {"demo-yunxi"}


def test_letters_with_one_answer_are_those_that_share_it(database: Path) -> None:
    finding = FINDING | {"check_id": "P2", "check_name": "answers that are word for word the same"}
    with session(database) as asked:
        letters = letters_of(asked, finding)
    assert [letter.letter_id for letter in letters.first] == [f"demo-yunxi:{n:03}" for n in (0, 1, 2, 3, 4, 5, 8)]


def test_a_check_of_figures_has_no_letters(database: Path) -> None:
    with session(database) as asked:
        assert letters_of(asked, FINDING | {"check_id": "A1"}).first == ()
