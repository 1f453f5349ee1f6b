"""Every site of ``tests/sites``, all of them crawled at once, and what the build reads from the archives."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.platform_sites import FOLDER, NAMES, load_site, outcome_of, serving
from tests.scrapers.mailbox_server import start_crawl


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    folder: Path = tmp_path_factory.mktemp("sites")
    with ExitStack() as stack:
        sites = [stack.enter_context(serving(load_site(name))) for name in NAMES]
        running = [start_crawl(site.source, folder / site.name) for site in sites]
        said = [crawl.outcome(timeout=600) for crawl in running]
    return {site.name: outcome_of(site, folder / site.name, what) for site, what in zip(sites, said, strict=True)}


@pytest.mark.parametrize("name", NAMES)
def test_a_site_gives_what_it_should(name: str, outcomes: dict[str, dict[str, Any]]) -> None:
    expected = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert outcomes[name] == expected


def test_a_site_that_wants_to_see_a_browser_is_asked_for_nothing_more(outcomes: dict[str, dict[str, Any]]) -> None:
    crawl = outcomes["challenge"]["crawl"]
    assert (crawl["stop_reason"], crawl["complete"], crawl["letters_fetched"]) == ("challenge", False, 0)
