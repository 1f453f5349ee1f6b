"""Figures, completion and coverage on small hand-made rows, with results worked out by hand."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tests.warehouse.world import (
    IN_D,
    World,
    capture,
    claim,
    document,
    figures,
    in_table,
    letter,
    source,
)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


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


def test_platforms_without_a_channel_code_are_kept_apart(world: World) -> None:
    figures(
        world,
        claim("a", "a", "received", 38, platform="12319热线", **IN_D),
        claim("b", "a", "received", 620, platform="数字城管平台", **IN_D),
    )
    query = "SELECT platform, value FROM stated_figures ORDER BY value"
    assert world.ask(query) == [("12319热线", 38), ("数字城管平台", 620)]


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
