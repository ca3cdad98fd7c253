"""`belegt ingest --watch`: what changes in folders is read again."""

import logging
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from rich.console import Console

from chatbot.errors import ChatError
from index import IndexingError
from ingest import IngestError, is_web_address

LOOK_AGAIN_MS = 2_000  # after the watch began: what changed before it did is not reported
QUIET_MS = 1_600  # a file is read once nothing has changed for a while: many are written in pieces
STEP_MS = 400


class NothingToWatchError(ChatError):
    """Only web addresses were given."""

    def __init__(self) -> None:
        super().__init__("web addresses can't be watched; give files or folders, or leave --watch")


def watch_paths(
    paths: Sequence[str],
    read: Callable[[], object],
    *,
    index: Path,
    console: Console,
    stop: threading.Event | None = None,
) -> None:
    """Read again whenever something changes, until Ctrl+C.

    What cannot be read is told, and the watch goes on.

    Args:
        paths: Files and folders; web addresses among them are read once.
        read: Reads everything; what is known already costs little.
        index: The index folder, whose own changes do not count.
        console: Where to tell.
        stop: Ends it too, if given.

    Raises:
        NothingToWatchError: If only web addresses are given.
    """
    import watchfiles

    watched = [Path(path) for path in paths if not is_web_address(path)]
    if not watched:
        raise NothingToWatchError
    console.print("Beobachte Änderungen (beenden mit Strg+C) …")
    logging.getLogger("watchfiles").setLevel(logging.ERROR)  # it tells of Ctrl+C; so do we
    looked_again = False
    for changes in watchfiles.watch(
        *watched,
        watch_filter=watchfiles.DefaultFilter(ignore_paths=[index.resolve()]),
        debounce=QUIET_MS,
        step=STEP_MS,
        stop_event=stop,
        rust_timeout=LOOK_AGAIN_MS,
        yield_on_timeout=True,
        raise_interrupt=False,
    ):
        if changes or not looked_again:
            looked_again = True
            _read_on(read, console)
    console.print("Beendet.")


def _read_on(read: Callable[[], object], console: Console) -> None:
    try:
        read()
    except (IngestError, IndexingError) as error:
        console.print(f"belegt: {error}", markup=False, highlight=False)
