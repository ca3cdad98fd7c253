"""The best hits put in order anew by a model that reads query and passage together."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.embedding import Embedder
from index.errors import RerankerUnavailableError
from index.filtering import ArticleFilter
from index.fusion import scale_min_max
from index.search import DENSE_WEIGHT, SearchIndex, SearchResult
from ingest import Article, Passage

FloatVector = NDArray[np.float32]

DEPTH = 50  # passages put in order anew: about half of those the search looks at
_MAX_TITLE = 120  # characters of a title that the model sees
_HEADS = ("ForSequenceClassification", "ForCausalLM")


class Reranker(Protocol):
    """Anything that says how well texts fit a query, having seen both."""

    def score(self, query: str, texts: Sequence[str]) -> FloatVector:
        """One finite number for each text, shape (n,); higher fits better, in any unit."""


class CrossEncoderReranker:
    """Any `CrossEncoder` that sentence-transformers loads. Safe to use from several threads.

    Args:
        model: Its folder or name.
        allow_download: Whether a model that is not on this machine may be fetched from its hub.

    Raises:
        RerankerUnavailableError: If it can't be loaded, or gives no score for two texts.
    """

    def __init__(self, model: str, *, allow_download: bool = False) -> None:
        self._lock = threading.Lock()  # tokenizers can't be used by two threads at once
        try:
            from sentence_transformers import CrossEncoder
            from torch.nn import Identity

            self._model = CrossEncoder(
                model,
                activation_fn=Identity(),  # a sigmoid would make the best of them equal
                trust_remote_code=False,
                local_files_only=not allow_download,
                model_kwargs={"use_safetensors": True},
            )
            if len(self._model) == 1:  # nothing but a transformer, so that itself must score
                _check_head(self._model.model.config.architectures or [])
            _check_scores(self.score("Warum?", ["Darum.", "Wort " * 5000]))
        except Exception as error:  # the libraries below raise whatever they like
            reason = str(error).strip().splitlines()[0] if str(error).strip() else repr(error)
            raise RerankerUnavailableError(model, reason=reason) from error

    def score(self, query: str, texts: Sequence[str]) -> FloatVector:
        """See `Reranker.score`; the model's logits."""
        with self._lock:
            scores = self._model.predict([(query, text) for text in texts], show_progress_bar=False)
        return np.asarray(scores, np.float32)


class RerankedIndex(SearchIndex):
    """A search index whose first hits a reranker puts in order.

    Their scores are the reranker's, min-max scaled over the passages it read, so that they lie in
    0..1 as those of the search do: 1 for the best, 0 for the one that fits least.

    Args:
        folder, embedder, dense_weight: See `SearchIndex`.
        reranker: Puts the hits in order.
        depth: How many hits it reads of each search; more if more are asked for.
    """

    def __init__(
        self,
        folder: Path,
        embedder: Embedder,
        reranker: Reranker,
        *,
        depth: int = DEPTH,
        dense_weight: float = DENSE_WEIGHT,
    ) -> None:
        super().__init__(folder, embedder, dense_weight=dense_weight)
        self._reranker = reranker
        self._depth = depth

    def search(
        self,
        query: str,
        k: int = 10,
        *,
        focus: str = "",
        within: ArticleFilter | None = None,
    ) -> SearchResult:
        """See `SearchIndex.search`."""
        wide = max(k, self._depth) if k > 0 else k
        return rerank(super().search(query, wide, focus=focus, within=within), self._reranker, k)


def load_reranker(model: str, *, allow_download: bool = False) -> Reranker:
    """Load a reranker; see `CrossEncoderReranker`."""
    return CrossEncoderReranker(model, allow_download=allow_download)


def rerank(found: SearchResult, reranker: Reranker, k: int) -> SearchResult:
    """Put what was found in order anew.

    Args:
        found: The hits of a search.
        reranker: Reads each with the query.
        k: How many to keep, at least 1.

    Returns:
        The best `k`, with the reranker's scores, scaled to 0..1; hits with the same score stay in
        the order of the search.
    """
    if not found.hits:
        return found
    texts = [_readable(hit.passage, found.articles) for hit in found.hits]
    scores = scale_min_max(reranker.score(found.query, texts))
    order = np.argsort(-scores, kind="stable")[:k]
    hits = tuple(
        replace(found.hits[place], score=float(scores[place]), rank=rank)
        for rank, place in enumerate(order, start=1)
    )
    sentences = tuple(
        replace(found.sentences[place], hit=hit) for place, hit in zip(order, hits, strict=True)
    )
    kept = {hit.passage.article_id: found.articles[hit.passage.article_id] for hit in hits}
    return SearchResult(found.query, hits, sentences, kept)


def _readable(passage: Passage, articles: dict[str, Article]) -> str:
    """A passage as the model gets it: the title before it, unless it opens the article."""
    title = articles[passage.article_id].title[:_MAX_TITLE] if passage.start else ""
    return f"{title}\n{passage.text}" if title else passage.text


def _check_head(architectures: Sequence[str]) -> None:
    """See that a model was saved with what scores; when that is missing, loading makes it up."""
    if not any(name.endswith(_HEADS) for name in architectures):
        raise ValueError("it is no CrossEncoder: nothing in it was trained to score")


def _check_scores(scores: FloatVector) -> None:
    if scores.ndim != 1:
        raise ValueError(f"it gives {scores.shape[-1]} scores for each text, not one")
    if not np.isfinite(scores).all():
        raise ValueError("its scores are no numbers")
