"""One spelling for one address, so that the same page is recognised however its link was written.

What belongs here: how addresses are compared. What does not: which source an address belongs to (``registry``). The
canonical spelling is for comparing only; an address is stored and shown as it was printed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar
from urllib.parse import parse_qsl, quote, unquote, urlsplit

_WEB = re.compile(r"https?://", re.IGNORECASE)
# Java servers put the session into the path: /mail.jsp;jsessionid=1A2B?id=7 is the page /mail.jsp?id=7.
_PATH_PARAMETERS = re.compile(r";[^/]*")
_SLASHES = re.compile(r"/{2,}")
_BY_SCRIPT = re.compile(r"%u(?P<code>[0-9A-Fa-f]{4})")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Address:
    """A web address reduced to what names the page.

    ``place`` is host and path (``shangluo.gov.cn/zmhd/ldxxxx.jsp``): without scheme, ``www.``, the default port,
    session ids, a trailing slash or percent-encoding. ``query`` holds the parameters by name, the first value of each,
    as text.
    """

    place: str
    query: Mapping[str, str]


def _read(escaped: str, reader: Callable[..., _T]) -> _T:
    """What ``reader`` makes of an escaped part of an address: in UTF-8, failing this in GBK, which old sites escape
    (%CA%D0%B3%A4), or as their scripts write a character (%u5E02).
    """
    whole = _BY_SCRIPT.sub(lambda m: quote(chr(int(m["code"], 16)), errors="replace"), escaped)
    for encoding in ("utf-8", "gb18030"):
        try:
            return reader(whole, encoding=encoding, errors="strict")
        except UnicodeDecodeError:
            continue
    return reader(whole, errors="replace")


def canonical(url: str) -> Address | None:
    """The comparable form of ``url``, or ``None`` where it is no http(s) address with a host.

    The scheme, ``www.``, the order of the parameters, trailing slashes and the fragment do not matter. ``&amp;`` is
    read as ``&``, because links are often copied out of the source text of a page.
    """
    printed = url.strip().replace("&amp;", "&")
    if not _WEB.match(printed):
        return None
    try:
        parts = urlsplit(printed)
        host, port = parts.hostname, parts.port
    except ValueError:  # a port that is no number, an unfinished [IPv6] host
        return None
    if not host:
        return None
    name = host.rstrip(".").removeprefix("www.") + (f":{port}" if port not in (None, 80, 443) else "")
    path = _SLASHES.sub("/", _PATH_PARAMETERS.sub("", _read(parts.path, unquote))).rstrip("/")
    query: dict[str, str] = {}
    for parameter, value in _read(parts.query, partial(parse_qsl, keep_blank_values=True)):
        query.setdefault(parameter, value.strip())
    return Address(name + path, query)
