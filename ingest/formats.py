"""The reader of each format."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Protocol

from ingest.archives import read_archive
from ingest.article import Article
from ingest.assembling import NOTHING_STATED, StatedFields
from ingest.decoding import decode_text
from ingest.detecting import detect_format
from ingest.docx import read_docx
from ingest.epub import read_epub
from ingest.errors import IngestError, UnreadableFileError
from ingest.feeds import read_feed, read_sitemap
from ingest.folders import SkippedFile
from ingest.html import read_html
from ingest.json_records import read_json
from ingest.jsonl import BrokenLine, read_jsonl
from ingest.mail import read_mail, read_mailbox
from ingest.markdown import read_markdown
from ingest.mhtml import read_mhtml
from ingest.odt import read_odt
from ingest.pdf import read_pdf
from ingest.plain_text import read_plain_text
from ingest.rtf import read_rtf
from ingest.tables import read_table

MAX_TEXT_BYTES = 20_000_000  # four times the Bible; beyond it, a text is no article
_WRITTEN = ("text", "markdown", "html")

NumberedItem = tuple[int | None, Article | SkippedFile]


class Reader(Protocol):
    """Turns the bytes of one file into articles."""

    def __call__(
        self, data: bytes, *, origin: Path, stated: StatedFields
    ) -> Iterator[NumberedItem]:
        """Yield the articles of a file.

        Args:
            data: The whole file; never empty.
            origin: Where it comes from. It need not exist: a member of an archive is
                `archive.zip/member.html`.
            stated: What a sidecar states about all articles of the file. What the file states of
                itself in front matter or in a record wins, what is found in its text does not.

        Yields:
            Number of the line or record, counted from 1 (None if the file is one article), and
            the article or what is wrong with the record.

        Raises:
            IngestError: If the whole file cannot be read.
        """
        ...


class ArticleReader(Protocol):
    """Turns the bytes of a file that is one article into it."""

    def __call__(self, data: bytes, *, origin: Path, stated: StatedFields) -> Article:
        """Return the article; raise an IngestError if there is none."""
        ...


def _read_text_file(data: bytes, *, origin: Path, stated: StatedFields) -> Iterator[NumberedItem]:
    yield None, read_plain_text(decode_text(data, path=origin), origin=origin, stated=stated)


def _read_markdown_file(
    data: bytes, *, origin: Path, stated: StatedFields
) -> Iterator[NumberedItem]:
    yield None, read_markdown(decode_text(data, path=origin), origin=origin, stated=stated)


def _read_jsonl_file(data: bytes, *, origin: Path, stated: StatedFields) -> Iterator[NumberedItem]:
    for number, item in read_jsonl(decode_text(data, path=origin), origin=origin, stated=stated):
        if isinstance(item, BrokenLine):
            yield number, SkippedFile(origin, number, item.reason)
        else:
            yield number, item


def _alone(read: ArticleReader) -> Reader:
    """Make a reader of a file that is one article."""

    def read_alone(data: bytes, *, origin: Path, stated: StatedFields) -> Iterator[NumberedItem]:
        yield None, read(data, origin=origin, stated=stated)

    return read_alone


READERS: Mapping[str, Reader] = {
    "text": _read_text_file,
    "markdown": _read_markdown_file,
    "jsonl": _read_jsonl_file,
    "html": _alone(read_html),
    "mhtml": _alone(read_mhtml),
    "pdf": _alone(read_pdf),
    "docx": _alone(read_docx),
    "odt": _alone(read_odt),
    "rtf": _alone(read_rtf),
    "epub": read_epub,
    "json": read_json,
    "csv": read_table,
    "eml": read_mail,
    "mbox": read_mailbox,
    "feed": read_feed,
    "sitemap": read_sitemap,
    "zip": read_archive,
}


def read_document(
    data: bytes, *, origin: Path, stated: StatedFields = NOTHING_STATED
) -> Iterator[NumberedItem]:
    """Read the articles of one file, its format told by its content.

    Args:
        data: The whole file.
        origin: Where it comes from.
        stated: What a sidecar states about it.

    Yields:
        What `Reader` yields; a file that cannot be read at all is one `SkippedFile`.
    """
    try:
        if not data.strip():
            raise UnreadableFileError(origin, "it is empty; add the text or leave the file out")
        name = detect_format(data, origin.name)
        if name in _WRITTEN and len(data) > MAX_TEXT_BYTES:
            reason = f"it is a text of more than {MAX_TEXT_BYTES // 1_000_000} MB; split it"
            raise UnreadableFileError(origin, reason)
        reader = READERS.get(name, _read_text_file)
        yield from reader(data, origin=origin, stated=stated)
    except IngestError as error:
        yield None, SkippedFile(origin, None, error.reason)
