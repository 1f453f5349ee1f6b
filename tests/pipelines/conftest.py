"""A data directory with the twins in it, filled once."""

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from pipelines.build import build_warehouse
from pipelines.fill import FillReport, fill
from scrapers.ingest import ingest
from scrapers.registry import load_sources
from tests.twins import TWINS

NOW = dt.datetime(2026, 1, 5, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
FILES = ("danfeng.md", "yunxi.txt", "jixi.txt", "changsha.txt", "fufeng.txt")


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, FillReport]:
    """A data directory whose lake holds the five twins and one file that is none."""
    data_dir = tmp_path_factory.mktemp("data")
    other = tmp_path_factory.mktemp("files") / "note.txt"
    other.write_text("今天天气很好，适合春游。", encoding="utf-8")
    ingest([*(TWINS / name for name in FILES), other], data_dir, load_sources(), now=NOW)
    return data_dir, fill(data_dir)


@pytest.fixture(scope="session")
def warehouse(filled: tuple[Path, FillReport]) -> Path:
    """The data directory with the warehouse built."""
    data_dir, _ = filled
    build_warehouse(data_dir, load_sources())
    return data_dir
