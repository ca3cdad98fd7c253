"""Several that write to one index: one works, the others wait and say for whom, or give up."""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from chatbot.collection import edit_article, read_articles, remove_articles
from chatbot.german_errors import to_german
from chatbot.ingesting import ingest_paths
from chatbot.settings import Settings
from index import IndexLockedError, check_index, open_for_writing
from index.fake_embedder import FakeEmbedder

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
INGEST = """
import sys
from pathlib import Path
from rich.console import Console
from chatbot.ingesting import ingest_paths
from chatbot.settings import Settings
from index.fake_embedder import FakeEmbedder

index, *paths = sys.argv[1:]
ingest_paths(
    paths, Settings(index_dir=Path(index)), console=Console(width=1000), embedder=FakeEmbedder(),
    wait=120,
)
"""


class FakeSettings(Settings):
    def load_embedder(self, *, on_step=None):
        return FakeEmbedder()


@pytest.fixture
def settings(tmp_path):
    return FakeSettings(index_dir=tmp_path / "index")


def write_articles(folder, count):
    folder.mkdir()
    for number in range(count):
        text = f"In {folder.name} wurde die Brücke Nummer {number} gesperrt."
        (folder / f"{number}.txt").write_text(text)
    return folder


def begin_ingest(settings, folder):
    return subprocess.Popen(
        [sys.executable, "-u", "-c", INGEST, str(settings.index_dir), str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
    )


def test_four_ingests_at_once_wait_for_each_other_and_all_articles_get_in(settings, tmp_path):
    folders = [write_articles(tmp_path / name, 10) for name in ("Bonn", "Köln", "Jena", "Ulm")]
    with open_for_writing(settings.index_dir, FakeEmbedder()):
        processes = [begin_ingest(settings, folder) for folder in folders]
        for process in processes:
            assert next(line for line in process.stdout if line.strip()) == (
                f"Wartet auf Prozess {os.getpid()}, der gerade in den Index schreibt … "
                "(Strg+C bricht ab)\n"
            )
    told = [process.communicate(timeout=PATIENCE)[0] for process in processes]

    assert [process.returncode for process in processes] == [0, 0, 0, 0]
    assert all("Artikel: 10 neu." in each for each in told), told
    bodies = {article.body for article in read_articles(settings.index_dir)}
    assert bodies == {path.read_text() for folder in folders for path in folder.iterdir()}
    assert {finding.state for finding in check_index(settings.index_dir, FakeEmbedder())} == {"ok"}


def hold(folder, channel):
    with open_for_writing(folder, FakeEmbedder()):
        channel.send("ready")
        channel.recv()


@pytest.fixture
def holder(settings):
    """Another process that is writing."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=hold, args=(settings.index_dir, theirs))
    process.start()
    assert ours.poll(PATIENCE)
    yield process
    process.kill()
    process.join()


def test_who_does_not_want_to_wait_is_told_at_once(settings, holder, tmp_path):
    folder = write_articles(tmp_path / "Bonn", 1)
    console = Console(file=StringIO())

    with pytest.raises(IndexLockedError) as raised:
        ingest_paths([folder], settings, console=console)

    assert "Wartet" not in console.file.getvalue()
    assert to_german(str(raised.value)) == (
        f"in den Index in '{settings.index_dir}' schreibt gerade Prozess {holder.pid}; "
        "das Ende abwarten und noch einmal versuchen"
    )


def test_who_has_waited_in_vain_is_told_for_whom(settings, holder, tmp_path):
    folder = write_articles(tmp_path / "Bonn", 1)
    console = Console(file=StringIO(), width=1000)

    begun = time.monotonic()
    with pytest.raises(IndexLockedError, match=f"process {holder.pid}"):
        ingest_paths([folder], settings, console=console, wait=0.5)

    assert time.monotonic() - begun >= 0.5
    assert f"Wartet auf Prozess {holder.pid}" in console.file.getvalue()


def test_a_killed_writer_keeps_nobody_waiting(settings, holder, tmp_path):
    folder = write_articles(tmp_path / "Bonn", 1)
    console = Console(file=StringIO(), width=1000)

    os.kill(holder.pid, signal.SIGKILL)
    changes = ingest_paths([folder], settings, console=console, wait=PATIENCE)

    assert changes.new == 1


def test_editing_and_removing_wait_too(settings, tmp_path):
    folder = write_articles(tmp_path / "Bonn", 2)
    ingest_paths([folder], settings, console=Console(file=StringIO()))
    first, second = (article.id for article in read_articles(settings.index_dir))
    waited_for = []

    def release_after_telling(who):
        waited_for.append(who)
        writing.close()

    for change in (
        lambda **options: edit_article(settings, first, {"source": "taz"}, **options),
        lambda **options: remove_articles(settings, [second], **options),
    ):
        writing = held(settings.index_dir)
        next(writing)
        change(wait=PATIENCE, on_wait=release_after_telling)

    assert waited_for == [f"process {os.getpid()}"] * 2
    assert [article.source for article in read_articles(settings.index_dir)] == ["taz"]


def held(folder):
    """Hold the index until the generator is closed."""
    with open_for_writing(folder, FakeEmbedder()):
        yield
