from parsers.records import Claim
from pipelines.audit.average.notes import check_notes
from pipelines.audit.finding import Finding
from tests.pipelines.audit.paragraphs_by_hand import only
from tests.pipelines.audit.stated_by_hand import bulletin, run, stated, table

COLUMNS = ["单位", "overdue_completed", "overdue_not_completed", "备注"]


def note(row: int, metric: str, printed: str) -> Claim:
    return stated(metric, printed, origin="table", scope="unit", table_no=1, locator=f"T1.r{row}.c3:{printed}")


def findings(rows: list[list[str | None]], *notes: Claim, **fields: bool) -> dict[str, Finding]:
    made, claims = table(1, COLUMNS, rows, **fields)
    return {f.subject: f for f in run(check_notes, bulletin(tables=[(made, (*claims, *notes))]))}


def monthly(row: int, *counts: str) -> list[Claim]:
    return [note(row, "overdue", printed) for printed in counts]


def test_notes_of_fufeng_explain_both_overdue_cells() -> None:
    found = findings([["县住建局", "34", "1", "备注"]], *monthly(1, "19", "8", "8"), note(1, "not_completed", "1"))
    overdue, open_item = found["表1（县长信箱）县住建局备注逾期之和"], found["表1（县长信箱）县住建局备注未办之和"]
    assert (overdue.verdict, overdue.recomputed, overdue.claimed) == ("consistent", "35", "35")
    assert "34+1=35" in overdue.statement_zh
    assert open_item.verdict == "consistent"


def test_notes_may_explain_the_completed_ones_alone() -> None:
    assert (
        only(list(findings([["甲局", "34", "1", "备注"]], *monthly(1, "19", "8", "7")).values())).verdict
        == "consistent"
    )


def test_notes_that_explain_neither() -> None:
    found = only(list(findings([["甲局", "34", "1", "备注"]], *monthly(1, "19", "8")).values()))
    assert (found.verdict, found.severity, found.gap) == ("inconsistent", 2, -8)


def test_all_notes_are_held_against_the_total() -> None:
    rows = [["甲局", "2", "1", "备注"], ["乙镇", "1", "0", "备注"], ["丙镇", "0", "0", ""], ["合计", "3", "1", ""]]
    found = findings(rows, *monthly(1, "1", "2"), *monthly(2, "1"))
    total = found["表1（县长信箱）备注逾期总和"]
    assert (total.verdict, total.recomputed) == ("consistent", "4")


def test_total_is_not_tried_where_a_row_has_no_note_or_the_table_is_cut_off() -> None:
    rows = [["甲局", "2", "1", "备注"], ["乙镇", "1", "0", ""], ["合计", "3", "1", ""]]
    assert set(findings(rows, *monthly(1, "1", "2"))) == {"表1（县长信箱）甲局备注逾期之和"}
    complete = [rows[0], rows[2]]
    assert "表1（县长信箱）备注逾期总和" not in findings(complete, *monthly(1, "1", "2"), cut_off=True)


def test_note_about_something_else_explains_no_cell() -> None:
    assert findings([["甲局", "2", "0", "备注"]], note(1, "returned", "1")) == {}


def test_note_with_the_value_of_its_cell_is_still_a_note() -> None:
    made, claims = table(1, ["单位", "overdue", "备注"], [["甲局", "1", "备注"]])
    found = only(run(check_notes, bulletin(tables=[(made, (*claims, note(1, "overdue", "1")))])))
    assert found.verdict == "consistent"
    assert len(found.claim_ids) == 2
