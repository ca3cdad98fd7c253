"""News articles as they lie in the index, and as many variations of them as are wanted.

A variation has some of its long words exchanged for others of the collection, of the same length so
that offsets stay, and its vectors moved by the difference of two others.
"""

import random
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.pointer import read_pointer
from index.store import ArticleStore
from ingest import Article, Passage

EXCHANGED = 0.3  # share of the long words
MOVED = 0.5  # of the difference between two passages
_LONG = re.compile(r"\b[A-ZÄÖÜ]\w{4,}")

FloatMatrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Source:
    """A news article as it lies in the index.

    Attributes:
        article: The article.
        passages: Its passages.
        vectors: Theirs, shape (passages, dimensions).
        sentences: For each, the vectors of its sentences.
    """

    article: Article
    passages: tuple[Passage, ...]
    vectors: FloatMatrix
    sentences: tuple[FloatMatrix, ...]


def read_sources(folder: Path) -> list[Source]:
    """The news articles with their vectors."""
    pointer = read_pointer(folder)
    store = ArticleStore(folder, pointer.store)
    articles = {article.id: article for article in store.articles(pointer.generation)}
    numbers = store.passage_numbers(pointer.generation).tolist()
    passages = store.passages_by_number(numbers)
    own = defaultdict(list)
    for number, stored in zip(numbers, store.vectors(numbers), strict=True):
        own[passages[number].article_id].append((passages[number], stored))
    store.close()
    return [
        Source(
            articles[article_id],
            tuple(passage for passage, _ in pairs),
            np.stack([stored.vector for _, stored in pairs]).astype(np.float32),
            tuple(stored.sentence_vectors.astype(np.float32) for _, stored in pairs),
        )
        for article_id, pairs in own.items()
    ]


def vary(sources: Sequence[Source]) -> Iterator[tuple[int, Source]]:
    """The articles, then variations of them without end."""
    draw = random.Random(0)  # noqa: S311 - nothing is kept secret
    words = defaultdict(list)  # by length, so that offsets stay
    for source in sources:
        for word in _LONG.findall(source.article.body):
            words[len(word)].append(word)
    vectors = np.concatenate([source.vectors for source in sources])
    number = 0
    while True:
        for source in sources:
            number += 1
            yield (
                number,
                source
                if number <= len(sources)
                else _vary_one(source, number, draw, words, vectors),
            )


def _vary_one(
    source: Source,
    number: int,
    draw: random.Random,
    words: dict[int, list[str]],
    vectors: FloatMatrix,
) -> Source:
    def exchange(match: re.Match[str]) -> str:
        return draw.choice(words[len(match[0])]) if draw.random() < EXCHANGED else match[0]

    body = _LONG.sub(exchange, source.article.body)
    article_id = f"v{number}"
    moves = [
        MOVED * (vectors[draw.randrange(len(vectors))] - vectors[draw.randrange(len(vectors))])
        for _ in source.passages
    ]
    return Source(
        replace(source.article, id=article_id, body=body),
        tuple(
            replace(
                passage,
                id=f"{article_id}#{place}",
                article_id=article_id,
                text=body[passage.start : passage.end],
            )
            for place, passage in enumerate(source.passages)
        ),
        _unit(source.vectors + np.stack(moves)),
        tuple(_unit(inner + move) for inner, move in zip(source.sentences, moves, strict=True)),
    )


def _unit(vectors: FloatMatrix) -> FloatMatrix:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(lengths, 1e-9), np.float32)
