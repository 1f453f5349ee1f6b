"""The words by which hotlines and mailboxes count, those that stand for a metric and those that stand for none."""

import pytest

from parsers.claims.scope import Scope
from parsers.claims.sentences import paragraph_claims
from parsers.text.periods import month

SCOPE = Scope(stated_by="government", channel="hotline_12345", period=month(2025, 5))

WORDS = {
    "served": ["全口径服务量", "为民服务", "共为企业群众提供服务", "热线服务总量"],
    "called_out": ["外呼电话", "呼出"],
    "received": ["进线量", "新增诉求", "登记工单", "收办", "共记录诉求"],
    "forwarded": ["流转工单", "下转工单", "交转工单", "分办", "移交职能部门"],
    "handled_directly": ["在线办理", "电话解答", "即问即答"],
    "completed": ["完结", "办毕", "销号", "处置完毕", "办理完成", "办结归档"],
    "not_completed": ["未结", "未完结", "待处理"],
    "in_progress": ["在途", "正在处置", "正在流转", "在办未到期"],
    "replied": ["回告群众"],
    "replied_on_time": ["按时回告", "按期办复", "按时反馈"],
    "completed_on_time": ["如期办结", "限时办结"],
    "overdue_completed": ["延时办结"],
    "returned": ["返工工单", "重新交办", "重派工单"],
    "rated": ["测评", "参加评价"],
    "connect_rate": ["接起率"],
    "overdue_rate": ["超期率", "工单逾期率"],
    "forwarding_rate": ["成员单位承办率"],
    "on_time_reply_rate": ["按时反馈率"],
}


@pytest.mark.parametrize(("metric", "word"), [(metric, word) for metric, words in WORDS.items() for word in words])
def test_a_word_of_hotlines_is_known(metric: str, word: str) -> None:
    printed = "31.25%" if metric.endswith("_rate") else "3125件"
    claims = paragraph_claims(f"5月，云溪县12345热线{word}{printed}，工作平稳有序。", "L1", SCOPE).claims
    assert [(c.metric, c.printed, c.category) for c in claims] == [(metric, printed, None)]


@pytest.mark.parametrize(
    "words",
    [
        "单日最高受理量",
        "日诉求量高峰达",
        "最高日受理量",
        "单日峰值达",
        "认领工单",
        "延期",
        "默认满意",
        "推送信息",
    ],
)
def test_what_counts_something_else_is_left_unread(words: str) -> None:
    claims = paragraph_claims(f"5月，受理诉求9000件，{words}501件。", "L1", SCOPE).claims
    assert [c.printed for c in claims] == ["9000件"]


def test_the_largest_kind_is_no_peak() -> None:
    claims = paragraph_claims("节假日受理量最大的是供水类501件，其次是供电类320件。", "L1", SCOPE).claims
    assert [c.category for c in claims] == ["供水类", "供电类"]
