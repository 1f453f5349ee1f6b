"""A document as it would read without what a print or a mirror did to it, and the way back to what was printed.

What belongs here: blanks inside words and numbers (转 办 6 17 件), inserted pinyin (办(bàn)结), traditional characters.
All that reads a bulletin works on the undamaged document; every claim is then given the words and the place of the
print. What does not: lost characters (``parsers.text``), character sets (``parsers.readers.decode``).

Nothing is undone in silence: a number put together from parts is less sure and an issue, and so is all of a mirror.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache

from opencc import OpenCC

from parsers.document import Document, Grid, Text
from parsers.records import Claim, Issue
from parsers.vocabulary import metric_words, narrative

SURE_OF_PARTS = 0.7
"""Confidence of a number that was printed in parts."""

SURE_OF_COPY = 0.9
"""Confidence of a figure of a mirror: somebody has handled its text, but no mirror is known to have changed a digit."""

_HAN = "\u4e00-\u9fff"
_TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü"
_PINYIN = re.compile(
    rf"(?<=[{_HAN}])(?:(?:[（(]\s*[a-z{_TONES}]{{1,6}}\s*[）)])+|(?=[a-z]*[{_TONES}])[a-z{_TONES}]{{1,6}}(?=[{_HAN}]))"
)
_FEWEST_PINYIN = 3
_FEWEST_TRADITIONAL = 5
_TRADITIONAL_SHARE = 0.05
_NO_WIDTH = "\u200b\u200c\u200d\u2060\ufeff"
"""Characters that nobody sees; taking them out changes nothing that was printed."""
_BLANK_IN_WORDS = re.compile(rf"(?<=[{_HAN}])[ \u00a0](?=[{_HAN}])")
_BROKEN_RUN = re.compile(rf"[{_HAN}]+(?:[ \u00a0][{_HAN}]+)+")
_LONGEST_BROKEN = 6  # characters of a word that may be broken
_CELL_IN_PARTS = re.compile(r"\d{1,3}(?: \d{1,3})*(?:\s?\.\s?\d+(?: \d+)*)?\s?[%％]?")


@dataclass(frozen=True, slots=True)
class _Damage:
    """What a document suffered, so that all of it is read alike; ``blanks`` inside words."""

    pinyin: bool
    traditional: bool
    blanks: bool


@dataclass(frozen=True, slots=True)
class _Undone:
    """A text without its damage: for each of its characters, and for its end, the place in the print."""

    printed: str
    text: str
    origin: tuple[int, ...]
    in_parts: tuple[int, ...] = ()
    """Places, in ``text``, where a blank inside a number was taken out."""

    def slice(self, start: int, end: int) -> str:
        """What was printed for these characters."""
        return self.printed[self.origin[start] : self.origin[end - 1] + 1] if end > start else ""


def undamaged(document: Document) -> tuple[Document, Callable[[Claim], Claim]]:
    """The document without its damage, with issues that say what was undone; and what gives a claim its print back."""
    whole = "\n".join(_strings(document))
    inserted = len(_PINYIN.findall(whole))
    traditional = _is_traditional(_PINYIN.sub("", whole))
    # In what is known for a copy a single one is an insertion, too.
    pinyin = inserted >= _FEWEST_PINYIN or (traditional and inserted > 0)
    how = _Damage(pinyin, traditional, any(_has_broken_word(b.text) for b in document.blocks if isinstance(b, Text)))
    texts: dict[str, _Undone] = {}
    rows: dict[str, tuple[str | None, ...]] = {}
    issues: list[Issue] = []
    blocks: list[Text | Grid] = []
    for block in document.blocks:
        if isinstance(block, Text):
            undone = _undo(block.text, how)
            if undone.text != block.text:
                texts[block.locator] = undone
                issues += [_in_parts(undone, at, block.locator) for at in undone.in_parts]
            blocks.append(replace(block, text=undone.text))
        else:
            blocks.append(_undamaged_grid(block, rows, issues, how))
    is_copy = pinyin or traditional
    if is_copy:
        issues.insert(0, _mirror(pinyin=pinyin, traditional=traditional))
    if not texts and not rows:
        return document, lambda claim: claim
    title = _undo(document.title, how).text if document.title else document.title
    mended = replace(
        document,
        blocks=tuple(blocks),
        title=title,
        issues=(*document.issues, *issues),
    )
    return mended, lambda claim: _as_printed(claim, texts, rows, is_copy=is_copy)


def _strings(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Text):
            yield block.text
        else:
            yield from (cell for row in block.rows for cell in row if cell)


@cache
def _simplified() -> OpenCC:
    return OpenCC("t2s")


def _is_traditional(text: str) -> bool:
    """Whether a text is written in traditional characters; a single 乾县 is not."""
    han = sum("\u4e00" <= c <= "\u9fff" for c in text)
    simple: str = _simplified().convert(text)
    if len(simple) != len(text):
        return False
    changed = sum(a != b for a, b in zip(text, simple, strict=True))
    return changed >= _FEWEST_TRADITIONAL and changed > _TRADITIONAL_SHARE * han


def _undo(printed: str, how: _Damage) -> _Undone:
    dropped = {i for m in _PINYIN.finditer(printed) for i in range(*m.span())} if how.pinyin else set()
    dropped |= {i for i, c in enumerate(printed) if c in _NO_WIDTH}
    if how.blanks and re.search("[，。；]", printed):
        dropped |= {m.start() for m in _BLANK_IN_WORDS.finditer(printed)}
    in_numbers = _blanks_in_numbers(printed)
    dropped |= in_numbers
    kept = [i for i in range(len(printed)) if i not in dropped]
    text = "".join(printed[i] for i in kept)
    if how.traditional and len(simple := _simplified().convert(text)) == len(text):
        text = simple
    places = {i: at for at, i in enumerate(kept)}
    in_parts = sorted({places[i + 1] for i in in_numbers if i + 1 in places})
    return _Undone(printed, text, (*kept, len(printed)), tuple(in_parts))


def _has_broken_word(text: str) -> bool:
    """Whether a sentence has a word for a metric with single blanks in it (转 办, 办 结 率)."""
    if not re.search("[，。；]", text):
        return False
    runs = (m.group() for m in _BROKEN_RUN.finditer(text))
    return any(_breaks_word(run) for run in runs)


def _breaks_word(run: str) -> bool:
    """Whether a word for a metric lies over a blank of ``run``."""
    parts = re.split("[ \u00a0]", run)
    whole, at = "".join(parts), 0
    for part in parts[:-1]:
        at += len(part)
        for start in range(max(0, at - _LONGEST_BROKEN + 1), at):
            if any(
                whole[start:end] in metric_words()
                for end in range(at + 1, min(len(whole), start + _LONGEST_BROKEN) + 1)
            ):
                return True
    return False


@cache
def _number_in_parts() -> re.Pattern[str]:
    """A number of a sentence with a blank in it, before its unit: 1 036 件, 6 17 件, 97. 3%."""
    units = "|".join(re.escape(u) for u in sorted(narrative()["count_units"], key=len, reverse=True) if u != "年")
    return re.compile(
        rf"(?<![\d.\s])\s?(?P<number>\d{{1,3}}(?: \d{{2,3}})+(?:\.\d+)?|\d+(?:\. \d+| \.\d+))(?=\s?(?:{units}|%|％))"
    )


def _blanks_in_numbers(printed: str) -> set[int]:
    return {
        m.start("number") + i
        for m in _number_in_parts().finditer(printed)
        for i, c in enumerate(m["number"])
        if c == " "
    }


def _undamaged_grid(grid: Grid, rows: dict[str, tuple[str | None, ...]], issues: list[Issue], how: _Damage) -> Grid:
    """The grid without its damage; ``rows`` takes those that changed, as printed, by their place."""
    mended: list[tuple[str | None, ...]] = []
    for cells, place in zip(grid.rows, grid.locators, strict=True):
        whole = tuple(c and _cell(c, how) for c in cells)
        if whole != cells:
            rows[place] = cells
        for cell, printed in zip(whole, cells, strict=True):
            if cell and printed and _in_cell_parts(printed):
                issues.append(_number_issue(printed, cell, place))
        mended.append(whole)
    return replace(grid, rows=tuple(mended))


def _in_cell_parts(cell: str) -> bool:
    """Whether a cell is one number with blanks between its digits (1 52, 90. 91%)."""
    return re.search(r"[\d.] +[\d.]", cell) is not None and _CELL_IN_PARTS.fullmatch(cell.strip()) is not None


def _cell(cell: str, how: _Damage) -> str:
    if _in_cell_parts(cell):
        return cell.replace(" ", "")
    seen = not any(c in _NO_WIDTH for c in cell)
    return cell if seen and not (how.pinyin or how.traditional) else _undo(cell, how).text


def _in_parts(undone: _Undone, at: int, locator: str) -> Issue:
    start, end = at, at
    while start and re.match(r"[\d.]", undone.text[start - 1]):
        start -= 1
    while end < len(undone.text) and re.match(r"[\d.]", undone.text[end]):
        end += 1
    place = f"{locator}:{undone.origin[start]}-{undone.origin[end - 1] + 1}"
    return _number_issue(undone.slice(start, end), undone.text[start:end], place)


def _number_issue(printed: str, read: str, place: str) -> Issue:
    return Issue(
        code="number_in_parts",
        message=f"The number {printed!r} is printed with a blank in it; it was read as {read}, which is not sure.",
        place=place,
        raw=printed,
    )


def _mirror(*, pinyin: bool, traditional: bool) -> Issue:
    what = " and ".join(
        name for name, found in (("traditional characters", traditional), ("inserted pinyin", pinyin)) if found
    )
    return Issue(
        code="copied_text",
        message=f"The text has {what}: it is a copy that somebody made, not the page of the government. "
        "Look for the original before relying on it.",
    )


def _as_printed(
    claim: Claim, texts: dict[str, _Undone], rows: dict[str, tuple[str | None, ...]], *, is_copy: bool
) -> Claim:
    """The claim with the words and the place of the print."""
    confidence = claim.confidence * (SURE_OF_COPY if is_copy else 1)
    if is_copy:
        claim = replace(claim, confidence=confidence)
    if claim.origin == "table":
        return _cell_as_printed(claim, rows)
    block, _, span = claim.locator.rpartition(":")
    undone = texts.get(block)
    if undone is None:
        return claim
    start, end = map(int, span.split("-"))
    quoted = undone.text.rfind(claim.quote, 0, max(start, 0) + len(claim.quote))
    joined = any(start < at < end for at in undone.in_parts)
    return replace(
        claim,
        locator=f"{block}:{undone.origin[start]}-{undone.origin[end - 1] + 1 if end > start else undone.origin[end]}",
        printed=undone.slice(start, end) or claim.printed,
        quote=undone.slice(quoted, quoted + len(claim.quote)) if quoted >= 0 else claim.quote,
        confidence=min(confidence, SURE_OF_PARTS) if joined else confidence,
    )


def _cell_as_printed(claim: Claim, rows: dict[str, tuple[str | None, ...]]) -> Claim:
    place = re.sub(r"\.c\d+(?::\d+-\d+)?$", "", claim.locator)
    cells = rows.get(place)
    if cells is None or claim.col_no is None or claim.col_no > len(cells) or re.search(r"\.c\d+:", claim.locator):
        return claim
    printed = (cells[claim.col_no - 1] or "").strip()
    same = re.sub(r"\s", "", printed) == re.sub(r"\s", "", claim.printed)
    return replace(
        claim,
        printed=printed if same else claim.printed,
        confidence=min(claim.confidence, SURE_OF_PARTS) if _in_cell_parts(printed) else claim.confidence,
    )
