"""Letter pages whose markup alone, not their print, says what is a label and where a value ends.

The pages this expects, of no known platform: labels without a colon in elements that are made alike, the value behind
or below each (``<li><b>来信时间</b>2021-05-03</li>``, ``<dt>来信时间</dt><dd>...</dd>``), and labelled values side by
side (``<span>回复单位：...</span><span>回复时间：...</span>``). Both are given a line of their own and the colon that a
style sheet gives them on the screen; then the page is read by label like any other. What does not belong here: pages
whose labels print a colon in a line of their own, and tables (``parsers.letters`` reads both); any site's classes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from lxml import html

from parsers.labels import knows_label, label_key, labels_text
from parsers.letters import PrintedLetter, printed_letters
from parsers.platforms.markup import printed_address, text_of, tree
from parsers.readers.html import read_html
from parsers.records import Unreadable

_INLINE = ("span", "label", "em", "i", "b", "strong", "font")
_LABEL_TAGS = (*_INLINE, "dt", "div", "p")
_HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6", "th", "td", "legend")
_FEWEST_ALIKE = 3
"""So many labels in elements made alike are those of a form; bold words of a text are fewer."""
_SHORTEST_OF_TEXT = 4
"""Characters of the label of a text in a form (来信内容); a shorter one (回复) is a word of any sentence."""
_LONGEST_LABEL = 12
_COLON = re.compile("[：:]")


def printed_letter(page: str) -> PrintedLetter | None:
    """The letter of a decoded page with such a form, or ``None`` for a page of another kind."""
    root = tree(page)
    if root is None:
        return None
    url = printed_address(page, root)
    without_colon, beside = _form_labels(root), _side_by_side(root)
    if not without_colon and not beside:
        return None
    for label in without_colon:
        label.text = f"{text_of(label)}："
    for element in (*without_colon, *beside):
        element.addprevious(html.Element("br"))
    try:
        found = printed_letters(read_html(html.tostring(root, encoding="unicode")))
    except Unreadable:
        return None
    return replace(found[0], url=url) if len(found) == 1 else None


def _form_labels(root: html.HtmlElement) -> list[html.HtmlElement]:
    """The elements that hold a label without a colon, where a page has several made alike, and one of a text, which may
    be made otherwise (a heading over it).

    What is made like them and stands first in its row is a label, too, though nobody knows it.
    """
    alike: dict[tuple[str, str], list[html.HtmlElement]] = defaultdict(list)
    for element in _leaves(root, _LABEL_TAGS):
        if 0 < len(text_of(element)) <= _LONGEST_LABEL and not _COLON.search(text_of(element)):
            alike[element.tag, element.get("class") or ""].append(element)
    has_text = any(map(_labels_a_text, _leaves(root, (*_LABEL_TAGS, *_HEADING_TAGS))))
    labels: list[html.HtmlElement] = []
    for (tag, name), elements in alike.items():
        known = [one for one in elements if knows_label(text_of(one))]
        keys = {label_key(text_of(one)) for one in known}
        if has_text and len(keys) >= _FEWEST_ALIKE:
            for_labels_only = tag in ("dt", "label") or bool(name)
            labels += [one for one in elements if one in known or (for_labels_only and _is_first(one))]
    return labels


def _labels_a_text(element: html.HtmlElement) -> bool:
    text = text_of(element)
    return labels_text(text) and len(label_key(text)) >= _SHORTEST_OF_TEXT


def _is_first(element: html.HtmlElement) -> bool:
    above = element.getparent()
    return element.tag == "dt" or (above is not None and above[0] is element and not (above.text or "").strip())


def _side_by_side(root: html.HtmlElement) -> list[html.HtmlElement]:
    """The inline elements that hold a labelled value and stand behind another such element."""
    return [
        element
        for element in _leaves(root, _INLINE)
        if (before := element.getprevious()) is not None
        and before.tag in _INLINE
        and _is_labelled(element, in_a_form=_is_labelled(before))
        and _is_labelled(before, in_a_form=_is_labelled(element))
    ]


def _is_labelled(element: html.HtmlElement, *, in_a_form: bool = False) -> bool:
    """Whether an element holds a labelled value; beside one with a known label, its own may be unknown."""
    label, colon, _ = text_of(element).replace(":", "：").partition("：")
    return bool(colon) and 0 < len(label) <= _LONGEST_LABEL and (in_a_form or knows_label(label))


def _leaves(root: html.HtmlElement, tags: Iterable[str]) -> list[html.HtmlElement]:
    """The elements of these tags without an element inside, outside of links and buttons."""
    return [e for e in root.iter(*tags) if not len(e) and not e.xpath("ancestor::a | ancestor::button")]
