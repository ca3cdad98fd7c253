"""One writer at a time: a lock that the kernel keeps, and gives back when its holder dies."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import filelock

from index.errors import IndexLockedError

_LOCK_FILE = "writer.lock"
_HOLDER_FILE = "writer.txt"
_HOLDER = re.compile(r"process \d{1,10}")
_POLL_SECONDS = 0.1  # how long a waiting writer may sleep after the other one has ended

OnWait = Callable[[str], None]
"""Told once, before waiting, who is writing."""


@contextmanager
def hold_writer_lock(
    folder: Path, *, wait: float = 0.0, on_wait: OnWait | None = None
) -> Iterator[None]:
    """Be the only writer of an index folder. Readers take no notice of it.

    Args:
        folder: The index folder; it exists.
        wait: Seconds to wait for another writer to end.
        on_wait: Told who that is.

    Raises:
        IndexLockedError: If another process is still writing then.
        OSError: If the lock can't be made.
    """
    lock = filelock.FileLock(folder / _LOCK_FILE)
    _acquire(lock, folder, wait=wait, on_wait=on_wait)
    try:
        (folder / _HOLDER_FILE).write_text(f"process {os.getpid()}", encoding="ascii")
        yield
    finally:
        (folder / _HOLDER_FILE).unlink(missing_ok=True)
        lock.release()


def _acquire(
    lock: filelock.BaseFileLock, folder: Path, *, wait: float, on_wait: OnWait | None
) -> None:
    try:
        lock.acquire(timeout=0)
    except filelock.Timeout:
        if wait and on_wait:
            on_wait(_read_holder(folder))
        try:
            lock.acquire(timeout=wait, poll_interval=_POLL_SECONDS)
        except filelock.Timeout:
            raise IndexLockedError(folder, holder=_read_holder(folder)) from None


def _read_holder(folder: Path) -> str:
    try:
        holder = (folder / _HOLDER_FILE).read_bytes().decode("ascii", "replace")
    except OSError:
        holder = ""
    return holder if _HOLDER.fullmatch(holder) else "another process"
