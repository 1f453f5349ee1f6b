from fractions import Fraction

import pytest

from pipelines.audit.intervals import Figure
from pipelines.audit.share.quotients import Quotient
from tests.pipelines.audit.paragraphs_by_hand import printed_figure


def counts(*values: str) -> list[Figure]:
    return [printed_figure("received", value) for value in values]


@pytest.mark.parametrize(
    ("parts", "wholes", "numbers", "rate"),
    [
        (counts("12"), counts("50"), "12/50", "24%"),
        (counts("12", "8"), counts("60"), "(12+8)/60", "33.3333%"),
        (counts("12", "8"), counts("30", "50"), "(12+8)/(30+50)", "25%"),
    ],
)
def test_counts_over_counts_as_they_are_told(
    parts: list[Figure], wholes: list[Figure], numbers: str, rate: str
) -> None:
    assert Quotient(parts, wholes).words() == {"numbers": numbers, "rate": rate}


@pytest.mark.parametrize(
    ("printed", "rounding"), [("66.67%", "half_up"), ("66.66%", "truncated"), ("66%以上", "bound")]
)
def test_what_a_finding_says_of_them(printed: str, rounding: str) -> None:
    quotient = Quotient(counts("20"), counts("30"))
    qualifier = "at_least" if rounding == "bound" else "exact"
    given = quotient.given(printed_figure("share", printed.removesuffix("以上"), qualifier=qualifier))
    assert (given["verdict"], given["severity"], given["rounding"]) == ("consistent", 0, rounding)
    assert given["low"] == given["high"] == Fraction(2, 3)
    assert given["evidence"] == ("20/30 = 66.6667%",)
    assert quotient.claims == tuple(f.claim for f in (*quotient.parts, *quotient.wholes))
