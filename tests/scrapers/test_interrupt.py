"""A crawl that is interrupted by Ctrl-C, or whose parent dies, ends after the page it is at; the next one goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scrapers.archive import Archive
from tests.scrapers.mailbox_server import Mailbox, Site, serving

SOURCE = "demo-test-mailbox"
LETTERS = list(range(1, 61))
# A busy machine may take long for an answer; a page that is asked for again would look like one that was lost.
SLOW = {
    "politeness": {"delay_seconds": 0.05, "night_pause": None, "contact": "tests@example.org"},
    "limits": {"timeout_seconds": 60.0},
}
# What `wenzheng crawl` does: a parent that waits for its child. The session of its own is a terminal's.
# A shell that starts the tests in the background has Ctrl-C ignored, and what it starts inherits that.
PARENT = """
import dataclasses, json, signal, sys
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)
from scrapers.crawl import crawl
from scrapers.source import Source

outcome = crawl(Source.model_validate_json(sys.argv[1]), Path(sys.argv[2]), allow_loopback=True)
print(json.dumps(dataclasses.asdict(outcome)))
"""


def start(site: Site, data_dir: Path) -> subprocess.Popen[str]:
    source = site.source(**SLOW).model_dump_json()
    command = [sys.executable, "-c", PARENT, source, str(data_dir)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)


def wait_until(reached: Callable[[], bool]) -> None:
    while not reached():
        time.sleep(0.01)


def assert_goes_on(site: Site, data_dir: Path) -> None:
    """Nothing was lost, nothing is asked for twice, and the crawl is one."""
    with Archive(data_dir).lock(SOURCE, timeout=120):  # the child holds it for as long as it lives
        asked = list(site.mailbox.asked)
        stored = Archive(data_dir).contents(SOURCE)
    assert 0 < sum("/show" in path for path in asked) < len(LETTERS)
    assert sorted(c.url.removeprefix(site.url) for c in stored.captures) == sorted(
        path for path in asked if path != "/robots.txt"
    )
    assert [crawl.finished_at for crawl in stored.crawls] == [None]
    outcome = site.start(data_dir, fields=SLOW).outcome()
    assert (outcome["complete"], outcome["letters_fetched"]) == (True, len(LETTERS))
    assert [crawl.crawl_id for crawl in Archive(data_dir).contents(SOURCE).crawls] == [outcome["crawl_id"]]
    pages = {path: n for path, n in site.mailbox.times().items() if path != "/robots.txt"}
    assert pages == dict.fromkeys(pages, 1)


@pytest.mark.parametrize("whole_terminal", [True, False])
def test_ctrl_c(tmp_path: Path, whole_terminal: bool) -> None:
    """A terminal sends it to parent and child, a supervisor to the parent alone."""
    with serving(Mailbox(letters=LETTERS)) as site:
        parent = start(site, tmp_path)
        wait_until(lambda: sum("/show" in path for path in site.mailbox.asked) > 2)
        (os.killpg if whole_terminal else os.kill)(parent.pid, signal.SIGINT)
        said, warned = parent.communicate()
        assert said, warned
        outcome = json.loads(said)
        assert (outcome["stop_reason"], outcome["complete"], warned) == ("interrupted", False, "")
        assert 0 < outcome["letters_fetched"] < len(LETTERS)
        assert_goes_on(site, tmp_path)


def test_the_parent_is_killed(tmp_path: Path) -> None:
    with serving(Mailbox(letters=LETTERS)) as site:
        parent = start(site, tmp_path)
        wait_until(lambda: sum("/show" in path for path in site.mailbox.asked) > 2)
        parent.kill()
        parent.communicate()
        assert_goes_on(site, tmp_path)


def test_a_child_whose_parent_is_gone_before_it_begins_ends_at_once(tmp_path: Path) -> None:
    mailbox = Mailbox(letters=LETTERS)
    with serving(mailbox) as site:
        task = {
            "source": site.source(**SLOW).model_dump(mode="json"),
            "data_dir": str(tmp_path),
            "full": False,
            "max_pages": None,
            "contact": "tests@example.org",
            "allow_loopback": True,
        }
        child = [sys.executable, "-m", "scrapers.crawl_process"]
        ended = subprocess.run(child, input=json.dumps(task) + "\n", capture_output=True, text=True, check=True)
        assert json.loads(ended.stdout.splitlines()[-1])["outcome"]["stop_reason"] == "interrupted"
        assert [path for path in mailbox.asked if "/show" in path] == []
        assert site.start(tmp_path, fields=SLOW).outcome()["complete"]
