"""Which of calls and requests is the whole of kinds of request; all of it is invented."""

from tests.pipelines.audit.from_text import findings

HEAD = "# 岭溪县12345热线2022年3月运行情况\n\n"
CALLS = (
    "共接听来电2280次，环比减少3.15%；受理1040件，环比增加4%。\n\n"
    "诉求分类：咨询类{}件，投诉类322件，求助类162件，建议类74件，其他2件。"
)


def test_kinds_of_request_are_parts_of_the_requests_not_of_the_calls() -> None:
    assert ("1040", "consistent") in {(f.recomputed, f.verdict) for f in findings(CALLS.format(480), "A2", HEAD)}
    told = [f for f in findings(CALLS.format(680), "A2", HEAD) if f.verdict != "consistent"]
    assert [(f.recomputed, f.claimed, f.verdict) for f in told] == [("1240", "1040件", "needs_definition")]


def test_kinds_of_call_that_fill_the_calls_are_parts_of_them() -> None:
    text = CALLS.format(480).replace("2280次", "1040次").replace("受理1040件", "受理840件")
    assert {f.verdict for f in findings(text, "A2", HEAD)} == {"consistent"}


def test_kinds_are_of_the_calls_where_no_request_was_counted() -> None:
    text = CALLS.format(480).replace("；受理1040件，环比增加4%", "").replace("2280次", "1041次")
    assert [(f.recomputed, f.claimed) for f in findings(text, "A2", HEAD)] == [("1040", "1041次")]
