"""Figures that count no letters: units, accounts, issues of a bulletin, years of an award.

What belongs here: what stands behind such a number. What does not: units named without a figure (``named``).
"""

from __future__ import annotations

import re
from functools import cache

from parsers import vocabulary
from parsers.claims.changes import ends_in_change, read_change_of_units
from parsers.claims.offices import last_office, office_name
from parsers.claims.sentence import Figure
from parsers.claims.walk import About, Walk, leave, write
from parsers.claims.words import any_of, words_pattern


def read_units(walk: Walk, figure: Figure) -> None:
    """Read 30家政务新媒体, 14个乡镇: what is counted stands behind the number, accounts also before it."""
    if not re.search(r"\d", figure.token.text):
        return  # 一个部门, 三家单位: a way of speaking
    accounts = f"(?:{words_pattern(vocabulary.metrics()['accounts'].printed)})"
    after, before = walk.sentence.after(figure), walk.sentence.before(figure)
    before_in_clause = walk.sentence.clause_before(figure)
    named = re.match(rf"\s*{accounts}", after) or re.search(rf"{accounts}[共有\s]*$", before)
    units = re.match(rf"\s*([\u4e00-\u9fff]{{0,6}}?{any_of('unit_nouns')})", after)
    counted = re.search(rf"({any_of('unit_nouns')})(?:已?[达增]至|(?:已?增加|扩大|拓展|达)到|[共有计\s]*)$", before)
    named_first = re.search(rf"的({any_of('unit_nouns')})(?:共?有|是|为)[^，,；;：:\d]*等$", before)
    graded = re.fullmatch(
        rf"\s*(?:[\u4e00-\u9fff]{{0,6}}{any_of('assessing')}[为是]?)?"
        rf"([A-EＡ-Ｅ甲乙丙丁][类级]|{any_of('unit_grades')})[的为有共]*",
        before_in_clause,
    )
    described = re.search(r"(?:^|[，,；;：:、])(?:其中)?([^，,；;：:]{2,20}的)[有为是共仅只]*$", before)
    if ends_in_change(walk.sentence.clause_before(figure)) and not units:
        read_change_of_units(walk, figure)
        return
    among = re.match(rf"\s*[\u4e00-\u9fff]{{0,4}}?{any_of('unit_nouns')}?中(?P<what>[^，,；;]*)", after)
    if among and (before.endswith("在") or not re.search(r"\d[家个]", among["what"])):
        return  # 在9个县区中排名第3: how many there are to choose from
    if named:
        walk.state.channel = "new_media"
        write(walk, figure, "accounts", named.group().strip(), About(whole=True))
    elif units and not walk.scope.needs_channel:
        write(walk, figure, "units", units.group(1), About(category=units.group(1), whole=True))
    elif counted and not walk.scope.needs_channel:
        what = walk.sentence.clause_before(figure)[: -len(counted.group())].strip(" 的") or counted.group(1)
        write(walk, figure, "units", counted.group(1), About(category=what, whole=True))
    elif named_first and not walk.scope.needs_channel:
        what = walk.sentence.clause_before(figure)[: named_first.start(1) - len(before)].strip(" 的")
        write(walk, figure, "units", named_first.group(1), About(category=what, whole=True))
    elif before.endswith("另有") and any(c.metric == "units" for c in walk.reading.claims):
        write(walk, figure, "units", "", About(category=re.split(r"[，,；;。]", after)[0], whole=True))
    elif graded and any(c.metric == "units" for c in walk.reading.claims):
        write(walk, figure, "units", "", About(category=graded.group(1), whole=True))
    elif described and re.search(any_of("unit_nouns"), before) and not walk.scope.needs_channel:
        write(walk, figure, "units", "", About(category=described.group(1), whole=True))


def read_issues(walk: Walk, figure: Figure) -> None:
    """Read 3期简报, 专报24期: issues of a bulletin; of anything else the figure is left unassigned."""
    noun = re.match(rf"(?:工作)?({any_of('issue_nouns')})", walk.sentence.after(figure))
    noun = noun or re.search(rf"({any_of('issue_nouns')})[》”共计]*$", walk.sentence.before(figure))
    if noun is not None:
        write(walk, figure, "issues", noun.group(1))
    else:
        leave(walk, figure)


def read_award(walk: Walk, figure: Figure) -> None:
    """Read 连续六年被评为…先进单位, 连续六年把…称号授予…: years of an award, with its name and who got it."""
    before = walk.sentence.before(figure)
    found = _award().search(walk.sentence.after(figure))
    if not before.endswith("连续") or found is None:
        return
    award = (found["award"] or found["title"]).strip()
    for word, code in vocabulary.channel_words().items():
        if word in award:
            walk.state.channel = code
    office = found["to"] or last_office(before[_subject_start(before) :])
    write(walk, figure, "award_years", "连续", About(category=award, agency=office, whole=True))


@cache
def _award() -> re.Pattern[str]:
    name = rf"[^，。；]*?{any_of('award_marks')}[^，。；]*"
    return re.compile(
        rf"{any_of('award_verbs')}(?P<award>{name})"
        rf"|[把将](?P<title>{name}?)的?{any_of('award_titles')}?授予(?P<to>{office_name()})"
    )


def _subject_start(before: str) -> int:
    """Where the subject of the last clause begins: after its comma and its 自…以来."""
    return max(before.rfind("，"), before.rfind(","), before.rfind("以来") + 1) + 1
