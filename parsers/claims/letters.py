"""Figures in letters and replies: what a writer says that a mailbox shows, and what an office says of it.

Most figures of a letter are about roads, wages and houses. Only those of a sentence that speaks of a mailbox, hotline
or board (or follows one that did) are claims; who speaks is ``letter_writer`` or ``government``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from parsers.claims.scope import Scope
from parsers.claims.sentences import paragraph_claims
from parsers.commitments import commitments
from parsers.records import Claim, Commitment, Letter, Reply

# A letter without one of these has no figure about a mailbox worth reading for.
_FIGURE_METRICS = frozenset(
    [
        "received",
        "valid",
        "invalid",
        "duplicate",
        "incomplete",
        "advertising",
        "completed",
        "replied",
        "handled_directly",
        "forwarded",
        "not_completed",
        "completion_rate",
        "on_time_completion_rate",
        "reply_rate",
        "on_time_reply_rate",
        "satisfaction_rate",
        "award_years",
        "acceptance_rate",
        "overdue_completed",
        "overdue_not_completed",
        "published",
    ]
)


def letter_claims(letter: Letter, region_of: Callable[[str], str | None]) -> list[Claim]:
    """The claims of a letter's body (as of the day it came in) and of its replies (as of the day of the stage)."""
    claims = _part_claims(letter.body or "", "body", "letter_writer", letter, letter.received_on, None, region_of)
    for reply in letter.replies:
        place = f"reply{reply.stage_no}"
        claims += _part_claims(reply.body, place, "government", letter, reply.dated_on, reply, region_of)
    return claims


def _part_claims(
    text: str,
    place: str,
    stated_by: str,
    letter: Letter,
    as_of: dt.date | None,
    reply: Reply | None,
    region_of: Callable[[str], str | None],
) -> list[Claim]:
    scope = Scope(
        stated_by=stated_by,
        region_code=letter.handling_region_code or letter.region_code,
        as_of=as_of,
        region_of=region_of,
        stage_no=reply.stage_no if reply else None,
        attributed_to=reply.agency if reply else None,
        needs_channel=True,
    )
    reading = paragraph_claims(text, place, scope)
    return [replace(c, scope="whole") for c in reading.claims if c.metric in _FIGURE_METRICS]


def letter_commitments(letter: Letter) -> list[Commitment]:
    """The promises of a change of a mailbox's counting or process in the replies to a letter."""
    region = letter.handling_region_code or letter.region_code
    return [
        promise
        for reply in letter.replies
        for promise in commitments(reply.body, f"reply{reply.stage_no}", region_code=region, promised_on=reply.dated_on)
        if any(word in promise.quote for word in ("信箱", "信件", "网站", "留言", "统计", "热线", "问政"))
    ]
