"""Reader of EPUB: one article, or the articles of an issue."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ingest.article import Article
from ingest.assembling import NOTHING_STATED, StatedFields, assemble_article
from ingest.dates import read_timestamp
from ingest.decoding import decode_text
from ingest.errors import EmptyArticleError, UnreadableFileError
from ingest.html_blocks import parse_html, read_blocks
from ingest.identity import identify_file, identify_record
from ingest.marked_values import clean_author, clean_marked
from ingest.metadata import NOTHING_FOUND, Found, Metadata
from ingest.packages import Package

if TYPE_CHECKING:
    from lxml.etree import _Element
    from lxml.html import HtmlElement

MIN_CHAPTER_CHARS = 200  # covers, imprints and tables of contents of an issue have less text
MAX_CHAPTERS = 2_000

_CONTAINER = "META-INF/container.xml"
_HEADINGS = ("h1", "h2", "h3")


@dataclass(frozen=True, slots=True)
class _Chapter:
    name: str
    heading: str
    text: str


def read_epub(
    data: bytes, *, origin: Path, stated: StatedFields = NOTHING_STATED
) -> Iterator[tuple[int | None, Article]]:
    """Read the articles of an EPUB, one for each document of its reading order that holds text.

    Args:
        data: The book.
        origin: Where it comes from.
        stated: What a sidecar states about it.

    Yields:
        None and the article if there is one; else the number of the document, counted from 1, and
        the article. The title is the document's heading, outlet and day are those of the book.

    Raises:
        UnreadableFileError: If it is damaged, copy-protected or too large.
        EmptyArticleError: If there is no article text.
    """
    package = Package(data, origin=origin)
    if "META-INF/encryption.xml" in package.names and "META-INF/rights.xml" in package.names:
        raise UnreadableFileError(origin, "it is copy-protected; give a file without protection")
    book_name = _find_book(package, origin=origin)
    book = package.read_xml(book_name)
    chapters = [*_read_chapters(package, book, posixpath.dirname(book_name), origin=origin)]
    texts = [chapter for chapter in chapters if len(chapter.text) >= MIN_CHAPTER_CHARS] or chapters
    if not texts:
        raise EmptyArticleError
    is_issue = len(texts) > 1
    about = _read_book_metadata(book)
    for number, chapter in enumerate(texts, start=1):
        marked = _describe_chapter(chapter, about, is_issue=is_issue)
        single_id = identify_file(origin)
        article = assemble_article(
            chapter.text,
            replace(stated, id="", title="") if is_issue else stated,
            fallback_id=identify_record(single_id, chapter.name) if is_issue else single_id,
            fallback_title=f"{origin.stem}, Teil {number}" if is_issue else origin.stem,
            marked=marked,
        )
        yield (number if is_issue else None), article


def _find_book(package: Package, *, origin: Path) -> str:
    container = package.read_xml(_CONTAINER)
    for rootfile in container.iter("{*}rootfile"):
        name = rootfile.get("full-path", "")
        if name in package.names:
            return str(name)
    raise UnreadableFileError(origin, "it is damaged; get the file again")


def _read_chapters(
    package: Package, book: "_Element", folder: str, *, origin: Path
) -> Iterator[_Chapter]:
    """Yield the documents that hold text, in reading order, without tables of contents."""
    items = {item.get("id"): item for item in book.iter("{*}item")}
    for reference in [*book.iter("{*}itemref")][:MAX_CHAPTERS]:
        item = items.get(reference.get("idref"))
        if item is None or "nav" in item.get("properties", "").split():
            continue
        name = posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))
        if name not in package.names:
            continue
        root = parse_html(decode_text(package.read(name), path=origin))
        if root is None:
            continue
        heading = _find_heading(root)
        blocks = [block for block in _read_body(root) if block != heading]
        if blocks:
            yield _Chapter(name, heading, "\n\n".join(blocks))


def _find_heading(root: "HtmlElement") -> str:
    for tag in _HEADINGS:
        for element in root.iter(tag):
            return " ".join(read_blocks(element))
    return ""


def _read_body(root: "HtmlElement") -> list[str]:
    for element in [*root.iter("nav", "figcaption", "aside")]:
        if element.getparent() is not None:
            element.drop_tree()
    return read_blocks(root)


def _read_book_metadata(book: "_Element") -> Metadata:
    names = [clean_author(value) for value in _read_dublin_core(book, "creator")]
    days = filter(None, map(read_timestamp, _read_dublin_core(book, "date")))
    return Metadata(
        title=_found_first(_read_dublin_core(book, "title"), "title"),
        author=Found(", ".join(filter(None, names)), 'EPUB "dc:creator"'),
        source=_found_first(_read_dublin_core(book, "publisher"), "publisher"),
        published=Found(next(days, None), 'EPUB "dc:date"'),
        url=NOTHING_FOUND.url,
    )


def _read_dublin_core(book: "_Element", name: str) -> list[str]:
    tag = f"{{http://purl.org/dc/elements/1.1/}}{name}"
    return [clean_marked(element.text) for element in book.iter(tag) if element.text]


def _found_first(values: list[str], name: str) -> Found[str]:
    return Found(next(iter(values), ""), f'EPUB "dc:{name}"')


def _describe_chapter(chapter: _Chapter, about: Metadata, *, is_issue: bool) -> Metadata:
    if not is_issue:
        return about.or_else(replace(NOTHING_FOUND, title=Found(chapter.heading, "heading")))
    source = about.source if about.source.value else Found(about.title.value, 'EPUB "dc:title"')
    return replace(
        about,
        title=Found(clean_marked(chapter.heading), "heading of the document"),
        author=NOTHING_FOUND.author,  # a byline counts; the book's author is its editor
        source=source,
    )
