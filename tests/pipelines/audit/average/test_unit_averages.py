"""A7 for averages of each unit and by the week."""

import pytest

from pipelines.parse import parse_payload
from tests.pipelines.audit.from_text import HEAD, findings, table


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("本年共受理来信1395件。全县39家承办单位，平均每家单位承办35.8件。", [("consistent", "1395/39 = 35.7692")]),
        ("平均每个乡镇受理诉求74件，共18个乡镇，合计1332件。", [("consistent", "1332/18 = 74")]),
        ("共受理来信198件，交由45个单位承办，平均每个单位承办4.4件。", [("consistent", "198/45 = 4.4")]),
        ("共受理来信198件，交由45个单位承办，平均每个单位承办4.6件。", [("needs_definition", "198/45 = 4.4")]),
        ("全县12个乡镇共受理来信856件，乡镇平均71.3件。", [("consistent", "856/12 = 71.3333")]),
        # Two counts may be the total: only what agrees is told.
        ("共受理来信198件，办结180件，交由45个单位承办，平均每个单位承办4.6件。", []),
        ("共受理来信198件，交由40余个单位承办，平均每个单位承办4.6件。", []),
        ("共受理来信198件，由22个乡镇和45个单位承办，平均每个单位承办9.6件。", []),  # far off: of another total
        ("共受理来信1550件，平均每天受理50件。", []),  # daily averages are told by themselves
        (
            "全县受理来信600件，其中甲镇210件、乙镇200件、丙镇190件，平均每个镇受理200件。",
            [("consistent", "600/3 = 200")],
        ),
    ],
)
def test_an_average_of_each_unit_is_a_total_over_the_number_of_units(text: str, told: list[tuple[str, str]]) -> None:
    found = [f for f in findings(text, "A7") if "平均" in f.subject]
    assert [(f.verdict, f.evidence[0]) for f in found] == told


@pytest.mark.parametrize(("printed", "told"), [("386", ["1544/4 = 386"]), ("390", [])])
def test_the_rows_of_a_table_are_the_units_of_an_average(printed: str, told: list[str]) -> None:
    rows = table("各县区受理情况", "县区 受理", "东区 512", "西区 403", "安县 331", "太县 298", "合计 1544")
    text = f"共受理来信1544件。平均每个县区受理{printed}件。\n\n{rows}"
    assert [f.evidence[0] for f in findings(text, "A7")] == told


def test_a_weekly_average_is_over_the_weeks_of_the_period() -> None:
    head = "# 岭溪县2024年上半年县长信箱办理情况通报\n\n"
    (found,) = findings("上半年共受理来信5330件，周均205件。", "A7", head)
    assert (found.verdict, found.evidence) == ("consistent", ("5330/26 = 205",))


@pytest.mark.parametrize("text", ["平均每家单位承办35.8件。", "周均205件。", "平均每个乡镇受理诉求74件。"])
def test_an_average_is_no_count_of_letters(text: str) -> None:
    claims = parse_payload((HEAD + text).encode(), file_name="bulletin.md").claims
    assert not [c for c in claims if c.unit == "件"]
