"""Shares of a kind that its sentence counts; all of it is invented."""

import pytest

from tests.pipelines.audit.from_text import findings

HEAD = "# 岭溪县12345热线2022年3月运行情况\n\n3月，共受理诉求9000件。\n\n"


def implied(text: str) -> list[str | None]:
    return [f.recomputed for f in findings(text, "G2", HEAD)]


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("交通管理1000件，其中停车占30.1%，公交占20.2%。", ["301", "202"]),
        (
            "环境保护1000件，主要是施工引起的噪音污染（占环境污染投诉总量52.3%）；工地的空气污染（占31.3%）。",
            ["523", "313"],
        ),
    ],
)
def test_shares_behind_the_count_of_a_kind_are_of_that_kind(text: str, counts: list[str]) -> None:
    assert implied(text) == counts


def test_shares_that_are_said_to_be_of_all_are_of_all() -> None:
    assert implied("交通管理1000件，其中停车占诉求总量的1.1%。") == ["95至103"]


@pytest.mark.parametrize(
    "text",
    [
        "在居民生活类问题中，供水问题占比为93.58%。",
        "其中，反映供电类问题来电3075个，在居民生活类问题中，供水问题占比为93.58%。",
        "其中城乡建设类诉求中，物业管理占41.25%。",
        "城乡建设、交通类工单中，停车问题所占比例为41.3%。",
    ],
)
def test_a_share_of_a_kind_named_in_front_is_not_of_all(text: str) -> None:
    assert implied(text) == []


@pytest.mark.parametrize("front", ["在各类诉求中，", "在受理的诉求中，", ""])
def test_a_share_of_no_kind_named_in_front_is_of_all(front: str) -> None:
    assert implied(f"{front}供水问题占比为41.25%。") == ["3713"]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("其中，反映供水类问题来电3075个，在居民生活类问题中，供水问题占比为93.58%。", "3286"),
        ("涉及物业管理类诉求412件，在城乡建设类诉求中，物业管理占41.24%。", "999"),
        ("停车类工单206件，城乡建设、交通类工单中，停车问题所占比例为41.3%。", "499"),
    ],
)
def test_a_count_and_its_share_of_a_kind_named_in_front_give_the_kind(text: str, whole: str) -> None:
    assert implied(text) == [whole]
