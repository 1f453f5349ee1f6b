"""A2 of the levels of one place, each counted in a paragraph of its own. Sentences of our own."""

import pytest

from tests.pipelines.audit.from_text import findings

HEAD = "# 云溪省2025年5月12345热线运行情况\n\n"
ALL = "5月，全省12345热线共受理企业群众诉求{}件，办结{}件，正在办理{}件。\n\n"
OWN = "省12345热线共受理企业群众诉求61820件，办结60604件，正在办理1216件。\n\n"
LOWER = "{}12345热线共受理企业群众诉求143.83万件，办结140.18万件，正在办理3.65万件。\n"


def sums(text: str) -> list[tuple[str, str]]:
    return [(f.verdict, f.statement_zh) for f in findings(text, "A2", HEAD) if "2级所印" in f.statement_zh]


@pytest.mark.parametrize("lower", ["市（州）", "市州", "各县区"])
def test_levels_add_up_to_what_all_of_them_counted(lower: str) -> None:
    """All of a province is what its own hotline got and what those of its cities did, as far as rounding shows."""
    told = sums(ALL.format("150.01万", "146.24万", "3.77万") + OWN + LOWER.format(lower))
    assert [verdict for verdict, _ in told] == ["consistent"] * 3
    assert "受理企业群众诉求" in told[0][1] or "群众诉求" in told[0][1]
    assert any("61820+1438300=1500120" in said and "取整" in said for _, said in told)


@pytest.mark.parametrize("counts", [("170.01万", "166.24万", "5.77万"), ("148.01万", "141.24万", "4.77万")])
def test_levels_that_do_not_add_up_say_nothing(counts: tuple[str, str, str]) -> None:
    """A level may be missing, or a request counted at both: the text does not say."""
    assert sums(ALL.format(*counts) + OWN + LOWER.format("市州")) == []


def test_one_level_beside_the_whole_adds_up_to_nothing() -> None:
    """省12345热线 alone may count what 全省 counts."""
    assert sums(ALL.format("61820", "60604", "1216") + OWN) == []
