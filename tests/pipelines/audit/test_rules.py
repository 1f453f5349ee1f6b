from pathlib import Path
from typing import Any

import pytest
import yaml

import pipelines.audit.rules as rules
from parsers.vocabulary import channel_words, metrics


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Write a rule file of its own and read it as the package's."""
    readers = (rules.load, rules.words, rules.lists)

    def write(text: str) -> str:
        (tmp_path / "some.yaml").write_text(text, encoding="utf-8")
        return "some"

    monkeypatch.setattr(rules, "files", lambda _: tmp_path)
    for reader in readers:
        reader.cache_clear()
    yield write
    for reader in readers:
        reader.cache_clear()


def test_a_field_that_is_missing_is_named_with_its_file(written: Any) -> None:
    module = written("other: [a]")
    with pytest.raises(rules.BadRule, match=r"rules/some\.yaml: wanted: missing; the file has other"):
        rules.field(module, "wanted")


@pytest.mark.parametrize("value", ["a", "[]", "[1]", "['']", "{a: b}"])
def test_a_field_that_is_no_list_of_words(written: Any, value: str) -> None:
    with pytest.raises(rules.BadRule, match=r"some\.yaml: wanted: a list of words expected"):
        rules.words(written(f"wanted: {value}"), "wanted")


def test_an_entry_that_is_no_list_of_words_is_named(written: Any) -> None:
    with pytest.raises(rules.BadRule, match=r"wanted\.b: a list of words expected, got 1"):
        rules.lists(written("wanted: {a: [x], b: 1}"), "wanted")


def test_a_field_that_is_no_mapping_of_lists(written: Any) -> None:
    with pytest.raises(rules.BadRule, match="a mapping of lists expected"):
        rules.lists(written("wanted: [a]"), "wanted")


def test_a_file_that_is_no_mapping(written: Any) -> None:
    with pytest.raises(rules.BadRule, match="a mapping of fields expected"):
        rules.load(written("- a"))


def test_lists_and_words_are_given_as_written(written: Any) -> None:
    module = written("wanted: [甲, 乙]\nmore: {a: [x], b: []}")
    assert rules.words(module, "wanted") == ("甲", "乙")
    assert rules.lists(module, "more") == {"a": ("x",), "b": ()}


METRIC_FIELDS = [
    ("bounds", "claimed_rates"),
    ("bounds", "may_count_public_replies"),
    ("bounds", "removed_from_received"),
    ("labels", "parts"),
    ("labels", "counts"),
    ("labels", "bases"),
    ("said_of_rows", "late_columns"),
    ("said_of_rows", "counted_by_rows"),
    ("series", "cumulative"),
]


@pytest.mark.parametrize(("module", "name"), METRIC_FIELDS)
def test_metrics_of_the_rules_are_in_the_vocabulary(module: str, name: str) -> None:
    assert set(rules.words(module, name)) <= metrics().keys()


def test_pairs_name_metrics_and_known_relations() -> None:
    pairs = rules.field("narrative_vs_table", "pairs")
    named = {metric for metric, others in pairs.items() for metric in (metric, *others)}
    assert named <= metrics().keys()
    relations = {r for others in pairs.values() for r in others.values()}
    assert relations == {"equal", "at_least", "at_most", "holds", "agree"}
    for name in ("taken_together", "difference"):
        for metric, others in rules.lists("narrative_vs_table", name).items():
            assert {metric, *others} <= metrics().keys()


def test_channels_of_the_rules_are_in_the_vocabulary() -> None:
    channels = set(channel_words().values()) | {"combined"}
    for channel, others in rules.lists("labels", "includes").items():
        assert {channel, *others} <= channels


STATEMENTS = Path(rules.__file__).parent.parent / "statements"


@pytest.mark.parametrize("path", sorted(STATEMENTS.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_case_has_both_languages_and_accuses_no_one(path: Path) -> None:
    for case, sentences in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        assert set(sentences) == {"zh", "en"}, case
        for word in ("错误", "造假", "虚假", "谎", "隐瞒"):
            assert word not in sentences["zh"], case
