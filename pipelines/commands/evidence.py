"""Commands about checks and findings: which checks there are, and what stands behind a finding.

What belongs here: arguments, where results go, exit codes. What does not: any result. Heavy packages are imported
inside the commands.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer
from rich.markup import escape

from pipelines.language import NOT_FALSIFICATION, Language, told
from pipelines.shell import Lang, Settings, WrongUsage, database, err, out

if TYPE_CHECKING:
    from pipelines.evidence.verify import Difference

app = typer.Typer()

_CHINESE = ("subject", "statement_zh")
"""The fields of a finding that are told in Chinese, and in English by its other fields."""
Finding = Annotated[str, typer.Argument(help="The id of a finding, or a beginning of it that no other id has.")]


@app.command()
def checks(
    check_id: Annotated[str | None, typer.Argument(help="Only this check, for example A1.")] = None,
    lang: Lang = Language.ZH,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """List every check: its name, what it holds against what, its tolerance, its verdicts, and where it runs.

    In Chinese without --lang en; --json has both.
    """
    from pipelines.commands.show_checks import show_checks
    from pipelines.register import listed, registered_checks, shown_json

    chosen = listed(registered_checks(), check_id)
    if as_json:
        print(shown_json(chosen))
    else:
        show_checks(out, chosen, lang)


@app.command()
def dossier(
    finding: Finding,
    into: Annotated[
        Path | None,
        typer.Option("--into", help="The folder for both files; dossiers/ in the data directory if left out."),
    ] = None,
    show: Annotated[bool, typer.Option("--print", help="Print the Markdown and write no file.")] = False,
    lang: Lang = Language.ZH,
) -> None:
    """Write one page on a finding, as HTML and as Markdown: what is printed where, the arithmetic, other readings,
    captures with their hashes, and the notes of data/notes.yaml.

    The Chinese page tells the main things in English, too; --lang en makes one beside it (ID.en.html) on which only
    quotes and names are Chinese.

    Exit 1 when the archive does not have a file that the page rests on.
    """
    from pipelines.evidence.dossier import dossier_html, dossier_markdown

    case = _case(finding)
    missing = [name for name in dict.fromkeys(one["warc_file"] for one in case.captures) if not _is_kept(name)]
    for name in missing:
        err.print(f"The archive does not have {escape(name)}: nobody can check this page against what was captured.")
    if show:
        print(dossier_markdown(case, lang), end="")
        raise typer.Exit(1 if missing else 0)
    folder = into or Settings.data_dir / "dossiers"
    folder.mkdir(parents=True, exist_ok=True)
    name = case.finding_id if lang is Language.ZH else f"{case.finding_id}.{lang}"
    for ending, text in ((".html", dossier_html(case, lang)), (".md", dossier_markdown(case, lang))):
        path = folder / f"{name}{ending}"
        path.write_text(text, encoding="utf-8")
        out.print(escape(str(path)))
    raise typer.Exit(1 if missing else 0)


@app.command()
def verify(finding: Finding, lang: Lang = Language.ZH) -> None:
    """Do a finding all over again from the archive: read, hash, parse, audit, and compare with the warehouse.

    What it says of itself is in English in either language; --lang is that of the finding.

    Exit 1 when a payload is damaged or gone, or when something comes out otherwise; what differs is named.
    """
    from pipelines.evidence.dossier import heading
    from pipelines.evidence.verify import verify as again
    from scrapers.registry import registry_of

    case = _case(finding)
    out.print(f"{case.finding_id}  {case.finding['check_id']}  {escape(heading(case, lang))}")
    with err.status("reading the archive again ..."):
        verified = again(Settings.data_dir, case, registry_of(Settings.data_dir))
    for capture in verified.captures:
        said = "same SHA-256" if capture.problem is None else f"[red]{escape(capture.problem)}[/red]"
        out.print(f"  {capture.sha256}  {escape(capture.warc_file)}  {said}")
    for difference in verified.differences:
        out.print(f"  [red]{difference.field}[/red]: {escape(differs(difference, lang))}")
    if verified.parser is not None:
        out.print(f"  {verified.parser}; `wenzheng build` brings the warehouse up to date")
    if verified.verdict is not None:
        out.print(f"Verdict: {_verdict(verified.verdict, lang)}")
    for earlier in verified.earlier:
        then = "gave no such finding" if earlier.verdict is None else f"was {_verdict(earlier.verdict, lang)}"
        out.print(f"  version {earlier.version_no} of the document {then}; the document has been replaced since")
    out.print("The finding comes out the same." if verified.holds else "The finding does not come out the same.")
    raise typer.Exit(0 if verified.holds else 1)


@app.command()
def inquiry(finding: Finding) -> None:
    """Draft the letter that asks the office for its definition, on standard output. It has no --lang: it is a letter to
    a Chinese office, and always in Chinese.

    Places in 〔〕 are for you to fill in. It asks, and presumes nothing.
    """
    from pipelines.evidence.inquiry import inquiry as draft

    print(draft(_case(finding)), end="")


@app.command()
def diff(
    since: Annotated[
        str | None,
        typer.Option(
            metavar="WHEN",
            help="What changed since then until now: a day (from its beginning), a minute (“2026-01-31 14:30”), both "
            "in Asia/Shanghai, or the id of a build.",
        ),
    ] = None,
    against: Annotated[Path | None, typer.Option(help="Another warehouse, taken as the earlier one.")] = None,
    lang: Lang = Language.ZH,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Say what is new, gone, changed, answered or noted: discrepancies, letters, documents.

    --since builds what was known before then, by today's parser, and leaves the live warehouse alone.
    """
    from pipelines.commands.show_changes import changes_json, show_all_new, show_changes
    from pipelines.evidence.compare import compare
    from pipelines.evidence.notes import FILE, load_notes

    if (since is None) == (against is None):
        raise WrongUsage("give either --since WHEN or --against FILE")
    begin = None if since is None else _moment(since)
    notes = load_notes(Settings.data_dir / FILE)
    name_notes_of_no_finding(notes)
    past = against
    with tempfile.TemporaryDirectory(prefix="wenzheng-diff-") as folder:
        if begin is not None:
            with err.status("building the past ..."):
                past = _past(begin, Path(folder) / "past.duckdb")
        changes = compare(past, database(), notes, begin.date() if begin else None)
    if as_json:
        print(changes_json(changes))
        return
    if since is not None and past is None:
        show_all_new(out, changes, since, lang)
    else:
        show_changes(out, changes, lang)
    out.print(NOT_FALSIFICATION[lang])


def _verdict(code: str, lang: Language) -> str:
    """A verdict with its name in both languages, or in English alone: ``inconsistent 不相符``."""
    from pipelines.audit.finding import VERDICTS, VERDICTS_EN

    return VERDICTS_EN[code] if lang is Language.EN else f"{VERDICTS_EN[code]} {VERDICTS[code]}"


def differs(difference: Difference, lang: Language) -> str:
    """What a field was and is now; in English a field that is Chinese by its nature is only said to be another."""
    if lang is Language.EN and difference.field == "finding":
        return difference.is_now
    if lang is Language.EN and difference.field in _CHINESE:
        return "differs; it is Chinese"
    return f"was {told(difference.was, lang)}, now {told(difference.is_now, lang)}"


def name_notes_of_no_finding(notes: Sequence[Any]) -> None:
    """Name, on standard error, each entry of the notes whose id no finding of the warehouse has."""
    from pipelines.evidence.notes import of_no_finding
    from warehouse.query import session

    if notes:
        with session(database()) as asked:
            ids = [str(row[0]) for row in asked.ask("SELECT finding_id FROM findings").rows]
        for said in of_no_finding(notes, ids):
            err.print(escape(said))


_MOMENTS = ("%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y%m%dT%H%M%S")


def _moment(printed: str) -> dt.datetime:
    """A day, a minute, or the time at which a build began, which its id opens with, in Asia/Shanghai."""
    text = re.sub(r"(?<=T\d{6})-[0-9a-f]+$", "", printed.strip())
    for form in _MOMENTS:
        with contextlib.suppress(ValueError):
            return dt.datetime.strptime(text, form).replace(tzinfo=ZoneInfo("Asia/Shanghai"))
    raise WrongUsage(
        f"--since {printed}: a day (2026-01-31), a minute (“2026-01-31 14:30”) or the id of a build expected"
    )


def _past(since: dt.datetime, path: Path) -> Path | None:
    """What was known before ``since``; ``None`` where that was nothing."""
    from pipelines.build import build_past
    from scrapers.registry import registry_of
    from warehouse.query import session

    with session(database()) as asked:
        ((n_known,),) = asked.ask("SELECT count(*) FROM captures WHERE fetched_at < $since", {"since": since}).rows
    if not n_known:
        return None
    return build_past(Settings.data_dir, registry_of(Settings.data_dir), since, path).path


def _is_kept(warc_file: str) -> bool:
    return (Settings.data_dir / warc_file).is_file()


def _case(finding: str) -> Any:
    from pipelines.evidence.case import find_case

    return find_case(Settings.data_dir, database(), finding)
