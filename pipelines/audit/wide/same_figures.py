"""X1, N1: one figure that several files print, in several publications or in an article and its attachments.

What belongs here: which printings are of one figure, and whether one number may stand behind them. What does not:
figures of one document (``pipelines.audit.agreement``), and figures of several periods (``period_sums``).

Documents that print different figures need not be wrong: cut-off and scope are seldom printed, so the verdict is
``needs_definition``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import duckdb

from pipelines.audit.finding import Placed, check, say
from pipelines.audit.rules import words
from pipelines.audit.steps import step
from pipelines.audit.wide.said import (
    distinct_printings,
    doubt_of,
    each_printed,
    listed,
    placed_of,
    said_of,
    severity_of,
)
from pipelines.audit.wording import apart
from warehouse.records import Row, records


def _agreeing(documents: Sequence[Sequence[Row]]) -> list[Row]:
    """Of the printings of each document one, such that all may stand for one number; empty where there is none."""
    for low in (printing["low"] for printings in documents for printing in printings):
        found = [next((p for p in printings if p["low"] <= low <= p["high"]), None) for printings in documents]
        if None not in found:
            return [printing for printing in found if printing is not None]
    return []


def _titles(figures: Sequence[Row]) -> Iterator[tuple[str, str, str]]:
    """The title of each document; where several have it, what tells them apart in Chinese and in English: the day that
    they print, where that is one day the moment at which they were stored, else their ids.
    """
    for figure in figures:
        alike = [other for other in figures if other["title"] == figure["title"]]
        day, stored = figure["dated_on"], figure["stored_at"]
        behind = ("", "")
        if len({other["dated_on"] for other in alike}) == len(alike) > 1 and day is not None:
            behind = (f"（{day}）", f" ({day})")
        elif len({other["stored_at"] for other in alike}) == len(alike) > 1:
            behind = (f"（{stored}存档）", f" (stored {stored})")
        elif len(alike) > 1:
            behind = (f"（{figure['document_id']}）", f" ({figure['document_id']})")
        yield f"《{figure['title']}》", *behind


SAME_FIGURE = """
SELECT
    f.region_code, r.name AS region_name, f.channel, f.metric, f.kind, f.office, f.period_start, f.period_end,
    any_value(f.agency) AS agency,
    min(f.confidence) AS confidence,
    list({'title': f.title, 'printings': f.printings, 'as_of': f.as_of, 'dated_on': f.dated_on,
          'document_id': f.document_id, 'source_id': f.source_id,
          'stored_at': strftime(timezone('Asia/Shanghai', p.fetched_at), '%Y-%m-%d %H:%M:%S')}
          ORDER BY f.dated_on NULLS FIRST, p.fetched_at, f.document_id) AS figures
FROM stage.printed_figures f
LEFT JOIN documents d ON d.document_id = f.document_id AND d.is_current
LEFT JOIN captures p ON p.capture_id = d.capture_id
LEFT JOIN regions r ON r.region_code = f.region_code
GROUP BY f.region_code, r.name, f.channel, f.metric, f.kind, f.office, f.period_start, f.period_end
HAVING count(DISTINCT f.family) > 1
ORDER BY f.region_code, f.channel, f.metric, f.period_start, f.period_end, f.office
"""


@check(
    "X1",
    "多份文件中的同一数字",
    "one figure in several documents",
    gives="consistent needs_definition",
    runs="warehouse",
)
def same_figures(con: duckdb.DuckDBPyConnection) -> Iterator[Placed]:
    """The count or rate of one region, channel, office and period is the same in every publication that prints it, at
    the precision that each prints; of one that prints several, any may be it. A county's row in a city's table counts
    as the county's own figure. Where each prints another day of counting, what was done by then may well differ:
    severity 1.

    Tolerance: none for counts; for rates half a unit of the last digit of each printing.
    """
    for row in records(con, SAME_FIGURE):
        figures = row["figures"]
        agreeing = _agreeing([f["printings"] for f in figures])
        shown = [[one] for one in agreeing] if agreeing else [distinct_printings(f["printings"]) for f in figures]
        values = [Fraction(one[0]["value"]) for one in shown]
        gap = Fraction(0) if agreeing else max(values) - min(values)
        verdict, most = ("consistent", 0) if agreeing else doubt_of(row)
        days = [f["as_of"] for f in figures]
        if None not in days and len(set(days)) == len(days) and row["metric"] not in words("series", "known_at_once"):
            most = min(most, 1)
        said = said_of(row)
        names = list(zip(_titles(figures), shown, strict=True))
        texts = [
            step("printed_in", title=f"{title}{apart_by}", printed=each_printed(one, "、"))
            for (title, apart_by, _), one in names
        ]
        texts_en = [f"{each_printed(one, ' and ')} in {title}{apart_by}" for (title, _, apart_by), one in names]
        yield placed_of(
            row,
            figures[-1],
            check_id="X1",
            subject=f"{said['about']}{said['period']}{said['label']}：多份文件",
            verdict=verdict,
            severity=min(most, severity_of(gap, max(values), row["kind"])),
            **say(
                "same_figures",
                "same_figure" if agreeing else "other_figure",
                **said,
                n=len(figures),
                printed=listed(texts),
                printed_en=listed(texts_en, "; "),
                gap=apart(gap, is_rate=row["kind"] == "rate"),
            ),
            claim_ids=tuple(printing["claim_id"] for one in shown for printing in one),
            claimed=listed([printing["printed"] for one in shown for printing in one]),
            gap=gap,
            evidence=tuple(texts),
            confidence=row["confidence"],
        )


WITH_ATTACHMENTS = """
SELECT
    text.region_code, r.name AS region_name, text.channel, text.metric, text.kind, text.period_start, text.period_end,
    text.document_id, text.source_id, text.title,
    text.printed, text.value, text.claim_id,
    attached.document_id AS attached_id,
    attached.title AS attached_title, attached.printed AS attached_printed, attached.value AS attached_value,
    attached.claim_id AS attached_claim_id,
    text.low <= attached.high AND attached.low <= text.high AS same,
    least(text.confidence, attached.confidence) AS confidence
FROM stage.printed_figures text
JOIN stage.printed_figures attached USING (family, region_code, channel, metric, period_start, period_end)
LEFT JOIN regions r USING (region_code)
WHERE
    text.document_id <> attached.document_id AND text.origin = 'narrative' AND attached.origin = 'table'
    AND text.office IS NULL AND attached.office IS NULL
ORDER BY text.document_id, attached.document_id, text.channel, text.metric, text.period_start, text.period_end
"""


@check(
    "N1",
    "正文与附件",
    "text against the table of an attachment",
    gives="consistent needs_definition",
    runs="warehouse",
)
def text_against_attachments(con: duckdb.DuckDBPyConnection) -> Iterator[Placed]:
    """A count or rate in the sentences of one file against the total in the table of another file of the same
    publication: an article and its attachments, the files of an archive.

    Tolerance: none for counts; for rates half a unit of the last digit of each printing.
    """
    for row in records(con, WITH_ATTACHMENTS):
        gap = Fraction(row["attached_value"]) - Fraction(row["value"])
        verdict, most = ("consistent", 0) if row["same"] else doubt_of(row)
        said = said_of(row)
        yield placed_of(
            row,
            row,
            # Attachments of one article may bear one title, and one title may be used every month.
            within=f"{row['document_id']}:{row['attached_id']}",
            check_id="N1",
            subject=f"{said['about']}{said['period']}{said['label']}：《{row['title']}》与附件《{row['attached_title']}》",
            verdict=verdict,
            severity=min(most, severity_of(abs(gap), Fraction(row["value"]), row["kind"])),
            **say(
                "same_figures",
                "as_attached" if row["same"] else "other_than_attached",
                **said,
                title=row["title"],
                attached=row["attached_title"],
                printed=row["printed"],
                attached_printed=row["attached_printed"],
                gap=apart(gap, is_rate=row["kind"] == "rate"),
            ),
            claim_ids=(row["claim_id"], row["attached_claim_id"]),
            claimed=row["printed"],
            recomputed=row["attached_printed"],
            gap=gap,
            confidence=row["confidence"],
        )
