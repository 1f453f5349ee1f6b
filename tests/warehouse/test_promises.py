"""What became of a promise, on small hand-made rows."""

import datetime as dt
from typing import Any

import pytest

from tests.warehouse.world import (
    World,
    capture,
    claim,
    document,
    letter,
    reply,
    row,
    source,
)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


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
