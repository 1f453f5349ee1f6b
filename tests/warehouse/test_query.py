"""The session for questions answers questions and does nothing else."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from warehouse.query import QueryError, Session, session


@pytest.fixture
def db_path(tmp_path: Path) -> Path:
    path = tmp_path / "w.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE TABLE letters AS SELECT range AS n, '丹凤县' AS name FROM range(5)")
    return path


@pytest.fixture
def asking(db_path: Path) -> Iterator[Session]:
    with session(db_path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT n FROM letters WHERE n < 2 ORDER BY n", [(0,), (1,)]),
        ("FROM letters ORDER BY n LIMIT 1;", [(0, "丹凤县")]),
        ("WITH x AS (SELECT 1 AS a) SELECT a FROM x -- a comment; with a semicolon", [(1,)]),
        ("VALUES (1)", [(1,)]),
        ("SHOW TABLES", [("letters",)]),
        ("SELECT ';'", [(";",)]),
    ],
)
def test_questions_are_answered(asking: Session, sql: str, rows: list[tuple[object, ...]]) -> None:
    assert asking.ask(sql).rows == rows


def test_columns_parameters_and_limit(asking: Session) -> None:
    answer = asking.ask("SELECT n, name FROM letters WHERE n >= ? ORDER BY n", [1], limit=2)
    assert answer.columns == ("n", "name")
    assert answer.rows == [(1, "丹凤县"), (2, "丹凤县")]
    assert asking.ask("SELECT $n + 1", {"n": 1}).rows == [(2,)]
    assert asking.ask("SELECT count(*) FROM letters").rows == [(5,)]


REFUSED = [
    "COPY letters TO '{folder}/out.csv'",
    "COPY (SELECT 1) TO '{folder}/out.csv'",
    "COPY letters FROM '/etc/passwd'",
    "ATTACH '{folder}/other.duckdb'",
    "DETACH w",
    "EXPORT DATABASE '{folder}/out'",
    "IMPORT DATABASE '{folder}/out'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "CREATE TABLE x (n INT)",
    "CREATE TEMP TABLE x AS SELECT 1",
    "CREATE MACRO f() AS 1",
    "CREATE SECRET s (TYPE s3)",
    "INSERT INTO letters VALUES (9, '')",
    "UPDATE letters SET n = 1",
    "DELETE FROM letters",
    "DROP TABLE letters",
    "ALTER TABLE letters ADD COLUMN x INT",
    "SET enable_external_access = true",
    "SET memory_limit = '100GB'",
    "RESET lock_configuration",
    "SET VARIABLE a = 1",
    "PRAGMA database_list",
    "PRAGMA enable_external_access",
    "CHECKPOINT",
    "VACUUM",
    "BEGIN",
    "USE memory",
    "CALL pragma_version()",
    "PREPARE p AS SELECT 1",
    "EXPLAIN ANALYZE COPY letters TO '{folder}/out.csv'",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP TABLE letters",
    "",
    "-- nothing",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM read_blob('/etc/passwd')",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_json('/etc/passwd')",
    "SELECT * FROM read_parquet('http://127.0.0.1:9/x.parquet')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "SELECT * FROM parquet_metadata('/etc/passwd')",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM '/etc/passwd.csv'",
    "SELECT * FROM 'https://example.org/x.csv'",
    "SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')",
    "SELECT getenv('HOME')",
    "SELECT * FROM duckdb_secrets()",
    "WITH gone AS (DELETE FROM letters RETURNING *) SELECT * FROM gone",
    "SELEC 1",
    "SELECT nothing FROM letters",
    "SELECT * FROM nowhere",
]


@pytest.mark.parametrize("sql", REFUSED)
def test_everything_else_is_refused_in_one_sentence(asking: Session, db_path: Path, sql: str) -> None:
    with pytest.raises(QueryError) as error:
        asking.ask(sql.format(folder=db_path.parent))
    assert str(error.value)
    assert "\n" not in str(error.value)
    assert asking.ask("SELECT count(*) FROM letters").rows == [(5,)]
    assert [path.name for path in db_path.parent.iterdir()] == ["w.duckdb"]


def test_the_sandbox_holds_where_the_look_at_the_statement_does_not(asking: Session) -> None:
    for sql in ("SET enable_external_access = true", "SET lock_configuration = false", "SET memory_limit = '9GB'"):
        with pytest.raises(duckdb.Error):
            asking.connection.execute(sql)


def test_no_warehouse_and_no_database_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="run `wenzheng build` first"), session(tmp_path / "none.duckdb"):
        pass
    (tmp_path / "text.duckdb").write_text("not a database", encoding="utf-8")
    with pytest.raises(QueryError, match="cannot be opened as a warehouse"), session(tmp_path / "text.duckdb"):
        pass
