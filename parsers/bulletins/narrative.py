"""The running text of a bulletin, paragraph by paragraph: what each says under its heading, and after the one before.

What does not belong here: reading a paragraph (``parsers.claims``), and what a heading is (``sections``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from parsers import vocabulary
from parsers.bulletins.marks import FIGURE
from parsers.bulletins.sections import in_section, is_heading, is_named_first, is_of_any_channel, opening, sectioned
from parsers.cells import is_subtotal_word, is_total_word
from parsers.claims.cells import channel_in
from parsers.claims.named import named_units
from parsers.claims.names import is_kind, is_list_head, is_list_item, metric_of_head, part_headed
from parsers.claims.offices import is_office_or_place, starts_with_whole_place
from parsers.claims.scope import Loose, Scope
from parsers.claims.sentences import paragraph_claims
from parsers.claims.walk import INTAKE
from parsers.claims.words import any_of
from parsers.commitments import commitments
from parsers.document import Text
from parsers.records import BulletinMeta, Claim, Commitment
from parsers.text.numbers import half_width


def lead_channel(texts: Sequence[Text]) -> str | None:
    """The channel of the first sentence that names one beside a figure (for documents whose title names none): not one
    that is only a part of what it counts (网络投诉178件，其中人民网网民留言77件).
    """
    for t in texts:
        for sentence in re.split(r"[。！!]", t.text):
            printed = half_width(sentence)
            of_whole = re.split(any_of("part_of"), printed)[0]
            if FIGURE.search(printed) and (code := channel_in(of_whole)) is not None:
                return code
    return None


_UNIT_LINE = re.compile(r"\s*(?P<name>[\u4e00-\u9fff]{2,6})[：:](?P<metric>[\u4e00-\u9fff]{1,6})\d")
_FEWEST_LINES = 3


def unit_lines(texts: Sequence[Text]) -> set[str]:
    """The paragraphs that are lines of one form behind each other, each of the place that it begins with (东山县：
    转达28条; 西河：转达9条): some name what can only be one, the others are named without 县 or 市.
    """
    found: set[str] = set()
    lines = [(t, _UNIT_LINE.match(half_width(t.text))) for t in texts]
    for metric, run in groupby(lines, lambda line: line[1]["metric"] if line[1] else None):
        named = [(t.locator, m["name"]) for t, m in run if m is not None]
        units = [name for _, name in named if is_office_or_place(name)]
        others = [name for _, name in named if name not in units]
        is_list = metric is not None and len(named) >= _FEWEST_LINES and len(units) >= _FEWEST_LINES
        if is_list and not any(_names_no_unit(name) for name in others):
            found |= {locator for locator, _ in named}
    return found


def _parts_headed(texts: Sequence[Text]) -> dict[str, str]:
    """The part that each paragraph is about, by its place, where its heading names one."""
    found = ((below.locator, part_headed(t.text, below.text)) for t, below in pairwise(texts) if is_heading(t))
    return {place: part for place, part in found if part is not None}


def _names_no_unit(name: str) -> bool:
    """Whether a name can be that of no unit: a kind of request, a channel, the whole place, a sum or the rest."""
    is_sum = is_total_word(name) or is_subtotal_word(name) or name.startswith(("其他", "其它"))
    return is_sum or is_kind(name) or starts_with_whole_place(name) or channel_in(name) is not None


def narrative(
    texts: Sequence[Text],
    title: Text | None,
    field_places: set[str],
    scope: Scope,
    press_channel: str | None,
    meta: BulletinMeta,
    *,
    of_several: bool,
) -> tuple[list[Claim], list[Loose], list[Commitment]]:
    """Claims, unassigned figures and promises of the running text, ``of_several`` channels or of one."""
    sections_of = vocabulary.narrative()
    claims: list[Claim] = []
    loose: list[Loose] = []
    promises: list[Commitment] = []
    topic: Claim | None = None
    headed: Claim | None = None
    listing = False
    of_units = unit_lines(texts)
    parts_headed = _parts_headed(texts)
    default = press_channel if meta.stated_by == "press" else scope.channel
    for t, sections in sectioned(texts, default, scope.period, of_several=of_several):
        if t.locator in field_places:
            continue
        promises += commitments(t.text, t.locator, region_code=meta.region_code, promised_on=meta.dated_on)
        if in_section(sections, sections_of["norm_sections"]) or is_attachment_list(t.text):
            continue
        begins = opening(t.text) if of_several else None
        is_own = (
            begins not in vocabulary.load("channels") or is_named_first(t.text) or is_of_any_channel(sections, title)
        )
        here = replace(scope, channel=(begins if is_own else None) or (sections[-1].channel if sections else default))
        if sections and sections[-1].period != scope.period:
            here = replace(here, period=sections[-1].period, as_of=None)
        if (
            topic is not None
            and topic.channel != here.channel
            and (topic.channel != "combined" or here.channel != default)
        ):
            topic = _came_in(claims, here)
        here = replace(here, listing=listing and is_list_item(t.text), unit_line=t.locator in of_units)
        here = replace(here, subject=parts_headed.get(t.locator))
        listing = is_list_head(t.text.rsplit("\n", 1)[-1]) or here.listing
        problems = in_section(sections, sections_of["problem_sections"])
        reading = paragraph_claims(t.text, t.locator, here, headed if here.listing else topic)
        topic = topic if here.listing and headed is not topic else reading.topic
        headed = headed if here.listing else _headed(topic, t.text) if listing else topic
        claims += reading.claims
        # In a section on what went wrong, figures are examples of single cases and need no metric.
        loose += [] if problems else reading.loose
        claims += named_units(t.text, t.locator, named_scope(t.text, here), problems=problems or "仍有" in t.text)
    return claims, loose, promises


def _came_in(claims: Sequence[Claim], scope: Scope) -> Claim | None:
    """What the last paragraph that counted it says came in through the channel of ``scope`` in its period: the whole of
    parts that follow others of single channels (领导信箱收到5263件。其中市长信箱2187件…, then 从类别看，…).
    """
    period = scope.period
    counted = [
        c
        for c in claims
        if c.metric in INTAKE
        and c.channel == scope.channel
        and c.scope == "whole"
        and c.earlier is None
        and (period is None or (c.period_start, c.period_end) == (period.start, period.end))
    ]
    here = [c for c in counted if c.locator.partition(":")[0] == counted[-1].locator.partition(":")[0]]
    return min(here, key=lambda c: INTAKE.index(c.metric), default=None)


def _headed(topic: Claim | None, head: str) -> Claim | None:
    """The whole of the lines below the head of a list: ``topic``, as what the head names (回复量前五的为：)."""
    named = metric_of_head(head.rsplit("\n", 1)[-1])
    return topic if topic is None or named is None else replace(topic, label=named[0], metric=named[1])


def named_scope(text: str, scope: Scope) -> Scope:
    """The channel of units named: the one that their own paragraph names, else the section's."""
    return replace(scope, channel=channel_in(half_width(re.split(r"[：:]", text)[0])) or scope.channel)


def is_attachment_list(text: str) -> bool:
    """附件：1. … 2. …: titles of annexes, no statements."""
    return bool(re.match(r"\s*(?:[-•]\s*)?附件?\s*[:：]", text))


def settle_title(claims: list[Claim], loose: list[Loose], title: Text | None) -> tuple[list[Claim], list[Loose]]:
    """Give figures of the title the metric and period of the same figure in the text (一年3762条).

    Only where the text prints that figure with one meaning; otherwise it stays as it is.
    """
    if title is None:
        return claims, loose
    body = [c for c in claims if not c.locator.startswith(f"{title.locator}:")]
    settled: list[Claim] = []
    for c in claims:
        if c.locator.startswith(f"{title.locator}:") and c.period_start is None:
            twins = {
                (b.period_start, b.period_end)
                for b in body
                if (b.metric, b.value, b.unit) == (c.metric, c.value, c.unit)
            }
            if len(twins) == 1:
                start, end = next(iter(twins))
                c = replace(c, period_start=start, period_end=end)
        settled.append(c)
    rest: list[Loose] = []
    for item in loose:
        twins_of = [b for b in body if b.value == item.number.number.value and b.unit == item.number.unit]
        if item.locator.startswith(f"{title.locator}:") and len({(b.metric, b.period_start) for b in twins_of}) == 1:
            twin = twins_of[0]
            settled.append(replace(twin, printed=item.printed, quote=item.quote, locator=item.locator, group=None))
        else:
            rest.append(item)
    return settled, rest
