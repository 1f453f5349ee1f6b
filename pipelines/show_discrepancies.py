"""The discrepancy table on a terminal, in Chinese or in English, under a legend.

What belongs here: layout, and the words around the sentences of the findings. What does not: the sentences themselves
(``pipelines.audit``), choosing rows (``warehouse.discrepancies``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.markup import escape

from pipelines.evidence.notes import OPEN, STATUSES
from pipelines.language import Language, told
from pipelines.verdicts import SEVERITIES, coloured, show_legend
from warehouse.discrepancies import Discrepancies


@dataclass(frozen=True, slots=True)
class _Words:
    """What is said around the findings."""

    nothing: str
    regions: str
    counted: str
    code: str
    no_region: str
    agreeing: str
    same_cause: str


_WORDS = {
    Language.ZH: _Words(
        nothing="没有可核对的数字。",
        regions="有数字的地区：{}。",
        counted="{regions} 个地区、{documents} 份文件和来信、{figures} 个数字，"
        "{checks_run} 项核对：{consistent} 项相符，{discrepancies} 处出入。",
        code=f"V1 · 3 · 924426f7：核对项目、{SEVERITIES[Language.ZH]}、编号；"
        "各核对项目见 wenzheng checks，依据见 wenzheng dossier 编号",
        no_region="地区未读出",
        agreeing="与公开记录相符的说法",
        same_cause="（同一原因）",
    ),
    Language.EN: _Words(
        nothing="There is no figure to check.",
        regions="Regions with figures: {}.",
        counted="{regions} regions, {documents} documents and letters, {figures} figures, "
        "{checks_run} checks: {consistent} hold, {discrepancies} discrepancies.",
        code=f"V1 · 3 · 924426f7: the check, {SEVERITIES[Language.EN]}, and the id; "
        "see `wenzheng checks`, and `wenzheng dossier ID` for what is behind it",
        no_region="region not read",
        agreeing="Claims that agree with the public record",
        same_cause=" (same cause)",
    ),
}


def show_discrepancies(out: Console, found: Discrepancies, language: Language = Language.ZH) -> None:
    """What does not fit, region by region, a claim against the public record first; what agrees with it comes last.

    A row may have the ``status`` that a note gives it (``pipelines.evidence.notes``).
    """
    words = _WORDS[language]
    if not found.audited["checks_run"]:
        there = ("、" if language == Language.ZH else ", ").join(f"{name} {code}" for code, name in found.regions)
        out.print(words.nothing + (f" {words.regions.format(there)}" if there else ""))
        return
    out.print(words.counted.format(**found.audited, discrepancies=len(found.rows)))
    show_legend(out, {row["verdict"] for row in found.rows}, words.code, language)
    for region, rows in groupby(found.rows, key=lambda row: row["region_code"]):
        of_region = list(rows)
        headlines = [h for h in found.headlines if h["region_code"] == region]
        name = of_region[0]["region_name"] or words.no_region
        out.print(f"\n[bold]{escape(name)}[/bold] [dim]{region or ''}[/dim]")
        _show_headlines(out, (h for h in headlines if h["verdict"] != "consistent"), language, "bold")
        for container, inside in groupby(of_region, key=lambda r: r["document_id"] or r["letter_id"] or r["source_id"]):
            _show_container(out, container, list(inside), language)
        agreeing = [h for h in headlines if h["verdict"] == "consistent"]
        if agreeing:
            out.print(f"  {words.agreeing}")
            _show_headlines(out, agreeing, language, "not bold")
    out.print()


def _show_headlines(out: Console, headlines: Iterable[Mapping[str, Any]], language: Language, style: str) -> None:
    for headline in headlines:
        out.print(f"  [{style}]{escape(headline[f'statement_{language}'])}[/{style}]")
        out.print(f"  [dim]{escape(headline['url'] or '')}[/dim]")


def _show_container(out: Console, container: str, rows: Sequence[Mapping[str, Any]], language: Language) -> None:
    words, first = _WORDS[language], rows[0]
    # The title of a letter may name a firm or a person; its id leads to it.
    title = first["document_title"] or told(first["source_name"], language)
    where = first["url"] or first["file_name"] or ""
    out.print(f"  [dim]{escape('  '.join(part for part in (container, title, where) if part))}[/dim]")
    causes: set[str] = set()
    for row in rows:
        again = row["cause_id"] is not None and row["cause_id"] in causes
        causes |= {row["cause_id"]} - {None}
        status = row.get("status", OPEN)
        noted = f" · {STATUSES[status] if language == Language.ZH else status}" if status != OPEN else ""
        code = f"{row['check_id']} · {row['severity']} · {row['finding_id'][:8]}{noted}"
        out.print(
            f"    {coloured(row['verdict'], language)} [dim]{code}[/dim]  "
            f"{escape(row[f'statement_{language}'])}{words.same_cause if again else ''}"
        )
