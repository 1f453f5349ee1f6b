"""How much longer publishing takes than a plain copy of the same tables into the same three formats.

Run by `make bench`. The letters are invented. Texts are redacted while rows are made, so publishing copies columns.
For comparison the same texts are redacted once more, which is what publishing would cost if it read them.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

sys.path.insert(0, str(Path(__file__).parents[2]))

from parsers.redaction import redacted
from tests.warehouse.world import World, capture, letter, reply
from warehouse import schema
from warehouse.build import STORAGE_VERSION
from warehouse.publish import publish

LETTERS = 50_000
BODY = "我叫张小三，家住东坡村四组12号，电话13800138000。村口的路灯坏了一段时间，天黑以后老人和学生走路很不方便。" * 8
MULTIPLIED = {
    "captures": "capture_id, letter_id, url",
    "letters": "letter_id, external_id, url, capture_id",
    "replies": "letter_id, capture_id",
    "letter_versions": "letter_id, capture_id",
    "response_times": "letter_id",
}


def warehouse(folder: Path) -> Path:
    """A warehouse of many letters: one is built, the others are made of it."""
    world = World(folder)
    marked = redacted(BODY)
    world.write(
        captures=[capture("a", url="http://a.example/1", letter_id="m:1")],
        letters=[letter("m:1", "a", external_id="1", url="http://a.example/1", body=BODY, body_redacted=marked)],
        replies=[reply("m:1", "a", 1, body=BODY, body_redacted=marked)],
    )
    world.build()
    with duckdb.connect(str(world.db_path)) as con:
        for table, ids in MULTIPLIED.items():
            named = ", ".join(f"{c} || '-' || n AS {c}" for c in ids.split(", "))
            con.execute(f"INSERT INTO {table} SELECT t.* REPLACE ({named}) FROM {table} t, range({LETTERS}) r(n)")
    return world.db_path


def plain_copy(db_path: Path, folder: Path) -> None:
    """Every table as it is, into DuckDB, Parquet and CSV."""
    with duckdb.connect() as con:
        con.execute(f"ATTACH '{db_path}' AS live (READ_ONLY)")
        con.execute(f"ATTACH '{folder / 'copy.duckdb'}' AS copy (STORAGE_VERSION '{STORAGE_VERSION}')")
        for name in schema.tables():
            if not schema.tables()[name].is_view:
                con.execute(f"CREATE TABLE copy.{name} AS FROM live.{name}")
            con.execute(f"COPY (FROM live.{name}) TO '{folder / name}.parquet' (FORMAT parquet, COMPRESSION zstd)")
            con.execute(f"COPY (FROM live.{name}) TO '{folder / name}.csv' (FORMAT csv)")


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Print the times of one run and their ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        db_path = warehouse(folder)
        publish(db_path, folder / "first")  # what is loaded once stays out of the comparison
        copied = seconds(lambda: plain_copy(db_path, Path(tempfile.mkdtemp(dir=folder))))
        without = seconds(lambda: publish(db_path, folder / "without"))
        with_text = seconds(lambda: publish(db_path, folder / "with", with_text=True))
        one = seconds(lambda: [redacted.__wrapped__(BODY) for _ in range(100)]) / 100
    print(f"{LETTERS} letters of {len(BODY)} characters, with one reply each")
    print(f"plain copy            {copied:7.2f} s")
    print(f"publish               {without:7.2f} s   {without / copied:5.2f} x")
    print(f"publish --with-text   {with_text:7.2f} s   {with_text / copied:5.2f} x")
    print(
        f"redacting at publish  {2 * LETTERS * one:7.2f} s   {2 * LETTERS * one / copied:5.2f} x (two texts a letter)"
    )


if __name__ == "__main__":
    main()
