"""Questions to passages: dense and lexical candidates, sentence vectors, fusion."""

import threading
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.background import measure_background
from index.catalogue import ArticleEntry, EntryPage, Facets, SortKey
from index.embedding import Embedder, PassageText
from index.errors import IndexDamagedError
from index.filtering import ArticleFilter
from index.fusion import fuse_convex
from index.generation import Generation
from index.hit import Hit
from index.published import Published, find_published, open_published
from index.store import ArticleStore
from ingest import Article, Passage

FloatVector = NDArray[np.float32]
FloatMatrix = NDArray[np.float32]
Rows = NDArray[np.int64]

CANDIDATES = 100  # from each of the two searches; recall@5 is .997, benchmarks/results/answers.md
SENTENCE_WEIGHT = (
    0.5  # share of the best sentence in the dense score, benchmarks/results/retrieval.md
)
DENSE_WEIGHT = (
    0.8  # best of 0.6, 0.7, 0.8 on the XQuAD development half, benchmarks/results/retrieval.md
)

FOCUS_WEIGHT = (
    0.8  # share of a follow-up itself beside the questions it leans on; chosen on sample/
)


@dataclass(frozen=True, slots=True)
class SentenceScores:
    """How the sentences of a hit compare with the query.

    Similarities are cosines in standard deviations above those of unrelated texts, so that they
    mean about the same whatever the embedding model; see `Background`.

    Attributes:
        hit: The passage.
        similarities: One for each of its sentences, in reading order.
        vectors: The sentences' vectors, shape (sentences, dimensions).
        passage_similarity: Of the passage as a whole.
    """

    hit: Hit
    similarities: FloatVector
    vectors: FloatMatrix
    passage_similarity: float


@dataclass(frozen=True, slots=True)
class SearchResult:
    """All that a search found.

    Attributes:
        query: The query.
        hits: Passages, best first.
        sentences: For each hit, how its sentences compare with the query.
        articles: The articles of the hits, by id.
    """

    query: str
    hits: tuple[Hit, ...]
    sentences: tuple[SentenceScores, ...]
    articles: dict[str, Article]


class SearchIndex:
    """A published index, opened for search. Follows new generations as they are published.

    Safe to use from several threads.

    Args:
        folder: The index folder.
        embedder: The model that the index was built with.
        dense_weight: Share of the vectors in a passage's score, 0 to 1; the rest is BM25's.

    Raises:
        IndexMissingError, IndexUnfinishedError, IndexDamagedError, IndexLostError,
        IndexFormatError, ModelMismatchError: If there is no index to open with this model.
    """

    def __init__(
        self, folder: Path, embedder: Embedder, *, dense_weight: float = DENSE_WEIGHT
    ) -> None:
        self.folder = folder
        self._dense_weight = dense_weight
        self._embedder = embedder
        self._background = measure_background(embedder)
        self._lock = threading.Lock()
        self._opened = open_published(folder, embedder.name)
        self._held = threading.local()  # the state that a thread holds on to, as `published`
        self._holders: Counter[Published] = Counter()

    @contextmanager
    def hold(self) -> Iterator[Hashable]:
        """Within it, this thread sees one generation, whatever is published meanwhile.

        Yields:
            A mark of that generation: equal marks mean equal content.
        """
        if self._holding is not None:
            yield self._holding.place
            return
        with self._lock:
            held = self._follow()
            self._holders[held] += 1
        self._held.published = held
        try:
            yield held.place
        finally:
            self._held.published = None
            with self._lock:
                self._holders[held] -= 1
                self._give_back(held)

    @property
    def embedder(self) -> Embedder:
        """The model that the index was built with."""
        return self._embedder

    @property
    def entries(self) -> tuple[ArticleEntry, ...]:
        """All articles without their texts, in the order in which they were first read."""
        with self._lock:
            return self._follow().selector().catalogue.entries

    def close(self) -> None:
        """Give the files back."""
        self._opened.store.close()

    def search(
        self,
        query: str,
        k: int = 10,
        *,
        focus: str = "",
        within: ArticleFilter | None = None,
    ) -> SearchResult:
        """The passages that fit a query best.

        Args:
            query: A question or words, not empty.
            k: How many passages at most, at least 1.
            focus: The part of the query that the sentences are compared with above all, such as
                the last of several questions; empty if there is no such part.
            within: Only passages of the articles it admits; however few they are, they are
                searched as thoroughly as the whole collection would be.

        Raises:
            ValueError: If the query is blank or `k` is below 1.
        """
        if not query.strip():
            raise ValueError("the query is empty")
        if k < 1:
            raise ValueError(f"k is {k}, below 1")
        vector = self._embedder.encode_queries([query])[0]
        sought = vector
        if focus.strip():
            own = self._embedder.encode_queries([focus])[0]
            sought = FOCUS_WEIGHT * own + (1 - FOCUS_WEIGHT) * vector
            sought /= np.linalg.norm(sought)
        with self._lock:
            state = self._follow()
            store, generation = state.store, state.generation
            only = state.rows(within)
            rows, scores = _rank(generation, query, vector, self._dense_weight, only)
            rows, scores = rows[:k], scores[:k]
            passages = self._passages(store, generation, rows)
            articles = {
                article_id: self._article(store, generation, article_id)
                for article_id in dict.fromkeys(p.article_id for p in passages)
            }
        hits = tuple(
            Hit(passage, float(score), rank)
            for rank, (passage, score) in enumerate(zip(passages, scores, strict=True), start=1)
        )
        return SearchResult(
            query, hits, self._score_sentences(generation, rows, sought, hits), articles
        )

    def count(self) -> tuple[int, int]:
        """How many articles there are, and the number of the generation that has them."""
        with self._lock:
            state = self._follow()
            return state.store.count(state.generation.number), state.generation.number

    def articles(self) -> list[Article]:
        """All articles, in the order in which they were first read."""
        with self._lock:
            state = self._follow()
            return state.store.articles(state.generation.number)

    def article(self, article_id: str) -> Article | None:
        """One article by its id, or None."""
        with self._lock:
            state = self._follow()
            return state.store.article(article_id, state.generation.number)

    def facets(self) -> Facets:
        """What the articles can be filtered by."""
        with self._lock:
            return self._follow().selector().catalogue.facets()

    def check_filter(self, within: ArticleFilter) -> None:
        """See that the collection knows every name in a filter.

        Raises:
            InvalidFilterError: Naming the first that it does not know.
        """
        with self._lock:
            self._follow().selector().catalogue.check(within)

    def count_chosen(self, within: ArticleFilter) -> tuple[int, int]:
        """How many articles a filter admits: those to be searched, those behind another one."""
        with self._lock:
            catalogue = self._follow().selector().catalogue
        return len(catalogue.choose(within)), catalogue.count_behind(within)

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
        """List articles without their texts; see `Catalogue.list_entries`."""
        with self._lock:
            state = self._follow()
            page = state.selector().catalogue.list_entries(
                query=query, within=within, sort=sort, descending=descending, offset=offset,
                limit=limit,
            )  # fmt: skip
            numbers = state.selector().numbers(page.entries)
            words = state.store.count_words(numbers)
        entries = tuple(
            replace(entry, words=words[number])
            for entry, number in zip(page.entries, numbers, strict=True)
        )
        return EntryPage(page.total, entries)

    def terms(self, text: str) -> list[str]:
        """The search terms of a text, compound parts included."""
        return self._generation.analyzer.terms(text)

    def highest_similarity(self, text: str, others: Sequence[str]) -> float:
        """How similar a text is to that one of others which is most similar to it.

        Args:
            text: A sentence.
            others: Sentences, in whatever language; at least one.

        Returns:
            A cosine in standard deviations above that of unrelated texts; see `Background`.
        """
        texts = [PassageText("", other, ()) for other in others]
        compared = [vectors.passage for vectors in self._embedder.encode_passages(texts)]
        own = self._embedder.encode_queries([text])[0]
        return float(self._background.standardise(np.stack(compared) @ own).max())

    def weigh_terms(self, text: str) -> dict[str, float]:
        """The search terms of a text, each with how rare it is; see `LexicalIndex.idf`."""
        lexical = self._generation.lexical
        return {term: lexical.idf(term) for term in self.terms(text)}

    def holds_term(self, term: str, *, within: ArticleFilter | None = None) -> bool:
        """Whether any passage, of the articles that a filter admits, holds a search term."""
        with self._lock:
            state = self._follow()
            only = state.rows(within)
        if only is None:
            return state.generation.lexical.holds(term)
        generation = state.generation
        return bool(len(generation.lexical.search([term], 1, only=generation.passages[only])[0]))

    @property
    def _holding(self) -> Published | None:
        """What this thread holds on to, if it does."""
        held: Published | None = getattr(self._held, "published", None)
        return held

    @property
    def _generation(self) -> Generation:
        return (self._holding or self._opened).generation

    def _follow(self) -> Published:
        """What this thread holds, or what is published now; opens it if it is not open."""
        held = self._holding
        if held is not None:
            return held
        if find_published(self.folder) != self._opened.place:
            older, self._opened = self._opened, open_published(self.folder, self._embedder.name)
            self._give_back(older)
        if self._opened.damage:
            raise self._opened.damage.with_traceback(None)
        return self._opened

    def _give_back(self, state: Published) -> None:
        """Close a state that is neither the newest nor held by any thread."""
        if state is not self._opened and not self._holders[state]:
            del self._holders[state]
            state.store.close()

    def _score_sentences(
        self, generation: Generation, rows: Rows, vector: FloatVector, hits: Sequence[Hit]
    ) -> tuple[SentenceScores, ...]:
        scored = []
        for row, hit in zip(rows, hits, strict=True):
            vectors = generation.sentence_vectors(row)
            whole = generation.vectors(np.array([row])) @ vector
            scored.append(
                SentenceScores(
                    hit,
                    self._background.standardise(vectors @ vector),
                    vectors,
                    float(self._background.standardise(whole)[0]),
                )
            )
        return tuple(scored)

    def _passages(self, store: ArticleStore, generation: Generation, rows: Rows) -> list[Passage]:
        numbers = [int(number) for number in generation.passages[rows]]
        found = store.passages_by_number(numbers)
        missing = [number for number in numbers if number not in found]
        if missing:
            raise IndexDamagedError(self.folder, what=f"passage {missing[0]} is missing")
        return [found[number] for number in numbers]

    def _article(self, store: ArticleStore, generation: Generation, article_id: str) -> Article:
        article = store.article(article_id, generation.number)
        if article is None:
            raise IndexDamagedError(self.folder, what=f"article {article_id!r} is missing")
        return article


def _rank(
    generation: Generation, query: str, vector: FloatVector, dense_weight: float, only: Rows | None
) -> tuple[Rows, FloatVector]:
    """Candidate rows of both searches with their fused scores, best first."""
    dense_rows, _ = generation.search_vectors(vector, CANDIDATES, only=only)
    lexical_rows, lexical_scores = generation.search_terms(query, CANDIDATES, only=only)
    rows = np.union1d(dense_rows, lexical_rows)
    if not len(rows):
        return rows, np.empty(0, np.float32)
    cosines = generation.vectors(rows) @ vector
    best = np.array(
        [
            float(inner.max()) if len(inner) else float(cosine)
            for cosine, inner in zip(
                cosines, (generation.sentence_vectors(row) @ vector for row in rows), strict=True
            )
        ],
        np.float32,
    )
    lexical = np.zeros(len(rows), np.float32)
    lexical[np.searchsorted(rows, lexical_rows)] = lexical_scores
    dense = (1 - SENTENCE_WEIGHT) * cosines + SENTENCE_WEIGHT * best
    fused = fuse_convex(dense, lexical, dense_weight)
    order = np.argsort(-fused, kind="stable")
    return rows[order], fused[order]
