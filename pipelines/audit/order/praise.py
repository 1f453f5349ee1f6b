"""N3, with names: units that are praised beside what else the same document prints of them.

What belongs here: praise of a unit, or of all, beside something late (``rules/praise.yaml``). What does not: praise
that a table cannot bear out because all its rows are alike (``uniformity``), praise for being on time (``ranking``).
Good work and something late go together well, so that a finding is ``unusual`` at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.claims.words import words_pattern
from parsers.records import Claim
from pipelines.audit.figures import claims_of, distinct, located, narrative
from pipelines.audit.finding import Audited, Finding, Sentences, check, say
from pipelines.audit.order.ranking import unit_names
from pipelines.audit.rules import field, words
from pipelines.audit.sheets import sheets
from pipelines.audit.stated import channel_en, compact, label_of, shown, shown_en, table_name, the_channel_en
from pipelines.audit.wording import channel_zh, metric_en, metric_zh


def _praised(audited: Audited) -> Iterator[tuple[Claim, str]]:
    """Each unit that the text praises, with the claim that does."""
    for claim in narrative(audited):
        if claim.metric == "commended" and claim.agency:
            for unit in unit_names(claim.agency):
                yield claim, unit


def _finding(
    audited: Audited, claim: Claim, unit: str, what: str, sentences: Sentences, beside: list[Claim]
) -> Finding:
    finding = Finding(
        check_id="N3",
        subject=f"{channel_zh(claim.channel)}点名较好的{unit}与{what}",
        verdict="unusual",
        severity=1,
        **sentences,
        claimed="较好",
        metric=claim.metric,
        agency=unit,
    )
    return located(audited, finding, [claim, *beside])


def _channel(claim: Claim) -> dict[str, str]:
    return {"channel": channel_zh(claim.channel), "channel_en": the_channel_en(claim.channel)}


@check("N3", "点名较好与附表所印逾期、退办", "praise beside late or returned items of the table", gives="unusual")
def praised_with_late_items(audited: Audited) -> Iterator[Finding]:
    """A unit that the text praises for a channel whose row in the channel's table prints late or returned items.

    Tolerance: none; one item is told.
    """
    yield from distinct(_late_rows(audited))


def _late_rows(audited: Audited) -> Iterator[Finding]:
    for claim, unit in _praised(audited):
        for table in sheets(audited):
            rows = [row for row in table.rows if row.label == unit] if table.channel == claim.channel else []
            for cell in (row.by_metric.get(m) for row in rows for m in words("praise", "late_columns")):
                if cell is not None and cell.value > 0:
                    name, column = table_name(audited, table.table), metric_zh(cell.metric)
                    sentences = say(
                        "praise",
                        "late_row",
                        **_channel(claim),
                        unit=unit,
                        table=name,
                        table_en=f"table {table.table.table_no}",
                        column=column,
                        column_en=metric_en(cell.metric),
                        value=cell.printed,
                    )
                    yield _finding(audited, claim, unit, f"{name}{column}", sentences, list(claims_of([cell])))


def late_words(text: str, unit: str) -> str | None:
    """The words of a text that say that something of ``unit`` was late; ``None`` where there are none.

    >>> late_words("主要反映县甲局受理超时问题", "县甲局")
    '县甲局受理超时'
    """
    late, within = words_pattern(words("praise", "late")), int(field("praise", "late_within"))
    match = re.search(rf"{re.escape(unit)}[^，,。、；;：:]{{0,{within}}}?(?<![无没未])(?:{late})", text)
    return match[0] if match else None


@check("N3", "点名较好与文中所述超时", "praise beside words of lateness", gives="unusual")
def praised_with_late_words(audited: Audited) -> Iterator[Finding]:
    """A unit that the text praises while it says elsewhere that something of that unit was late, or names it for a
    fault.

    Tolerance: none; the words decide.
    """
    yield from distinct(_late_words(audited))


def _late_words(audited: Audited) -> Iterator[Finding]:
    text = compact(audited.full_text)
    faults = [(c, unit) for c in narrative(audited) if c.metric == "criticised" for unit in unit_names(c.agency or "")]
    for claim, unit in _praised(audited):
        found = late_words(text, compact(unit))
        if found is not None:
            sentences = say("praise", "late_words", **_channel(claim), unit=unit, words=found)
            yield _finding(audited, claim, unit, "所述超时", sentences, [])
        for fault, named in faults:
            if named == unit:
                other = channel_zh(fault.channel) or "他处"
                sentences = say(
                    "praise",
                    "criticised",
                    **_channel(claim),
                    unit=unit,
                    other=other,
                    other_en=channel_en(fault.channel),
                    words=fault.category or "批评",
                )
                yield _finding(audited, claim, unit, f"{other}点名", sentences, [fault])


@check("N3", "称各单位均好与所印逾期", "praise of all beside late items", gives="unusual")
def all_praised(audited: Audited) -> Iterator[Finding]:
    """A sentence that says something good of all units and prints late items.

    Tolerance: none; one item is told.
    """
    for claim in narrative(audited):
        said = next((word for word in words("praise", "all_praised") if word in compact(claim.quote)), None)
        if claim.metric in words("praise", "overdue") and said is not None and claim.value:
            finding = Finding(
                check_id="N3",
                subject=f"{channel_zh(claim.channel)}“{said}”与{label_of(claim)}",
                verdict="unusual",
                severity=1,
                **say(
                    "praise",
                    "all_praised",
                    **_channel(claim),
                    words=said,
                    label=label_of(claim),
                    label_en=metric_en(claim.metric),
                    claimed=shown(claim),
                    claimed_en=shown_en(claim),
                ),
                claimed=shown(claim),
                metric=claim.metric,
            )
            yield located(audited, finding, [claim])
