"""The rows that parsers give: what a page, a letter or a bulletin says, one frozen record a row.

What belongs here: the shapes, with the meaning of each field where its name does not say it. What does not: how a row
is found (the parsers) and how it is stored (``warehouse/schema``). Field names are the column names of the warehouse.
Codes (metrics, channels, qualifiers, stages) are those of ``parsers/vocabulary``. Unknown is ``None``, never a guess.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something that could not be read, or that reads oddly; a person can act on ``message`` alone.

    ``code`` is a short stable name (``row_width``, ``unknown_label``, ``cut_off_table`` ...), ``place`` a locator in
    the document, ``raw`` the text as printed.
    """

    code: str
    message: str
    place: str | None = None
    raw: str | None = None
    room: str = "parsers"


_FEW_WORDS = 120
"""Characters of what a library says or of a name in a file: damaged files make both as long as they are."""


def brief(said: object) -> str:
    """What a library says of a file, or what the file calls something, as part of one line of a message."""
    words = " ".join("".join(c if c.isprintable() else " " for c in str(said)).split())
    return words if len(words) <= _FEW_WORDS else f"{words[:_FEW_WORDS]} ..."


class Unreadable(Exception):
    """A payload that no reader can turn into a document: the capture is quarantined with ``code`` and the message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One stage of a reply to a letter. ``stage`` and ``date_basis`` are codes; ``stage_no`` counts from 1."""

    stage_no: int
    stage: str
    dated_on: dt.date | None
    date_basis: str
    agency: str | None
    body: str
    transferred_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter as one capture shows it. ``external_id`` is the id in its detail address; ``letter_no`` is printed."""

    letter_id: str
    source_id: str
    region_code: str | None
    handling_region_code: str | None
    channel: str | None
    external_id: str | None
    letter_no: str | None
    url: str | None
    title: str | None
    body: str | None
    category: str | None
    category_printed: str | None
    status: str | None
    status_printed: str | None
    received_on: dt.date | None
    accepted_on: dt.date | None
    page_replied_on: dt.date | None
    due_on_printed: dt.date | None
    agency: str | None
    is_public: bool | None
    confidentiality_requested: bool
    replies: tuple[Reply, ...] = ()


INSIDE = ">"
"""In a ``Claim.group``: what stands behind it opens parts of an item of the group before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A figure that somebody printed, with its meaning and its place. The printed string is never corrected.

    ``value`` keeps the printed scale (12.7 for ``12.7%``; counts as whole numbers, 9.67 万 as 96700), ``low`` and
    ``high`` are the interval that printing and qualifier allow (``None`` is unbounded; see ``parsers.text.numbers``).
    ``value_text`` is for claims without a number (units named, "个别单位"). ``region_code`` is the place that the
    figure is about. ``locator`` is a place in the container; ``quote`` the sentence or the row. ``label`` is the
    printed word that gave ``metric``. ``category`` names the part counted (咨询类, 县直部门); ``of_metric`` what a
    share or change is of. ``each`` is true when the claim holds for every member named. ``scope``: whole, unit,
    subtotal, total, category. ``origin``: narrative, table, counter. Claims read from one enumeration (其中 A 1 件、B
    2 件; 分别占比 ...) share a ``group``, and so do the counts and the shares of the same members; parts of one of its
    items have a group of their own that begins with it and ``INSIDE``, behind which the item stands by name where a
    sentence opens with it (求助类中，…). ``earlier`` is for periods whose days are not known, in a text without a year:
    how that of the figure lies to the one reported (``year_earlier`` in 1至7月受理550件，比上年同期847件少297件 for the
    847, ``another`` where the words do not place it, as in 比上半年平均98%); ``None`` for that one itself.
    ``platform`` names what the section is about where no channel code does (数字城管平台), in a document of several.
    """

    metric: str
    printed: str
    value: Decimal | None
    unit: str | None
    stated_by: str
    scope: str
    origin: str
    quote: str
    locator: str
    low: Decimal | None = None
    high: Decimal | None = None
    qualifier: str = "exact"
    value_text: str | None = None
    each: bool = False
    region_code: str | None = None
    channel: str | None = None
    attributed_to: str | None = None
    agency: str | None = None
    agency_code: str | None = None
    category: str | None = None
    label: str | None = None
    of_metric: str | None = None
    basis: str | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    as_of: dt.date | None = None
    earlier: str | None = None
    table_no: int | None = None
    row_no: int | None = None
    col_no: int | None = None
    stage_no: int | None = None
    group: str | None = None
    platform: str | None = None
    confidence: float = 1.0

    def __hash__(self) -> int:
        """Of the fields that tell nearly all claims apart: of all of them it takes ten times as long."""
        return hash((self.metric, self.printed, self.locator))


UNASSIGNED = "unassigned"
"""In place of a metric: what a figure counts is not said (``Bulletin.unassigned``). No claim of it is stored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compliance:
    """A row of a website or new-media inspection table (政府网站, 政务新媒体)."""

    agency: str | None
    kind: str
    platform: str | None
    account: str | None
    result: str
    problem: str | None
    remark: str | None
    interval: str | None
    locator: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """A promise of a process or a change, to be looked at again on ``recheck_on``."""

    region_code: str | None
    quote: str
    promised_on: dt.date | None
    recheck_on: dt.date | None
    locator: str
    outcome: str = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class BulletinMeta:
    """What a bulletin prints about itself: 标题, 文号, 索引号, issuer, dates, period, statistics cut-off, 期号."""

    title: str | None = None
    doc_no: str | None = None
    index_no: str | None = None
    issue_no: int | None = None
    issuer: str | None = None
    region_code: str | None = None
    channel: str | None = None
    stated_by: str = "government"
    dated_on: dt.date | None = None
    published_on: dt.date | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    cutoff_on: dt.date | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Bulletin:
    """Everything read from one bulletin or article; tables are ``parsers.tables.Table``.

    ``unassigned`` are the figures of which no word says what they count, as claims of the metric ``UNASSIGNED``; each
    is an issue, too, and none is stored. ``unread_tables`` are those of which no column is known, and
    ``printed`` every count of a sentence that prints several, whatever it counts: for arithmetic only.
    """

    meta: BulletinMeta
    tables: tuple[Table, ...] = ()
    claims: tuple[Claim, ...] = ()
    compliance: tuple[Compliance, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    issues: tuple[Issue, ...] = ()
    unassigned: tuple[Claim, ...] = ()
    unread_tables: tuple[Table, ...] = ()
    printed: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a published table.

    ``header`` is the header as printed, its lines joined. ``kind`` is serial, label, count, rate, note or text.
    ``metric`` is a code or ``None`` (an unknown header is reported as an issue, never guessed). ``in_percent`` is true
    of a rate whose bare figures are surely percent, so that one below 1 is no fraction (占比 | 59.3 | 31.7 | 0.04).
    """

    header: str
    kind: str
    metric: str | None = None
    unit: str | None = None
    in_percent: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A body row. ``cells`` has one entry a column: the printed string, ``""`` for a printed empty cell, ``None`` for a
    cell that is not there at all (the zero rows of some bulletins). ``serial`` is the 序号 where there is one.
    """

    label: str | None
    cells: tuple[str | None, ...]
    locator: str
    is_total: bool = False
    is_subtotal: bool = False
    serial: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A published table, put together from its fragments.

    ``fragments`` is the number of body rows in each fragment (page); ``cut_off`` is true when the end or a row is
    missing, and then no sum of it may be called wrong. ``notes`` are (text, locator) printed under it (注：...);
    ``caption`` is what stands between title and header (统计周期, 监测时间); ``lead`` the place of the paragraph
    straight above the table.
    """

    table_no: int
    title: str | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    locator: str
    caption: tuple[str, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()
    fragments: tuple[int, ...] = ()
    cut_off: bool = False
    section: str | None = None
    lead: str | None = None
