"""Tests, one folder a room; a package so that ``tests/parsers`` is not taken for ``parsers`` when a test imports it."""
