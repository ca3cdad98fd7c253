"""Damaged documents: whatever happens to their bytes, an article or one clear line comes out."""

import zipfile
from io import BytesIO
from pathlib import Path
from time import monotonic

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.article import Article
from ingest.folders import SkippedFile
from ingest.formats import read_document
from tests.ingest.corpus import write_markdown, write_text
from tests.ingest.corpus_articles import STORIES
from tests.ingest.corpus_documents import (
    write_docx,
    write_epub,
    write_mhtml,
    write_odt,
    write_pdf,
    write_rtf,
)
from tests.ingest.corpus_pages import blog, magazine

STORY = STORIES[2]
MAX_SECONDS = 5  # of one damaged file of a few kilobytes
VALID = {
    "html": magazine(STORY).encode(),
    "mhtml": write_mhtml(STORY, blog),
    "pdf": write_pdf(STORY, columns=2),
    "open.pdf": write_pdf(STORY, compressed=False),
    "docx": write_docx(STORY),
    "odt": write_odt(STORY),
    "rtf": write_rtf(STORY),
    "epub": write_epub(STORY, STORIES[3]),
    "md": write_markdown(STORY),
    "txt": write_text(STORY),
}
ARCHIVES = ("docx", "odt", "epub")
INNER_PARTS = {"word/document.xml", "content.xml", "OEBPS/buch.opf", "OEBPS/k0.xhtml"}
QUICK = settings(
    max_examples=50, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
THOROUGH = settings(QUICK, max_examples=2_000)


@st.composite
def damages(draw):
    """How to damage a file: bits flipped, the end cut off, bytes inserted, a stretch repeated."""
    kind = draw(st.sampled_from(("flip", "cut", "insert", "repeat", "erase")))
    places = draw(st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=12))
    return kind, places, draw(st.binary(min_size=1, max_size=40)), draw(st.integers(0, 7))


def damage(data, kind, places, junk, bit):
    damaged = bytearray(data)
    for place in places:
        at = int(place * len(damaged))
        if kind == "flip":
            damaged[at] ^= 1 << bit
        elif kind == "insert":
            damaged[at:at] = junk
        elif kind == "repeat":
            damaged[at:at] = damaged[at : at + 200 * len(junk)]
        elif kind == "erase":
            del damaged[at : at + len(junk)]
        if not damaged:
            break
    return bytes(damaged[: int(places[0] * len(damaged))] if kind == "cut" else damaged)


def damage_inside(data, *how):
    """Damage the text of a document within its archive, so that the checksums are right."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as archive, zipfile.ZipFile(buffer, "w") as written:
        for name in archive.namelist():
            content = archive.read(name)
            written.writestr(name, damage(content, *how) if name in INNER_PARTS else content)
    return buffer.getvalue()


def check(name, damaged):
    began = monotonic()
    for _, item in read_document(damaged, origin=Path(f"artikel.{name}")):
        assert isinstance(item, Article | SkippedFile)
        if isinstance(item, Article):
            assert item.title
            assert item.body
            assert all(ord(character) >= ord(" ") or character == "\n" for character in item.body)
        else:
            assert ";" in item.reason, item.reason
            assert "\n" not in item.reason
    assert monotonic() - began < MAX_SECONDS


@pytest.mark.parametrize("name", VALID)
@QUICK
@given(how=damages())
def test_a_damaged_document_is_an_article_or_one_clear_line(name, how):
    check(name, damage(VALID[name], *how))


@pytest.mark.parametrize("name", ARCHIVES)
@QUICK
@given(how=damages())
def test_damaged_text_in_a_sound_archive_is_an_article_or_one_clear_line(name, how):
    check(name, damage_inside(VALID[name], *how))


@pytest.mark.slow
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("name", VALID)
@settings(THOROUGH, derandomize=False)
@given(how=damages())
def test_thousands_of_damaged_documents_are_articles_or_clear_lines(name, how):
    check(name, damage(VALID[name], *how))


@pytest.mark.slow
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize("name", ARCHIVES)
@settings(THOROUGH, derandomize=False)
@given(how=damages())
def test_thousands_of_damaged_texts_in_sound_archives(name, how):
    check(name, damage_inside(VALID[name], *how))


@pytest.mark.parametrize("name", VALID)
@QUICK
@given(junk=st.binary(max_size=2_000))
def test_any_bytes_behind_the_mark_of_a_format_are_read_or_refused(name, junk):
    check(name, VALID[name][:64] + junk)
