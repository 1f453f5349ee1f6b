"""M2, C3, P2: what letters and documents show only over time or all together.

What belongs here: edits between captures, what a site publishes at all, answers that are alike; each as a query over an
open warehouse and the finding it gives. What does not: figures of several documents (``same_figures``), clocks
(``desks``), claimed rates (``observed``). Texts stay in the database: only numbers leave it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import duckdb

from pipelines.audit.finding import Finding, Placed, check, say
from pipelines.audit.rules import field
from warehouse.records import Row, records

_LISTED = 6
"""How many figures a sentence lists."""

_EDITS = ("texts", "replies", "quiet", "withdrawn", "dates", "offices")
_SEEN_AGAIN = """
    WITH changes AS (
        SELECT letter_id, change, changed_fields,
            change IN ('edited', 'reply_edited', 'reply_withdrawn', 'date_moved', 'office_changed') AS is_edit,
            list_has_any(changed_fields, ['received_on', 'page_replied_on', 'dated_on']) AS moves_date
        FROM letter_versions
    ),
    edits AS (
        SELECT letter_id,
            bool_or(is_edit) AS edited,
            bool_or(change = 'edited') AS texts,
            bool_or(change = 'reply_edited') AS replies,
            bool_or(change = 'reply_edited' AND NOT moves_date) AS quiet,
            bool_or(change = 'reply_withdrawn') AS withdrawn,
            bool_or(change <> 'reply_withdrawn' AND is_edit AND moves_date) AS dates,
            bool_or(change <> 'reply_withdrawn' AND is_edit AND list_contains(changed_fields, 'agency')) AS offices
        FROM changes GROUP BY letter_id
    )
    SELECT s.source_id, s.region_code, s.channel, s.name AS source,
        count(*) FILTER (edited) AS n, count(*) FILTER (texts) AS texts, count(*) FILTER (replies) AS replies,
        count(*) FILTER (quiet) AS quiet, count(*) FILTER (withdrawn) AS withdrawn, count(*) FILTER (dates) AS dates,
        count(*) FILTER (offices) AS offices
    FROM letters l
    JOIN sources s USING (source_id)
    JOIN edits v USING (letter_id)
    WHERE l.source_id IN (
        SELECT source_id FROM captures WHERE letter_id IS NOT NULL
        GROUP BY source_id HAVING count(*) > count(DISTINCT letter_id)
    )
    GROUP BY ALL
    ORDER BY ALL
"""
_VERSIONS = """
    WITH figures AS (
        SELECT document_id, version_no,
            list(DISTINCT {'fact': fact_id, 'printed': printed, 'claim': claim_id}) AS printed
        FROM claims WHERE document_id IS NOT NULL AND value IS NOT NULL
        GROUP BY ALL
    )
    SELECT d.document_id, d.source_id, d.region_code, d.channel, coalesce(d.title_redacted, d.title) AS title,
        d.version_no, before.printed AS before, now.printed AS now
    FROM documents d
    JOIN figures now ON now.document_id = d.document_id AND now.version_no = d.version_no
    JOIN figures before ON before.document_id = d.document_id AND before.version_no = d.version_no - 1
    WHERE d.is_current
    ORDER BY d.document_id
"""
_SITES = """
    WITH replied AS (
        -- An edited text was not there before either, and its letter had a reply all the same.
        SELECT letter_id, bool_and(last_seen_without_at IS NOT NULL)
            AND letter_id NOT IN (SELECT letter_id FROM letter_versions WHERE change = 'reply_edited') AS was_open
        FROM replies GROUP BY letter_id
    ),
    unshown AS (
        SELECT source_id, count(DISTINCT coalesce(letter_no, title)) AS unshown FROM sightings
        WHERE letter_id IS NULL AND NOT opens_by_script GROUP BY source_id
    )
    SELECT s.source_id, s.region_code, s.channel, s.name AS source, s.publishes, count(*) AS n,
        count(*) FILTER (r.letter_id IS NULL OR r.was_open) AS open,
        count(*) FILTER (l.is_public = false) + coalesce(any_value(h.unshown), 0) AS unshown
    FROM sources s
    JOIN letters l USING (source_id)
    LEFT JOIN replied r USING (letter_id)
    LEFT JOIN unshown h USING (source_id)
    GROUP BY ALL ORDER BY ALL
"""
_SAME_ANSWERS = """
    WITH answers AS (
        SELECT l.source_id, r.letter_id, regexp_replace(r.body, '\\s', '', 'g') AS answer
        FROM replies r JOIN letters l USING (letter_id)
        WHERE r.stage = 'substantive'
        QUALIFY row_number() OVER (PARTITION BY r.letter_id ORDER BY r.stage_no DESC) = 1
    ),
    texts AS (
        SELECT source_id, sha256(answer) AS text, count(*) AS letters FROM answers
        WHERE length(answer) >= $shortest
        GROUP BY ALL
    )
    SELECT s.source_id, s.region_code, s.channel, s.name AS source,
        sum(letters) AS n, coalesce(sum(letters) FILTER (letters > 1), 0) AS same, max(letters) AS most
    FROM texts t JOIN sources s USING (source_id)
    GROUP BY ALL
    HAVING sum(letters) >= $least
    ORDER BY ALL
"""


def _of_site(row: Row, **finding: Any) -> Placed:
    """A finding about the letters of one site."""
    found = Finding(**finding, region_code=row["region_code"], channel=row["channel"])
    return Placed(finding=found, container_id=row["source_id"], source_id=row["source_id"])


@check("M2", "来信的改动", "edits of letters", gives="consistent unusual", runs="warehouse")
def letters_edited(con: duckdb.DuckDBPyConnection) -> Iterator[Placed]:
    """Letters of a site that were seen more than once have the texts, dates and offices that they had before.

    A reply that was added is no edit. An edit may be a correction, so that it is worth knowing and no more.

    Tolerance: none; white space is not compared, nor what one of the two captures does not show.
    """
    for row in records(con, _SEEN_AGAIN):
        edited = int(row["n"])
        yield _of_site(
            row,
            check_id="M2",
            subject=f"{row['source']}来信的改动",
            verdict="unusual" if edited else "consistent",
            severity=1 if edited else 0,
            **say("history", "letters_edited" if edited else "letters_as_they_were", **_named(row), **_edits(row)),
            recomputed=f"{edited}封",
        )


def _edits(row: Row) -> dict[str, str]:
    """What was edited in how many letters, in both languages; nothing is said of what was not."""
    said = [say("history", f"edited_{kind}", n=int(row[kind])) for kind in _EDITS if row[kind]]
    return {"what": "，".join(s["statement_zh"] for s in said), "what_en": ", ".join(s["statement_en"] for s in said)}


@check("M2", "文件所印数字的改动", "edited figures of a document", gives="consistent unusual", runs="warehouse")
def figures_edited(con: duckdb.DuckDBPyConnection) -> Iterator[Placed]:
    """The current version of a document prints the figures that the version before it printed.

    Tolerance: none; a figure is the same where metric, place, period and value are.
    """
    for row in records(con, _VERSIONS):
        before, now = ({figure["fact"]: figure for figure in row[when]} for when in ("before", "now"))
        gone = [figure for fact, figure in before.items() if fact not in now]
        new = [figure for fact, figure in now.items() if fact not in before]
        is_edited = bool(gone or new)
        finding = Finding(
            check_id="M2",
            subject=f"第{row['version_no']}版与前一版所印数字",
            verdict="unusual" if is_edited else "consistent",
            severity=2 if is_edited else 0,
            **say(
                "history",
                "figures_edited" if is_edited else "figures_as_they_were",
                title=row["title"] or "",
                n=len(now),
                gone=len(gone),
                new=len(new),
                gone_list=_listed(gone),
                new_list=_listed(new),
            ),
            claimed=_listed(gone),
            recomputed=_listed(new),
            claim_ids=tuple(sorted(figure["claim"] for figure in (*gone, *new))),
            region_code=row["region_code"],
            channel=row["channel"],
        )
        document_id = row["document_id"]
        yield Placed(finding=finding, container_id=document_id, document_id=document_id, source_id=row["source_id"])


def _listed(figures: list[Row]) -> str:
    """The first few prints, in an order of their own."""
    printed = sorted(figure["printed"] for figure in figures)
    return "、".join(printed[:_LISTED]) + ("……" if len(printed) > _LISTED else "") if printed else "-"


def _named(row: Row) -> Row:
    return {"source": row["source"], "n": int(row["n"])}


@check("C3", "网站公开范围", "what a site publishes", gives="consistent unusual", runs="warehouse")
def what_sites_publish(con: duckdb.DuckDBPyConnection) -> Iterator[Placed]:
    """Whether a site shows every letter received, as its description says; otherwise no reply rate is computed from
    it, because the answered share of what is public is not one.

    What was seen may contradict the description, and is then severity 1: a site of all letters that lists some without
    showing them, or never shows one that waits for its answer; a site of answered letters that shows such a one.

    Tolerance: none; of fewer than 20 letters all may have been answered.
    """
    for row in records(con, _SITES):
        publishes = row["publishes"]
        what, what_en = field("history", "publishes")[publishes]
        shows_all = publishes == "all"
        against = _against_description(row)
        yield _of_site(
            row,
            check_id="C3",
            subject=f"{row['source']}公开范围",
            verdict="consistent" if shows_all and against is None else "unusual",
            severity=0 if against is None else 1,
            **say(
                "history",
                against or ("all_shown" if shows_all else "part_shown"),
                **_named(row),
                what=what,
                what_en=what_en,
                open=row["open"],
                unshown=row["unshown"],
            ),
            recomputed=publishes,
        )


def _against_description(row: Row) -> str | None:
    """How what was seen of a site contradicts what its description says that it publishes: a sentence's name."""
    if row["publishes"] == "all" and row["unshown"]:
        return "all_but_unshown"
    if row["publishes"] == "all" and not row["open"] and row["n"] >= int(field("history", "enough_to_expect_open")):
        return "all_but_none_open"
    return "answered_but_open" if row["publishes"] == "replied_only" and row["open"] else None


@check("P2", "逐字相同的答复", "answers that are word for word the same", gives="consistent unusual", runs="warehouse")
def same_answers(con: duckdb.DuckDBPyConnection) -> Iterator[Placed]:
    """How many answered letters of a site share their answer with others; told where at least 5 share one text of at
    least 40 characters.

    Tolerance: none; white space is not compared.
    """
    least = int(field("history", "same_answer_letters"))
    for row in records(con, _SAME_ANSWERS, {"shortest": int(field("history", "shortest_answer")), "least": least}):
        alike = int(row["most"]) >= least
        yield _of_site(
            row,
            check_id="P2",
            subject=f"{row['source']}逐字相同的答复",
            verdict="unusual" if alike else "consistent",
            severity=1 if alike else 0,
            **say(
                "history",
                "same_answer" if alike else "own_answers",
                **_named(row),
                same=int(row["same"]),
                most=int(row["most"]),
                least=least,
            ),
            recomputed=f"{int(row['same'])}/{int(row['n'])}封",
        )
