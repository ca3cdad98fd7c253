"""From a filter to the rows of a generation that may be searched."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.catalogue import ArticleEntry, Catalogue
from index.filtering import ArticleFilter
from index.generation import Generation
from index.store import ArticleStore

Rows = NDArray[np.int64]

_NOBODY = -1  # owner of a row whose passage is gone


class Selector:
    """Knows which rows belong to which articles. Never changed once made.

    Args:
        store: Where the articles of the generation are.
        generation: The generation.
    """

    def __init__(self, store: ArticleStore, generation: Generation) -> None:
        entries = store.entries(generation.number)
        self.catalogue = Catalogue(entries.values())
        self._numbers = {entry.id: number for number, entry in entries.items()}
        places = {number: place for place, number in enumerate(entries)}
        owners = {passage: places[article] for passage, article in store.owners(generation.number)}
        self._owners = np.array(
            [owners.get(passage, _NOBODY) for passage in generation.passages.tolist()], np.int64
        )

    def numbers(self, entries: Sequence[ArticleEntry]) -> list[int]:
        """The numbers that articles have in the store."""
        return [self._numbers[entry.id] for entry in entries]

    def rows(self, within: ArticleFilter) -> Rows:
        """The rows of the articles that a filter leaves to be searched, ascending."""
        chosen = self.catalogue.choose(within)
        # One place more than there are articles: the last one is nobody's.
        wanted = np.array([entry.id in chosen for entry in self.catalogue.entries] + [False])
        return np.flatnonzero(wanted[self._owners])
