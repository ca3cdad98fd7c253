"""Reader of RSS and Atom feeds; sitemaps only list addresses."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

from ingest.article import Article
from ingest.assembling import StatedFields, assemble_article, name_origin
from ingest.dates import Moment, read_moment
from ingest.errors import IngestError, UnreadableFileError
from ingest.folders import SkippedFile
from ingest.fragments import fragment_to_text
from ingest.identity import identify_record

_LOCATION = re.compile(r"<(?:\w+:)?loc>\s*(?:<!\[CDATA\[)?\s*(https?://[^\s<\]]+)", re.IGNORECASE)


def read_feed(
    data: bytes, *, origin: Path, stated: StatedFields
) -> Iterator[tuple[int, Article | SkippedFile]]:
    """Read the entries of a feed, each with as much of its text as the feed holds.

    Args:
        data: The whole file.
        origin: The file.
        stated: What a sidecar states about all entries; the feed wins but for the outlet.

    Yields:
        Number of the entry, counted from 1, and the article or what is wrong with the entry.

    Raises:
        UnreadableFileError: If it is no feed, or one without entries.
    """
    feed = _parse(data, origin)
    outlet = stated.source or _read_line(feed.feed, "title")
    language = str(feed.feed.get("language", ""))[:2].lower()
    for number, entry in enumerate(feed.entries, start=1):
        link = str(entry.get("link", ""))
        text = _find_text(entry)
        published = _read_moment(entry, "published") or _read_moment(entry, "updated")
        modified = _read_moment(entry, "updated")
        own = StatedFields(
            title=_read_line(entry, "title"),
            source=outlet,
            author=_read_line(entry, "author"),
            published=published.day if published else None,
            published_time=published.at if published else None,
            modified=modified.day if modified else None,
            modified_time=modified.at if modified else None,
            url=link if link.startswith(("http://", "https://")) else "",
            language=language if language in ("de", "en") else "",
        )
        if stated.source:
            own = replace(own, origins={"source": stated.origins.get("source", "sidecar")})
        try:
            article = assemble_article(
                text,
                name_origin(own, "entry of the feed").or_else(stated),
                fallback_id=identify_record(outlet or origin.stem, own.url or text),
                fallback_title=f"{origin.stem}, Zeile {number}",
            )
            yield number, article
        except IngestError as error:
            yield number, SkippedFile(origin, number, error.reason)


def read_sitemap(
    data: bytes, *, origin: Path, stated: StatedFields
) -> Iterator[tuple[int, Article | SkippedFile]]:
    """Refuse a sitemap: it holds no articles, and addresses come from the command line only.

    Raises:
        UnreadableFileError: Always.
    """
    del data, stated
    reason = "it is a sitemap and only lists addresses; give its web address to have them read"
    raise UnreadableFileError(origin, reason)
    yield  # which makes this a reader like the others


def list_links(data: bytes, *, origin: Path) -> list[str]:
    """List the addresses that a feed or a sitemap names, in its order and each once.

    Args:
        data: The whole file.
        origin: Where it comes from.

    Raises:
        UnreadableFileError: If it is neither.
    """
    text = data.decode("utf-8", "replace")
    links = [unescape(link) for link in _LOCATION.findall(text)]
    if not links:
        links = [str(entry.get("link", "")) for entry in _parse(data, origin).entries]
    return [link for link in dict.fromkeys(links) if link.startswith(("http://", "https://"))]


def _parse(data: bytes, origin: Path) -> Any:  # noqa: ANN401  (feedparser has no types)
    import feedparser

    # A stream, because feedparser takes bytes and text for a file name or an address first.
    feed = feedparser.parse(io.BytesIO(data), resolve_relative_uris=False, sanitize_html=False)
    if not feed.entries:
        raise UnreadableFileError(origin, "it is a feed without entries; leave it out")
    return feed


def _find_text(entry: Mapping[str, Any]) -> str:
    options = [str(content.get("value", "")) for content in entry.get("content", ())]
    options.append(str(entry.get("summary", "")))
    return fragment_to_text(max(options, key=len))


def _read_line(record: Mapping[str, Any], name: str) -> str:
    return " ".join(fragment_to_text(str(record.get(name, ""))).split())


def _read_moment(entry: Mapping[str, Any], name: str) -> Moment | None:
    named = dict(entry)  # feedparser gives one date for the other and warns of it
    moment = read_moment(str(named.get(name) or ""))
    stamp = named.get(f"{name}_parsed")
    try:
        return moment or (Moment(date(*stamp[:3])) if stamp else None)
    except (ValueError, OverflowError):
        return None
