"""One sentence being read from left to right: what is remembered, and how a figure becomes a claim.

What belongs here: the memory of a sentence and the writing of claims into it. What does not: deciding what a figure
measures or counts; the modules that decide (``reading``, ``parts``, ``lists`` ...) call ``add`` or ``write``.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from parsers import vocabulary
from parsers.claims.measures import AVERAGES
from parsers.claims.names import is_subtotal
from parsers.claims.qualifiers import bounds, bounds_about, qualifier
from parsers.claims.scope import Loose, Reading, Scope, State
from parsers.claims.sentence import Figure, Sentence
from parsers.claims.tokens import Token
from parsers.claims.words import any_of
from parsers.records import INSIDE, Claim
from parsers.text.periods import Period

INTAKE = ("received", "valid", "accepted", "handled", "due", "forwarded")
"""What came in: of several that a text counts, the first of these is the whole of its parts."""

_CHANGES = ("change", "change_count")
_BY_ITS_OFFICE = ("handled_directly", "forwarded")
_ASIDES = ("connected", "served", "called_out")
_NEVER_TOPICS = ("share", "change", "change_count", *_ASIDES, *AVERAGES, "response_time", "award_years")


_SORTED = re.compile(r"\s*(?:(?:从|按)[^，,；;。：:\d]{1,12}[看分]|在[^，,；;。：:\d]{2,24}中)[，,：:]")
"""What opens a list before its first part (从办理单位看，乡镇交办231件，办结229件; 在全部诉求中，咨询类受理40件，…)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the words beside one figure say of it; where they say nothing, what was said before holds.

    Fields are those of a claim. ``whole``: the figure is of the whole, whatever part is being spoken of.
    """

    category: str | None = None
    channel: str | None = None
    agency: str | None = None
    group: str | None = None
    of_metric: str | None = None
    basis: str | None = None
    whole: bool = False


NOTHING_MORE = About()


@dataclass(slots=True)
class Walk:
    """The memory of one sentence.

    ``state`` is that of its paragraph. ``subject`` is a list of offices that the sentence begins with (its figures hold
    for each), ``topic_before`` the whole counted before the sentence, ``first_whole`` the first figure of a whole in
    it. ``used`` are indexes of figures already read. A segment lies between two ；: ``segment_is_part`` when it began
    with a part, ``part_start`` is where the part spoken of was named. ``previous`` is the last figure with its claim,
    ``carried`` the office that a clause without a figure named, ``channel_beside`` the channel of the whole while the
    figure of another one that stands beside it is read. ``channel_before`` is the channel before the sentence.
    ``stands_alone`` is a part that is no member of any list (英才热线受理40件).
    """

    sentence: Sentence
    scope: Scope
    state: State
    subject: str | None
    topic_before: Claim | None
    reading: Reading = field(default_factory=Reading)
    used: set[int] = field(default_factory=set)
    first_whole: Claim | None = None
    segment_start: int = 0
    segment_is_part: bool = False
    part_start: int = -1
    previous: tuple[Figure, Claim] | None = None
    carried: str | None = None
    channel_beside: str | None = None
    channel_before: str | None = None
    stands_alone: str | None = None

    def start_segment(self, start: int) -> None:
        """Begin behind a ；: no part is spoken of any more, nor an earlier period that its figure was held against."""
        self._leave_earlier_period()
        self.segment_start, self.segment_is_part = start, False
        self.state.category = None

    def _leave_earlier_period(self) -> None:
        """Speak of the period reported again behind a part of it (咨询类62件，去年为51件；求助类40件，去年为38件)."""
        own, spoken = self.scope.period, self.state.period
        first = next((c for c in self.reading.claims if self.sentence.place_of(c) >= self.segment_start), None)
        if first is None or first.category is None or own is None or spoken is None or spoken.end is None:
            return
        if (first.period_start, first.period_end) == (own.start, own.end) and spoken.end < own.start:
            self.state.period = own

    def start_part(self, category: str, start: int) -> None:
        """Speak of a part named at ``start`` from here on."""
        self.state.category = category
        self.part_start = start
        # 督办信件45件，办结44件: of these
        goes_on = re.fullmatch(rf"{any_of('taken_up')}{any_of('items')}?件?", category) is not None
        opened = _SORTED.match(self.sentence.text, self.segment_start)
        begin = self.segment_start if opened is None else opened.end()
        self.segment_is_part = goes_on or start <= begin + 3

    def group_of(self, metric: str) -> str:
        """The group of the enumeration being read, of the figures of ``metric``."""
        return f"{self.sentence.block}#{self.state.list_no}.{metric}"


def add(walk: Walk, figure: Figure, metric: Token, about: About = NOTHING_MORE) -> None:
    """Write a claim of the metric that ``metric`` names, and remember it as the one before the next figure."""
    code = "accepted" if _is_acceptance(walk, metric) else str(metric.value)
    if code == "accepted" and metric.text == "已受理" and walk.state.intake is None:
        code = "received"  # nothing else was counted as coming in
    if _is_way_of_valid(walk, code):
        code, walk.state.category = "valid", (walk.state.category or "").removesuffix(_VALID)
    if code == "share":
        base = _named_base(walk, figure, metric) or about.of_metric or _base_of_part(walk) or _shared_metric(walk)
        about = replace(about, of_metric=base)
    claim = write(walk, figure, code, metric.text, about)
    if claim is None:
        return
    walk.previous = (figure, claim)
    if claim.group is not None and vocabulary.metrics()[code].kind == "count":
        walk.state.parts.append(claim)


_VALID = "有效"


def _is_way_of_valid(walk: Walk, code: str) -> bool:
    """Whether a count is of valid letters by one way, where all valid ones were counted before (其中有效诉求390件；…，
    微信有效受理9件).
    """
    way = walk.state.category or ""
    return code == "received" and way.endswith(_VALID) and any(c.metric == "valid" for c in walk.reading.claims)


def _is_acceptance(walk: Walk, metric: Token) -> bool:
    """Whether 受理 stands beside a 收到 of the same paragraph and channel: then it is not what came in."""
    came_in = walk.state.intake
    return (
        metric.value == "received"
        and metric.text in ("受理", "受理件")
        and came_in is not None
        and came_in.metric == "received"
        and re.match(f"{any_of('calls')}?$", came_in.label or "") is None
        and "受理" not in (came_in.label or "")
        and came_in.channel == walk.state.channel
        and came_in.locator.startswith(f"{walk.sentence.block}:")
        and walk.state.category is None
        and walk.state.period == walk.scope.period
    )


def write(walk: Walk, figure: Figure, metric: str, label: str, about: About = NOTHING_MORE) -> Claim | None:
    """Write a claim; ``None`` where the scope wants a channel and none was named.

    What the office that runs a hotline answered or handed on is of all of its letters (县热线办直接解答7件，批转
    2578件，已办结2574件).
    """
    if walk.scope.needs_channel and (about.channel or walk.state.channel) is None:
        return None
    if metric in _BY_ITS_OFFICE and re.search(rf"{any_of('running_offices')}$", walk.state.agency or ""):
        walk.state.agency = None
    claim = _claim(walk, figure, metric, label, about)
    walk.reading.claims.append(claim)
    _remember_topic(walk, claim)
    return claim


def leave(walk: Walk, figure: Figure) -> None:
    """Keep a figure whose metric is not said, so that nothing printed is lost silently."""
    is_figure = figure.number.kind in ("rate", "too_long") or (
        figure.number.kind == "count" and re.search(r"\d", figure.token.text) is not None
    )
    if is_figure and not walk.scope.needs_channel:
        sentence = walk.sentence
        place = sentence.locator(figure)
        words = sentence.clause_before(figure).strip()
        walk.reading.loose.append(
            Loose(figure.number, figure.token.text, sentence.quote, place, walk.state.period, words)
        )


def _claim(walk: Walk, figure: Figure, metric: str, label: str, about: About) -> Claim:
    sentence, scope, state = walk.sentence, walk.scope, walk.state
    number, known = figure.number.number, vocabulary.metrics()[metric]
    exactness = _qualifier(sentence, figure)
    low, high = _bounds(sentence, figure, exactness, is_count="count" in (known.kind, figure.number.kind))
    clause = sentence.clause_start(figure.index)
    category = _category(walk, metric, label, clause, about) or _due(walk, figure, metric, label)
    agency = about.agency or walk.subject or state.agency
    period = _period(walk, figure, metric)
    return Claim(
        metric=metric,
        printed=figure.token.text,
        value=number.value,
        unit=figure.number.unit or number.unit or known.unit,
        stated_by=scope.stated_by,
        scope=_scope(walk, None if about.whole else category, agency),
        origin=scope.origin,
        quote=sentence.quote,
        locator=sentence.locator(figure),
        low=low,
        high=high,
        qualifier=exactness,
        each=_is_each(sentence, clause, figure) or (walk.subject is not None and agency == walk.subject),
        region_code=state.region_code or scope.region_code,
        channel=about.channel or state.channel,
        attributed_to=scope.attributed_to,
        agency=agency or scope.agency,
        category=category,
        label=label,
        of_metric=about.of_metric,
        basis=about.basis,
        period_start=period.start if period else None,
        period_end=period.end if period else None,
        as_of=_as_of(walk, figure),
        earlier=_earlier(walk, figure, metric) if period is None else None,
        stage_no=scope.stage_no,
        group=_group(walk, figure, metric, category, about),
    )


def _due(walk: Walk, figure: Figure, metric: str, label: str) -> str | None:
    """The part that a rate is of where it is one of what was due (到期办结率) and nothing says how much that was."""
    is_rate = label and vocabulary.metrics()[metric].kind == "rate"
    if not is_rate or any(c.metric == "due" for c in walk.reading.claims):
        return None
    before = walk.sentence.clause_before(figure).rpartition(label)[0]
    due = re.search(rf"({any_of('of_due')})[^，,、。\d]{{0,6}}$", before)
    return due[1] if due else None


def _is_each(sentence: Sentence, clause: int, figure: Figure) -> bool:
    """均, or 各 straight before a metric or the figure (A局、B局各逾期1件)."""
    if sentence.between(clause, figure.start, "each"):
        return True
    starts = [t.start for t in sentence.between(clause, figure.start, "metric")] + [figure.start]
    return any(sentence.text[:start].endswith("各") for start in starts)


def _bounds(
    sentence: Sentence, figure: Figure, exactness: str, *, is_count: bool
) -> tuple[Decimal | None, Decimal | None]:
    number = figure.number
    before, after = sentence.clause_before(figure), sentence.after(figure)
    leaning = (
        bounds_about(number.number, before, after, approximate=number.approximate) if exactness == "about" else None
    )
    return leaning or bounds(number.number, exactness, is_count=is_count)


def _qualifier(sentence: Sentence, figure: Figure) -> str:
    measures = [(t.start, t.end) for t in sentence.between(0, figure.start, "metric")]
    done = [m.end() for m in re.finditer(r"[，,；;](?:现|目前|实际)?已", sentence.before(figure))]
    begin = done[-1] if done else 0  # 应在9月办结，现已办结80件: what was done is no norm
    norms = re.compile(any_of("norms")).finditer(sentence.before(figure), begin)
    if any(not any(start <= norm.start() < end for start, end in measures) for norm in norms):
        return "target"  # but 限时办结率 is a metric
    return qualifier(sentence.clause_before(figure), sentence.after(figure), approximate=figure.number.approximate)


def _category(walk: Walk, metric: str, label: str, clause: int, about: About) -> str | None:
    """The part that a figure counts: its own, or the one spoken of.

    That holds for its clause and its share, and for all of its segment when the segment began with it; never for what
    is not it (属于受理范围的18件，不属于受理范围的32件).
    """
    if about.category is None and label == f"不{walk.state.category}":
        return None
    holds = (metric == "share" and not _counted_whole_since(walk)) or walk.segment_is_part or walk.part_start >= clause
    is_another = about.agency is not None or (about.channel is not None and about.group is not None)
    if is_another and about.category is None:
        return None
    return about.category or (walk.state.category if holds and not about.whole else None)


def _counted_whole_since(walk: Walk) -> bool:
    """Whether the last figure counts more than the part spoken of (主动发现18件，占90%，被动受理2件，占10%)."""
    if walk.previous is None or walk.state.category is None:
        return False
    before, claim = walk.previous
    return claim.category is None and claim.unit != "%" and before.start > walk.part_start >= 0


def _group(walk: Walk, figure: Figure, metric: str, category: str | None, about: About) -> str | None:
    """The enumeration that a figure belongs to: that of the last count of the same part, else the one being read.

    Parts of an item of it are one of their own, named by it and the place where they are opened.
    """
    if metric == "share" and category is None and (listed := _channel_listed(walk, figure)) is not None:
        return listed.group
    if about.group is None and (category is None or about.whole or category == walk.stands_alone):
        return None
    same = (part.group for part in reversed(walk.state.parts) if part.category == category)
    group = about.group or next(same, None) or walk.group_of(about.of_metric or metric)
    opened = _opened_in_item(walk, figure) if INSIDE not in group else None
    return group if opened is None else f"{group}{INSIDE}{opened}"


def _channel_listed(walk: Walk, figure: Figure) -> Claim | None:
    """The count of a channel in a list of parts that a share stands right behind (热线60件，占62.5%；来信9件，…)."""
    if walk.previous is None:
        return None
    before, claim = walk.previous
    is_member = claim.group is not None and claim.category is None and claim.channel == walk.state.channel
    gap = walk.sentence.text[before.end : figure.start]
    touches = re.fullmatch(r"\s*[，,、]?\s*约?占[^，,；;、。：:\d]{0,8}", gap)
    return claim if is_member and claim.unit != "%" and touches else None


def _opened_in_item(walk: Walk, figure: Figure) -> int | None:
    """Where 其中 opens parts of the item just counted (供水87件，其中停水15件；供电40件), until its semicolon, or
    主要为 behind one (文旅类87件，占15%；主要为住宿31件、餐饮25件).

    ``None`` elsewhere, and in lists without semicolons, which do not show where such parts end.
    """
    sentence = walk.sentence
    mainly = re.search(r"[；;，,]主要[为是][^；;。：:]*$", sentence.before(figure))
    items = (c for c in walk.reading.claims if mainly and c.group and sentence.place_of(c) < mainly.start())
    if mainly and len({c.category for c in items}) == 1:
        return mainly.start()
    ends = [m.start() for m in re.finditer("[；;]", sentence.text)]
    begin = max((at for at in ends if at < figure.start), default=-1)
    openings = sentence.between(begin + 1, figure.start, "part_of")
    if not ends or not openings:
        return None
    opened = openings[-1].start
    counted = (sentence.place_of(c) for c in walk.reading.claims if c.group is not None)
    return opened if any(begin < at < opened for at in counted) else None


def _scope(walk: Walk, part: str | None, agency: str | None) -> str:
    if part is not None:
        return "subtotal" if is_subtotal(part) else "category"
    return "unit" if agency is not None and walk.scope.stated_by == "government" else "whole"


def _period(walk: Walk, figure: Figure, metric: str) -> Period | None:
    """The period spoken of; the day that a duration of answering ran from where its words refer to one."""
    state = walk.state
    if metric == "response_time" and state.event and re.match(any_of("after_event"), walk.sentence.after(figure)):
        return state.event
    if metric in AVERAGES and _counted_by_period(walk):
        return walk.scope.period  # 7月412件，8月455件，9月419件，日均14件: of all of them
    return state.period


def _counted_by_period(walk: Walk) -> bool:
    """Whether the sentence has counted one thing for several periods inside the one reported."""
    own = walk.scope.period
    periods = {(c.period_start, c.period_end) for c in walk.reading.claims if c.unit != "%" and c.period_start}
    inside = own is not None and all(
        start and end and own.end and own.start <= start and end <= own.end for start, end in periods
    )
    return inside and len(periods) > 1


_OTHER_PERIOD = re.compile(
    r"(?<!占)[比较](?![例率重为好差多少大小高低快慢])[^，,；;：:]*?(?:年|月份?|季度|前期|时期)[^，,；;：:\d]*$"
)


def _earlier(walk: Walk, figure: Figure, metric: str) -> str | None:
    """How the period of a figure lies to the one reported in a text without a year; ``another`` for one that a figure
    is held against and that its words do not place (比上半年平均98.12%).
    """
    if walk.state.earlier is not None or walk.scope.period is not None or metric in _CHANGES:
        return walk.state.earlier
    held_against = _OTHER_PERIOD.search(walk.sentence.clause_before(figure)) is not None
    return "another" if held_against and walk.reading.claims else None


def _as_of(walk: Walk, figure: Figure) -> dt.date | None:
    """The day of counting: one that the text named, else that of the document for figures of its own period."""
    state, scope = walk.state, walk.scope
    named = any(t.kind == "date" and t.start < figure.start for t in walk.sentence.tokens)
    if named or state.as_of != scope.as_of:
        return state.as_of
    return scope.as_of if state.period == scope.period or scope.needs_channel else None


def _remember_topic(walk: Walk, claim: Claim) -> None:
    """The first figure of a whole in a sentence is what its parts and shares are of."""
    if walk.first_whole is not None or claim.category is not None or claim.metric in _NEVER_TOPICS or claim.earlier:
        return
    parted = walk.sentence.tokens and any(t.kind == "part_of" for t in walk.sentence.tokens[:2])
    if parted and walk.state.together and claim.channel != "combined":
        return  # 其中县长信箱83件: a channel is a part of several counted together
    walk.first_whole = claim
    if vocabulary.metrics()[claim.metric].kind == "count":
        walk.state.topic = claim
        if claim.metric in INTAKE and claim.scope == "whole":
            walk.state.came_in.setdefault(claim.channel, claim)
        if claim.metric in INTAKE and not _comes_before(walk.state.intake, claim) and not _is_of_office(walk, claim):
            walk.state.intake = claim
            walk.state.together = claim.channel == "combined"


def _is_of_office(walk: Walk, claim: Claim) -> bool:
    """Whether a count is what one office got of all that an earlier paragraph counted (尤其是县住建局，12个问题…)."""
    intake = walk.state.intake
    is_above = intake is not None and not intake.locator.startswith(f"{walk.sentence.block}:")
    return is_above and intake is not None and claim.agency is not None and intake.agency is None


def _comes_before(intake: Claim | None, claim: Claim) -> bool:
    """Whether ``intake`` is the whole rather than ``claim`` (办理工单2495件。交办责任单位2388件)."""
    return intake is not None and intake.metric in INTAKE[: INTAKE.index(claim.metric)]


def _base_of_part(walk: Walk) -> str | None:
    """The metric of the count of the same part just before (市属部门承办1120件，占79.9%)."""
    if walk.previous is None or walk.state.category is None:
        return None
    claim = walk.previous[1]
    return claim.metric if claim.category == walk.state.category and claim.unit != "%" else None


def _named_base(walk: Walk, figure: Figure, share: Token) -> str | None:
    """The metric that a share says it is of (占转办数的1.5%); ``None`` where it names none."""
    named = walk.sentence.between(share.end, figure.start, "metric")
    return next((str(t.value) for t in named if vocabulary.metrics()[str(t.value)].kind == "count"), None)


def _shared_metric(walk: Walk) -> str:
    whole = walk.first_whole or walk.state.topic
    return whole.metric if whole is not None and whole.unit != "%" else "received"
