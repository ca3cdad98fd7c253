"""Search over passage vectors with FAISS: exact while that is fast, approximate beyond.

Up to `EXACT_UP_TO` vectors every one is compared. Beyond, every one is compared in half a byte for
each pair of dimensions, and the best of these again with the exact vectors.
benchmarks/results/scale.md has what this costs and what it misses, and how a graph of neighbours
and an inverted file do, which miss more.

Source: André, Kermarrec and Le Scouarnec, "Cache Locality Is Not Enough: High-Performance Nearest
Neighbor Search with Product Quantization Fast Scan" (2015).
"""

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

FloatMatrix = NDArray[np.float32]
FloatVector = NDArray[np.float32]
HalfMatrix = NDArray[np.float16]
Rows = NDArray[np.int64]

EXACT_UP_TO = 100_000  # vectors
_AHEAD = 10  # times as many as are wanted are compared exactly, but at least
_AT_LEAST = 1_000
_TRAINING = 16 * 256  # vectors to find out how they are spread: FAISS takes 256 for each code
_PIECE = 65_536  # vectors added at once


class DenseIndex:
    """Vectors of length 1, searched by cosine. Never changed once made.

    Args:
        index: A FAISS index over the vectors, by inner product.
        vectors: The vectors themselves, shape (n, dimensions); may be a file mapped into memory.
    """

    def __init__(self, index: faiss.Index, vectors: HalfMatrix) -> None:
        self._index = index
        self._vectors = vectors
        self._approximate = isinstance(index, faiss.IndexPQFastScan)

    @classmethod
    def build(cls, vectors: HalfMatrix, *, exact_up_to: int = EXACT_UP_TO) -> "DenseIndex":
        """An index over vectors of length 1, shape (n, dimensions)."""
        count, width = vectors.shape
        if count <= exact_up_to:
            index: faiss.Index = faiss.IndexFlatIP(width)
        else:
            index = _make_compressed(vectors)
        for start in range(0, count, _PIECE):
            index.add(np.asarray(vectors[start : start + _PIECE], np.float32))
        return cls(index, vectors)

    @classmethod
    def load(cls, path: Path, vectors: HalfMatrix) -> "DenseIndex":
        """Read a saved index. FAISS does not notice damage: check the file's hash first."""
        return cls(faiss.read_index(str(path)), vectors)

    def save(self, path: Path) -> None:
        """Write the index to a file, without the vectors themselves.

        Raises:
            OSError: If the disk is full.
        """
        try:
            faiss.write_index(self._index, str(path))
        except RuntimeError as error:
            raise OSError(str(error)) from error

    def __len__(self) -> int:
        return len(self._vectors)

    def search(
        self, query: FloatVector, k: int, *, only: Rows | None = None
    ) -> tuple[Rows, FloatVector]:
        """The rows nearest to a query vector of shape (dimensions,).

        Args:
            query: The vector.
            k: How many rows at most.
            only: Rows to choose from, each once; all of them if None. A choice of up to
                `EXACT_UP_TO` is compared one by one, however large the index.

        Returns:
            Rows and their cosines, best first; at most `k`, fewer if there are fewer.
        """
        count = min(k, len(self) if only is None else len(only))
        if count <= 0:
            return np.empty(0, np.int64), np.empty(0, np.float32)
        if not self._approximate:
            return self._compare(query, count, only)
        if only is not None and len(only) <= EXACT_UP_TO:
            rows = np.asarray(only, np.int64)
        else:
            rows = self._look_ahead(query, max(_AHEAD * count, _AT_LEAST), only)
        cosines = self.vectors(rows) @ query
        order = np.argsort(-cosines, kind="stable")[:count]
        return rows[order], cosines[order]

    def vectors(self, rows: Rows) -> FloatMatrix:
        """The stored vectors of some rows, shape (len(rows), dimensions)."""
        return np.asarray(self._vectors[rows], np.float32)

    def _compare(
        self, query: FloatVector, count: int, only: Rows | None
    ) -> tuple[Rows, FloatVector]:
        """The nearest, every vector compared."""
        chosen = None
        if only is not None:
            bits = np.zeros(len(self), np.uint8)
            bits[only] = 1
            # FAISS' own stubs describe the C++ constructors, not those that Python has.
            selector = faiss.IDSelectorBitmap(np.packbits(bits, bitorder="little"))  # type: ignore[call-arg, arg-type]
            chosen = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        scores, rows = self._index.search(query[np.newaxis, :], count, params=chosen)
        return rows[0], scores[0]

    def _look_ahead(self, query: FloatVector, count: int, only: Rows | None) -> Rows:
        """About the nearest `count` rows, ascending; the index can't choose among rows itself."""
        wanted = np.ones(len(self), np.bool_)
        if only is not None:
            wanted[:] = False
            wanted[only] = True
        ahead = count
        if only is not None:  # as many as are likely to hold so many of them, and some more
            ahead = count * len(self) // max(1, len(only)) * 5 // 4
        while True:
            _, rows = self._index.search(query[np.newaxis, :], min(ahead, len(self)))
            found = rows[0][rows[0] >= 0]  # FAISS fills up with -1
            found = found[wanted[found]]
            if len(found) >= count or ahead >= len(self):
                return np.sort(found[:count])
            ahead *= 4


def _make_compressed(vectors: HalfMatrix) -> faiss.IndexPQFastScan:
    """An empty index that knows how the vectors are spread."""
    count, width = vectors.shape
    pairs = width // 2 if width % 2 == 0 else width
    index = faiss.IndexPQFastScan(width, pairs, 4, faiss.METRIC_INNER_PRODUCT)
    drawn = np.random.default_rng(0).choice(count, min(count, _TRAINING), replace=False)
    index.train(np.asarray(vectors[np.sort(drawn)], np.float32))
    return index
