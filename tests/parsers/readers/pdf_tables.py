"""Tables drawn into PDF files in many layouts, with what is printed in them: for tests and benchmarks of the reader.

``Layout`` says how a table is drawn; ``random_layout`` makes one from a seed; ``drawn`` gives the file. Everything is
placed by hand, so that each layout is the one asked for and no table engine stands between it and the file.
"""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from reportlab.lib import pagesizes
from reportlab.lib.colors import lightgrey
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))

NAMES = [
    "城关街道办",
    "绛溪镇",
    "法林镇",
    "杏花镇",
    "段村镇",
    "召陵镇",
    "午川镇",
    "天水乡",
    "县住建局",
    "县公安局",
    "县教体局",
    "县卫健局",
    "县人社局",
    "县水利局",
    "县医保局",
    "县妇联",
    "县农业农村局",
    "县市场监管局",
    "县交通运输局",
    "县城管执法局",
    "县退役军人事务局",
    "科技工业园区事务中心",
    "新兴产业集聚服务中心",
    "县广电网络有限公司",
    "湖口回族乡",
    "县自然资源和规划局",
    "县生态环境局",
    "县消防救援大队",
]
GROUPS = (("来件数", "办结数"), ("按时办结", "超时办结", "未办结"), ("来件数", "办结数", "办结率"))
PROSE = (
    "全县各级各部门要进一步提高认识，切实加强对群众来信办理工作的组织领导，按照规定时限认领、办理和答复群众反映的问题，"
    "做到事事有回音、件件有着落。对推诿扯皮、敷衍塞责的单位，将予以通报批评。"
)


@dataclass(frozen=True)
class Column:
    """``kind`` is serial, label, count, rate or note; ``group`` the label over several columns."""

    header: str
    kind: str
    group: str = ""


@dataclass(frozen=True)
class Content:
    """What is printed: columns, body rows, and for each row whether it is a total (``合计``)."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def headers(self) -> list[str]:
        return [c.group + c.header for c in self.columns]


@dataclass(frozen=True)
class Layout:
    """How a table is drawn; lengths in points, ``leading`` in sizes."""

    valign: str = "centre"
    number_align: str = "right"
    label_align: str = "left"
    note_align: str = "left"
    size: float = 9
    leading: float = 1.3
    pad_x: float = 4
    pad_y: float = 3
    label_width: float = 7
    note_width: float = 9
    header_width: float = 4.2
    rules: str = "none"
    repeat_header: bool = True
    split_rows: bool = False
    rows_per_page: int = 0
    page: str = "portrait"
    bold_header: bool = False
    spaced_header: bool = False
    spaced_numbers: bool = False
    total_place: str = "label"
    banners: tuple[int, ...] = ()
    title: str = "四季度群众来信办理情况统计表"
    caption: str = ""
    before: str = ""
    after: str = ""
    note_below: str = ""
    running_head: str = ""
    page_numbers: bool = False


@dataclass
class _Text:
    x: float
    y: float
    text: str
    size: float
    bold: bool = False


@dataclass
class _Page:
    texts: list[_Text] = field(default_factory=list)
    rules: list[tuple[float, float, float, float]] = field(default_factory=list)
    fills: list[tuple[float, float, float, float]] = field(default_factory=list)


# --- what is printed --------------------------------------------------------------------------------------------------


def random_content(
    rng: random.Random, n: int, *, serial: bool = True, note: bool = True, groups: bool = False, zero_rows: bool = False
) -> Content:
    """``n`` units with counts, rates and remarks, and their total."""
    columns = [Column("序号", "serial")] if serial else []
    columns.append(Column(rng.choice(("办理单位", "单位", "承办单位")), "label"))
    if groups:
        for group in ("市长信箱", "热线"):
            parts = rng.choice(
                (("来件数", "办结数"), ("按时办结", "超时办结", "未办结"), ("来件数", "办结数", "办结率"))
            )
            columns += [Column(p, "rate" if p.endswith("率") else "count", group) for p in parts]
    else:
        columns += [Column("应办件数", "count"), Column("实办数", "count"), Column("办结率", "rate")]
        if rng.random() < 0.6:
            columns.append(Column("逾期办结件数", "count"))
        if rng.random() < 0.5:
            columns.append(Column("按期办结率", "rate"))
    if note:
        columns.append(Column("备注", "note"))
    names = rng.sample(NAMES, min(n, len(NAMES))) + [f"测试单位{i}" for i in range(len(NAMES), n)]
    rows = []
    for i, name in enumerate(names[:n], 1):
        empty = zero_rows and serial and rng.random() < 0.15
        rows.append(tuple(_cell(rng, column, i, name, empty) for column in columns))
    figures = [
        "" if c.kind == "note" else ("100%" if c.kind == "rate" else str(sum(_number(row[j]) for row in rows)))
        for j, c in enumerate(columns)
    ]
    total = tuple({"serial": "", "label": "合计"}.get(c.kind, figures[j]) for j, c in enumerate(columns))
    return Content(tuple(columns), (*rows, total))


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def _cell(rng: random.Random, column: Column, i: int, name: str, empty: bool) -> str:
    match column.kind:
        case "serial":
            return str(i)
        case "label":
            return name
        case "note" if empty or rng.random() < 0.6:
            return ""
        case "note":
            return rng.choice(
                (
                    "\n".join(f"{m}月逾期{rng.randint(1, 19)}件" for m in range(10, 10 + rng.randint(1, 3))),
                    "主要涉及物业管理和房屋漏水等问题，已责成专人限期办理，其中未办结" + str(rng.randint(1, 9)) + "件",
                    "涉及欠薪" + str(rng.randint(1, 30)) + "件",
                )
            )
        case _ if empty:
            return ""
        case "rate":
            return rng.choice(("100%", "95.08%", "99.91%", "83.1%"))
        case _:
            return str(rng.choice((rng.randint(0, 9), rng.randint(10, 99), rng.randint(100, 1999))))


# --- how it is drawn --------------------------------------------------------------------------------------------------


def random_layout(rng: random.Random) -> Layout:
    """Any layout without rules, of those that word processors give."""
    return Layout(
        valign=rng.choice(("centre", "top", "bottom")),
        number_align=rng.choice(("right", "centre", "left")),
        label_align=rng.choice(("left", "centre")),
        note_align=rng.choice(("left", "centre")),
        size=rng.choice((8, 9, 10.5, 12)),
        leading=rng.choice((1.15, 1.3, 1.5)),
        pad_x=rng.choice((2, 4, 6)),
        pad_y=rng.choice((0, 1, 3, 6)),
        label_width=rng.choice((4.2, 6.2, 10.5)),
        note_width=rng.choice((7.2, 9.3, 13.2)),
        header_width=rng.choice((2.2, 3.2, 6.5)),
        repeat_header=rng.random() < 0.7,
        split_rows=rng.random() < 0.3,
        bold_header=rng.random() < 0.3,
        spaced_header=rng.random() < 0.3,
        total_place=rng.choice(("label", "serial", "merged", "spaced")),
        caption=rng.choice(("", "（单位：件）", "统计时间：2021年10月1日至12月31日")),
        before=rng.choice(("", PROSE)),
        after=rng.choice(("", PROSE)),
        note_below=rng.choice(("", "注：本表只统计牵头单位。")),
        running_head=rng.choice(("", "某县人民政府办公室文件")),
        page_numbers=rng.random() < 0.5,
    )


def wrapped(text: str, width: float) -> list[str]:
    """A cell's lines; ``width`` in characters, half for a Latin one."""
    lines = []
    for part in text.split("\n"):
        line, used = "", 0.0
        for character in part:
            wide = 1.0 if ord(character) > 0x2E80 else 0.52
            if line and used + wide > width:
                lines.append(line)
                line, used = "", 0.0
            line += character
            used += wide
        lines.append(line)
    return [line for line in lines if line]


def text_width(text: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, FONT, size))


class _Drawing:
    """One table laid out over pages, from the top left corner of the page turned upright."""

    margin = 50.0

    def __init__(self, content: Content, layout: Layout) -> None:
        self.content, self.layout = content, layout
        width, height = pagesizes.A4 if layout.page in ("portrait",) else pagesizes.landscape(pagesizes.A4)
        self.width, self.height = float(width), float(height)
        self.pages = [_Page()]
        self.y = 70.0
        self.pitch = layout.size * layout.leading
        self.widths = [self._column_width(j) for j in range(len(content.columns))]
        scale = min(1.0, (self.width - 2 * self.margin) / sum(self.widths))
        assert scale == 1.0, f"the table is {sum(self.widths):.0f} points wide"
        self.lefts = [self.margin + sum(self.widths[:j]) for j in range(len(self.widths) + 1)]

    def _column_width(self, j: int) -> float:
        layout, column = self.layout, self.content.columns[j]
        limit = {"serial": 3.0, "label": layout.label_width, "note": layout.note_width}.get(
            column.kind, layout.header_width
        )
        lines = [line for row in self.content.rows for line in self._lines(row[j], column.kind)]
        lines += self._header_lines(column)
        return max(text_width(line, layout.size) for line in lines if line) + 2 * layout.pad_x if limit else 0.0

    def _lines(self, text: str, kind: str) -> list[str]:
        if kind in ("label", "note"):
            return wrapped(text, self.layout.label_width if kind == "label" else self.layout.note_width)
        if self.layout.spaced_numbers and len(text) > 2:
            text = f"{text[:-1]} {text[-1]}"
        return [text] if text else []

    def _header_lines(self, column: Column) -> list[str]:
        if self.layout.spaced_header and len(column.header) == 2 and column.kind in ("serial", "note"):
            return [column.header[0] + "    " + column.header[1]]
        return wrapped(column.header, max(self.layout.header_width, 2.2))

    @property
    def page(self) -> _Page:
        return self.pages[-1]

    @property
    def bottom(self) -> float:
        return self.height - 60.0

    def draw(self) -> None:
        layout = self.layout
        if layout.before:
            self._prose(layout.before)
        self._line(layout.title, layout.size + 4, "centre", 2.0)
        if layout.caption:
            self._line(layout.caption, layout.size, "right", 1.6)
        self.y += 6
        self._header()
        on_page = 0
        for i, row in enumerate(self.content.rows):
            if i in layout.banners:
                self._banner(f"{'一二三四五'[layout.banners.index(i)]}、{'镇街' if i == 0 else '部门'}")
            high = self._row_height(row)
            if (layout.rows_per_page and on_page == layout.rows_per_page) or self.y + high > self.bottom:
                splits = layout.split_rows and high > 2 * self.pitch and self.y + 2 * self.pitch < self.bottom
                if not splits:
                    self._break()
                    on_page = 0
            self._row(row, i)
            on_page += 1
        self.y += 14
        if layout.note_below:
            self._line(layout.note_below, layout.size, "left", 1.6)
        if layout.after:
            self.y += 8
            self._prose(layout.after)
        self._furniture()

    def _break(self) -> None:
        self.pages.append(_Page())
        self.y = 70.0
        if self.layout.repeat_header:
            self._header()

    def _furniture(self) -> None:
        for number, page in enumerate(self.pages, 1):
            if self.layout.running_head:
                page.texts.append(_Text(self.margin, 40, self.layout.running_head, 9))
            if self.layout.page_numbers:
                page.texts.append(_Text(self.width / 2, self.height - 30, f"- {number} -", 9))

    def _line(self, text: str, size: float, align: str, leading: float) -> None:
        if self.y + size > self.bottom:
            self.pages.append(_Page())
            self.y = 70.0
        self.y += size * leading
        self._put(text, self.margin, self.width - self.margin, self.y, align, size)

    def _prose(self, text: str) -> None:
        size = 12.0
        lines = wrapped("　　" + text, (self.width - 2 * self.margin) / size)
        for line in lines:
            self._line(line, size, "left", 1.6)

    def _put(self, text: str, left: float, right: float, y: float, align: str, size: float, bold: bool = False) -> None:
        wide = text_width(text, size)
        x = {"left": left, "right": right - wide, "centre": (left + right - wide) / 2}[align]
        self.page.texts.append(_Text(x, y, text, size, bold))

    def _base(self, top: float) -> float:
        """The base line of a line of cell text whose box begins at ``top``."""
        return top + self.pitch - (self.pitch - self.layout.size) / 2 - 0.12 * self.layout.size

    def _cell(self, j: int, lines: Sequence[str], top: float, high: float, align: str, valign: str, bold: bool) -> None:
        """The lines of a cell in the box that begins at ``top`` (its rows are ``high``)."""
        layout = self.layout
        room = high - 2 * layout.pad_y - len(lines) * self.pitch
        y = top + layout.pad_y + {"top": 0.0, "bottom": room, "centre": room / 2}[valign]
        left, right = self.lefts[j] + layout.pad_x, self.lefts[j + 1] - layout.pad_x
        for line in lines:
            self._put(line, left, right, self._base(y), align, layout.size, bold)
            y += self.pitch

    def _row_height(self, row: Sequence[str]) -> float:
        tallest = max(len(self._lines(text, c.kind)) for text, c in zip(row, self.content.columns, strict=True))
        return tallest * self.pitch + 2 * self.layout.pad_y

    def _header(self) -> None:
        columns = self.content.columns
        has_groups = any(c.group for c in columns)
        leaf_lines = [self._header_lines(c) for c in columns]
        bold = self.layout.bold_header
        tallest = max(len(lines) for lines in leaf_lines)
        leaf_high = tallest * self.pitch + 2 * self.layout.pad_y
        group_high = self.pitch + 2 * self.layout.pad_y if has_groups else 0.0
        top = self.y
        for j, lines in enumerate(leaf_lines):
            if has_groups and columns[j].group:
                self._cell(j, lines, top + group_high, leaf_high, "centre", "centre", bold)
            else:
                self._cell(j, lines, top, group_high + leaf_high, "centre", "centre", bold)
        for first, end, group in self._groups():
            base = self._base(top + self.layout.pad_y)
            self._put(group, self.lefts[first], self.lefts[end], base, "centre", self.layout.size, bold)
        bottom = top + group_high + leaf_high
        self._frame(top, bottom, is_header=True, odd=False)
        if has_groups and self.layout.rules in GRIDS:
            for first, end, _ in self._groups():
                self._across(top + group_high, self.lefts[first], self.lefts[end])
        self.y = bottom

    def _groups(self) -> Iterator[tuple[int, int, str]]:
        columns = self.content.columns
        first = 0
        for j in range(1, len(columns) + 1):
            if j == len(columns) or columns[j].group != columns[first].group:
                if columns[first].group:
                    yield first, j, columns[first].group
                first = j

    def _banner(self, text: str) -> None:
        if self.y + 3 * self.pitch > self.bottom:
            self._break()
        base = self._base(self.y + self.layout.pad_y)
        self._put(text, self.lefts[0], self.lefts[-1], base, "centre", self.layout.size)
        self.y += self.pitch + 2 * self.layout.pad_y

    def _row(self, row: Sequence[str], number: int) -> None:
        top, high = self.y, self._row_height(row)
        before = len(self.page.texts)
        layout = self.layout
        is_total = "合计" in row
        for j, (text, column) in enumerate(zip(row, self.content.columns, strict=True)):
            lines = self._lines(text, column.kind)
            align = {"serial": "centre", "label": layout.label_align, "note": layout.note_align}.get(
                column.kind, layout.number_align
            )
            if is_total and column.kind == "label":
                self._total(j, top, high)
                continue
            self._cell(j, lines, top, high, align, layout.valign, False)
        joined = is_total and layout.total_place in ("merged", "spaced")
        odd = number % 2 == 1
        self.y = top + high
        if self.y <= self.bottom or not layout.split_rows:
            self._frame(top, self.y, is_header=False, odd=odd, joined=joined)
            return
        self._frame(top, self.bottom + layout.pad_y, is_header=False, odd=odd, joined=joined)
        self._split(before)

    def _total(self, j: int, top: float, high: float) -> None:
        place = self.layout.total_place
        text = "合  计" if place == "spaced" else "合计"
        if place in ("serial", "merged", "spaced") and j > 0:
            if place == "serial":
                self._cell(0, [text], top, high, "centre", self.layout.valign, False)
                return
            room = high - 2 * self.layout.pad_y - self.pitch
            down = {"top": 0.0, "bottom": room, "centre": room / 2}[self.layout.valign]
            base = self._base(top + self.layout.pad_y + down)
            self._put(text, self.lefts[0], self.lefts[j + 1], base, "centre", self.layout.size)
            return
        self._cell(j, [text], top, high, self.layout.label_align, self.layout.valign, False)

    def _split(self, before: int) -> None:
        """Move the lines of the last row that are below the page to the next one."""
        texts = self.page.texts
        row = texts[before:]
        over = [t for t in row if t.y > self.bottom]
        if not over:
            return
        self.page.texts = texts[:before] + [t for t in row if t.y <= self.bottom]
        self._break()
        first = min(t.y for t in over)
        shift = self._base(self.y + self.layout.pad_y) - first
        for t in over:
            self.page.texts.append(replace(t, y=t.y + shift))
        start = self.y
        self.y = max(t.y for t in over) + shift + self.layout.pad_y + self.pitch - self._base(0.0)
        self._frame(start, self.y, is_header=False, odd=False)

    # rules

    def _across(self, y: float, left: float, right: float) -> None:
        self._dashed(left, y, right, y) if self.layout.rules == "dashed" else self.page.rules.append(
            (left, y, right, y)
        )

    def _dashed(self, x0: float, y0: float, x1: float, y1: float) -> None:
        length = max(x1 - x0, y1 - y0)
        step = 0.0
        while step < length:
            end = min(step + 3, length)
            if y0 == y1:
                self.page.rules.append((x0 + step, y0, x0 + end, y0))
            else:
                self.page.rules.append((x0, y0 + step, x0, y0 + end))
            step += 5

    def _frame(self, top: float, bottom: float, *, is_header: bool, odd: bool, joined: bool = False) -> None:
        """The rules and fills of a row; ``joined``: its first two cells are one."""
        rules, left, right = self.layout.rules, self.lefts[0], self.lefts[-1]
        if rules == "fills":
            if is_header or odd:
                self.page.fills.append((left, top, right, bottom))
            return
        if rules in ("three", "rows", *GRIDS) and (is_header or rules != "three"):
            self._across(top, left, right)
            self._across(bottom, left, right)
        if rules == "three" and not is_header:
            self.page.rules = [r for r in self.page.rules if r[1] != self._last_bottom]
            self._across(bottom, left, right)
            self._last_bottom = bottom
        if rules in ("columns", *GRIDS):
            inner = self.lefts[1:-1] if rules == "open" else self.lefts
            for x in inner:
                if joined and rules in GRIDS and x == self.lefts[1] and self.content.columns[0].kind == "serial":
                    continue
                inside = is_header and self._is_inside_group(x)
                first = top + self.pitch + 2 * self.layout.pad_y if inside else top
                if rules == "dashed":
                    self._dashed(x, first, x, bottom)
                else:
                    self.page.rules.append((x, first, x, bottom))

    _last_bottom = 0.0

    def _is_inside_group(self, x: float) -> bool:
        return any(self.lefts[first] < x < self.lefts[end] for first, end, _ in self._groups())


GRIDS = ("grid", "dashed", "open")


def drawn(content: Content, layout: Layout) -> bytes:
    """The file."""
    drawing = _Drawing(content, layout)
    drawing.draw()
    return rendered(drawing.pages, drawing.width, drawing.height, layout.page)


def rendered(pages: Sequence[_Page], width: float, height: float, kind: str) -> bytes:
    """Pages as a file. ``kind``: portrait and landscape as they are; rotate90, rotate270 drawn turned on a page with a
    ``/Rotate`` that turns it upright; sideways drawn turned on a page that stays so."""
    buffer = io.BytesIO()
    # reportlab itself exchanges the sides of a page with a /Rotate
    canvas = Canvas(buffer, pagesize=(height, width) if kind == "sideways" else (width, height), invariant=1)
    for page in pages:
        canvas.saveState()
        if kind in ("rotate90", "sideways"):  # the text runs up the page
            canvas.translate(height, 0)
            canvas.rotate(90)
        elif kind == "rotate270":
            canvas.translate(0, width)
            canvas.rotate(-90)
        for left, top, right, bottom in page.fills:
            canvas.setFillColor(lightgrey)
            canvas.rect(left, height - bottom, right - left, bottom - top, stroke=0, fill=1)
        canvas.setFillGray(0)
        canvas.setLineWidth(0.5)
        for x0, y0, x1, y1 in page.rules:
            canvas.line(x0, height - y0, x1, height - y1)
        for text in page.texts:
            for shift in (0, 0.4) if text.bold else (0,):
                canvas.setFont(FONT, text.size)
                canvas.drawString(text.x + shift, height - text.y, text.text)
        canvas.restoreState()
        if kind in ("rotate90", "rotate270"):
            canvas.setPageRotation(int(kind[6:]))
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def text_pages(pages: Sequence[Sequence[tuple[float, float, str, float]]]) -> bytes:
    """Pages with texts on them: place across, place from the top, text, size."""
    width, height = pagesizes.A4
    made = [_Page([_Text(*text) for text in texts]) for texts in pages]
    return rendered(made, float(width), float(height), "portrait")


def prose_page(draw: Callable[[Callable[[float, float, str, float], None]], None]) -> bytes:
    """A page with the texts that ``draw`` puts on it: ``put(place across, place from the top, text, size)``."""
    texts: list[tuple[float, float, str, float]] = []
    draw(lambda x, y, text, size: texts.append((x, y, text, size)))
    return text_pages([texts])
