"""What single channels got of single kinds is told of no channel as a whole; all of it is invented."""

from tests.pipelines.audit.from_text import findings

HEAD = "# 岭溪县12345市民热线、书记信箱、县长信箱2022年3月办理情况\n\n"
OWN = (
    "（一）市民热线\n\n3月，共受理诉求665件，办结665件，办结率100%。\n\n"
    "（二）县长信箱\n\n3月，共受理来信119件，办结119件，办结率100%。\n\n"
)
KINDS = (
    "二、热点问题\n\n（一）物业类\n\n3月，共受理物业类问题122个，其中市民热线116个，书记信箱5个，县长信箱1个。\n\n"
    "（二）营商类\n\n3月，共受理营商类问题94个，其中市民热线92个，书记信箱1个，县长信箱1个。\n\n"
    "（三）城管类\n\n3月，共受理城管类问题120个，其中市民热线119个，县长信箱1个。\n"
)


def test_counts_of_two_kinds_by_one_channel_are_no_repeats() -> None:
    found = findings(OWN + KINDS, "N1", HEAD)
    assert [f.statement_zh for f in found if "处" in f.statement_zh] == []


def test_a_count_of_all_of_a_channel_in_a_list_repeats_it() -> None:
    text = OWN + "3月，三个渠道共受理900件，其中市民热线665件，书记信箱116件，县长信箱119件。\n"
    assert [f.claimed for f in findings(text, "N1", HEAD) if "处" in f.statement_zh] == ["665件", "119件"]


def test_a_heading_that_names_the_hotline_of_citizens_is_of_the_hotline() -> None:
    assert [f.subject for f in findings(OWN, "A4", HEAD)] == [
        "12345热线（2022年3月）办结率",
        "县长信箱（2022年3月）办结率",
    ]


def test_rates_that_are_all_alike_are_told_by_their_own_names_with_the_items_of_their_period() -> None:
    half = "一、上半年\n\n2022年1-3月，{}共受理诉求{}件，办结{}件，办结率100%。\n\n"
    text = "".join(half.format(c, n, n) for c, n in (("市民热线", 2580), ("书记信箱", 99), ("县长信箱", 319)))
    text += "二、3月\n\n" + "".join(
        f"3月，{c}共受理诉求{n}件，办结{n}件，办结率100%。\n\n"
        for c, n in (("市民热线", 665), ("书记信箱", 27), ("县长信箱", 23))
    )
    (found,) = findings(text, "P1", HEAD)
    assert found.recomputed == "2580件；99件；319件；665件；27件；23件"
    assert "办结率全部为100%" in found.statement_zh
    assert "回复率" not in found.statement_zh
