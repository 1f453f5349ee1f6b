"""The language in which results are told. Names of places, offices and documents stay as they are printed."""

from __future__ import annotations

from enum import StrEnum


class Language(StrEnum):
    """Chinese or English; the suffix of the columns that hold sentences (``statement_zh``)."""

    ZH = "zh"
    EN = "en"


NOT_FALSIFICATION = {
    Language.ZH: "出入不等于造假：未公开不等于未办理，口径不同可使数字不同。",
    Language.EN: "A discrepancy is no proof of falsification: not published does not mean not handled, "
    "and other definitions give other figures.",
}
