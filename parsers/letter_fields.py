"""From a read page or file to the labels of its letters and their values.

Letters are printed in tables with a label beside its value (or both in one cell, or a text in the row below its label),
and in lines: ``label：value``, the value in the line below, a text under a heading, a text without any label below the
time of the question or the office of the answer. What belongs here: finding those. What does not: knowing a label
(``parsers.labels``), which field it is (``parsers.letters``), markup (``parsers.platforms.forms``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from parsers.document import Block, Document, Grid, Text
from parsers.labels import LONG_FIELDS, label_key, letter_labels
from parsers.readers.layout import has_ended, numbering
from parsers.reply_blocks import Field, without_its_office
from parsers.text.agencies import is_office
from parsers.text.dates import parse_date, plain

_LABELLED = re.compile(
    r"^\s*(?:[-•●·]\s+)?[【\[]?(?P<label>[^：:，,。；;！!？?【】\[\]]{1,12}?)[】\]]?\s*[：:]\s*(?P<value>.*)$",
    re.DOTALL,
)
_FRAMED = re.compile(r"^\s*【(?P<label>[^【】：:]{1,12})】\s*(?P<value>.*)$", re.DOTALL)
_OFFICE_AND_TIME = re.compile(r"(?P<office>\S.*?)\s+(?P<time>\d{4}\s*[-/.年]\s*\d.*)", re.DOTALL)
_DATE_FIELDS = frozenset({"received_on", "accepted_on", "due_on_printed", "page_replied_on"})
_LABEL_BEHIND_BLANK = re.compile(r"\s(?P<label>[\u3400-\u9fff()（）]{2,8})\s*[：:]")
_SENTENCE = re.compile("[,，。;；!！?？]")
_HEADING = re.compile(r"\s*(?P<label>\S.*?)\s*(?P<value>)$")
_FURNITURE = ""
"""In the place of a label: a line of the page below a text; what comes next is no part of the text."""
_FEWEST_FRAMED = 2
_BESIDE = 4
"""So many values stand in a line at most (回复单位, 回复时间, 来源, 浏览次数), below which a text may have no label."""
_GREETING = re.compile(
    r"(?:尊敬的|亲爱的)?.{0,16}(?:网友|网民|市民|群众|居民|来信人|先生|女士|同志|朋友)[^:]{0,12}:?|.{0,20}[你您]好.*",
    re.DOTALL,
)
_MOST_BELOW = 100
"""So many lines below one of a reply are looked at for what still belongs to it; a page may have a million."""
_MOST_HEADINGS = 2
"""So many labels may stand one below the other without a value (回复内容 over 回复单位); more head a list."""
_SHORTEST_HEADING = 4
"""Characters of a label that heads a text in a line of its own, without a colon (信件内容)."""
_SHORTEST_BARE_TEXT = 15
"""Characters of a line that is a text though no label says so."""
_LONGEST_STATUS = 12
"""Characters of a word of status; what is longer is a text."""
_LONGEST_NAME = 40
"""Characters of an office or a word of status beside other values in one cell."""
_SHORT_FIELDS = ("agency", "status", "category", "letter_no")
_LONGEST_SHORT_VALUE = 120
"""Characters of a value that may stand in a line of its own below its label; a longer line is text, not a value."""
_NAME_AND_TIME = re.compile(r"\s*(?P<name>.*?)\s*(?P<time>\d{4}\s*[-/.年]\s*\d.*)", re.DOTALL)
_ASKED = "留言时间"
"""The label of a time that stands behind the name of the letter's writer."""
_REPLY, _OFFICE = "回复内容", "回复单位"
"""The labels of a reply and of its office, where a page prints them without one."""
_OFFICE_REPLIES = re.compile("(?P<office>.{2,10}?)(?:的)?(?:回复|答复)(?:内容|意见|如下)?")
_REPLIED = "回复时间"
"""The label of a time that stands under that of its office."""


def letter_fields(document: Document) -> list[list[Field]]:
    """The fields of each letter of a document: of each grid of labels and values, else of its labelled lines."""
    blocks = document.blocks
    grids = [(n, f) for n, b in enumerate(blocks) if isinstance(b, Grid) and (f := _grid_fields(b)) is not None]
    fields = _with_their_replies(f for _, f in grids)
    if not fields:
        return [_paragraph_fields(part) for part in _each_letter(_lines_of(blocks))]
    if len(fields) == 1 and not _replies_in(fields[0]):
        found = _paragraph_fields(_lines_of(blocks[grids[-1][0] + 1 :]))
        fields[0] += found if _replies_in(found) else []
    return fields


def _each_letter(blocks: Sequence[Text]) -> list[Sequence[Text]]:
    """The lines of each letter of a list that prints its letters whole, one below the other: each begins with the label
    with which the first one begins, and has a text and a reply under the same labels as that one.
    """
    labels = letter_labels()
    keys = [label_key(m["label"]) if (m := _LABELLED.match(block.text)) else None for block in blocks]
    first = next((key for key in keys if key is not None and labels.knows(key)), None)
    starts = [n for n, key in enumerate(keys) if key is not None and key == first]
    parts = [slice(a, b) for a, b in pairwise([*starts, len(blocks)])]
    forms = [{key for key in keys[part] if key is not None and labels.fields.get(key) in LONG_FIELDS} for part in parts]
    means = [{labels.fields[key] for key in form} for form in forms]
    if len(parts) < 2 or any(form != forms[0] for form in forms) or not {"body", "reply"} <= means[0]:
        return [blocks]
    return [blocks[part] for part in parts]


def _lines_of(blocks: Iterable[Block]) -> list[Text]:
    """The texts that can hold labels or go on with a text: all but headings without label or number (一、政策依据)."""
    return [b for b in blocks if isinstance(b, Text) and (not b.level or numbering(b.text) or _is_labelled(b.text))]


def _is_labelled(heading: str) -> bool:
    m = _LABELLED.match(heading)
    return heads_text(heading) or (m is not None and letter_labels().knows(label_key(m["label"])))


def _grid_fields(grid: Grid) -> list[Field] | None:
    """The labels and values of a grid with label | value (| label | value) rows, of cells that hold both (label：value)
    and of texts in a row below their label; ``None`` for any other grid.
    """
    labels = letter_labels()
    fields: list[Field] = []
    heading: Field | None = None
    for cells, locator in _rows_of(grid):
        if not cells or (len(cells) == 2 and (label_key(cells[0]), label_key(cells[1])) in labels.header_pairs):
            continue
        if heading is not None and len(cells) == 1 and not labels.knows(label_key(cells[0])):
            fields.append((heading[0], cells[0], locator))
            heading = None
            continue
        if heading is not None:
            fields.append(heading)  # a text that is not there, or heads the rows below
        heading = (cells[0], "", locator) if len(cells) == 1 and heads_text(cells[0]) else None
        names_table = len(cells) == 1 and not fields and not labels.knows(label_key(cells[0]))
        names_table &= not _is_labelled(cells[0])
        if heading is None and not (names_table and len(grid.rows) > 1):
            fields += _row_fields(cells, locator)
    if heading is not None:
        fields.append(heading)
    fields = [f for f in fields if f[1] or not _only_heads(f, fields)]
    known = sum(labels.knows(label_key(label)) for label, _, _ in fields)
    texts = any(labels.fields.get(label_key(label)) in LONG_FIELDS for label, _, _ in fields)
    return fields if (known >= 2 and known * 2 >= len(fields)) or (known > 2 and texts) else None


def _rows_of(grid: Grid) -> Iterator[tuple[list[str], str]]:
    """The cells of each row without the empty ones at its end, and its place; a row of labels and the row of their
    values below it (来信时间 | 办理单位 over 2021-01-03 | 某局) as one row that has each value beside its label.
    """
    labels = letter_labels()
    rows = []
    for row, locator in zip(grid.rows, grid.locators, strict=True):
        cells = [(cell or "").strip() for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        rows.append((cells, locator))
    n = 0
    while n < len(rows):
        cells, locator = rows[n]
        below = rows[n + 1][0] if n + 1 < len(rows) else []
        known = [[labels.knows(label_key(cell)) for cell in row] for row in (cells, below)]
        if len(cells) > 1 and len(cells) == len(below) and all(known[0]) and not any(known[1]):
            yield [cell for pair in zip(cells, below, strict=True) for cell in pair], rows[n + 1][1]
            n += 2
        else:
            yield cells, locator
            n += 1


def _row_fields(cells: list[str], locator: str) -> list[Field]:
    """The labels and values of one row, which has a cell at least."""
    labels = letter_labels()
    both = [_LABELLED.match(cell) for cell in cells if cell]
    if all(m is not None and m["value"] and labels.knows(label_key(m["label"])) for m in both):
        return [field for m in both if m is not None for field in _same_line(m["label"], m["value"], locator)]
    if len(cells) % 2 and labels.knows(label_key(cells[-1])):
        cells = [*cells, ""]  # a label whose value is empty
    if len(cells) == 1 and _is_reply(cells[0]):
        return [(_REPLY, cells[0], locator)]
    if len(cells) % 2:
        return [(cells[0], " ".join(c for c in cells[1:] if c), locator)]
    return [
        field
        for label, value in zip(cells[::2], cells[1::2], strict=True)
        for field in (_fields_of_cell(label, value, locator) or [(label, value, locator)])
    ]


def _fields_of_cell(label: str, value: str, locator: str) -> list[Field]:
    """The fields of a cell that holds several short ones (处理单位：某镇 处理时间：2017-11-21); none for any other, and
    none for a text that begins with some (``parsers.reply_blocks`` cuts it).
    """
    labels = letter_labels()
    m = _LABELLED.match(value)
    if m is None or not labels.knows(label_key(m["label"])) or labels.fields.get(label_key(label)) in LONG_FIELDS:
        return []
    fields = list(_same_line(m["label"], m["value"], locator))
    short = all(_is_short(label_key(name), said) for name, said, _ in fields)
    return fields if len(fields) > 1 and short else []


def _is_short(key: str, value: str) -> bool:
    """Whether a value is no more than its label says: a date, or a few words in one line."""
    labels = letter_labels()
    means = {labels.fields.get(key), *labels.fallback.get(key, ())}
    if means & _DATE_FIELDS:
        return not value or parse_date(value) is not None
    return not means & {*LONG_FIELDS} and len(value) <= _LONGEST_NAME


def _labelled(line: str, *, all_framed: bool = False) -> re.Match[str] | None:
    """Label and value of a line, if it begins with a label: with a colon, framed, or a known one that heads a text.

    ``all_framed``: the page frames its labels (【回复时间】2020-05-06), so that what is framed is one though nobody
    knows it.
    """
    framed = _FRAMED.match(line)
    if framed is not None and (all_framed or letter_labels().knows(label_key(framed["label"]))):
        return framed
    return _LABELLED.match(line) or (_HEADING.match(line) if _heads_value(line) else None)


def _heads_value(line: str) -> bool:
    """Whether a line is a label that needs no colon, because it stands alone (信件内容, 回复部门)."""
    key = label_key(line)
    return len(key) >= _SHORTEST_HEADING and letter_labels().fields.get(key) is not None


def heads_text(line: str) -> bool:
    key = label_key(line)
    return len(key) >= _SHORTEST_HEADING and letter_labels().fields.get(key) in LONG_FIELDS


def _paragraph_fields(blocks: Sequence[Text]) -> list[Field]:
    """``label：value`` paragraphs, or the value in the line below its label; a line without a known label continues the
    letter's or the reply's text before it, and so does a person's label that stands inside that text."""
    labels = letter_labels()
    fields: list[Field] = []
    lines = [(line, block.locator) for block in blocks for line in block.text.split("\n") if line.strip()]
    lines = _with_labels_of_replies(_without_headers(lines))
    bare = _without_label([line for line, _ in lines])
    goes_on = _text_follows(lines)
    framed = [m["label"] for line, _ in lines if (m := _FRAMED.match(line)) is not None]
    all_framed = sum(labels.knows(label_key(label)) for label in framed) >= _FEWEST_FRAMED
    for number, (line, place) in enumerate(lines):
        m = _labelled(line, all_framed=all_framed)
        key = "" if m is None else label_key(m["label"])
        long_text = _text_of(fields[-1]) if fields else None
        inside = long_text is not None
        if _ends_text(line):
            fields += [(_FURNITURE, line, place)] if inside else []
        elif fields and not inside and not labels.knows(key) and _is_value_of(fields[-1], line):
            fields[-1] = (fields[-1][0], line.strip(), place)
        elif long_text == "reply" and key in labels.person and _greets(line, lines[number + 1 : number + 2]):
            fields[-1] = _continued(fields[-1], line)
        elif inside and m is not None and key in labels.person and m["value"].strip():
            if long_text == "reply" or goes_on[number]:
                fields[-1] = _continued(fields[-1], line)
            else:
                fields.extend(_same_line(m["label"], m["value"], place))
        elif (
            long_text == "reply"
            and m is not None
            and _is_said(key, m["value"], lines[number + 1 : number + 1 + _MOST_BELOW])
        ):
            fields[-1] = _continued(fields[-1], line)
        elif fields and (label := _bare_label(bare, fields)) and _is_text(fields[-1], line, key):
            fields.append((label, line.strip(), place))
        elif m is not None and (labels.knows(key) or (fields and (m.re is _FRAMED or _is_open(fields[-1], inside)))):
            fields.extend(_same_line(m["label"], m["value"], place))
        elif inside and line.strip():
            fields[-1] = _continued(fields[-1], line)
    return [f for f in fields if f[0] != _FURNITURE and not _only_heads(f, fields)]


def _text_of(field: Field) -> str | None:
    """Which text a field holds; ``None`` for a short value. 办理情况 holds a word of status on some sites."""
    labels, key = letter_labels(), label_key(field[0])
    if labels.fields.get(key) in LONG_FIELDS and key not in labels.status_or_reply:
        return labels.fields[key]
    can_be_reply = key in labels.status_or_reply or "reply" in labels.fallback.get(key, ())
    is_text = not field[1] or len(field[1]) > _LONGEST_STATUS or _GREETING.fullmatch(plain(field[1]).strip())
    return "reply" if can_be_reply and is_text else None


def _without_headers(lines: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The lines without those of the header of a list, a label each."""
    kept: list[tuple[str, str]] = []
    for alone, run in groupby(lines, key=lambda line: _heads_value(line[0])):
        found = list(run)
        kept += [] if alone and len(found) > _MOST_HEADINGS else found
    return kept


def _with_labels_of_replies(lines: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The lines; where none labels a reply, each that is one below the letter has such a label before it."""
    labels = letter_labels()
    named = [(m, label_key(m["label"])) for line, _ in lines if (m := _labelled(line)) is not None]
    if any(_text_of((m["label"], m["value"], "")) == "reply" or k in labels.status_or_reply for m, k in named):
        return list(lines)
    names_office = any(labels.fields.get(key) == "agency" for _, key in named)
    found: list[tuple[str, str]] = []
    of_letter = False
    for line, place in lines:
        m = _LABELLED.match(line)
        office = None if m is None else _answering_office(m["label"])
        of_letter = of_letter or (m is not None and labels.fields.get(label_key(m["label"])) == "body")
        if of_letter and m is not None and office is not None and not names_office:
            found += [(f"{_OFFICE}：{office}", place), (f"{_REPLY}：{m['value']}", place)]
        elif of_letter and not (m is not None and labels.knows(label_key(m["label"]))) and _is_reply(line):
            found.append((f"{_REPLY}：{line.strip()}", place))
        else:
            found.append((line, place))
    return found


def _answering_office(label: str) -> str | None:
    """The office whose reply a label heads (某局回复)."""
    m = _OFFICE_REPLIES.fullmatch(plain(label).strip())
    return m["office"] if m is not None and is_office(m["office"]) else None


def _is_reply(text: str) -> bool:
    """Whether a text without a label is a reply: it greets and names at its end who answered or when, or names both."""
    block = without_its_office(text)
    if not block.body.strip() or not (block.agency or block.dated):
        return False
    return bool(block.agency and block.dated) or _GREETING.match(plain(text).strip()) is not None


def _only_heads(field: Field, fields: Sequence[Field]) -> bool:
    """Whether a label of a text heads a section only, with no more than another heading below it (信件内容 over
    来信情况): the text is labelled again, where it stands.
    """
    label, heading, _ = field
    if not heads_text(label) or len(heading) > _LONGEST_STATUS or _SENTENCE.search(heading):
        return False
    labels = letter_labels()
    means = labels.fields.get(label_key(label))
    texts = (value for other, value, _ in fields if labels.fields.get(label_key(other)) == means)
    return any(len(text) > len(heading) for text in texts)


def _without_label(lines: Sequence[str]) -> dict[str | None, str]:
    """Where the text of the letter, or of a reply, stands without a label of its own: behind which field, and the label
    that it would have. Below 提问时间 stands the question, below office or time of a reply its text.

    Several replies are printed so under one heading only (信件回复): rows of office and time without it are a list.
    """
    labels = letter_labels()
    named: Counter[str] = Counter()
    for line, below in pairwise([*lines, ""]):
        m = _labelled(line)
        if m is None:
            continue
        if m.re is _HEADING and ((next_one := _labelled(below)) and labels.knows(label_key(next_one["label"]))):
            named[f"over {labels.fields[label_key(line)]}"] += 1
            continue
        keys = {label_key(label) for label, _, _ in _same_line(m["label"], m["value"], "")}
        named.update(labels.fields[key] for key in keys if key in labels.fields)
        named["reply"] += bool(keys & labels.status_or_reply) or any(
            "reply" in labels.fallback.get(k, ()) for k in keys
        )
    bare: dict[str | None, str] = {}
    replies = max(named["agency"], named["page_replied_on"])
    # 发表时间 alone stands above any article: something else must say that this is a letter.
    of_letter = replies or any(named[field] for field in ("reply", "letter_no", "category", "status", "title"))
    if not named["body"] and named["received_on"] == 1 and of_letter:
        bare["received_on"] = "来信内容"
    if not named["reply"] and (replies == 1 or (replies and named["over reply"] == 1)):
        bare |= {"agency": "回复内容", "page_replied_on": "回复内容"}
    return bare


def _bare_label(bare: Mapping[str | None, str], fields: Sequence[Field]) -> str | None:
    """The label that a text below the last of the fields would have."""
    labels = letter_labels()
    means = (labels.fields.get(label_key(label)) for label, _, _ in reversed(fields[-_BESIDE:]))
    return bare.get(next((field for field in means if field is not None), None))


def _is_text(above: Field, line: str, key: str) -> bool:
    """Whether a line below a short value is a text of its own: a long one or a sentence, a greeting, or the office that
    speaks.
    """
    labels = letter_labels()
    if not above[1] or _ends_text(line):
        return False
    if _GREETING.match(plain(line).strip()):
        return True
    is_long = len(line.strip()) >= _SHORTEST_BARE_TEXT or line.strip().endswith(("。", "！", "!", "？"))
    return not labels.knows(key) and (is_long or is_office(line))


def _is_open(above: Field, inside: bool) -> bool:
    """Whether a line that looks labelled, though nobody knows its label, is a field of the form."""
    return not inside and above[0] != _FURNITURE


def _ends_text(line: str) -> bool:
    """Whether a line belongs to the page below a text (分享到, 满意度调查) and not to the text."""
    return any(p.fullmatch(plain(line).strip()) for p in letter_labels().below_texts)


def _greets(line: str, below: Sequence[tuple[str, str]]) -> bool:
    """Whether 网友： is no label but the first line of a greeting."""
    following = below[0][0] if below else ""
    return line.strip().endswith((":", "：")) and re.match(r"\s*[你您]好", following) is not None


def _continued(field: Field, line: str) -> Field:
    label, value, place = field
    return label, f"{value}\n{line.strip()}" if value else line.strip(), place


def _text_follows(lines: Sequence[tuple[str, str]]) -> list[bool]:
    """For each line whether a text goes on below it: what comes next, persons' labels apart, is no known label.

    Where a label of the form comes next, a person's label belongs to the form as well.
    """
    labels = letter_labels()
    follows = [False] * len(lines)
    for number in range(len(lines) - 2, -1, -1):
        m = _LABELLED.match(lines[number + 1][0])
        key = "" if m is None else label_key(m["label"])
        follows[number] = follows[number + 1] if key in labels.person else not labels.knows(key)
    return follows


def _is_said(key: str, value: str, below: Sequence[tuple[str, str]]) -> bool:
    """Whether a line of a reply that begins with a label is part of its text (办理时间：每年3月) and no field below.

    A sentence is; so is a value that its label cannot have, or under a label of several meanings (办理单位) any, where
    the text goes on below. What says who answered, and when, always is a field.
    """
    labels = letter_labels()
    field = labels.fields.get(key)
    if not value.strip() or field in (*LONG_FIELDS, "agency", "page_replied_on") or key in labels.status_or_reply:
        return False
    means = {field} if field is not None else {*labels.fallback.get(key, ())}
    if not means or "reply" in means:
        return False
    has_day = bool(means & _DATE_FIELDS) and parse_date(next(_same_line(key, value, ""))[1]) is not None
    if has_ended(value) and not has_day:
        return True
    signed, goes_on = _below_a_line(below)
    if means & _DATE_FIELDS and not has_day:
        return signed or goes_on
    return signed and field is None


def _below_a_line(below: Sequence[tuple[str, str]]) -> tuple[bool, bool]:
    """Whether a signature with its day, and whether a sentence stand among the lines of a text below one of its lines.

    An office alone may be that of the site.
    """
    labels = letter_labels()
    goes_on = False
    for above, (line, _) in pairwise([("", ""), *below]):
        m = _labelled(line)
        if m is not None and labels.knows(label_key(m["label"])):
            if _text_of((m["label"], m["value"], "")) is not None:
                break
            continue
        head = _labelled(above[0])
        if _ends_text(line) or (head is not None and labels.knows(label_key(head["label"])) and not head["value"]):
            break
        end = _NAME_AND_TIME.fullmatch(plain(line))
        if end is not None and parse_date(end["time"]) is not None and (not end["name"] or is_office(end["name"])):
            return True, goes_on
        goes_on = goes_on or has_ended(line)
    return False, goes_on


def _is_value_of(field: Field, line: str) -> bool:
    """Whether a line without a known label is the value of the label above it, which has none in its own line.

    A field may also be empty: the line of a date must be one, and one that looks labelled itself is a title at most,
    which may hold a colon.
    """
    label, value, _ = field
    labels, key = letter_labels(), label_key(label)
    if value or not labels.knows(key) or not 0 < len(line.strip()) <= _LONGEST_SHORT_VALUE:
        return False
    means = {labels.fields.get(key), *labels.fallback.get(key, ())}
    if means & _DATE_FIELDS:
        return parse_date(line) is not None
    own_label = _LABELLED.match(line)
    return own_label is None or ("title" in means and bool(own_label["value"]))


def _same_line(label: str, value: str, place: str) -> Iterator[Field]:
    """The labelled values of a line, cut before each known label behind a blank (来信人：... 时间：...), behind a short
    value also without one (某局来源：某网). A time behind the writer's name is that of the letter.
    """
    while (found := _next_label(label, value)) is not None:
        start, colon = found
        yield label, value[:start].strip(), place
        label, value = value[start:colon].strip(), value[colon + 1 :].strip()
    both = _NAME_AND_TIME.fullmatch(value) if label_key(label) in letter_labels().askers else None
    if both is not None and parse_date(both["time"]) is not None:
        yield label, both["name"], place
        label, value = _ASKED, both["time"]
    yield label, value.strip(), place


def _next_label(label: str, value: str) -> tuple[int, int] | None:
    """Where the next known label of a line begins, and its colon; ``None`` where the rest of the line is the value."""
    labels = letter_labels()
    field = labels.fields.get(label_key(label))
    if field in LONG_FIELDS:
        return None
    if field in _SHORT_FIELDS:
        for m in re.finditer("[：:]", value[:_LONGEST_SHORT_VALUE]):
            for start in range(max(1, m.start() - 8), m.start() - 1):
                if labels.knows(label_key(value[start : m.start()])):
                    return start, m.start()
    for m in _LABEL_BEHIND_BLANK.finditer(value):
        if labels.knows(label_key(m["label"])):
            return m.start(), m.end() - 1
    return None


def _with_their_replies(grids: Iterable[list[Field]]) -> list[list[Field]]:
    """The fields of each letter: a grid that names neither title nor text, but a reply, goes on with the one before; so
    does the text in a grid of its own below one that has none, of which it repeats nothing.
    """
    labels = letter_labels()
    letters: list[list[Field]] = []
    for fields in grids:
        keys = {label_key(label) for label, _, _ in fields}
        named = {labels.fields.get(key) for key in keys}
        replies = any("reply" in labels.fallback.get(key, ()) for key in keys) or {"reply", "agency"} & named
        before = {labels.fields.get(label_key(label)) for label, _, _ in letters[-1]} - {None} if letters else set()
        texts_of_it = "body" in named and bool(before) and not before & (named | {*LONG_FIELDS})
        if texts_of_it or (letters and replies and not {"title", "body", "letter_no"} & named):
            letters[-1] = [*letters[-1], *fields]
        else:
            letters.append(fields)
    return letters


def _replies_in(fields: Iterable[Field]) -> bool:
    labels = letter_labels()
    return any(labels.fields.get(label_key(label)) == "reply" and value.strip() for label, value, _ in fields)


def shared_cell(field: Field) -> list[Field]:
    """The fields of two labels that share a cell (回复人/回复时间), and their values another; of an office with a time
    behind it under one label (回复部门：某局 2020-05-06 12:05:25).
    """
    label, value, place = field
    if letter_labels().fields.get(label_key(label)) == "agency":
        both = _OFFICE_AND_TIME.fullmatch(value.strip())
        if both is not None and parse_date(both["time"]) is not None:
            return [(label, both["office"], place), (_REPLIED, both["time"], place)]
    names, values = re.split("[/／]", label), re.split(r"(?<!\d)[/／]|[/／](?!\d)|[/／](?=\d{4}\D)", value)
    if len(names) < 2 or len(names) != len(values) or not all(letter_labels().knows(label_key(n)) for n in names):
        return [field]
    return [(name, part, place) for name, part in zip(names, values, strict=True)]
