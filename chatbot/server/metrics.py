"""What Prometheus may know of a running chat: counts and times, no question and no address."""

from collections.abc import Callable
from typing import Literal

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from chatbot.collection_state import CollectionState

Way = Literal["page", "api", "completions", "gradio", "mcp"]
Outcome = Literal["answered", "refused", "error"]
Refusal = Literal["busy", "too_many"]

WAYS: tuple[Way, ...] = ("page", "api", "completions", "gradio", "mcp")
_SECONDS = (0.025, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 20, 40, 80)

METRICS_TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """Counts what becomes of questions.

    Args:
        state: Tells what collection is served; asked for with every look at the figures.
    """

    def __init__(self, state: Callable[[], CollectionState]) -> None:
        self._state = state
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        registry = self._registry
        self._questions = Counter(
            "belegt_questions", "Questions by what became of them, and by the way they came.",
            ["status", "way"], registry=registry,
        )  # fmt: skip
        self._turned_away = Counter(
            "belegt_questions_turned_away",
            "Questions nobody looked at: too many at once, or too many from one address.",
            ["reason", "way"], registry=registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "belegt_answer_seconds", "Seconds from question to whole answer, waiting included.",
            ["way"], buckets=_SECONDS, registry=registry,
        )  # fmt: skip
        self.in_progress = Gauge(
            "belegt_questions_in_progress", "Questions being answered now.", registry=registry
        )
        self.waiting = Gauge(
            "belegt_questions_waiting", "Questions that wait for others now.", registry=registry
        )
        self._articles = Gauge("belegt_articles", "Articles served.", registry=registry)
        self._generation = Gauge(
            "belegt_index_generation", "Number of the index generation served.", registry=registry
        )
        for way in WAYS:  # there from the start, at 0
            self._seconds.labels(way)
            for status in ("answered", "refused", "error"):
                self._questions.labels(status, way)
            for reason in ("busy", "too_many"):
                self._turned_away.labels(reason, way)

    def count(self, status: Outcome, way: Way, seconds: float) -> None:
        """Note a question that was dealt with."""
        self._questions.labels(status, way).inc()
        self._seconds.labels(way).observe(seconds)

    def count_turned_away(self, reason: Refusal, way: Way) -> None:
        """Note a question that nobody looked at."""
        self._turned_away.labels(reason, way).inc()

    def write(self) -> bytes:
        """All figures in Prometheus' text format.

        Raises:
            IndexingError: If the index can't be read.
        """
        state = self._state()
        self._articles.set(state.articles)
        self._generation.set(state.generation)
        return generate_latest(self._registry)
