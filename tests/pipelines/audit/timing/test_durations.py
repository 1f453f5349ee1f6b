from parsers.records import Claim
from pipelines.audit.timing.durations import stated_times, times_beside_each_other
from tests.pipelines.audit.stated_by_hand import bulletin, run, stated


def time(value: str, unit: str, quote: str = "") -> Claim:
    return stated("response_time", value, unit=unit, qualifier="at_most", quote=quote or f"控制在{value}{unit}以内。")


def test_a_stated_time_cannot_be_verified_in_the_text_itself() -> None:
    (finding,) = run(stated_times, bulletin(time("5", "工作日")))
    assert (finding.check_id, finding.verdict, finding.severity) == ("T5", "unverifiable", 1)
    assert finding.claimed == "5个工作日"


def test_the_time_of_one_case_is_information() -> None:
    (finding,) = run(stated_times, bulletin(time("1", "工作日", "仅1工作日后，某办公室就作出回应。")))
    assert finding.verdict == "unverifiable"
    (case,) = run(stated_times, bulletin(time("1", "天", "仅1后，某办公室就作出回应。")))
    assert case.severity == 0


def test_hours_and_words_are_no_days() -> None:
    assert run(stated_times, bulletin(time("48", "小时"))) == []
    assert run(stated_times, bulletin(stated("response_time", quote="很快答复。"))) == []


def test_two_units_that_are_the_same_number_of_days() -> None:
    (finding,) = run(times_beside_each_other, bulletin(time("5", "工作日"), time("1", "周")))
    assert (finding.verdict, finding.recomputed) == ("consistent", "7天")


def test_two_units_that_are_not_or_one_unit_say_nothing() -> None:
    assert run(times_beside_each_other, bulletin(time("5", "工作日"), time("2", "周"))) == []
    assert run(times_beside_each_other, bulletin(time("5", "工作日"), time("3", "工作日"))) == []
