"""How the next page of a list is asked for.

What belongs here: addresses of list pages. What does not: reading a list page (``parsers.platforms``).
"""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from scrapers.source import Pagination


def next_list_url(
    pagination: Pagination | None, url: str, *, printed: str | None, pages: int | None, page_no: int | None
) -> str | None:
    """The address of the list page after ``url``; ``None`` on the last page.

    The link that the page prints is followed. Where it prints none, because a script turns its pages, the parameter of
    the source's description is raised by one, up to the printed number of ``pages``; without that number the list goes
    on until a page brings nothing new, which the caller must notice.
    """
    if pages is not None and page_no is not None and page_no >= pages:
        return None
    if printed is not None or pagination is None:
        return printed
    number = _number(url, pagination)
    if pages is not None and number - pagination.first + 1 >= pages:
        return None
    return _with_parameter(url, pagination.parameter, number + 1)


def _number(url: str, pagination: Pagination) -> int:
    value = dict(parse_qsl(urlsplit(url).query)).get(pagination.parameter, "")
    return int(value) if value.isascii() and value.isdecimal() else pagination.first


def _with_parameter(url: str, parameter: str, value: int) -> str:
    parts = urlsplit(url)
    query = [(n, v) for n, v in parse_qsl(parts.query, keep_blank_values=True) if n != parameter]
    return urlunsplit(parts._replace(query=urlencode([*query, (parameter, str(value))])))
