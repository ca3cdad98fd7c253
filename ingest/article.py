"""What a collection is made of: articles, their passages, and spans of text in them."""

from dataclasses import dataclass, field
from datetime import date, time
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of characters, `text[start:end]`, counted from 0."""

    start: int
    end: int


class Origin(NamedTuple):
    """How one value of an article's metadata was found.

    Attributes:
        field: Name of the field, such as "author".
        how: Where it stands, such as 'JSON-LD "author"' or 'line "Von Rainer Rupp"'.
    """

    field: str
    how: str


class PageStart(NamedTuple):
    """Where a printed page begins in an article's body.

    Attributes:
        number: Of the page in its file, from 1.
        start: Offset of its first character in the body.
    """

    number: int
    start: int


class Copy(NamedTuple):
    """Another article of the collection with nearly the same text.

    Attributes:
        id: Its id.
        title: Its headline.
        source: Its outlet; empty if unknown.
        author: Its author; empty if unknown.
        published: Its day, or None if unknown.
        url: Its address; empty if unknown.
    """

    id: str
    title: str
    source: str
    author: str
    published: date | None
    url: str


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
        section: Part of the outlet, as in "Politik"; empty if unknown.
        published_time: Time of day of the publication as stated, or None.
        modified: Day of the last change that the article states, or None.
        modified_time: Its time of day, or None.
        origins: How each value was found; fields that are empty have none.
        pages: Where the pages of a printed document begin, in reading order; empty elsewhere.
        duplicate_of: Id of the article whose copy or earlier version this one is; empty if it
            stands for itself. Known once it is in an index, as is the next.
        copies: The articles that stand behind this one, with nearly the same text.
    """

    id: str
    title: str
    body: str
    source: str = ""
    author: str = ""
    published: date | None = None
    url: str = ""
    language: str = "de"
    section: str = ""
    published_time: time | None = None
    modified: date | None = None
    modified_time: time | None = None
    origins: tuple[Origin, ...] = field(default=(), compare=False)
    pages: tuple[PageStart, ...] = field(default=(), compare=False)
    duplicate_of: str = field(default="", compare=False)
    copies: tuple[Copy, ...] = field(default=(), compare=False, repr=False)

    def page_at(self, offset: int) -> int | None:
        """Number of the printed page on which a character stands, or None if it has no pages.

        Args:
            offset: Of the character in the body.
        """
        begun = [page.number for page in self.pages if page.start <= offset]
        return begun[-1] if begun else None


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
