"""Letters that change between captures: which version each change makes, and what the letter then says."""

import datetime as dt
from typing import Any

import pytest

from tests.warehouse.world import NOON, World, at, capture, letter, reply, row, source

ANSWER = "您反映的路灯已经修好。"
PAGE: dict[str, Any] = {
    "received_on": dt.date(2023, 3, 1),
    "page_replied_on": dt.date(2023, 3, 6),
    "agency": "县城管局",
    "status": "answered",
    "status_printed": "已回复",
}
STAGE: dict[str, Any] = {
    "body": ANSWER,
    "dated_on": dt.date(2023, 3, 6),
    "date_basis": "signature",
    "agency": "县城管局",
}


def history(world: World, *captures: tuple[dict[str, Any], dict[str, Any] | None]) -> list[tuple[Any, ...]]:
    """The versions of a letter after the first, of captures that print its fields and, if any, its reply."""
    world.write(
        captures=[capture(f"c{n}", fetched_at=at(n)) for n in range(len(captures))],
        letters=[letter("l", f"c{n}", seen_at=at(n), **fields) for n, (fields, _) in enumerate(captures)],
        replies=[reply("l", f"c{n}", 1, **stage) for n, (_, stage) in enumerate(captures) if stage is not None],
    )
    world.build()
    return world.ask("SELECT change, changed_fields FROM letter_versions WHERE change <> 'new' ORDER BY version_no")


@pytest.mark.parametrize(
    ("fields", "stage", "change", "changed"),
    [
        ({}, {"body": "您反映的路灯不属于我局。"}, "reply_edited", ["replies"]),
        ({"page_replied_on": dt.date(2023, 3, 3)}, {}, "date_moved", ["page_replied_on"]),
        ({}, {"dated_on": dt.date(2023, 3, 9)}, "date_moved", ["dated_on"]),
        (
            {"page_replied_on": dt.date(2023, 3, 3)},
            {"body": "另行答复。", "dated_on": dt.date(2023, 3, 3)},
            "reply_edited",
            ["replies", "page_replied_on", "dated_on"],
        ),
        ({"received_on": dt.date(2023, 2, 1)}, {}, "date_moved", ["received_on"]),
        ({"agency": "县住建局"}, {}, "office_changed", ["agency"]),
        ({}, {"agency": "县住建局"}, "office_changed", ["agency"]),
        ({"body": "正文改了"}, {"agency": "县住建局"}, "edited", ["body", "agency"]),
    ],
)
def test_each_change_makes_a_version(
    world: World, fields: dict[str, Any], stage: dict[str, Any], change: str, changed: list[str]
) -> None:
    assert history(world, (PAGE, STAGE), (PAGE | fields, STAGE | stage)) == [(change, changed)]


@pytest.mark.parametrize(
    ("fields", "stage"),
    [
        ({}, {}),
        ({"agency": " 县 城管局\u3000", "title": "标 题"}, {"body": f" {ANSWER}\n\u200b", "agency": "县城管局\u00a0"}),
        ({"received_on": None, "page_replied_on": None, "agency": None}, {"dated_on": None, "agency": None}),
        ({"category_printed": "咨询"}, {}),
    ],
)
def test_white_space_and_fields_that_a_capture_does_not_show_make_none(
    world: World, fields: dict[str, Any], stage: dict[str, Any]
) -> None:
    assert history(world, (PAGE, STAGE), (PAGE | fields, STAGE | stage)) == []
    assert world.ask("SELECT received_on, page_replied_on, agency IS NOT NULL FROM letters") == [
        (PAGE["received_on"], PAGE["page_replied_on"], True)
    ]


def test_a_field_that_was_not_shown_meanwhile_is_compared_with_what_it_last_was(world: World) -> None:
    silent = PAGE | {"page_replied_on": None}
    moved = PAGE | {"page_replied_on": dt.date(2023, 3, 8)}
    assert history(world, (PAGE, STAGE), (silent, STAGE), (moved, STAGE)) == [("date_moved", ["page_replied_on"])]


def test_a_reply_that_is_gone_takes_its_date_office_and_status_along(world: World) -> None:
    bare = {"received_on": PAGE["received_on"]}
    withdrawn = ("reply_withdrawn", ["replies", "page_replied_on", "agency"])
    assert history(world, (PAGE, STAGE), (bare, None)) == [withdrawn]
    assert world.ask("SELECT received_on, page_replied_on, agency, status, status_printed FROM letters") == [
        (PAGE["received_on"], None, None, None, None)
    ]
    assert world.ask("SELECT count(*) FROM replies") == [(0,)]
    assert world.ask("SELECT answer, first_response_on, substantive_on FROM response_times") == [("none", None, None)]


def test_after_a_withdrawal_a_new_reply_has_only_what_is_printed_with_it(world: World) -> None:
    bare = {"received_on": PAGE["received_on"], "status_printed": "办理中", "status": "in_progress"}
    assert [change for change, _ in history(world, (PAGE, STAGE), (bare, None), (bare, STAGE))] == [
        "reply_withdrawn",
        "reply_added",
    ]
    assert world.ask("SELECT page_replied_on, agency, status_printed FROM letters") == [(None, None, "办理中")]


def crawl_row(crawl_id: str, day: int, **values: Any) -> dict[str, Any]:
    known = {
        "crawl_id": crawl_id,
        "source_id": source()["source_id"],
        "mode": "full",
        "started_at": at(day),
        "finished_at": at(day) + dt.timedelta(hours=1),
        "letters_seen": 1,
        "letters_fetched": 1,
        "failed": 0,
        "refused": 0,
        "complete": True,
        "stop_reason": "finished",
    }
    return row("crawls", **(known | values))


def sighting(capture_id: str, letter_id: str, day: int, crawl_id: str) -> dict[str, Any]:
    return row(
        "sightings",
        source_id=source()["source_id"],
        letter_id=letter_id,
        opens_by_script=False,
        seen_at=at(day),
        crawl_id=crawl_id,
        row_no=1,
        capture_id=capture_id,
    )


@pytest.mark.parametrize(
    ("page", "complete", "versions", "reason"),
    [
        (None, True, [("removed", "not_listed")], "not_listed"),
        (404, True, [("removed", "page_gone")], "page_gone"),
        (404, False, [("removed", "page_gone")], "page_gone"),
        (200, True, [], None),
        (None, False, [], None),
    ],
)
def test_a_removal_is_told_with_its_reason_and_a_page_that_answers_is_not_removed(
    world: World, page: int | None, complete: bool, versions: list[tuple[str, str]], reason: str | None
) -> None:
    later = {"crawl_id": "c2", "fetched_at": at(7)}
    lists = [capture("list1", fetched_at=NOON), capture("list2", **later)]
    pages = [capture("page1", letter_id="l", url="http://m.example/l")]
    if page is not None:
        outcome = "unchanged" if page == 200 else "failed"
        sha256 = "page1" if page == 200 else "gone"
        pages.append(
            capture("page2", letter_id="l", url="http://m.example/l", http_status=page, outcome=outcome, **later)
            | {"sha256": sha256}
        )
    world.write(
        captures=[*lists, *pages],
        crawls=[crawl_row("c1", 0), crawl_row("c2", 7, complete=complete)],
        letters=[letter("l", "page1")],
        sightings=[sighting("list1", "l", 0, "c1"), sighting("list2", "other", 7, "c2")],
    )
    world.build()
    assert world.ask("SELECT change, reason FROM letter_versions WHERE change <> 'new'") == versions
    assert world.ask("SELECT removal_reason, removed_at IS NOT NULL FROM letters") == [(reason, reason is not None)]
