"""Bulletins of market regulation, of city management and of a year as offices write them: whose figure it is, what a
change is of, and what parts are parts of. Sentences and tables of our own."""

import pytest

from pipelines.audit.finding import Finding
from pipelines.parse import parse_payload
from tests.pipelines.audit.from_text import findings, table

HEAD = "# 云溪市2023年5月12315受理情况\n\n"


def told(text: str, *checks: str, head: str = HEAD) -> list[tuple[str, str]]:
    return [(f.verdict, f.statement_zh) for check in checks for f in findings(text, check, head)]


def doubts(text: str, *checks: str, head: str = HEAD) -> list[str]:
    return [said for verdict, said in told(text, *checks, head=head) if verdict not in ("consistent", "unusual")]


INTAKE = (
    "5月，云溪市市场监督管理局12315指挥中心共受理{whole}件，环比下降10%。其中咨询1200件，占受理总量的60%；"
    "投诉600件，占受理总量的30%；举报200件，占受理总量的10%。"
)


def test_the_line_that_an_office_runs_has_the_whole() -> None:
    parsed = parse_payload((HEAD + INTAKE.format(whole=2000)).encode(), file_name="bulletin.md")
    assert {c.agency for c in parsed.claims} == {None}
    assert any("1200+600+200=2000" in said for _, said in told(INTAKE.format(whole=2000), "A2"))
    assert any(verdict != "consistent" for verdict, _ in told(INTAKE.format(whole=2004), "A2"))


def test_an_office_that_hands_on_to_the_line_is_still_that_office() -> None:
    text = "5月，全市共受理2000件。其中市教育局受理30件，办结30件；市住建局受理50件，办结49件。"
    parsed = parse_payload((HEAD + text).encode(), file_name="bulletin.md")
    assert {c.agency for c in parsed.claims} == {None, "市教育局", "市住建局"}


LATER = "本月共受理各类咨询信息{now}件，同比增长2%。主要涉及办理流程等。与去年同期相比，咨询业务总量增加了{more}件。"


def test_a_number_of_items_in_a_later_sentence_tells_the_earlier_count_where_it_fits() -> None:
    assert any("(2157-2115)/2115" in said for _, said in told(LATER.format(now=2157, more=42), "A6"))
    assert told(LATER.format(now=2157, more=90), "A6") == []


PARTS = (
    "5月，全市受理2000件。其中投诉920件，环比下降19.6%，占46%；咨询1080件，环比上升8%，占54%。\n\n"
    "本月共受理投诉920件。其中商品类投诉556件，环比下降20.8%，占60.4%；服务类投诉364件，环比下降{fall}，占39.6%。"
)


def test_the_change_of_a_whole_may_stand_in_another_paragraph() -> None:
    (found,) = [f for f in findings(PARTS.format(fall="17.6%"), "G3", HEAD) if "商品类" in f.subject]
    assert (found.verdict, found.claimed, found.recomputed) == ("consistent", "1144", "1144")
    (found,) = [f for f in findings(PARTS.format(fall="37.6%"), "G3", HEAD) if "商品类" in f.subject]
    assert found.verdict == "needs_definition"


SOURCES = (
    "5月，中心共受理案件1000件。其中，巡查员上报900件，占案件总量的90%；返工53件；受理城管舆情40件，占案件总量的4%，"
    "按期办结40件，结案率100%；通过“视频监控”发现案件20件，占案件总量的2%，结案5件，结案率25%；受理其他来源40件，占总量的4%，"
    "按期办结40件，结案率100%。\n对比4月，责任单位结案数减少30件；城管舆情案件量减少20%；“视频监控”发现案件量减少37.5%。"
)
CITY = "# 云溪市2023年5月数字城管运行情况\n\n"


def test_sources_with_what_became_of_them_are_parts_of_one_list() -> None:
    assert any("900+40+20+40=1000" in said for _, said in told(SOURCES, "A2", head=CITY))
    assert doubts(SOURCES, "A2", "A3", "A4", "A6", "A9", "G2", head=CITY) == []


def test_a_change_is_of_what_its_own_clause_names() -> None:
    said = [said for _, said in told(SOURCES.replace("\n", ""), "G2", head=CITY)]
    assert any("城管舆情收到40，较上期下降20%" in sentence and "为50时" in sentence for sentence in said)
    assert any("收到20，较上期下降37.5%" in sentence and "为32时" in sentence for sentence in said)


def test_what_moved_that_no_list_knows_is_not_the_rate_before() -> None:
    text = "5月，中心共受理案件1000件，结案率98%。与4月相比，结案数减少30件；市民拍照上传案件量减少40%。"
    parsed = parse_payload((CITY + text).encode(), file_name="bulletin.md")
    (change,) = [c for c in parsed.claims if c.printed == "40%"]
    assert (change.of_metric, change.category) == ("received", "市民拍照上传案件")


def test_cases_as_such_are_the_whole_that_moved() -> None:
    text = "5月，中心共受理案件1000件，结案率98%。与4月相比，结案率提高0.5个百分点；案件总量增长25%。"
    parsed = parse_payload((CITY + text).encode(), file_name="bulletin.md")
    (change,) = [c for c in parsed.claims if c.printed == "25%"]
    assert change.category is None


@pytest.mark.parametrize("means", ["通过查询知识库、三方通话等方式", ""])
def test_by_what_means_calls_were_answered_is_no_object(means: str) -> None:
    text = f"5月，12345热线共受理诉求8300件。{means}直接办理4100件，交办工单4200件。"
    assert any("4100+4200" in said for _, said in told(text, "A9"))


def test_entries_of_a_knowledge_base_are_no_letters() -> None:
    text = "5月，12345热线共受理诉求8300件。更新知识库办理4100件。"
    parsed = parse_payload((HEAD + text).encode(), file_name="bulletin.md")
    assert [c.printed for c in parsed.claims] == ["8300件"]


def test_nothing_is_no_share_of_what_the_unit_before_had() -> None:
    text = "5月，第一类单位立案140件。其中，公安局（40件）占28.57%，水利局（0件）占0.00%，邮政公司（100件）占71.43%。"
    (found,) = [f for f in findings(text, "A3", CITY) if "水利局" in f.statement_zh]
    assert "0/140=0%" in found.statement_zh


def test_a_unit_that_is_called_the_largest_has_its_share() -> None:
    text = (
        "5月，第一类5个部门的立案数为{whole}件。其中，城建局（68件）是5月份受理量最多的部门，占第一类的48.57%，"
        "公安局（32件）占22.86%，城管局（40件）占28.57%。"
    )
    said = [said for _, said in told(text.format(whole=140), "A3", head=CITY)]
    assert any("48.57%，68/140=48.5714%，相符" in sentence for sentence in said)
    assert not any("48.57%" in said for _, said in told(text.format(whole=150), "A3", head=CITY))


def test_a_bracket_may_stand_between_a_number_and_its_unit() -> None:
    text = "5月，12345热线共签收{}（含复派）件，退回3件，实际受理45件。"
    assert any("3+45=48，相符" in said for _, said in told(text.format(48), "A9"))
    assert not any("3+45" in said for _, said in told(text.format(49), "A9"))


def test_items_of_a_list_that_fills_its_whole_are_no_parts_of_one_of_them() -> None:
    first = "5月，共收到来信50件。按内容看，住房30件(60%)；交通16件(32%)；公共安全2件(4%)；"
    text = f"{first}拆迁征收1件(2%)；城市建设1件(2%)。"
    said = [said for _, said in told(text, "A2", "A9", head="# 云溪县2023年5月县长信箱办理情况\n\n")]
    assert any("30+16+2+1+1=50" in sentence for sentence in said)
    assert not any("1+1=2" in sentence for sentence in said)


YEAR = "# 云溪县2022年群众诉求受理情况\n\n2022年，全县共受理群众诉求{received}件，办结4368件。\n\n"
QUARTERS = "从各季度看，一季度受理1421件，二季度受理1082件，三季度受理1029件，四季度受理836件。\n\n"
WAYS = "从反映方式来看，来访3483件，占比79.68%；来电719件，占比16.45%；来信101件，占比2.31%；其他65件，占比1.49%。\n\n"
GRADES = "从满意程度来看，满意3923件，占比{first}；基本满意438件，占比10.00%；不满意7件，占比0.16%。"


def test_parts_that_add_up_to_what_was_completed_may_be_of_those() -> None:
    text = YEAR.format(received=4371) + QUARTERS + WAYS
    for check in ("X2", "A2"):
        said = [s for v, s in told(text, check, head="") if v == "needs_definition" and "恰为4368" in s]
        assert len(said) == 1
        assert "所印办结恰为4368" in said[0]
        assert not [s for v, s in told(text, check, head="") if v == "inconsistent"]


def test_parts_that_add_up_to_nothing_printed_differ() -> None:
    text = YEAR.format(received=4371) + QUARTERS.replace("836件", "830件") + WAYS.replace("来信101件", "来信91件")
    assert [v for v, _ in told(text, "X2", head="")] == ["inconsistent"]
    assert not any("恰为" in s for _, s in told(text, "A2", head=""))


def test_a_share_rounded_to_one_digit_less_with_a_zero_behind_it() -> None:
    def of(first: str) -> Finding:
        found = findings(GRADES.format(first=first), "A3", YEAR.format(received=4371))
        return next(f for f in found if f.subject.endswith("满意占比") and f.claimed == first)

    assert (of("89.80%").verdict, of("89.80%").severity) == ("inconsistent", 1)
    assert "补零才得89.80%" in of("89.80%").statement_zh
    assert of("89.81%").verdict == "consistent"
    assert "补零" not in of("89.70%").statement_zh


LOSSES = ("月份 收到 办结 调解 挽回损失", "1月 25 20 5 83.76", "2月 36 30 6 34.41", "3月 47 40 7 49.60")


def test_an_amount_in_decimals_adds_up_to_its_total() -> None:
    def of(total: str) -> list[tuple[str, str]]:
        rows = table("投诉举报统计表", *LOSSES, f"总计 108 90 18 {total}")
        return [(f.verdict, f.subject) for f in findings(rows, "A1", HEAD) if "挽回损失" in f.subject]

    assert of("167.77") == [("consistent", "表1“挽回损失”合计")]
    assert [verdict for verdict, _ in of("169.77")] == ["needs_definition"]
    assert of("55.92") == []  # their mean


@pytest.mark.parametrize(
    ("header", "total", "told"),
    [
        ("挽回经济损失（万元）", "35.42", ["consistent"]),
        ("挽回经济损失（万元）", "35.24", ["needs_definition"]),
        ("涉及金额", "35.24", ["needs_definition"]),
        ("挽回经济损失（万元）", "35.43", []),  # rounding of each row leaves as much open
        ("平均时长（分钟）", "35.24", []),  # nothing that has to add up
    ],
)
def test_money_adds_up_wherever_another_sum_does(header: str, total: str, told: list[str]) -> None:
    rows = ("青石镇 312 14.35", "东河镇 268 9.8", "北岭镇 280 11.27", f"合计 860 {total}")
    text = table("各镇消费投诉情况", f"乡镇 受理件数 {header}", *rows)
    assert [f.verdict for f in findings(text, "A1", HEAD) if header[:4] in f.subject] == told


KINDS = "| 大类 | 类别 | 受理量 |\n| --- | --- | --- |\n"
GOODS = "| 商品类 | 食品 | 565 |\n| | 服装 | 84 |\n| | 家电 | 75 |\n"
SERVICES = "| 服务类 | 餐饮 | 350 |\n| | 培训 | {a} |\n| | 美容 | {b} |\n"


def test_the_first_few_of_each_kind() -> None:
    head = "**投诉商品和服务类前三位统计表**\n\n" + KINDS + GOODS
    right, wrong = (head + SERVICES.format(a=a, b=b) for a, b in ((109, 85), (85, 109)))
    assert [(f.verdict, f.subject) for f in findings(right, "N2", HEAD)] == [("consistent", "表1前三位次序")]
    assert [f.verdict for f in findings(wrong, "N2", HEAD)] == ["unusual"]
    (rows,) = findings(right, "A10", HEAD)
    assert "2类各列出3行" in rows.statement_zh


SUMMARY = table(
    "案件来源汇总表", "案件来源 4月受理数 5月受理数", "信息采集 4125 4107", "公众举报 310 290", "合计 4435 4397"
)
DISTRICTS = ("单位 5月完成数 4月完成数 增减件数 增减幅度", "东区 2675 2696 -21 -0.78%", "西区 1432 1429 3 0.21%")


def by_district(total: str) -> str:
    rows = table("各区采集员上报案件情况表", *DISTRICTS, f"合计 {total}")
    return SUMMARY + "\n" + rows


def test_a_total_that_its_rows_and_another_table_contradict() -> None:
    (found,) = [f for f in findings(by_district("4125 4125 -18 -0.44%"), "N1", CITY) if f.verdict == "inconsistent"]
    assert (found.claimed, found.recomputed) == ("4125", "4107")
    assert not doubts(by_district("4107 4125 -18 -0.44%"), "N1", head=CITY)


def test_what_goes_back_to_one_wrong_total_has_one_cause() -> None:
    parsed = parse_payload((CITY + by_district("4125 4125 -18 -0.44%")).encode(), file_name="bulletin.md")
    wrong = [f for f in parsed.findings if f.verdict == "inconsistent"]
    assert {f.check_id for f in wrong} == {"A1", "A6", "N1"}
    assert len({f.cause_id for f in wrong}) == 1


def letters(rows: int, *, last: str) -> str:
    lines = [f"单位{n:02} 3 3" for n in range(1, rows)]
    return table("办理情况表", "单位 收到来信 按期回复", *lines, f"末单位 4 {last}")


def test_counts_that_are_equal_in_every_row() -> None:
    (found,) = findings(letters(22, last="4"), "P1", HEAD)
    assert (found.verdict, found.severity) == ("unusual", 1)
    assert "22行的“按期回复”都等于“收到来信”，合计67件" in found.statement_zh
    assert findings(letters(22, last="3"), "P1", HEAD) == []
    assert findings(letters(12, last="4"), "P1", HEAD) == []


BOTH = table(
    "分类情况", "类别 投诉件数 举报件数 合计", "食品 120 21 141", "服装 80 6 86", "家电 40 4 44", "合计 240 31 271"
)


@pytest.mark.parametrize("said", ["受理投诉240件、举报31件", "接收投诉240件，举报31件", "收到投诉240件及举报31件"])
def test_complaints_are_not_held_against_complaints_and_reports(said: str) -> None:
    assert doubts(f"5月，中心共{said}。\n\n{BOTH}", "N1", "A1", "A2") == []


def test_earlier_quarter_is_not_held_against_the_table_of_this_one() -> None:
    text = f"5月，中心共受理投诉240件、举报31件。环比4月（投诉262件），投诉下降8.40%。\n\n{BOTH}"
    assert doubts(text, "N1", "A6") == []


def test_complaints_that_differ_from_their_column_are_told() -> None:
    assert doubts(f"5月，中心共受理投诉242件、举报31件。\n\n{BOTH}", "N1")
