"""What a document prints about itself, put together; and who speaks in it, of which region and channel.

What does not belong here: where each of these is printed (``fields``, ``head``, ``period``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from parsers import vocabulary
from parsers.bulletins.fields import fields_of
from parsers.bulletins.head import (
    day_of_report,
    find_lone_date,
    head_of,
    issue_no_of,
    issuer_line,
    line_of_paper,
    squeezed_title,
    stamp_of,
    title_of,
)
from parsers.bulletins.marks import DOC_NO, LIST_MARK, words_of
from parsers.bulletins.period import counted_until, cut_off, reported_period
from parsers.bulletins.sections import is_heading
from parsers.claims.cells import channel_in, platform_in
from parsers.claims.words import any_of
from parsers.document import Document, Text, texts_of
from parsers.records import BulletinMeta
from parsers.text.dates import first_date
from parsers.text.numbers import half_width
from parsers.vocabulary.layout import squeezed

RegionOf = Callable[[str], str | None]

_LISTED_PLACE = re.compile(r"[\u4e00-\u9fff]{1,7}[县市区]\s*[（(]?\d")  # one of several places, each with its figure
# A list of ways in, and parts of what was counted (网络投诉178件，其中人民网网民留言77件): none is the channel of all.
_SOURCES = re.compile(
    r"[^。\n]*(?:来源|渠道|途径)(?:[：:]|[^。，,\n]{0,4}[看分为是有])[^。\n]*|(?<=[\d%％件条封次起])[，,；;]其中[^。\n]*"
)


def metadata(document: Document, region_of: RegionOf) -> tuple[BulletinMeta, Text | None]:
    """What a document prints about itself, and the block that is its title."""
    texts = texts_of(document)
    fields, places = fields_of(document)
    head = head_of(texts)
    title = _title(document, texts, fields, places)
    title_text = _title_text(title, fields)
    lone = [found for t in texts if t.locator not in places if (found := find_lone_date(t.text)) is not None]
    signers = [issuer for _, issuer in lone if issuer]
    issuer = fields.get("issuer") or next(iter(signers), None) or issuer_line(head, texts)
    dated_on = first_date(fields.get("dated_on", "")) or (lone[0][0] if lone else None)
    body = [t for t in texts if t not in head and t.locator not in places]
    published_on = (
        first_date(fields.get("published_on", ""))
        or stamp_of(head)
        or line_of_paper(head)
        or first_date(fields.get("updated_on", ""))
    )
    everything = "\n".join(t.text for t in texts)
    press = _is_of_press(everything)
    is_dated = not press or dated_on is not None or published_on is not None
    dated_on = dated_on if is_dated else day_of_report(body, None)
    written_on = dated_on or published_on or counted_until(body) or cut_off(texts, None)
    # A title in a row of the head (| 标题: | 4月份通报 |) is no block of text.
    named_in_row = title_text if title is None else None
    opening = [text for text in (title.text if title else named_in_row, *(t.text for t in head)) if text]
    period = reported_period(opening, [t.text for t in body], written_on, press=press)
    if not is_dated and dated_on is None and period is not None:
        dated_on = day_of_report(body, period.end)
    named = (title_text, issuer, *(t.text for t in head), fields.get("doc_no"))
    # A section's heading (一、县长信箱) speaks for its section only.
    naming = [t.text for t in (title, *head) if t is not None and (t is title or not LIST_MARK.match(t.text))]
    doc_no = DOC_NO.search(everything)
    return (
        BulletinMeta(
            title=title_text,
            doc_no=fields.get("doc_no") or (squeezed(doc_no.group()) if doc_no and doc_no.start() < 400 else None),
            index_no=fields.get("index_no"),
            issue_no=issue_no_of(head),
            issuer=issuer,
            region_code=_region((*named, *(_LISTED_PLACE.sub("", t.text) for t in body[:5])), region_of),
            channel=document_channel(title.text if title else title_text, naming, texts),
            stated_by="press" if press else "government",
            dated_on=dated_on,
            published_on=published_on,
            period_start=period.start if period else None,
            period_end=period.end if period else None,
            cutoff_on=cut_off(texts, written_on),
            url=document.url,
        ),
        title,
    )


def _title(document: Document, texts: Sequence[Text], fields: Mapping[str, str], places: set[str]) -> Text | None:
    """The block that is the title; none where it does not read like one and what the header calls the document does."""
    title = title_of(document, texts, places)
    titled = words_of("title_words").search
    return None if title is not None and titled(fields.get("title", "")) and not titled(title.text) else title


def _title_text(title: Text | None, fields: Mapping[str, str]) -> str | None:
    """The title on one line, as the header prints it where the page breaks it over two lines."""
    text = squeezed_title(title.text) if title else fields.get("title")
    return fields["title"] if text and squeezed(text) in squeezed(fields.get("title", "")) else text


def _region(texts: Iterable[str | None], region_of: RegionOf) -> str | None:
    """The region of the first of the texts that names one."""
    return next((code for text in texts if text and (code := region_of(text)) is not None), None)


def _is_of_press(everything: str) -> bool:
    """Whether a text is an article of the press: by its 来源 and a line of its people, or by how it opens."""
    return all(p.search(everything) for p in _press()) or words_of("press_openings").search(everything) is not None


def document_channel(title: str | None, head: Sequence[str], texts: Sequence[Text]) -> str | None:
    """The channel of a document: of its title, else its head, else the only one named; headings, lists of ways aside.

    政民互动 in a title is the part of a site that reports of every channel: the one that the text names goes before it.
    """
    own = half_width(title or "")
    if re.search(any_of("all_channels"), own):
        everything = half_width("\n".join([own, *(t.text for t in texts)]))
        # A bracket speaks for a title, not for a text.
        if (only := channel_in(re.sub(rf"{any_of('all_channels')}|[（(）)]", " ", everything))) is not None:
            return only
    if any(word in own for word in vocabulary.channel_words()):
        visits, joined = any_of("visits"), any_of("joining")
        is_joined = re.search(rf"{visits}(?:{joined}|、)|(?:{joined}|、){visits}", own)
        return "combined" if is_joined else channel_in(own, several="combined")
    if (channel := channel_in(half_width(" ".join(head)))) is not None:
        return channel
    running = half_width("\n".join(_SOURCES.sub("", t.text) for t in texts if not is_heading(t)))
    return None if _is_of_platforms(own, texts) else channel_in(running)


def _is_of_platforms(title: str, texts: Sequence[Text]) -> bool:
    """Whether a title or a heading names a platform that no code does, or a clause counts what came in there: the
    channel that the text names besides is not that of the document.
    """
    headings = (half_width(t.text) for t in texts if is_heading(t))
    clauses = (c for t in texts for c in re.split("[，,；;。：:]", half_width(t.text)))
    counted = (c for c in clauses if channel_in(c) is None and re.search(r"\d件", c))
    return any(platform_in(text) is not None for text in (title, *headings, *counted))


@cache
def _press() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """来源 of a paper, site or station (of a government none), and a line of its people."""
    source, people = words_of("press_sources").pattern, words_of("press_people").pattern
    return (
        re.compile(rf"^\s*来源\s*[:：]\s*(?![^\n]*政府)[^\n]*{source}", re.M),
        re.compile(rf"(?:^|[\s（(]){people}\s*[:：]?", re.M),
    )


def attributed_to(texts: Sequence[Text]) -> str | None:
    """Whose figures an article says that it tells (据县信访局统计)."""
    ends = words_of("attribution_ends").pattern
    who = re.compile(rf"(?:来自|据|根据)(?P<who>[\u4e00-\u9fff]{{4,20}}?){ends}")
    found = who.search("\n".join(t.text for t in texts))
    return found["who"] if found else None
