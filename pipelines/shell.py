"""What every command of ``wenzheng`` shares: where the data lies, where results go, and how wrong usage is said.

What belongs here: what a module of commands needs beside its own work. What does not: any command (``pipelines.cli``,
``pipelines.commands``).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from pipelines.language import Language

# A file or a pipe has no width: nothing is cut there.
out = Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else 300)
err = Console(stderr=True, highlight=False, soft_wrap=True)

Lang = Annotated[Language, typer.Option("--lang", help="The language of the findings.")]


class WrongUsage(Exception):
    """A command that cannot be meant; the message says what is wrong."""


class Settings:
    """What the options before the command say."""

    data_dir: Path = Path("data")
    debug: bool = False


def database() -> Path:
    """Where the warehouse lies."""
    from pipelines.build import DATABASE

    return Settings.data_dir / DATABASE
