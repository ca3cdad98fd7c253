"""Are the stored articles still what was read?"""

import hashlib
import json
from collections.abc import Iterator

import numpy as np

from index.rows import hash_article
from index.store import ArticleStore, StoredVectors
from ingest import Article, undo_edits

_BATCH = 256
_LENGTH_TOLERANCE = 0.01  # of vectors of length 1; half precision alone makes less than 0.001


def find_damage(store: ArticleStore) -> str:
    """What is wrong with the stored articles, or "" if nothing is.

    SQLite does not notice a flipped bit within a text, so each article is compared with the hash
    that it was stored under, and each passage with its article.

    Raises:
        IndexLostError: If SQLite can't read them.
    """
    problem = store.check()
    if problem:
        return problem
    altered = sorted(_find_altered(store))
    if altered:
        return f"{len(altered)} of them were altered, {altered[0]!r} first"
    return _find_odd_passage(store)


def _find_altered(store: ArticleStore) -> Iterator[str]:
    """The ids of living articles that are not what they were stored as."""
    digests = store.hashes()
    edits = store.all_edits()
    ids = list(digests)
    for start in range(0, len(ids), _BATCH):
        found = store.living(ids[start : start + _BATCH])
        for article_id in ids[start : start + _BATCH]:
            article = found.get(article_id)
            if article is None or digests[article_id] not in _digests(
                undo_edits(article, edits.get(article_id, []))
            ):
                yield article_id


def _digests(article: Article) -> set[str]:
    """The hashes that an article may be stored under: that of this format, and of format 1."""
    day = article.published.isoformat() if article.published else ""
    fields = [
        article.id, article.title, article.body, article.source, article.author, day, article.url,
        article.language,
    ]  # fmt: skip
    first = hashlib.sha256(json.dumps(fields, ensure_ascii=False).encode()).hexdigest()
    return {hash_article(article), first}


def _find_odd_passage(store: ArticleStore) -> str:
    numbers = store.passage_numbers(store.latest_generation()).tolist()
    for start in range(0, len(numbers), _BATCH):
        batch = numbers[start : start + _BATCH]
        passages = store.passages_by_number(batch)
        for number, vectors in zip(batch, store.vectors(batch), strict=True):
            passage = passages[number]
            if len(passage.text) != passage.end - passage.start:
                return f"passage {passage.id!r} is not in its article"
            if len(vectors.sentence_vectors) != len(passage.sentences) or not _are_unit(vectors):
                return f"the vectors of passage {passage.id!r} were altered"
    return ""


def _are_unit(vectors: StoredVectors) -> bool:
    """Whether all are of length 1; those of no words are of length 0."""
    together = np.vstack([vectors.vector[np.newaxis], vectors.sentence_vectors])
    lengths = np.linalg.norm(together.astype(np.float32), axis=1)
    return bool(((np.abs(lengths - 1) < _LENGTH_TOLERANCE) | (lengths == 0)).all())
