"""One page on one finding, as HTML and as Markdown.

What belongs here: what of a case stands on the page, and in which order. What does not: gathering it (``case``), the
look (``templates``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from pipelines.evidence.case import Case, Quoted
from pipelines.evidence.letters import ShownLetters
from pipelines.evidence.notes import FILE, STATUSES
from pipelines.evidence.readings import in_words
from pipelines.language import NOT_FALSIFICATION, Language, told
from pipelines.pages import page

MOST_CAPTURES = 10
"""Captures without a quote that the page lists one by one; a finding over a mailbox rests on thousands."""


def dossier_html(case: Case, language: Language = Language.ZH) -> str:
    """The page for a browser; it needs nothing from the net."""
    return page("dossier.html.j2", **_shown(case, language))


def dossier_markdown(case: Case, language: Language = Language.ZH) -> str:
    """The same as Markdown."""
    return page("dossier.md.j2", **_shown(case, language))


def heading(case: Case, language: Language) -> str:
    """What a finding is about, in a line: its subject, which is Chinese, or in English what was checked."""
    names = ", ".join(case.names_of_checks)
    return case.subject if language is Language.ZH else names[:1].upper() + names[1:]


def _shown(case: Case, language: Language) -> dict[str, Any]:
    quoted = {quote.publication.capture_id for quote in case.quotes}
    listed = max(len(quoted), MOST_CAPTURES)
    return {
        "case": case,
        "is_english": language is Language.EN,
        "heading": heading(case, language),
        "channel": case.channel if language is Language.ZH else case.channel_en,
        "period": told(_period(case), language),
        "told": partial(told, language=language),
        "not_falsification": NOT_FALSIFICATION[language],
        "status_zh": STATUSES[case.status],
        "letters_told": _letters_told(case.letters, language),
        "captures": case.captures[:listed],
        "shown_once": shown_once,
        "readings_are": _READINGS_ARE[case.finding["verdict"] == "inconsistent"],
        "readings": [in_words(reading) for reading in case.finding["alternatives"]],
        "rounding": in_words(case.finding["rounding"]) if case.finding["rounding"] else None,
        "more": max(0, len(case.captures) - listed),
        "notes_file": FILE,
    }


_READINGS_ARE = {
    False: ("其他读法", "Other readings that fit"),
    True: ("能得出所印数、但不能成立的读法", "Readings that give the printed figure but are not admissible"),
}
"""The heading of other readings, by whether the finding says that no admissible one gives the figure."""


def shown_once(quotes: Sequence[Quoted]) -> tuple[tuple[Quoted, tuple[str, ...]], ...]:
    """Quotations of sentences, each clause of a paragraph once, with all the figures that are meant in it."""
    found: dict[tuple[str, str | None, str], tuple[Quoted, list[str]]] = {}
    for quote in quotes:
        place = quote.locator.partition(":")[0]
        _, printed = found.setdefault((place, quote.clause, "" if quote.clause else quote.printed), (quote, []))
        if quote.printed not in printed:
            printed.append(quote.printed)
    return tuple((quote, tuple(printed)) for quote, printed in found.values())


def _period(case: Case) -> str:
    """The period that the finding is about; empty where there is none."""
    start, end = case.finding["period_start"], case.finding["period_end"]
    return f"{start}至{end}" if start and end else ""


def _letters_told(letters: ShownLetters, language: Language) -> str:
    """How many letters the finding looked at, and how many of them it tells."""
    n, told = letters.looked_at, letters.told
    if language is Language.EN:
        many = f"The check looked at {n} letter{'' if n == 1 else 's'}"
        return f"{many}; it counts {told} of them, marked *." if 0 < told < n else f"{many}."
    return f"核对所看来信{n}封" + (f"，其中计入的{told}封标有 *。" if 0 < told < n else "。")
