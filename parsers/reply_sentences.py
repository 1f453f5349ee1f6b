"""What the sentences of a reply do, and which stage they make: a notice, an interim word, an answer or a refusal.

What belongs here: the kind of a sentence and of a text. What does not: its phrases (``stages.yaml``), and where a stage
ends (``parsers.replies``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from parsers.text.agencies import is_office
from parsers.text.dates import plain
from parsers.vocabulary.stages import stage_phrases

_SENTENCE_BREAK = re.compile(r"[。！？!?；;\n]|\s{2,}")

# A longer text that also says "out of scope" or "cannot be verified" reports on the matter.
_CONTENT_BESIDE_REFUSAL = 3
CHARACTERS = re.compile(r"\w")


def _any(pattern_list: tuple[re.Pattern[str], ...], sentence: str) -> bool:
    return any(p.search(sentence) for p in pattern_list)


def _transfer(sentence: str) -> re.Match[str] | None:
    return next((m for p in stage_phrases().transfer if (m := p.search(sentence))), None)


def _clauses(sentence: str) -> list[str]:
    """A sentence cut at commas, so that 来信已收悉, 您的建议已转… is receipt and notice."""
    return [c for c in re.split(r"[,，:：]", sentence) if CHARACTERS.search(c)]


def _kind(sentence: str) -> str:
    """What one sentence does: a key of stages.yaml, or ``content``."""
    p = stage_phrases()
    if _any(p.answering, sentence):
        return "content"
    if _any(p.refusal, sentence):
        return "refusal"
    if _any(p.interim, sentence):  # before the notice: 已安排相关部门处理 names nobody who could answer
        return "interim"
    if _transfer(sentence):
        return "transfer"
    if _any(p.courtesy, sentence):
        return "courtesy"
    if _any(p.redirect, sentence):
        return "redirect"
    kinds = {_clause_kind(c) for c in _clauses(sentence)}
    return next((k for k in ("content", "transfer", "interim") if k in kinds), "courtesy")


def _clause_kind(clause: str) -> str:
    p = stage_phrases()
    if _any(p.interim, clause):
        return "interim"
    if _transfer(clause):
        return "transfer"
    return "courtesy" if _any(p.courtesy, clause) or p.salutation.fullmatch(clause) else "content"


@dataclass(frozen=True, slots=True)
class _Said:
    """What sentences say: how many on the matter, what else they do, whether one answers, and the first notice."""

    contents: int = 0
    kinds: frozenset[str] = frozenset()
    answers: bool = False
    notice: re.Match[str] | None = None

    def and_then(self, later: _Said) -> _Said:
        """What these sentences and later ones say together."""
        return _Said(
            self.contents + later.contents,
            self.kinds | later.kinds,
            self.answers or later.answers,
            self.notice or later.notice,
        )

    def stage(self) -> str:
        """The stage that the sentences make, see ``classify``."""
        if self.answers and self.contents == 1 and "interim" in self.kinds:
            return "interim"  # 回复如下, and then nothing but that it is being looked into
        if self.answers:
            return "substantive"
        if "refusal" in self.kinds and self.contents <= _CONTENT_BESIDE_REFUSAL:
            return "refusal"
        for stage, deciding in (("substantive", "content"), ("transfer", "transfer"), ("refusal", "redirect")):
            if deciding in self.kinds:
                return stage
        return "interim"

    def transferred_to(self) -> str | None:
        """The office that the notice names; several as printed; ``None`` for 相关部门."""
        if self.notice is None:
            return None
        name = self.notice["to"].strip()
        offices = [part for part in re.split(r"[、,，和]", name) if part]
        return name if is_office(name) or all(is_office(o) for o in offices) else None


def _said(copy: str, start: int, end: int) -> _Said:
    """What one sentence says, blanks at its ends left out."""
    if not CHARACTERS.search(copy, start, end):
        return _Said()
    sentence = copy[start:end].strip(" ,，、")
    kind = _kind(sentence)
    answers = any(p.search(copy, start, end) for p in stage_phrases().answering)
    return _Said(int(kind == "content"), frozenset((kind,)), answers, _transfer(sentence))


class StageText:
    """The text of a stage whose end is looked for: its sentences are read once, however far it turns out to reach."""

    def __init__(self, copy: str, start: int) -> None:
        self._start = start
        self._text = copy[start:]
        self._read_to = 0
        self._said = _Said()

    def said_until(self, end: int) -> _Said:
        """What the stage says if it ends at ``end``, an offset of the copy that never lies before an earlier one."""
        for m in _SENTENCE_BREAK.finditer(self._text, self._read_to, end - self._start):
            self._said = self._said.and_then(_said(self._text, self._read_to, m.start()))
            self._read_to = m.end()
        return self._said.and_then(_said(self._text, self._read_to, end - self._start))


def classify(text: str) -> str:
    """The stage that a text is: ``transfer``, ``interim``, ``substantive`` or ``refusal``.

    A sentence that refuses decides unless the text says that it answers or goes on at length; one that sends the
    writer elsewhere decides only where nothing is said on the matter. A text of courtesies only is ``interim``:
    receipt, and no answer.
    """
    return StageText(plain(text), 0).said_until(len(text)).stage()
