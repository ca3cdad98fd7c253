"""The collection over HTTP: articles listed and read, and what they can be filtered by."""

from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, HTTPException, Query
from pydantic import Field

from chatbot.filter_request import FilterRequest
from chatbot.json_answer import article_to_json
from chatbot.server.schemas import Copy, Responses, Told, describe_problems
from chatbot.ui.bot import Bot
from index import ArticleEntry, Facets

MAX_LISTED = 200  # articles in one reply
MAX_QUERY = 500  # characters


class ListRequest(FilterRequest):
    """Which articles to list, and in which order."""

    query: str = Field(
        default="", max_length=MAX_QUERY,
        description="Words, or parts of words, that title, outlet and author hold between them.",
    )  # fmt: skip
    sort: Literal["place", "published", "title", "source", "author", "section"] = Field(
        default="place", description="`place` is the order in which the articles came."
    )
    order: Literal["asc", "desc"] = "asc"
    offset: int = Field(default=0, ge=0, description="How many to pass over.")
    limit: int = Field(default=50, ge=1, le=MAX_LISTED)


class _Known(Told):
    """What is known of an article; texts are empty where nothing is."""

    id: str
    title: str
    source: str = Field(description="The outlet.")
    author: str
    published: date | None
    url: str
    section: str
    language: str
    words: int = Field(description="How many its text has.")
    duplicate_of: str | None = Field(
        description="The article that stands for this one, with nearly the same text."
    )


class ArticleListed(_Known):
    """An article of a list."""


class ArticleList(Told):
    """A stretch of a list of articles."""

    total: int = Field(description="How many articles the whole list has.")
    offset: int
    articles: list[ArticleListed]


class ArticleOut(_Known):
    """An article with its text."""

    published_time: str | None
    modified: date | None
    modified_time: str | None
    origins: dict[str, str] = Field(description="How each value was found.")
    copies: list[Copy]
    text: str = Field(description="What the offsets of citations count in.")


class Count(Told):
    """A name, and how many articles have it; the name is empty for those without one."""

    name: str
    count: int


class FacetsOut(Told):
    """What the articles can be filtered by. Those that stand behind another one don't count."""

    articles: int
    behind: int = Field(description="How many articles stand behind another one.")
    sources: list[Count]
    authors: list[Count]
    sections: list[Count]
    first: date | None = Field(description="The earliest day.")
    last: date | None
    undated: int


def build_article_routes(bot: Bot) -> APIRouter:
    """Make the routes.

    Args:
        bot: Knows the articles.
    """
    routes = APIRouter()

    @routes.get("/api/facets", summary="What can be filtered by", responses=_problems("401", "503"))
    def facets() -> FacetsOut:
        """Outlets, authors and sections with how many articles have them, and the days."""
        return _describe_facets(bot.facets())

    @routes.get("/api/articles", summary="List articles", responses=_problems("401", "422", "503"))
    def list_articles(wish: Annotated[ListRequest, Query()]) -> ArticleList:
        """Searched, filtered and sorted, a stretch at a time, without their texts."""
        page = bot.list_entries(
            query=wish.query,
            within=wish.check(bot),
            sort=wish.sort,
            descending=wish.order == "desc",
            offset=wish.offset,
            limit=wish.limit,
        )
        listed = [_describe_entry(entry) for entry in page.entries]
        return ArticleList(total=page.total, offset=wish.offset, articles=listed)

    @routes.get(
        "/api/articles/{article_id:path}",
        summary="Read an article",
        responses=_problems("401", "404", "422", "503"),
    )
    def show_article(article_id: str) -> ArticleOut:
        """One article with its text and how each value was found."""
        article = bot.article(article_id)
        if article is None:
            raise HTTPException(404, f"there is no article {article_id!r}; /api/articles lists all")
        words = len(article.body.split())
        return ArticleOut(**article_to_json(article), words=words, text=article.body)

    return routes


def _describe_entry(entry: ArticleEntry) -> ArticleListed:
    return ArticleListed(
        id=entry.id, title=entry.title, source=entry.source, author=entry.author,
        published=entry.published, url=entry.url, section=entry.section, language=entry.language,
        words=entry.words, duplicate_of=entry.duplicate_of or None,
    )  # fmt: skip


def _describe_facets(facets: Facets) -> FacetsOut:
    sources, authors, sections = (
        [Count(name=name, count=count) for name, count in counted]
        for counted in (facets.sources, facets.authors, facets.sections)
    )
    return FacetsOut(
        articles=facets.articles, behind=facets.behind, sources=sources, authors=authors,
        sections=sections, first=facets.first, last=facets.last, undated=facets.undated,
    )  # fmt: skip


def _problems(*statuses: str) -> Responses:
    known = describe_problems(s404="There is no such article.", s422="The filter or list is odd.")
    return {status: known[status] for status in map(int, statuses)}
