"""A bracket that is nothing but figures, read by the words before it: 城乡建设121件（31.68%）, 较上月（1480件）.

What belongs here: the share of the part counted before a bracket, the earlier figure that a change is held against, and
the figures behind the name of an office, whose metric is said once before the list (后三位的是：县住建局（93.21%）、…).
What does not: brackets with words of their own, which are read like a sentence (``reading``).
"""

from __future__ import annotations

import re
from dataclasses import replace

from parsers.claims.bases import basis_named, earlier_by_name
from parsers.claims.changes import filled_whole
from parsers.claims.measures import AVERAGES
from parsers.claims.names import LONGEST_NAME, RANKED_AS, held_against, is_kind, only_says_when, subject_with_bracket
from parsers.claims.offices import is_office_or_place
from parsers.claims.scope import Reading, Scope, State
from parsers.claims.sentence import Figure, Sentence
from parsers.claims.walk import About, Walk, leave, write
from parsers.claims.words import any_of, words_pattern
from parsers.records import Claim
from parsers.text.leading import FIRST_FEW
from parsers.text.periods import Period, find_periods, length_in_months, relative_period, shifted
from parsers.vocabulary import metrics

_HELD_AGAINST = re.compile(r"(?:[同环]比|较|比|同|与|和)(?P<when>[^，,、；;：:。\s]{2,8}?)的?(?:数据|数量|总量|件数)?$")


def read_bracket(
    inside: Sentence, outer: Sentence, said: Reading, scope: Scope, state: State, last: Claim | None = None
) -> Reading | None:
    """The claim of a bracket with a single figure; ``None`` where the words before it do not say what it is.

    ``outer`` is the sentence around it, ``said`` what that gave, ``state`` what holds at its end, ``last`` the claim of
    the bracket before it in the sentence.
    """
    if not scope.needs_channel and (listed := _of_office(inside, outer, scope, state)) is not None:
        return listed
    start = inside.offset - outer.offset - 1
    if not scope.needs_channel and (both := _count_and_share(inside, outer, start, scope, state)) is not None:
        return both
    if not scope.needs_channel and (earlier := _of_earlier(inside, outer, start, said, scope, state)) is not None:
        return earlier
    if not scope.needs_channel and (earlier := _of_earlier_count(inside, outer, start, said, scope, state)) is not None:
        return earlier
    figure = _only_figure(inside)
    if figure is None or scope.needs_channel:
        return None
    before = [c for c in said.claims if metrics()[c.metric].kind == "count" and outer.place_of(c) < start]
    walk = Walk(sentence=inside, scope=scope, state=state, subject=None, topic_before=state.topic)
    if figure.number.kind == "rate":
        beside = [c for c in before if outer.place_of(c) + len(c.printed) == start]
        return (
            _share(walk, figure, beside, outer)
            or _share_of_name(walk, figure, outer.text[:start], before)
            or _earlier_value(walk, figure, outer.text[:start], _last_rate(said))
            or _listed_share(walk, figure, outer.text[:start], before, last)
        )
    if figure.number.kind == "count":
        shares = [c for c in said.claims if c.metric == "share" and outer.place_of(c) + len(c.printed) == start]
        if (subject := _of_subject(walk, figure, outer, said.claims)) is not None:
            return subject
        text = outer.text[:start]
        if (against := _behind_bracket(text)) is not None:
            is_of_it = last is not None and outer.place_of(last) + len(last.printed) + 1 == against
            return _earlier_value(walk, figure, text, [last]) if last is not None and is_of_it else None
        earlier = _earlier_value(walk, figure, outer.text[:start], before)
        earlier = earlier or _compared_value(walk, figure, outer.text[:start], before)
        return _count_of_share(walk, figure, shares) or earlier or _listed_part(walk, figure, outer, start)
    return None


def _of_earlier(
    inside: Sentence, outer: Sentence, start: int, said: Reading, scope: Scope, state: State
) -> Reading | None:
    """The figure of an earlier period behind that of the own (办结率98.5%（上月为97.2%）), or behind the change from
    it to that of a part (咨询377件，环比增长14.94%（8月份328件）).
    """
    figures = [f for i in range(len(inside.tokens)) if (f := inside.figure(i)) is not None]
    touched = [c for c in said.claims if c.unit == "%" and outer.place_of(c) + len(c.printed) == start]
    periods = [t for t in inside.tokens if t.kind == "period"]
    if len(figures) != 1 or len(periods) != 1 or not touched or not only_says_when(inside, figures[0]):
        return None
    period, own, kind = periods[0].value, touched[0], figures[0].number.kind
    is_part = own.metric == "change" and own.of_metric is not None and (own.category or own.agency) is not None
    metric = {"rate": own.metric, "count": own.of_metric if is_part else None}.get(kind)
    walk = Walk(sentence=inside, scope=scope, state=state, subject=None, topic_before=state.topic)
    if not isinstance(period, Period) and own.metric == "change" and own.basis and kind == "count" and own.of_metric:
        state.period, state.earlier = None, own.basis  # 52380件，环比下降5.13%（9月55214件）, of no year
        part = About(category=own.category, channel=own.channel, agency=own.agency, whole=own.category is None)
        write(walk, figures[0], own.of_metric, "", part)
        state.earlier = None
        return walk.reading
    if not isinstance(period, Period) or metric in (None, "share", "change"):
        return None
    state.period = period
    about = About(category=own.category, channel=own.channel, agency=own.agency, whole=own.category is None)
    write(walk, figures[0], str(metric), "" if is_part else own.label or "", about)
    return walk.reading


def _of_earlier_count(
    inside: Sentence, outer: Sentence, start: int, said: Reading, scope: Scope, state: State
) -> Reading | None:
    """The count of an earlier period in a bracket that touches that of the own (办结9100件（上年同期8801件）): of the
    same metric and part, whatever the sentence counted before.
    """
    figures = [f for i in range(len(inside.tokens)) if (f := inside.figure(i)) is not None]
    touched = [c for c in said.claims if outer.place_of(c) + len(c.printed) == start]
    periods = [t for t in inside.tokens if t.kind == "period"]
    if len(figures) != 1 or len(periods) != 1 or not touched or figures[0].number.kind != "count":
        return None
    own, when = touched[0], periods[0]
    if metrics()[own.metric].kind != "count" or own.metric == "change_count" or not only_says_when(inside, figures[0]):
        return None
    reported = None if own.period_start is None else Period(own.period_start, own.period_end)
    period = relative_period(when.text, reported) or (when.value if isinstance(when.value, Period) else None)
    earlier = earlier_by_name("比", when.text) if period is None else None  # what it touches, it is held against
    if period is None and reported is not None:
        return None
    walk = Walk(sentence=inside, scope=scope, state=state, subject=None, topic_before=state.topic)
    if period is None and earlier is None:
        leave(walk, figures[0])  # 9210件（5月8877件） of no year: before it, or a month of it
        return walk.reading
    state.period, state.earlier = period, earlier
    about = About(category=own.category, channel=own.channel, agency=own.agency, whole=own.category is None)
    write(walk, figures[0], own.metric, own.label or "", about)
    state.earlier = None
    return walk.reading


def _of_office(inside: Sentence, outer: Sentence, scope: Scope, state: State) -> Reading | None:
    """The figures behind the name of an office, or of a grade (优秀等次（9家）); ``None`` where neither is named.

    A bracket with words of its own is left to be read like a sentence, about that office.
    """
    start = inside.offset - outer.offset - 1
    clause = re.split(r"[，,、；;：:】]|\s{3,}", outer.text[:start])[-1].strip()
    name = re.sub(
        rf"^(?:.*{any_of('list_openings', 'list_heads')}|{any_of('part_fillers', 'joining')}|在)*", "", clause
    )
    name = re.sub(RANKED_AS, "", name)
    figures = [f for i in range(len(inside.tokens)) if (f := inside.figure(i)) is not None]
    walk = Walk(sentence=inside, scope=scope, state=state, subject=None, topic_before=state.topic)
    if _says_how_many_units(inside, figures) and name:
        write(walk, figures[0], "units", name, About(category=name, whole=True))
        return walk.reading
    names = re.split(r"[，,；;：:.．]", outer.text[:start])[-1].strip()
    if figures and names and not outer.between(0, start, "number") and _counts_units(inside, figures[0]):
        write(walk, figures[0], "units", names, About(category=names, whole=True))
        return walk.reading
    if is_kind(name) and len(figures) == 1 and figures[0].number.kind == "rate" and _is_alone(inside, figures[0]):
        if not outer.between(0, start, "metric") or not _names_share(outer, start):
            return None
        write(walk, figures[0], "share", "占比", About(category=name, of_metric=_whole_metric(state)))
        return walk.reading
    if not is_office_or_place(name):
        return None
    state.agency, state.category = name, None
    if any(t.kind in ("metric", "channel", "period") and t.value != "share" for t in inside.tokens):
        return None
    for figure in figures:
        if inside.between(inside.clause_start(figure.index), figure.start, "metric"):
            write(walk, figure, "share", "占比", About(of_metric=_whole_metric(state)))
        elif (
            metric := _metric_of_list(outer, start, figure)
            or _metric_of_whole(outer, start, figure, state)
            or _metric_of_lines(walk, figure)
        ) is not None:
            write(walk, figure, metric, "")
        else:
            leave(walk, figure)
    return walk.reading


def _metric_of_lines(walk: Walk, figure: Figure) -> str | None:
    """The metric of the whole above a list with a place in each line (南川新区（12件）)."""
    whole = walk.state.intake or walk.state.topic
    if not walk.scope.listing or whole is None or whole.unit == "%" or figure.number.kind != "count":
        return None
    return whole.metric


def _says_how_many_units(inside: Sentence, figures: list[Figure]) -> bool:
    """Whether a bracket counts units (9家; 共4家，满分为150分)."""
    if not figures or figures[0].number.unit not in ("家", "个"):
        return False
    rule = re.fullmatch(
        rf"\s*共?[，,\s]*{any_of('scoring_rules')}.*", inside.text[: figures[0].start] + inside.text[figures[0].end :]
    )
    return rule is not None or (len(figures) == 1 and _is_alone(inside, figures[0]))


def _names_share(outer: Sentence, end: int) -> bool:
    """Whether shares are what the rates before place ``end`` are (咨询类占比最高，达到62%，其次为求助类（18%）)."""
    return any(t.value == "share" for t in outer.between(0, end, "metric"))


def _whole_metric(state: State) -> str:
    whole = state.intake or state.topic
    return whole.metric if whole is not None and whole.unit != "%" else "received"


def _metric_of_whole(outer: Sentence, end: int, figure: Figure, state: State) -> str | None:
    """What came in, where a list is opened without saying what it counts (排在前三的单位：县住建局（47件）)."""
    opened = re.search(any_of("list_openings", "list_heads", "part_of"), outer.text[:end])
    return _whole_metric(state) if opened and figure.number.kind == "count" and (state.intake or state.topic) else None


def _metric_of_list(outer: Sentence, end: int, figure: Figure) -> str | None:
    """The metric that the sentence around names last for figures of this kind before place ``end``."""
    if figure.number.kind == "foreign":
        scores = words_pattern(metrics()["score"].printed)
        return "score" if figure.number.unit == "分" and re.search(scores, outer.text[:end]) else None
    named = [str(t.value) for t in outer.between(0, end, "metric")]
    asides = ("share", "change", "change_count", *AVERAGES)
    return next((c for c in reversed(named) if c not in asides and metrics()[c].kind == figure.number.kind), None)


def _is_alone(inside: Sentence, figure: Figure) -> bool:
    return re.fullmatch(r"[共有计\s]*", inside.text[: figure.start] + inside.text[figure.end :]) is not None


def _counts_units(inside: Sentence, figure: Figure) -> bool:
    """Whether a bracket says how many units there are, and then by what rule they are scored (共4家，满分为150分)."""
    rest = inside.text[figure.end :]
    only = re.fullmatch(r"[共有计\s]*", inside.text[: figure.start]) is not None
    return (
        only
        and figure.number.unit in ("家", "个")
        and re.match(rf"\s*[，,]{any_of('scoring_rules')}", rest) is not None
    )


def _count_and_share(inside: Sentence, outer: Sentence, start: int, scope: Scope, state: State) -> Reading | None:
    """A kind of request with its count and share in a bracket (1.住房保障类（93件，占17.36%）)."""
    figures = [f for i in range(len(inside.tokens)) if (f := inside.figure(i)) is not None]
    name = re.split(r"[，,、；;：:.．）)]", outer.text[:start])[-1].strip()
    opened = _ends_of_openings(outer.text[:start])
    if opened and not is_kind(name):
        name = re.split(r"[，,、；;：:）)]", outer.text[opened[-1] : start])[-1].strip()
    whole = state.intake or state.topic
    if [f.number.kind for f in figures] != ["count", "rate"] or whole is None:
        return None
    if not is_kind(name) and (not opened or not 2 <= len(name) <= LONGEST_NAME):
        return None
    rest = (
        inside.text[: figures[0].start] + inside.text[figures[0].end : figures[1].start] + inside.text[figures[1].end :]
    )
    if (
        re.fullmatch(rf"(?:[\s，,、]|{words_pattern(metrics()['share'].printed)}|{any_of('part_fillers')})*", rest)
        is None
    ):
        return None
    walk = Walk(sentence=inside, scope=scope, state=state, subject=None, topic_before=whole)
    about = About(category=name, group=walk.group_of(whole.metric))
    write(walk, figures[0], whole.metric, whole.label or "", about)
    write(walk, figures[1], "share", "占比", replace(about, of_metric=whole.metric))
    return walk.reading


def _listed_part(walk: Walk, figure: Figure, outer: Sentence, start: int) -> Reading | None:
    """The count of a part in a list of them, each with its bracket (主要集中在供水（91件）、供热（64件）)."""
    opened = _ends_of_openings(outer.text[:start]) or _end_of_item_mark(outer, start)
    if not opened and not walk.scope.listing:
        return None
    opening = opened[-1] if opened else 0
    # Brackets are blanks here: 供水（91件）和供热（64件）.
    name = re.split(rf"[，,、；;：:]|\s{{3,}}{any_of('joining')}?", outer.text[opening:start])[-1].strip()
    if not name or len(name) > LONGEST_NAME or "占" in name:
        return None  # 三镇合计占乡镇来信总量（612件）的42.65%: the base of a share
    whole = walk.state.intake or walk.state.topic
    metric = _metric_of_list(outer, opening, figure) or (whole.metric if whole else None)
    if metric is None or metric in ("units", "issues", "accounts"):
        return None
    when = [f.period for f in find_periods(name, walk.scope.period) if f.printed == name and f.period is not None]
    if when:
        walk.state.period = when[0]  # 最多的是6月（91件），最少的是2月（64件）: no parts
        write(walk, figure, metric, "", About(whole=True))
        return walk.reading
    write(walk, figure, metric, "", About(category=name, group=walk.group_of(metric)))
    return walk.reading


_FIRST_ARE = rf"{FIRST_FEW}[^，,；;。：:、\d]{{0,8}}[是为有]?(?:[：:]|(?<=[是为有]))"


def _ends_of_openings(text: str) -> list[int]:
    """Where a list may begin: behind what opens one (主要集中在, 前三位的是, 排名前3位：), in reading order."""
    return [m.end() for m in re.finditer(rf"{any_of('list_openings', 'list_heads')}|{_FIRST_ARE}", text)]


def _end_of_item_mark(outer: Sentence, end: int) -> list[int]:
    """Where the name of a numbered item that opens a sentence begins (1.噪声扰民（91件）：主要反映…); else nothing."""
    found = re.match(
        r"\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]+)[）).、．]|[一二三四五六七八九十]是)\s*(?=[\u4e00-\u9fff]{2,16}$)",
        outer.text[:end],
    )
    ends = re.match(r"\s*[）)]?\s*(?:[：:。；;，,]|$)", outer.text[end:]) is not None
    return [found.end()] if found and ends and not outer.between(0, end, "metric") else []


def _only_figure(inside: Sentence) -> Figure | None:
    """The figure of a bracket that holds nothing else, 占 and what ties a part aside."""
    shares = words_pattern(metrics()["share"].printed)
    for index in range(len(inside.tokens)):
        if (figure := inside.figure(index)) is not None:
            rest = inside.text[: figure.start] + inside.text[figure.end :]
            # 供水（共91件，以停水为主）: what they were about may follow.
            rest = re.sub(r"[，,](?:以|主要|包括|涉及)[^\d]*$", "", rest)
            base = r"占[^，,；;：:\d]{0,12}(?:的|总量|总数)"  # 餐饮（占投诉量的34%）
            return figure if re.fullmatch(rf"(?:\s|{base}|{shares}|{any_of('part_fillers')})*", rest) else None
    return None


def _share(walk: Walk, figure: Figure, beside: list[Claim], outer: Sentence) -> Reading | None:
    """The share of the part or office whose count the bracket touches."""
    if not beside:
        return None
    part = beside[-1]
    if part.category is None and part.agency is None:
        return _share_of_step(walk, figure, part)
    # Behind 办结20件 a rate in brackets may as well be that of completion, but not where its list says 办结 once.
    place = outer.place_of(part)
    is_named = outer.between(max(outer.text.rfind(mark, 0, place) for mark in "，,；;。、：:"), place, "metric")
    is_member = part.category is not None and part.group is not None and not is_named
    if part.metric not in ("received", "valid", "accepted", "forwarded", "due") and not is_member:
        return None
    about = About(
        category=part.category, channel=part.channel, agency=part.agency, group=part.group, of_metric=part.metric
    )
    write(walk, figure, "share", "占比", about)
    return walk.reading


def _count_of_share(walk: Walk, figure: Figure, beside: list[Claim]) -> Reading | None:
    """The count of the part whose share the bracket touches (投诉类占比61.3%（190件）)."""
    if not beside or beside[-1].category is None:
        return None
    share = beside[-1]
    about = About(category=share.category, channel=share.channel, agency=share.agency, group=share.group)
    write(walk, figure, share.of_metric or "received", "", about)
    return walk.reading


def _share_of_step(walk: Walk, figure: Figure, counted: Claim) -> Reading | None:
    """What came in that was dealt with in one way (直办3件（占2.97%）); ``None`` where the bracket does not say 占."""
    whole = walk.state.intake
    shares = [t for t in walk.sentence.between(0, figure.start, "metric") if t.value == "share"]
    if whole is None or not shares or not counted.label or counted.metric == whole.metric:
        return None
    write(walk, figure, "share", "占比", About(category=counted.label, of_metric=whole.metric))
    return walk.reading


def _share_of_name(walk: Walk, figure: Figure, text: str, before: list[Claim]) -> Reading | None:
    """The share of a part that only its name stands for (工业生产引起的噪声污染（占31.3%）)."""
    named = re.search(r"的([\u4e00-\u9fff]{2,10})$", text)
    shares = walk.sentence.between(0, figure.start, "metric")
    whole = before[-1] if before else walk.state.intake or walk.state.topic
    if named is None or whole is None or not any(t.value == "share" for t in shares):
        return None
    write(walk, figure, "share", "占比", About(category=named.group(1), of_metric=whole.metric))
    return walk.reading


def _listed_share(walk: Walk, figure: Figure, text: str, before: list[Claim], last: Claim | None) -> Reading | None:
    """The share of a part in a list, 占 said once (前三位的是餐饮（占投诉量的34%）、美容（8%）、家政（7%）)."""
    opened = re.search(r"前[一二三四五六七八九十\d]{1,2}[位名]?[^，,；;。]{0,12}[是为有][，,：:]?", text)
    says_share = any(t.value == "share" for t in walk.sentence.between(0, figure.start, "metric"))
    if opened is None or not (says_share or (last is not None and last.metric == "share")):
        return None
    name = re.split(r"[，,、；;：:>＞]|\s{3,}", text[opened.end() :])[-1].strip()
    whole = before[-1] if before else walk.state.intake or walk.state.topic
    if not name or len(name) > LONGEST_NAME or whole is None or re.search(r"\d", name):
        return None
    write(walk, figure, "share", "占比", About(category=name, of_metric=whole.metric))
    return walk.reading


def _last_rate(said: Reading) -> list[Claim]:
    """The rate that a sentence printed last, shares and changes aside."""
    return [c for c in said.claims if c.unit == "%" and c.metric not in ("share", "change")][-1:]


def _of_subject(walk: Walk, figure: Figure, outer: Sentence, said: list[Claim]) -> Reading | None:
    """The count of what a clause goes on to hold against another period: of a period (二季度（3200件）较一季度…) or of
    a part (城管类受理（320件）比去年同期…), in the period of the change behind it.
    """
    start = walk.sentence.offset - outer.offset - 1
    begin = max(outer.text.rfind(mark, 0, start) for mark in "，,、；;：:") + 1
    whole, behind = walk.state.intake or walk.state.topic, outer.text[start + len(walk.sentence.text) + 2 :]
    if whole is None or re.match(held_against(), behind) is None:
        return None
    words = outer.text[begin:start].strip()
    when = [f.period for f in find_periods(words, walk.scope.period) if f.printed == words and f.period is not None]
    name = None if when else subject_with_bracket(outer, begin)
    named = [str(t.value) for t in outer.between(begin, start, "metric")]
    metric = named[-1] if named else whole.metric
    if not (when or name) or metrics()[metric].kind != "count" or metric in ("units", "issues", "accounts"):
        return None
    changes = (c for c in said if c.metric in ("change", "change_count") and outer.place_of(c) > start)
    change = next((c for c in changes if c.period_start is not None), None)
    own = (
        walk.scope.period
        if change is None or change.period_start is None
        else Period(change.period_start, change.period_end)
    )
    walk.state.period, walk.state.earlier = when[0] if when else own, None
    write(walk, figure, metric, "", About(category=name, channel=whole.channel, whole=name is None))
    return walk.reading


def _behind_bracket(text: str) -> int | None:
    """Where the words that hold something against another period begin, right behind a bracket of its own, which is
    blank here (二季度（3200件）较一季度); ``None`` where there is no such bracket.
    """
    held = _HELD_AGAINST.search(text)
    if held is None or re.match(held_against(), text[held.start() :]) is None:
        return None
    own = re.search(r"(?:^|[，,、；;：:])[^，,、；;：:\d]*[^，,、；;：:\d\s]\s{3,}$", text[: held.start()])
    return held.start() if own is not None else None


def _compared_value(walk: Walk, figure: Figure, text: str, before: list[Claim]) -> Reading | None:
    """The figure of an earlier period behind a bare 环比 or 同比, of the count just before it (咨询类620件，环比
    （560件）上升10.71%).
    """
    counted = [c for c in before if c.metric != "change_count"]
    named = re.search(rf"[，,；;、]\s*({any_of('previous_period', 'year_earlier')})\s*$", text)
    last = counted[-1] if counted else None
    basis = basis_named(named[1]) if named else None
    if last is None or basis is None or last.period_start is None or last.period_end is None:
        return None
    own = Period(last.period_start, last.period_end)
    months = 12 if basis == "year_earlier" else length_in_months(own)
    earlier = None if months is None else shifted(own, months)
    if earlier is None or last.metric in AVERAGES:
        return None
    walk.state.period = earlier
    about = About(category=last.category, channel=last.channel, agency=last.agency, whole=last.category is None)
    write(walk, figure, last.metric, last.label or "", about)
    return walk.reading


def _earlier_value(walk: Walk, figure: Figure, text: str, before: list[Claim]) -> Reading | None:
    """The figure of an earlier period (较去年同期（1630件）, 较上月（96.12%）) of what the sentence printed last of the
    whole, or, where it counted nothing yet, of what came in."""
    wholes = [c for c in before if c.category is None and c.metric != "change_count"]
    part = before[0].category if len(before) == 1 and _behind_bracket(text) is not None else None
    wholes = before if part is not None else wholes
    named = _HELD_AGAINST.search(text)
    whole = filled_whole(wholes) or (wholes[-1] if wholes else walk.state.intake or walk.state.topic)
    if whole is None or named is None or (whole.unit == "%") != (figure.number.kind == "rate"):
        return None
    reference = None if whole.period_start is None else Period(whole.period_start, whole.period_end)
    periods = find_periods(named["when"], reference)
    if len(periods) != 1 or periods[0].printed != named["when"]:
        return None
    earlier = earlier_by_name(text[: named.start("when")], named["when"]) if periods[0].period is None else None
    if periods[0].period is None and (earlier is None or reference is not None):
        return None
    walk.state.period, walk.state.earlier = periods[0].period, earlier
    walk.state.topic = whole
    about = About(category=part, channel=whole.channel, agency=whole.agency, whole=part is None)
    write(walk, figure, whole.metric, whole.label or "", about)
    walk.state.earlier = None
    return walk.reading
