"""What is new, gone or answered between two warehouses: discrepancies, letters, documents.

What belongs here: comparing two files, and the notes kept since. What does not: making one of them
(``pipelines.build.build_past``), how the result looks. Both files are only read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.evidence.notes import Note, notes_on, status_of
from warehouse.query import Session, session

Row = Mapping[str, Any]

_RESULT = ("verdict", "severity", "claimed", "recomputed")


@dataclass(frozen=True, slots=True)
class Changed:
    """A discrepancy whose result is another one."""

    before: Row
    after: Row


@dataclass(frozen=True, slots=True)
class Changes:
    """From an earlier warehouse to a later one. Letters and documents are rows of the file that has them.

    ``answered`` are letters with a substantive answer or a refusal now that had none before, also where they are new;
    ``edited`` ones have ``changes``, each with its name and fields as in ``letter_versions``, that they had not before;
    ``removed`` (with ``removal_reason``) and ``restored`` letters went from their site or came back. ``findings_noted``
    are those of the later file to which notes gave another ``status``, with the last ``note``. Where there is no
    earlier file everything is new, and nothing is answered beside it.
    """

    findings_new: tuple[Row, ...]
    findings_gone: tuple[Row, ...]
    findings_changed: tuple[Changed, ...]
    findings_noted: tuple[Row, ...]
    letters_new: tuple[Row, ...]
    answered: tuple[Row, ...]
    edited: tuple[Row, ...]
    removed: tuple[Row, ...]
    restored: tuple[Row, ...]
    documents_new: tuple[Row, ...]
    documents_replaced: tuple[Row, ...]
    documents_gone: tuple[Row, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not any(getattr(self, name) for name in self.__dataclass_fields__)


_FINDINGS = """
    SELECT finding_id, check_id, document_id, letter_id, source_id, verdict, severity, subject, claimed, recomputed,
        statement_zh, statement_en
    FROM discrepancies
"""
_ANY_FINDING = _FINDINGS.replace("discrepancies", "findings")
_BUILT_ON = "SELECT timezone('Asia/Shanghai', max(built_at))::DATE FROM builds"
_LETTERS = """
    SELECT l.letter_id, l.source_id, l.url, l.received_on, l.removed_at, l.removal_reason,
        coalesce(r.answered, false) AS answered, coalesce(v.changes, []) AS changes
    FROM letters l
    LEFT JOIN (
        SELECT letter_id, bool_or(stage IN ('substantive', 'refusal')) AS answered FROM replies GROUP BY letter_id
    ) r USING (letter_id)
    LEFT JOIN (
        SELECT letter_id, list({'change': change, 'fields': changed_fields} ORDER BY version_no) AS changes
        FROM letter_versions
        WHERE change IN ('edited', 'reply_edited', 'reply_withdrawn', 'date_moved', 'office_changed')
        GROUP BY letter_id
    ) v USING (letter_id)
    ORDER BY l.letter_id
"""
_DOCUMENTS = """
    SELECT document_id, version_no, coalesce(title_redacted, title) AS title, url, dated_on
    FROM documents WHERE is_current ORDER BY document_id
"""


def compare(before: Path | None, after: Path, notes: Sequence[Note] = (), since: dt.date | None = None) -> Changes:
    """What changed from one warehouse to another, or from none; raises ``QueryError`` where one cannot be opened.

    Of ``notes``, those from the day ``since`` on are new; without it, from the day on which the earlier file was built.
    """
    findings, letters, documents = zip(_tables(before), _tables(after), strict=True)
    return Changes(
        findings_new=_only(findings[1], findings[0]),
        findings_gone=_only(findings[0], findings[1]),
        findings_changed=tuple(
            Changed(findings[0][key], row)
            for key, row in findings[1].items()
            if key in findings[0] and any(findings[0][key][name] != row[name] for name in _RESULT)
        ),
        findings_noted=tuple(_noted(after, notes, since or _built_on(before))) if notes else (),
        letters_new=_only(letters[1], letters[0]),
        answered=_where(
            letters, lambda was, now: before is not None and now["answered"] and not (was and was["answered"])
        ),
        edited=tuple(_edited(letters)),
        removed=_where(letters, lambda was, now: _is_gone(now) and not (was and _is_gone(was))),
        restored=_where(letters, lambda was, now: was is not None and _is_gone(was) and not _is_gone(now)),
        documents_new=_only(documents[1], documents[0]),
        documents_replaced=_where(
            documents, lambda was, now: was is not None and was["version_no"] < now["version_no"]
        ),
        documents_gone=_only(documents[0], documents[1]),
    )


def _tables(path: Path | None) -> tuple[dict[str, Row], dict[str, Row], dict[str, Row]]:
    """Discrepancies, letters and documents of a warehouse, each by its id."""
    if path is None:
        return {}, {}, {}
    with session(path) as asked:
        return (
            _by(asked, _FINDINGS, "finding_id"),
            _by(asked, _LETTERS, "letter_id"),
            _by(asked, _DOCUMENTS, "document_id"),
        )


def _built_on(path: Path | None) -> dt.date:
    if path is None:
        return dt.date.min
    with session(path) as asked:
        return dt.date.fromisoformat(str(asked.ask(_BUILT_ON).rows[0][0]))


def _noted(path: Path, notes: Sequence[Note], since: dt.date) -> Iterator[Row]:
    """The findings, also those that hold now, to which the notes from a day on gave another status."""
    with session(path) as asked:
        found = _by(asked, _ANY_FINDING, "finding_id")
    for finding_id, on_it in notes_on(notes, found.keys()).items():
        was, status = status_of(tuple(note for note in on_it if note.date < since)), status_of(on_it)
        if status != was:
            yield {**found[finding_id], "status": status, "note": on_it[-1].note}


def _edited(letters: tuple[Mapping[str, Row], Mapping[str, Row]]) -> Iterator[Row]:
    """The letters of both files that were edited between them, with those edits only."""
    before, after = letters
    for key, now in after.items():
        known = len(before[key]["changes"]) if key in before else len(now["changes"])
        if len(now["changes"]) > known:
            yield {**now, "changes": now["changes"][known:]}


def _is_gone(letter: Row) -> bool:
    return letter["removed_at"] is not None


def _by(asked: Session, query: str, key: str) -> dict[str, Row]:
    return {row[key]: row for row in asked.ask(query).records}


def _only(here: Mapping[str, Row], there: Mapping[str, Row]) -> tuple[Row, ...]:
    return _in_order(row for key, row in here.items() if key not in there)


def _where(
    tables: tuple[Mapping[str, Row], Mapping[str, Row]], holds: Callable[[Row | None, Row], bool]
) -> tuple[Row, ...]:
    before, after = tables
    return tuple(row for key, row in after.items() if holds(before.get(key), row))


def _in_order(found: Iterable[Row]) -> tuple[Row, ...]:
    """Discrepancies by severity; letters and documents as they come."""
    return tuple(sorted(found, key=lambda row: -row.get("severity", 0)))
