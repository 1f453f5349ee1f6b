"""Tables that sort what came in by kind: what their bare columns count, and what is told of them; all invented."""

import pytest

from pipelines.parse import Parsed, parse_payload
from tests.pipelines.audit.from_text import table

HEAD = "# 岭溪县12345热线2023年11月运行情况\n\n11月，热线共受理诉求2480件。\n\n"


def kinds(caption: str, shares: tuple[str, str, str]) -> Parsed:
    rows = (
        f"{name} {n} {share}" for name, n, share in zip(("城市综合", "科教文卫", "其他"), NUMBERS, shares, strict=True)
    )
    text = HEAD + table(caption, "事项类别 件数 占比", *rows)
    return parse_payload(text.encode(), file_name="bulletin.md")


NUMBERS = (1488, 980, 12)
SHARES = ("60.0", "39.5", "0.5")


def test_the_number_of_each_kind_is_of_what_the_document_counts() -> None:
    parsed = kinds("按归口分类", SHARES)
    counts = [(c.category, c.printed) for c in parsed.claims if c.origin == "table" and c.metric == "received"]
    assert counts == [("城市综合", "1488"), ("科教文卫", "980"), ("其他", "12")]
    assert [f.verdict for f in parsed.findings if f.check_id == "A3"] == ["consistent"] * 3


@pytest.mark.parametrize("caption", ["延期事项归口", "刑事案件归口"])
def test_the_number_of_other_business_is_none_of_requests(caption: str) -> None:
    parsed = kinds(caption, SHARES)
    assert not [c for c in parsed.claims if c.origin == "table" and c.metric == "received" and caption[:2] == "延期"]


def test_shares_below_1_are_percent_beside_larger_ones() -> None:
    printed = [c.printed for c in kinds("按归口分类", SHARES).claims if c.metric == "share"]
    assert printed == ["60.0", "39.5", "0.5"]


@pytest.mark.parametrize("shares", [("0.6", "0.395", "0.005"), ("60.0", "0.395", "0.005")])
def test_shares_that_may_be_fractions_are_refused(shares: tuple[str, str, str]) -> None:
    refused = [i.raw for i in kinds("按归口分类", shares).issues if i.code == "cell_not_a_number"]
    assert refused[-2:] == ["0.395", "0.005"]


@pytest.mark.parametrize("caption", ["按归口分类（TOP3）", "热点诉求前三位"])
def test_the_sum_of_the_first_few_is_held_against_nothing(caption: str) -> None:
    text = HEAD + table(caption, "事项类别 受理量", "城市综合 988", "科教文卫 680", "公共服务 412")
    found = parse_payload(text.encode(), file_name="bulletin.md").findings
    assert not [f for f in found if f.verdict not in ("consistent", "unusual") and f.check_id in ("A2", "N1", "A1")]
