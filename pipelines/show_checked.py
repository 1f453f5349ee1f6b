"""What ``wenzheng check`` shows on a terminal and on a page, in Chinese or in English.

What belongs here: layout, and the words around the sentences of the findings. What does not: reading and auditing
(``pipelines.check``), the sentences (``pipelines.audit``), what verdicts are called (``pipelines.verdicts``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from parsers.records import Claim, Issue
from pipelines.audit.finding import Finding
from pipelines.audit.stated import channel_en, shown
from pipelines.audit.wording import channel_zh, metric_en, metric_zh
from pipelines.check import Checked, in_order, is_discrepancy
from pipelines.language import NOT_FALSIFICATION, Language, told
from pipelines.quotes import Quote, quotes
from pipelines.verdicts import LEGEND, MEANINGS, NAMES, SEVERITIES, coloured, in_legend, show_legend, symbol
from warehouse import reference

_QUOTES_SHOWN = 3
_LONGEST_RAW = 60
_ISSUES_ZH: Mapping[str, tuple[str, str]] = {
    row["code"]: (row["name_zh"], row["meaning_zh"]) for row in reference.rows("issue_codes")
}


@dataclass(frozen=True, slots=True)
class _Words:
    """What is said around the findings."""

    title: str
    counted: str
    all_files: str
    more_quotes: str
    code: str
    others: str
    issues: str
    columns: tuple[str, ...]
    of: str


_WORDS = {
    Language.ZH: _Words(
        title="问政核对",
        counted="{figures} 个数字，{checks} 项核对：{discrepancies} 处出入，{consistent} 项相符。",
        all_files="共 {files} 份文件，{refused} 份未能读取；",
        more_quotes="另有 {more} 处",
        code=f"A1 · 3：核对项目、{SEVERITIES[Language.ZH]}；各核对项目见 wenzheng checks；引文前为所在位置",
        others="其余 {n} 项核对",
        issues="读取中的 {n} 点说明",
        columns=("位置", "所印", "指标", "渠道、单位、分项", "统计期"),
        of="（{}）",
    ),
    Language.EN: _Words(
        title="wenzheng check",
        counted="figures: {figures}; checks: {checks}; discrepancies: {discrepancies}; checks that hold: {consistent}.",
        all_files="files: {files}; files that could not be read: {refused}; ",
        more_quotes="and {more} more",
        code=f"A1 · 3: the check, and {SEVERITIES[Language.EN]}; see `wenzheng checks`; quotes follow their place",
        others="{n} other checks",
        issues="{n} notes on the reading",
        columns=("place", "printed", "of", "channel, office, part", "period"),
        of=" ({})",
    ),
}


@contextmanager
def checking(err: Console, paths: Sequence[Path]) -> Iterator[Iterator[Path]]:
    """The paths one by one under a bar that names the file in work; no bar for one file, nor in a file or a pipe."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=err, transient=True, disable=len(paths) < 2 or not err.is_terminal) as bar:
        task = bar.add_task("", total=len(paths))

        def each() -> Iterator[Path]:
            for path in paths:
                bar.update(task, description=escape(path.name))
                yield path
                bar.advance(task)

        yield each()


def show_checked(
    out: Console, checked: Sequence[Checked], language: Language, *, every: bool, figures: bool = False
) -> None:
    """Each file's findings, what does not fit first; then a line over all files, and what the signs mean.

    With ``every`` the checks that hold are shown, too, with ``figures`` every figure as it was read.
    """
    for one in checked:
        _show_file(out, one, language, every=every, figures=figures)
    if len(checked) > 1:
        out.print(f"[bold]{_sum_line(checked, language)}[/bold]\n")
    verdicts = {finding.verdict for one in checked for finding in one.parsed.findings if _is_shown(finding, every)}
    show_legend(out, verdicts, _WORDS[language].code, language)
    out.print(NOT_FALSIFICATION[language])


def checked_page(checked: Sequence[Checked], language: Language) -> str:
    """One self-contained HTML page with the findings of all files."""
    from jinja2 import Environment, select_autoescape

    template = files("pipelines").joinpath("templates", "check.html.j2").read_text(encoding="utf-8")
    environment = Environment(autoescape=select_autoescape(default=True), trim_blocks=True, lstrip_blocks=True)
    environment.tests["discrepancy"] = is_discrepancy
    return environment.from_string(template).render(
        checked=checked,
        language=language,
        words=_WORDS[language],
        not_falsification=NOT_FALSIFICATION[language],
        legend=LEGEND[language],
        names=NAMES[language],
        meanings=MEANINGS[language],
        symbol=symbol,
        in_legend=in_legend,
        in_order=in_order,
        quotes=_quotes,
        steps=lambda finding: _steps(finding, language),
        note=lambda issue: _note(issue, language),
        refusal=lambda issue: _refusal(issue, language),
        statement=lambda finding: _statement(finding, language),
        count_line=lambda one: _count_line([one], language),
        sum_line=_sum_line(checked, language),
    )


def _show_file(out: Console, one: Checked, language: Language, *, every: bool, figures: bool) -> None:
    out.print(f"[bold]{escape(one.name)}[/bold]" + (f"  {escape(one.title)}" if one.title else ""))
    if one.parsed.refusal is not None:
        out.print(f"  [red]{escape(_refusal(one.parsed.refusal, language))}[/red]\n")
        return
    claims = one.claims_by_id()
    for statements in one.headlines:
        out.print(f"  [bold]{escape(dict(zip(Language, statements, strict=True))[language])}[/bold]")
    for finding in in_order(one.parsed.findings):
        if is_discrepancy(finding):
            _show_finding(out, finding, claims, language)
        elif _is_shown(finding, every):
            statement = escape(_statement(finding, language))
            out.print(f"  [dim]{coloured(finding.verdict, language)} {finding.check_id}  {statement}[/dim]")
    if figures:
        out.print(_figures(one.parsed.claims, language))
    out.print(f"  {_count_line([one], language)}")
    for issue in one.parsed.issues:
        name = issue.code if language is Language.EN else _ISSUES_ZH[issue.code][0]
        out.print(f"  [dim]{name}  {escape(issue.place or '')}  {escape(_note(issue, language))}[/dim]")
    out.print()


def _note(issue: Issue, language: Language) -> str:
    """What could not be read: the message, or in Chinese what its code means and what is printed there."""
    if language is Language.EN:
        return issue.message
    printed = " ".join((issue.raw or "").split())
    shown_of = printed if len(printed) <= _LONGEST_RAW else f"{printed[:_LONGEST_RAW]}…"
    return _ISSUES_ZH[issue.code][1] + (f"：{shown_of}" if printed else "")


def _refusal(issue: Issue, language: Language) -> str:
    """Why a file was not read; in Chinese what the code means, with the message for its particulars."""
    return issue.message if language is Language.EN else f"{_ISSUES_ZH[issue.code][1]}（{issue.message}）"


def _figures(claims: Sequence[Claim], language: Language) -> Table:
    """Every figure as it was read: where, what is printed, what of, whose, about when."""
    name = metric_zh if language is Language.ZH else metric_en
    table = Table(*_WORDS[language].columns, box=None, padding=(0, 2, 0, 2), header_style="dim")
    for claim in claims:
        channel = channel_zh(claim.channel) if language is Language.ZH else channel_en(claim.channel)
        whose = " · ".join(filter(None, (channel if claim.channel else claim.platform, claim.agency, claim.category)))
        what = name(claim.metric) + (_WORDS[language].of.format(name(claim.of_metric)) if claim.of_metric else "")
        when = f"{claim.period_start}—{claim.period_end or ''}" if claim.period_start else f"{claim.as_of or ''}"
        table.add_row(*map(escape, (claim.locator, told(shown(claim), language), what, whose, when)))
    return table


def _show_finding(out: Console, finding: Finding, claims: Mapping[str, Claim], language: Language) -> None:
    head = f"{coloured(finding.verdict, language)} [dim]{finding.check_id} · {finding.severity}[/dim]"
    out.print(f"  {head}  {escape(_statement(finding, language))}")
    quoted, more = _quotes(finding, claims)
    for quote in quoted:
        out.print(f"      [dim]{escape(quote.place)}[/dim]  {_underlined(quote)}")
    if more:
        out.print(f"      [dim]{_WORDS[language].more_quotes.format(more=more)}[/dim]")
    for step in _steps(finding, language):
        out.print(f"      [dim]{escape(step)}[/dim]")


def _underlined(quote: Quote) -> str:
    """A quote as rich markup, its figures underlined."""
    return "".join(f"[underline]{escape(text)}[/underline]" if figure else escape(text) for text, figure in quote.parts)


def _is_shown(finding: Finding, every: bool) -> bool:
    return every or is_discrepancy(finding) or finding.verdict == "unusual"


def _statement(finding: Finding, language: Language) -> str:
    return finding.statement_zh if language is Language.ZH else finding.statement_en


def _quotes(finding: Finding, claims: Mapping[str, Claim]) -> tuple[list[Quote], int]:
    """The first quotes of a finding, and how many there are beside them."""
    found = quotes([*(claims[i] for i in finding.claim_ids if i in claims), *finding.cited])
    return found[:_QUOTES_SHOWN], max(0, len(found) - _QUOTES_SHOWN)


def _steps(finding: Finding, language: Language) -> list[str]:
    """The arithmetic, without what the sentence says already."""
    steps = (told(step, language) for step in finding.evidence)
    return [step for step in steps if step not in _statement(finding, language)]


def _count_line(checked: Sequence[Checked], language: Language) -> str:
    findings = [finding for one in checked for finding in one.parsed.findings]
    return _WORDS[language].counted.format(
        figures=sum(len(one.parsed.claims) for one in checked),
        checks=len(findings),
        discrepancies=sum(map(is_discrepancy, findings)),
        consistent=sum(finding.verdict == "consistent" for finding in findings),
    )


def _sum_line(checked: Sequence[Checked], language: Language) -> str:
    """All files in one line."""
    refused = sum(one.parsed.refusal is not None for one in checked)
    return _WORDS[language].all_files.format(files=len(checked), refused=refused) + _count_line(checked, language)
