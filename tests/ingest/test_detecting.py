from pathlib import Path

import pytest

from ingest.detecting import detect_format
from tests.ingest.corpus import build_samples

MAIL = "From: a@taz.de\nTo: b@taz.de\nSubject: Merz\nDate: Fri, 03 May 2024 08:00:00 +0200\n\nText"
CONTENTS = {
    "html": "<!DOCTYPE html><html><body><p>Er wartet.",
    "feed": '<?xml version="1.0"?><!-- x --><rss version="2.0"><channel/></rss>',
    "sitemap": '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"></urlset>',
    "eml": MAIL,
    "mbox": f"From a@taz.de Fri May 03 08:00:00 2024\n{MAIL}",
    "jsonl": '{"text": "Ja."}\n{"text": "Nein."}\n',
    "json": '[{"text": "Ja."}]',
    "rtf": r"{\rtf1 Er wartet.}",
    "pdf": "%PDF-1.7",
    "text": "Er wartet. Sie auch.",
}


@pytest.mark.parametrize("name", ["datei", "datei.txt", "datei.dat", "datei.bin"])
@pytest.mark.parametrize("expected", CONTENTS)
def test_a_format_is_told_by_its_content(expected, name):
    assert detect_format(CONTENTS[expected].encode(), name) == expected


def test_every_file_of_the_corpus_is_told_under_a_wrong_name():
    for sample in build_samples():
        suffix = Path(sample.name).suffix.removeprefix(".")
        expected = {"md": "text", "txt": "text"}.get(suffix, suffix)
        assert detect_format(sample.data, "datei.bin") == expected, sample.name


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("# Merz\n\nEr wartet.", "a.md", "markdown"),
        ("text;quelle\nJa.;taz\n", "a.csv", "csv"),
        ("<p>Er wartet.</p>", "a.html", "html"),
        ("<p>Er wartet.</p>", "a.txt", "text"),
        ("Er wartet.", "a.html", "text"),
        ("kaputt\n{}", "a.jsonl", "jsonl"),
        ("[Er] wartet.", "a.txt", "text"),
        ("{Er} wartet.", "a.txt", "text"),
        ("Von: Anna\nAn: Ben\n\nEr wartet.", "a.txt", "text"),
        ("", "a.txt", "text"),
    ],
)
def test_the_name_settles_what_the_content_leaves_open(text, name, expected):
    assert detect_format(text.encode(), name) == expected


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_page_is_told_in_every_encoding(encoding):
    assert detect_format(CONTENTS["html"].encode(encoding), "datei") == "html"
