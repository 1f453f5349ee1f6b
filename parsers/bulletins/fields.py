"""The header of a document: fields that print their label (文号, 索引号, 发布日期), and where they stand.

What does not belong here: which label is which field (``parsers/vocabulary/bulletin_fields.yaml``), and what is printed
without a label (``head``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from parsers import vocabulary
from parsers.bulletins.marks import DOC_NO
from parsers.document import Document, Grid, texts_of

_FIELD = re.compile(r"^\s*[【\[]?\s*(?P<label>[\u4e00-\u9fff/ \u3000]{2,14}?)\s*[】\]]?\s*[:：]\s*(?P<value>.*)$")
# Several fields in one line stand apart by white space.
_NEXT_FIELD = re.compile(r"\s+(?=[【\[]?[\u4e00-\u9fff/]{2,9}[】\]]?\s*[:：])")


def fields_of(document: Document) -> tuple[dict[str, str], set[str]]:
    """The header fields printed in a document, by name, and the locators of the paragraphs that hold them.

    A field is ``label：value`` in one line, a label and its value in neighbouring cells of a table or between bars
    (发文日期 | 2022-10-14 |), or a label alone and its value in the next line; a label followed by another label has no
    value.
    """
    labels = {label: name for name, words in vocabulary.load("bulletin_fields").items() for label in words}
    found: dict[str, str] = {}
    places: set[str] = set()

    def keep(name: str, value: str) -> bool:
        """Keep a value that can be one; a 文号 that is none is the next thing of the page."""
        if name == "doc_no" and not DOC_NO.search(value):
            return False
        if name != "ignored" and value:
            found.setdefault(name, value)
        return True

    def keep_cells(cells: Iterable[str | None]) -> bool:
        """Keep the values behind labels in neighbouring cells; whether there is one that is kept."""
        has_label = False
        for cell, value in pairwise([(c or "").strip() for c in cells]):
            label = re.sub(r"\s", "", cell)
            if name := labels.get(label.replace(":", "：")) or labels.get(re.sub("[:：]", "", label)):
                has_label = (keep(name, value) and bool(value) and name != "ignored") or has_label
        return has_label

    for grid in (b for b in document.blocks if isinstance(b, Grid)):
        for row in grid.rows:
            keep_cells(row)
    for t in texts_of(document)[:40]:
        for line in t.text.split("\n"):
            if "|" in line and keep_cells(line.split("|")):
                places.add(t.locator)
    lines = [
        (t, part.strip())
        for t in texts_of(document)[:40]
        for line in t.text.split("\n")
        for part in _field_parts(line, labels)
        if part.strip()
    ]
    for i, (text, line) in enumerate(lines):
        m = _FIELD.match(line)
        label = re.sub(r"\s", "", m["label"] if m else line)
        name = (labels.get(f"{label}：") if m else None) or labels.get(label)
        if name is None:
            continue
        places.add(text.locator)
        if m:
            keep(name, m["value"].strip())
        elif i + 1 < len(lines) and re.sub(r"\s", "", lines[i + 1][1]) not in labels:
            following, value = lines[i + 1]
            if keep(name, value):
                places.add(following.locator)
    return found, places


def _field_parts(line: str, labels: Mapping[str, str]) -> list[str]:
    """A line of several fields (来源：… 发布时间：…) cut before each label that is known; any other line whole."""
    cuts = [0]
    for m in _NEXT_FIELD.finditer(line):
        label = _FIELD.match(line[m.end() :])
        if label and re.sub(r"\s", "", label["label"]) in labels:
            cuts.append(m.end())
    return [line[a:b] for a, b in pairwise([*cuts, len(line)])]
