"""The queries on small hand-made rows, with results worked out by hand."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from parsers.text.agencies import canonical_agency, kind_names
from tests.warehouse.world import (
    World,
    at,
    capture,
    claim,
    document,
    finding,
    letter,
    of_the_caller,
    reply,
    row,
    source,
)
from warehouse import reference
from warehouse.build import BuildError


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


# --- letters over several captures ---


def test_a_letter_is_its_latest_capture_filled_from_earlier_ones(world: World) -> None:
    world.write(
        captures=[capture("a", visibility="private"), capture("b")],
        letters=[
            letter("l", "a", seen_at=at(0), letter_no="20201209001", title="旧", confidentiality_requested=True),
            letter("l", "b", seen_at=at(1), title="新", url="http://example.org/l"),
        ],
        replies=[reply("l", "a", 1, body="甲"), reply("l", "b", 1, body="甲"), reply("l", "b", 2, body="乙")],
    )
    world.build()
    assert world.ask(
        "SELECT title, letter_no, url, confidentiality_requested, visibility, capture_id FROM letters"
    ) == [("新", "20201209001", "http://example.org/l", True, "private", "b")]
    assert world.ask("SELECT first_seen_at, last_seen_at FROM letters") == [(at(0), at(1))]
    assert world.ask(
        "SELECT stage_no, body, capture_id, last_seen_without_at, first_seen_with_at FROM replies ORDER BY 1"
    ) == [(1, "甲", "b", None, at(0)), (2, "乙", "b", at(0), at(1))]


def test_a_capture_without_text_neither_empties_a_letter_nor_makes_a_version(world: World) -> None:
    world.write(
        captures=[capture("a"), capture("b")],
        letters=[letter("l", "a", seen_at=at(0)), letter("l", "b", seen_at=at(3), body=None, status="answered")],
        replies=[reply("l", "a", 1)],
    )
    world.build()
    assert world.ask("SELECT body, status, capture_id, last_seen_at FROM letters") == [("正文", "answered", "a", at(3))]
    assert world.ask("SELECT count(*) FROM replies") == [(1,)]
    assert world.ask("SELECT version_no, change FROM letter_versions") == [(1, "new")]


def test_captures_of_one_moment_are_ordered_by_id(world: World) -> None:
    world.write(
        captures=[capture("a"), capture("b")], letters=[letter("l", "b", title="乙"), letter("l", "a", title="甲")]
    )
    world.build()
    assert world.ask("SELECT title, capture_id FROM letters") == [("乙", "b")]


def test_versions_of_a_letter(world: World) -> None:
    texts: list[tuple[str, list[str]]] = [
        ("正 文", []),
        ("正\u3000文\n", []),  # white space only: no version
        ("正文", ["已转阅处。"]),
        ("正文", ["已转 阅处。", "答复如下。"]),
        ("正文", ["已转阅处。", "答复改了。"]),
        ("正文改了", ["已转阅处。", "答复改了。"]),
    ]
    world.write(
        captures=[capture(f"c{n}") for n in range(len(texts))],
        letters=[letter("l", f"c{n}", seen_at=at(n), body=body) for n, (body, _) in enumerate(texts)],
        replies=[
            reply("l", f"c{n}", stage, body=body)
            for n, (_, bodies) in enumerate(texts)
            for stage, body in enumerate(bodies, start=1)
        ],
    )
    world.build()
    assert world.ask("SELECT version_no, change, changed_fields, capture_id FROM letter_versions ORDER BY 1") == [
        (1, "new", [], "c0"),
        (2, "reply_added", ["replies"], "c2"),
        (3, "reply_added", ["replies"], "c3"),
        (4, "reply_edited", ["replies"], "c4"),
        (5, "edited", ["body"], "c5"),
    ]


def test_claims_of_a_letter_come_from_its_latest_capture(world: World) -> None:
    world.write(
        captures=[capture("a"), capture("b", visibility="private")],
        letters=[letter("l", "a", seen_at=at(0)), letter("l", "b", seen_at=at(1))],
        claims=[claim("old", "a", "received", 1, letter_id="l"), claim("new", "b", "received", 2, letter_id="l")],
    )
    world.build()
    assert world.ask("SELECT claim_id, visibility, version_no FROM claims") == [("new", "private", None)]


# --- documents and their versions ---


def test_a_changed_payload_is_a_new_version_with_claims_of_its_own(world: World) -> None:
    world.write(
        captures=[capture("a", sha256="one"), capture("b", sha256="one"), capture("c", sha256="two")],
        documents=[document("d", capture_id, seen_at=at(n)) for n, capture_id in enumerate("abc")],
        claims=[claim("x", capture_id, "due", 5, document_id="d", fact_id="f") for capture_id in "abc"],
        compliance=[
            row("compliance", document_id="d", kind="website", result="合格", locator="L1", capture_id=capture_id)
            for capture_id in "abc"
        ],
        findings=[finding("f1", capture_id, document_id="d", claim_ids=["x"]) for capture_id in "abc"],
    )
    world.build()
    assert world.ask("SELECT version_no, is_current, capture_id FROM documents ORDER BY 1") == [
        (1, False, "a"),
        (2, True, "c"),
    ]
    rows = world.ask("SELECT version_no, claim_id, capture_id FROM claims ORDER BY 1")
    assert [(version, capture_id) for version, _, capture_id in rows] == [(1, "a"), (2, "c")]
    first, second = (claim_id for _, claim_id, _ in rows)
    assert first == "x"
    assert second != "x"
    assert world.ask("SELECT claim_ids FROM findings") == [([second],)]
    assert world.ask("SELECT capture_id FROM compliance") == [("c",)]
    assert world.ask("SELECT claim_id, times_printed FROM stated_figures") == [(second, 1)]


# --- clocks ---


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


# --- promises ---


def promised(world: World, quote: str, days: list[int | None], *, publishes: str = "all", **values: Any) -> Any:
    """What became of a promise of 2020-06-01 for 90 days; letters of 2020-06-08 were answered so many days later."""
    seen = {"seen_at": dt.datetime(2020, 12, 1, 8, tzinfo=dt.UTC)}
    received = day("2020-06-08")
    about = {"region_code": "611000", "quote": quote, "locator": "L1", "outcome": "open", "capture_id": "d"}
    dates = {"promised_on": day("2020-06-01"), "recheck_on": day("2020-08-30")}
    world.write(
        captures=[capture("a", fetched_at=seen["seen_at"]), capture("d", fetched_at=seen["seen_at"])],
        documents=[document("d", "d", region_code="611000", **seen)],
        claims=[claim("c", "d", "received", 20, document_id="d", region_code="611000", channel="mayor_mailbox")],
        commitments=[row("commitments", **({"document_id": "d"} | about | dates | values))],
        letters=[
            letter(
                f"l{n}",
                "a",
                received_on=received,
                page_replied_on=None if taken is None else received + dt.timedelta(days=taken),
                **seen,
            )
            for n, taken in enumerate(days)
        ],
        replies=[reply(f"l{n}", "a", 1) for n, taken in enumerate(days) if taken is not None],
    )
    world.build(sources=[source(publishes=publishes)])
    ((*found,),) = world.ask("SELECT outcome, open_reason, n_letters, n_within, n_beyond FROM commitments")
    return found


WITHIN_3 = "承诺3个工作日内回复群众"


@pytest.mark.parametrize(
    ("quote", "days", "publishes", "values", "found"),
    [
        (WITHIN_3, [3] * 20, "all", {}, ["kept", None, 20, 20, 0]),
        (WITHIN_3, [3] * 19 + [4], "replied_only", {}, ["not_kept", None, 20, 19, 1]),
        (WITHIN_3, [3] * 19 + [None], "all", {}, ["not_kept", None, 20, 19, 1]),
        (WITHIN_3, [3] * 20, "replied_only", {}, ["open", "unanswered_letters_not_visible", 20, 20, 0]),
        (WITHIN_3, [4] * 19, "all", {}, ["open", "too_few_letters", 19, 0, 19]),
        ("当天收到的来信当天答复", [0] * 20, "all", {}, ["kept", None, 20, 20, 0]),
        ("近期将重新调整信件统计和办理方式", [3] * 20, "all", {}, ["open", "not_shown_by_letters", None, None, None]),
        (WITHIN_3, [3] * 20, "all", {"promised_on": None}, ["open", "day_or_place_not_printed", None, None, None]),
        (
            WITHIN_3,
            [3] * 20,
            "all",
            {"recheck_on": day("2020-12-31")},
            ["open", "not_observed_until_recheck", 20, 20, 0],
        ),
    ],
)
def test_what_letters_show_of_a_promise(
    world: World, quote: str, days: list[int | None], publishes: str, values: dict[str, Any], found: list[Any]
) -> None:
    assert promised(world, quote, days, publishes=publishes, **values) == found


# --- figures ---

QUARTER = {"period_start": day("2021-10-01"), "period_end": day("2021-12-31")}
IN_D = {"document_id": "d"} | QUARTER


def figures(world: World, *claims: dict[str, Any]) -> None:
    world.write(captures=[capture("a")], documents=[document("d", "a")], claims=list(claims))
    world.build()


def in_table(scope: str, agency: str | None = None) -> dict[str, Any]:
    return IN_D | {"origin": "table", "scope": scope, "agency": agency}


def test_rows_totals_and_repeats_are_counted_once(world: World) -> None:
    figures(
        world,
        claim("a", "a", "due", 1118, fact_id="whole", **IN_D),
        claim("b", "a", "due", 1118, fact_id="whole", **in_table("total")),
        claim("c", "a", "due", 202, **in_table("unit", "县住建局")),
        claim("d", "a", "due", 984, **in_table("unit", "县公安局")),
        claim("e", "a", "completed", 201, **in_table("unit", "县住建局")),
        claim("f", "a", "completed", 984, **in_table("unit", "县公安局")),
        claim("g", "a", "completion_rate", "99.91", **IN_D),
        claim("h", "a", "completion_rate", "99.50", **in_table("unit", "县住建局")),
        claim("i", "a", "units", None, value_text="个别单位", **IN_D),
    )
    assert world.ask("SELECT metric, sum(value), count(*) FROM stated_figures GROUP BY 1 ORDER BY 1") == [
        ("completed", 1185, 2),
        ("completion_rate", Decimal("199.41"), 2),
        ("due", 1118, 1),
        ("units", None, 1),
    ]
    assert world.ask("SELECT claim_id, times_printed, scope FROM stated_figures WHERE metric = 'due'") == [
        ("b", 2, "total")
    ]


def test_two_values_of_one_total_are_not_added(world: World) -> None:
    figures(
        world,
        claim("text", "a", "overdue_completed", 56, as_of=day("2021-12-31"), **IN_D),
        claim("table", "a", "overdue_completed", 55, **in_table("total")),
    )
    assert world.ask("SELECT value, other_values FROM stated_figures") == [(55, [56])]


def test_categories_stand_only_where_no_whole_is_printed(world: World) -> None:
    def part(claim_id: str, value: int, category: str, group: str, channel: str) -> dict[str, Any]:
        values = IN_D | {"scope": "category", "category": category, "group": group, "channel": channel}
        return claim(claim_id, "a", "received", value, **values)

    figures(
        world,
        claim("w", "a", "received", 262, **IN_D),
        part("a", 111, "咨询类", "g1", "hotline_12345"),
        part("b", 5, "投诉类", "g2", "mayor_hotline"),
        part("c", 9, "咨询类", "g2", "mayor_hotline"),
        part("d", 4, "城乡建设", "g3", "mayor_hotline"),
    )
    assert world.ask("SELECT channel, sum(value), count(*) FROM stated_figures GROUP BY 1 ORDER BY 1") == [
        ("hotline_12345", 262, 1),
        ("mayor_hotline", 14, 2),
    ]


def test_speakers_periods_and_cutoffs_are_kept_apart(world: World) -> None:
    world.write(
        captures=[capture("a")],
        letters=[letter("l", "a")],
        claims=[
            claim("w", "a", "completed", 218, letter_id="l", stated_by="letter_writer", as_of=day("2020-12-09")),
            claim("g", "a", "completed", 217, letter_id="l", as_of=day("2020-12-15")),
            claim("h", "a", "completed", 230, letter_id="l", as_of=day("2021-01-15")),
        ],
    )
    world.build()
    assert world.ask("SELECT value FROM stated_figures ORDER BY 1") == [(217,), (218,), (230,)]


def test_completion_by_every_definition_that_the_counts_allow(world: World) -> None:
    figures(
        world,
        claim("r", "a", "received", 262, **IN_D),
        claim("h", "a", "handled_directly", 152, **IN_D),
        claim("f", "a", "forwarded", 110, **IN_D),
        claim("b", "a", "fed_back", 84, **IN_D),
        claim("c", "a", "completed", 84, **IN_D),
    )
    rows = world.ask("SELECT definition, numerator, denominator, rate, low, high FROM completion ORDER BY 1")
    assert [r[:3] for r in rows] == [
        ("completed_over_fed_back", 84, 84),
        ("completed_over_forwarded", 84, 110),
        ("completed_over_received", 84, 262),
        ("direct_and_completed_over_received", 236, 262),
    ]
    assert [r[3] for r in rows] == pytest.approx([1, 84 / 110, 84 / 262, 236 / 262])
    assert all(r[3] == r[4] == r[5] for r in rows)
    assert world.ask(
        "SELECT numerator_source, denominator_source, comparison_key FROM completion"
        " WHERE definition = 'direct_and_completed_over_received'"
    ) == [(["h", "c"], ["r"], "direct_and_completed_over_received|hotline_12345|2021-10-01|2021-12-31|replied_only")]


def test_completion_on_time_takes_the_counts_of_the_table(world: World) -> None:
    figures(
        world,
        claim("d", "a", "due", 1118, **in_table("total")),
        claim("c", "a", "completed", 1117, **in_table("total")),
        claim("o", "a", "overdue_completed", 55, **in_table("total")),
        claim("t", "a", "overdue_completed", 56, as_of=day("2021-12-31"), **IN_D),
        claim("u", "a", "due", 0, **in_table("unit", "关防乡")),
        claim("v", "a", "completed", 0, **in_table("unit", "关防乡")),
    )
    assert world.ask("SELECT definition, agency, numerator, denominator, rate FROM completion ORDER BY 1, 2") == [
        ("completed_over_due", "关防乡", 0, 0, None),
        ("completed_over_due", None, 1117, 1118, pytest.approx(1117 / 1118)),
        ("on_time_over_completed", None, 1062, 1117, pytest.approx(1062 / 1117)),
        ("on_time_over_due", None, 1062, 1118, pytest.approx(1062 / 1118)),
    ]


def test_completion_of_the_text_and_of_the_table_side_by_side(world: World) -> None:
    figures(
        world,
        claim("tr", "a", "received", 165, **IN_D),
        claim("tc", "a", "completed", 130, **IN_D),
        claim("tf", "a", "forwarded", 100, **IN_D),
        claim("r", "a", "received", 150, **in_table("total")),
        claim("c", "a", "completed", 125, **in_table("total")),
        claim("v", "a", "valid", 140, **in_table("total")),
        claim("p", "a", "replied", 90, **in_table("total")),
    )
    assert world.ask("SELECT definition, printed_in, numerator, denominator FROM completion ORDER BY ALL") == [
        ("completed_over_forwarded", "narrative", 130, 100),
        ("completed_over_received", "narrative", 130, 165),
        ("completed_over_received", "table", 125, 150),
        ("completed_over_valid", "table", 125, 140),
        ("replied_over_forwarded", "both", 90, 100),
        ("replies_over_received", "table", 90, 150),
        ("replies_over_valid", "table", 90, 140),
    ]


def test_a_rate_that_text_and_table_agree_on_stands_once(world: World) -> None:
    figures(
        world,
        claim("tr", "a", "received", 150, **IN_D),
        claim("tc", "a", "completed", 125, as_of=day("2022-01-05"), **IN_D),
        claim("r", "a", "received", 150, **in_table("total")),
        claim("c", "a", "completed", 125, **in_table("total")),
    )
    rows = world.ask("SELECT printed_in, numerator_source, as_of FROM completion")
    assert rows == [("table", ["c"], None)]


def test_a_rate_of_an_approximate_count_has_an_interval(world: World) -> None:
    about = claim("r", "a", "received", 2100, **IN_D) | {"low": 2050, "high": 2150, "qualifier": "about"}
    figures(world, about, claim("c", "a", "completed", 1000, **IN_D))
    ((rate, low, high),) = world.ask("SELECT rate, low, high FROM completion")
    assert (rate, low, high) == pytest.approx((1000 / 2100, 1000 / 2150, 1000 / 2050))


def test_coverage_from_printed_numbers_and_from_observed_letters(world: World) -> None:
    world.write(
        captures=[capture("a")],
        documents=[document("d", "a")],
        letters=[letter("l", "a", region_code="610324", channel="county_mailbox", received_on=day("2021-11-01"))],
        claims=[
            claim("r", "a", "received", 18, **(IN_D | {"channel": "county_mailbox"})),
            claim("p", "a", "published", 2, **(IN_D | {"channel": "county_mailbox"})),
        ],
    )
    world.build()
    rows = world.ask("SELECT source, received, published, share FROM coverage ORDER BY 1")
    assert rows == [("claim", 18, 2, pytest.approx(2 / 18)), ("crawl", 18, 1, pytest.approx(1 / 18))]


@pytest.mark.parametrize(("sequential", "gap"), [(True, 21), (False, None)])
def test_gaps_between_ids_that_count_letters_show_how_many_came_in(
    world: World, sequential: bool, gap: int | None
) -> None:
    mailbox = {"region_code": "610324", "channel": "county_mailbox"}
    world.write(
        captures=[capture("a")],
        documents=[document("d", "a")],
        letters=[
            letter(f"l{number}", "a", external_id=number, received_on=day("2021-11-01"), **mailbox)
            for number in ("100", "107", "120")
        ],
        claims=[claim("r", "a", "received", 18, **(IN_D | mailbox))],
    )
    world.build(sources=[source(region_code="610324", sequential_ids=sequential)])
    assert world.ask("SELECT source, received, published, id_gap_low FROM coverage") == [("crawl", 18, 3, gap)]


def test_numbers_of_letters_within_their_day_show_how_many_came_in_in_a_year(world: World) -> None:
    mailbox = {"region_code": "610324", "channel": "county_mailbox"}
    numbers = {
        "20211101003": "2021-11-01",
        "20211101008": "2021-11-01",
        "20211230002": "2021-12-31",
        "3号": "2021-12-31",
    }
    world.write(
        captures=[capture("a")],
        letters=[
            letter(f"l{n}", "a", external_id=str(n), letter_no=printed, received_on=day(received), **mailbox)
            for n, (printed, received) in enumerate(numbers.items())
        ],
    )
    for daily, rows in ((True, [("numbers", None, 4, 10)]), (False, [])):
        world.build(sources=[source(region_code="610324", daily_numbers=daily)])
        assert world.ask("SELECT source, received, published, id_gap_low FROM coverage") == rows


def test_publication_lag(world: World) -> None:
    world.write(
        captures=[capture("a")],
        documents=[
            document(
                "late", "a", dated_on=day("2020-08-10"), published_on=day("2021-02-22"), period_end=day("2020-07-31")
            ),
            document("no-day", "a", dated_on=day("2022-01-14"), period_end=day("2021-12-31")),
            document("bare", "a", dated_on=day("2022-01-14")),
        ],
    )
    world.build()
    assert world.ask(
        "SELECT document_id, lag_days, lag_workdays, after_period_days, after_period_workdays FROM publication_lag"
        " ORDER BY 1"
    ) == [("late", 196, 132, 206, 138), ("no-day", None, None, 14, 9)]


# --- what is shown ---


def test_discrepancies_are_chosen_by_verdict_and_severity(world: World) -> None:
    world.write(captures=[capture("a")], documents=[document("d", "a")])
    kinds = [
        ("shown-1", "inconsistent", 1),
        ("shown-2", "consistent_on_other_base", 3),
        ("shown-3", "needs_definition", 2),
        ("shown-4", "unverifiable", 2),
        ("hidden-1", "inconsistent", 0),
        ("hidden-2", "unverifiable", 1),
        ("hidden-3", "unusual", 3),
        ("hidden-4", "consistent", 0),
        ("hidden-5", "ambiguous", 3),
        ("hidden-6", "parser_suspect", 3),
    ]
    findings = [
        of_the_caller(finding(name, None, document_id="d", verdict=verdict, severity=severity))
        for name, verdict, severity in kinds
    ]
    world.build(python_tables=lambda _: {"findings": findings})
    assert world.ask("SELECT finding_id, severity FROM discrepancies") == [
        ("shown-2", 3),
        ("shown-3", 2),
        ("shown-4", 2),
        ("shown-1", 1),
    ]
    assert world.ask(
        "SELECT documents, checks_run, consistent, inconsistent, consistent_on_other_base, needs_definition,"
        " unverifiable, ambiguous, unusual, parser_suspect FROM audit_summary"
    ) == [(1, 10, 1, 2, 1, 1, 2, 1, 1, 1)]


def test_a_document_that_names_no_place_is_about_that_of_its_article_or_source(world: World) -> None:
    address = "site.example.cn/bulletin?id=1"
    nowhere = {"region_code": None}
    world.write(
        captures=[capture("a"), capture("b"), capture("c")],
        documents=[
            document("article", "a", region_code="611022"),
            document("annex", "b", address=address, **nowhere),
            document("alone", "c", **nowhere),
        ],
        attachments=[row("attachments", document_id="article", capture_id="a", url="https://x", address=address)],
        claims=[
            claim("x", "a", "received", 10, document_id="article", region_code="611022"),
            claim("y", "b", "received", 10, document_id="annex", **nowhere),
            claim("z", "c", "received", 10, document_id="alone", **nowhere),
        ],
        findings=[finding("f", "b", document_id="annex", claim_ids=["y"], **nowhere)],
    )
    world.build()
    assert world.ask("SELECT document_id, region_code, parent_document_id FROM documents ORDER BY 1") == [
        ("alone", "611000", None),
        ("annex", "611022", "article"),
        ("article", "611022", None),
    ]
    assert world.ask("SELECT claim_id, region_code FROM claims ORDER BY 1") == [
        ("x", "611022"),
        ("y", "611022"),
        ("z", "611000"),
    ]
    assert world.ask("SELECT region_code FROM findings WHERE finding_id = 'f'") == [("611022",)]


def test_a_finding_without_a_region_counts_where_its_document_does(world: World) -> None:
    world.write(captures=[capture("a")], documents=[document("d", "a")])
    found = of_the_caller(finding("f", None, document_id="d", region_code=None))
    world.build(python_tables=lambda _: {"findings": [found]})
    assert world.ask("SELECT region_code, documents, checks_run FROM audit_summary") == [("610324", 1, 1)]


def test_every_code_that_the_parsers_give_is_an_office(world: World) -> None:
    kinds = [kind + suffix for kind in kind_names().values() for suffix in ("", "（盖章）")]
    read = [(name, region) for region in ("110101", "429004", "610324", "611000") for name in kinds]
    read += [(f"{level}{name}", region) for name, region in read for level in "省市县"]
    read += [(row["printed"], row["agency_code"][:6]) for row in reference.agency_aliases()]
    codes = [canonical_agency(name, region) for name, region in read]
    figures(
        world,
        *(
            claim(f"c{number}", "a", "due", 1, **(in_table("unit", name) | {"agency_code": code}))
            for number, ((name, _), code) in enumerate(zip(read, codes, strict=True))
        ),
    )
    offices = dict(world.ask("SELECT agency_code, name FROM agencies"))
    assert {code for code in codes if code is not None} == offices.keys()
    assert offices["110000-housing"] == "北京市住房和城乡建设局"
    assert offices["429004-education"] == "仙桃市教育局"
    assert offices["610324-fire"] == "扶风县消防救援大队"
    assert offices["611000-fire"] == "商洛市消防救援支队"


def test_a_code_of_no_office_fails_the_build(world: World) -> None:
    unknown = in_table("unit", "县某某局") | {"agency_code": "610324-unheard-of"}
    with pytest.raises(BuildError, match="agency_code"):
        figures(world, claim("c", "a", "due", 1, **unknown))


def test_a_spelling_is_counted_for_the_office_that_it_means(world: World) -> None:
    housing = in_table("unit", "县住建局") | {"agency_code": "610324-housing"}
    figures(
        world,
        claim("a", "a", "due", 1, **housing),
        claim("b", "a", "completed", 1, **housing),
        claim("c", "a", "due", 1, **in_table("unit", "县某某局")),
    )
    assert world.ask("SELECT printed, agency_code, n FROM agency_aliases WHERE n > 0") == [
        ("县住建局", "610324-housing", 2)
    ]
    assert world.ask("SELECT n FROM agency_aliases WHERE printed = '城关镇'") == [(0,)]
