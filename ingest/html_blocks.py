"""The paragraphs of an HTML tree, as a reader sees them."""

import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_HTML_CHARS = 30_000_000  # the largest news page seen has 3 million; more is an export or a bomb

_BLOCKS_TEXT = """
    address article aside blockquote body br caption center dd details div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section
    summary table tbody td tfoot th thead tr ul
"""
_BLOCKS = frozenset(_BLOCKS_TEXT.split())
_INVISIBLE_TEXT = """
    script style noscript template head svg math iframe object embed button select option
    textarea audio video canvas
"""
_INVISIBLE = frozenset(_INVISIBLE_TEXT.split())
_NO_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-f]{1,8})|([0-9]{1,8}));?", re.IGNORECASE)
_SPACES = re.compile(r"\s+")


def parse_html(markup: str) -> "HtmlElement | None":
    """Parse HTML, however broken; nothing is ever fetched and no entity of a DTD is resolved.

    Args:
        markup: The whole page.

    Returns:
        The root, or None if there is not one element.
    """
    from lxml import etree
    from lxml.html import HtmlElement, HTMLParser, document_fromstring

    parser = HTMLParser(
        encoding="utf-8", no_network=True, recover=True, huge_tree=False, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip
    markup = _NO_XML.sub("", _REFERENCE.sub(_drop_forbidden, markup))
    encoded = markup.encode()
    try:
        root = document_fromstring(encoded, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        return None
    return root if isinstance(root, HtmlElement) else None


def _drop_forbidden(reference: re.Match[str]) -> str:
    """Drop a reference such as "&#0;" to a character that lxml reads but refuses to write."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    is_allowed = code <= sys.maxunicode and not _NO_XML.match(chr(code))
    return reference[0] if is_allowed else ""


def read_blocks(root: "HtmlElement") -> list[str]:
    """Return the visible text of an element, one string a paragraph, heading, item or cell.

    Args:
        root: Any element.

    Returns:
        Texts that are not empty, with single spaces, in reading order.
    """
    parts: list[str] = []
    blocks: list[str] = []
    for piece in _walk(root):
        if piece is None:
            blocks.append("".join(parts))
            parts = []
        else:
            parts.append(piece)
    blocks.append("".join(parts))
    stripped = (_SPACES.sub(" ", block).strip() for block in blocks)
    return [block for block in stripped if block]


def _walk(root: "HtmlElement") -> Iterator[str | None]:
    """Yield pieces of text, and None where a block begins or ends; without recursion."""
    from lxml import etree

    hidden_below: HtmlElement | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if event == "start":
            if hidden_below is None and _is_hidden(element):
                hidden_below = element
            if hidden_below is None or hidden_below is element:
                if element.tag in _BLOCKS:
                    yield None
                if element.text and hidden_below is None:
                    yield element.text
            continue
        if hidden_below is element:
            hidden_below = None
        if hidden_below is None and element.tag in _BLOCKS:
            yield None
        if hidden_below is None and element.tail and element is not root:
            yield element.tail


def _is_hidden(element: "HtmlElement") -> bool:
    return element.tag in _INVISIBLE or "hidden" in element.attrib
