"""All letters of a payload: of a document with one or several, of a table with a letter a row, of a CSV file.

What belongs here: which rows and blocks are a letter. What does not: which label is which field of it, and putting it
together (``parsers.letters``).
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from parsers.document import Document, Grid
from parsers.labels import label_key, letter_labels
from parsers.letters import (
    PrintedLetter,
    Route,
    Source,
    assign_fields,
    build_letter,
    lists_letters,
    printed_in,
    printed_letters,
    unknown_label,
)
from parsers.records import Issue, Letter, Unreadable, brief
from parsers.reply_blocks import PrintedReply
from parsers.text.agencies import NO_REGIONS

_Cells = Sequence[str | None]


def _rows_of_letters(
    header: _Cells,
    rows: Iterable[tuple[_Cells, str]],
    *,
    source: Source,
    route: Route,
    payload_sha256: str,
    regions: Mapping[str, str],
) -> tuple[list[Letter], list[Issue]]:
    """Letters of a table with a header, one a row. A row that cannot be a letter is an Issue with the row."""
    labels = letter_labels()
    letters: list[Letter] = []
    seen: set[str] = set()
    issues = [unknown_label(h, "", "header") for h in header if h and not labels.knows(label_key(h))]
    known = [h if h and labels.knows(label_key(h)) else None for h in header]
    for row_no, (cells, place) in enumerate(rows, 1):
        raw = ",".join((c or "").strip() for c in cells)[:500]
        if len(cells) != len(header):
            message = (
                f"The row has {len(cells)} cells where its header has {len(header)}; it is left out. "
                "Add the missing cells, or put text with separators in quotes."
            )
            issues.append(Issue(code="row_width", message=message, place=place, raw=_without_persons(header, cells)))
            continue
        if not raw.strip(", "):
            continue
        pairs = [(h, (c or ""), place) for h, c in zip(known, cells, strict=True) if h is not None]
        values, found = assign_fields(pairs)
        if printed_in(values, "title") is None and printed_in(values, "body") is None:
            message = (
                "The row has neither a title (标题) nor a text (来信内容), so it is no letter; it is left out. "
                "Compare it with the original page."
            )
            issues.append(
                Issue(code="missing_field", message=message, place=place, raw=_without_persons(header, cells))
            )
            continue
        reply = values.get("reply")
        printed = PrintedLetter(values, (PrintedReply(reply.value, place),) if reply else (), None, tuple(found))
        letter, found = build_letter(
            printed, source=source, route=route, payload_sha256=payload_sha256, row=row_no, regions=regions
        )
        issues += [i if i.place and i.place.startswith(place) else replace(i, place=place) for i in found]
        if letter.letter_id in seen:
            message = (
                f"The letter {letter.letter_id} stands in the file more than once; the first row is taken. "
                "Compare the rows and keep one."
            )
            issues.append(Issue(code="repeated_letter", message=message, place=place, raw=letter.letter_id))
        seen.add(letter.letter_id)
        letters.append(letter)
    return letters, issues


def _without_persons(header: _Cells, cells: _Cells) -> str | None:
    """A row as printed for an Issue, without the cells under a person's label; none at all where cells have shifted."""
    person = {i for i, h in enumerate(header) if h and label_key(h) in letter_labels().person}
    if person and len(cells) != len(header):
        return None
    return ",".join((c or "").strip() for i, c in enumerate(cells) if i not in person)[:500]


def letters_from_document(
    document: Document, *, source: Source, route: Route, payload_sha256: str, regions: Mapping[str, str] = NO_REGIONS
) -> tuple[list[Letter], list[Issue]]:
    """All letters of a document: label | value grids, labelled paragraphs, or a table with a letter a row."""
    letters: list[Letter] = []
    issues: list[Issue] = []
    lists = [b for b in document.blocks if isinstance(b, Grid) and lists_letters(b)]
    for grid in lists:
        rows = list(zip(grid.rows[1:], grid.locators[1:], strict=True))
        found, said = _rows_of_letters(
            grid.rows[0], rows, source=source, route=route, payload_sha256=payload_sha256, regions=regions
        )
        letters += found
        issues += said
    if lists:
        return letters, issues
    printed = printed_letters(document)
    for one in printed:
        own = payload_sha256 if len(printed) == 1 else _content_hash(one)
        letter, said = build_letter(one, source=source, route=route, payload_sha256=own, regions=regions)
        letters.append(letter)
        issues += said
    return letters, issues


def _content_hash(letter: PrintedLetter) -> str:
    """What a letter is known by on a page with several: the next page of their list, or the same one a week later, has
    other bytes, and the letter still its title, text and day.
    """
    own = [letter.values[field].value.strip() for field in ("title", "body", "received_on") if field in letter.values]
    return hashlib.sha256("\n".join(own).encode()).hexdigest()


def _csv_rows(text: str) -> tuple[list[tuple[list[str], str]], list[Issue]]:
    """Rows with the line on which each ends; reading stops at the first place that is not CSV, and that is an Issue."""
    reader = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), strict=True)
    rows: list[tuple[list[str], str]] = []
    try:
        for cells in reader:
            rows.append((cells, f"L{reader.line_num}"))
    except csv.Error as error:
        message = (
            f"The CSV ends or breaks a quoted cell at line {reader.line_num} ({brief(error)}): the first {len(rows)} "
            "rows are read, nothing behind them. Close the quotes, or fetch the complete file, and read it again."
        )
        return rows, [Issue(code="cut_off", message=message, place=f"L{reader.line_num}")]
    return rows, []


def letters_from_csv(
    text: str, *, source: Source, route: Route, payload_sha256: str, regions: Mapping[str, str] = NO_REGIONS
) -> tuple[list[Letter], list[Issue]]:
    """All letters of a CSV file, one a row; the header holds labels of labels.yaml, Chinese or English.

    Places are the lines on which rows end. Raises ``Unreadable`` for a file whose first row names no column of letters.
    """
    rows, issues = _csv_rows(text)
    header = rows[0][0] if rows else []
    fields = {letter_labels().fields.get(label_key(h)) for h in header}
    if not fields & {"title", "body"}:
        message = (
            f"Line 1 holds {','.join(header)[:80]!r} where labels of letters are expected "
            "(来信标题, 来信内容, 回复内容). Add a header row."
        )
        raise Unreadable("not_letters", message)
    letters, found = _rows_of_letters(
        header, rows[1:], source=source, route=route, payload_sha256=payload_sha256, regions=regions
    )
    return letters, [*found, *issues]
