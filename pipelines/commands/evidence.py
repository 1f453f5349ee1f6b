"""Commands about checks and findings: which checks there are, and what stands behind a finding.

What belongs here: arguments, where results go, exit codes. What does not: any result. Heavy packages are imported
inside the commands.
"""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from pipelines.shell import out

app = typer.Typer()


@app.command()
def checks(
    check_id: Annotated[str | None, typer.Argument(help="Only this check, for example A1.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """List every check: its name, what it holds against what, its tolerance, its verdicts, and where it runs."""
    from pipelines.register import listed, registered_checks, shown_json

    chosen = listed(registered_checks(), check_id)
    if as_json:
        print(shown_json(chosen))
        return
    for check in chosen:
        out.print(f"[bold]{check.check_id}[/bold]  {escape(check.name_zh)}  {escape(check.name_en)}")
        out.print(f"      {escape(check.definition)}")
        out.print(f"      [dim]tolerance  {escape(check.tolerance)}[/dim]")
        out.print(f"      [dim]verdicts   {', '.join(check.gives)}[/dim]")
        out.print(f"      [dim]runs on    {escape(check.place)}[/dim]")
    out.print(
        f"{len(chosen)} checks under {len({check.check_id for check in chosen})} ids; docs/checks.md has them, too."
    )
