"""Reading one sentence from left to right: each token in turn changes what is spoken of, or is a figure to be read.

What belongs here: which reader a token goes to. What does not: the readers (``parts``, ``lists``, ``changes``,
``durations``, ``units``) and what goes from sentence to sentence (``sentences``).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import cache

from parsers import vocabulary
from parsers.claims.bases import earlier_by_name
from parsers.claims.changes import (
    ends_in_change,
    last_rate,
    reaches,
    read_change_count,
    read_level,
    read_points,
    read_rate_or_level,
    read_times,
    sets_out,
)
from parsers.claims.changes_in_order import read_changes_in_order
from parsers.claims.counted import (
    counts_calls,
    counts_letters,
    has_lost_its_unit,
    is_base_of_share,
    is_next_part,
    is_of_other_business,
    share_counted,
    visits_of,
)
from parsers.claims.durations import read_duration
from parsers.claims.lists import read_list, read_pairs, read_run
from parsers.claims.measures import (
    grades_together,
    is_of_units_only,
    is_per_head,
    metric_in_noun,
    metric_obtained,
    metric_of_clause_before,
    metrics_after,
    metrics_before,
    of_kind,
    problems_dealt_with,
    rate_without_its_word,
    says_other,
    set_aside,
    stands_behind,
)
from parsers.claims.names import is_kind, only_says_when, part_name
from parsers.claims.naming import (
    end_listed_offices,
    name_listed_office,
    name_of_row,
    name_part,
    name_place_before,
    name_rated_part,
    name_several,
    open_clause,
)
from parsers.claims.offices import office_list_at_start, starts_with_whole_place, subject_in
from parsers.claims.parts import SET_ASIDE, read_earlier_value, read_part, read_span
from parsers.claims.scope import Reading, Scope, State
from parsers.claims.sentence import Figure, Sentence
from parsers.claims.shares import (
    closes_list,
    is_first_in_order,
    is_of_several,
    parts_in_row,
    read_share_before_count,
    read_share_of_count,
    read_shares_of_row,
    speaks_of_part,
)
from parsers.claims.tokens import Token
from parsers.claims.units import read_award, read_issues, read_units
from parsers.claims.walk import INTAKE, About, Walk, add, leave, write
from parsers.claims.words import any_of, words_pattern
from parsers.records import Claim
from parsers.text.periods import Period, length_in_months, relative_period

_GRADES = ("very_satisfied", "satisfied", "basically_satisfied", "dissatisfied", "rated")
_LONGEST_JOINT = 8  # characters between two channels that are counted together
_SURE_OF_LOST = 0.9  # confidence of a rate whose 率 was lost
_LONGEST_REPEAT = 12  # characters between two figures of one metric that is said once


def read_sentence(sentence: Sentence, scope: Scope, state: State) -> Reading:
    """The claims and loose figures of one sentence; ``state`` is changed to what holds after it."""
    subject = office_list_at_start(subject_in(sentence.text))
    walk = Walk(
        sentence=sentence,
        scope=scope,
        state=state,
        subject=subject,
        topic_before=_topic_before(sentence, state),
        channel_before=state.channel,
    )
    if state.subject is not None:
        walk.start_part(state.subject, 0)
    _resume_channel(walk)
    open_clause(walk, 0)
    for index in range(len(sentence.tokens)):
        if index not in walk.used:
            _read_token(walk, index)
    return walk.reading


def _topic_before(sentence: Sentence, state: State) -> Claim | None:
    """The whole of parts that a sentence names: the one just counted behind 其中, otherwise what came in."""
    goes_on = any(t.kind == "part_of" and not sentence.text[: t.start].strip() for t in sentence.tokens)
    just_counted = state.topic is not None and state.topic.locator.startswith(f"{sentence.block}:")
    return state.topic if goes_on and just_counted else state.intake or state.topic


def _read_token(walk: Walk, index: int) -> None:
    token = walk.sentence.tokens[index]
    if token.kind == "stop" and token.text in "；;" and not _goes_on_comparing(walk.sentence, token.end):
        walk.start_segment(token.end)
        if walk.first_whole is not None and walk.first_whole.agency is None and walk.subject is None:
            walk.state.agency = None  # 共受理506件，县热线办直办11件；按期回复506件: of all that came in again
        if (whole := _whole_again(walk, token.start)) is not None:
            walk.state.channel = whole.channel
    if token.kind in ("comma", "stop"):
        _end_channel_beside(walk, token.start)
        _leave_channel_of_list(walk, token.end)
        open_clause(walk, token.end)
    match token.kind:
        case "period":
            _set_period(walk, token)
        case "date" if isinstance(token.value, dt.date):
            walk.state.as_of = token.value
            if _opens_running_count(walk, token):
                walk.state.period = None
        case "channel":
            _set_channel(walk, index)
        case "respectively":
            if not read_changes_in_order(walk, index):
                read_list(walk, index)
        case "number" if (figure := walk.sentence.figure(index)) is not None:
            _read_figure(walk, figure)


def _whole_again(walk: Walk, end: int) -> Claim | None:
    """The whole that what follows the ； at ``end`` is of again, unless it names a channel: what the sentence counted
    of several channels together, or what was counted of all before 其中 and each of them (937件，其中县长信箱585件；
    累计办结856件).
    """
    opened = walk.sentence.between(0, end, "part_of")
    is_listed = bool(opened) and bool(walk.sentence.between(opened[0].end, end, "channel"))
    goes_on = is_listed and not walk.sentence.text[: opened[0].start].strip()
    whole = walk.topic_before if goes_on else walk.first_whole
    if whole is None:
        return None
    is_of_all = whole.channel == "combined" or (whole.channel is None and is_listed)
    return whole if is_of_all else None


def _goes_on_comparing(sentence: Sentence, start: int) -> bool:
    """Whether what begins at ``start`` holds the part before it against another period (…；同比去年2397件增长40%)."""
    return re.match(rf"\s*{any_of('previous_period', 'year_earlier')}", sentence.text[start:]) is not None


def _end_channel_beside(walk: Walk, start: int) -> None:
    """Speak of the whole again behind a channel that only stood beside it.

    So too where a clause at ``start`` says what was made of all that came in (县长信箱来信5件，共形成工单534件).
    """
    if walk.channel_beside is not None:
        walk.state.channel, walk.channel_beside = walk.channel_beside, None
        walk.start_segment(walk.segment_start)
    elif walk.scope.channel is not None and re.match(r"[，,]共?(?:形成|生成)", walk.sentence.text[start:]):
        walk.state.channel = walk.scope.channel


@cache
def _other_way() -> re.Pattern[str]:
    """A way in that is no channel, with what is counted of it behind: 来信来访50宗, 来自12301转办8件, 其他渠道19件."""
    ways = rf"其[他它]{any_of('way_nouns')}|{any_of('visits', 'ways_in')}|123\d\d(?!\d)|[\u4e00-\u9fff]{{2,20}}平台"
    return re.compile(rf"\s*(?:来自|通过|从)?(?P<way>{ways})(?P<more>[^，,；;：:。\d]{{0,12}})\d")


def _leave_channel_of_list(walk: Walk, start: int) -> None:
    """Speak of no single channel any more where a list by ways in goes on at ``start`` with one that is no channel
    (从投诉渠道来看，12345热线709件；来信来访50件；其他渠道19件).
    """
    if not walk.sentence.between(0, start, "channel"):
        return
    sorted_by = rf"{any_of('way_sorts')}上?(?:来?看|来?分|划分|统计)"
    named = _other_way().match(walk.sentence.text, start)
    if named is None or re.search(sorted_by, walk.sentence.text[:start]) is None:
        return
    walk.state.channel, walk.state.category = walk.channel_before, None
    if walk.sentence.between(named.start("more"), named.end("more"), "metric"):
        walk.start_part(named["way"], start)  # 平台转办19件: how they came in, no stage of all


def _set_period(walk: Walk, token: Token) -> None:
    """A period holds for the figures after it; a single day is an event, and only durations keep it.

    上季度 is that before the period spoken of, else that before the next one named (与上季度相比，二季度增加90件).
    """
    state = walk.state
    if _tells_of_week_reported(walk, token):
        return
    if re.search(r"结转[至到]?$", walk.sentence.text[: token.start]) or re.match(
        rf"\s*末?{any_of('carried_on')}", walk.sentence.text[token.end :]
    ):
        return  # 结转至2月份175件, 结转2月办理, 上年结转30件: they were carried on from or to the period spoken of
    period = token.value if isinstance(token.value, Period) else relative_period(token.text, state.period)
    if period is None:
        later = (t.value for t in walk.sentence.tokens if t.start > token.start and isinstance(t.value, Period))
        period = relative_period(token.text, next(later, None))
    if period is not None and period.start == period.end:
        state.event = period
    else:
        state.period = period
        before = walk.sentence.text[: token.start]
        state.earlier = earlier_by_name(before, token.text) if period is None else None


def _tells_of_week_reported(walk: Walk, week: Token) -> bool:
    """Whether 上周 opens a list of what was asked for most, in a text about a week or so: it is that week, as seen from
    the day of writing (10月1日至8日受理…。上周，反映较多的诉求是：供水88件). What is held against 上周 is of the one
    before.
    """
    own, sentence = walk.scope.period, walk.sentence
    if week.text != "上周" or own is None or own.end is None or sentence.text[: week.start].strip():
        return False
    is_short = dt.timedelta(4) <= own.end - own.start < dt.timedelta(14)
    opened = re.match(rf"[，,][^，,；;：:\d]*{any_of('list_openings')}[：:]", sentence.text[week.end :])
    return is_short and opened is not None and "本周" not in sentence.text


def _opens_running_count(walk: Walk, day: Token) -> bool:
    """Whether a day of counting opens a sentence about all that came in so far (截至5月31日，累计受理1200件), and not
    about the month reported.

    What was done with the letters of a month is of that month (收到50件。截至5月31日，累计办结48件).
    """
    sentence, state = walk.sentence, walk.state
    first = next((t for t in sentence.tokens if t.kind == "number"), None)
    is_month = state.period is not None and length_in_months(state.period) == 1
    names_period = any(t.kind == "period" for t in sentence.tokens)
    if (
        first is None
        or not is_month
        or names_period
        or not re.fullmatch(r"\s*截[至止]到?\s*", sentence.text[: day.start])
    ):
        return False
    running = re.search(any_of("running"), sentence.text[day.end : first.start])
    counted = sentence.between(day.end + running.start(), first.start, "metric") if running else []
    return bool(counted) and (counted[-1].value in INTAKE or state.intake is None)


def _set_channel(walk: Walk, index: int) -> None:
    """The channel named; several different ones joined by 、 or 和 are ``combined``.

    A web site on which answers are published (在政府网站公开答复) is no channel that they came in by.
    """
    token = walk.sentence.tokens[index]
    if token.value == "website" and re.match(any_of("publishing"), walk.sentence.text[token.end :]):
        return
    end_listed_offices(walk, token.start)
    codes = _joined_channels(walk, index)
    walk.state.channels += codes
    before = walk.state.channel
    if before is not None and walk.reading.claims and _is_beside_whole(walk.sentence, token):
        walk.channel_beside = before
    walk.state.channel = codes.pop() if len(codes) == 1 else "combined"
    if before != walk.state.channel:
        walk.state.category = None


def _resume_channel(walk: Walk) -> None:
    """Speak again of a channel that the paragraph named and a sentence only calls what it is (12345热线工单90件，
    县长信箱信件5件。热线工单按类别分…).
    """
    said = re.match(rf"\s*({any_of('channel_nouns')}){any_of('items')}", walk.sentence.text)
    words = vocabulary.channel_words().items()
    named = (
        c for c in reversed(walk.state.channels) if said and any(w.endswith(said[1]) for w, code in words if code == c)
    )
    walk.state.channel = next(named, walk.state.channel)


def _is_beside_whole(sentence: Sentence, token: Token) -> bool:
    """Whether a channel with its count only stands beside the whole that the next clause parts.

    受理热线工单653件，县长信箱来信32件，问题主要集中在：城乡建设45件、…: these are parts of the 653.
    """
    if not re.search(r"[，,、]\s*$", sentence.text[: token.start]):
        return False
    count = rf"(?:{any_of('items', 'channel_nouns')})*[共有计\s]*\d+[件封条][，,]"
    return re.match(rf"{count}[^，,；;。\d]*{any_of('list_heads')}[：:]", sentence.text[token.end :]) is not None


def _joined_channels(walk: Walk, index: int) -> set[str]:
    """The codes of the channels joined to the one at token ``index``, whose tokens are then used."""
    tokens, text = walk.sentence.tokens, walk.sentence.text
    codes = {str(tokens[index].value)}
    end = tokens[index].end
    for i, t in enumerate(tokens[index + 1 :], start=index + 1):
        gap = text[end : t.start]
        if t.kind == "pause" and len(gap) <= 6:
            continue
        if t.kind != "channel" or len(gap) > _LONGEST_JOINT or not re.search(f"、|”“|{any_of('joining')}", gap):
            break
        codes.add(str(t.value))
        walk.used.add(i)
        end = t.end
    return codes


def _read_figure(walk: Walk, figure: Figure) -> None:
    if not sets_out(walk, figure):
        _read_one(walk, figure)
        return
    spoken = walk.state.period
    walk.state.period, walk.state.earlier = None, "another"
    _read_one(walk, figure)
    walk.state.period, walk.state.earlier = spoken, None


def _read_one(walk: Walk, figure: Figure) -> None:
    if (visits := visits_of(walk, figure)) is not None:
        write(walk, figure, visits.metric, visits.label or "", About(category=visits.category, group=visits.group))
        return
    if figure.number.kind == "foreign":
        _read_foreign(walk, figure)
        return
    if walk.scope.region_of is not None:
        walk.state.region_code = walk.scope.region_of(walk.sentence.before(figure)) or walk.state.region_code
    if read_run(walk, figure):
        return
    match figure.number.kind:
        case "rate":
            if not read_share_before_count(walk, figure):
                _read_rate(walk, figure)
        case "too_long":
            leave(walk, figure)
        case "points":
            read_points(walk, figure)
        case "times":
            read_times(walk, figure)
        case "rank":
            write(walk, figure, "rank", "排名")
        case "duration":
            if not read_span(walk, figure):
                read_duration(walk, figure)
        case _:
            _read_count(walk, figure)


def _read_foreign(walk: Walk, figure: Figure) -> None:
    """Read a score, or people who gave a grade (满意82人); of all else that is no letter, nothing."""
    if figure.number.unit == "分":
        _read_score(walk, figure)
    elif figure.number.unit in ("人", "名"):
        grades = [t for t in metrics_before(walk.sentence, figure, "count") if t.value in _GRADES]
        gap = walk.sentence.text[grades[-1].end : figure.start] if grades else ""
        if grades and re.fullmatch(r"[“”\"的为有共\s]*", gap):
            add(walk, figure, grades[-1])


def _read_score(walk: Walk, figure: Figure) -> None:
    """Read 县住建局78.5分 where a word for scores stands before it in the sentence; a rule for scoring is no score."""
    if re.search(any_of("scoring_rules"), walk.sentence.text) or is_of_units_only(walk.sentence, figure):
        return
    words = words_pattern(vocabulary.metrics()["score"].printed)
    ranked = re.search(any_of("standings"), walk.sentence.after(figure))  # A局86.5分、B局88.2分排名靠后
    if not (ranked or re.search(words, walk.sentence.before(figure))) or re.match(
        "[之钟]", walk.sentence.after(figure)
    ):
        return
    if ends_in_change(walk.sentence.clause_before(figure)):
        read_change_count(walk, figure)
        return
    if re.search(any_of("apart"), walk.sentence.clause_before(figure)):
        return  # 首尾相差3.82分
    listed = name_listed_office(walk, figure)
    if listed is None and (named := metrics_before(walk.sentence, figure, "count")):
        name_part(walk, figure, named[-1])
    elif listed is None:
        _name_scored(walk, figure)
    write(walk, figure, "score", "得分")


def _name_scored(walk: Walk, figure: Figure) -> None:
    """Take up whatever name stands straight before a score: only a unit has one (师范学院89.71分排名靠后)."""
    start = walk.sentence.clause_start(figure.index)
    name = part_name(walk.sentence, start, figure.start)
    if re.fullmatch(r"[\u4e00-\u9fff]{2,10}", name) and not starts_with_whole_place(name):
        walk.state.agency, walk.state.category, walk.subject = name, None, None
        walk.state.scored.append(name)


def _read_rate(walk: Walk, figure: Figure) -> None:
    sentence = walk.sentence
    if is_of_units_only(sentence, figure) or re.search(any_of("weights"), sentence.text):
        leave(walk, figure)
        return
    metrics = metrics_before(sentence, figure, "rate") or metrics_after(sentence, figure, "rate")
    # 结案率减少0.94%: by how much it fell, no rate of so much.
    said = sentence.text[metrics[-1].end : figure.start] if metrics else sentence.clause_before(figure)
    if _is_rate_of_earlier(walk, figure) and _is_moved_from(walk, figure):
        metrics = []  # 满意率97.2%，环比上季度95.1%上升2.1个百分点
    elif any(metric.value == "change" for metric in metrics) or ends_in_change(said):
        read_rate_or_level(walk, figure)
        return
    if metrics and metrics[0].value != "share":
        name_part(walk, figure, metrics[0])
        name_several(walk, figure, metrics[0])
        if read_pairs(walk, figure, metrics):
            return
    several = is_of_several(sentence.clause_before(figure)) or closes_list(walk, figure)
    for metric in metrics:
        if metric.value != "share":
            add(walk, figure, metric)
        elif several:
            leave(walk, figure)  # of what part, is not said
        elif read_shares_of_row(walk, figure, metric):
            continue
        elif is_first_in_order(walk, figure):
            leave(walk, figure)  # 三区分别占39%、34%、27%: of which of them, its place says
        elif (names := parts_in_row(walk, figure, metric)) is not None:
            add(walk, figure, metric, About(category=names, group=f"{walk.group_of('share')}.together"))
        elif name_rated_part(walk, figure, metric.start) or speaks_of_part(walk, metric):
            add(walk, figure, metric)
        elif not read_share_of_count(walk, figure, metric):
            leave(walk, figure)
    if not metrics:
        _read_repeated_rate(walk, figure)


def _read_repeated_rate(walk: Walk, figure: Figure) -> None:
    """Read a rate whose metric is said once for several parts, each named (咨询类占42%、投诉类7%), or periods."""
    if _is_rate_of_earlier(walk, figure) and walk.previous is not None:
        read_earlier_value(walk, figure, walk.previous[1])
        return
    if (named := name_listed_office(walk, figure)) is not None:
        rates = [t for t in walk.sentence.between(0, named, "metric") if t.value not in ("share", "change")]
        if rates := of_kind(rates, "rate"):
            add(walk, figure, rates[-1])
            return
    if reaches(walk.sentence, figure):
        read_rate_or_level(walk, figure)
        return
    if (metric := metric_of_clause_before(walk.sentence, figure, "rate")) is not None:
        name_place_before(walk, figure)
        add(walk, figure, metric)
        return
    if only_says_when(walk.sentence, figure) and (rate := last_rate(walk)) is not None:
        read_earlier_value(walk, figure, rate)
        return
    if (metric := rate_without_its_word(walk.sentence, figure)) is not None:
        add(walk, figure, metric)
        walk.reading.claims[-1] = replace(walk.reading.claims[-1], confidence=_SURE_OF_LOST)
        return
    metric = _repeated_metric(walk, figure)
    if metric is not None and name_rated_part(walk, figure, figure.start):
        add(walk, figure, metric)
    else:
        leave(walk, figure)


def _is_rate_of_earlier(walk: Walk, figure: Figure) -> bool:
    """Whether a clause gives the rate just before once more, for another period (办结率97.2%，较上月95.3%提高…)."""
    if walk.previous is None or not only_says_when(walk.sentence, figure):
        return False
    before, claim = walk.previous
    is_next = re.fullmatch(r"\s*[，,]?[^，,；;]*", walk.sentence.text[before.end : figure.start]) is not None
    return is_next and claim.unit == "%" and claim.metric not in ("share", "change")


def _is_moved_from(walk: Walk, figure: Figure) -> bool:
    """Whether the words behind a figure say by how much another one is above or below it."""
    return re.match(rf"{any_of('rises', 'falls')}[了约]?\d", walk.sentence.after(figure)) is not None


def _repeated_metric(walk: Walk, figure: Figure) -> Token | None:
    """The metric of the rate just before, where that is of a part and no more than a name stands between."""
    if walk.previous is None:
        return None
    before, claim = walk.previous
    gap = walk.sentence.text[before.end : figure.start]
    is_listed = is_kind(part_name(walk.sentence, before.end, figure.start))
    if claim.group is None or len(gap) > _LONGEST_REPEAT or re.search("[；;]" if is_listed else "[，；,;]", gap):
        return None
    rates = of_kind(walk.sentence.between(0, before.start, "metric"), "rate")
    return next((t for t in rates if t.value == claim.metric), None)


def _read_count(walk: Walk, figure: Figure) -> None:
    metrics = metrics_before(walk.sentence, figure, "count")
    if not metrics and (noun := problems_dealt_with(walk.sentence, figure)) is not None:
        add(walk, figure, noun)
        return
    match figure.number.unit:
        case "年":
            read_award(walk, figure)
        case "个" if re.match(r"[、，和及与][\d.]+个百分点", walk.sentence.after(figure)):
            return  # 分别提高0.23个和1.56个百分点
        case "家" | "个" if not counts_letters(walk, figure, metrics):
            read_units(walk, figure)
        case "次" if not counts_calls(walk, figure, metrics):
            return  # 逾期1次, 督办3次: how often something happens, not how many letters
        case "期":
            read_issues(walk, figure)
        case _:
            _read_letters(walk, figure, metrics)


def _read_letters(walk: Walk, figure: Figure, metrics: list[Token]) -> None:
    """Read a count of letters: of the metrics before it, of one in or behind it, or else of a part."""
    sentence, kind = walk.sentence, figure.number.kind
    # A number without a unit is a figure only straight behind its metric (办结数218) or beside its share.
    if kind == "bare" and has_lost_its_unit(walk, figure):
        figure = replace(figure, number=replace(figure.number, kind="count", unit="件"))
    elif kind == "bare" and not (
        (named := metrics or metric_in_noun(sentence, figure)) and stands_behind(sentence, figure, named[-1])
    ):
        return
    if is_per_head(sentence, figure):
        leave(walk, figure)
        return
    if kind == "count" and read_level(walk, figure):
        return
    if kind == "count" and ends_in_change(_without_metric(sentence, figure, metrics)):
        read_change_count(walk, figure)
        return
    if _is_way_of_speaking(sentence, figure, metrics) or (
        not walk.scope.own_items and is_of_other_business(sentence, figure)
    ):
        return
    if says_other(sentence, figure):
        _read_other(walk, figure)
        return
    metrics = metrics or metric_in_noun(sentence, figure) or metrics_after(sentence, figure, "count")
    metrics = metric_obtained(sentence, figure) or metrics
    if metrics and is_next_part(walk, figure, metrics[-1]):
        metrics = []
    if metrics and is_base_of_share(sentence, figure):
        write(walk, figure, str(metrics[-1].value), metrics[-1].text, About(whole=True))
        return
    if not metrics and (asked := metric_of_clause_before(sentence, figure, "count")) is not None:
        metrics = [asked]
        name_place_before(walk, figure)
    if all(metric.value == "received" for metric in metrics) and set_aside(sentence, figure):
        _read_other(walk, figure)
        return
    if not metrics and (share := share_counted(walk, figure)) is not None:
        about = About(category=share.category, agency=share.agency, group=share.group)
        write(walk, figure, share.of_metric or "received", "", about)
    elif not metrics or _is_reason(walk, metrics[0]):
        read_part(walk, figure)
    elif metrics[-1].value == "change_count":
        read_change_count(walk, figure)
    elif (name := name_of_row(sentence, figure, metrics[-1])) is not None:
        walk.start_part(name, walk.segment_start)
        add(walk, figure, metrics[-1], About(group=walk.group_of(str(metrics[-1].value))))
    else:
        name_part(walk, figure, metrics[0])
        if read_pairs(walk, figure, metrics):
            return
        # Two words for one metric (当场解答、即时办结61件) make one claim.
        for metric in {str(metric.value): metric for metric in grades_together(metrics)}.values():
            add(walk, figure, metric)


def _is_reason(walk: Walk, metric: Token) -> bool:
    """Whether what makes a letter invalid is only a part of something else in its list (退单12件，其中信息不全3件)."""
    whole = walk.first_whole
    is_listed = any(t.kind == "part_of" and t.start < metric.start for t in walk.sentence.tokens)
    return metric.value in SET_ASIDE and is_listed and whole is not None and whole.metric not in (*INTAKE, *SET_ASIDE)


def _without_metric(sentence: Sentence, figure: Figure, metrics: list[Token]) -> str:
    """The clause before a figure without a metric that follows what it is held against (较上周多派发82件)."""
    if not metrics:
        return sentence.clause_before(figure)
    behind = sentence.text[metrics[-1].end : figure.start]
    if metrics[-1].value == "change_count" or behind.strip("了"):
        return behind if re.match(rf"[较比].*{any_of('fewer', 'more')}$", behind) else ""
    stem = sentence.clause_before(figure)[: metrics[-1].start - figure.start]
    return stem if re.search(rf"[较比].*{any_of('fewer', 'more')}$", stem) else ""


def _read_other(walk: Walk, figure: Figure) -> None:
    """Read a count of what no metric is: taken away from what came in it is invalid, else it is left unassigned."""
    if set_aside(walk.sentence, figure):
        name = walk.sentence.clause_before(figure).strip()
        add(walk, figure, Token("metric", figure.start, figure.start, name, "invalid"))
    else:
        leave(walk, figure)


def _is_way_of_speaking(sentence: Sentence, figure: Figure, metrics: list[Token]) -> bool:
    """一件来信由几个单位合办, 每一封信, 逾期1件扣0.5分, 收到超过50件的单位: no figure."""
    if re.search(f"{any_of('thresholds')}$", sentence.before(figure)) and re.match(
        rf"(?:以上|以下)?的{any_of('sorted_nouns')}", sentence.after(figure)
    ):
        return True
    if re.match(r"的?[，,]?[扣加减]\d", sentence.after(figure)):
        return True
    if re.search(r"\d", figure.token.text) is None and re.match(any_of("together"), sentence.after(figure)):
        return True  # 两项合计
    if not figure.token.text.startswith("一"):
        return False
    return not metrics or re.search(f"{any_of('before_one')}$", sentence.before(figure)) is not None
