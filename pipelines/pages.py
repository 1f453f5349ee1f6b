"""Pages and letters that commands write, from the templates of ``pipelines/templates``.

What belongs here: filling in a template. What does not: anything that it is filled with.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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


def underlined(text: str, figures: Sequence[str]) -> Markup:
    """``text`` for HTML with the first print of each of ``figures`` in it marked; none within a longer number."""
    places: list[tuple[int, int]] = []
    for figure in sorted(figures, key=len, reverse=True):
        found = (m.span() for m in re.finditer(rf"(?<![\d.]){re.escape(figure)}(?!\d)", text))
        places += [next((one for one in found if all(one[1] <= a or b <= one[0] for a, b in places)), (0, 0))]
    said, at = Markup(""), 0
    for start, end in sorted(place for place in places if place != (0, 0)):
        said += escape(text[at:start]) + Markup("<mark>") + escape(text[start:end]) + Markup("</mark>")
        at = end
    return said + escape(text[at:])


def page(template: str, **shown: Any) -> str:
    """A template, filled in; what is shown is escaped in HTML. A name that the template needs must be given."""
    text = files("pipelines").joinpath("templates", template).read_text(encoding="utf-8")
    return _environment(html=template.endswith(".html.j2")).from_string(text).render(**shown)
