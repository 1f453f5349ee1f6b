"""Figures from running text: one paragraph in, claims out, each with the words it was read from.

A paragraph is read sentence by sentence and from left to right, as a person reads it: what a figure is about (channel,
period, office, part) is what was last said about it, what it measures is the metric word beside it. Nothing is
guessed: a figure whose metric is not said becomes an issue (``unassigned_figure``).

What belongs here: how words and numbers combine. What does not: the words (``parsers/vocabulary``), tables (``cells``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

from parsers import vocabulary
from parsers.claims.tokens import Number, Token, tokens, words_pattern
from parsers.records import Claim, Issue
from parsers.text.numbers import Interval, PrintedNumber, interval
from parsers.text.periods import Period, relative_period


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What figures are about where their own sentence does not say it.

    ``region_of`` gives the code of the region that a text names (letters only, where several regions are spoken of).
    ``as_of`` is the day on which the figures of ``period`` were counted. ``needs_channel``: figures without a channel
    are no claims (letters, where most figures are about roads and money).
    """

    stated_by: str
    region_code: str | None = None
    channel: str | None = None
    period: Period | None = None
    as_of: dt.date | None = None
    attributed_to: str | None = None
    region_of: Callable[[str], str | None] | None = None
    stage_no: int | None = None
    needs_channel: bool = False
    origin: str = "narrative"
    agency: str | None = None


@dataclass(slots=True)
class State:
    """What has been said so far in a paragraph; carried from sentence to sentence."""

    channel: str | None
    period: Period | None
    as_of: dt.date | None
    region_code: str | None
    event: Period | None = None
    agency: str | None = None
    category: str | None = None
    topic: Claim | None = None
    members: list[Claim] = field(default_factory=list)
    list_no: int = 0


@dataclass(frozen=True, slots=True)
class Loose:
    """A figure whose metric its sentence does not say."""

    number: Number
    printed: str
    quote: str
    locator: str
    period: Period | None


@dataclass(slots=True)
class Reading:
    """What a paragraph gave."""

    claims: list[Claim] = field(default_factory=list)
    loose: list[Loose] = field(default_factory=list)
    topic: Claim | None = None


_SENTENCE_END = re.compile(r"[。！？!?\n]+|\s{4,}")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_FIGURE = re.compile(r"\d\s*(?:[万余多]?(?:件|条|封|例|宗|起|通|份|次|家|个)|%|％)")
_KIND = re.compile(r"类(?:信件|来电|留言|诉求)?$|^其[他它]$")  # a name that can only be a part of what was received
_CONJUNCTION = re.compile(r"[\s“”\"']*(?:、|和|及|与|以及|并|且|或)?[\s“”\"']*")
_OFFICE = (
    r"(?:中共)?(?:(?![的是为])[\u4e00-\u9fff]){1,16}?(?:办公厅|办公室|委员会|书记|局|委|办|镇|乡|街道办事处|街道办|街道|中心|大队|支队|公司|政府|法院|检察院)"
    r"(?!办公|员会|办事处|理|结|件|法|的)"
)
_AGENCY = re.compile(rf"{_OFFICE}(?!门户|网站)")
_OFFICE_NAME = re.compile(_OFFICE)
_AWARD = re.compile(
    r"(?:评为|评选为|获评|获得|荣获|授予)(?P<award>[^，。；]*?(?:先进|优秀|示范|模范)[^，。；]*)"
    rf"|[把将](?P<title>[^，。；]*?(?:先进|优秀|示范|模范)[^，。；]*?)的?(?:称号|荣誉)?授予(?P<to>{_OFFICE})"
)
_AGENCY_LIST = re.compile(
    rf"{_OFFICE}(?:(?:、|和|及){_OFFICE})+"
    r"(?:等(?:[县市区]直)?(?:部门|单位|镇街)?)?(?:[及和](?:[县市区]直部门|各?(?:乡镇|镇街|镇办|街道|部门))(?:[（(][^）)]*[）)])?)?"
)
_WHOLE_SUBJECT = re.compile(r"^(?:全[县市区省州]|我[县市区]|本[县市区]|该[县市区])")


def split_sentences(text: str) -> Iterator[tuple[int, str]]:
    """Sentences with their offset in ``text``; a full stop inside brackets or a number does not end one."""
    start = 0
    for m in _SENTENCE_END.finditer(text):
        if text[start : m.start()].strip():
            yield start, text[start : m.end()].rstrip("\n")
        start = m.end()
    if text[start:].strip():
        yield start, text[start:]


def _exact(value: object) -> Decimal | None:
    return None if value is None else Decimal(value.numerator) / Decimal(value.denominator)  # type: ignore[attr-defined]


def bounds(number: PrintedNumber, qualifier: str, *, is_count: bool) -> tuple[Decimal | None, Decimal | None]:
    """The ends of the interval of a printed number as decimals; both ``None`` where the qualifier gives no interval."""
    found: Interval | None = interval(number, qualifier, is_count=is_count)
    return (None, None) if found is None else (_exact(found.low), _exact(found.high))


@cache
def _qualifier_patterns() -> tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...]:
    never = "(?!)"
    return tuple(
        (
            re.compile(f"(?:{words_pattern(words['before']) or never})(?:[为达在是到了]*)$"),
            re.compile(f"^(?:{words_pattern(words['after']) or never})"),
            code,
        )
        for code, words in vocabulary.load("qualifiers").items()
        if code not in ("qualitative", "target")
    )


def qualifier(before: str, after: str, *, approximate: bool = False) -> str:
    """The qualifier of a number from the text of its clause before it and what follows its unit."""
    words = vocabulary.load("qualifiers")
    if re.search(words_pattern(w for w in words["target"]["before"]), before):
        return "target"
    if re.search(words_pattern(w for w in words["qualitative"]["before"] if w != "基本"), before):
        return "qualitative"
    for left, right, code in _qualifier_patterns():
        if left.search(before.rstrip()) or right.search(after.lstrip()):
            return code
    return "about" if approximate else "exact"


class _Sentence:
    """One sentence being read: its tokens, the state of its paragraph, and the claims so far.

    A class because reading is a walk with memory; every decision is a method of a few lines, and all state is here or
    in ``State``.
    """

    def __init__(
        self, text: str, offset: int, locator: str, scope: Scope, state: State, quote: str | None = None
    ) -> None:
        self.text = text
        self.offset = offset
        self.block = locator
        self.scope = scope
        self.state = state
        self.quote = (quote or text).strip()
        self.tokens = tokens(text, scope.period)
        self.reading = Reading()
        self.used: set[int] = set()
        self.segment_start = 0
        self.segment_member = False
        self.part_at = -1
        self.first_claim_of_sentence: Claim | None = None
        self.previous_topic = state.topic
        self.previous: tuple[Token, list[str], Claim] | None = None
        # Several offices that the sentence begins with: its figures hold for each of them.
        subject = _AGENCY_LIST.match(text.lstrip(" ，,"))
        self.subject_list = subject.group() if subject else None

    # -- places -------------------------------------------------------------------------------------------------------

    def clause_start(self, index: int, *, numbers_end: bool = True) -> int:
        """Where the clause of token ``index`` begins: after ，；：or after the figure before it and its 、."""
        for i in range(index - 1, -1, -1):
            t = self.tokens[i]
            if t.kind in ("comma", "stop"):
                return t.end
            if t.kind == "number" and numbers_end:
                after = self.tokens[i + 1] if i + 1 < index else None
                return after.end if after is not None and after.kind == "pause" and after.start <= t.end + 2 else t.end
        return 0

    def clause_end(self, index: int) -> int:
        """Where the clause of token ``index`` ends: before the next ，；： or figure."""
        for t in self.tokens[index + 1 :]:
            if t.kind in ("comma", "stop", "number"):
                return t.start
        return len(self.text)

    def between(self, start: int, end: int, kind: str) -> list[Token]:
        return [t for t in self.tokens if t.kind == kind and start <= t.start and t.end <= end]

    # -- what a figure measures
    # -----------------------------------------------------------------------------------------

    def metrics_before(self, index: int, kinds: tuple[str, ...]) -> list[Token]:
        """The metric beside a number, looking left inside its clause, and those joined to it (办结率和受理率均为)."""
        start = self.clause_start(index)
        known = vocabulary.metrics()
        candidates = [
            t for t in self.between(start, self.tokens[index].start, "metric") if known[str(t.value)].kind in kinds
        ]
        if not candidates:
            return []
        # 办理 alone is the weakest of the count words: 派单交有关单位办理25件 were handed on.
        named = [t for t in candidates if t.value != "handled"] or candidates
        candidates = candidates if named[-1] is candidates[-1] else named
        joined = [candidates[-1]]
        for t in reversed(candidates[:-1]):
            gap = self.text[t.end : joined[0].start]
            if not gap or not _CONJUNCTION.fullmatch(gap) or not gap.strip():
                break
            joined.insert(0, t)
        return joined

    def items_named(self, index: int) -> list[Token]:
        """The metric inside a noun straight before a figure that no metric introduces (转办件14件)."""
        before = self.tokens[index - 1] if index else None
        if (
            before is None
            or before.kind != "neutral"
            or self.text[before.end : self.tokens[index].start].strip(" 共为有")
        ):
            return []
        stem = re.fullmatch(rf"({words_pattern(vocabulary.metric_words())})(?:件|工单)", before.text)
        if stem is None:
            return []
        code = vocabulary.metric_words()[stem.group(1)]
        return [Token("metric", before.start, before.end, before.text, code)]

    def metrics_after(self, index: int, kinds: tuple[str, ...]) -> list[Token]:
        """The metric behind a number in its clause (3件已办结, 99%以上得到了办理)."""
        known = vocabulary.metrics()
        here = self.between(self.tokens[index].end, self.clause_end(index), "metric")
        return [t for t in here if known[str(t.value)].kind in kinds and t.value not in ("change", "change_count")][:1]

    # -- reading
    # --------------------------------------------------------------------------------------------------------

    def read(self) -> Reading:
        for i, t in enumerate(self.tokens):
            if i in self.used:
                continue
            match t.kind:
                case "period":
                    said = t.value if isinstance(t.value, Period) else relative_period(t.text, self.state.period)
                    self.set_period(said)
                case "date" if isinstance(t.value, dt.date):
                    self.state.as_of = t.value
                case "channel":
                    self.set_channel(i)
                case "stop" if t.text in "；;":
                    self.segment_start, self.segment_member = t.end, False
                    self.state.category = None
                case "respectively":
                    self.read_list(i)
                case "number" if isinstance(t.value, Number):
                    self.read_number(i, t, t.value)
        return self.reading

    def set_period(self, period: Period | None) -> None:
        """A period holds for the figures after it; a single day is an event, and only durations keep it."""
        if period is not None and period.start == period.end:
            self.state.event = period
        else:
            self.state.period = period

    def set_channel(self, index: int) -> None:
        """The channel named; several different ones joined by 、 or 和 are ``combined``."""
        codes = [str(self.tokens[index].value)]
        end = self.tokens[index].end
        for i, t in enumerate(self.tokens[index + 1 :], start=index + 1):
            gap = self.text[end : t.start]
            if t.kind == "pause" and len(gap) <= 6:
                continue
            if t.kind != "channel" or len(gap) > 8 or not re.search(r"[、和及与]", gap):
                break
            codes.append(str(t.value))
            self.used.add(i)
            end = t.end
        before = self.state.channel
        self.state.channel = codes[0] if len(set(codes)) == 1 else "combined"
        if before != self.state.channel:
            self.state.category = None

    def read_number(self, index: int, token: Token, number: Number) -> None:
        if number.kind == "foreign":
            return
        if self.scope.region_of is not None:
            self.state.region_code = self.scope.region_of(self.text[: token.start]) or self.state.region_code
        match number.kind:
            case "rate":
                self.read_rate(index, token, number)
            case "points":
                self.read_change(index, token, number)
            case "duration":
                self.read_duration(index, token, number)
            case _:
                self.read_count(index, token, number)

    def read_rate(self, index: int, token: Token, number: Number) -> None:
        found = self.metrics_before(index, ("rate",)) or self.metrics_after(index, ("rate",))
        if any(t.value == "change" for t in found):
            if (level := self.level_reached(token)) is not None:
                self.state.period = self.scope.period
                self.emit(token, number, level.metric, level.label or "", part=False)
            else:
                self.read_change(index, token, number)
        elif found:
            for t in found:
                if t.value == "share":
                    self.name_share(index, t)
                self.add(token, number, t)
        elif (again := self.continued(index)) is not None:
            self.add(token, number, again)
        else:
            self.leave(token, number)

    def level_reached(self, token: Token) -> Claim | None:
        """The rate that rose or fell *to* this figure (由92.1%上升到95.3%): a level, not a change."""
        n = vocabulary.narrative()
        moved = re.search(rf"(?:{words_pattern([*n['falls'], *n['rises']])})(?:到|至|为)\s*$", self.text[: token.start])
        rates = [c for c in self.reading.claims if c.unit == "%" and c.metric not in ("share", "change")]
        return rates[-1] if moved and rates else None

    def name_share(self, index: int, metric: Token) -> None:
        """A part named before its share without a count (投诉类占比42.4%)."""
        start = self.clause_start(index)
        if name := self.part_name(start, metric.start):
            self.start_part(category=name, start=start)

    def continued(self, index: int) -> Token | None:
        """The metric of the figure just before, when only 、 or 和 stands between (咨询类占42%、投诉类7%)."""
        if self.previous is None:
            return None
        gap = self.text[self.previous[0].end : self.tokens[index].start]
        if self.previous[2].group is None or len(gap) > 12 or re.search(r"[，；,;]", gap):
            return None
        return next((t for t in self.tokens if t.start < index and t.value == self.previous[1][-1]), None)

    def read_count(self, index: int, token: Token, number: Number) -> None:
        n = vocabulary.narrative()
        after = self.text[token.end :]
        if number.unit == "年":
            self.read_award(token, number)
            return
        found = self.metrics_before(index, ("count",))
        if number.unit in ("家", "个") and not (found and found[-1].value in ("received", "daily_average")):
            self.read_units(token, number, after)
            return
        if number.unit == "次" and not (found and found[-1].value == "received"):
            return  # 逾期1次, 督办3次: how often something happens, not how many letters
        if number.unit == "期":
            if m := re.match(r"(?:工作)?(简报|通报)", after):
                self.emit(token, number, "issues", m.group(1))
            return
        if number.kind == "bare":
            gap = self.text[found[-1].end : token.start] if found else None
            # A number without a unit is a figure only straight behind its metric (办结数218).
            if gap is None or not re.fullmatch(r"\s*[为是:：]?\s*", gap) or re.match(r"[\u4e00-\u9fff\dA-Za-z]", after):
                return
        if (
            not found
            and number.kind == "count"
            and re.search(
                words_pattern([*n["falls"], *n["rises"]]) + "[了约]*$",
                self.text[self.clause_start(index) : token.start],
            )
        ):
            self.read_change_count(index, token, number)
            return
        if token.text.startswith("一") and (not found or self.text[: token.start].endswith(tuple("每这那哪同另某再"))):
            return  # 一件来信由几个单位合办, 每一封信: a way of speaking, no figure
        found = found or self.items_named(index) or self.metrics_after(index, ("count",))
        if re.search(words_pattern(n["other_items"]), self.text[self.clause_start(index) : token.start]):
            return
        if found:
            if self.is_change_count(found[-1]):
                self.read_change_count(index, token, number)
                return
            self.name_part(index, found[0])
            for t in found:
                self.add(token, number, t)
        else:
            self.read_member(index, token, number)

    @staticmethod
    def is_change_count(metric: Token) -> bool:
        return metric.value == "change_count"

    # -- parts of a whole
    # -----------------------------------------------------------------------------------------------

    def part_name(self, start: int, end: int) -> str:
        """The words between two places without what introduces or ties a part (其中, 为, 共)."""
        n = vocabulary.narrative()
        filler = words_pattern(n["part_fillers"])
        text = self.text[start:end].strip(" \u3000\xa0，,、；;：:“”")
        text = re.sub(rf"^(?:(?:{filler})[，,\s]*)+", "", text)
        return re.sub(rf"(?:{filler})+$", "", text).strip(" \u3000，,、：:")

    def name_part(self, index: int, metric: Token) -> None:
        """A part named before the metric in the same clause: 投诉类受理5件, 县住建局办结3件."""
        start = self.clause_start(index)
        words = self.part_name(start, metric.start)
        if m := re.search(r"([\u4e00-\u9fff]{1,20}类)$", words):
            self.start_part(category=m.group(1), start=start)
        elif start <= self.segment_start or not self.segment_member:
            self.name_agency(start, metric.start)

    def name_agency(self, start: int, end: int) -> None:
        """The office that a clause begins with, its period and channel aside, is whom the figures are about."""
        if self.scope.needs_channel:
            return
        periods = [t.end for t in self.between(start, end, "period")]
        words = self.text[max([start, *periods]) : end].lstrip(" ，,、的")
        if _WHOLE_SUBJECT.match(words):
            self.state.agency = None
        elif words.startswith(("该厅", "该局", "该办", "该中心")):
            self.state.agency = self.scope.attributed_to
        elif (m := _AGENCY.match(words)) and not vocabulary.channel_words().get(m.group()):
            self.state.agency = m.group()

    def start_part(self, *, category: str | None, start: int) -> None:
        self.state.category = category
        self.part_at = start
        self.segment_member = start <= self.segment_start + 3

    def read_member(self, index: int, token: Token, number: Number) -> None:
        """A figure without a metric word: a part of the whole named before it (其中，乡镇58件), or left unassigned."""
        start = self.clause_start(index)
        topic = self.whole_before(token.start)
        channels = self.between(start, token.start, "channel")
        name = self.part_name(start, token.start)
        if topic is not None and self.is_earlier_value(start, token.start):
            self.emit(token, number, topic.metric, topic.label or "", part=False)
            self.state.period = _period_of(topic)
            return
        inherited = topic is not None and not topic.locator.startswith(f"{self.block}:")
        if (
            (topic is None or inherited)
            and number.kind == "count"
            and (item := self.item_before(start, token.start)) is not None
        ):
            self.add(token, number, item)
            return
        metric = next((t for t in self.tokens if topic and t.value == topic.metric), None)
        if inherited and not _KIND.search(name):
            topic = None
        if topic is None and number.kind == "count" and _KIND.search(name) and self.state.channel is not None:
            self.start_part(category=name, start=start)
            self.add(token, number, Token("metric", token.start, token.start, name, "received"))
            return
        if topic is None or number.kind != "count" or not (channels or name) or len(name) > 24:
            self.leave(token, number)
            return
        label = metric or Token("metric", token.start, token.start, topic.label or "", topic.metric)
        group = self.group_of(topic)
        if channels and not re.sub("热线|平台|栏目|方面|渠道", "", self.part_name(channels[-1].end, token.start)):
            self.state.category = None
            self.segment_member = True
            self.add(token, number, label, group=group)
            return
        self.start_part(category=name, start=start)
        self.add(token, number, label, group=group)

    def is_earlier_value(self, start: int, end: int) -> bool:
        """Whether a clause says nothing but when (上月为401件): the same figure of another period."""
        periods = self.between(start, end, "period")
        if not periods:
            return False
        rest = self.text[start : periods[0].start] + self.text[periods[-1].end : end]
        return re.fullmatch(r"[\s较比由从为是的共，,]*", rest) is not None

    def item_before(self, start: int, end: int) -> Token | None:
        """The noun for letters straight before a figure that opens a text (网络留言27件): what was received."""
        m = re.search(rf"(?:{words_pattern(vocabulary.narrative()['items'])})[“”\s共]*$", self.text[start:end])
        return Token("metric", start + m.start(), start + m.end(), m.group().strip(), "received") if m else None

    def whole_before(self, position: int) -> Claim | None:
        """The whole of parts: the figure before 其中 in this sentence, else the first of the sentence before."""
        here = [c for c in self.reading.claims if c.category is None and c.unit != "%" and c.metric != "daily_average"]
        parts = [t for t in self.tokens if t.kind == "part_of" and t.start < position]
        if parts and here:
            before = [c for c in here if self.place(c) < parts[-1].start]
            if before and self.place(here[0]) < parts[-1].start:
                return before[-1] if len(parts) == 1 and self.text[parts[-1].start - 1] in "，," else before[0]
        if here and not parts:
            return here[0]
        return self.previous_topic or (here[0] if here else None)

    def place(self, claim: Claim) -> int:
        return int(claim.locator.rsplit(":", 1)[1].split("-")[0]) - self.offset

    def group_of(self, topic: Claim) -> str:
        return f"{self.block}#{self.state.list_no}.{topic.metric}"

    # -- lists of values in the order of their names
    # ------------------------------------------------------------------------

    def read_list(self, index: int) -> None:
        """分别 followed by several values: each goes to the name in the same place of the list before it."""
        values = self.value_run(index)
        if len(values) < 2:
            return
        kinds = {n.kind for _, _, n in values}
        if len(kinds) != 1:
            return
        kind = ("rate",) if kinds == {"rate"} else ("count",)
        start = self.clause_start(index)
        metric_tokens = [
            t
            for t in self.between(start, values[0][1].start, "metric")
            if vocabulary.metrics()[str(t.value)].kind in kind
        ]
        members = self.state.members[-len(values) :]
        if len(metric_tokens) == len(values):
            for (i, token, number), t in zip(values, metric_tokens, strict=True):
                self.used.add(i)
                self.add(token, number, t)
            return
        if not metric_tokens:
            said = self.between(0, self.tokens[index].start, "metric")
            metric_tokens = [t for t in said if vocabulary.metrics()[str(t.value)].kind in kind][-1:]
        if not metric_tokens:
            return
        metric = metric_tokens[-1]
        if (
            len(members) == len(values)
            and all(self.quote_has(c) for c in members)
            and not self.names_before(index, len(values))
        ):
            for (i, token, number), member in zip(values, members, strict=True):
                self.used.add(i)
                # A share of the same members belongs to their enumeration; another metric of theirs does not.
                group = member.group if metric.value == "share" else None
                self.add(
                    token,
                    number,
                    metric,
                    category=member.category,
                    channel=member.channel,
                    agency=member.agency,
                    group=group,
                )
            return
        names = self.names_before(index, len(values))
        if names is None:
            return
        self.state.list_no += 1
        group = f"{self.block}#{self.state.list_no}.{metric.value}"
        for (i, token, number), name in zip(values, names, strict=True):
            self.used.add(i)
            channel = vocabulary.channel_words().get(name.strip("“”"))
            if channel:
                self.add(token, number, metric, channel=channel, group=group)
            elif _AGENCY.fullmatch(name):
                self.add(token, number, metric, agency=name, group=group)
            else:
                self.add(token, number, metric, category=name, group=group)

    def quote_has(self, claim: Claim) -> bool:
        return claim.quote == self.quote

    def value_run(self, index: int) -> list[tuple[int, Token, Number]]:
        """The figures after token ``index`` with only 、 ， 和 between them."""
        run: list[tuple[int, Token, Number]] = []
        for i in range(index + 1, len(self.tokens)):
            t = self.tokens[i]
            if t.kind == "number" and isinstance(t.value, Number):
                if not run and re.search(r"[、，,；;：:]|.{11}", self.text[self.tokens[index].end : t.start]):
                    break
                if run and not re.fullmatch(
                    r"\s*(?:[、，,]|和|及|与|以及)?\s*(?:和|及)?\s*", self.text[run[-1][1].end : t.start]
                ):
                    break
                run.append((i, t, t.value))
            elif (run and t.kind not in ("pause", "comma")) or (not run and t.kind == "stop"):
                break
        return run

    def names_before(self, index: int, wanted: int) -> list[str] | None:
        """The nearest list of so many names before token ``index``, split at 、 and 和; ``None`` if there is none."""
        chunks = re.split(r"[，,：:；;]", self.text[: self.tokens[index].start])
        for chunk in reversed(chunks[-3:]):
            if re.search(r"\d", chunk.replace("12345", "")):
                continue
            pauses = [p.strip() for p in chunk.split("、")]
            items = [*pauses[:-1], *re.split(r"和|及|与|以及", pauses[-1])]
            for candidate in (items, pauses):
                if len(candidate) == wanted and all(0 < len(p) <= 24 for p in candidate):
                    return [self.part_name_of(p) for p in candidate]
        return None

    @staticmethod
    def part_name_of(text: str) -> str:
        filler = words_pattern(vocabulary.narrative()["part_fillers"])
        named = re.sub(r"^.*(?:的是|依次是|依次为|主要是|主要为|主要有)", "", text.strip(" “”"))
        return re.sub(rf"^(?:{filler})+(?=[\u4e00-\u9fff])", "", named) or text

    # -- changes, durations, units, awards
    # ------------------------------------------------------------------------------

    def read_change(self, index: int, token: Token, number: Number) -> None:
        """同比, 环比, 下降幅度...: signed, with what changed and against which period."""
        sign, basis = self.direction(index, token), self.basis(index, token)
        label = self.metrics_before(index, ("rate",))
        of_metric = self.changed_metric(index, token)
        signed = PrintedNumber(
            number.number.printed, sign * number.number.value, number.number.step, number.number.unit
        )
        words = label[-1].text if label else "变化"
        self.emit(token, replace(number, number=signed), "change", words, of_metric=of_metric, basis=basis, part=False)

    def read_change_count(self, index: int, token: Token, number: Number) -> None:
        sign = self.direction(index, token)
        signed = replace(number.number, value=sign * number.number.value)
        self.emit(
            token,
            replace(number, number=signed),
            "change_count",
            "增减",
            of_metric=self.changed_metric(index, token),
            basis=self.basis(index, token),
            part=False,
        )

    def direction(self, index: int, token: Token) -> int:
        n = vocabulary.narrative()
        falls, rises = words_pattern(n["falls"]), words_pattern(n["rises"])
        for start in (self.clause_start(index), 0):
            words = list(re.finditer(f"(?P<fall>{falls})|(?P<rise>{rises})", self.text[start : token.start]))
            if words:
                return -1 if words[-1]["fall"] else 1
        return 1

    def basis(self, index: int, token: Token) -> str | None:
        n = vocabulary.narrative()
        for start in (self.clause_start(index), 0):
            text = self.text[start : token.start]
            previous = re.search(words_pattern(n["previous_period"]), text)
            year = re.search(words_pattern(n["year_earlier"]), text)
            if previous and year:
                if start or abs(previous.start() - year.start()) < 6:
                    return "ambiguous"
                return "previous_period" if previous.start() > year.start() else "year_earlier"
            if previous or year:
                return "previous_period" if previous else "year_earlier"
        return None

    def changed_metric(self, index: int, token: Token) -> str | None:
        known = vocabulary.metrics()
        here = [
            str(t.value)
            for t in self.between(0, token.start, "metric")
            if t.value not in ("change", "change_count", "daily_average", "share")
            and (known[str(t.value)].kind == "rate") <= (self.tokens[index].start >= t.end)
        ]
        if here:
            return here[-1]
        return self.state.topic.metric if self.state.topic else None

    def read_duration(self, index: int, token: Token, number: Number) -> None:
        n = vocabulary.narrative()
        if self.scope.needs_channel:
            return
        averages = self.metrics_before(index, ("duration",))
        after = self.text[token.end :]
        next_clauses = re.split(r"[；;。]", after)[0]
        answering = words_pattern(n["answering"])
        start = self.clause_start(index)
        if not averages and not (
            re.search(answering, self.text[start : token.start]) or re.search(answering, next_clauses[:40])
        ):
            return
        if re.match(r"一|每|当", number.number.printed) and number.unit == "天":
            return
        metric = str(averages[-1].value) if averages else "response_time"
        agency = None
        if after.startswith(("后", "之后")) and (m := re.search(_AGENCY, after[1:].lstrip("，, "))) and m.start() == 0:
            agency = m.group()
        self.emit(token, number, metric, averages[-1].text if averages else "办理时间", agency=agency, part=False)

    def read_units(self, token: Token, number: Number, after: str) -> None:
        """30家政务新媒体, 14个乡镇: what is counted stands behind the number."""
        n = vocabulary.narrative()
        accounts = words_pattern(vocabulary.metrics()["accounts"].printed)
        if not re.search(r"\d", token.text):
            return  # 一个部门, 三家单位: a way of speaking
        noun = re.match(rf"\s*(?:{accounts})", after) or re.search(
            rf"(?:{accounts})[共有\s]*$", self.text[: token.start]
        )
        if noun:
            self.state.channel = "new_media"
            self.emit(token, number, "accounts", noun.group().strip(), part=False)
            return
        counted = re.match(rf"\s*([\u4e00-\u9fff]{{0,6}}?(?:{words_pattern(n['unit_nouns'])}))", after)
        if counted and not self.scope.needs_channel:
            self.emit(token, number, "units", counted.group(1), category=counted.group(1), part=False)

    def read_award(self, token: Token, number: Number) -> None:
        """连续六年被评为…先进单位, 连续六年把…称号授予…."""
        before, after = self.text[: token.start], self.text[token.end :]
        if not before.endswith("连续") or not (m := _AWARD.search(after)):
            return
        award, given_to = (m["award"] or m["title"]).strip(), m["to"]
        if given_to is None:
            named = list(_OFFICE_NAME.finditer(before[self.clause_text_start(before) :]))
            given_to = named[-1].group() if named else None
        for word, code in vocabulary.channel_words().items():
            if word in award:
                self.state.channel = code
        self.emit(token, number, "award_years", "连续", category=award, agency=given_to, part=False)

    @staticmethod
    def clause_text_start(before: str) -> int:
        """Where the subject of the last clause begins: after its comma and its 自…以来."""
        return max(before.rfind("，"), before.rfind(","), before.rfind("以来") + 1) + 1

    # -- writing a claim
    # ------------------------------------------------------------------------------------------------

    def add(
        self,
        token: Token,
        number: Number,
        metric: Token,
        *,
        category: str | None = None,
        channel: str | None = None,
        agency: str | None = None,
        group: str | None = None,
    ) -> None:
        """A claim of the metric that ``metric`` names, about the part that is being spoken of."""
        code = str(metric.value)
        of_metric = self.share_of() if code == "share" else None
        claim = self.emit(
            token,
            number,
            code,
            metric.text,
            category=category,
            channel=channel,
            agency=agency,
            group=group,
            of_metric=of_metric,
        )
        if claim is None:
            return
        self.previous = (token, [code], claim)
        if claim.group is not None and vocabulary.metrics()[code].kind == "count":
            self.state.members.append(claim)

    def share_of(self) -> str:
        topic = self.first_claim_of_sentence or self.state.topic
        return topic.metric if topic is not None and topic.unit != "%" else "received"

    def emit(
        self,
        token: Token,
        number: Number,
        metric: str,
        label: str,
        *,
        category: str | None = None,
        channel: str | None = None,
        group: str | None = None,
        of_metric: str | None = None,
        basis: str | None = None,
        agency: str | None = None,
        part: bool = True,
    ) -> Claim | None:
        state, scope = self.state, self.scope
        channel = channel or state.channel
        if scope.needs_channel and channel is None:
            return None
        known = vocabulary.metrics()[metric]
        before = self.text[self.clause_start(self.tokens.index(token)) : token.start]
        quali = qualifier(before, self.text[token.end :], approximate=number.approximate)
        if quali != "target" and re.search(words_pattern(vocabulary.narrative()["norms"]), self.text[: token.start]):
            quali = "target"
        clause = self.clause_start(self.tokens.index(token))
        named = category or (self.state.category if part and self.carries_part(metric, clause) else None)
        if named is not None and group is None and part:
            group = next((c.group for c in reversed(self.state.members) if c.category == named), None) or (
                f"{self.block}#{state.list_no}.{of_metric or metric}"
            )
        as_of = scope.as_of if state.period == scope.period or scope.needs_channel else None
        if state.as_of != scope.as_of:
            as_of = state.as_of
        period = state.event if metric == "response_time" and state.event and self.after_event(token) else state.period
        low, high = bounds(number.number, quali, is_count=known.kind == "count" or number.kind == "count")
        each = bool(self.between(clause, token.start, "each")) or self.subject_list is not None
        place = self.offset + token.start
        claim = Claim(
            metric=metric,
            printed=token.text,
            value=number.number.value,
            unit=number.unit or number.number.unit or known.unit,
            stated_by=scope.stated_by,
            scope=self.scope_of(named, agency or self.subject_list or state.agency, part=part),
            origin=scope.origin,
            quote=self.quote,
            locator=f"{self.block}:{place}-{self.offset + token.end}",
            low=low,
            high=high,
            qualifier=quali,
            each=each,
            region_code=state.region_code or scope.region_code,
            channel=channel,
            attributed_to=scope.attributed_to,
            agency=agency or self.subject_list or state.agency or scope.agency,
            category=named,
            label=label,
            of_metric=of_metric,
            basis=basis,
            period_start=period.start if period else None,
            period_end=period.end if period else None,
            as_of=as_of,
            stage_no=scope.stage_no,
            group=group,
        )
        self.reading.claims.append(claim)
        is_topic = named is None and metric not in ("share", "change", "daily_average", "response_time", "award_years")
        if is_topic and self.first_claim_of_sentence is None:
            self.first_claim_of_sentence = claim
            if known.kind == "count":
                self.state.topic = claim
        return claim

    def after_event(self, token: Token) -> bool:
        """Whether a duration counts from a day that was named (仅一个工作日后)."""
        return self.text[token.end :].startswith(("后", "之后"))

    def carries_part(self, metric: str, clause: int) -> bool:
        """A part holds for its clause and its share, and for all of its segment when the segment began with it."""
        return metric == "share" or self.segment_member or self.part_at >= clause

    def scope_of(self, category: str | None, agency: str | None, *, part: bool) -> str:
        if category is not None and part:
            return "subtotal" if re.search(r"乡镇|镇街|部门|单位|街道", category) else "category"
        return "unit" if agency is not None and self.scope.stated_by == "government" else "whole"

    def leave(self, token: Token, number: Number) -> None:
        """Keep a figure whose metric is not said, so that nothing printed is lost silently."""
        place = self.offset + token.start
        if (
            number.kind == "rate" or (number.kind == "count" and re.search(r"\d", token.text))
        ) and not self.scope.needs_channel:
            self.reading.loose.append(
                Loose(
                    number, token.text, self.quote, f"{self.block}:{place}-{self.offset + token.end}", self.state.period
                )
            )


def _period_of(claim: Claim) -> Period | None:
    return None if claim.period_start is None else Period(claim.period_start, claim.period_end)


def start_state(scope: Scope) -> State:
    """The state before a paragraph."""
    return State(scope.channel, scope.period, scope.as_of, scope.region_code)


def paragraph_claims(text: str, locator: str, scope: Scope, topic: Claim | None = None) -> Reading:
    """All claims of one paragraph. ``topic`` is the whole that the paragraph before spoke of (``Reading.topic``).

    What stands in brackets is read after its sentence, with what the sentence had said up to there.
    """
    state = start_state(scope)
    state.topic = topic
    reading = Reading()
    for offset, sentence in split_sentences(text):
        if scope.region_of is None and not scope.needs_channel:
            state.period, state.as_of = (state.period if scope.stated_by == "press" else scope.period), scope.as_of
        if state.channel != scope.channel and scope.channel is not None and not scope.needs_channel:
            state.channel = scope.channel
        state.category = None
        state.list_no += 1
        if scope.stated_by != "press":
            state.agency = None
        masked = _BRACKETS.sub(lambda m: " " * len(m.group()) if _FIGURE.search(m.group()) else m.group(), sentence)
        outer = _Sentence(masked, offset, locator, scope, state, quote=sentence)
        got = outer.read()
        for m in _BRACKETS.finditer(sentence):
            if _FIGURE.search(m.group()):
                inner_state = replace(state, members=[], category=None)
                inner = _Sentence(m.group()[1:-1], offset + m.start() + 1, locator, scope, inner_state, quote=sentence)
                got.claims += inner.read().claims
        reading.claims += sorted(got.claims, key=lambda c: int(c.locator.rsplit(":", 1)[1].split("-")[0]))
        reading.loose += got.loose
    reading.topic = state.topic
    return reading


def unassigned(loose: Sequence[Loose]) -> list[Issue]:
    """One issue for each figure whose metric is not said."""
    return [
        Issue(
            code="unassigned_figure",
            message=f"The figure {item.printed} has no metric word beside it; it was not made a claim.",
            place=item.locator,
            raw=item.quote,
        )
        for item in loose
    ]
