"""Reader of mails: a file with one, or a mailbox with many. One article a mail."""

import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path

from ingest.article import Article
from ingest.assembling import StatedFields, assemble_article, name_origin
from ingest.dates import Moment, read_moment
from ingest.decoding import decode_text, normalise_text
from ingest.errors import EmptyArticleError, IngestError, UnreadableFileError
from ingest.folders import SkippedFile
from ingest.fragments import fragment_to_text
from ingest.identity import identify_record

MIN_PLAIN_SHARE = 0.3  # a shorter plain part only says that the mail is to be read as HTML

# What the library raises for some malformed headers, its own errors aside.
_LIBRARY_FAULTS = (
    ValueError, LookupError, AttributeError, TypeError, AssertionError, MessageError,
)  # fmt: skip
_REPLY_MARK = re.compile(r"^(?:\s*(?:re|aw|fwd?|wg|tr)\s*(?:\[\d+\])?:)+\s*", re.IGNORECASE)
_SIGNATURE = re.compile(r"\n-- ?\r?\n.*\Z", re.DOTALL)
_NEXT_MAIL = re.compile(rb"(?:\A|(?<=\n\n)|(?<=\r\n\r\n))From \S+[^\n]*\d{4}[^\n]*\n")
_ESCAPED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


def read_mail(data: bytes, *, origin: Path, stated: StatedFields) -> Iterator[tuple[None, Article]]:
    """Read a mail; its subject is the title, its sender the author or, of a newsletter, the outlet.

    Args:
        data: The whole file, headers first.
        origin: The file.
        stated: What a sidecar states; it wins over the headers.

    Raises:
        EmptyArticleError: If the mail holds no text.
        UnreadableFileError: If it is no mail.
    """
    yield None, _read_message(data, origin=origin, stated=stated)


def read_mailbox(
    data: bytes, *, origin: Path, stated: StatedFields
) -> Iterator[tuple[int, Article | SkippedFile]]:
    """Read the mails of an mbox file; a broken mail never stops the others.

    Args:
        data: The whole file.
        origin: The file.
        stated: What a sidecar states about all mails; it wins over the headers.

    Yields:
        Number of the mail, counted from 1, and the article or what is wrong with it.
    """
    starts = list(_NEXT_MAIL.finditer(data))
    ends = [match.start() for match in starts[1:]] + [len(data)]
    for number, (match, end) in enumerate(zip(starts, ends, strict=True), start=1):
        message = _ESCAPED_FROM.sub(rb"\1", data[match.end() : end])
        try:
            yield number, _read_message(message, origin=origin, stated=stated)
        except IngestError as error:
            yield number, SkippedFile(origin, number, error.reason)


def _read_message(data: bytes, *, origin: Path, stated: StatedFields) -> Article:
    message = message_from_bytes(data, policy=policy.default.clone(raise_on_defect=False))
    if not isinstance(message, EmailMessage) or not message.keys():
        raise UnreadableFileError(origin, "it has no mail headers; save it as a .txt file")
    try:
        text = _SIGNATURE.sub("", _find_text(message, origin))
    except _LIBRARY_FAULTS as error:
        raise UnreadableFileError(origin, "its mail headers are damaged; save its text") from error
    if not text.strip():
        raise EmptyArticleError
    subject = _REPLY_MARK.sub("", _header(message, "Subject"))
    name, address = parseaddr(_header(message, "From"))
    is_newsletter = "List-Id" in message or "List-Unsubscribe" in message
    sent = _read_moment(message)
    headers = StatedFields(
        title=subject,
        source=name if is_newsletter else _header(message, "Organization"),
        author="" if is_newsletter else name or address,
        published=sent.day if sent else None,
        published_time=sent.at if sent else None,
    )
    return assemble_article(
        text,
        stated.or_else(name_origin(headers, "mail header")),
        fallback_id=identify_record(
            subject or origin.stem, _header(message, "Message-ID") or normalise_text(text)
        ),
        fallback_title=origin.stem,
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        value = str(message.get(name, ""))
    except _LIBRARY_FAULTS:
        return ""  # a malformed header states nothing
    return " ".join(normalise_text(value).split())


def _read_moment(message: EmailMessage) -> Moment | None:
    try:
        return read_moment(_header(message, "Date"))
    except (ValueError, TypeError, OverflowError):
        return None


def _find_text(message: EmailMessage, origin: Path) -> str:
    """Return the plain part, or the HTML part as text where that says much more."""
    plain, markup = "", ""
    for part in message.walk():
        if part.is_multipart() or part.get_content_disposition() == "attachment":
            continue
        kind = part.get_content_type()
        if kind == "text/plain" and not plain:
            plain = _decode_part(part, origin)
        elif kind == "text/html" and not markup:
            markup = fragment_to_text(_decode_part(part, origin))
    return plain if len(plain) >= MIN_PLAIN_SHARE * len(markup) else markup


def _decode_part(part: EmailMessage, origin: Path) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return ""
    charset = part.get_content_charset("")
    try:
        return payload.decode(charset or "utf-8")
    except (LookupError, ValueError):
        return decode_text(payload, path=origin)
