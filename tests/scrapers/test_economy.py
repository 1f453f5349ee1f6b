"""What an incremental crawl of a large mailbox costs, and that it still finds what has happened since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.large_mailboxes import ANSWER, NOTICE, SYSTEMS, Mailbox, mailbox
from tests.platform_sites import serving
from tests.scrapers.mailbox_server import start_crawl

SIZE = 75
WAITING, LATE = 4, 40


def crawl(box: Mailbox, data_dir: Path, **options: Any) -> tuple[dict[str, Any], set[str]]:
    """What came of a crawl, and which addresses of letters it asked for."""
    box.publish()
    box.site.asked.clear()
    outcome = start_crawl(box.site.source, data_dir, **options).outcome()
    return outcome, {box.site.pages[n]["at"] for n in box.site.asked if "list" not in box.site.pages[n]["at"]}


def ends_in(addresses: set[str], *numbers: int) -> bool:
    return sorted(int("".join(c for c in a if c.isdigit())) for a in addresses) == sorted(numbers)


@pytest.mark.parametrize("system", SYSTEMS)
def test_an_incremental_crawl_costs_little_and_misses_nothing(system: str, tmp_path: Path) -> None:
    box = mailbox(system, SIZE)
    box.replies[WAITING] = NOTICE
    del box.replies[LATE]
    with serving(box.site):
        first, _ = crawl(box, tmp_path)
        assert (first["complete"], first["mode"], first["letters_fetched"]) == (True, "full", SIZE - 1)

        # Nothing has happened: the first page of the list and the letter without an answer are all that is asked for.
        unchanged, asked = crawl(box, tmp_path)
        assert (unchanged["complete"], unchanged["mode"], unchanged["stop_reason"]) == (True, "incremental", "finished")
        assert ends_in(asked, WAITING)
        assert unchanged["requests"] * 20 <= first["requests"]

        # A new letter, and one that is put among the old ones: the total of the list says that there are two.
        box.replies |= {n: ANSWER.format(n=n) for n in (SIZE + 1, LATE)}
        assert ends_in(crawl(box, tmp_path)[1], WAITING, LATE, SIZE + 1)

        # The answer comes, the list prints nothing of it; from then on the letter rests.
        box.replies[WAITING] = ANSWER.format(n=WAITING)
        assert ends_in(crawl(box, tmp_path)[1], WAITING)
        outcome, asked = crawl(box, tmp_path)
        assert (outcome["requests"], asked) == (2, set())
