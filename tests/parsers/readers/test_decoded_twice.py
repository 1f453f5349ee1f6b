"""Texts that were once decoded in the wrong set and saved again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.readers.decode import decode, decoded_twice

CHINESE = "县长信箱共收到群众来信58件，办结55件，办结率94.8%。"


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (CHINESE, "gb18030", "latin-1"),
        # Every stretch of Chinese has an even number of bytes, otherwise the wrong set loses the last one for good.
        ("县长信箱收到来信58件，办结55件已办结", "utf-8", "gb18030"),
    ],
)
def test_the_chinese_is_found_again_and_said(text: str, right: str, wrong: str) -> None:
    garbled = text.encode(right).decode(wrong)
    decoded = decode(garbled.encode())
    assert [issue.code for issue in decoded.issues] == ["decoded_twice"]
    assert decoded.text == text


@pytest.mark.parametrize("text", [CHINESE, "Café à Zürich: déjà vu, garçon, naïve, œuvre", "kb 12345", "，。；：“”——"])
def test_any_other_text_is_left_alone(text: str) -> None:
    assert decoded_twice(text) is None


@given(st.text(alphabet="县长信箱共收到群众来信办结率满意0123456789%，。", min_size=1))
def test_chinese_is_never_taken_for_garbled(text: str) -> None:
    assert decoded_twice(text) is None
