"""What a source is: one site's mailbox or bulletins, described so that no code is needed to add another.

What belongs here: the fields of a source file and what each of them may hold. What does not: reading the files and
finding the source of an address (``registry``), requesting pages (``platforms``). The description of a field is what a
person is shown who filled it in wrongly.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from parsers.platforms.json_answers import LETTER_FIELDS
from parsers.vocabulary import load
from scrapers.addresses import canonical

PLATFORMS: Mapping[str, str] = MappingProxyType(
    {
        "boda_vsb": "Boda VSB / WebBer leadermail boards",
        "jact": "Hanweb 大汉 jact mailboxes",
        "generic": "letter boards read by the labels they print, whatever their markup",
        "capital_window": "首都之窗, the letters of www.beijing.gov.cn; its lists are JSON (answers)",
        "json_board": "boards whose lists, and perhaps letters, are JSON (answers)",
        "government_portal": "articles of a government portal: bulletins and notices",
        "message_boards": "人民网 领导留言板 and 红网 问政湖南, and articles about them",
        "files": "local files that no site claims",
    }
)

MAILBOXES = frozenset({"boda_vsb", "jact", "generic", "capital_window", "json_board"})
"""The platforms whose lists of letters can be crawled."""
BULLETINS = frozenset({"government_portal"})
"""The platforms whose columns of articles can be crawled."""
_LISTS_IN_JSON = frozenset({"capital_window", "json_board"})

# ``combined`` is the code for several channels named together; no printed word stands for it.
CHANNELS = frozenset(load("channels")) | {"combined"}


# Stands for the number of a list page in an address.
PAGE = "{page}"


def _one_of(codes: frozenset[str]) -> AfterValidator:
    def known(code: str) -> str:
        if code not in codes:
            raise ValueError(f"one of {', '.join(sorted(codes))}")
        return code

    return AfterValidator(known)


def _regex(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"a regular expression ({error})") from error
    return pattern


def _web_address(url: str) -> str:
    if canonical(url) is None:
        raise ValueError("an address that begins with http:// or https://")
    return url


# The least and greatest number of each cron field; 7 is Sunday as 0 is.
_CRON_FIELDS = {"minute": (0, 59), "hour": (0, 23), "day": (1, 31), "month": (1, 12), "weekday": (0, 7)}


def _cron(schedule: str) -> str:
    fields = schedule.split()
    if len(fields) != len(_CRON_FIELDS):
        raise ValueError(f"five cron fields: {' '.join(_CRON_FIELDS)}")
    for field, (name, (least, greatest)) in zip(fields, _CRON_FIELDS.items(), strict=True):
        if not all(_is_cron_part(part, least, greatest) for part in field.split(",")):
            raise ValueError(
                f"five cron fields: {' '.join(_CRON_FIELDS)}; {name} as *, */2, {least}, {least}-{greatest} or a list"
                f" of these with commas, not {field!r}"
            )
    return schedule


def _with_page(url: str) -> str:
    if PAGE not in url:
        raise ValueError(f"a text that holds {PAGE}")
    return url


def _is_cron_part(part: str, least: int, greatest: int) -> bool:
    found = re.fullmatch(r"(?:\*|(\d{1,2})(?:-(\d{1,2}))?)(?:/(\d{1,2}))?", part, re.ASCII)
    if found is None:
        return False
    first, last, step = (None if number is None else int(number) for number in found.groups())
    first = least if first is None else first
    last = first if last is None else last
    return least <= first <= last <= greatest and step != 0


Text = Annotated[str, StringConstraints(min_length=1)]
Regex = Annotated[Text, AfterValidator(_regex)]
WebAddress = Annotated[Text, AfterValidator(_web_address)]
RegionCode = Annotated[str, StringConstraints(pattern=r"^[1-9]\d{5}$")]
SourceId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
PartialDate = Annotated[str, StringConstraints(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]

_REGION = "six digits in quotes (GB/T 2260), for example '611000'"
_WHY = "the reason, so that the entry can be removed when it no longer holds"


class _Described(BaseModel):
    """Strict (a number is no text), closed (no unknown fields) and unchangeable."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Names(_Described):
    """The source's name in both languages."""

    zh: Text = Field(description="the name in Chinese, as text")
    en: Text = Field(description="the name in English, as text")


class UrlPattern(_Described):
    """Which addresses are pages of the source; ``scrapers.addresses`` says how an address is spelled for this."""

    place: Regex = Field(
        description="a regular expression for the whole of host and path, without scheme, www. and parameters"
    )
    query: Mapping[str, Regex] = Field(
        default_factory=dict,
        description="parameters the address must have: name and a regular expression for the value",
    )


class IdFrom(_Described):
    """The part of a detail address that is the external id; exactly one of the two is given."""

    query: Text | None = Field(default=None, description="the name of the parameter that holds the id")
    path: Text | None = Field(default=None, description="the named group of every place pattern that holds the id")

    @model_validator(mode="after")
    def _one_place(self) -> IdFrom:
        if (self.query is None) == (self.path is None):
            raise ValueError("exactly one of query and path")
        return self


class Example(_Described):
    """A detail address seen in print and the id it must give; every example is routed when the sources are loaded."""

    url: WebAddress = Field(description="an address that begins with http:// or https://")
    external_id: Text = Field(description="the id in this address, as text in quotes")


class Pagination(_Described):
    """How the list goes on after its first page; exactly one of ``parameter``, ``address`` and ``postback`` is given.

    ``parameter`` is raised by ``step`` from page to page, which is 1 for a page number and the number of rows for an
    offset, together with those of ``along``; a ``cursor`` takes the id of the last row instead. A ``postback`` sends
    the form of the page before (``__VIEWSTATE`` and what else stands in it) with the ``argument`` of the next one.
    """

    parameter: Text | None = Field(
        default=None, description="the parameter of the list address, or of its form, that holds the page number"
    )
    address: Annotated[WebAddress, AfterValidator(_with_page)] | None = Field(
        default=None, description=f"the address of the pages after the first, with {PAGE} in the place of their number"
    )
    postback: Text | None = Field(
        default=None, description="the first word in the brackets of __doPostBack(...) in the links of an ASP.NET pager"
    )
    argument: Annotated[Text, AfterValidator(_with_page)] = Field(
        default=PAGE, description=f"the second word in those brackets, with {PAGE} in the place of the number"
    )
    first: int = Field(default=1, description="the number of the first page, 0 or 1", ge=0, le=1)
    step: int = Field(default=1, description="by how much the number rises, a whole number above 0", gt=0)
    along: tuple[Text, ...] = Field(default=(), description="a list of further parameters that rise by the step")
    cursor: bool = Field(default=False, description="true where the parameter takes the id of the last row")
    why: Text = Field(description=_WHY)

    @model_validator(mode="after")
    def _one_way(self) -> Pagination:
        if [self.parameter, self.address, self.postback].count(None) != 2:
            raise ValueError("exactly one of parameter, address and postback")
        if self.parameter is None and (self.along or self.cursor):
            raise ValueError("along and cursor with a parameter, not with an address or a postback")
        return self


class ListRequest(_Described):
    """What is sent for a list page where its address alone does not do; ``form`` and ``body`` are those of page 1."""

    form: Mapping[str, str] | None = Field(default=None, description="the fields of a form, all values as text")
    body: Mapping[str, str | int | bool | None] | None = Field(
        default=None, description="the fields of a JSON object: text, whole numbers, true, false or null"
    )
    visit: WebAddress | None = Field(
        default=None, description="a page that is asked for first, because the list wants its cookie"
    )
    why: Text = Field(description=_WHY)

    @model_validator(mode="after")
    def _one_body(self) -> ListRequest:
        if self.form is not None and self.body is not None:
            raise ValueError("form or body, not both of them")
        return self


class JsonLink(_Described):
    """Where the page of a listed letter lies; the first link of a list whose ``when`` fits a row is that row's."""

    url: Text = Field(description="an address with {KEY} for what the row holds under KEY")
    when: Mapping[str, str] = Field(default_factory=dict, description="keys of the row and the text each must hold")


class JsonReplies(_Described):
    """The replies in a letter of JSON."""

    rows: Text | None = Field(default=None, description="the path of the list of replies; null for a single one")
    body: Text = Field(description="the path of a reply's text")
    dated: Text | None = Field(default=None, description="the path of a reply's date")
    agency: Text | None = Field(default=None, description="the path of the answering office")
    where: Mapping[str, str] = Field(
        default_factory=dict, description="keys of a row and the text each must hold to be a reply"
    )


class JsonLetter(_Described):
    """Where a letter's fields stand in JSON: a path is keys with dots between them (``data.page.total``)."""

    root: Text | None = Field(default=None, description="the path of the letter; null where it is the whole answer")
    fields: Mapping[Annotated[str, _one_of(LETTER_FIELDS)], Text] = Field(
        description=f"the path of each field; fields are {', '.join(sorted(LETTER_FIELDS))}"
    )
    words: Mapping[Annotated[str, _one_of(LETTER_FIELDS)], Mapping[str, str]] = Field(
        default_factory=dict, description="for a field that holds codes, the word that the site shows for each code"
    )
    replies: JsonReplies | None = Field(default=None, description="rows, body, dated, agency, where, or null")


class JsonList(JsonLetter):
    """Where the rows of a list stand in JSON. A list that has the texts of its letters needs no links."""

    rows: Text = Field(description="the path of the list of rows")
    total: Text | None = Field(default=None, description="the path of the number of listed letters, or null")
    pages: Text | None = Field(default=None, description="the path of the number of pages, or null")
    links: tuple[JsonLink, ...] = Field(default=(), description="a list of url and when")


class Json(_Described):
    """How the JSON answers of a site are read, also where they are JSON only in the eyes of a browser."""

    list: JsonList | None = Field(default=None, description="rows, fields, links and more of a list, or null")
    letter: JsonLetter | None = Field(default=None, description="fields, replies and more of a letter, or null")


class NightPause(_Described):
    """No request is sent between the two times (Asia/Shanghai); the pause may go over midnight."""

    start: Clock = Field(description="a time in quotes, '23:00'")
    end: Clock = Field(description="a time in quotes, '06:00'")


class Politeness(_Described):
    """How the site is spared. The defaults are for a county's small server; a source that differs says why."""

    delay_seconds: float = Field(
        default=4, description="seconds between two requests, a whole number of at least 2", ge=0
    )
    concurrency_per_host: Literal[1] = Field(default=1, description="1: one request at a time")
    night_pause: NightPause | None = Field(
        default=NightPause(start="23:00", end="06:00"), description="start and end, or null for no pause"
    )
    request_budget: int = Field(
        default=3000,
        description="the most requests before a crawl pauses (the next run goes on), a whole number above 0",
        gt=0,
    )
    contact: Text | None = Field(
        default=None,
        description="an e-mail or web address for the User-Agent; null where whoever runs the crawl must give it",
    )


class _Sparing(BaseModel):
    """What a real site is spared at least; only synthetic sources, which are served on loopback, may be faster."""

    model_config = ConfigDict(strict=True)
    delay_seconds: float = Field(default=4, ge=2)


class Limits(_Described):
    """Where a crawl stops waiting for a site, whatever it answers. The defaults fit the sites seen so far."""

    timeout_seconds: float = Field(default=60, description="seconds for one answer, above 0", gt=0)
    body_bytes: int = Field(default=64 << 20, description="the largest body, decompressed, in bytes, above 0", gt=0)
    list_pages: int = Field(default=2000, description="the most list pages in one reading of the list", gt=0)
    redirects: int = Field(default=5, description="the most redirects of one page, a whole number", ge=0)
    attempts: int = Field(default=3, description="how often one page is asked for, a whole number above 0", gt=0)
    failures_in_a_row: int = Field(default=10, description="after so many failures in a row the crawl stops", gt=0)
    run_minutes: float = Field(default=600, description="the longest run of a crawl in minutes, above 0", gt=0)


class Schedule(_Described):
    """When a crawl is due."""

    cron: Annotated[Text, AfterValidator(_cron)] = Field(description="five cron fields: minute hour day month weekday")
    timezone: Literal["Asia/Shanghai"] = Field(default="Asia/Shanghai", description="Asia/Shanghai")


class Expectations(_Described):
    """How many letters a complete crawl finds; outside of it the crawl is reported as not complete."""

    min_letters: int | None = Field(default=None, description="a whole number or null", ge=0)
    max_letters: int | None = Field(default=None, description="a whole number or null", ge=0)
    why: Text = Field(description=_WHY)

    @model_validator(mode="after")
    def _ordered(self) -> Expectations:
        if self.min_letters is not None and self.max_letters is not None and self.min_letters > self.max_letters:
            raise ValueError(f"min_letters ({self.min_letters}) not above max_letters ({self.max_letters})")
        return self


class AgencyAlias(_Described):
    """A spelling of an office on this site."""

    printed: Text = Field(description="the spelling on the site, as text")
    agency: Text = Field(description="the office's full name, as text")
    note: Text = Field(description="where it was seen or why it is the same office")


class RegionAlias(_Described):
    """A word by which this site names a place."""

    printed: Text = Field(description="the word on the site, as text")
    region_code: RegionCode = Field(description=_REGION)
    note: Text = Field(description="where it was seen or why it is this place")


class LabelCorrection(_Described):
    """A label that the site prints wrongly; the correction must be evident from the page itself."""

    printed: Text = Field(description="the label on the site, as text")
    label: Text = Field(description="the label that is meant, as text")
    note: Text = Field(description="what on the page makes it evident")


class Lookups(_Described):
    """Corrections as data."""

    agency_aliases: tuple[AgencyAlias, ...] = Field(default=(), description="a list of printed, agency, note")
    region_aliases: tuple[RegionAlias, ...] = Field(default=(), description="a list of printed, region_code, note")
    label_corrections: tuple[LabelCorrection, ...] = Field(default=(), description="a list of printed, label, note")


class Event(_Described):
    """What the site did, and when; as exact as it is known."""

    date: PartialDate = Field(description="a date in quotes: '2021', '2021-12' or '2021-12-31'")
    what: Text = Field(description="what happened, as text")


class Quirk(_Described):
    """Something about the site that is handled specially."""

    what: Text = Field(description="what is special, as text")
    why: Text = Field(description=_WHY)


class Source(_Described):
    """One site's mailbox or bulletins.

    ``publishes`` says which letters the site shows; where ``sequential_ids``, gaps between the ids that it shows are
    letters that it does not, and where ``daily_numbers``, so are those between the numbers of a day. ``verified`` is
    the day on which somebody saw the addresses answer. ``list_url`` and ``url_patterns`` are empty where the address is
    not known; it is never invented.
    """

    id: SourceId = Field(description="lower-case letters, digits and hyphens, the same as the name of the file")
    names: Names = Field(description="zh and en")
    region_code: RegionCode | None = Field(description=_REGION)
    channel: Annotated[str, _one_of(CHANNELS)] | None = Field(description=f"one of {', '.join(sorted(CHANNELS))}")
    platform: Annotated[str, _one_of(frozenset(PLATFORMS))] = Field(
        description=f"one of {', '.join(sorted(PLATFORMS))}"
    )
    publishes: Literal["all", "replied_only", "selected", "unknown"] = Field(
        description="one of all, replied_only, selected, unknown"
    )
    sequential_ids: bool = Field(
        default=False, description="true where its ids count the letters of this mailbox alone, one by one, or false"
    )
    daily_numbers: bool = Field(
        default=False, description="true where 信件编号 is the day and the number of the letter on that day, or false"
    )
    verified: Literal["never"] | dt.date = Field(description="never, or a date as 2026-01-31 without quotes")
    synthetic: bool = Field(default=False, description="true or false")
    list_url: WebAddress | None = Field(
        default=None, description="an address that begins with http:// or https://, or null"
    )
    request: ListRequest | None = Field(default=None, description="form or body, visit and why, or null")
    pagination: Pagination | None = Field(
        default=None, description="parameter or address, first, step, along, cursor and why, or null"
    )
    answers: Json | None = Field(default=None, description="list and letter, or null where the site answers pages")
    url_patterns: tuple[UrlPattern, ...] = Field(default=(), description="a list of place and query")
    id_from: IdFrom | None = Field(default=None, description="query: NAME, or path: GROUP")
    examples: tuple[Example, ...] = Field(default=(), description="a list of url and external_id")
    politeness: Politeness = Field(
        default=Politeness(), description="delay_seconds, night_pause, request_budget, contact"
    )
    limits: Limits = Field(
        default=Limits(),
        description="timeout_seconds, body_bytes, list_pages, redirects, attempts, failures_in_a_row, run_minutes",
    )
    schedule: Schedule | None = Field(
        default=None, description='{cron: "30 9 * * 1"} (minute hour day month weekday), or null for no schedule'
    )
    expectations: Expectations | None = Field(default=None, description="min_letters, max_letters and why, or null")
    lookups: Lookups = Field(default=Lookups(), description="agency_aliases, region_aliases and label_corrections")
    quirks: tuple[Quirk, ...] = Field(default=(), description="a list of what and why")
    history: tuple[Event, ...] = Field(default=(), description="a list of date and what")

    @field_validator("schedule", mode="before")
    @classmethod
    def _names_its_cron(cls, schedule: object) -> object:
        if isinstance(schedule, str):
            raise ValueError(f'{{cron: "{schedule}"}}')
        return schedule

    @field_validator("politeness", mode="before")
    @classmethod
    def _spares_real_sites(cls, politeness: object, info: ValidationInfo) -> object:
        if isinstance(politeness, dict) and not info.data.get("synthetic"):
            _Sparing.model_validate({k: v for k, v in politeness.items() if k == "delay_seconds"})
        return politeness

    @model_validator(mode="after")
    def _fits_together(self) -> Source:
        if bool(self.url_patterns) != (self.id_from is not None):
            raise ValueError("url_patterns and id_from together or neither of them")
        if self.url_patterns and not self.examples:
            raise ValueError("at least one of examples for the url_patterns")
        if self.synthetic != self.id.startswith("demo-"):
            raise ValueError("synthetic: true and an id that begins with demo-, or neither of them")
        if self.id_from is not None and self.id_from.path is not None:
            for pattern in self.url_patterns:
                if self.id_from.path not in re.compile(pattern.place).groupindex:
                    raise ValueError(f"a group (?P<{self.id_from.path}>...) in every place of url_patterns")
        if self.list_url is None and (self.pagination is not None or self.request is not None):
            raise ValueError("a list_url for the pagination and the request")
        has_shape = self.answers is not None and self.answers.list is not None
        if self.platform in _LISTS_IN_JSON and self.list_url is not None and not has_shape:
            raise ValueError(f"answers.list, because the lists of {self.platform} are JSON")
        return self

    def external_id(self, url: str) -> str | None:
        """The id in a detail address of this source, as text; ``None`` where the address is none of its pages."""
        address = canonical(url)
        if address is None or self.id_from is None:
            return None
        for pattern in self.url_patterns:
            found = re.fullmatch(pattern.place, address.place)
            if found is None:
                continue
            if all(re.fullmatch(value, address.query.get(name, "")) for name, value in pattern.query.items()):
                key = self.id_from
                return (address.query.get(key.query) if key.query is not None else found[key.path or ""]) or None
        return None


LOCAL = Source(
    id="local",
    names=Names(zh="本地文件", en="Local files"),
    region_code=None,
    channel=None,
    platform="files",
    publishes="unknown",
    verified="never",
)
