"""One payload, from bytes to letters, a list page or a bulletin with claims and findings: what ``check`` shows and the
lake stores. An archive is as many of them as it holds documents.

What belongs here: the order in which reader, list reader, letter parser, bulletin parser and audit are asked, and what
becomes of a payload that none of them can read. What does not: archive and lake (``pipelines.fill``), any reading of
its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from urllib.parse import urlsplit

from parsers.bulletins import read_bulletin
from parsers.bulletins.head import is_titled_by_channel
from parsers.claims.letters import letter_claims, letter_commitments
from parsers.claims.recognised import as_surely_as_read
from parsers.document import Document, ReadFigure, Text
from parsers.identity import edition_id, local_id
from parsers.letter_files import letters_from_document
from parsers.letters import build_letter, printed_letters
from parsers.platforms.error_pages import error_words
from parsers.platforms.irrelevant_pages import irrelevant_page
from parsers.platforms.json_answers import said_alone
from parsers.platforms.letter_pages import letters_from_answer, letters_from_page
from parsers.platforms.lists import (
    LISTS_WITHOUT_A_PAGE,
    ColumnPage,
    Link,
    ListPage,
    PrintedCounter,
    attachments,
    column_page,
    list_page,
)
from parsers.readers.address import address_columns, printed_addresses
from parsers.readers.container import Member, documents_in
from parsers.readers.decode import decode
from parsers.readers.dispatch import html_page, read
from parsers.readers.formats import JSON, ZIP, named_media_type, signed_media_type
from parsers.readers.formats import media_type as media_type_of
from parsers.readers.helpers import NO_HELPERS, Helpers
from parsers.records import Bulletin, BulletinMeta, Claim, Commitment, Issue, Letter, Unreadable, brief
from parsers.text.numbers import interval, parse_number
from parsers.text.regions import region_in
from parsers.vocabulary import metrics
from pipelines.audit import audit, timing_findings
from pipelines.audit.finding import Audited, Finding
from pipelines.helpers import installed
from scrapers.addresses import canonical
from scrapers.platforms.answers import is_challenge, text_of
from scrapers.registry import Registry, load_sources
from scrapers.source import LOCAL, Source
from warehouse import reference

MOST_FIGURES = 1_000
"""Figures in the sentences of a bulletin that is audited; a year's report of a province has 300."""


@dataclass(frozen=True, slots=True)
class Lookups:
    """What parsers are given from outside: the names of regions that mean one region only, the sources, and the
    programs that read what the readers cannot."""

    regions: Mapping[str, str]
    registry: Registry
    helpers: Helpers = NO_HELPERS

    def region_of(self, text: str) -> str | None:
        """The code of the one region that ``text`` is about."""
        return region_in(text, self.regions)

    def route(self, url: str) -> tuple[str, str] | None:
        """Source and id of the letter or document at an address, ``None`` where no source claims it."""
        found = self.registry.route(url)
        return None if found is None else (found.source.id, found.external_id)


@cache
def bundled_lookups() -> Lookups:
    """The lookups that come with this project, and the helpers that this machine has."""
    return Lookups(unambiguous_regions(), load_sources(), installed())


def unambiguous_regions() -> Mapping[str, str]:
    """Name -> code of every region whose name no other region of the country bears (there are many 城关区)."""
    named: dict[str, set[str]] = {}
    for row in reference.rows("regions"):
        named.setdefault(row["name"], set()).add(row["region_code"])
    return {name: next(iter(codes)) for name, codes in named.items() if len(codes) == 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """Everything that one payload gave.

    ``outcome`` is parsed, quarantined, failed (a response that is an error) or irrelevant (nothing to read by its
    nature); ``refusal`` says why it is none of the first. A payload is letters, one bulletin, a list page or a column
    page, never two of them; ``audited`` holds each container with its claims. ``counter_claims`` are those of a list
    page, ``as_of`` left open: only a capture knows its day.

    An archive is none of these: it has ``members``, each ``name`` its path in the archive, and is parsed when one of
    them is. ``attached`` are the files that a page links to.
    """

    outcome: str
    source_id: str
    media_type: str | None = None
    document_id: str | None = None
    bulletin: Bulletin | None = None
    letters: tuple[Letter, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    letter_commitments: tuple[tuple[str, Commitment], ...] = ()
    audited: tuple[Audited, ...] = field(default=(), repr=False)
    container_findings: tuple[tuple[str, Finding], ...] = ()
    clock_findings: tuple[Finding, ...] = ()
    issues: tuple[Issue, ...] = ()
    refusal: Issue | None = None
    list_page: ListPage | None = None
    column_page: ColumnPage | None = None
    counter_claims: tuple[Claim, ...] = ()
    attached: tuple[Link, ...] = ()
    members: tuple[Parsed, ...] = ()
    name: str | None = None
    parent_document_id: str | None = None

    @property
    def documents(self) -> tuple[Parsed, ...]:
        """The payload itself, and what it holds where it is an archive."""
        return (self, *self.members)

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of all containers, in reading order."""
        return tuple(claim for container in self.audited for claim in container.claims)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings: of each container, then of the clocks of all letters together."""
        return (*(finding for _, finding in self.container_findings), *self.clock_findings)

    def findings_of(self, container_id: str) -> list[Finding]:
        """The findings of one container, the clocks of letters left out."""
        return [finding for owner, finding in self.container_findings if owner == container_id]


@dataclass(frozen=True, slots=True)
class _LetterSource:
    """A source as letters see it."""

    source_id: str
    region_code: str | None
    channel: str | None


def parse_payload(
    payload: bytes,
    *,
    file_name: str | None = None,
    media_type: str | None = None,
    url: str | None = None,
    source: Source | None = None,
    lookups: Lookups | None = None,
    http_status: int | None = None,
    own_id: str | None = None,
) -> Parsed:
    """Read one payload. Without ``source`` the address printed in it decides, and without that it is a local file.

    ``url`` is the address that the payload was fetched from or that it prints as its own, ``http_status`` the status of
    the response, ``None`` for a file; ``own_id`` is the id of a document to which no address gives one; if left out,
    what it prints of itself gives one (``edition_id``), or else its hash. Never raises for bad input: what cannot be
    read comes back as ``quarantined`` with one issue that says why, a response that is an error as ``failed``.
    """
    lookups = lookups or bundled_lookups()
    not_a_page = _not_a_page(http_status, url)
    if not_a_page is not None:
        outcome, issue = not_a_page
        return Parsed(outcome=outcome, source_id=(source or LOCAL).id, media_type=media_type, refusal=issue)
    sha256 = hashlib.sha256(payload).hexdigest()
    if signed_media_type(payload, named_media_type(file_name)) == ZIP:
        return _archive(payload, sha256, url, source, lookups)
    if source is not None and (source.answers is not None or source.platform in LISTS_WITHOUT_A_PAGE):
        answered = _answered(payload, url, source, sha256, lookups)
        if answered is not None:
            return answered
    if source is not None and url is not None and source.external_id(url) is not None and file_name is None:
        letter = _letter_page(payload, media_type, url, source, sha256, lookups)
        if letter is not None:
            return letter
    try:
        document = read(payload, media_type=media_type, file_name=file_name, helpers=lookups.helpers)
    except Unreadable as refused:
        failed = None if http_status is None else _failed_answer(payload, source or LOCAL)
        return failed or _quarantined(refused.code, str(refused), source or LOCAL)
    routed = next(filter(None, map(lookups.registry.route, addresses(payload, document, url))), None)
    source = source or (routed.source if routed else LOCAL)
    page = decode(payload).text if document.media_type == "text/html" else None
    if page is not None and url is not None and source.external_id(url) is None:
        listed = _listed(page, url, source, document)
        if listed is not None:
            return listed
    letters, letter_issues = _letters(payload, document, source, sha256, lookups, url)
    if letters:
        return _parsed_letters(
            letters, (*document.issues, *letter_issues), source, document.media_type, document.figures, lookups
        )
    bulletin = read_bulletin(document, lookups.region_of)
    bulletin = replace(bulletin, claims=tuple(as_surely_as_read(bulletin.claims, document.figures)))
    is_article = url is not None and source.external_id(url) is not None
    attached = attachments(page, url=url) if page is not None and url is not None else ()
    has_table = bulletin.unread_tables and is_titled_by_channel(document, bulletin.meta.title)
    if not (bulletin.claims or bulletin.tables or has_table or (is_article and attached)):
        failed = None if http_status is None else _failed_answer(payload, source)
        if failed is not None:
            return failed
        if page is not None and url is not None and http_status is not None and source.external_id(url) is None:
            column = column_page(page, url=url, platform=source.platform)
            if column is not None:
                return _column(column, source)
        if page is not None and url is not None and http_status is not None:
            aside = irrelevant_page(document, attached)
            if aside is not None:
                return Parsed(outcome="irrelevant", source_id=source.id, media_type=document.media_type, refusal=aside)
        message = (
            "The file was read, but it is neither a letter (no label such as 来信内容 or 回复内容) nor a bulletin "
            "(no figure about a mailbox or hotline, no statistics table)."
        )
        return _quarantined("another_kind", message, source, document.media_type, document)
    edition = edition_id(bulletin.meta, source.id, document.media_type)
    document_id = f"{source.id}:{routed.external_id}" if routed else own_id or edition or local_id(sha256)
    unchecked = _too_many_figures(bulletin)
    container = Audited(
        container_id=document_id,
        claims=bulletin.claims,
        tables=bulletin.tables,
        meta=bulletin.meta,
        full_text=_full_text(document),
        unassigned=bulletin.unassigned,
        unread_tables=bulletin.unread_tables,
        printed=bulletin.printed,
    )
    return Parsed(
        outcome="parsed",
        source_id=source.id,
        media_type=document.media_type,
        document_id=document_id,
        bulletin=bulletin,
        commitments=bulletin.commitments,
        audited=(container,),
        container_findings=() if unchecked else _audited([container]),
        issues=(*bulletin.issues, *unchecked),
        attached=attached,
    )


def _letter_page(
    payload: bytes, media_type: str | None, url: str, source: Source, sha256: str, lookups: Lookups
) -> Parsed | None:
    """A fetched letter on a known platform, read by its markup alone; ``None`` for any other page."""
    page = html_page(payload, media_type=media_type)
    if page is None:
        return None
    found = letters_from_page(
        page.text,
        source=_LetterSource(source.id, source.region_code, source.channel),
        route=lookups.route,
        payload_sha256=sha256,
        regions=lookups.regions,
        url=url,
    )
    if found is None:
        return None
    letters, issues = found
    return _parsed_letters(letters, (*page.issues, *issues), source, "text/html", (), lookups)


def _answered(payload: bytes, url: str | None, source: Source, sha256: str, lookups: Lookups) -> Parsed | None:
    """What a site answers to the scripts of its pages: a letter, or a list, with its letters where it has them whole.

    ``None`` for any other payload."""
    try:
        text = decode(payload).text
    except Unreadable:  # a reader of files says what it is
        return None
    at = url or source.list_url or ""
    own = source.external_id(at) is not None
    found = None
    if source.answers is not None:
        found = letters_from_answer(
            text,
            source.answers,
            source=_LetterSource(source.id, source.region_code, source.channel),
            route=lookups.route,
            payload_sha256=sha256,
            regions=lookups.regions,
            url=at,
            is_letter=own,
        )
    letters, issues = found or ([], [])
    listed = None
    if not own:
        listed = list_page(text, url=at, platform=source.platform, shape=source.answers)
    if not letters and listed is None:
        return None
    parsed = _parsed_letters(letters, (*issues, *(listed.issues if listed else ())), source, JSON, (), lookups)
    return replace(parsed, list_page=listed)


def _too_many_figures(bulletin: Bulletin) -> tuple[Issue, ...]:
    """An issue for a text with more figures than can be held against each other, which takes the square of the time."""
    figures = sum(claim.origin == "narrative" for claim in bulletin.claims)
    if figures <= MOST_FIGURES:
        return ()
    message = (
        f"The text prints {figures} figures; at most {MOST_FIGURES} are held against each other: none was checked."
    )
    return (Issue(code="not_checked", message=message),)


def _archive(payload: bytes, sha256: str, url: str | None, source: Source | None, lookups: Lookups) -> Parsed:
    """An archive: its documents, each read as if it stood alone, under the id of the archive and its own name."""
    routed = lookups.registry.route(url) if url is not None else None
    owner = source or (routed.source if routed else LOCAL)
    try:
        found = documents_in(payload)
    except Unreadable as refused:
        return _quarantined(refused.code, str(refused), owner, ZIP)
    own_id = f"{owner.id}:{routed.external_id}" if routed else local_id(sha256)
    members = tuple(_member(member, own_id, source, lookups) for member in found)
    if all(member.outcome != "parsed" for member in members):
        first = members[0]
        why = first.refusal.message if first.refusal else "it holds nothing about letters."
        message = (
            f"None of the {len(members)} files in the archive could be read; the first, {brief(first.name)}: {why}"
        )
        return replace(_quarantined("no_document", message, owner, ZIP), members=members)
    holds_bulletins = any(member.bulletin is not None for member in members)
    return Parsed(
        outcome="parsed",
        source_id=owner.id,
        media_type=ZIP,
        document_id=own_id if holds_bulletins else None,
        bulletin=Bulletin(BulletinMeta()) if holds_bulletins else None,
        members=members,
    )


def _member(member: Member, archive_id: str, source: Source | None, lookups: Lookups) -> Parsed:
    if member.refused is not None:
        parsed = _quarantined(member.refused.code, str(member.refused), source or LOCAL)
    else:
        own_id = f"{archive_id}/{member.name}"
        parsed = parse_payload(
            member.payload, file_name=member.file_name, source=source, lookups=lookups, own_id=own_id
        )
    return replace(parsed, name=member.name, parent_document_id=archive_id)


def _not_a_page(http_status: int | None, url: str | None) -> tuple[str, Issue] | None:
    """The outcome of a response that is no page of the site, whatever its body says, and why."""
    if url is not None and urlsplit(url).path == "/robots.txt":
        message = "The file robots.txt says what may be fetched; it holds nothing about letters."
        return "irrelevant", Issue(code="robots", message=message, raw=url)
    if http_status is None or http_status < 300:
        return None
    if http_status < 400:
        message = f"The site answered with a redirect (status {http_status}), whose body holds no page."
        return "irrelevant", Issue(code="redirect", message=message, raw=str(http_status))
    message = f"The site answered with the error status {http_status} instead of the page; a later crawl asks again."
    return "failed", Issue(code="http_status", message=message, raw=str(http_status))


def _failed_answer(payload: bytes, source: Source) -> Parsed | None:
    """A response with status 200 that is not the page asked for; ``None`` where nothing says so."""
    text = text_of(payload)
    refusal = None if text is None else _not_the_page(payload, text)
    if refusal is None:
        return None
    return Parsed(outcome="failed", source_id=source.id, media_type=media_type_of(payload), refusal=refusal)


def _not_the_page(payload: bytes, text: str) -> Issue | None:
    again = "a later crawl asks again."
    if is_challenge(payload, ()):
        message = f"The site asked for a browser or a person to prove itself, and this is not answered; {again}"
        return Issue(code="challenge", message=message)
    if (said := error_words(text)) is not None:
        message = f"The page came with status 200 but says that it is an error ({said!r}); {again}"
        return Issue(code="error_page", message=message, raw=said)
    if (said := said_alone(text)) is not None:
        message = f"The site answered in JSON, with no letter or list in it ({said}); {again}"
        return Issue(code="error_answer", message=message, raw=said)
    return None


def _listed(page: str, url: str, source: Source, document: Document) -> Parsed | None:
    """A list page of letters, or a page of a column: at the source's list address, or with links to its articles."""
    listed = list_page(page, url=url, platform=source.platform)
    if listed is not None:
        return Parsed(
            outcome="parsed",
            source_id=source.id,
            media_type=document.media_type,
            list_page=listed,
            counter_claims=tuple(counter_claims(listed.counters, source)),
            issues=(*document.issues, *listed.issues),
        )
    column = column_page(page, url=url, platform=source.platform)
    if column is None:
        return None
    own, here = canonical(source.list_url or ""), canonical(url)
    is_first = own is not None and here is not None and own.place == here.place
    leads_to_articles = any(source.external_id(link.url) is not None for link in column.links)
    return _column(column, source) if is_first or leads_to_articles else None


def _column(column: ColumnPage, source: Source) -> Parsed:
    return Parsed(
        outcome="parsed", source_id=source.id, media_type="text/html", column_page=column, issues=column.issues
    )


def counter_claims(counters: Iterable[PrintedCounter], source: Source) -> Iterator[Claim]:
    """The counters of a list page whose metric is known, as claims of the site about its own channel."""
    for counter in counters:
        number = parse_number(counter.printed.rstrip("件条封个次"), counter.unit)
        if counter.metric is None or number is None:
            continue
        allowed = interval(number, "exact", is_count=metrics()[counter.metric].kind == "count")
        yield Claim(
            metric=counter.metric,
            printed=counter.printed,
            value=counter.value,
            unit=counter.unit,
            low=None if allowed is None else _decimal(allowed.low),
            high=None if allowed is None else _decimal(allowed.high),
            stated_by="site_counter",
            scope="whole",
            origin="counter",
            region_code=source.region_code,
            channel=source.channel,
            label=counter.label,
            quote=f"{counter.label} {counter.printed}",
            locator=counter.locator,
        )


def _decimal(end: Fraction | None) -> Decimal | None:
    """A printed number's end, whose denominator divides a power of ten, without rounding."""
    return None if end is None else Decimal(end.numerator) / Decimal(end.denominator)


def addresses(payload: bytes, document: Document, url: str | None) -> Iterator[str]:
    """The addresses that can say whose a payload is: the one it came from, those it prints as its own, its rows'."""
    if url is not None:
        yield url
        return
    yield from printed_addresses(payload, document.media_type)
    for column in address_columns(payload, document.media_type):
        yield next(filter(None, column))


def _full_text(document: Document) -> str:
    return "\n".join(b.text for b in document.blocks if isinstance(b, Text))


def _letters(
    payload: bytes, document: Document, source: Source, sha256: str, lookups: Lookups, url: str | None
) -> tuple[list[Letter], list[Issue]]:
    """The letters of a payload: by the markup of a platform where there is a parser for it, else by labels.

    A page at a letter's own address is that letter, whatever address it prints.
    """
    own = url if url is not None and source.external_id(url) is not None else None
    seen_as = _LetterSource(source.id, source.region_code, source.channel)
    given: dict[str, object] = {
        "source": seen_as,
        "route": lookups.route,
        "payload_sha256": sha256,
        "regions": lookups.regions,
    }
    if document.media_type == "text/html":
        on_platform = letters_from_page(decode(payload).text, url=own, **given)  # type: ignore[arg-type]
        if on_platform is not None:
            return on_platform
    printed = [] if own is None else printed_letters(document)
    if len(printed) == 1:
        letter, issues = build_letter(replace(printed[0], url=own), **given)  # type: ignore[arg-type]
        return [letter], issues
    return letters_from_document(document, **given)  # type: ignore[arg-type]


def _parsed_letters(
    letters: list[Letter],
    issues: Iterable[Issue],
    source: Source,
    media_type: str,
    figures: Sequence[ReadFigure],
    lookups: Lookups,
) -> Parsed:
    containers = tuple(
        Audited(
            container_id=letter.letter_id,
            claims=tuple(as_surely_as_read(letter_claims(letter, lookups.region_of), figures)),
            letter=letter,
            full_text="\n".join([letter.body or "", *(r.body for r in letter.replies)]),
        )
        for letter in letters
    )
    promises = tuple((letter.letter_id, c) for letter in letters for c in letter_commitments(letter))
    return Parsed(
        outcome="parsed",
        source_id=source.id,
        media_type=media_type,
        letters=tuple(letters),
        commitments=tuple(promise for _, promise in promises),
        letter_commitments=promises,
        audited=containers,
        container_findings=_audited(containers),
        clock_findings=tuple(timing_findings(letters)),
        issues=tuple(issues),
    )


def _audited(containers: Iterable[Audited]) -> tuple[tuple[str, Finding], ...]:
    return tuple((c.container_id, finding) for c in containers for finding in audit(c))


def _quarantined(
    code: str, message: str, source: Source, media_type: str | None = None, document: Document | None = None
) -> Parsed:
    return Parsed(
        outcome="quarantined",
        source_id=source.id,
        media_type=media_type,
        refusal=Issue(code=code, message=message),
        issues=document.issues if document else (),
    )
