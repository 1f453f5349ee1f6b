"""A generated bulletin before it is written down: sentences and tables whose figures are marked.

What belongs here: the shapes, finding and replacing one figure, and how a number is printed. What does not: which
figures a bulletin has (``sections``, ``bulletins``), and its bytes (``writing``).
"""

from __future__ import annotations

import math
import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure that takes part in arithmetic.

    ``role`` says which (received, share, cell:completed ...), ``value`` what it is worth on the printed scale,
    ``decimals`` how it is printed, ``over`` the two whole numbers that it is a ratio of.
    """

    role: str
    text: str
    value: Fraction
    decimals: int = 0
    over: tuple[int, int] | None = None


Piece = str | Printed
Sentence = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: the lines above it, its header, its rows, and the notes below it."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[Sentence, ...]
    notes: tuple[str, ...] = ()


Fact = tuple[str, str]
"""A check and its verdict."""


@dataclass(frozen=True, slots=True)
class Bulletin:
    """Title, paragraphs and tables in reading order; ``form`` is the kind of file that it is written to.

    ``facts`` are what a check is there to tell of it although every figure agrees.
    """

    title: str
    blocks: tuple[Sentence | Grid, ...]
    form: str
    facts: frozenset[Fact] = frozenset()


Place = tuple[int, int, int]
"""Block, row (0 in a sentence), piece."""


def figures(bulletin: Bulletin) -> Iterator[tuple[Place, Printed]]:
    """Every marked figure with its place, in reading order."""
    for block_no, block in enumerate(bulletin.blocks):
        rows = block.rows if isinstance(block, Grid) else (block,)
        for row_no, row in enumerate(rows):
            for piece_no, piece in enumerate(row):
                if isinstance(piece, Printed):
                    yield (block_no, row_no, piece_no), piece


def with_figure(bulletin: Bulletin, place: Place, figure: Printed) -> Bulletin:
    """``bulletin`` with another figure at ``place``."""
    block_no, row_no, piece_no = place
    block = bulletin.blocks[block_no]
    rows = list(block.rows) if isinstance(block, Grid) else [block]
    row = rows[row_no]
    rows[row_no] = (*row[:piece_no], figure, *row[piece_no + 1 :])
    changed = replace(block, rows=tuple(rows)) if isinstance(block, Grid) else rows[0]
    blocks = (*bulletin.blocks[:block_no], changed, *bulletin.blocks[block_no + 1 :])
    return replace(bulletin, blocks=blocks)


def fill(template: str, words: Mapping[str, Piece]) -> Sentence:
    """A sentence template with its placeholders filled: ``共收到{received}件`` keeps the figure marked."""
    pieces: list[Piece] = []
    for text, name, _, _ in string.Formatter().parse(template):
        if text:
            pieces.append(text)
        if name is not None:
            pieces.append(words[name])
    return tuple(pieces)


def placeholders(template: str) -> set[str]:
    """The names that a template needs."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def plain(sentence: Sentence) -> str:
    """A sentence as it is printed."""
    return "".join(piece if isinstance(piece, str) else piece.text for piece in sentence)


def half_up(value: Fraction, decimals: int) -> Fraction:
    """``value`` rounded half-up in size, as offices do."""
    scale = 10**decimals
    return Fraction(math.floor(abs(value) * scale + HALF) * (1 if value >= 0 else -1), scale)


def decimal_text(value: Fraction, decimals: int) -> str:
    """A rounded number with so many decimals: 12.70."""
    scaled = abs(value) * 10**decimals
    digits = str(int(scaled)).rjust(decimals + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits)


def count(role: str, n: int, *, grouped: bool = False) -> Printed:
    """A whole number, with thousands set apart where ``grouped``."""
    return Printed(role, f"{n:,}" if grouped else str(n), Fraction(n))


def percentage(role: str, part: int, whole: int, decimals: int, *, short: bool = False) -> Printed:
    """part / whole in percent, rounded half-up; ``short`` leaves final zeros out (3.7%, 100%)."""
    value = half_up(Fraction(part * 100, whole), decimals)
    return Printed(role, percent_text(value, decimals, short=short), value, decimals, (part, whole))


def percent_text(value: Fraction, decimals: int, *, short: bool = False) -> str:
    """A rounded percentage as printed; 100 never has decimals where ``short``."""
    text = decimal_text(value, decimals)
    if short and "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text}%"
