"""Documents without their damage: what is undone, what is said about it, and the way back to the print."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.document import Document, Grid, Text
from parsers.records import Claim
from parsers.undamaged import SURE_OF_PARTS, undamaged

TRADITIONAL = "第二季度，縣長信箱共收到羣衆來信143件，已辦結127件，辦結率96.95%。"


def document(*blocks: Text | Grid) -> Document:
    return Document(media_type="text/plain", blocks=blocks)


def text_of(printed: str) -> str:
    mended, _ = undamaged(document(Text(printed, "L1")))
    (block,) = mended.blocks
    assert isinstance(block, Text)
    return block.text


def codes(printed: str) -> list[str]:
    return [issue.code for issue in undamaged(document(Text(printed, "L1")))[0].issues]


def claim(printed: str, locator: str, quote: str, **fields: object) -> Claim:
    base: dict[str, object] = {
        "metric": "received", "printed": printed, "value": Decimal(1), "unit": "件", "stated_by": "government",
        "scope": "whole", "origin": "narrative", "quote": quote, "locator": locator,
    }  # fmt: skip
    return Claim(**(base | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("printed", "whole"),
    [
        ("共受理 1 036 件，转 办 634 件。", "共受理 1036 件，转办 634 件。"),
        ("办 结 率 97. 3%，满意率 91.2%。", "办结率 97.3%，满意率 91.2%。"),
        ("县 12345 热线，2021 年 12 月 31 日，5 件。", "县 12345 热线，2021 年 12 月 31 日，5 件。"),
        ("办(bàn)结34件，办结率(lǜ)94%，群(qún)众满意。", "办结34件，办结率94%，群众满意。"),
        ("办(ban)(ban)结34件，办(ban)结(jie)(jie)(jie)率94%。", "办结34件，办结率94%。"),
        (TRADITIONAL, "第二季度，县长信箱共收到群众来信143件，已办结127件，办结率96.95%。"),
        ("乾县收到来信5件。", "乾县收到来信5件。"),
        ("县住建局 县交通局办结率100%，较好。", "县住建局 县交通局办结率100%，较好。"),
        ("共收到\u200b来信5件。", "共收到来信5件。"),
    ],
)
def test_what_is_undone(printed: str, whole: str) -> None:
    assert text_of(printed) == whole


def test_what_is_not_sure_is_said() -> None:
    assert codes("共受理 1 036 件。") == ["number_in_parts"]
    assert codes(TRADITIONAL) == ["copied_text"]
    assert codes("办(bàn)结34件，办结率(lǜ)94%，群(qún)众满意。") == ["copied_text"]
    assert codes("共收到\u200b来信5件。") == []


def test_a_claim_gets_its_print_and_its_place_back() -> None:
    printed = "共受理 1 036 件，转 办 634 件。"
    mended, as_printed = undamaged(document(Text(printed, "L1")))
    (block,) = mended.blocks
    assert isinstance(block, Text)
    start = block.text.index("1036")
    read = as_printed(claim("1036 件", f"L1:{start}-{start + 6}", block.text))
    assert (read.printed, read.quote, read.confidence) == ("1 036 件", printed, SURE_OF_PARTS)
    begin, end = map(int, read.locator.removeprefix("L1:").split("-"))
    assert printed[begin:end] == "1 036 件"


def test_a_cell_in_parts_is_one_number_and_less_sure() -> None:
    grid = Grid((("单位", "办结率"), ("县住建局", "94. 74%")), ("L1", "L2"))
    mended, as_printed = undamaged(document(grid))
    (table,) = mended.blocks
    assert isinstance(table, Grid)
    assert table.rows[1] == ("县住建局", "94.74%")
    read = as_printed(claim("94.74%", "L2.c2", "", origin="table", col_no=2))
    assert (read.printed, read.confidence) == ("94. 74%", SURE_OF_PARTS)
    assert as_printed(claim("94.74%", "L2.c2:0-6", "", origin="table", col_no=2)).printed == "94.74%"


def test_an_undamaged_document_is_the_same_object() -> None:
    whole = document(Text("共收到来信5件，办结5件。", "L1"), Grid((("单位", "数"),), ("L2",)))
    assert undamaged(whole)[0] is whole


@given(st.text(alphabet="共收到办结 转件12.5%，。()bàn", max_size=40))
def test_nothing_is_added_and_the_order_is_kept(printed: str) -> None:
    rest = iter(printed)
    assert all(c in rest for c in text_of(printed))


def test_one_inserted_pinyin_is_enough_in_a_copy() -> None:
    """Beside traditional characters a single one is an insertion; elsewhere (kǎ) may be meant."""
    assert (
        text_of("城鄉(xiāng)規劃類來信116件，縣長信箱辦結率98%，滿意率97%。")
        == "城乡规划类来信116件，县长信箱办结率98%，满意率97%。"
    )
    assert "(xiāng)" in text_of("城乡(xiāng)规划类来信116件。")
