"""Fixtures for the tests of `ingest`."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_articles() -> Path:
    folder = Path(__file__).resolve().parents[3] / "shared" / "articles"
    if not folder.is_dir():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{folder} is missing; CI must provide it")
        pytest.skip(f"{folder} is missing")
    return folder
