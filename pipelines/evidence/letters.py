"""The letters that a finding over a mailbox rests on: ids, dates and addresses as published, nothing of what they say.

What belongs here: which letters those are, by the check. What does not: the clocks of a letter
(``warehouse/models/response_times.sql``), and what counts as late (``pipelines.audit.wide.desks``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipelines.audit.rules import field
from pipelines.audit.wide.desks import CLOCKS
from warehouse.query import Session

MOST_LETTERS = 30
"""Letters that a page lists one by one."""


@dataclass(frozen=True, slots=True)
class ShownLetter:
    """A letter by its dates; ``is_told`` where it is one that the finding counts, not only one that it looked at."""

    letter_id: str
    address: str | None
    is_told: bool
    received_on: dt.date | None
    transfer_on: dt.date | None
    page_replied_on: dt.date | None
    signed_on: dt.date | None


@dataclass(frozen=True, slots=True)
class ShownLetters:
    """The letters that a check looked at: how many, how many of them it tells, and the first, those told first."""

    looked_at: int
    told: int
    first: tuple[ShownLetter, ...]

    @property
    def more(self) -> int:
        """Letters that are not listed."""
        return self.looked_at - len(self.first)


NO_LETTERS = ShownLetters(0, 0, ())

# By the id of the check, and for T2 the head of its subject: the letters that it looks at, and those that it tells.
_LOOKED_AT = {
    "T1": ("has_both", "is_late"),
    "T2首次": ("first_response_days IS NOT NULL", "false"),
    "T2实质": ("substantive_days IS NOT NULL", "false"),
    "T3": ("is_dated", "is_reversed OR is_ahead"),
    "T4": ("is_limited", "is_over_page OR is_over_best"),
}
_OF_DESK = f"""
    {CLOCKS}
    SELECT
        c.letter_id, l.url AS address, {{told}} AS is_told,
        c.received_on, c.transfer_on, c.page_replied_on, c.signed_on,
        count(*) OVER () AS looked_at, count(*) FILTER ({{told}}) OVER () AS n_told
    FROM clocks c JOIN letters l USING (letter_id)
    WHERE c.source_id = $source AND c.region_code IS NOT DISTINCT FROM $region
        AND c.channel IS NOT DISTINCT FROM $channel AND ({{looked_at}})
    ORDER BY is_told DESC, c.letter_id
    LIMIT {MOST_LETTERS}
"""
# The letters of a site whose last substantive answer others have, too, word for word, the commonest answer first.
_ALIKE = f"""
    WITH answers AS (
        SELECT r.letter_id, regexp_replace(r.body, '\\s', '', 'g') AS answer
        FROM replies r JOIN letters l USING (letter_id)
        WHERE r.stage = 'substantive' AND l.source_id = $source
        QUALIFY row_number() OVER (PARTITION BY r.letter_id ORDER BY r.stage_no DESC) = 1
    ),
    shared AS (
        SELECT letter_id, count(*) OVER (PARTITION BY answer) AS letters FROM answers WHERE length(answer) >= $shortest
    )
    SELECT
        letter_id, l.url AS address, true AS is_told, t.received_on, t.transfer_on, t.page_replied_on, t.signed_on,
        count(*) OVER () AS looked_at, count(*) OVER () AS n_told
    FROM shared s JOIN response_times t USING (letter_id) JOIN letters l USING (letter_id)
    WHERE s.letters > 1
    ORDER BY s.letters DESC, letter_id
    LIMIT {MOST_LETTERS}
"""


def letters_of(asked: Session, finding: Mapping[str, Any]) -> ShownLetters:
    """The letters that a finding over a desk or a site rests on; none for a finding of another kind."""
    if finding["check_name"] == "answers that are word for word the same":
        about = {"source": finding["source_id"], "shortest": int(field("history", "shortest_answer"))}
        return _shown(asked.ask(_ALIKE, about).records)
    key = finding["check_id"]
    key += next((head for head in ("首次", "实质") if key == "T2" and head in finding["subject"]), "")
    if key not in _LOOKED_AT:
        return NO_LETTERS
    looked_at, told = _LOOKED_AT[key]
    desk = {"source": finding["source_id"], "region": finding["region_code"], "channel": finding["channel"]}
    return _shown(asked.ask(_OF_DESK.format(looked_at=looked_at, told=told), desk).records)


def _shown(rows: list[dict[str, Any]]) -> ShownLetters:
    if not rows:
        return NO_LETTERS
    letters = tuple(ShownLetter(**{name: row[name] for name in ShownLetter.__dataclass_fields__}) for row in rows)
    return ShownLetters(rows[0]["looked_at"], rows[0]["n_told"], letters)
