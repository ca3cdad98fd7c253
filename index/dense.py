"""Search over passage vectors with FAISS: exact while that is fast, approximate beyond.

Up to `EXACT_UP_TO` vectors every one is compared. Beyond, an inverted file compares the vectors of
the nearest cells, a byte for each dimension, and what it finds is compared again with the exact
vectors. `python -m benchmarks scale` measures what this costs and what it misses.
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
_CELLS = 2.0  # times the root of the number of vectors
_PROBED = 48  # cells that a search looks into
_TRAINING = 64  # vectors for each cell, to find the cells with
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
        self._cells = isinstance(index, faiss.IndexIVF)

    @classmethod
    def build(cls, vectors: HalfMatrix, *, exact_up_to: int = EXACT_UP_TO) -> "DenseIndex":
        """An index over vectors of length 1, shape (n, dimensions)."""
        count, width = vectors.shape
        if count <= exact_up_to:
            index: faiss.Index = faiss.IndexFlatIP(width)
        else:
            index = _find_cells(vectors)
        for start in range(0, count, _PIECE):
            index.add(np.asarray(vectors[start : start + _PIECE], np.float32))
        return cls(index, vectors)

    @classmethod
    def load(cls, path: Path, vectors: HalfMatrix) -> "DenseIndex":
        """Read a saved index. FAISS does not notice damage: check the file's hash first."""
        index = faiss.read_index(str(path))
        if isinstance(index, faiss.IndexIVF):
            index.nprobe = _PROBED
        return cls(index, vectors)

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
        if not self._cells:
            return self._look_up(query, count, only)
        if only is not None and len(only) <= EXACT_UP_TO:
            rows = np.asarray(only, np.int64)
        else:
            rows, _ = self._look_up(query, count, only)
        cosines = self.vectors(rows) @ query
        order = np.argsort(-cosines, kind="stable")[:count]
        return rows[order], cosines[order]

    def vectors(self, rows: Rows) -> FloatMatrix:
        """The stored vectors of some rows, shape (len(rows), dimensions)."""
        return np.asarray(self._vectors[rows], np.float32)

    def _look_up(
        self, query: FloatVector, count: int, only: Rows | None
    ) -> tuple[Rows, FloatVector]:
        """What FAISS finds."""
        if only is None:
            scores, rows = self._index.search(query[np.newaxis, :], count)
        else:
            bits = np.zeros(len(self), np.uint8)
            bits[only] = 1
            # FAISS' own stubs describe the C++ constructors, not those that Python has.
            selector = faiss.IDSelectorBitmap(np.packbits(bits, bitorder="little"))  # type: ignore[call-arg, arg-type]
            chosen = (
                faiss.SearchParametersIVF(sel=selector, nprobe=_PROBED)  # type: ignore[call-arg]
                if self._cells
                else faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
            )
            scores, rows = self._index.search(query[np.newaxis, :], count, params=chosen)
        found = rows[0] >= 0  # cells may hold fewer
        return rows[0][found], scores[0][found]


def _find_cells(vectors: HalfMatrix) -> faiss.IndexIVF:
    """An empty inverted file whose cells fit some vectors.

    Source: Jégou, Douze and Schmid, "Product Quantization for Nearest Neighbor Search" (2011), with
    a byte for each dimension in the place of product quantisation.
    """
    count, width = vectors.shape
    cells = max(1, round(_CELLS * count**0.5))
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(width), width, cells, faiss.ScalarQuantizer.QT_8bit,
        faiss.METRIC_INNER_PRODUCT,
    )  # fmt: skip
    index.cp.max_points_per_centroid = _TRAINING
    drawn = np.random.default_rng(0).choice(count, min(count, _TRAINING * cells), replace=False)
    index.train(np.asarray(vectors[np.sort(drawn)], np.float32))
    index.nprobe = _PROBED
    return index
