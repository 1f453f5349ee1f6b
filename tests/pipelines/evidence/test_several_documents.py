"""What stands behind a finding over several documents: every figure under the document that prints it."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.audit.finding import VERDICTS_EN
from pipelines.build import DATABASE
from pipelines.cli import app
from pipelines.evidence.case import Case
from pipelines.evidence.dossier import dossier_html, dossier_markdown
from pipelines.evidence.inquiry import inquiry
from pipelines.evidence.verify import verify
from scrapers.registry import load_sources
from tests.pipelines.evidence.county import OFFICE, built, cases
from warehouse.query import session


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("county"))


def title(period: str) -> str:
    return f"《{OFFICE}关于2023年{period}县长信箱办理情况的通报》"


def over_the_quarter(county: Path) -> Case:
    """Months against the quarter, the letters received."""
    return next(case for case in cases(county, "X2") if case.finding["metric"] == "received")


def test_each_figure_stands_under_its_own_document_with_its_capture(county: Path) -> None:
    case = over_the_quarter(county)
    shown = dossier_markdown(case)
    for period, figure in (("一季度", "共收到来信155件"), ("1月", "共收到来信42件"), ("3月", "共收到来信60件")):
        under = shown.partition(f"\n{title(period)}")[2].partition("\n《")[0]
        assert figure in under, period
    assert len({capture["sha256"] for capture in case.captures}) == 4
    for number, capture in enumerate(case.captures, start=1):
        assert f"[{number}]" in shown
        assert capture["sha256"] in shown
        assert f'id="capture-{number}"' in dossier_html(case)


def test_a_letter_names_the_document_of_each_figure(county: Path) -> None:
    text = inquiry(over_the_quarter(county))
    assert "下列4份公开文件印有以下数字" in text
    for period in ("一季度", "1月", "2月", "3月"):
        assert title(period) in text
    assert text.count("SHA-256") == 4


def test_a_finding_over_several_documents_is_verified_from_all_of_them(county: Path) -> None:
    verified = verify(county, over_the_quarter(county), load_sources())
    assert verified.holds
    assert len(verified.captures) == 4


def test_the_text_and_the_table_may_print_different_wholes(county: Path) -> None:
    by_metric = {case.finding["metric"]: case.finding for case in cases(county, "X2")}
    received, completed = by_metric["received"], by_metric["completed"]
    # 42 + 50 + 60 = 152 is neither the 155 of the text nor the 150 of the table.
    assert (received["verdict"], received["claimed"], abs(received["gap"])) == ("needs_definition", "155件；150", 2)
    assert "所印为155件、150；" in received["statement_zh"]
    # 36 + 40 + 45 = 121 is neither 130 nor 125; months whose sum is above no whole are no more than severity 1.
    assert (completed["verdict"], completed["severity"]) == ("needs_definition", 1)


def test_a_series_has_one_bulletin_a_period_and_none_of_the_press(county: Path) -> None:
    (case,) = cases(county, "A5")
    assert case.finding["verdict"] == "consistent"
    assert "4期通报" in case.finding["statement_zh"]
    assert len(case.captures) == 4


def test_the_formulas_tried_on_a_series_are_rows(county: Path) -> None:
    query = "SELECT formula_id, rows_fitting, rows_tested, chosen, channel FROM formula_fits WHERE document_id IS NULL"
    with session(county / DATABASE) as asked:
        rows = asked.ask(query + " AND chosen").rows
    assert [tuple(row) for row in rows] == [("completed_over_received", 4, 4, True, "county_mailbox")]


def test_an_edited_file_is_a_version_of_its_document(county: Path) -> None:
    (edit,) = cases(county, "M2")
    assert (edit.finding["verdict"], edit.finding["severity"]) == ("unusual", 2)
    assert {quote.printed for quote in edit.quotes} == {"40件", "42件", "92.50%", "85.71%"}
    assert len(edit.captures) == 2
    of_january = [case for case in cases(county, "X1") if str(case.finding["period_start"]) == "2023-01-01"]
    assert of_january == []


def test_the_verdict_on_an_earlier_version_is_named(county: Path) -> None:
    case = next(one for one in cases(county, "A4") if str(one.finding["period_end"]) == "2023-01-31")
    verified = verify(county, case, load_sources())
    assert (verified.holds, verified.verdict) == (True, "consistent")
    # 36/40 is 90 %; 92.50 % was printed at first.
    assert [(one.version_no, one.verdict) for one in verified.earlier] == [(1, "inconsistent")]
    shown = CliRunner().invoke(app, ["--data-dir", str(county), "verify", case.finding_id]).stdout
    assert f"Verdict: {VERDICTS_EN['consistent']} 相符" in shown
    assert "version 1 of the document was inconsistent 不相符; the document has been replaced since" in shown


def test_a_counter_that_goes_on_from_month_to_month_may_fall(county: Path) -> None:
    by_metric = {case.finding["metric"]: case.finding for case in cases(county, "M1")}
    assert (by_metric["received"]["verdict"], by_metric["received"]["claimed"]) == ("unusual", "1200；1180")
    assert by_metric["completed"]["verdict"] == "consistent"
