"""`belegt ingest` with a deterministic model: what it tells, logs and watches."""

import signal
import subprocess
import sys
import time
from datetime import datetime
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from chatbot.collection import read_articles
from chatbot.ingesting import InterruptedIngestError, ingest_paths
from chatbot.settings import Settings
from chatbot.skip_log import SKIP_LOG, log_skipped
from chatbot.watching import NothingToWatchError, list_changed, watch_paths
from index import IndexingError
from index.fake_embedder import FakeEmbedder
from ingest import MissingPathError, SkippedFile

ROOT = Path(__file__).resolve().parents[2]
TEXT = "Die Brücke ist seit Montag gesperrt. Risse im Stahl machen sie unsicher."
WATCH = """
import signal
import sys
from pathlib import Path
from rich.console import Console
from chatbot.settings import Settings
from chatbot.watching import watch_paths
from index.fake_embedder import FakeEmbedder

class FakeSettings(Settings):
    def load_embedder(self, *, on_step=None):
        return FakeEmbedder()

signal.signal(signal.SIGINT, signal.default_int_handler)  # a script's background ignores it
*paths, index = sys.argv[1:]
watch_paths(paths, FakeSettings(index_dir=Path(index)), console=Console(width=1000))
"""


class FakeSettings(Settings):
    def load_embedder(self, *, on_step=None):
        return FakeEmbedder()


@pytest.fixture
def settings(tmp_path):
    return FakeSettings(index_dir=tmp_path / "index")


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "artikel"
    place.mkdir()
    return place


def ingest(settings, *paths, **options):
    told = StringIO()
    ingest_paths(paths, settings, console=Console(file=told, width=1000), **options)
    return told.getvalue()


def test_the_summary_counts_and_says_why(settings, folder):
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").write_text(TEXT)  # the same words
    (folder / "leer.txt").write_text("")
    told = ingest(settings, folder)

    assert "Artikel: 1 neu, 1 doppelt, 1 übersprungen." in told
    assert f"übersprungen: {folder / 'leer.txt'}: ist leer" in told
    assert "doppelt: b-" in told

    (folder / "a.txt").write_text(f"{TEXT} Jetzt auch für Fußgänger.")
    (folder / "c.txt").write_text("Im Zoo kam ein Elefant zur Welt.")
    assert "Artikel: 2 neu, 1 geändert, 1 übersprungen." in ingest(settings, folder)
    assert "Artikel: 3 unverändert, 1 übersprungen." in ingest(settings, folder)


def test_what_was_skipped_is_logged_with_place_reason_and_time(settings, folder):
    (folder / "a.txt").write_text(TEXT)
    (folder / "leer.txt").write_text("")
    ingest(settings, folder)
    ingest(settings, folder)

    lines = (settings.index_dir / SKIP_LOG).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    moment, place, reason = lines[0].split("\t")
    assert abs(datetime.now() - datetime.strptime(moment, "%Y-%m-%d %H:%M:%S")).total_seconds() < 60
    assert (place, reason) == (
        str(folder / "leer.txt"),
        "ist leer; Text ergänzen oder die Datei weglassen",
    )


def test_nothing_in_the_log_can_pass_for_a_line_of_its_own(tmp_path):
    now = datetime(2024, 5, 3, 14, 30)
    log_skipped(tmp_path, [SkippedFile(Path("a\n\tb.txt"), 3, "böse\nZeile\x1b[31m")], now=now)

    assert (tmp_path / SKIP_LOG).read_text(encoding="utf-8") == (
        "2024-05-03 14:30:00\ta\ufffd\ufffdb.txt:3\tböse\ufffdZeile\ufffd[31m\n"
    )


def test_a_long_log_is_put_aside(tmp_path, monkeypatch):
    monkeypatch.setattr("chatbot.skip_log.MAX_LOG_BYTES", 10)
    now = datetime(2024, 5, 3)
    for name in ("a", "b"):
        log_skipped(tmp_path, [SkippedFile(Path(name), None, "leer")], now=now)

    assert "\ta\t" in (tmp_path / f"{SKIP_LOG}.1").read_text()
    assert "\tb\t" in (tmp_path / SKIP_LOG).read_text()


def test_the_index_is_no_article_of_the_folder_it_lies_in(tmp_path, folder):
    settings = FakeSettings(index_dir=folder / "index")
    (folder / "a.txt").write_text(TEXT)
    ingest(settings, folder)

    assert "Artikel: 1 unverändert." in ingest(settings, folder)


def test_an_interrupt_while_reading_is_told_and_the_next_run_goes_on(settings, folder, monkeypatch):
    (folder / "a.txt").write_text(TEXT)

    def interrupt(*_arguments, **_options):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("chatbot.ingesting.read_articles", interrupt)
        with pytest.raises(InterruptedIngestError, match="run the same command again"):
            ingest(settings, folder)

    assert "1 neu" in ingest(settings, folder)


def test_a_changed_file_or_sidecar_names_the_file_to_read(folder, tmp_path):
    for name in ("a.txt", "b.txt", ".versteckt.txt", "bild.png"):
        (folder / name).write_text(TEXT)
    (folder / "b.yaml").write_text("source: taz")
    changed = {
        path.resolve() for path in (folder / "b.yaml", folder / ".versteckt.txt", tmp_path / "x")
    }

    assert list_changed([folder], changed, leave_out=tmp_path / "index") == [folder / "b.txt"]
    assert list_changed([folder / "a.txt"], {folder / "a.txt"}, leave_out=tmp_path) == [
        folder / "a.txt"
    ]
    assert list_changed([folder / "fehlt.txt"], {folder / "fehlt.txt"}, leave_out=tmp_path) == []


def test_web_addresses_alone_cannot_be_watched(settings):
    with pytest.raises(NothingToWatchError):
        watch_paths(["https://example.org/a"], settings, console=Console(file=StringIO()))


def test_a_missing_path_is_refused_before_anything_is_watched(settings, tmp_path):
    with pytest.raises(MissingPathError):
        watch_paths([str(tmp_path / "fehlt")], settings, console=Console(file=StringIO()))


class Watcher:
    """`belegt ingest --watch` in a process of its own."""

    def __init__(self, folder, index):
        self.index = index
        self.output = (folder.parent / "ausgabe.txt").open("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-c", WATCH, str(folder), str(index)],
            stdout=self.output,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
        )
        self.reader = Path(self.output.name).open(encoding="utf-8")  # noqa: SIM115
        self.told = ""

    def wait_for(self, words, seconds=90):
        deadline = time.monotonic() + seconds
        while words not in self.told:
            assert time.monotonic() < deadline, f"{words!r} never came; told: {self.told}"
            assert self.process.poll() is None, self.told
            self.told += self.reader.read()
            time.sleep(0.1)
        self.told = self.told[self.told.index(words) + len(words) :]

    def titles(self):
        try:
            return sorted(article.title for article in read_articles(self.index))
        except IndexingError:
            return []

    def stop(self, number):
        self.process.send_signal(number)
        self.process.wait(60)
        self.told += self.reader.read()
        self.reader.close()
        self.output.close()
        return self.process.returncode


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_watched_folder_is_read_again_when_something_changes(folder, tmp_path, number):
    watcher = Watcher(folder, tmp_path / "index")
    try:
        watcher.wait_for("Beobachtet:")  # the folder is empty still
        (folder / "bruecke.md").write_text(f"# Brücke gesperrt\n\n{TEXT}\n")
        watcher.wait_for("1 neu")
        assert watcher.titles() == ["Brücke gesperrt"]

        (folder / "bruecke.md").write_text("# Brücke wieder offen\n\nAm Freitag fiel die Sperre.\n")
        watcher.wait_for("1 geändert")
        (folder / "kaputt.txt").write_bytes(b"a\x00b")
        watcher.wait_for("kaputt.txt")
        (folder / "zoo.txt").write_text("Im Zoo kam ein Elefant zur Welt.")
        watcher.wait_for("1 neu")
        (folder / "zoo.txt").unlink()
        watcher.wait_for("gelöscht:")
        assert watcher.titles() == ["Brücke wieder offen", "zoo"]
    finally:
        status = watcher.stop(number)

    assert status == 0
    assert "Beendet." in watcher.told
    assert "Traceback" not in watcher.told
