"""The takedown list: what must not be published, although it is public, because somebody asked for it.

What belongs here: reading ``data/takedown.yaml`` and refusing what is wrong in it with file and line. What does not:
applying it (``warehouse.publish``). The list lies beside archive and warehouse and is made by people, so that it
survives every rebuild; the warehouse itself stays complete and marks nothing.

An entry names one thing (``letter_id``, ``document_id`` or ``sha256`` of a payload), the ``date`` on which somebody
asked, a ``reason``, and a ``scope``: ``text`` withholds its titles, texts and quotations, ``all`` every row about it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FILE = "takedown.yaml"
SUBJECTS = ("letter_id", "document_id", "sha256")
SCOPES = ("text", "all")
_FIELDS = {"scope", "date", "reason"}


class TakedownError(ValueError):
    """A takedown list that cannot be applied; the message names file, line and field."""


@dataclass(frozen=True, slots=True)
class Takedown:
    """One entry: ``subject`` says what ``value`` identifies; ``place`` is file and line."""

    subject: str
    value: str
    scope: str
    date: dt.date
    reason: str
    place: str


def load_takedowns(path: Path) -> tuple[Takedown, ...]:
    """The entries of the list at ``path``, in order; none where there is no such file."""
    if not path.exists():
        return ()
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise TakedownError(f"{path} is no YAML: {' '.join(str(error).split())}") from error
    if node is None:
        return ()
    if not isinstance(node, yaml.SequenceNode):
        raise TakedownError(f"{path}, line {node.start_mark.line + 1}: a list of entries expected")
    entries = tuple(_entries(path, node))
    seen: dict[tuple[str, str], Takedown] = {}
    for entry in entries:
        first = seen.setdefault((entry.subject, entry.value), entry)
        if first is not entry:
            raise TakedownError(f"{entry.place}: {entry.subject} {entry.value!r} stands there already ({first.place})")
    return entries


def _entries(path: Path, node: yaml.SequenceNode) -> Iterator[Takedown]:
    for item in node.value:
        place = f"{path}, line {item.start_mark.line + 1}"
        if not isinstance(item, yaml.MappingNode):
            raise TakedownError(f"{place}: an entry with fields expected, such as `letter_id: ...`")
        names = [key.value for key, _ in item.value]
        if twice := [name for name in names if names.count(name) > 1]:
            raise TakedownError(f"{place}: {twice[0]!r} stands twice")
        fields = {str(k): v for k, v in yaml.constructor.SafeConstructor().construct_mapping(item, deep=True).items()}
        yield _entry(place, fields)


def _entry(place: str, fields: dict[str, Any]) -> Takedown:
    subjects = [name for name in SUBJECTS if name in fields]
    if len(subjects) != 1:
        raise TakedownError(f"{place}: exactly one of {', '.join(SUBJECTS)} expected, found {subjects or 'none'}")
    (subject,) = subjects
    if unknown := sorted(map(str, fields.keys() - _FIELDS - {subject})):
        raise TakedownError(f"{place}: unknown field {unknown[0]!r}; known: {', '.join((*SUBJECTS, *sorted(_FIELDS)))}")
    if missing := sorted(_FIELDS - fields.keys()):
        raise TakedownError(f"{place}: {missing[0]!r} is missing")
    value, scope, date, reason = (fields[name] for name in (subject, "scope", "date", "reason"))
    if not isinstance(value, str) or not value.strip():
        raise TakedownError(f"{place}: {subject} is {value!r}; a text in quotes expected")
    if subject == "sha256" and not re.fullmatch("[0-9a-f]{64}", value):
        raise TakedownError(f"{place}: sha256 is {value!r}; 64 hexadecimal digits in lower case expected")
    if scope not in SCOPES:
        raise TakedownError(f"{place}: scope is {scope!r}; expected {' or '.join(SCOPES)}")
    if type(date) is not dt.date:
        raise TakedownError(f"{place}: date is {date!r}; a day such as 2026-01-31 expected")
    if not isinstance(reason, str) or not reason.strip():
        raise TakedownError(f"{place}: reason is {reason!r}; say why, for those who come after you")
    return Takedown(subject, value, scope, date, reason, place)
