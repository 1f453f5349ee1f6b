"""The frontier: which pages of a source are still to be fetched, which are done, and how the others ended.

    data/frontier/<source_id>.sqlite

What belongs here: durable state of a crawl. What does not: what a page means (``crawl_state``), requesting
(``spiders``), the pages themselves (``archive``). A page is written to the archive first and committed here afterwards,
so at any moment this file is at most one capture behind the archive; ``absorbed`` says how many captures of the
unfinished crawl it knows. Without the file, a crawl is rebuilt from the archive; only etags and what older crawls had
fetched are then forgotten.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from scrapers.addresses import canonical

# In the order of fetching: the whole list first, so that it is read within minutes and not within days.
KINDS = ("list", "column", "letter", "article", "attachment")
STATES = ("queued", "done", "failed", "refused", "gone")

_SCHEMA = """
CREATE TABLE IF NOT EXISTS items (
    key TEXT NOT NULL, pass INTEGER NOT NULL, serial INTEGER NOT NULL, crawl_id TEXT NOT NULL,
    kind TEXT NOT NULL, url TEXT NOT NULL, state TEXT NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0, hops INTEGER NOT NULL DEFAULT 0, not_before REAL NOT NULL DEFAULT 0,
    shown TEXT NOT NULL DEFAULT '', etag TEXT, last_modified TEXT, sha256 TEXT, http_status INTEGER, reason TEXT,
    first_at REAL, read_at REAL, open INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (key, pass)
);
CREATE INDEX IF NOT EXISTS items_by_state ON items (crawl_id, state);
CREATE INDEX IF NOT EXISTS items_by_url ON items (crawl_id, url);
CREATE INDEX IF NOT EXISTS items_by_serial ON items (serial);
CREATE TABLE IF NOT EXISTS listed (
    crawl_id TEXT NOT NULL, pass INTEGER NOT NULL, row TEXT NOT NULL, key TEXT, PRIMARY KEY (crawl_id, pass, row)
);
CREATE TABLE IF NOT EXISTS list_pages (
    crawl_id TEXT NOT NULL, pass INTEGER NOT NULL, key TEXT NOT NULL,
    new_rows INTEGER NOT NULL, total INTEGER, pages INTEGER, repeats INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (crawl_id, pass, key)
);
CREATE TABLE IF NOT EXISTS facts (crawl_id TEXT NOT NULL, name TEXT NOT NULL, value, PRIMARY KEY (crawl_id, name));
"""
# Columns that frontiers of earlier versions lack.
_ADDED = {
    "items": {"first_at": "REAL", "read_at": "REAL", "open": "INTEGER NOT NULL DEFAULT 0"},
    "list_pages": {"repeats": "INTEGER NOT NULL DEFAULT 0"},
}
_DAY = 86400
OPEN_DAYS = 60
"""So long a letter without an answer is read each time; after that as rarely as an answered one."""
RESTING_DAYS = 7
"""An answered letter is read again after so many days, and then each time after twice as long as before."""
_LARGEST_SHARE = 50
"""At most one answered letter in so many is read again in one crawl."""
_FIELDS = (
    "key, pass AS pass_no, kind, url, state, attempts, hops, not_before, shown, etag, last_modified, sha256, "
    "http_status, reason, crawl_id, first_at, open"
)
# Pages at which the site stopped an earlier crawl come last, so that one of them does not keep us from all the others.
_LAST = "coalesce(http_status, 0) IN (401, 403)"
_RANK = "CASE kind " + " ".join(f"WHEN '{kind}' THEN {n}" for n, kind in enumerate(KINDS)) + " END"
_IN_TURN = f"{_RANK}, {_LAST}, not_before, serial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A page in the frontier.

    ``key`` names the page whatever spelling its address has; ``pass_no`` counts the readings of the list within one
    crawl, from 1. ``url`` is where it is fetched now: a redirect moves it. ``not_before`` is in seconds since 1970.
    ``shown`` is what the list printed about it. ``etag``, ``last_modified`` and ``sha256`` are of its last payload.
    ``first_at`` is when it was first read, in seconds since 1970; ``open``: 1 for a letter that nobody had answered.
    """

    key: str
    pass_no: int
    kind: str
    url: str
    state: str
    attempts: int
    hops: int
    not_before: float
    shown: str
    etag: str | None
    last_modified: str | None
    sha256: str | None
    http_status: int | None
    reason: str | None
    crawl_id: str
    first_at: float | None
    open: int


@dataclass(frozen=True, slots=True)
class Listing:
    """One reading of the list: pages read, distinct rows, the last total and the largest number of pages that its pages
    print, barren pages at the end.

    ``changed``: its pages print different totals, so that rows may have moved from one page to another unseen.
    ``repeats``: rows that this reading had seen before: a letter that is listed twice, or one that moved meanwhile.
    """

    pages_read: int
    rows: int
    total: int | None
    pages: int | None
    barren: int
    changed: bool
    repeats: int


def key_of(kind: str, url: str, external_id: str | None = None) -> str:
    """The key of a page: its external id where it has one, otherwise its address in canonical spelling."""
    if external_id is not None:
        return f"{kind}:{external_id}"
    address = canonical(url)
    if address is None:
        return f"{kind}:{url}"
    query = "&".join(f"{name}={value}" for name, value in sorted(address.query.items()))
    return f"{kind}:{address.place}?{query}"


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))


class Frontier:
    """The durable queue of one source. All changes within ``committing`` become durable together."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(_SCHEMA)
        for table, columns in _ADDED.items():
            there = {row["name"] for row in self._db.execute(f"PRAGMA table_info({table})")}
            for name in columns.keys() - there:
                self._db.execute(f"ALTER TABLE {table} ADD COLUMN {name} {columns[name]}")

    def __enter__(self) -> Frontier:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    @contextmanager
    def committing(self) -> Iterator[None]:
        """All changes inside or, after an exception or a kill, none of them."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def enqueue(
        self,
        crawl_id: str,
        kind: str,
        url: str,
        key: str,
        *,
        pass_no: int = 1,
        shown: str = "",
        keep_known: bool = False,
    ) -> bool:
        """Queue a page unless this crawl has it already; whether it was queued.

        What an older crawl knew of the page is kept for conditional requests. With ``keep_known``, a page that an
        older crawl fetched is not queued while the list still prints the same about it.
        """
        known = self.item(key, pass_no)
        if known is not None and known.crawl_id == crawl_id:
            return False
        if keep_known and known is not None and known.state == "done" and known.shown == shown:
            return False
        serial = self._db.execute("SELECT coalesce(max(serial), 0) + 1 FROM items").fetchone()[0]
        self._db.execute(
            "INSERT INTO items (key, pass, serial, crawl_id, kind, url, state, shown) VALUES (?,?,?,?,?,?,'queued',?) "
            "ON CONFLICT (key, pass) DO UPDATE SET serial = excluded.serial, crawl_id = excluded.crawl_id, "
            "url = excluded.url, state = 'queued', attempts = 0, hops = 0, not_before = 0, shown = excluded.shown, "
            "reason = NULL",
            (key, pass_no, serial, crawl_id, kind, url, shown),
        )
        return True

    def item(self, key: str, pass_no: int = 1) -> Item | None:
        """The page with this key, of whichever crawl it was last part."""
        return self._one("key = ? AND pass = ?", (key, pass_no))

    def next(self, crawl_id: str) -> Item | None:
        """The page to fetch next: by kind, pages that may be asked for already before those that must wait."""
        return self._one(f"crawl_id = ? AND state = 'queued' ORDER BY {_IN_TURN} LIMIT 1", (crawl_id,))

    def due(self, now: float) -> list[Item]:
        """The letters to read again though the list may say nothing new of them, the longest unread first.

        Those without an answer, and ever more rarely the others (``OPEN_DAYS``, ``RESTING_DAYS``); ``now`` is in
        seconds since 1970.
        """
        read = f"SELECT {_FIELDS} FROM items WHERE kind = 'letter' AND state = 'done' AND read_at IS NOT NULL"
        rested = "? - read_at >= max(?, read_at - first_at)"
        waiting = self._db.execute(
            f"{read} AND open AND (read_at - first_at < ? OR {rested}) ORDER BY read_at, serial",
            (OPEN_DAYS * _DAY, now, RESTING_DAYS * _DAY),
        ).fetchall()
        letters = self._db.execute("SELECT count(*) FROM items WHERE kind = 'letter' AND state = 'done'").fetchone()[0]
        answered = self._db.execute(
            f"{read} AND NOT open AND {rested} ORDER BY read_at, serial LIMIT ?",
            (now, RESTING_DAYS * _DAY, -(-letters // _LARGEST_SHARE)),
        ).fetchall()
        return [Item(**dict(row)) for row in (*waiting, *answered)]

    def waiting_at(self, crawl_id: str, url: str) -> Item | None:
        """The queued page that is fetched at ``url``: whose answer a capture in the archive is."""
        return self._one(
            f"crawl_id = ? AND state = 'queued' AND url = ? ORDER BY {_IN_TURN} LIMIT 1",
            (crawl_id, url),
        )

    def change(self, item: Item, **values: Any) -> None:
        """Set fields of a page."""
        assignments = ", ".join(f"{name} = ?" for name in values)
        self._db.execute(
            f"UPDATE items SET {assignments} WHERE key = ? AND pass = ?", (*values.values(), item.key, item.pass_no)
        )

    def items(self, crawl_id: str, *, states: Collection[str] = STATES, kinds: Collection[str] = KINDS) -> list[Item]:
        """The pages of a crawl in the order in which they were queued."""
        rows = self._db.execute(
            f"SELECT {_FIELDS} FROM items WHERE crawl_id = ? AND state IN ({_marks(states)}) "
            f"AND kind IN ({_marks(kinds)}) ORDER BY serial",
            (crawl_id, *states, *kinds),
        )
        return [Item(**dict(row)) for row in rows]

    def count(self, crawl_id: str, state: str, kinds: Collection[str] = KINDS) -> int:
        """How many pages of a crawl are in a state."""
        row = self._db.execute(
            f"SELECT count(*) FROM items WHERE crawl_id = ? AND state = ? AND kind IN ({_marks(kinds)})",
            (crawl_id, state, *kinds),
        )
        return int(row.fetchone()[0])

    def forget(self, crawl_id: str) -> None:
        """Drop what is known of a crawl, so that it can be rebuilt from the archive."""
        for table in ("items", "listed", "list_pages", "facts"):
            self._db.execute(f"DELETE FROM {table} WHERE crawl_id = ?", (crawl_id,))

    def forget_others(self, crawl_id: str) -> None:
        """Drop how older crawls had read the list; their pages stay, for conditional requests."""
        for table in ("listed", "list_pages", "facts"):
            self._db.execute(f"DELETE FROM {table} WHERE crawl_id NOT IN ('', ?)", (crawl_id,))

    def add_listed(self, crawl_id: str, pass_no: int, row: str, key: str | None) -> bool:
        """Note a row of the list and the page it links to, if any; whether it is new in this reading of the list."""
        done = self._db.execute(
            "INSERT INTO listed VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", (crawl_id, pass_no, row, key)
        )
        return done.rowcount == 1

    def add_list_page(
        self,
        crawl_id: str,
        pass_no: int,
        key: str,
        *,
        new_rows: int,
        repeats: int,
        total: int | None,
        pages: int | None,
    ) -> None:
        """Note that a page of the list was read, with its rows and what its pager printed."""
        self._db.execute(
            "INSERT INTO list_pages (crawl_id, pass, key, new_rows, repeats, total, pages) "
            "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (crawl_id, pass_no, key, new_rows, repeats, total, pages),
        )

    def listing(self, crawl_id: str, pass_no: int) -> Listing:
        """One reading of the list as far as it has come."""
        pages = self._db.execute(
            "SELECT new_rows, total, pages, repeats FROM list_pages WHERE crawl_id = ? AND pass = ? ORDER BY rowid",
            (crawl_id, pass_no),
        ).fetchall()
        rows = self._db.execute(
            "SELECT count(*) FROM listed WHERE crawl_id = ? AND pass = ?", (crawl_id, pass_no)
        ).fetchone()[0]
        barren = 0
        while barren < len(pages) and pages[-1 - barren]["new_rows"] == 0:
            barren += 1
        totals = [p["total"] for p in pages if p["total"] is not None]
        ends = [p["pages"] for p in pages if p["pages"] is not None]
        return Listing(
            pages_read=len(pages),
            rows=rows,
            total=totals[-1] if totals else None,
            pages=max(ends, default=None),
            barren=barren,
            changed=len(set(totals)) > 1,
            repeats=sum(p["repeats"] for p in pages),
        )

    def read_alike(self, crawl_id: str, pass_no: int, other: int) -> bool:
        """Whether two readings of the list gave the same rows."""
        differing = self._db.execute(
            "SELECT count(*) FROM (SELECT row FROM listed WHERE crawl_id = ? AND pass IN (?, ?) "
            "GROUP BY row HAVING count(*) = 1)",
            (crawl_id, pass_no, other),
        ).fetchone()[0]
        return int(differing) == 0

    def unlisted(self, crawl_id: str) -> list[Item]:
        """The letters that an earlier crawl read and this one has not queued, because its list does not name them."""
        rows = self._db.execute(
            f"SELECT {_FIELDS} FROM items WHERE kind = 'letter' AND state = 'done' AND crawl_id <> ? AND pass = 1 "
            "AND read_at IS NOT NULL ORDER BY serial",
            (crawl_id,),
        )
        return [Item(**dict(row)) for row in rows]

    def listed_keys(self, crawl_id: str, pass_no: int) -> list[str]:
        """The keys of the pages that the list links to."""
        rows = self._db.execute(
            "SELECT DISTINCT key FROM listed WHERE crawl_id = ? AND pass = ? AND key IS NOT NULL", (crawl_id, pass_no)
        )
        return [row["key"] for row in rows]

    def listed_rows(self, crawl_id: str) -> int:
        """How many distinct rows the list had, over all readings of it in this crawl."""
        row = self._db.execute("SELECT count(DISTINCT row) FROM listed WHERE crawl_id = ?", (crawl_id,))
        return int(row.fetchone()[0])

    def fact(self, crawl_id: str, name: str, default: Any = None) -> Any:
        """Something that is known of a crawl as a whole, or of the source where ``crawl_id`` is empty."""
        row = self._db.execute("SELECT value FROM facts WHERE crawl_id = ? AND name = ?", (crawl_id, name)).fetchone()
        return default if row is None else row["value"]

    def set_fact(self, crawl_id: str, name: str, value: str | float | None) -> None:
        """Note it."""
        self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?, ?)", (crawl_id, name, value))

    def _one(self, condition: str, values: tuple[Any, ...]) -> Item | None:
        row = self._db.execute(f"SELECT {_FIELDS} FROM items WHERE {condition}", values).fetchone()
        return None if row is None else Item(**dict(row))
