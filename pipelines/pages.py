"""Pages and letters that commands write, from the templates of ``pipelines/templates``.

What belongs here: filling in a template. What does not: anything that it is filled with.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup, escape


@cache
def _environment(*, html: bool) -> Environment:
    environment = Environment(
        autoescape=html, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters["underlined"] = underlined
    return environment


def underlined(text: str, figure: str) -> Markup:
    """``text`` for HTML with the first ``figure`` in it marked."""
    before, found, after = text.partition(figure)
    return escape(before) + (Markup("<mark>") + escape(found) + Markup("</mark>") if found else "") + escape(after)


def page(template: str, **shown: Any) -> str:
    """A template, filled in; what is shown is escaped in HTML. A name that the template needs must be given."""
    text = files("pipelines").joinpath("templates", template).read_text(encoding="utf-8")
    return _environment(html=template.endswith(".html.j2")).from_string(text).render(**shown)
