"""Reader of RTF documents."""

import re
from pathlib import Path

from ingest.article import Article
from ingest.assembling import NOTHING_STATED, StatedFields, assemble_article
from ingest.errors import UnreadableFileError
from ingest.identity import identify_file
from ingest.marked_values import read_properties

MAX_RTF_BYTES = 20_000_000  # 5,000 pages; pictures are dropped first

_PICTURE = re.compile(rb"\{\\\*?\\?(?:shppict|pict)\b[^{}]*\}|(?:[0-9a-fA-F]{64,}\s*)+")
_PROPERTY = r"\{{\\{name}\s+(?P<value>(?:[^{{}}\\]|\\[^\n])*)\}}"


def read_rtf(data: bytes, *, origin: Path, stated: StatedFields = NOTHING_STATED) -> Article:
    """Read an article from an RTF document.

    Args:
        data: The document.
        origin: Where it comes from; its name is the title of last resort, its path gives the id.
        stated: What a sidecar states about it.

    Returns:
        The article. RTF marks no titles: the first line, else the document's properties give it.

    Raises:
        UnreadableFileError: If it is damaged or too large.
        EmptyArticleError: If there is no article text.
    """
    data = _PICTURE.sub(b"", data)
    if len(data) > MAX_RTF_BYTES:
        limit = f"{MAX_RTF_BYTES // 1_000_000} MB"
        raise UnreadableFileError(origin, f"it is an RTF document of more than {limit}; split it")
    markup = _decode(data)
    return assemble_article(
        re.sub(r"\n[ \t]*", "\n\n", _to_text(markup, origin=origin)),
        stated,
        fallback_id=identify_file(origin),
        fallback_title=origin.stem,
        guessed=read_properties(
            _read_property(markup, "title", origin), _read_property(markup, "author", origin)
        ),
    )


def _decode(data: bytes) -> str:
    """RTF is ASCII; bytes beyond it stand for themselves in some programs' files."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _to_text(markup: str, *, origin: Path) -> str:
    from striprtf.striprtf import rtf_to_text

    try:
        return str(rtf_to_text(markup, errors="replace"))  # type: ignore[no-untyped-call]
    except Exception as error:  # of a library on any bytes
        reason = "it is damaged; open it in its program and save it again"
        raise UnreadableFileError(origin, reason) from error


def _read_property(markup: str, name: str, origin: Path) -> str:
    match = re.search(_PROPERTY.format(name=name), markup[:100_000])
    if match is None:
        return ""
    return _to_text("{\\rtf1\\ansi " + match["value"] + "}", origin=origin)
