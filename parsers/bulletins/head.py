"""What the head of a document and its signature print without a label: title, 期号, day of posting, office and its day.

What does not belong here: fields with a label (``fields``), and which period is reported (``period``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, pairwise

from parsers import vocabulary
from parsers.bulletins.marks import ISSUE_NO, LIST_MARK, words_of
from parsers.claims.cells import channel_in, names_platform
from parsers.claims.counted import names_other_business
from parsers.document import Document, Grid, Text, texts_of
from parsers.text.dates import find_dates, first_date
from parsers.text.numbers import half_width, printed_integer
from parsers.vocabulary.layout import squeezed

_SENTENCE = re.compile(r"[。；]\s*$")
_CHAPTER = re.compile(r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])")
_BESIDE_SITE = "_-—–－|｜·»>"  # between the title of an article and the name of its site
_STAMP = re.compile(
    r"(?<!\d)(?P<day>20\d{2}(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日))\s*"
    r"(?:\d{1,2}[:：]\d{2}(?![\d:：]*\s*[至到—–~～-])|来源\s*[:：])"  # 9月2日8:00至9月9日8:00 is when was counted
)


def head_of(texts: Sequence[Text]) -> list[Text]:
    """The blocks before the first paragraph of running text, that one left out."""
    head: list[Text] = []
    for t in texts[:30]:
        if _SENTENCE.search(t.text) or len(t.text) > 120:
            break
        head.append(t)
    return head


_OTHER_CHANNELS = ("website", "new_media", "forum")
"""Channels whose words name other things as often (政府网站年度报表, 发展论坛)."""


def is_titled_by_channel(document: Document, title: str | None) -> bool:
    """Whether a statistic of a channel or platform is what a document says that it is (2024年12345热线有关统计): in the
    title that the file gives itself, else in ``title`` or, without one, in a line of its head; in a heading there; or
    in the first row of a table that is nothing but a title.
    """
    head = head_of(texts_of(document))
    is_titled = document.title is not None and words_of("title_words").search(document.title) is not None
    own = [document.title] if is_titled else [title] if title is not None else [t.text for t in head]
    headings = [t.text for t in head if t.level]
    rows = (list(filter(None, block.rows[0])) for block in document.blocks if isinstance(block, Grid) and block.rows)
    banners = [row[0] for row in rows if len(row) == 1]
    return any(map(_names_statistic, filter(None, (*own, *headings, *banners))))


def _names_statistic(line: str) -> bool:
    """Whether a line is the title of figures about a channel or platform; one about its budget or its people is not."""
    printed = half_width(line)
    channel = channel_in(printed, several="combined")
    is_named = channel not in (None, *_OTHER_CHANNELS) or names_platform(printed)
    is_title = words_of("title_words").search(printed) is not None
    return (
        is_named and is_title and not words_of("office_business").search(printed) and not names_other_business(printed)
    )


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
        and not words_of("breadcrumb_marks").search(t.text)
        and not _CHAPTER.match(t.text)
    ]
    titled = [t for t in candidates if words_of("title_words").search(t.text) and not ISSUE_NO.search(t.text)]
    return next(iter(titled or candidates), None)


def _under_a_site_s_name(page_title: str, head: Sequence[Text]) -> Iterator[Text]:
    """The lines of the head that are the title of the article, where that of the page has the name of the site, too:
    beside it (某通报_某县人民政府), or alone above a heading that reads like a title."""
    whole, titled = squeezed(page_title), words_of("title_words").search
    for text in head:
        own = squeezed(text.text)
        before, found, behind = whole.partition(own)
        divided = (not before or before[-1] in _BESIDE_SITE) and (not behind or behind[0] in _BESIDE_SITE)
        # Above an article stands the name of the site, too: it is not the title of what the rest names.
        is_site = titled(before + behind) and not titled(own)
        if len(own) >= 8 and found and divided and not is_site:
            yield text
    if not titled(page_title):
        headings = (t for t in head if t.level and not LIST_MARK.match(t.text))
        yield from (t for t in headings if titled(t.text))


def squeezed_title(text: str) -> str:
    """A title on one line, its inner breaks and runs of blanks as one blank."""
    return re.sub(r"\s+", " ", text).strip()


def issue_no_of(head: Sequence[Text]) -> int | None:
    """期号: 第15期, or a lone number under a title whose 第…期 was lost."""
    for t in head:
        if m := ISSUE_NO.search(t.text):
            return printed_integer(m.group(1))
    for above, t in pairwise(head):
        if re.fullmatch(r"\d{1,3}", t.text.strip()) and words_of("numbered").search(above.text):
            return int(t.text)
    return None


def stamp_of(head: Sequence[Text]) -> dt.date | None:
    """The day of a line of the head that prints day and time without saying what for (某某发布 2024-08-05 17:20).

    Copies print the source instead of the time (2024/8/5 来源：…).
    """
    stamps = (found.group("day") for t in head if (found := _STAMP.search(t.text)))
    return next((day for stamp in stamps if (day := first_date(stamp)) is not None), None)


def line_of_paper(head: Sequence[Text]) -> dt.date | None:
    """The day of a line of the head that prints nothing but a day and a paper, site or station behind it
    (2019年12月3日 云溪日报), other than a title (2019年12月3日 办理情况通报).
    """
    paper = re.compile(rf"\s+[\u4e00-\u9fff]{{2,12}}{words_of('press_sources').pattern}\s*")
    for t in head:
        days, is_title = find_dates(t.text), words_of("title_words").search(t.text) is not None
        is_alone = len(days) == 1 and not t.text[: days[0].start].strip()
        if is_alone and not is_title and paper.fullmatch(t.text[days[0].end :]):
            return days[0].date
    return None


_FARTHEST_REPORT = dt.timedelta(days=92)
"""Behind the end of a period: a day without a year that would lie farther off may be of another year."""


def day_of_report(body: Sequence[Text], period_end: dt.date | None) -> dt.date | None:
    """The day on which an article says that its reporter learnt what it tells (12月3日，记者从某办获悉); without a
    year, the first such day behind the end of the period that it reports.
    """
    for t in body[:_OPENING]:
        found = _reported().search(half_width(t.text.partition("。")[0]))
        if found is None:
            continue
        said = found["behind"] or found["before"]
        if found["year"] or period_end is None:
            return first_date(f"{found['year']}{said}") if found["year"] else None
        days = (first_date(said, year) for year in (period_end.year, period_end.year + 1))
        return next((d for d in days if d is not None and period_end <= d <= period_end + _FARTHEST_REPORT), None)
    return None


_OPENING = 3
"""Paragraphs in which an article says when its reporter learnt what it tells."""


@cache
def _reported() -> re.Pattern[str]:
    day, learnt = r"\d{1,2}月\d{1,2}日", words_of("learnt").pattern
    return re.compile(
        rf"(?:(?P<year>20\d{{2}}年)?(?P<before>{day})[，,]?\s*(?:[上下]午[，,]?)?记者|记者(?:于)?(?P<behind>{day}))"
        rf".{{0,4}}从.{{2,40}}?{learnt}"
    )


def find_lone_date(text: str) -> tuple[dt.date, str] | None:
    """The date of a block that is nothing but a date, with its issuer before it or 印发 behind, and that issuer; or a
    date in brackets (（2023年12月28日）).
    """
    bracket = re.fullmatch(r"\s*[（(]([^（）()]{6,20})[）)]\s*", text)
    if bracket is not None:
        inside = [
            d
            for d in find_dates(bracket[1])
            if d.date is not None and bracket[1].strip() == bracket[1][d.start : d.end]
        ]
        return (inside[0].date, "") if inside and inside[0].date is not None else None
    for d in find_dates(text):
        if d.date is None:
            continue
        before, after = text[: d.start].strip(), text[d.end :].strip(" 。\u3000\u200b")
        if (after in ("", "印") or re.match(r"印发(?:\s|$)", after)) and (
            not before or (len(before) <= 30 and not re.search(r"[，。：:；\d]", before.replace("12345", "")))
        ):
            return d.date, before
    return None


def issuer_line(head: Sequence[Text], texts: Sequence[Text]) -> str | None:
    """A block of the head, or of the end, that is nothing but the name of an office."""
    office = re.compile(r"(?:[\u4e00-\u9fff]|12345){3,24}" + words_of("office_ends").pattern)
    for t in (*head, *texts[-6:]):
        if office.fullmatch(squeezed(t.text)) and not vocabulary.column_words().get(squeezed(t.text)):
            return squeezed(t.text)
    return None
