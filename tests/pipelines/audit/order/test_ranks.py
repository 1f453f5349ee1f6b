"""N2: ranks against scores."""

from tests.pipelines.audit.from_text import findings, table, verdicts

CAPTION = "2022年3月县长信箱考核得分表"


def ranks(*rows: str) -> str:
    return table(CAPTION, "单位 得分 排名", *rows)


def test_ranks_in_the_order_of_scores_hold() -> None:
    assert verdicts(ranks("县住建局 98.5 1", "县公安局 97 2", "县医保局 90.2 3"), "N2") == [("consistent", 0)]


def test_a_better_rank_with_a_lower_score_is_named() -> None:
    (found,) = findings(ranks("县住建局 98.5 1", "县公安局 99.1 2", "县医保局 90.2 3"), "N2")
    assert (found.verdict, found.severity) == ("inconsistent", 2)
    assert "县住建局得分98.5、列第1" in found.statement_zh
    assert "县公安局得分99.1、列第2" in found.statement_zh


def test_equal_scores_may_share_a_rank_or_not() -> None:
    assert verdicts(ranks("县住建局 98 1", "县公安局 98 1", "县医保局 90 3"), "N2") == [("consistent", 0)]
    assert verdicts(ranks("县住建局 98 1", "县公安局 98 2", "县医保局 90 3"), "N2") == [("consistent", 0)]


def test_nothing_is_said_of_groups_ranked_apart_or_of_scores_that_count_downwards() -> None:
    assert verdicts(ranks("县住建局 98 1", "县公安局 97 2", "松坪镇 96 1", "石梁乡 99 2"), "N2") == []
    assert verdicts(ranks("县住建局 1 1", "县公安局 2 2", "县医保局 3 3"), "N2") == []


def test_ranks_are_shown_with_their_scores() -> None:
    (found,) = findings(ranks("县公安局 97 2", "县住建局 98.5 1", "县医保局 90.2 3"), "N2")
    assert (found.claimed, found.recomputed) == ("1；2；3", "98.5；97；90.2")


RATES = ("东河镇 40 40 100%", "西岭乡 50 48 96%", "北山乡 60 59 98.33%", "南坪镇 30 27 90%", "石梁镇 20 16 80%")


def by_rate(*ranks: int) -> list[tuple[str, int]]:
    rows = [f"{rank} {row}" for rank, row in zip(ranks, RATES, strict=True)]
    return verdicts(table("乡镇办结情况", "名次 单位 应办 办结 办结率", *rows), "N2")


def test_without_scores_ranks_are_held_against_the_one_rate_that_they_follow() -> None:
    assert by_rate(1, 3, 2, 4, 5) == [("consistent", 0)]
    assert by_rate(1, 2, 3, 4, 5) == [("needs_definition", 2)]
    assert by_rate(4, 1, 5, 2, 3) == []


def test_the_score_of_the_whole_is_ranked_not_that_of_one_measure() -> None:
    header = "单位 办结率得分 满意率得分 综合得分 排名"
    rows = ("县住建局 20 30 97.5 1", "县公安局 30 20 94 2", "县医保局 25 25 96 3")
    (found,) = findings(table(CAPTION, header, *rows), "N2")
    assert (found.verdict, found.claimed, found.recomputed) == ("inconsistent", "2；3", "94；96")
