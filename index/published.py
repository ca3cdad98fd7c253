"""The published state of an index, opened for readers."""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.errors import (
    IndexDamagedError,
    IndexLostError,
    IndexUnfinishedError,
    ModelMismatchError,
)
from index.filtering import ArticleFilter
from index.generation import Generation, Unread, open_generation, verify_rest
from index.pointer import Pointer, read_pointer
from index.selecting import Selector
from index.store import ArticleStore

Rows = NDArray[np.int64]


class Place(NamedTuple):
    """Where the published state lies; another file under the same name is another place."""

    pointer: Pointer
    inode: int


@dataclass(slots=True, eq=False)
class Published:
    """A published state, opened; what filters need, only once one is used."""

    place: Place
    store: ArticleStore
    generation: Generation
    damage: IndexDamagedError | None = None  # found after it was opened
    _selector: Selector | None = None

    def selector(self) -> Selector:
        """What filters need."""
        if self._selector is None:
            self._selector = Selector(self.store, self.generation)
        return self._selector

    def rows(self, within: ArticleFilter | None) -> Rows | None:
        """The rows that a filter leaves; None for all of them."""
        if within is None or not within.restricts:
            return None
        return self.selector().rows(within)


def find_published(folder: Path) -> Place:
    """Where the published state lies.

    Raises:
        IndexMissingError, IndexUnfinishedError, IndexDamagedError, IndexLostError: If there is
            none.
    """
    pointer = read_pointer(folder)
    if not pointer.generation:
        raise IndexUnfinishedError(folder)
    try:
        return Place(pointer, (folder / pointer.store).stat().st_ino)
    except FileNotFoundError as error:
        raise IndexLostError(folder, what=f"{pointer.store} is missing") from error


def open_published(folder: Path, model: str) -> Published:
    """Open the published state; large files are looked at in the background.

    Raises:
        IndexMissingError, IndexUnfinishedError, IndexDamagedError, IndexLostError,
        IndexFormatError, ModelMismatchError: If there is none to open with this model.
    """
    place = find_published(folder)
    store = ArticleStore(folder, place.pointer.store)
    if store.model != model:
        store.close()
        raise ModelMismatchError(folder, built_with=store.model, asked_for=model)
    number = place.pointer.generation
    try:
        generation, unread = open_generation(folder, number)
    except BaseException:
        store.close()
        raise
    published = Published(place, store, generation)
    if unread:
        threading.Thread(
            target=_look_further, args=(folder, published, unread), daemon=True
        ).start()
    return published


def _look_further(folder: Path, published: Published, unread: Unread) -> None:
    """Look at the files that opening an index would take too long for."""
    try:
        verify_rest(folder, published.generation.number, unread)
    except IndexDamagedError as error:
        published.damage = error
