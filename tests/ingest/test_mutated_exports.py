"""Exports, mails, feeds and archives with damage: each is read or skipped, nothing else."""

import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.article import Article
from ingest.folders import SkippedFile
from ingest.formats import read_document

MUTATIONS = int(os.environ.get("BELEGT_MUTATIONS", "200"))  # for each format

TEXT = "Merz zögert noch immer. Er wartet auf drei Antworten."


def _pack():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", TEXT * 5)
        archive.writestr("sub/b.csv", f"title,text\nA,{TEXT}\n")
    return buffer.getvalue()


MAIL = (
    "Subject: =?utf-8?q?Z=C3=B6gern?=\nFrom: Anna Weber <a@b.example>\nTo: c@d.example\n"
    "Date: Fri, 03 May 2024 08:00:00 +0200\nMIME-Version: 1.0\n"
    'Content-Type: multipart/alternative; boundary="x"\n\n'
    "--x\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n"
    "TWVyeiB6w7ZnZXJ0Lg==\n--x\nContent-Type: text/html\n\n<p>Merz</p>\n--x--\n"
)
SAMPLES = {
    "a.csv": f"title;date;url;text\n'A';2024-05-03;https://a.example;'{TEXT}'\n".encode() * 2,
    "a.json": f'{{"artikel": [{{"titel": "A", "text": "{TEXT}", "tag": 5}}]}}'.encode(),
    "a.jsonl": f'{{"text": "{TEXT}", "author": ["A B"]}}\n'.encode() * 2,
    "a.eml": MAIL.encode(),
    "a.mbox": f"From a@b Fri May  3 08:00:00 2024\n{MAIL}\n".encode() * 2,
    "a.rss": (
        "<?xml version='1.0'?><rss version='2.0'><channel><title>S</title><item><title>A</title>"
        f"<pubDate>Fri, 03 May 2024 06:00:00 GMT</pubDate><description>&lt;p&gt;{TEXT}"
        "</description></item></channel></rss>"
    ).encode(),
    "a.zip": _pack(),
}
PIECES = [
    b"",
    b"\x00",
    b"\xff\xfe",
    b"'",
    b'"',
    b"\n",
    b"{",
    b"[" * 50,
    b"<",
    b"&x;",
    b"=?",
    b"--x",
]


@st.composite
def damaged(draw, data):
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 20)))
        piece = draw(st.one_of(st.sampled_from(PIECES), st.binary(max_size=8)))
        data = data[:start] + piece * draw(st.integers(1, 3)) + data[end:]
    return data


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_is_read_when_it_is_whole(name):
    assert any(
        isinstance(item, Article) for _, item in read_document(SAMPLES[name], origin=Path(name))
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_damage_is_read_over_or_reported_and_never_raised(name):
    @settings(max_examples=MUTATIONS, deadline=None)
    @given(damaged(SAMPLES[name]))
    def check(data):
        items = [item for _, item in read_document(data, origin=Path(name))]
        assert all(isinstance(item, (Article, SkippedFile)) for item in items)
        for item in items:
            if isinstance(item, SkippedFile):
                assert item.reason
                assert "\n" not in item.reason
            else:
                assert item.body.strip()

    check()
