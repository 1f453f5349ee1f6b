"""One sentence and what can be asked of it without remembering anything: its clauses, its words, its places.

What belongs here: punctuation and order. What does not: what a figure measures (``measures``) and which part of a whole
it counts (``names``, ``parts``).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from parsers.claims.tokens import Number, Token, tokens
from parsers.records import Claim
from parsers.text.periods import Period


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number: its token, the number in it, and ``index``, its place among the tokens of its sentence."""

    index: int
    token: Token
    number: Number

    @property
    def start(self) -> int:
        """Where it begins in its sentence."""
        return self.token.start

    @property
    def end(self) -> int:
        """Where its unit ends in its sentence."""
        return self.token.end


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as read: ``text`` lies ``offset`` characters into its block, ``quote`` is the text as printed.

    ``text`` differs from ``quote`` where brackets with figures of their own are blanked out, to be read by themselves.
    """

    text: str
    offset: int
    block: str
    quote: str
    tokens: tuple[Token, ...]

    def clause_start(self, index: int) -> int:
        """Where the clause of token ``index`` begins: after ，；：or after the figure before it and its 、.

        A figure that it touches is of the same (来访12批86人次).
        """
        for i in range(index - 1, -1, -1):
            t = self.tokens[i]
            if t.kind == "number" and t.end == self.tokens[i + 1].start and self.tokens[i + 1].kind == "number":
                continue
            if t.kind in ("comma", "stop"):
                return t.end
            if t.kind == "number":
                after = self.tokens[i + 1] if i + 1 < index else None
                return after.end if after is not None and after.kind == "pause" and after.start <= t.end + 2 else t.end
        return 0

    def clause_end(self, index: int) -> int:
        """Where the clause of token ``index`` ends: before the next ，；：、 or figure."""
        ends = (t.start for t in self.tokens[index + 1 :] if t.kind in ("comma", "stop", "pause", "number"))
        return next(ends, len(self.text))

    def clause_before(self, figure: Figure) -> str:
        """The text of a figure's clause before the figure."""
        return self.text[self.clause_start(figure.index) : figure.start]

    def before(self, figure: Figure) -> str:
        """All text before a figure."""
        return self.text[: figure.start]

    def after(self, figure: Figure) -> str:
        """All text behind a figure and its unit."""
        return self.text[figure.end :]

    def between(self, start: int, end: int, kind: str) -> list[Token]:
        """The tokens of a kind that lie inside ``start`` to ``end``."""
        return [t for t in self.tokens if t.kind == kind and start <= t.start and t.end <= end]

    def figure(self, index: int) -> Figure | None:
        """Token ``index`` as a figure; ``None`` if it is no number."""
        t = self.tokens[index]
        return Figure(index, t, t.value) if t.kind == "number" and isinstance(t.value, Number) else None

    def locator(self, figure: Figure) -> str:
        """The place of a figure in its block, as claims print it."""
        return f"{self.block}:{self.offset + figure.start}-{self.offset + figure.end}"

    def place_of(self, claim: Claim) -> int:
        """Where the figure of a claim of this block begins, counted from the start of this sentence."""
        return start_in_block(claim) - self.offset


def sentence_of(
    text: str, offset: int, block: str, quote: str, period: Period | None, written_on: dt.date | None = None
) -> Sentence:
    """The sentence ``text`` with its tokens; 本月 and 上月 are read against ``period``, 去年 against ``written_on``."""
    return Sentence(text, offset, block, quote.strip(), tuple(tokens(text, period, written_on)))


def start_in_block(claim: Claim) -> int:
    """Where the figure of a claim begins, counted from the start of its block."""
    return int(claim.locator.rsplit(":", 1)[1].split("-")[0])
