"""Reader of Word documents (DOCX)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.article import Article
from ingest.assembling import NOTHING_STATED, StatedFields, assemble_article
from ingest.identity import identify_file
from ingest.marked_values import clean_marked, read_properties
from ingest.metadata import NOTHING_FOUND, Found
from ingest.packages import Package

if TYPE_CHECKING:
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TITLE_LINES = 5  # kicker and title stand within the first paragraphs

_TITLE_STYLES = frozenset(("title", "titel"))
_HEADING_STYLES = frozenset(("heading1", "berschrift1", "überschrift1"))
_CAPTION_STYLES = frozenset(("caption", "beschriftung", "bildunterschrift"))
_LEFT_OUT = (  # deleted text, and the second copy of each text box
    f"{_W}del",
    f"{_W}moveFrom",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
)
_SIGNS = {
    f"{_W}tab": " ",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    f"{_W}softHyphen": "\u00ad",
}


def read_docx(data: bytes, *, origin: Path, stated: StatedFields = NOTHING_STATED) -> Article:
    """Read an article from a Word document.

    Args:
        data: The document. Headers, footers, footnotes, comments and deleted text are left out.
        origin: Where it comes from; its name is the title of last resort, its path gives the id.
        stated: What a sidecar states about it.

    Returns:
        The article; a paragraph of the style "Title" or "Heading 1" above the text is its title.

    Raises:
        UnreadableFileError: If it is damaged, protected or too large.
        EmptyArticleError: If there is no article text.
    """
    package = Package(data, origin=origin)
    body = package.read_xml("word/document.xml")
    paragraphs = [
        (style, text) for style, text in _read_paragraphs(body) if style not in _CAPTION_STYLES
    ]
    core = "docProps/core.xml"
    return assemble_article(
        "\n\n".join(text for _, text in paragraphs),
        stated,
        fallback_id=identify_file(origin),
        fallback_title=origin.stem,
        marked=replace(NOTHING_FOUND, title=_find_title(paragraphs)),
        guessed=read_properties(
            package.read_property(core, "title"), package.read_property(core, "creator")
        ),
    )


def _read_paragraphs(body: "_Element") -> Iterator[tuple[str, str]]:
    """Yield style and text of each paragraph that is not empty."""
    for paragraph in body.iter(f"{_W}p"):
        if next(paragraph.iterancestors(*_LEFT_OUT), None) is not None:
            continue
        text = "".join(_read_runs(paragraph)).strip()
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        if text:
            name = style.get(f"{_W}val", "") if style is not None else ""
            yield name.lower().replace(" ", ""), text


def _read_runs(paragraph: "_Element") -> Iterator[str]:
    for element in paragraph.iter(f"{_W}t", *_SIGNS):
        owner = next(element.iterancestors(f"{_W}p", *_LEFT_OUT))
        if owner is paragraph and element.getparent().tag == f"{_W}r":
            yield _SIGNS.get(element.tag) or element.text or ""


def _find_title(paragraphs: list[tuple[str, str]]) -> Found[str]:
    for styles in (_TITLE_STYLES, _HEADING_STYLES):
        for style, text in paragraphs[:TITLE_LINES]:
            if style in styles:
                return Found(clean_marked(text), f"paragraph of the style {style!r}")
    return Found("")
