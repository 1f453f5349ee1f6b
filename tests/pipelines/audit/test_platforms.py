"""Bulletins of several platforms, some of which no channel code names: what one got is held against nothing of another.
Sentences and tables of our own."""

from pipelines.parse import parse_payload
from tests.pipelines.audit.from_text import findings, table

HEAD = "# 岭溪市城管局指挥中心周报（2023年5月8日至5月14日）\n\n"

SECTIONS = (
    "本周，共处理案件{whole}件，其中数字城管平台案件620件，12345热线案件54件，12319热线群众诉求38件。\n\n"
    "## 一、12345热线\n\n本周共受理54件，办结40件，正在办理14件。\n\n"
    "## 二、12319热线\n\n本周共受理38件，其中咨询解释30件，派遣8件。\n\n派遣的8件中，完成情况如下：\n\n"
    + table("", "部门 派遣数 完成数 未完成数", "一中队 3 2 1", "二中队 5 4 1", "合计 8 6 2").lstrip("*\n")
    + "\n## 三、数字城管平台\n\n本周共派遣620件，完成580件，未完成40件。\n\n派遣的620件中，完成情况如下：\n\n"
    + table("", "部门 派遣数 完成数 未完成数", "一中队 320 300 20", "二中队 300 280 20", "合计 620 580 40").lstrip(
        "*\n"
    )
)


def told(text: str, check_id: str = "N1") -> list[tuple[str, str]]:
    return [(f.verdict, f.statement_zh) for f in findings(text, check_id, HEAD)]


def test_platforms_without_a_code_are_kept_apart() -> None:
    text = SECTIONS.format(whole=712)
    assert [said for verdict, said in told(text) if verdict != "consistent"] == []
    said = "\n".join(said for _, said in told(text))
    assert "12319热线：正文“派遣”8件，表1（12319热线）“转办”8，相符" in said
    assert "数字城管平台：正文“未完成”40件，表2（数字城管平台）“未办”40，相符" in said


def test_a_figure_of_a_platform_is_held_against_its_own_table() -> None:
    wrong = SECTIONS.format(whole=712).replace("未完成40件", "未完成45件")
    doubts = [said for verdict, said in told(wrong) if verdict not in ("consistent", "unusual")]
    assert len(doubts) == 1
    assert doubts[0].startswith("数字城管平台：正文“未完成”45件，表2（数字城管平台）“未办”40")


def test_a_platform_has_no_channel_code() -> None:
    parsed = parse_payload((HEAD + SECTIONS.format(whole=712)).encode(), file_name="bulletin.md")
    of_platform = [c for c in parsed.claims if c.platform is not None]
    assert {c.platform for c in of_platform} == {"12319热线", "数字城管平台"}
    assert {c.channel for c in of_platform} == {None}
    named = [f for f in parsed.findings if "数字城管平台" in f.statement_zh]
    assert named
    assert all(f.channel != "数字城管平台" for f in named)
    assert any("digital city management platform" in f.statement_en for f in named)


def test_one_platform_alone_is_that_of_the_whole_text() -> None:
    text = "3月，系统共受理案件400件，其中12345热线转办80件。\n\n## 一、数字城管平台案件\n\n共受理400件。"
    parsed = parse_payload(("# 岭溪市2023年3月数字城管案件情况\n\n" + text).encode(), file_name="bulletin.md")
    whole = [c for c in parsed.claims if c.value == 400]
    assert {(c.channel, c.platform) for c in whole} == {(None, None)}


KINDS = (
    "5月，全市收到12345热线转办咨询投诉举报2600件，12315平台受理消费者投诉举报1700件，两项合计4300件。\n\n"
    "5月，全市在12315平台共受理投诉{}件，其中商品类1200件，服务类{}件。"
)


def test_a_kind_of_request_is_no_more_than_those_it_is_one_of() -> None:
    head = "# 云溪市2023年5月消费者咨询投诉举报情况\n\n"
    (found,) = [f for f in findings(KINDS.format(2400, 1200), "N1", head) if f.verdict == "needs_definition"]
    assert (found.claimed, found.recomputed, found.gap) == ("2400件", "1700件", 700)
    assert found.statement_zh.startswith("12315平台：投诉印2400件，多于包含它的投诉、举报1700件")
    assert all(f.verdict == "consistent" for f in findings(KINDS.format(1600, 400), "N1", head))


def platforms(text: str) -> list[tuple[str | None, str]]:
    found = parse_payload((HEAD + text).encode(), file_name="bulletin.md").claims
    return [(c.platform or c.channel, c.printed) for c in found if c.scope == "whole" or c.scope == "total"]


OWN_TABLE = "本周，12319热线共受理案件300件，办结290件。\n\n" + table(
    "{}办理情况表", "部门 受理数 办结数", "一中队 120 110", "二中队 80 80", "合计 200 190"
)


def test_the_title_of_a_table_names_its_platform() -> None:
    assert [v for v, _ in told(OWN_TABLE.format("数字城管平台")) if v != "consistent"] == []
    assert ("数字城管平台", "200") in platforms(OWN_TABLE.format("数字城管平台"))


def test_a_table_whose_title_names_the_platform_of_the_text_or_none_is_held_against_it() -> None:
    for title in ("12319热线", ""):
        assert [v for v, _ in told(OWN_TABLE.format(title)) if v != "consistent"] == ["needs_definition"] * 2


def test_a_paragraph_that_begins_with_its_platform_is_of_it() -> None:
    text = "1.县长信箱：收到来信320件。\n\n2.12319热线：受理案件300件。\n\n数字城管平台受理案件200件。"
    assert platforms(text) == [("county_mailbox", "320件"), ("12319热线", "300件"), ("数字城管平台", "200件")]


def test_a_paragraph_of_two_platforms_or_of_parts_is_of_none() -> None:
    both = "12319热线共受理案件300件，数字城管平台受理案件200件。\n\n数字城管平台受理案件200件。"
    assert platforms(both)[0] == (None, "300件")
    parts = "受理案件500件。\n\n其中12319热线受理案件300件。\n\n其中数字城管平台受理案件200件。"
    assert {platform for platform, _ in platforms(parts)} == {None}


def test_a_base_printed_for_the_platform_of_a_rate_leaves_no_other_one_sure() -> None:
    text = "二季度，12319热线{}件，数字城管平台1200件。12319热线结案448件，结案率94.1%。"
    assert findings(text.format(455), "G2", HEAD) == []
    only = "二季度，数字城管平台1200件。12319热线结案448件，结案率94.1%。"
    assert [f.recomputed for f in findings(only, "G2", HEAD)] == ["476"]
