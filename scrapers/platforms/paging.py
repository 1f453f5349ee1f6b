"""How the next page of a list is asked for.

What belongs here: addresses of list pages. What does not: reading a list page (``parsers.platforms``), what an address
with a form in it is sent as (``asking``).
"""

from __future__ import annotations

import re

from scrapers.platforms.asking import POSTBACK_PAGE, by_form, by_json, by_postback, parameter, with_parameter
from scrapers.source import PAGE, Pagination, Source


def first_list_url(source: Source) -> str | None:
    """The address of the first list page, with the form or the JSON that is sent for it."""
    if source.list_url is None or source.request is None:
        return source.list_url
    if source.request.form is not None:
        return by_form(source.list_url, source.request.form)
    return source.list_url if source.request.body is None else by_json(source.list_url, source.request.body)


def next_list_url(
    pagination: Pagination | None,
    url: str,
    *,
    printed: str | None,
    pages: int | None,
    page_no: int | None,
    last_id: str | None = None,
) -> str | None:
    """The address of the list page after ``url``; ``None`` on the last page.

    The link that the page prints is followed. Where it prints none, because a script turns its pages, the parameter of
    the source's description is raised by its step, up to the printed number of ``pages``; without that number the list
    goes on until a page brings nothing new, which the caller must notice. A cursor takes ``last_id`` instead, the id of
    the last row.
    """
    if pages is not None and page_no is not None and page_no >= pages:
        return None
    if printed is not None or pagination is None:
        return printed
    if pagination.cursor:
        return None if last_id is None else with_parameter(url, pagination.parameter or "", last_id)
    number = _number(url, pagination)
    if pages is not None and pagination.step == 1 and number - pagination.first + 1 >= pages:
        return None
    if pagination.address is not None:
        return pagination.address.replace(PAGE, str(number + pagination.step))
    if pagination.postback is not None:
        argument = pagination.argument.replace(PAGE, str(number + pagination.step))
        return by_postback(url, pagination.postback, argument)
    following = with_parameter(url, pagination.parameter or "", str(number + pagination.step))
    for name in pagination.along:
        raised = parameter(url, name)
        if raised is not None and raised.isdecimal():
            following = with_parameter(following, name, str(int(raised) + pagination.step))
    return following


def _number(url: str, pagination: Pagination) -> int:
    """The number that stands for this page in its address; the first one's where none does."""
    if pagination.parameter is None:
        written = pagination.address or pagination.argument
        printed = url if pagination.address is not None else parameter(url, POSTBACK_PAGE)
        found = re.fullmatch(re.escape(written).replace(re.escape(PAGE), r"(?P<n>\d+)"), printed or "")
        return pagination.first if found is None else int(found["n"])
    value = parameter(url, pagination.parameter) or ""
    return int(value) if value.isascii() and value.isdecimal() else pagination.first
