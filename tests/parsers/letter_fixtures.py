"""How the letter fixtures are read: one set of sources, routes and regions, and records as plain JSON."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from parsers.document import Document, Grid, Text
from parsers.letter_files import letters_from_csv, letters_from_document
from parsers.platforms.letter_pages import letters_from_page
from parsers.readers.html import read_html
from parsers.records import Issue, Letter

FOLDER = Path(__file__).parents[1] / "fixtures" / "letters"
SHA256 = "0123456789ab" + "0" * 52
REGIONS = {
    "陕西省": "610000",
    "商洛市": "611000",
    "丹凤县": "611022",
    "商南县": "611023",
    "北京市": "110000",
    "东城区": "110101",
    "示范市": "990000",
    "示范县": "990022",
}


@dataclass(frozen=True)
class OneSource:
    source_id: str
    region_code: str | None
    channel: str | None


SHANGLUO = OneSource("shangluo-mayor", "611000", "mayor_mailbox")
EXAMPLE = OneSource("example", "990000", "county_mailbox")
BEIJING = OneSource("beijing-letters", "110000", "government_mailbox")


def route(url: str) -> tuple[str, str] | None:
    """A stand-in for the registry: host -> source, query parameter -> id."""
    for host, source, parameter in (
        ("www.shangluo.gov.cn", SHANGLUO, "leadermailid"),
        ("www.example.gov.cn", EXAMPLE, "leadermailid"),
        ("www.beijing.gov.cn", BEIJING, "originalId"),
    ):
        m = re.search(rf"//{re.escape(host)}/.*[?&]{parameter}=(\w+)", url)
        if m:
            return source.source_id, m[1]
    return None


def markdown_document(text: str) -> Document:
    """A title and one table, as the Markdown reader gives them, links left as printed."""
    lines = text.splitlines()
    title, url = re.match(r"# \[(.*)\]\((.*)\)$", lines[0]).groups()
    rows = [(n, line) for n, line in enumerate(lines, 1) if line.startswith("|") and not line.startswith("|:")]
    grid = Grid(
        rows=tuple(tuple(c.strip() for c in line.strip().strip("|").split("|")) for _, line in rows),
        locators=tuple(f"L{n}" for n, _ in rows),
    )
    return Document("text/markdown", (Text(title, "L1", level=1), grid), title=title, url=url)


def text_document(text: str) -> Document:
    """A heading and a paragraph for each line, as the text reader gives them."""
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line]
    blocks = tuple(Text(line, f"L{n}", level=int(n == 1)) for n, line in lines)
    return Document("text/plain", blocks, title=lines[0][1])


def read_fixture(path: Path) -> tuple[list[Letter], list[Issue]]:
    """The letters of a fixture by its kind."""
    text = path.read_text(encoding="utf-8")
    given: dict[str, Any] = {"route": route, "payload_sha256": SHA256, "regions": REGIONS}
    if path.suffix == ".csv":
        return letters_from_csv(text, source=EXAMPLE, **given)
    if path.suffix == ".html":
        source = BEIJING if "首都之窗" in text else EXAMPLE
        found = letters_from_page(text, source=source, **given)
        return found or letters_from_document(read_html(text), source=source, **given)
    if path.suffix == ".md":
        return letters_from_document(markdown_document(text), source=SHANGLUO, **given)
    return letters_from_document(text_document(text), source=EXAMPLE, **given)


def as_json(letters: list[Letter], issues: list[Issue]) -> dict[str, Any]:
    """Records as JSON holds them: dates as text, tuples as lists, issues by code and place."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: plain(v) for k, v in value.items()}
        if isinstance(value, (list, tuple)):
            return [plain(v) for v in value]
        return value.isoformat() if isinstance(value, dt.date) else value

    return {
        "letters": [plain(asdict(letter)) for letter in letters],
        "issues": [{"code": i.code, "place": i.place} for i in issues],
    }
