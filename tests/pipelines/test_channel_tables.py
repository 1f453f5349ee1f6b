"""A page whose only figures stand in a table of columns that no word names: a bulletin where its title names a channel
or platform, and nothing where it is about something else.
"""

from pathlib import Path

import duckdb
import pytest

from parsers.bulletins.head import is_titled_by_channel
from parsers.readers.dispatch import read
from pipelines.build import DATABASE, build_warehouse
from pipelines.fill import fill
from pipelines.parse import Parsed, parse_payload
from scrapers.ingest import ingest
from scrapers.registry import load_sources
from tests.pipelines.conftest import NOW

ROWS = (
    ("类别", "甲栏", "乙栏", "小计"),
    ("城建", 12, 13, 25),
    ("环保", 8, 9, 17),
    ("交通", 20, 31, 51),
    ("合计", 40, 53, 93),
)


def page(title: str, *, above: str = "") -> bytes:
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in ROWS)
    return f"<title>{title}</title>{above}<h1>{title}</h1><table>{cells}</table>".encode()


def sheet(title: str) -> bytes:
    return "\n".join([title, *(",".join(map(str, row)) for row in ROWS)]).encode()


def parsed(payload: bytes, name: str = "page.html") -> Parsed:
    return parse_payload(payload, file_name=name)


@pytest.mark.parametrize(
    "title", ["云溪县2024年12345热线有关统计", "云溪县12319热线6月运行情况通报", "云溪县2024年县长信箱和12315平台统计"]
)
def test_a_table_under_the_title_of_a_channel_is_a_bulletin(title: str) -> None:
    for found in (parsed(page(title)), parsed(sheet(title), "table.csv")):
        assert found.outcome == "parsed"
        assert [issue.code for issue in found.issues] == ["unread_table"]
        assert {f.verdict for f in found.findings if f.check_id == "A1"} == {"consistent"}


@pytest.mark.parametrize(
    "title",
    [
        "云溪县2024年预算情况",
        "云溪县公交线路时刻情况公告",
        "云溪县12345热线办公室2024年预算情况",
        "云溪县政府网站年度报告",
        "云溪县12345热线值班统计",
        "云溪县电话112345678统计",
    ],
)
def test_a_table_of_something_else_is_none(title: str) -> None:
    for found in (parsed(page(title)), parsed(sheet(title), "table.csv")):
        assert (found.outcome, found.refusal and found.refusal.code) == ("quarantined", "another_kind")


def test_a_link_above_the_title_says_nothing() -> None:
    links = "<p>县长信箱来信统计</p>"
    other, own = (
        read(page(title, above=links), file_name="page.html") for title in ("云溪县预算情况", "云溪县12345热线统计")
    )
    assert not is_titled_by_channel(other, "县长信箱来信统计")
    assert is_titled_by_channel(own, "县长信箱来信统计")


def test_its_cells_and_what_is_cited_of_them_reach_the_warehouse(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_bytes(page("云溪县2024年12345热线有关统计"))
    ingest([tmp_path / "page.html"], tmp_path, load_sources(), now=NOW)
    fill(tmp_path)
    build_warehouse(tmp_path, load_sources())
    with duckdb.connect(str(tmp_path / DATABASE), read_only=True) as connection:
        counted = [connection.execute(f"SELECT count(*) FROM {t}").fetchone() for t in ("table_cells", "cited_figures")]
    assert all(found is not None and found[0] > 0 for found in counted)
