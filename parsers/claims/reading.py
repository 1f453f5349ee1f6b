"""Reading one sentence from left to right: each token in turn changes what is spoken of, or is a figure to be read.

What belongs here: which reader a token goes to. What does not: the readers (``rates``, ``parts``, ``lists``,
``changes``, ``durations``, ``units``), the channel that is spoken of (``channels``), and what goes from sentence to
sentence (``sentences``).
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from parsers import vocabulary
from parsers.claims.amounts import YUAN, read_amount
from parsers.claims.bases import earlier_by_name
from parsers.claims.changes import ends_in_change, read_change_count, read_level, read_points, read_times, sets_out
from parsers.claims.changes_in_order import read_changes_in_order
from parsers.claims.channels import end_channel_beside, leave_channel_of_list, resume_channel, set_channel
from parsers.claims.counted import (
    counts_calls,
    counts_letters,
    has_lost_its_unit,
    is_base_of_share,
    is_item_of_ways,
    is_next_part,
    is_of_other_business,
    share_counted,
    visits_of,
)
from parsers.claims.durations import read_duration
from parsers.claims.kinds_in_row import name_first_kinds
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
    problems_dealt_with,
    says_other,
    set_aside,
    stands_behind,
)
from parsers.claims.names import part_name
from parsers.claims.naming import (
    name_largest,
    name_listed_office,
    name_of_row,
    name_part,
    open_clause,
)
from parsers.claims.offices import office_list_at_start, starts_with_whole_place, subject_in
from parsers.claims.parts import SET_ASIDE, read_part, read_span
from parsers.claims.rates import read_rate
from parsers.claims.scope import Reading, Scope, State
from parsers.claims.sentence import Figure, Sentence
from parsers.claims.shares import read_share_before_count
from parsers.claims.tokens import Token
from parsers.claims.units import read_award, read_issues, read_units
from parsers.claims.walk import INTAKE, About, Walk, add, leave, write
from parsers.claims.words import any_of, words_pattern
from parsers.records import Claim
from parsers.text.periods import Period, length_in_months, relative_period

_GRADES = ("very_satisfied", "satisfied", "basically_satisfied", "dissatisfied", "rated")


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
    resume_channel(walk)
    open_clause(walk, 0)
    for index in range(len(sentence.tokens)):
        if index not in walk.used:
            _read_token(walk, index)
    walk.reading.claims = name_first_kinds(sentence, walk.reading.claims)
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
        end_channel_beside(walk, token.start)
        leave_channel_of_list(walk, token.end)
        open_clause(walk, token.end)
    match token.kind:
        case "period":
            _set_period(walk, token)
        case "date" if isinstance(token.value, dt.date):
            walk.state.as_of = token.value
            if _opens_running_count(walk, token):
                walk.state.period = None
        case "channel":
            set_channel(walk, index)
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
                read_rate(walk, figure)
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
    """Read a score, an amount of money, or people who gave a grade (满意82人); of what else is no letter, nothing."""
    if figure.number.unit == "分":
        _read_score(walk, figure)
    elif figure.number.unit == YUAN:
        read_amount(walk, figure)
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
    if metrics and (is_next_part(walk, figure, metrics[-1]) or is_item_of_ways(walk, figure)):
        metrics = []
    if metrics and is_base_of_share(sentence, figure):
        write(walk, figure, str(metrics[-1].value), metrics[-1].text, About(whole=True))
        return
    is_largest = False
    if not metrics and (asked := metric_of_clause_before(sentence, figure, "count")) is not None:
        metrics, is_largest = [asked], name_largest(walk, figure)
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
        if not is_largest:
            name_part(walk, figure, metrics[0])
        if read_pairs(walk, figure, metrics):
            return
        # Two words for one metric (当场解答、即时办结61件) make one claim.
        about = About(category=walk.state.category) if is_largest else About()
        for metric in {str(metric.value): metric for metric in grades_together(metrics)}.values():
            add(walk, figure, metric, about)


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
