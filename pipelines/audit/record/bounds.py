"""V1 and C1: a claimed rate against what can be seen in public, as bounds.

What belongs here: which figures of one document are the public record of a channel, the bounds that they leave for
the true rate, and what a claimed rate would need. What does not: rates printed beside their own numerator and
denominator (A4), and the count of observed letters (the build brings it and calls ``reconcile``).

The public count is a lower bound: a letter without a public reply may have been answered in private, so a claim is
inconsistent only where its whole interval lies outside the bounds, and only for the definition that gives these
bounds.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from parsers.records import Claim
from parsers.text.numbers import Interval
from pipelines.audit.addition.removals import each_once
from pipelines.audit.figures import cause, claims_of, distinct, figure, is_whole, located, narrative
from pipelines.audit.finding import VERDICTS, Audited, Finding, Sentences, check, say
from pipelines.audit.intervals import is_nearest, reproduces
from pipelines.audit.rules import field, words
from pipelines.audit.stated import (
    grouped,
    label_of,
    passage,
    period_of,
    rate_interval_of,
    rate_text,
    said,
    severity_of_rates,
    shown,
    speaker_of,
    the_channel_en,
    whole_number,
)
from pipelines.audit.steps import step
from pipelines.audit.wording import channel_zh, metric_en, percent

_VALID_WORDS = ("有效信件", "valid letters")
_RECEIVED_WORDS = ("全部来信", "letters received")

AGAINST_PUBLIC_EN = {
    "unverifiable": "The public record cannot verify it",
    "consistent": "The public record agrees with it",
    "consistent_on_other_base": "The public record agrees with it on one of the denominators",
    "inconsistent": "It is outside these bounds",
}


def needed_completions(rate_low: Fraction, n: int, *, open_end: bool = False) -> int:
    """The smallest whole number of completions whose share of ``n`` letters is ``rate_low`` (a fraction of 1) or more.

    ``open_end``: more than ``rate_low`` (超过). 85 % of 1412 letters: 1201.
    """
    exact = rate_low * n
    return math.floor(exact) + 1 if open_end else math.ceil(exact)


def completion_bounds(public: int, n: int, completable: int) -> Interval:
    """Where the true completion rate on ``n`` letters lies when ``public`` are seen completed and ``completable`` can
    be.

    Raises ``ValueError`` unless 0 <= public <= completable <= n and n > 0: then the counts are not of the same
    letters.
    """
    if not 0 <= public <= completable <= n or n == 0:
        raise ValueError(
            f"public {public}, completable {completable} and letters {n} are not counts of the same letters"
        )
    return Interval(Fraction(public, n), Fraction(completable, n))


def judge(claimed: Interval, bounds: Interval) -> str:
    """``inconsistent`` when the claim lies wholly outside the bounds; ``consistent`` when the public count alone
    reproduces it.

    A claim with an upper end only (不足, 以内) is reproduced only where the upper bound keeps to it as well.
    """
    if bounds.low is None or bounds.high is None:
        raise ValueError("bounds of a rate have both ends")
    if not claimed.overlaps(bounds):
        return "inconsistent"
    if bounds.low in claimed and (claimed.low is not None or bounds.high in claimed):
        return "consistent"
    return "unverifiable"


def overall(verdicts: list[str]) -> str:
    """The conclusion on a claim from its verdicts under each admissible definition (at least one).

    Inconsistent only if it is under all; consistent on another base if only some reproduce it.
    """
    if len(set(verdicts)) == 1:
        return verdicts[0]
    return "consistent_on_other_base" if "consistent" in verdicts else "unverifiable"


@dataclass(frozen=True, slots=True)
class Basis:
    """One definition of the rate: ``n`` letters in the denominator, bounds, verdict, and what the claim needs on it.

    ``needed`` and ``unpublished`` are ``None`` for a claim without a lower end.
    """

    name: str
    n: int
    bounds: Interval
    verdict: str
    needed: int | None
    unpublished: int | None

    @property
    def visible(self) -> Fraction:
        """The public count over ``n``."""
        return self.bounds.low or Fraction(0)

    @property
    def verifiable_share(self) -> Fraction | None:
        """The most that the public count can be of the completions needed; never above 1."""
        if not self.needed or self.unpublished is None:
            return None
        return Fraction(self.needed - self.unpublished, self.needed)


def _basis(name: str, claimed: Interval, public: int, n: int, completable: int) -> Basis:
    bounds = completion_bounds(public, n, completable)
    needed = None
    if claimed.low is not None:
        needed = needed_completions(claimed.low, n, open_end=not claimed.low_closed)
    unpublished = None if needed is None else max(0, needed - public)
    return Basis(name, n, bounds, judge(claimed, bounds), needed, unpublished)


def reconcile(claimed: Interval, public: int, received: int | None, valid: int | None) -> dict[str, Basis]:
    """A claimed rate (fractions of 1) under every definition that the counts allow, by the name of the definition.

    ``valid``: on the valid letters. ``received_open``: on all letters, the others not counted as completed (only where
    ``valid`` is known). ``received_counted``: on all letters, the others allowed to count. Definitions with a zero
    denominator are left out. Raises ``ValueError`` where the counts cannot be of the same letters.
    """
    bases = []
    if valid:
        bases.append(_basis("valid", claimed, public, valid, valid))
    if received and valid is not None and valid < received:
        bases.append(_basis("received_open", claimed, public, received, valid))
    if received:
        bases.append(_basis("received_counted", claimed, public, received, received))
    return {basis.name: basis for basis in bases}


@dataclass(frozen=True, slots=True)
class PublicRecord:
    """What one speaker states about one channel and period. ``valid`` is printed, or received minus what is taken out.

    ``removed`` are the claims of what is taken out of the letters received, ``own_counts`` the counts of completions or
    replies that are not of public replies only.
    """

    public: Claim
    public_count: int
    received: Claim | None
    received_count: int | None
    valid: int | None
    valid_claim: Claim | None
    removed: tuple[Claim, ...]
    own_counts: tuple[Claim, ...]

    def bases(self, claimed: Interval) -> dict[str, Basis]:
        """A claimed rate under each definition that the document leaves open.

        Where the document prints the completions behind the rate, the denominators that reproduce it are its
        definition.
        """
        bases = reconcile(claimed, self.public_count, self.received_count, self.valid)
        settled = {name: basis for name, basis in bases.items() if self._reproduces(claimed, basis)}
        return settled or bases

    def _reproduces(self, claimed: Interval, basis: Basis) -> bool:
        counts = [whole_number(claim) or 0 for claim in self.own_counts]
        return any(count <= basis.n and Fraction(count, basis.n) in claimed for count in counts)

    def is_backed(self, claimed: Interval) -> bool:
        """Whether the document prints completions that reproduce the rate."""
        return any(self._reproduces(claimed, basis) for basis in self.bases(claimed).values())

    def claims(self) -> list[Claim]:
        """The claims that the record is made of."""
        return [c for c in (self.public, self.received, self.valid_claim) if c is not None]

    def base(self) -> tuple[str, str, int] | None:
        """The narrowest denominator that is printed: Chinese and English name, count; ``None`` if there is none."""
        if self.valid:
            return *_VALID_WORDS, self.valid
        if self.received_count:
            return *_RECEIVED_WORDS, self.received_count
        return None


def counts_public_replies_only(audited: Audited, claim: Claim) -> bool:
    """Whether a count is one of public replies: by its metric, or by its clause (``rules/bounds.yaml``)."""
    if claim.metric == "published":
        return True
    if claim.metric not in words("bounds", "may_count_public_replies"):
        return False
    text, within = passage(audited, claim), int(field("bounds", "only_within"))
    ends = (text.find(word) for word in words("bounds", "public_reply"))
    return any(only in text[max(0, end - within) : end] for end in ends if end >= 0 for only in words("bounds", "only"))


def _first(claims: list[Claim], metric: str) -> Claim | None:
    return next((c for c in claims if c.metric == metric and whole_number(c) is not None), None)


def _record(audited: Audited, claims: list[Claim]) -> PublicRecord | None:
    """The public record among the whole figures of one speaker, channel and period."""
    counts = [c for c in claims if whole_number(c) is not None]
    # A count that is called public outranks one that only its clause makes so.
    public = _first(counts, "published") or next((c for c in counts if counts_public_replies_only(audited, c)), None)
    if public is None:
        return None
    received, valid_claim = _first(counts, "received"), _first(counts, "valid")
    taken = (c for m in words("bounds", "removed_from_received") if (c := _first(counts, m)) is not None)
    removed = tuple(claims_of(each_once(f for c in taken if (f := figure(c)) is not None)))
    received_count, valid = (None if c is None else whole_number(c) for c in (received, valid_claim))
    if valid is None and received_count is not None and removed:
        valid = received_count - sum(whole_number(c) or 0 for c in removed)
    own = tuple(
        c
        for c in counts
        if c.metric in words("bounds", "may_count_public_replies") and not counts_public_replies_only(audited, c)
    )
    return PublicRecord(public, whole_number(public) or 0, received, received_count, valid, valid_claim, removed, own)


def _subject_key(claim: Claim) -> tuple[object, ...]:
    return claim.stated_by, claim.region_code, claim.channel, *period_of(claim)


@lru_cache(maxsize=8)  # four checks ask for them
def public_records(audited: Audited) -> tuple[tuple[PublicRecord, list[Claim]], ...]:
    """Each public record that a document prints, with the claimed rates of the same speaker, channel and period.

    A letter writer's rate is not an office's claim and is left to A4.
    """
    whole = [c for c in narrative(audited) if is_whole(c) and c.stated_by != "letter_writer"]
    found = []
    for claims in grouped(whole, _subject_key).values():
        record = _record(audited, claims)
        if record is not None:
            rates = [c for c in claims if c.metric in words("bounds", "claimed_rates")]
            # A rate that is printed again is the same claim.
            once = [same[0] for same in grouped(rates, lambda c: (c.metric, c.value, c.qualifier)).values()]
            found.append((record, once))
    return tuple(found)


def _of_same_letters(record: PublicRecord) -> bool:
    bases = [n for n in (record.valid, record.received_count) if n is not None]
    return all(record.public_count <= n for n in bases) and bases == sorted(bases)


def _words(claim: Claim) -> dict[str, object]:
    claimed, claimed_en = said(claim)
    return {
        "channel": channel_zh(claim.channel),
        "channel_en": the_channel_en(claim.channel),
        "label": label_of(claim),
        "label_en": metric_en(claim.metric),
        "claimed": claimed,
        "claimed_en": claimed_en,
    }


def _needs(basis: Basis) -> dict[str, str]:
    if basis.needed is None or basis.verifiable_share is None or not basis.unpublished:
        return {"needs": "", "needs_en": ""}
    share = rate_text(basis.verifiable_share)
    said = say("bounds", "needs", needed=basis.needed, unpublished=basis.unpublished, share=share)
    return {"needs": said["statement_zh"], "needs_en": said["statement_en"]}


_DEFINITIONS = {
    "valid": "分母为有效信件",
    "received_open": "分母为全部来信，无效等不计办结",
    "received_counted": "分母为全部来信，无效等可计办结",
}


def _finding(audited: Audited, record: PublicRecord, claim: Claim, basis: Basis) -> Finding:
    low, high = basis.bounds.low or Fraction(0), basis.bounds.high or Fraction(1)
    sentences = say(
        "bounds",
        basis.name,
        **_words(claim),
        **_needs(basis),
        n=basis.n,
        public=record.public_count,
        removed=(record.received_count or 0) - (record.valid or 0),
        low=rate_text(low),
        high=rate_text(high),
        verdict=VERDICTS[basis.verdict],
        verdict_en=AGAINST_PUBLIC_EN[basis.verdict],
    )
    finding = Finding(
        check_id="V1",
        subject=f"{channel_zh(claim.channel)}{label_of(claim)}{shown(claim)}，{_DEFINITIONS[basis.name]}",
        verdict=basis.verdict,
        severity=_severity(record, claim, basis),
        **sentences,
        claimed=shown(claim),
        recomputed=f"[{rate_text(low)}, {rate_text(high)}]",
        low=low,
        high=high,
        formula_id=f"public_over_{basis.name}",
        evidence=(f"{record.public_count}/{basis.n}={rate_text(basis.visible)}", *_need_evidence(basis)),
        metric=claim.metric,
        cause_id=cause(audited, "claim_vs_public", claim.channel, claim.metric),
    )
    return located(audited, finding, [claim, *record.claims()])


def _severity(record: PublicRecord, claim: Claim, basis: Basis) -> int:
    """How far the claim is from what is visible; 2 where the document prints the completions behind its rate."""
    claimed = rate_interval_of(claim)
    if basis.verdict == "consistent" or claimed is None:
        return 0
    return 2 if record.is_backed(claimed) else severity_on(claimed, basis)


def severity_on(claimed: Interval, basis: Basis) -> int:
    """How far a claimed rate is from what is visible; 0 where that reproduces it."""
    if basis.verdict == "consistent":
        return 0
    return max(severity_of_rates(end, basis.visible) for end in (claimed.low, claimed.high) if end is not None)


def _need_evidence(basis: Basis) -> tuple[str, ...]:
    if basis.needed is None or basis.verifiable_share is None:
        return ()
    share = rate_text(basis.verifiable_share)
    return (
        step("needed_completed", n=basis.needed),
        step("unpublished_needed", n=basis.unpublished),
        step("verifiable_share", share=share),
    )


@check(
    "V1",
    "所称比率与公开记录",
    "claimed rate against the public record",
    gives="consistent unverifiable inconsistent consistent_on_other_base needs_definition",
)
def claimed_against_public(audited: Audited) -> Iterator[Finding]:
    """Every claimed completion or reply rate under each admissible denominator, with the bounds that public replies
    leave.

    Tolerance: none beyond the claim itself, which is the interval that its print and its qualifier allow.
    """
    yield from distinct(_against_public(audited))


def _against_public(audited: Audited) -> Iterator[Finding]:
    for record, rates in public_records(audited):
        if not _of_same_letters(record):
            yield _public_exceeds(audited, record)
            continue
        for claim in rates:
            claimed = rate_interval_of(claim)
            if claimed is not None:
                yield from (_finding(audited, record, claim, basis) for basis in record.bases(claimed).values())


def _public_exceeds(audited: Audited, record: PublicRecord) -> Finding:
    base = record.base()
    base_zh, base_en, n = base if base else ("信件", "letters", 0)
    finding = Finding(
        check_id="V1",
        subject=f"{channel_zh(record.public.channel)}公开办结数与{base_zh}数",
        verdict="needs_definition",
        severity=2,
        **say(
            "bounds",
            "public_exceeds",
            channel=channel_zh(record.public.channel),
            channel_en=the_channel_en(record.public.channel),
            public=record.public_count,
            base=base_zh,
            base_en=base_en,
            n=n,
        ),
        claimed=str(record.public_count),
        recomputed=str(n),
        metric=record.public.metric,
    )
    return located(audited, finding, record.claims())


@check("C1", "公开份额", "share published", gives="consistent unusual needs_definition")
def published_share(audited: Audited) -> Iterator[Finding]:
    """Public replies over valid letters (over all received where valid ones are not printed); a fact to know, no
    fault. A printed share that these counts do not give is of others, which the text does not name.

    Tolerance: none; the share of two whole numbers is exact.
    """
    yield from distinct(_shares(audited))


def _shares(audited: Audited) -> Iterator[Finding]:
    for record, _ in public_records(audited):
        base = record.base()
        if base is None or not _of_same_letters(record):
            continue
        base_zh, base_en, n = base
        share = Fraction(record.public_count, n)
        of_record = _subject_key(record.public)
        own = [c for c in narrative(audited) if is_whole(c) and _subject_key(c) == of_record]
        printed = next((c for c in own if c.metric == "publication_rate"), None)
        answered = {whole_number(c) for c in own if c.metric in ("replied", "completed")} - {None, 0}
        channel = channel_zh(record.public.channel)
        rate = None if printed is None else figure(printed)
        shares = (Fraction(record.public_count * 100, m) for m in (n, *answered) if m)
        differs = rate is not None and not any(is_nearest(reproduces(s, rate)) for s in shares)
        finding = Finding(
            check_id="C1",
            subject=f"{channel}公开份额",
            verdict="needs_definition" if differs else "consistent" if share == 1 or rate else "unusual",
            severity=2 if differs or not (share == 1 or rate) else 0,
            **say(
                "bounds",
                "published_share" if printed is None else "published_share_printed",
                printed=None if printed is None else shown(printed),
                channel=channel,
                channel_en=the_channel_en(record.public.channel),
                public=record.public_count,
                base=base_zh,
                base_en=base_en,
                n=n,
                share=rate_text(share),
            ),
            recomputed=rate_text(share),
            low=share,
            high=share,
            evidence=(f"{record.public_count}/{n}",),
            metric="published",
        )
        yield located(audited, finding, record.claims())


def _summary(audited: Audited, record: PublicRecord, claim: Claim, basis: Basis, verdict: str) -> Sentences:
    """The quotable statement, on the narrowest denominator that is printed."""
    explanation = agency_explanation(audited, record)
    explained = say("bounds", "explained", explanation=explanation) if explanation else None
    share = basis.verifiable_share
    base = record.base()
    return say(
        "bounds",
        "summary_open" if share is None or not basis.unpublished else "summary",
        **_words(claim),
        speaker=speaker_of(audited, claim),
        public=record.public_count,
        base=base[0] if base else "",
        base_en=base[1] if base else "",
        n=basis.n,
        **_visible(record),
        needed=basis.needed,
        unpublished=basis.unpublished,
        share="" if share is None else percent(share * 100, 1),
        explained=explained["statement_zh"] if explained else "",
        explained_en=explained["statement_en"] if explained else "",
        verdict=VERDICTS[verdict],
        verdict_en=AGAINST_PUBLIC_EN[verdict],
    )


def _visible(record: PublicRecord) -> dict[str, str]:
    """The share that public answers are of every denominator printed, to one decimal, as a headline is quoted."""
    shares = [
        (n, zh, en, percent(Fraction(record.public_count * 100, n), 1))
        for n, (zh, en) in ((record.received_count, _RECEIVED_WORDS), (record.valid, _VALID_WORDS))
        if n
    ]
    return {
        "visible": "、".join(f"{zh}{n}件的{share}" for n, zh, _, share in shares),
        "visible_en": " and ".join(f"{share} of {n} {en}" for n, _, en, share in shares),
    }


def agency_explanation(audited: Audited, record: PublicRecord) -> str | None:
    """The office's own words on what its public count leaves out, as printed; ``None`` where the count is just
    公开."""
    if record.public.metric == "published":
        return None
    return passage(audited, record.public)


def _rate(numerator: int, denominator: int | None) -> Fraction | None:
    return Fraction(numerator, denominator) if denominator else None


def claim_vs_public(audited: Audited) -> list[dict[str, Any]]:
    """The rows of ``claim_vs_public`` that one document gives, ``public_basis`` ``claim``: columns as in the data
    dictionary.

    Rates and shares are ``Fraction``; unknown is ``None``. ``verdict_received`` is that of all letters with the
    invalid ones not counted as completed where valid letters are printed; ``verdict`` is the conclusion over all
    definitions.
    """
    rows = []
    for record, rates in public_records(audited):
        if not _of_same_letters(record):
            continue
        for claim in rates:
            claimed = rate_interval_of(claim)
            if claimed is None:
                continue
            bases = record.bases(claimed)
            if bases:
                rows.append(_row(audited, record, claim, claimed, bases))
    return rows


def _row(
    audited: Audited, record: PublicRecord, claim: Claim, claimed: Interval, bases: dict[str, Basis]
) -> dict[str, Any]:
    narrowest = next(iter(bases.values()))
    on_received = bases.get("received_open") or bases.get("received_counted")
    verdict = overall([basis.verdict for basis in bases.values()])
    return {
        "claim_id": audited.claim_id(claim),
        "public_basis": "claim",
        "public_claim_id": audited.claim_id(record.public),
        "region_code": claim.region_code,
        "channel": claim.channel,
        "metric": claim.metric,
        "as_of": claim.as_of,
        "period_start": claim.period_start,
        "period_end": claim.period_end,
        "received": record.received_count,
        "valid": record.valid,
        "public_replies": record.public_count,
        "rate_received": _rate(record.public_count, record.received_count),
        "rate_valid": _rate(record.public_count, record.valid),
        "claimed_low": claimed.low,
        "claimed_high": claimed.high,
        "needed_completed": narrowest.needed,
        "unpublished_needed": narrowest.unpublished,
        "verifiable_share": narrowest.verifiable_share,
        "bound_low": narrowest.bounds.low,
        "bound_high": narrowest.bounds.high,
        "verdict_received": on_received.verdict if on_received else None,
        "verdict_valid": bases["valid"].verdict if "valid" in bases else None,
        "verdict": verdict,
        "quote": claim.quote,
        "url": _url(audited),
        "agency_explanation": agency_explanation(audited, record),
        **_summary(audited, record, claim, narrowest, verdict),
    }


def _url(audited: Audited) -> str | None:
    if audited.letter is not None:
        return audited.letter.url
    return audited.meta.url if audited.meta else None
