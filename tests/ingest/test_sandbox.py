"""Reading with limits. The readers that misbehave are planted by a module on the child's path."""

import os
import time
from datetime import date
from pathlib import Path

import pytest

from ingest.article import Article
from ingest.assembling import StatedFields
from ingest.errors import UnreadableFileError
from ingest.folders import SkippedFile
from ingest.sandbox import Limits, Sandbox

TEXT = "Merz zögert noch. Er wartet.".encode()
# Run by Python in the child before anything else; makes one name stand for one kind of trouble.
SABOTAGE = """
import builtins, os, signal, sys, time
if "ingest.sandboxed" in sys.orig_argv:
    import ingest.plain_text as target
    import ingest.formats as formats
    honest = formats.read_plain_text
    def read_plain_text(text, **rest):
        name = rest["origin"].name
        if name == "endlos.txt":
            while True:
                pass
        if name == "gierig.txt":
            bytearray(10**12)
        if name == "absturz.txt":
            os.kill(os.getpid(), signal.SIGSEGV)
        if name == "fehler.txt":
            raise ZeroDivisionError("kaputt")
        if name == "gerede.txt":
            print("das ist keine Antwort")
        return honest(text, **rest)
    formats.read_plain_text = read_plain_text
"""


@pytest.fixture
def sandbox(tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text(SABOTAGE)
    monkeypatch.syspath_prepend(tmp_path)
    with Sandbox(Limits(seconds=3, seconds_per_megabyte=0)) as opened:
        yield opened


def read(sandbox, name):
    return [item for _, item in sandbox.read(TEXT, origin=Path(name))]


def test_an_article_comes_back_as_it_was_read(sandbox):
    stated = StatedFields(title="Zögern", source="taz", published=date(2024, 5, 3))
    [(line, article)] = sandbox.read(TEXT, origin=Path("a\udcff.txt"), stated=stated)

    assert line is None
    assert isinstance(article, Article)
    assert (article.title, article.published) == ("Zögern", date(2024, 5, 3))
    assert article.body == TEXT.decode()


def test_what_was_skipped_comes_back_with_its_line_and_reason(sandbox):
    items = list(sandbox.read(b'{"text": "Ja."}\n{"text"\n', origin=Path("a.jsonl")))

    assert [line for line, _ in items] == [1, 2]
    assert isinstance(items[1][1], SkippedFile)
    assert items[1][1].place == "a.jsonl:2"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("endlos.txt", "took longer than 3 s"),
        ("gierig.txt", "too much memory"),
        ("absturz.txt", "made the reader crash"),
        ("fehler.txt", "its reader failed (ZeroDivisionError)"),
    ],
)
def test_a_file_that_does_harm_is_one_line_and_the_next_is_read(sandbox, name, reason):
    began = time.monotonic()
    [skipped] = read(sandbox, name)
    [article] = read(sandbox, "gut.txt")

    assert isinstance(skipped, SkippedFile)
    assert reason in skipped.reason
    assert article.body == TEXT.decode()
    assert time.monotonic() - began < 15


def test_what_a_library_prints_is_no_answer(sandbox):
    [article] = read(sandbox, "gerede.txt")

    assert article.body == TEXT.decode()


def test_one_process_reads_all_files(sandbox):
    read(sandbox, "a.txt")
    first = sandbox._process.pid
    read(sandbox, "b.txt")

    assert sandbox._process.pid == first


def test_answers_that_nobody_fetched_are_not_taken_for_the_next_file(sandbox):
    two = sandbox.read(b'{"text": "Eins."}\n{"text": "Zwei."}\n', origin=Path("a.jsonl"))
    next(two)
    two.close()

    assert [item.body for item in read(sandbox, "gut.txt")] == [TEXT.decode()]


def test_the_process_ends_with_the_sandbox():
    with Sandbox() as opened:
        read(opened, "a.txt")
        number = opened._process.pid

    with pytest.raises(ProcessLookupError):
        os.kill(number, 0)


def test_links_are_listed_within_the_same_limits(sandbox):
    sitemap = b"<urlset><url><loc>https://a.example/1</loc></url></urlset>"

    assert sandbox.list_links(sitemap, origin=Path("s")) == ["https://a.example/1"]
    assert sandbox.list_links(b"<rss/>", origin=Path("s")) == []


def test_a_process_that_cannot_start_is_one_line(monkeypatch):
    monkeypatch.setattr("sys.executable", "/nichts/python")
    with Sandbox() as broken:
        assert "crash" in read(broken, "a.txt")[0].reason
        with pytest.raises(UnreadableFileError):
            broken.list_links(b"<rss/>", origin=Path("s"))
