"""A10: a unit or place that one list names twice."""

import pytest

from pipelines.audit.listing.repeated_names import repeated
from tests.pipelines.audit.from_text import findings

NAME = "names listed twice"


def told(text: str) -> list[tuple[str, int, str | None]]:
    found = [f for f in findings(f"3月，县长信箱共收到来信30件。{text}", "A10") if f.check_name == NAME]
    return [(f.verdict, f.severity, f.recomputed) for f in found]


@pytest.mark.parametrize(
    "text",
    [
        "回复率在80%以上的地方有东山、西河县、南坪、北口州、东山、中岭。",
        "县住建局、县水利局、县教育局、县住建局均按期办结。",
        "来信较多的是东河镇、西岭乡、南坪镇、北口镇、东河镇。",
        "东山、西河、东山、北口4个县按时回复。",
        "东山县（3件）、西河县（2件）、北口县（2件）和东山县回复及时。",
    ],
)
def test_a_name_listed_twice(text: str) -> None:
    ((verdict, severity, _),) = told(text)
    assert (verdict, severity) == ("unusual", 1)


@pytest.mark.parametrize(
    "text",
    [
        "东山县、西河县、南坪县、北口县按时回复。",
        "县住建局、县水利局、县住建局按期办结。",
        "反映噪声、油烟、噪声扰民、油烟扰民。",
        "东山县、西河县收到12件，东山县、西河县办结12件。",
        "要做到公开、公平、公正、公开。",
    ],
)
def test_what_is_no_name_listed_twice(text: str) -> None:
    assert told(text) == []


def test_what_opens_a_list_is_no_part_of_its_first_name() -> None:
    assert repeated("分别为东山县、西河县、南坪县、东山县") == ("东山县", 4)
