"""What the readers of list pages share: the shapes that they give, and the words of ``list_labels.yaml``.

What belongs here: what a list page can say, of every platform, and which column header is which field. What does not:
finding it in a page (``links``, ``rows``, ``pagers``, ``counters``), and which reader reads a page (``lists``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from parsers.labels import label_key
from parsers.letters import assign_fields
from parsers.records import Issue
from parsers.vocabulary import load
from parsers.vocabulary.checked import codes_of_words, patterns, words

WORDS_FILE = "parsers/vocabulary/list_labels.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """A letter as one row of a list shows it; unknown is ``None``.

    ``url`` is absolute, and ``None`` for a letter that is listed without a link (not to be published), or whose link a
    script opens (``opens_by_script``), so that its address is unknown. ``external_id`` is the id in the address where
    the platform has one place for it; a source's ``id_from`` decides otherwise.
    """

    external_id: str | None
    url: str | None
    title: str | None
    letter_no: str | None = None
    status_printed: str | None = None
    agency: str | None = None
    received_on: dt.date | None = None
    replied_on: dt.date | None = None
    opens_by_script: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCounter:
    """A figure that a list page prints beside its list, as printed and as number; ``metric`` is ``None`` if unknown."""

    label: str
    printed: str
    value: Decimal
    metric: str | None
    unit: str | None
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage:
    """One page of a list of letters.

    ``total`` is the number of letters that the site says it lists, ``pages`` the number of pages; ``columns`` are the
    headers as printed; ``next_url`` is absolute, ``None`` on the last page and where a script turns the page.
    """

    sightings: tuple[Sighting, ...]
    counters: tuple[PrintedCounter, ...] = ()
    page_no: int | None = None
    pages: int | None = None
    total: int | None = None
    next_url: str | None = None
    issues: tuple[Issue, ...] = ()
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link with its text; ``dated_on`` is the date printed beside it."""

    url: str
    title: str
    dated_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPage:
    """One page of a column of articles, in printed order."""

    links: tuple[Link, ...]
    next_url: str | None = None
    pages: int | None = None
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class _Words:
    columns: Mapping[str, str]
    ignored: frozenset[str]
    listed: frozenset[str]
    next: frozenset[str]
    pages: tuple[re.Pattern[str], ...]
    page_no: tuple[re.Pattern[str], ...]
    total: tuple[re.Pattern[str], ...]
    script_total: tuple[re.Pattern[str], ...]


@cache
def list_words() -> _Words:
    """The content of ``list_labels.yaml``; ``ValueError`` names the entry that is wrong."""
    data = load("list_labels")

    def keys(entry: str) -> frozenset[str]:
        return frozenset(label_key(word) for word in words(data[entry], WORDS_FILE, entry))

    def compiled(entry: str) -> tuple[re.Pattern[str], ...]:
        return patterns(data[entry], WORDS_FILE, entry)

    return _Words(
        columns={label_key(word): field for word, field in codes_of_words(data["columns"], WORDS_FILE).items()},
        ignored=keys("ignored"),
        listed=keys("listed"),
        next=keys("next"),
        pages=compiled("pages"),
        page_no=compiled("page_no"),
        total=compiled("total"),
        script_total=compiled("script_total"),
    )


def knows_column(label: str) -> bool:
    """Whether a column header is known at all, also where nothing is read from it."""
    key = label_key(label)
    return key in list_words().columns or key in list_words().ignored or not assign_fields([(label, "", "")])[1]


def field_of_column(label: str) -> str | None:
    """The field that a column header names, ``None`` where it names none that is read."""
    field = list_words().columns.get(label_key(label))
    if field is not None:
        return field
    return next(iter(assign_fields([(label, "", "")])[0]), None)


def unknown_columns(labels: Iterable[str], place: str) -> list[Issue]:
    """An issue for each header that is in no list."""
    return [
        Issue(
            code="unknown_label",
            message=f"The column header {label!r} of the list is not known, so what stands under it is not read. "
            f"Add it to {WORDS_FILE}.",
            place=place,
            raw=label,
        )
        for label in labels
        if label and not knows_column(label)
    ]
