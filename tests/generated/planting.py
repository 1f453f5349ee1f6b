"""Errors planted into generated bulletins, and whether the audit finds them.

What belongs here: choosing bulletins that a kind of error can be planted in, and what counts as found. What does not:
the kinds (``errors``) and how many are demanded (the tests).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from random import Random

from pipelines.audit.finding import Finding
from pipelines.check import is_discrepancy
from pipelines.parse import Parsed, parse_payload
from tests.generated.bulletins import bulletin
from tests.generated.errors import KINDS, Kind, Planted
from tests.generated.printed import Bulletin
from tests.generated.writing import payload

TRIES = 4000
"""Bulletins asked before a kind of error is given up."""


def parsed(one: Bulletin) -> Parsed:
    """A bulletin read and audited from its bytes."""
    name, content = payload(one)
    return parse_payload(content, file_name=name)


@cache
def generated(seed: int) -> Bulletin:
    """The bulletin of a seed, made once."""
    return bulletin(seed)


@cache
def usual(seed: int) -> frozenset[tuple[str, str, str]]:
    """What is found in the bulletin of a seed before anything is broken."""
    return frozenset(map(_told, parsed(generated(seed)).findings))


def _told(finding: Finding) -> tuple[str, str, str]:
    """Check, subject, and verdict; of what is only worth a look the sentence, because a counter that stands still and
    one that falls are both ``unusual``.
    """
    said = finding.statement_zh if finding.verdict == "unusual" else finding.verdict
    return finding.check_id, finding.subject, said


def plantings(kind: Kind, wanted: int, first_seed: int) -> Iterator[tuple[int, Planted]]:
    """``wanted`` bulletins with one error of a kind each, with the seeds they come from."""
    found = 0
    for seed in range(first_seed, first_seed + TRIES):
        planted = kind.plant(generated(seed), Random(f"{kind.name} {seed}"))
        if planted is not None and planted.bulletin != generated(seed):
            yield seed, planted
            found += 1
            if found == wanted:
                return
    raise LookupError(f"{kind.name}: only {found} of {wanted} bulletins in {TRIES} print what it breaks")


def names(finding: Finding, planted: Planted, read: Parsed) -> bool:
    """Whether a finding rests on the broken figure: among its claims, or in what it says is printed."""
    figure = planted.broken
    claims = {c.claim_id(claim): claim for c in read.audited for claim in c.claims}
    values = [claims[i].value for i in finding.claim_ids if i in claims]
    if any(value is not None and abs(value) == figure.value for value in values):
        return True
    return figure.text in (finding.claimed or "") or figure.text in finding.statement_zh


def _is_told(finding: Finding) -> bool:
    """Whether a finding is shown as something that does not fit, or as worth a look."""
    return is_discrepancy(finding) or (finding.verdict == "unusual" and finding.severity > 0)


def finding_of(kind: Kind, seed: int, planted: Planted) -> Finding | None:
    """The finding that shows a planted error; ``None`` where it was missed."""
    read = parsed(planted.bulletin)
    for finding in read.findings:
        shows_it = finding.verdict in kind.verdicts and _is_told(finding) and names(finding, planted, read)
        if shows_it and (finding.verdict == "inconsistent" or _told(finding) not in usual(seed)):
            return finding
    return None


def kinds() -> list[Kind]:
    """Every kind of error."""
    return list(KINDS)
