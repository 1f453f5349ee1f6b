import pytest

from pipelines.audit.unnamed import FIRM, PERSON, part_told, private_name
from pipelines.parse import parse_payload
from tests.pipelines.audit.from_text import HEAD, table


def _said(text: str) -> str:
    """Everything that the findings of a bulletin say."""
    found = parse_payload((HEAD + text).encode(), file_name="bulletin.md").findings
    return "\n".join(" ".join([f.subject, f.statement_zh, f.statement_en, f.agency or "", *f.evidence]) for f in found)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("反映岭溪县恒远石材有限公司", "岭溪县恒远石材有限公司", FIRM),
        ("恒远公司欠薪问题", "恒远公司", FIRM),
        ("投诉福满楼大酒店", "福满楼大酒店", FIRM),
        ("反映周立民", "周立民", PERSON),
        ("周立民", "周立民", PERSON),
        ("反映周民", "周民", PERSON),
    ],
)
def test_a_firm_or_a_person_is_recognised(text: str, name: str, kind: tuple[str, str]) -> None:
    assert private_name(text) == (name, kind)


@pytest.mark.parametrize(
    "text", ["物业公司", "药店", "投诉酒店", "饭店投诉", "县供电公司", "岭溪县自来水有限公司", "雷电", "林业", "马路"]
)
def test_a_kind_and_a_utility_keep_their_names(text: str) -> None:
    assert private_name(text) is None


def test_sentences_do_not_name_whom_letters_complain_about() -> None:
    said = _said(
        "共收到来信200件。其中反映岭溪县恒远石材有限公司80件（占40%），反映周立民60件（占30%），其他60件（占30%）。"
    )
    assert "某企业占比" in said
    assert "某人占比" in said
    assert "a firm" in said
    assert "恒远" not in said
    assert "周立民" not in said


def test_a_firm_beside_a_person_is_not_named_and_two_of_a_kind_stay_apart() -> None:
    said = _said("收到来信200件，其中反映周立民80件（占40%）、反映吴大有60件（占30%）、恒远公司60件（占30%）。")
    assert "某人占比" in said
    assert "某人（之2）占比" in said
    assert not any(name in said for name in ("周立民", "吴大有", "恒远"))


def test_rows_of_a_table_of_whom_letters_complain_about() -> None:
    rows = ("周民 60 57 95.00%", "住建局 80 76 95.00%", "教育局 50 49 98.00%", "恒远公司 80 79 90.00%")
    said = _said(table("被投诉对象办理情况", "被投诉单位 受理件 办结件 办结率", *rows))
    assert "某企业" in said
    assert not any(name in said for name in ("恒远", "周民"))


def test_rows_of_a_table_of_which_no_column_is_known() -> None:
    rows = ("恒远公司 12 5 7", "周民 20 8 12", "中岭队 9 2 7", "北岭队 15 6 9", "上岭队 13 4 9", "福满公司 18 7 12")
    said = _said("县长信箱收到来信100件。\n\n" + table("来电情况", "被投诉单位 甲栏 乙栏 丁栏", *rows))
    assert "“某企业（之2）”行“甲栏”" in said
    assert not any(name in said for name in ("福满", "周民", "恒远"))


def test_an_office_that_handles_letters_is_named() -> None:
    assert "自来水公司" in _said("县自来水公司收到来信200件，办结190件，办结率90%。")


@pytest.mark.parametrize(("part", "told"), [("反映周立民", "反映某人"), ("咨询类", "咨询类"), (None, None)])
def test_the_part_of_a_quoted_figure_is_told_without_a_name(part: str | None, told: str | None) -> None:
    assert part_told(part) == told
