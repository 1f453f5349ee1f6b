import re

import pytest

from parsers.vocabulary.checked import codes_of_words, patterns, words


def test_words_of_a_list():
    assert words(["待办", "在办"], "x.yaml", "open") == ("待办", "在办")


@pytest.mark.parametrize("data", [None, [], "待办", ["待办", 3], ["待办", " "], ["待办", "待办"]])
def test_a_wrong_list_names_file_and_entry(data):
    with pytest.raises(ValueError, match=r"x\.yaml: open"):
        words(data, "x.yaml", "open")


def test_a_word_under_two_codes_is_an_error_that_names_both():
    assert dict(codes_of_words({"open": ["待办"], "done": ["办结"]}, "x.yaml")) == {"待办": "open", "办结": "done"}
    with pytest.raises(ValueError, match=r"x\.yaml: '待办' stands under open and under done"):
        codes_of_words({"open": ["待办"], "done": ["待办"]}, "x.yaml")
    with pytest.raises(ValueError, match="codes with lists"):
        codes_of_words(["待办"], "x.yaml")


def test_patterns_carry_their_reason():
    assert patterns([{"pattern": "已转.+阅处", "why": "notice"}], "x.yaml", "transfer") == (re.compile("已转.+阅处"),)


@pytest.mark.parametrize(
    "row", [{"pattern": "a"}, {"pattern": "(", "why": "open bracket"}, "a", {"pattern": "a", "why": "b", "n": 1}]
)
def test_a_wrong_pattern_names_its_row(row):
    with pytest.raises(ValueError, match=r"x\.yaml: transfer, row 2"):
        patterns([{"pattern": "a", "why": "b"}, row], "x.yaml", "transfer")


def test_an_empty_list_of_patterns_is_an_error():
    with pytest.raises(ValueError, match="rows with pattern and why"):
        patterns([], "x.yaml", "transfer")
