"""What people found out about a finding: ``data/notes.yaml``, a list that they edit.

What belongs here: reading the list and refusing what is wrong in it with file and line. What does not: showing it. The
file lies beside archive and warehouse, so that it survives every rebuild.

An entry names the ``finding`` (its id, or the eight digits of it that `wenzheng discrepancies` shows), the ``date``,
the ``status`` from then on (open, explained: the office told its definition, corrected: the figure was printed anew),
and a ``note``; ``source`` may give an address or a file number.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FILE = "notes.yaml"
OPEN = "open"
STATUSES = {OPEN: "待说明", "explained": "已说明", "corrected": "已更正"}
_NEEDED = ("finding", "date", "status", "note")
_KNOWN = (*_NEEDED, "source")


class NotesError(ValueError):
    """A list of notes that cannot be used; the message names file, line and field."""


@dataclass(frozen=True, slots=True)
class Note:
    """One entry; ``finding`` is an id or the beginning of one, ``place`` is file and line."""

    finding: str
    date: dt.date
    status: str
    note: str
    source: str | None
    place: str

    @property
    def status_zh(self) -> str:
        """The status as it is shown in Chinese."""
        return STATUSES[self.status]


def load_notes(path: Path) -> tuple[Note, ...]:
    """The entries of the list at ``path``, the oldest first; none where there is no such file."""
    if not path.exists():
        return ()
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise NotesError(f"{path} is no YAML: {' '.join(str(error).split())}") from error
    if node is None:
        return ()
    if not isinstance(node, yaml.SequenceNode):
        raise NotesError(f"{path}, line {node.start_mark.line + 1}: a list of entries expected")
    return tuple(sorted(_entries(path, node), key=lambda note: note.date))


def status_of(notes: tuple[Note, ...]) -> str:
    """The status that the last entry gives; open without any."""
    return notes[-1].status if notes else OPEN


def notes_on(notes: Iterable[Note], finding_ids: Collection[str]) -> dict[str, tuple[Note, ...]]:
    """The notes of each finding that has some; raises ``NotesError`` for a beginning that several findings share."""
    found: dict[str, tuple[Note, ...]] = {}
    for note in notes:
        meant = [finding_id for finding_id in finding_ids if finding_id.startswith(note.finding)]
        if len(meant) > 1:
            raise NotesError(f"{note.place}: several findings have an id that begins with {note.finding}")
        for finding_id in meant:
            found[finding_id] = (*found.get(finding_id, ()), note)
    return found


def of_no_finding(notes: Iterable[Note], finding_ids: Collection[str]) -> Iterator[str]:
    """What is said of each entry that no finding has: a slip, or a finding that another subject or parser replaced."""
    for note in notes:
        if not any(finding_id.startswith(note.finding) for finding_id in finding_ids):
            yield f"{note.place}: no finding has an id that begins with {note.finding}"


def _entries(path: Path, node: yaml.SequenceNode) -> Iterator[Note]:
    for item in node.value:
        place = f"{path}, line {item.start_mark.line + 1}"
        if not isinstance(item, yaml.MappingNode):
            raise NotesError(f"{place}: an entry with fields expected, such as `finding: ...`")
        names = [str(key.value) for key, _ in item.value]
        if twice := [name for name in names if names.count(name) > 1]:
            raise NotesError(f"{place}: {twice[0]!r} stands twice")
        # A number of sixteen digits is an id as well, and 1e5 would be a float: ids are taken as they are written.
        written = {str(key.value): value.value for key, value in item.value if isinstance(value, yaml.ScalarNode)}
        try:
            fields = yaml.constructor.SafeConstructor().construct_mapping(item, deep=True)
        except ValueError as error:  # a day that no calendar has
            raise NotesError(f"{place}: {error}; a day such as 2026-01-31 expected") from error
        yield _entry(place, {str(name): value for name, value in fields.items()}, written.get("finding", ""))


def _entry(place: str, fields: dict[str, Any], finding: str) -> Note:
    if unknown := sorted(fields.keys() - set(_KNOWN)):
        raise NotesError(f"{place}: unknown field {unknown[0]!r}; known: {', '.join(_KNOWN)}")
    if missing := [name for name in _NEEDED if name not in fields]:
        raise NotesError(f"{place}: {missing[0]!r} is missing")
    if not re.fullmatch("[0-9a-f]{8,16}", finding.lower()):
        raise NotesError(f"{place}: finding is {finding!r}; at least the first 8 hexadecimal digits of its id expected")
    if type(fields["date"]) is not dt.date:
        raise NotesError(f"{place}: date is {fields['date']!r}; a day such as 2026-01-31 expected")
    if fields["status"] not in STATUSES:
        raise NotesError(f"{place}: status is {fields['status']!r}; expected {', '.join(STATUSES)}")
    for name in ("note", "source"):
        value = fields.get(name)
        if (value is not None or name == "note") and (not isinstance(value, str) or not value.strip()):
            raise NotesError(f"{place}: {name} is {value!r}; a text expected")
    return Note(finding.lower(), fields["date"], fields["status"], fields["note"].strip(), fields.get("source"), place)
