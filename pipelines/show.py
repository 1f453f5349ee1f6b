"""Results on a terminal, as JSON and as CSV.

What belongs here: layout only. What does not: choosing or computing anything that is shown.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as ProgressBar
from rich.table import Table

from pipelines.probe import ProbeReport
from scrapers.captures import Capture
from scrapers.crawl import CrawlOutcome, Progress, explained
from scrapers.registry import Registry
from warehouse.query import Answer

if TYPE_CHECKING:  # publishing brings in what `wenzheng check` can do without
    from warehouse.publish import PublishReport


def outcome_line(outcome: CrawlOutcome) -> str:
    """One line about a crawl: listed, seen, fetched, failed, and how it ended; where it is not complete, why, and how
    much is left.
    """
    listed = "unknown" if outcome.listed_total is None else str(outcome.listed_total)
    ended = "complete" if outcome.complete else "not complete"
    refused = f", {outcome.refused} refused" if outcome.refused else ""
    listed += f" ({outcome.repeated} of them again)" if outcome.repeated else ""
    left = f", {outcome.queued} pages left" if outcome.queued else ""
    why = "" if outcome.complete or outcome.stop_reason == "finished" else f": {explained(outcome.stop_reason)}"
    return (
        f"{outcome.source_id}: {outcome.requests} requests, {listed} listed, {outcome.letters_seen} seen, "
        f"{outcome.letters_fetched} fetched, {outcome.failed} failed: "
        f"{ended}{refused}{left} ({outcome.stop_reason}{why})"
    )


@contextmanager
def crawl_progress(err: Console, source_id: str) -> Iterator[Callable[[Progress], None]]:
    """A line on a terminal that says how far a crawl is; gone when it has ended, and not there in a file or a pipe."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f} of {task.total:.0f} fetched, {task.fields[queued]} pages queued"),
        TimeElapsedColumn(),
    )
    with ProgressBar(*columns, console=err, transient=True) as bar:
        task = bar.add_task(escape(source_id), total=0, queued=1)
        yield lambda now: bar.update(task, completed=now.fetched, total=now.seen, queued=now.queued)


@contextmanager
def building(err: Console) -> Iterator[Callable[[Capture, int, int], None]]:
    """A line on a terminal that says which crawl a build has come to."""
    with err.status("building ...") as status:
        yield lambda capture, number, of: status.update(
            f"building ... read {number} of {of} pages of {escape(capture.source_id)}/{escape(capture.crawl_id)}"
        )


def show_answer(out: Console, answer: Answer, limit: int) -> None:
    """A result as a table of at most ``limit`` rows."""
    table = _whole_table(answer.columns)
    for row in answer.rows[:limit]:
        table.add_row(*(escape(_cell(value)) for value in row))
    out.print(table)
    if len(answer.rows) > limit:
        out.print(f"first {limit} rows; --limit, --csv or --json for more")


def _whole_table(columns: Iterable[str]) -> Table:
    """A table whose cells are folded, never cut: an id or a verdict that is cut off is no use to anybody."""
    table = Table(header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(value)


def show_sources(out: Console, registry: Registry) -> None:
    """All sources, with what nobody has yet seen answer marked."""
    table = _whole_table(("source", "name", "region", "channel", "platform", "publishes", "verified"))
    for source in registry.sources.values():
        table.add_row(
            source.id,
            source.names.zh,
            source.region_code or "",
            source.channel or "",
            source.platform,
            source.publishes,
            str(source.verified),
        )
    out.print(table)


def as_json_text(rows: Iterable[Mapping[str, Any]]) -> str:
    """Rows as a JSON list; exact decimals as numbers, dates as text."""

    def plain(value: object) -> object:
        if isinstance(value, Decimal):
            return int(value) if value == value.to_integral_value() else float(value)
        return str(value)

    return json.dumps(list(rows), ensure_ascii=False, indent=1, default=plain)


def as_csv_text(rows: Sequence[Mapping[str, Any]], columns: Sequence[str] | None = None) -> str:
    """Rows as CSV with a header; a list is joined with a vertical bar."""
    names = list(columns or (rows[0] if rows else ()))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow("|".join(map(str, v)) if isinstance(v, list | tuple) else v for v in (row[n] for n in names))
    return text.getvalue()


def show_probe(out: Console, report: ProbeReport) -> None:
    """What a description matched on each page, field by field, what it did not, and labels that nobody knows."""
    if report.stopped is not None:
        out.print(f"[red]{escape(report.source_id)} was not asked for all pages[/red]: {escape(report.stopped)}.")
    for page in report.pages:
        out.print(f"[bold]{escape(page.name)}[/bold]  {page.kind}  [dim]{escape(page.url or '')}[/dim]")
        for match in page.matches:
            mark = "[green]found[/green]  " if match.found else "[red]missing[/red]"
            out.print(f"  {mark} {escape(match.field)}: {escape(match.detail)}")
        if page.unknown_labels:
            out.print(f"  unknown labels: {escape('、'.join(page.unknown_labels))}")
        for issue in page.issues:
            out.print(f"  [dim]{issue.code}  {escape(issue.message)}[/dim]")


def show_published(out: Console, report: PublishReport) -> None:
    """A published version: where it lies, what is in it and what stayed, and what the takedown list did."""
    if report.is_new:
        out.print(f"Published version {report.version}" + (" (synthetic demo data)" if report.synthetic else ""))
    else:
        out.print(f"Nothing new: the current version {report.version} holds the same.")
    shown = ("letters", "documents", "claims", "findings", "discrepancies")
    out.print("  " + ", ".join(f"{report.row_counts[name]} {name}" for name in shown))
    out.print("  texts of letters and replies: " + ("redacted, not anonymous" if report.with_text else "none"))
    stayed = ", ".join(f"{n} {name}" for name, n in report.withheld.items() if n)
    out.print(f"  not published: {stayed or 'nothing'}")
    if report.takedowns_applied:
        out.print(f"  takedowns applied: {len(report.takedowns_applied)}")
        if report.older_versions:
            out.print("  Older versions may still hold what was taken down; delete those that you have handed out:")
            for path in report.older_versions:
                out.print(f"    {escape(str(path))}")
    for entry in report.takedowns_unmatched:
        out.print(f"  [red]matches nothing[/red]  {escape(entry.place)}: {entry.subject} {escape(entry.value)}")
    out.print(f"{escape(str(report.path))}\nOpen {escape(str(report.page))}")
