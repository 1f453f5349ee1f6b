"""The draft of a letter that asks an office for its definition.

What belongs here: which questions are asked for which check (``rules/inquiry.yaml``), and filling in the draft. What
does not: the sentences of findings. The letter states what is printed and what the arithmetic gives, and asks; it says
nothing about why figures differ, and names nobody but the office.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.audit.rules import field
from pipelines.evidence.case import Case, Quoted
from pipelines.pages import page

MOST_QUOTES = 6
"""Figures that a letter quotes; a reader of the letter has the document."""


def questions(check_id: str) -> tuple[str, ...]:
    """The questions for a check: its own, then those that every letter asks."""
    own = field("inquiry", "by_check").get(check_id, [])
    return (*own, *field("inquiry", "always"))


def quoted_once(quotes: Sequence[Quoted], claimed: str | None) -> tuple[Quoted, ...]:
    """The figures of a finding, each print once, the ``claimed`` one (a total before its rows) first."""
    distinct: dict[tuple[object, str], Quoted] = {}
    for quote in quotes:
        distinct.setdefault((quote.clause or (quote.who, quote.label), quote.printed), quote)
    return tuple(sorted(distinct.values(), key=lambda quote: quote.printed != claimed))


def inquiry(case: Case) -> str:
    """The draft, in Chinese, with places in 〔〕 that a person fills in."""
    quotes = quoted_once(case.quotes, case.finding["claimed"])
    return page(
        "inquiry.txt.j2",
        case=case,
        finding=case.finding,
        document=_document(case),
        quotes=quotes[:MOST_QUOTES],
        left_out=len(quotes[MOST_QUOTES:]),
        questions=questions(str(case.finding["check_id"])),
    )


def _document(case: Case) -> str:
    """What the letter is about: a bulletin by its title, a page by its address; a letter has no title here."""
    if case.title:
        printed = "，".join(str(part) for part in (case.doc_no, case.dated_on) if part)
        return f"《{case.title}》" + (f"（{printed}）" if printed else "")
    return f"网页（{case.addresses[0]}）" if case.addresses else "内容"
