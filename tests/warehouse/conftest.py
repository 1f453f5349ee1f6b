"""A fresh data directory for each test of the warehouse."""

from pathlib import Path

import pytest

from tests.warehouse.world import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)
