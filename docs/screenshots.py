"""The pictures of the UI in this folder: ``python docs/screenshots.py``, after ``wenzheng demo``.

Needs the extra ``docs`` (Playwright) and a Chromium of the system. Starts ``wenzheng ui`` on the demo's data, builds
once so that there is a run to show, and takes each picture once the page says what is to be seen on it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).resolve().parent
LARGEST = 400 * 1024
WINDOW = {"width": 1400, "height": 860}
LAUNCH = """
mutation { launchRun(executionParams: {selector: {repositoryLocationName: "wenzheng-demo-invented-letters",
  repositoryName: "__repository__", jobName: "build"}}) { ... on LaunchRunSuccess { run { runId } } } }
"""
STATUS = 'query { runOrError(runId: "%s") { ... on Run { status } } }'


def leave(page: Page) -> None:
    """Take the page as it opens."""


def choose_source(page: Page) -> None:
    """The county's mailbox among the partitions."""
    page.get_by_text("demo-danfeng-county").first.click()


def show_column(page: Page) -> None:
    """The columns in the middle of the window."""
    page.get_by_text("Made of replies.dated_on").first.evaluate("node => node.scrollIntoView({block: 'center'})")


@dataclass(frozen=True)
class Picture:
    """A page, what must be read on it before it is taken, and what is done to it first."""

    name: str
    path: str
    awaited: str
    prepare: Callable[[Page], None] = leave


# Dagster draws lineage of columns only where it is paid for; the descriptions of the columns say the same.
PICTURES = (
    Picture("graph", "/assets/response_summary?view=lineage&lineageScope=upstream&lineageDepth=7", "demo-jixi"),
    Picture("catalog", "/assets/claim_vs_public?view=overview", "public_basis"),
    Picture("column-lineage", "/assets/response_times?view=overview", "Made of replies.dated_on", show_column),
    Picture("partitions", "/assets/records?view=partitions", "demo-danfeng-county", choose_source),
    Picture("check", "/assets/working_days?view=checks&checkDetail=calendar_goes_on", "days_left"),
)


def main() -> None:
    """Take all pictures, or those named."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", default=[picture.name for picture in PICTURES])
    parser.add_argument("--data-dir", type=Path, default=Path("data"))
    parser.add_argument("--port", type=int, default=3210)
    parser.add_argument("--address", help="of a UI of the demo that is running, with a build in it; none is started")
    asked = parser.parse_args()
    browser_path = shutil.which("chromium") or shutil.which("google-chrome")
    if browser_path is None:
        sys.exit("there is no Chromium on this machine")
    served = nullcontext(asked.address) if asked.address else built_ui(asked.data_dir, asked.port)
    with served as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path, args=["--no-sandbox"])
        page = browser.new_page(viewport=WINDOW)
        for picture in PICTURES:
            if picture.name in asked.names:
                take(page, address, picture)
        browser.close()


def take(page: Page, address: str, picture: Picture) -> None:
    """Take a picture once its page has come to rest; refuses one that is too large to keep."""
    page.goto(address + picture.path, timeout=300_000)
    page.get_by_text(picture.awaited).first.wait_for(timeout=300_000)
    picture.prepare(page)
    page.wait_for_timeout(4_000)
    target = HERE / f"dagster-{picture.name}.png"
    page.screenshot(path=target)
    if target.stat().st_size > LARGEST:
        sys.exit(f"{target} has {target.stat().st_size} bytes, more than {LARGEST}")
    print(target)


@contextmanager
def built_ui(data_dir: Path, port: int) -> Iterator[str]:
    """``wenzheng ui`` until the context is left, with a build in it; its address."""
    command = [sys.executable, "-m", "pipelines.cli", "--data-dir", str(data_dir), "ui", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    address = f"http://127.0.0.1:{port}"
    try:
        for line in process.stdout or ():
            print(line, end="")
            if address in line:
                break
        else:
            sys.exit("the UI did not start")
        build(address)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate()


def build(address: str) -> None:
    """Run the job ``build`` to its end."""
    run = ask(address, LAUNCH)["launchRun"]["run"]["runId"]
    while (status := ask(address, STATUS % run)["runOrError"]["status"]) not in ("SUCCESS", "FAILURE", "CANCELED"):
        time.sleep(1)
    if status != "SUCCESS":
        sys.exit(f"the build ended as {status}: see {address}/runs/{run}")


def ask(address: str, query: str) -> dict[str, dict[str, dict[str, str]]]:
    """An answer of the UI's GraphQL."""
    body = json.dumps({"query": query}).encode()
    request = urllib.request.Request(f"{address}/graphql", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=300) as answer:
        data: dict[str, dict[str, dict[str, str]]] = json.load(answer)["data"]
        return data


if __name__ == "__main__":
    main()
