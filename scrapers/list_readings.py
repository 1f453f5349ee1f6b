"""Whether the list of a source was read whole: what its readings found, held against what it prints.

What belongs here: comparing. What does not: reading a page (``page_links``), and what follows (``crawl_state``).
"""

from __future__ import annotations

from scrapers.frontier import Frontier, Item, Listing
from scrapers.politeness import ROBOTS
from scrapers.source import Source

# A list that changed while it was read, or that cannot tell whether it did, is read once more.
READINGS = 2
GONE = frozenset({404, 410})
OF_LISTS = ("list", "column")


class ListReadings:
    """The readings of its list that one crawl has made; ``is_sweep``: what it does not find counts as removed."""

    def __init__(self, source: Source, frontier: Frontier, crawl_id: str, *, is_sweep: bool) -> None:
        self._source = source
        self._frontier = frontier
        self._crawl_id = crawl_id
        self._is_sweep = is_sweep

    def listing(self) -> Listing:
        """What the last reading of the list has found."""
        return self._frontier.listing(self._crawl_id, self.reading())

    def reading(self) -> int:
        """Which reading of the list this is, from 1."""
        return int(self._frontier.fact(self._crawl_id, "reading", 1))

    def agrees(self) -> bool:
        """Whether the whole list was read and agrees with itself, whatever became of the letters."""
        listing = self.listing()
        if listing.pages_read == 0:
            return False
        if self._is_settled():
            return not listing.changed
        if listing.total is not None:
            return not listing.changed and (listing.rows == listing.total or self._lists_twice(listing))
        if self._frontier.fact(self._crawl_id, "endless") or self._frontier.fact(self._crawl_id, "by_script"):
            return False
        return listing.pages is None or listing.pages_read >= listing.pages

    def _lists_twice(self, listing: Listing) -> bool:
        """Whether the site counts letters that it lists more than once, as a second reading of the list confirms."""
        reading = self.reading()
        if listing.total is None or listing.rows + listing.repeats != listing.total or reading == 1:
            return False
        before = self._frontier.listing(self._crawl_id, reading - 1)
        alike = self._frontier.read_alike(self._crawl_id, reading, reading - 1)
        return alike and (before.repeats, before.total) == (listing.repeats, listing.total)

    def _is_settled(self) -> bool:
        """Whether the list was read no further, because from there on nothing was new to an incremental crawl."""
        return self._frontier.fact(self._crawl_id, "settled") is not None

    def uncaptured(self) -> list[str]:
        """The keys of listed pages that are not in the archive though robots.txt allows them."""
        items = {key: self._frontier.item(key) for key in self._frontier.listed_keys(self._crawl_id, self.reading())}
        return [key for key, item in items.items() if item is None or not (item.state == "done" or is_disallowed(item))]

    def is_as_expected(self) -> bool:
        """Whether the list has as many letters as the source's description expects."""
        expected = self._source.expectations
        if expected is None or self._is_settled():
            return True
        seen = self.listing().rows
        low, high = expected.min_letters, expected.max_letters
        return (low is None or seen >= low) and (high is None or seen <= high)

    def needs_another(self) -> bool:
        """Whether the list may have changed while it was read, so that a row moved from page to page unseen.

        It has where its totals differ or do not fit, or where a letter is gone. Where it prints no total, nothing would
        show it: a full sweep, after which missing letters count as removed, reads several pages twice.
        """
        reading = self.reading()
        listing = self._frontier.listing(self._crawl_id, reading)
        if reading >= READINGS or listing.pages_read == 0 or self._frontier.fact(self._crawl_id, "endless"):
            return False
        if self._is_settled() and not listing.changed:
            return False
        if self._frontier.items(self._crawl_id, states=("failed", "refused"), kinds=OF_LISTS):
            return False
        if listing.total is None:
            if self._is_sweep and listing.pages_read > 1:
                return True
        elif listing.rows != listing.total or listing.changed:
            return True
        lost = (self._frontier.item(key) for key in self.uncaptured())
        return any(item is not None and item.http_status in GONE for item in lost)


def is_disallowed(item: Item) -> bool:
    """Whether robots.txt says that a page may not be asked for."""
    return item.state == "refused" and item.reason == ROBOTS
