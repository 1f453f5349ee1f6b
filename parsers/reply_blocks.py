"""Which date and which office belong to which reply, where a page of labels and values prints several of them.

Answers come as two tables one below the other, as a row for each handling step, or with office and date in the cell of
the text: ``答复单位：某局 答复时间：…`` behind it, ``回复单位：某局`` before it, ``某局(2016-05-20)：`` at its head.

What belongs here: cutting those apart. What does not: what a text says (``replies``), knowing labels (``labels``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from parsers.labels import label_key, letter_labels
from parsers.records import Issue
from parsers.text.agencies import is_office
from parsers.text.dates import parse_date, plain

Field = tuple[str, str, str]
"""Label, value and place, as printed."""

_TIME = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:\s*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2})?(?:\.\d+)?秒?分?)?"
_TIME_OF_DAY = r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*\d{1,2}:\d{1,2}(?::\d{1,2})?"
# 郫县(2016-05-20 11:31:10)： at the head of a handling step; the time may also stand without brackets, and a day too
# where it ends the line.
_STEP = re.compile(
    r"(?P<office>[\u3400-\u9fff()]{1,30}?(?:12345[\u3400-\u9fff]*)?)\s*"
    rf"(?:\((?P<in_brackets>{_TIME})\)|\s(?P<bare>{_TIME_OF_DAY}|{_TIME}(?=\s*\n)))\s*[:,]?\s*"
)
_BARE_LABEL = re.compile(r"(?:回复|答复)\s*[:]\s*")
_OF_A_REPLY = ("reply", "page_replied_on", "agency")
_REPLIED = "回复时间"
_SHORTEST_LABEL = 4
"""Characters of a label inside a cell; a shorter one (时间) is a word of any sentence."""


@dataclass(frozen=True, slots=True)
class PrintedReply:
    """One reply block of a page: its text, and office and date where the block prints its own."""

    body: str
    place: str
    dated: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class ReplyBlocks:
    """The replies of a page in order, its other fields, and what reads oddly.

    ``is_empty``: the page has a place for a reply, and nothing is in it.
    """

    replies: tuple[PrintedReply, ...]
    others: tuple[Field, ...]
    issues: tuple[Issue, ...] = ()
    is_empty: bool = False


def reply_blocks(fields: Sequence[Field], is_status: Callable[[str], bool]) -> ReplyBlocks:
    """Take the replies out of the fields of a letter. Of several, each has the date and the office printed with it.

    The date and office of a page with one reply stay fields of the page.
    """
    fields = _with_times_of_offices(_without_the_writers_times(fields))
    kinds = _without_headings(fields, _kinds(fields, is_status))
    texts = kinds.count("reply")
    groups = _groups(kinds) if texts > 1 else [[n] for n, kind in enumerate(kinds) if kind == "reply"]
    replies: list[PrintedReply] = []
    issues: list[Issue] = []
    for group in groups:
        found = {kinds[n]: fields[n] for n in group}
        _, text, place = found["reply"]
        block = without_its_office(text, place)
        dated, agency = (_printed(found.get(kind)) for kind in ("page_replied_on", "agency"))
        if block.body or not text.strip():
            replies.append(replace(block, dated=block.dated or dated, agency=block.agency or agency))
        elif block.dated or block.agency:
            issues.append(_step_without_text(text, place))
    taken = {n for group in groups for n in group}
    others = tuple(field for n, field in enumerate(fields) if n not in taken)
    return ReplyBlocks(tuple(replies), others, tuple(issues), is_empty=bool(texts) and not replies)


def _without_the_writers_times(fields: Sequence[Field]) -> Sequence[Field]:
    """The fields without the times of what the writer says to a reply (再次反馈：谢谢 反馈时间：2017-08-10)."""
    labels = letter_labels()
    by_writer = [label_key(label) in labels.by_writer for label, _, _ in fields]
    return [
        field
        for n, field in enumerate(fields)
        if not (n and by_writer[n - 1] and labels.fields.get(label_key(field[0])) == "page_replied_on")
    ]


def _with_times_of_offices(fields: Sequence[Field]) -> Sequence[Field]:
    """The fields; an ambiguous time right behind the office that answers (发布时间, 时间) is that of the reply."""
    labels = letter_labels()
    found = list(fields)
    for n, ((office, _, _), (label, value, place)) in enumerate(pairwise(fields), 1):
        ambiguous = "received_on" in labels.fallback.get(label_key(label), ())
        if ambiguous and labels.fields.get(label_key(office)) == "agency" and parse_date(value) is not None:
            found[n] = (_REPLIED, value, place)
    return found


def _without_headings(fields: Sequence[Field], kinds: Sequence[str | None]) -> Sequence[str | None]:
    """The kinds, without those of words that only head what follows (办理结果 over a table that has the reply)."""
    filled = {label_key(label) for kind, (label, text, _) in zip(kinds, fields, strict=True) if kind and text.strip()}
    if not any(
        kind == "reply" and label_key(label) in filled for kind, (label, _, _) in zip(kinds, fields, strict=True)
    ):
        return kinds
    labels = letter_labels()
    heads = filled | labels.status_or_reply | {key for key, of in labels.fallback.items() if "reply" in of}
    return [
        None if kind == "reply" and not text.strip() and label_key(label) in heads else kind
        for kind, (label, text, _) in zip(kinds, fields, strict=True)
    ]


def _printed(field: Field | None) -> str | None:
    return None if field is None else field[1].strip() or None


def _kinds(fields: Sequence[Field], is_status: Callable[[str], bool]) -> list[str | None]:
    """What each field is of a reply: its text (``reply``), ``page_replied_on``, ``agency``, or nothing.

    A label that means one of these only where no other does is taken for it only where none is.
    """
    labels = letter_labels()
    sure: list[str | None] = []
    for label, value, _ in fields:
        key = label_key(label)
        kind = labels.fields.get(key)
        if key in labels.status_or_reply:
            kind = "status" if is_status(value) else "reply"
        sure.append(kind)
    _note_second_text(fields, sure)
    missing = set(_OF_A_REPLY) - set(sure)
    if sure.count("reply") > 1 or "reply" in missing:
        sure = [
            kind or next((f for f in labels.fallback.get(label_key(label), ()) if f in missing), None)
            for kind, (label, _, _) in zip(sure, fields, strict=True)
        ]
    return [kind if kind in _OF_A_REPLY else None for kind in sure]


def _note_second_text(fields: Sequence[Field], kinds: list[str | None]) -> None:
    """Where no label is that of a reply, a second text behind office or time of one is it (内容, 回文单位, 内容)."""
    texts = [n for n, kind in enumerate(kinds) if kind == "body"]
    if "reply" in kinds or len(texts) < 2:
        return
    first, last = texts[0], texts[-1]
    between = (_means_of_replies(fields[n][0]) for n in range(first + 1, last))
    if any("agency" in means or "page_replied_on" in means for means in between):
        kinds[last] = "reply"


def _means_of_replies(label: str) -> tuple[str, ...]:
    """What a label is or can be of a reply."""
    labels = letter_labels()
    sure = labels.fields.get(label_key(label))
    means = (sure,) if sure is not None else labels.fallback.get(label_key(label), ())
    return tuple(field for field in means if field in _OF_A_REPLY)


def _groups(kinds: Sequence[str | None]) -> list[list[int]]:
    """The fields of each reply: a new one begins where a kind comes a second time."""
    groups: list[list[int]] = [[]]
    for n, kind in enumerate(kinds):
        if kind is None:
            continue
        if kind in {kinds[other] for other in groups[-1]}:
            groups.append([])
        groups[-1].append(n)
    return [group for group in groups if any(kinds[n] == "reply" for n in group)]


@cache
def _labels_in_cells() -> tuple[tuple[re.Pattern[str], str | None], ...]:
    """What may stand in the cell of a text beside it: a pattern for label and value, and the kind of the value.

    An evaluation by the letter's writer has none: it is no part of the reply.
    """
    labels = letter_labels()
    words: dict[str | None, set[str]] = {"page_replied_on": set(), "agency": set(), None: set()}
    for label, field in labels.fields.items():
        if field in words and len(label) >= _SHORTEST_LABEL:
            words[field].add(label)
    for label, fields in labels.fallback.items():
        if fields[0] in words and len(label) >= _SHORTEST_LABEL:
            words[fields[0]].add(label)
    words[None] = {label for label in labels.ignored if re.search("评价|评议|满意", label)}
    values = {"page_replied_on": _TIME, "agency": r"[^\s:]{2,40}", None: r"[^\s:]{0,20}"}
    return tuple(
        (re.compile(rf"(?:{'|'.join(sorted(found, key=len, reverse=True))})\s*:\s*(?P<value>{values[kind]})"), kind)
        for kind, found in words.items()
    )


def without_its_office(text: str, place: str = "") -> PrintedReply:
    """A reply without the office, date and evaluation that its cell prints before or behind its text."""
    copy = plain(text)
    found: dict[str | None, str] = {}
    start, end = 0, len(copy)
    while (at := _head(copy, start, end, found)) is not None:
        start = at
    while (at := _tail(copy, start, end, found)) is not None:
        end = at
    body = text if (start, end) == (0, len(copy)) else text[start:end].strip()
    return PrintedReply(body, place, found.get("page_replied_on"), found.get("agency"))


def _head(copy: str, start: int, end: int, found: dict[str | None, str]) -> int | None:
    """Where the text goes on behind one thing at its head that is no part of it; ``None`` where there is none."""
    begin = start + len(copy[start:end]) - len(copy[start:end].lstrip())
    step = _STEP.match(copy, begin, end)
    if step is not None and is_office(step["office"]) and "agency" not in found:
        found |= {"agency": step["office"], "page_replied_on": step["in_brackets"] or step["bare"]}
        return step.end()
    bare = _BARE_LABEL.match(copy, begin, end)
    if bare is not None:
        return bare.end()
    for pattern, kind in _labels_in_cells():
        labelled = pattern.match(copy, begin, end)
        if labelled is not None and kind not in found:
            found[kind] = labelled["value"]
            return labelled.end()
    return None


def _tail(copy: str, start: int, end: int, found: dict[str | None, str]) -> int | None:
    """Where the text ends before one thing behind it that is no part of it; ``None`` where there is none."""
    for pattern, kind in _labels_in_cells():
        for labelled in pattern.finditer(copy, start, end):
            stands_free = labelled.start() == start or copy[labelled.start() - 1] in " \t\r\n\u3000\u00a0。;,!)"
            if stands_free and not copy[labelled.end() : end].strip(" \n\t。;,") and kind not in found:
                found[kind] = labelled["value"]
                return labelled.start()
    return None


def _step_without_text(text: str, place: str) -> Issue:
    message = (
        "A handling step of the letter prints an office or a time and no text, so it is no stage of a reply. "
        "Compare it with the original page."
    )
    return Issue(code="step_without_text", message=message, place=place, raw=text.strip()[:200])
