"""Somebody who opens the warehouse again and again while it is built sees whole states only, and no error."""

import datetime as dt
import json
import multiprocessing
from pathlib import Path

import duckdb

from tests.warehouse.world import World, capture, letter

BUILDS = 20
# Every build adds one letter with its capture, so that in a whole state these three are the same.
STATE = "SELECT (SELECT count(*) FROM builds), (SELECT count(*) FROM captures), (SELECT count(*) FROM letters)"


def _read_until_told(db_path: Path, seen: Path, stop: Path) -> None:
    states: list[tuple[int, ...]] = []
    opened = 0
    while not stop.exists():
        with duckdb.connect(str(db_path), read_only=True) as reader:
            (state,) = reader.execute(STATE).fetchall()
        opened += 1
        if not states or states[-1] != state:
            states.append(state)
    seen.write_text(json.dumps({"opened": opened, "states": states}))


def test_a_reader_in_a_loop_during_twenty_builds(world: World) -> None:
    seen, stop = world.db_path.with_name("seen.json"), world.db_path.with_name("stop")

    def build(number: int) -> None:
        name = f"l{number}"
        world.write(
            crawl_id=f"c{number}",
            captures=[capture(name, crawl_id=f"c{number}")],
            letters=[letter(name, name, received_on=dt.date(2020, 12, 9))],
        )
        world.build()

    build(1)
    reader = multiprocessing.get_context("spawn").Process(target=_read_until_told, args=(world.db_path, seen, stop))
    reader.start()
    for number in range(2, BUILDS + 1):
        build(number)
    stop.touch()
    reader.join()
    assert reader.exitcode == 0, "the reader met an error"
    told = json.loads(seen.read_text())
    assert told["opened"] > BUILDS
    assert all(len(set(state)) == 1 for state in told["states"]), "half a state was seen"
    numbers = [state[0] for state in told["states"]]
    assert numbers == sorted(numbers)
    assert len(numbers) > 1, "the reader saw no build go by"
