"""The same expectations as on the twins, on the real documents under ``$WENZHENG_SHARED/seeds``."""

import difflib
import os
import re
from functools import cache
from pathlib import Path

import pytest

from pipelines.parse import Parsed, parse_payload
from tests.twins import (
    TWINS,
    compare_claims,
    compare_commitments,
    compare_findings,
    compare_letter,
    expected_rows,
)

pytestmark = pytest.mark.acceptance

TWIN_OF = {"000": "danfeng.md", "001": "yunxi.txt", "002": "jixi.txt", "003": "changsha.txt", "004": "fufeng.txt"}
LONGEST_SHARED_WORDING = 14
"""Characters of prose that two texts with the same facts may share: a list of office names or a fixed phrase."""


def seeds() -> Path:
    return Path(os.environ["WENZHENG_SHARED"]) / "seeds"


def seed(doc: str) -> Path:
    (path,) = seeds().glob(f"{doc}_*.txt")
    return path


@cache
def parsed(doc: str) -> Parsed:
    return parse_payload(seed(doc).read_bytes(), file_name=seed(doc).name)


def expected(kind: str, doc: str) -> list[dict[str, str]]:
    return expected_rows(seeds() / f"expected-{kind}.csv", doc)


@pytest.mark.parametrize("doc", TWIN_OF)
def test_claims_of_real_document_are_those_expected(doc: str) -> None:
    assert compare_claims(expected("claims", doc), parsed(doc).claims) == []


@pytest.mark.parametrize("doc", TWIN_OF)
def test_findings_of_real_document_are_those_expected(doc: str) -> None:
    assert compare_findings(expected("findings", doc), parsed(doc).findings) == []


def test_real_letter_has_both_stages_with_their_dates() -> None:
    (letter,) = parsed("000").letters
    assert compare_letter(expected("stages", "000"), letter) == []


def test_real_letter_keeps_the_promise_to_change_the_counting() -> None:
    assert compare_commitments(expected("stages", "000"), parsed("000").commitments) == []


def clauses(text: str) -> list[str]:
    """Stretches of prose between punctuation; tables (tabs), addresses and lines without a comma are left out."""
    prose = "\n".join(line for line in text.split("\n") if "\t" not in line and re.search("[,，;；。]", line))
    return re.split(r"[,，;；。:：、|\n]", re.sub(r"\(http\S+\)", "", prose))


def figures_left_out(clause: str) -> str:
    return re.sub(r"[\d.%\s]", "", clause)


@pytest.mark.parametrize(("doc", "twin"), TWIN_OF.items())
def test_twin_says_it_in_other_words(doc: str, twin: str) -> None:
    theirs = figures_left_out(seed(doc).read_text(encoding="utf-8"))
    copied = []
    for clause in map(figures_left_out, clauses((TWINS / twin).read_text(encoding="utf-8"))):
        match = difflib.SequenceMatcher(None, clause, theirs, autojunk=False).find_longest_match()
        if match.size > LONGEST_SHARED_WORDING:
            copied.append(clause[match.a : match.a + match.size])
    assert copied == []
