"""A10 for names and figures: as many as the text says."""

import pytest

from pipelines.audit.listing.listed import entries
from tests.pipelines.audit.from_text import findings

LEAD = "本月收到来信101件。"


def told(text: str) -> list[str]:
    """The numbers that are borne out."""
    return [str(f.claimed) for f in findings(LEAD + text, "A10") if f.statement_zh.startswith("正文称")]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("群众关注的热点集中在小区改造、物业服务、消费维权、城市管理等4个方面。", ["4个方面"]),
        ("县交通局和县水利局2家单位逾期较多。", ["2家单位"]),
        ("道路养护、路灯维修和公交线路三类问题较多。", ["三类问题"]),
        ("各镇（共3家，满分100分）：柳溪镇得分为98.5分，石桥镇97.2分，白水乡96.1分。", ["3家"]),
        ("县交通局有三件来信分别超期34天、23天、11天未办理。", ["三件"]),
    ],
)
def test_as_many_as_the_text_says(text: str, numbers: list[str]) -> None:
    assert told(text) == numbers


@pytest.mark.parametrize(
    "text",
    [
        "群众关注的热点集中在小区改造、物业服务、消费维权等4个方面。",
        "热点有小区改造、物业服务等，涉及4个方面。",
        "各镇（共4家，满分100分）：柳溪镇得分为98.5分，石桥镇97.2分，白水乡96.1分。",
        "县交通局有四件来信分别超期34天、23天、11天未办理。",
    ],
)
def test_another_number_says_nothing(text: str) -> None:
    assert told(text) == []


def test_a_word_that_joins_may_belong_to_a_name() -> None:
    assert entries("教育、卫生和健康") == (2, 3)
    assert entries("住房和城乡建设") == (1, 2)
    assert entries("教育") is None


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("诉求量前三位的是城乡建设46件、社会保障31件、交通出行12件。", ["consistent"]),
        ("诉求量前三位的是城乡建设46件、社会保障31件、交通出行12件、环境保护9件。", ["needs_definition"]),
        ("高发问题前三位为道路破损、乱堆物料、道路不洁，均已处置。", ["consistent"]),
        ("高发问题前四位为道路破损、乱堆物料、道路不洁，均已处置。", ["needs_definition"]),
        ("高发问题前四位为道路破损、乱堆物料、道路不洁等，均已处置。", []),
        ("排名前三的有住房、教育和交通。", ["consistent"]),
        ("前三季度为86件、46件、41件。", []),
    ],
)
def test_the_first_few_of_a_ranking_are_as_many_as_it_says(text: str, verdicts: list[str]) -> None:
    assert [f.verdict for f in findings(LEAD + text, "A10")] == verdicts


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("按内容分，供水问题、供电问题、供气问题来信量居前三位。", ["前三位"]),
        ("服务类来信中，供水类、供电类、公交类与供暖类位居前四位；其余较少。", ["前四位"]),
        ("供水类46件、供电类31件、公交类12件，分列前三位。", ["前三位"]),
        ("来信量居前三位的分别供水、供电、公交。", ["前三位"]),
        ("排名后三位的单位为：柳溪镇、石桥镇、白水乡。", ["后三位"]),
        # Some of the first five may be named alone, 等 leaves the list open, and 前三季度 is a period.
        ("供水问题、供电问题来信量居前五位。", []),
        ("供水、供电、公交、供暖、物业等来信量居前五位。", []),
        ("前三季度来信量分别为供水、供电、公交。", []),
        ("来信量前三位分别下降5%、6%、8%。", []),
    ],
)
def test_the_first_few_before_and_behind_their_number(text: str, numbers: list[str]) -> None:
    assert told(text) == numbers


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        (
            "考核前三名的乡镇（场）：柳溪镇、石桥镇、白水乡、青坪场；后两名的乡镇（场）：双河镇、大岭场。",
            ["needs_definition", "consistent"],
        ),
        ("来信量前三位的是：县住建局、县教育局；县公安局另有3件。", []),
    ],
)
def test_a_list_of_the_first_few_ends_where_another_begins(text: str, verdicts: list[str]) -> None:
    assert [f.verdict for f in findings(LEAD + text, "A10") if f.statement_zh.startswith("正文称")] == verdicts


def test_names_with_their_counts_before_the_number_of_them() -> None:
    assert told("热点集中在供水（46件）、供电（31件）、公交（12件）等3个领域。") == ["3个领域"]
    assert told("热点集中在供水46件、供电31件、公交12件等三类问题。") == ["三类问题"]
    assert told("热点集中在供水46件、供电31件、公交12件等4类问题。") == []


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("来信量排前三的分别柳溪镇（46件），石桥镇（31件），白水乡（12件），共占全县的68.3%。", ["前三"]),
        ("来信量前三名的单位分别为县住建局46件、县教育局31件、县公安局12件，合计89件，占68.3%。", ["前三名"]),
        ("供水、供电、公交占据来信问题的前3位。", ["前3位"]),
        ("来信量排名前三的类别如下：供水、供气类共46件，占5%；供电类共31件，占4%；公交类共12件，占2%。", ["前三"]),
        ("来信量前三位的是：供水类46件；供电类31件。", []),
        ("来信量前三位的是：供水类46件；供电类31件；县住建局另有来信办结。", []),
        ("来信量前三位分别为供水46件，占5%；供电31件，占4%；公交12件，占2%。", ["前三位"]),
        ("排名前三的分别是供水14件、供电12件、供气9件，三项合计35件，占40.7%。", ["前三"]),
    ],
)
def test_the_first_few_with_their_counts_set_apart_by_commas(text: str, numbers: list[str]) -> None:
    assert told(text) == numbers
