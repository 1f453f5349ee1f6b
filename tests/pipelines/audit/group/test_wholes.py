"""Which whole the parts of an enumeration are of, and which letters a paragraph speaks of."""

import pytest

from tests.pipelines.audit.from_text import findings, verdicts

INTAKE = "2022年3月，县长信箱共收到来信37件。截至4月5日，已办结35件，办结率94.59%，其余2件正在办理中。"


def discrepancies(text: str, check_id: str) -> list[str]:
    return [f.verdict for f in findings(text, check_id) if f.verdict != "consistent"]


def test_parts_that_add_up_to_what_came_in_are_parts_of_it() -> None:
    text = INTAKE + "其中投诉类19件，占51.35%；求助类9件，占24.32%；举报类9件，占24.32%。\n"
    assert discrepancies(text, "A2") == []
    assert discrepancies(text, "A3") == []


def test_parts_that_exceed_what_came_in_do_not_fit() -> None:
    text = INTAKE + "其中投诉类29件、求助类9件、举报类9件。\n"
    assert discrepancies(text, "A2") == ["needs_definition"]


def test_what_the_rounding_of_shares_hides_is_no_missing_part() -> None:
    text = "2022年3月，县长信箱共收到来信400件。其中投诉类238件，占60%；求助类158件，占40%。\n"
    assert discrepancies(text, "A2") == ["unusual"]


def test_direct_answers_may_be_among_those_completed() -> None:
    intake = "2022年3月，县长信箱收到来信90件，无效来信10件，有效来信80件。"
    text = intake + "转办74件，直接答复6件，已办结78件，正在办理2件。\n"
    assert verdicts(text, "A9")
    assert discrepancies(text, "A9") == []


def test_a_rate_of_100_that_is_rounded_asks_for_no_missing_items() -> None:
    assert discrepancies("2022年3月，县长信箱转办来信1000件，已反馈997件，反馈率100%。\n", "A9") == []
    assert discrepancies("2022年3月，县长信箱转办来信1000件，已反馈990件，反馈率100%。\n", "A9") == ["needs_definition"]


@pytest.mark.parametrize(("open_items", "found"), [(5, []), (9, ["needs_definition"])])
def test_a_rate_ties_a_paragraph_to_the_letters_of_another(open_items: int, found: list[str]) -> None:
    text = f"2022年3月，县长信箱共收到来信80件。\n\n已办结75件，正在办理{open_items}件，办结率93.75%。\n"
    assert discrepancies(text, "A9") == found


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        (
            "其中市政类312件，占比75.54%；咨询类81件，占比19.61%；无效来信18件，占比4.36%；举报类2件，占比0.48%。",
            "consistent",
        ),
        ("其中市政类312件，交通类51件，其他20件，重复来信30件。", "consistent"),
        ("其中市政类312件、交通类51件、广告推销20件、重复来信30件。", "consistent"),
        ("其中市政类312件，交通类81件，其他20件，重复来信50件。", "consistent"),  # these are among the others
        ("其中市政类312件，交通类51件，其他20件，重复来信50件。", "needs_definition"),
        ("其中市政类312件，交通类51件，其他20件，重复来信10件。", "inconsistent"),
    ],
)
def test_what_is_taken_off_is_a_kind_where_it_stands_in_a_list_of_kinds(parts: str, found: str) -> None:
    text = f"2022年3月，县长信箱共收到来信413件。{parts}"
    assert [f.verdict for f in findings(text, "A2") if f.subject.endswith("收到之和")] == [found]


def test_a_share_that_is_wrong_leaves_the_whole_of_the_others_theirs() -> None:
    text = (
        "2022年3月，12345热线收到来电905件。\n\n2022年3月，县长信箱收到来信36件。从类型看，投诉类占50%，求助类占{}，"
        "咨询类占14%，建议类占11%。\n"
    )
    (wrong,) = findings(text.format("26%"), "G1")
    assert wrong.verdict == "needs_definition"
    assert "总数36" in wrong.statement_zh
    assert findings(text.format("25%"), "G1") == []
    of_all = text.replace("50%", "50.17%").replace("14%", "14.25%").replace("11%", "11.93%").format("23.65%")
    assert {"总数905" in f.statement_zh for f in findings(of_all, "G2")} == {True}


def test_two_lists_of_one_whole_with_shares_of_it_are_two() -> None:
    text = "2022年3月，县长信箱收到来信60件，其中咨询类20件，占33.3%，投诉类40件，占66.7%，实名类33件，占55%。\n"
    assert [f.claimed for f in findings(text, "A2") if f.verdict == "consistent"][:1] == ["60件"]
    assert discrepancies(text, "A2") == []


def test_shares_that_only_the_sum_of_their_list_gives_are_of_another_base() -> None:
    text = (
        "2022年3月，县长信箱收到来信80件。\n\n从反映方式看，来信举报30件，占来信总量的37.5%；来访20件，占来信总量的25%；"
        "网络举报30件，占来信总量的37.5%。\n\n从级别看，科级9件，占来信总量的18%；一般干部11件，占来信总量的22%；"
        "农村30件，占来信总量的60%。\n"
    )
    assert [f.verdict for f in findings(text, "A3")] == ["consistent"] * 3 + ["consistent_on_other_base"] * 3


@pytest.mark.parametrize(("inside", "verdict"), [(50, "consistent"), (52, "needs_definition")])
def test_the_base_of_such_shares_may_be_printed_behind_them(inside: int, verdict: str) -> None:
    text = (
        "2022年3月，县长信箱收到来信80件。\n\n从级别看，科级9件，占来信总量的18%；一般干部11件，占来信总量的22%；农村30件，"
        f"占来信总量的60%。\n\n本月收到来信80件，其中业务范围内{inside}件。\n"
    )
    assert [f.verdict for f in findings(text, "A2") if "科级" in f.subject and f.metric == "received"] == [verdict]


def test_where_people_took_their_complaint_is_a_part() -> None:
    text = "2022年3月，全县信访总量60件。从层级看，到省信访局信访量12件，到市信访局信访量18件，到县信访局信访量30件。\n"
    assert [(f.verdict, f.recomputed) for f in findings(text, "A2")] == [("consistent", "60")]


def test_kinds_whose_shares_are_of_all_that_came_in_fill_no_other_count() -> None:
    text = (
        "2022年3月，县长信箱共收到来信250件，其中重复来信30件，有效来信220件。从内容看，居前的是城乡建设110件，占44%；"
        "交通运输70件，占28%；教育40件，占16%；供水20件，占8%。\n"
    )
    assert discrepancies(text, "A3") == []
    assert "inconsistent" not in discrepancies(text, "A2")


def test_a_whole_of_visits_and_people_is_that_of_visits() -> None:
    text = "2022年3月，县长信箱及来访共收到诉求60件210人次。其中，咨询类40件，占66.7%；投诉类20件，占33.3%。\n"
    assert [f.verdict for check in ("A2", "A3") for f in findings(text, check)] == ["consistent"] * 4


def test_channels_beside_each_other_are_no_parts_of_the_first() -> None:
    assert discrepancies("2022年3月，县长信箱收到来信210件，网上问政留言158件，12345热线工单1122件。\n", "A2") == []


def test_channels_behind_two_counts_of_channels_together_are_parts_of_neither() -> None:
    first = "“市委书记、市长信箱”有效信件2件，承办单位为：甲局1件、乙局1件"
    second = "“县委书记、县长信箱”有效信件10件，承办单位为：甲局7件、丙局3件"
    others = "“人民网留言板”有效信件1件；“12345热线”有效信件5件"
    assert discrepancies(f"3月，{first}；{second}；{others}。", "A2") == []


@pytest.mark.parametrize(("third", "is_told"), [("县长信箱", False), ("市长公开电话", True)])
def test_coarse_shares_are_not_of_one_of_several_channels(third: str, is_told: bool) -> None:
    counted = (("民情直通车", 12), (third, 9), ("市长公开电话", 1260))
    items = "\n\n".join(f"{name}群众反映问题共{n}件。" for name, n in counted)  # any whole per cent is one of 1260
    kinds = "从数据看，噪声问题占比31%，供水问题占比27%，道路问题占比22%，其他问题占比20%。"
    head = "# 岭溪县2022年3月群众诉求办理情况通报\n\n"
    found = findings(f"{items}\n\n二、数据分析\n\n{kinds}\n", "G2", head)
    assert any("总数1260" in f.statement_zh for f in found) == is_told


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("共收到局长信箱留言86条、网上咨询1402条、征集调查意见212条，已全部答复。", []),
        ("共收到12345转办件88件、网站留言402条、来访登记57批次、电话咨询1310个。", []),
        ("收到县长信箱来信120件、微信咨询90件、现场咨询75件。", []),
        ("收到县长信箱来信86件，包括网上咨询60件、征集意见36件。", ["needs_definition"]),
        ("收到县长信箱来信86件、其中咨询60件、投诉36件。", ["needs_definition"]),
        ("收到县长信箱来信86件：网上咨询60件、征集意见36件、其他12件。", ["needs_definition"]),
    ],
)
def test_a_whole_is_none_of_several_counts_in_a_row(text: str, found: list[str]) -> None:
    assert discrepancies(text + "\n", "A2") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("累计收到3842件，通过3591件，累计通过率93.5%；完成整改3571件，累计整改率99.4%。", []),
        ("累计收到3842件，审核通过3591件；完成整改3571件。", []),
        ("收到1008件，审核通过944件、不通过66件。", ["inconsistent"]),
    ],
)
def test_stages_are_no_parts_of_what_came_in(text: str, found: list[str]) -> None:
    assert discrepancies(text + "\n", "A2") == found


CASES = "2022年3月，共采集上报案件860件，立案823件，派遣823件，结案800件。\n\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            CASES + "立案案件中，事件类647件，占78.61%；部件类176件，占21.39%。"
            "结案案件中，事件类629件，占78.63%；部件类171件，占21.38%。",
            [],
        ),
        (CASES + "结案案件中，市容环境类306件，宣传广告类121件，街面秩序类383件。", ["inconsistent"]),
        (
            "电话呼入42310个，接通41900个；受理9210件，其中电话7000件，占76.00%；网络2210件，占24.00%；"
            "办结9100件，其中电话6920件，占76.04%；网络2180件，占23.96%。",
            [],
        ),
        ("受理来信100件，办结90件，其中投诉50件、咨询33件、其他12件。", ["inconsistent"]),
    ],
)
def test_a_second_list_is_of_the_count_that_opens_it(text: str, found: list[str]) -> None:
    assert discrepancies(text + "\n", "A2") == found
    assert discrepancies(text + "\n", "A3") == []
