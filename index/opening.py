"""The right to write to an index folder: one process at a time, and errors of the disk told."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from index.embedding import Embedder
from index.errors import IndexingError, IndexLockedError, ModelMismatchError
from index.store import STORE_FILE, ArticleStore
from index.writing import IndexWriter

_LOCK_FILE = "writer.lock"
_HOLDER_FILE = "writer.txt"


class DiskError(IndexingError):
    """The index could not be written."""

    def __init__(self, folder: Path, *, reason: str) -> None:
        super().__init__(
            f"the index in {str(folder)!r} can't be written: {reason}; "
            f"nothing that was in it is lost. Make room or mend the rights, then try again"
        )


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


def _holder(folder: Path) -> str:
    try:
        return (folder / _HOLDER_FILE).read_text(encoding="utf-8") or "another process"
    except OSError:
        return "another process"
