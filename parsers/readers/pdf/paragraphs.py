"""The lines of a PDF put together to paragraphs.

What belongs here: which line goes on with the one above, by margins and by sentences. What does not: headings
(``parsers.readers.layout``), tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers.document import Block, Grid, Text
from parsers.readers.layout import continues, has_ended, is_item, joined, numbering
from parsers.readers.pdf.lines import Line


def blocks(items: Sequence[Line | Grid]) -> Iterator[Block]:
    """Paragraphs and tables from lines and tables in reading order."""
    left, right = _margins([item for item in items if isinstance(item, Line) and item.margins is None])
    paragraph: list[Line] = []
    for item in items:
        if isinstance(item, Line) and paragraph and _goes_on(paragraph, item, left, right):
            paragraph.append(item)
            continue
        if paragraph:
            yield _paragraph(paragraph)
        paragraph = [item] if isinstance(item, Line) else []
        if isinstance(item, Grid):
            yield item
    if paragraph:
        yield _paragraph(paragraph)


def _margins(lines: Sequence[Line]) -> tuple[float, float]:
    """Where lines of running text begin and end: the leftmost and rightmost edge that several lines share."""
    if not lines:
        return 0.0, 0.0
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    at = min(1, len(lines) - 1)  # the second from outside: one line may stick out
    return lefts[at], rights[-1 - at]


def _goes_on(paragraph: Sequence[Line], line: Line, left: float, right: float) -> bool:
    """Whether a line belongs to the paragraph: the one above is full, this one begins at the margin and opens nothing
    new."""
    above = paragraph[-1]
    if above.margins != line.margins:
        return False
    left, right = line.margins or (left, right)
    text = "".join(p.text for p in paragraph)
    if numbering(line.text) in (1, 2) or abs(line.size - above.size) > 1.5:
        return False
    is_full = above.right > right - 2.5 * above.size
    begins_at_margin = line.left < left + line.size
    if is_full and begins_at_margin and not (above.page != line.page and has_ended(text)):
        return not (is_item(line.text) and has_ended(text))
    is_centred = above.left > left + 3 * above.size and line.left > left + 3 * line.size
    return not is_centred and begins_at_margin and continues(text, line.text, adjacent=True)


def _paragraph(lines: Sequence[Line]) -> Text:
    text = lines[0].text
    for line in lines[1:]:
        text = joined(text, line.text)
    first, last = lines[0], lines[-1]
    place = f"p{first.page}.l{first.number}"
    if last.page != first.page:
        place += f"-p{last.page}.l{last.number}"
    elif last.number != first.number:
        place += f"-{last.number}"
    return Text(text, place, page=first.page)
