"""Bulletins and articles: what one prints about itself, and everything in it, from a ``Document``.

What belongs here: metadata (文号, 索引号, dates, issuer, period, cut-off, 期号), the sections of a text, and the order
in which its parts are read. What does not: reading figures (``parsers.claims``), tables (``parsers.tables``), files
(``parsers.readers``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain, pairwise

from parsers import vocabulary
from parsers.claims.cells import channel_in, table_claims
from parsers.claims.counted import names_other_business
from parsers.claims.named import named_units
from parsers.claims.names import is_list_head, is_list_item, metric_of_head
from parsers.claims.scope import Loose, Scope, unassigned, unassigned_claim
from parsers.claims.sentences import paragraph_claims
from parsers.claims.walk import INTAKE
from parsers.claims.words import any_of, words_pattern
from parsers.commitments import commitments
from parsers.compliance import compliance
from parsers.document import Document, Grid, Text
from parsers.length import within_length
from parsers.records import Bulletin, BulletinMeta, Claim, Commitment
from parsers.tables import tables
from parsers.text.dates import find_dates
from parsers.text.numbers import chinese_integer, half_width
from parsers.text.periods import Period, find_periods, month
from parsers.undamaged import undamaged
from parsers.vocabulary.checked import words

_WORDS = "parsers/vocabulary/bulletin_words.yaml"
RegionOf = Callable[[str], str | None]

_LISTED_PLACE = re.compile(r"[\u4e00-\u9fff]{1,7}[县市区]\s*[（(]?\d")  # one of several places, each with its figure
_FIGURE = re.compile(r"\d\s*(?:件|条|封|%)")
_SENTENCE = re.compile(r"[。；]\s*$")
_LAST_WEEK = re.compile(r"\s*(?:[一二三四五六七八九十\d]+[、.．]\s*)?上周(?!五|六|日|[一二三四])")
_NAMED_SPAN = re.compile(r"(?P<name>上周|上月|上季度)\s*(?P<span>[（(][^（）()]{5,40}[）)])")
_DOC_NO = re.compile(r"[\u4e00-\u9fff]{2,14}\s*[〔\[（(]\s*(?:19|20)\d{2}\s*[〕\]）)]\s*第?\s*\d+\s*号")
_ISSUE_NO = re.compile(r"第\s*(\d+|[一二三四五六七八九十百]+)\s*期")
_LIST_MARK = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十]+[、章节部]|[（(][一二三四五六七八九十]*[）)]|\d{1,2}[.、．])"
)
_CHAPTER = re.compile(r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])")
_CUT_OFF = re.compile(
    r"时间节点|统计截[至止]|数据截[至止]|统计时间|截止统计|统计节点|(?:数据|统计)[^，,。]{0,4}[到至][^，,。]*?为止"
)
_FIELD = re.compile(r"^\s*[【\[]?\s*(?P<label>[\u4e00-\u9fff/ \u3000]{2,14}?)\s*[】\]]?\s*[:：]\s*(?P<value>.*)$")
# Several fields in one line stand apart by white space.
_NEXT_FIELD = re.compile(r"\s+(?=[【\[]?[\u4e00-\u9fff/]{2,9}[】\]]?\s*[:：])")
_MONTH_END = re.compile(r"(?:(?P<year>20\d{2})\s*年\s*)?(?P<month>\d{1,2})\s*月\s*(?:底|末)")
_BESIDE_SITE = "_-—–－|｜·»>"  # between the title of an article and the name of its site
_STAMP = re.compile(
    r"(?<!\d)(?P<day>20\d{2}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日))\s*(?:\d{1,2}[:：]\d{2}(?![\d:：]*\s*[至到—–~～-])|来源\s*[:：])"
)  # 9月2日8:00至9月9日8:00 is when was counted
_SOURCES = re.compile(r"[^。\n]*(?:来源|渠道|途径)(?:[：:]|[^。，,\n]{0,4}[看分为是有])[^。\n]*")
_ATTRIBUTED = re.compile(r"(?:来自|据|根据)(?P<who>[\u4e00-\u9fff]{4,20}?)(?:的数据|的统计|统计|通报|介绍|消息)")


@cache
def _words(entry: str) -> re.Pattern[str]:
    """The words of an entry of ``bulletin_words.yaml`` as one pattern."""
    return re.compile(f"(?:{words_pattern(words(vocabulary.load('bulletin_words')[entry], _WORDS, entry))})")


@cache
def _press() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """来源 of a paper, site or station (of a government none), and a line of its people."""
    source, people = _words("press_sources").pattern, _words("press_people").pattern
    return (
        re.compile(rf"^\s*来源\s*[:：]\s*(?![^\n]*政府)[^\n]*{source}", re.M),
        re.compile(rf"(?:^|[\s（(]){people}\s*[:：]?", re.M),
    )


@dataclass(frozen=True, slots=True)
class Section:
    """A heading that is open: its level, words, and the channel and period that hold under it."""

    level: int
    title: str
    channel: str | None
    period: Period | None = None


def texts_of(document: Document) -> list[Text]:
    """The headings and paragraphs of a document, tables left out."""
    return [b for b in document.blocks if isinstance(b, Text) and b.text.strip()]


def fields_of(document: Document) -> tuple[dict[str, str], set[str]]:
    """The header fields printed in a document, by name, and the locators of the paragraphs that hold them.

    A field is ``label：value`` in one line, a label and its value in neighbouring cells of a table, or a label alone
    and its value in the next line; a label followed by another label has no value.
    """
    labels = {label: name for name, words in vocabulary.load("bulletin_fields").items() for label in words}
    found: dict[str, str] = {}
    places: set[str] = set()

    def keep(name: str, value: str) -> bool:
        """Keep a value that can be one; a 文号 that is none is the next thing of the page."""
        if name == "doc_no" and not _DOC_NO.search(value):
            return False
        if name != "ignored" and value:
            found.setdefault(name, value)
        return True

    for grid in (b for b in document.blocks if isinstance(b, Grid)):
        for row in grid.rows:
            for cell, value in pairwise([(c or "").strip() for c in row]):
                label = re.sub(r"\s", "", cell)
                if name := labels.get(label.replace(":", "：")) or labels.get(re.sub("[:：]", "", label)):
                    keep(name, value)
    lines = [
        (t, part.strip())
        for t in texts_of(document)[:40]
        for line in t.text.split("\n")
        for part in _field_parts(line, labels)
        if part.strip()
    ]
    for i, (text, line) in enumerate(lines):
        m = _FIELD.match(line)
        label = re.sub(r"\s", "", m["label"] if m else line)
        name = (labels.get(f"{label}：") if m else None) or labels.get(label)
        if name is None:
            continue
        places.add(text.locator)
        if m:
            keep(name, m["value"].strip())
        elif i + 1 < len(lines) and re.sub(r"\s", "", lines[i + 1][1]) not in labels:
            following, value = lines[i + 1]
            if keep(name, value):
                places.add(following.locator)
    return found, places


def _field_parts(line: str, labels: Mapping[str, str]) -> list[str]:
    """A line of several fields (来源：… 发布时间：…) cut before each label that is known; any other line whole."""
    cuts = [0]
    for m in _NEXT_FIELD.finditer(line):
        label = _FIELD.match(line[m.end() :])
        if label and re.sub(r"\s", "", label["label"]) in labels:
            cuts.append(m.end())
    return [line[a:b] for a, b in pairwise([*cuts, len(line)])]


def first_date(text: str, default_year: int | None = None) -> dt.date | None:
    """The first date of a text that can be read in one way only."""
    return next((d.date for d in find_dates(text, default_year=default_year) if d.date is not None), None)


def title_of(document: Document, texts: Sequence[Text], fields: set[str]) -> Text | None:
    """The block that is the title: of the head, the first that reads like one."""
    head = [t for t in head_of(texts) if t.locator not in fields]
    if document.title:
        same = [t for t in head if squeezed(t.text) == squeezed(document.title)]
        return next(chain(same, _under_a_site_s_name(document.title, head)), Text(document.title, "title", 1))
    candidates = [
        t
        for t in head
        if len(squeezed(t.text)) >= 8
        and not find_lone_date(t.text)
        and not _words("breadcrumb_marks").search(t.text)
        and not _CHAPTER.match(t.text)
    ]
    titled = [t for t in candidates if _words("title_words").search(t.text) and not _ISSUE_NO.search(t.text)]
    return next(iter(titled or candidates), None)


def _under_a_site_s_name(page_title: str, head: Sequence[Text]) -> Iterator[Text]:
    """The lines of the head that are the title of the article, where that of the page has the name of the site, too:
    beside it (某通报_某县人民政府), or alone above a heading that reads like a title."""
    whole, titled = squeezed(page_title), _words("title_words").search
    for text in head:
        own = squeezed(text.text)
        before, found, behind = whole.partition(own)
        divided = (not before or before[-1] in _BESIDE_SITE) and (not behind or behind[0] in _BESIDE_SITE)
        # Above an article stands the name of the site, too: it is not the title of what the rest names.
        is_site = titled(before + behind) and not titled(own)
        if len(own) >= 8 and found and divided and not is_site:
            yield text
    if not titled(page_title):
        headings = (t for t in head if t.level and not _LIST_MARK.match(t.text))
        yield from (t for t in headings if titled(t.text))


def squeezed(text: str) -> str:
    """Text without white space."""
    return re.sub(r"\s+", "", text)


def head_of(texts: Sequence[Text]) -> list[Text]:
    """The blocks before the first paragraph of running text, that one left out."""
    head: list[Text] = []
    for t in texts[:30]:
        if _SENTENCE.search(t.text) or len(t.text) > 120:
            break
        head.append(t)
    return head


def find_lone_date(text: str) -> tuple[dt.date, str] | None:
    """The date of a block that is nothing but a date, with its issuer before it or 印发 behind, and that issuer."""
    for d in find_dates(text):
        if d.date is None:
            continue
        before, after = text[: d.start].strip(), text[d.end :].strip(" 。\u3000\u200b")
        if (after in ("", "印") or re.match(r"印发(?:\s|$)", after)) and (
            not before or (len(before) <= 30 and not re.search(r"[，。：:；\d]", before.replace("12345", "")))
        ):
            return d.date, before
    return None


def issue_no_of(head: Sequence[Text]) -> int | None:
    """期号: 第15期, or a lone number under a title whose 第…期 was lost."""
    for t in head:
        if m := _ISSUE_NO.search(t.text):
            return int(m.group(1)) if m.group(1).isdigit() else chinese_integer(m.group(1))
    for above, t in pairwise(head):
        if re.fullmatch(r"\d{1,3}", t.text.strip()) and _words("numbered").search(above.text):
            return int(t.text)
    return None


def metadata(document: Document, region_of: RegionOf) -> tuple[BulletinMeta, Text | None]:
    """What a document prints about itself, and the block that is its title."""
    texts = texts_of(document)
    fields, places = fields_of(document)
    head = head_of(texts)
    title = title_of(document, texts, places)
    titled = _words("title_words").search
    if title is not None and titled(fields.get("title", "")) and not titled(title.text):
        title = None  # what the header calls the document goes before a line that does not read like a title
    title_text = squeezed_title(title.text) if title else fields.get("title")
    if title_text and squeezed(title_text) in squeezed(fields.get("title", "")):
        title_text = fields["title"]  # the header prints it whole, the page over two lines
    lone = [found for t in texts if t.locator not in places if (found := find_lone_date(t.text)) is not None]
    signers = [issuer for _, issuer in lone if issuer]
    issuer = fields.get("issuer") or next(iter(signers), None) or issuer_line(head, texts)
    dated_on = first_date(fields.get("dated_on", "")) or (lone[0][0] if lone else None)
    body = [t for t in texts if t not in head and t.locator not in places]
    published_on = (
        first_date(fields.get("published_on", "")) or stamp_of(head) or first_date(fields.get("updated_on", ""))
    )
    written_on = dated_on or published_on or counted_until(body) or cut_off(texts, None)
    heads = [t.text for t in (title, *head) if t is not None]
    period = period_of(heads, [t.text for t in body[:3]], written_on)
    everything = "\n".join(t.text for t in texts)
    region = next(
        (
            code
            for text in (
                title_text,
                issuer,
                *(t.text for t in head),
                fields.get("doc_no"),
                *(_LISTED_PLACE.sub("", t.text) for t in body[:5]),
            )
            if text and (code := region_of(text)) is not None
        ),
        None,
    )
    # A section's heading (一、县长信箱) speaks for its section only.
    named = [t.text for t in (title, *head) if t is not None and (t is title or not _LIST_MARK.match(t.text))]
    press = all(p.search(everything) for p in _press()) or _words("press_openings").search(everything) is not None
    counted = [t.text for t in body if _FIGURE.search(half_width(t.text))]
    if period is None and not press:
        period = period_of((), counted, written_on)
    if period is None or period_of(heads, (), written_on) is None:
        period = year_that_opens(counted, period) or period
    doc_no = _DOC_NO.search(everything)
    return (
        BulletinMeta(
            title=title_text,
            doc_no=fields.get("doc_no") or (squeezed(doc_no.group()) if doc_no and doc_no.start() < 400 else None),
            index_no=fields.get("index_no"),
            issue_no=issue_no_of(head),
            issuer=issuer,
            region_code=region,
            channel=document_channel(title.text if title else title_text, named, texts),
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


def stamp_of(head: Sequence[Text]) -> dt.date | None:
    """The day of a line of the head that prints day and time without saying what for (某某发布 2024-08-05 17:20).

    Copies print the source instead of the time (2024/8/5 来源：…).
    """
    stamps = (found.group("day") for t in head if (found := _STAMP.search(t.text)))
    return next((day for stamp in stamps if (day := first_date(stamp)) is not None), None)


def counted_until(body: Sequence[Text]) -> dt.date | None:
    """The day up to which a text without a date of its own counts (截至2023年3月6日): it was written then or later."""
    for t in body:
        for found in find_dates(t.text):
            if found.date is not None and re.search(r"截[至止]到?\s*$", t.text[: found.start]):
                return found.date
    return None


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
    return channel_in(half_width("\n".join(_SOURCES.sub("", t.text) for t in texts if not is_heading(t))))


def squeezed_title(text: str) -> str:
    """A title on one line, its inner breaks and runs of blanks as one blank."""
    return re.sub(r"\s+", " ", text).strip()


def issuer_line(head: Sequence[Text], texts: Sequence[Text]) -> str | None:
    """A block of the head, or of the end, that is nothing but the name of an office."""
    office = re.compile(r"(?:[\u4e00-\u9fff]|12345){3,24}" + _words("office_ends").pattern)
    for t in (*head, *texts[-6:]):
        if office.fullmatch(squeezed(t.text)) and not vocabulary.column_words().get(squeezed(t.text)):
            return squeezed(t.text)
    return None


def period_of(head: Sequence[str], opening: Sequence[str], dated_on: dt.date | None) -> Period | None:
    """The period that a document reports: of its title, else the one that its opening names first.

    A period without a year is read against the date of the document: the latest such period that ended by then.
    """
    issue_year: Period | None = None
    for text in (*head, *opening):
        for found in find_periods(text, issue_year):  # 2018年第九期 gives the year of the 1-9月 below it
            if re.match(r"\s*第", text[found.end :]) and _ISSUE_NO.match(text[found.end :].strip()):
                issue_year = issue_year or found.period  # 2023年第46期 numbers an issue
                continue
            if found.period is not None and found.period.end is not None and found.period.start != found.period.end:
                if (found.period.end - found.period.start).days > 360:
                    if text in opening:
                        continue
                    numbered = _ISSUE_NO.search(text[found.end :]) is not None  # 2021年度简报第9期 is not of a year
                    return finer(found.period, (*head, *opening) if numbered else head) or found.period
                return found.period
    if issue_year is not None and (within := finer(issue_year, (*head, *opening))) is not None:
        return within
    if dated_on is None:
        return None
    reference = Period(dt.date(dated_on.year, 1, 1), dt.date(dated_on.year, 12, 31))
    for text in (*head, *opening):
        for found in find_periods(text, reference):
            if found.period is None or found.period.end is None or found.period == reference:
                continue
            if found.period.end > dated_on:
                earlier = find_periods(
                    text, Period(dt.date(dated_on.year - 1, 1, 1), dt.date(dated_on.year - 1, 12, 31))
                )
                return next((f.period for f in earlier if f.start == found.start), None)
            return found.period
    return None


def year_that_opens(texts: Sequence[str], part: Period | None) -> Period | None:
    """The whole year with which the first text with figures begins (2018年，全市共受理…), the last of several (2022年、
    2023年分别受理…); a ``part`` of it that another text names first says more only where that one names it, too.
    """
    for text in texts[:1]:
        sentence = next((s for s in re.split("[。？！?!]", text) if _FIGURE.search(half_width(s))), text)
        for opening in (text, sentence):
            year = _year_at_start(opening)
            if year is not None and (part is None or _is_only_within(part, year, text)):
                return year
    return None


def _year_at_start(text: str) -> Period | None:
    """The whole year with which a text begins, the last of several that it names together."""
    year, end = None, 0
    for found in find_periods(text):
        p = found.period
        is_next = re.fullmatch(r"[、和与及]?" if year else "", text[end : found.start].strip()) is not None
        if p is None or p.end is None or not is_next or (p.end - p.start).days <= 360:
            return year
        year, end = p, found.end
    return year


def _is_only_within(part: Period, year: Period, text: str) -> bool:
    """Whether a period is a shorter one of a year, and none that a text that begins with the year names itself."""
    is_within = part.end is not None and year.end is not None and year.start <= part.start and part.end <= year.end
    return is_within and part != year and all(found.period != part for found in find_periods(text, year))


def own_period(meta: BulletinMeta, texts: Sequence[Text]) -> Period | None:
    """The period reported, with what the text calls it (上周（11.28—12.04）共受理…, and 上周 alone behind)."""
    if meta.period_start is None:
        return None
    period = Period(meta.period_start, meta.period_end)
    for t in texts[:20]:
        for m in _NAMED_SPAN.finditer(t.text):
            found = find_periods(half_width(m["span"]), period)
            if len(found) == 1 and found[0].period == period:
                return replace(period, called=m["name"])
    return replace(period, called="上周") if _is_last_week(period, texts) else period


def _is_last_week(period: Period, texts: Sequence[Text]) -> bool:
    """Whether a text that reports a week and never says 本周 speaks of it as 上周 (上周，共收到来信50件)."""
    is_week = period.end is not None and (period.end - period.start).days in (6, 7)
    return (
        is_week
        and any(_LAST_WEEK.match(t.text) for t in texts)
        and not any(re.search("本周|这周|这一周", t.text) for t in texts)
    )


def finer(year: Period, texts: Sequence[str]) -> Period | None:
    """A shorter period of a year that the head prints beside it (2024年第28周（7月8日—7月14日）)."""
    for text in texts:
        for found in find_periods(text, year):
            p = found.period
            if p is not None and p.end is not None and p != year and p.start != p.end and year.start <= p.start:
                return p
    return None


def cut_off(texts: Sequence[Text], written_on: dt.date | None) -> dt.date | None:
    """The day up to which the figures were counted, where the text says so for all of them.

    A day without a year is the last such day before the document was written.
    """
    for t in texts[:25]:
        for sentence in re.split(r"[。；]", t.text):
            if m := _CUT_OFF.search(sentence):
                said = sentence[m.start() :]
                if _names_span(said):
                    continue
                if (day := first_date(said) or first_date(sentence)) is not None:
                    return day
                if written_on is not None and (day := _day_before(said, written_on)) is not None:
                    return day
    return None


def _names_span(text: str) -> bool:
    """Whether the first day that a text names is the first of a span (统计时间：3月11日—3月17日): no cut-off."""
    days = find_dates(text)
    spans = [f for f in find_periods(text) if f.period is None or f.period.start != f.period.end]
    return any(s.start <= d.start < s.end and d.end < s.end for d in days[:1] for s in spans)


def _day_before(text: str, written_on: dt.date) -> dt.date | None:
    """截至10月8日, 截至6月底: the last such day that is not after ``written_on``."""
    for year in (written_on.year, written_on.year - 1):
        if m := _MONTH_END.search(text):
            number = int(m["month"])
            day = month(int(m["year"] or year), number).end if 1 <= number <= 12 else None
        else:
            day = first_date(text, year)
        if day is not None and day <= written_on:
            return day
    return None


def is_heading(text: Text) -> bool:
    """A heading of the reader, or a short numbered line without a figure."""
    if text.level > 0:
        return True
    words = text.text.strip()
    return bool(_LIST_MARK.match(words)) and len(words) <= 40 and not re.search(r"\d+\s*(?:件|%|条)", half_width(words))


def heading_level(text: Text) -> int:
    """1 for 一、, 2 for （一）, 3 for 1., and the reader's level for what carries no number."""
    words = text.text.strip()
    if re.match(r"第?[一二三四五六七八九十]+[、章节部]", words):
        return 1
    if re.match(r"[（(][一二三四五六七八九十]*[）)]", words):
        return 2
    if re.match(r"\d{1,2}[.、．]", words):
        return 3
    return text.level or 1


def sectioned(
    texts: Sequence[Text], default: str | None, period: Period | None = None
) -> Iterator[tuple[Text, tuple[Section, ...]]]:
    """Every block with the headings it stands under, outermost first; ``period`` is that of the document."""
    open_sections: tuple[Section, ...] = ()
    for t in texts:
        if is_heading(t):
            level = heading_level(t)
            open_sections = tuple(s for s in open_sections if s.level < level)
            inherited = open_sections[-1].channel if open_sections else default
            named = channel_in(t.text)
            several = named is None and any(word in t.text for word in vocabulary.channel_words())
            spans = [f.period for f in find_periods(t.text, period) if f.period and f.period.start != f.period.end]
            own = spans[0] if len(spans) == 1 else open_sections[-1].period if open_sections else period
            open_sections = (*open_sections, Section(level, t.text, None if several else named or inherited, own))
        yield t, open_sections


def _in_section(sections: tuple[Section, ...], words: Sequence[str]) -> bool:
    pattern = words_pattern(words)
    return any(re.search(pattern, s.title) for s in sections)


def read_bulletin(document: Document, region_of: RegionOf) -> Bulletin:
    """Everything that one document says; ``region_of`` gives the code of the region that a text names."""
    document, left_out = within_length(document)
    document, as_printed = undamaged(document)
    meta, title = metadata(document, region_of)
    texts = texts_of(document)
    _, field_places = fields_of(document)
    found_tables, issues = tables(document)
    period = own_period(meta, texts)
    channel = meta.channel
    attributed = _ATTRIBUTED.search("\n".join(t.text for t in texts)) if meta.stated_by == "press" else None
    scope = Scope(
        stated_by=meta.stated_by,
        region_code=meta.region_code,
        channel=channel or lead_channel(texts),
        period=period,
        as_of=meta.cutoff_on,
        attributed_to=attributed["who"] if attributed else None,
        written_on=meta.dated_on or meta.published_on,
        own_items=title is not None and names_other_business(title.text),
    )
    claims, loose, promises = narrative(
        texts, title, field_places, replace(scope, channel=channel), scope.channel, meta
    )
    for table in found_tables:
        from_table, table_issues = table_claims(table, replace(scope, channel=channel))
        claims += from_table
        issues += table_issues
    claims, loose = settle_title(claims, loose, title)
    return Bulletin(
        meta=meta,
        tables=tuple(found_tables),
        claims=tuple(map(as_printed, claims)),
        compliance=tuple(compliance(found_tables)),
        commitments=tuple(promises),
        issues=(*document.issues, *left_out, *issues, *unassigned(loose)),
        unassigned=tuple(as_printed(unassigned_claim(item, scope)) for item in loose),
    )


def lead_channel(texts: Sequence[Text]) -> str | None:
    """The channel of the first sentence that names one beside a figure (for documents whose title names none)."""
    for t in texts:
        for sentence in re.split(r"[。！!]", t.text):
            if (
                re.search(r"\d+\s*(?:件|条|封|%)", half_width(sentence))
                and (code := channel_in(half_width(sentence))) is not None
            ):
                return code
    return None


def narrative(
    texts: Sequence[Text],
    title: Text | None,
    field_places: set[str],
    scope: Scope,
    press_channel: str | None,
    meta: BulletinMeta,
) -> tuple[list[Claim], list[Loose], list[Commitment]]:
    """Claims, unassigned figures and promises of the running text."""
    sections_of = vocabulary.narrative()
    claims: list[Claim] = []
    loose: list[Loose] = []
    promises: list[Commitment] = []
    topic: Claim | None = None
    headed: Claim | None = None
    listing = False
    default = press_channel if meta.stated_by == "press" else scope.channel
    for t, sections in sectioned(texts, default, scope.period):
        if t.locator in field_places:
            continue
        promises += commitments(t.text, t.locator, region_code=meta.region_code, promised_on=meta.dated_on)
        if _in_section(sections, sections_of["norm_sections"]) or is_attachment_list(t.text):
            continue
        here = replace(scope, channel=sections[-1].channel if sections else default)
        if sections and sections[-1].period != scope.period:
            here = replace(here, period=sections[-1].period, as_of=None)
        if (
            topic is not None
            and topic.channel != here.channel
            and (topic.channel != "combined" or here.channel != default)
        ):
            topic = _came_in(claims, here)
        here = replace(here, listing=listing and is_list_item(t.text))
        listing = is_list_head(t.text.rsplit("\n", 1)[-1]) or here.listing
        problems = _in_section(sections, sections_of["problem_sections"])
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
