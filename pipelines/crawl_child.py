"""The child process of a crawl job: ``python -m pipelines.crawl_child``, started by ``pipelines.crawl_jobs`` alone.

What belongs here: a crawl, told to Dagster while it runs. What does not: Dagster itself (only its light protocol is
imported), and what the outcome means for a run. The task comes with the protocol; standard input stays open for as long
as the job lives: when it closes, the crawl ends after the page that it is at, and the next one goes on from there.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from types import FrameType

from dagster_pipes import PipesContext, open_dagster_pipes

from pipelines.lifeline import interrupt_main_thread, when_input_ends
from scrapers.crawl import CrawlBrokeOff, CrawlError, Progress, crawl, log_path
from scrapers.source import Source

# A page every few seconds for hours would bury what else a run has to say.
_SECONDS_BETWEEN_LINES = 10.0


class Telling:
    """Tells Dagster of progress at most every so often, and of each warning that the crawl wrote meanwhile.

    ``clock`` gives seconds.
    """

    def __init__(self, pipes: PipesContext, log: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._pipes = pipes
        self._log = log
        self._clock = clock
        self._told_at: float | None = None
        self._read = 0

    def progress(self, now: Progress) -> None:
        """After each page."""
        if self._told_at is not None and self._clock() - self._told_at < _SECONDS_BETWEEN_LINES:
            return
        self._told_at = self._clock()
        self._pipes.log.info(f"{now.fetched} of {now.seen} fetched, {now.queued} pages queued: {now.url}")
        self.warnings()

    def warnings(self) -> None:
        """Pass on what the crawl wrote into its log since the last time, whole lines only."""
        if not self._log.exists():
            return
        with self._log.open("rb") as log:
            log.seek(self._read)
            lines, end, _ = log.read().rpartition(b"\n")
        self._read += len(lines) + len(end)
        for line in lines.decode("utf-8", "replace").splitlines():
            self._pipes.log.warning(line)


def main() -> int:
    """Crawl as told, report what came of it; 0 also where the crawl could not be run, which is reported as well."""
    signal.signal(signal.SIGINT, _interrupt_once)
    with open_dagster_pipes() as pipes:
        source = Source.model_validate_json(pipes.get_extra("source"))
        data_dir = Path(pipes.get_extra("data_dir"))
        log = log_path(data_dir, source.id)
        log.unlink(missing_ok=True)
        telling = Telling(pipes, log)
        when_input_ends(interrupt_main_thread)
        try:
            outcome = crawl(
                source,
                data_dir,
                full=pipes.get_extra("full"),
                max_pages=pipes.get_extra("max_pages"),
                contact=pipes.get_extra("contact"),
                allow_loopback=source.synthetic,
                progress=telling.progress,
            )
        except CrawlError as error:
            said = {"error": str(error), "again": isinstance(error, CrawlBrokeOff)}
        else:
            said = {"outcome": asdict(outcome)}
        telling.warnings()
        pipes.report_custom_message(said)
    return 0


def _interrupt_once(_signal: int, _frame: FrameType | None) -> None:
    """Ctrl-C comes from the terminal and again from the job: the second one must not cut short what the first began."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
