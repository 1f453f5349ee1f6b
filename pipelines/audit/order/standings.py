"""N2 by place: units and kinds that a sentence ranks (排名前五的是, 第一, 最多) and the figures it prints of them.

What belongs here: ranks that the printed figures bear out, and lists whose figures fall from first to last although
nothing ranks them. A list may be ranked by something else than what stands beside its names, so that figures that do
not fall are told only where the words rank it by their number (案卷量前8名). What does not: kinds said to be in falling
order, and units against a table (``ranking``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from parsers.claims.words import words_pattern
from parsers.records import INSIDE, Claim
from parsers.text.leading import FIRST_FEW, number_of
from pipelines.audit.figures import (
    block,
    claims_of,
    distinct,
    figure,
    kind,
    located,
    narrative,
    only_print,
    span,
)
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.groups import groups
from pipelines.audit.intervals import Figure
from pipelines.audit.order.ranking import order_word
from pipelines.audit.rules import words
from pipelines.audit.stated import grouped, label_of
from pipelines.audit.wording import channel_zh

FEWEST, FEWEST_UNSAID = 3, 5
"""Two figures fall every other time, five that no word ranks once in 120 times."""

_RULES = "standings"


def _name(claim: Claim) -> str:
    is_of_unit = claim.scope == "unit" or (claim.stated_by == "press" and claim.category is None)
    return claim.agency if is_of_unit and claim.agency else claim.category or ""


def _lists(audited: Audited) -> Iterator[list[list[Figure]]]:
    """The lists of each sentence: figures of one metric of several units or kinds, in their order."""
    named = [c for c in narrative(audited) if _name(c) and kind(c.metric) in ("count", "rate") and c.metric != "change"]
    for of_sentence in grouped(named, lambda c: (block(c), c.quote)).values():
        for run in _ranked_by_themselves(of_sentence):
            lists = grouped(run, lambda c: (c.metric, c.period_start, c.earlier, _inside(c))).values()
            yield [figures for claims in lists if (figures := _of_each(claims))]


def _ranked_by_themselves(claims: Sequence[Claim]) -> Iterator[list[Claim]]:
    """The claims of a sentence up to where it names the first few anew (前三位的乡镇是：…；前三位的部门是：…), or the
    last ones (居前两位的是…，居末位的是…).
    """
    anew = rf"[；;].*{FIRST_FEW}|{words_pattern(words(_RULES, 'from_below'))}"
    run: list[Claim] = []
    for claim in claims:
        place = claim.quote.find(claim.printed)
        opened = claim.quote[max(place - (span(claim)[0] - span(run[-1])[1]), 0) : place] if run else ""
        if re.search(anew, opened):
            yield run
            run = []
        run.append(claim)
    yield run


def _inside(claim: Claim) -> str:
    """The item of a list that a figure is a part of, if any: its parts are ranked by themselves."""
    return (claim.group or "").partition(INSIDE)[2]


def _ranked(lists: Sequence[list[Figure]]) -> list[Figure]:
    """The list of a sentence that its words can rank: its counts, or its rates where it has none. Where it prints
    several counts of each (直办5620件、转办6004件), nobody can tell which of them it is.
    """
    counted = [figures for figures in lists if kind(figures[0].metric) == "count"]
    found = counted or lists
    return found[0] if len(found) == 1 else []


def _of_each(claims: Sequence[Claim]) -> list[Figure]:
    """The figures of claims that are each of another unit or kind; empty where they are not, or too few."""
    figures = [f for c in claims if (f := figure(c)) is not None and not f.is_bound]
    is_list = len(figures) >= FEWEST and len({_name(c) for c in claims}) == len(figures) == len(claims)
    return figures if is_list else []


def _first(figures: Sequence[Figure]) -> Claim:
    (claim,) = claims_of(figures[:1])
    return claim


def ranked_by(figures: Sequence[Figure]) -> str | None:
    """The words before the first figure that rank what is listed (排名前五, 较多的单位), if there are any."""
    claim = _first(figures)
    before = claim.quote[: max(claim.quote.find(claim.printed), 0)]
    found = re.findall(words_pattern(words(_RULES, "ranking")), before)
    return found[-1] if found else None


def is_by_number(figures: Sequence[Figure], word: str) -> bool:
    """Whether the words before a list rank it by the number of items (案卷量前8名, 受理数由多到少)."""
    claim = _first(figures)
    before = claim.quote[: max(claim.quote.find(claim.printed), 0)]
    return word in words(_RULES, "falling") or (
        kind(figures[0].metric) == "count" and _is_ranked_by_number(before, word)
    )


def _is_ranked_by_number(before: str, word: str) -> bool:
    """Whether the words before a list rank it by the number of items (案卷量前8名, 受理量排名前五)."""
    much = rf"[量数](?:排名|排行|排在|位居|位列|居)?{re.escape(word)}"
    return word in words(_RULES, "falling") or (word.startswith("前") and re.search(much, before) is not None)


def falls(figures: Sequence[Figure]) -> bool:
    """Whether no figure is more than the one before it, and not all are one number."""
    values = [f.value for f in figures]
    return all(a >= b for a, b in pairwise(values)) and values[0] > values[-1]


def _in_order(audited: Audited) -> Iterator[Finding]:
    told = {id(c) for g in groups(audited) if order_word(g) for c in claims_of((*g.counts, *g.shares))}
    for figures in map(_ranked, _lists(audited)):
        if not figures or id(_first(figures)) in told:
            continue
        word = ranked_by(figures)
        if word is None and figures[0].value == sum(f.value for f in figures[1:]):
            figures = figures[1:]  # 投诉91件中，供水46件、供热45件: the first is what the others make up
        figures = _without_rest(figures)[: _so_many(word)]
        if word is not None and falls(figures):
            yield _finding(audited, figures, word)
        elif word is not None and is_by_number(figures, word):
            yield _finding(audited, figures, word, "rises")
        elif word is None and len(figures) >= FEWEST_UNSAID and falls(figures):
            yield _finding(audited, figures, "由多到少", "falls")


def _line_lists(audited: Audited) -> Iterator[tuple[str, list[Figure]]]:
    """The lists whose items are lines of their own, behind the line that they follow: neighbouring lines that each
    begin with another name and print one count, of one metric.
    """
    named = (c for c in narrative(audited) if _name(c) and kind(c.metric) == "count" and not c.earlier)
    lines = (claims[0] for claims in grouped(named, block).values() if len(claims) == 1)
    run: list[Claim] = []
    head, end = "", 0
    for claim in filter(_begins_with_name, lines):
        start = audited.full_text.find(claim.quote, end)
        if start < 0:
            continue
        before = audited.full_text[end:start].splitlines()
        if any(line.strip() for line in before[1:]) or (run and run[-1].metric != claim.metric):
            yield head, _of_each(run)
            run = []
        if not run:
            head = next((line for line in reversed(before) if line.strip()), "")
        run, end = [*run, claim], start + len(claim.quote)
    yield head, _of_each(run)


def _begins_with_name(claim: Claim) -> bool:
    return re.match(rf"[\s\d.、．（()）]*{re.escape(_name(claim))}", claim.quote) is not None


def _in_lines(audited: Audited) -> Iterator[Finding]:
    """The lists by lines, as the line before them ranks them (受理量前五位的是：)."""
    for head, figures in _line_lists(audited):
        if not figures:
            continue
        found = re.findall(words_pattern(words(_RULES, "ranking")), head)
        word = found[-1] if found else None
        ranked = _without_rest(figures[: _so_many(word)])
        if falls(ranked) and (word is not None or len(ranked) >= FEWEST_UNSAID):
            yield _finding(audited, ranked, word or "由多到少", "holds" if word else "falls")
        elif word is not None and _is_ranked_by_number(head, word):
            yield _finding(audited, ranked, word, "rises")


def _without_rest(figures: list[Figure]) -> list[Figure]:
    """A list without 其他 behind it, which stands last however many it counts."""
    is_rest = _name(_first(figures[-1:])).startswith(words("groups", "rest"))
    return figures[:-1] if is_rest and len(figures) > FEWEST else figures


def _so_many(word: str | None) -> int | None:
    """How many the words rank (前三): what follows in the sentence may be all of them together, or the last few."""
    number = number_of(word) if word else None
    return number if number is not None and number >= FEWEST else None


def _by_rank(audited: Audited) -> Iterator[Finding]:
    """Units of which each has a printed rank (承接量第一) behind its figure."""
    ranks = [c for c in narrative(audited) if c.metric == "rank" and c.scope == "unit" and c.value is not None]
    for of_block in grouped(ranks, lambda c: (block(c), c.label)).values():
        by_rank = sorted(of_block, key=lambda c: c.value or 0)
        figures = [f for c in by_rank if (f := _figure_of(audited, c)) is not None]
        alike = len({f.metric for f in figures}) == 1 and len(figures) == len(of_block) >= FEWEST
        if alike and len({c.value for c in of_block}) == len(of_block) and falls(figures):
            yield _finding(audited, figures, label_of(by_rank[0]))


def _figure_of(audited: Audited, rank: Claim) -> Figure | None:
    """The count that a paragraph prints of the unit with a rank."""
    own = (c for c in narrative(audited) if block(c) == block(rank) and _name(c) == _name(rank))
    return next((figure(c) for c in own if kind(c.metric) == "count"), None)


def _superlatives(audited: Audited) -> Iterator[Finding]:
    """The one of a list of which the sentence says that it has most: behind the list (其中省级留言最多), or beside its
    own figure (柳溪镇最多，为47件; 柳溪镇（47件）是来信最多的).
    """
    for figures in (figures for lists in _lists(audited) for figures in lists):
        last = _first(figures[-1:])
        behind = re.sub(r"^[，,]?(?:其中)?[，,]?", "", last.quote[_end_in_quote(last) :])
        for f, claim in zip(figures, claims_of(figures), strict=True):
            is_most = all(f.value > other.value for other in figures if other is not f)
            said = _said_behind().match(behind.removeprefix(_name(claim))) if behind.startswith(_name(claim)) else None
            if said is not None and is_most:
                yield _finding(audited, figures, f"{_name(claim)}{said[1]}")
                continue
            word = _most_by_its_own_words(claim) if kind(f.metric) == "count" else None
            if word is not None and not (is_most and ranked_by(figures) == word):
                yield _finding(audited, figures, f"{_name(claim)}{word}", "holds" if is_most else "not_most")


@cache
def _said_behind() -> re.Pattern[str]:
    return re.compile(rf"[^，,。；]{{0,12}}?({words_pattern(words(_RULES, 'superlative'))})")


def _end_in_quote(claim: Claim) -> int:
    return claim.quote.rfind(claim.printed) + len(claim.printed)


def _most_by_its_own_words(claim: Claim) -> str | None:
    """The word beside the figure of a claim that says that it is the largest; ``None`` where none does, and where the
    sentence prints the figure twice.
    """
    place = only_print(claim)
    most = words_pattern(words(_RULES, "superlative"))
    if place is None or re.search(most, claim.quote) is None:
        return None
    start, end = place
    opened = rf"{re.escape(_name(claim))}[^，,。；;、\d]{{0,6}}({most})[，,]?[共达到为有]*$"
    closed = rf"[）)]?是[^，,。；;、]{{0,12}}?({most})的"
    found = re.search(opened, claim.quote[:start]) or re.match(closed, claim.quote[end:])
    return found[1] if found else None


def _finding(audited: Audited, figures: Sequence[Figure], word: str, case: str = "holds") -> Finding:
    claims = claims_of(figures)
    names = [_name(c) for c in claims]
    finding = Finding(
        check_id="N2",
        subject=f"{channel_zh(claims[0].channel)}“{names[0]}”等{len(names)}项{word}",
        verdict="consistent" if case in ("holds", "falls") else "unusual",
        severity=0 if case in ("holds", "falls") else 1,
        claimed="；".join(f.printed for f in figures),
        recomputed=" > ".join(f.printed for f in sorted(figures, key=lambda f: -f.value)),
        metric=figures[0].metric,
        **say(
            _RULES,
            case,
            who=channel_zh(claims[0].channel),
            word=word,
            names="、".join(names),
            values="、".join(f.printed for f in figures),
            values_en=", ".join(f.printed for f in figures),
        ),
    )
    return located(audited, finding, claims)


@check("N2", "所称名次与所印数", "ranks in sentences and their figures", gives="consistent unusual")
def ranks_borne_out(audited: Audited) -> Iterator[Finding]:
    """At least three units or kinds that a sentence ranks (排名前五的是, 承接量第一, 省级最多), whose printed figures
    fall in that order, or the largest of which is the one named; and five or more whose figures fall unranked. So, too,
    where each has a line of its own with one count, below a line that ranks them (受理量前五位的是：).

    What does not fall is told only where the words rank it by the number of items (案卷量前8名): otherwise it may be
    ranked by another figure than the one that stands beside its names.

    Tolerance: none; equal values may stand in either order.
    """
    yield from distinct([*_in_order(audited), *_in_lines(audited), *_by_rank(audited), *_superlatives(audited)])
