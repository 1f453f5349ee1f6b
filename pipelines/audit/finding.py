"""What a check gives, what it is given, and the register of all checks.

A check of a document is a function ``(Audited) -> Iterator[Finding]``, registered once with ``@check``, its definition
and tolerance in its docstring; the arithmetic inside it is small pure functions on exact numbers. What belongs here:
the shapes and the register. What does not: any check.
"""

from __future__ import annotations

import datetime as dt
import inspect
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, TypedDict, TypeVar

import yaml

from parsers.identity import claim_id
from parsers.records import BulletinMeta, Claim, Letter, Table
from pipelines.audit.english import english, in_number
from pipelines.audit.steps import templates
from warehouse import reference

VERDICTS = {row["verdict"]: row["name_zh"] for row in reference.rows("verdicts")}
VERDICTS_EN = {row["verdict"]: row["name_en"] for row in reference.rows("verdicts")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A check that was run on one subject; also when it holds.

    ``subject`` is a short Chinese phrase without the result, stable from build to build. ``claimed`` is as printed,
    ``recomputed`` the arithmetic's result as text, ``low``/``high`` the interval the arithmetic allows (rates as
    fractions), ``gap`` recomputed minus claimed, ``alternatives`` other readings that fit, ``evidence`` the arithmetic
    step by step. Findings with one cause share ``cause_id``. ``check_name`` is the English name of the check that found
    it, of the several that an id may have; whoever runs the register fills it in. ``cited`` are the figures it rests on
    that no claims stand for, as claims of the metric ``UNASSIGNED``: cells of columns that no list knows, counts of
    anything in a sentence.
    """

    check_id: str
    subject: str
    verdict: str
    severity: int
    statement_zh: str
    statement_en: str
    claim_ids: tuple[str, ...] = ()
    cited: tuple[Claim, ...] = ()
    claimed: str | None = None
    recomputed: str | None = None
    low: Fraction | None = None
    high: Fraction | None = None
    gap: Fraction | None = None
    formula_id: str | None = None
    rounding: str | None = None
    alternatives: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    metric: str | None = None
    agency: str | None = None
    region_code: str | None = None
    channel: str | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    confidence: float = 1.0
    cause_id: str | None = None
    check_name: str | None = None

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise ValueError(f"{self.check_id}: unknown verdict {self.verdict!r}")
        if self.severity not in (0, 1, 2, 3):
            raise ValueError(f"{self.check_id}: severity {self.severity!r} is not 0, 1, 2 or 3")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Audited:
    """One document or letter with everything read from it, claims in reading order.

    Compared and hashed by identity, so that what many checks need of it is worked out once (``functools.lru_cache``).
    """

    container_id: str
    version_no: int = 1
    claims: tuple[Claim, ...] = ()
    tables: tuple[Table, ...] = ()
    meta: BulletinMeta | None = None
    letter: Letter | None = None
    full_text: str = field(default="", repr=False)
    unassigned: tuple[Claim, ...] = ()
    """The figures of sentences of which it was not read what they count, as claims of the metric ``UNASSIGNED``."""
    unread_tables: tuple[Table, ...] = ()
    """The tables of which no column is known, numbered behind the others."""
    printed: tuple[Claim, ...] = ()
    """Every count of a sentence that prints several, whatever it counts, as claims of the metric ``UNASSIGNED``."""

    @property
    def unread(self) -> frozenset[str]:
        """The paragraphs with such a figure: what is missing from a sum may be it."""
        return frozenset(c.locator.partition(":")[0] for c in self.unassigned)

    def claim_id(self, claim: Claim) -> str:
        """The id under which ``claim`` stands in the warehouse."""
        known = _claim_ids(self)
        if claim not in known:
            known[claim] = claim_id(self.container_id, self.version_no, claim)
        return known[claim]


@lru_cache(maxsize=8)
def _claim_ids(audited: Audited) -> dict[Claim, str]:
    """The ids of the claims that findings have named."""
    return {}


@cache
def _in_chinese(part: str) -> Mapping[str, str]:
    """A part of ``definitions_zh.yaml``: what is told of checks, by their English."""
    text = files("pipelines.audit").joinpath("definitions_zh.yaml").read_text(encoding="utf-8")
    found: Mapping[str, str] = yaml.safe_load(text)[part]
    return found


CheckFunction = Callable[[Audited], Iterator[Finding]]

RUNS = {
    "document": "each document or letter by itself, also in `wenzheng check`",
    "letters": "the letters of one source, handling region and channel together",
    "observed": "each claimed rate, with the letters and counters that crawls observed",
    "warehouse": "the whole warehouse, with each build",
}
"""What a check is given."""

TOLERANCE = "Tolerance:"


class BadCheck(ValueError):
    """A check that is not fully described; the message names it and says what is missing."""


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check. ``run`` is given what ``runs`` says, ``gives`` are the verdicts that it can come to.

    Its definition is told in English by its docstring, in Chinese by ``definitions_zh.yaml``.
    """

    check_id: str
    name_zh: str
    name_en: str
    run: Callable[..., Any]
    gives: tuple[str, ...]
    runs: str = "document"

    def __post_init__(self) -> None:
        unknown = [verdict for verdict in self.gives if verdict not in VERDICTS]
        if unknown or not self.gives:
            raise BadCheck(f"{self.check_id} {self.name_en}: gives {self.gives!r}, expected some of {list(VERDICTS)}")
        if self.runs not in RUNS:
            raise BadCheck(f"{self.check_id} {self.name_en}: runs {self.runs!r}, expected one of {list(RUNS)}")
        if sum(paragraph.startswith(TOLERANCE) for paragraph in self._paragraphs()) != 1:
            raise BadCheck(f"{self.check_id} {self.name_en}: its docstring needs one paragraph that opens {TOLERANCE}")

    def _paragraphs(self) -> list[str]:
        return [" ".join(part.split()) for part in (inspect.getdoc(self.run) or "").replace("``", "`").split("\n\n")]

    @property
    def place(self) -> str:
        """What the check is given, in words."""
        return RUNS[self.runs]

    @property
    def definition(self) -> str:
        """What is held against what: the docstring without the paragraph on tolerance."""
        return " ".join(part for part in self._paragraphs() if not part.startswith(TOLERANCE))

    @property
    def definition_zh(self) -> str:
        """The definition in Chinese, from ``definitions_zh.yaml``; in English where it has none yet."""
        return _in_chinese("definitions").get(self.name_en, self.definition)

    @property
    def tolerance_zh(self) -> str:
        """The tolerance in Chinese."""
        return _in_chinese("tolerances").get(self.tolerance, self.tolerance)

    @property
    def place_zh(self) -> str:
        """What the check is given, in Chinese words."""
        return _in_chinese("runs")[self.runs]

    @property
    def tolerance(self) -> str:
        """How far what is held against each other may lie apart."""
        (found,) = (part for part in self._paragraphs() if part.startswith(TOLERANCE))
        return found.removeprefix(TOLERANCE).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A finding over several containers, and where it stands: ``container_id`` is what its id is made from, stable from
    build to build; the document or letter shown with it and the source may be unknown.
    """

    finding: Finding
    container_id: str
    document_id: str | None = None
    source_id: str | None = None


CHECKS: list[Check] = []

_Run = TypeVar("_Run", bound=Callable[..., Any])


def check(check_id: str, name_zh: str, name_en: str, *, gives: str, runs: str = "document") -> Callable[[_Run], _Run]:
    """Register a check. ``gives`` lists its verdicts, with blanks between; any check may also find a
    ``parser_suspect`` where it was given what was read with low confidence.
    """

    def register(function: _Run) -> _Run:
        CHECKS.append(Check(check_id, name_zh, name_en, function, tuple(gives.split()), runs))
        return function

    return register


@lru_cache(maxsize=256)  # the checks of about three documents
def findings_of(run: CheckFunction, audited: Audited) -> tuple[Finding, ...]:
    """What a check finds in a document, worked out once: some checks are silent where another one tells."""
    return tuple(run(audited))


_AS_PRINTED = frozenset({"title", "attached", "quote", "word", "explanation", "explained_en", "formula_en", "note"})
"""The fields of sentences that are quoted, or hold a quotation with its English around it."""


class Sentences(TypedDict):
    """The two sentences of a finding, by the names of its fields."""

    statement_zh: str
    statement_en: str


def say(module: str, case: str, **figures: object) -> Sentences:
    """The two sentences of a case, from ``statements/<module>.yaml``, as keyword arguments of ``Finding``.

    ``{lead}`` opens an English sentence with ``who`` it is about, where that is known; an English sentence that opens
    with a figure of its own begins with a capital letter. Its figures are told in English, but for titles and quotes.
    """
    template = templates(module)[case]
    told = {
        name: english(value) if isinstance(value, str) and name not in _AS_PRINTED else value
        for name, value in figures.items()
    }
    lead = f"{told['who']}: " if told.get("who") else ""
    sentence = template["en"].format(**told, lead=lead)
    if template["en"].startswith("{"):
        sentence = sentence[:1].upper() + sentence[1:]
    chinese = _PERIOD_ALONE.sub(r"\1，", template["zh"].format(**figures))
    return {"statement_zh": chinese, "statement_en": in_number(sentence)}


_PERIOD_ALONE = re.compile(r"^（((?:20|19)\d\d[^（）]*)）")
"""A period in brackets at the head of a sentence, where no channel stands before it."""
