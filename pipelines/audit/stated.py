"""What is stated, for the checks against the record: figures as a sentence shows them, their clause, and who says so.

What belongs here: what more than one check of this kind needs. What does not: which figures belong together
(``figures``), words for codes (``wording``), and any arithmetic that decides a verdict.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TypeVar

from parsers.records import UNASSIGNED, Claim, Table
from parsers.text.numbers import Interval, half_width
from parsers.vocabulary import channel_words
from pipelines.audit.figures import figure, kind
from pipelines.audit.finding import Audited
from pipelines.audit.intervals import HEADLINE
from pipelines.audit.steps import STEPS, step, templates
from pipelines.audit.wording import channel_zh, metric_en, metric_zh, percent

Item = TypeVar("Item")
Key = TypeVar("Key", bound=Hashable)

_QUALIFIED = ("at_least", "more_than", "at_most", "less_than", "about")
"""The qualifiers that are told with a figure, by a step of their name."""
# The ends of a clause: a stop, a semicolon, a line, or the wide gap that flattened paragraphs leave.
_CLAUSE_END = re.compile(r"[。！？；!?;\n]|[ \u00a0\u3000]{4,}")


def grouped(items: Iterable[Item], key: Callable[[Item], Key]) -> dict[Key, list[Item]]:
    """Items by key; keys and items keep the order in which they come."""
    groups: dict[Key, list[Item]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def period_of(claim: Claim) -> tuple[dt.date | None, dt.date | None]:
    """First and last day of the period that a claim is about."""
    return claim.period_start, claim.period_end


def may_be_of_one(a: Claim, b: Claim) -> bool:
    """Whether two figures may be of one speaker, channel and period: neither says that it is of another."""
    channels = {a.channel, b.channel} - {None, "combined"}
    periods = {period_of(a), period_of(b)} - {(None, None)}
    return a.stated_by == b.stated_by and len(channels) < 2 and len(periods) < 2


def whole_number(claim: Claim) -> int | None:
    """The value of an exact count; ``None`` for 约, 超过 and the like, and for what is not a whole number."""
    value = claim.value
    if value is None or claim.qualifier != "exact" or value != value.to_integral_value():
        return None
    return int(value)


def decimals_of(claim: Claim) -> int:
    """How many decimals a value is printed with; 0 for one without a number."""
    exponent = Decimal(0 if claim.value is None else claim.value).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def rate_interval_of(claim: Claim) -> Interval | None:
    """The interval of a printed percentage as fractions of 1; ``None`` where it is never tested as a number."""
    printed = figure(claim)
    return None if printed is None else printed.interval.scaled(Fraction(1, 100))


def rate_text(rate: Fraction) -> str:
    """A fraction of 1 as a percentage: 84/110 -> ``76.3636%``."""
    return percent(rate * 100)


def severity_of_rates(a: Fraction, b: Fraction) -> int:
    """3 when two rates (fractions of 1) are more than 5 percentage points apart, otherwise 2."""
    return 3 if abs(a - b) > HEADLINE else 2


def _has_own_unit(text: str) -> bool:
    """Whether a share is printed in tenths or in words: 八成五, 百分之九十."""
    return "成" in text or text.startswith("百分之")


def shown(claim: Claim) -> str:
    """A figure as printed, with unit and qualifier: ``85%以上``, ``约2100条``; the words of a claim without a
    number."""
    if claim.value is None:
        return claim.value_text or claim.printed
    text = claim.printed
    if claim.unit and not half_width(text).endswith(claim.unit) and not _has_own_unit(text):
        text += claim.unit
    return step(claim.qualifier, quantity=text) if claim.qualifier in _QUALIFIED else text


def shown_en(claim: Claim) -> str:
    """A figure as printed, without its Chinese unit, for the English sentence."""
    printed = claim.printed
    if claim.unit and kind(claim.metric) == "count":
        printed = printed.removesuffix(claim.unit).rstrip()
    if claim.qualifier in _QUALIFIED:
        return templates(STEPS)[claim.qualifier]["en"].format(quantity=printed)
    return printed


_OF_EACH = re.compile(r"每(?:一|个)?(?P<period>年|季度|月|周|期)|各(?:单位|部门|县|区|镇|乡)")
_EACH_EN = {"年": "year", "季度": "quarter", "月": "month", "周": "week", "期": "period"}
_SPEAKERS = {"letter_writer": ("来信所述", "as the letter says"), "government": ("答复所述", "as the office says")}


def said(claim: Claim) -> tuple[str, str]:
    """A figure for a sentence in Chinese and in English: as ``shown``, and of what each it is said (每年85%以上)."""
    each = _OF_EACH.search(claim.quote) if claim.each else None
    if each is None:
        return shown(claim), shown_en(claim)
    period = _EACH_EN.get(each["period"] or "")
    return f"{each[0]}{shown(claim)}", f"{shown_en(claim)} for each {period}" if period else shown_en(claim)


def said_by(claims: Sequence[Claim]) -> tuple[str, str]:
    """Figures of one thing as ``said``, with who says each where the letter and the office both do."""
    told = []
    for claim in claims:
        (zh, en), speaker = said(claim), _SPEAKERS.get(claim.stated_by)
        is_told = speaker is not None and len({c.stated_by for c in claims}) > 1
        told.append((f"{zh}（{speaker[0]}）", f"{en} ({speaker[1]})") if is_told and speaker else (zh, en))
    return "、".join(zh for zh, _ in told), " and ".join(en for _, en in told)


def label_of(claim: Claim) -> str:
    """The word that a figure is printed under; the vocabulary's word where the print gives none, and for a part that
    has it only from its whole in another sentence; 件数 for a count of which nothing says what it counts.
    """
    if claim.label and (claim.category is None or compact(claim.label) in compact(claim.quote)):
        return claim.label
    return "件数" if claim.metric == UNASSIGNED else metric_zh(claim.metric)


def channel_en(code: str | None) -> str:
    """A channel for the English sentence."""
    return "this channel" if code is None else metric_en(code)


def the_channel_en(code: str | None) -> str:
    """A channel within an English sentence, with its article where it has none: ``the county mailbox``."""
    return channel_en(code) if code is None else f"the {channel_en(code)}"


@lru_cache(maxsize=16384)
def compact(text: str) -> str:
    """``text`` without white space and in half-width forms, for comparing; never for showing."""
    return re.sub(r"\s+", "", half_width(text))


def passage(audited: Audited, claim: Claim) -> str:
    """The clause, up to 。 or ；, that a figure stands in, also where ``claim.quote`` is only a part of it."""
    start = audited.full_text.find(claim.quote) if claim.quote else -1
    text = audited.full_text if start >= 0 else claim.quote
    at = max(start, 0) + max(claim.quote.find(claim.printed), 0)
    begin = max((m.end() for m in _CLAUSE_END.finditer(text, 0, at)), default=0)
    end = _CLAUSE_END.search(text, at)
    return text[begin : end.start() if end else len(text)].strip()


def speaker_of(audited: Audited, claim: Claim) -> str:
    """Who states a figure: who is named with it, the agency of the reply it stands in, the issuer; else 发布单位."""
    if claim.attributed_to:
        return claim.attributed_to
    if audited.letter is not None:
        stages = [r.agency for r in audited.letter.replies if r.stage_no == claim.stage_no and r.agency]
        return stages[0] if stages else audited.letter.agency or "发布单位"
    return (audited.meta.issuer if audited.meta else None) or "发布单位"


def table_channel(audited: Audited, table: Table) -> str | None:
    """The channel of a table: that of its claims, otherwise the longest channel word of its title."""
    for claim in audited.claims:
        if claim.table_no == table.table_no and claim.channel:
            return claim.channel
    title = compact(table.title or "")
    found = [word for word in channel_words() if compact(word) in title]
    return channel_words()[max(found, key=len)] if found else None


def table_name(audited: Audited, table: Table) -> str:
    """``表3（县长信箱）``: how a table is named in a subject."""
    channel = channel_zh(table_channel(audited, table))
    return f"表{table.table_no}" + (f"（{channel}）" if channel else "")
