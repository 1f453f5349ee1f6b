"""The command line ``wenzheng``: what a person types, and what is shown for it.

What belongs here: arguments, progress, the way results are printed, exit codes. What does not: any result. Heavy
packages are imported inside the commands that need them, so that ``wenzheng check`` starts quickly.

Exit codes: 0 fine; 1 findings or failures, as each command says; 2 wrong usage or something that the message names.
"""

from __future__ import annotations

import datetime as dt
import shlex
import shutil
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape

from pipelines.commands import evidence
from pipelines.language import NOT_FALSIFICATION, Language
from pipelines.shell import Lang, Settings, WrongUsage, database, err, out

app = typer.Typer(
    name="wenzheng",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="问政: what Chinese local governments say about their public mailboxes, held against the public record.",
)
app.add_typer(evidence.app)


@app.callback()
def _settings(
    data_dir: Annotated[
        Path, typer.Option(envvar="WENZHENG_DATA", help="Where archive, lake and warehouse lie.")
    ] = Path("data"),
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
) -> None:
    Settings.data_dir = data_dir
    Settings.debug = debug


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files, folders or WARC files.")],
    source: Annotated[str | None, typer.Option(help="Put everything under this source.")] = None,
    public: Annotated[bool, typer.Option("--public", help="The files are public and may be published.")] = False,
) -> None:
    """Take local files into the archive. Each goes to the source whose address it prints; the same file is taken once.

    Exit 1 when a file could not be taken.
    """
    from scrapers.ingest import ingest as take
    from scrapers.registry import registry_of

    report = take(paths, Settings.data_dir, registry_of(Settings.data_dir), source=source, public=public)
    for file in report.files:
        owner = f" → {file.source_id}" if file.source_id else ""
        reason = f": {file.reason}" if file.reason else ""
        out.print(f"{file.status:8}{escape(file.name)}{owner}{escape(reason)}")
        for note in file.notes:
            out.print(f"        {escape(note)}")
    known, skipped = report.count("known"), report.count("skipped")
    out.print(f"{report.captures} captures stored, {known} files already there, {skipped} left out.")
    if report.captures:
        out.print("Next: wenzheng build")
    raise typer.Exit(1 if skipped else 0)


@app.command()
def demo(lang: Lang = Language.ZH) -> None:
    """Start the bundled demo site on this machine, crawl it twice for real, build, publish, and show what does
    not fit.

    The letters are synthetic; the printed figures are those of the published documents. Everything lies in data/demo.
    """
    from pipelines.demo import run_demo
    from pipelines.show_demo import show_beginning, show_demo

    show_beginning(out, lang)
    report = run_demo(Settings.data_dir / "demo", lambda line: out.print(escape(line)))
    show_demo(out, report, own_command(), lang)


def own_command() -> str:
    """How this program is called from the shell that called it, which need not have it on its PATH."""
    if shutil.which("wenzheng") is not None:
        return "wenzheng"
    called = Path(sys.argv[0])
    return shlex.quote(str(called)) if called.name == "wenzheng" else f"{shlex.quote(sys.executable)} -m pipelines.cli"


@app.command()
def crawl(
    source_ids: Annotated[list[str], typer.Argument(help="Sources, as `wenzheng sources` lists them.")],
    full: Annotated[bool, typer.Option("--full", help="A full sweep, also where the last crawl was complete.")] = False,
    max_pages: Annotated[
        int | None, typer.Option(min=1, help="Stop after so many pages; the next run goes on.")
    ] = None,
    contact: Annotated[
        str | None, typer.Option(envvar="WENZHENG_CONTACT", help="An address at which the site can reach you.")
    ] = None,
) -> None:
    """Crawl sources into the archive, one page at a time, politely; an interrupted crawl goes on by itself.

    Ctrl-C lets it finish the page it is at and leaves out the sources after it. Exit 1 when a crawl is not complete.
    """
    from pipelines.crawl_jobs import crawl_events
    from pipelines.instance import record
    from pipelines.show import crawl_progress, outcome_line
    from scrapers.crawl import crawl as crawl_source

    complete = True
    for source in [described(source_id) for source_id in source_ids]:
        if source.verified == "never":
            out.print(f"{source.id}: nobody has seen its addresses answer; try `wenzheng probe {source.id}`.")
        with crawl_progress(err, source.id) as progress:
            outcome = crawl_source(
                source, Settings.data_dir, full=full, max_pages=max_pages, contact=contact, progress=progress
            )
        out.print(escape(outcome_line(outcome)))
        record(Settings.data_dir, crawl_events(source, outcome, Settings.data_dir))
        complete = complete and outcome.complete
        if outcome.stop_reason == "interrupted":
            break
    out.print("Next: wenzheng build")
    raise typer.Exit(0 if complete else 1)


@app.command()
def probe(
    source_id: Annotated[str, typer.Argument(help="A source, as `wenzheng sources` lists them.")],
    saved: Annotated[list[Path] | None, typer.Option("--saved", help="A saved page; repeat for more.")] = None,
    url: Annotated[
        list[str] | None, typer.Option("--url", help="The address of a saved page; repeat in their order.")
    ] = None,
    contact: Annotated[
        str | None, typer.Option(envvar="WENZHENG_CONTACT", help="An address at which the site can reach you.")
    ] = None,
) -> None:
    """Compare a source's description with saved pages, or with its list and first letter as they answer now.

    Exit 1 when something that a crawl needs did not match.
    """
    from pipelines.probe import probe as compare
    from pipelines.probe import probe_live
    from pipelines.show import show_probe

    if len(url or ()) > len(saved or ()):
        raise WrongUsage("each --url is the address of one --saved page: there are more addresses than pages")
    source = described(source_id)
    pages = [path.read_bytes() for path in saved or ()]
    report = compare(source, pages, urls=url or ()) if pages else probe_live(source, contact=contact)
    show_probe(out, report)
    raise typer.Exit(0 if report.fits else 1)


def described(source_id: str) -> Any:
    """The source of that id; an unknown id is wrong usage, and near ones are named."""
    from scrapers.registry import registry_of

    try:
        return registry_of(Settings.data_dir)[source_id]
    except KeyError as error:
        raise WrongUsage(str(error.args[0])) from error


@app.command("new-source")
def new_source(
    source_id: Annotated[str, typer.Argument(help="Lower-case letters, digits and hyphens.")],
    platform: Annotated[str | None, typer.Option(help="boda_vsb, generic ...")] = None,
    region: Annotated[str | None, typer.Option(help="GB/T 2260 code of the jurisdiction.")] = None,
    channel: Annotated[str | None, typer.Option(help="A channel's code.")] = None,
    name: Annotated[str | None, typer.Option(help="The site's name in Chinese.")] = None,
    english: Annotated[str | None, typer.Option(help="The site's name in English.")] = None,
    page: Annotated[Path | None, typer.Option(help="A page of the site, saved.")] = None,
    page_url: Annotated[str | None, typer.Option(help="The address of the saved page.")] = None,
    list_url: Annotated[str | None, typer.Option(help="The address of the first list page.")] = None,
    again: Annotated[
        bool, typer.Option("--again", help="Only the expected JSON, anew, after the description was completed.")
    ] = False,
    root: Annotated[Path, typer.Option(help="The checkout in which the files are made.")] = Path(),
) -> None:
    """Make description, saved page, expected JSON and a failing test of a new source in one go.

    Needs --platform, --region, --channel, --name and --page; with --again only the source's id.
    """
    from pipelines.new_source import Folders, expect_again
    from pipelines.new_source import new_source as make

    folders = Folders.below(root)
    if again:
        if any(given is not None for given in (platform, region, channel, name, english, page, list_url)):
            raise WrongUsage("--again reads the description and the page that are there: of the others give --page-url")
        made = expect_again(source_id, folders=folders, page_url=page_url)
        written = [made.expected]
    else:
        if platform is None or region is None or channel is None or name is None or page is None:
            raise WrongUsage("a new source needs --platform, --region, --channel, --name and --page")
        made = make(
            source_id,
            platform=platform,
            region=region,
            channel=channel,
            name=name,
            page=page,
            folders=folders,
            list_url=list_url,
            page_url=page_url,
            english=english,
        )
        written = [made.description, made.page, made.expected, made.test]
    for path in written:
        out.print(str(path))
    out.print("The test fails until somebody has compared the expected JSON with the page and set reviewed: true.")
    if not again:
        out.print(
            f"Complete the description (list_url, url_patterns ...), then: wenzheng new-source {source_id} --again"
        )


@app.command()
def build(
    as_of: Annotated[
        dt.datetime | None,
        typer.Option(
            "--as-of",
            formats=["%Y-%m-%d"],
            help="Only what was known at the end of this day (Asia/Shanghai): captures stored by then, their versions "
            "and removals, crawls as far as they were. Read by today's parser. Needs --out.",
        ),
    ] = None,
    into: Annotated[
        Path | None, typer.Option("--out", help="A new file for --as-of; the live warehouse is left as it is.")
    ] = None,
) -> None:
    """Parse what is new and rebuild the warehouse, metrics and findings (the Dagster assets, in this process).

    What could not be read is quarantined, counted and named; the warehouse is built all the same.
    """
    from pipelines.evidence.notes import FILE, load_notes
    from pipelines.show import building

    if (as_of is None) != (into is None):
        raise WrongUsage("--as-of DATE and --out FILE go together: a build of the past replaces no live warehouse")
    with building(err) as progress:
        if as_of is None or into is None:
            from pipelines.definitions import build_in_process

            filled, built = build_in_process(Settings.data_dir, progress)
        else:
            from pipelines.build import build_past
            from pipelines.fill import fill
            from scrapers.registry import registry_of

            filled = fill(Settings.data_dir, progress=progress)
            built = build_past(Settings.data_dir, registry_of(Settings.data_dir), as_of.date(), into)
    show_filled(filled)
    for note in built.notes:
        out.print(escape(note))
    if as_of is None:
        evidence.name_notes_of_no_finding(load_notes(Settings.data_dir / FILE))
    shown = ("letters", "documents", "claims", "findings", "discrepancies", "quarantine", "issues")
    out.print("Warehouse: " + ", ".join(f"{built.row_counts[name]} {name}" for name in shown))
    out.print(str(built.path))
    out.print(
        "Next: wenzheng discrepancies, wenzheng sql, or wenzheng publish"
        if as_of is None
        else "Next: open it with a DuckDB client"
    )


def show_filled(filled: Any) -> None:
    """What a run parsed, and what it could not read."""
    outcomes = ", ".join(f"{n} {outcome}" for outcome, n in sorted(filled.outcomes.items())) or "nothing new"
    out.print(f"Parsed: {outcomes} ({filled.already_there} crawls were there already).")
    for name, message in filled.refusals:
        out.print(f"  quarantined  {escape(name)}: {escape(message)}")
    for name, message in filled.failures:
        out.print(f"  failed  {escape(name)}: {escape(message)}")
    for damage in filled.damages:
        out.print(f"  damaged  {escape(damage)}")
    if filled.issues:
        out.print(
            "Issues: " + ", ".join(f"{n} {code}" for code, n in filled.issues.most_common()) + " (see the table issues)"
        )


@app.command()
def publish(
    with_text: Annotated[
        bool, typer.Option("--with-text", help="With titles and texts of letters and replies, redacted.")
    ] = False,
) -> None:
    """Write what may leave this machine as a new version: DuckDB, Parquet, CSV, dictionary, datapackage.json, report.

    Private files and what rests on them stay, and so does what takedown.yaml in the data directory lists. Exit 1 when
    an entry of that list matches nothing.
    """
    from pipelines.show import show_published
    from warehouse.publish import publish as publish_version
    from warehouse.takedown import FILE, load_takedowns

    takedowns = load_takedowns(Settings.data_dir / FILE)
    with err.status("publishing ..."):
        report = publish_version(database(), Settings.data_dir / "published", takedowns, with_text=with_text)
    show_published(out, report)
    raise typer.Exit(1 if report.takedowns_unmatched else 0)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Bulletins or letters, or folders of them; formats below.")],
    as_json: Annotated[bool, typer.Option("--json", help="Findings as JSON.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write a page with the findings to this file.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Show checks that hold, too.")] = False,
    figures: Annotated[bool, typer.Option("--figures", help="Show every figure as it was read, too.")] = False,
    lang: Lang = Language.ZH,
) -> None:
    """Audit files without a warehouse: nothing is stored, nothing leaves this machine.

    Read are html, pdf, docx, xlsx, xls, et, csv, tsv, md, txt, and zip of these; scans (pdf, png, jpg, tiff, bmp) with
    the extra `ocr` of this package; doc, wps, rtf, odt and ods where LibreOffice is installed.

    Exit 1 when a finding is inconsistent or a file cannot be read.
    """
    from pipelines.check import check_files, checked_json
    from pipelines.show_checked import checked_page, checking, show_checked

    with checking(err, files_of(files)) as paths:
        checked = list(check_files(paths))
    if html is not None:
        html.write_text(checked_page(checked, lang), encoding="utf-8")
    if as_json:
        print(checked_json(checked))
    else:
        show_checked(out, checked, lang, every=every, figures=figures)
    raise typer.Exit(1 if any(one.fails for one in checked) else 0)


def files_of(paths: list[Path]) -> list[Path]:
    """The files named and those in the folders named, hidden ones left out; a missing path is wrong usage."""
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise WrongUsage(f"there is no {path}")
        if path.is_dir():
            found += sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
        elif path.is_file():
            found.append(path)
        else:
            raise WrongUsage(f"{path} is neither a file nor a folder")
    if not found:
        raise WrongUsage("there is no file to read in " + ", ".join(map(str, paths)))
    return found


@app.command()
def discrepancies(
    region: Annotated[
        str | None, typer.Option(help="A region's code or name; regions below it are shown, too.")
    ] = None,
    channel: Annotated[str | None, typer.Option(help="A channel's code or name.")] = None,
    severity: Annotated[int, typer.Option(min=0, max=3, help="The least severity shown.")] = 1,
    since: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Only about periods that end on this day or later.")
    ] = None,
    lang: Lang = Language.ZH,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="As CSV.")] = False,
) -> None:
    """Show what does not fit, most severe first, with the arithmetic and the status that notes.yaml gives it.

    A discrepancy is no proof of falsification.
    """
    from pipelines.evidence.notes import FILE, load_notes, notes_on, status_of
    from pipelines.show import as_csv_text, as_json_text
    from pipelines.show_discrepancies import show_discrepancies
    from warehouse.discrepancies import select_discrepancies

    _one_format(as_json, as_csv)
    found = select_discrepancies(
        database(), region=region, channel=channel, severity=severity, since=since.date() if since else None
    )
    entries = load_notes(Settings.data_dir / FILE)
    evidence.name_notes_of_no_finding(entries)
    notes = notes_on(entries, [row["finding_id"] for row in found.rows])
    for row in found.rows:
        row["status"] = status_of(notes.get(row["finding_id"], ()))
    if as_json:
        print(as_json_text(found.rows))
    elif as_csv:
        print(as_csv_text(found.rows, (*found.columns, "status")), end="")
    else:
        show_discrepancies(out, found, lang)
        out.print(NOT_FALSIFICATION[lang])


@app.command()
def sql(
    query: Annotated[str | None, typer.Argument(help="One question; without it, a prompt.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="As CSV.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="Rows shown at most in a table.")] = 200,
) -> None:
    """Ask the warehouse. The session is read-only and closed to files and the net."""
    from pipelines.show import as_csv_text, as_json_text, show_answer
    from warehouse.query import session

    _one_format(as_json, as_csv)
    with session(database()) as asked:
        if query is None:
            prompt(asked, limit)
            return
        if as_json or as_csv:
            answer = asked.ask(query)
            rows = answer.records
            print(as_json_text(rows) if as_json else as_csv_text(rows, answer.columns), end="\n" if as_json else "")
        else:
            show_answer(out, asked.ask(query, limit=limit + 1), limit)


def _one_format(as_json: bool, as_csv: bool) -> None:
    if as_json and as_csv:
        raise WrongUsage("give either --json or --csv")


def prompt(asked: Any, limit: int) -> None:
    """Read questions from the terminal, each ended by a semicolon or an empty line, until ``.quit``."""
    from pipelines.show import show_answer
    from warehouse.query import QueryError

    err.print("SHOW TABLES, DESCRIBE letters, SELECT ...; .quit to leave")
    lines: list[str] = []
    while True:
        try:
            line = input("wenzheng> " if not lines else "     ...> ")
        except EOFError:
            return
        if line.strip() in (".quit", ".exit", "exit", "quit"):
            return
        lines.append(line)
        if not (line.rstrip().endswith(";") or not line.strip()) or not "".join(lines).strip():
            lines = lines if "".join(lines).strip() else []
            continue
        try:
            show_answer(out, asked.ask("\n".join(lines), limit=limit + 1), limit)
        except QueryError as error:
            err.print(f"[red]{escape(str(error))}[/red]")
        lines = []


@app.command()
def sources(
    folder: Annotated[Path | None, typer.Option(help="Validate the descriptions of this folder instead.")] = None,
) -> None:
    """List the sources and validate their descriptions. A wrong description is named with file, line and field."""
    from pipelines.new_source import unknown_region
    from pipelines.show import show_sources
    from scrapers.registry import load_sources, registry_of

    if folder is not None and not folder.is_dir():
        raise WrongUsage(f"there is no folder {folder}")
    registry = registry_of(Settings.data_dir) if folder is None else load_sources(folder)
    unknown = [said for source in registry.sources.values() if (said := unknown_region(source)) is not None]
    if unknown:
        raise WrongUsage("\n".join(unknown))
    show_sources(out, registry)


@app.command()
def ui(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where the page is served, on this machine only.")] = 3000,
    even_empty: Annotated[bool, typer.Option("--even-empty", help="Open it also without data.")] = False,
) -> None:
    """Open the Dagster UI: lineage, checks, crawls and their schedules. Ctrl-C ends it and everything it started.

    While there is no data yet it shows that of the demo, under a banner.
    """
    from pipelines.ui import shown

    what = shown(Settings.data_dir, even_empty=even_empty)
    # Dagster takes seconds to import: what can be refused without it has been by now.
    from pipelines.ui_processes import run_ui

    if what.banner is not None:
        out.print(escape(what.banner))
    run_ui(what, port, lambda line: out.print(escape(line)))


def _known_errors() -> tuple[type[Exception], ...]:
    """Errors whose message is a sentence for people; imported only once one has happened."""
    from pipelines.demo import DemoError
    from pipelines.evidence.case import EvidenceError
    from pipelines.evidence.notes import NotesError
    from pipelines.new_source import NewSourceError
    from pipelines.register import RegisterError
    from pipelines.ui import UiError
    from scrapers.captures import ArchiveError
    from scrapers.crawl import CrawlError
    from scrapers.ingest import IngestError
    from scrapers.registry import AmbiguousAddress, RegistryError
    from warehouse.build import BuildError
    from warehouse.discrepancies import SelectionError
    from warehouse.lake import LakeError
    from warehouse.publish import PublishError
    from warehouse.query import QueryError
    from warehouse.schema import SchemaError
    from warehouse.takedown import TakedownError

    return (
        AmbiguousAddress,
        ArchiveError,
        BuildError,
        CrawlError,
        DemoError,
        EvidenceError,
        IngestError,
        LakeError,
        NewSourceError,
        NotesError,
        PublishError,
        QueryError,
        RegisterError,
        RegistryError,
        SchemaError,
        SelectionError,
        TakedownError,
        UiError,
        WrongUsage,
    )


def _is_of_the_disk(error: Exception) -> bool:
    """Whether DuckDB could not read or write a file: a full disk is no fault of ours."""
    import duckdb

    return isinstance(error, duckdb.IOException)


def main() -> None:
    """Run a command; an error is one clear sentence on stderr and exit 2, a traceback only with ``--debug``."""
    try:
        app()
    except Exception as error:
        if Settings.debug:
            raise
        if isinstance(error, _known_errors()):
            err.print(f"[red]{escape(str(error))}[/red]")
        elif isinstance(error, OSError) and error.strerror:
            err.print(f"[red]{escape(str(error.filename or 'a file'))}: {escape(error.strerror)}[/red]")
        elif _is_of_the_disk(error):
            err.print(f"[red]{escape(str(error).splitlines()[0])}[/red]; what was there before is as it was.")
        else:
            err.print(f"[red]unexpected {type(error).__name__}: {escape(str(error))}[/red]")
            err.print("This is a fault of wenzheng; run again as `wenzheng --debug ...` and report what it prints.")
        sys.exit(2)


if __name__ == "__main__":
    main()
