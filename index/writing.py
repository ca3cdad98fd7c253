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
    DiskError,
    IndexDamagedError,
    IndexLockedError,
    IndexLostError,
    IndexMissingError,
    ModelMismatchError,
)
from index.generation import (
    Pointer,
    check_exists,
    newest_generation,
    newest_store,
    prune_generations,
    publish_generation,
    read_pointer,
)
from index.store import STORE_FILE, ArticleStore, hash_article
from ingest import Article, Passage, Span, split_passages

_LOCK_FILE = "writer.lock"
_HOLDER_FILE = "writer.txt"
_ARTICLES_PER_BATCH = 32  # embedded together and then stored, so that an interrupt costs seconds

OnProgress = Callable[[int, int], None]
"""Told after each batch how many articles are done, of how many."""


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
        newest = max(newest_generation(folder), store.latest_generation())
        self._next = max(_read_pointer(folder).generation, newest) + 1

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

    def remove(self, article_ids: Iterable[str]) -> int:
        """Remove articles; then publish.

        Returns:
            How many were removed.

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
        return len(ids)

    def publish(self) -> None:
        """Make everything stored so far visible; does nothing if it is already."""
        before = _read_pointer(self._folder)
        if before.generation and not self.has_unpublished():
            return
        publish_generation(self._folder, self._store, self._next)
        if before.store == self._store.file:
            self._store.forget(before.generation)  # readers may still be there, but not earlier
        prune_generations(self._folder, keep=before.generation)
        _remove_stores(self._folder, keep={before.store, self._store.file})
        self._next += 1

    def has_unpublished(self) -> bool:
        """Whether articles are stored that readers can't see yet."""
        pointer = _read_pointer(self._folder)
        if pointer.store != self._store.file:
            return True
        return self._store.latest_generation() > pointer.generation

    def article_count(self) -> int:
        """How many articles are stored, those not yet published included."""
        return len(self._store.hashes())

    def check(self) -> str:
        """What SQLite finds wrong with the stored articles, or "" if nothing is."""
        return self._store.check()

    def rebuild(self) -> None:
        """Derive the current search files from the store anew."""
        publish_generation(self._folder, self._store, self._next)
        prune_generations(self._folder, keep=self._next)
        self._next += 1


@contextmanager
def open_for_writing(
    folder: Path, embedder: Embedder, *, rebuild: bool = False, make: bool = True
) -> Iterator[IndexWriter]:
    """Open an index folder for writing.

    Args:
        folder: The index folder.
        embedder: The embedding model.
        rebuild: Begin anew with this model; what is there stays until the new index is published.
        make: Make the index if it is not there.

    Raises:
        IndexMissingError: If it is not there and `make` is False.
        IndexLockedError: If another process is writing.
        ModelMismatchError: If the index was built with another model.
        DiskError: If it can't be written.
        IndexLostError, IndexFormatError: If what is there can't be read.
    """
    with _translated(folder):
        if not make:
            check_exists(folder)
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
    except sqlite3.DatabaseError as error:
        raise IndexLostError(folder, what=str(error)) from error


def _open_store(folder: Path, embedder: Embedder, *, rebuild: bool) -> ArticleStore:
    pointer = _read_pointer(folder)
    if rebuild and pointer.generation:
        file = f"articles-{max(pointer.generation, newest_generation(folder)) + 1}.sqlite"
    else:
        file = pointer.store
    if rebuild or not (folder / file).exists():
        return ArticleStore.create(
            folder, file, model=embedder.name, dimensions=embedder.dimensions
        )
    store = ArticleStore(folder, file)
    if store.model != embedder.name:
        store.close()
        raise ModelMismatchError(folder, built_with=store.model, asked_for=embedder.name)
    return store


def _remove_stores(folder: Path, *, keep: set[str]) -> None:
    """Delete the stores that nobody points to any more, with what SQLite keeps beside them."""
    for path in folder.glob("articles*.sqlite*"):
        if path.name.split(".sqlite")[0] + ".sqlite" not in keep:
            path.unlink(missing_ok=True)


def _read_pointer(folder: Path) -> Pointer:
    """What is published; nothing of the newest store if that can't be read."""
    try:
        return read_pointer(folder)
    except IndexMissingError:
        return Pointer(0, STORE_FILE)
    except IndexDamagedError:
        return Pointer(0, newest_store(folder))


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
