"""A filter as other programs send it."""

from datetime import date
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, Field

from index import ArticleFilter

MAX_NAMES = 200  # outlets, authors or sections in one filter
MAX_NAME = 500  # characters of one of them

Names = Annotated[list[Annotated[str, Field(max_length=MAX_NAME)]], Field(max_length=MAX_NAMES)]


class ChecksFilters(Protocol):
    """What a filter is checked with."""

    def check_filter(self, within: ArticleFilter) -> None:
        """See that the collection knows every name in a filter."""


class FilterRequest(BaseModel):
    """Which articles to answer from; see `ArticleFilter`."""

    model_config = ConfigDict(extra="forbid")

    sources: Names = Field(default=[], description="Outlets, any of which will do; all if empty.")
    authors: Names = Field(default=[], description="Authors, any of whom will do; all if empty.")
    sections: Names = Field(default=[], description="Sections, any of which will do; all if empty.")
    published_from: date | None = Field(default=None, description="First day, as in 2025-01-31.")
    published_to: date | None = Field(
        default=None, description="Last day; undated articles lie in none."
    )

    @classmethod
    def of(cls, within: ArticleFilter) -> "FilterRequest":
        """How another program would send a filter."""
        return cls(
            sources=list(within.sources),
            authors=list(within.authors),
            sections=list(within.sections),
            published_from=within.published_from,
            published_to=within.published_to,
        )

    def to_filter(self) -> ArticleFilter:
        """The filter itself.

        Raises:
            InvalidFilterError: If its range of days ends before it begins.
        """
        return ArticleFilter(
            tuple(self.sources),
            tuple(self.authors),
            tuple(self.sections),
            self.published_from,
            self.published_to,
        )

    def check(self, bot: ChecksFilters) -> ArticleFilter:
        """The filter, after seeing that the collection knows the names in it.

        Raises:
            InvalidFilterError: If it does not, or the range of days is none.
        """
        within = self.to_filter()
        bot.check_filter(within)
        return within
