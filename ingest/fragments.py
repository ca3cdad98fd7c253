"""Pieces of HTML, as they stand in mails, feeds and exports, to text."""

import re

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
_UNREAD = frozenset(
    ["script", "style", "head", "title", "noscript", "template", "svg", "iframe", "object"]
)
_TAG = re.compile(
    r"</?(?:p|br|div|h[1-6]|li|ul|span|a|b|strong|em|i|table)\b[^<>]*>", re.IGNORECASE
)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_PARAGRAPH = "\ufffc"  # stands for a block's edge until white space is collapsed


def is_fragment(text: str) -> bool:
    """Say whether a text is written in HTML."""
    return bool(_TAG.search(text))


def fragment_to_text(markup: str) -> str:
    """Return the words of some HTML, its paragraphs separated by blank lines.

    Args:
        markup: HTML, whole or a piece; plain text stays as it is, its line breaks become spaces.

    Returns:
        Text without scripts, styles and markup; empty if there are no words.
    """
    from lxml import etree, html

    if not markup.strip():
        return ""
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(_without_nulls(markup), parser=parser)
    except (etree.ParserError, ValueError):
        return ""
    pieces: list[str] = []
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        block = element.tag in _BLOCKS
        if event == "start":
            if element.tag in _UNREAD:
                walk.skip_subtree()
                continue
            pieces += [_PARAGRAPH] if block else []
            pieces.append(element.text or "")
        else:
            pieces += [_PARAGRAPH] if block else []
            pieces.append(element.tail or "")
    paragraphs = _SPACES.sub(" ", "".join(pieces)).split(_PARAGRAPH)
    return "\n\n".join(filter(None, (paragraph.strip() for paragraph in paragraphs)))


def _without_nulls(markup: str) -> str:
    """Drop what lxml refuses: NUL bytes and a declared encoding, since this is text already."""
    markup = markup.replace("\x00", "").replace(_PARAGRAPH, "")
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", markup)
