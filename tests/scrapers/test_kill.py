"""A crawl that is killed at random moments and started again ends as one that nobody disturbed.

``WENZHENG_KILLS`` sets how often it is killed (20 without it; the long fault runs use 200).
"""

import os
import random
import sqlite3
import time
from pathlib import Path

import pytest

from scrapers.archive import Archive
from tests.scrapers.mailbox_server import Mailbox, Site, serving

SOURCE = "demo-test-mailbox"
KILLS = int(os.environ.get("WENZHENG_KILLS", "20"))
LETTERS = list(range(1, 41))
FIELDS = {"expectations": {"min_letters": len(LETTERS), "why": "as many are served"}}


def content(data_dir: Path, site: Site) -> set[tuple[str, str]]:
    """What the lake would be made of: addresses, without the port of this server, and payload hashes."""
    captures = Archive(data_dir).contents(SOURCE).captures
    return {(c.url.removeprefix(site.url), c.sha256) for c in captures}


def archived(data_dir: Path, site: Site) -> set[str]:
    return {path for path, _ in content(data_dir, site)}


def test_killed_and_started_again(tmp_path: Path) -> None:
    chance = random.Random(20201210)
    mailbox = Mailbox(letters=LETTERS)
    with serving(mailbox) as site:
        assert site.start(tmp_path / "undisturbed", fields=FIELDS).outcome()["complete"]
        expected = content(tmp_path / "undisturbed", site)
        kills, round_no = 0, 0
        while kills < KILLS:
            round_no += 1
            data_dir = tmp_path / f"disturbed-{round_no}"
            ended = False
            while not ended:
                before, asked = archived(data_dir, site), len(mailbox.asked)
                running = site.start(data_dir, fields=FIELDS)
                if kills < KILLS:
                    ended = not killed_within(running, mailbox, asked + chance.randint(0, 8), chance)
                    kills += not ended
                else:
                    ended = True
                if ended:
                    outcome = running.outcome()
                    assert (outcome["complete"], outcome["stop_reason"]) == (True, "finished")
                assert before.isdisjoint(mailbox.asked[asked:]), "an archived page was fetched again"
                ended = ended or is_over(data_dir)  # killed between its end and its last word
            contents = Archive(data_dir).contents(SOURCE)
            assert content(data_dir, site) == expected
            assert len({c.url for c in contents.captures}) == len(contents.captures)
            (crawl,) = contents.crawls
            assert (crawl.complete, crawl.counts["letters_fetched"]) == (True, len(LETTERS))


def is_over(data_dir: Path) -> bool:
    return any(crawl.complete for crawl in Archive(data_dir).contents(SOURCE).crawls)


def killed_within(running: object, mailbox: Mailbox, asked: int, chance: random.Random) -> bool:
    """Kill once so many pages were asked for and a moment more has passed; whether it had not ended before that."""
    while len(mailbox.asked) < asked and not running.said.poll():  # type: ignore[attr-defined]
        time.sleep(0.002)
    time.sleep(chance.random() * 0.05)
    if running.said.poll():  # type: ignore[attr-defined]
        return False
    running.kill()  # type: ignore[attr-defined]
    return True


@pytest.mark.parametrize("loss", ["the frontier is gone", "the last commit is gone"])
def test_the_archive_alone_is_enough_to_go_on(tmp_path: Path, loss: str) -> None:
    """Whatever the frontier forgot, nothing that is archived is fetched again."""
    mailbox = Mailbox(letters=LETTERS)
    with serving(mailbox) as site:
        running = site.start(tmp_path)
        while len(mailbox.asked) < 15:
            time.sleep(0.002)
        running.kill()
        frontier = tmp_path / "frontier" / f"{SOURCE}.sqlite"
        if loss == "the frontier is gone":
            for file in frontier.parent.iterdir():
                file.unlink()
        else:  # as a kill between archive and frontier leaves it
            (last,) = Archive(tmp_path).contents(SOURCE).captures[-1:]
            with sqlite3.connect(frontier) as db:
                db.execute("UPDATE items SET state = 'queued' WHERE url = ?", (last.url,))
                absorbed = len(Archive(tmp_path).contents(SOURCE).captures) - 1
                db.execute("UPDATE facts SET value = ? WHERE name = 'absorbed'", (absorbed,))
        before, asked = archived(tmp_path, site), len(mailbox.asked)
        outcome = site.start(tmp_path).outcome()
        assert before
        assert before.isdisjoint(mailbox.asked[asked:])
    assert (outcome["complete"], outcome["letters_fetched"]) == (True, len(LETTERS))
