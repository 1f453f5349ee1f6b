"""A10 for names and figures: as many units, fields or items as the text says it lists.

What belongs here: names right before their number (甲、乙、丙等3个方面), units with figures behind theirs (共4家：…),
items with a figure each (三件分别超期34天、23天、11天), and the first few of a ranking (前三位是甲、乙、丙; 甲、乙、丙
居前三位). Names may hold 、 or 和 themselves, so that only what agrees is told, but for a ranking and for figures
behind a colon, whose number is of nothing else. What does not: lists of what letters are about (``enumerations``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import takewhile

from parsers.claims.words import words_pattern
from parsers.records import Claim
from parsers.text.leading import FIRST_FEW, LAST_FEW, number_of
from parsers.text.numbers import printed_integer
from pipelines.audit.figures import block, cause, distinct, figure, kind, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.rules import words
from pipelines.audit.stated import grouped, shown
from pipelines.audit.wording import about

FEWEST, MOST = 2, 60
_STOP = re.compile(r"[，,。；;：:！？!?\n（）()“”\"《》\d]")
_FARTHEST = 300
"""Characters that a list of names may have."""


@cache
def _number() -> re.Pattern[str]:
    """A number with the word for what a text counts behind the names of it."""
    return re.compile(
        rf"(?P<number>\d{{1,2}}|[两二三四五六七八九十]{{1,3}})(?P<unit>{words_pattern(words('listed', 'things'))})"
    )


def without_blanks(text: str) -> str:
    """A text whose lines stay, without the blanks that some sites print inside of names and around numbers."""
    return re.sub(r"[ \u3000\u00a0]", "", text)


def entries(names: str) -> tuple[int, int] | None:
    """How few and how many names a list may hold: 和 may join the last two or belong to one; ``None`` for no list."""
    few = names.count("、") + 1
    joined = re.search(".(?:和|及|与).", names.rpartition("、")[2]) is not None
    return (few, few + joined) if few > 1 or joined else None


_OF_ENTRY = re.compile(
    r"(?:[（(][^（）()]{1,30}[）)]|(?<![\d,.])\d[\d,.]{0,12}万?(?:件次|人次|[件条封个次起通宗例单])(?:（[^（）]{1,20}）)?)(?=[、等和及与])"
)
"""What stands behind an entry and is no part of its name: 560件, （410件）."""


def _names_before(audited: Audited) -> Iterator[Finding]:
    printed = without_blanks(audited.full_text)
    for text in dict.fromkeys((printed, _OF_ENTRY.sub("", printed))):
        for found in _number().finditer(text):
            number = printed_integer(found["number"])
            before = _STOP.split(text[max(found.start() - _FARTHEST, 0) : found.start()])[-1]
            ends = None if before.endswith("、") else entries(before.removesuffix("等"))  # 一类、二类: the last name
            if number is not None and ends is not None and FEWEST <= number <= MOST and ends[0] <= number <= ends[1]:
                yield _finding(audited, f"{found['number']}{found['unit']}", number, (), "names")


def _figures_behind(audited: Audited) -> Iterator[Finding]:
    """The units of a sentence that have a figure of one metric each, against the number of them that it says before."""
    for claims in grouped(narrative(audited), lambda c: (block(c), c.quote)).values():
        for at, claim in enumerate(claims):
            number = figure(claim) if claim.metric == "units" else None
            if number is None or number.is_bound or number.is_about or number.value.denominator != 1:
                continue
            behind = [c for c in claims[at + 1 :] if c.scope == "unit" and c.agency and kind(c.metric) != "rate"]
            if not behind or len({c.metric for c in behind}) != 1:
                continue
            if len({c.agency for c in behind}) != len(behind) or len(behind) < FEWEST:
                continue
            if len(behind) == number.value:
                yield _finding(audited, shown(claim), len(behind), (claim, *behind), "units")
            elif len(behind) > number.value and _are_all_behind(claim, behind[0]):
                yield _finding(audited, shown(claim), len(behind), (claim, *behind), "units_differ")


def _are_all_behind(number: Claim, first: Claim) -> bool:
    """Whether a colon behind a number of units opens the list of them."""
    between = number.quote.partition(number.printed)[2].partition(first.printed)[0]
    return re.search("[：:]", between) is not None


def _figure_each(audited: Audited) -> Iterator[Finding]:
    """Items of a unit of which each has a time of its own."""
    claims = narrative(audited)
    for at, claim in enumerate(claims):
        number = figure(claim) if kind(claim.metric) == "count" and claim.metric != "overdue_days" else None
        if number is None or number.is_bound or number.is_about or not FEWEST <= number.value <= MOST:
            continue
        behind: list[Claim] = []
        for c in claims[at + 1 :]:
            if c.metric != "overdue_days" or (block(c), c.agency) != (block(claim), claim.agency):
                break
            behind.append(c)
        if len(behind) == number.value:
            yield _finding(audited, shown(claim), len(behind), (claim, *behind), "items")


_ASIDE = r"（[^（）\d]{1,6}）|\([^()\d]{1,6}\)"
_RANKED = re.compile(
    rf"(?P<first>{FIRST_FEW}|{LAST_FEW})(?P<what>(?:[^，,、；;。：:\d（）()]|{_ASIDE}){{0,16}}?)"
    r"(?:(?:分别|依次|主要)?[为是有][：:]?|[：:]|(?:分别|依次)(?![占达增减上下升降]))(?P<list>[^。；;：:\n]+)"
)
"""The words that open the first few of a ranking (排名前五的单位分别是：), with the list up to its end."""


@cache
def _ranked_behind() -> re.Pattern[str]:
    """The words that rank the list before them (甲类、乙类和丙类投诉量居前三位)."""
    ranked = words_pattern(words("listed", "ranked"))
    return re.compile(
        rf"[，,]?(?:分别|依次)?(?:(?:占据|位居|名列)[^，,。；;\d前]{{0,10}}的|{ranked})(?P<first>{FIRST_FEW})(?=[，,。；;\n]|$)"
    )


_NEXT_RANKED = re.compile(rf"[；;][^，,。；;：:、\d]{{0,12}}(?:{FIRST_FEW}|{LAST_FEW})")
"""What follows a list of the first few that is over (；后三名的乡镇：)."""


_IN_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")
_WITH_COUNT = re.compile(r"[\u4e00-\u9fff“”A-Za-z]{2,24}\d[\d,]*[件条封个次起通宗例单]")
_COUNT_IN_BRACKETS = re.compile(r"[（(](\d[\d,]*[件条封个次起通宗例单])[^（）()]*[）)]")
_ITEM_APART = re.compile(r"[^，,；;。\d（）()]{2,24}[（(]?共?为?\d[\d,]*[件条封个次起通宗例单]")
_SAYS_MORE = re.compile(r"合计|共|总计|累计|占|[以上述这]*[两二三四五六七八九十\d]+[位者类项家个区县镇乡市]")
"""What may follow the last of a list, said of all of it (甲局12件、乙局9件，合计21件，占43%)."""


def ranked_entries(text: str) -> tuple[int, int] | None:
    """How few and how many a list of the first few holds: of names with a count each those up to the end, of bare names
    those up to a comma; ``None`` where neither can be told, or 等 says that there are more.
    """
    bare = _IN_BRACKETS.sub("", _COUNT_IN_BRACKETS.sub(r"\1", text))
    if "等" in bare:
        return None
    items = re.split("[、，,]", bare)
    run = len(list(takewhile(lambda item: _WITH_COUNT.fullmatch(item) and not _SAYS_MORE.match(item), items)))
    if run > 1 and all(map(_SAYS_MORE.match, items[run:])):
        return run, run
    names = re.split("[，,]", bare)[0]
    return None if re.search(r"\d", names) else entries(names)


def items_apart(text: str) -> int:
    """How many items with a count each a list has that semicolons set apart up to its stop (供水、供电类46件；公交类
    12件，占3%。); 0 where one has none.
    """
    items = re.split("[；;]", re.split("[。\n]", text)[0])
    return len(items) if all(map(_ITEM_APART.match, items)) else 0


def _ranking(audited: Audited) -> Iterator[Finding]:
    text = without_blanks(audited.full_text)
    for found in _RANKED.finditer(text):
        number, ends = number_of(found["first"]), ranked_entries(found["list"])
        if number is not None and items_apart(text[found.start("list") :]) == number >= FEWEST:
            yield _finding(audited, found["first"], number, (), "ranking")
            continue
        if number is None or ends is None or not FEWEST <= number <= MOST:
            continue
        few, many = ends
        behind = text[found.end() :]
        is_over = not behind.startswith(("；", ";")) or _NEXT_RANKED.match(behind) is not None
        if few <= number <= many:
            yield _finding(audited, found["first"], number, (), "ranking")
        elif few == many and is_over:  # the list may go on behind a semicolon
            yield _finding(audited, found["first"], few, (), "ranking_differs")
    for found in _ranked_behind().finditer(text):
        before = re.split("[。；;：:，,\n]", text[max(found.start() - _FARTHEST, 0) : found.start()])[-1]
        number, ends = number_of(found["first"]), ranked_entries(before)
        # Some of the first few may be named alone (甲类、乙类投诉量居前五位): only what agrees is told.
        if number is not None and ends is not None and FEWEST <= number <= MOST and ends[0] <= number <= ends[1]:
            yield _finding(audited, found["first"], number, (), "ranking_behind")


def _finding(audited: Audited, printed: str, number: int, claims: tuple[Claim, ...], case: str) -> Finding:
    holds = not case.endswith(("differ", "differs"))
    subject = f"{about(claims[0]) if claims else ''}所称{printed}"
    finding = Finding(
        check_id="A10",
        subject=subject,
        verdict="consistent" if holds else "needs_definition",
        severity=0 if holds else 1,
        claimed=printed,
        recomputed=str(number),
        metric=claims[0].metric if claims else None,
        cause_id=None if holds else cause(audited, "listed", subject),
        **say("listed", case, printed=printed, n=number),
    )
    return located(audited, finding, claims)


@check("A10", "所列个数", "number of names listed", gives="consistent needs_definition")
def check_listed(audited: Audited) -> Iterator[Finding]:
    """Names right before their number (甲、乙、丙等3个方面), units with a figure each behind it (共4家：…), items of
    which each has a time (三件分别超期34天、23天、11天), and the first few of a ranking (前三位是甲、乙、丙; 甲、乙、丙
    居前三位).

    Names and figures are counted and never quoted. Only what agrees is told, but for a ranking that names more or fewer
    than its number, and more units with a figure each behind a colon than the number before it.

    Tolerance: none; 和 may join two names or belong to one.
    """
    rankings = _numbered(_ranking(audited))
    yield from distinct([*_names_before(audited), *_figures_behind(audited), *_figure_each(audited), *rankings])


def _numbered(rankings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings on rankings, whose words may be the same in several lists: from the second on with a number."""
    seen: Counter[str] = Counter()
    for finding in rankings:
        seen[finding.subject] += 1
        nth = seen[finding.subject]
        yield finding if nth == 1 else replace(finding, subject=f"{finding.subject}（第{nth}处）")
