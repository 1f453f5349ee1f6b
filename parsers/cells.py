"""One cell and one header: what kind of thing is printed in it, and which cells of a row were left out.

What belongs here: questions that readers (``parsers/readers``) and ``parsers.tables`` both ask of a single cell, a
single header or a single row. What does not: finding tables, and putting them together.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache, lru_cache

from parsers.text.characters import plain_word
from parsers.text.numbers import half_width
from parsers.text.periods import Period, find_periods
from parsers.vocabulary import channel_words, column_words, load, metric_headers, metrics
from parsers.vocabulary.checked import words
from parsers.vocabulary.layout import squeezed

_BRACKETED = re.compile(r"[(（](?:计量)?(?:单位[:：])?([^()（）]*)[)）]")
POINTS = "个百分点"
"""The unit of a column of differences between rates."""
OF_ONE = "1"
"""The unit of a column of rates that are printed as fractions of 1 (办结率 0.9771)."""
_LONGEST_SUBTOTAL = 10
"""Characters; a longer cell that ends in 合计 is a remark."""
_LAST_BRACKET = re.compile(r"[(（][^()（）]+[)）]$")
_LONGEST_SERIAL = 6
"""Digits of a running number; a longer one is the number of a file or of a telephone."""
_ANY_YEAR = Period(dt.date(2000, 1, 1), dt.date(2000, 12, 31))
"""For a month or quarter of no printed year, of which only the words matter."""
_LONGEST_DATED = 24
"""Characters of a header that opens with a period; a longer line is a sentence."""
_OPENS_WITH_DATE = re.compile(r"[0-9一二三四上下前第]")
_POINTS_BEHIND = re.compile("个?百分点$")
_FIGURE = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")


@cache
def _column_list(name: str) -> frozenset[str]:
    return frozenset(words(load("columns")[name], "parsers/vocabulary/columns.yaml", name))


# The few headers of a document are asked about by every cell below them, and by every check that reads tables.
@lru_cache(maxsize=4096)
def header_word(header: str) -> tuple[str, str | None]:
    """A header without white space, its unit and its target, and the unit: ``已回复 (条)`` -> ``("已回复", "条")``."""
    word = _without_target(plain_word(squeezed(header)).rstrip(":："))
    for found in _BRACKETED.finditer(word):
        unit = half_width(found[1]).lstrip("±")
        unit = POINTS if unit == "百分点" else unit
        if unit in _column_list("units"):
            return word[: found.start()] + word[found.end() :], unit
    if (points := _POINTS_BEHIND.search(word)) is not None and points.start():
        return word[: points.start()], POINTS
    bare = half_width(word).removesuffix("%").removesuffix("±")
    return (word[: len(bare)], "%") if bare and half_width(word).endswith("%") else (word, None)


def _without_target(word: str) -> str:
    """A header without the bracket at its end that says what is to be reached: 办结率（≥90%达标）."""
    bracket = _LAST_BRACKET.search(word)
    is_target = bracket is not None and any(mark in bracket[0] for mark in load("columns")["targets_in_brackets"])
    return word[: bracket.start()] if bracket is not None and is_target else word


def header_kind(header: str) -> str | None:
    """serial, label, note, text, or count, rate, text of a metric, also of a period (3月受理数); ``None`` for a header
    that no list knows."""
    word, _ = header_word(header)
    code = metric_headers().get(word)
    if code is None and word in column_words():
        return column_words()[word]
    code = code or metric_headers().get(behind_period(header))
    if code is None:
        return "count" if counts_of_period(header) else None
    return {"count": "count", "duration": "count", "rate": "rate", "text": "text"}[metrics()[code].kind]


def period_role(header: str) -> str | None:
    """Which of two periods side by side a column counts: ``current``, ``previous_period`` or ``year_earlier``."""
    return _period_word(header)[0]


def basis_named(text: str) -> str | None:
    """Against which period a change is by its header or row: ``year_earlier`` (同比) or ``previous_period`` (环比,
    较上月)."""
    bases = load("columns")["bases_of_changes"].items()
    return next((basis for basis, listed in bases if any(word in text for word in listed)), None)


def counts_of_period(header: str) -> bool:
    """Whether a header says nothing but the period that its figures are of: 上月, 本周数据."""
    role, rest = _period_word(header)
    return role is not None and (not rest or rest in _column_list("bare_counts"))


@lru_cache(maxsize=4096)
def _period_word(header: str) -> tuple[str | None, str]:
    word = header_word(header)[0]
    found = [(w, role) for role, listed in load("columns")["periods"].items() for w in listed if word.startswith(w)]
    first, role = max(found, key=lambda pair: len(pair[0]), default=("", None))
    rest = word.removeprefix(first)
    dated = _behind_dated_period(rest) if role is not None else None
    return role, rest if dated is None else dated  # 去年2021年一季度, 今年1-5月


def is_period(header: str) -> bool:
    """Whether a header is nothing but a month, quarter or year (2022年, 一季度, 3月, 1-3月累计)."""
    rest = _behind_dated_period(header_word(header)[0])
    return rest is not None and (not rest or rest in _column_list("bare_counts") or is_total_word(rest))


def is_of_dated_period(header: str) -> bool:
    """Whether a header opens with a month, quarter or year (3月受理数, 2022年), not with a word for one (上年同期)."""
    return period_role(header) is None and _behind_dated_period(header_word(header)[0]) is not None


def behind_period(header: str) -> str:
    """What stands behind the period that a header opens with (受理数 of 3月受理数 and of 上月受理数); nothing where it
    opens with none."""
    rest = _behind_dated_period(header_word(header)[0])
    role, word = _period_word(header)
    return rest or (word if role is not None else "")


@lru_cache(maxsize=4096)
def _behind_dated_period(word: str) -> str | None:
    """The rest of a header behind its month, quarter or year; ``None`` where it does not open with one of them."""
    if len(word) > _LONGEST_DATED or not _OPENS_WITH_DATE.match(half_width(word)):
        return None
    found = find_periods(word, _ANY_YEAR)
    return word[found[0].end :] if len(found) == 1 and found[0].period is not None and not found[0].start else None


@lru_cache(maxsize=4096)
def part_named(header: str) -> str | None:
    """The part that a column counts by its header: a kind of request (投诉数量 -> 投诉), a channel alone (12345热线),
    or one that no list knows before what is counted (微信平台收到 -> 微信平台); ``None`` for any other header.
    """
    word = header_word(header)[0]
    if header_kind(header) is not None:
        return None
    endings = sorted(load("columns")["count_endings"], key=len, reverse=True)
    stem = next((s for e in endings if (s := word.removesuffix(e)) != word and s), word)
    if stem in channel_words() or stem in _column_list("kinds_of_requests") or stem in _column_list("names_of_parts"):
        return stem
    if any(channel in word for channel in channel_words()):
        return None
    ends = [at + len(end) for end in load("columns")["ends_of_channels"] if (at := word.rfind(end)) > 0]
    return word[: max(ends)] if ends else None


def compares(label: str | None) -> bool:
    """Whether a row of that name prints the changes from one of the rows above to another (环比, 增减, under 第二季度
    and 第三季度)."""
    return _metric_of_row(label) in ("change", "change_count")


def is_difference(label: str | None) -> bool:
    """Whether a row of that name prints how many more or fewer there are (增减), other than by how much percent."""
    return _metric_of_row(label) == "change_count"


def _metric_of_row(label: str | None) -> str | None:
    return None if label is None else metric_headers().get(header_word(label)[0])


def label_at(headers: Sequence[str]) -> int | None:
    """The column that says what a row is about: the first of offices, else the first of channels or periods."""
    labels = [i for i, header in enumerate(headers) if header_kind(header) == "label"]
    roles = load("columns")["roles"]
    parts = {*roles["channel"], *roles["period"]}
    return next((i for i in labels if header_word(headers[i])[0] not in parts), labels[0] if labels else None)


def cell_kind(cell: str | None) -> str:
    """What a cell holds: ``number``, ``percent``, ``text``, or ``blank`` (nothing, or a mark printed for nothing).

    A figure may have a unit behind it (``19件``, ``95.08 %``), or its change in brackets (``15223(↑14.28%)``).
    """
    figure_alone, _ = figure_and_change(cell)
    word = signed_figure(half_width(squeezed(figure_alone or "")))
    if not word or word in _column_list("blank_marks"):
        return "blank"
    figure = _FIGURE.match(word)
    if figure is None:
        return "text"
    rest = word[figure.end() :]
    if rest == "%":
        return "percent"
    return "number" if not rest or rest in _column_list("units") else "text"


def signed_figure(cell: str) -> str:
    """A figure with a mark of a rise or fall beside it as one with its sign: ↓2.5%, 2.5%↓ -> -2.5%; other text as it
    is."""
    falls = _column_list("marks_of_falls")
    marks = falls | _column_list("marks_of_rises")
    mark = next((c for c in (cell[:1], cell[-1:]) if c in marks), None)
    if mark is None:
        return cell
    rest = (cell[1:] if cell[0] == mark else cell[:-1]).strip()
    return f"-{rest}" if mark in falls and rest[:1].isdigit() else rest


@cache
def _with_change() -> re.Pattern[str]:
    marks = "".join(map(re.escape, _column_list("marks_of_rises") | _column_list("marks_of_falls")))
    return re.compile(rf"\s*(?P<figure>\d[\d,.]*)\s*[(（]\s*(?P<change>[{marks}]\s*\d[\d,.]*\s*[%％])\s*[)）]\s*")


def figure_and_change(cell: str | None) -> tuple[str | None, str | None]:
    """A cell that prints a figure with its rise or fall in brackets (``15223(↑14.28%)``) as both; any other cell as it
    is, without a change.
    """
    found = _with_change().fullmatch(cell) if cell and cell.rstrip().endswith((")", "）")) else None
    return (cell, None) if found is None else (found["figure"], found["change"])


def is_level(cell: str | None) -> bool:
    """Whether a cell says in a word that nothing changed (持平)."""
    return squeezed(cell or "") in _column_list("level_words")


def unbroken(text: str) -> str:
    """A cell without the line breaks that its width made: 其中未 / 办1件 -> 其中未办1件.

    A break stays, as a blank, between two complete items (10月逾期19件 / 11月逾期8件) and between two Latin words.
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    whole = "".join(lines[:1])
    for line in lines[1:]:
        units = "|".join(re.escape(unit) for unit in sorted(_column_list("units")))
        is_item_above = re.search(rf"\d\s*(?:{units})$|[，。；、,;]$", half_width(whole)) is not None
        are_words = re.search(r"[A-Za-z]$", whole) is not None and re.match(r"[A-Za-z]", line) is not None
        is_apart = are_words or (is_item_above and re.search(r"\d", line) is not None)
        whole += f" {line}" if is_apart else line
    return whole


def is_figure(cell: str | None) -> bool:
    """Whether the cell is a printed number or percentage."""
    return cell_kind(cell) in ("number", "percent")


def serial_number(cell: str | None) -> int | None:
    """The running number in a 序号 cell (``3``, ``３.``), or ``None``."""
    word = half_width(squeezed(cell or "")).rstrip(".、．")
    return int(word) if word.isascii() and word.isdigit() and len(word) <= _LONGEST_SERIAL else None


def total_words() -> frozenset[str]:
    """Words of a total or of a part of it, which say nothing of what is counted."""
    return _column_list("total_rows") | _column_list("subtotal_rows")


def is_total_word(cell: str | None) -> bool:
    """合计, 总 计, 合计（38个单位）."""
    return _opens_with(cell, "total_rows")


def is_subtotal_word(cell: str | None) -> bool:
    """小计, 小计（12个乡镇）; also 部门小计 and 乡镇合计, which name what they add up."""
    word = _row_word(cell)
    if word in _column_list("subtotal_rows"):
        return True
    ends = tuple(_column_list("ends_of_subtotals"))
    return len(word) <= _LONGEST_SUBTOTAL and word.endswith(ends) and word not in _column_list("total_rows")


def is_group_word(cell: str | None) -> bool:
    """乡镇, 县直部门: what a row is called that heads the offices below it."""
    return _row_word(cell) in _column_list("group_rows")


def is_whole_place(cell: str | None) -> bool:
    """全市, 全区: the place that the other rows lie in."""
    return _opens_with(cell, "whole_place_rows")


def is_average_word(cell: str | None) -> bool:
    """平均, 全县平均, 月均."""
    return _opens_with(cell, "average_rows")


def _opens_with(cell: str | None, name: str) -> bool:
    return _row_word(cell) in _column_list(name)


def _row_word(cell: str | None) -> str:
    return re.split(r"[(（:：]", plain_word(squeezed(cell or "")), maxsplit=1)[0]


def fits(cell: str, kind: str) -> bool:
    """Whether a printed cell can stand in a column of this kind (``any``: its header is not known)."""
    found = cell_kind(cell)
    match kind:
        case "serial":
            return serial_number(cell) is not None
        case "count":
            return found in ("number", "blank")
        case "rate":
            return found in ("percent", "number", "blank")
        case "any":
            return True
        case "result":
            return squeezed(cell) in _column_list("results")
        case _:
            return found in ("text", "blank")


def align(cells: Sequence[str], kinds: Sequence[str]) -> tuple[str | None, ...] | None:
    """Put the cells that a print kept, in order, into the columns that they fit; ``None`` stands where one was left
    out.

    The result is ``None`` when no placing fits or more than one does: a cell is never moved on a guess. A serial, a
    label and the result of an inspection are never left out.
    """
    rows, columns = len(cells), len(kinds)
    # ways[i][j]: in how many ways cells i.. go into columns j.. (capped at 2: unique or not is all that matters)
    ways = [[0] * (columns + 1) for _ in range(rows + 1)]
    ways[rows][columns] = 1
    for j in range(columns - 1, -1, -1):
        may_be_left_out = kinds[j] not in ("serial", "label", "result")
        for i in range(rows, -1, -1):
            taken = ways[i + 1][j + 1] if i < rows and fits(cells[i], kinds[j]) else 0
            skipped = ways[i][j + 1] if may_be_left_out else 0
            ways[i][j] = min(2, taken + skipped)
    if ways[0][0] != 1:
        return None
    placed: list[str | None] = []
    i = 0
    for j in range(columns):
        if i < rows and fits(cells[i], kinds[j]) and ways[i + 1][j + 1]:
            placed.append(cells[i])
            i += 1
        else:
            placed.append(None)
    return tuple(placed)
