"""The demo on a terminal: what to know before it runs, what it found, and what to type next.

What belongs here: layout, and the sentences around the results. What does not: running the demo (``demo``), the
discrepancy table (``show_discrepancies``).
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipelines.build import DATABASE
from pipelines.demo import SYNTHETIC_NOTE, DemoReport
from pipelines.language import NOT_FALSIFICATION, Language
from pipelines.show_discrepancies import show_discrepancies
from pipelines.verdicts import coloured

ON_PURPOSE = (
    "On purpose the site is not without faults: one letter answers its first request with 500 and heals, another is "
    "gone at the second visit and answers 404 (2 failed), a column holds a notice of maintenance (1 irrelevant beside "
    "robots.txt), and robots.txt closes one page of demo-yunxi (1 refused)."
)


@dataclass(frozen=True, slots=True)
class _Words:
    """The labels of the table by column of ``claim_vs_public``, its codes in words, and why its counts differ."""

    labels: Mapping[str, str]
    codes: Mapping[str, str]
    counted_otherwise: str


_WORDS = {
    Language.ZH: _Words(
        labels={
            "stated_by": "谁的说法",
            "claimed": "所称办结率",
            "public_basis": "公开答复的依据",
            "public_replies": "公开答复",
            "received": "全部来信",
            "valid": "有效信件",
            "rate_received": "占全部来信",
            "rate_valid": "占有效信件",
            "unpublished_needed": "未公开的至少",
            "verdict": "结论",
        },
        codes={"government": "政府", "site_counter": "页面计数", "claim": "所印件数", "crawl": "抓取所见"},
        counted_otherwise="公开答复有 {counted} 和 {answered}：页面计数含所列的每封信，{answered} 是其中有实质答复的。",
    ),
    Language.EN: _Words(
        labels={
            "stated_by": "stated by",
            "claimed": "claimed rate",
            "public_basis": "public replies are",
            "public_replies": "public replies",
            "received": "letters received",
            "valid": "valid letters",
            "rate_received": "of received",
            "rate_valid": "of valid",
            "unpublished_needed": "not public, at least",
            "verdict": "verdict",
        },
        codes={
            "government": "the government",
            "site_counter": "the page's counter",
            "claim": "as printed",
            "crawl": "as crawled",
        },
        counted_otherwise="There are {counted} and {answered} public replies: the page's counter has every letter that "
        "it lists, {answered} of them hold a substantive reply.",
    ),
}


def show_beginning(out: Console, language: Language = Language.ZH) -> None:
    """What a reader has to know of the data before the first figure, and which failures are no accident."""
    out.print(f"{SYNTHETIC_NOTE[language]}\n[dim]{escape(ON_PURPOSE)}[/dim]\n")


def show_demo(out: Console, report: DemoReport, command: str, language: Language = Language.ZH) -> None:
    """What the demo found: changes between the visits, discrepancies, and where things lie.

    ``command`` is how this program is called from the shell of whoever reads it.
    """
    out.print("\n[bold]Between the two visits[/bold]")
    for change in report.changes:
        fields = ", ".join(change["changed_fields"] or ())
        out.print(f"  {change['change']}  {change['letter_id']}  {escape(change['title'] or '')}  [dim]{fields}[/dim]")
    out.print("\n[bold]The claimed rate against the public record[/bold]")
    show_public_record(out, report.public_record, language)
    out.print()
    show_discrepancies(out, report.discrepancies, language)
    out.print(f"{NOT_FALSIFICATION[language]}\n{SYNTHETIC_NOTE[language]}")
    out.print(", ".join(f"{count} {table}" for table, count in report.rows.items()))
    for label, path in (("archive", "archive"), ("lake", "lake"), ("sources", "sources"), ("warehouse", DATABASE)):
        out.print(f"  {label:10}{report.data_dir / path}")
    out.print(f"  {'published':10}{report.published.path}\n  {'report':10}{report.published.page}")
    call = f"{command} --data-dir {shlex.quote(str(report.data_dir))}"
    out.print(f"Next:\n  {call} discrepancies --lang {language}\n  {call} sql\n  {call} ui", markup=False)


def show_public_record(out: Console, rows: Sequence[Mapping[str, Any]], language: Language) -> None:
    """The claimed rates against the public record, a column for each, and why their public replies differ."""
    words = _WORDS[language]
    columns = [_in_words(row, words, language) for row in rows]
    table = Table(box=box.SIMPLE_HEAD, header_style="bold")
    for number, name in enumerate(words.labels):
        line = [words.labels[name], *(column[name] for column in columns)]
        if number:
            table.add_row(*line)
        else:
            for header in line:
                table.add_column(header, overflow="fold")
    out.print(table)
    replies = {(row["stated_by"], row["public_basis"]): row["public_replies"] for row in rows}
    counted, answered = replies.get(("site_counter", "claim")), replies.get(("site_counter", "crawl"))
    if counted is not None and answered is not None and counted != answered:
        out.print(f"  {words.counted_otherwise.format(counted=counted, answered=answered)}")


def _in_words(row: Mapping[str, Any], words: _Words, language: Language) -> dict[str, str]:
    """The cells of one claim as rich markup: codes in words, rates in percent, nothing where there is no value."""

    def cell(name: str, value: object) -> str:
        if name == "verdict":
            return coloured(str(value), language)
        if isinstance(value, float):
            return f"{value:.1%}"
        return "" if value is None else escape(words.codes.get(str(value), str(value)))

    return {name: cell(name, row[name]) for name in words.labels}
