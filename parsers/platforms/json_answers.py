"""Lists and letters that a site answers as JSON, read by a description of their shape.

Such answers are made for the scripts of the site's own pages, and some are JSON only to a browser: keys without quotes,
single quotes, a function call around it. What is not strict JSON is read as a JavaScript value by chompjs. Times
are days of China; ten digits are seconds since 1970, thirteen are milliseconds. What belongs here: following the paths
of a shape. What does not: the shape of any one site (its YAML, ``scrapers.source.Json``), requesting.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Protocol
from urllib.parse import quote, urljoin

import chompjs

from parsers.letters import Printed, PrintedLetter
from parsers.platforms.links import absolute
from parsers.platforms.listing import ListPage, Sighting
from parsers.platforms.markup import text_of, tree
from parsers.records import Issue, brief
from parsers.replies import office_or_issue
from parsers.reply_blocks import PrintedReply
from parsers.text.dates import parse_date

LETTER_FIELDS = frozenset(
    {"external_id", "letter_no", "title", "body", "reply", "agency", "status", "category", "is_public"}
    | {"received_on", "accepted_on", "due_on_printed", "page_replied_on"}
)
"""The fields of a letter that a shape may name; names as in ``parsers/vocabulary/labels.yaml``."""
_DAYS = frozenset({"received_on", "accepted_on", "due_on_printed", "page_replied_on"})
_CHINA = dt.timezone(dt.timedelta(hours=8))
_SINCE_1970 = re.compile(r"(?P<seconds>\d{10})(?P<milliseconds>\d{3})?")
_KEY = re.compile(r"\{(?P<path>[^{}]+)\}")
_MARKUP = re.compile(r"<[a-zA-Z/!]|&#?\w+;")


class Link(Protocol):
    """Where a listed letter lies: ``url`` with ``{PATH}`` in it, for the rows that hold what ``when`` says."""

    @property
    def url(self) -> str: ...

    @property
    def when(self) -> Mapping[str, str]: ...


class Replies(Protocol):
    """Where the replies of a letter stand; paths are relative to one reply."""

    @property
    def rows(self) -> str | None: ...

    @property
    def body(self) -> str: ...

    @property
    def dated(self) -> str | None: ...

    @property
    def agency(self) -> str | None: ...

    @property
    def where(self) -> Mapping[str, str]: ...


class LetterShape(Protocol):
    """Where the fields of a letter stand; paths are relative to ``root``."""

    @property
    def root(self) -> str | None: ...

    @property
    def fields(self) -> Mapping[str, str]: ...

    @property
    def words(self) -> Mapping[str, Mapping[str, str]]: ...

    @property
    def replies(self) -> Replies | None: ...


class ListShape(LetterShape, Protocol):
    """Where the rows of a list stand; the paths of fields and links are relative to one row."""

    @property
    def rows(self) -> str: ...

    @property
    def total(self) -> str | None: ...

    @property
    def pages(self) -> str | None: ...

    @property
    def links(self) -> tuple[Link, ...]: ...


class Shape(Protocol):
    """How the JSON answers of a site are read."""

    @property
    def list(self) -> ListShape | None: ...

    @property
    def letter(self) -> LetterShape | None: ...


def loads(text: str) -> object:
    """The value of an answer, ``None`` for markup and for what no browser would take for a value."""
    if text.lstrip("\ufeff \r\n\t").startswith("<"):
        return None
    try:
        return json.loads(text, parse_float=Decimal)
    except ValueError:
        pass  # then as a browser reads it
    try:
        found: object = chompjs.parse_js_object(text, loader_kwargs={"parse_float": Decimal, "strict": False})
    except ValueError:
        return None
    return found


def said_alone(text: str) -> str | None:
    """What an answer says that holds single values only (``code: 500; msg: ...``): it is about itself, an error as a
    rule. ``None`` for any other text.
    """
    value = loads(text)
    if not isinstance(value, dict) or any(isinstance(v, dict | list) and v for v in value.values()):
        return None
    return brief("; ".join(f"{key}: {v}" for key, v in value.items() if v not in (None, "", [], {})))


def at(value: object, path: str) -> object:
    """What stands at a path of keys (``data.0.title``), ``None`` where nothing does."""
    for key in path.split("."):
        if isinstance(value, dict):
            value = value.get(key)
        elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
            value = value[int(key)]
        else:
            return None
    return value


def holds_letters(shape: ListShape) -> bool:
    """Whether the list gives the texts of its letters, so that no page of theirs is asked for."""
    return "body" in shape.fields


def list_page(text: str, shape: ListShape, *, url: str) -> ListPage | None:
    """The list in a decoded answer, or ``None`` for an answer of another kind."""
    answer = loads(text)
    rows = _rows(answer, shape.rows)
    if rows is None:
        return None
    sightings: list[Sighting] = []
    issues = _missing(shape, rows)
    for number, row in enumerate(rows, 1):
        place = f"row {number}"
        printed = _values(row, shape, place)
        agency, persons = office_or_issue(_value(printed, "agency"), place)
        issues += persons
        sightings.append(
            Sighting(
                external_id=_value(printed, "external_id"),
                url=_address(row, shape, url),
                title=_value(printed, "title"),
                letter_no=_value(printed, "letter_no"),
                status_printed=_value(printed, "status"),
                agency=agency,
                received_on=parse_date(_value(printed, "received_on") or ""),
                replied_on=parse_date(_value(printed, "page_replied_on") or ""),
            )
        )
    return ListPage(
        sightings=tuple(sightings),
        pages=_number(answer, shape.pages),
        total=_number(answer, shape.total),
        issues=tuple(issues),
        columns=tuple(shape.fields.values()),
    )


def listed_letters(text: str, shape: ListShape, *, url: str) -> list[PrintedLetter]:
    """The letters whose texts a list at ``url`` gives, in its order; none where it gives titles only."""
    rows = _rows(loads(text), shape.rows) if holds_letters(shape) else None
    return [
        replace(_printed(row, shape, f"row {number}"), url=_address(row, shape, url))
        for number, row in enumerate(rows or [], 1)
    ]


def printed_letter(text: str, shape: LetterShape) -> PrintedLetter | None:
    """The letter in a decoded answer, or ``None`` for an answer of another kind."""
    answer = loads(text)
    letter = answer if shape.root is None else at(answer, shape.root)
    if not isinstance(letter, dict):
        return None
    printed = _printed(letter, shape, shape.root or "letter")
    return printed if {"title", "body"} & set(printed.values) else None


def _rows(answer: object, path: str) -> list[object] | None:
    rows = at(answer, path)
    return rows if isinstance(rows, list) and all(isinstance(row, dict) for row in rows) else None


def _missing(shape: ListShape, rows: list[object]) -> list[Issue]:
    """An issue for each path of the shape that no row of the answer has."""
    return [
        Issue(
            code="missing_field",
            message=f"No row of the answer holds {path!r}, where {field} is expected. "
            "Compare the answer with answers.list.fields in the description of the source.",
            place="rows",
            raw=path,
        )
        for field, path in shape.fields.items()
        if rows and not any(_has(row, path) for row in rows)
    ]


def _has(row: object, path: str) -> bool:
    above, _, key = path.rpartition(".")
    holder = at(row, above) if above else row
    return isinstance(holder, dict) and key in holder


def _printed(letter: object, shape: LetterShape, place: str) -> PrintedLetter:
    values = _values(letter, shape, place)
    return PrintedLetter(values, tuple(_replies(letter, shape, values, place)))


def _values(letter: object, shape: LetterShape, place: str) -> dict[str, Printed]:
    found = {field: _text(at(letter, path)) for field, path in shape.fields.items()}
    return {
        field: Printed(_day(text) if field in _DAYS else shape.words.get(field, {}).get(text, text), place)
        for field, text in found.items()
        if text
    }


def _value(values: Mapping[str, Printed], field: str) -> str | None:
    return values[field].value if field in values else None


def _replies(letter: object, shape: LetterShape, values: Mapping[str, Printed], place: str) -> Iterator[PrintedReply]:
    described = shape.replies
    if described is None:
        if "reply" in values:
            yield PrintedReply(values["reply"].value, place)
        return
    rows = letter if described.rows is None else at(letter, described.rows)
    for number, row in enumerate(rows if isinstance(rows, list) else [rows], 1):
        body = _text(at(row, described.body))
        if not body or any(_text(at(row, key)) != value for key, value in described.where.items()):
            continue
        dated = _day(_text(at(row, described.dated))) if described.dated else ""
        agency = _text(at(row, described.agency)) if described.agency else ""
        yield PrintedReply(body, f"{place} reply {number}", dated or None, agency or None)


def _text(value: object) -> str:
    """A value as a reader of the site sees it: markup taken out, nothing for null."""
    if value is None or isinstance(value, dict | list):
        return ""
    text = str(value).strip()
    if not _MARKUP.search(text):
        return text
    root = tree(f"<div>{text}</div>")
    return html.unescape(text) if root is None else text_of(root)


def _day(text: str) -> str:
    """A time as counted by machines as a day in China; 0 is none; anything else as it is."""
    counted = _SINCE_1970.fullmatch(text)
    if counted is not None:
        return dt.datetime.fromtimestamp(int(counted["seconds"]), _CHINA).date().isoformat()
    return "" if text == "0" else text


def _number(answer: object, path: str | None) -> int | None:
    text = _text(at(answer, path)) if path is not None else ""
    return int(text) if text.isascii() and text.isdecimal() else None


def _address(row: object, shape: ListShape, url: str) -> str | None:
    """The address of a row's letter: the first link that is for such rows, with what the row holds put in."""
    for link in shape.links:
        if all(_text(at(row, path)) == value for path, value in link.when.items()):
            if _KEY.fullmatch(link.url):
                return absolute(_first_address(_text(at(row, link.url[1:-1]))), url)
            filled = [_text(at(row, m["path"])) for m in _KEY.finditer(link.url)]
            if not all(filled):
                return None
            return urljoin(url, _KEY.sub(lambda m: quote(_text(at(row, m["path"])), safe=""), link.url))
    return None


def _first_address(text: str) -> str:
    """An address, also where a field holds a list of addresses, as JSON in a text."""
    if not text.startswith("["):
        return text
    found: object = loads(text)
    while isinstance(found, list | dict) and found:
        found = next(iter(found.values() if isinstance(found, dict) else found))
    return found if isinstance(found, str) else ""
