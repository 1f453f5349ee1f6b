"""N2 for names alone: the first few that a sentence names (前三位为甲、乙、丙) against the rows of a table.

What belongs here: names whose figures stand in a table and not in the sentence. What does not: lists with figures of
their own (``standings``), lists of those with much of something by the words of ``rules/ranking.yaml`` (``ranking``),
printed ranks (``ranks``), how many are named (``listed``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from parsers.claims.words import words_pattern
from parsers.text.leading import FIRST_FEW, number_of
from pipelines.audit.figures import claims_of, distinct, kind, located
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.intervals import Figure
from pipelines.audit.order.ranking import names_town
from pipelines.audit.rules import words
from pipelines.audit.sheets import Sheet, SheetRow, sheets
from pipelines.audit.stated import compact, table_name

_RULES = "named_ranks"
FEWEST = 3
"""Two names stand in the order of some column every other time."""
_SHORTEST_NAME = 2
_ASIDE = re.compile(r"[(（][^()（）]*[)）]|\d[\d.,]*(?:%|[件人]次|[件条封个次起宗例单])?")
_KIND = re.compile("(?:类|问题|方面)$")
_BEHIND_NAME = re.compile("^(?:类|问题|方面)?等?[、，,和及与以]*")


_AHEAD = re.compile(
    rf"(?P<by>[^，,。；;：:\n]{{0,12}}?)(?P<word>{FIRST_FEW}|较[大多高](?=的)|靠前|居前)[^，,、；;。：:\d（）()]{{0,14}}?"
    r"(?:分别|依次|主要)?(?:[为是有][：:]?|[：:])(?P<list>[^。；;\n]+)"
)
"""The words that open the first few by their names (排名前三的服务主要有：, 受理量较大的商品主要有)."""
_STOP = re.compile("[。；;：:，,\n]")
_FARTHEST = 200
"""Characters that names before the words that rank them are looked for in."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """The first few that a sentence names: the words, whether they rank by a number of items, the rows of the names."""

    word: str
    is_by_number: bool
    table: Sheet
    rows: tuple[SheetRow, ...]


def rows_named(text: str, table: Sheet) -> tuple[tuple[SheetRow, ...], bool]:
    """The rows of a table that a list names from its begin on, and whether it names nothing else."""
    labels = {_KIND.sub("", compact(row.label)): row for row in table.rows if row.label}
    longest = sorted((name for name in labels if len(name) >= _SHORTEST_NAME), key=len, reverse=True)
    rest, found = compact(_ASIDE.sub("", text)), []
    while name := next((name for name in longest if rest.startswith(name)), ""):
        found.append(labels[name])
        rest = _BEHIND_NAME.sub("", rest[len(name) :])
    return tuple(found), rest == ""


@cache
def _behind() -> re.Pattern[str]:
    """The words that rank the names before them (甲局、乙局和丙局受理量居前三位)."""
    ranked = words_pattern(words("listed", "ranked"))
    return re.compile(rf"(?:分别|依次)?(?:{ranked})(?P<word>{FIRST_FEW})(?=[，,。；;\n]|$)")


def _said(text: str) -> Iterator[tuple[str, str, str]]:
    """The words that rank, what stands before them, and the names, behind them or before."""
    for found in _AHEAD.finditer(text):
        yield found["word"], found["by"], found["list"]
    for found in _behind().finditer(text):
        names = _STOP.split(text[max(found.start() - _FARTHEST, 0) : found.start()])[-1]
        if "、" in names:
            yield found["word"], names, names


def _ranked(audited: Audited) -> Iterator[Ranked]:
    tables = sheets(audited)
    for word, by, names in _said(audited.full_text) if tables else ():
        number = number_of(word)
        for table in tables:
            rows, is_all = rows_named(names, table)
            is_whole = len(rows) == number if number else is_all
            if is_whole and len(rows) >= FEWEST and len({row.label for row in rows}) == len(rows):
                by_number = number is not None and by.rstrip("排名居列位").endswith(("量", "数", "件"))
                yield Ranked(word, by_number, table, rows)
                break


def _columns(ranked: Ranked) -> Iterator[tuple[list[Figure], list[Figure]]]:
    """Each column that is filled in all rows: the figures of the named rows, and of the others of their kind."""
    towns = {names_town(row.label) for row in ranked.rows}
    rows = [row for row in ranked.table.rows if names_town(row.label) in towns]
    named = {id(row) for row in ranked.rows}
    for at in range(len(rows[0].cells)):
        cells = {id(row): cell for row in rows if (cell := row.cells[at]) is not None and cell.metric != "rank"}
        if len(cells) == len(rows):
            yield [cells[id(row)] for row in ranked.rows], [cells[id(row)] for row in rows if id(row) not in named]


def _are_first(figures: Sequence[Figure], others: Sequence[Figure]) -> bool:
    """Whether figures fall, none of the others is more than the last of them, and not all are one number."""
    values = [f.value for f in figures]
    falls = all(a >= b for a, b in pairwise(values))
    rest = [f.value for f in others]
    return falls and max(rest, default=values[-1]) <= values[-1] and values[0] > min([*values, *rest])


def _findings(audited: Audited) -> Iterator[Finding]:
    for ranked in _ranked(audited):
        columns = list(_columns(ranked))
        holds = next((figures for figures, others in columns if _are_first(figures, others)), None)
        counts = [figures for figures, _ in columns if kind(figures[0].metric) == "count"]
        if holds is not None:
            yield _finding(audited, ranked, holds, "holds")
        elif ranked.is_by_number and len(counts) == 1 and any(a.value < b.value for a, b in pairwise(counts[0])):
            yield _finding(audited, ranked, counts[0], "rises")


def _finding(audited: Audited, ranked: Ranked, figures: Sequence[Figure], case: str) -> Finding:
    names, table = "、".join(row.label for row in ranked.rows), table_name(audited, ranked.table.table)
    values = "；".join(f.printed for f in figures)
    finding = Finding(
        check_id="N2",
        subject=f"所称“{ranked.word}”的{ranked.rows[0].label}等{len(ranked.rows)}项与{table}",
        verdict="consistent" if case == "holds" else "unusual",
        severity=0 if case == "holds" else 1,
        claimed=names,
        recomputed=values,
        metric=figures[0].metric,
        **say(
            _RULES,
            case,
            word=ranked.word,
            names=names,
            n=len(ranked.rows),
            table=table,
            table_no=ranked.table.table.table_no,
            values=values,
        ),
    )
    return located(audited, finding, claims_of(figures))


@check("N2", "所称前几位与附表", "first few by name against a table", gives="consistent unusual")
def named_ranks(audited: Audited) -> Iterator[Finding]:
    """Three or more that a sentence names as the first (前三位为甲、乙、丙), without figures or with them, are the
    first of a table that has a row for each, by one of its columns; towns and other units are ranked by themselves.

    Where none of the columns bears them out, that is told only where the words rank by a number of items, the table
    has one column of counts, and the figures of the names rise in it: they may be ranked by something else.

    Tolerance: none; equal values may stand in either order.
    """
    yield from distinct(_findings(audited))
