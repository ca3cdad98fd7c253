"""What a collection is made of: articles, their passages, and spans of text in them."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of characters, `text[start:end]`, counted from 0."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Article:
    """One news article, cleaned, with what is known about where it comes from.

    Attributes:
        id: Stable identity; the same article read again has the same id.
        title: Headline, or the file's name where the text states none. Never empty.
        body: Normalised text. Every offset in the project counts its characters.
        source: Outlet, as in "DIE ZEIT"; empty if unknown.
        author: Author or authors as printed; empty if unknown.
        published: Day of publication, or None if the text does not state one.
        url: Address (http or https) of the original; empty if unknown.
        language: ISO 639-1 code, "de" or "en".
    """

    id: str
    title: str
    body: str
    source: str = ""
    author: str = ""
    published: date | None = None
    url: str = ""
    language: str = "de"


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article that is searched as one unit.

    Attributes:
        id: Unique in the collection: the article's id, "#", and a running number.
        article_id: The article it is cut from.
        start: Offset of its first character in the article's body.
        end: Offset after its last character; `text == article.body[start:end]`.
        text: The words themselves.
        sentences: Spans of its sentences, in the article's body (not in `text`), in reading
            order, without overlaps. Headings are part of the text but are no sentences.
    """

    id: str
    article_id: str
    start: int
    end: int
    text: str
    sentences: tuple[Span, ...]
