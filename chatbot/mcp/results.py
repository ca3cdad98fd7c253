"""The shapes of what the tools return, from which their output schemas are made.

Offsets count the characters (Unicode code points) of an article's text, from 0; `end` lies after
the last one.
"""

from typing_extensions import TypedDict

from chatbot.answer import Finding, Notice, RefusalReason, Status


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


class Place(Source):
    """Words of an article, character for character."""

    quote: str
    start: int
    end: int


class Answering(TypedDict):
    """The words within a quote that answer the question."""

    text: str
    start: int
    end: int


class Citation(Place):
    """A quote that an answer rests on; its number stands in the answer's text as `[1]`."""

    number: int
    page: int | None
    copies: list[Source]
    answer: Answering | None


class Verdict(TypedDict):
    """How far the sources support a sentence that a language model wrote."""

    start: int
    end: int
    finding: Finding
    missing: list[str]


class NoticeText(TypedDict):
    """Why the sources are quoted although a language model was to phrase the answer."""

    code: Notice
    text: str


class AnswerResult(TypedDict):
    """An answer with its citations, or a refusal with the nearest miss."""

    question: str
    status: Status
    text: str
    confidence: float
    citations: list[Citation]
    nearest: Place | None
    verdicts: list[Verdict]
    notice: NoticeText | None
    reason: RefusalReason | None


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
