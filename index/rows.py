"""Articles and passages as rows of the store, and back."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date, time
from typing import Any

from index.catalogue import ArticleEntry
from ingest import Article, Origin, PageStart, Passage, Span

ARTICLE_COLUMNS = (
    "id, title, body, source, author, published, url, language, section, published_time, modified, "
    "modified_time, origins, pages, duplicate_of"
)


def article_to_row(article: Article) -> tuple[str | None, ...]:
    """The values of `ARTICLE_COLUMNS`."""
    return (
        article.id,
        article.title,
        article.body,
        article.source,
        article.author,
        _iso(article.published),
        article.url,
        article.language,
        article.section,
        _iso(article.published_time),
        _iso(article.modified),
        _iso(article.modified_time),
        json.dumps(article.origins, ensure_ascii=False),
        json.dumps(article.pages),
        article.duplicate_of or None,
    )


def row_to_article(row: Sequence[Any]) -> Article:
    """The article in the values of `ARTICLE_COLUMNS`; without its copies."""
    (
        article_id, title, body, source, author, published, url, language, section,
        published_time, modified, modified_time, origins, pages, duplicate_of,
    ) = row  # fmt: skip
    return Article(
        id=article_id,
        title=title,
        body=body,
        source=source,
        author=author,
        published=date.fromisoformat(published) if published else None,
        url=url,
        language=language,
        section=section,
        published_time=time.fromisoformat(published_time) if published_time else None,
        modified=date.fromisoformat(modified) if modified else None,
        modified_time=time.fromisoformat(modified_time) if modified_time else None,
        origins=tuple(Origin(*origin) for origin in json.loads(origins)),
        pages=tuple(PageStart(*page) for page in json.loads(pages)),
        duplicate_of=duplicate_of or "",
    )


def row_to_entry(row: Sequence[Any]) -> ArticleEntry:
    """The entry in id, title, source, author, published, url, language, section, duplicate_of."""
    article_id, title, source, author, published, url, language, section, duplicate_of = row
    day = date.fromisoformat(published) if published else None
    return ArticleEntry(
        article_id, title, source, author, day, url, language, section, duplicate_of or ""
    )


def row_to_passage(row: Sequence[Any]) -> Passage:
    """The passage in id, article's id, start, end, text and sentences."""
    passage_id, article_id, start, end, text, sentences = row
    spans = tuple(Span(*span) for span in json.loads(sentences))
    return Passage(passage_id, article_id, start, end, text, spans)


def hash_article(article: Article) -> str:
    """SHA-256 of all that an article says of itself, in hexadecimal."""
    *fields, _ = article_to_row(article)
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()


def _iso(value: date | time | None) -> str | None:
    return value.isoformat() if value else None
