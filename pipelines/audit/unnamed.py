"""Firms and persons that letters complain about, told without their names.

What belongs here: which names those are, and taking them out of what findings say. What does not: quotes, in which the
publication redacts what is personal (``parsers.redaction``), and offices, which answer for what they handle.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from parsers.claims.names import is_kind
from parsers.records import Claim, Table
from parsers.redaction import is_name
from pipelines.audit.finding import Audited, Finding
from pipelines.audit.rules import words

FIRM, PERSON = ("某企业", "a firm"), ("某人", "a person")


@dataclass(frozen=True, slots=True)
class Unnamed:
    """What is said in place of a name, in Chinese and in English."""

    zh: str
    en: str


def _any(name: str) -> str:
    return f"(?:{'|'.join(map(re.escape, sorted(words('unnamed', name), key=len, reverse=True)))})"


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(f"{_any('leads')}(?:的是|的)?")


@cache
def _firm() -> re.Pattern[str]:
    return re.compile(rf"(?P<own>[^，,；;：:。\d]{{0,30}}?){_any('ends')}(?!{_any('not_behind')})")


def _without_lead(text: str) -> str:
    lead = _lead().match(text)
    return text[lead.end() :] if lead else text


def firm_in(text: str) -> str | None:
    """The firm that a text begins with, by its own name; ``None`` for a kind of firm (物业公司) and for a utility."""
    found = _firm().match(text)
    if found is None or re.search(_any("public"), found.group()):
        return None
    is_kind = re.fullmatch(f"{_any('kinds')}*", found["own"]) is not None
    return None if is_kind or found["own"].startswith("某") else found.group()


def private_name(text: str, *, surely: bool = False) -> tuple[str, tuple[str, str]] | None:
    """The name of a firm or a person that a part is about (反映张建国), and what is said instead; else ``None``.

    A kind of request that begins like a surname is none (文旅类). Two characters may be a kind as well (雷电): they are
    a name behind a word of complaint, or beside others (``surely``).
    """
    about = _without_lead(text.strip())
    if (firm := firm_in(about)) is not None:
        return firm, FIRM
    is_clear = surely or len(about) > 2 or about != text.strip()
    return (about, PERSON) if is_clear and is_name(about) and not is_kind(about) else None


def part_told(category: str | None) -> str | None:
    """The part that a figure counts, told without the name in it."""
    found = private_name(category) if category else None
    return category if category is None or found is None else category.replace(found[0], found[1][0])


def _cells(tables: Iterable[Table]) -> Iterator[str]:
    for table in tables:
        for at, column in enumerate(table.columns):
            if names_whom(column.header):
                yield from (cell for row in table.rows if at < len(row.cells) and (cell := row.cells[at]))


def _complained_of(claim: Claim) -> Iterator[str]:
    """The part that a claim counts, and its office where a word of complaint stands right before it."""
    if claim.category:
        yield claim.category
    if claim.agency and any(claim.quote.startswith(claim.agency, lead.end()) for lead in _lead().finditer(claim.quote)):
        yield claim.agency


def _found(audited: Audited) -> dict[str, tuple[str, str]]:
    """Each name with what is said instead, those that are clear first, then those that stand beside one of them."""
    texts = [text for c in audited.claims for text in _complained_of(c)]
    texts += [c.label for c in audited.unassigned if c.label]
    found = dict(one for text in texts if (one := private_name(text)))
    tables = (*audited.tables, *audited.unread_tables)
    found |= dict(one for cell in _cells(tables) if (one := private_name(cell, surely=True)))
    if found:
        clear = _pattern(found)
        beside = (c for c in audited.claims if c.origin == "narrative" and clear.search(c.quote))
        names = (name for c in beside for name in (c.category, c.agency) if name)
        found |= dict(one for name in names if (one := private_name(name, surely=True)))
    return found


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(names, key=len, reverse=True))))


def names_of(audited: Audited) -> Mapping[str, Unnamed]:
    """What is said in place of each name; a second one of its kind is numbered, so that subjects stay apart."""
    return _said(_found(audited))


def _said(found: Mapping[str, tuple[str, str]]) -> Mapping[str, Unnamed]:
    said: dict[str, Unnamed] = {}
    numbers = {FIRM: 0, PERSON: 0}
    for name, kind in found.items():
        numbers[kind] += 1
        zh, en = kind
        number = numbers[kind]
        said[name] = Unnamed(zh, en) if number == 1 else Unnamed(f"{zh}（之{number}）", f"{en} (no. {number})")
    return said


def names_whom(header: str) -> bool:
    """Whether a column of a table names whom letters complain about."""
    return re.search(_any("columns"), header) is not None


class UnnamedRows:
    """Findings over several documents told without the names that tables of any of them give rows of those whom
    letters complain about.
    """

    def __init__(self, cells: Iterable[str]) -> None:
        self._names = _said(dict(one for cell in cells if (one := private_name(cell, surely=True))))

    def told(self, finding: Finding) -> Finding:
        """``finding`` without the names."""
        return unnamed(finding, self._names)


def unnamed(finding: Finding, names: Mapping[str, Unnamed]) -> Finding:
    """``finding`` without the names."""
    if not names:
        return finding
    any_name = _pattern(names)
    led = re.compile(rf"(?:{_lead().pattern})?({any_name.pattern})")

    def zh(text: str) -> str:
        return any_name.sub(lambda m: names[m[0]].zh, text)

    return replace(
        finding,
        subject=zh(finding.subject),
        statement_zh=zh(finding.statement_zh),
        statement_en=led.sub(lambda m: names[m[1]].en, finding.statement_en),
        claimed=None if finding.claimed is None else zh(finding.claimed),
        recomputed=None if finding.recomputed is None else zh(finding.recomputed),
        agency=None if finding.agency is None else zh(finding.agency),
        evidence=tuple(map(zh, finding.evidence)),
        alternatives=tuple(map(zh, finding.alternatives)),
        cited=tuple(replace(c, agency=None if c.agency is None else zh(c.agency)) for c in finding.cited),
    )
