"""Shares without counts that their whole does not allow, and another count that does."""

import pytest

from tests.pipelines.audit.from_text import findings

SHARES = "反映较多的是供水、供电、交通、教育，分别占来信总量的{}。\n"


def told(text: str) -> list[tuple[str, str, str | None]]:
    return [(f.check_id, f.verdict, f.recomputed) for g in ("G1", "G2") for f in findings(text, g)]


def test_shares_may_be_of_another_count_of_the_text() -> None:
    shares = SHARES.format("26.51%、21.69%、19.28%、14.46%")
    text = f"2022年3月，县长信箱收到来信90件。\n\n{shares}\n收到有效来信83件。\n"
    assert told(text) == [("G2", "consistent_on_other_base", count) for count in ("22", "18", "16", "12")]


def test_shares_may_be_of_the_people_who_came() -> None:
    intake = "2022年3月，全县信访总量60件。从信访形式看，来访20件51人次，来信40件。\n\n"
    found = told(intake + SHARES.format("26.37%、21.98%、19.78%、14.29%"))
    assert [f for f in found if f[0] == "G2"] == [
        ("G2", "consistent_on_other_base", count) for count in ("24", "20", "18", "13")
    ]


@pytest.mark.parametrize(
    "shares",
    [
        "26.5%、21.7%、19.3%、14.4%",  # one is of neither
        "26.67%、22.22%、20%、15.56%",  # all are of 90
    ],
)
def test_no_other_base_is_named_for_shares_of_their_whole_or_of_none(shares: str) -> None:
    text = "2022年3月，县长信箱收到来信90件，其中有效来信83件。\n\n" + SHARES.format(shares)
    assert "consistent_on_other_base" not in [verdict for _, verdict, _ in told(text)]


def test_whole_percents_are_of_too_many_bases_to_tell() -> None:
    text = "2022年3月，县长信箱收到来信190件，其中有效来信183件。\n\n" + SHARES.format("26%、22%、19%、14%")
    assert "consistent_on_other_base" not in [verdict for _, verdict, _ in told(text)]
