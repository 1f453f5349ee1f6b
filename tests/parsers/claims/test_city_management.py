"""Words and cells of city management: cases on file, what was reported, cells that say nothing changed."""

import pytest

from pipelines.parse import parse_payload


def claims(text: str) -> list[tuple[str, str, str | None, str | None]]:
    parsed = parse_payload(text.encode(), file_name="a.txt")
    return [(c.metric, c.printed, c.category or c.agency, c.channel) for c in parsed.claims]


@pytest.mark.parametrize(
    ("text", "metric"),
    [
        ("5月，区平台共立案1568件。", "accepted"),
        ("5月，全镇86名网格员共上报各类事件1141件。", "received"),
        ("5月，系统共采集上报问题2720件。", "received"),
    ],
)
def test_what_city_management_counts(text: str, metric: str) -> None:
    assert [found[0] for found in claims(text)] == [metric]


def test_one_source_of_several_is_not_the_channel_of_a_document() -> None:
    text = "某区城市管理评价周报\n\n本周共立案400件。\n\n案件来源：巡查员上报300件；12345热线转办80件；微信举报20件。"
    assert {channel for *_, channel in claims(text)} == {None}


def test_a_cell_may_say_that_nothing_changed() -> None:
    text = "县长信箱分类对比\n\n类别\t本月\t上月\t环比\n咨询\t40\t40\t持平\n投诉\t30\t20\t50.00%\n"
    parsed = parse_payload(text.encode(), file_name="a.txt")
    assert [(c.printed, c.value) for c in parsed.claims if c.metric == "change"] == [("持平", 0), ("50.00%", 50)]
    assert parsed.issues == ()


def test_a_total_may_stand_below_the_ranks_and_its_line_may_lose_its_empty_end() -> None:
    rows = ["排名\t街道\t工单量\t办结量\t备注", "1\t东街道\t40\t39\t优", "2\t西街道\t30\t28\t良", "合计\t\t70\t67"]
    parsed = parse_payload(("县长信箱办理排名\n\n" + "\n".join(rows)).encode(), file_name="a.txt")
    assert parsed.issues == ()
    assert [c.printed for c in parsed.claims if c.scope == "total"] == ["70", "67"]


def test_what_is_done_about_a_case_by_its_words() -> None:
    text = "9月应处置1263件，实际处置1241件，处置率98.26%；按时处置1205件，按时处置率95.41%；未处置22件。"
    assert [found[:2] for found in claims(text)] == [
        ("due", "1263件"),
        ("handled", "1241件"),
        ("handled_rate", "98.26%"),
        ("completed_on_time", "1205件"),
        ("on_time_completion_rate", "95.41%"),
        ("not_completed", "22件"),
    ]
