"""``narrative.yaml``: what is wrong in it is said with file and entry."""

from typing import Any

import pytest

from parsers.vocabulary import load, narrative, read_words
from parsers.vocabulary.narrative_words import checked_narrative


def with_entry(name: str, entry: Any) -> dict[str, Any]:
    return {**load("narrative"), name: entry}


def test_the_entries_are_words() -> None:
    assert "下降" in narrative()["falls"]
    assert narrative()["duration_units"]["个工作日"] == "工作日"


@pytest.mark.parametrize("entry", [None, [], "下降", ["下降", 3], ["来源", {"编辑": None}], ["下降", "下降"]])
def test_a_wrong_list_names_file_and_entry(entry: Any) -> None:
    with pytest.raises(ValueError, match=r"vocabulary/narrative\.yaml: falls"):
        checked_narrative(with_entry("falls", entry))


@pytest.mark.parametrize("entry", [None, {}, ["天"], {"天": 1}, {1: "天"}, {"": "天"}])
def test_wrong_units_name_file_and_entry(entry: Any) -> None:
    with pytest.raises(ValueError, match=r"vocabulary/narrative\.yaml: duration_units"):
        checked_narrative(with_entry("duration_units", entry))


def test_a_missing_entry_is_named() -> None:
    without = {name: entry for name, entry in load("narrative").items() if name != "rises"}
    with pytest.raises(ValueError, match=r"narrative\.yaml: entry missing: rises"):
        checked_narrative(without)


def test_an_entry_that_nobody_reads_is_named() -> None:
    with pytest.raises(ValueError, match=r"narrative\.yaml: raises: no such entry"):
        checked_narrative(with_entry("raises", ["上升"]))


def test_a_file_without_entries_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"narrative\.yaml: entries with lists"):
        checked_narrative(["下降"])


def test_an_entry_that_stands_twice_is_named_with_its_line() -> None:
    with pytest.raises(ValueError, match=r"x\.yaml: line 3: the entry 'falls' stands there twice"):
        read_words("falls: [下降]\nrises: [上升]\nfalls: [减少]\n", "x.yaml")
