"""What is too long is left out, and said once."""

from parsers.document import Document, Grid, Text
from parsers.length import MOST_TEXT, within_length

LINE = "收到来信12件。" * 1000
TABLE = Grid((("单位", "办结"), ("甲局", "3")), ("b900.r1", "b900.r2"))


def test_one_note_on_all_paragraphs_behind_the_limit() -> None:
    paragraphs = tuple(Text(LINE, f"b{n}") for n in range(60))
    kept, issues = within_length(Document("text/plain", (*paragraphs, TABLE)))
    texts = [block for block in kept.blocks if isinstance(block, Text)]
    assert sum(len(block.text) for block in texts) <= MOST_TEXT
    assert kept.blocks[-1] == TABLE
    (issue,) = issues
    assert (issue.code, issue.place) == ("too_long", f"b{len(texts)}")
    assert f"{60 - len(texts)} paragraphs" in issue.message
