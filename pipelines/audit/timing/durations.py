"""T5 inside one document: times of answering that a text states, without any letter to hold them against.

What belongs here: stated times by themselves and beside each other. What does not: observed letters
(``pipelines.audit.wide.claimed_times``), the clocks of a letter (``clocks``).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from parsers.records import Claim
from pipelines.audit.figures import distinct, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.stated import grouped, period_of, the_channel_en
from pipelines.audit.wording import channel_zh, decimal

_DAYS = {"天": Fraction(1), "周": Fraction(7), "工作日": Fraction(7, 5)}
"""Calendar days of one unit, in a week without holidays."""


def _times(audited: Audited) -> list[Claim]:
    """The stated times of answering that are numbers."""
    times = ("response_time", "average_response_time")
    return [c for c in narrative(audited) if c.metric in times and c.value is not None and c.unit in _DAYS]


def _is_case(claim: Claim) -> bool:
    """Whether a time is that of one case, told from its beginning (仅一个工作日后)."""
    after = claim.quote.partition(claim.printed)[2]
    return claim.scope == "unit" or after.startswith(("后", "之后"))


def _shown(claim: Claim) -> str:
    return f"{decimal(Fraction(claim.value or 0))}{'个' if claim.unit == '工作日' else ''}{claim.unit}"


@check("T5", "所称办理时间", "stated time of reply", gives="unverifiable")
def stated_times(audited: Audited) -> Iterator[Finding]:
    """A time of answering that a text states and no list of letters in the same document can bear out; the time of a
    single case is information.

    Tolerance: none.
    """
    yield from distinct(_unverifiable(audited, claim) for claim in _times(audited))


def _unverifiable(audited: Audited, claim: Claim) -> Finding:
    is_case = _is_case(claim)
    channel = channel_zh(claim.channel)
    finding = Finding(
        check_id="T5",
        subject=f"{channel}{'个案' if is_case else ''}所称办理时间{_shown(claim)}",
        verdict="unverifiable",
        severity=0 if is_case else 1,
        **say(
            "durations",
            "case" if is_case else "stated",
            channel=channel,
            channel_en=the_channel_en(claim.channel),
            time=_shown(claim),
            value=decimal(Fraction(claim.value or 0)),
            unit={"天": "days", "周": "weeks", "工作日": "working days"}[claim.unit or ""],
        ),
        claimed=_shown(claim),
        metric=claim.metric,
    )
    return located(audited, finding, [claim])


@check("T5", "所称各办理时间", "stated times of reply beside each other", gives="consistent")
def times_beside_each_other(audited: Audited) -> Iterator[Finding]:
    """Two stated times of one channel and period in different units that are the same number of days.

    Others say nothing: they may be of different letters.

    Tolerance: none, in a week without holidays.
    """
    whole = [claim for claim in _times(audited) if not _is_case(claim)]
    for claims in grouped(whole, lambda c: (c.stated_by, c.region_code, c.channel, *period_of(c))).values():
        first = claims[0]
        for other in claims[1:]:
            days = [Fraction(c.value or 0) * _DAYS[c.unit or ""] for c in (first, other)]
            if first.unit != other.unit and days[0] == days[1]:
                finding = Finding(
                    check_id="T5",
                    subject=f"{channel_zh(first.channel)}{_shown(first)}与{_shown(other)}",
                    verdict="consistent",
                    severity=0,
                    **say("durations", "same", time=_shown(first), other=_shown(other), days=decimal(days[0])),
                    claimed=f"{_shown(first)}；{_shown(other)}",
                    recomputed=f"{decimal(days[0])}天",
                    metric=first.metric,
                )
                yield located(audited, finding, [first, other])
