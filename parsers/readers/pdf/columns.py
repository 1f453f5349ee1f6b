"""The columns of a table that no rules divide, and the header that stands over them.

What belongs here: which words of a few lines are a header, where one column ends and the next begins, and labels that
stand over several columns. What does not: where a table ends (``unruled``), its rows (``rows``).

A column is what lies between two rivers: strips that no character of the body touches. As many rivers as the header
has columns are wanted; where the body does not say which, nothing is read.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from parsers.cells import header_kind, header_word, is_figure
from parsers.readers.layout import has_ended, numbering
from parsers.readers.lone_cells import column_kind
from parsers.readers.pdf.lines import Line, Word
from parsers.readers.pdf.marks import Glyph
from parsers.vocabulary.layout import layout_words, line_kind, squeezed

HEADER_PITCH = 1.9
"""The distance between two lines of one header at most, of their size."""
LABEL_PITCH = 4.0
"""The distance of a label over several columns to the line below it at most, of their size."""
MOST_HEADER_LINES = 6
WIDEST_LETTER_SPACE = 3.5
"""The gap in a header word that is spaced out (序  号), of its size."""
NARROW = 1.0
"""A gap that may lie inside a cell, of the size of its type."""
MOST_LABELS = 6
MOST_OFF_CENTRE = 0.4
"""How far a label is from the middle of its columns at most, in columns; half a column would be one column fewer."""
TOUCHING = 0.08
"""A gap that is none, of the size of the type: fonts leave one between two letters of a word."""
LEVEL = 0.35
"""How far apart the middles of words on one level of a header are at most, of their size."""

Span = tuple[int, int, int, int]
Extent = tuple[float, float]
"""From where to where something is printed across the page."""


@dataclass(frozen=True, slots=True)
class Header:
    """The words of a header, leaf by leaf: one stack of lines over each column, and labels over several of them."""

    lines: tuple[Line, ...]
    leaves: tuple[tuple[Word, ...], ...]
    labels: tuple[Word, ...]

    @property
    def left(self) -> float:
        return min(line.left for line in self.lines)

    @property
    def right(self) -> float:
        return max(line.right for line in self.lines)

    @property
    def size(self) -> float:
        return statistics.median(line.size for line in self.lines)

    @property
    def extents(self) -> tuple[Extent, ...]:
        """What the words over each column take across."""
        return tuple((min(w.left for w in leaf), max(w.right for w in leaf)) for leaf in self.leaves)

    @property
    def feet(self) -> tuple[Extent, ...]:
        """What the lowest word over each column takes across; one above it may be a label of several columns."""
        return tuple((leaf[-1].left, leaf[-1].right) for leaf in self.leaves)


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns take across (their words, not their cells), the header as rows of a grid, and their kinds."""

    extents: tuple[Extent, ...]
    header_rows: tuple[tuple[str, ...], ...]
    spans: tuple[Span, ...]
    kinds: tuple[str, ...]

    @property
    def edges(self) -> tuple[float, ...]:
        """The places between two columns."""
        return _edges(self.extents)

    def at(self, place: float) -> int:
        """The column in which a place lies."""
        return sum(edge < place for edge in self.edges)


# --- finding a header -------------------------------------------------------------------------------------------------


def header_at(lines: Sequence[Line]) -> tuple[int, int] | None:
    """The lines (first, behind the last) of the first header among the lines, as far as its words are known."""
    for first in range(len(lines)):
        found = _known_from(lines, first)
        if found is None:
            continue
        known, end = found
        for later in range(first + 1, end):  # a title above the header makes its words unknown
            better = _known_from(lines, later)
            if better is not None and better[0] > known:
                first, (known, end) = later, better
        return first, end
    return None


_Known = tuple[int, int, int]
"""How many columns have a known word over them, how many another (negative), and the length of the known words."""


def _known_from(lines: Sequence[Line], first: int) -> tuple[_Known, int] | None:
    """What is known at most of a header that begins at a line, and where it ends then."""
    best: tuple[_Known, int] | None = None
    for end in range(first + 1, min(len(lines), first + MOST_HEADER_LINES) + 1):
        if end - 1 > first and not _are_near(lines[end - 2], lines[end - 1]):
            break
        if any(is_figure(word.text) for word in header_words(lines[end - 1])):
            break
        over = [_joined(stack) for stack in _stacks([w for line in lines[first:end] for w in header_words(line)])]
        words = [word for word in over if header_kind(word) is not None]
        known = len(words), len(words) - len(over), sum(map(len, words))
        if len(words) >= 2 and 3 * len(words) >= len(over) and (best is None or known > best[0]):
            best = known, end
    return best


def _are_near(above: Line, below: Line) -> bool:
    return 0 <= below.middle - above.middle <= HEADER_PITCH * max(above.size, below.size)


def header_words(line: Line) -> list[Word]:
    """The words of a header line, those that are spaced out put together: 序  号, 备 注."""
    joined: list[Word] = []
    for piece in line.words:
        before = joined[-1] if joined else None
        if before is not None and _is_spaced_out(before, piece):
            joined[-1] = _wider(before, piece)
        else:
            joined.append(piece)
    return joined


def _is_spaced_out(before: Word, after: Word) -> bool:
    if after.left - before.right > WIDEST_LETTER_SPACE * before.size:
        return False
    if header_kind(before.text) is not None and header_kind(after.text) is not None:
        return False
    return header_kind(before.text + after.text) is not None


def _wider(before: Word, after: Word) -> Word:
    return Word(before.text + after.text, before.left, after.right, before.middle, before.size)


def _stacks(words: Iterable[Word]) -> list[list[Word]]:
    """Words one over the other, from left to right; in a stack from the top."""
    stacks: list[list[Word]] = []
    for piece in sorted(words, key=lambda w: w.left):
        if stacks and piece.left < max(w.right for w in stacks[-1]):
            stacks[-1].append(piece)
        else:
            stacks.append([piece])
    return [sorted(stack, key=lambda w: w.middle) for stack in stacks]


def _joined(stack: Sequence[Word]) -> str:
    return "".join(word.text for word in stack)


def lines_above(lines: Sequence[Line], first: int, end: int) -> list[int]:
    """Where a header whose known words stand on ``lines[first:end]`` may begin: labels over it are part of it."""
    size = statistics.median(line.size for line in lines[first:end])
    starts = [first]
    while starts[-1] > 0 and _may_be_label_line(lines[starts[-1] - 1], lines[starts[-1]], size):
        starts.append(starts[-1] - 1)
    return starts[::-1]


def _may_be_label_line(line: Line, below: Line, size: float) -> bool:
    text = squeezed(line.text)
    if (
        not 0 <= below.middle - line.middle <= LABEL_PITCH * size
        or line.size > 1.05 * size
        or has_ended(text)
        or numbering(text)
    ):
        return False
    is_named = any(line_kind(kind).match(text) for kind in ("annex", "captions", "notes"))
    words = header_words(line)
    is_title = len(words) == 1 and text.endswith(layout_words("title_ends"))
    return not (is_named or is_title or any(is_figure(w.text) or re.search(r"[，。；：]", w.text) for w in words))


def read_header(lines: Sequence[Line]) -> Header:
    """The words of the header lines by columns: a label over several of them is what two words of a lower line lie
    under."""
    words = [word for line in lines for word in header_words(line)]
    labels = [w for w in words if _lies_over_several(w, words)]
    leaves = _stacks(w for w in words if w not in labels)
    return Header(tuple(lines), tuple(map(tuple, leaves)), tuple(labels))


def _lies_over_several(label: Word, words: Sequence[Word]) -> bool:
    below = [w for w in words if w.middle > label.middle + LEVEL * label.size and _overlap(label, w)]
    return any(a.right < b.left or b.right < a.left for a in below for b in below)


def _overlap(a: Word, b: Word) -> bool:
    return a.left < b.right and b.left < a.right


# --- rivers -----------------------------------------------------------------------------------------------------------


def columns_of(header: Header, body: Sequence[Glyph], drawn: Sequence[float]) -> Columns | None:
    """The columns under a header. ``body`` are the characters of its rows but for totals, which may stand between
    columns, ``drawn`` the places of lines that go down through the table. ``None`` when the print does not tell."""
    apart = _with_labels_apart(header)
    for tried in (header,) if apart is None else (apart, header):
        extents = _extents(tried.extents, body, drawn, header.size)
        rows = None if extents is None else _header_rows(tried, extents, body)
        if extents is not None and rows is not None:
            header_rows, spans = rows
            kinds = tuple(_kind(words) for words in zip(*header_rows, strict=True))
            return Columns(extents, header_rows, spans, kinds)
    return None


def widened(columns: Columns, body: Sequence[Glyph]) -> Columns | None:
    """The columns as the rows of another page show them; ``None`` when those do not fit them."""
    size = statistics.median(g.size for g in body) if body else 0.0
    extents = _extents(columns.extents, body, (), size)
    return None if extents is None else replace(columns, extents=extents)


def _with_labels_apart(header: Header) -> Header | None:
    """The header with the upper words of its stacks as labels, where some leaves stand low with nothing above them.

    A word over the middle one of three columns belongs to all three; ``None`` where no leaf is without one.
    """
    level = min(w.middle for w in (*header.labels, *(w for leaf in header.leaves for w in leaf)))
    middle = _middle(header.leaves)
    if not any(_is_low(leaf, middle) for leaf in header.leaves):
        return None
    leaves: list[tuple[Word, ...]] = []
    labels = list(header.labels)
    for leaf in header.leaves:
        upper = [w for w in leaf if w.middle <= level + LEVEL * w.size]
        lower = [w for w in leaf if w not in upper]
        is_label = bool(upper) and (not lower or (_is_low(lower, middle) and header_kind(_joined(leaf)) is None))
        labels += upper if is_label else []
        rest = lower if is_label else leaf
        if rest:
            leaves.append(tuple(rest))
    return replace(header, leaves=tuple(leaves), labels=tuple(sorted(labels, key=lambda w: w.left)))


def _middle(leaves: Sequence[Sequence[Word]]) -> float:
    """The height around which a header is printed: that of its 序号 and 单位, which stand under no label."""
    centres = [_centre(leaf) for leaf in leaves if header_kind(_joined(leaf)) in ("serial", "label")]
    if centres:
        return min(centres)
    heights = [w.middle for leaf in leaves for w in leaf]
    return (min(heights) + max(heights)) / 2


def _centre(stack: Sequence[Word]) -> float:
    return (stack[0].middle + stack[-1].middle) / 2


def _is_low(leaf: Sequence[Word], middle: float) -> bool:
    return _centre(leaf) > middle + LEVEL * leaf[0].size


def _extents(
    spans: Sequence[Extent], body: Sequence[Glyph], drawn: Sequence[float], size: float
) -> tuple[Extent, ...] | None:
    """What the columns take across, by the words over them and the characters under those."""
    between = [[at for at in drawn if left[1] <= at <= right[0]] for left, right in pairwise(spans)]
    if drawn and all(len(found) == 1 for found in between):
        edges = [found[0] for found in between]
        return tuple(zip([spans[0][0], *edges], [*edges, spans[-1][1]], strict=True))
    matched = _matched(spans, _merged((g.left, g.right + TOUCHING * g.size) for g in body), size)
    if matched is None:
        return None
    extents = tuple(
        (min([left, *(s[0] for s in own)]), max([right, *(s[1] for s in own)]))
        for (left, right), own in zip(spans, matched, strict=True)
    )
    return None if any(a[1] > b[0] for a, b in pairwise(extents)) else extents


def _edges(extents: Sequence[Extent]) -> tuple[float, ...]:
    return tuple((a[1] + b[0]) / 2 for a, b in pairwise(extents))


def _merged(intervals: Iterable[Extent]) -> list[Extent]:
    merged: list[Extent] = []
    for left, right in sorted(intervals):
        if merged and left < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(right, merged[-1][1]))
        else:
            merged.append((left, right))
    return merged


def _matched(spans: Sequence[Extent], strips: Sequence[Extent], size: float) -> list[list[Extent]] | None:
    """The strips of the body under each leaf of the header: those that it overlaps, the others by their order.

    Between two overlapped leaves as many strips as leaves are wanted; one more is a gap inside a cell when it is
    narrow.
    """
    over = [[i for i, span in enumerate(spans) if span[0] < strip[1] and strip[0] < span[1]] for strip in strips]
    if any(len(under) > 1 for under in over):
        return None
    strips = list(strips)
    owner = [under[0] if under else None for under in over]
    while (free := _free(owner, len(spans))) is not None:
        first, end, leaves = free  # strips[first:end] have no leaf, leaves have no strip; both between the same two
        if end - first == len(leaves):
            owner[first:end] = list(leaves)
            continue
        joined = _narrowest(strips, owner, first, end, size)
        if joined is None:
            return None
        strips[joined : joined + 2] = [(strips[joined][0], strips[joined + 1][1])]
        owner[joined : joined + 2] = [owner[joined] if owner[joined] is not None else owner[joined + 1]]
    return [[s for s, own in zip(strips, owner, strict=True) if own == i] for i in range(len(spans))]


def _free(owner: Sequence[int | None], leaves: int) -> tuple[int, int, range] | None:
    """The first strips without a leaf, and the leaves that could be theirs."""
    first = next((i for i, own in enumerate(owner) if own is None), None)
    if first is None:
        return None
    end = next((i for i in range(first, len(owner)) if owner[i] is not None), len(owner))
    left = owner[first - 1] if first else None
    right = owner[end] if end < len(owner) else None
    return first, end, range(0 if left is None else left + 1, leaves if right is None else right)


def _narrowest(strips: Sequence[Extent], owner: Sequence[int | None], first: int, end: int, size: float) -> int | None:
    """The narrowest gap at a strip without a leaf, where it is narrow enough to lie inside a cell."""
    gaps = [
        (strips[i + 1][0] - strips[i][1], i)
        for i in range(max(first - 1, 0), min(end, len(strips) - 1))
        if owner[i] is None or owner[i + 1] is None
    ]
    width, at = min(gaps, default=(float("inf"), 0))
    return at if width <= NARROW * size else None


# --- the header as rows -----------------------------------------------------------------------------------------------


def _header_rows(
    header: Header, extents: Sequence[Extent], body: Sequence[Glyph]
) -> tuple[tuple[tuple[str, ...], ...], tuple[Span, ...]] | None:
    leaves, labels = header.leaves, header.labels
    names = tuple(_joined(leaf) for leaf in leaves)
    if not labels:
        return ((names,), ()) if _is_level(leaves) else None
    outer = (
        min([header.left, *(g.left for g in body)]),
        max([header.right, *(g.right for g in body)]),
    )
    bounds = [outer[0], *_edges(extents), outer[1]]
    groups = _groups(leaves, labels, bounds)
    if groups is None:
        return None
    upper, lower = [""] * len(leaves), [""] * len(leaves)
    spans: list[Span] = []
    grouped = {i for first, end in groups for i in range(first, end)}
    for (first, end), text in zip(groups, _label_texts(labels), strict=True):
        upper[first] = text
        lower[first:end] = names[first:end]
        spans.append((0, first, 1, end - first))
    for i, name in enumerate(names):
        if i not in grouped:
            upper[i] = name
            spans.append((0, i, 2, 1))
    return (tuple(upper), tuple(lower)), tuple(sorted(spans))


def _label_texts(labels: Sequence[Word]) -> list[str]:
    return [_joined(stack) for stack in _stacks(labels)]


def _is_level(leaves: Sequence[Sequence[Word]]) -> bool:
    """Whether all columns have their header at one height: around it, from it, or down to it."""
    slack = LEVEL * statistics.median(w.size for leaf in leaves for w in leaf)
    heights = (
        [_centre(leaf) for leaf in leaves],
        [leaf[0].middle for leaf in leaves],
        [leaf[-1].middle for leaf in leaves],
    )
    return any(max(level) - min(level) <= slack for level in heights)


def _groups(
    leaves: Sequence[Sequence[Word]], labels: Sequence[Word], bounds: Sequence[float]
) -> list[tuple[int, int]] | None:
    """The columns (first, behind the last) under each label, all that stand low under one: so that each label is in
    the middle of its columns, to less than half a column."""
    stacks = _stacks(labels)
    middle = _middle(leaves)
    low = [i for i, leaf in enumerate(leaves) if _is_low(leaf, middle)]
    if not len(stacks) <= min(len(low), MOST_LABELS):
        return None
    found: list[tuple[float, list[tuple[int, int]]]] = []
    for cuts in combinations(range(1, len(low)), len(stacks) - 1):
        parts = [low[a:b] for a, b in pairwise((0, *cuts, len(low)))]
        if any(part[-1] - part[0] != len(part) - 1 for part in parts):
            continue
        off = [
            _off_centre(stack, leaves[part[0] : part[-1] + 1], bounds[part[0] : part[-1] + 2])
            for stack, part in zip(stacks, parts, strict=True)
        ]
        found.append((max(off), [(part[0], part[-1] + 1) for part in parts]))
    found.sort()
    if not found or found[0][0] > MOST_OFF_CENTRE or (len(found) > 1 and found[1][0] < found[0][0] + 0.1):
        return None
    return found[0][1]


def _off_centre(stack: Sequence[Word], leaves: Sequence[Sequence[Word]], bounds: Sequence[float]) -> float:
    """How far a label is from the middle of the columns, in columns; by their edges or by their words."""
    at = (min(w.left for w in stack) + max(w.right for w in stack)) / 2
    by_words = (min(w.left for w in leaves[0]) + max(w.right for w in leaves[-1])) / 2
    by_edges = (bounds[0] + bounds[-1]) / 2
    return min(abs(at - by_words), abs(at - by_edges)) * len(leaves) / (bounds[-1] - bounds[0])


def _kind(words: Sequence[str]) -> str:
    """The kind of a column by its own header, else by the longest ending of it that is known."""
    name = header_word(next((word for word in reversed(words) if word), ""))[0]
    endings = (column_kind(name[i:]) for i in range(max(len(name) - 1, 1)))
    return next((kind for kind in endings if kind != "any"), "any")
