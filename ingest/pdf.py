"""Reader of PDF files that have a text layer."""

import logging
from dataclasses import replace
from io import BytesIO
from math import hypot
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ingest.article import Article
from ingest.assembling import NOTHING_STATED, StatedFields, assemble_article
from ingest.errors import UnreadableFileError
from ingest.identity import identify_file
from ingest.marked_values import clean_marked, read_properties
from ingest.metadata import NOTHING_FOUND, Found
from ingest.pdf_layout import read_page_lines, read_paragraphs
from ingest.pdf_lines import Line, Page
from ingest.pdf_pages import find_pages

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # its warnings help nobody here

MAX_PAGES = 1_000  # more is a book or a bomb
MAX_PDF_CHARS = 10_000_000  # of text; 1,000 full pages have 5 million
MAX_POINTS = 100_000.0  # PDF pages measure up to 14,400; what stands farther out is seen by nobody
LINE_SPACING = 1.2  # of the font size, where the distance of lines is not stated
MIN_CHARS_PER_PAGE = 10  # a scan has none, or a stamp with the date of printing

_DAMAGED = "it is damaged; open it in a PDF reader and save it again"
_ENCRYPTED = "it is protected by a password; save it without one"
_SCANNED = "it has no text layer (scanned pages); add one, for example with `ocrmypdf`"


def read_pdf(data: bytes, *, origin: Path, stated: StatedFields = NOTHING_STATED) -> Article:
    """Read an article from a PDF.

    Args:
        data: The document.
        origin: Where it comes from; its name is the title of last resort, its path gives the id.
        stated: What a sidecar states about it.

    Returns:
        The article; the largest print on the first page is its title. Running heads and page
        numbers are left out, columns follow each other, and it is known where each page begins.

    Raises:
        UnreadableFileError: If it is damaged, protected, too long or has no text layer.
        EmptyArticleError: If there is no article text.
    """
    reader = _open(data, origin=origin)
    pages = _read_pages(reader, origin=origin)
    characters = sum(len(line.text) for page in pages for line in page.lines)
    if characters < MIN_CHARS_PER_PAGE * max(1, len(pages)):
        raise UnreadableFileError(origin, _SCANNED)
    headline, paragraphs = read_paragraphs(pages)
    title, author = _read_properties(reader)
    article = assemble_article(
        "\n\n".join(paragraphs),
        stated,
        fallback_id=identify_file(origin),
        fallback_title=origin.stem,
        marked=replace(NOTHING_FOUND, title=Found(clean_marked(headline), "largest print")),
        guessed=read_properties(title, author),
    )
    return replace(article, pages=find_pages(article.body, read_page_lines(pages)))


def _open(data: bytes, *, origin: Path) -> "PdfReader":
    from pypdf import PdfReader
    from pypdf.errors import DependencyError

    try:
        reader = PdfReader(BytesIO(data), strict=False)
        is_locked = reader.is_encrypted and not reader.decrypt("")
        count = 0 if is_locked else len(reader.pages)
    except DependencyError as error:  # encrypted with AES, which needs another library
        raise UnreadableFileError(origin, _ENCRYPTED) from error
    except Exception as error:  # of a library on any bytes
        raise UnreadableFileError(origin, _DAMAGED) from error
    if is_locked:
        raise UnreadableFileError(origin, _ENCRYPTED)
    if count == 0:
        raise UnreadableFileError(origin, _DAMAGED)
    if count > MAX_PAGES:
        raise UnreadableFileError(origin, f"it has more than {MAX_PAGES} pages; split it")
    return reader


def _read_pages(reader: "PdfReader", *, origin: Path) -> list[Page]:
    pages: list[Page] = []
    characters = 0
    for number in range(len(reader.pages)):
        try:
            page = _read_page(reader.pages[number])
        except Exception as error:  # of a library on any bytes
            reason = f"page {number + 1} is damaged; open it in a PDF reader and save it again"
            raise UnreadableFileError(origin, reason) from error
        characters += sum(len(line.text) for line in page.lines)
        if characters > MAX_PDF_CHARS:
            limit = f"{MAX_PDF_CHARS // 1_000_000} million characters"
            raise UnreadableFileError(origin, f"it has more than {limit}; split it")
        pages.append(page)
    return pages


def _read_page(page: "PageObject") -> Page:
    """Read upright text; only where there is none, text that stands on its side or its head."""
    box = page.mediabox
    left, right, bottom, top = map(float, (box.left, box.right, box.bottom, box.top))
    for orientation in (0, 90, 270, 180):
        lines = _collect_lines(page, orientation)
        if not lines:
            continue
        turned = {
            0: [replace(line, y=line.y - bottom) for line in lines],
            90: [replace(line, x=line.y, y=right - line.x) for line in lines],
            180: [replace(line, x=-line.x, y=top - line.y) for line in lines],
            270: [replace(line, x=-line.y, y=line.x - left) for line in lines],
        }[orientation]
        return Page(right - left if orientation in (90, 270) else top - bottom, turned)
    return Page(top - bottom, [])


def _collect_lines(page: "PageObject", orientation: int) -> list[Line]:
    lines: list[Line] = []

    def collect(text: str, cm: list[float], tm: list[float], _font: Any, size: float) -> None:  # noqa: ANN401
        if not text.strip():
            return
        x = float(tm[4] * cm[0] + tm[5] * cm[2] + cm[4])
        y = float(tm[4] * cm[1] + tm[5] * cm[3] + cm[5])
        height = abs(float(size)) * (hypot(tm[2], tm[3]) * hypot(cm[2], cm[3]) or 1.0)
        if not max(abs(x), abs(y), height) < MAX_POINTS:  # infinite, or no number at all
            return
        for number, part in enumerate(text.strip("\n").split("\n")):
            if part.strip():
                lines.append(Line(x, y - number * height * LINE_SPACING, height, part))

    page.extract_text(visitor_text=collect, orientations=orientation)
    return lines


def _read_properties(reader: "PdfReader") -> tuple[str, str]:
    try:
        about = reader.metadata
        return (str(about.title or ""), str(about.author or "")) if about else ("", "")
    except Exception:  # properties that cannot be read state nothing
        return "", ""
