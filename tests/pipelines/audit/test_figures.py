from dataclasses import replace
from fractions import Fraction

import pytest

from pipelines.audit.figures import beside, block, cause, distinct, figure, located, whole_of
from pipelines.audit.finding import Finding
from pipelines.parse import parse_payload
from tests.pipelines.audit.from_text import HEAD, verdicts
from tests.pipelines.audit.paragraphs_by_hand import in_paragraph, month, paragraph
from tests.pipelines.audit.stated_by_hand import bulletin, stated


@pytest.mark.parametrize(("printed", "step"), [("12.7%", "1/10"), ("75%", "1"), ("75.00%", "1/100"), ("9.67万", "100")])
def test_step_is_one_unit_of_the_last_printed_digit(printed: str, step: str) -> None:
    found = figure(stated("completion_rate" if "%" in printed else "received", printed))
    assert found is not None
    assert found.step == Fraction(step)


def test_words_that_are_no_number_are_no_figure() -> None:
    assert figure(stated("units", value_text="个别单位", qualifier="qualitative")) is None
    assert figure(stated("completion_rate", "99%", qualifier="target")) is None


def test_interval_is_worked_out_where_a_claim_brings_none() -> None:
    found = figure(replace(stated("completion_rate", "12.7%"), low=None, high=None))
    assert found is not None
    assert (found.interval.low, found.interval.high) == (Fraction(1265, 100), Fraction(1275, 100))


def test_more_than_leaves_its_number_out() -> None:
    found = figure(stated("completion_rate", "85%", qualifier="more_than"))
    assert found is not None
    assert Fraction(85) not in found.interval
    assert found.is_bound


def test_neighbours_are_of_the_same_part_nearest_first() -> None:
    rate = in_paragraph("L2", "completion_rate", "50%")
    claims = [*paragraph("L1", ("received", "99")), *paragraph("L2", ("received", "20"), ("completed", "10")), rate]
    found = beside(bulletin(*claims, in_paragraph("L2", "received", "30", category="投诉类")), rate)
    assert {m: f.value for m, f in found.items()} == {"received": 20, "completed": 10}


def test_whole_stands_before_and_is_of_the_same_subject() -> None:
    member = in_paragraph("L2", "received", "5", category="投诉类", scope="category")
    audited = bulletin(
        in_paragraph("L1", "received", "14"),
        in_paragraph("L1", "received", "90", **month(2022, 2)),
        member,
        in_paragraph("L2", "received", "50"),
    )
    found = whole_of(audited, member, "received")
    assert found is not None
    assert found.value == 14
    assert block(member) == "L2"


def finding(subject: str, claimed: str, verdict: str = "inconsistent") -> Finding:
    return Finding(
        check_id="A1",
        subject=subject,
        verdict=verdict,
        severity=2,
        statement_zh="。",
        statement_en=".",
        claimed=claimed,
    )


def test_repeats_are_merged_and_different_figures_with_one_subject_numbered() -> None:
    audited = bulletin()
    one, two = stated("received", "5"), stated("received", "5")
    first, second = located(audited, finding("甲", "5"), [one]), located(audited, finding("甲", "5"), [two])
    found = list(distinct([first, second, finding("甲", "6"), finding("乙", "5")]))
    assert [f.subject for f in found] == ["甲", "甲（之2）", "乙"]
    assert found[0].claim_ids == (audited.claim_id(one), audited.claim_id(two))


def test_low_confidence_is_the_parsers_question_unless_the_figures_agree() -> None:
    audited, unsure = bulletin(), stated("received", "5", confidence=0.5)
    assert located(audited, finding("甲", "5"), [unsure]).verdict == "parser_suspect"
    assert located(audited, finding("甲", "5", "consistent"), [unsure]).verdict == "consistent"
    assert located(audited, finding("甲", "5"), [stated("received", "5")]).verdict == "inconsistent"


def test_cause_is_of_one_container() -> None:
    audited = bulletin()
    assert cause(audited, "table", 1) == cause(audited, "table", 1)
    assert cause(audited, "table", 1) != cause(replace(audited, container_id="other"), "table", 1)


def test_a_rate_is_calculated_from_exact_counts_and_not_from_a_round_number_beside_it() -> None:
    text = "2022年3月，县长信箱收到来信299件，办结281件。总的来看，县长信箱收到来信近300件，办结率{}%。\n"
    assert verdicts(text.format("94.0"), "A4") == [("consistent", 0)]
    assert verdicts(text.format("93.7"), "A4") == [("inconsistent", 2)]


def test_what_is_said_of_a_text_does_not_depend_on_what_was_read_before() -> None:
    text = "2022年3月，县长信箱收到来信40件，其中投诉类30件，占75%，咨询类10件，占25%。\n"

    def said(end: str) -> list[tuple[str, str]]:
        found = parse_payload((HEAD + text + end).encode(), file_name="bulletin.md").findings
        return sorted((f.check_id, f.subject) for f in found)

    alone = said("")
    assert said("\n特此通报。\n") == alone
    assert said("") == alone
