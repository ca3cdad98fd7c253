"""A time limit for a connection as a whole, not for each of its reads."""

import socket
import threading


class Stopwatch:
    """Cuts a connection when time has run out, even if the server sends a byte now and then.

    Args:
        seconds: From when its context is entered.

    Attributes:
        has_run_out: Whether the time is over.
    """

    def __init__(self, seconds: float) -> None:
        self.has_run_out = False
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._watched: socket.socket | None = None

    def __enter__(self) -> "Stopwatch":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        self._timer.join()

    def watch(self, connection: socket.socket) -> None:
        """Cut this one."""
        self._watched = connection
        if self.has_run_out:
            self._cut()

    def _cut(self) -> None:
        self.has_run_out = True
        if self._watched is not None:
            try:
                self._watched.shutdown(socket.SHUT_RDWR)
            except OSError:
                return  # it is closed already
