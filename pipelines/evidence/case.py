"""A finding with everything that it rests on, as the warehouse has it.

What belongs here: finding it by its id or a beginning of it, its claims, its captures, the checks behind it, its
siblings by cause, the notes on it. What does not: computing anything again (``verify``), pages (``templates``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.audit.finding import VERDICTS, VERDICTS_EN, Check
from pipelines.audit.unnamed import part_told
from pipelines.audit.wording import channel_zh, header_zh, metric_en, metric_zh
from pipelines.evidence.letters import NO_LETTERS, ShownLetters, letters_of
from pipelines.evidence.notes import FILE, Note, load_notes, notes_on, status_of
from pipelines.evidence.quotes import clause
from pipelines.register import registered_checks
from warehouse.query import Session, session

Row = Mapping[str, Any]

SEVERITIES = {
    0: ("供参考", "information"),
    1: ("舍入或措辞", "rounding or wording"),
    2: ("影响会被引用的数字", "a figure that would be quoted changes"),
    3: ("影响标题的说法", "the headline changes"),
}


class EvidenceError(ValueError):
    """A finding that cannot be named, or evidence that cannot be had; the message is one sentence."""


_OF_FIGURES = frozenset("AGN")
"""What the ids of checks of figures begin with; others are of dates, labels, or the reading."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a figure is printed in: a version of a document, or a letter, whose title stays private."""

    capture_id: str
    letter_id: str | None = None
    title: str | None = None
    issuer: str | None = None
    doc_no: str | None = None
    dated_on: Any = None

    def printed(self, between: str = "，") -> str:
        """Title, issuer, number and day, as far as they are printed; empty for a letter."""
        named = f"《{self.title}》" if self.title else ""
        return named + between.join(str(part) for part in (self.issuer, self.doc_no, self.dated_on) if part)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A figure that a finding rests on: what was printed, where, by whom, and in which publication.

    ``clause`` is ``None`` for cells of a table and where the sentence may not be quoted.
    """

    printed: str
    clause: str | None
    label: str
    label_en: str
    who: str | None
    locator: str
    origin: str
    stated_by: str
    publication: Publication

    def named(self, is_english: bool) -> str:
        """The column or word that it is printed under, on one line; in English with what it counts, where that is
        known.
        """
        is_known = is_english and self.label_en not in ("", self.label)
        return header_zh(self.label) + (f" ({self.label_en})" if is_known else "")


@dataclass(frozen=True, slots=True)
class Case:
    """A finding and what stands behind it. ``publication`` is the document that it is shown with; its quotes may be of
    others. ``captures`` are rows of the warehouse, those of the quotes first.
    """

    finding: Row
    publication: Publication | None
    quotes: tuple[Quoted, ...]
    captures: tuple[Row, ...]
    checks: tuple[Check, ...]
    same_cause: tuple[Row, ...]
    notes: tuple[Note, ...]
    build: Row
    letters: ShownLetters = NO_LETTERS
    """The letters that it rests on, where it is about a mailbox."""
    signed_by: str | None = None
    """The office that signs most of the answers to the letters that it is about, where one does."""

    @property
    def finding_id(self) -> str:
        """The whole id."""
        return str(self.finding["finding_id"])

    @property
    def status(self) -> str:
        """open, explained or corrected."""
        return status_of(self.notes)

    @property
    def subject(self) -> str:
        """What it is about, in Chinese, with the name of a region for its code; the id is made from the code."""
        code, name = self.finding["region_code"], self.finding["region_name"]
        subject = str(self.finding["subject"])
        return subject.replace(f"（{code}办理）", f"（{name}办理）") if code and name else subject

    @property
    def verdict(self) -> tuple[str, str]:
        """The verdict in Chinese and in English."""
        return VERDICTS[self.finding["verdict"]], VERDICTS_EN[self.finding["verdict"]]

    @property
    def severity(self) -> tuple[str, str]:
        """What the severity means, in Chinese and in English."""
        return SEVERITIES[self.finding["severity"]]

    @property
    def is_of_figures(self) -> bool:
        """Whether it rests on what a document prints, figures or a list of names, where it has no quotes."""
        is_document = self.publication is not None and self.publication.letter_id is None
        return is_document and str(self.finding["check_id"])[0] in _OF_FIGURES

    @property
    def channel(self) -> str:
        """The channel's Chinese name; empty where there is none."""
        return channel_zh(self.finding["channel"])

    @property
    def channel_en(self) -> str:
        """The channel's English name; empty where there is none."""
        return metric_en(self.finding["channel"]) if self.finding["channel"] else ""

    @property
    def names_of_checks(self) -> tuple[str, ...]:
        """The English names of the checks that found it: what it is about, where its Chinese subject is not shown."""
        return tuple(dict.fromkeys(check.name_en for check in self.checks))

    @property
    def mailbox(self) -> str:
        """The mailbox that it is about, by the name of its site where it is the site's own, and who handles it."""
        f = self.finding
        if f["source_channel"] is None or f["source_channel"] != f["channel"]:
            return f"{f['region_name'] or ''}{self.channel}"
        handled = f["region_name"] and f["region_code"] != f["source_region"]
        return f"{f['source_name']}（{f['region_name']}办理的来信）" if handled else str(f["source_name"])

    @property
    def office(self) -> str | None:
        """Who answers for it: who issued the publication, who signs the answers, or whoever runs the mailbox there."""
        issuer = self.publication.issuer if self.publication else None
        named = issuer or self.signed_by
        if named or not (self.finding["region_name"] and self.channel):
            return named
        return f"{self.finding['region_name']}负责{self.channel}的单位"

    @property
    def by_publication(self) -> tuple[tuple[Publication, tuple[Quoted, ...]], ...]:
        """The quotes under what they are printed in, in the order of the quotes; the document alone without quotes."""
        found: dict[Publication, list[Quoted]] = {}
        for quote in self.quotes:
            found.setdefault(quote.publication, []).append(quote)
        if not found and self.publication:
            found[self.publication] = []
        return tuple((publication, tuple(quotes)) for publication, quotes in found.items())

    def capture_no(self, publication: Publication) -> int:
        """The place of a publication's capture in ``captures``, from 1."""
        return [capture["capture_id"] for capture in self.captures].index(publication.capture_id) + 1

    def address(self, publication: Publication) -> str | None:
        """The address under which others can open a publication; ``None`` for a file without one."""
        return _address(self.captures[self.capture_no(publication) - 1])

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of its captures that can be opened by others."""
        return tuple(dict.fromkeys(filter(None, map(_address, self.captures))))


_ONE = """
    SELECT f.*, r.name AS region_name, s.name AS source_name, s.region_code AS source_region,
        s.channel AS source_channel
    FROM findings f LEFT JOIN regions r USING (region_code) LEFT JOIN sources s ON s.source_id = f.source_id
    WHERE f.finding_id = $id
"""
# A claim of an earlier version of a document stands in the capture of that version.
_CLAIMS = """
    SELECT c.*, coalesce(d.title_redacted, d.title) AS title, d.issuer, d.doc_no, d.dated_on
    FROM claims c
    LEFT JOIN documents d ON d.document_id = c.document_id AND d.version_no = c.version_no
    WHERE list_contains($ids, c.claim_id)
    ORDER BY list_position($ids, c.claim_id)
"""
_CITED = """
    SELECT
        c.*, coalesce(d.title_redacted, d.title) AS title, d.issuer, d.doc_no, d.dated_on,
        coalesce(d.capture_id, l.capture_id) AS capture_id
    FROM cited_figures c
    LEFT JOIN documents d ON d.document_id = c.document_id AND d.is_current
    LEFT JOIN letters l ON l.letter_id = c.letter_id
    WHERE c.finding_id = $id
    ORDER BY c.figure_no
"""
_CONTAINER = """
    SELECT coalesce(title_redacted, title) AS title, issuer, doc_no, dated_on, capture_id, NULL AS letter_id
    FROM documents WHERE document_id = $document AND is_current
"""
# The letters that a finding over many letters is about; their captures are its evidence.
_DESK = """
    SELECT letter_id, capture_id FROM letters
    WHERE source_id = $source
        AND coalesce(handling_region_code, region_code) IS NOT DISTINCT FROM $region
        AND channel IS NOT DISTINCT FROM $channel
    ORDER BY letter_id
"""
# The office under more than half of the answers that are signed.
_SIGNED_BY = """
    SELECT agency FROM replies
    WHERE list_contains($letters, letter_id) AND stage IN ('substantive', 'refusal') AND agency IS NOT NULL
    GROUP BY agency
    QUALIFY 2 * count(*) > sum(count(*)) OVER ()
"""
# A file may hold many letters: the address is that of the letter that the finding or a claim is about. What was hashed
# is the file (is_file), not the page at the address that it gives.
_CAPTURES = """
    SELECT
        p.*,
        starts_with(p.url, 'urn:') AS is_file,
        coalesce(d.url, l.url, CASE WHEN starts_with(p.url, 'urn:') THEN NULL ELSE p.url END) AS address
    FROM captures p
    LEFT JOIN (SELECT capture_id, any_value(url) AS url FROM documents GROUP BY capture_id) d USING (capture_id)
    LEFT JOIN (
        SELECT
            capture_id,
            CASE WHEN count(*) = 1 THEN any_value(url)
                ELSE any_value(url) FILTER (list_contains($letters, letter_id)) END AS url
        FROM letters
        GROUP BY capture_id
    ) l USING (capture_id)
    WHERE list_contains($ids, p.capture_id)
    ORDER BY list_position($ids, p.capture_id)
"""


def find_case(data_dir: Path, db_path: Path, prefix: str) -> Case:
    """The finding whose id begins with ``prefix``; raises ``EvidenceError`` where none or several do."""
    notes = load_notes(data_dir / FILE)
    with session(db_path) as asked:
        finding_id = _finding_id(asked, prefix)
        ids = [str(row[0]) for row in asked.ask("SELECT finding_id FROM findings").rows] if notes else []
        finding = asked.ask(_ONE, {"id": finding_id}).records[0]
        claims = asked.ask(_CLAIMS, {"ids": finding["claim_ids"]}).records
        container = _container(asked, finding)
        cited = asked.ask(_CITED, {"id": finding_id}).records
        letters = [str(row["letter_id"]) for row in (finding, *claims) if row["letter_id"]]
        desk = _desk(asked, finding) if not (letters or claims or container) else []
        captures = _capture_ids(asked, finding, [*claims, *desk], container)
        about = letters or [str(row["letter_id"]) for row in desk]
        signed = asked.ask(_SIGNED_BY, {"letters": about}).rows
        return Case(
            finding=finding,
            publication=_publication(container) if container else None,
            quotes=(*(_quoted(c) for c in claims), *map(_quoted_cited, cited)),
            captures=tuple(asked.ask(_CAPTURES, {"ids": captures, "letters": letters}).records),
            checks=tuple(c for c in registered_checks() if _is_of(finding, c)),
            same_cause=_same_cause(asked, finding),
            notes=notes_on(notes, ids).get(finding_id, ()),
            build=asked.ask("SELECT * FROM builds ORDER BY built_at DESC LIMIT 1").records[0],
            letters=letters_of(asked, finding),
            signed_by=str(signed[0][0]) if signed else None,
        )


def _finding_id(asked: Session, prefix: str) -> str:
    wanted = prefix.strip().lower()
    query = "SELECT finding_id FROM findings WHERE starts_with(finding_id, $prefix) ORDER BY finding_id LIMIT 6"
    found = [str(row[0]) for row in asked.ask(query, {"prefix": wanted}).rows] if wanted else []
    if len(found) == 1:
        return found[0]
    if not found:
        raise EvidenceError(f"no finding has an id that begins with {prefix!r}; `wenzheng discrepancies` shows the ids")
    raise EvidenceError(f"several findings have an id that begins with {prefix!r}: {', '.join(found)}")


def _container(asked: Session, finding: Row) -> dict[str, Any]:
    found = asked.ask(_CONTAINER, {"document": finding["document_id"]}).records if finding["document_id"] else []
    return found[0] if found else {}


def _desk(asked: Session, finding: Row) -> list[dict[str, Any]]:
    """The letters of the finding's source, handling region and channel."""
    desk = {"source": finding["source_id"], "region": finding["region_code"], "channel": finding["channel"]}
    return asked.ask(_DESK, desk).records


def _capture_ids(asked: Session, finding: Row, stated: list[dict[str, Any]], container: Row) -> list[str]:
    """The captures of claims or letters, then that of the document or letter that the finding is shown with."""
    found = [str(row["capture_id"]) for row in stated]
    if container:
        found.append(str(container["capture_id"]))
    elif finding["letter_id"]:
        query = "SELECT capture_id FROM letters WHERE letter_id = $letter"
        found += [str(row[0]) for row in asked.ask(query, {"letter": finding["letter_id"]}).rows]
    return list(dict.fromkeys(found))


def _same_cause(asked: Session, finding: Row) -> tuple[Row, ...]:
    if finding["cause_id"] is None:
        return ()
    query = "SELECT * FROM findings WHERE cause_id = $cause AND finding_id <> $id ORDER BY severity DESC, finding_id"
    return tuple(asked.ask(query, {"cause": finding["cause_id"], "id": finding["finding_id"]}).records)


def _is_of(finding: Row, check: Check) -> bool:
    """Whether a check found it: by its name where that is known, else by its id and what it is given."""
    if finding["check_name"] is not None:
        return check.name_en == str(finding["check_name"])
    return check.check_id == finding["check_id"] and check.runs in ("letters", "observed")


def _address(capture: Row) -> str | None:
    address = str(capture["address"] or "")
    return address if address.startswith(("http://", "https://")) else None


def _publication(row: Row) -> Publication:
    return Publication(**{name: row[name] for name in Publication.__dataclass_fields__})


def _quoted(claim: Row) -> Quoted:
    label, label_en = claim["label"] or metric_zh(claim["metric"]), metric_en(claim["metric"])
    who = claim["agency"] if claim["scope"] == "unit" else part_told(claim["category"])
    return _quotation(claim, label, label_en, who)


def _quoted_cited(figure: Row) -> Quoted:
    label = figure["label"] or ""
    return _quotation(figure, label, label, figure["agency"])


def _quotation(row: Row, label: str, label_en: str, who: str | None) -> Quoted:
    is_sentence = row["origin"] == "narrative"
    return Quoted(
        printed=row["printed"],
        clause=clause(row["quote_redacted"] or "", row["printed"]) if is_sentence else None,
        label=label,
        label_en=label_en,
        who=who,
        locator=row["locator"],
        origin=row["origin"],
        stated_by=row["stated_by"],
        publication=_publication(row),
    )
