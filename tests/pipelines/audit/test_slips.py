"""Slips of the pen: a digit that is another, or two neighbours in each other's place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.audit.slips import is_slip


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("154917个", "154971", True),
        ("1,549件", "1,594件", True),
        ("98.76%", "98.79", True),
        ("1549", "1549", False),
        ("1549", "1648", False),
        ("1549", "9541", False),
        ("312", "321", False),
        ("1549", "15491", False),
        ("15.49", "1.549", False),
    ],
)
def test_what_a_slip_is(one: str, other: str, expected: bool) -> None:
    assert is_slip(one, other) is expected


@given(st.integers(1000, 10**9), st.integers(1000, 10**9))
def test_a_slip_goes_both_ways(one: int, other: int) -> None:
    assert is_slip(str(one), str(other)) is is_slip(str(other), str(one))
