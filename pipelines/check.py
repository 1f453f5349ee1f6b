"""``wenzheng check``: files audited without a warehouse, and what they gave as JSON.

What belongs here: one file's result. What does not: parsing and auditing (``pipelines.parse``), showing it
(``pipelines.show_checked``). Nothing is stored and nothing is fetched.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from parsers.records import Claim
from pipelines.audit import claim_vs_public
from pipelines.audit.finding import VERDICTS, Finding
from pipelines.parse import Parsed, parse_payload

# From which severity a verdict is shown as a discrepancy; the view of the same name in the warehouse follows this rule.
DISCREPANCY_FROM = {"inconsistent": 1, "consistent_on_other_base": 1, "needs_definition": 1, "unverifiable": 2}


@dataclass(frozen=True, slots=True)
class Checked:
    """A file with what was read from it."""

    name: str
    parsed: Parsed

    @property
    def fails(self) -> bool:
        """Whether the file could not be read or something in it is inconsistent."""
        return self.parsed.outcome == "quarantined" or any(f.verdict == "inconsistent" for f in self.parsed.findings)

    @property
    def title(self) -> str | None:
        """The title of the bulletin; of a letter its id, because its title may name a firm or a person."""
        if self.parsed.bulletin is not None:
            return self.parsed.bulletin.meta.title
        return self.parsed.letters[0].letter_id if len(self.parsed.letters) == 1 else None

    @property
    def headlines(self) -> list[tuple[str, str]]:
        """The conclusion on each claim against the public record, in Chinese and in English."""
        rows = [row for container in self.parsed.audited for row in claim_vs_public(container)]
        return [(row["statement_zh"], row["statement_en"]) for row in rows]

    def claims_by_id(self) -> dict[str, Claim]:
        """Every claim of the file under the id that findings name."""
        return {container.claim_id(claim): claim for container in self.parsed.audited for claim in container.claims}


def is_discrepancy(finding: Finding) -> bool:
    """Whether a finding is shown as something that does not fit."""
    return finding.severity >= DISCREPANCY_FROM.get(finding.verdict, 4)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Discrepancies first, the most severe first; then what is worth a look, then what holds.

    Of one severity a claim against the public record comes first, and of its definitions those that it can meet.
    """
    order = list(VERDICTS)

    def place(f: Finding) -> tuple[object, ...]:
        rank = order.index(f.verdict)
        return not is_discrepancy(f), -f.severity, f.check_id != "V1", -rank if f.check_id == "V1" else rank, f.check_id

    return sorted(findings, key=place)


def check_files(paths: Iterable[Path]) -> Iterator[Checked]:
    """Each file read and audited, each document of an archive by itself."""
    for path in paths:
        parsed = parse_payload(path.read_bytes(), file_name=path.name)
        if parsed.members:
            yield from (Checked(f"{path.name}/{member.name}", member) for member in parsed.members)
        else:
            yield Checked(path.name, parsed)


def checked_json(checked: Iterable[Checked]) -> str:
    """All files as one JSON list: what each is, its findings, issues, and why it was refused."""
    return json.dumps([_as_dict(one) for one in checked], ensure_ascii=False, indent=1, default=str)


def _as_dict(one: Checked) -> dict[str, Any]:
    from pipelines.lake_rows import fields  # it knows the archive, too, which only this form has to wait for

    parsed = one.parsed
    return {
        "file": one.name,
        "outcome": parsed.outcome,
        "refusal": fields(parsed.refusal) if parsed.refusal else None,
        "title": one.title,
        "headlines": [{"zh": zh, "en": en} for zh, en in one.headlines],
        "letters": [letter.letter_id for letter in parsed.letters],
        "claims": len(parsed.claims),
        "figures": [fields(claim) for claim in parsed.claims],
        "findings": [
            fields(f) | {"cited": [fields(c) for c in f.cited], "is_discrepancy": is_discrepancy(f)}
            for f in in_order(parsed.findings)
        ],
        "issues": [fields(issue) for issue in parsed.issues],
    }
