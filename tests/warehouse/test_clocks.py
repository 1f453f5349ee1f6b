"""Clocks, summaries, open letters and rules on small hand-made rows, with results worked out by hand."""

import datetime as dt
from typing import Any

import pytest

from tests.warehouse.world import (
    World,
    capture,
    letter,
    reply,
    source,
)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def danfeng(world: World, **values: Any) -> None:
    """The letter of 2020-12-09: passed on the next day, answered on 15 December."""
    known = {"received_on": day("2020-12-09"), "page_replied_on": day("2020-12-10"), "handling_region_code": "611022"}
    world.write(
        captures=[capture("a")],
        letters=[letter("l", "a", **(known | values))],
        replies=[
            reply("l", "a", 1, stage="transfer", dated_on=day("2020-12-10"), date_basis="inline"),
            reply("l", "a", 2, dated_on=day("2020-12-15"), date_basis="signature"),
        ],
    )


def test_the_clocks_of_a_letter_dated_by_its_transfer_notice(world: World) -> None:
    danfeng(world)
    world.build()
    assert world.ask(
        "SELECT transfer_on, signed_on, first_response_days, first_response_workdays, substantive_days,"
        " substantive_workdays, signed_minus_page_days, impossible_clocks, basis FROM response_times"
    ) == [(day("2020-12-10"), day("2020-12-15"), 1, 1, 6, 4, 5, 0, "signature")]


def test_a_make_up_saturday_is_a_working_day(world: World) -> None:
    world.write(
        captures=[capture("a")],
        letters=[letter("l", "a", received_on=day("2021-02-19"), page_replied_on=day("2021-02-22"))],
        replies=[reply("l", "a", 1)],
    )
    world.build()
    assert world.ask("SELECT page_days, page_workdays, substantive_workdays, basis FROM response_times") == [
        (3, 2, 2, "page")
    ]


def test_a_transfer_notice_alone_is_no_answer(world: World) -> None:
    world.write(
        captures=[capture("a")],
        letters=[letter("l", "a", received_on=day("2020-12-09"), page_replied_on=day("2020-12-10"))],
        replies=[reply("l", "a", 1, stage="transfer", dated_on=day("2020-12-10"), date_basis="inline")],
    )
    world.build()
    assert world.ask("SELECT first_response_days, substantive_on, substantive_days, basis FROM response_times") == [
        (1, None, None, "none")
    ]


def test_an_answer_dated_before_its_letter_gives_no_clock_and_is_counted(world: World) -> None:
    danfeng(world, received_on=day("2020-12-12"))
    world.build()
    assert world.ask(
        "SELECT page_days, first_response_workdays, signed_days, signed_workdays, impossible_clocks FROM response_times"
    ) == [(None, None, 3, 2, 2)]
    assert world.ask("SELECT n_answered, n_impossible FROM response_summary WHERE clock = 'first_page'") == [(0, 1)]


def clocks_of(world: World, fields: dict[str, Any], *stages: dict[str, Any]) -> None:
    """A letter of 2023-03-01, captured on 2024-05-01, on a site that publishes all."""
    world.write(
        captures=[capture("a")],
        letters=[letter("l", "a", **({"received_on": day("2023-03-01")} | fields))],
        replies=[reply("l", "a", number, **stage) for number, stage in enumerate(stages, 1)],
    )
    world.build(sources=[source(publishes="all")])


@pytest.mark.parametrize(
    ("fields", "stage", "impossible"),
    [
        ({"page_replied_on": day("2024-05-02")}, {}, 3),
        ({}, {"dated_on": day("2033-03-05"), "date_basis": "signature"}, 3),
        ({"received_on": day("2024-05-02"), "page_replied_on": day("2024-05-03")}, {}, 3),
    ],
)
def test_a_date_after_its_capture_gives_no_clock_and_is_counted(
    world: World, fields: dict[str, Any], stage: dict[str, Any], impossible: int
) -> None:
    clocks_of(world, fields, stage)
    assert world.ask(
        "SELECT page_days, signed_days, first_response_days, substantive_days, impossible_clocks FROM response_times"
    ) == [(None, None, None, None, impossible)]
    assert world.ask(
        "SELECT DISTINCT n_answered, n_impossible, median FROM response_summary WHERE clock = 'best_substantive'"
    ) == [(0, 1, None)]


def test_a_reply_date_over_no_text_is_printed_and_answers_nothing(world: World) -> None:
    clocks_of(world, {"page_replied_on": day("2023-03-03"), "due_on_printed": day("2023-03-08")})
    assert world.ask(
        "SELECT page_replied_on, answer, page_days, first_response_on, substantive_on, is_late FROM response_times"
    ) == [(day("2023-03-03"), "empty", None, None, None, None)]
    first_page = "FROM response_summary WHERE clock = 'first_page'"
    assert world.ask(f"SELECT n_answered, n_undated, n_impossible, n_followed_5_workdays {first_page}") == [
        (0, 1, 0, 0)
    ]
    assert world.ask("SELECT count(*) FROM open_letters") == [(0,)]


def test_a_signature_of_no_day_is_not_dated_by_the_page(world: World) -> None:
    signed = {"date_basis": "signature", "dated_on": None}
    clocks_of(world, {"page_replied_on": day("2023-03-03")}, signed)
    assert world.ask("SELECT signed_on, substantive_on, substantive_days, page_days, basis FROM response_times") == [
        (None, None, None, 2, "none")
    ]
    assert world.ask("SELECT n_answered, n_undated FROM response_summary WHERE clock = 'best_substantive'") == [(0, 1)]


def test_a_date_outside_the_calendar_has_no_working_days_and_the_build_says_so(world: World) -> None:
    danfeng(world, received_on=day("2010-12-09"))
    report = world.build()
    query = "SELECT signed_days, signed_workdays, outside_calendar FROM response_times"
    assert world.ask(query) == [(3659, None, True)]
    assert any(note.startswith("1 letters have a date outside the calendar") for note in report.notes)


def letters_of_2020(world: World, answered_on: list[str | None]) -> None:
    """Letters of Monday 2020-06-01, each answered on a day or not; last observed on 2024-05-01."""
    world.write(
        captures=[capture("a")],
        letters=[
            letter(f"l{n}", "a", received_on=day("2020-06-01"), page_replied_on=day(answer) if answer else None)
            for n, answer in enumerate(answered_on)
        ],
        replies=[reply(f"l{n}", "a", 1) for n, answer in enumerate(answered_on) if answer],
    )


# 1, 2, 4 and 21 working days after Monday 2020-06-01: 25 and 26 June are rest days, Sunday 28 June is a make-up day.
ANSWERS = ["2020-06-02", "2020-06-03", "2020-06-05", "2020-07-01"]


def test_a_summary_by_clock(world: World) -> None:
    letters_of_2020(world, ANSWERS)
    world.build()
    summary = (
        "SELECT n_received, n_answered, n_signed, median, p90, within_5_workdays, within_15_workdays, km_median,"
        " not_computable_reason, mature, period_start, period_end, observed_until FROM response_summary WHERE clock = "
    )
    ((*counts, median, p90, within_5, within_15, km, reason, mature, start, end, until),) = world.ask(
        summary + "'first_page'"
    )
    assert counts == [4, 4, 0]
    assert (median, within_5, within_15) == (3.0, 0.75, 0.75)
    assert p90 == pytest.approx(4 + 0.7 * 17)
    assert (km, reason) == (None, "unanswered_letters_not_visible")
    assert (mature, start, end, until) == (True, day("2020-01-01"), day("2020-12-31"), day("2024-05-01"))
    ((*signed, median, _, within_5, _, _, _, _, _, _, _),) = world.ask(summary + "'signed_only'")
    assert (signed, median, within_5) == ([4, 0, 0], None, None)


def test_the_paired_clock_compares_the_same_letters(world: World) -> None:
    danfeng(world)
    world.build()
    assert world.ask("SELECT n_answered, median, paired_page_median FROM response_summary WHERE clock = 'paired'") == [
        (1, 4.0, 1.0)
    ]


@pytest.mark.parametrize(
    ("answers", "km_median", "reason"),
    [
        # 1, 2, 4 of five: after 1 day 4/5 wait, after 2 days 3/5, after 4 days 2/5.
        ([*ANSWERS[:3], None, None], 4.0, None),
        # Two of four: after 2 days exactly one half waits.
        ([*ANSWERS[:2], None, None], 2.0, None),
        ([ANSWERS[0], None, None], None, "less_than_half_answered"),
    ],
)
def test_a_kaplan_meier_median_where_all_letters_are_published(
    world: World, answers: list[str | None], km_median: float | None, reason: str | None
) -> None:
    letters_of_2020(world, answers)
    world.build(sources=[source(publishes="all")])
    assert world.ask("SELECT km_median, not_computable_reason FROM response_summary WHERE clock = 'first_page'") == [
        (km_median, reason)
    ]


def test_open_letters_only_where_all_are_published(world: World) -> None:
    seen = {"seen_at": dt.datetime(2020, 6, 12, 8, tzinfo=dt.UTC)}
    world.write(
        captures=[capture("a", fetched_at=seen["seen_at"])],
        letters=[
            letter("waits", "a", received_on=day("2020-06-01"), due_on_printed=day("2020-06-08"), **seen),
            letter("due", "a", received_on=day("2020-06-01"), due_on_printed=day("2020-06-12"), **seen),
            letter("in-time", "a", received_on=day("2020-06-01"), due_on_printed=day("2020-06-15"), **seen),
            letter("no-limit", "a", received_on=day("2020-06-11"), **seen),
            letter("answered", "a", received_on=day("2020-06-01"), page_replied_on=day("2020-06-02"), **seen),
            letter("refused", "a", received_on=day("2020-06-01"), **seen),
        ],
        replies=[
            reply("refused", "a", 1, stage="refusal"),
            reply("answered", "a", 1),
            reply("waits", "a", 1, stage="transfer", dated_on=day("2020-06-02"), date_basis="inline"),
        ],
    )
    world.build()
    assert world.ask("SELECT count(*) FROM open_letters") == [(0,)]
    world.build(sources=[source(publishes="all")])
    assert world.ask(
        "SELECT letter_id, waiting_workdays, limit_workdays, limit_source, state FROM open_letters ORDER BY 1"
    ) == [
        ("due", 9, 9, "printed", "yellow"),
        ("in-time", 9, 10, "printed", "ok"),
        ("no-limit", 1, None, None, None),
        ("waits", 9, 5, "printed", "red"),
    ]


def test_national_rules_are_lines_of_reference(world: World) -> None:
    seen = {"seen_at": dt.datetime(2020, 8, 10, 8, tzinfo=dt.UTC)}
    world.write(
        captures=[capture("a", fetched_at=seen["seen_at"])],
        letters=[
            letter("on-the-day", "a", received_on=day("2020-06-01"), page_replied_on=day("2020-06-16"), **seen),
            letter("a-day-over", "a", received_on=day("2020-06-01"), page_replied_on=day("2020-06-17"), **seen),
            letter("waits", "a", received_on=day("2020-06-01"), **seen),
            letter("refused", "a", received_on=day("2020-06-01"), page_replied_on=day("2020-06-02"), **seen),
            letter("too-young", "a", received_on=day("2020-07-30"), page_replied_on=day("2020-07-31"), **seen),
            letter("reversed", "a", received_on=day("2020-06-01"), page_replied_on=day("2020-05-01"), **seen),
            letter("no-rule-yet", "a", received_on=None, page_replied_on=day("2020-06-17"), **seen),
        ],
        replies=[
            *(reply(name, "a", 1) for name in ("on-the-day", "a-day-over", "too-young", "reversed")),
            reply("refused", "a", 1, stage="refusal"),
        ],
    )
    lines = "SELECT rule_id, limit_value, clock_stop, n_followed, n_within FROM reference_lines ORDER BY 1"
    world.build()
    assert world.ask(lines) == [
        ("petition-2005-21", 15, "notified", 3, 2),
        ("petition-2005-33", 60, "completed", 2, 2),
    ]
    world.build(sources=[source(publishes="all")])
    assert world.ask(lines) == [
        ("petition-2005-21", 15, "notified", 4, 2),
        ("petition-2005-33", 60, "completed", 3, 2),
    ]


def test_a_letter_is_held_against_the_rule_of_its_day(world: World) -> None:
    seen = {"seen_at": dt.datetime(2022, 12, 1, 8, tzinfo=dt.UTC)}
    days = [day("2022-04-30"), day("2022-05-01")]
    world.write(
        captures=[capture("a", fetched_at=seen["seen_at"])],
        letters=[letter(f"of-{d}", "a", received_on=d, page_replied_on=d, **seen) for d in days],
        replies=[reply(f"of-{d}", "a", 1) for d in days],
    )
    world.build()
    assert world.ask("SELECT rule_id, share_within, citation[:6] FROM reference_lines ORDER BY 1") == [
        ("petition-2005-21", 1.0, "信访条例（国"),
        ("petition-2005-33", 1.0, "信访条例（国"),
        ("petition-2022-23", 1.0, "信访工作条例"),
        ("petition-2022-34", 1.0, "信访工作条例"),
    ]
