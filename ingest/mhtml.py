"""Reader of web pages saved as one file (MHTML), as browsers do."""

from email import message_from_bytes
from email.message import Message
from pathlib import Path

from ingest.article import Article
from ingest.assembling import NOTHING_STATED, StatedFields
from ingest.errors import UnreadableFileError
from ingest.html import read_html
from ingest.marked_values import clean_marked

_NO_PAGE = "there is no web page in it; save the page again"


def read_mhtml(data: bytes, *, origin: Path, stated: StatedFields = NOTHING_STATED) -> Article:
    """Read the article of a page saved as MHTML.

    Args:
        data: The file; its first part of type text/html is the page, frames are passed over.
        origin: Where it comes from.
        stated: What a sidecar states about it.

    Returns:
        The article, as `read_html` reads it; its address is that of the snapshot.

    Raises:
        UnreadableFileError: If there is no page in it.
        EmptyArticleError: If there is no article text.
    """
    try:
        message = message_from_bytes(data)
        page = next((part for part in message.walk() if _is_page(part)), None)
        content = page.get_payload(decode=True) if page is not None else None
    except (ValueError, LookupError, RecursionError, AttributeError, TypeError) as error:
        raise UnreadableFileError(origin, "it is damaged; save the page again") from error
    if page is None or not isinstance(content, bytes) or not content.strip():
        raise UnreadableFileError(origin, _NO_PAGE)
    address = clean_marked(str(message["Snapshot-Content-Location"] or page["Content-Location"]))
    return read_html(content, origin=origin, stated=stated, address=address)


def _is_page(part: Message) -> bool:
    return part.get_content_type() in ("text/html", "application/xhtml+xml")
