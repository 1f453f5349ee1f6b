"""The resource of every run: which data directory it works in, which sources that is about, what its steps reported."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from pipelines.fill import FillReport, Progress
from scrapers.registry import Registry, registry_of
from warehouse.build import BuildReport


@dataclass(slots=True)
class Workplace:
    """A data directory and its sources; ``progress`` and the reports are for whoever runs the steps in one process."""

    data_dir: Path
    registry: Registry
    progress: Progress | None = None
    filled: FillReport | None = None
    built: BuildReport | None = None

    @classmethod
    def at(cls, data_dir: Path) -> Workplace:
        """The workplace of a data directory; raises ``RegistryError`` where its sources are described wrongly."""
        return cls(data_dir, registry_of(data_dir))

    @classmethod
    def usual(cls) -> Workplace:
        """That of ``WENZHENG_DATA``, or of ``data``."""
        return cls.at(Path(os.environ.get("WENZHENG_DATA", "data")))
