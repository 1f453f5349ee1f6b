"""Which figure of a clause or a row is marked."""

from dataclasses import replace

import pytest

from parsers.records import Claim
from pipelines.quotes import Quote, quotes


def claim(printed: str, locator: str, quote: str, origin: str = "narrative") -> Claim:
    return Claim(
        metric="received",
        value=None,
        unit=None,
        stated_by="government",
        scope="own",
        printed=printed,
        locator=locator,
        quote=quote,
        origin=origin,
    )


def marked(quote: Quote) -> str:
    return "".join(f"[{text}]" if figure else text for text, figure in quote.parts)


@pytest.mark.parametrize(
    ("printed", "text", "shown"),
    [
        ("6件", "2026年6月办结6件", "2026年6月办结[6件]"),
        ("6", "办结率96.6%，其中6件", "办结率96.6%，其中[6]件"),
        ("85%以上", "不低于85%", "不低于85%"),
        ("12件", "自" + "一" * 30 + "收12件" + "二" * 20, "…" + "一" * 23 + "收[12件]" + "二" * 12 + "…"),
        ("3件", "上句\n收3件", "上句 收[3件]"),
    ],
)
def test_the_figure_itself_is_marked(printed: str, text: str, shown: str) -> None:
    (quote,) = quotes([claim(printed, "L3:5-7", text)])
    assert (quote.place, marked(quote)) == ("L3:5-7", shown)


def test_figures_of_one_clause_are_marked_together_also_when_they_are_the_same() -> None:
    text = "收到5件，办结5件，办结率100%"
    (quote,) = quotes([claim(p, f"L3:{n}", text) for n, p in enumerate(("5件", "5件", "100%"))])
    assert (quote.place, marked(quote)) == ("L3", "收到[5件]，办结[5件]，办结率[100%]")


def test_a_cell_is_marked_by_its_column() -> None:
    row = claim("7", "L51.c3", "县公安局 | 7 | 7 | 100% | ", "table")
    assert [marked(quote) for quote in quotes([row])] == ["县公安局 | 7 | [7] | 100%"]
    (both,) = quotes([row, replace(row, locator="L51.c2")])
    assert (both.place, marked(both)) == ("L51", "县公安局 | [7] | [7] | 100%")
