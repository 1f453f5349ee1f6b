"""A closed, read-only session on the warehouse, for ``wenzheng sql``.

What belongs here: what such a session may and may not do. What does not: how answers are shown (the command line).
The session cannot write, attach, copy, load extensions, change settings, read files or reach the network. DuckDB itself
enforces that (read-only file, no external access, locked configuration); statements other than questions are refused
before they are run, with one sentence that says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb


class QueryError(ValueError):
    """A query that is refused or cannot be answered; the message is one sentence."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The columns of a result and its rows."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    @property
    def records(self) -> list[dict[str, Any]]:
        """The rows by name of column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True, slots=True)
class Session:
    """An open, closed-off connection."""

    connection: duckdb.DuckDBPyConnection

    def ask(self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = (), *, limit: int | None = None) -> Answer:
        """The answer to one SELECT (or FROM, WITH, VALUES, DESCRIBE, SHOW, SUMMARIZE), at most ``limit`` rows of it.

        Raises QueryError for anything else, for more than one statement, and for a query that DuckDB cannot answer.
        """
        statement = self._one_question(sql)
        try:
            result = self.connection.execute(statement, parameters)
            columns = tuple(column[0] for column in result.description)
            return Answer(columns, result.fetchall() if limit is None else result.fetchmany(limit))
        except duckdb.Error as error:
            raise QueryError(_one_sentence(error)) from error

    def _one_question(self, sql: str) -> str:
        try:
            statements = self.connection.extract_statements(sql)
        except duckdb.Error as error:
            raise QueryError(_one_sentence(error)) from error
        if len(statements) != 1:
            raise QueryError(f"expected one statement, found {len(statements)}; ask one question at a time")
        kind = statements[0].type
        if kind is not duckdb.StatementType.SELECT:
            raise QueryError(
                f"{kind.name} is not allowed: this session only answers questions (SELECT, FROM, DESCRIBE, SHOW ...);"
                " it cannot write, attach, copy, load, change settings or read files"
            )
        return str(statements[0].query)


def _one_sentence(error: duckdb.Error) -> str:
    # DuckDB adds the query with a caret, and candidates, on further lines.
    return " ".join(str(error).split("\n\nLINE")[0].split())


@contextmanager
def session(db_path: Path, *, memory_limit: str = "2GB") -> Iterator[Session]:
    """A closed session on the warehouse at ``db_path``; QueryError where there is none."""
    if not db_path.is_file():
        raise QueryError(f"no warehouse at {db_path}; run `wenzheng build` first")
    try:
        connection = duckdb.connect(str(db_path), read_only=True, config={"memory_limit": memory_limit})
    except duckdb.Error as error:
        raise QueryError(f"{db_path} cannot be opened as a warehouse: {_one_sentence(error)}") from error
    try:
        connection.execute("SET TimeZone = 'Asia/Shanghai'")
        # Not even what does not fit into memory is written beside the live file.
        connection.execute("SET temp_directory = ''")
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        yield Session(connection)
    finally:
        connection.close()
