from fractions import Fraction
from importlib.resources import files
from string import Formatter

import pytest
import yaml

from parsers.vocabulary import metrics
from pipelines.audit.rules import field
from pipelines.audit.unsaid import unsaid_in
from pipelines.audit.wording import (
    about,
    channel_zh,
    decimal,
    header_zh,
    metric_en,
    metric_zh,
    percent,
    period_zh,
    places_of,
    signed,
)
from tests.pipelines.audit.paragraphs_by_hand import month
from tests.pipelines.audit.stated_by_hand import day, stated


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(262, 31), "8.4516"), (Fraction(7), "7"), (Fraction(-1, 3), "-0.3333"), (Fraction(1, 20000), "0.0001")],
)
def test_decimals_are_rounded_half_up(value: Fraction, text: str) -> None:
    assert decimal(value) == text


def test_percentages_keep_their_places_and_differences_their_sign() -> None:
    assert percent(Fraction(100)) == "100%"
    assert percent(Fraction(100), 2) == "100.00%"
    assert percent(Fraction(8400, 110)) == "76.3636%"
    assert percent(Fraction(608, 100), 2) == "6.08%"
    assert (signed(Fraction(68)), signed(Fraction(-4)), signed(Fraction(0))) == ("+68", "-4", "0")


def test_every_metric_of_the_vocabulary_has_a_name_of_its_own() -> None:
    names = field("wording", "metrics")
    assert set(names) == set(metrics())
    assert len(set(names.values())) == len(names)


def test_codes_as_words() -> None:
    assert (metric_zh("due"), metric_zh("rank"), metric_en("fed_back")) == ("应办", "名次", "fed back")
    assert (channel_zh("county_mailbox"), channel_zh(None)) == ("县长信箱", "")
    assert header_zh("逾期 \n办理") == "逾期办理"


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        ("2020-01-01", "2020-12-31", "2020年"),
        ("2021-01-01", "2021-01-31", "2021年1月"),
        ("2021-10-01", "2021-12-31", "2021年10月至12月"),
        ("2024-07-08", "2024-07-14", "2024-07-08至2024-07-14"),
        ("2020-12-01", "2021-02-28", "2020-12-01至2021-02-28"),
        ("2014-01-01", None, "2014年起"),
        (None, None, ""),
    ],
)
def test_periods_as_words(start: str | None, end: str | None, text: str) -> None:
    claim = stated("received", "1", period_start=day(start) if start else None, period_end=day(end) if end else None)
    assert period_zh(claim) == text


def test_head_of_a_subject_names_speaker_unit_and_part() -> None:
    assert about(stated("received", "1", stated_by="letter_writer")) == "县长信箱来信人所述"
    assert about(stated("received", "1", category="投诉类", **month(2022, 3))) == "县长信箱（2022年3月）投诉类"
    assert about(stated("received", "1", agency="甲局", scope="unit")) == "县长信箱甲局"
    assert about(stated("received", "1", agency="甲局")) == "县长信箱"


MODULES = [
    "averages",
    "changes",
    "column_sums",
    "enumerations",
    "flows",
    "grim",
    "notes",
    "parts",
    "praise",
    "ranking",
    "rates",
    "shares",
    "table_rates",
]


@pytest.mark.parametrize("module", MODULES)
def test_sentences_are_neutral_and_print_their_figures_in_both_languages(module: str) -> None:
    path = files("pipelines.audit").joinpath("statements", f"{module}.yaml")
    for case, sentences in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        assert set(sentences) == {"zh", "en"}, case
        for sentence in sentences.values():
            assert unsaid_in(sentence) == [], case
            assert "{" in sentence, case


def test_decimals_are_no_more_than_a_number_needs() -> None:
    assert decimal(Fraction(714, 100)) == "7.14"
    assert decimal(Fraction(262, 31)) == "8.4516"
    assert percent(Fraction(25, 2)) == "12.5%"
    assert percent(Fraction(799999999, 10000000)) == "80.0000%"
    assert percent(Fraction(44), places_of(Fraction(1))) == "44%"
    assert percent(Fraction(441, 10), places_of(Fraction(1, 10))) == "44.1%"


@pytest.mark.parametrize("module", sorted(p.name for p in files("pipelines.audit").joinpath("statements").iterdir()))
def test_no_sentence_doubles_a_unit_or_opens_with_a_stop_when_no_channel_is_named(module: str) -> None:
    path = files("pipelines.audit").joinpath("statements", module)
    for case, said in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        names = {name for _, name, _, _ in Formatter().parse(said["zh"]) if name}
        # The two rates of a change are printed without their unit; every other figure comes with it.
        bare = dict.fromkeys(names & {"earlier", "current"}, "85") | dict.fromkeys(names & {"channel", "who"}, "")
        text = said["zh"].format(**dict.fromkeys(names, "85%") | bare)
        assert "{" not in text, case
        assert "%%" not in text, case
        # What does not end as a sentence is put behind another one.
        assert not text.endswith("。") or text[0] not in "：，、。；", case
