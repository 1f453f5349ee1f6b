"""Under which descriptions the demo site is crawled: six sources ``demo-*``, made for the port that the site uses.

What belongs here: where the pages of each lie. What does not: what a source is (``scrapers.source``). What is known of
the real site (region, channel, lookups of offices) is taken from its own description, so that both are read alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from scrapers.demo_site.letters import PUBLIC, county_letters, mayoral_letters
from scrapers.demo_site.site import (
    CHANGSHA_COLUMN,
    COUNTY_FOLDER,
    FUFENG_COLUMN,
    JIXI_COLUMN,
    MAYOR_FOLDER,
    YUNXI_COLUMN,
    letter_target,
    list_target,
    page_count,
)
from scrapers.registry import Registry, load_sources

CONTACT = "demo"
_TAKEN_OVER = ("region_code", "channel", "publishes", "lookups")
_LETTER_QUERY = {"urltype": r"leadermail\.LeaderMailContentUrl", "wbtreeid": "1112"}


@dataclass(frozen=True, slots=True)
class _Place:
    """What of a source is the demo's own. ``pages`` are patterns of the detail addresses below the host."""

    real_id: str
    platform: str
    first_page: str
    pages: tuple[str, ...]
    id_from: Mapping[str, str]
    example: tuple[str, str]
    query: Mapping[str, str] | None = None
    more: Mapping[str, Any] | None = None


def _mailbox(real_id: str, folder: str, letters: int, example: str, more: Mapping[str, Any] | None = None) -> _Place:
    pagination = {
        "parameter": "formname1333ap",
        "first": 1,
        "why": "formname1333at is the number of pages and formname1333ac the rows of a page",
    }
    return _Place(
        real_id,
        "boda_vsb",
        list_target(folder, 1, page_count(letters)),
        (rf"{folder}/ldxxxx\.jsp",),
        {"query": "leadermailid"},
        (letter_target(folder, example), example),
        _LETTER_QUERY,
        {"pagination": pagination, **(more or {})},
    )


def _column(real_id: str, first_page: str, pages: tuple[str, ...], example: tuple[str, str]) -> _Place:
    return _Place(real_id, "government_portal", first_page, pages, {"path": "id"}, example)


def _places() -> Mapping[str, _Place]:
    county, mayor = county_letters(), mayoral_letters()
    expected = {"min_letters": PUBLIC - 1, "max_letters": PUBLIC, "why": "the demo's second visit shows one fewer"}
    return {
        "demo-danfeng-county": _mailbox(
            "danfeng-county", COUNTY_FOLDER, len(county), county[0].external_id, {"expectations": expected}
        ),
        "demo-shangluo-mayor": _mailbox("shangluo-mayor", MAYOR_FOLDER, len(mayor), "6689"),
        "demo-yunxi": _column(
            "yunxi-online-inquiry",
            YUNXI_COLUMN,
            (r"/yunxi/zwgk/wszw/\d{6}/(?P<id>t\d{8}_\d+)\.html", r"/yunxi/nbwj/(?P<id>t\d{8}_\d+)\.html"),
            ("/yunxi/zwgk/wszw/202102/t20210222_6922.html", "t20210222_6922"),
        ),
        "demo-jixi": _Place(
            "jixi-open-government",
            "government_portal",
            JIXI_COLUMN,
            (r"/jixi/public/show\.html",),
            {"query": "id"},
            ("/jixi/public/show.html?id=10520415", "10520415"),
        ),
        "demo-fufeng": _column(
            "fufeng-bulletins",
            FUFENG_COLUMN,
            (r"/fufeng/art/\d{4}/\d+/\d+/art_\d+_(?P<id>\d+)\.html", r"/fufeng/module/files/(?P<id>\d+\.pdf)"),
            ("/fufeng/art/2022/1/14/art_9526_1492031.html", "1492031"),
        ),
        "demo-changsha": _column(
            "changsha-message-board",
            CHANGSHA_COLUMN,
            (r"/changsha/xwzx/\d{6}/(?P<id>t\d{8}_\d+)\.html",),
            ("/changsha/xwzx/202102/t20210226_3762.html", "t20210226_3762"),
        ),
    }


SOURCE_IDS = tuple(_places())


def _descriptions(base_url: str) -> Iterator[dict[str, Any]]:
    host = (urlsplit(base_url).netloc).replace(".", r"\.")
    folder = files("scrapers").joinpath("sources")
    for source_id, place in _places().items():
        real = yaml.safe_load(folder.joinpath(f"{place.real_id}.yaml").read_text(encoding="utf-8"))
        names = real["names"]
        target, external_id = place.example
        yield {
            "id": source_id,
            "names": {"zh": f"{names['zh']}（演示，来信为虚构）", "en": f"{names['en']} (demo, invented letters)"},
            **{name: real[name] for name in _TAKEN_OVER if name in real},
            "platform": place.platform,
            "verified": "never",
            "synthetic": True,
            "list_url": base_url + place.first_page,
            "url_patterns": [{"place": host + page, "query": dict(place.query or {})} for page in place.pages],
            "id_from": dict(place.id_from),
            "examples": [{"url": base_url + target, "external_id": external_id}],
            "politeness": {"delay_seconds": 0, "night_pause": None, "request_budget": 3000, "contact": CONTACT},
            **(place.more or {}),
        }


def write_sources(base_url: str, folder: Path) -> None:
    """Write the descriptions for the site at ``base_url`` into ``folder``, one YAML file each."""
    folder.mkdir(parents=True, exist_ok=True)
    for description in _descriptions(base_url):
        text = yaml.safe_dump(description, allow_unicode=True, sort_keys=False, width=1000)
        (folder / f"{description['id']}.yaml").write_text(text, encoding="utf-8")


def demo_sources(base_url: str, folder: Path) -> Registry:
    """The sources of the demo, written into ``folder`` and read back from there as any others are."""
    write_sources(base_url, folder)
    return load_sources(folder)
