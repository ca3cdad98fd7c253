"""Looks an index over and repairs what can be derived."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.embedding import Embedder
from index.errors import IndexDamagedError, IndexLostError
from index.generation import read_passage_numbers, verify_generation
from index.locking import OnWait
from index.opening import open_for_writing
from index.pointer import Pointer, read_pointer
from index.store import ArticleStore
from index.writing import IndexWriter


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        subject: What: "store", "search files" or "publishing".
        state: "ok", "repaired", or "lost" if only a new ingest can help.
        detail: In one line, what was found and done.
    """

    subject: str
    state: str
    detail: str


def check_index(
    folder: Path, embedder: Embedder, *, wait: float = 0.0, on_wait: OnWait | None = None
) -> list[Finding]:
    """Verify the store and the search files; derive the latter anew if they are damaged.

    Args:
        folder: The index folder.
        embedder: The model it was built with.
        wait: Seconds to wait for another process that writes to the index.
        on_wait: Told which one that is.

    Returns:
        What was found, in the order in which it was looked at.

    Raises:
        IndexMissingError, IndexFormatError, ModelMismatchError, IndexLockedError, DiskError: If it
            can't be looked at.
    """
    try:
        with open_for_writing(folder, embedder, make=False, wait=wait, on_wait=on_wait) as writer:
            problem = writer.check()
            if problem:
                return [Finding("store", "lost", str(IndexLostError(folder, what=problem)))]
            return [Finding("store", "ok", f"{writer.article_count()} articles"),
                    _check_search_files(folder, writer)]  # fmt: skip
    except IndexLostError as error:
        return [Finding("store", "lost", str(error))]


def _check_search_files(folder: Path, writer: IndexWriter) -> Finding:
    try:
        pointer = read_pointer(folder)
        number = pointer.generation
        if number:
            verify_generation(folder, number)
            _compare(folder, pointer)
    except IndexDamagedError as error:
        writer.rebuild()
        return Finding("search files", "repaired", str(error).split(";")[0])
    if not number or writer.has_unpublished():
        writer.publish()
        detail = "an interrupted ingest was completed with the articles stored so far"
        return Finding("publishing", "repaired", detail)
    return Finding("search files", "ok", f"generation {number}")


def _compare(folder: Path, pointer: Pointer) -> None:
    """See that search files and store are of the same time, neither from a backup of its own."""
    with closing(ArticleStore(folder, pointer.store)) as store:
        stored = store.passage_numbers(pointer.generation)
    if not np.array_equal(read_passage_numbers(folder, pointer.generation), stored):
        what = "the search files and the articles are not of the same time"
        raise IndexDamagedError(folder, what=what)
