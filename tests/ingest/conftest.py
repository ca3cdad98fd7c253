"""Fixtures for the tests of `ingest`."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_articles(shared: Path) -> Path:
    return shared / "articles"
