"""Reader of saved web pages."""

import logging
import re
from copy import deepcopy
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.article import Article
from ingest.assembling import NOTHING_STATED, StatedFields, assemble_article
from ingest.decoding import decode_text
from ingest.errors import UnreadableFileError
from ingest.html_blocks import MAX_HTML_CHARS, parse_html, read_blocks
from ingest.identity import identify_file
from ingest.marked_values import is_address
from ingest.metadata import NOTHING_FOUND, Found
from ingest.page_metadata import find_headline, find_page_metadata, guess_page_date, read_address

if TYPE_CHECKING:
    from lxml.html import HtmlElement

for _library in ("trafilatura", "htmldate"):  # their warnings help nobody here
    logging.getLogger(_library).addHandler(logging.NullHandler())

MIN_EXTRACTED_SHARE = 0.5  # of the text in <article>; less means that the extraction missed it
MIN_LAYOUT_CELL_CHARS = 400  # no cell of a table of figures holds so much text
DECLARED_HEAD_BYTES = 4_096  # browsers look for the encoding in the first 1,024

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.IGNORECASE)
_WESTERN = frozenset(
    ("utf-8", "utf8", "iso-8859-1", "latin1", "windows-1252", "cp1252", "us-ascii")
)
_TABLE_RULE = re.compile(r" *\| *")
_FURNITURE = (  # pruned before extraction; trafilatura knows the rest
    "//figure//figcaption",
    "//figcaption",
    "//aside",
    "//nav",
    "//form",
    "//*[contains(@class, 'caption') or contains(@class, 'bildunterschrift')]",
    "//*[contains(@class, 'comment') or contains(@class, 'kommentar') or contains(@id, 'comment')]"
    "[not(self::body or self::html or self::article or self::main)]",
    "//*[contains(@class, 'cookie') or contains(@class, 'consent')]"
    "[not(self::body or self::html or self::article or self::main)]",
    "//*[contains(@class, 'related') or contains(@class, 'teaser') or contains(@class, 'readmore')"
    " or contains(@class, 'recommend') or contains(@class, 'share') or contains(@class, 'social')"
    " or contains(@class, 'newsletter') or contains(@class, 'lesen-sie-auch')]"
    "[not(self::body or self::html or self::article or self::main or self::p)]",
)


def read_html(
    data: bytes, *, origin: Path, stated: StatedFields = NOTHING_STATED, address: str = ""
) -> Article:
    """Read the article of a saved web page.

    Args:
        data: The page.
        origin: Where it comes from; its name is the title of last resort, its path gives the id.
        stated: What a sidecar, a mail or a feed states about it; wins over the page.
        address: Where it was fetched from; counts where the page does not state its own.

    Returns:
        The article: the text without menus, teasers, captions, comments; metadata from JSON-LD,
        else meta tags, else what one sees, else (the day only) a marked guess.

    Raises:
        UnreadableFileError: If it is too large or no HTML.
        EmptyArticleError: If there is no article text.
    """
    markup = decode_html(data, path=origin)
    if len(markup) > MAX_HTML_CHARS:
        limit = f"{MAX_HTML_CHARS // 1_000_000} MB"
        raise UnreadableFileError(origin, f"it is a page of more than {limit}; split it")
    root = parse_html(markup)
    if root is None:
        raise UnreadableFileError(origin, "there is no HTML in it; save the page again")
    marked = find_page_metadata(root)
    if is_address(address) and not (marked.url.value and marked.source.value):
        marked = marked.or_else(read_address(address))
    text = extract_text(root)
    is_dated = stated.published or marked.published.value
    guess: Found[date | None] = Found(None) if is_dated else guess_page_date(markup)
    return assemble_article(
        text,
        stated,
        fallback_id=identify_file(origin),
        fallback_title=origin.stem,
        marked=marked,
        guessed=replace(NOTHING_FOUND, published=guess),
    )


def decode_html(data: bytes, *, path: Path) -> str:
    """Decode a page; a declared encoding counts if it is a rare one and the bytes are no UTF-8.

    Args:
        data: The page. Many declare an encoding that they do not have.
        path: Where it comes from, for the error.

    Raises:
        UnreadableFileError: If it is binary or its encoding cannot be told.
    """
    declared = _CHARSET.search(data[:DECLARED_HEAD_BYTES])
    name = declared[1].decode("ascii", "replace").lower() if declared else "utf-8"
    if name not in _WESTERN and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            try:
                return data.decode(name)
            except (LookupError, UnicodeDecodeError):
                pass
    return decode_text(data.replace(b"\x00", b"") if b"\x00<" not in data[:64] else data, path=path)


def extract_text(root: "HtmlElement") -> str:
    """Return the text of the article in a page, one paragraph a line.

    Args:
        root: The whole page; it is not changed.

    Returns:
        The text as trafilatura extracts it, or what stands in <article> if that misses most of it;
        empty if the page holds none.
    """
    tree = deepcopy(root)
    _prune(tree)
    _free_from_tables(tree)
    holder = next(tree.iter("article", "main"), tree)
    blocks = [block for block in read_blocks(holder) if len(block) > len("Anzeige")]
    text = _extract_with_trafilatura(tree)
    sentences = [block for block in blocks if block[-1] in '.!?“”"«»’…:']
    if len(text) < MIN_EXTRACTED_SHARE * sum(map(len, sentences)):
        return "\n\n".join(sentences if holder is tree else blocks)
    return "\n\n".join(_TABLE_RULE.sub(" – ", line.strip("| ")) for line in text.split("\n"))


def _prune(tree: "HtmlElement") -> None:
    headline = find_headline(tree)
    elements = [element for place in _FURNITURE for element in tree.xpath(place)]
    if headline is not None:
        elements.append(headline)
    for element in elements:
        if element.getparent() is not None:
            element.drop_tree()


def _free_from_tables(tree: "HtmlElement") -> None:
    """Make the cells of tables that only lay out a page into what they are: blocks of text."""
    for cell in [*tree.iter("td")]:
        if len(cell.text_content()) < MIN_LAYOUT_CELL_CHARS:
            continue
        for part in (cell, *cell.iterancestors("tr", "tbody", "table")):
            part.tag = "div"


def _extract_with_trafilatura(tree: "HtmlElement") -> str:
    from trafilatura import extract

    try:
        text = extract(deepcopy(tree), include_comments=False, include_tables=True)
    except Exception:  # of a library on any page; the caller falls back to the plain blocks
        return ""
    return text or ""
