"""Is reading ever the bottleneck? `python -m benchmarks ingest_speed`, on a quiet machine."""

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.collections import SHARED
from benchmarks.ingest import read_news_file
from index import PassageText, load_embedder, open_for_writing
from index.embedding import Embedder
from index.fake_embedder import FakeEmbedder
from ingest import Article, Span, find_context, read_collection, split_passages, split_sentences
from tests.ingest.corpus import write_corpus

EMBEDDED = 60  # articles of each collection; all of them would take many minutes
ROUNDS = 3
MANY = 10_000  # articles in the collection to which ten are added
FEW = 10
SENTENCE_MEGABYTES = 20


def run() -> str:
    """The tables, in Markdown."""
    embedder = load_embedder()
    news, _ = read_news_file()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_corpus(folder)
        files = [item for item in read_collection([folder]) if isinstance(item, Article)]
        rows = [
            _compare(
                "1,028 news articles in one CSV file",
                SHARED / "benchmarks" / "10kgnad.test.csv", news, embedder,
            ),
            _compare("the corpus of the tests, files of all formats", folder, files, embedder),
        ]  # fmt: skip
    return "\n".join(
        [
            "# Speed of ingest",
            "",
            "Reading (in a process of its own, cleaning and metadata included) against embedding, "
            f"best of {ROUNDS} rounds in one run; {EMBEDDED} articles of each are embedded.",
            "",
            "| | read, articles/s | embedded, articles/s | ratio |",
            "|---|---|---|---|",
            *rows,
            "",
            _tell_sentences(news),
            "",
            _tell_adding(news),
            "",
        ]
    )


def _compare(name: str, place: Path, articles: Sequence[Article], embedder: Embedder) -> str:
    texts = [
        PassageText(
            find_context(article.title, article.body, passage),
            passage.text,
            tuple(Span(a - passage.start, b - passage.start) for a, b in passage.sentences),
        )
        for article in articles[:EMBEDDED]
        for passage in split_passages(article)
    ]
    read, embedded = [], []
    for _ in range(ROUNDS):
        read.append(_seconds(lambda: list(read_collection([place]))))
        embedded.append(_seconds(lambda: embedder.encode_passages(texts)))
    reading = len(articles) / min(read)
    embedding = min(EMBEDDED, len(articles)) / min(embedded)
    return f"| {name} | {reading:.0f} | {embedding:.1f} | {reading / embedding:.1f} |"


def _tell_sentences(articles: Sequence[Article]) -> str:
    text = "\n\n".join(article.body for article in articles)
    size = len(text.encode())
    text = "\n\n".join([text] * max(1, SENTENCE_MEGABYTES * 1_000_000 // size))
    seconds = min(_seconds(lambda: split_sentences(text)) for _ in range(ROUNDS))
    megabytes = len(text.encode()) / 1_000_000
    return f"Sentence boundaries: {megabytes / seconds:.1f} MB/s over {megabytes:.0f} MB of news."


def _tell_adding(articles: Sequence[Article]) -> str:
    """Time a small ingest into a large collection, with a model that costs nothing."""
    many = [
        Article(f"a{number}", article.title, _shift(article.body, number // len(articles)))
        for number, article in enumerate(articles * (MANY // len(articles) + 1))
    ][:MANY]
    few = [Article(f"neu{n}", a.title, _shift(a.body, 1_000)) for n, a in enumerate(articles[:FEW])]
    with tempfile.TemporaryDirectory() as name:
        with open_for_writing(Path(name), FakeEmbedder()) as writer:
            writer.add(many)
        with open_for_writing(Path(name), FakeEmbedder()) as writer:
            whole = _seconds(lambda: writer.add(few))
            anew = _seconds(writer.rebuild)
    return (
        f"{FEW} articles added to {len(many):,}, without a model: {whole:.2f} s. All search files "
        f"derived anew: {anew:.2f} s."
    )


def _shift(body: str, step: int) -> str:
    """Make another text of the same length: every word gets the step behind it."""
    return " ".join(f"{word}{step}" for word in body.split()) if step else body


def _seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
