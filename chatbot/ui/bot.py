"""What the page and the server need of a chatbot."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from chatbot.answer import Answer
from chatbot.collection_state import CollectionState
from chatbot.events import Event
from index import ArticleEntry, ArticleFilter, EntryPage, Facets, Hit, SortKey
from ingest import Article


class Bot(Protocol):
    """A `Chatbot`, or anything that answers like one."""

    @property
    def writes(self) -> bool:
        """Whether a language model phrases the answers, which takes its time."""

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        *,
        within: ArticleFilter | None = None,
    ) -> Answer:
        """Answer a question."""

    def stream(
        self,
        question: str,
        history: Sequence[str] = (),
        *,
        within: ArticleFilter | None = None,
    ) -> Iterator[Event]:
        """Answer a question step by step."""

    def retrieve(
        self, question: str, k: int = 10, *, within: ArticleFilter | None = None
    ) -> list[Hit]:
        """The passages that fit a question best, best first."""

    def articles(self) -> list[Article]:
        """All articles of the collection."""

    def article(self, article_id: str) -> Article | None:
        """One article by its id, or None if there is none."""

    def entries(self) -> Sequence[ArticleEntry]:
        """All articles without their texts."""

    def facets(self) -> Facets:
        """What the articles can be filtered by."""

    def check_filter(self, within: ArticleFilter) -> None:
        """See that the collection knows every name in a filter."""

    def list_entries(
        self,
        *,
        query: str = "",
        within: ArticleFilter | None = None,
        sort: SortKey = "place",
        descending: bool = False,
        offset: int = 0,
        limit: int = 50,
    ) -> EntryPage:
        """List articles without their texts."""

    def state(self) -> CollectionState:
        """How much the collection holds now."""
