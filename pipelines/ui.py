"""``wenzheng ui``, the first half: which data it shows, and what stands above it.

What belongs here: choosing between real data and the demo's, the banner. What does not: running anything
(``ui_processes``); nothing heavy is imported here.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipelines.build import DATABASE
from scrapers.archive import Archive
from scrapers.registry import registry_of

BANNER = (
    "演示数据：来信和答复均为虚构；所印数字取自已公开的文件。 "
    "Demo data: letters and replies are invented; printed figures are those of published documents."
)
_LOCATION = "wenzheng"
_DEMO_LOCATION = "wenzheng-demo-invented-letters"


class UiError(Exception):
    """The UI cannot be started or has broken down; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The data directory that the UI is about, and the banner above it."""

    data_dir: Path
    banner: str | None

    @property
    def location(self) -> str:
        """The name of the code location, which the UI shows beside every job and asset."""
        return _LOCATION if self.banner is None else _DEMO_LOCATION


def shown(data_dir: Path, *, even_empty: bool = False) -> Shown:
    """What to open: the data directory, or while there is nothing in it, that of the demo, under its banner.

    Raises ``UiError`` where there is neither, unless the data directory is to be opened ``even_empty``, and
    ``RegistryError`` where the sources of what is to be opened are described wrongly.
    """
    if is_synthetic(data_dir):
        return Shown(data_dir, BANNER)
    if even_empty or Archive(data_dir).source_ids():
        return Shown(data_dir, None)
    demo = data_dir / "demo"
    if (demo / DATABASE).is_file() and is_synthetic(demo):
        return Shown(demo, BANNER)
    raise UiError(
        f"there is nothing to show in {data_dir} yet: run `wenzheng demo` for the demo, `wenzheng ingest` or"
        " `wenzheng crawl` for data of your own, or `wenzheng ui --even-empty` to begin from the UI"
    )


def is_synthetic(data_dir: Path) -> bool:
    """Whether a data directory is about invented sources only, as the demo's is; raises ``RegistryError``."""
    return all(source.synthetic for source in registry_of(data_dir).sources.values())
