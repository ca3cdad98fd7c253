"""The shapes of what the tools return, besides answers (`AnswerOut`); output schemas come of them.

Offsets count the characters (Unicode code points) of an article's text, from 0; `end` lies after
the last one.
"""

from typing_extensions import TypedDict


class Source(TypedDict):
    """Where an article comes from; what is unknown is empty or null."""

    article_id: str
    title: str
    source: str
    author: str
    published: str | None
    url: str


class Passage(Source):
    """A stretch of an article that fits a query."""

    rank: int
    score: float
    start: int
    end: int
    text: str


class Passages(TypedDict):
    """What `search` found, best first."""

    passages: list[Passage]


class ArticleText(Source):
    """A part of an article's text, and where to read on."""

    language: str
    section: str
    length: int
    start: int
    end: int
    text: str
    next_start: int | None


class Listed(Source):
    """An article of the collection; copies name the article that stands for them."""

    section: str
    duplicate_of: str | None


class Listing(TypedDict):
    """A page of the collection."""

    total: int
    articles: list[Listed]
    next_offset: int | None
