"""What a figure of a hotline report is of, where parts, changes and places stand behind each other; all is invented."""

import pytest

from parsers.claims.scope import Scope
from parsers.claims.sentences import paragraph_claims
from parsers.records import Claim
from parsers.text.periods import month, months

SCOPE = Scope(stated_by="government", channel="hotline_12345", period=month(2023, 11))
WHOLE = "11月，共受理诉求2480件。"


def read(text: str, before: str = WHOLE) -> list[Claim]:
    """The claims of a paragraph behind one that counts what came in."""
    return paragraph_claims(text, "L2", SCOPE, paragraph_claims(before, "L1", SCOPE).topic).claims


def test_a_change_that_goes_on_from_an_unread_figure_is_of_that_one() -> None:
    claims = read("林草口子416件，较上月增加318件，增幅51.09%。工单办结率上升2.1个百分点。")
    assert [(c.printed, c.of_metric) for c in claims] == [("2.1个百分点", "completion_rate")]


def test_a_month_of_an_unread_figure_gives_no_change_of_the_whole() -> None:
    text = "11月份供暖最为集中，达到389件，占57.07%，比10月份增加267件，增长2.2倍；12月份回落至171件，环比下降56.04%。"
    assert [c.printed for c in read(text) if c.metric != "share"] == []


def test_an_earlier_figure_in_a_paragraph_about_a_part_is_of_that_part() -> None:
    claims = read("供暖问题612件，占诉求总量的24.68%。与去年同期551件相比，增加61件，增长11.07%。")
    assert [(c.metric, c.printed, c.category) for c in claims[2:]] == [
        ("received", "551件", "供暖问题"),
        ("change_count", "61件", "供暖问题"),
        ("change", "11.07%", "供暖问题"),
    ]


def test_the_place_of_a_part_may_stand_before_its_share() -> None:
    text = "供暖问题682件，居第一位，占工单总量27.50%；疫情防控521件，居第二位，占21.01%；"
    text += "物业服务398件，居第三位，占16.05%。"
    shares = [(c.category, c.printed) for c in read(text) if c.metric == "share"]
    assert shares == [("供暖问题", "27.50%"), ("疫情防控", "21.01%"), ("物业服务", "16.05%")]


def test_calls_behind_其中_are_a_part() -> None:
    claims = read("共受理来电、网络诉求1268件。其中来电1120件，网络诉求148件。")
    assert [(c.printed, c.category) for c in claims] == [("1268件", None), ("1120件", "来电"), ("148件", "网络诉求")]


def test_a_share_behind_a_count_is_of_what_its_clause_names() -> None:
    claims = read("从时间看，工作日受理1860件，占75.00%；双休日受理620件，占25.00%。")
    assert [c.category for c in claims if c.metric == "share"] == ["工作日", "双休日"]


def test_the_last_few_are_no_part_of_a_name() -> None:
    claims = read(
        "办结率前三位的是南山区（99.8%）、北河区（99.7%）、清江县（99.6%），后三位是东城区（97.1%）、望江区（96.8%）。"
    )
    assert [c.agency for c in claims] == ["南山区", "北河区", "清江县", "东城区", "望江区"]


def test_what_an_item_mainly_is_makes_a_list_of_its_own() -> None:
    claims = read("文旅类诉求明显增加，共受理185件，占7.46%；主要为景区管理82件、住宿餐饮58件、其他45件。")
    groups = [c.group for c in claims if c.metric == "received"]
    assert groups[0] not in groups[1:]
    assert len(set(groups[1:])) == 1


def test_items_and_percent_of_one_part_are_of_the_same() -> None:
    claims = read("人力社保类诉求增幅最大，同比增长20.57%，净增203件。")
    assert [(c.metric, c.category) for c in claims] == [
        ("change", "人力社保类诉求"),
        ("change_count", "人力社保类诉求"),
    ]


def test_what_lies_above_or_below_an_average_is_no_change() -> None:
    text = "满意率93.64%，比全区平均水平低3个百分点，高于上年同期1.2个百分点，较上月提高0.3个百分点。"
    assert [c.printed for c in read(text) if c.metric == "change"] == ["1.2个百分点", "0.3个百分点"]
    assert [c.metric for c in read("按时办结率93.64%，低于全区平均水平3个百分点。")] == ["on_time_completion_rate"]


def test_months_in_a_list_are_periods_and_no_parts() -> None:
    claims = read("单月受理最多的是10月（91件），最少的是9月（64件）。")
    assert [(c.printed, c.period_start and c.period_start.month, c.category) for c in claims] == [
        ("91件", 10, None),
        ("64件", 9, None),
    ]


def test_last_week_beside_this_week_is_the_earlier_one() -> None:
    scope = Scope(stated_by="government", channel="hotline_12345")
    claims = paragraph_claims("本周登记诉求403件，上周377件，环比上升6.9%。", "L1", scope).claims
    assert [(c.printed, c.earlier) for c in claims] == [("403件", None), ("377件", "previous_period"), ("6.9%", None)]


def test_weights_of_a_score_and_how_far_two_scores_are_apart_are_no_claims() -> None:
    assert read("综合得分按响应率20%、解决率40%、满意率40%加权计算。") == []
    claims = read("综合得分第一名为东区（96.84分），最后一名为西区（93.02分），首尾相差3.82分。")
    assert [(c.agency, c.printed) for c in claims] == [("东区", "96.84分"), ("西区", "93.02分")]
    assert [c.metric for c in read("东区响应率98.7%，比西区低1.1个百分点。")] == ["response_rate"]


def test_what_so_many_units_had_together_is_the_whole_where_it_is_counted_first() -> None:
    scope = Scope(stated_by="government", channel="hotline_12345", period=months(2023, 1, 12))
    claims = paragraph_claims("2023年，五个县区共承办工单360件，较2022年的339件增加21件。", "L1", scope).claims
    assert [(c.printed, c.category) for c in claims] == [("360件", None), ("339件", None), ("21件", None)]
    claims = read("其中6个街道共受理工单36件，占1.45%。")
    assert [c.category for c in claims if c.metric == "received"] == ["街道"]


def test_counts_for_so_many_people_are_of_no_letters() -> None:
    text = "诉求总量最高的是东区，246件；万人诉求量最高的是西区，为2267件，最低的是南区，为1134件，平均每万人1801件。"
    assert [(c.agency, c.printed) for c in read(text)] == [("东区", "246件")]


def test_a_bracket_may_hold_the_figure_of_a_week_without_days() -> None:
    scope = Scope(stated_by="government", channel="hotline_12345")
    claims = paragraph_claims("本周受理238件，环比上周（225件）上升5.78%。", "L1", scope).claims
    assert [(c.metric, c.printed, c.earlier) for c in claims] == [
        ("received", "238件", None),
        ("received", "225件", "previous_period"),
        ("change", "5.78%", None),
    ]


def test_points_that_share_their_unit_count_no_units() -> None:
    claims = read("满意率96.31%，环比、同比分别提高0.23个和1.56个百分点。")
    assert [c.printed for c in claims if c.metric in ("units", "change_count")] == []


def test_the_rate_of_the_best_district_is_its_own() -> None:
    claims = read("按期办结率98.23%。四区中，云龙区按期办结率最高，为98.96%。")
    assert [(c.agency, c.printed) for c in claims] == [(None, "98.23%"), ("云龙区", "98.96%")]


def test_a_change_against_another_month_has_its_basis_from_that_one() -> None:
    scope = Scope(stated_by="government", channel="hotline_12345")
    text = "1—11月，累计受理3864件，同比增长7%；其中11月受理349件，比10月的362件减少13件。"
    claims = paragraph_claims(text, "L1", scope).claims
    assert [(c.printed, c.basis) for c in claims if c.basis] == [("7%", "year_earlier"), ("13件", "previous_period")]


def test_a_share_behind_another_count_is_not_of_the_part_before_it() -> None:
    claims = read("共受理2480件，其中主动发现2141件，占86.33%，被动受理339件，占13.67%。")
    shares = [(c.printed, c.category) for c in claims if c.metric == "share"]
    assert shares == [("86.33%", "主动发现"), ("13.67%", "被动")]


def test_how_far_the_first_and_the_last_are_apart_is_no_change() -> None:
    assert [c.metric for c in read("满意率96.31%，首尾相差21.84个百分点。")] == ["satisfaction_rate"]


def test_a_bracket_behind_a_change_holds_the_earlier_month_in_a_text_without_a_year() -> None:
    scope = Scope(stated_by="government", channel="hotline_12345")
    text = "10月，共登记诉求5238宗，环比下降5.12%（9月5521宗），同比上升5.03%（去年10月4987宗）。"
    claims = paragraph_claims(text, "L1", scope).claims
    assert [(c.printed, c.earlier) for c in claims if c.metric == "received"] == [
        ("5238宗", None),
        ("5521宗", "previous_period"),
        ("4987宗", "year_earlier"),
    ]


def test_brackets_may_count_in_orders() -> None:
    claims = read("转办量前两位的单位是县住建局（62单）、桃园镇（44单）。")
    forwarded = [(c.agency, c.printed) for c in claims if c.metric == "forwarded"]
    assert forwarded == [("县住建局", "62单"), ("桃园镇", "44单")]


def test_so_many_of_which_something_fell_are_no_letters() -> None:
    assert [
        c.printed for c in read("诉求量下降的有2个：古城县（-4.6%）、青山县（-1.8%）。") if c.metric == "received"
    ] == []


def test_a_percentage_in_the_bracket_of_a_change_is_of_what_that_one_is_of() -> None:
    claims = read("办结2410件，同比增加83件（增长3.57%）；受理咨询类190件（同比下降2.2%）。")
    found = [(c.printed, c.of_metric, c.category, c.basis) for c in claims if c.of_metric is not None]
    assert found == [
        ("83件", "completed", None, "year_earlier"),
        ("3.57%", "completed", None, "year_earlier"),
        ("2.2%", "received", "咨询类", "year_earlier"),
    ]


@pytest.mark.parametrize(
    ("sentence", "printed"),
    [
        ("收到有效来信303件（含暂缓答复的3件），答复300件。", ["300件"]),
        ("收到来信20件，其中无需答复2件，答复18件。", ["18件"]),
        ("收到来信20件，其中答复18件。", ["18件"]),
    ],
)
def test_what_is_put_off_is_not_answered(sentence: str, printed: list[str]) -> None:
    assert [c.printed for c in read(sentence) if c.metric == "replied"] == printed


def test_what_a_rate_counts_for_in_a_score_is_no_share_of_letters() -> None:
    claims = read("综合得分95.54分（响应率占10%、解决率占40%、满意率占50%）。咨询类占31%、求助类占69%。")
    assert [(c.category, c.printed) for c in claims if c.metric == "share"] == [("咨询类", "31%"), ("求助类", "69%")]


def test_letters_about_the_own_place_are_all_letters() -> None:
    text = "收到涉及我县留言104条，办结101条。其中4月38条，5月31条。"
    assert [(c.metric, c.category) for c in read(text, "")] == [
        ("received", None),
        ("completed", None),
        ("received", None),
        ("received", None),
    ]
    assert [c.category for c in read("收到涉及拆迁的来信14件。", "")] == ["拆迁"]
