"""A test double for the embedding model: instant, deterministic, no files."""

import zlib
from collections.abc import Sequence

import numpy as np

from index.embedding import FloatMatrix, FloatVector, PassageText, PassageVectors
from index.terms import stem, words


class FakeEmbedder:
    """Counts stems into a few buckets, so that texts that share words are similar.

    Args:
        name: What the index takes for the model's name.
        dimensions: Number of buckets.
    """

    def __init__(self, name: str = "fake", dimensions: int = 256) -> None:
        self._name = name
        self._dimensions = dimensions

    @property
    def name(self) -> str:
        """See `Embedder.name`."""
        return self._name

    @property
    def dimensions(self) -> int:
        """See `Embedder.dimensions`."""
        return self._dimensions

    def encode_queries(self, queries: Sequence[str]) -> FloatMatrix:
        """See `Embedder.encode_queries`."""
        return np.stack([self._vector(query) for query in queries])

    def encode_passages(self, passages: Sequence[PassageText]) -> list[PassageVectors]:
        """See `Embedder.encode_passages`."""
        return [
            PassageVectors(
                self._vector(f"{passage.context} {passage.text}"),
                np.array(
                    [self._vector(passage.text[start:end]) for start, end in passage.sentences],
                    np.float32,
                ).reshape(-1, self._dimensions),
            )
            for passage in passages
        ]

    def _vector(self, text: str) -> FloatVector:
        vector = np.full(self._dimensions, 1e-3, np.float32)
        for word in words(text):
            vector[zlib.crc32(stem(word).encode()) % self._dimensions] += 1
        unit: FloatVector = vector / np.linalg.norm(vector)
        return unit
