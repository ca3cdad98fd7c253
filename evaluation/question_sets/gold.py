"""Where in the collection the gold of a question stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from evaluation.metrics.answers import contains_gold
from evaluation.metrics.citations import locate
from evaluation.question_sets.question import Question
from ingest import Article, Passage, split_passages


class Place(NamedTuple):
    """A stretch of an article, in characters of its body."""

    article_id: str
    start: int
    end: int

    def shared(self, other: "Place") -> int:
        """How many characters it has in common with another."""
        if self.article_id != other.article_id:
            return 0
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True, slots=True)
class Gold:
    """What a search should find for a question.

    Attributes:
        articles: Grade of each relevant article, at least 1, by its id; empty if unknown.
        evidence: For each evidence sentence all the places where it stands.
        passages: Gold passages, as the index cuts them: they overlap evidence or, without
            evidence, hold a gold answer.
        source: Outlet of the article that holds the answer; empty if unknown.
    """

    articles: dict[str, int]
    evidence: tuple[tuple[Place, ...], ...] = ()
    passages: tuple[Place, ...] = ()
    source: str = ""


class GoldFinder:
    """Looks up the gold of questions in a collection. Safe to use from several threads.

    Args:
        articles: The whole collection; none if it is unknown, then only articles are judged.
    """

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles = {article.id: article for article in articles}
        self._passages: dict[str, list[Passage]] = {}

    def find(self, question: Question) -> Gold:
        """Look up what a search should find.

        Evidence and answers are looked for in the article the question names; evidence in all
        articles if it names none.

        Args:
            question: With its gold.

        Returns:
            Its gold; nothing to find for an unanswerable question.
        """
        named = self._articles.get(question.article_id)
        source = named.source if named else ""
        if not question.answerable:
            return Gold({}, source=source)
        if not self._articles:
            return Gold(question.relevant_articles)
        places = self._evidence(question)
        if question.evidence:
            passages = self._overlapping([place for each in places for place in each])
        else:
            passages = self._holding(named, question.answers)
        if not source and passages:
            source = self._articles[passages[0].article_id].source
        return Gold(question.relevant_articles, places, passages, source)

    def _evidence(self, question: Question) -> tuple[tuple[Place, ...], ...]:
        searched = [self._articles.get(question.article_id)] if question.article_id else None
        articles = [each for each in searched or self._articles.values() if each]
        return tuple(
            tuple(
                Place(article.id, span.start, span.end)
                for article in articles
                for span in locate(sentence, article.body)
            )
            for sentence in question.evidence
        )

    def _overlapping(self, places: list[Place]) -> tuple[Place, ...]:
        found: dict[Place, None] = {}
        for place in places:
            for passage in self._cut(place.article_id):
                held = Place(passage.article_id, passage.start, passage.end)
                if held.shared(place):
                    found[held] = None
        return tuple(found)

    def _holding(self, article: Article | None, answers: tuple[str, ...]) -> tuple[Place, ...]:
        if article is None:
            return ()
        return tuple(
            Place(passage.article_id, passage.start, passage.end)
            for passage in self._cut(article.id)
            if contains_gold(passage.text, answers)
        )

    def _cut(self, article_id: str) -> list[Passage]:
        if article_id not in self._passages:
            self._passages[article_id] = split_passages(self._articles[article_id])
        return self._passages[article_id]
