"""The two readings of a rate that rose or fell by so many percent."""

from fractions import Fraction

import pytest

from pipelines.audit.change.rate_changes import earlier_rates
from tests.pipelines.audit.from_text import findings

RATE = "2022年3月，县长信箱收到来信80件，群众满意率{}。\n"


@pytest.mark.parametrize(
    ("change", "readings"),
    [
        ("90%，较上月提升12.5%", "按百分点77.5%；按相对幅度80%"),
        ("90%，环比下降10%", "按百分点100%；按相对幅度100%"),
        ("98%，同比下降3%", None),
    ],
)
def test_both_readings_are_told_where_the_earlier_rate_is_not_printed(change: str, readings: str | None) -> None:
    (found,) = findings(RATE.format(change), "A6")
    assert (found.verdict, found.severity, found.recomputed) == ("unverifiable", 1, readings)


@pytest.mark.parametrize(
    "change",
    [
        "90%，较上月提升2.5个百分点",  # says which
        "90%，比上月满意率80%提升12.5%",  # the earlier rate is printed
        "90%，较上月略有提升",
        "90%，较上月提升约一成",
        "较上月提升2.5%",  # no rate
    ],
)
def test_nothing_is_open_otherwise(change: str) -> None:
    assert "unverifiable" not in [f.verdict for f in findings(RATE.format(change), "A6")]


def test_a_reading_lies_between_none_and_all() -> None:
    assert earlier_rates(Fraction(98), Fraction(-1)) == {
        "percentage_points": 99,
        "relative_change": Fraction(9800, 99),
    }
    assert earlier_rates(Fraction(98), Fraction(-3)) == {}
    assert earlier_rates(Fraction(0), Fraction(-100)) == {"percentage_points": 100}
