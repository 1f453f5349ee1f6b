"""Inspection tables of websites and new media as records."""

from __future__ import annotations

from parsers.compliance import compliance
from parsers.readers.text import read_text
from parsers.tables import tables

TEXT = """附件4

政府网站信息保障情况统计表

(监测时间: 每 10 天一次)

序号\t单位名称\t合格/不合格\t存在的问题\t备注
1\t县发改局\t合格\t\t
2\t县水利局\t不合格\t栏目超过两周未更新\t已整改

附件5

政务新媒体更新情况统计表

（监测时间：微信每周一次，
微博每十天一次）

序号\t新媒体类型\t新媒体名称\t责任主体名称\t合格/不合格\t存在问题\t备注
1\t微信\t某县发布\t县政府办公室\t合格\t\t

检查情况表

单位\t是否合格
县司法局\t
"""


def test_rows_of_inspection_tables():
    read = tables(read_text(TEXT))
    found, issues = read.known, read.issues
    records = compliance(found)
    assert issues == []
    assert [(r.kind, r.agency, r.result) for r in records] == [
        ("website", "县发改局", "合格"),
        ("website", "县水利局", "不合格"),
        ("new_media", "县政府办公室", "合格"),
        ("unknown", "县司法局", ""),
    ]
    bad, account = records[1], records[2]
    assert (bad.problem, bad.remark, bad.interval) == ("栏目超过两周未更新", "已整改", "每 10 天一次")
    assert (account.platform, account.account) == ("微信", "某县发布")
    assert account.interval == "微信每周一次，微博每十天一次"
    assert account.locator == "L19"


def test_tables_of_figures_have_no_records():
    assert compliance(tables(read_text("单位\t应办\n甲局\t1\n")).known) == []
