"""Exact search over passage vectors with FAISS."""

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

FloatMatrix = NDArray[np.float32]
FloatVector = NDArray[np.float32]
Rows = NDArray[np.int64]


class DenseIndex:
    """Passage vectors, searched by cosine. Never changed once made.

    Args:
        index: A FAISS index over vectors of length 1, by inner product.
    """

    def __init__(self, index: faiss.Index) -> None:
        self._index = index

    @classmethod
    def build(cls, vectors: FloatMatrix) -> "DenseIndex":
        """An index over `vectors`, shape (n, dimensions), each of length 1."""
        index = faiss.IndexFlatIP(vectors.shape[1])
        index.add(np.ascontiguousarray(vectors, np.float32))
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> "DenseIndex":
        """Read a saved index. FAISS does not notice damage: check the file's hash first."""
        return cls(faiss.read_index(str(path)))

    def save(self, path: Path) -> None:
        """Write the index to a file."""
        faiss.write_index(self._index, str(path))

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(
        self, query: FloatVector, k: int, *, only: Rows | None = None
    ) -> tuple[Rows, FloatVector]:
        """The rows nearest to a query vector of shape (dimensions,).

        Args:
            query: The vector.
            k: How many rows at most.
            only: Rows to choose from, each once; all of them if None.

        Returns:
            Rows and their cosines, best first; at most `k`, fewer if there are fewer.
        """
        count = min(k, len(self) if only is None else len(only))
        if count == 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        if only is None:
            scores, rows = self._index.search(query[np.newaxis, :], count)
            return rows[0], scores[0]
        bits = np.zeros(len(self), np.uint8)
        bits[only] = 1
        # FAISS' own stubs describe the C++ constructors, not those that Python has.
        selector = faiss.IDSelectorBitmap(np.packbits(bits, bitorder="little"))  # type: ignore[call-arg, arg-type]
        chosen = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, rows = self._index.search(query[np.newaxis, :], count, params=chosen)
        return rows[0], scores[0]

    def vectors(self, rows: Rows) -> FloatMatrix:
        """The stored vectors of some rows, shape (len(rows), dimensions)."""
        found: FloatMatrix = self._index.reconstruct_batch(rows)
        return found
