"""Which kind of FAISS index? Part of `python -m benchmarks scale`."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from benchmarks.collections import read_news_questions
from index import load_embedder
from index.dense import DenseIndex
from index.pointer import read_pointer

AHEAD = (300, 1_000, 3_000)  # vectors that are compared exactly, at the largest size
K = 10
REPORTING = 4  # part of the questions

FloatMatrix = NDArray[np.float32]
Rows = NDArray[np.int64]


def compare_kinds(folder: Path) -> list[str]:
    """Rows of a table: kinds of index over the vectors of an index folder."""
    vectors = map_vectors(folder)
    queries = load_embedder().encode_queries(read_reporting_questions())
    nearest = find_exactly(vectors, queries)
    rows = []

    def tell(name: str, make: Callable[[], faiss.Index], depth: int = 1_000) -> None:
        begun = time.perf_counter()
        index = make()
        seconds = time.perf_counter() - begun
        size = len(faiss.serialize_index(index)) / 1e6
        spread, found = ask(lambda query: _search_twice(index, vectors, query, depth), queries)
        rows.append(
            f"| {name} | {seconds:.1f} s | {size:.0f} | {tell_spread(spread)} | "
            f"{measure_recall(found, nearest):.3f} |"
        )

    tell("all compared", lambda: DenseIndex.build(vectors, exact_up_to=len(vectors))._index, K)
    tell("half a byte for a pair of dimensions, as shipped",
         lambda: DenseIndex.build(vectors, exact_up_to=0)._index)  # fmt: skip
    tell("graph of neighbours, 32 links, 1,000 in view, bytes", lambda: _make_graph(vectors))
    cells = round(2 * len(vectors) ** 0.5)
    for share in (0.1, 0.5):
        tell(f"{cells:,} cells, {share:.0%} of them looked into, bytes",
             lambda s=share: _make_cells(vectors, cells, round(s * cells)))  # fmt: skip
    return rows


def _search_twice(
    index: faiss.Index, vectors: NDArray[np.float16], query: FloatMatrix, depth: int
) -> Rows:
    """The nearest rows of those that an index finds, compared exactly."""
    rows = index.search(query[np.newaxis, :], depth)[1][0]
    rows = np.sort(rows[rows >= 0])
    return rows[np.argsort(-(np.asarray(vectors[rows], np.float32) @ query))[:K]]


def _make_graph(vectors: NDArray[np.float16]) -> faiss.Index:
    kind = faiss.ScalarQuantizer.QT_8bit
    graph = faiss.IndexHNSWSQ(vectors.shape[1], kind, 32, faiss.METRIC_INNER_PRODUCT)
    graph.hnsw.efConstruction, graph.hnsw.efSearch = 80, 1_000
    return _fill(graph, vectors)


def _make_cells(vectors: NDArray[np.float16], cells: int, probed: int) -> faiss.Index:
    width, kind = vectors.shape[1], faiss.ScalarQuantizer.QT_8bit
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(width), width, cells, kind, faiss.METRIC_INNER_PRODUCT
    )
    index.nprobe = probed
    return _fill(index, vectors)


def _fill(index: faiss.Index, vectors: NDArray[np.float16]) -> faiss.Index:
    index.train(np.asarray(vectors[:: max(1, len(vectors) // 100_000)], np.float32))
    for start in range(0, len(vectors), 50_000):
        index.add(np.asarray(vectors[start : start + 50_000], np.float32))
    return index


def compare_ahead(folder: Path) -> list[str]:
    """Rows of a table: how many vectors of an index folder are compared exactly."""
    vectors = map_vectors(folder)
    queries = load_embedder().encode_queries(read_reporting_questions())
    nearest = find_exactly(vectors, queries)
    home = folder / "generations" / str(read_pointer(folder).generation) / "base"
    index = faiss.read_index(str(home / "passages.faiss"))
    rows = []
    for depth in AHEAD:
        spread, found = ask(lambda query, d=depth: _search_twice(index, vectors, query, d), queries)
        rows.append(f"| {depth:,} | {tell_spread(spread)} | {measure_recall(found, nearest):.3f} |")
    return rows


def read_reporting_questions() -> list[str]:
    """The news questions of the last part."""
    return [each.question for each in read_news_questions() if each.part == REPORTING]


def map_vectors(folder: Path) -> NDArray[np.float16]:
    """The passage vectors of an index folder."""
    home = folder / "generations" / str(read_pointer(folder).generation) / "base"
    vectors: NDArray[np.float16] = np.load(home / "vectors.npy", mmap_mode="r")
    return vectors


def find_exactly(vectors: NDArray[np.float16], queries: FloatMatrix) -> list[set[int]]:
    """The rows nearest to each query, all vectors compared."""
    best: list[list[tuple[float, int]]] = [[] for _ in queries]
    for start in range(0, len(vectors), 50_000):
        cosines = queries @ np.asarray(vectors[start : start + 50_000], np.float32).T
        top = np.argsort(-cosines, axis=1)[:, :K]
        for own, row, rows in zip(best, cosines, top, strict=True):
            own.extend((float(row[place]), start + int(place)) for place in rows)
    return [{row for _, row in sorted(own, reverse=True)[:K]} for own in best]


def ask(
    search: Callable[[FloatMatrix], NDArray[np.int64]], queries: FloatMatrix
) -> tuple[tuple[float, float], list[set[int]]]:
    """Search with one query after the other: the spread of times, and the rows found."""
    for query in queries[:20]:
        search(query)
    seconds, found = [], []
    for query in queries:
        begun = time.perf_counter()
        rows = search(query)
        seconds.append(time.perf_counter() - begun)
        found.append(set(rows.tolist()))
    return measure_spread(seconds), found


def measure_recall(found: Sequence[set[int]], exact: Sequence[set[int]]) -> float:
    """The share of the nearest rows that were found."""
    return float(np.mean([len(a & b) / len(b) for a, b in zip(found, exact, strict=True)]))


def tell_spread(spread: tuple[float, float]) -> str:
    """Median and 95th percentile, for a table."""
    return f"{spread[0]:.1f} / {spread[1]:.1f} ms"


def measure_spread(seconds: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile, in milliseconds."""
    p50, p95 = np.percentile(np.array(seconds) * 1000, [50, 95])
    return float(p50), float(p95)
