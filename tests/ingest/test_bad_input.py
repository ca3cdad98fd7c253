"""All that can be wrong with a file, in one folder: each is one clear line, the rest is read.

The limits are those of real use, not of a test: nothing is patched but the permissions of a file,
which do not bind root.
"""

import io
import os
import time
import zipfile
import zlib
from pathlib import Path

import pytest

from ingest.article import Article
from ingest.collecting import read_collection
from ingest.folders import SkippedFile
from tests.ingest.corpus_documents import write_locked_pdf, write_scan

TEXT = "Merz zögert noch immer. Er wartet auf drei Antworten aus Paris."
MAX_SECONDS = 240  # for all of it, however busy the machine; a single hanging file would take 60
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def pdf_with_stream(stream, length):
    """A PDF of one page whose content is `stream`, compressed twice."""
    packed = zlib.compress(zlib.compress(stream * (length // len(stream)), 9), 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] /Contents 4 0 R "
        b"/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
        b" >>",
        b"<< /Filter [/FlateDecode /FlateDecode] /Length %d >>\nstream\n%s\nendstream"
        % (len(packed), packed),
    ]
    data = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    trailer = b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(data)
    return data + b"xref\n0 5\n0000000000 65535 f \n" + table + trailer


def pack(**members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return buffer.getvalue()


def feed(declaration, text):
    return (
        f"<?xml version='1.0'?><!DOCTYPE rss [{declaration}]><rss version='2.0'><channel>"
        f"<title>S</title><item><title>A</title><description>{text}</description></item>"
        "</channel></rss>"
    ).encode()


BAD = {
    "hundert-mb.txt": (TEXT + "\n").encode() * 1_600_000,
    "verschachtelt.html": b"<html><body>" + b"<div>" * 1_000_000 + TEXT.encode(),
    "pdf-bombe.pdf": pdf_with_stream(b"BT /F 9 Tf (Merz) Tj ET\n", 400_000_000),
    "verschluesselt.pdf": write_locked_pdf(),
    "gescannt.pdf": write_scan(),
    "zip-bombe.zip": pack(bombe_txt=b"0" * 200_000_000),
    "ausbruch.zip": pack(**{"..__..__etc__a_txt": TEXT}),
    "leer.txt": b"",
    "leerraum.md": b" \n\t\n",
    "nur-beiwerk.txt": b"Teilen\n\nAnzeige\n\nSchreibe einen Kommentar",
    "nullen.txt": b"Ein Satz.\x00\x00\x00Noch einer.",
    "kaputt.docx": b"PK\x03\x04kaputt",
    "kaputt.json": b'{"text": "Ein Satz."',
    "seltsam\n\x1b[31m\udce4.txt": b"\x00",
}
EXPECTED = {  # words of the reason
    "hundert-mb.txt": "larger than 100 MB",
    "pdf-bombe.pdf": "",  # whichever limit it meets first
    "verschluesselt.pdf": "protected by a password",
    "gescannt.pdf": "no text layer",
    "ausbruch.zip/etc/a.txt": "leads out of the archive",
    "zip-bombe.zip/bombe.txt": "larger than",
    "leer.txt": "it is empty",
    "leerraum.md": "it is empty",
    "nur-beiwerk.txt": "no article text",
    "nullen.txt": "a binary file",
    "kaputt.docx": "damaged",
    "kaputt.json": "not valid JSON",
    "seltsam\ufffd\ufffd[31m\ufffd.txt": "a binary file",
    "verboten.txt": "no permission",
    "hinaus.txt": "links out of the folder",
    "ins-nichts.txt": "links to nothing",
    "verschwunden.txt": "no regular file",
    "rohr.txt": "no regular file",
}
GOOD = {
    "cp1252.txt": TEXT.encode("cp1252"),
    "cp1252-genannt-utf8.html": (
        f"<html><head><meta charset='utf-8'><title>T</title></head><body><p>{TEXT}</p></body>"
    ).encode("cp1252"),
    "fremde-datei.rss": feed('<!ENTITY x SYSTEM "file:///etc/passwd">', f"{TEXT} &x;"),
    "zz-zuletzt.txt": TEXT.encode(),
}


@pytest.fixture(scope="module")
def items(tmp_path_factory):
    home = tmp_path_factory.mktemp("schlecht")
    folder = home / "sammlung"
    folder.mkdir()
    for name, data in {**BAD, **GOOD, "verboten.txt": b"x", "verschwunden.txt": b"x"}.items():
        (folder / name).write_bytes(data)
    (folder / "lachen.rss").write_bytes(feed(f'<!ENTITY l0 "ha">{LAUGHS}', f"{TEXT} &l9;"))
    (home / "geheim.txt").write_text(TEXT)
    (folder / "hinaus.txt").symlink_to(home / "geheim.txt")
    (folder / "ins-nichts.txt").symlink_to(home / "fehlt.txt")
    os.mkfifo(folder / "rohr.txt")
    honest = Path.read_bytes

    def read_bytes(path):
        if path.name == "verboten.txt":
            raise PermissionError(13, "Permission denied")
        return honest(path)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Path, "read_bytes", read_bytes)
        began = time.monotonic()
        read = []
        for item in read_collection([folder]):
            (folder / "verschwunden.txt").unlink(missing_ok=True)
            read.append(item)
        assert time.monotonic() - began < MAX_SECONDS
    return folder, read


def skipped(items):
    folder, read = items
    return {
        item.place.removeprefix(f"{folder}/"): item.reason
        for item in read
        if isinstance(item, SkippedFile)
    }


@pytest.mark.parametrize("place", EXPECTED)
def test_a_bad_file_is_one_clear_line(items, place):
    reasons = skipped(items)

    assert place in reasons
    assert EXPECTED[place] in reasons[place]
    assert "\n" not in reasons[place]
    assert ";" in reasons[place]  # what is wrong; what to do about it


def test_the_batch_goes_on_to_the_last_file(items):
    _, read = items

    assert isinstance(read[-1], Article)
    assert read[-1].body == TEXT
    assert read[-1].title == "zz-zuletzt"


def test_what_is_called_utf_8_and_is_not_is_read_with_its_umlauts(items):
    bodies = {
        item.id.rpartition("-")[0]: item.body for item in items[1] if isinstance(item, Article)
    }

    assert bodies["cp1252"] == TEXT
    assert bodies["cp1252-genannt-utf8"] == TEXT


def test_no_entity_is_resolved(items):
    for item in items[1]:
        if isinstance(item, Article):
            assert "root:" not in item.body
            assert "hahaha" not in item.body
