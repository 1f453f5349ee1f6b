"""Hanweb 大汉 jact (莱芜 and many offices in 山东 and 浙江): the rows of a list, and a letter's page.

The list is asked for by POST, several pages at once; the answer is an array of table rows as text, with nothing around
it that names the columns::

    ['<tr class="tr_css"><td>number</td><td><a href="...transactId=1...">title</a></td>...</tr>', ...]

The letter page: rows of label and value, in tables within ``div.jact_box_font``, on older sites in ``tr.trbg02``. Its
id is the parameter ``transactId`` (older: ``vc_id``).

What belongs here: this markup. What does not: what is the same in every list (``listing``).
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

from lxml import html

from parsers.letters import PrintedLetter, letter_of_fields
from parsers.platforms.json_answers import loads
from parsers.platforms.links import base_of
from parsers.platforms.listing import ListPage
from parsers.platforms.markup import has_class, printed_address, text_of, tree
from parsers.platforms.rows import cells_of, table_rows

_COLUMNS = ("办件编号", "标题", "处理情况", "提交时间", "提交部门", "点击次数")
_ROWS = f"//tr[{has_class('tr_css')}]"
_FIELDS = f"//div[{has_class('jact_box_font')}]//tr[not(.//tr)] | //tr[{has_class('trbg02')}][not(.//tr)]"
_IDS = ("transactId", "vc_id")


def external_id(url: str) -> str | None:
    """The id of a letter in its address, as text: a number, on older sites a UUID."""
    query = dict(parse_qsl(urlsplit(url).query))
    return next((query[name] for name in _IDS if query.get(name)), None)


def list_page(page: str, *, url: str) -> ListPage | None:
    """The letters of a decoded answer, or ``None`` for an answer of another kind. An empty array is an empty list."""
    array = loads(page)
    if isinstance(array, list):
        page = f"<table>{''.join(map(str, array))}</table>"
    root = tree(page)
    rows: list[html.HtmlElement] = [] if root is None else root.xpath(_ROWS)
    if root is None or (not rows and array != []):
        return None
    sightings, issues = table_rows(list(_COLUMNS), rows, base_of(root, url), external_id)
    return ListPage(sightings=tuple(sightings), issues=tuple(issues), columns=_COLUMNS)


def printed_letter(page: str) -> PrintedLetter | None:
    """The letter of a decoded detail page, or ``None`` for a page of another kind."""
    if "jact_box_font" not in page and "trbg02" not in page:
        return None
    root = tree(page)
    if root is None:
        return None
    fields = []
    for number, row in enumerate(root.xpath(_FIELDS), 1):
        texts = [text_of(cell) for cell in cells_of(row)]
        fields += [
            (label, value, f"row {number}") for label, value in zip(texts[::2], texts[1::2], strict=False) if label
        ]
    return letter_of_fields(fields, printed_address(page, root))
