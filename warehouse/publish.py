"""Publishing: what may leave this machine, copied from the live warehouse into a versioned folder.

What belongs here: which rows and columns leave (as ``warehouse/schema/tables.yaml`` decides), the takedown list, and
the version that is swapped in by one symlink. What does not: redacting, which happened while rows were made
(``parsers.redaction``); the files of a version (``warehouse.published_files``, ``warehouse.report``).

    data/published/versions/<version>/   what was published, never changed afterwards and never removed by itself
    data/published/current               a symlink to the latest version, replaced in one step

What is published is closed: a row leaves only if the rows that it refers to leave. So private files take everything
with them that rests on them, and every number that leaves leads to a page that everybody can open.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass, replace
from graphlib import TopologicalSorter
from pathlib import Path

import duckdb
from filelock import FileLock

from warehouse import models, published_files, report, schema
from warehouse.build import SHANGHAI, STORAGE_VERSION
from warehouse.published_files import Edition
from warehouse.schema import ANEW, Column, Table, literal, quoted
from warehouse.takedown import Takedown

CURRENT = "current"
VERSIONS = "versions"
_UNFINISHED = ".writing-"

# Letters whose own words stay even with --with-text: the writer asked for confidentiality, or the site marks the letter
# as not public.
_SILENT = "SELECT letter_id FROM letters WHERE confidentiality_requested OR is_public IS FALSE"
# Columns of any table that say what a row is about; a takedown withholds by them.
_SUBJECTS = ("letter_id", "document_id", "capture_id")


class PublishError(RuntimeError):
    """A version that did not come about; what was published is as it was. The message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishReport:
    """What was published.

    ``is_new`` is false where the current version holds the same already, and nothing was written. ``withheld`` counts
    the rows of each table that stayed. ``takedowns_unmatched`` are entries that nothing in the warehouse answers to;
    ``older_versions`` still hold what was taken down since.
    """

    version: str
    path: Path
    is_new: bool
    with_text: bool
    synthetic: bool
    row_counts: Mapping[str, int]
    withheld: Mapping[str, int]
    takedowns_applied: tuple[Takedown, ...]
    takedowns_unmatched: tuple[Takedown, ...]
    older_versions: tuple[Path, ...]

    @property
    def page(self) -> Path:
        """The page to open first."""
        return self.path / report.PAGE


def publish(
    db_path: Path,
    published_dir: Path,
    takedowns: Sequence[Takedown] = (),
    *,
    with_text: bool = False,
    published_at: dt.datetime | None = None,
    memory_limit: str = "2GB",
) -> PublishReport:
    """Write a version of what may leave from the warehouse at ``db_path``, and make it the current one.

    ``with_text`` adds titles and texts of letters and replies, redacted. Raises PublishError where there is no
    warehouse, or one of another description; nothing is changed then.
    """
    if not db_path.is_file():
        raise PublishError(f"no warehouse at {db_path}; run `wenzheng build` first")
    published_at = (published_at or dt.datetime.now(SHANGHAI)).astimezone(SHANGHAI)
    published_dir.mkdir(parents=True, exist_ok=True)
    with FileLock(published_dir / ".lock"), _beside(published_dir) as folder, _session(memory_limit) as con:
        _attach(con, db_path, folder / published_files.DATABASE)
        matched = _take_down(con, takedowns)
        tables = published_tables(with_text=with_text, matched=bool(matched))
        withheld = _copy(con, tables, with_text=with_text)
        _derive(con, tables)
        edition = _edition(con, tables, with_text=with_text, published_at=published_at)
        digest = published_files.write_tables(con, folder, tables, edition)
        counts = {name: _count(con, f"published.{quoted(name)}") for name in tables}
        current = published_dir / CURRENT
        is_new = published_files.digest_of(current) != digest
        if is_new:
            edition = replace(edition, version=f"{published_at:%Y%m%dT%H%M%S}-{digest[:8]}", digest=digest)
            report.write(con, folder, edition)
            con.execute("CHECKPOINT published")
            con.execute("USE memory")
            con.execute("DETACH published")
            published_files.write_descriptions(folder, tables, edition, counts)
            _swap(folder, published_dir, edition.version)
    path = current.resolve()
    return PublishReport(
        version=path.name,
        path=path,
        is_new=is_new,
        with_text=with_text,
        synthetic=edition.synthetic,
        row_counts=counts,
        withheld=withheld,
        takedowns_applied=tuple(t for t in takedowns if t in matched),
        takedowns_unmatched=tuple(t for t in takedowns if t not in matched),
        older_versions=tuple(sorted(p for p in (published_dir / VERSIONS).iterdir() if p != path)),
    )


# --- what leaves ---


def published_tables(*, with_text: bool, matched: bool = False) -> dict[str, Table]:
    """The description of what is published: the columns that leave, under the names that they have in the warehouse.

    A redacted column may be null where the warehouse has a text: in rows of ``text_where``, and where something was
    taken down (``matched``).
    """
    described = {}
    for name, table in schema.tables().items():
        leaves = table.leaves
        if leaves is ANEW:
            columns = tuple(replace(c, required=c.required and c.name != "quote") for c in table.columns)
        else:
            gone = {*leaves.never, *leaves.redactions.values(), *(() if with_text else leaves.with_text)}
            columns = tuple(_published_column(c, table) for c in table.columns if c.name not in gone)
        described[name] = replace(table, columns=columns)
    return described


def _published_column(column: Column, table: Table) -> Column:
    if column.name not in table.leaves.redactions:
        return column
    comment = f"{column.comment}; personal data replaced by marks such as 〔姓名〕, null where it is withheld"
    return replace(column, comment=comment, required=False)


def in_order(tables: Mapping[str, Table]) -> list[Table]:
    """The tables that are copied, each after those that it refers to."""
    copied = {name: table for name, table in tables.items() if table.leaves is not ANEW}
    graph = {name: sorted(_targets(table)) for name, table in copied.items()}
    return [copied[name] for name in TopologicalSorter(graph).static_order()]


def _targets(table: Table) -> set[str]:
    return {c.references[0] for c in table.columns if c.references and c.references[0] != table.name}


def _condition(table: Table) -> str:
    """What a row of the warehouse must fulfil to leave."""
    terms = []
    names = {c.name for c in table.columns}
    if "visibility" in names:
        terms.append("visibility = 'public'")
    if table.leaves.withheld:
        terms.append(f"({table.leaves.withheld}) IS NOT TRUE")
    for subject in _SUBJECTS:
        if subject in names:
            taken = f"SELECT id FROM taken.rows_of WHERE of = '{subject}'"
            terms.append(f"({subject} IS NULL OR {subject} NOT IN ({taken}))")
    for column in table.columns:
        if column.references and column.references[0] != table.name:
            target, target_column = (quoted(part) for part in column.references)
            leaving = f"SELECT {target_column} FROM published.{target}"
            c = quoted(column.name)
            if column.is_list:
                lists = f"SELECT rowid AS place, unnest({c}) AS one FROM {quoted(table.name)}"
                terms.append(f"rowid NOT IN (SELECT place FROM ({lists}) WHERE one NOT IN ({leaving}))")
            else:
                terms.append(f"({c} IS NULL OR {c} IN ({leaving}))")
    return " AND ".join(terms) or "true"


def _expression(column: Column, table: Table, *, with_text: bool) -> str:
    """What stands in a column that leaves: itself, or its redacted text where that may leave, too."""
    leaves, c = table.leaves, quoted(column.name)
    if column.name not in leaves.redactions:
        return c
    names = {other.name for other in table.columns}
    subjects = [subject for subject in _SUBJECTS if subject in names]
    stays = [f"{subject} IN (SELECT id FROM taken.texts_of WHERE of = '{subject}')" for subject in subjects]
    silent = f"letter_id IS NULL OR letter_id IN ({_SILENT})"
    if column.name in leaves.with_text:
        stays.append(silent)
    elif leaves.text_where:
        stays.append(f"({leaves.text_where}) AND ({silent})" if with_text else leaves.text_where)
    never = " OR ".join(f"({term})" for term in stays) or "false"
    return f"CASE WHEN {never} THEN NULL ELSE {quoted(leaves.redactions[column.name])} END AS {c}"


def _copy(con: duckdb.DuckDBPyConnection, tables: Mapping[str, Table], *, with_text: bool) -> dict[str, int]:
    """Copy what leaves, table by table and in the order of the key; how many rows of each table stay."""
    withheld = {}
    for table in in_order(tables):
        columns = ", ".join(_expression(c, table, with_text=with_text) for c in table.columns)
        con.execute(
            f"CREATE TABLE published.{quoted(table.name)} AS SELECT {columns} FROM {quoted(table.name)}"
            f" WHERE {_condition(table)} ORDER BY {published_files.key_order(table)}"
        )
        withheld[table.name] = _count(con, quoted(table.name)) - _count(con, f"published.{quoted(table.name)}")
    return withheld


def _staged(names: Set[str], queries: Mapping[str, models.Model]) -> set[str]:
    """The stage tables that some queries rest on, and those that these rest on."""
    read = {read for name in names for read in queries[name].reads if read.startswith("stage.")}
    return read | _staged(read, queries) if read else read


def _derive(con: duckdb.DuckDBPyConnection, tables: Mapping[str, Table]) -> None:
    """Make the views, and the tables that rest on nothing but what left, from that; and explain every column."""
    con.execute("USE published")
    anew = {name for name, table in tables.items() if table.leaves is ANEW}
    queries = models.load()
    needed = _staged(anew & queries.keys(), queries)
    for name, model in queries.items():
        if name in needed:
            con.execute(f"CREATE TABLE {name} AS {model.sql}")
        elif name in anew and tables[name].is_view:
            con.execute(f"CREATE VIEW {quoted(name)} AS {model.sql}")
        elif name in anew:
            con.execute(schema.create_statement(tables[name]))
            order = published_files.key_order(tables[name])
            con.execute(f"INSERT INTO {quoted(name)} BY NAME SELECT * FROM ({model.sql}) ORDER BY {order}")
    dictionary = tables["data_dictionary"]
    con.execute(schema.create_statement(dictionary))
    rows = schema.dictionary_rows(tables.values())
    con.register("incoming", schema.arrow_table(dictionary, dictionary.columns, rows))
    con.execute("INSERT INTO data_dictionary BY NAME SELECT * FROM incoming")
    con.unregister("incoming")
    con.execute("BEGIN")
    for table in tables.values():
        for statement in schema.comment_statements(table):
            con.execute(statement)
    con.execute("COMMIT")


# --- the takedown list ---

# What an entry stands for in the warehouse. A payload is taken down with all that is read from it; a letter that stands
# in one file with others is taken down alone.
_MEANT = {
    "letter_id": {
        "letter_id": "SELECT letter_id FROM letters WHERE letter_id = $1"
        " UNION SELECT letter_id FROM sightings WHERE letter_id = $1"
        " UNION SELECT letter_id FROM captures WHERE letter_id = $1",
    },
    "document_id": {
        "document_id": "SELECT document_id FROM documents WHERE document_id = $1",
        "capture_id": "SELECT capture_id FROM documents WHERE document_id = $1 AND capture_id NOT IN"
        " (SELECT capture_id FROM documents WHERE document_id <> $1 UNION SELECT capture_id FROM letters)",
    },
    "sha256": {
        "capture_id": "SELECT capture_id FROM captures WHERE sha256 = $1",
        "letter_id": "SELECT l.letter_id FROM letter_versions l JOIN captures c USING (capture_id) WHERE c.sha256 = $1",
        "document_id": "SELECT d.document_id FROM documents d JOIN captures c USING (capture_id) WHERE c.sha256 = $1",
    },
}


def _take_down(con: duckdb.DuckDBPyConnection, takedowns: Sequence[Takedown]) -> set[Takedown]:
    """Put what the entries stand for into ``taken``; the entries that stand for something."""
    for target in ("rows_of", "texts_of"):
        con.execute(f"CREATE TABLE taken.{target} (of VARCHAR, id VARCHAR)")
    matched = set()
    for entry in takedowns:
        target = "rows_of" if entry.scope == "all" else "texts_of"
        for of, query in _MEANT[entry.subject].items():
            found = con.execute(
                f"INSERT INTO taken.{target} SELECT '{of}', * FROM ({query}) RETURNING id", [entry.value]
            ).fetchall()
            if found:
                matched.add(entry)
    return matched


# --- the session and the folder ---


@contextmanager
def _session(memory_limit: str) -> Iterator[duckdb.DuckDBPyConnection]:
    con = duckdb.connect(config={"memory_limit": memory_limit})
    try:
        con.execute("SET TimeZone = 'Asia/Shanghai'")
        yield con
    finally:
        con.close()


def _attach(con: duckdb.DuckDBPyConnection, db_path: Path, new: Path) -> None:
    try:
        con.execute(f"ATTACH {literal(str(db_path))} AS warehouse (READ_ONLY)")
    except duckdb.Error as error:
        raise PublishError(f"{db_path} cannot be opened as a warehouse: {' '.join(str(error).split())}") from error
    con.execute(f"ATTACH {literal(str(new))} AS published (STORAGE_VERSION {literal(STORAGE_VERSION)})")
    for scratch in ("stage", "taken"):
        con.execute(f"ATTACH ':memory:' AS {scratch}")
    con.execute("USE warehouse")
    there = set(
        con.execute(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'warehouse' AND NOT internal"
        ).fetchall()
    )
    described = {(t.name, c.name) for t in schema.tables().values() for c in t.columns}
    if missing := sorted(described - there):
        raise PublishError(
            f"{db_path} has no column {'.'.join(missing[0])}: another version of wenzheng built it;"
            " run `wenzheng build` and publish again"
        )


def _edition(
    con: duckdb.DuckDBPyConnection, tables: Mapping[str, Table], *, with_text: bool, published_at: dt.datetime
) -> Edition:
    ((build_id, built_at, wenzheng_version),) = con.execute(
        "SELECT build_id, built_at, wenzheng_version FROM builds ORDER BY built_at DESC LIMIT 1"
    ).fetchall()
    ((synthetic,),) = con.execute("SELECT coalesce(bool_and(synthetic), false) FROM sources").fetchall()
    return Edition(
        published_at=published_at,
        build_id=build_id,
        built_at=built_at.astimezone(SHANGHAI),
        wenzheng_version=wenzheng_version,
        with_text=with_text,
        synthetic=synthetic,
    )


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    ((number,),) = con.execute(f"SELECT count(*) FROM {table}").fetchall()
    return int(number)


@contextmanager
def _beside(published_dir: Path) -> Iterator[Path]:
    """A folder beside the versions; what is not renamed into them is gone afterwards. The lock is held."""
    for remains in published_dir.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(remains)
    folder = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=published_dir))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _swap(folder: Path, published_dir: Path, version: str) -> None:
    """Make the finished folder a version and the current one. Readers of ``current`` see the old one or the new one."""
    folder.chmod(0o755)
    for path in (*folder.rglob("*"), folder):
        _to_disk(path)
    versions = published_dir / VERSIONS
    versions.mkdir(exist_ok=True)
    folder.rename(versions / version)
    _to_disk(versions)
    link = published_dir / f".{CURRENT}-{uuid.uuid4().hex[:8]}"
    link.symlink_to(Path(VERSIONS) / version)
    os.replace(link, published_dir / CURRENT)
    _to_disk(published_dir)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
