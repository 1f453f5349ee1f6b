"""Expectations on the real documents, which are not part of the project: see ``tests/conftest.py``."""
