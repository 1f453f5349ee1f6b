"""N2 by place: ranks in sentences and the figures that bear them out."""

import pytest

from tests.pipelines.audit.from_text import findings


def ranks(text: str) -> list[str]:
    """The lists that are told as ranked rightly, by their figures."""
    return [str(f.claimed) for f in findings(text, "N2") if "与所称名次相符" in f.statement_zh]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("办理数排在前三的部门：柳溪镇（47件）、石桥镇（37件）、县城管局（21件）。", ["47件；37件；21件"]),
        ("本月共转办工单761件。工单较多的单位为：县住建局146件，县城管局107件，县公安局77件。", ["146件；107件；77件"]),
        (
            "柳溪镇承接97件，承接量第一；石桥镇承接81件，承接量第二；白水乡承接68件，承接量第三。",
            ["97件；81件；68件"],
        ),
        ("省、市、县三级来信量分别为518件、502件、354件，其中省级来信最多。", ["518件；502件；354件"]),
    ],
)
def test_ranks_that_the_figures_bear_out(text: str, figures: list[str]) -> None:
    assert ranks(text) == figures


@pytest.mark.parametrize(
    "text",
    [
        "办理数排在前三的部门：柳溪镇（37件）、石桥镇（47件）、县城管局（21件）。",
        "办理数排在前两位的部门：柳溪镇（47件）、石桥镇（37件）。",
        "办理量前三位的为：柳溪镇（直办562件，转办600件）、石桥镇（直办371件，转办509件）、白水乡（直办431件，转办506件）。",
        "省、市、县三级来信量分别为502件、518件、354件，其中省级来信最多。",
        "办结柳溪镇47件、石桥镇37件、县城管局21件。",
    ],
)
def test_what_is_not_ranked_or_not_borne_out_says_nothing(text: str) -> None:
    assert ranks(text) == []


def test_marks_in_brackets_and_topics_are_ranked() -> None:
    assert ranks("乡镇考核分值前三位：柳溪镇（100分）、石桥镇（98.2分）、白水乡（97.8分）。") == [
        "100分；98.2分；97.8分"
    ]
    assert ranks("来信集中在城建、就业、企业，分别为86件、39件、19件。") == ["86件；39件；19件"]


def said(text: str) -> list[tuple[str, str | None]]:
    return [(f.verdict, f.claimed) for f in findings("本月受理来信219件。" + text, "N2")]


@pytest.mark.parametrize(
    "text",
    [
        "分类看，咨询类最多，为{}件；其次是投诉类，为81件；再次是求助类，为42件。",
        "诉求量排名前三的领域为城乡建设{}件、社会保障81件、交通出行42件。",
        "案卷量前3名为道路（主街）{}件、噪声（夜间）81件、绿化（行道树）42件。",
        "按承办单位由多到少：县住建局{}件，县人社局81件，县交通局42件。",
        "其中，县住建局（{}件）是受理量最多的部门，县人社局（81件），县交通局（42件）。",
    ],
)
def test_what_is_said_to_be_most_is_held_against_the_figures(text: str) -> None:
    assert said(text.format(96)) == [("consistent", "96件；81件；42件")]
    assert said(text.format(76)) == [("unusual", "76件；81件；42件")]


def test_five_figures_that_fall_unranked_are_told_and_others_are_not() -> None:
    text = "按责任主体分，县住建局{}件，县人社局41件，石桥镇31件，县公安局19件，县教育局7件。"
    assert said(text.format(62)) == [("consistent", "62件；41件；31件；19件；7件")]
    assert said(text.format(32)) == []


def test_those_said_to_be_last_are_not_among_the_first() -> None:
    text = "受理量居前三位的是东镇、西镇、北镇，分别为97件、96件、95件，排名靠后的是南镇12件。"
    assert [f.claimed for f in findings(text, "N2")] == ["97件；96件；95件"]


def test_a_whole_before_its_parts_is_none_of_them() -> None:
    text = "投诉类91件中，供水40件、供热25件、供气15件、排水8件、其他3件。"
    assert all("91件" not in str(f.claimed) for f in findings(text, "N2"))


@pytest.mark.parametrize("rest", ["其他类", "其它"])
def test_the_rest_stands_last_however_much_it_counts(rest: str) -> None:
    text = f"从领域看，住建类62件、人社类41件、交通类31件、教育类19件、文旅类7件、{rest}15件。"
    assert said(text) == [("consistent", "62件；41件；31件；19件；7件")]
    assert said(text.replace("文旅类7件", f"{rest}7件").replace(f"{rest}15件", "文旅类15件")) == []
    assert said(f"按承办单位由多到少：县住建局62件，县人社局41件，县交通局31件，{rest}35件。") == [
        ("consistent", "62件；41件；31件")
    ]


LINES = "东山镇：310件\n\n西河镇：{}件\n\n南坪镇：200件\n\n北口镇：120件\n\n中岭乡：90件\n\n"


@pytest.mark.parametrize(
    "head",
    ["受理量排名前五的乡镇", "（二）从承办单位看，前5名分别为：", "按承办单位统计（前五名）：", "来信量居前的乡镇："],
)
def test_lists_by_lines_are_ranked_by_the_line_before_them(head: str) -> None:
    text = f"3月，县长信箱收到来信1467件。\n\n{head}\n\n{LINES}"
    assert ranks(text.format(280)) == ["310件；280件；200件；120件；90件"]
    assert ranks(text.format(180)) == []


def test_lines_that_rise_are_told_where_their_number_ranks_them() -> None:
    def told(head: str) -> list[str]:
        text = f"3月，县长信箱收到来信1467件。\n\n{head}\n\n{LINES.format(180)}"
        return [f.verdict for f in findings(text, "N2")]

    assert told("受理量排名前五的乡镇：") == ["unusual"]
    assert told("满意率排名前五的乡镇：") == []
    assert told("各乡镇来信情况：") == []


def test_a_list_by_lines_ends_where_another_line_stands() -> None:
    lines = LINES.format(280)
    text = f"3月，县长信箱收到来信1467件。\n\n受理量前五的乡镇：\n\n{lines}受理量居前的部门：\n\n"
    text += "县住建局：333件\n\n县城管局：300件\n\n县公安局：200件\n\n"
    assert ranks(text) == ["310件；280件；200件；120件；90件", "333件；300件；200件"]


def test_the_rest_may_close_a_list_by_lines() -> None:
    lines = "".join(f"{name}类：{n}件\n\n" for name, n in (("城建", 90), ("交通", 60), ("教育", 30), ("其他", 287)))
    assert ranks(f"3月，县长信箱收到来信467件。\n\n来信量居前的问题：\n\n{lines}") == ["90件；60件；30件"]
