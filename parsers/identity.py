"""Ids that stay the same from build to build: of letters, documents, claims, facts and findings.

What belongs here: what an id is made of. Never a fetch time, a path, or an address as typed: alternate spellings of one
link would make a record flicker between builds.
"""

from __future__ import annotations

import hashlib

from parsers.records import BulletinMeta, Claim
from parsers.text.periods import find_periods


def digest(*parts: object) -> str:
    """16 hex digits of the parts; ``None`` and ``""`` differ."""
    text = "\x1f".join("\x00" if p is None else str(p) for p in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def local_id(payload_sha256: str, row: int | None = None) -> str:
    """The id of something ingested that no source claims: ``local:`` + 12 hex of the payload (+ ``-row``)."""
    return f"local:{payload_sha256[:12]}" + ("" if row is None else f"-{row}")


def edition_id(meta: BulletinMeta, source_id: str, media_type: str) -> str | None:
    """The id of a document without an address, by what each of its versions prints: office, title, number and period.

    A title that does not name the period may be that of every month: then the date is part of it, too. A copy in
    another format is a document of its own, because a difference between the two may be one of reading. ``None`` where
    office, title or period (and date) are not printed.
    """
    names_period = meta.title is not None and bool(find_periods(meta.title))
    dated_on = None if names_period else meta.dated_on
    if meta.title is None or meta.issuer is None or meta.period_start is None or not (names_period or dated_on):
        return None
    printed = (meta.issuer, meta.title, meta.doc_no, meta.issue_no, meta.period_start, meta.period_end, dated_on)
    return f"local:{digest(source_id, media_type, *printed)[:12]}"


def claim_id(container: str, version_no: int, claim: Claim) -> str:
    """One printed occurrence: container, version, place, metric and category."""
    return digest(container, version_no, claim.locator, claim.metric, claim.category)


def fact_id(container: str, claim: Claim) -> str:
    """What is stated, wherever it is printed in one container: repeats of a figure share it.

    Claims of different speakers are different facts, and so are figures with different values.
    """
    return digest(
        container,
        claim.stated_by,
        claim.region_code,
        claim.channel or claim.platform,
        None if claim.scope in ("whole", "total") else claim.agency,
        claim.category,
        claim.metric,
        claim.of_metric,
        claim.basis,
        claim.period_start,
        claim.period_end,
        None if claim.value is None else claim.value.normalize(),
        claim.value_text if claim.value is None else None,
        claim.qualifier,
    )


def finding_id(check_id: str, container: str, subject: str) -> str:
    """One check of one subject in one container."""
    return digest(check_id, container, subject)
