"""Rows are redacted once, as the description of the tables says. All of it is invented."""

from typing import Any

from pipelines.redacted_rows import redacted_row, redacted_rows


def letter(**values: Any) -> dict[str, Any]:
    return {"letter_id": "m:1", "title": None, "body": None, "agency": None} | values


def test_a_name_of_the_letter_is_marked_in_its_reply_and_its_claims() -> None:
    done = redacted_rows(
        {
            "letters": [letter(title="张小三反映道路积水", body="我叫张小三，电话13800138000。")],
            "replies": [{"letter_id": "m:1", "body": "经查，张小三所述属实。", "agency": "县住建局"}],
            "claims": [{"letter_id": "m:1", "quote": "张小三说办结率85%", "agency": None}],
            "commitments": [{"letter_id": None, "document_id": "d", "quote": "张小三负责"}],
        }
    )
    assert done["letters"][0]["title_redacted"] == "〔姓名〕反映道路积水"
    assert done["letters"][0]["body_redacted"] == "我叫〔姓名〕，电话〔电话〕。"
    assert done["letters"][0]["body"] == "我叫张小三，电话13800138000。"
    assert done["replies"][0]["body_redacted"] == "经查，〔姓名〕所述属实。"
    assert done["claims"][0]["quote_redacted"] == "〔姓名〕说办结率85%"
    assert done["commitments"][0]["quote_redacted"] == "张小三负责"


def test_unknown_stays_unknown() -> None:
    done = redacted_row("letters", letter())
    assert (done["title_redacted"], done["body_redacted"], done["agency"]) == (None, None, None)


def test_a_cell_is_read_with_its_header_and_a_phone_is_no_count() -> None:
    cell = {"table_title": None, "row_label": "县住建局", "header": "联系电话", "printed": "6543210", "value": 6543210}
    done = redacted_row("table_cells", cell)
    assert (done["printed_redacted"], done["value"], done["printed"]) == ("〔电话〕", None, "6543210")
    count = redacted_row("table_cells", cell | {"header": "办结数", "printed": "202", "value": 202})
    assert (count["printed_redacted"], count["value"]) == ("202", 202)


def test_sentences_and_lists_of_a_finding_are_cleaned_in_place() -> None:
    found = {"statement_zh": "联系人：张小三，合计54。", "evidence": ["54", "电话13800138000"], "severity": 2}
    done = redacted_row("findings", found)
    assert done == {"statement_zh": "联系人：〔姓名〕，合计54。", "evidence": ["54", "电话〔电话〕"], "severity": 2}
