import shutil
import sqlite3
from pathlib import Path

import pytest

from index import (
    IndexDamagedError,
    IndexFormatError,
    IndexLostError,
    IndexUnfinishedError,
    SearchIndex,
    check_index,
    open_for_writing,
    part,
)
from index.generation import verify_generation
from index.pointer import read_pointer
from index.store import STORE_FILE

FILES = [
    *(f"base/{name}" for name in part.FILES), "vocabulary.json", "terms/meta.json", "manifest.json",
]  # fmt: skip


def files_of(folder: Path) -> Path:
    return folder / "generations" / "1"


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("damage", ["flip", "truncate", "zero", "delete"])
def test_a_damaged_file_is_noticed_and_the_doctor_mends_it(folder, embedder, name, damage):
    path = files_of(folder) / name
    content = bytearray(path.read_bytes())
    if damage == "delete":
        path.unlink()
    elif damage == "truncate":
        path.write_bytes(content[: len(content) // 2])
    elif damage == "zero":
        path.write_bytes(bytes(len(content)))
    else:
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

    if name == "manifest.json" and damage == "flip":
        pass  # one bit may fall into white space or a hash: either way nothing wrong is served
    else:
        with pytest.raises(IndexDamagedError, match="belegt doctor"):
            SearchIndex(folder, embedder)
    findings = check_index(folder, embedder)

    assert findings[0].state == "ok"
    index = SearchIndex(folder, embedder)
    assert index.search("Elefant").hits[0].passage.article_id == "zoo"
    index.close()


def test_the_doctor_finds_nothing_wrong_with_a_sound_index(folder, embedder):
    assert [finding.state for finding in check_index(folder, embedder)] == ["ok", "ok"]


def test_all_search_files_can_be_lost(folder, embedder):
    shutil.rmtree(folder / "generations")
    (folder / "CURRENT").unlink()

    with pytest.raises(IndexUnfinishedError, match="doctor"):
        SearchIndex(folder, embedder)
    assert check_index(folder, embedder)[-1].state == "repaired"
    assert SearchIndex(folder, embedder).search("Die Rheinbrücke ist gesperrt").hits[
        0
    ].passage.article_id == ("bruecke")


@pytest.mark.parametrize("text", ["", "eins", "-1", "99"])
def test_a_damaged_pointer_is_noticed_and_mended(folder, embedder, text):
    (folder / "CURRENT").write_text(text)

    with pytest.raises(IndexDamagedError):
        SearchIndex(folder, embedder)
    assert check_index(folder, embedder)[-1].state == "repaired"
    verify_generation(folder, read_pointer(folder).generation)


def test_a_damaged_database_is_reported_as_lost_not_opened(folder, embedder):
    (folder / STORE_FILE).write_bytes(b"kaputt" * 1000)

    with pytest.raises(IndexLostError, match="--rebuild"):
        SearchIndex(folder, embedder)
    assert check_index(folder, embedder)[0].state == "lost"


def test_a_damaged_page_of_the_database_is_one_clear_error(folder, articles, embedder):
    path = folder / STORE_FILE
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(path.read_bytes())
    for start in range(4096, len(content), 4096):
        content[start : start + 100] = b"x" * 100
    path.write_bytes(content)

    with pytest.raises(IndexLostError, match="--rebuild"):
        SearchIndex(folder, embedder).articles()
    with pytest.raises(IndexLostError), open_for_writing(folder, embedder) as writer:
        writer.add(articles)
    with open_for_writing(folder, embedder, rebuild=True) as writer:
        writer.add(articles)
    index = SearchIndex(folder, embedder)
    assert index.articles() == articles
    index.close()


def test_an_index_on_a_read_only_disk_can_be_searched(folder, embedder, monkeypatch):
    monkeypatch.setattr("os.access", lambda path, mode: False)
    before = sorted(path.name for path in folder.iterdir())

    index = SearchIndex(folder, embedder)

    assert index.search("Elefant").hits[0].passage.article_id == "zoo"
    assert sorted(path.name for path in folder.iterdir()) == before
    index.close()


def test_an_index_of_a_newer_format_is_refused(folder, embedder):
    connection = sqlite3.connect(folder / STORE_FILE)
    connection.execute("PRAGMA user_version = 99")
    connection.close()

    with pytest.raises(IndexFormatError, match="newer Belegt"):
        SearchIndex(folder, embedder)


def test_only_the_current_and_the_two_previous_generations_are_kept(folder, articles, embedder):
    for number in range(4):
        with open_for_writing(folder, embedder) as writer:
            writer.remove([articles[0].id]) if number % 2 == 0 else writer.add(articles)

    names = sorted(path.name for path in (folder / "generations").iterdir())
    assert names == ["3", "4", "5"]
