import pytest

from tests.pipelines.audit.from_text import findings as in_text


def told(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(f.verdict, f.claimed, f.recomputed) for f in in_text(text, "A2") if "其中" in f.subject]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "3月，群众走访195批701人次，其中集访14批233人次。\n",
            [("consistent", "14批", "195批"), ("consistent", "233人次", "701人次")],
        ),
        (
            "3月，收到群众网络投诉178件，较上月上升44.7%，其中人民网留言77件。另收到来信168件。\n",
            [("consistent", "77件", "178件")],
        ),
        ("3月，收到网络投诉78件，其中人民网留言87件。\n", [("needs_definition", "87件", "78件")]),
    ],
)
def test_one_part_against_what_it_is_a_part_of(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "3月，收到来信90件，网络投诉78件，其中人民网留言87件。\n",  # of both together
        "3月，收到投诉78件。其中人民网留言、省长信箱转来87件。\n",
        "3月，收到来信78件，其中投诉类40件、咨询类38件。\n",  # several parts are added up
        "3月，收到来信78件，其中办结87件。\n",
        "3月，群众走访95批，其中集访233人次。\n",
        "3月，收到来信78件，其中去年同期投诉87件。\n",
        "3月，收到网络投诉约78件，其中人民网留言87件。\n",
    ],
)
def test_no_one_part_is_held_against_a_whole(text: str) -> None:
    assert told(text) == []
