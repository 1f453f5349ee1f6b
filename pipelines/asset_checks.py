"""What must hold of our own work, looked at in the file that was built: conservation, keys, calendar, crawls, reading.

What belongs here: what is looked at, how bad it is if it does not hold, and the rows that show it. What does not: what
governments print. A discrepancy is a result and never fails a check.

A build refuses by itself to swap in a file whose keys or references are broken (``warehouse.build``). That they are
looked at again is for the file that lies there: it may have been copied, changed by hand, or built by an older version.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import dagster as dg

from pipelines.assets.metadata import table_of
from pipelines.assets.partitions import CAPTURES
from pipelines.assets.samples import may_be_shown
from pipelines.assets.workplace import Workplace
from pipelines.build import DATABASE
from pipelines.fill import segment_bytes
from scrapers.archive import Archive
from warehouse import lake, schema
from warehouse.query import Session, session

ERROR, WARN = dg.AssetCheckSeverity.ERROR, dg.AssetCheckSeverity.WARN

# One capture in twenty that cannot be read is worth a look; where it is every other one, the source is not read at all.
QUARANTINED_SHARE, NOT_READ_SHARE = 0.05, 0.5
# Below so many captures a share says nothing.
FEWEST_CAPTURES = 20
# Sites remove letters one by one; a tenth at once is more likely a list that we no longer read.
DROP_SHARE = 0.1
# A new calendar is announced in November for the year after.
CALENDAR_DAYS_LEFT = 45
SHOWN_ROWS = 10


@dataclass(frozen=True, slots=True)
class Seen:
    """What a check saw: the number of rows that should not be there, the first of them, and how bad they are."""

    number: int
    columns: Sequence[str] = ()
    sample: Sequence[Sequence[Any]] = ()
    severity: dg.AssetCheckSeverity = WARN

    @classmethod
    def of(cls, columns: Sequence[str], rows: Sequence[Sequence[Any]], severity: dg.AssetCheckSeverity) -> "Seen":
        """All rows that should not be there."""
        return cls(len(rows), columns, rows[:SHOWN_ROWS], severity)


Look = Callable[[Session, Workplace], Seen]


@dataclass(frozen=True, slots=True)
class Check:
    """A check of an asset. ``expected`` is a sentence that is true where it passes."""

    asset: dg.AssetKey
    name: str
    expected: str
    look: Look

    @property
    def key(self) -> dg.AssetCheckKey:
        """Its place in the graph."""
        return dg.AssetCheckKey(self.asset, self.name)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A check that was run."""

    check: Check
    seen: Seen

    @property
    def passed(self) -> bool:
        """Whether nothing was seen that should not be there."""
        return self.seen.number == 0


def checks() -> tuple[Check, ...]:
    """Every check, those of the archive first, then table by table."""
    return (*_OF_THE_ARCHIVE, *_OF_TABLES, *_described())


def run(workplace: Workplace, wanted: Sequence[Check] | None = None) -> Iterator[Outcome]:
    """Run checks (all without ``wanted``) on the warehouse as it lies there; QueryError where there is none."""
    with session(workplace.data_dir / DATABASE) as warehouse:
        for check in checks() if wanted is None else wanted:
            yield Outcome(check, check.look(warehouse, workplace))


def asset_checks() -> list[dg.AssetChecksDefinition]:
    """The checks of the graph: one step after the build, of which each can be run alone."""
    by_key = {check.key: check for check in checks()}

    @dg.multi_asset_check(
        name="checks",
        can_subset=True,
        specs=[dg.AssetCheckSpec(check.name, asset=check.asset, description=check.expected) for check in checks()],
    )
    def all_checks(
        context: dg.AssetCheckExecutionContext, workplace: dg.ResourceParam[Workplace]
    ) -> Iterator[dg.AssetCheckResult]:
        wanted = [check for key, check in by_key.items() if key in context.selected_asset_check_keys]
        for outcome in run(workplace, wanted):
            yield _result(outcome)

    return [all_checks]


def evaluations(workplace: Workplace) -> Iterator[dg.AssetCheckEvaluation]:
    """Every check of the warehouse as it lies there, as an event outside of any run."""
    for outcome in run(workplace):
        result = _result(outcome)
        yield dg.AssetCheckEvaluation(
            asset_key=outcome.check.asset,
            check_name=outcome.check.name,
            passed=outcome.passed,
            metadata=result.metadata,
            severity=result.severity,
            description=result.description,
        )


def _result(outcome: Outcome) -> dg.AssetCheckResult:
    seen = outcome.seen
    metadata: dict[str, Any] = {"rows": seen.number}
    if not outcome.passed:
        metadata["sample"] = table_of(seen.columns, seen.sample)
    return dg.AssetCheckResult(
        passed=outcome.passed,
        asset_key=outcome.check.asset,
        check_name=outcome.check.name,
        severity=seen.severity,
        description=None if outcome.passed else f"Not so in {seen.number}: {outcome.check.expected}",
        metadata=metadata,
    )


# --- the archive ---


def _conserved(warehouse: Session, workplace: Workplace) -> Seen:
    """Captures that only one of archive and table has. Those that wait for the next build are no error."""
    archive = Archive(workplace.data_dir)
    read = {(crawl.source_id, crawl.crawl_id): crawl for crawl in lake.crawls(workplace.data_dir / "lake")}
    held = dict(warehouse.ask("SELECT capture_id, source_id FROM captures").rows)
    ((built_at,),) = warehouse.ask("SELECT max(built_at) FROM builds").rows
    rows: list[tuple[str, str, str | None, str]] = []
    for source_id in archive.source_ids():
        segments = segment_bytes(archive, source_id)
        for capture in archive.contents(source_id).captures:
            if held.pop(capture.capture_id, None) is None:
                crawl = read.get((source_id, capture.crawl_id))
                state = _waits_for(crawl, segments.get(capture.crawl_id, {}), built_at)
                rows.append((state, source_id, capture.crawl_id, capture.capture_id))
    rows += [("not in the archive", source_id, None, capture_id) for capture_id, source_id in sorted(held.items())]
    severity = WARN if all(state in (_NOT_READ, _NOT_BUILT) for state, *_ in rows) else ERROR
    return Seen.of(("state", "source_id", "crawl_id", "capture_id"), rows, severity)


_NOT_READ, _NOT_BUILT = "not read yet", "read, not built yet"


def _waits_for(crawl: lake.Crawl | None, segments: Mapping[str, int], built_at: dt.datetime) -> str:
    """Why a capture of a crawl is not in the warehouse."""
    if crawl is None or crawl.manifest["segments"] != segments:
        return _NOT_READ
    written = dt.datetime.fromtimestamp((crawl.folder / lake.MANIFEST).stat().st_mtime, built_at.tzinfo)
    return _NOT_BUILT if written > built_at else "lost"


def _readable(warehouse: Session, workplace: Workplace) -> Seen:
    archive = Archive(workplace.data_dir)
    damages = [damage for source_id in archive.source_ids() for damage in archive.contents(source_id).damages]
    rows = [(d.source_id, d.warc_file, d.warc_offset, d.reason) for d in damages]
    return Seen.of(("source_id", "segment", "byte", "reason"), rows, WARN)


# --- tables ---


def _query(sql: str, error_where: str = "false") -> Look:
    """Rows that should not be there: a warning, or an error where any of them fulfils the condition."""

    def look(warehouse: Session, workplace: Workplace) -> Seen:
        ((number, errors),) = warehouse.ask(f"SELECT count(*), count(*) FILTER ({error_where}) FROM ({sql})").rows
        sample = warehouse.ask(sql, limit=SHOWN_ROWS)
        return Seen(number, sample.columns, sample.rows, ERROR if errors else WARN)

    return look


_OF_THE_ARCHIVE = (
    Check(
        CAPTURES,
        "conserved",
        "Every capture of the archive stands in the table captures, and no other.",
        _conserved,
    ),
    Check(CAPTURES, "readable", "No record of the archive is damaged or cut off.", _readable),
)

_OF_TABLES = (
    Check(
        dg.AssetKey("captures"),
        "quarantine_rate",
        f"Of the pages and files of a source at most {QUARANTINED_SHARE:.0%} cannot be read.",
        _query(
            f"""
            SELECT
                source_id,
                count(*) FILTER (outcome = 'parsed') AS parsed,
                count(*) FILTER (outcome = 'quarantined') AS quarantined,
                round(quarantined / count(*), 3) AS share
            FROM captures
            WHERE outcome IN ('parsed', 'quarantined')
            GROUP BY source_id
            HAVING count(*) >= {FEWEST_CAPTURES} AND quarantined > {QUARANTINED_SHARE} * count(*)
            ORDER BY share DESC
            """,
            error_where=f"share > {NOT_READ_SHARE}",
        ),
    ),
    Check(
        dg.AssetKey("crawls"),
        "complete",
        "The last crawl of each site has ended and stored all that the site lists.",
        _query(
            """
            SELECT
                source_id, crawl_id, mode, finished_at, listed_total, letters_seen, letters_fetched, failed, stop_reason
            FROM crawls
            WHERE mode <> 'ingest'
            QUALIFY row_number() OVER (PARTITION BY source_id ORDER BY started_at DESC) = 1
                AND (finished_at IS NULL OR complete IS NOT TRUE)
            ORDER BY source_id
            """
        ),
    ),
    Check(
        dg.AssetKey("crawls"),
        "letters_do_not_drop",
        f"The last complete crawl of a site saw at most {DROP_SHARE:.0%} fewer letters than the one before it.",
        _query(
            f"""
            SELECT source_id, crawl_id, letters_before, letters_seen
            FROM (
                SELECT
                    *,
                    lag(letters_seen) OVER (PARTITION BY source_id ORDER BY started_at) AS letters_before,
                    row_number() OVER (PARTITION BY source_id ORDER BY started_at DESC) AS nth_last
                FROM crawls
                WHERE mode = 'full' AND complete
            )
            WHERE nth_last = 1 AND letters_seen < {1 - DROP_SHARE} * letters_before
            ORDER BY source_id
            """,
            error_where="letters_seen = 0",
        ),
    ),
    Check(
        dg.AssetKey("letters"),
        "statuses_known",
        "Every state that a letter prints is in parsers/vocabulary/statuses.yaml.",
        _query(
            """
            SELECT source_id, status_printed, count(*) AS letters
            FROM letters
            WHERE status = 'unknown'
            GROUP BY ALL
            ORDER BY letters DESC, status_printed
            """
        ),
    ),
    Check(
        dg.AssetKey("issues"),
        "labels_known",
        "Every label and column header that is read is in parsers/vocabulary.",
        # What stands behind a label is somebody's words, and is not shown.
        _query(
            """
            SELECT source_id, code, split_part(raw, '：', 1) AS label, count(*) AS times
            FROM issues JOIN captures USING (capture_id)
            WHERE code IN ('unknown_label', 'unknown_header')
            GROUP BY ALL
            ORDER BY times DESC, label
            """
        ),
    ),
    Check(
        dg.AssetKey("response_times"),
        "dates_in_calendar",
        "Every date of a letter lies in the calendar, so that its working days can be counted.",
        _query(
            """
            SELECT letter_id, received_on, page_replied_on, signed_on
            FROM response_times
            WHERE outside_calendar
            ORDER BY letter_id
            """
        ),
    ),
    Check(
        dg.AssetKey("publication_lag"),
        "dates_in_calendar",
        "Every date of a document lies in the calendar, so that its working days can be counted.",
        _query(
            """
            SELECT document_id, dated_on, published_on, period_end
            FROM publication_lag
            WHERE outside_calendar
            ORDER BY document_id
            """
        ),
    ),
    Check(
        dg.AssetKey("working_days"),
        "calendar_goes_on",
        f"The calendar of working days goes on for at least {CALENDAR_DAYS_LEFT} days after the build.",
        _query(
            f"""
            SELECT *, last_day - built_on AS days_left
            FROM (SELECT max(day) AS last_day FROM working_days), (SELECT max(built_at)::DATE AS built_on FROM builds)
            WHERE days_left < {CALENDAR_DAYS_LEFT}
            """,
            error_where="days_left < 0",
        ),
    ),
)


# --- what the description of the tables states ---

# Which rules (``schema.checks``) make which check: a check of its own for each would be hundreds of events in a run.
_CHECK_OF_RULE = {
    "key": "keys",
    "required": "keys",
    "codes": "references",
    "references": "references",
    "redacted": "redaction",
}
_EXPECTED = {
    "keys": "What identifies a row stands once, and no required column is null.",
    "references": "Whatever a row refers to exists, and codes are those of the description.",
    "redaction": "Every text that may leave this machine stands redacted beside itself.",
}


def _described() -> Iterator[Check]:
    for table in schema.tables().values():
        rules: dict[str, list[schema.Check]] = {}
        for rule in schema.checks(table):
            rules.setdefault(_CHECK_OF_RULE[rule.name.rpartition(": ")[2]], []).append(rule)
        for name, found in rules.items():
            yield Check(dg.AssetKey(table.name), name, _EXPECTED[name], _rules(table, found))


def _rules(table: schema.Table, rules: Sequence[schema.Check]) -> Look:
    """The rows that break any of some rules, as far as they may be shown."""
    hidden = {column.name for column in table.columns if not may_be_shown(table, column)}

    def look(warehouse: Session, workplace: Workplace) -> Seen:
        number, sample = 0, []
        for rule in rules:
            ((failing,),) = warehouse.ask(f"SELECT count(*) FROM ({rule.failing})").rows
            number += failing
            answer = warehouse.ask(rule.failing, limit=SHOWN_ROWS)
            for row in answer.rows:
                named = zip(answer.columns, row, strict=True)
                shown = ", ".join(f"{name} {value}" for name, value in named if name not in hidden)
                sample.append((rule.name, rule.expected, shown))
        return Seen(number, ("rule", "expected", "row"), sample[:SHOWN_ROWS], ERROR)

    return look
