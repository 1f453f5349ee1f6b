"""What is sent for a page, written as one address.

A page that is asked for by POST is named by its address with the body behind it, as pywb names such pages in its index:

    http://www.example.gov.cn/list.do?sysid=6&__wb_method=POST&startrecord=1&endrecord=57
    http://www.example.gov.cn/list.do?__wb_method=POST&__wb_post_data={"page":1}

So the frontier, the archive and everything behind them know a page by its address, whatever is sent for it.

What belongs here: writing such an address, taking it apart again, changing a parameter of it. What does not: which page
is next (``paging``), sending anything (``spiders``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

_BY_POST = "__wb_method=POST"
_JSON = "__wb_post_data="
POSTBACK_PAGE = "__EVENTARGUMENT"
"""The field of an ASP.NET form that says which page is asked for."""
FORM = "application/x-www-form-urlencoded; charset=UTF-8"


NO_FORM: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Sent:
    """A request: its method and address, and the body of a POST with its media type."""

    method: str
    url: str
    body: bytes = b""
    media_type: str | None = None


def by_form(url: str, form: Mapping[str, str]) -> str:
    """The address of a page that is asked for by POST with the fields of a form."""
    return _behind(url, urlencode(form))


def by_json(url: str, body: Mapping[str, Any]) -> str:
    """The address of a page that is asked for by POST with a JSON object."""
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return _behind(url, _JSON + urlencode({"": text})[1:])


def by_postback(address: str, target: str, argument: str) -> str:
    """The address of a further page of an ASP.NET list. What else its form holds changes with each answer and names no
    page; it is added when the page is asked for.
    """
    return by_form(_apart(address)[0], {"__EVENTTARGET": target, POSTBACK_PAGE: argument})


def sent_for(address: str, form: Mapping[str, str] = NO_FORM) -> Sent:
    """What is sent for the page that ``address`` names; ``form`` is what stands in the form of the page before."""
    url, body = _apart(address)
    if body is not None and form and POSTBACK_PAGE in (fields := dict(parse_qsl(body, keep_blank_values=True))):
        return Sent("POST", url, urlencode({**form, **fields}).encode(), FORM)
    if body is None:
        return Sent("GET", url)
    if body.startswith(_JSON):
        return Sent("POST", url, json.dumps(_json(body), ensure_ascii=False).encode(), "application/json")
    return Sent("POST", url, body.encode(), FORM)


def parameter(address: str, name: str) -> str | None:
    """The value of a parameter: of the body where it is sent there, otherwise of the address."""
    url, body = _apart(address)
    if body is not None and body.startswith(_JSON) and name in _json(body):
        return str(_json(body)[name])
    for query in (body, urlsplit(url).query):
        if query is not None and not query.startswith(_JSON) and name in (found := dict(parse_qsl(query))):
            return found[name]
    return None


def with_parameter(address: str, name: str, value: str) -> str:
    """The address with a parameter set where it stands, behind the others of the address where it does not yet."""
    url, body = _apart(address)
    if body is not None and body.startswith(_JSON) and name in (sent := _json(body)):
        return by_json(url, sent | {name: int(value) if isinstance(sent[name], int) else value})
    if body is not None and not body.startswith(_JSON) and name in dict(parse_qsl(body, keep_blank_values=True)):
        return _behind(url, _set(body, name, value))
    parts = urlsplit(url)
    url = urlunsplit(parts._replace(query=_set(parts.query, name, value)))
    return url if body is None else _behind(url, body)


def _behind(url: str, body: str) -> str:
    return f"{url}{'&' if urlsplit(url).query else '?'}{_BY_POST}&{body}".rstrip("&")


def _apart(address: str) -> tuple[str, str | None]:
    """The address proper, and the body as written behind it; ``None`` for a page that is simply asked for."""
    url, posted, body = address.partition(_BY_POST)
    return (url.rstrip("?&"), body.removeprefix("&")) if posted else (address, None)


def _json(body: str) -> dict[str, Any]:
    return dict(json.loads(unquote(body.removeprefix(_JSON).replace("+", " "))))


def _set(query: str, name: str, value: str) -> str:
    fields = dict(parse_qsl(query, keep_blank_values=True))
    return urlencode(fields | {name: value})
