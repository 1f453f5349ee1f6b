"""Letters by label: from a page of labels and values to one letter.

What belongs here: which printed label is which field of a letter, and putting one printed letter together. What does
not: files with many letters (``parsers.letter_files``), the markup of particular platforms (``parsers.platforms`` give
a ``PrintedLetter``), the stages of a reply (``parsers.replies``), labels and status words (``parsers/vocabulary``). A
label that no row of the vocabulary knows is an Issue, never dropped in silence; the value of a person's label is not
kept anywhere.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Protocol

from parsers.document import Document, Grid, Text
from parsers.identity import local_id
from parsers.labels import LABELS_FILE, label_key, letter_labels
from parsers.letter_fields import heads_text, letter_fields, shared_cell
from parsers.records import Issue, Letter, Reply
from parsers.replies import ANSWERED, answers, office_or_issue, stages
from parsers.reply_blocks import Field, PrintedReply, reply_blocks
from parsers.text.agencies import NO_REGIONS, canonical_agency
from parsers.text.dates import parse_date, plain
from parsers.text.regions import lies_in, region_in
from parsers.vocabulary import load
from parsers.vocabulary.checked import codes_of_words

_WORD_FILES = {"status": "parsers/vocabulary/statuses.yaml", "category": "parsers/vocabulary/categories.yaml"}
_MARKDOWN_LINK = re.compile(r"\[(?P<text>[^\]]*)\]\([^()\s]*(?:\([^()]*\)[^()\s]*)*\)")

_HEADS_REPLY = re.compile(
    r"^(?:[^\s，。,：:]{0,12}(?:回复|答复)[：:]|.{0,20}(?:回复|答复)于\s*\d{4}).{0,40}", re.MULTILINE
)
_PUBLIC_BEHIND = re.compile(r"(?<!不)不?公开$")


class Source(Protocol):
    """What a letter takes from the site it was published on."""

    @property
    def source_id(self) -> str: ...

    @property
    def region_code(self) -> str | None: ...

    @property
    def channel(self) -> str | None: ...


Route = Callable[[str], tuple[str, str] | None]
"""An address -> (source id, id of the letter in it), or ``None`` where no source claims the address."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A value as printed and its place in the payload."""

    value: str
    place: str


@dataclass(frozen=True, slots=True)
class PrintedLetter:
    """A letter before anything is interpreted: field name (of labels.yaml) -> value, and its reply blocks in order."""

    values: Mapping[str, Printed]
    replies: tuple[PrintedReply, ...] = ()
    url: str | None = None
    issues: tuple[Issue, ...] = ()


@cache
def _statuses() -> Mapping[str, str]:
    return codes_of_words(load("statuses"), _WORD_FILES["status"])


@cache
def _categories() -> Mapping[str, str]:
    return codes_of_words(load("categories"), _WORD_FILES["category"])


def _word_key(printed: str) -> str:
    return "".join(plain(printed).split()).strip("[]【】()（）")


def status_code(printed: str) -> str | None:
    """The code of a printed status word, ``None`` for a word that the vocabulary does not know.

    Some boards print whether the letter is public behind the word (按期办结不公开).
    """
    word = _word_key(printed)
    return _statuses().get(word) or _statuses().get(_PUBLIC_BEHIND.sub("", word))


def is_status(printed: str) -> bool:
    """Whether a value is a status word."""
    return status_code(printed) is not None


def category_code(printed: str) -> str | None:
    """The code of a printed category, ``None`` for a word that the vocabulary does not know."""
    word = _word_key(printed)
    return _categories().get(word) or _categories().get(re.sub(r"(?:类|件|信件|类信件)$", "", word))


def asks_for_confidentiality(text: str) -> bool:
    """Whether the writer asks that name or letter be kept secret (希望给予保密)."""
    copy = plain(text).replace("，", ",").replace("；", ";").replace("！", "!").replace("？", "?")
    return any(p.search(copy) for p in letter_labels().confidentiality)


def _unlinked(value: str) -> str:
    """The text of a value whose Markdown link a reader left in place."""
    return _MARKDOWN_LINK.sub(lambda m: m["text"], value)


def assign_fields(pairs: Iterable[Field]) -> tuple[dict[str, Printed], list[Issue]]:
    """Printed labels and values -> fields. Where two labels disagree, the first is kept and the other reported."""
    labels = letter_labels()
    values: dict[str, Printed] = {}
    waiting: list[tuple[tuple[str, ...], Printed]] = []
    issues: list[Issue] = []
    for label, value, place in pairs:
        key = label_key(label)
        field = labels.fields.get(key)
        if key in labels.status_or_reply:
            field = "status" if status_code(value) else "reply"
        if field is not None:
            kept = values.setdefault(field, Printed(value, place))
            if kept.value != value and value.strip():
                issues.append(_repeated_label(label, value, place))
        elif key in labels.fallback:
            waiting.append((labels.fallback[key], Printed(value, place)))
        elif key not in labels.person and key not in labels.ignored:
            issues.append(unknown_label(label, value, place))
    for fields, printed in waiting:
        free = next((f for f in fields if f not in values), None)
        if free is not None:
            values[free] = printed
    return values, issues


def unknown_label(label: str, value: str, place: str) -> Issue:
    """What to say of a label that no row of the vocabulary knows."""
    message = (
        f"The label {label.strip()!r} is not known, so what it holds is not read. "
        f"If letters print it, add it to {LABELS_FILE}."
    )
    return Issue(code="unknown_label", message=message, place=place, raw=f"{label.strip()}：{value.strip()[:200]}")


def _repeated_label(label: str, value: str, place: str) -> Issue:
    message = (
        f"The label {label.strip()!r} stands for a field that was read before with another value; "
        "the first one is kept. Compare them on the original page."
    )
    return Issue(code="repeated_label", message=message, place=place, raw=value.strip()[:200])


def lists_letters(grid: Grid) -> bool:
    """Whether the first row is a header of letter columns and each further row a letter."""
    if len(grid.rows) < 2 or len(grid.rows[0]) < 3:
        return False
    labels = letter_labels()
    header = [label_key(c or "") for c in grid.rows[0]]
    named = {labels.fields[key] for key in header if key in labels.fields}
    return all(labels.knows(key) for key in header[:3]) and bool(named & {"body", "reply"}) and len(named) >= 3


def _title(of_page: str | None, texts: Sequence[Text]) -> Printed | None:
    """The title of a letter that has none among its fields: that of the page, but for what follows the heading with
    which it begins (路灯 - 某县人民政府); without one the first heading.
    """
    headings = [t for t in texts if t.level and not heads_text(t.text)]
    if not of_page:
        return Printed(_unlinked(headings[0].text).strip(), headings[0].locator) if headings else None
    name = _unlinked(of_page).strip()
    begins = next((t for t in headings if name.startswith(t.text.strip())), None)
    if begins is not None:
        return Printed(begins.text.strip(), begins.locator)
    return Printed(name, headings[0].locator if headings else "title")


def printed_letters(document: Document) -> list[PrintedLetter]:
    """The letters that a document prints: one for each grid of labels and values, else one of labelled paragraphs.

    A document without a letter's text or reply gives none.
    """
    texts = [block for block in document.blocks if isinstance(block, Text)]
    letters = []
    for pairs in letter_fields(document):
        printed = letter_of_fields([(label, _unlinked(value), place) for label, value, place in pairs], document.url)
        if printed is None:
            continue
        if "title" not in printed.values and (title := _title(document.title, texts)) is not None:
            printed = replace(printed, values={**printed.values, "title": title})
        letters.append(printed)
    return letters


def letter_of_fields(fields: Sequence[Field], url: str | None = None) -> PrintedLetter | None:
    """The letter that labels and values make, with its replies; ``None`` where they have neither text nor reply."""
    blocks = reply_blocks([part for field in fields for part in shared_cell(field)], is_status)
    values, issues = assign_fields(blocks.others)
    has_text = "body" in values or bool(blocks.replies) or blocks.is_empty
    if not has_text or len(values) + len(blocks.replies) < 2:
        return None
    unread = [] if blocks.replies or blocks.is_empty else _reply_not_found(values)
    return PrintedLetter(values, blocks.replies, url, (*issues, *blocks.issues, *unread))


def _reply_not_found(values: Mapping[str, Printed]) -> list[Issue]:
    """What to say of a letter without a reply whose page dates one, or whose text holds a line that heads one."""
    dated = values.get("page_replied_on")
    body = values.get("body")
    heads = None if body is None else _HEADS_REPLY.search(body.value)
    if heads is None and (dated is None or parse_date(dated.value) is None):
        return []
    message = (
        "The page dates a reply, or has a line in the letter's text that reads like the head of one, and no reply is "
        f"found. Compare it with the original page; if a label heads the reply, add it to {LABELS_FILE}."
    )
    place = body if heads is not None else dated
    raw = heads[0].strip() if heads is not None else None if dated is None else dated.value.strip()
    return [Issue(code="reply_not_found", message=message, place=None if place is None else place.place, raw=raw)]


def is_letter(document: Document) -> bool:
    """Whether a document prints letters by label (and is not a bulletin)."""
    return any(isinstance(b, Grid) and lists_letters(b) for b in document.blocks) or bool(printed_letters(document))


def _date(values: Mapping[str, Printed], field: str, issues: list[Issue]) -> dt.date | None:
    printed = values.get(field)
    if printed is None or not plain(printed.value).strip():
        return None
    day = parse_date(printed.value)
    if day is None:
        message = (
            f"{field} holds {printed.value.strip()[:60]!r} where one date is expected; it is kept as unknown. "
            "Look the date up on the original page."
        )
        issues.append(Issue(code="date_unread", message=message, place=printed.place, raw=printed.value.strip()[:200]))
    return day


def printed_in(values: Mapping[str, Printed], field: str) -> str | None:
    """The text of a field, ``None`` where it is not printed or blank."""
    printed = values.get(field)
    return (printed.value.strip() or None) if printed else None


def _coded(
    values: Mapping[str, Printed], field: str, code: Callable[[str], str | None], issues: list[Issue]
) -> str | None:
    """The code of a printed word; a word without one is reported."""
    printed = values.get(field)
    if printed is None or not printed.value.strip():
        return None
    found = code(printed.value)
    if found is None:
        message = (
            f"The {field} {printed.value.strip()[:40]!r} is not known and has no code. "
            f"Add the word to {_WORD_FILES[field]}."
        )
        issues.append(
            Issue(code=f"unknown_{field}", message=message, place=printed.place, raw=printed.value.strip()[:200])
        )
    return found


def _public(values: Mapping[str, Printed], issues: list[Issue]) -> bool | None:
    """Whether the page marks its letter as public, in a field of its own or behind its status (按期办结不公开)."""
    printed = values.get("is_public")
    if printed is None or not printed.value.strip():
        m = _PUBLIC_BEHIND.search(_word_key(values["status"].value)) if "status" in values else None
        return None if m is None else letter_labels().public_words.get(m[0])
    answer = letter_labels().public_words.get(_word_key(printed.value))
    if answer is None:
        message = (
            f"是否公开 holds {printed.value.strip()[:40]!r} where 公开 or 不公开 is expected; it is kept as unknown. "
            f"Add the word to is_public of {LABELS_FILE}."
        )
        issues.append(Issue(code="unknown_is_public", message=message, place=printed.place, raw=printed.value.strip()))
    return answer


def _replies(
    letter: PrintedLetter, page_replied_on: dt.date | None, agency: str | None, received_on: dt.date | None
) -> tuple[tuple[Reply, ...], list[Issue]]:
    """The stages of all reply blocks, counted through. A block's own date and office stand before those of the page."""
    replies: list[Reply] = []
    issues: list[Issue] = []
    for number, block in enumerate(letter.replies, 1):
        page_date = page_replied_on if number == 1 else None
        dated = page_date if block.dated is None else parse_date(block.dated)
        if block.dated is not None and dated is None:
            message = (
                f"The date of a reply holds {block.dated[:60]!r} where one date is expected; it is kept as unknown. "
                "Look the date up on the original page."
            )
            issues.append(Issue(code="date_unread", message=message, place=block.place, raw=block.dated[:200]))
        own, found = stages(
            block.body, page_replied_on=dated, page_agency=block.agency or agency, received_on=received_on
        )
        issues += [replace(i, place=f"{block.place} {i.place}" if i.place else block.place) for i in found]
        replies += [replace(r, stage_no=len(replies) + n) for n, r in enumerate(own, 1)]
    return tuple(replies), issues


def _first_block_date(blocks: Sequence[PrintedReply]) -> dt.date | None:
    """The day of the page's first answer, failing one of its first notice; a block without a date does not take it."""
    dated = [(block, day) for block in blocks if block.dated and (day := parse_date(block.dated)) is not None]
    answering = [day for block, day in dated if answers(block.body)]
    return min(answering or [day for _, day in dated], default=None)


def _region_of_office(name: str, region_code: str, regions: Mapping[str, str]) -> str | None:
    """The region under ``region_code`` whose office this is; its own where the name says so by level (市X局)."""
    code = region_in(name, regions, short_within=region_code)
    if code is not None:
        return code if lies_in(code, region_code) else None
    levels = "市" if region_code.endswith("00") else ("县", "区")
    own = name.startswith(levels) or canonical_agency(name, region_code, regions) is not None
    return region_code if own else None


def _handling_region(
    replies: Sequence[Reply], agency: str | None, region_code: str | None, regions: Mapping[str, str]
) -> str | None:
    """Whose office answers: by the offices that sign, failing these by the page's, failing these by the notice.

    Offices of several regions that answer one letter have no region together.
    """
    if region_code is None:
        return None
    signing = [r.agency for r in replies if r.stage in ANSWERED and r.agency]
    notices = [r.transferred_to for r in replies if r.transferred_to]
    for names in (signing, [agency] if agency else [], notices):
        codes = {code for name in names if (code := _region_of_office(name, region_code, regions)) is not None}
        if codes:
            return codes.pop() if len(codes) == 1 else None
    return None


def _page_agency(letter: PrintedLetter) -> tuple[str | None, list[Issue]]:
    printed = letter.values.get("agency")
    if printed is not None:
        return office_or_issue(printed.value, printed.place)
    names = list(dict.fromkeys(r.agency.strip() for r in letter.replies if r.agency and r.agency.strip()))
    return office_or_issue("、".join(names) or None, "reply")


def _identity(
    url: str | None, letter: PrintedLetter, source: Source, route: Route, local: str
) -> tuple[str, str, str | None, list[Issue]]:
    """Letter id, source id, external id: by the address where a source claims it, else local to the payload."""
    routed = route(url) if url else None
    if routed is None:
        external_id = printed_in(letter.values, "external_id")
        return (f"{source.source_id}:{external_id}" if external_id else local), source.source_id, external_id, []
    source_id, external_id = routed
    issues = []
    if source_id != source.source_id:
        message = (
            f"The letter's address belongs to the source {source_id}, not to {source.source_id}; the letter is one of "
            f"{source_id}, without region and channel. Read it with that source to have them."
        )
        issues.append(Issue(code="other_source", message=message, place="url", raw=url))
    return f"{source_id}:{external_id}", source_id, external_id, issues


def build_letter(
    letter: PrintedLetter,
    *,
    source: Source,
    route: Route,
    payload_sha256: str,
    row: int | None = None,
    regions: Mapping[str, str] = NO_REGIONS,
) -> tuple[Letter, list[Issue]]:
    """One printed letter as a record, and what could not be read in it.

    ``row`` is its number in a payload with several letters, from 1. ``regions`` (name -> code) serves to see which
    county's office answers. ``status`` follows the printed word; without one it is ``answered`` when a stage answers
    (derived, so ``status_printed`` stays ``None``), otherwise ``None``. A printed word that nobody knows gives
    ``unknown``.
    """
    issues = list(letter.issues)
    values = letter.values
    url = printed_in(values, "url") or letter.url
    letter_id, source_id, external_id, found = _identity(url, letter, source, route, local_id(payload_sha256, row))
    issues += found
    own = source_id == source.source_id
    region_code = source.region_code if own else None
    agency, found = _page_agency(letter)
    issues += found
    received_on = _date(values, "received_on", issues)
    page_replied_on = _date(values, "page_replied_on", issues)
    replies, said = _replies(letter, page_replied_on, agency, received_on)
    if page_replied_on is None:
        page_replied_on = _first_block_date(letter.replies)
    if received_on and page_replied_on and page_replied_on < received_on:
        message = (
            f"The page dates its reply {page_replied_on}, before the letter of {received_on}; both are kept as "
            "printed. Compare them with the original page."
        )
        issues.append(
            Issue(code="page_reply_before_letter", message=message, place="page_replied_on", raw=str(page_replied_on))
        )
    issues += said
    status_printed = printed_in(values, "status")
    status = _coded(values, "status", status_code, issues)
    if status_printed and status is None:
        status = "unknown"
    elif status_printed is None and any(r.stage in ANSWERED for r in replies):
        status = "answered"
    body = printed_in(values, "body")
    return (
        Letter(
            letter_id=letter_id,
            source_id=source_id,
            region_code=region_code,
            handling_region_code=_handling_region(replies, agency, region_code, regions),
            channel=source.channel if own else None,
            external_id=external_id,
            letter_no=printed_in(values, "letter_no"),
            url=url,
            title=printed_in(values, "title"),
            body=body,
            category=_coded(values, "category", category_code, issues),
            category_printed=printed_in(values, "category"),
            status=status,
            status_printed=status_printed,
            received_on=received_on,
            accepted_on=_date(values, "accepted_on", issues),
            page_replied_on=page_replied_on,
            due_on_printed=_date(values, "due_on_printed", issues),
            agency=agency,
            is_public=_public(values, issues),
            confidentiality_requested=body is not None and asks_for_confidentiality(body),
            replies=replies,
        ),
        issues,
    )
