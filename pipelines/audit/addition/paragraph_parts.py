"""A2 over paragraphs of one form: those of one unit each (甲市：转办32件，回复29件), or those of which the first counts
divide a count above them (一、投诉 受理660件，办结541件… 二、举报 受理311件，办结266件).

What belongs here: the counts of one measure over such paragraphs, against the one that is printed of all. What does
not: first counts that add up wherever they stand (``sums``), lists inside of one sentence (``parts``), tables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

from parsers.claims.words import words_pattern
from parsers.records import UNASSIGNED, Claim
from parsers.text.leading import FIRST_FEW
from pipelines.audit.addition.adjacent import told_sums
from pipelines.audit.figures import (
    block,
    cause,
    claims_of,
    distinct,
    is_whole,
    kind,
    located,
    narrative,
    of_paragraph,
)
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.sums import SMALLEST_ELSEWHERE, counts
from pipelines.audit.intervals import Figure, severity_of_gap
from pipelines.audit.rules import words
from pipelines.audit.stated import label_of, period_of
from pipelines.audit.wording import channel_zh, decimal, metric_en, metric_zh, signed

FEWEST, FEWEST_SHORT = 3, 5
"""Paragraphs of a unit each that make a list, and from how many on one that falls short is told."""
FARTHEST = Fraction(1, 10)
"""Of the whole: paragraphs that miss it by more are hardly all of it."""
MOST_SECTIONS, FARTHEST_SECTION = 12, 8
"""Paragraphs that may divide a whole, and how many paragraphs behind it the first of them may stand."""

Paragraph = Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Column:
    """The counts of one measure in paragraphs of one form, and what is printed of all of them."""

    whole: Figure
    parts: tuple[Figure, ...]
    is_of_units: bool

    @property
    def gap(self) -> Fraction:
        """The sum of the paragraphs less what is printed of all."""
        return sum((f.value for f in self.parts), Fraction(0)) - self.whole.value


def _claim(number: Figure) -> Claim:
    (claim,) = claims_of([number])
    return claim


def _unit_of(paragraph: Paragraph) -> str | None:
    """The one unit that every count of a paragraph is of."""
    agencies = {_claim(f).agency if _claim(f).scope == "unit" else None for f in paragraph}
    return agencies.pop() if len(agencies) == 1 else None


def _form(paragraph: Paragraph) -> tuple[str, ...]:
    """What the counts of a paragraph of one unit measure, in their order; empty for any other paragraph."""
    return tuple(f.metric for f in paragraph) if _unit_of(paragraph) is not None else ()


def _measures(paragraph: Paragraph) -> dict[str, Figure]:
    """The counts of a paragraph that are of what its first count is of, by what they measure; none that stands there
    twice, or is of an earlier period.
    """
    first = _claim(paragraph[0])
    own = [f for f in paragraph if _is_of(f, first)]
    printed = Counter(f.metric for f in own)
    return {f.metric: f for f in own if printed[f.metric] == 1}


def _is_of(number: Figure, first: Claim) -> bool:
    claim = _claim(number)
    is_alike = (claim.agency, claim.earlier, period_of(claim)) == (first.agency, first.earlier, period_of(first))
    return claim.metric != UNASSIGNED and is_alike and claim.category in (None, first.category)


def _of_units(paragraphs: Sequence[Paragraph]) -> Iterator[Column]:
    """The columns of neighbouring paragraphs of another unit each, against the last count of all above them that
    measures the same; nothing where the text prints several of it.
    """
    above: dict[str, list[Figure]] = {}
    for form, run in groupby(paragraphs, _form):
        neighbours = list(run)
        if not form:
            for f in (f for paragraph in neighbours for f in paragraph if is_whole(_claim(f))):
                above.setdefault(f.metric, []).append(f)
            continue
        rows = [_measures(paragraph) for paragraph in neighbours]
        units = {_unit_of(paragraph) for paragraph in neighbours}
        for metric, first in rows[0].items() if len(rows) == len(units) >= FEWEST else ():
            wholes = [f for f in above.get(metric, ()) if _may_hold(f, first)]
            if all(metric in row for row in rows) and len({f.value for f in wholes}) == 1:
                yield Column(wholes[-1], tuple(row[metric] for row in rows), is_of_units=True)


def _of_sections(paragraphs: Sequence[Paragraph]) -> Iterator[Column]:
    """The further columns of paragraphs whose first counts add up to one of all in a paragraph above."""
    for at, above in enumerate(paragraphs):
        wholes = [f for f in above if is_whole(_claim(f)) and f.value >= SMALLEST_ELSEWHERE]
        for whole in (f for f in wholes if f.metric in words("groups", "wholes")):
            rows = _dividing(whole, paragraphs[at + 1 : at + FARTHEST_SECTION + MOST_SECTIONS])
            for of_all in (f for f in wholes if rows and f.metric != whole.metric):
                is_once = sum(f.metric == of_all.metric for f in wholes) == 1
                if is_once and all(of_all.metric in row for row in rows):
                    yield Column(of_all, tuple(row[of_all.metric] for row in rows), is_of_units=False)


def _dividing(whole: Figure, behind: Sequence[Paragraph]) -> list[dict[str, Figure]]:
    """The neighbouring paragraphs whose first counts, all of one of the measures of what came in, add up to a whole."""
    for start in range(min(FARTHEST_SECTION, len(behind))):
        added, run = Fraction(0), list[Paragraph]()
        for paragraph in behind[start : start + MOST_SECTIONS]:
            if paragraph[0].metric not in words("groups", "wholes") or not _may_hold(whole, paragraph[0]):
                break
            added += paragraph[0].value
            run.append(paragraph)
            if added >= whole.value:
                break
        if added == whole.value and len(run) > 1:
            return [_measures(paragraph) for paragraph in run]
    return []


def _may_hold(whole: Figure, part: Figure) -> bool:
    of_all, claim = _claim(whole), _claim(part)
    return (of_all.channel, of_all.earlier, period_of(of_all)) == (claim.channel, claim.earlier, period_of(claim))


def _names_some(audited: Audited, column: Column) -> bool:
    """Whether the line before the first paragraph may say that only some units follow (前十名, 较多)."""
    before, found, _ = audited.full_text.partition(_claim(column.parts[0]).quote)
    lead = before.rstrip().rpartition("\n")[2]
    few = rf"{FIRST_FEW}|{words_pattern(words('paragraph_parts', 'some'))}"
    return not found or re.search(few, lead) is not None


def _goes_on(audited: Audited, column: Column) -> bool:
    """Whether other units have a count of the same measure elsewhere: the list may be of those, too."""
    own = {_claim(f).agency for f in column.parts}
    others = (c for c in narrative(audited) if c.metric == column.whole.metric and c.scope == "unit")
    return any(c.agency not in own for c in others)


def _fills_another(audited: Audited, column: Column) -> bool:
    """Whether the paragraph of the whole prints another count that the paragraphs fill exactly (受理54件，立案46件):
    they are of that one.
    """
    added = column.whole.value + column.gap
    here = of_paragraph(audited, block(_claim(column.whole)))
    return any(kind(c.metric) == "count" and c.value == added for c in here)


def _case(audited: Audited, column: Column) -> tuple[str, int, str] | None:
    gap, whole = column.gap, column.whole.value
    if gap == 0:
        return "consistent", 0, "holds"
    if abs(gap) > FARTHEST * whole or _fills_another(audited, column):
        return None
    if gap > 0 or not column.is_of_units:
        return "needs_definition", severity_of_gap(gap, whole), "differs"
    if len(column.parts) < FEWEST_SHORT or _names_some(audited, column) or _goes_on(audited, column):
        return None
    return "needs_definition", 1, "short"


def _finding(audited: Audited, column: Column) -> Finding | None:
    case = _case(audited, column)
    if case is None:
        return None
    verdict, severity, sentence = case
    claim, first = _claim(column.whole), _claim(column.parts[0])
    added = column.whole.value + column.gap
    terms = "+".join(decimal(f.value) for f in column.parts)
    name = first.agency or first.category
    those = f"{name}等" if name else "其后"
    subject = f"{channel_zh(claim.channel)}{those}{len(column.parts)}段{metric_zh(claim.metric)}之和"
    finding = Finding(
        check_id="A2",
        subject=subject,
        verdict=verdict,
        severity=severity,
        claimed=column.whole.printed,
        recomputed=decimal(added),
        gap=column.gap,
        evidence=(f"{terms} = {decimal(added)}",),
        metric=claim.metric,
        cause_id=None if verdict == "consistent" else cause(audited, "paragraph_parts", subject),
        **say(
            "paragraph_parts",
            sentence,
            subject=subject,
            n=len(column.parts),
            metric_en=metric_en(claim.metric),
            label=label_of(claim),
            terms=terms,
            added=decimal(added),
            printed=column.whole.printed,
            whole=decimal(column.whole.value),
            gap=signed(column.gap),
            rest=decimal(-column.gap),
        ),
    )
    return located(audited, finding, claims_of((column.whole, *column.parts)))


@check("A2", "各段之和", "sums over paragraphs", gives="consistent needs_definition")
def check_paragraph_parts(audited: Audited) -> Iterator[Finding]:
    """One count of each of neighbouring paragraphs against what is printed of all: paragraphs of another unit each
    (甲市：转办32件，回复29件), and those of which the first counts divide a count above them.

    What is missed by more than a tenth says nothing. Paragraphs of units that fall short of it are told from five on,
    unless the words before them may say that they are some of all (前十名, 较多): the rest may be of others. Paragraphs
    that fill another count beside the whole are of that one. Sums that neighbouring counts tell already are left to
    them.

    Tolerance: none.
    """
    paragraphs = list(counts(audited).values())
    told = told_sums(audited)
    columns = (*_of_units(paragraphs), *_of_sections(paragraphs))
    new = (c for c in columns if (c.whole.value, frozenset(_claim(f).locator for f in c.parts)) not in told)
    yield from distinct(f for c in new if (f := _finding(audited, c)) is not None)
