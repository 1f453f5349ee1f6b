"""The draft of a letter that asks an office for its definition.

What belongs here: which questions are asked for which check (``rules/inquiry.yaml``), and filling in the draft. What
does not: the sentences of findings. The letter states what is printed and what the arithmetic gives, and asks; it says
nothing about why figures differ, and names nobody but the office.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pipelines.audit.rules import field
from pipelines.evidence.case import Case, EvidenceError, Publication, Quoted
from pipelines.pages import page

MOST_QUOTES = 6
"""Figures that a letter quotes; a reader of the letter has the document."""

MOST_CAPTURES = 3
"""Captures that a letter names beside those that its figures are printed in."""


def questions(check_id: str, *, quotes_figures: bool = True) -> tuple[str, ...]:
    """The questions for a check: its own, then those of every letter that quotes figures, or that quotes none."""
    own = field("inquiry", "by_check").get(check_id, [])
    return (*own, *field("inquiry", "always" if quotes_figures else "without_figures"))


def quoted_once(quotes: Sequence[Quoted], claimed: str | None) -> tuple[Quoted, ...]:
    """The figures of a finding, each print once, the ``claimed`` one (a total before its rows) first."""
    distinct: dict[tuple[object, ...], Quoted] = {}
    for quote in quotes:
        distinct.setdefault((quote.publication, quote.clause or (quote.who, quote.label), quote.printed), quote)
    return tuple(sorted(distinct.values(), key=lambda quote: quote.printed != claimed))


def inquiry(case: Case) -> str:
    """The draft, in Chinese, with places in 〔〕 that a person fills in.

    Raises ``EvidenceError`` for a finding that agrees, of which there is nothing to ask.
    """
    if case.finding["verdict"] == "consistent":
        raise EvidenceError(
            f"finding {case.finding_id} is consistent: what is printed agrees, and there is nothing to ask an office"
        )
    quotes = quoted_once(case.quotes, case.finding["claimed"])
    publications = len(case.by_publication)
    shown, named = max(publications, MOST_QUOTES), max(publications, MOST_CAPTURES)
    return page(
        "inquiry.txt.j2",
        case=case,
        finding=case.finding,
        measured="、".join(dict.fromkeys(check.name_zh for check in case.checks)),
        several=publications > 1,
        document=_named(case, case.publication),
        named=partial(_named, case),
        quotes=quotes[:shown],
        left_out=len(quotes[shown:]),
        addresses=case.addresses[:named],
        captures=case.captures[:named],
        questions=questions(str(case.finding["check_id"]), quotes_figures=bool(quotes) or case.is_of_figures),
    )


def _named(case: Case, publication: Publication | None) -> str:
    """A bulletin by its title, a page by its address; a letter has no title here."""
    if publication and publication.title:
        printed = "，".join(str(part) for part in (publication.doc_no, publication.dated_on) if part)
        return f"《{publication.title}》" + (f"（{printed}）" if printed else "")
    address = case.address(publication) if publication else next(iter(case.addresses), None)
    return f"网页（{address}）" if address else "内容"
