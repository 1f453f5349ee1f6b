"""N2: words of order and rank against the figures they are about.

What belongs here: lists that are said to be in falling order, lists of those with much of something, units praised for
being on time (``rules/ranking.yaml``). What does not: praise beside other things that are printed (``praise``). A text
that does not say how many it lists may leave units out, so that a finding is ``unusual`` at most.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from parsers.claims.words import words_pattern
from parsers.records import Claim
from pipelines.audit.figures import claims_of, distinct, located, narrative
from pipelines.audit.finding import Audited, Finding, check, say
from pipelines.audit.group.groups import groups
from pipelines.audit.group.members import Group
from pipelines.audit.intervals import Figure
from pipelines.audit.rules import field, lists, words
from pipelines.audit.sheets import Sheet, sheets
from pipelines.audit.stated import compact, table_name, the_channel_en
from pipelines.audit.steps import step
from pipelines.audit.wording import channel_zh, decimal, metric_en, metric_zh

_JOINING = re.compile(r"[、，,；;和及]")


def unit_names(text: str) -> tuple[str, ...]:
    """The units of a list: ``绛帐镇、县卫健局和县城管执法局等`` -> three names."""
    names = (part.strip().removesuffix("等") for part in _JOINING.split(re.sub(r"（[^）]*）", "", text)))
    return tuple(name for name in names if name)


def order_word(group: Group) -> str | None:
    """The word that says that an enumeration is in falling order; ``None`` where none stands shortly before it.

    依次 behind the names (甲、乙依次为…) only says which figure belongs to which name.
    """
    quote, first = compact(group.first.quote), compact(group.members[0].name)
    at = quote.find(first)
    before = quote[: max(at, 0)]
    for word in words("ranking", "ordered"):
        start = before.rfind(word)
        if start >= 0 and at - start - len(word) <= int(field("ranking", "ordered_within")):
            return word
    return None


def first_rise(values: list[Fraction]) -> int | None:
    """Where a list first rises: the place of the value that is more than the one before it."""
    return next((at for at, (a, b) in enumerate(pairwise(values), 1) if b > a), None)


_REST = re.compile(
    rf"(?:{words_pattern(words('groups', 'rest'))})(?:{words_pattern(words('ranking', 'rest_nouns'))})*"
    r"(?:[（(][^）)]*[）)])?"
)
"""The name of what is left (其他, 其他类, 其它问题), as a whole: 其他市容环境问题 is a kind of its own."""


def _ranked(group: Group) -> tuple[tuple[str, Figure], ...]:
    """The members of a list with the figures by which it is ordered: counts, otherwise shares; empty where some member
    has none. 其他 stands last, however many it counts, and is left out.
    """
    members = [m for m in group.members if not _REST.fullmatch(m.name)]
    for name in ("count", "share"):
        figures = [(m.name, getattr(m, name)) for m in members]
        if len(figures) > 1 and all(figure is not None for _, figure in figures):
            return tuple(figures)
    return ()


@check("N2", "所称由多到少的列举", "lists said to be in falling order", gives="consistent unusual")
def lists_in_order(audited: Audited) -> Iterator[Finding]:
    """A list whose introduction says that it goes from much to little does not rise.

    Tolerance: none; equal values may stand in either order.
    """
    yield from distinct(_ordered(audited))


def _ordered(audited: Audited) -> Iterator[Finding]:
    for group in groups(audited):
        word, ranked = order_word(group), _ranked(group)
        if word is None or not ranked:
            continue
        rise = first_rise([figure.value for _, figure in ranked])
        printed = [figure.printed for _, figure in ranked]
        said: dict[str, object] = {
            "channel": channel_zh(group.first.channel),
            "channel_en": the_channel_en(group.first.channel),
            "what": "、".join(name for name, _ in ranked),
            "word": word,
            "values": "、".join(printed),
            "values_en": ", ".join(printed),
        }
        if rise is not None:
            (first, _), (second, _) = ranked[rise - 1 : rise + 1]
            said |= {"first": first, "second": second, "first_value": printed[rise - 1], "second_value": printed[rise]}
        finding = Finding(
            check_id="N2",
            subject=f"{said['channel']}“{ranked[0][0]}”等{len(ranked)}项{word}",
            verdict="consistent" if rise is None else "unusual",
            severity=0 if rise is None else 1,
            **say("ranking", "ordered" if rise is None else "not_ordered", **said),
            claimed="；".join(printed),
            recomputed=step("never_rising") if rise is None else step("rises_at", at=rise + 1, before=rise),
            metric=ranked[0][1].metric,
        )
        yield located(audited, finding, claims_of(figure for _, figure in ranked))


@dataclass(frozen=True, slots=True)
class Named:
    """A list of those with much of something, as the text prints it: what is counted, the word, the names."""

    label: str
    much: str
    names: tuple[str, ...]
    channel: str | None


def named_lists(audited: Audited) -> Iterator[Named]:
    """The lists of the text (``办结工单较多的镇街和部门有：…``), each with the channel that was spoken of before it."""
    what, much = words_pattern(lists("ranking", "most")), words_pattern(words("ranking", "much"))
    pattern = re.compile(
        rf"(?P<label>{what})[^，,。；：:\n]{{0,8}}(?P<much>{much})的[^，,。；：:\n]{{0,12}}[：:](?P<list>[^。；;：:\n]+)"
    )
    spoken = [(at, c.channel) for c in narrative(audited) if (at := audited.full_text.find(c.quote)) >= 0]
    spoken.sort(key=lambda place: place[0])
    for match in pattern.finditer(audited.full_text):
        before = [channel for at, channel in spoken if at <= match.start()]
        yield Named(match["label"], match["much"], unit_names(match["list"]), before[-1] if before else None)


def names_town(name: str) -> bool:
    """Whether a unit is a town or district by the end of its name."""
    return name.endswith(words("ranking", "towns"))


def _ranked_table(audited: Audited, named: Named) -> tuple[Sheet, str] | None:
    """The one table of the channel in which every name has a row, and the column that shows what is counted."""
    found = [
        (table, metric)
        for table in sheets(audited)
        if table.channel == named.channel
        for metric in lists("ranking", "most")[named.label]
        if set(named.names) <= {row.label for row in table.rows if metric in row.by_metric}
    ]
    tables = {table.table.table_no for table, _ in found}
    return found[0] if len(tables) == 1 else None


@check("N2", "所称较多的单位", "units said to have much of something", gives="consistent unusual")
def those_with_much(audited: Audited) -> Iterator[Finding]:
    """Towns and departments that the text lists as having many items against all of their kind in the table.

    Tolerance: none; the text does not say how many it lists, so that only units with more than a listed one count.
    """
    for named in named_lists(audited):
        ranked = _ranked_table(audited, named) if named.names else None
        if ranked is not None:
            yield from distinct(
                _much(audited, named, *ranked, is_town=is_town)
                for is_town in (True, False)
                if any(names_town(name) == is_town for name in named.names)
            )


def _much(audited: Audited, named: Named, table: Sheet, metric: str, *, is_town: bool) -> Finding:
    cells = {
        r.label: r.by_metric[metric] for r in table.rows if metric in r.by_metric and names_town(r.label) == is_town
    }
    listed = {name: cells[name] for name in named.names if name in cells}
    least = min(listed, key=lambda name: listed[name].value)
    more = {name: cell for name, cell in cells.items() if name not in listed and cell.value > listed[least].value}
    kind, kind_en = ("镇街", "towns") if is_town else ("部门", "departments")
    finding = Finding(
        check_id="N2",
        subject=f"{channel_zh(named.channel)}{named.label}{named.much}的{kind}",
        verdict="unusual" if more else "consistent",
        severity=1 if more else 0,
        **say(
            "ranking",
            "not_most" if more else "most",
            label=named.label,
            much=named.much,
            kind=kind,
            kind_en=kind_en,
            names="、".join(listed),
            table=table_name(audited, table.table),
            table_en=f"table {table.table.table_no}",
            column=metric_zh(metric),
            column_en=metric_en(metric),
            least=least,
            value=decimal(listed[least].value),
            others="、".join(f"{name}（{decimal(cell.value)}）" for name, cell in more.items()),
            others_en=", ".join(decimal(cell.value) for cell in more.values()),
        ),
        claimed="、".join(listed),
        recomputed="；".join(f"{name}{decimal(cell.value)}" for name, cell in (*listed.items(), *more.items())),
        metric=metric,
    )
    return located(audited, finding, claims_of((*listed.values(), *more.values())))


@check("N2", "点名按期的单位", "units named as on time", gives="consistent unusual")
def named_on_time(audited: Audited) -> Iterator[Finding]:
    """Units that the text praises for being on time print a rate of 100 % in the table of the channel.

    Tolerance: none.
    """
    for claim in narrative(audited):
        word = next((w for w in words("ranking", "on_time") if w in compact(claim.quote)), None)
        if claim.metric != "commended" or word is None or not claim.agency:
            continue
        for table in sheets(audited):
            for metric in words("ranking", "on_time_rates"):
                rows = {row.label: row.by_metric[metric] for row in table.rows if metric in row.by_metric}
                named = {name: rows[name] for name in unit_names(claim.agency) if name in rows}
                if table.channel == claim.channel and named:
                    yield _on_time(audited, claim, table, named, word)


def _on_time(audited: Audited, claim: Claim, table: Sheet, named: dict[str, Figure], word: str) -> Finding:
    below = {name: cell for name, cell in named.items() if cell.value < 100}
    metric = next(iter(named.values())).metric
    channel = channel_zh(claim.channel)
    finding = Finding(
        check_id="N2",
        subject=f"{channel}点名“{word}”的单位",
        verdict="unusual" if below else "consistent",
        severity=1 if below else 0,
        **say(
            "ranking",
            "not_on_time" if below else "on_time",
            channel=channel,
            channel_en=the_channel_en(claim.channel),
            word=word,
            table=table_name(audited, table.table),
            table_en=f"table {table.table.table_no}",
            n=len(named),
            column=metric_zh(metric),
            column_en=metric_en(metric),
            others="、".join(f"{name}（{cell.printed}）" for name, cell in below.items()),
            others_en=", ".join(cell.printed for cell in below.values()),
        ),
        claimed=word,
        recomputed=step("at_full_rate", n=len(named) - len(below), of=len(named)),
        metric=metric,
    )
    return located(audited, finding, [claim, *claims_of(named.values())])
