"""N1 by words: a figure of a sentence that a table prints in a cell whose row and column the sentence names.

What belongs here: cells that no metric leads to, because the words of the sentence or of the header are of no metric
(自助服务量154917个 against the column 自助来电量), or were read as of something else. Since the words may be of two
things, only prints that agree or differ by a slip of the pen are told, and only numbers that no chance repeats. What
does not: figures whose metric, office or kind say which cell is theirs (``narrative_vs_table``, ``named_rows``,
``named_cells``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from parsers.cells import header_word
from parsers.claims.cells import cell_number
from parsers.records import Claim, Column, Row, Table
from parsers.text.numbers import half_width
from pipelines.audit.agreement.named_cells import named_cells
from pipelines.audit.agreement.named_rows import named_rows
from pipelines.audit.agreement.narrative_vs_table import text_against_table
from pipelines.audit.figures import distinct, located, narrative
from pipelines.audit.finding import Audited, Finding, check, findings_of, say
from pipelines.audit.intervals import severity_of_gap
from pipelines.audit.rules import words
from pipelines.audit.sheets import is_blank_cell
from pipelines.audit.slips import is_slip
from pipelines.audit.stated import compact, grouped, table_name
from pipelines.audit.wording import channel_zh, header_zh

_RULES = "worded_cells"
FEWEST_DIGITS = 3
"""Digits that say something (not the closing zeros of a count) of a number that is hardly printed twice by chance."""
FEWEST_BEHIND_A_NAME = 2
"""The same where the very name of the row stands right before the number."""
_SHORTEST_WORD = 2
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_IN_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_NUMBER = re.compile(
    r"(?<![\d.])(?<!\d,)(?P<number>\d[\d,]*(?:\.\d+)?)(?![\d.年月日号时:-])(?P<unit>%|[万亿]?(?:[件人]次|[件个次条封起宗例通元人])?)"
)


@dataclass(frozen=True, slots=True)
class _Printed:
    """A number in a table, and what its row and column are called."""

    table: Table
    row: Row
    column: Column
    text: str
    value: Fraction
    is_percent: bool


def telling_digits(number: str) -> int:
    """How many digits of a printed number say something: ``154917`` six, ``2400`` two, ``0.90%`` two.

    >>> telling_digits("98.99%"), telling_digits("1,200件")
    (4, 2)
    """
    found = _FIGURE.search(half_width(number))
    digits = found[0].replace(",", "") if found else ""
    digits = digits.replace(".", "") if "." in digits else digits.rstrip("0")
    return len(digits.lstrip("0"))


def shared_word(a: str, b: str) -> int:
    """The length of the longest run of characters that two texts share."""
    return max(
        (n for n in range(1, len(a) + 1) for i in range(len(a) - n + 1) if a[i : i + n] in b),
        default=0,
    )


def _cells(audited: Audited) -> Iterator[_Printed]:
    for table in audited.tables:
        for row in table.rows:
            for column, text in zip(table.columns, row.cells, strict=False):
                if text is None or is_blank_cell(text) or column.kind in ("serial", "label", "note"):
                    continue
                number = cell_number(text, column)
                if number is not None and telling_digits(text) >= FEWEST_BEHIND_A_NAME:
                    is_percent = column.kind == "rate" or "%" in half_width(f"{text}{column.header}{row.label}")
                    yield _Printed(table, row, column, text.strip(), abs(Fraction(number.value)), is_percent)


@dataclass(frozen=True, slots=True)
class _Said:
    """A number in a sentence: what stands before it, the claim that was read from it, if any."""

    before: str
    printed: str
    value: Fraction
    unit: str
    claim: Claim | None


def _numbers(audited: Audited) -> Iterator[_Said]:
    """The numbers of the sentences that have enough digits, also those of what is counted in no metric (元, 个)."""
    claims = grouped(narrative(audited), lambda c: compact(c.printed))
    for sentence in re.split("[。；;！？\n]", audited.full_text):
        text = compact(sentence)
        for found in _NUMBER.finditer(text):
            if telling_digits(found["number"]) >= FEWEST_BEHIND_A_NAME:
                own = (c for n in range(len(found[0]), 0, -1) for c in claims.get(found[0][:n], ()))
                read = next((c for c in own if compact(c.quote) in text or text in compact(c.quote)), None)
                value = Fraction(found["number"].replace(",", ""))
                yield _Said(text[: found.start()], found[0], value, found["unit"], read)


def _name(printed: str) -> str:
    """A header or a label without what is in brackets and without the words that only say that something is counted."""
    word = compact(_IN_BRACKETS.sub("", printed))
    for ending in sorted(words(_RULES, "say_nothing"), key=len, reverse=True):
        word = word.removesuffix(ending)
    return word


def _are_named(cell: _Printed, said: str) -> bool:
    """Whether a sentence names the row and the column of a cell; a total is of all rows, so that it names none."""
    labels = [name for row in cell.table.rows if not row.is_total and (name := compact(row.label or ""))]
    if cell.row.is_total:
        of_row = not any(name in said for name in labels if len(name) >= _SHORTEST_WORD)
    else:
        name = _name(cell.row.label or "")
        of_row = len(name) >= _SHORTEST_WORD and 2 * shared_word(name, said) >= max(len(name), 2 * _SHORTEST_WORD)
    is_behind = not cell.row.is_total and said.endswith(compact(cell.row.label or "-"))
    fewest = FEWEST_BEHIND_A_NAME if is_behind else FEWEST_DIGITS
    is_of_column = shared_word(_name(header_word(cell.column.header)[0]), said) >= _SHORTEST_WORD
    return of_row and is_of_column and telling_digits(cell.text) >= fewest


def _told(audited: Audited) -> frozenset[str]:
    """The figures that the other checks hold against a table."""
    checks = (text_against_table, named_rows, named_cells)
    return frozenset(number for run in checks for found in findings_of(run, audited) for number in found.claim_ids)


def _findings(audited: Audited) -> Iterator[Finding]:
    by_value: dict[Fraction, list[_Printed]] = {}
    for cell in _cells(audited):
        by_value.setdefault(cell.value, []).append(cell)
    told: frozenset[str] | None = None
    numbers = tuple(_numbers(audited)) if by_value else ()
    values = {said.value for said in numbers}
    unsaid = [cell for value, cells in by_value.items() if value not in values for cell in cells]
    for said in numbers:
        same = (c for c in by_value.get(said.value, ()) if _is_meant(c, said))
        found = next(same, None) or _written_wrong(unsaid, said)
        if found is None:
            continue
        told = _told(audited) if told is None else told
        if said.claim is None or audited.claim_id(said.claim) not in told:
            yield _finding(audited, said, found)


def _is_meant(cell: _Printed, said: _Said) -> bool:
    return _is_of_unit(cell, said.unit) and _are_named(cell, said.before)


def _written_wrong(cells: Iterable[_Printed], said: _Said) -> _Printed | None:
    """The one count of a row that the words before a number name, of which the number is a slip of the pen."""
    counts = (cell for cell in cells if not cell.is_percent and not cell.row.is_total)  # of all, others may be printed
    found = [cell for cell in counts if is_slip(cell.text, said.printed) and _is_meant(cell, said)]
    return found[0] if len(found) == 1 else None


def _is_of_unit(cell: _Printed, unit: str) -> bool:
    """Whether a cell prints percent where the sentence does, and ten thousands where it does (67.34万元)."""
    own = "万" in f"{cell.text}{cell.column.header}"
    is_large = unit.startswith("万")
    may_be = own == is_large or (is_large and any("万" in caption for caption in cell.table.caption))
    return may_be and cell.is_percent == (unit == "%")


def _finding(audited: Audited, said: _Said, cell: _Printed) -> Finding:
    name, row, column = table_name(audited, cell.table), cell.row.label or "", header_zh(cell.column.header)
    channel = channel_zh(said.claim.channel) if said.claim is not None else ""
    gap = said.value - cell.value
    finding = Finding(
        check_id="N1",
        subject=f"{channel}正文{said.printed}与{name}{row}{column}",
        verdict="needs_definition" if gap else "consistent",
        severity=severity_of_gap(gap, cell.value) if gap else 0,
        gap=gap or None,
        claimed=said.printed,
        recomputed=cell.text,
        metric=said.claim.metric if said.claim is not None else None,
        **say(
            _RULES,
            "slip" if gap else "cell",
            claimed=said.printed,
            table=name,
            table_no=cell.table.table_no,
            row=row,
            column=column,
            figure=cell.text,
        ),
    )
    return located(audited, finding, () if said.claim is None else (said.claim,))


@check(
    "N1", "正文与附表同名之数", "figures of sentences under the words of a table", gives="consistent needs_definition"
)
def worded_cells(audited: Audited) -> Iterator[Finding]:
    """A number of a sentence, whatever it was read to count, against a cell of a table whose row (other than the total)
    and column the words before it name.

    Only numbers of three digits or more, closing zeros of counts left out, of two where the name of the row stands
    right before them; and only what agrees, or a number that no cell prints and that is, but for a digit or two
    neighbours in each other's place, that of the cell: one that prints another number may be of something else.

    Tolerance: none; the sign of a change is left to its words.
    """
    yield from distinct(_findings(audited))
