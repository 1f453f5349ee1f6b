"""A share or rate behind the count that it is of: which printed counts, by their place, give it.

What belongs here: finding a part and a whole that give a printed percentage exactly. What does not: what their words
say (``formulas``, ``groups``), and what is told (``adjacent``, ``rates``).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from parsers.claims.words import words_pattern
from parsers.records import Claim
from parsers.vocabulary import metric_words
from pipelines.audit.figures import block, narrative, same_part, same_subject, span, text_between
from pipelines.audit.finding import Audited
from pipelines.audit.group.sums import counts, is_one_unit
from pipelines.audit.intervals import Figure, is_nearest, reproduces, share_mode
from pipelines.audit.rules import words

FARTHEST = 12
"""Characters between a count and the share or rate of it."""
NAME = 4
"""Characters at the end of two names by which they are taken for one (川渝两地投诉举报, 共登记投诉举报)."""
SHORT_NAME = 3
"""The same for the name of a whole before which its place is said (占全市总立项数, 总立项2907件)."""
FINE, PRECISE = Fraction(1, 100), Fraction(1, 10)
"""A percentage that is printed so finely is hardly that of two counts by chance, whichever of the text they are."""

MOST_TOGETHER = 10
"""Kinds that a sentence takes together."""

ANSWERED = ("replied", "completed")


_SHARE_OF = r"[，,、]?(?:大?约|分别)?占(?P<base>[^，,；;。：:、%％]{0,24})"


_LARGEST = r"(?:[）)]?[是为][^，,；;。：:]{0,20}最[多高大]的[^，,；;。：:\d]{0,12})?"
"""What says, between a count and its share, that it is the largest (城建局（68件）是受理最多的部门，占48.57%)."""


def _changed() -> str:
    """How a count changed, between it and its share (393件，比上月增加35件，增长9.8%，占申诉量的27.4%)."""
    return rf"(?:[，,、](?:{words_pattern(words('adjacent', 'changed'))})[^，,；;。：:]*)*"


def _between(count: Figure, claim: Claim, printed: Figure) -> re.Match[str] | None:
    """The words between a count and its share, where they say no more than that it is one, that it is the largest and
    how the count changed.
    """
    between = text_between(count, replace(printed, claim=claim)) or ""
    return re.fullmatch(rf"(?:[（(][^（）()]*[）)])?{_LARGEST}{_changed()}{_SHARE_OF}", between)


def says_share(claim: Claim) -> bool:
    """Whether the words before a percentage of which it was not read what it measures make it a share."""
    no_share, printed = words_pattern(words("adjacent", "no_share")), re.escape(claim.printed)
    others = r"(?:[\d.]+[%％](?:、|和|及|与))*"  # 分别占61.3%、30.2%和8.5%
    share = rf"占(?!{no_share})[^，,；;。：:、%％]{{0,24}}{others}(?<![\d.]){printed}"
    return re.search(share, claim.quote) is not None


def base_said(count: Figure, claim: Claim, printed: Figure) -> str:
    """What the share behind a count says it is of, its last words taken off (占投诉总量的57%: 投诉); empty where it
    does not say it.
    """
    found = _between(count, claim, printed)
    return _without_ends(found["base"]) if found else ""


def _without_ends(text: str) -> str:
    """Words without their last ones that only say that a number follows; 案件 and 信件 are nouns, no unit."""
    ends = words_pattern(tuple(word for word in words("adjacent", "share_ends") if word != "件"))
    return re.sub(rf"(?:(?<![案信])件|{ends})+$", "", text)


_RATES_BETWEEN = re.compile(
    rf"(?:[，,；;、][^，,；;、。\d]{{0,{FARTHEST}}}率[为达]?[\d.]+[%％])+[，,；;、][^，,；;、。\d]{{0,{FARTHEST}}}"
)
"""Other rates between a count and a rate (未办12件；期内办结率99.33%，按期办结率97.84%)."""


def is_behind(count: Figure, claim: Claim, printed: Figure) -> bool:
    """Whether a percentage stands right behind a count, or behind other rates of it, or says that it is the share of
    it.
    """
    if count.claim is None:
        return False
    if span(claim)[0] - span(count.claim)[1] <= FARTHEST or _between(count, claim, printed) is not None:
        return True
    return _RATES_BETWEEN.fullmatch(text_between(count, replace(printed, claim=claim)) or "") is not None


def _ahead(audited: Audited, claim: Claim, printed: Figure) -> list[Figure]:
    """The exact counts of the paragraph before a claim, the last of them right before it."""
    here = [f for f in counts(audited).get(block(claim), ()) if f.claim and span(f.claim)[1] <= span(claim)[0]]
    return here if here and is_behind(here[-1], claim, printed) else []


def wholes_above(audited: Audited, claim: Claim, printed: Figure | None = None) -> Iterator[Figure]:
    """The exact counts of what came in of the paragraphs above, and of what a share is of, the nearest first; for one
    so fine that chance is out of the question those of what was answered, too.
    """
    bases = {*words("groups", "wholes"), claim.of_metric, *(ANSWERED if printed and printed.step <= FINE else ())}
    above: list[Figure] = []
    for place, figures in counts(audited).items():
        if place == block(claim):
            break
        above += [f for f in figures if f.metric in bases]
    yield from reversed(above)


def _wholes_named(audited: Audited, base: str) -> Iterator[Figure]:
    """The exact counts of the text whose own words end as those with which a share says what it is of."""
    for figures in counts(audited).values() if len(base) > 1 else ():
        yield from (number for number in figures if _ends_alike(number, base[-NAME:]))


def base_passed_over(audited: Audited, part: Figure, whole: Figure, claim: Claim, printed: Figure) -> Figure | None:
    """The count that a share says it is of, where it is one of another one: the largest with the words behind 占, none
    of which gives the share (占总立项数的72.68% beside 总立项2907件, where it is of 2332; 占总案件 beside 案件54件);
    else ``None``. One that is smaller than the whole only where its words are those behind 占 in full (占人工接听总量
    beside 人工接听量855个).
    """
    said = base_said(part, claim, printed)
    is_inside = any(word in (text_between(whole, part) or "") for word in words("groups", "announcing"))
    if is_of_a_unit(whole) and not is_inside and (everything := count_of_all(audited, said, whole)) is not None:
        return None if _gives(part, everything, printed) else everything
    if len(said) < SHORT_NAME:
        return None
    alike = _counted_as(audited, said[-SHORT_NAME:])
    all_of = "" if is_of_a_unit(whole) else _all_of(said)
    named = alike or [f for f in _counted_as(audited, all_of) if _is_of_all(f, claim)]
    if not named or any(f.value == whole.value or _gives(part, f, printed) for f in named):
        return None
    largest = max(named, key=lambda f: f.value)
    in_full = len(said) >= NAME and _ends_alike(largest, said) and _is_of_all(largest, claim)
    return largest if largest.value > (part.value if in_full else whole.value) else None


def is_loosely_named(said: str, count: Figure, whole: Figure) -> bool:
    """Whether a count has only the noun of what a share says it is of (占总案件 beside 受理案件54件), not its words:
    which count is meant is a matter of wording.
    """
    return not is_of_a_unit(whole) and not _ends_alike(count, said[-SHORT_NAME:])


def _counted_as(audited: Audited, name: str) -> list[Figure]:
    """The exact counts of the text whose own words end with a name; none for an empty one."""
    return [f for figures in counts(audited).values() for f in figures if name and _ends_alike(f, name)]


def _all_of(said: str) -> str:
    """What a share says that it is of all of (占总案件的95%: 案件); empty where it does not say it."""
    core = _OF_ALL.sub("", said)
    return core if _SAYS_ALL.match(said) is not None and len(core) > 1 else ""


def _is_of_all(count: Figure, claim: Claim) -> bool:
    """Whether a count is of no single office or part, and of the period of a claim."""
    own = (claim.channel, claim.period_start, claim.period_end, claim.earlier)
    of = count.claim
    same = of is not None and (of.channel, of.period_start, of.period_end, of.earlier) == own
    return same and not is_of_a_unit(count)


_OF_ALL = re.compile(r"^(?:[全各]?[省市州县区]|总|所有|全部)+")
_SAYS_ALL = re.compile("全[省市州县区]|总|所有|全部")
_UNIT = re.compile(r"(?:其中)?(?![全各本])[\u4e00-\u9fff]{2,8}(?:所|站|队|片区|中心)")


def is_of_a_unit(count: Figure) -> bool:
    """Whether a count is of one office or part: by how it was read, or by the name that its clause begins with."""
    claim = count.claim
    if claim is None:
        return False
    clause = re.split("[，,；;。：:、]", claim.quote[: max(claim.quote.find(claim.printed), 0)])[-1]
    return bool(claim.agency or claim.category) or _UNIT.match(clause.strip()) is not None


def count_of_all(audited: Audited, said: str, part: Figure) -> Figure | None:
    """The count that is meant where a share says that it is of all (占总立案数, 占全县受理量): the largest of the same
    words and period as ``part``, the count of a unit, that is of none; ``None`` where its words do not say so.
    """
    core = _OF_ALL.sub("", said)
    if _SAYS_ALL.match(said) is None or len(core) < 2:
        return None
    known = (f for figures in counts(audited).values() for f in figures if f.claim and part.claim)
    alike = (f for f in known if f.value > part.value and _ends_alike(f, core) and not is_of_a_unit(f))
    own = part.claim and (part.claim.period_start, part.claim.period_end, part.claim.earlier)
    of_period = (f for f in alike if f.claim and (f.claim.period_start, f.claim.period_end, f.claim.earlier) == own)
    return max(of_period, key=lambda f: f.value, default=None)


def wholes_by_name(audited: Audited, part: Figure, claim: Claim, printed: Figure) -> Iterator[Figure]:
    """The larger counts whose own words end as those that say what a share is of, without what makes them all of it
    (占全县总立项数: 立项4100件).
    """
    said = _OF_ALL.sub("", base_said(part, claim, printed))
    for figures in counts(audited).values() if len(said) > 1 else ():
        yield from (f for f in figures if f.value > part.value and _ends_alike(f, said))


def _ends_alike(count: Figure, name: str) -> bool:
    """Whether the words right before a count end with a name, but for those that only say that it is a number."""
    quote = count.claim.quote if count.claim else ""
    before = re.split("[，,；;。：:、]", quote[: max(quote.find(count.printed), 0)])[-1]
    return _without_ends(before).endswith(name)


def _words_of_base(claim: Claim) -> str:
    """What the words between 占 and a share say that it is of, their last ones taken off (占投诉总量的57%: 投诉)."""
    before = claim.quote[: max(claim.quote.find(claim.printed), 0)]
    found = re.search(rf"占(?!{words_pattern(words('adjacent', 'no_share'))})([^，,；;。：:、%％\d]{{2,24}})$", before)
    return _without_ends(found[1]) if found else ""


def is_of_an_unnamed_total(claim: Claim) -> bool:
    """Whether a share says that it is of all and not of all of what (占全市总量7.05%)."""
    before = claim.quote[: max(claim.quote.find(claim.printed), 0)]
    is_total = re.search(r"占[全各本总省市州县区]*(?:总量|总数)的?[约为]?$", before) is not None
    return is_total and not _OF_ALL.sub("", _words_of_base(claim))


def is_of_less_than_said(audited: Audited, claim: Claim, whole: Figure) -> bool:
    """Whether a share says that it is of all, and ``whole`` is only what one office or part has of it."""
    return is_of_a_unit(whole) and count_of_all(audited, _words_of_base(claim), whole) is not None


def wholes_said(audited: Audited, claim: Claim) -> list[Figure]:
    """The exact counts that a share says it is of: those of a part whose name the words behind 占 begin with
    (占出租车投诉的57%), or whose own words end as they do; none where it says no base.
    """
    said = _words_of_base(claim)
    of_parts = (f for figures in counts(audited).values() for f in figures if f.claim and f.claim.category)
    named = [f for f in of_parts if f.claim and said.startswith(re.sub("类$", "", f.claim.category or " "))]
    return [*named, *_wholes_named(audited, said)]


def _gives(part: Figure, whole: Figure, printed: Figure) -> bool:
    return is_nearest(share_mode(part, whole, printed))


def is_base_printed(count: Figure) -> bool:
    """Whether a count stands in the words that say what a share is of (占受理总量310件的61.3%)."""
    quote = count.claim.quote if count.claim else ""
    before = re.split("[，,；;。：:]", quote[: max(quote.find(count.printed), 0)])[-1]
    return re.search(rf"占(?!{words_pattern(words('adjacent', 'no_share'))})[^、\d]{{0,24}}$", before) is not None


def _of_base_printed(audited: Audited, claim: Claim, printed: Figure) -> tuple[Figure, Figure] | None:
    """The part of a share that prints the count it is of: the count before that one, or, of several shares of it, the
    one in their order (投诉190件、咨询120件，分别占受理总量310件的61.3%和38.7%).
    """
    here = [f for f in counts(audited).get(block(claim), ()) if f.claim and span(f.claim)[1] <= span(claim)[0]]
    here = [f for f in here if f.claim and f.claim.quote == claim.quote]
    if len(here) < 2 or not is_base_printed(here[-1]):
        return None
    percentages = (c for c in (*narrative(audited), *audited.unassigned) if c.unit == "%" and c.quote == claim.quote)
    behind = sorted((c for c in percentages if here[-1].claim and _is_after(c, here[-1].claim)), key=span)
    *parts, whole = here
    at = next((n for n, c in enumerate(behind) if c is claim), 0)
    own = parts[-len(behind) :] if len(behind) <= len(parts) else []
    return (own[at], whole) if own and _gives(own[at], whole, printed) else None


def _is_after(claim: Claim, other: Claim) -> bool:
    return block(claim) == block(other) and span(claim)[0] >= span(other)[1]


def listed_together(audited: Audited, claim: Claim) -> list[Figure]:
    """The counts of the sentence before a share that says it is of them together (甲局190件、乙局122件，合计占80.39%);
    none where it does not say so.
    """
    before = claim.quote[: max(claim.quote.find(claim.printed), 0)]
    if re.search(rf"(?:{words_pattern(words('together', 'joint'))})[大约]?占[^，,；;。：:\d]{{0,24}}$", before) is None:
        return []
    here = (f for f in counts(audited).get(block(claim), ()) if f.claim and f.claim.quote == claim.quote)
    parts = [f for f in here if f.claim and span(f.claim)[1] <= span(claim)[0]]
    alike = [f for f in parts if is_one_unit(f, parts[-1])]
    return alike if 1 < len(alike) <= MOST_TOGETHER else []


def is_of_several(audited: Audited, claim: Claim) -> bool:
    """Whether a share says that it is of all that its sentence has counted, and that is more than a whole and a part
    of it.
    """
    listed = listed_together(audited, claim)
    named = [f for f in listed if f.claim and (f.claim.category or f.claim.agency)]
    return len(named) > 1 or len(listed) > 2


def part_and_whole(audited: Audited, claim: Claim, printed: Figure) -> tuple[Figure, Figure] | None:
    """The count right before a share and the nearest larger count of which it is that share, or the count that it says
    it is of.
    """
    if not (printed.is_bound or printed.is_about) and (said := _of_base_printed(audited, claim, printed)) is not None:
        return said
    ahead = _ahead(audited, claim, printed)
    if printed.is_bound or printed.is_about or not ahead or is_of_several(audited, claim):
        return None
    *wholes, part = ahead
    if _is_of_another_part(claim, part):
        return None
    named = _wholes_named(audited, base_said(part, claim, printed)) if printed.step <= PRECISE else ()
    candidates = (
        w for w in (*reversed(wholes), *wholes_above(audited, claim, printed), *named) if w.value > part.value
    )
    fitting = (w for w in candidates if _gives(part, w, printed))
    # Nothing is 0 % of any count: then of the largest of the paragraph, not of what the unit before had.
    largest = max((w for w in wholes if w.value > 0), key=lambda w: w.value, default=None) if part.value == 0 else None
    whole = largest if largest is not None and _gives(part, largest, printed) else next(fitting, None)
    return None if whole is None else (part, whole)


def _is_of_another_part(claim: Claim, part: Figure) -> bool:
    """Whether a share names another part than the count before it (其他162封。城乡建设类占三成)."""
    own, other = (re.sub("类$", "", (c.category if c else None) or "") for c in (claim, part.claim))
    return bool(own and other) and own not in other and other not in own


def part_and_base(audited: Audited, claim: Claim, printed: Figure) -> tuple[Figure, Figure] | None:
    """The count before a rate and one that is printed before it, of which it is that rate.

    A coarse rate (100%, 97%) is only of the count right before it and of the one before that; a fine one may be of any
    count above, and one figure may stand between (解决663件、未解决7件，解决率98.96%).
    """
    ahead = _ahead(audited, claim, printed)
    if printed.is_bound or printed.is_about or len(ahead) < 1:
        return None
    return next(_pairs(audited, claim, printed, ahead), None)


_ALL_DEALT_WITH = re.compile(
    r"(?:[^，,；;。：:]*?|[，,](?:现|目前|其中)?)(?:已?全部|已?均已?|都已?)(?P<done>[^，,；;。：:]{1,12})[，,]"
)


def all_of_count(audited: Audited, claim: Claim, printed: Figure, parts: Collection[str]) -> Figure | None:
    """The count right before a rate of 100 % whose words say that all was dealt with (50件已全部办复，办复率100%;
    50件，全部回复，回复率100%): in the way that the rate is of, one of the metrics ``parts``.
    """
    ahead = [f for f in counts(audited).get(block(claim), ()) if f.claim and span(f.claim)[1] <= span(claim)[0]]
    between = text_between(ahead[-1], replace(printed, claim=claim)) if ahead else None
    said = _ALL_DEALT_WITH.match(between or "")
    is_all = said is not None and _counted_by(said["done"]) & {*parts}
    return ahead[-1] if is_all and printed.value == 100 and not printed.is_bound else None


def _counted_by(words_said: str) -> set[str]:
    """The metrics that the words of a clause name."""
    known = metric_words()
    return {known[word] for word in re.findall(words_pattern(known), words_said)}


def own_counts(
    audited: Audited, claim: Claim, printed: Figure, pairs: Iterable[tuple[str, str]]
) -> tuple[tuple[Figure, ...], tuple[Figure, ...]] | None:
    """The counts of one pair of metrics, part and base, printed in the paragraph, that give a rate of the whole
    behind them.

    Either the part is that of the rate and the base that of a part (其中工单150件。工单已办结145件), or parts and base
    are those of all the channels of the paragraph, printed one by one or, one of the two, together.
    """
    if printed.is_bound or printed.is_about or claim.category or claim.agency:
        return None
    before = (f for f in counts(audited).get(block(claim), ()) if f.claim and span(f.claim)[1] <= span(claim)[0])
    here = [f for f in before if f.claim and not f.claim.agency]
    for part, base in pairs:
        own = [f for f in here if f.metric == part and f.claim and same_part(f.claim, claim)]
        bases = [f for f in here if f.metric == base and f.claim and same_subject(f.claim, claim)]
        of_all = [*_of_channels(here, part), *([f] for f in own)]
        bases_of_all = [*_of_channels(here, base), *([f] for f in bases)]
        for upper in of_all:
            for lower in bases_of_all:
                if _sums_give(upper, lower, printed):
                    return tuple(upper), tuple(lower)
    return None


def parts_and_base(
    audited: Audited, claim: Claim, printed: Figure, pairs: Iterable[tuple[str, str]]
) -> tuple[tuple[Figure, ...], tuple[Figure, ...]] | None:
    """The counts of one metric by the ways in which they came about that together, over one base, give a rate behind
    them (接听来电2423个，在线答复办结1240个，转承办单位办结1111个，办结率97%); all of the sentence before it, each
    behind words of its own.
    """
    if printed.is_bound or printed.is_about or claim.category or claim.agency:
        return None
    before = (f for f in counts(audited).get(block(claim), ()) if f.claim and span(f.claim)[1] <= span(claim)[0])
    here = [f for f in before if f.claim and f.claim.quote == claim.quote and not f.claim.agency]
    for part, base in pairs:
        parts = [f for f in here if f.metric == part]
        bases = [f for f in here if f.metric == base and f.claim and same_subject(f.claim, claim)]
        if len({f.value for f in parts}) < 2 or len(bases) != 1 or any(f.value == bases[0].value for f in parts):
            continue
        if _sums_give(parts, bases, printed):
            return tuple(parts), tuple(bases)
    return None


def _of_channels(here: Sequence[Figure], metric: str) -> Iterator[list[Figure]]:
    """The counts of a metric of several channels, each printed once."""
    found = [f for f in here if f.metric == metric and f.claim and f.claim.category is None]
    channels = {f.claim.channel for f in found if f.claim}
    if 1 < len(channels) == len(found):
        yield found


def _sums_give(upper: Sequence[Figure], lower: Sequence[Figure], printed: Figure) -> bool:
    part, base = sum(f.value for f in upper), sum(f.value for f in lower)
    return 0 < part <= base and is_nearest(reproduces(Fraction(part) * 100 / base, printed))


def is_given_by_a_pair(audited: Audited, claim: Claim, printed: Figure) -> bool:
    """Whether some exact count of the paragraph over another gives a rate at its printed precision."""
    here = counts(audited).get(block(claim), ())
    return any(_sums_give([part], [base], printed) for part in here for base in here if part is not base)


def _pairs(audited: Audited, claim: Claim, printed: Figure, ahead: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    is_precise = printed.step <= PRECISE and printed.value != 100
    most = 4 if printed.step <= FINE else 2 if is_precise else 1
    for at in range(len(ahead) - 1, len(ahead) - 1 - most, -1):
        part = ahead[at].claim if at >= 0 else None
        if part is None or part.quote != claim.quote:
            return
        bases = (
            (*reversed(ahead[:at]), *wholes_above(audited, claim, printed))
            if is_precise
            else ahead[max(at - 1, 0) : at]
        )
        for base in bases:
            if base.value >= ahead[at].value and _gives(ahead[at], base, printed):
                yield ahead[at], base
