"""G3 and P1 across names: bounds beside exact rates, one office over several channels."""

from tests.pipelines.audit.from_text import findings, table


def test_a_bound_that_an_exact_rate_of_the_same_letters_reaches() -> None:
    text = "本月县长信箱回复率为99.73%，99%以上的来信得到办理。"
    assert [(f.verdict, f.recomputed) for f in findings(text, "G3")] == [("consistent", "99.73%")]


def test_an_exact_rate_outside_the_bound_says_nothing() -> None:
    assert not findings("本月县长信箱回复率为98.73%，99%以上的来信得到办理。", "G3")


def channels(last: str) -> str:
    names = ("12345热线", "市长信箱", "县长信箱")
    rows = ("甲局 202 35", "甲局 9 4", last)
    return "\n".join(
        table(f"{name}办理情况统计表", "单位 应办件数 逾期办结件数", row, "乙局 5 0")
        for name, row in zip(names, rows, strict=True)
    )


def late(last: str) -> list[str | None]:
    return [f.claimed for f in findings(channels(last), "P1") if "逾期" in f.subject]


def test_an_office_late_in_all_channels_but_one_is_told() -> None:
    assert late("甲局 13 0") == ["35；4；0"]


def test_few_items_or_one_late_item_are_nothing_to_tell() -> None:
    assert late("甲局 3 0") == []
    assert late("甲局 13 1") == []
