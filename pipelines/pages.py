"""Pages and letters that commands write, from the templates of ``pipelines/templates``.

What belongs here: filling in a template. What does not: anything that it is filled with.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined


@cache
def _environment(*, html: bool) -> Environment:
    return Environment(
        autoescape=html, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )


def page(template: str, **shown: Any) -> str:
    """A template, filled in; what is shown is escaped in HTML. A name that the template needs must be given."""
    text = files("pipelines").joinpath("templates", template).read_text(encoding="utf-8")
    return _environment(html=template.endswith(".html.j2")).from_string(text).render(**shown)
