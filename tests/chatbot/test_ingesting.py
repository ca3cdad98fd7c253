"""`belegt ingest` without the real model: what it tells, what it keeps."""

import io
import threading
import time

import pytest
from chatbot.watching import NothingToWatchError, watch_paths
from rich.console import Console

from chatbot import ingesting
from chatbot.collection import NothingToMendError, edit_article, read_article, read_followers
from chatbot.ingesting import NothingReadableError, ingest_paths
from chatbot.settings import Settings
from index.fake_embedder import FakeEmbedder
from ingest import InvalidFieldError, SkippedFile

BODY = (
    "Bei einer Prüfung fanden Fachleute Risse in zwei Stahlträgern aus dem Jahr 1968. "
    "Die Stadt rechnet mit Kosten von drei Millionen Euro und einer Bauzeit bis zum Herbst. "
    "Bürgermeisterin Anna Weber sprach von einem schweren Schlag für die Pendler der Region."
)


@pytest.fixture(autouse=True)
def fake_model(monkeypatch):
    for place in ("chatbot.ingesting.load_embedder", "chatbot.collection.load_embedder"):
        monkeypatch.setattr(place, lambda *_, **__: FakeEmbedder())


@pytest.fixture
def settings(tmp_path):
    return Settings(index_dir=tmp_path / "index")


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "artikel"
    place.mkdir()
    return place


def write(folder, name, text=BODY, **fields):
    front = "".join(f"{key}: {value}\n" for key, value in fields.items())
    (folder / name).write_text(f"---\n{front}---\n{text}\n" if fields else text, encoding="utf-8")


def ingest(folder, settings, *, rebuild=False):
    told = io.StringIO()
    console = Console(file=told, width=200)
    changes = ingest_paths([str(folder)], settings, rebuild=rebuild, console=console)
    return changes, told.getvalue()


def test_the_summary_counts_what_was_new_changed_skipped_and_double(folder, settings):
    write(folder, "a.md", id="a", source="dpa")
    write(folder, "b.md", f"{BODY} Die taz fragt nach.", id="b", source="taz")
    write(folder, "c.md", id="c", source="dpa")
    (folder / "d.txt").write_bytes(b"\x00")
    _, told = ingest(folder, settings)

    assert "Artikel: 2 neu, 1 übersprungen, 1 Dubletten." in told
    assert "Davon 1 nur andere Fassungen eines Artikels" in told
    write(folder, "a.md", "Die Brücke ist wieder offen.", id="a", source="dpa")
    assert "1 neu, 1 geändert, 1 unverändert, 1 übersprungen." in ingest(folder, settings)[1]


def test_what_was_skipped_stands_in_a_log_beside_the_index(folder, settings):
    write(folder, "a.txt")
    (folder / "b.txt").write_bytes(b"\x00")
    (folder / "c.jsonl").write_text('{"text": "Ja."}\n{"text"\n')
    ingest(folder, settings)
    log = settings.index_dir / "skipped.log"

    first, second = log.read_text(encoding="utf-8").splitlines()
    assert first.startswith(f"{folder}/b.txt\tit is a binary file")
    assert second.startswith(f"{folder}/c.jsonl:2\tit is not valid JSON")
    (folder / "b.txt").unlink()
    (folder / "c.jsonl").unlink()
    ingest(folder, settings)
    assert not log.exists()


def test_of_many_skipped_files_the_reasons_are_counted(folder, settings):
    write(folder, "a.txt")
    for number in range(25):
        (folder / f"leer-{number:02}.txt").write_bytes(b"")
    _, told = ingest(folder, settings)

    assert told.count("übersprungen:") == 20
    assert "… und 5 weitere übersprungen" in told
    assert "Übersprungen: 25-mal it is empty." in told


def test_nothing_readable_makes_no_index(folder, settings):
    (folder / "a.txt").write_bytes(b"\x00")

    with pytest.raises(NothingReadableError, match="binary file"):
        ingest(folder, settings)
    assert not settings.index_dir.exists()


def test_web_addresses_are_read_beside_folders(folder, settings, monkeypatch):
    asked = []

    def read(addresses, *, on_read):
        asked.extend(addresses)
        on_read(0, 1)
        yield SkippedFile(folder / "x", None, "the server answers 404")

    monkeypatch.setattr(ingesting, "read_addresses", read)
    write(folder, "a.txt")
    told = io.StringIO()
    ingest_paths([str(folder), "https://taz.de/x"], settings, rebuild=False,
                 console=Console(file=told, width=200))  # fmt: skip

    assert asked == ["https://taz.de/x"]
    assert "1 neu, 1 übersprungen" in told.getvalue()


def test_metadata_are_mended_and_kept(folder, settings):
    write(folder, "a.md", id="a", source="dpa")
    ingest(folder, settings)
    edit_article(settings, "a", {"source": " Stadtbote ", "published": "3. Mai 2024"})
    ingest(folder, settings)

    article = read_article(settings.index_dir, "a")
    assert (article.source, str(article.published)) == ("Stadtbote", "2024-05-03")


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({}, NothingToMendError),
        ({"title": " "}, InvalidFieldError),
        ({"published": "gestern"}, InvalidFieldError),
        ({"url": "javascript:alert(1)"}, InvalidFieldError),
    ],
)
def test_metadata_that_cannot_be_used_are_refused(folder, settings, fields, error):
    write(folder, "a.md", id="a", source="dpa")
    ingest(folder, settings)

    with pytest.raises(error):
        edit_article(settings, "a", fields)


def test_a_watched_folder_is_read_again_when_a_file_comes(folder, settings):
    write(folder, "a.md", id="a", source="dpa")
    ingest(folder, settings)
    stop, reads, console = threading.Event(), [], Console(file=io.StringIO())

    def read():
        reads.append(ingest(folder, settings)[0])
        if len(reads) == 1:  # the watch has begun
            write(folder, "b.md", f"{BODY} Ja.", id="b", source="taz")
        elif read_followers(settings.index_dir):
            stop.set()

    guard = threading.Timer(20, stop.set)
    guard.start()
    began = time.monotonic()
    watch_paths([str(folder)], read, index=settings.index_dir, console=console, stop=stop)
    guard.cancel()

    assert read_followers(settings.index_dir) == {"a": "b"}  # undated, so the longest leads
    assert time.monotonic() - began < 15


def test_what_fails_while_watching_is_told_and_the_watch_goes_on(folder, settings):
    write(folder, "a.txt")
    stop, told = threading.Event(), io.StringIO()

    def read():
        stop.set()
        raise NothingReadableError(SkippedFile(folder / "a.txt", None, "it is empty"), count=1)

    console = Console(file=told, width=200)
    watch_paths([str(folder)], read, index=settings.index_dir, console=console, stop=stop)
    assert "no article could be read" in told.getvalue()
    assert told.getvalue().endswith("Beendet.\n")


def test_web_addresses_alone_cannot_be_watched(settings):
    with pytest.raises(NothingToWatchError):
        watch_paths(["https://taz.de"], lambda: None, index=settings.index_dir, console=Console())
