"""Answers that were given lately, for the same question over the same articles."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

MOST = 128  # answers; each keeps up to ten articles in memory, which many of them share

_Kept = TypeVar("_Kept")


class AnswerMemory(Generic[_Kept]):
    """Keeps the answers of one generation of the index. Safe to use from several threads.

    Args:
        most: Answers kept; of more, those asked for longest ago are forgotten.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._generation: Hashable = None
        self._kept: OrderedDict[Hashable, _Kept] = OrderedDict()

    def find(self, generation: Hashable, asked: Hashable) -> _Kept | None:
        """The answer to what is asked, or None; a new generation forgets those of the old one."""
        with self._lock:
            if generation != self._generation:
                self._generation = generation
                self._kept.clear()
            if asked in self._kept:
                self._kept.move_to_end(asked)
            return self._kept.get(asked)

    def keep(self, generation: Hashable, asked: Hashable, answer: _Kept) -> None:
        """Keep an answer, unless another generation came meanwhile."""
        with self._lock:
            if generation != self._generation:
                return
            self._kept[asked] = answer
            self._kept.move_to_end(asked)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
