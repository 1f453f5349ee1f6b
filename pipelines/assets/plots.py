"""Small plots beside the tables that are easier seen than read.

A plot is a query that gives a label and a number for each bar. The UI shows Markdown, and in it an image that stands in
the text itself, so that no file has to be served.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass

import dagster as dg
import pygal
from pygal.style import CleanStyle

from warehouse.query import Session

# The UI shows a plot in a dialog of some 330 pixels.
_LEGIBLE = CleanStyle(font_family="sans-serif", title_font_size=15, label_font_size=14, value_font_size=13)


@dataclass(frozen=True, slots=True)
class Plot:
    """A bar for each row of ``query``: its label and its number. The title says what is counted."""

    title: str
    query: str


PLOTS: Mapping[str, Plot] = {
    "letters": Plot(
        "Letters by month of receipt (the last 12 that have any)",
        """
        SELECT month, n FROM (
            SELECT strftime(received_on, '%Y-%m') AS month, count(*) AS n
            FROM letters WHERE received_on IS NOT NULL GROUP BY month ORDER BY month DESC LIMIT 12
        ) ORDER BY month
        """,
    ),
    "response_times": Plot(
        "Letters by working days to the substantive answer (16: more than 15)",
        """
        SELECT days::VARCHAR, count(substantive_workdays)
        FROM range(17) AS waited(days)
        LEFT JOIN response_times ON least(substantive_workdays, 16) = days
        GROUP BY days ORDER BY days
        """,
    ),
    "captures": Plot(
        "Captures by outcome", "SELECT outcome, count(*) FROM captures GROUP BY outcome ORDER BY count(*) DESC, outcome"
    ),
    "findings": Plot(
        "Checks by verdict", "SELECT verdict, count(*) FROM findings GROUP BY verdict ORDER BY count(*) DESC, verdict"
    ),
    "discrepancies": Plot(
        "Discrepancies by check (出入不等于造假)",
        "SELECT check_id, count(*) FROM discrepancies GROUP BY check_id ORDER BY count(*) DESC, check_id",
    ),
}


def plot_of(warehouse: Session, table: str) -> dg.MarkdownMetadataValue | None:
    """The plot of a table; None where it has none, or no row to show."""
    if table not in PLOTS:
        return None
    plot = PLOTS[table]
    bars = [(str(label), int(number)) for label, number in warehouse.ask(plot.query).rows]
    if not any(number for _, number in bars):
        return None
    image = base64.b64encode(drawn(plot.title, bars)).decode("ascii")
    return dg.MetadataValue.md(f"![{plot.title}](data:image/svg+xml;base64,{image})")


def drawn(title: str, bars: list[tuple[str, int]]) -> bytes:
    """A bar chart as SVG, without scripts."""
    chart = pygal.Bar(
        title=title,
        width=480,
        height=320,
        style=_LEGIBLE,
        show_legend=False,
        js=[],
        x_label_rotation=60 if sum(len(label) for label, _ in bars) > 50 else 0,
        show_y_guides=False,
        print_values=len(bars) <= 13,
        print_zeroes=False,
    )
    chart.x_labels = [label for label, _ in bars]
    chart.add(None, [number for _, number in bars])
    rendered: bytes = chart.render()
    return rendered
