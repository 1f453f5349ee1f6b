"""Findings on figures that are no claims: what they rest on is quoted, page by page and cell by cell."""

from pathlib import Path

import pytest

from pipelines.build import DATABASE
from pipelines.evidence.case import Case
from pipelines.evidence.dossier import dossier_html, dossier_markdown
from pipelines.evidence.inquiry import inquiry
from pipelines.evidence.verify import verify
from scrapers.registry import load_sources
from tests.pipelines.evidence.county import built, cases
from warehouse.query import session


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("county"))


def of(county: Path, check_id: str, words: str) -> Case:
    (found,) = (case for case in cases(county, check_id) if words in case.finding["subject"])
    return found


def test_a_row_of_unknown_columns_is_quoted_cell_by_cell(county: Path) -> None:
    case = of(county, "A2", "“四班”行")
    assert case.finding["verdict"] == "needs_definition"
    assert [(q.who, q.label, q.printed) for q in case.quotes] == [
        ("四班", "呼入", "151"),
        ("四班", "接起", "141"),
        ("四班", "放弃", "9"),
    ]
    assert "| 四班 | 放弃 | 9 |" in dossier_markdown(case)
    assert "<td>放弃</td>" in dossier_html(case)
    assert "四班：放弃 9" in inquiry(case)
    assert verify(county, case, load_sources()).holds


def test_counts_of_anything_are_quoted_with_their_clause(county: Path) -> None:
    case = of(county, "A2", "账号314个")
    assert [q.printed for q in case.quotes] == ["314个", "58个", "31个", "225个"]
    assert case.quotes[0].clause == "账号共314个"


def test_cells_of_a_table_without_known_columns_can_be_asked_for(county: Path) -> None:
    query = """
        SELECT c.row_label, c.header, c.value
        FROM table_cells c JOIN documents d USING (document_id, version_no)
        WHERE d.title LIKE '%4月%' AND c.row_label = '四班' ORDER BY c.col_no
    """
    with session(county / DATABASE) as asked:
        rows = [
            (label, header, None if value is None else int(value)) for label, header, value in asked.ask(query).rows
        ]
    assert rows == [("四班", "班组", None), ("四班", "呼入", 151), ("四班", "接起", 141), ("四班", "放弃", 9)]
