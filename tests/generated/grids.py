"""Tables of invented bulletins: units and kinds of request, with totals and rates that follow from their rows.

What belongs here: spreading the counts of a channel over rows, and the columns that print them. What does not: the
counts themselves (``sections``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from random import Random

from tests.generated.printed import Grid, Piece, Printed, Sentence, count, decimal_text, half_up, percentage
from tests.generated.sections import Counts, Style, split, words

HEADERS = {
    "received": ("来件数", "受理数", "收件数", "信件总数", "受理量", "留言数（条）", "诉求件数"),
    "valid": ("有效信件", "有效来信数", "有效件数"),
    "due": ("应办件数", "应办数", "应办", "承办数（件）"),
    "forwarded": ("转办件数", "交办件数", "派单数", "转办（件）", "交办总量"),
    "completed": ("办结数", "办结件数", "实办数", "已办结", "办结（件）", "办结总数"),
    "in_progress": ("办理中", "在办", "正在办理"),
    "not_completed": ("未办结", "未办", "未办数"),
    "overdue_completed": ("逾期办结", "超期办结", "逾期办结数（件）"),
    "replied": ("回复数", "答复数", "已回复", "回复件数"),
    "replied_on_time": ("按时回复数", "按期回复", "按时回复"),
    "fed_back": ("反馈数", "已反馈", "反馈件数"),
    "completion_rate": ("办结率", "办结率（%）", "结案率"),
    "on_time_rate": ("按期办结率", "按时办结率"),
    "reply_rate": ("回复率", "答复率"),
    "on_time_reply_rate": ("按时回复率", "按期回复率"),
    "feedback_rate": ("反馈率",),
}
COLUMNS = {
    "valid": (("valid",), ("completed",), ("in_progress", ""), ("completion_rate",)),
    "hotline": (("forwarded",), ("completed",), ("in_progress", ""), ("completion_rate",)),
    "simple": (("received",), ("completed",), ("in_progress", ""), ("completion_rate", "completion_rate", "")),
    "due": (("due",), ("completed",), ("not_completed", ""), ("completion_rate",), ("overdue_completed",),
            ("on_time_rate",)),
    "replies": (("received",), ("replied",), ("replied_on_time",), ("reply_rate",), ("on_time_reply_rate", "")),
    "fed_back": (("forwarded",), ("fed_back",), ("feedback_rate",)),
}  # fmt: skip
"""The columns of each kind, each a choice; ``""`` leaves it out."""

OF = {
    "completion_rate": "completed",
    "reply_rate": "replied",
    "on_time_reply_rate": "replied_on_time",
    "feedback_rate": "fed_back",
}
REST = {"completed": ("in_progress", "not_completed"), "replied": ("in_progress",), "fed_back": ()}
JOINT_NOTES = (
    "注：多个单位共同承办的，分别计入各承办单位，合计数不重复计算。",
    "注：涉及多个单位的诉求在各单位分别统计，各单位之和大于合计数。",
)
BLANKS = ("—", "-", "/", "")


def spread(rng: Random, n: int, room: Sequence[int]) -> list[int]:
    """``n`` items put one by one, or by handfuls, into rows that hold no more than ``room`` each."""
    found = [0] * len(room)
    left = n
    while left:
        at = rng.choice([i for i, most in enumerate(room) if found[i] < most])
        some = min(left, room[at] - found[at], rng.randint(1, max(1, n // 3)))
        found[at] += some
        left -= some
    return found


def _rows_of_units(rng: Random, counts: Counts, base: str, volumes: Sequence[int]) -> list[Counts]:
    """The counts of each unit; every one adds up to that of the channel where the volumes do."""
    rows: list[Counts] = [{base: n} for n in volumes]
    done = next(name for name in ("completed", "replied", "fed_back") if name in counts)
    open_items = spread(rng, min(counts[base] - counts[done], sum(volumes)), volumes)
    for row, left in zip(rows, open_items, strict=True):
        row[done] = row[base] - left
        for name in REST[done]:
            row[name] = left
    for late, early in (("overdue_completed", "on_time"), ("replied_late", "replied_on_time")):
        if early in counts and done == ("completed" if early == "on_time" else "replied"):
            missed = spread(rng, counts[done] - counts[early], [row[done] for row in rows])
            for row, n in zip(rows, missed, strict=True):
                row[late], row[early] = n, row[done] - n
    return rows


def _cell(name: str, counts: Counts, base: str, way: Style, role: str, blank: str) -> Piece:
    if name == "on_time_rate":
        part = counts[base] - counts["overdue_completed"]
    elif name in OF:
        part = counts[OF[name]]
    else:
        return count(f"{role}:{name}", counts[name], grouped=way.grouped)
    if counts[base] == 0:
        return blank
    return percentage(f"{role}:{name}", part, counts[base], way.decimals, short=way.short)


def _cells(
    columns: Sequence[str], counts: Counts, base: str, way: Style, role: str, blank: str, empty: bool
) -> list[Piece]:
    if empty:
        return [blank if n in HEADERS and n.endswith("rate") else "0" for n in columns]
    return [_cell(name, counts, base, way, role, blank) for name in columns]


def office_names(rng: Random, level: str, n: int) -> list[str]:
    """``n`` different offices, of the county itself and of its towns."""
    prefix = rng.choice((level, level, ""))
    offices = [prefix + name for name in rng.sample(words()["offices"], min(n, 14))]
    towns = rng.sample(words()["towns"], min(len(words()["towns"]), max(0, n - len(offices)) or rng.randint(0, 3)))
    return ([*offices, *towns] if rng.random() < 0.7 else [*towns, *offices])[:n]


def unit_table(rng: Random, kind: str, counts: Counts, caption: str, level: str, way: Style) -> Grid:
    """The units that handled the letters of one channel, with a total in front, behind, or none."""
    columns = [name for choice in COLUMNS[kind] if (name := rng.choice(choice))]
    base = columns[0]
    units = rng.randint(3, min(16, max(3, counts[base])))
    joint = rng.random() < 0.12 and counts[base] > 20
    volumes = split(rng, counts[base], min(units, counts[base]))
    if joint:
        volumes[0] += rng.randint(1, max(1, counts[base] // 12))
    zeros = rng.randint(0, 2) if rng.random() < 0.25 else 0
    rows = _rows_of_units(rng, counts, base, [*volumes, *[0] * zeros])
    blank = rng.choice(BLANKS)
    serial = rng.random() < 0.7
    names = office_names(rng, level, len(rows))
    rows = rows[: len(names)] if joint else rows
    if len(names) < len(rows):
        raise ValueError("more rows than offices")
    body: list[Sentence] = []
    for number, (name, row) in enumerate(zip(names, rows, strict=True), start=1):
        cells = _cells(columns, row, base, way, "cell", blank, empty=row[base] == 0)
        body.append((*([str(number)] if serial else []), name, *cells))
    total = _total_row(rng, columns, counts, base, way, serial, blank)
    where = rng.choice(("last", "last", "last", "first", "none"))
    if joint or where == "last":
        body.append(total)
    elif where == "first":
        body.insert(0, total)
    header = [*(["序号"] if serial else []), rng.choice(("单位", "承办单位", "责任单位", "部门名称"))]
    header += [rng.choice(HEADERS[name]) for name in columns]
    if rng.random() < 0.25:
        header.append("备注")
        body = [(*row, "") for row in body]
    return Grid(caption, tuple(header), tuple(body), (rng.choice(JOINT_NOTES),) if joint else ())


def _total_row(
    rng: Random, columns: Sequence[str], counts: Counts, base: str, way: Style, serial: bool, blank: str
) -> Sentence:
    label = rng.choice(("合计", "合计", "总计"))
    cells = _cells(columns, counts, base, way, "total", blank, empty=False)
    heads = [["", label], [label, ""]] if serial else [[label]]
    return (*rng.choice(heads), *cells)


def kind_table(rng: Random, names: Sequence[str], values: Sequence[int], caption: str, way: Style) -> Grid:
    """Kinds of request with their counts and shares; the total closes it."""
    whole = sum(values)
    rows: list[Sentence] = [
        (name, count("kind:count", n, grouped=way.grouped), percentage("kind:share", n, whole, way.decimals))
        for name, n in zip(names, values, strict=True)
    ]
    rows.append(("合计", count("kind:total", whole, grouped=way.grouped), "100%"))
    header = (rng.choice(("类别", "诉求类型", "来信类别")), rng.choice(("数量（件）", "件数", "受理量")), "占比")
    return Grid(caption, header, tuple(rows))


def score_table(rng: Random, level: str, caption: str) -> Grid:
    """Units by score, the best first, with their ranks."""
    names = office_names(rng, level, rng.randint(5, 12))
    scores = sorted({Fraction(rng.randint(7000, 10000), 100) for _ in names}, reverse=True)
    rows: list[Sentence] = [
        (
            name,
            Printed("score", decimal_text(half_up(score, 2), 2), score, 2),
            count("rank", place),
        )
        for place, (name, score) in enumerate(zip(names, scores, strict=False), start=1)
    ]
    return Grid(
        caption, ("单位", rng.choice(("得分", "综合得分", "考核得分")), rng.choice(("排名", "名次"))), tuple(rows)
    )


Draw = Callable[[Random], Grid]
