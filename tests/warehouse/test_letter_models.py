"""A letter over its captures: the latest, its versions, the claims in it."""

from tests.warehouse.world import (
    World,
    at,
    capture,
    claim,
    letter,
    reply,
)


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
