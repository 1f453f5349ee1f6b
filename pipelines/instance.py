"""Where Dagster keeps what it knows of a data directory: its runs, logs, schedules and what was materialized.

What belongs here: the home of an instance, its settings, opening it. What does not: the settings themselves
(``dagster_home/dagster.yaml``), what runs in it.

The home lies in the data directory (``data/dagster``, ``data/demo/dagster``), so that synthetic and real never mix and
an installed package is never written to.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import dagster as dg

_HOME = "dagster"
# The folder lies beside the packages, in a checkout and in an installation. It holds no code, so it is no package.
_SETTINGS = Path(__file__).resolve().parents[1] / "dagster_home" / "dagster.yaml"
# Until this file is there, the UI greets a newcomer by asking for an e-mail address.
_GREETED = Path(".nux", "nux.yaml")


def home_of(data_dir: Path) -> Path:
    """The ``DAGSTER_HOME`` of a data directory, absolute, with the project's settings as they are now."""
    home = (data_dir / _HOME).resolve()
    (home / _GREETED).parent.mkdir(parents=True, exist_ok=True)
    (home / _GREETED).write_text("seen: 1\n", encoding="utf-8")
    settings = _SETTINGS.read_bytes()
    kept = home / _SETTINGS.name
    if not kept.exists() or kept.read_bytes() != settings:
        kept.write_bytes(settings)
    return home


def instance_of(data_dir: Path) -> dg.DagsterInstance:
    """The instance of a data directory, to be closed by the caller (it is a context manager)."""
    return dg.DagsterInstance.from_config(str(home_of(data_dir)))


def environment_of(data_dir: Path) -> dict[str, str]:
    """What a Dagster process has to find in its environment to work on a data directory."""
    return {
        "DAGSTER_HOME": str(home_of(data_dir)),
        "WENZHENG_DATA": str(data_dir.resolve()),
        # A file in the folder that somebody happens to stand in is not taken for a module.
        "PYTHONSAFEPATH": "1",
    }


def record(
    data_dir: Path, events: Iterable[dg.AssetMaterialization | dg.AssetObservation | dg.AssetCheckEvaluation]
) -> None:
    """Tell the instance what was made or checked without a run of it, from the shell, so that the UI shows it, too."""
    with instance_of(data_dir) as instance:
        for event in events:
            instance.report_runless_asset_event(event)
