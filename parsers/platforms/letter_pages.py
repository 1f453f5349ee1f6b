"""The letter of a saved page, whichever platform made it.

What belongs here: the list of platforms whose markup says more than labels and values do. What does not: any markup.
A page of no listed platform is read by label from its ``Document`` (``parsers.letters.letters_from_document``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from parsers.letters import PrintedLetter, Route, Source, build_letter, printed_letters
from parsers.platforms import beijing, boda_vsb, forms, jact, json_answers
from parsers.platforms.json_answers import Shape
from parsers.readers.html import read_html
from parsers.records import Issue, Letter, Unreadable
from parsers.replies import answers
from parsers.text.agencies import NO_REGIONS

PLATFORMS: tuple[Callable[[str], PrintedLetter | None], ...] = (
    beijing.printed_letter,
    boda_vsb.printed_letter,
    jact.printed_letter,
    forms.printed_letter,
)


def _printed(page: str, shape: Shape | None) -> PrintedLetter | None:
    """The letter that a decoded page prints: by its JSON, by the markup of a platform or by labels."""
    if shape is not None and shape.letter is not None:
        answered = json_answers.printed_letter(page, shape.letter)
        if answered is not None:
            return answered
    found = next((letter for read in PLATFORMS if (letter := read(page)) is not None), None)
    if found is not None:
        return found
    try:
        return next(iter(printed_letters(read_html(page))), None)
    except Unreadable:
        return None


def is_letter_page(page: str, shape: Shape | None = None) -> bool:
    """Whether a decoded page prints a letter. A log-in form, a home page or a notice in the place of a letter does not,
    whatever status it came with.
    """
    return _printed(page, shape) is not None


def is_answered(page: str, shape: Shape | None = None) -> bool:
    """Whether a decoded page prints a letter with an answer; a notice that it was passed on is none."""
    letter = _printed(page, shape)
    return letter is not None and any(answers(reply.body) for reply in letter.replies)


def letters_from_page(
    page: str,
    *,
    source: Source,
    route: Route,
    payload_sha256: str,
    regions: Mapping[str, str] = NO_REGIONS,
    url: str | None = None,
) -> tuple[list[Letter], list[Issue]] | None:
    """The letter of a decoded HTML page and its issues, or ``None`` for a page of no known platform.

    ``url`` is the address that the page was fetched from; without it the address that the page prints is the letter's.
    """
    for read in PLATFORMS:
        printed = read(page)
        if printed is not None:
            letter, issues = build_letter(
                printed if url is None else replace(printed, url=url),
                source=source,
                route=route,
                payload_sha256=payload_sha256,
                regions=regions,
            )
            return [letter], issues
    return None


def letters_from_answer(
    answer: str,
    shape: Shape,
    *,
    source: Source,
    route: Route,
    payload_sha256: str,
    regions: Mapping[str, str] = NO_REGIONS,
    url: str,
    is_letter: bool,
) -> tuple[list[Letter], list[Issue]] | None:
    """The letters of a decoded JSON answer and its issues: the one at ``url``, or those that a list there gives whole.

    ``is_letter``: ``url`` is a letter's own address. ``None`` for an answer without a letter.
    """
    one = json_answers.printed_letter(answer, shape.letter) if shape.letter is not None else None
    found = json_answers.listed_letters(answer, shape.list, url=url) if one is None and shape.list is not None else []
    if one is not None:
        found = [replace(one, url=url) if is_letter else one]
    letters: list[Letter] = []
    issues: list[Issue] = []
    for row, printed in enumerate(found, 1):
        letter, said = build_letter(
            printed,
            source=source,
            route=route,
            payload_sha256=payload_sha256,
            row=None if one is not None else row,
            regions=regions,
        )
        letters.append(letter)
        issues += said
    return (letters, issues) if letters else None
