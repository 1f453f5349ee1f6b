"""Enumerations in sentences: the members of one group, their counts and shares, and the whole they are parts of.

What belongs here: putting claims of one ``group`` together. What does not: the arithmetic on them (``parts``,
``shares``).
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from itertools import groupby, pairwise

from parsers.claims.words import any_of
from parsers.records import INSIDE, Claim
from parsers.text.numbers import printed_integer
from pipelines.audit.figures import (
    before,
    beside,
    block,
    figure,
    kind,
    narrative,
    span,
    text_between,
    whole_of,
)
from pipelines.audit.finding import Audited
from pipelines.audit.group.members import (
    SHARE,
    Group,
    Member,
    added_up,
    figures_by_name,
    is_rest,
    is_share_of,
    is_whole_of,
    is_whole_of_most,
    name_of_part,
)
from pipelines.audit.group.wholes import (
    are_stages,
    count_before_in_sentence,
    counts_before,
    exceeds_by_far,
    filled_whole,
    is_apart,
    other_whole,
    printed_total,
    requests_for_calls,
    stands_in_row,
    unread_total,
    whole_behind,
    whole_elsewhere,
    whole_of_channels,
    whole_opened,
    whole_said,
    wholes_before,
)
from pipelines.audit.intervals import Figure
from pipelines.audit.rules import words
from pipelines.audit.share.share_counts import counted_above, counts_of_words, whole_of_words, with_shares
from pipelines.audit.stated import grouped

FEWEST_SENTENCES = 3
"""Sentences of one kind each from which on they are a list."""

FEW = 20
"""A smaller number may be the sum of two others by chance."""


def _of_one_unit(claims: list[Claim]) -> list[Claim]:
    """The members of a list of letters without those of which it counts people (来信60件、来访20批35人次)."""
    letters = words("groups", "letter_units")
    if not any(c.metric != SHARE and c.unit in letters for c in claims):
        return claims
    return [c for c in claims if kind(c.metric) != "count" or c.unit is None or c.unit in letters]


def _is_of_several(claim: Claim) -> bool:
    """Whether a share is of as many kinds as its name says (五类诉求占74.90%), and so of no member of their list."""
    return (
        claim.metric == SHARE
        and re.match("(?:以上|上述|前|这)?[两二三四五六七八九十]大?类", claim.category or "") is not None
    )


def _groups(audited: Audited, claims: list[Claim]) -> Iterator[Group]:
    """The enumeration of claims with one ``group``; two or more where lists stand behind each other without a word
    between them.
    """
    named = _of_one_unit([c for c in claims if name_of_part(c)])
    named = [c for c in named if not _is_of_several(c)] or named
    counts, shares = figures_by_name(named, shares=False), figures_by_name(named, shares=True)
    metrics = {f.metric for f in counts.values()} or {
        f.claim.of_metric for f in shares.values() if f.claim and f.claim.of_metric
    }
    names = tuple(dict.fromkeys(name_of_part(c) for c in named))
    is_each_once = len(shares) == sum(c.metric == SHARE for c in named)
    graded = counts_of_words(audited, shares) if is_each_once and not counts else {}
    counts = counts or graded or counted_above(audited, shares)
    members = tuple(Member(n, counts.get(n), shares.get(n)) for n in names if n in counts or n in shares)
    if len(metrics) != 1 or not members:
        return
    (metric,) = metrics
    if graded:
        yield Group(metric, members, whole_of_words(audited, named[0], members), named[0])
        return
    if (item := _item_opened(audited, named[0], metric)) is not None:
        yield Group(metric, members, item, named[0])
        return
    members = _without_asides(members)
    if len(members) > 1 and are_stages(members, named[0].quote) and not shares:
        yield Group(metric, members, filled_whole(audited, members, named[0]), named[0])
        return
    read = whole_of(audited, named[0], metric) or whole_of_channels(audited, named, metric)
    read = read or whole_behind(audited, named[-1], metric, members)
    if len(members) > 1 and (opened := whole_opened(audited, named[0], members, read)) is not None:
        yield Group(opened.metric, members, opened, named[0])
        return
    if read is not None and read.value != added_up(members) and stands_in_row(read, named[0]):
        yield Group(metric, members, filled_whole(audited, members, named[0]), named[0])
        return
    if (requests := requests_for_calls(audited, members, read)) is not None:
        read, metric = requests, requests.metric
    members = _with_removed(audited, members, read)
    if (read is None or read.value != added_up(members)) and _is_total_of_the_rest(members):
        read, members = members[0].count, members[1:]
    if (total := printed_total(audited, named[0], members, read)) is not None:
        yield Group(metric, members, total, named[0])
        return
    while (filled := _members_that_fill(audited, named[0], members, read)) is not None:
        first, whole = filled
        yield Group(metric if whole is None else whole.metric, first, whole or read, named[0])
        members = members[len(first) :]
    rests = [n for n, member in enumerate(members, 1) if is_rest(member)]
    added = added_up(members)
    if len(rests) > 1 and (read is None or added != read.value):
        # 其他 stands once in a list, so that what follows is another one, both of a whole that was not read.
        closed = rests[0]
        yield Group(metric, members[:closed], None, named[0])
        yield Group(metric, members[closed:], None, named[0])
        return
    yield _group(audited, metric, members, read, named[0])


_NEXT_ITEM = re.compile(
    r"(?:[，,、；;]|[，,]占[^，,；;、。\d]*[\d.]+[%％][，,、；;])(?:其中|还有|另有|及)?[^，,、；;：:。\d]{2,12}"
)


def _without_asides(members: tuple[Member, ...]) -> tuple[Member, ...]:
    """The members without those that print no share, where the shares of all others, three or more, fill 100: a stage
    or a mishap among the ways in (上报900件，占90%；返工53件；电话60件，占6%；微信40件，占4%).
    """
    shared = tuple(m for m in members if m.share is not None and m.count is not None)
    total = sum((m.share.value for m in shared if m.share is not None), Fraction(0))
    slack = sum((m.share.step for m in shared if m.share is not None), Fraction(0)) / 2
    fills = total == 100 or abs(total - 100) <= slack < 1
    return shared if len(shared) > 2 and fills else members


def _with_removed(audited: Audited, members: tuple[Member, ...], read: Figure | None) -> tuple[Member, ...]:
    """The members with those of their row that count what is taken off the letters (无效电话18件、重复来信9件), where
    they fill a count before them, or fall short of ``read`` without them although a member stands for all the rest.
    """
    first = members[0].count.claim if members[0].count is not None else None
    row = () if first is None else tuple(_removed_in_row(audited, members, first))
    if first is None or not row or (read is not None and added_up(members) == read.value):
        return members
    shares = {m.name: m.share for m in members if m.count is None}
    kept = tuple(m for m in members if m.count is not None or m.name not in {r.name for r in row})
    together = (*kept, *(replace(r, share=shares.get(r.name)) for r in row))
    wholes = {f.value for c in wholes_before(audited, first) if (f := figure(c)) is not None and f.value >= FEW}
    is_short = read is not None and added_up(kept) < read.value and any(map(is_rest, kept))
    return together if added_up(together) in wholes or is_short else members


def _removed_in_row(audited: Audited, members: tuple[Member, ...], first: Claim) -> Iterator[Member]:
    """The counts of what is taken off the letters that stand between the members or right behind them, further counts
    of a member aside (甲类55件，办结47件；无效诉求3件).
    """
    own = {id(m.count.claim) for m in members if m.count is not None}
    last, name = figure(first), name_of_part(first)
    for claim in narrative(audited)[len(before(audited, first)) + 1 :]:
        number = figure(claim) if kind(claim.metric) == "count" else None
        if claim.quote != first.quote or last is None:
            return
        is_removed = claim.metric in words("groups", "removed") and claim.category is None
        if number is not None and is_removed and _NEXT_ITEM.fullmatch(text_between(last, number) or ""):
            yield Member(claim.label or "", number, None)
            last = number
        elif number is not None and (id(claim) in own or name_of_part(claim) == name):
            last, name = number, name_of_part(claim)


def _item_opened(audited: Audited, member: Claim, metric: str) -> Figure | None:
    """The count of the item of another list that ``member`` is a part of: the one just counted (供水87件，其中停水
    15件；…), or the one that its sentence names (供水中，停水15件、…).
    """
    outer, inside, opened = (member.group or "").rpartition(INSIDE)
    items = (
        c
        for c in reversed(before(audited, member))
        if inside and c.group == outer and c.metric == metric and (opened.isdigit() or c.category == opened)
    )
    return next((number for c in items if (number := figure(c)) is not None), None)


def _group(audited: Audited, metric: str, members: tuple[Member, ...], read: Figure | None, first: Claim) -> Group:
    other = filled_whole(audited, members, first)
    if other is None and (read is None or not is_whole_of(members, read)):
        other = (
            whole_said(audited, first, members)
            or other_whole(audited, first, members, read)
            or whole_elsewhere(audited, first, members, read)
            or count_before_in_sentence(audited, first, members, read)
        )
        if other is None and (unread := unread_total(audited, first, members)) is not None:
            return Group(metric, members, unread, first)
    if (
        other is None
        and read is not None
        and exceeds_by_far(members, read)
        and is_apart(audited, members, read, first)
        and not is_whole_of_most(members, read)
    ):
        return Group(metric, members, None, first)  # a count that stands nearest, but of something else
    return Group(metric if other is None else other.metric, members, other or read, first)


def _is_total_of_the_rest(members: tuple[Member, ...]) -> bool:
    """Whether the first member is what the next two or more add up to (举报401件，其中初次举报362件、重复举报39件)."""
    counts = [m.count for m in members]
    if len(members) < 3 or counts[0] is None or members[0].share is not None or counts[0].value < FEW:
        return False
    added = Fraction(0)
    for n, count in enumerate(counts[1:], 1):
        if count is None:
            return False
        added += count.value
        if n > 1 and added == counts[0].value:
            return True
    return False


def _members_that_fill(
    audited: Audited, first: Claim, members: tuple[Member, ...], read: Figure | None
) -> tuple[tuple[Member, ...], Figure | None] | None:
    """The first members of a list that fill a whole while all of them do not: behind them another list begins
    (转办30件。其中咨询类20件、其它10件。其中网站12件、微信8件). Their counts add up to a printed count, or their shares
    to 100; the whole is ``None`` where only the shares tell.
    """
    wholes = {f.value: f for f in (*counts_before(audited, first), *([read] if read is not None else []))}
    if read is not None and is_whole_of_most(members, read):
        if not all(is_share_of(m, read) for m in members):
            return None
        wholes = {read.value: read}  # that the first few add up to another count as well is chance
    if all(m.count is not None for m in members) and added_up(members) in wholes:
        return None
    added = shared = slack = Fraction(0)
    all_shares = [m.share for m in members if m.share is not None]
    total, room = sum((s.value for s in all_shares), Fraction(0)), sum((s.step for s in all_shares), Fraction(0)) / 2
    if len(all_shares) == len(members) and abs(total - 100) <= room < 1:
        return None  # one list, though round counts of its first members fill the whole (0.03万件、0.01万件)
    are_two = len(all_shares) == len(members) and total - room > 100
    counted = True
    for n, member in enumerate(members[:-1], 1):
        counted = counted and member.count is not None
        added += member.count.value if member.count is not None else 0
        shared += member.share.value if member.share is not None else 0
        slack += member.share.step / 2 if member.share is not None else 0
        needed = 1 if read is not None and added == read.value else 2
        if counted and n > needed and added in wholes:
            return members[:n], wholes[added]
        if n > 1 and are_two and abs(shared - 100) <= slack:
            return members[:n], None
    return None


@lru_cache(maxsize=8)  # several checks ask for them
def groups(audited: Audited) -> tuple[Group, ...]:
    """The enumerations of the text, in reading order: claims with one ``group``, and a share that stands alone.

    An enumeration whose counts are of several metrics is not one of parts (``flows`` looks at those).
    """
    by_key: dict[tuple[str, ...], list[Claim]] = {}
    for claim in narrative(audited):
        key = (claim.group,) if claim.group is not None else ("", claim.locator)
        if (claim.group is not None or claim.metric == SHARE) and not _is_of_its_name(claim):
            by_key.setdefault(key, []).append(claim)
    lists = with_shares(list(by_key.values()))
    found = [_with_count(audited, part) for claims in lists for part in _sorted_anew(claims)]
    joined = _numbered(_filling_their_item(tuple(_joined(found))))
    return tuple(g for claims in joined for g in _of_each_metric(audited, claims))


@lru_cache(maxsize=8)
def filled_groups(audited: Audited) -> tuple[Group, ...]:
    """The enumerations whose counts, one for each member, add up to their whole."""
    return tuple(g for g in groups(audited) if g.whole is not None and g.is_counted and g.total == g.whole.value)


def _joined(lists: Iterable[list[Claim]]) -> Iterator[list[Claim]]:
    """The lists of a text, those that name one kind each made one: a paragraph may give every kind a sentence of its
    own (住房类12件，占24%。交通类9件，占18%。). Between those with a share may stand one of which it was not read.
    """
    for key, run in groupby(lists, _kind_counted):
        alone = list(run)
        shared = [n for n, claims in enumerate(alone) if any(c.metric == SHARE for c in claims)]
        first, end = (shared[0], shared[-1] + 1) if key is not None and len(shared) >= FEWEST_SENTENCES else (0, 0)
        yield from alone[:first]
        if end:
            yield [claim for claims in alone[first:end] for claim in claims]
        yield from alone[end:]


def _is_of_its_name(share: Claim) -> bool:
    """Whether the name of a share is what it is of, and not what it is a share for (占部件类问题的86.7%)."""
    if share.metric != SHARE or share.category is None or share.printed not in share.quote:
        return False
    ahead = share.quote[: share.quote.find(share.printed)]
    said = rf"占(?:全部|所有)?{re.escape(share.category)}{any_of('items', 'kind_nouns')}?的$"
    return re.search(said, ahead) is not None


def _filling_their_item(lists: Sequence[list[Claim]]) -> tuple[list[Claim], ...]:
    """The lists of a text, those opened inside an item (建议93件，其中城建类60件，占64.5%；农业类20件、…) each with the
    members behind it that were read into the list of the item, where their counts then add up to the item.
    """
    found = [list(claims) for claims in lists]
    by_group = {claims[0].group: claims for claims in found if claims[0].group is not None}
    for inner in found:
        outer = by_group.get((inner[0].group or "").rpartition(INSIDE)[0])
        begin, end = span(inner[0])[0], span(inner[-1])[1]
        ahead = [c for c in outer or () if c.metric == inner[0].metric and span(c)[1] <= begin]
        behind = [c for c in outer or () if span(c)[0] >= end and c.quote == inner[0].quote]
        counts = [c.value for c in (*inner, *behind) if c.metric == inner[0].metric and c.value is not None]
        if outer and ahead and behind and len(counts) > 2 and sum(counts) == ahead[-1].value:
            outer[:] = [c for c in outer if c not in behind]
            inner += behind
    return tuple(found)


_SORTED = re.compile(r"[；;，,。](?:其中)?(?:按|从)[^，,；;：:\d]{1,10}[分看][，,：:]?")


def _sorted_anew(claims: list[Claim]) -> Iterator[list[Claim]]:
    """The lists of one group, which ends where the words sort what was counted in another way (电话51件、网站9件；
    按类别分，咨询类40件、投诉类20件).
    """
    begin = 0
    for at, (first, second) in enumerate(pairwise(claims), 1):
        a, b = figure(first), figure(second)
        between = text_between(a, b) if a is not None and b is not None else None
        if between is not None and _SORTED.match(between):
            yield claims[begin:at]
            begin = at
    yield claims[begin:]


_MARK = re.compile(
    r"\s*(?P<before>[（(]?)(?P<number>\d{1,2}|[一二三四五六七八九十]+)(?P<behind>[）).、．]|是)\s*(?=[\u4e00-\u9fff])"
)


def _numbered(lists: Sequence[list[Claim]]) -> Iterator[list[Claim]]:
    """The lists of a text, those of one kind each made one that are numbered from 1 (1.咨询类274件。…2.投诉类155件。):
    between them may stand the parts of each kind.
    """
    runs: list[list[int]] = []
    keys: list[Hashable] = []
    for at, claims in enumerate(lists):
        number, key = _number_of(claims)
        nth = next((n for n in range(len(runs) - 1, -1, -1) if keys[n] == key and len(runs[n]) == number - 1), None)
        if number == 1:
            runs.append([at])
            keys.append(key)
        elif nth is not None:
            runs[nth].append(at)
    heads = {run[0]: run for run in runs if len(run) >= FEWEST_SENTENCES}
    joined = {at for run in heads.values() for at in run[1:]}
    for at, claims in enumerate(lists):
        if at not in joined:
            yield [c for n in heads[at] for c in lists[n]] if at in heads else claims


def _number_of(claims: list[Claim]) -> tuple[int, Hashable]:
    """The number that a list of one kind begins with, and what a list of such is a list of; 0 where it has none."""
    found, key = _MARK.match(claims[0].quote), _kind_counted(claims)
    if found is None or key is None or not claims[0].quote.startswith(name_of_part(claims[0]), found.end()):
        return 0, None
    printed = found["number"]
    return printed_integer(printed) or 0, (found["before"], found["behind"], printed.isdigit(), *key[1:])


def _of_each_metric(audited: Audited, claims: list[Claim]) -> Iterator[Group]:
    """The enumerations of a list that gives several counts of each of its members (甲类受理97件，办结88件；乙类受理
    43件，办结41件): one for each of them. The shares are those of the first; each says itself what it counts.
    """
    no_parts = words("groups", "no_parts")
    counts = [c for c in claims if kind(c.metric) == "count" and c.metric not in no_parts and name_of_part(c)]
    counted = grouped(counts, lambda c: c.metric)
    names = {metric: {name_of_part(c) for c in of_one} for metric, of_one in counted.items()}
    first = next(iter(names), "")
    further = [m for m, named in names.items() if m != first and len(named) > 1 and named == names[first]]
    yield from _groups(audited, [c for c in claims if c.metric not in further])
    for metric in further:
        figures = figures_by_name(counted[metric], shares=False)
        members = tuple(Member(name, number, None) for name, number in figures.items())
        yield Group(metric, members, whole_of(audited, counted[metric][0], metric), counted[metric][0])


def _kind_counted(claims: list[Claim]) -> tuple[Hashable, ...] | None:
    """What a list of one kind with its count is a list of; ``None`` for any other list."""
    counts, first = figures_by_name(claims, shares=False), claims[0]
    if first.scope != "category" or len({name_of_part(c) for c in claims}) > 1 or not counts:
        return None
    (count,) = counts.values()
    return block(first), count.metric, first.channel, first.period_start, first.period_end, first.stated_by


def _with_count(audited: Audited, claims: list[Claim]) -> list[Claim]:
    """A share that stands alone together with the count of the same part beside it."""
    only = claims[0]
    if len(claims) > 1 or only.group is not None or only.of_metric is None:
        return claims
    count = beside(audited, only).get(only.of_metric)
    return claims if count is None or count.claim is None else [*claims, count.claim]


def umbrella_parts(audited: Audited, umbrella: Claim, metric: str) -> tuple[Claim, ...]:
    """The counts of single channels that a sentence lists behind a count of several channels taken together.

    They stand behind it in its paragraph, with ``metric`` and its period and speaker, one a channel. Where the
    paragraph counts several channels together more than once (书记、市长信箱2件；书记、县长信箱10件), they are of
    neither; nor of this one where another count is filled by them.
    """
    claims = narrative(audited)
    parts: dict[str, Claim] = {}
    here = [c for c in claims if block(c) == block(umbrella) and c.metric == umbrella.metric]
    others = [c for c in here if c.channel == umbrella.channel and c.value != umbrella.value]
    if any(c.category is None for c in others):
        return ()
    for claim in claims[claims.index(umbrella) + 1 :]:
        if block(claim) != block(umbrella):
            continue
        same = claim.metric == metric and claim.category is None and claim.agency == umbrella.agency
        elsewhere = claim.channel is not None and claim.channel != umbrella.channel
        together = (claim.period_start, claim.period_end, claim.region_code, claim.stated_by) == (
            umbrella.period_start,
            umbrella.period_end,
            umbrella.region_code,
            umbrella.stated_by,
        )
        if same and elsewhere and together and claim.channel is not None:
            parts.setdefault(claim.channel, claim)
    lists = {c.group for c in parts.values() if c.group is not None}
    if any(c.group in lists and c.category is not None for c in here):
        return ()  # 书记信箱80件、县长信箱90件、我要咨询30件: channels are some of the parts only
    added = sum(c.value for c in parts.values() if c.value is not None)
    if added != umbrella.value and any(c.value == added for c in others):
        return ()  # 来信229件，当月新收202件，其中…: of another count of the paragraph
    return tuple(parts.values())
