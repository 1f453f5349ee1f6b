"""The list of checks on a terminal.

What belongs here: layout and the words around it. What does not: names, definitions and verdicts (``pipelines.audit``).
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from pipelines.audit.finding import VERDICTS, VERDICTS_EN, Check
from pipelines.language import Language

_HEADS = {
    Language.ZH: ("容差", "结论", "对象", "{checks}项核对，{ids}个编号；docs/checks.zh-CN.md 亦有。"),
    Language.EN: ("tolerance", "verdicts", "runs on", "{checks} checks under {ids} ids; docs/checks.md has them, too."),
}


def show_checks(out: Console, checks: Sequence[Check], language: Language) -> None:
    """Each check in the language asked for, with its name in the other one, too."""
    tolerance, verdicts, runs, counted = _HEADS[language]
    names = VERDICTS if language == Language.ZH else VERDICTS_EN
    is_chinese = language == Language.ZH
    for check in checks:
        first, second = (check.name_zh, check.name_en)[:: 1 if is_chinese else -1]
        out.print(f"[bold]{check.check_id}[/bold]  {escape(first)}  {escape(second)}")
        out.print(f"      {escape(check.definition_zh if is_chinese else check.definition)}")
        out.print(f"      [dim]{tolerance}  {escape(check.tolerance_zh if is_chinese else check.tolerance)}[/dim]")
        out.print(f"      [dim]{verdicts}  {', '.join(f'{code} {names[code]}' for code in check.gives)}[/dim]")
        out.print(f"      [dim]{runs}  {escape(check.place_zh if is_chinese else check.place)}[/dim]")
    out.print(counted.format(checks=len(checks), ids=len({check.check_id for check in checks})))
