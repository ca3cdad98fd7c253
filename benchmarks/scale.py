"""How far does one machine go? `python -m benchmarks scale`, half an hour, 20 GB of disk.

The passages are those of the news articles with their vectors, then variations of them; see
`variations.py`. Each size is built and searched in processes of their own.
"""

import multiprocessing
import resource
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from math import log10
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.collections import RESULTS, open_index, read_news
from benchmarks.faiss_kinds import (
    K,
    ask,
    compare_ahead,
    compare_kinds,
    find_exactly,
    map_vectors,
    measure_recall,
    measure_spread,
    read_reporting_questions,
    tell_spread,
)
from benchmarks.variations import Source, read_sources, vary
from evaluation.reports.svg import Axis, Frame, dot, draw_plot, line
from index import SearchIndex, load_embedder, open_for_writing
from index.generation import write_generation
from index.pointer import Pointer, write_pointer
from index.store import ArticleStore, EmbeddedPassages

SIZES = (1_000, 10_000, 100_000, 1_000_000)  # passages
COMPARED = (100_000, 1_000_000)  # passages on which kinds of index are compared
ADDED = 10  # articles
_FOLDER = Path("data/benchmarks/scale")
_NEWS = Path("data/benchmarks/news")
_STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#666}.middle{text-anchor:middle}.end{text-anchor:end}"
    ".axis,.grid{stroke:#bbb;stroke-width:1}.grid{stroke-dasharray:2 4}"
    ".curve{fill:none;stroke:#0a6e78;stroke-width:2}.point{fill:#0a6e78}"
    ".second{fill:none;stroke:#b4540a;stroke-width:2}.spot{fill:#b4540a}"
)

FloatMatrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Built:
    """What building cost; seconds, and MB."""

    passages: int
    storing: float
    deriving: float
    memory: float
    disk: float


@dataclass(frozen=True, slots=True)
class Searched:
    """What searching costs; seconds, milliseconds, MB."""

    opening: float
    memory: float
    whole: tuple[float, float]
    dense: tuple[float, float]
    lexical: tuple[float, float]
    recall: float


def run() -> str:
    """The tables, in Markdown; the plot goes beside them."""
    open_index("news", read_news()).close()
    rows, adding, points, kinds = [], [], [], []
    for size in SIZES:
        folder = _FOLDER / str(size)
        shutil.rmtree(folder, ignore_errors=True)
        built = _apart(_build, folder, size)
        searched = _apart(_search, folder)
        added = _apart(_add, folder)
        points.append((built, searched))
        rows.append(_tell(built, searched))
        adding.append(f"| {built.passages:,} | {added[0]:.1f} | {added[1]:.1f} | {added[2]:.1f} |")
        if size in COMPARED:
            kinds += [f"| **{size:,} passages** | | | | |", *_apart(compare_kinds, folder)]
        if size != SIZES[-1]:
            shutil.rmtree(folder)
    ahead = _apart(compare_ahead, _FOLDER / str(SIZES[-1]))
    shutil.rmtree(_FOLDER)
    _draw(points)
    return "\n".join(
        [
            "# Scale",
            "",
            "News passages, then variations of them, on 2 cores; without the time of embedding. "
            f"Search is `SearchIndex.search` for {K} passages with 288 questions, embedding of "
            "the question included; recall is that of the nearest 10 vectors against comparing "
            "all. Memory is the highest that the process had (files mapped into memory count as "
            "far as they were read); files were in the cache of the system.",
            "",
            "| passages | storing | deriving | memory | disk | opening | memory | "
            "search p50 / p95 | vectors | terms | recall@10 |",
            "|---|---|---|---|---|---|---|---|---|---|---|",
            *rows,
            "",
            "![Search and opening by size](scale.svg)",
            "",
            f"{ADDED} articles added, near-duplicates not looked for (see ingest_speed.md), in "
            "seconds:",
            "",
            "| passages | all | of which embedding | derived anew instead |",
            "|---|---|---|---|",
            *adding,
            "",
            "Kinds of FAISS index, one query after the other, the best 1,000 compared exactly:",
            "",
            "| kind | built in | MB | p50 / p95 | recall@10 |",
            "|---|---|---|---|---|",
            *kinds,
            "",
            f"Vectors that are compared exactly, {SIZES[-1]:,} passages:",
            "",
            "| compared | p50 / p95 | recall@10 |",
            "|---|---|---|",
            *ahead,
            "",
        ]
    )


def _apart(work: Callable[..., object], *given: object) -> object:
    """Do something in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        return pool.submit(work, *given).result()


# ---- building ----


def _build(folder: Path, size: int) -> Built:
    folder.mkdir(parents=True)
    sources = read_sources(_NEWS)
    embedder = load_embedder()
    store = ArticleStore.create(folder, model=embedder.name, dimensions=embedder.dimensions)
    begun = time.perf_counter()
    count = 0
    for batch in _batches(vary(sources), 500):
        with store.transaction():
            for number, source in batch:
                embedded = EmbeddedPassages(source.passages, source.vectors, source.sentences)
                store.put(source.article, embedded, digest=f"{number}", generation=1)
                count += len(source.passages)
                if count >= size:
                    break
        if count >= size:
            break
    storing = time.perf_counter() - begun
    del sources
    begun = time.perf_counter()
    write_generation(folder, store, 1)
    write_pointer(folder, Pointer(1, store.file))
    deriving = time.perf_counter() - begun
    store.close()
    disk = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return Built(count, storing, deriving, _peak(), disk / 1e6)


def _batches(items: Iterator[tuple[int, Source]], size: int) -> Iterator[list[tuple[int, Source]]]:
    while True:
        yield [next(items) for _ in range(size)]


# ---- searching ----


def _search(folder: Path) -> Searched:
    embedder = load_embedder()
    questions = read_reporting_questions()
    queries = embedder.encode_queries(questions)
    begun = time.perf_counter()
    index = SearchIndex(folder, embedder)
    opening = time.perf_counter() - begun
    generation = index._opened.generation
    for question in questions[:20]:
        index.search(question, K)
    whole = [_seconds(lambda q=question: index.search(q, K)) for question in questions]
    lexical = [
        _seconds(lambda q=question: generation.search_terms(q, 100)) for question in questions
    ]
    vectors, found = ask(lambda query: generation.search_vectors(query, 100)[0][:K], queries)
    recall = measure_recall(found, find_exactly(map_vectors(folder), queries))
    memory = _peak()
    index.close()
    return Searched(
        opening, memory, measure_spread(whole), vectors, measure_spread(lexical), recall
    )


def _add(folder: Path) -> tuple[float, float, float]:
    """Seconds that ten more articles take, embedding, and writing all search files."""
    embedder = load_embedder()
    new = [replace(article, id=f"neu-{article.id}") for article in read_news()[500 : 500 + ADDED]]
    spent = []

    class Timed:
        name, dimensions = embedder.name, embedder.dimensions
        encode_queries = staticmethod(embedder.encode_queries)

        @staticmethod
        def encode_passages(texts: Sequence[object]) -> object:
            begun = time.perf_counter()
            vectors = embedder.encode_passages(texts)  # type: ignore[arg-type]
            spent.append(time.perf_counter() - begun)
            return vectors

    begun = time.perf_counter()
    with open_for_writing(folder, Timed(), group=False) as writer:  # type: ignore[arg-type]
        writer.add(new)
    whole = time.perf_counter() - begun
    with open_for_writing(folder, embedder, group=False) as writer:
        anew = _seconds(writer.rebuild)
    return whole, sum(spent), anew


# ---- telling ----


def _tell(built: Built, searched: Searched) -> str:
    return (
        f"| {built.passages:,} | {built.storing:.1f} s | {built.deriving:.1f} s | "
        f"{built.memory:.0f} MB | {built.disk:.0f} MB | {searched.opening:.2f} s | "
        f"{searched.memory:.0f} MB | {tell_spread(searched.whole)} | "
        f"{tell_spread(searched.dense)} | {tell_spread(searched.lexical)} | {searched.recall:.3f} |"
    )


def _draw(points: Sequence[tuple[Built, Searched]]) -> None:
    frame = Frame(
        Axis(3, 6, "passages", (3, 4, 5, 6), lambda tick: f"{10**tick:,.0f}"),
        Axis(0, 4, "ms", (0, 1, 2, 3, 4), lambda tick: f"{10**tick:,.0f}"),
    )
    marks = []
    for style, spot, value in (
        ("curve", "point", lambda searched: searched.whole[1]),
        ("second", "spot", lambda searched: 1000 * searched.opening),
    ):
        places = [frame.at(log10(built.passages), log10(value(it))) for built, it in points]
        marks += [line(places, style), *(dot(place, 3, spot) for place in places)]
    title = "Search (95th percentile, green) and opening (brown) by the number of passages"
    figure = draw_plot(frame, marks, key="scale", title=title, note="Both axes are logarithmic.")
    picture = figure[figure.index("<svg") : figure.index("</svg>") + 6]
    head = '<svg xmlns="http://www.w3.org/2000/svg"'
    picture = picture.replace("<svg", head, 1).replace(">", f"><style>{_STYLE}</style>", 1)
    (RESULTS / "scale.svg").write_text(picture, encoding="utf-8")


def _peak() -> float:
    """The most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun
