"""Shares: of which part or parts a printed share is, by what stands before it.

What belongs here: shares behind a count, behind a row of counts, and in the order of one. What does not: rates, and
parts that the clause of a share names (``naming``).
"""

from __future__ import annotations

import re

from parsers.claims.changes import ends_in_change
from parsers.claims.lists import values_behind
from parsers.claims.names import part_name
from parsers.claims.offices import is_office_or_place, starts_with_whole_place
from parsers.claims.sentence import Figure
from parsers.claims.tokens import Token
from parsers.claims.walk import About, Walk, add
from parsers.claims.words import any_of
from parsers.records import Claim

_SO_MANY = re.compile(r"\s*(?:以上|上述|前述|这|前)\s*\d{1,2}\s*大?[类项种位]")


def is_of_several(clause: str) -> bool:
    """Whether a share is of several parts at once that its clause does not name (三项合计占43%, 这5类案件占38.9%)."""
    found = re.search(any_of("together"), clause) or _SO_MANY.match(clause)
    return found is not None and "、" not in clause[: found.start()]


def speaks_of_part(walk: Walk, share: Token) -> bool:
    """Whether a part is spoken of; not that of the sentence or clause before where something else was just counted
    (属于受理范围的18件，占36%，不属于受理范围的32件，占64%).
    """
    if walk.state.category is None or walk.previous is None or walk.previous[1].category is not None:
        return walk.state.category is not None
    before, claim = walk.previous
    touches = claim.unit != "%" and re.fullmatch(r"\s*[，,]\s*约?", walk.sentence.text[before.end : share.start])
    return not (walk.part_start < 0 or touches)


def is_first_in_order(walk: Walk, figure: Figure) -> bool:
    """Whether a share is the first of several that follow the order of something (分别占总量的39%、34%)."""
    is_ordered = any(t.kind == "respectively" for t in walk.sentence.between(0, figure.start, "respectively"))
    clause = walk.sentence.clause_before(figure)
    return (
        is_ordered
        and re.search(any_of("respectively"), clause) is not None
        and bool(values_behind(walk.sentence, figure))
    )


def read_share_of_count(walk: Walk, figure: Figure, share: Token) -> bool:
    """Read 直接解答2190件，占66.85%: what was counted in the clause before is the part; whether it is so."""
    if walk.previous is None:
        return False
    before, claim = walk.previous
    gap = walk.sentence.text[before.end : share.start]
    first = walk.first_whole if walk.first_whole is not claim else walk.topic_before
    is_part = claim.agency is not None or claim.channel != walk.scope.channel or claim.category is not None
    if claim.unit == "%" or not re.fullmatch(r"\s*[，,、]*\s*约?", gap) or (first is None and not is_part):
        return False
    whole = walk.state.intake or first
    # 共受理185件，占7%: that so many came in names no part of what came in
    label = None if whole is not None and claim.metric == whole.metric else claim.label
    about = About(
        category=claim.category or (None if is_part else _subject_of(walk, before, claim) or label),
        agency=claim.agency,
        channel=claim.channel,
        of_metric=claim.metric if is_part or whole is None else whole.metric,
    )
    add(walk, figure, share, about)
    return True


def _subject_of(walk: Walk, counted: Figure, claim: Claim) -> str | None:
    """What the clause of a count names before its metric (工作日受理750件，占75%); ``None`` where it names nothing."""
    start = walk.sentence.clause_start(counted.index)
    named = [t for t in walk.sentence.between(start, counted.start, "metric") if t.value == claim.metric]
    name = part_name(walk.sentence, start, named[0].start) if named else ""
    return name if re.fullmatch(r"[\u4e00-\u9fff]{2,10}", name) and not starts_with_whole_place(name) else None


def closes_list(walk: Walk, figure: Figure) -> bool:
    """Whether a share follows the last of several offices (A局41件、B局38件、C局20件，占总量的58%): it is of all."""
    claims = [c for c in walk.reading.claims if c.agency is not None and c.unit != "%"][-2:]
    if len(claims) < 2 or claims[0].agency == claims[1].agency:
        return False
    return _ends_row(walk, figure, claims)


def _ends_row(walk: Walk, figure: Figure, claims: list[Claim]) -> bool:
    """Whether ``claims`` of one metric are joined by 、 and the last stands before the comma of ``figure``."""
    if walk.previous is None or walk.previous[1] is not claims[-1] or len({c.metric for c in claims}) != 1:
        return False
    sentence, before = walk.sentence, walk.previous[0]
    are_listed = "、" in sentence.text[sentence.place_of(claims[0]) : before.start]
    return are_listed and re.match(r"\s*[，,]", sentence.text[before.end : figure.start]) is not None


def read_share_before_count(walk: Walk, figure: Figure) -> bool:
    """Read a share that stands behind the name of a part and before its count (前五位是：物业管理21.33%（148件）、…);
    whether it is one.
    """
    sentence, start = walk.sentence, walk.sentence.clause_start(figure.index)
    behind = re.match(rf"\s*[（(]共?\d[\d,]*{any_of('count_units')}[）)]", sentence.quote[figure.end :])
    name = part_name(sentence, start, figure.start)
    named = [t for t in sentence.between(start, figure.start, "metric") if t.value != "received"]
    if walk.scope.needs_channel or behind is None or named or ends_in_change(sentence.clause_before(figure)):
        return False
    if re.fullmatch(r"[\u4e00-\u9fff]{2,12}", name) is None or is_office_or_place(name) or is_of_several(name):
        return False
    walk.state.list_no += all(claim.group is None for claim in walk.reading.claims)
    walk.start_part(name, start)
    add(walk, figure, Token("metric", start, start, "占比", "share"))
    return True


def read_shares_of_row(walk: Walk, first: Figure, share: Token) -> bool:
    """Read shares in the order of the row of parts before them (25件、16件，占总量的42%、27%); whether they are."""
    values = [first, *values_behind(walk.sentence, first)]
    row = [c for c in walk.reading.claims if c.unit != "%"][-len(values) :]
    names = {c.category or c.agency for c in row if c.metric == row[0].metric}
    if len(values) < 2 or None in names or not len(names) == len(row) == len(values) or not _ends_row(walk, first, row):
        return False
    for value, part in zip(values, row, strict=True):
        walk.used.add(value.index)
        about = About(category=part.category, agency=part.agency, group=part.group, of_metric=part.metric)
        add(walk, value, share, about)
    return True


def parts_in_row(walk: Walk, figure: Figure, share: Token) -> str | None:
    """The names of a row of parts whose share ``figure`` is (城建类79件、政法类62件，占总量的77%), or ``None``; also
    where the words before 占 name one part (其中城建类占77%).
    """
    name = part_name(walk.sentence, walk.sentence.clause_start(figure.index), share.start)
    if re.fullmatch(r"[\u4e00-\u9fff]{2,8}", name) and re.search(r"[两二三四五六七八九十计共均者述]", name) is None:
        return None
    claims = [c for c in walk.reading.claims if c.unit != "%"]
    row: list[Claim] = []
    for claim in reversed(claims):
        if claim.category is None or (row and claim.metric != row[0].metric):
            break
        row.insert(0, claim)
    if len(row) < 2 or len(row) != len(walk.reading.claims) or not _ends_row(walk, figure, row):
        return None
    return "、".join(c.category for c in row if c.category)
