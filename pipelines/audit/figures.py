"""Which printed figures belong together: those of one sentence, paragraph or part.

What belongs here: turning claims into ``Figure``, finding the neighbours of a claim, and putting claims to findings.
What does not: the rows of tables (``sheets``), any check.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from parsers.identity import digest
from parsers.records import UNASSIGNED, Claim
from parsers.text.numbers import Interval, PrintedNumber, interval, parse_number
from parsers.vocabulary import metrics
from pipelines.audit.finding import Audited, Finding
from pipelines.audit.intervals import Figure

LOW_CONFIDENCE = 0.9
"""Below this, an input was read with several readings in hand, or from a scan with a doubtful character (see
``parsers.readers.scan``): what it would show is ``parser_suspect``."""

_MANTISSA = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MYRIADS = (Decimal(1), Decimal(10_000), Decimal(100_000_000))
_BOUNDS = frozenset({"at_least", "more_than", "at_most", "less_than"})
_NOT_A_NUMBER = frozenset({"qualitative", "target", "roughly_equal"})


@lru_cache(maxsize=1024)  # every check asks for that of every figure
def kind(metric: str) -> str:
    """The kind of a metric (count, rate, duration, amount, text); ``text`` for a code that is not in the vocabulary."""
    return metrics()[metric].kind if metric in metrics() else "text"


def _step(printed: str, unit: str | None, value: Decimal) -> Decimal:
    number = parse_number(printed, unit) or parse_number(printed.removesuffix(unit or ""), unit)
    if number is not None and number.value == abs(value):
        return number.step
    mantissa = _MANTISSA.search(printed)
    if mantissa is not None and (number := parse_number(mantissa[0])) is not None and number.value:
        scale = abs(value) / number.value
        if scale in _MYRIADS:
            return number.step * scale
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(exponent, 0)) if isinstance(exponent, int) else Decimal(1)


# Every check asks for the figures beside its own, so that one print is measured dozens of times in a document.
@lru_cache(maxsize=65536)
def _measured(
    metric: str,
    printed: str,
    unit: str | None,
    value: Decimal,
    low: Decimal | None,
    high: Decimal | None,
    qualifier: str,
) -> tuple[Fraction, Fraction, Interval | None]:
    """Value and step of a print, and the interval it allows. ``value`` keeps the decimals that it is printed with."""
    step = _step(printed, unit, value)
    if low is None and high is None:
        number = PrintedNumber(printed, value, step, unit)
        is_count = unit != "%" if metric == UNASSIGNED else kind(metric) == "count"
        allowed = interval(number, qualifier, is_count=is_count)
    else:
        allowed = Interval(
            None if low is None else Fraction(low),
            None if high is None else Fraction(high),
            low_closed=qualifier != "more_than",
            high_closed=qualifier != "less_than",
        )
    return Fraction(value), Fraction(step), allowed


# By the identity of the claim: equal claims of two documents are two, and a figure must lead to its own. A figure keeps
# its claim alive, so that no other can have its identity while it is known.
_FIGURES: dict[int, Figure] = {}
_MOST_FIGURES = 8192


def figure(claim: Claim) -> Figure | None:
    """The number of a claim; ``None`` for text values and for qualifiers that are never tested as a number."""
    known = _FIGURES.get(id(claim))
    if known is not None:
        return known
    made = _figure(claim)
    if made is not None:
        if len(_FIGURES) >= _MOST_FIGURES:
            _FIGURES.clear()
        _FIGURES[id(claim)] = made
    return made


def _figure(claim: Claim) -> Figure | None:
    if claim.value is None or claim.qualifier in _NOT_A_NUMBER:
        return None
    value, step, allowed = _measured(
        claim.metric, claim.printed, claim.unit, claim.value, claim.low, claim.high, claim.qualifier
    )
    if allowed is None:
        return None
    return Figure(
        metric=claim.metric,
        value=value,
        step=step,
        interval=allowed,
        printed=claim.printed,
        unit=claim.unit,
        is_bound=claim.qualifier in _BOUNDS,
        is_about=claim.qualifier == "about",
        claim=claim,
    )


def block(claim: Claim) -> str:
    """The paragraph a claim stands in: its locator without the position."""
    return claim.locator.partition(":")[0]


def reading_order(locator: str) -> tuple[int, ...]:
    """Where a place stands in its document, by the numbers of its locator (L7, p2.b13, L7:3-9), for sorting."""
    return tuple(int(n) for n in re.findall(r"\d+", locator))


def span(claim: Claim) -> tuple[int, int]:
    """Where the print of a claim of a sentence begins and ends in its paragraph."""
    start, _, end = claim.locator.rpartition(":")[2].partition("-")
    return int(start), int(end)


def only_print(claim: Claim) -> tuple[int, int] | None:
    """Where the print of a claim begins and ends in its quote; ``None`` where the quote holds it several times."""
    places = prints(claim.quote, claim.printed)
    return (places[0], places[0] + len(claim.printed)) if len(places) == 1 else None


def prints(quote: str, printed: str) -> list[int]:
    """Where a print begins in a quote, but for the ends of longer numbers (12 in 312 and in 3.12)."""
    found, at = [], quote.find(printed)
    while at >= 0:
        if at == 0 or not (quote[at - 1].isdigit() or quote[at - 1] == "."):
            found.append(at)
        at = quote.find(printed, at + len(printed))
    return found


def text_between(a: Figure, b: Figure) -> str | None:
    """What stands between two figures of one sentence; ``None`` for those of two, and where it cannot be told."""
    if a.claim is None or b.claim is None or a.claim.quote != b.claim.quote or block(a.claim) != block(b.claim):
        return None
    quote, gap = a.claim.quote, span(b.claim)[0] - span(a.claim)[1]
    at = quote.find(a.claim.printed)
    while at >= 0:
        end = at + len(a.claim.printed)
        if gap >= 0 and quote.startswith(b.claim.printed, end + gap):
            return quote[end : end + gap]
        at = quote.find(a.claim.printed, at + 1)
    return None


@lru_cache(maxsize=8)
def narrative(audited: Audited) -> tuple[Claim, ...]:
    """The claims of sentences, in reading order."""
    return tuple(c for c in audited.claims if c.origin == "narrative")


def is_whole(claim: Claim) -> bool:
    """Whether a claim counts everything of its channel and period, not a part or one unit."""
    return claim.category is None and claim.scope in ("whole", "total")


def same_subject(a: Claim, b: Claim) -> bool:
    """Same speaker, place, channel and period: figures that may be put into one calculation."""
    return _subject(a) == _subject(b)


def same_part(a: Claim, b: Claim) -> bool:
    """Same subject, and the same part of it (unit and category)."""
    return part_counted(a) == part_counted(b)


def _subject(claim: Claim) -> tuple[Hashable, ...]:
    return claim.stated_by, claim.region_code, claim.channel, claim.period_start, claim.period_end, claim.earlier


def part_counted(claim: Claim) -> tuple[Hashable, ...]:
    """What a claim counts: its subject, and the part of it. Equal for claims of the ``same_part``."""
    return *_subject(claim), claim.agency, claim.category


def beside(audited: Audited, claim: Claim) -> dict[str, Figure]:
    """The figures of the same part that stand beside ``claim`` in text, one a metric, the nearest first.

    Nearest: in its sentence, then in its paragraph, then elsewhere; before it rather than behind it. A round number
    (近300件) comes after every exact one: nothing is calculated from it where the exact one is known.
    """
    known = _beside(audited)
    if id(claim) not in known:
        known[id(claim)] = _nearest(audited, claim)
    return dict(known[id(claim)])


@lru_cache(maxsize=8)
def _beside(audited: Audited) -> dict[int, dict[str, Figure]]:
    """What stands beside each claim that was asked about, by its identity."""
    return {}


def _nearest(audited: Audited, claim: Claim) -> dict[str, Figure]:
    claims = narrative(audited)
    here, place = _places(audited)[id(claim)], block(claim)

    def distance(at: int) -> tuple[bool, bool, bool, bool, int]:
        other = claims[at]
        is_elsewhere = block(other) != place
        is_apart = is_elsewhere or other.quote != claim.quote
        return (other.qualifier == "about", is_apart, is_elsewhere, at > here, abs(at - here))

    figures: dict[str, Figure] = {}
    for at in sorted((i for i in _of_parts(audited)[part_counted(claim)] if i != here), key=distance):
        if claims[at].metric not in figures and (found := figure(claims[at])) is not None:
            figures[found.metric] = found
    return figures


def of_paragraph(audited: Audited, place: str) -> tuple[Claim, ...]:
    """The claims of the sentences of one paragraph, in reading order."""
    return _paragraphs(audited).get(place, ())


@lru_cache(maxsize=8)
def _paragraphs(audited: Audited) -> dict[str, tuple[Claim, ...]]:
    """The claims of sentences by paragraph, so that not every claim is asked where it stands."""
    found: dict[str, list[Claim]] = {}
    for claim in narrative(audited):
        found.setdefault(block(claim), []).append(claim)
    return {place: tuple(claims) for place, claims in found.items()}


def of_part(audited: Audited, sample: Claim) -> tuple[Claim, ...]:
    """The claims of sentences for the part of ``sample``, in reading order."""
    claims = narrative(audited)
    return tuple(claims[at] for at in _of_parts(audited).get(part_counted(sample), ()))


@lru_cache(maxsize=8)
def _places(audited: Audited) -> dict[int, int]:
    """Where each claim of a sentence stands in reading order, by its identity: others may say the same."""
    return {id(claim): at for at, claim in enumerate(narrative(audited))}


def before(audited: Audited, claim: Claim) -> tuple[Claim, ...]:
    """What the sentences print before a claim of one of them, in reading order."""
    return narrative(audited)[: _places(audited)[id(claim)]]


@lru_cache(maxsize=8)
def _of_parts(audited: Audited) -> dict[Hashable, list[int]]:
    """The places of the claims of each part, so that not every claim is asked about every other."""
    parts: dict[Hashable, list[int]] = {}
    for at, claim in enumerate(narrative(audited)):
        parts.setdefault(part_counted(claim), []).append(at)
    return parts


def printed_of(audited: Audited, sample: Claim, metric: str) -> tuple[Claim, ...]:
    """Every claim of a metric for the part of ``sample``, in reading order; a round number (近300件, 超过2300件) only
    where no exact one is printed.
    """
    same = [claim for claim in of_part(audited, sample) if claim.metric == metric]
    exact = [c for c in same if (number := figure(c)) is not None and not number.is_bound and not number.is_about]
    return tuple(exact or same)


def whole_of(audited: Audited, member: Claim, metric: str) -> Figure | None:
    """The whole that ``member`` is a part of: the nearest earlier claim of ``metric`` for the same subject without a
    category; earlier in the same paragraph first. Where it is printed by visits and by people (2460批9120人次), the
    visits, unless the member counts people.
    """
    wholes = [
        c
        for c in before(audited, member)
        if c.metric == metric and c.category is None and c.scope != "unit" and same_subject(c, member)
    ]
    if not wholes:
        return None
    last, others = wholes[-1], [c for c in wholes[-2:-1] if _touch(c, wholes[-1])]
    return figure(others[0] if others and member.unit not in _PEOPLE and last.unit in _PEOPLE else last)


_PEOPLE = ("人次", "人", "名")


def _touch(claim: Claim, behind: Claim) -> bool:
    return claim.quote == behind.quote and span(claim)[1] == span(behind)[0]


def claims_of(figures: Iterable[Figure | None]) -> tuple[Claim, ...]:
    """The stored occurrences behind figures, each once."""
    return tuple(dict.fromkeys(f.claim for f in figures if f is not None and f.claim is not None))


def cause(audited: Audited, *parts: object) -> str:
    """An id shared by findings with one cause in one container."""
    return digest("cause", audited.container_id, *parts)


def located(audited: Audited, finding: Finding, claims: Iterable[Claim], about: Claim | None = None) -> Finding:
    """``finding`` with its claims, and with region, channel and period of ``about`` (or of its first claim).

    Those of no metric, which are not stored, are cited.

    Where an input was read with low confidence, what would be a discrepancy becomes ``parser_suspect``.
    """
    given = tuple(dict.fromkeys(claims))
    inputs = tuple(c for c in given if c.metric != UNASSIGNED)
    head = about or next(iter((*inputs, *given)), None)
    confidence = min((c.confidence for c in inputs), default=1.0)
    suspect = confidence < LOW_CONFIDENCE and finding.verdict != "consistent"
    return replace(
        finding,
        claim_ids=tuple(audited.claim_id(c) for c in inputs),
        cited=tuple(c for c in given if c.metric == UNASSIGNED),
        region_code=head.region_code if head else None,
        channel=head.channel if head else None,
        period_start=head.period_start if head else None,
        period_end=head.period_end if head else None,
        confidence=confidence,
        verdict="parser_suspect" if suspect else finding.verdict,
        severity=min(finding.severity, 1) if suspect else finding.severity,
    )


def distinct(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings with subjects that are unique: a figure repeated in the text gives one finding that names all its
    places, and different figures with one subject, or one from other counts, are numbered.
    """
    by_subject: dict[str, list[Finding]] = {}
    for finding in findings:
        peers = by_subject.setdefault(finding.subject, [])
        own = finding.claimed, finding.recomputed, finding.evidence
        same = next((i for i, p in enumerate(peers) if (p.claimed, p.recomputed, p.evidence) == own), None)
        if same is None:
            peers.append(finding)
        else:
            ids = tuple(dict.fromkeys(peers[same].claim_ids + finding.claim_ids))
            cited = tuple(dict.fromkeys(peers[same].cited + finding.cited))
            peers[same] = replace(peers[same], claim_ids=ids, cited=cited)
    for subject, peers in by_subject.items():
        for number, finding in enumerate(peers, start=1):
            yield finding if number == 1 else replace(finding, subject=f"{subject}（之{number}）")
