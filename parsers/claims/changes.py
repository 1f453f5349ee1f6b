"""Changes: by how much a figure rose or fell, against which period, and what rose or fell.

What belongs here: 同比, 环比, 增加45件, 提高3.2个百分点, and the level that a rate rose to. What does not: several
changes in the order of what rose or fell (``changes_in_order``), against which period (``bases``), and whether the
change fits the figures (``pipelines.audit``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from parsers.claims.bases import basis_named, basis_of
from parsers.claims.measures import AVERAGES, changed_metric, metrics_before
from parsers.claims.movers import named_as_most, office_that_moved
from parsers.claims.names import LONGEST_NAME, is_kind, own_name, part_name, subject_with_bracket
from parsers.claims.offices import is_office_or_place, office_at_start, starts_with_whole_place
from parsers.claims.sentence import Figure, Sentence
from parsers.claims.walk import About, Walk, leave, write
from parsers.claims.words import any_of, words_pattern
from parsers.records import Claim
from parsers.text.numbers import half_width
from parsers.text.periods import Period
from parsers.vocabulary import load, metric_words, metrics

_CHANGES = ("change", "change_count")
_HELD_AGAINST_ANOTHER = re.compile(
    r"(?:(?:[高低]于|[高低]出|超[过出]|落后于?|领先于?)[^，,；;。：:\d]{2}|[比较][^，,；;。：:\d]{0,8}平均)[^，,；;。：:\d]*$"
    r"|[比较][^，,；;。：:\d]{2,10}[高低][了出]?$"
)
_NEVER_MOVES = ("bare", "rank", "points")


def read_change(walk: Walk, figure: Figure) -> None:
    """Read a change in percent or percentage points."""
    label = metrics_before(walk.sentence, figure, "rate")
    write_change(walk, figure, "change", label[-1].text if label else "变化")


def read_points(walk: Walk, figure: Figure) -> None:
    """Read a change in percentage points; by how much a rate lies above or below another one of the same period
    (低于全区平均水平3个百分点) is none.
    """
    clause = walk.sentence.clause_before(figure)
    held = _HELD_AGAINST_ANOTHER.search(clause)
    start = walk.sentence.clause_start(figure.index)
    if re.search(rf"{any_of('apart')}[了为达]*$", clause):
        leave(walk, figure)  # 首尾相差21.84个百分点
    elif held is None or basis_named(clause) or walk.sentence.between(start, figure.start, "period"):
        read_change(walk, figure)
    else:
        leave(walk, figure)


def read_change_count(walk: Walk, figure: Figure) -> None:
    """Read a change in letters (减少45件), or the level that they reached (增加到45件)."""
    moved = changed_metric(walk.sentence, figure) or (walk.state.topic.metric if walk.state.topic else None)
    if moved is not None and reaches(walk.sentence, figure):
        part = part_said_to_move(walk, figure)
        return_to_own_period(walk)
        write(walk, figure, moved, "", About(category=part[0] if part else None, whole=part is None))
    else:
        write_change(walk, figure, "change_count", "增减")


def read_times(walk: Walk, figure: Figure) -> None:
    """Read by how many times a figure rose (增长2.5倍); how many times another it is (是去年的3倍) is no change."""
    said = [t for t in metrics_before(walk.sentence, figure, "rate") if t.value == "change"]
    gap = walk.sentence.text[said[-1].end : figure.start] if said else ""
    if ends_in_change(walk.sentence.clause_before(figure)) or (said and re.fullmatch("[^到至是]{0,6}", gap)):
        write_change(walk, figure, "change", "变化")


def sets_out(walk: Walk, figure: Figure) -> bool:
    """Whether a figure is where a rise or fall began, and no words say when that was (由98.0%上升到98.8%)."""
    state, sentence = walk.state, walk.sentence
    if state.earlier is not None or state.period != walk.scope.period:
        return False
    arrives = rf"(?:{any_of('falls', 'rises')}|[升降增减])了?{any_of('arrived')}[^，,；;。]{{0,8}}\d"
    opened = re.search("[由从](?:(?:原来|原先|以前|此前|之前|过去|年初)的?)?$", sentence.before(figure))
    return opened is not None and re.match(arrives, sentence.after(figure)) is not None


def read_level(walk: Walk, figure: Figure) -> bool:
    """Read where the earlier figure just before fell or rose to (由上月的120件下降到98件): the same figure of the own
    period; whether it is that.
    """
    last = walk.reading.claims[-1] if walk.reading.claims else None
    if last is None or not is_of_earlier(walk, last):
        return False
    begin = walk.sentence.place_of(last) + len(last.printed)
    average = words_pattern(word for code in AVERAGES for word in metrics()[code].printed)
    named = walk.sentence.between(begin, figure.start, "period")
    when = [t.value for t in named if isinstance(t.value, Period)]
    gap = walk.sentence.text[begin : named[-1].start if when else figure.start]
    moved = rf"[，,\s]*(?:{any_of('falls', 'rises')}|[升降增减])了?{_arrived()}(?:{average})?"
    behind = walk.sentence.text[named[-1].end : figure.start] if when else ""
    if re.fullmatch(moved, gap) is None or behind not in ("", "的"):
        return False
    walk.state.period, walk.state.earlier = when[-1] if when else walk.scope.period, None
    about = About(category=last.category, agency=last.agency, group=last.group, whole=last.category is None)
    write(walk, figure, last.metric, last.label or "", about)
    return True


def is_of_earlier(walk: Walk, claim: Claim) -> bool:
    own = walk.scope.period
    return claim.earlier is not None or (
        own is not None and claim.period_end is not None and claim.period_end < own.start
    )


def _arrived() -> str:
    """A pattern of what stands between a fall or rise and where it ended (下降到, 下降至目前的)."""
    return rf"{any_of('arrived')}(?:目前|现在|本[年月周期]|今年)?的?"


def read_change_of_units(walk: Walk, figure: Figure) -> None:
    """Read by how many units there are more or fewer (C类单位6家，较上季度增加2家)."""
    write_change(walk, figure, "change_count", "增减", of_metric="units")


def read_change_of_average(walk: Walk, figure: Figure) -> None:
    """Read by how much an average time changed (平均用时4.6天，较上月缩短0.4天); of any other time it is no claim."""
    if changed_metric(walk.sentence, figure) == "average_response_time":
        write_change(walk, figure, "change_count", "增减")


def read_rate_or_level(walk: Walk, figure: Figure) -> None:
    """Read a rate behind a word of change: a change, or the level that a rate reached (由92.1%上升到95.3%)."""
    rate = _rate_that_moved(walk, figure)
    if rate is not None and _is_of_unknown_rate(walk, figure):
        leave(walk, figure)
    elif rate is None:
        read_change(walk, figure)
    else:
        walk.state.period = walk.scope.period
        write(walk, figure, rate.metric, rate.label or "", About(whole=True))


def ends_in_change(text: str) -> bool:
    """Whether ``text`` ends in a word of rise or fall: the figure behind it is a change (上升了45件, 多44件)."""
    if re.search(rf"(?:^\s*|[比较][^，,；;]{{0,12}}){any_of('fewer', 'more')}了?$", text):
        return True
    return re.search(rf"{any_of('falls', 'rises')}[了约]*$", text) is not None


def write_change(
    walk: Walk, figure: Figure, metric: str, label: str, of_metric: str | None = None, basis: str | None = None
) -> None:
    """Write a change with its sign: printed as a fall, it is below zero. ``of_metric`` is what moved and ``basis``
    against which period, where they are known; one of money, of people or of a time that is no claim is left.
    """
    of_each = re.search(r"[人户]均[^，,；;]*$", walk.sentence.clause_before(figure))
    moved = _no_letters_that_moved(walk, figure) if of_metric is None else None
    if moved is not None and (amount := _amount_at(walk, moved)) is not None and not of_each:
        about = About(of_metric=amount.metric, category=amount.category, basis=basis or basis_of(walk, figure))
        return_to_own_period(walk)
        write(walk, with_sign(walk.sentence, figure), metric, label, about)
        return
    if of_metric is None and (of_each or moved is not None):
        leave(walk, figure)
        return
    counted_here = walk.first_whole is not None
    topic = walk.state.topic if counted_here else walk.state.intake or walk.state.topic
    named, said = _kind_that_moved(walk.sentence, figure), part_said_to_move(walk, figure)
    twice: Claim | None = None
    same = part = _whole_of_row(walk, figure) if named is None and said is None else None
    if part is None and named is None and said is None:
        same = twice = _change_just_said(walk, figure)
        part = _share_that_moved(walk, figure) or same
        part = (
            part
            or _part_named_again(walk, figure)
            or _part_that_moved(walk, figure)
            or _part_held_against(walk, figure)
        )
    changed = part.metric if part else _average_held_against(walk, figure) or changed_metric(walk.sentence, figure)
    if named is None and said is not None:
        named, changed = said
    if part is None and (counted := _held_against(walk, figure) or _whole_just_counted(walk, figure)) is not None:
        changed = counted.metric
    agency = part.agency if part else None
    if part is None and named is None and (mover := named_as_most(walk, figure) or office_that_moved(walk, figure)):
        named, agency = (None, mover) if _is_someone(mover) else (mover, None)
    if part is None and named is None and agency is None and (subject := _subject_of_its_own(walk, figure)) is not None:
        named, changed = subject, "received"
    about = About(
        of_metric=of_metric or changed or (topic.metric if topic else None),
        basis=basis or _basis_said_twice(walk, figure, twice) or basis_of(walk, figure),
        category=part.category if part else named,
        agency=agency,
        channel=same.channel if same else None,
        whole=(part is None or part.category is None) and named is None,
    )
    return_to_own_period(walk)
    write(walk, with_sign(walk.sentence, figure), metric, label, about)


def _is_share(figure: Figure, sentence: Sentence) -> bool:
    return figure.number.kind == "rate" and re.search("占[^，,；;。]*$", sentence.clause_before(figure)) is not None


def _average_held_against(walk: Walk, figure: Figure) -> str | None:
    """The average that the clause of a change holds against that of another time (比9月日均受理量下降19%)."""
    start = walk.sentence.clause_start(figure.index)
    held = re.match(r"\s*[比较]", walk.sentence.text[start : figure.start])
    averages = [t for t in walk.sentence.between(start, figure.start, "metric") if t.value in AVERAGES]
    return str(averages[0].value) if held and averages else None


def _is_span_of_years(figure: Figure) -> bool:
    """Whether a figure is how long a change took (两年增长50%)."""
    return re.search(r"年$", figure.token.text) is not None


def read_change_of_amount(walk: Walk, figure: Figure) -> None:
    """Read by how much an amount of money rose or fell (挽回损失120万元，较上月增加20万元); of any other thing that is
    said to have done so by some money, nothing.
    """
    moved = _no_letters_that_moved(walk, figure)
    if moved is not None and _amount_at(walk, moved) is not None:
        write_change(walk, figure, "change_count", "增减")


def _amount_at(walk: Walk, figure: Figure) -> Claim | None:
    """The amount of money that a figure of the sentence was read as."""
    amounts = (c for c in walk.reading.claims if metrics()[c.metric].kind == "amount")
    return next((c for c in amounts if walk.sentence.place_of(c) == figure.start), None)


def _no_letters_that_moved(walk: Walk, figure: Figure) -> Figure | None:
    """The figure before a change that it is of and that counts no letters or was not read (挽回损失120万元，同比增长
    20%; 等待时长由18秒缩短至11秒，缩短38.89%): no word between them names another.
    """
    sentence = walk.sentence
    read = {sentence.place_of(c): c.metric for c in walk.reading.claims}
    named_from = 0
    for index in range(figure.index - 1, -1, -1):
        before = sentence.figure(index)
        if before is None:
            if sentence.tokens[index].kind == "stop":
                return None
            continue
        if before.start not in read and _is_share(before, sentence):
            named_from = named_from or before.end  # what a share is of did not move
            continue
        if read.get(before.start) in _CHANGES or before.number.kind in _NEVER_MOVES or _is_span_of_years(before):
            continue
        gap = sentence.text[before.end : figure.start]
        named = sentence.between(named_from or before.end, figure.start, "metric")
        named = [t for t in named if t.value not in _CHANGES]
        aside = r"\s*" if before.number.unit == "元" else ""  # its bracket is blank
        opening = rf"{aside}(?:[，,、（(]|{any_of('previous_period', 'year_earlier', 'falls', 'rises')})"
        is_next = re.match(opening, gap) is not None and not named and _kind_that_moved(sentence, figure) is None
        is_none = before.start not in read or _amount_at(walk, before) is not None
        return before if is_none and is_next else None
    return None


def _held_against(walk: Walk, figure: Figure) -> Claim | None:
    """The figure just before a change that it is held against (日均96件，比上年同期日均80件增长20%)."""
    if walk.previous is None:
        return None
    before, claim = walk.previous
    gap = walk.sentence.text[before.end : figure.start]
    opened = re.search(r"[较比与同和][^，,；;。：:]*$", walk.sentence.clause_before(before))
    return (
        claim
        if opened and re.fullmatch(r"(?:的[\u4e00-\u9fff]{2,6})?(?:相比|比)?[，,]?[^，,；;。：:]{0,8}", gap)
        else None
    )


def _part_held_against(walk: Walk, figure: Figure) -> Claim | None:
    """The part of which the earlier figure was given just before (与去年同期551件相比，增加61件，增长11.1%)."""
    last = next((c for c in reversed(walk.reading.claims) if c.metric not in _CHANGES), None)
    if last is None or last.category is None or not is_of_earlier(walk, last):
        return None
    begin = walk.sentence.place_of(last) + len(last.printed)
    named = [t for t in walk.sentence.between(begin, figure.start, "metric") if t.value not in _CHANGES]
    return None if named or re.search("[；;。]", walk.sentence.text[begin : figure.start]) else last


def _whole_just_counted(walk: Walk, figure: Figure) -> Claim | None:
    """The whole counted just before a change, whatever nouns it was said with (受理办理件120件，同比上升5%)."""
    if walk.previous is None:
        return None
    before, claim = walk.previous
    named = walk.sentence.between(before.end, figure.start, "metric")
    asides = (*_CHANGES, *AVERAGES)
    is_of_it = claim.unit != "%" and claim.metric not in asides and all(t.value in _CHANGES for t in named)
    return claim if is_of_it and not re.search("[；;]", walk.sentence.text[before.end : figure.start]) else None


def _kind_that_moved(sentence: Sentence, figure: Figure) -> str | None:
    """The kind of request that the clause of a change begins with (我县咨询类诉求环比减少12.4%), or whatever part it
    counts in a bracket (供水（320件）比上月增长5%) or gives a reason for (供暖诉求因降温环比上升11%).
    """
    start = sentence.clause_start(figure.index)
    words = re.search(any_of("previous_period", "year_earlier", "falls", "rises"), sentence.text[start : figure.start])
    if words is None:
        return None
    name = re.sub(f"^{any_of('whole_place')}", "", part_name(sentence, start, start + words.start()))
    return name if is_kind(name) else subject_with_bracket(sentence, start) or _subject_with_reason(name)


def _subject_with_reason(name: str) -> str | None:
    """What moved, where the words before a change go on to say why it did (物业类问题受季节影响); ``None`` for all of
    what came in (受理量受节假日影响).
    """
    found = re.fullmatch(
        rf"(?P<name>[\u4e00-\u9fff]{{2,{LONGEST_NAME}}}?)(?!受理){any_of('reasons')}[^，,；;。：:]{{2,}}", name
    )
    return found["name"] if found is not None and own_name(found["name"]) else None


def _whole_of_row(walk: Walk, figure: Figure) -> Claim | None:
    """The whole of a row of parts that a change closes (41件，其中有效37件、无效4件，比上周减少5件): it is of no single
    one of them.
    """
    sentence, whole = walk.sentence, walk.first_whole
    opened = [t.end for t in sentence.between(0, figure.start, "part_of")]
    row = [c for c in walk.reading.claims if opened and sentence.place_of(c) >= opened[-1]]
    if whole is None or len(row) < 2 or any(c.unit == "%" or c.metric in _CHANGES or c is whole for c in row):
        return None
    places = [(sentence.place_of(c), sentence.place_of(c) + len(c.printed)) for c in row]
    gaps = [sentence.text[a[1] : b[0]] for a, b in pairwise(places)]
    own = sentence.text[places[-1][1] : figure.start]
    # Set apart by commas, parts are a row where they make up the whole (收到94件，其中甲38件，乙56件，较上月增加6件).
    between = "[、，,][^；;。：:]*" if filled_whole([whole, *row]) is whole else "、[^，,；;。：:]*"
    is_row = all(re.fullmatch(between, gap) for gap in gaps)
    closes = is_row and re.fullmatch(r"[，,][^，,；;。：:、\d]*", own) is not None
    return whole if closes and not _names_metric(walk, figure) else None


def filled_whole(claims: Sequence[Claim]) -> Claim | None:
    """The first of several counts, where those behind it, two or more, add up to it."""
    values = [c.value for c in claims]
    if len(values) < 3 or values[0] is None or any(v is None for v in values):
        return None
    return claims[0] if sum(v for v in values[1:] if v is not None) == values[0] else None


def _names_metric(walk: Walk, figure: Figure) -> bool:
    start = walk.sentence.clause_start(figure.index)
    return any(t.value not in _CHANGES for t in walk.sentence.between(start, figure.start, "metric"))


def _share_that_moved(walk: Walk, figure: Figure) -> Claim | None:
    """The share just before, of which the clause of a change says that it moved (占40%，占比较上月上升2.5%)."""
    start = walk.sentence.clause_start(figure.index)
    named = [t for t in walk.sentence.between(start, figure.start, "metric") if t.value not in _CHANGES]
    last = walk.reading.claims[-1] if walk.reading.claims else None
    if last is None or last.metric != "share" or [t.value for t in named] != ["share"]:
        return None
    return replace(last, unit=None)


def _change_just_said(walk: Walk, figure: Figure) -> Claim | None:
    """What the change just before was of, where this one is the same in percent (减少141件，减少7.15%; 减少141件，降幅
    7.15%), or in items (增长20.57%，净增203件): ``metric`` is what moved.
    """
    last = walk.reading.claims[-1] if walk.reading.claims else None
    other = "change_count" if figure.number.kind == "rate" else "change"
    if last is None or last.metric != other or last.of_metric is None or figure.number.kind == "points":
        return None
    gap = walk.sentence.text[walk.sentence.place_of(last) + len(last.printed) : figure.start]
    is_same = re.fullmatch(
        rf"\s*[，,、]?(?:{any_of('falls', 'rises', 'previous_period', 'year_earlier')}|[了为达约])+", gap
    )  # a bracket between them is blank
    return replace(last, metric=last.of_metric) if is_same else None


def _part_named_again(walk: Walk, figure: Figure) -> Claim | None:
    """The one part of the paragraph that the clause of a change names again (“视频监控”发现案件22件。…“视频监控”发现量
    减少37%); a clause that says what was done with it is of that.
    """
    start = walk.sentence.clause_start(figure.index)
    moved = re.search(any_of("falls", "rises"), walk.sentence.text[start : figure.start])
    subject = walk.sentence.text[start : start + moved.start()] if moved else ""
    named = (p for p in reversed(walk.state.parts) if p.category and _core(p.category) in subject)
    parts = {p.category: p for p in named}  # of several figures of a part the first: what came in
    if len(parts) != 1:
        return None
    (part,) = parts.values()
    stages = [t for t in walk.sentence.between(start, figure.start, "metric") if t.value not in (*_CHANGES, "received")]
    return replace(part, metric=str(stages[-1].value)) if stages else part


def _subject_of_its_own(walk: Walk, figure: Figure) -> str | None:
    """What the clause of a change behind a ； says to have moved, where no list knows it (；投诉案件量减少40%): nothing
    that was counted before the ；.
    """
    start = walk.sentence.clause_start(figure.index)
    clause = walk.sentence.text[start : figure.start]
    found = re.match(rf"([^，,；;。：:]{{2,{LONGEST_NAME}}}?)(?:总量|[量数]){any_of('falls', 'rises')}", clause)
    opens = re.search(r"[；;]\s*$", walk.sentence.text[:start]) is not None
    noun = rf"{any_of('whole_place')}?的?(?:{any_of('items', 'kind_nouns', 'added_up_items')}|案卷|话务|业务|办件)"
    is_all = found is None or re.fullmatch(noun, found[1]) is not None  # 案件总量增长5%: of all of them
    return found[1] if found and not is_all and opens and not _names_metric(walk, figure) else None


def _core(name: str) -> str:
    """What tells a part from others: what is in quotation marks, else its name without the noun for what came in."""
    quoted = re.search(r"“([^”]{2,})”", name)
    return quoted[1] if quoted else re.sub(rf"类?(?:{any_of('kind_nouns', 'items')}|案件|投诉案件)?$", "", name) or name


def part_said_to_move(walk: Walk, figure: Figure) -> tuple[str, str | None] | None:
    """The part of which the clause that opens a segment says, without a figure, that it or its share rose or fell
    (网络举报大幅下降，比去年同期减少25件，同比下降92.6%), or which it holds against a period (网络举报由去年同期的27件
    减少到2件), and ``share`` for its share; what stands behind is of it, until something else is counted.
    """
    sentence = walk.sentence
    begin = max(sentence.text.rfind(mark, 0, figure.start) for mark in "；;：:") + 1
    name = rf"(?P<name>[\u4e00-\u9fff、]{{2,{LONGEST_NAME}}}?)(?:(?<=类){any_of('kind_nouns')})?(?P<share>占比)?"
    moved = rf"{any_of('degrees')}*{any_of('falls', 'rises')}(?:[的得]?{any_of('degrees')})*[，,]"
    periods = [t.start - begin for t in sentence.between(begin, figure.start, "period")]
    held = rf"(?=[，,]?[由从与较比同](?<=^.{{{periods[0]}}}))" if periods else "(?!)"
    opened = re.match(rf"\s*{name}(?:量|数量|件数)?(?:{moved}|{held})", sentence.text[begin : figure.start])
    if opened is None or walk.scope.needs_channel:
        return None
    end = begin + opened.end("name")
    counted = (c for c in walk.reading.claims if c.metric not in _CHANGES and begin <= sentence.place_of(c))
    inside = [t for t in sentence.tokens if begin < t.end and t.start < end and t.kind != "pause"]
    if re.fullmatch(rf"(?!{any_of('object_links')})[\u4e00-\u9fff]+{any_of('items')}", opened["name"]):
        inside = [t for t in inside if t.value != "received"]  # 重复来电: the noun says of what
    others = [t for t in sentence.between(end, figure.start, "metric") if t.value not in (*_CHANGES, "share")]
    is_mixed = any(c.category != opened["name"] for c in counted)
    if inside or others or is_mixed or _is_someone(opened["name"]):
        return None
    return opened["name"], "share" if opened["share"] else None


def _is_someone(name: str) -> bool:
    """Whether words name or begin with an office or a place, so that they are no part of what came in."""
    return office_at_start(name) is not None or is_office_or_place(name) or starts_with_whole_place(name)


def _counted_as(walk: Walk, share: Claim) -> str | None:
    """The metric of the count that stands before the share of the same part; its base may be another one."""
    same = (c for c in reversed(walk.reading.claims) if c.unit != "%" and c.group and c.group == share.group)
    return next((c.metric for c in same if (c.category, c.agency) == (share.category, share.agency)), None)


def _part_that_moved(walk: Walk, figure: Figure) -> Claim | None:
    """The part or office counted just before (投诉类203件，环比…), if no other metric and no ； stands between."""
    if walk.previous is None:
        return None
    before, claim = walk.previous
    if claim.metric == "share" and figure.number.kind == "points":
        claim = replace(claim, unit=None)  # 占31.3%，上升2个百分点: the share itself
    elif claim.metric == "share" and claim.of_metric is not None:  # 投诉类102件，占31.3%，同比增长20%
        claim = replace(claim, metric=_counted_as(walk, claim) or claim.of_metric, unit=None)
    gap = walk.sentence.text[before.end : figure.start]
    named = [t for t in walk.sentence.between(before.end, figure.start, "metric") if t.value not in _CHANGES]
    is_part = claim.category is not None or claim.agency is not None
    last = walk.reading.claims[-1]
    is_last = last.metric in (*_CHANGES, "share") or (last.metric, last.category, last.agency) == (
        claim.metric,
        claim.category,
        claim.agency,
    )
    return claim if is_part and is_last and not named and claim.unit != "%" and not re.search("[；;]", gap) else None


def return_to_own_period(walk: Walk) -> None:
    """A change is of the document's period, also behind an earlier figure (去年同期1230件，同比增加226件)."""
    own, spoken = walk.scope.period, walk.state.period
    if walk.state.earlier is not None and spoken is None:
        walk.state.period = own  # 较上周的420件增加63件
    walk.state.earlier = None
    if own is not None and spoken is not None and spoken.end is not None and spoken.end < own.start:
        walk.state.period = own


def _rate_that_moved(walk: Walk, figure: Figure) -> Claim | None:
    return last_rate(walk) if reaches(walk.sentence, figure) else None


def _is_of_unknown_rate(walk: Walk, figure: Figure) -> bool:
    """Whether the clause names a rate that no list knows as what moved (返工率由1.32%下降到0.94%)."""
    start = max(walk.sentence.text.rfind(mark, 0, figure.start) for mark in "，,；;：:") + 1
    named = [t for t in walk.sentence.between(start, figure.start, "metric") if t.value not in _CHANGES]
    return not named and re.search(r"率[由从]", walk.sentence.text[start : figure.start]) is not None


def last_rate(walk: Walk) -> Claim | None:
    """The rate that the sentence printed last, shares and changes aside."""
    rates = (c for c in reversed(walk.reading.claims) if c.unit == "%" and c.metric not in ("share", "change"))
    return next(rates, None)


def reaches(sentence: Sentence, figure: Figure) -> bool:
    """Whether a word of change and 到, 至 or 为 stand before a figure: it is where the change ended."""
    moved = rf"(?:{any_of('falls', 'rises')}|[升降增减])了?{_arrived()}\s*$"
    return re.search(moved, sentence.before(figure)) is not None


def with_sign(sentence: Sentence, figure: Figure) -> Figure:
    """A change below zero where it is printed as a fall."""
    number = figure.number.number
    signed = replace(number, value=_sign(sentence, figure) * number.value)
    return replace(figure, number=replace(figure.number, number=signed))


_MINUS = re.compile(r"(?<![\d%\-—–~])[-\u2212]\s*$")
_PLUS = re.compile(r"\+\s*$")


def _sign(sentence: Sentence, figure: Figure) -> int:
    """-1 where a sign straight before a figure, or else the last word of change before it, in its clause or anywhere,
    is that of a fall; otherwise 1.
    """
    straight = half_width(sentence.before(figure))
    if _MINUS.search(straight) or re.search(rf"(?:{words_pattern(load('columns')['marks_of_falls'])})\s*$", straight):
        return -1
    if _PLUS.search(straight) or re.search(rf"(?:{words_pattern(load('columns')['marks_of_rises'])})\s*$", straight):
        return 1
    few_or_many = rf"(?:(?P<fewer>{any_of('fewer')})|{any_of('more')})了?(?:{words_pattern(metric_words())})?$"
    if held := re.search(few_or_many, sentence.before(figure)):
        return -1 if held["fewer"] else 1
    words = re.compile(f"(?P<fall>{any_of('falls')})|{any_of('rises')}")
    for text in (sentence.clause_before(figure), sentence.before(figure)):
        if found := list(words.finditer(text)):
            return -1 if found[-1]["fall"] else 1
    return 1


def _basis_said_twice(walk: Walk, figure: Figure, same: Claim | None) -> str | None:
    """The basis of the change just before, where this one is the same in percent and its clause names none."""
    named = basis_named(walk.sentence.clause_before(figure))
    return same.basis if same is not None and named is None else None
