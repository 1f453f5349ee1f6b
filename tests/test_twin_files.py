"""The twins and their expected rows, held against each other without any parser; and the comparisons themselves."""

import dataclasses
import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal

import pdfplumber
import pytest

from parsers.records import Claim, Letter, Reply
from pipelines.audit.finding import Finding
from tests.twins import (
    TWINS,
    Row,
    compare_claims,
    compare_findings,
    compare_letter,
    expected_rows,
    figures,
    fufeng_pdf,
    plain,
    same_agency,
    same_category,
    shows,
    unit_names,
)

TEXTS = {
    "danfeng": "danfeng.md",
    "yunxi": "yunxi.txt",
    "jixi": "jixi.txt",
    "changsha": "changsha.txt",
    "fufeng": "fufeng.txt",
}
CHINESE_DIGITS = {"一": "1", "两": "2", "六": "6", "零": "0", "无": "0", "没有": "0"}


def printed_numbers(text: str) -> set[Decimal]:
    """Every number of a text; the few that the twins print in words are those of ``CHINESE_DIGITS``."""
    in_words = {Decimal(digit) for word, digit in CHINESE_DIGITS.items() if word in text}
    return set(figures(text).numbers) | in_words


@pytest.mark.parametrize("doc", TEXTS)
def test_every_expected_figure_is_printed_in_the_twin(doc: str) -> None:
    numbers = printed_numbers((TWINS / TEXTS[doc]).read_text(encoding="utf-8"))
    values = {abs(Decimal(row["value"])) for row in expected_rows(TWINS / "expected-claims.csv", doc) if row["value"]}
    assert values - numbers == set()


@pytest.mark.parametrize("doc", TEXTS)
def test_every_office_of_the_expected_rows_is_printed_in_the_twin(doc: str) -> None:
    text = plain((TWINS / TEXTS[doc]).read_text(encoding="utf-8"))
    rows = expected_rows(TWINS / "expected-claims.csv", doc)
    assert {name for row in rows for name in unit_names(row["agency"]) if name not in text} == set()


@pytest.mark.parametrize("doc", ["yunxi", "jixi"])
def test_html_twin_prints_the_numbers_of_the_text_twin(doc: str) -> None:
    page = (TWINS / f"{doc}.html").read_text(encoding="utf-8")
    text = (TWINS / f"{doc}.txt").read_text(encoding="utf-8")
    assert printed_numbers(text) - printed_numbers(page) == set()


@pytest.mark.parametrize(
    ("doc", "damage"),
    [
        ("danfeng", "累计办件总数 217件"),
        ("danfeng", "2020年12月10日    您好"),
        ("yunxi", "\n20207,县政府"),
        ("yunxi", "202071日至731"),
        ("yunxi", "\n\n5\n\n"),
        ("yunxi", "\n\n办结\n\n"),
        ("yunxi", "15\n\n关防乡\n\n16\n\n景阳乡\n\n17"),
        ("jixi", "占比\n\n35.71%"),
        ("jixi", "\n\t合计\t14"),
        ("jixi", "\n合计\t\t4"),
        ("jixi", "\t未按时\t未按时\t"),
        ("fufeng", "市长信箱受理来信 50 件"),
        ("fufeng", "2021 年 12 月 31 日"),
        ("fufeng", "政务新媒体更新情况 统计表"),
    ],
)
def test_twin_keeps_the_damage_of_its_original(doc: str, damage: str) -> None:
    assert damage in (TWINS / TEXTS[doc]).read_text(encoding="utf-8")


def test_pdf_twin_is_ruled_and_its_tables_continue_over_pages() -> None:
    with pdfplumber.open(io.BytesIO(fufeng_pdf())) as pdf:
        fragments = [table for page in pdf.pages for table in page.extract_tables()]
    headers = ["".join(cell.replace("\n", "") for cell in fragment[0]) for fragment in fragments]
    assert len(fragments) > len(set(headers)) == 5
    assert sum(len(fragment) - 1 for fragment in fragments) == 38 + 21 + 29 + 36 + 30 + 3


# ------------------------------------------------------------------------------------- the comparisons themselves


def row(**changes: str) -> dict[str, str]:
    blank = dict.fromkeys(
        ("table_no", "row_label", "agency", "category", "of_metric", "period_start", "period_end"), "-"
    )
    given = {
        "doc": "d",
        "place": "narrative",
        "is_total": "0",
        "region_code": "420322",
        "channel": "online_inquiry",
        "stated_by": "government",
        "metric": "received",
        "as_of": "2020-08-10",
        "value": "109",
        "unit": "件",
        "qualifier": "exact",
        "each": "0",
        "optional": "0",
    }
    return {**blank, **given, **changes}


CLAIM = Claim(
    metric="received",
    printed="109件",
    value=Decimal(109),
    unit="件",
    stated_by="government",
    scope="whole",
    origin="narrative",
    quote="收到109件",
    locator="L1",
    region_code="420322",
    channel="online_inquiry",
    as_of=dt.date(2020, 8, 10),
)


def test_claim_that_is_the_row_leaves_no_difference() -> None:
    assert compare_claims([row()], [CLAIM]) == []


@pytest.mark.parametrize(
    "change",
    [
        {"region_code": "420300"},
        {"channel": None},
        {"stated_by": "press"},
        {"as_of": None},
        {"unit": "条"},
        {"qualifier": "about"},
        {"each": True},
        {"category": "咨询类"},
        {"agency": "县住建局"},
        {"of_metric": "valid"},
        {"period_start": dt.date(2020, 7, 1)},
        {"origin": "table"},
        {"table_no": 1},
    ],
)
def test_claim_that_differs_in_one_column_is_named_with_that_column(change: dict[str, object]) -> None:
    missing, unexpected = compare_claims([row()], [dataclasses.replace(CLAIM, **change)])
    (column,) = ("place" if name == "origin" else name for name in change)
    assert missing.startswith("missing")
    assert column in missing
    assert unexpected.startswith("unexpected")


def test_figure_printed_twice_needs_two_claims() -> None:
    assert len(compare_claims([row(), row()], [CLAIM])) == 1
    assert len(compare_claims([row()], [CLAIM, CLAIM])) == 1


def test_optional_row_may_be_missing_but_other_wording_may_not_appear() -> None:
    named = row(metric="commended", value="", unit="-", agency="县甲局、县乙局", optional="1")
    wording = dataclasses.replace(
        CLAIM, metric="commended", value=None, unit=None, agency="县乙局", value_text="县乙局"
    )
    assert compare_claims([named], []) == []
    assert compare_claims([named], [wording]) == []
    assert len(compare_claims([named], [dataclasses.replace(wording, agency="县丙局")])) == 1


def test_unit_rows_of_tables_are_told_apart_by_their_office() -> None:
    rows = [row(place="table", table_no="1", row_label=name, agency=name) for name in ("县甲局", "县乙局")]
    claims = [
        dataclasses.replace(CLAIM, origin="table", scope="unit", table_no=1, agency=name)
        for name in ("县乙局", "县丙局")
    ]
    missing, unexpected = compare_claims(rows, claims)
    assert "县甲局" in missing
    assert "县丙局" in unexpected


def test_tolerances_are_no_wider_than_they_say() -> None:
    assert same_category("咨询类", "咨询")
    assert not same_category("咨询类", None)
    assert same_agency("县人社局、住建局等县直部门及各乡镇(场、区)", "县人社局、住建局")
    assert not same_agency("县人社局、住建局", "县人社局、教育局")
    assert same_agency("中共长沙市委办公厅", None)
    assert same_agency("长沙市委书记", "长沙市委办公厅")
    assert not same_agency("长沙市望城区委办公室", None)
    assert not same_agency("长沙市望城区委办公室", "长沙市委办公厅")
    assert same_agency("-", None)
    assert not same_agency("-", "县住建局")


FINDING = Finding(
    check_id="A6",
    subject="来件较上月的变化",
    verdict="inconsistent",
    severity=3,
    claimed="27.5%",
    recomputed="-21.58%",
    statement_zh="本月109件，上月139件，减少21.58%。",
    statement_en="109 against 139 is a fall of 21.58 %.",
)
WANTED: Row = {
    "doc": "d",
    "check_id": "A6",
    "subject": "来件变化",
    "claimed": "27.5%",
    "recomputed": "-21.5827%",
    "verdict": "inconsistent",
    "severity": "3",
    "must_report": "1",
}


def test_finding_that_is_the_row_leaves_no_difference() -> None:
    assert compare_findings([WANTED], [FINDING]) == []


@pytest.mark.parametrize(
    "change",
    [{"check_id": "A4"}, {"verdict": "needs_definition"}, {"severity": 2}, {"claimed": "27.6%"}],
)
def test_other_finding_is_both_missing_and_unexpected(change: dict[str, object]) -> None:
    missing, unexpected = compare_findings([WANTED], [dataclasses.replace(FINDING, **change)])
    assert missing.startswith("missing")
    assert unexpected.startswith("displayed but not expected")


def test_finding_without_the_recomputed_figure_is_missing() -> None:
    silent = dataclasses.replace(FINDING, recomputed="-20%", statement_zh="与本月、上月件数不符。")
    assert len(compare_findings([WANTED], [silent])) == 1


def test_two_equal_results_need_two_findings() -> None:
    assert len(compare_findings([WANTED, WANTED], [FINDING])) == 1


def test_consistent_and_minor_findings_are_not_displayed() -> None:
    quiet = [
        dataclasses.replace(FINDING, verdict=verdict, severity=severity)
        for verdict, severity in [("consistent", 0), ("unusual", 2), ("unverifiable", 1), ("needs_definition", 0)]
    ]
    assert compare_findings([], quiet) == []
    assert len(compare_findings([], [dataclasses.replace(FINDING, verdict="unverifiable", severity=2)])) == 1


@pytest.mark.parametrize(
    ("number", "shown", "same"),
    [
        ("76.3636", "76.36", True),
        ("76.3636", "76.4", True),
        ("76.3636", "76", False),
        ("76.3636", "76.37", False),
        ("1186", "1186", True),
        ("1186", "118", False),
        ("100.0000", "100", True),
    ],
)
def test_rounded_figure_is_recognised(number: str, shown: str, same: bool) -> None:
    assert shows(Decimal(number), Decimal(shown)) is same


def twin_letter(replies: Sequence[Reply]) -> Letter:
    values = {r["field"]: r["value"] for r in expected_rows(TWINS / "expected-stages.csv", "danfeng") if r["field"]}
    texts = ("title", "url", "external_id", "region_code", "handling_region_code", "channel", "agency")
    unknown = ("letter_no", "body", "category", "category_printed", "status", "status_printed")
    return Letter(
        letter_id="s:6689",
        source_id="s",
        accepted_on=None,
        due_on_printed=None,
        is_public=None,
        confidentiality_requested=True,
        received_on=dt.date(2020, 12, 9),
        page_replied_on=dt.date(2020, 12, 10),
        replies=tuple(replies),
        **{name: values[name] for name in texts},
        **dict.fromkeys(unknown),
    )


TRANSFER = Reply(
    stage_no=1,
    stage="transfer",
    dated_on=dt.date(2020, 12, 10),
    date_basis="inline",
    agency=None,
    body="已转",
    transferred_to="丹凤县人民政府",
)
ANSWER = Reply(
    stage_no=2,
    stage="substantive",
    dated_on=dt.date(2020, 12, 15),
    date_basis="signature",
    agency="丹凤县人民政府办公室",
    body="答复",
)


def test_letter_read_as_expected_leaves_no_difference() -> None:
    assert (
        compare_letter(expected_rows(TWINS / "expected-stages.csv", "danfeng"), twin_letter([TRANSFER, ANSWER])) == []
    )


def test_letter_dated_by_its_transfer_notice_is_caught() -> None:
    wrong = dataclasses.replace(ANSWER, dated_on=dt.date(2020, 12, 10))
    differences = compare_letter(
        expected_rows(TWINS / "expected-stages.csv", "danfeng"), twin_letter([TRANSFER, wrong])
    )
    assert any(difference.startswith("missing stage") for difference in differences)
    assert any("substantive_workdays" in difference for difference in differences)
