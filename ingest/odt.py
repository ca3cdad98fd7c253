"""Reader of OpenDocument texts (ODT), as LibreOffice writes them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.article import Article
from ingest.assembling import NOTHING_STATED, StatedFields, assemble_article
from ingest.errors import UnreadableFileError
from ingest.identity import identify_file
from ingest.marked_values import clean_marked, read_properties
from ingest.metadata import NOTHING_FOUND, Found
from ingest.packages import Package

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_SPACES = 100  # of one <text:s>, which can ask for billions
TITLE_LINES = 5  # kicker and title stand within the first paragraphs

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_LEFT_OUT = (f"{_TEXT}note", f"{_OFFICE}annotation", f"{_TEXT}tracked-changes")
_CAPTIONS = frozenset(("Caption", "Illustration", "Figure", "Header", "Footer"))


def read_odt(data: bytes, *, origin: Path, stated: StatedFields = NOTHING_STATED) -> Article:
    """Read an article from an OpenDocument text.

    Args:
        data: The document. Footnotes, comments and captions are left out.
        origin: Where it comes from; its name is the title of last resort, its path gives the id.
        stated: What a sidecar states about it.

    Returns:
        The article; a paragraph of the style "Title" or a first heading is its title.

    Raises:
        UnreadableFileError: If it is damaged, protected or too large.
        EmptyArticleError: If there is no article text.
    """
    package = Package(data, origin=origin)
    content = package.read_xml("content.xml")
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        reason = "it is damaged or protected by a password; save it again without one"
        raise UnreadableFileError(origin, reason)
    paragraphs = [
        (style, text)
        for style, text in _read_paragraphs(body, _read_parents(content))
        if style not in _CAPTIONS
    ]
    return assemble_article(
        "\n\n".join(text for _, text in paragraphs),
        stated,
        fallback_id=identify_file(origin),
        fallback_title=origin.stem,
        marked=replace(NOTHING_FOUND, title=_find_title(paragraphs)),
        guessed=read_properties(
            package.read_property("meta.xml", "title"),
            package.read_property("meta.xml", "initial-creator", "creator"),
        ),
    )


def _read_parents(content: "_Element") -> Mapping[str, str]:
    """Return which named style each automatic style derives from."""
    return {
        style.get(f"{_STYLE}name", ""): style.get(f"{_STYLE}parent-style-name", "")
        for style in content.iter(f"{_STYLE}style")
    }


def _read_paragraphs(body: "_Element", parents: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield style ("h1" for a top heading) and text of each paragraph that is not empty."""
    for paragraph in body.iter(*_PARAGRAPHS):
        if next(paragraph.iterancestors(*_LEFT_OUT), None) is not None:
            continue
        text = "".join(_read_pieces(paragraph)).strip()
        if not text:
            continue
        style = paragraph.get(f"{_TEXT}style-name", "")
        is_top = paragraph.tag == f"{_TEXT}h" and paragraph.get(f"{_TEXT}outline-level") == "1"
        name = parents.get(style) or style
        yield ("h1" if is_top and name != "Title" else name), text


def _read_pieces(paragraph: "_Element") -> Iterator[str]:
    for element in paragraph.iter():
        if not isinstance(element.tag, str):
            continue
        inside = next(element.iterancestors(*_PARAGRAPHS, *_LEFT_OUT), None)
        if element is paragraph:
            yield element.text or ""
        elif inside is paragraph:
            if element.tag not in (*_PARAGRAPHS, *_LEFT_OUT):
                yield _read_sign(element) or element.text or ""
            yield element.tail or ""


def _read_sign(element: "_Element") -> str:
    if element.tag == f"{_TEXT}s":
        count = element.get(f"{_TEXT}c", "1")
        return " " * min(int(count) if count.isdecimal() else 1, MAX_SPACES)
    return {f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}.get(str(element.tag), "")


def _find_title(paragraphs: list[tuple[str, str]]) -> Found[str]:
    for wanted in ("Title", "h1"):
        for style, text in paragraphs[:TITLE_LINES]:
            if style == wanted:
                return Found(clean_marked(text), f"paragraph of the style {style!r}")
    return Found("")
