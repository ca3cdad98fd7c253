import hashlib
import json

import pytest

from evaluation.runs.manifest import identify_articles, read_index_manifest
from index import open_for_writing
from index.errors import IndexDamagedError, IndexMissingError
from index.fake_embedder import FakeEmbedder
from tests.evaluation.fake_bot import BERLIN, COLLECTION, MERZ


@pytest.fixture
def index(tmp_path):
    folder = tmp_path / "index"
    with open_for_writing(folder, FakeEmbedder()) as writer:
        writer.mirror(list(COLLECTION))
    return folder


def test_an_index_is_known_by_its_generation_and_the_checksum_of_its_manifest(index):
    found = read_index_manifest(index)
    (manifest,) = index.glob("generations/*/manifest.json")

    assert found["generation"] == manifest.parent.name
    assert found["manifest_sha256"] == hashlib.sha256(manifest.read_bytes()).hexdigest()
    assert found["model"] == json.loads(manifest.read_bytes())["model"]


def test_an_index_that_grew_is_another(index):
    before = read_index_manifest(index)
    with open_for_writing(index, FakeEmbedder()) as writer:
        writer.mirror([MERZ, BERLIN])

    after = read_index_manifest(index)

    assert int(after["generation"]) > int(before["generation"])
    assert after["manifest_sha256"] != before["manifest_sha256"]


def test_a_missing_index_and_a_missing_manifest_are_named(index, tmp_path):
    with pytest.raises(IndexMissingError):
        read_index_manifest(tmp_path / "fehlt")
    (manifest,) = index.glob("generations/*/manifest.json")
    manifest.unlink()
    with pytest.raises(IndexDamagedError, match="manifest"):
        read_index_manifest(index)


def test_a_collection_is_known_by_what_it_says_in_any_order():
    assert identify_articles(COLLECTION) == identify_articles(reversed(COLLECTION))
    assert identify_articles(COLLECTION) != identify_articles(COLLECTION[:2])
    assert identify_articles(COLLECTION)["articles"] == "3"
