"""首都之窗 (www.beijing.gov.cn): the detail page of a letter with one or more answering offices.

The page this expects (2021-2023), classes shortened::

    <div class="row ... o-border">
      <strong>title</strong> <div>来信人：...</div> <div>时间：2021-12-09</div> <div>text</div>
    </div>
    <div class="row ... o-border">
      <div class="... o-border-bottom">                                 one for each office
        <div class="... o-border-bottom2"> <strong>office</strong> <div>答复时间：2021-12-09</div> </div>
        <div>text</div>
      </div> ...
    </div>

The page prints neither status nor letter number; the kind of letter stands in its keywords (建议类信件...). What
belongs here: this markup. What does not: anything read from the texts.
"""

from __future__ import annotations

import re

from lxml import html

from parsers.letters import Printed, PrintedLetter
from parsers.platforms.markup import has_class, printed_address, text_of, tree
from parsers.records import Issue
from parsers.reply_blocks import PrintedReply

_SITE = "首都之窗"
_KIND = re.compile(r"(?P<kind>[\u4e00-\u9fff]{2,4})类信件")
_RECEIVED = re.compile(r"^时间\s*[：:]\s*(?P<day>.*)$", re.DOTALL)
_REPLIED = re.compile(r"^答复时间\s*[：:]\s*(?P<day>.*)$", re.DOTALL)
_SENDER = re.compile(r"^来信人\s*[：:]")
_BORDERED = f"//div[{has_class('o-border')}]"
_REPLY = f".//div[{has_class('o-border-bottom')}]"
_LEAVES = ".//div[not(.//div) and not(.//strong)]"


def _title(block: html.HtmlElement) -> str | None:
    return next((title for strong in block.xpath(".//strong") if (title := text_of(strong))), None)


def _leaves(block: html.HtmlElement) -> list[str]:
    return [text for div in block.xpath(_LEAVES) if (text := text_of(div))]


def _reply(block: html.HtmlElement, place: str) -> PrintedReply:
    texts = _leaves(block)
    dated = next((m["day"].strip() for t in texts if (m := _REPLIED.match(t))), None)
    body = "\n".join(t for t in texts if not _REPLIED.match(t))
    return PrintedReply(body, place, dated, _title(block))


def _letter_values(block: html.HtmlElement) -> dict[str, Printed]:
    values: dict[str, Printed] = {}
    title = _title(block)
    if title is not None:
        values["title"] = Printed(title, "letter")
    text = []
    for leaf in _leaves(block):
        received = _RECEIVED.match(leaf)
        if received is not None and "received_on" not in values:
            values["received_on"] = Printed(received["day"].strip(), "letter")
        elif not _SENDER.match(leaf):
            text.append(leaf)
    if text:
        values["body"] = Printed("\n".join(text), "letter")
    return values


def _missing(values: dict[str, Printed], replies: tuple[PrintedReply, ...]) -> list[Issue]:
    issues = []
    names = {"title": "标题", "body": "来信内容", "received_on": "来信时间"}
    for field in names.keys() - values.keys():
        message = (
            f"The letter page of 首都之窗 has no {names[field]} where one is expected, inside its first border. "
            "Compare it with the original page: its markup may have changed."
        )
        issues.append(Issue(code="missing_field", message=message, place="letter", raw=field))
    for reply in replies:
        if reply.agency is None or reply.dated is None:
            message = (
                "A reply of the page lacks its office or its 答复时间, where both are expected. "
                "Compare it with the original page: its markup may have changed."
            )
            issues.append(Issue(code="missing_field", message=message, place=reply.place))
    return sorted(issues, key=lambda i: (i.place or "", i.raw or ""))


def printed_letter(page: str) -> PrintedLetter | None:
    """The letter of a decoded detail page, or ``None`` for a page of another kind."""
    if _SITE not in page or "o-border" not in page:
        return None
    root = tree(page)
    blocks = [] if root is None else root.xpath(_BORDERED)
    if root is None or not blocks:
        return None
    values = _letter_values(blocks[0])
    if not values:
        return None
    keywords = " ".join(root.xpath("//meta[@name='Keywords']/@content"))
    kind = _KIND.search(keywords)
    if kind is not None:
        values["category"] = Printed(kind["kind"], "meta Keywords")
    replies = tuple(
        _reply(reply, f"reply block {number}")
        for number, reply in enumerate((r for b in blocks[1:] for r in b.xpath(_REPLY)), 1)
    )
    return PrintedLetter(values, replies, printed_address(page, root), tuple(_missing(values, replies)))
