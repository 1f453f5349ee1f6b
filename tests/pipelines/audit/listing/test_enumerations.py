import pytest

from pipelines.audit.finding import Finding
from pipelines.audit.listing.enumerations import check_enumerations, split_entries
from tests.pipelines.audit.paragraphs_by_hand import in_paragraph, only
from tests.pipelines.audit.stated_by_hand import bulletin, run


def findings(sentence: str, *counts: tuple[str, str], full_text: str = "", **fields: str) -> list[Finding]:
    claims = [in_paragraph("L1", metric, printed, quote=sentence, **fields) for metric, printed in counts]
    return run(check_enumerations, bulletin(*claims, full_text=full_text or sentence))


def test_entries_are_split_outside_brackets_and_quotation_marks() -> None:
    assert split_entries("甲、乙（丙、丁）、“戊、己”、《庚、辛》") == ("甲", "乙（丙、丁）", "“戊、己”", "《庚、辛》")
    assert split_entries("") == ()


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("本月收到留言3件，分别反映路灯、积水、噪音问题。", "3"),
        ("本月收到留言3件，主要涉及路灯、积水、噪音。", "3"),
        ("本月收到留言2件，分别反映路灯（东街、西街）、积水。", "2"),
        ("本月收到留言4件，分别反映路灯、积水、噪音和停车。", "4"),
        ("本月收到留言13件，其中投诉3件，分别反映路灯、积水、噪音。", "3"),
    ],
)
def test_list_with_as_many_entries_as_the_count(sentence: str, count: str) -> None:
    found = only(findings(sentence, ("received", count)))
    assert (found.verdict, found.claimed) == ("consistent", count)
    assert "路灯" not in found.statement_zh + found.statement_en + found.subject + "".join(found.evidence)


def test_list_in_the_next_sentence_and_over_a_line_break() -> None:
    text = "本月收到留言3件，办结3件，办结率100%。分别反映\n路灯、积水、噪音。"
    found = findings("本月收到留言3件，办结3件，办结率100%。", ("received", "3"), ("completed", "3"), full_text=text)
    assert only(found).verdict == "consistent"


def test_list_that_promises_one_entry_each_and_has_not() -> None:
    found = only(findings("本月收到留言5件，分别反映路灯、积水、噪音。", ("received", "5")))
    assert (found.verdict, found.severity, found.gap) == ("needs_definition", 1, -2)


def test_nearest_count_owns_the_list() -> None:
    sentence = "本月收到留言13件，其中投诉3件，分别反映路灯、积水、噪音。"
    assert only(findings(sentence, ("received", "13"), ("handled", "3"))).claimed == "3"
    mismatch = "本月收到留言13件，其中投诉4件，分别反映路灯、积水、噪音。"
    assert only(findings(mismatch, ("received", "13"), ("handled", "4"))).claimed == "4"


@pytest.mark.parametrize(
    "sentence",
    [
        "本月收到留言50件，主要涉及路灯、积水、噪音。",
        "本月收到留言50件，主要反映路灯、积水、噪音等。",
        "本月收到留言5件，分别反映路灯、积水、噪音等问题。",
        "本月收到留言5件，群众反映的热点依次是路灯、积水、噪音。",
        "本月收到留言5件，其中反映类2件、投诉类3件。",
        "本月收到留言5件，反映路灯、积水。",
        "本月收到留言5件。各单位要重视。分别反映路灯、积水。",
    ],
)
def test_list_that_does_not_promise_an_entry_each_is_no_discrepancy(sentence: str) -> None:
    quote = sentence.split("。")[0] + "。"
    assert findings(quote, ("received", next(c for c in ("50", "5") if c in sentence)), full_text=sentence) == []


def test_more_chief_entries_than_items_is_worth_a_look() -> None:
    found = only(findings("本月收到留言2件，主要涉及路灯、积水、噪音。", ("received", "2")))
    assert (found.verdict, found.severity) == ("unusual", 1)


def test_categories_of_one_sentence_have_a_list_each() -> None:
    sentence = "民生类受理2件，占比50%，主要反映工资、医保；环境类受理3件，占比50%，主要反映渣土、水质、噪音。"
    claims = [
        in_paragraph("L1", "received", "2", quote=sentence, category="民生类"),
        in_paragraph("L1", "received", "3", quote=sentence, category="环境类"),
    ]
    found = run(check_enumerations, bulletin(*claims, full_text=sentence))
    assert [(f.verdict, f.claimed) for f in found] == [("consistent", "2"), ("consistent", "3")]


def test_a_list_on_another_line_is_not_that_of_the_count_before_it() -> None:
    text = "本月转派工单377件。\n投诉375件 占比 99.47%\n其他2件 占比 0.53%\n1.住房类。主要涉及物业管理、房屋建设。\n"
    sentence = "其他2件 占比 0.53%"
    assert findings(sentence, ("received", "2"), full_text=text) == []
    told = findings("本月收到2件。", ("received", "2"), full_text="本月收到2件。\n主要涉及物业管理、房屋建设、绿化。")
    assert told == []
