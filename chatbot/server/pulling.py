"""Taking events from an answer's stream in threads, and letting go of it from outside."""

import threading
from collections.abc import Iterator

from chatbot.answer import Answer
from chatbot.events import Event, EvidenceFound


class Pulling:
    """The events of one answer, pulled by whichever thread has time.

    Args:
        events: What `Bot.stream` gave.
        writes: Whether a language model may write for long once evidence is found.
    """

    def __init__(self, events: Iterator[Event], *, writes: bool) -> None:
        self._events = events
        self._writes = writes
        self._lock = threading.Lock()
        self._left = False

    def find(self) -> list[Event]:
        """The events up to where a language model begins to write; all of them if none does."""
        events = [next(self._events)]
        first = events[0]
        if self._writes and isinstance(first, EvidenceFound) and first.evidence:
            return events
        return [*events, *self._events]

    def next(self) -> Event | None:
        """The next event; None after the last one, or when nobody wants any more."""
        with self._lock:
            if self._left:
                return None
            event = next(self._events, None)
            if self._left:
                self._close()
            return event

    def leave(self) -> None:
        """Stop the work, now or as soon as the thread at it comes up for air."""
        self._left = True
        if self._lock.acquire(blocking=False):
            try:
                self._close()
            finally:
                self._lock.release()

    def _close(self) -> None:
        close = getattr(self._events, "close", None)  # generators have it, other iterators not
        if close is not None:
            close()


def is_whole(events: list[Event]) -> bool:
    """Whether the answer itself is among the events."""
    return isinstance(events[-1], Answer)
