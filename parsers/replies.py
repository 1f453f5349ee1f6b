"""Replies: cutting one printed reply text into its stages, each with its own date and office.

A mailbox page often holds two texts under one date: the notice that the letter was passed on, and, appended later, the
answer of the office. The page's date is that of the notice. What belongs here: where a stage ends and the next begins,
and what reads oddly in them. What does not: who signed it, and when (``parsers.reply_signatures``), what it does
(``parsers.reply_sentences``), labels and ids (``parsers.letters``), days between dates (``pipelines``). Texts are kept
as printed.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from itertools import pairwise

from parsers.records import Issue, Reply
from parsers.redaction import without_name_behind
from parsers.reply_sentences import CHARACTERS, StageText
from parsers.reply_signatures import BLANK, LONGEST_SIGNATURE, Closing, Print, closing_of, end_of_signature, stands_free
from parsers.text.agencies import looks_like_person
from parsers.text.dates import find_dates, plain
from parsers.vocabulary.stages import stage_phrases

_NOTICES = ("transfer", "interim")
ANSWERED = ("substantive", "refusal")
"""The stages that answer a letter."""

_BRACKETS = str.maketrans("〔〕", "()")


def _begins(pattern: re.Pattern[str], copy: str, position: int) -> bool:
    """Whether the text from ``position`` on begins with the pattern, blanks apart."""
    blank = BLANK.match(copy, position)
    return pattern.match(copy, position if blank is None else blank.end()) is not None


def _places(reply: Print) -> list[tuple[int, bool]]:
    """Where a stage could end, in order, and whether a date ends there."""
    p = stage_phrases()
    openings = [m.start() for pattern in (p.salutation, p.opening) for m in pattern.finditer(reply.copy)]
    ends = {(end_of_signature(reply.copy, d.end, len(reply.copy)), True) for d in reply.dates}
    return sorted(ends | {(start, False) for start in openings})


def _cuts(reply: Print) -> list[int]:
    """Where one stage ends and the next begins, in order, both ends of the text included."""
    copy = reply.copy
    cuts = [0]
    stage = StageText(copy, 0)
    for position, behind_date in _places(reply):
        start = cuts[-1]
        if position <= start or reply.is_blank(start, position) or not CHARACTERS.search(copy, position):
            continue
        ends = _ends_with_date if behind_date else _ends_before_opening
        if ends(reply, start, position, stage):
            cuts.append(position)
            stage = StageText(copy, position)
    return [*cuts, len(copy)]


def _ends_with_date(reply: Print, start: int, position: int, stage: StageText) -> bool:
    """A stage ends behind a signed date, and behind a bare one with a notice before it or an opening behind it."""
    p, copy = stage_phrases(), reply.copy
    opens = _begins(p.salutation, copy, position) or _begins(p.opening, copy, position)
    if not (copy[position].isspace() or copy[position] in "。." or opens):
        return False
    closing = closing_of(reply, start, position)
    if closing.date is None:
        return False
    rest = closing_of(reply, position, len(copy))
    if rest.date is not None and reply.is_blank(position, rest.text_end):  # a second office signs the same text
        return False
    return bool(closing.offices) or opens or stage.said_until(closing.text_end).stage() in (*_NOTICES, "refusal")


def _ends_before_opening(reply: Print, start: int, position: int, stage: StageText) -> bool:
    """A stage ends before an opening when an office has signed it, or when it is a whole notice.

    A notice that names no office is followed by its own answer in the same text (会把意见反馈给相关部门 ...
    现回复如下), unless the writer is greeted again.
    """
    if not stands_free(reply, start, position):
        return False
    closing = closing_of(reply, start, position)
    if closing.date is not None or closing.offices:
        return True
    if not reply.copy[position - 1].isspace():
        return False
    said = stage.said_until(position)
    if said.stage() != "transfer":
        return False
    return said.transferred_to() is not None or _begins(stage_phrases().salutation, reply.copy, position)


def _order_issues(replies: list[Reply], received_on: dt.date | None) -> Iterator[Issue]:
    for reply in replies:
        if received_on and reply.dated_on and reply.dated_on < received_on and reply.date_basis != "page":
            yield Issue(
                code="dated_before_letter",
                message=f"Stage {reply.stage_no} of the reply is dated {reply.dated_on}, before the letter of "
                f"{received_on}; both are kept as printed. Compare them with the original page.",
                place=f"stage {reply.stage_no}",
                raw=str(reply.dated_on),
            )
    for earlier, later in pairwise(replies):
        if earlier.dated_on and later.dated_on and later.dated_on < earlier.dated_on:
            yield Issue(
                code="stages_out_of_order",
                message=f"Stage {later.stage_no} of the reply is dated {later.dated_on}, before the stage above it "
                f"({earlier.dated_on}); both are kept as printed. Compare them with the original page.",
                place=f"stage {later.stage_no}",
                raw=str(later.dated_on),
            )


def office_or_issue(printed: str | None, place: str) -> tuple[str | None, list[Issue]]:
    """An office as printed, with an Issue where a person's name stands in its place (``None``) or behind it (the office
    alone); the name is not repeated.
    """
    name = "" if printed is None else printed.strip(" \t\r\n\u3000\u00a0\u200b\ufeff")
    if not name:
        return None, []
    office = None if looks_like_person(name) else without_name_behind(name)
    if office == name:
        return name, []
    message = (
        "The field of the office holds what looks like a person's name, where an office is expected; it is not "
        "kept. Look the office up on the original page."
    )
    return office, [Issue(code="person_in_agency", message=message, place=place)]


def _date_issue(closing: Closing, stage_no: int) -> list[Issue]:
    if closing.date is None or closing.date.date is not None:
        return []
    printed = closing.date.printed
    can_be = " or ".join(map(str, closing.date.candidates)) or "no day of the calendar"
    message = (
        f"Stage {stage_no} of the reply is signed {printed!r} where one day is expected; it can be {can_be} and is "
        "kept as unknown. Compare it with the original page."
    )
    return [Issue(code="date_unread", message=message, place=f"stage {stage_no}", raw=printed)]


def _day_of(closing: Closing, known: dt.date | None) -> dt.date | None:
    """The day that a stage is signed; without its century (一二年三月五日), in that of the page's date."""
    if closing.date is None or closing.date.date is not None:
        return None if closing.date is None else closing.date.date
    first, *others = closing.date.candidates or (None,)
    if known is None or first is None or any((c.month, c.day) != (first.month, first.day) for c in others):
        return None
    return next((c for c in closing.date.candidates if c.year // 100 == known.year // 100), None)


def _before_bare_greeting(copy: str) -> int:
    """Where a text ends behind which a greeting stands with nothing to say (the form for the next letter)."""
    last = None
    for m in stage_phrases().salutation.finditer(copy, max(0, len(copy) - LONGEST_SIGNATURE)):
        last = m
    if last is None or CHARACTERS.search(copy, last.end()) or not CHARACTERS.search(copy, 0, last.start()):
        return len(copy)
    return last.start() if copy[: last.start()].endswith(tuple(" \t\r\n")) else len(copy)


def _basis(stage: str, closing: Closing) -> str:
    """A date beside an office, or at the end of an answer, signs it; a bare date of a notice is part of its text."""
    return "signature" if closing.offices or stage not in _NOTICES else "inline"


def answers(text: str) -> bool:
    """Whether a printed reply answers its letter: one of its stages says something on the matter or declines it."""
    found, _ = stages(text, page_replied_on=None, page_agency=None, received_on=None)
    return any(reply.stage in ANSWERED for reply in found)


def stages(
    text: str, *, page_replied_on: dt.date | None, page_agency: str | None, received_on: dt.date | None
) -> tuple[list[Reply], list[Issue]]:
    """The stages of one printed reply, in order, and what reads oddly in it.

    ``text`` may be flattened: paragraphs run together with blanks between them. ``dated_on`` is the date that closes
    the stage, ``date_basis`` where it stands: ``signature``, ``inline`` (a bare date behind a notice), ``page`` (only
    the first stage can have the page's date, which is that of the first text) or ``none``. ``agency`` is who signed;
    for the last stage otherwise ``page_agency``. An empty reply has no stage; with a page date that is an Issue.
    Never raises for any text.
    """
    copy = plain(text).translate(_BRACKETS)
    if not CHARACTERS.search(copy):
        if page_replied_on is None:
            return [], []
        message = (
            f"The page dates its reply {page_replied_on}, but the reply is empty where a text is expected. "
            "Compare it with the original page."
        )
        return [], [Issue(code="empty_reply", message=message, raw=text.strip() or None)]
    agency, issues = office_or_issue(page_agency, "agency")
    said_to = _before_bare_greeting(copy)
    reply = Print(copy[:said_to], find_dates(text[:said_to].translate(_BRACKETS)))
    cuts = _cuts(reply)
    replies: list[Reply] = []
    for stage_no, (start, end) in enumerate(pairwise(cuts), 1):
        closing = closing_of(reply, start, end)
        said = StageText(reply.copy, start).said_until(closing.text_end)
        stage = said.stage()
        dated_on = _day_of(closing, page_replied_on or received_on)
        basis = "none" if closing.date is None else _basis(stage, closing)
        if closing.date is None and stage_no == 1 and page_replied_on:
            dated_on, basis = page_replied_on, "page"
        last = end == cuts[-1]
        replies.append(
            Reply(
                stage_no=stage_no,
                stage=stage,
                dated_on=dated_on,
                date_basis=basis,
                agency="、".join(text[a:b] for a, b in closing.offices) or (agency if last else None),
                body=text[start : None if last else end].strip(),
                transferred_to=said.transferred_to() if stage == "transfer" else None,
            )
        )
        issues += [] if dated_on else _date_issue(closing, stage_no)
    return replies, [*issues, *_order_issues(replies, received_on)]
