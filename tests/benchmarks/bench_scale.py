"""How long a warehouse of 1,000,000 letters and 200,000 claims takes: metrics, checks, audit of documents.

Run by `make bench`. Letters and figures are invented and written straight into the lake, by SQL; the documents that
are audited one by one are copies of the invented bulletins of the tests. For comparison one metric (median and 90th
percentile of working days by desk and year) is worked out by a plain pandas script in the same run.
"""

from __future__ import annotations

import dataclasses
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[2]))

from pipelines.audit import audit
from pipelines.audit.finding import Audited
from pipelines.build import rows_over_all_letters
from pipelines.parse import parse_payload
from pipelines.workdays import calendar_rows
from tests.corpus import bulletin_of, folders
from tests.warehouse.world import source
from warehouse import build, reference, schema

LETTERS = 1_000_000
CLAIMS = 200_000
MAILBOXES = 50
DOCUMENTS = 5_000
LIMIT_SECONDS, LIMIT_GIB = 180, 4

# Letters of 2015 to 2024 in 50 mailboxes; most pages print the day of the notice, most answers are signed later.
LETTERS_SQL = f"""
    SELECT
        'm' || (n % {MAILBOXES}) || ':' || n AS letter_id,
        'm' || (n % {MAILBOXES}) AS source_id,
        counties[1 + n % {MAILBOXES}] AS region_code,
        counties[(1 + hash(n + 7) % 200)::BIGINT] AS handling_region_code,
        'mayor_mailbox' AS channel,
        '第' || n || '封信' AS title, title AS title_redacted,
        repeat('路灯坏了，天黑以后走路不便，请派人看看。', 5) AS body, body AS body_redacted,
        DATE '2015-01-05' + (hash(n) % 3600)::INTEGER AS received_on,
        received_on + 1 + (hash(n + 1) % 4)::INTEGER AS page_replied_on,
        false AS confidentiality_requested,
        TIMESTAMPTZ '2025-06-01 12:00:00+08' AS seen_at,
        'c' || (n % {MAILBOXES}) AS capture_id
    FROM range({LETTERS}) r(n), counties
"""
REPLIES_SQL = """
    SELECT
        letter_id, capture_id, stage_no,
        CASE stage_no WHEN 1 THEN 'transfer' ELSE 'substantive' END AS stage,
        page_replied_on + CASE stage_no WHEN 1 THEN 0 ELSE (hash(letter_id) % 12)::INTEGER END AS dated_on,
        CASE stage_no WHEN 1 THEN 'inline' ELSE 'signature' END AS date_basis,
        CASE stage_no WHEN 1 THEN '已转有关单位阅处。'
            ELSE repeat('经核实，已安排维修。', 10) || hash(letter_id) % 5000 END AS body,
        body AS body_redacted
    FROM letters, range(1, 3) s(stage_no)
    WHERE stage_no = 1 OR hash(letter_id) % 10 > 0
"""
# A bulletin a month of each county and channel, with 40 figures of 10 offices.
CLAIMS_SQL = f"""
    SELECT
        'claim' || n AS claim_id, 'fact' || n AS fact_id, 'd' || (n // 40) AS document_id,
        'm' || (n // 40 % {MAILBOXES}) AS source_id,
        counties[1 + n // 40 % {MAILBOXES}] AS region_code,
        'hotline_12345' AS channel, 'government' AS stated_by,
        CASE WHEN n % 40 < 4 THEN 'total' ELSE 'unit' END AS scope,
        CASE WHEN scope = 'unit' THEN '县' || (n % 40 // 4) || '局' END AS agency,
        ['received', 'due', 'completed', 'overdue_completed'][1 + n % 4] AS metric,
        DATE '2015-01-01' + to_months((n // 40 // {MAILBOXES})::INTEGER) AS period_start,
        period_start + INTERVAL 1 MONTH - INTERVAL 1 DAY AS period_end,
        (1000 + hash(n) % 50)::DECIMAL(18,6) AS value, value AS low, value AS high, value::INTEGER::VARCHAR AS printed,
        'exact' AS qualifier, false AS "each", 'table' AS origin, 1 AS table_no, n % 40 // 4 AS row_no, n % 4 AS col_no,
        '一行' AS quote, quote AS quote_redacted, 'T1R' || (n % 40) AS locator, 1.0 AS confidence,
        'b' || (n // 40) AS capture_id
    FROM range({CLAIMS}) r(n), counties
"""
DOCUMENTS_SQL = """
    SELECT DISTINCT document_id, source_id, region_code, channel, period_start, period_end, capture_id,
        'government' AS stated_by, period_end + 15 AS dated_on, period_end + 20 AS published_on,
        TIMESTAMPTZ '2025-06-01 12:00:00+08' AS seen_at
    FROM claims
"""
CAPTURES_SQL = """
    SELECT DISTINCT capture_id, source_id, 'c1' AS crawl_id, seen_at AS fetched_at, sha256(capture_id) AS sha256,
        'archive/c1.warc.gz' AS warc_file, 0 AS warc_offset, 'parsed' AS outcome, 'public' AS visibility
    FROM (
        SELECT capture_id, source_id, seen_at FROM letters
        UNION ALL
        SELECT capture_id, source_id, seen_at FROM documents
    )
"""
TABLES = {
    "letters": LETTERS_SQL,
    "replies": REPLIES_SQL,
    "claims": CLAIMS_SQL,
    "documents": DOCUMENTS_SQL,
    "captures": CAPTURES_SQL,
}


def fill_lake(lake_root: Path) -> None:
    """One crawl of one source that holds everything: a build reads its files as it reads any."""
    folder = lake_root / "m0" / "c1"
    folder.mkdir(parents=True)
    with duckdb.connect() as con:
        con.execute("SET TimeZone = 'Asia/Shanghai'")
        con.execute("CREATE TABLE counties AS SELECT $1::VARCHAR[] AS counties", [counties()])
        counts = {}
        for name, sql in TABLES.items():
            columns = ", ".join(f'"{c.name}" {c.type}' for c in schema.tables()[name].lake_columns)
            con.execute(f"CREATE TABLE {name} ({columns})")
            con.execute(f"INSERT INTO {name} BY NAME {sql}")
            con.execute(f"COPY {name} TO '{folder / name}.parquet'")
            ((counts[name],),) = con.execute(f"SELECT count(*) FROM {name}").fetchall()
    manifest = {
        "parser_version": "p",
        "lake_version": schema.lake_version(),
        "segments": {},
        "visibility": "public",
        "counts": counts,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def counties() -> list[str]:
    """The regions of the letters."""
    return [row["region_code"] for row in reference.rows("regions") if row["level"] == "county"]


def audited_documents() -> Iterator[Audited]:
    """Documents with as many claims as asked for: the bulletins of the tests, over and over under other ids."""
    paths = [bulletin_of(folder) for folder in folders()]
    found = [a for path in paths for a in parse_payload(path.read_bytes(), file_name=path.name).audited]
    claims = number = 0
    while claims < CLAIMS:
        one = found[number % len(found)]
        yield dataclasses.replace(one, container_id=f"{one.container_id}-{number}")
        claims, number = claims + len(one.claims), number + 1


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def plain_pandas(db_path: Path) -> pd.DataFrame:
    """Median and P90 of working days by mailbox, desk and year, as one would write it in an afternoon."""
    with duckdb.connect(str(db_path), read_only=True) as con:
        letters = con.execute(
            "SELECT region_code, handling_region_code, received_on, signed_on FROM response_times"
        ).df()
    days = pd.DataFrame(calendar_rows()).assign(day=lambda f: pd.to_datetime(f["day"])).set_index("day")["ordinal"]
    letters["days"] = letters["signed_on"].map(days) - letters["received_on"].map(days)
    letters["year"] = letters["received_on"].dt.year
    groups = letters.groupby(["region_code", "handling_region_code", "year"])["days"]
    return groups.agg(["median", lambda of_group: of_group.quantile(0.9)])


def main() -> None:
    """Print the times of one run, the memory it took, and the ratio to pandas; exit 1 over the limits."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill_lake(folder / "lake")
        db_path = folder / "wenzheng.duckdb"
        parts: dict[str, float] = {}

        def over_all_letters(con: duckdb.DuckDBPyConnection) -> build.Rows:
            start = time.perf_counter()
            rows = rows_over_all_letters(con)
            parts["checks over all letters"] = time.perf_counter() - start
            return rows

        sources = [
            source(source_id=f"m{n}", region_code=None, publishes="all" if n % 2 else "replied_only")
            for n in range(MAILBOXES)
        ]
        built = seconds(
            lambda: build.build(
                db_path,
                folder / "lake",
                sources=sources,
                working_days=calendar_rows(),
                parser_version="p",
                wenzheng_version="0",
                python_tables=over_all_letters,
            )
        )
        documents = list(audited_documents())
        audited = seconds(lambda: [sum(1 for _ in audit(document)) for document in documents])
        pandas = seconds(lambda: plain_pandas(db_path))
        with duckdb.connect(str(db_path), read_only=True) as con:
            shown = {t: con.execute(f"SELECT count(*) FROM {t}").fetchone() for t in ("letters", "claims", "findings")}
    gib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    claims = sum(len(document.claims) for document in documents)
    print(", ".join(f"{count[0] if count else 0:,} {table}" for table, count in shown.items()))
    print(f"build                     {built:7.1f} s")
    print(f"  checks over all letters {parts['checks over all letters']:7.1f} s of it")
    print(f"audit of {len(documents):,} documents {audited:7.1f} s ({claims:,} claims)")
    print(f"together                  {built + audited:7.1f} s   limit {LIMIT_SECONDS} s")
    print(f"processor time, all       {time.process_time():7.1f} s   (making the letters and pandas with it)")
    print(f"memory                    {gib:7.2f} GiB limit {LIMIT_GIB} GiB")
    print(f"one metric in pandas      {pandas:7.1f} s   the whole build is {built / pandas:.1f} x that")
    if built + audited > LIMIT_SECONDS or gib > LIMIT_GIB:
        sys.exit(1)


if __name__ == "__main__":
    main()
