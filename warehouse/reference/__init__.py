"""Facts that stand outside the documents, one CSV each: regions, channels, deadlines, definitions.

What belongs here: rows with their source, and their loader. What does not: words of the documents
(``parsers/vocabulary``); the offices there are the only list of offices, and rows of the warehouse are made from it.
Lines that start with ``#`` at the top of a file say where it comes from. An empty cell is null. Every row is checked
when a file is read; an error names file and line.
"""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from typing import Any

from parsers.text.agencies import kind_names, offices
from warehouse import schema
from warehouse.schema import Column

# Files whose rows are a table of the warehouse, columns as described in warehouse/schema/tables.yaml.
TABLES = ("regions", "channels", "verdicts", "issue_codes", "deadline_rules")


class ReferenceError(ValueError):
    """A row of a reference file that cannot be used; the message names file and line."""


def _flag(text: str) -> bool:
    return {"true": True, "false": False}[text]


_READERS: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "VARCHAR": (str, "text"),
    "BOOLEAN": (_flag, "true or false"),
    "DATE": (dt.date.fromisoformat, "a date such as 2022-05-01"),
    "DECIMAL(18,6)": (Decimal, "a number"),
}


def numbered_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a file with their line numbers, header first; comment lines at the top are left out."""
    lines = text.splitlines(keepends=True)
    comments = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    reader = csv.reader(lines[comments:])
    for row in reader:
        if row:
            yield comments + reader.line_num, row


def rows_of(name: str, text: str, columns: tuple[Column, ...]) -> list[dict[str, Any]]:
    """The rows of a file, typed as ``columns``; ReferenceError names the line that does not follow them."""
    numbered = numbered_rows(text)
    expected = [column.name for column in columns]
    line, header = next(numbered, (1, []))
    if header != expected:
        raise ReferenceError(
            f"{name}.csv, line {line}: the header is {','.join(header)}; expected {','.join(expected)}"
        )
    found = []
    for line, cells in numbered:
        if len(cells) != len(columns):
            raise ReferenceError(f"{name}.csv, line {line}: {len(cells)} cells; expected {len(columns)}")
        place = f"{name}.csv, line {line}: "
        found.append({c.name: _cell(place + c.name, c, cell) for c, cell in zip(columns, cells, strict=True)})
    return found


def _cell(place: str, column: Column, cell: str) -> Any:
    if cell == "":
        if column.required:
            raise ReferenceError(f"{place} is empty; expected {column.comment}")
        return None
    read, expected = _READERS[column.type]
    try:
        value = read(cell)
    except (ValueError, KeyError, InvalidOperation) as error:
        raise ReferenceError(f"{place} is {cell!r}; expected {expected}") from error
    if column.codes and cell not in column.codes:
        raise ReferenceError(f"{place} is {cell!r}; expected one of {', '.join(column.codes)}")
    return value


def _text(name: str) -> str:
    return files(__name__).joinpath(f"{name}.csv").read_text(encoding="utf-8")


@cache
def rows(name: str) -> tuple[dict[str, Any], ...]:
    """The rows of one of ``TABLES``; treat them as read-only."""
    return tuple(rows_of(name, _text(name), schema.tables()[name].columns))


def agencies() -> list[dict[str, Any]]:
    """Offices with a row of their own in the vocabulary: ``agency_code``, ``region_code``, ``name``."""
    return [{"agency_code": o.code, "region_code": o.region, "name": o.name} for o in offices()]


def agency_kinds() -> list[dict[str, Any]]:
    """Kinds of offices that any region can have: ``slug`` (the end of a code) and ``name`` (without the region)."""
    return [{"slug": slug, "name": name} for slug, name in kind_names().items()]


def agency_aliases() -> list[dict[str, Any]]:
    """Spellings of the offices with a row of their own: ``printed``, ``agency_code``."""
    return [
        {"printed": printed, "agency_code": office.code}
        for office in offices()
        for printed in dict.fromkeys((*office.spellings, *office.local))
    ]


_DEFINITION_COLUMNS = tuple(
    Column(name, "VARCHAR", comment, required=True)
    for name, comment in (
        ("definition", "the code of the definition"),
        ("alternative", "a number, 1 for the counts to be preferred"),
        ("numerator", "metrics joined by + and -"),
        ("denominator", "metrics joined by + and -"),
        ("why", "what the definition means"),
    )
)


def terms_of(expression: str) -> list[tuple[str, int]]:
    """``completed-overdue_completed`` as [(completed, 1), (overdue_completed, -1)]."""
    signed = expression.replace("-", "+-").removeprefix("+").split("+")
    return [(term.removeprefix("-"), -1 if term.startswith("-") else 1) for term in signed]


def completion_terms(known_metrics: frozenset[str]) -> list[dict[str, Any]]:
    """The definitions of completion, one row a term; ``terms`` is the number of terms on its side.

    Raises ReferenceError for a term that is no metric.
    """
    found = []
    name = "completion_definitions"
    for number, row in enumerate(rows_of(name, _text(name), _DEFINITION_COLUMNS), start=1):
        for side in ("numerator", "denominator"):
            terms = terms_of(row[side])
            for place, (metric, sign) in enumerate(terms):
                if metric not in known_metrics:
                    raise ReferenceError(f"{name}.csv, row {number}: {side}: {metric!r} is no metric")
                found.append(
                    {
                        "definition": row["definition"],
                        "alternative": int(row["alternative"]),
                        "side": side,
                        "place": place,
                        "metric": metric,
                        "sign": sign,
                        "terms": len(terms),
                    }
                )
    return found
