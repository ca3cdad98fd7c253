"""The way to the right to write: lock, store, and errors that say what to do."""

import errno
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

from index.embedding import Embedder
from index.errors import (
    DiskError,
    IndexFormatError,
    IndexLostError,
    IndexMissingError,
    ModelMismatchError,
)
from index.generation import newest_generation
from index.locking import OnWait, hold_writer_lock
from index.pointer import Pointer, check_exists, look_for_pointer, write_pointer
from index.store import ArticleStore
from index.writing import IndexWriter
from ingest import Edit

_NUMPY_FULL = re.compile(r"\d+ requested and \d+ written")


@contextmanager
def open_for_writing(
    folder: Path,
    embedder: Embedder,
    *,
    rebuild: bool = False,
    make: bool = True,
    group: bool = True,
    wait: float = 0.0,
    on_wait: OnWait | None = None,
) -> Iterator[IndexWriter]:
    """Open an index folder for writing.

    Args:
        folder: The index folder.
        embedder: The embedding model.
        rebuild: Begin anew with this model; what is there stays until the new index is published.
        make: Make the index if it is not there.
        group: Group near-duplicates and leave out exact ones; without it every article is stored
            and searched for itself, as the passages of a test collection should be.
        wait: Seconds to wait for another process that is writing.
        on_wait: Told which one that is.

    Raises:
        IndexMissingError: If it is not there and `make` is False.
        IndexLockedError: If another process is still writing.
        ModelMismatchError: If the index was built with another model.
        DiskError: If it can't be written.
        IndexLostError, IndexFormatError: If what is there can't be read.
    """
    with _translated(folder):
        if not make:
            check_exists(folder)
        folder.mkdir(parents=True, exist_ok=True)
        with hold_writer_lock(folder, wait=wait, on_wait=on_wait):
            store = _open_store(folder, embedder, rebuild=rebuild)
            try:
                yield IndexWriter(folder, store, embedder, group=group)
            finally:
                store.close()


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    """Turn the errors of disk and database into ours."""
    try:
        yield
    except (sqlite3.OperationalError, OSError) as error:
        raise DiskError(folder, reason=_describe(error)) from error
    except sqlite3.DatabaseError as error:
        raise IndexLostError(folder, what=str(error)) from error


def _describe(error: Exception) -> str:
    """What happened; NumPy only says how much it wrote when a disk is full."""
    text = str(error)
    if _NUMPY_FULL.fullmatch(text):
        return str(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    return text


def _open_store(folder: Path, embedder: Embedder, *, rebuild: bool) -> ArticleStore:
    pointer = look_for_pointer(folder)
    file = pointer.store
    is_there = (folder / file).exists()
    if rebuild and (is_there or pointer.generation):
        file = _name_beside(folder, pointer)
    if pointer.generation and not is_there and not rebuild:
        raise IndexLostError(folder, what=f"{file} is missing")
    if rebuild or not is_there:
        edits = _read_edits(folder, pointer.store) if rebuild else {}
        store = ArticleStore.create(
            folder, file, model=embedder.name, dimensions=embedder.dimensions
        )
        with store.transaction():
            for article_id, edited in edits.items():
                store.put_edits(article_id, edited)
        return store
    store = ArticleStore(folder, file)
    if store.model != embedder.name:
        store.close()
        raise ModelMismatchError(folder, built_with=store.model, asked_for=embedder.name)
    return store


def _name_beside(folder: Path, pointer: Pointer) -> str:
    """Name of a store to be filled beside the one that is there; that one stays the current one."""
    newest = max(pointer.generation, newest_generation(folder))
    if newest and not pointer.generation:
        # `CURRENT` can't be read, so that the newest store counts, which would be the new one.
        write_pointer(folder, Pointer(newest, pointer.store))
    taken = {path.name for path in folder.glob("articles-*.sqlite")}
    names = (f"articles-{number}.sqlite" for number in count(newest + 1))
    return next(name for name in names if name not in taken)


def _read_edits(folder: Path, file: str) -> dict[str, list[Edit]]:
    """What was edited by hand in the store before; nothing if that can't be read."""
    try:
        with closing(ArticleStore(folder, file)) as store:
            return store.all_edits()
    except (IndexMissingError, IndexLostError, IndexFormatError):
        return {}
