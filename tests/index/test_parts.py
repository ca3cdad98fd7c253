"""A generation grows by what is new, and is found to be the same as one derived at once."""

import os
import time
from pathlib import Path

import numpy as np
import pytest

from index import IndexDamagedError, SearchIndex, check_index, open_for_writing
from index.dense import DenseIndex
from index.fake_embedder import FakeEmbedder
from index.pointer import read_pointer
from ingest import Article

EMBEDDER = FakeEmbedder(dimensions=512)
WORDS = (
    "Elefant", "Brücke", "Winzer", "Notenbank", "Vulkan", "Orchester", "Telefon", "Hafen",
    "Steuer", "Wahl",
)  # fmt: skip


def article(number, *more):
    words = [WORDS[number % 10], WORDS[number // 10 % 10], *more]
    return Article(f"a{number}", f"Titel {number}", f"Im Jahr {number}: {' und '.join(words)}.")


@pytest.fixture(autouse=True)
def small(monkeypatch):
    """A base of a hundred passages is worth keeping."""
    monkeypatch.setattr("index.generation._SMALL", 50)


@pytest.fixture
def folder(tmp_path):
    with open_for_writing(tmp_path / "index", EMBEDDER, group=False) as writer:
        writer.add([article(number) for number in range(100)])
    return tmp_path / "index"


def change(folder, *, add=(), remove=()):
    with open_for_writing(folder, EMBEDDER, group=False) as writer, writer.together():
        writer.add(add)
        if remove:
            writer.remove(remove)


def home(folder: Path) -> Path:
    return folder / "generations" / str(read_pointer(folder).generation)


def ids(folder, query, **options):
    index = SearchIndex(folder, EMBEDDER)
    found = [hit.passage.article_id for hit in index.search(query, 10, **options).hits]
    index.close()
    return found


def test_what_stays_is_shared_and_only_what_is_new_is_written(folder):
    before = home(folder)

    change(folder, add=[article(100), article(101)])

    after = home(folder)
    for name in ("passages.faiss", "vectors.npy", "sentences.npy"):
        assert (after / "base" / name).samefile(before / "base" / name)
    assert np.load(after / "recent" / "passages.npy").tolist() == [101, 102]
    assert not (after / "living.npy").exists()
    assert check_index(folder, EMBEDDER)[-1].state == "ok"


def test_what_came_last_and_what_was_there_are_both_found(folder):
    change(folder, add=[article(100, "Flamingos"), article(101)])
    change(folder, add=[article(102, "Flamingos")])

    assert set(ids(folder, "Flamingos")[:2]) == {"a100", "a102"}
    assert ids(folder, "Im Jahr 7")[0] == "a7"


def test_what_is_removed_or_replaced_is_found_no_more(folder):
    change(folder, add=[article(100), Article("a7", "Neu", "Jetzt geht es um Pinguine.")])
    change(folder, remove=["a100", "a8"])

    assert ids(folder, "Pinguine")[0] == "a7"
    for gone in ("a100", "a8"):
        assert gone not in ids(folder, f"Im Jahr {gone[1:]}")
    assert "a9" in ids(folder, "Im Jahr 9")


def test_it_finds_what_a_generation_derived_at_once_finds(folder, tmp_path):
    for number in range(100, 112, 3):
        change(
            folder,
            add=[article(number), article(number + 1, "Zebras"), article(number - 60, "Zebras")],
            remove=[f"a{number - 90}"],
        )
    index = SearchIndex(folder, EMBEDDER)
    with open_for_writing(tmp_path / "other", EMBEDDER, group=False) as writer:
        writer.add(index.articles())
    other = SearchIndex(tmp_path / "other", EMBEDDER)

    assert (home(folder) / "recent").exists()
    assert (home(folder) / "living.npy").exists()
    for query in ("Zebras", "Elefant und Brücke", "Im Jahr 57", "Vulkan Hafen Wahl"):
        one, two = (
            {hit.passage.article_id: hit.score for hit in each.search(query, 8).hits}
            for each in (index, other)
        )
        best = max(two, key=two.get)
        assert max(one, key=one.get) == best
        # What a term weighs differs a little while removed passages are still counted.
        assert len(set(one) & set(two)) >= 7
        assert one[best] == pytest.approx(two[best], abs=0.05)


def test_all_is_derived_anew_when_much_has_changed(folder):
    change(folder, add=[article(number) for number in range(100, 120)])
    assert (home(folder) / "recent").exists()

    change(folder, add=[article(number) for number in range(120, 130)])

    assert not (home(folder) / "recent").exists()
    assert len(np.load(home(folder) / "base" / "passages.npy")) == 130


def test_damage_is_not_passed_on(folder):
    path = home(folder) / "base" / "vectors.npy"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)

    change(folder, add=[article(100)])

    assert not (home(folder) / "recent").exists()
    assert ids(folder, "Im Jahr 100")[0] == "a100"


def test_a_large_file_is_looked_at_after_opening(folder, monkeypatch):
    monkeypatch.setattr("index.generation._READ_FIRST", 0)
    monkeypatch.setattr("index.manifest._sound", set())
    path = home(folder) / "base" / "sentences.npy"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)

    index = SearchIndex(folder, EMBEDDER)
    deadline = time.monotonic() + 20
    with pytest.raises(IndexDamagedError, match="sentences"):
        while time.monotonic() < deadline:
            index.search("Elefant")
    path.write_bytes(content[:-1])
    with pytest.raises(IndexDamagedError, match="sentences"):
        SearchIndex(folder, EMBEDDER)
    assert check_index(folder, EMBEDDER)[-1].state == "repaired"
    assert index.search("Im Jahr 7").hits
    index.close()


def test_damage_behind_an_open_index_is_noticed_by_the_doctor(folder):
    index = SearchIndex(folder, EMBEDDER)
    path = home(folder) / "base" / "sentences.npy"
    times = path.stat()
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))

    assert check_index(folder, EMBEDDER)[-1].state == "repaired"
    index.close()


def test_without_hard_links_files_are_copied(folder, monkeypatch):
    def fail(*paths):
        raise OSError("Operation not permitted")

    monkeypatch.setattr("os.link", fail)
    change(folder, add=[article(100)])

    assert (home(folder) / "recent").exists()
    assert ids(folder, "Im Jahr 100")[0] == "a100"
    assert check_index(folder, EMBEDDER)[-1].state == "ok"


def test_a_folder_of_an_earlier_belegt_is_derived_anew(folder):
    manifest = home(folder) / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"layout": 3', '"layout": 1'))

    with pytest.raises(IndexDamagedError, match="another Belegt wrote generation 1"):
        SearchIndex(folder, EMBEDDER)
    change(folder)

    assert ids(folder, "Im Jahr 7")[0] == "a7"


@pytest.fixture(scope="module")
def vectors():
    draw = np.random.default_rng(5)
    centres = draw.normal(size=(40, 32))
    drawn = centres[draw.integers(0, 40, 6000)] + 0.5 * draw.normal(size=(6000, 32))
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float16)


def test_a_compressed_index_finds_what_comparing_all_finds(vectors, tmp_path):
    exact = DenseIndex.build(vectors)
    DenseIndex.build(vectors, exact_up_to=1000).save(tmp_path / "compressed.faiss")
    compressed = DenseIndex.load(tmp_path / "compressed.faiss", vectors)
    assert (tmp_path / "compressed.faiss").stat().st_size < vectors.nbytes / 2

    shared = 0
    for query in vectors[:50].astype(np.float32):
        rows, cosines = compressed.search(query, 10)
        assert np.allclose(cosines, compressed.vectors(rows) @ query)
        shared += len(set(rows) & set(exact.search(query, 10)[0]))
    assert shared >= 0.98 * 500


def test_a_compressed_index_searches_a_choice_of_rows(vectors, monkeypatch):
    compressed = DenseIndex.build(vectors, exact_up_to=1000)
    query = vectors[3].astype(np.float32)
    only = np.arange(0, 6000, 2)
    expected = only[np.argsort(-(vectors[only].astype(np.float32) @ query), kind="stable")[:10]]

    assert compressed.search(query, 10, only=only)[0].tolist() == expected.tolist()
    monkeypatch.setattr("index.dense.EXACT_UP_TO", 1000)
    few, _ = compressed.search(query, 10, only=only)
    assert np.isin(few, only).all()
    assert len(np.intersect1d(few, expected)) >= 9
