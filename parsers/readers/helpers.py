"""What a reader may ask for help: programs and models that are not part of this project, handed in as functions.

What belongs here: what they are asked and what they answer. What does not: calling them (``pipelines.helpers``); a
reader starts no program and loads no model, so that the same bytes and the same helpers give the same document.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Recognised:
    """A line of text, or a cell, found in a picture.

    ``confidences`` has a number from 0 to 1 for each character of ``text``; ``corners`` are those of its box in pixels
    from the upper left of the picture: upper left, upper right, lower right, lower left.
    """

    text: str
    confidences: tuple[float, ...]
    corners: tuple[Point, Point, Point, Point]


Convert = Callable[[bytes, str, str], bytes]
"""A file, its ending and the wanted ending (docx, xlsx) to the file in that format; raises ``Unreadable``."""

Recognise = Callable[[bytes], tuple[Recognised, ...]]
"""A picture (PNG, JPEG, BMP, TIFF) to the text in it; raises ``Unreadable`` for a picture that cannot be opened."""


@dataclass(frozen=True, slots=True)
class Helpers:
    """The helpers that there are. Without one, what needs it is refused with a sentence that names it."""

    convert: Convert | None = None
    recognise: Recognise | None = None


NO_HELPERS = Helpers()
