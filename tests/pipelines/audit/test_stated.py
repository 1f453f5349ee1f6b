from dataclasses import replace
from fractions import Fraction

import pytest

from parsers.text.numbers import Interval
from pipelines.audit.stated import (
    decimals_of,
    label_of,
    passage,
    rate_interval_of,
    severity_of_rates,
    shown,
    shown_en,
    speaker_of,
    table_channel,
    table_name,
    whole_number,
)
from tests.pipelines.audit.stated_by_hand import bulletin, letter, meta, stated, table


@pytest.mark.parametrize(
    ("metric", "printed", "qualifier", "zh", "en"),
    [
        ("completion_rate", "85%", "at_least", "85%以上", "85% or more"),
        ("replied", "2100", "about", "约2100件", "about 2100"),
        ("received", "1711", "exact", "1711件", "1711"),
        ("completion_rate", "99%", "more_than", "超过99%", "more than 99%"),
        ("completion_rate", "5%", "less_than", "不足5%", "less than 5%"),
    ],
)
def test_a_figure_is_shown_with_unit_and_qualifier(metric: str, printed: str, qualifier: str, zh: str, en: str) -> None:
    claim = stated(metric, printed, qualifier=qualifier)
    assert (shown(claim), shown_en(claim)) == (zh, en)


def test_words_without_a_number_are_shown_as_printed() -> None:
    assert shown(stated("units", value_text="个别单位")) == "个别单位"


@pytest.mark.parametrize(
    ("printed", "qualifier", "number"), [("18", "exact", 18), ("18", "about", None), ("", "exact", None)]
)
def test_only_an_exact_count_is_a_whole_number(printed: str, qualifier: str, number: int | None) -> None:
    assert whole_number(stated("received", printed, qualifier=qualifier)) == number


@pytest.mark.parametrize(("printed", "places"), [("100%", 0), ("99.5%", 1), ("99.50%", 2), ("", 0)])
def test_trailing_zeros_are_decimals(printed: str, places: int) -> None:
    assert decimals_of(stated("reply_rate", printed)) == places


def test_a_printed_rate_is_an_interval_of_fractions() -> None:
    assert rate_interval_of(stated("reply_rate", "12.7%")) == Interval(Fraction(1265, 10000), Fraction(1275, 10000))
    above = rate_interval_of(stated("reply_rate", "85%", qualifier="more_than"))
    assert above is not None
    assert Fraction(85, 100) not in above
    assert rate_interval_of(stated("reply_rate", "95%", qualifier="target")) is None


def test_severity_turns_on_more_than_five_percentage_points() -> None:
    assert severity_of_rates(Fraction(90, 100), Fraction(85, 100)) == 2
    assert severity_of_rates(Fraction(90, 100), Fraction(849, 1000)) == 3


def test_the_label_is_the_printed_word_or_the_vocabularys() -> None:
    assert label_of(stated("completed", "5", label="累计办件总数")) == "累计办件总数"
    assert label_of(stated("completion_rate", "5%")) == "办结率"


def test_a_passage_ends_at_stops_semicolons_and_wide_gaps() -> None:
    text = "前句。办结 217 件，说明如此；后句 300 件。    另段办结 5 件    再一段"
    assert passage(bulletin(full_text=text), stated("completed", "217", quote="办结 217 件")) == "办结 217 件，说明如此"
    assert passage(bulletin(full_text=text), stated("completed", "5", quote="另段办结 5 件")) == "另段办结 5 件"
    whole = stated("completed", "300", quote="办结 217 件，说明如此；后句 300 件。")
    assert passage(bulletin(full_text=text), whole) == "后句 300 件"


def test_a_quote_that_is_not_in_the_text_is_its_own_passage() -> None:
    claim = stated("completed", "217", quote="别处；办结 217 件")
    assert passage(bulletin(full_text="无关。"), claim) == "办结 217 件"
    assert passage(bulletin(full_text="无关。"), stated("completed", "217", quote="")) == ""


def test_who_speaks() -> None:
    one = letter("2020-12-09", "2020-12-10", ("transfer", "2020-12-10", "inline"), agency="市信访局")
    assert speaker_of(bulletin(letter=one), stated("received", "5", attributed_to="某局")) == "某局"
    assert speaker_of(bulletin(letter=one), stated("received", "5", stage_no=1)) == "某县政府办公室"
    assert speaker_of(bulletin(letter=one), stated("received", "5")) == "市信访局"
    assert speaker_of(bulletin(meta=meta()), stated("received", "5")) == "某县人民政府办公室"
    assert speaker_of(bulletin(), stated("received", "5")) == "发布单位"


def test_the_channel_of_a_table_is_its_claims_or_its_titles() -> None:
    counted = table(2, ["单位", "due"], [["甲局", "5"]], channel="mayor_mailbox")
    inspected = table(3, ["单位", "compliance"], [["甲局", "合格"]], title="一季度 政务新媒体 检查表")
    unknown = table(4, ["单位", "compliance"], [["甲局", "合格"]])
    document = bulletin(tables=[counted, inspected, unknown])
    assert [table_channel(document, t) for t in document.tables] == ["mayor_mailbox", "new_media", None]
    assert [table_name(document, t) for t in document.tables][::2] == ["表2（市长信箱）", "表4"]


def test_unit_is_not_put_behind_a_share_that_is_printed_with_its_own() -> None:
    share = stated("completion_rate", "85%", qualifier="at_least")
    assert shown(replace(share, printed="八成五", unit="%")) == "八成五以上"
    assert shown(replace(share, printed="１００％", unit="%", qualifier="exact")) == "１００％"
