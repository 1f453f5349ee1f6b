"""X2 for volumes that are said to stay or move without figures."""

import pytest

from tests.pipelines.audit.from_text import findings


def told(text: str) -> list[tuple[str, str]]:
    return [(f.verdict, str(f.claimed)) for f in findings(text, "X2")]


@pytest.mark.parametrize(
    ("text", "claimed"),
    [
        ("3月，收到来信101件，来信量与上月基本持平。", "与上月基本持平"),
        ("3月，收到来信101件，来信量环比持平。", "环比持平"),
        ("近年来，县长信箱来信量呈逐年增长态势，2021年收到来信101件，2022年3月收到来信12件。", "呈逐年增长态势"),
    ],
)
def test_a_movement_without_the_figures_cannot_be_verified(text: str, claimed: str) -> None:
    assert told(text) == [("unverifiable", claimed)]


@pytest.mark.parametrize(
    "text",
    [
        "3月，收到来信101件，来信量与上月基本持平，2月收到来信102件。",
        "3月，收到来信101件，来信量环比基本持平，略降0.3%。",
        "3月，收到来信101件，办理质量与上月持平。",
        "2019年收到来信80件，2020年收到来信90件，2021年收到来信101件，来信量逐年增长。",
    ],
)
def test_nothing_is_told_where_figures_show_it_or_no_volume_is_meant(text: str) -> None:
    assert "unverifiable" not in [verdict for verdict, _ in told(text)]
