"""What the page and the server need of a chatbot."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from chatbot.answer import Answer
from chatbot.events import Event
from ingest import Article


class Bot(Protocol):
    """A `Chatbot`, or anything that answers like one."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Answer a question."""

    def stream(self, question: str, history: Sequence[str] = ()) -> Iterator[Event]:
        """Answer a question step by step."""

    def articles(self) -> list[Article]:
        """All articles of the collection."""

    def article(self, article_id: str) -> Article | None:
        """One article by its id, or None if there is none."""
