"""Bulletins of one county, ours from the first word to the last, for what only several documents show."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

from pipelines.build import DATABASE, build_warehouse
from pipelines.evidence.case import Case, find_case
from pipelines.fill import fill
from scrapers.ingest import ingest
from scrapers.registry import load_sources
from warehouse.query import session

OFFICE = "柞水县人民政府办公室"
_DAY = dt.datetime(2023, 8, 1, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def bulletin(period: str, dated: str, *body: str) -> str:
    """A bulletin of the county about a period of 2023."""
    title = f"{OFFICE}关于2023年{period}县长信箱办理情况的通报"
    return "\n\n".join((title, "各镇人民政府，县政府各部门：", *body, OFFICE, f"2023年{dated}\n"))


def monthly(month: int, received: int, completed: int, rate: str) -> str:
    """A month's bulletin with one sentence."""
    said = f"2023年{month}月，县长信箱共收到来信{received}件，办结{completed}件，办结率{rate}。"
    return bulletin(f"{month}月", f"{month + 1}月6日", said)


def running(month: int, last: int, received: int) -> str:
    """A month's bulletin that only counts on."""
    said = f"截至{month}月{last}日，县长信箱累计受理来信{received}件，累计办结1000件。"
    return bulletin(f"{month}月", f"{month + 1}月5日", said)


TABLE = """| 序号 | 单位 | 收到 | 办结 |
|---|---|---|---|
| 1 | 县住建局 | 80 | 60 |
| 2 | 县教育局 | 70 | 65 |
| 合计 | | 150 | 125 |"""

SEATS = """| 班组 | 呼入 | 接起 | 放弃 |
|---|---|---|---|
| 一班 | 120 | 110 | 10 |
| 二班 | 130 | 120 | 10 |
| 三班 | 140 | 133 | 7 |
| 四班 | 151 | 141 | 9 |
| 五班 | 160 | 150 | 10 |
| 六班 | 170 | 160 | 10 |"""

FIRST = {
    "1.txt": monthly(1, 40, 36, "92.50%"),
    "2.txt": monthly(2, 50, 40, "80.00%"),
    "3.txt": monthly(3, 60, 45, "75.00%"),
    "q1.txt": bulletin("一季度", "4月10日", "2023年一季度，县长信箱共收到来信155件，办结130件，办结率83.87%。", TABLE),
    "4.txt": bulletin("4月", "5月6日", "账号共314个，其中县直58个、乡镇31个、学校225个。收到来信12件。", SEATS),
    "press.txt": "柞水：2月县长信箱办结率达80%\n\n人民网西安3月8日电 2023年2月，柞水县县长信箱共收到来信50件，"
    "办结40件，办结率80.00%。\n",
    "5.txt": running(5, 31, 1200),
    "6.txt": running(6, 30, 1180),
}
EDITED = {"1.txt": monthly(1, 42, 36, "85.71%")}
"""January as it was found a week later under the same title."""


def built(folder: Path) -> Path:
    """A data directory with the warehouse of all bulletins, January edited a week after the others came."""
    data_dir = folder / "data"
    for week, files in enumerate((FIRST, EDITED)):
        came = folder / f"came{week}"
        came.mkdir()
        for name, text in files.items():
            (came / name).write_text(text, encoding="utf-8")
        ingest([came], data_dir, load_sources(), now=_DAY + dt.timedelta(weeks=week))
    fill(data_dir)
    build_warehouse(data_dir, load_sources())
    return data_dir


def cases(data_dir: Path, check_id: str) -> list[Case]:
    """The findings of a check over the whole warehouse."""
    query = "SELECT finding_id FROM findings WHERE check_id = $check ORDER BY subject"
    with session(data_dir / DATABASE) as asked:
        found = [str(row[0]) for row in asked.ask(query, {"check": check_id}).rows]
    return [find_case(data_dir, data_dir / DATABASE, finding_id) for finding_id in found]
