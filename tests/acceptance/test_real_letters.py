"""The real letters: 320 of one mayor's mailbox with their stages, ten pages of another site, the letter of the seeds.

Expectations hold ids, codes and dates, no text. ``shangluo-stages.csv`` was checked against the beginning and the end
of each reply; where another stage could be defended, the column ``also`` names it.
"""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from pathlib import Path

import pytest

from parsers.letter_files import letters_from_csv, letters_from_document
from parsers.letters import is_letter
from parsers.platforms.letter_pages import letters_from_page
from parsers.readers.dispatch import read
from tests.parsers.letter_fixtures import BEIJING, SHANGLUO, route

pytestmark = pytest.mark.acceptance

SHARED = Path(os.environ["WENZHENG_SHARED"])
EXPECTED = Path(__file__).with_name("shangluo-stages.csv")
REGIONS = {
    "陕西省": "610000",
    "商洛市": "611000",
    "商州区": "611002",
    "洛南县": "611021",
    "丹凤县": "611022",
    "商南县": "611023",
    "山阳县": "611024",
    "镇安县": "611025",
    "柞水县": "611026",
    "北京市": "110000",
}
GIVEN = {"route": route, "payload_sha256": "0" * 64, "regions": REGIONS}
SIGNED_DATES_RIGHT = 0.98
STAGES_RIGHT = 0.95


@pytest.fixture(scope="module")
def shangluo():
    text = (SHARED / "real" / "shangluo-letters" / "letters.csv").read_text(encoding="utf-8-sig")
    return letters_from_csv(text, source=SHANGLUO, **GIVEN)


@pytest.fixture(scope="module")
def expected():
    with EXPECTED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    stages = {}
    for row in rows:
        stages.setdefault(row["external_id"], []).append(row)
    return stages


def test_every_row_is_a_letter_of_its_own(shangluo):
    letters, issues = shangluo
    assert len(letters) == len({x.letter_id for x in letters}) == 320
    assert Counter(i.code for i in issues) == {"page_reply_before_letter": 1, "empty_reply": 1, "person_in_agency": 1}


def test_signed_dates_and_their_basis(shangluo, expected):
    letters, _ = shangluo
    wanted = [
        (x, row)
        for x in letters
        for row in expected.get(x.external_id, [])
        if row["date_basis"] in ("signature", "inline")
    ]
    right = 0
    for letter, row in wanted:
        found = {r.stage_no: (str(r.dated_on), r.date_basis) for r in letter.replies}
        right += found.get(int(row["stage_no"])) == (row["dated_on"], row["date_basis"])
    assert len(wanted) == 212
    assert right / len(wanted) >= SIGNED_DATES_RIGHT


def test_no_date_is_signed_that_should_not_be(shangluo, expected):
    letters, _ = shangluo
    signed = {
        (row["external_id"], row["stage_no"])
        for rows in expected.values()
        for row in rows
        if row["date_basis"] == "signature"
    }
    found = {(x.external_id, str(r.stage_no)) for x in letters for r in x.replies if r.date_basis == "signature"}
    assert found <= signed


def test_stages(shangluo, expected):
    letters, _ = shangluo
    right = 0
    for letter in letters:
        rows = expected.get(letter.external_id, [])
        found = [r.stage for r in letter.replies]
        right += len(found) == len(rows) and all(
            stage in {row["stage"], row["also"]} for stage, row in zip(found, rows, strict=True)
        )
    assert right / len(letters) >= STAGES_RIGHT


def test_the_county_whose_office_answers(shangluo):
    letters, _ = shangluo
    unknown = [x.external_id for x in letters if x.handling_region_code is None]
    assert unknown == ["5741"]  # a town's office, and no notice names its county


def test_the_ten_pages_of_the_capital():
    pages = sorted((SHARED / "real" / "beijing-pages").glob("*.html"))
    read_pages = [letters_from_page(page.read_text(encoding="utf-8"), source=BEIJING, **GIVEN) for page in pages]
    letters = [found[0][0] for found in read_pages if found is not None]
    assert len(letters) == len(pages) == 10
    assert all(found is not None and found[1] == [] for found in read_pages)
    assert all(re.fullmatch(r"beijing-letters:AH\d{11}", x.letter_id) for x in letters)
    assert all(x.title and x.body and x.received_on and x.status == "answered" for x in letters)
    assert sorted(len(x.replies) for x in letters) == [1] * 9 + [2]
    assert all(r.dated_on and r.agency and r.stage == "substantive" for x in letters for r in x.replies)
    assert Counter(x.category for x in letters) == {"suggestion": 8, "consultation": 2}


def test_the_letter_of_the_seeds_is_the_letter_of_the_csv(shangluo):
    with (SHARED / "seeds" / "expected-stages.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    fields = {row["field"]: row["value"] for row in rows if row["field"] not in ("", "-")}
    stages = [row for row in rows if row["stage_no"]]
    (seed,) = (SHARED / "seeds").glob("000_*")
    document = read(seed.read_bytes(), file_name=seed.name)
    assert is_letter(document)
    (letter,), issues = letters_from_document(document, source=SHANGLUO, **GIVEN)
    assert issues == []
    for field in (
        "title",
        "url",
        "external_id",
        "region_code",
        "handling_region_code",
        "channel",
        "received_on",
        "page_replied_on",
        "agency",
        "letter_no",
        "category_printed",
        "status_printed",
    ):
        value = getattr(letter, field)
        assert ("-" if value is None else str(value)) == fields[field]
    assert letter.confidentiality_requested == (fields["confidentiality_requested"] == "1")
    assert letter.replies[0].transferred_to == fields["transferred_to"]
    assert [(str(r.stage_no), r.stage, str(r.dated_on), r.date_basis, r.agency or "-") for r in letter.replies] == [
        (row["stage_no"], row["stage"], row["dated_on"], row["date_basis"], row["agency"]) for row in stages
    ]
    (same,) = [x for x in shangluo[0] if x.external_id == letter.external_id]
    assert same.letter_id == letter.letter_id
    assert [(r.stage, r.dated_on, r.agency) for r in same.replies] == [
        (r.stage, r.dated_on, r.agency) for r in letter.replies
    ]
