"""Articles into the index: embedded, stored, published. One writer at a time."""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import filelock
import numpy as np

from index.embedding import Embedder, PassageText
from index.errors import (
    ArticleMissingError,
    IndexDamagedError,
    IndexingError,
    IndexLockedError,
    ModelMismatchError,
)
from index.generation import (
    current_generation,
    newest_generation,
    prune_generations,
    publish_generation,
)
from index.store import STORE_FILE, ArticleStore, hash_article
from ingest import Article, Passage, Span, split_passages

_LOCK_FILE = "writer.lock"
_HOLDER_FILE = "writer.txt"
_ARTICLES_PER_BATCH = 32  # embedded together and then stored, so that an interrupt costs seconds

OnProgress = Callable[[int, int], None]
"""Told after each batch how many articles are done, of how many."""


class DiskError(IndexingError):
    """The index could not be written."""

    def __init__(self, folder: Path, *, reason: str) -> None:
        super().__init__(
            f"the index in {str(folder)!r} can't be written: {reason}; "
            f"nothing that was in it is lost. Make room or mend the rights, then try again"
        )


@dataclass(frozen=True, slots=True)
class Changes:
    """What an ingest did, as numbers of articles."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0


class IndexWriter:
    """The right to write to an index folder. Made by `open_for_writing`."""

    def __init__(self, folder: Path, store: ArticleStore, embedder: Embedder) -> None:
        self._folder = folder
        self._store = store
        self._embedder = embedder
        self._next = (
            max(_published(folder), newest_generation(folder), store.latest_generation()) + 1
        )

    def add(self, articles: Sequence[Article], *, on_progress: OnProgress | None = None) -> Changes:
        """Add articles and replace those that changed; then publish.

        Each batch is safe on disk once it is reported; what an interrupt leaves behind becomes
        visible with the next publish and is not embedded again.
        """
        known = self._store.hashes()
        wanted = {article.id: article for article in articles}  # the last of the same id stands
        fresh = [a for a in wanted.values() if known.get(a.id) != hash_article(a)]
        if on_progress:
            on_progress(0, len(fresh))
        for start in range(0, len(fresh), _ARTICLES_PER_BATCH):
            batch = fresh[start : start + _ARTICLES_PER_BATCH]
            for article, passages, vectors, sentences in _embed(batch, self._embedder):
                self._store.put(article, passages, vectors, sentences, generation=self._next)
            if on_progress:
                on_progress(start + len(batch), len(fresh))
        self.publish()
        changed = sum(article.id in known for article in fresh)
        return Changes(len(fresh) - changed, changed, len(wanted) - len(fresh))

    def mirror(
        self, articles: Sequence[Article], *, on_progress: OnProgress | None = None
    ) -> Changes:
        """Make the index hold exactly these articles; then publish."""
        wanted = {article.id for article in articles}
        for article_id in self._store.hashes():
            if article_id not in wanted:
                self._store.remove(article_id, generation=self._next)
        return self.add(articles, on_progress=on_progress)

    def remove(self, article_ids: Iterable[str]) -> None:
        """Remove articles; then publish.

        Raises:
            ArticleMissingError: If one of them is not there; then none is removed.
        """
        ids = list(dict.fromkeys(article_ids))
        known = self._store.hashes()
        for article_id in ids:
            if article_id not in known:
                raise ArticleMissingError(article_id)
        for article_id in ids:
            self._store.remove(article_id, generation=self._next)
        self.publish()

    def publish(self) -> None:
        """Make everything stored so far visible; does nothing if it is already."""
        published = _published(self._folder)
        if published and not self.has_unpublished():
            return
        publish_generation(self._folder, self._store, self._next)
        self._store.forget(published)  # readers may still be at `published`, but not before it
        prune_generations(self._folder, keep=published)
        self._next += 1

    def has_unpublished(self) -> bool:
        """Whether articles are stored that readers can't see yet."""
        return self._store.latest_generation() > _published(self._folder)

    def article_count(self) -> int:
        """How many articles are stored, those not yet published included."""
        return len(self._store.hashes())

    def rebuild(self) -> None:
        """Derive the current search files from the store anew."""
        publish_generation(self._folder, self._store, self._next)
        prune_generations(self._folder, keep=self._next)
        self._next += 1


@contextmanager
def open_for_writing(
    folder: Path, embedder: Embedder, *, rebuild: bool = False
) -> Iterator[IndexWriter]:
    """Open an index folder for writing; it is made if it is not there.

    Args:
        folder: The index folder.
        embedder: The embedding model.
        rebuild: Throw away what is there and begin anew, with this model.

    Raises:
        IndexLockedError: If another process is writing.
        ModelMismatchError: If the index was built with another model.
        DiskError: If it can't be written.
        IndexDamagedError, IndexFormatError: If what is there can't be read.
    """
    with _translated(folder):
        folder.mkdir(parents=True, exist_ok=True)
        lock = filelock.FileLock(folder / _LOCK_FILE, timeout=0)
        try:
            lock.acquire()
        except filelock.Timeout:
            raise IndexLockedError(folder, holder=_holder(folder)) from None
        try:
            (folder / _HOLDER_FILE).write_text(f"process {os.getpid()}", encoding="utf-8")
            store = _open_store(folder, embedder, rebuild=rebuild)
            try:
                yield IndexWriter(folder, store, embedder)
            finally:
                store.close()
        finally:
            (folder / _HOLDER_FILE).unlink(missing_ok=True)
            lock.release()


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    """Turn the errors of disk and database into ours."""
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        raise DiskError(folder, reason=str(error)) from error


def _open_store(folder: Path, embedder: Embedder, *, rebuild: bool) -> ArticleStore:
    if rebuild:
        for path in (folder / "CURRENT", *folder.glob(f"{STORE_FILE}*")):
            path.unlink(missing_ok=True)
    if not (folder / STORE_FILE).exists():
        return ArticleStore.create(folder, model=embedder.name, dimensions=embedder.dimensions)
    store = ArticleStore(folder)
    if store.model != embedder.name:
        store.close()
        raise ModelMismatchError(folder, built_with=store.model, asked_for=embedder.name)
    return store


def _published(folder: Path) -> int:
    """The published generation; 0 if there is none or its number can't be read."""
    try:
        return current_generation(folder)
    except IndexDamagedError:
        return 0


def _holder(folder: Path) -> str:
    try:
        return (folder / _HOLDER_FILE).read_text(encoding="utf-8") or "another process"
    except OSError:
        return "another process"


def _embed(
    articles: Sequence[Article], embedder: Embedder
) -> Iterator[tuple[Article, list[Passage], np.ndarray, list[np.ndarray]]]:
    """Cut articles into passages and embed those of all articles together."""
    cut = [(article, split_passages(article)) for article in articles]
    texts = [
        PassageText(
            article.title,
            passage.text,
            tuple(Span(a - passage.start, b - passage.start) for a, b in passage.sentences),
        )
        for article, passages in cut
        for passage in passages
    ]
    vectors = iter(embedder.encode_passages(texts))
    for article, passages in cut:
        own = [next(vectors) for _ in passages]
        yield (
            article,
            passages,
            np.array([v.passage for v in own], np.float32).reshape(-1, embedder.dimensions),
            [v.sentences for v in own],
        )
