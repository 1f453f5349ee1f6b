"""The language in which results are told. Names of places, offices and documents stay as they are printed."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """Chinese or English; the suffix of the columns that hold sentences (``statement_zh``)."""

    ZH = "zh"
    EN = "en"


def told(text: str | None, language: Language) -> str:
    """A figure, a step or a reading of a finding, which holds it in Chinese; nothing for ``None``."""
    from pipelines.audit.english import english  # the vocabulary takes a moment to load

    return (text or "") if language is Language.ZH else english(text or "")


NOT_FALSIFICATION = {
    Language.ZH: "出入不等于造假：未公开不等于未办理，口径不同可使数字不同。",
    Language.EN: "A discrepancy is no proof of falsification: not published does not mean not handled, "
    "and other definitions give other figures.",
}
