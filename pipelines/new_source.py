"""A new source in one go: its description, the saved page, what is read from the page, and a test that waits for a
person.

What belongs here: writing these four files, and the expected JSON again once the description says more. What does not:
reading the page (``parsers``, ``pipelines.parse``). The test fails until a person has compared the expected JSON with
the page and written ``reviewed: true`` into it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import yaml
from pydantic import ValidationError

from parsers.platforms.lists import list_page
from parsers.readers.address import printed_address
from parsers.readers.decode import decode
from parsers.records import Unreadable
from pipelines.parse import Lookups, bundled_lookups, parse_payload, unambiguous_regions
from scrapers.addresses import canonical
from scrapers.registry import load_sources
from scrapers.source import Source
from warehouse import reference


class NewSourceError(ValueError):
    """The source cannot be made as asked; the message says what to change."""


@dataclass(frozen=True, slots=True)
class NewSource:
    """The files that were written."""

    source: Source
    description: Path
    page: Path
    expected: Path
    test: Path


@dataclass(frozen=True, slots=True)
class Folders:
    """Where the files go: those of this project below ``root``."""

    sources: Path
    fixtures: Path
    tests: Path

    @classmethod
    def below(cls, root: Path) -> Folders:
        """The folders of a checkout."""
        return cls(root / "scrapers" / "sources", root / "tests" / "fixtures" / "sources", root / "tests" / "sources")


def new_source(
    source_id: str,
    *,
    platform: str,
    region: str | None,
    channel: str | None,
    name: str,
    page: Path,
    folders: Folders,
    list_url: str | None = None,
    page_url: str | None = None,
    english: str | None = None,
    lookups: Lookups | None = None,
) -> NewSource:
    """Write description, saved page, expected JSON and test of a source; nothing that exists is overwritten.

    ``page`` is a list or letter page as a browser saved it, ``page_url`` its address; without it the address that the
    page prints is taken, and without that ``list_url``. Raises ``NewSourceError`` for a wrong field, a region that the
    table of regions does not have, an unreadable page or files that are there already.
    """
    payload = _readable(page)
    _check_address(page_url)
    described = {
        "id": source_id,
        "names": {"zh": name, "en": english or name},
        "region_code": region,
        "channel": channel,
        "platform": platform,
        "publishes": "unknown",
        "verified": "never",
        "list_url": list_url,
    }
    try:
        source = Source.model_validate(described)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'fields'}: {e['msg']}" for e in error.errors())
        raise NewSourceError(f"the description of {source_id} is not valid: {wrong}") from error
    unknown = unknown_region(source)
    if unknown is not None:
        raise NewSourceError(unknown)
    made = _files(source, folders)
    there = [path.name for path in (made.description, made.page, made.expected, made.test) if path.exists()]
    if there:
        raise NewSourceError(
            f"{', '.join(there)} is there already: choose another id, or edit what is there and make the expected JSON "
            f"again with `wenzheng new-source {source_id} --again`"
        )
    for path in (made.description, made.page, made.expected, made.test):
        path.parent.mkdir(parents=True, exist_ok=True)
    url = page_url or printed_address(payload, "text/html") or list_url
    made.description.write_text(description(described, url), encoding="utf-8")
    made.page.write_bytes(payload)
    _write_expected(made, payload, url, lookups or bundled_lookups())
    made.test.write_text(TEST.format(source_id=source_id, stem=source_id.replace("-", "_")), encoding="utf-8")
    return made


def expect_again(source_id: str, *, folders: Folders, page_url: str | None = None) -> NewSource:
    """Write the expected JSON of a source again, from its saved page and its description as it is now.

    The address of the page is ``page_url``, or else that of the JSON there, the one that the page prints, or the
    list's. It has to be reviewed again. Raises ``NewSourceError`` where there is no such source or page.
    """
    _check_address(page_url)
    registry = load_sources(folders.sources) if folders.sources.is_dir() else None
    if registry is None or source_id not in registry.sources:
        raise NewSourceError(f"there is no {folders.sources / f'{source_id}.yaml'}: make the source first")
    made = _files(registry.sources[source_id], folders)
    payload = _readable(made.page)
    before = json.loads(made.expected.read_text(encoding="utf-8"))["url"] if made.expected.exists() else None
    url = page_url or before or printed_address(payload, "text/html") or made.source.list_url
    _write_expected(made, payload, url, Lookups(unambiguous_regions(), registry))
    return made


def unknown_region(source: Source) -> str | None:
    """A sentence on a region code that the table of regions does not have; ``None`` for one that it has."""
    known = {row["region_code"]: row["name"] for row in reference.rows("regions")}
    if source.region_code is None or source.region_code in known:
        return None
    same_city = ", ".join(f"{code} {name}" for code, name in known.items() if code.startswith(source.region_code[:4]))
    near = f"; those of {source.region_code[:4]} are {same_city}" if same_city else ""
    return f"{source.id}: the table of regions (GB/T 2260) has no region_code {source.region_code}{near}"


def _readable(page: Path) -> bytes:
    try:
        payload = page.read_bytes()
    except OSError as error:
        raise NewSourceError(f"{page} cannot be read ({error.strerror}): give a page as a browser saves it") from error
    try:
        decode(payload)
    except Unreadable as refused:
        raise NewSourceError(f"{page.name}: {refused}") from refused
    return payload


def _check_address(page_url: str | None) -> None:
    if page_url is not None and canonical(page_url) is None:
        raise NewSourceError(f"{page_url!r} is no address of a page: give one that begins with http:// or https://")


def _files(source: Source, folders: Folders) -> NewSource:
    return NewSource(
        source,
        folders.sources / f"{source.id}.yaml",
        folders.fixtures / f"{source.id}.html",
        folders.fixtures / f"{source.id}.html.json",
        folders.tests / f"test_{source.id.replace('-', '_')}.py",
    )


def _write_expected(made: NewSource, payload: bytes, url: str | None, lookups: Lookups) -> None:
    expected = {"reviewed": False, "url": url, **what_is_read(payload, url, made.source, lookups)}
    made.expected.write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def description(described: dict[str, Any], url: str | None) -> str:
    """The YAML of a new source, with notes on what a person has still to find out."""
    text = yaml.safe_dump(described, allow_unicode=True, sort_keys=False, width=120)
    notes = [
        "# Nobody has seen the addresses of this source answer: run `wenzheng probe` and write the day to verified."
    ]
    if described["list_url"] is None:
        notes.append("# list_url is the address of the first list page; it is never invented.")
    notes.append("# url_patterns, id_from and examples say which addresses are letters, and where their id stands.")
    if url is not None:
        parts = urlsplit(url)
        names = ", ".join(key for key, _ in parse_qsl(parts.query)) or "none"
        notes.append(f"# The saved page is from {parts.hostname}{parts.path} (parameters: {names}).")
    return "\n".join(notes) + "\n" + text


def what_is_read(payload: bytes, url: str | None, source: Source, lookups: Lookups) -> dict[str, Any]:
    """What is read from a saved page, as plain JSON: its list, its letter, or why neither was found.

    Without ``url`` the links of the page are shown below a host that cannot be.
    """
    listed = None
    if url is None or source.external_id(url) is None:
        here = url or "http://unknown.invalid/"
        listed = list_page(decode(payload).text, url=here, platform=source.platform, shape=source.answers)
    if listed is not None:
        return {"kind": "list", "read": plain_json(dataclasses.asdict(listed))}
    parsed = parse_payload(payload, file_name="page.html", url=url, source=source, lookups=lookups)
    if parsed.letters:
        return {"kind": "letter", "read": plain_json(dataclasses.asdict(parsed.letters[0]))}
    refusal = parsed.refusal.message if parsed.refusal else None
    return {
        "kind": "bulletin" if parsed.bulletin else "unknown",
        "read": {"claims": len(parsed.claims), "why": refusal},
    }


def plain_json(value: object) -> Any:
    """Dates and exact numbers as text, tuples as lists."""
    if isinstance(value, dt.date | Decimal):
        return str(value)
    if isinstance(value, dict):
        return {key: plain_json(item) for key, item in value.items()}
    return [plain_json(item) for item in value] if isinstance(value, tuple | list) else value


TEST = '''"""The saved page of {source_id} is read as a person has confirmed."""

import json
from pathlib import Path

from pipelines.new_source import what_is_read
from pipelines.parse import bundled_lookups
from scrapers.registry import load_sources

FOLDER = Path(__file__).parents[1] / "fixtures" / "sources"
EXPECTED = json.loads((FOLDER / "{source_id}.html.json").read_text(encoding="utf-8"))


def test_the_expected_json_of_{stem}_was_compared_with_the_page() -> None:
    assert EXPECTED["reviewed"] is True, "compare {source_id}.html.json with the page, then write reviewed: true"


def test_the_page_of_{stem}_is_read_as_expected() -> None:
    payload = (FOLDER / "{source_id}.html").read_bytes()
    found = what_is_read(payload, EXPECTED["url"], load_sources()["{source_id}"], bundled_lookups())
    again = "if the description says more now: wenzheng new-source {source_id} --again, and compare once more"
    assert found == {{"kind": EXPECTED["kind"], "read": EXPECTED["read"]}}, again
'''
