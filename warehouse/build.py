"""A build: one new DuckDB file made beside the live one from the lake, checked, and swapped in by one rename.

What belongs here: the order of things (lock, new file, load, models, the caller's rows, checks, swap) and what makes a
build fail. What does not: what a table holds (``warehouse/schema``), how it is computed (``warehouse/models``), parsing
and auditing (the caller).

Nobody opens the live file for writing: readers keep the file they opened, and the next one sees the new file. A build
that fails leaves the live file as it was and nothing beside it but the lock file.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa
from filelock import FileLock

from parsers import vocabulary
from warehouse import lake, models, reference, schema
from warehouse.known import known
from warehouse.records import records
from warehouse.schema import literal, quoted

SHANGHAI = ZoneInfo("Asia/Shanghai")

# Clients of DuckDB 1.5 and later open a file of this version; one of 2.0's own format they cannot open.
STORAGE_VERSION = "v1.5.0"

SYNTHETIC_PREFIX = "demo-"

Rows = Mapping[str, Iterable[Mapping[str, Any]]]
PythonTables = Callable[[duckdb.DuckDBPyConnection], Rows]


class BuildError(RuntimeError):
    """A build that did not come about; the live file is as it was. The message says why and what to do."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """A finished build: rows of each table, and notes on what a person should know about it."""

    build_id: str
    built_at: dt.datetime
    path: Path
    row_counts: Mapping[str, int]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _History:
    """What the file that is about to be replaced knows of earlier builds."""

    builds: Sequence[Mapping[str, Any]] = ()
    first_seen: Sequence[tuple[str, str]] = ()
    notes: tuple[str, ...] = ()


def build(
    db_path: Path,
    lake_root: Path,
    *,
    sources: Sequence[Mapping[str, Any]],
    working_days: Iterable[Mapping[str, Any]],
    parser_version: str,
    wenzheng_version: str,
    python_tables: PythonTables | None = None,
    as_of: dt.date | None = None,
    built_at: dt.datetime | None = None,
    memory_limit: str = "2GB",
    lock_timeout: float = -1,
) -> BuildReport:
    """Build the warehouse at ``db_path`` from the lake; another build of the same file is waited for.

    ``sources`` and ``working_days`` are rows of those tables. ``python_tables`` is called with the connection to the
    new file after everything is loaded and computed that does not rest on its rows, and returns rows of the tables
    that are filled by the caller (findings, formula_fits, implied_counts, claim_vs_public), without their derived
    columns; they join those of the lake. With ``as_of`` only what was known at the end of that day, or before that
    moment where it has a time, goes in (``warehouse.known``). ``lock_timeout`` is in seconds, -1 waits for as long as
    it takes.

    Raises BuildError (mixture of synthetic and real sources, a lake that does not fit them, nothing known by
    ``as_of``, failing checks, a query that fails), SchemaError and LakeError for rows and files that do not follow the
    description.
    """
    built_at = (built_at or dt.datetime.now(SHANGHAI)).astimezone(SHANGHAI)
    build_id = f"{built_at:%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}"
    refuse_mixture(sources)
    db_path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{db_path}.lock", timeout=lock_timeout), _workshop(db_path) as workshop:
        crawls = lake.crawls(lake_root)
        refuse_strangers(crawls, sources)
        history = _history(db_path)
        new = workshop / db_path.name
        with _new_file(new, workshop / "spill", memory_limit) as con:
            _load(con, crawls, sources, working_days, as_of)
            _refuse_a_time_before(con, as_of)
            _compute(con, python_tables)
            _record(con, build_id, built_at, parser_version, wenzheng_version, as_of, history)
            _check(con)
            counts = _row_counts(con)
            notes = (*history.notes, *_left_out(con, as_of), *_uncovered(con))
        _swap(new, db_path)
    return BuildReport(build_id, built_at, db_path, counts, notes)


# --- what a build refuses ---


def refuse_mixture(sources: Sequence[Mapping[str, Any]]) -> None:
    """BuildError if invented and real sources are to stand in one file, or an id does not say which it is."""
    for source in sources:
        if source["source_id"].startswith(SYNTHETIC_PREFIX) != source["synthetic"]:
            raise BuildError(
                f"source {source['source_id']}: synthetic is {source['synthetic']}; ids of synthetic sources, and only"
                f" those, start with {SYNTHETIC_PREFIX!r}"
            )
    if len({source["synthetic"] for source in sources}) > 1:
        synthetic = sorted(source["source_id"] for source in sources if source["synthetic"])
        raise BuildError(
            f"synthetic sources ({', '.join(synthetic)}) and real ones never stand in one warehouse;"
            " build the demo in its own data directory"
        )


def refuse_strangers(crawls: Sequence[lake.Crawl], sources: Sequence[Mapping[str, Any]]) -> None:
    """BuildError if the lake holds crawls of an undescribed source, or of an older description of the tables."""
    known = {source["source_id"] for source in sources}
    for crawl in crawls:
        if crawl.source_id not in known:
            raise BuildError(
                f"the lake holds {crawl.source_id}/{crawl.crawl_id}, but no source {crawl.source_id!r} is described;"
                " add its description or move its folder out of the lake"
            )
        if crawl.manifest.get("lake_version") != schema.lake_version():
            raise BuildError(
                f"{crawl.source_id}/{crawl.crawl_id} was written under another description of the tables;"
                " parse it again from the archive"
            )


def _until(as_of: dt.date) -> str:
    return f"{as_of:%Y-%m-%d %H:%M}" if isinstance(as_of, dt.datetime) else f"the end of {as_of}"


def _refuse_a_time_before(con: duckdb.DuckDBPyConnection, as_of: dt.date | None) -> None:
    """BuildError if nothing at all was known at the end of the day asked for."""
    if as_of is None or _one(con, "SELECT count(*) FROM captures"):
        return
    ((first,),) = con.execute("SELECT min(fetched_at)::DATE FROM files.captures").fetchall()
    begins = "the lake is empty" if first is None else f"the first page or file was stored on {first}"
    raise BuildError(f"nothing was known at {_until(as_of)}: {begins}")


# --- the new file ---


@contextmanager
def _workshop(db_path: Path) -> Iterator[Path]:
    """A folder beside the live file that is gone afterwards, whatever happens. The lock is held: others are remains."""
    prefix = f".{db_path.name}.building-"
    for remains in db_path.parent.glob(f"{prefix}*"):
        shutil.rmtree(remains)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=db_path.parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@contextmanager
def _new_file(path: Path, spill: Path, memory_limit: str) -> Iterator[duckdb.DuckDBPyConnection]:
    con = duckdb.connect(config={"memory_limit": memory_limit, "temp_directory": str(spill)})
    try:
        con.execute("SET TimeZone = 'Asia/Shanghai'")
        con.execute(f"ATTACH {literal(str(path))} AS warehouse (STORAGE_VERSION {literal(STORAGE_VERSION)})")
        for scratch in ("files", "lake", "reference", "stage"):
            con.execute(f"ATTACH ':memory:' AS {scratch}")
        con.execute("USE warehouse")
        for table in schema.tables().values():
            if not table.is_view:
                con.execute(schema.create_statement(table))
        yield con
        con.execute("CHECKPOINT warehouse")
        con.execute("USE memory")
        con.execute("DETACH warehouse")
    finally:
        con.close()


def _swap(new: Path, db_path: Path) -> None:
    with new.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(new, db_path)
    folder = os.open(db_path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


# --- loading ---


def insert(con: duckdb.DuckDBPyConnection, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows with all columns of a table but the derived ones; SchemaError for rows that differ from that."""
    table = schema.tables()[name]
    _insert_arrow(con, quoted(name), schema.arrow_table(table, table.given, rows))


def _insert_arrow(con: duckdb.DuckDBPyConnection, target: str, rows: pa.Table) -> None:
    con.register("incoming", rows)
    con.execute(f"INSERT INTO {target} BY NAME SELECT * FROM incoming")
    con.unregister("incoming")


def _load(
    con: duckdb.DuckDBPyConnection,
    crawls: Sequence[lake.Crawl],
    sources: Sequence[Mapping[str, Any]],
    working_days: Iterable[Mapping[str, Any]],
    as_of: dt.date | None,
) -> None:
    for name in reference.TABLES:
        insert(con, name, reference.rows(name))
    insert(con, "metrics", _metric_rows())
    insert(con, "sources", sources)
    insert(con, "working_days", working_days)
    for name, rows in reference_tables().items():
        con.register("incoming", pa.Table.from_pylist(rows))
        con.execute(f"CREATE TABLE reference.{name} AS SELECT * FROM incoming")
        con.unregister("incoming")
    for name in schema.lake_tables():
        _open_files(con, schema.tables()[name], crawls)
    for name in schema.lake_tables():
        con.execute(f"CREATE VIEW lake.{quoted(name)} AS {known(name, as_of)}")
        if schema.tables()[name].filled_by == ("lake",):
            con.execute(f"INSERT INTO {quoted(name)} BY NAME SELECT * FROM lake.{quoted(name)}")


def reference_tables() -> dict[str, list[Mapping[str, Any]]]:
    """What models read as ``reference.<name>``, which does not go into the file."""
    return {
        "agencies": list(reference.agencies()),
        "agency_kinds": list(reference.agency_kinds()),
        "agency_aliases": list(reference.agency_aliases()),
        "completion_terms": list(reference.completion_terms(frozenset(vocabulary.metrics()))),
    }


def _metric_rows() -> Iterator[dict[str, Any]]:
    for metric in vocabulary.metrics().values():
        yield {
            "metric": metric.code,
            "kind": metric.kind,
            "unit": metric.unit,
            "additive": metric.additive,
            "printed": metric.printed,
        }


def _open_files(con: duckdb.DuckDBPyConnection, table: schema.Table, crawls: Sequence[lake.Crawl]) -> None:
    """``files.<table>`` over the files of all crawls, which must hold the rows that their manifests promise."""
    paths = [path for crawl in crawls if (path := crawl.file(table.name)) is not None]
    target = f"files.{quoted(table.name)}"
    if not paths:
        columns = ", ".join(f"{quoted(c.name)} {c.type}" for c in table.lake_columns)
        con.execute(f"CREATE TABLE {target} ({columns})")
    else:
        names = ", ".join(literal(str(path)) for path in paths)
        con.execute(f"CREATE VIEW {target} AS SELECT * FROM read_parquet([{names}], hive_partitioning = false)")
    promised = sum(crawl.manifest["counts"].get(table.name, 0) for crawl in crawls)
    found = _one(con, f"SELECT count(*) FROM {target}")
    if found != promised:
        raise BuildError(
            f"the manifests of the lake promise {promised} rows of {table.name}, its files hold {found};"
            " delete the lake and parse again from the archive"
        )


# --- computing ---


def _filled_by(kind: str) -> frozenset[str]:
    return frozenset(name for name, table in schema.tables().items() if kind in table.filled_by)


def _compute(con: duckdb.DuckDBPyConnection, python_tables: PythonTables | None) -> None:
    """The models, and between those that do not need the caller's rows and those that do, the caller's rows."""
    queries = models.load()
    expected = _filled_by("model") | _filled_by("view")
    found = {name for name in queries if not name.startswith("stage.")}
    if expected != found:
        raise BuildError(f"models and description differ: {', '.join(sorted(expected ^ found))}")
    after_caller = models.depending_on(queries, _filled_by("caller"))
    for name, model in queries.items():
        if name not in after_caller:
            _run(con, model)
    for name, rows in (python_tables(con) if python_tables else {}).items():
        if name not in _filled_by("caller"):
            raise BuildError(f"the caller gave rows of {name}; it fills {', '.join(sorted(_filled_by('caller')))}")
        insert(con, name, rows)
    for name in queries:
        if name in after_caller:
            _run(con, queries[name])


def _run(con: duckdb.DuckDBPyConnection, model: models.Model) -> None:
    try:
        if model.name.startswith("stage."):
            con.execute(f"CREATE TABLE {model.name} AS {model.sql}")
            return
        _refuse_other_columns(con, model)
        if schema.tables()[model.name].is_view:
            con.execute(f"CREATE VIEW {quoted(model.name)} AS {model.sql}")
        else:
            con.execute(f"INSERT INTO {quoted(model.name)} BY NAME {model.sql}")
    except duckdb.Error as error:
        raise BuildError(f"model {model.name}: {error}") from error


def _refuse_other_columns(con: duckdb.DuckDBPyConnection, model: models.Model) -> None:
    given = {row[0]: row[1] for row in con.execute(f"DESCRIBE {model.sql}").fetchall()}
    types = {"TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ"}
    given = {name: types.get(kind, kind) for name, kind in given.items()}
    described = {column.name: column.type for column in schema.tables()[model.name].columns}
    if given != described:
        different = sorted(set(given.items()) ^ set(described.items()))
        raise BuildError(
            f"model {model.name}: columns differ from the description: "
            + ", ".join(
                f"{name} {kind} ({'described' if (name, kind) in described.items() else 'given'})"
                for name, kind in different
            )
        )


# --- what the build says of itself ---


def _left_out(con: duckdb.DuckDBPyConnection, as_of: dt.date | None) -> Iterator[str]:
    """A note on what a build of the past holds."""
    if as_of is not None:
        held, there = _one(con, "SELECT count(*) FROM captures"), _one(con, "SELECT count(*) FROM files.captures")
        yield (
            f"As of {_until(as_of)} (Asia/Shanghai): {held} of {there} captures. The facts are those of that day;"
            " they are read by today's parser, with today's words, sources, regions and calendar"
        )


def _uncovered(con: duckdb.DuckDBPyConnection) -> Iterator[str]:
    """A note on letters and documents whose dates the calendar does not cover."""
    for table, what in (("response_times", "letters"), ("publication_lag", "documents")):
        number = _one(con, f"SELECT count(*) FROM {table} WHERE outside_calendar")
        if number:
            first, last = con.execute("SELECT min(day), max(day) FROM working_days").fetchall()[0]
            yield (
                f"{number} {what} have a date outside the calendar of working days ({first} to {last}):"
                f" their working days are null ({table}.outside_calendar)"
            )


def _history(db_path: Path) -> _History:
    if not db_path.exists():
        return _History()
    try:
        with duckdb.connect(str(db_path), read_only=True) as live:
            return _History(
                records(live, "SELECT * FROM builds ORDER BY built_at"),
                live.execute("SELECT finding_id, first_seen_build FROM findings").fetchall(),
            )
    except duckdb.Error as error:
        return _History(notes=(f"earlier builds are forgotten, because {db_path} could not be read: {error}",))


def _record(
    con: duckdb.DuckDBPyConnection,
    build_id: str,
    built_at: dt.datetime,
    parser_version: str,
    wenzheng_version: str,
    as_of: dt.date | None,
    history: _History,
) -> None:
    # One transaction: hundreds of statements would each wait for the disk.
    con.execute("BEGIN")
    for table in schema.tables().values():
        for statement in schema.comment_statements(table):
            con.execute(statement)
    con.execute("COMMIT")
    insert(con, "data_dictionary", schema.dictionary_rows())
    con.execute("CREATE TABLE stage.first_seen (finding_id VARCHAR, build_id VARCHAR)")
    if history.first_seen:
        con.executemany("INSERT INTO stage.first_seen VALUES (?, ?)", history.first_seen)
    con.execute(
        "UPDATE findings SET first_seen_build = coalesce("
        "(SELECT s.build_id FROM stage.first_seen s WHERE s.finding_id = findings.finding_id), $1)",
        [build_id],
    )
    names = [column.name for column in schema.tables()["builds"].columns]
    # A file of an earlier version of this software may lack a column.
    insert(con, "builds", [{name: row.get(name) for name in names} for row in history.builds])
    this_build = {
        "build_id": build_id,
        "built_at": built_at,
        "as_of": as_of.date() if isinstance(as_of, dt.datetime) else as_of,
        "parser_version": parser_version,
        "wenzheng_version": wenzheng_version,
        "duckdb_version": duckdb.__version__,
        "inputs": _one(con, "SELECT count(*) FROM captures"),
        "row_counts": json.dumps(_row_counts(con), sort_keys=True),
    }
    insert(con, "builds", [this_build])


def _row_counts(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    return {name: _one(con, f"SELECT count(*) FROM {quoted(name)}") for name in schema.tables()}


def _one(con: duckdb.DuckDBPyConnection, query: str) -> int:
    ((number,),) = con.execute(query).fetchall()
    return int(number)


# Rules about our own work that no single table states.
CONSERVATION = (
    schema.Check(
        "captures: quarantined",
        "each quarantined capture has its reason in quarantine",
        "SELECT capture_id FROM captures WHERE outcome = 'quarantined'"
        " AND capture_id NOT IN (SELECT capture_id FROM quarantine)",
    ),
    schema.Check(
        "letters: conserved",
        "each letter of the lake stands in letters",
        "SELECT DISTINCT letter_id FROM lake.letters WHERE letter_id NOT IN (SELECT letter_id FROM letters)",
    ),
    schema.Check(
        "claims: in a container",
        "each claim of the lake belongs to a letter, a document or a page whose capture delivered it",
        "SELECT DISTINCT c.claim_id, c.document_id, c.letter_id FROM lake.claims c"
        " ANTI JOIN lake.letters l ON l.letter_id = c.letter_id AND l.capture_id = c.capture_id"
        " ANTI JOIN lake.documents d ON d.document_id = c.document_id AND d.capture_id = c.capture_id"
        " WHERE c.letter_id IS NOT NULL OR c.document_id IS NOT NULL",
    ),
)

SHOWN_ROWS = 5


def _check(con: duckdb.DuckDBPyConnection) -> None:
    """Run every check and report all that fail, not only the first."""
    described = [check for table in schema.tables().values() for check in schema.checks(table)]
    failures = []
    for check in (*described, *CONSERVATION):
        failing = con.execute(f"SELECT * FROM ({check.failing}) LIMIT {SHOWN_ROWS + 1}").fetchall()
        if failing:
            shown = "; ".join(", ".join(map(str, row)) for row in failing[:SHOWN_ROWS])
            more = " and more" if len(failing) > SHOWN_ROWS else ""
            failures.append(f"{check.name}: expected that {check.expected}; not so in: {shown}{more}")
    if failures:
        raise BuildError(f"{len(failures)} checks failed, the live file is as it was:\n" + "\n".join(failures))
