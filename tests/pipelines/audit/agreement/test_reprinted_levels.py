"""N1: what two levels print under one name are two figures. Sentences of our own."""

from tests.pipelines.audit.from_text import findings

ALL = "一季度，云溪市12345热线共受理群众诉求98000件。\n\n"
TWO = (
    "{}受理的60000件诉求中，咨询类36000件，占60%；求助类24000件，占40%。\n\n"
    "{}受理的38000件诉求中，咨询类15200件，占40%；求助类22800件，占60%。\n"
)


def doubts(text: str) -> list[str]:
    return [f.statement_zh for f in findings(text, "N1") if f.verdict != "consistent"]


def test_kinds_of_two_levels_are_no_figure_printed_twice() -> None:
    assert doubts(ALL + TWO.format("市级平台", "县区分平台")) == []
    assert doubts(ALL + TWO.format("市本级平台", "县（市、区）平台")) == []


def test_kinds_of_one_level_printed_twice_are_compared() -> None:
    assert doubts(ALL + TWO.format("市级平台", "市级平台"))
