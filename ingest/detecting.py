"""Which format a file has, told by its content; its name only settles what content leaves open."""

import json
import re
import zipfile
from io import BytesIO
from pathlib import PurePath

SUFFIX_FORMATS = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".mhtml": "mhtml",
    ".mht": "mhtml",
    ".pdf": "pdf",
    ".docx": "docx",
    ".odt": "odt",
    ".rtf": "rtf",
    ".epub": "epub",
    ".eml": "eml",
    ".mbox": "mbox",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "xml",
    ".zip": "zip",
}
HEAD_BYTES = 65_536  # a declaration, the headers of a mail and the first record fit

_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_XML_PROLOGUE = re.compile(
    r"(?:\s|<\?.*?\?>|<!--.*?-->|<!DOCTYPE(?!\s+html)[^>\[]*(?:\[.*?\]\s*)?>)*",
    re.DOTALL | re.IGNORECASE,
)
_HTML = re.compile(r"<!doctype\s+html|<(?:html|head|body)[\s>]", re.IGNORECASE)
_HTML_TAG = re.compile(r"<(?:p|div|article|h[1-6]|br|title|meta)\b[^<>]*>", re.IGNORECASE)
_XML_ROOTS = (
    (re.compile(r"<(?:\w+:)?(?:rss|feed|RDF)[\s>]"), "feed"),
    (re.compile(r"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]"), "sitemap"),
)
_HEADER = re.compile(r"[\w-]+:.*(?:\r?\n[ \t]+.*)*\r?\n")
_MAIL_HEADERS = re.compile(
    r"^(?:from|to|subject|date|received|message-id|mime-version|return-path|delivered-to):",
    re.IGNORECASE | re.MULTILINE,
)
_MIN_MAIL_HEADERS = 3  # "Von:" and "Datum:" above a pasted text are no mail
_MHTML = re.compile(
    r"^(?:snapshot-content-location:|from:\s*<?saved by)|^content-type:\s*multipart/related",
    re.IGNORECASE | re.MULTILINE,
)
_MBOX = re.compile(r"From \S+.*\d{4}\r?\n[\w-]+:")


def detect_format(data: bytes, name: str) -> str:
    """Tell the format of a file.

    Args:
        data: The whole file, or its beginning.
        name: Its name. A suffix decides only between formats that look alike: Markdown, CSV and
            plain text, or a fragment of HTML.

    Returns:
        One of the values of `SUFFIX_FORMATS`, or "sitemap"; "text" if nothing else fits.
    """
    named = SUFFIX_FORMATS.get(PurePath(name).suffix.lower(), "text")
    return _detect_binary(data) or _detect_markup(_read_head(data), named)


def _detect_binary(data: bytes) -> str:
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.lstrip()[:5] == b"{\\rtf":
        return "rtf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _detect_archive(data)
    return ""


def _detect_archive(data: bytes) -> str:
    """Tell documents that are ZIP archives inside from other archives."""
    head = data[:200]
    if b"mimetypeapplication/epub+zip" in head:
        return "epub"
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in head:
        return "odt"
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = frozenset(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        names = frozenset()
    if "word/document.xml" in names or (not names and b"word/" in data):
        return "docx"
    if "META-INF/container.xml" in names:
        return "epub"
    return "odt" if {"content.xml", "META-INF/manifest.xml"} <= names else "zip"


def _read_head(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data[len(mark) : HEAD_BYTES].decode(encoding, "replace")
    return data[:HEAD_BYTES].decode("utf-8", "replace")


def _detect_markup(head: str, named: str) -> str:
    prologue = _XML_PROLOGUE.match(head)
    start = head[prologue.end() :] if prologue else head
    if _HTML.match(start) or (named == "html" and _HTML_TAG.search(head)):
        return "html"
    root = next((name for root, name in _XML_ROOTS if root.match(start)), "")
    mail = "mbox" if _MBOX.match(head) else _detect_mail(head)
    if root or mail:
        return root or mail
    if named in ("jsonl", "csv", "markdown"):
        return named
    return _detect_json(head, named) or "text"


def _detect_mail(head: str) -> str:
    at = len(head) - len(head.lstrip())
    end = at
    while match := _HEADER.match(head, end):
        end = match.end()
    headers = head[at:end]
    if _MHTML.search(headers) and "mime-version" in headers.lower():
        return "mhtml"
    named = {match.lower() for match in _MAIL_HEADERS.findall(headers)}
    return "eml" if len(named) >= _MIN_MAIL_HEADERS else ""


def _detect_json(head: str, named: str) -> str:
    start = head.lstrip()
    if not start.startswith(("{", "[")):
        return ""
    first, _, rest = start.partition("\n")
    try:
        record = json.loads(first)
    except (ValueError, RecursionError):
        return "json" if named == "json" or re.match(r"[\[{]\s*[\"{\]}]", start) else ""
    return "jsonl" if isinstance(record, dict) and rest.strip() else "json"
