"""What SQLite reports, told apart: articles that can't be read, and a disk that is in the way."""

import sqlite3
from pathlib import Path

from index.errors import DiskError, IndexingError, IndexLostError

_PRIMARY = 0xFF  # the part of a code that names its kind
_OF_THE_DISK = {
    sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_BUSY,
}  # fmt: skip
_OF_READING = {
    sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ, sqlite3.SQLITE_IOERR_CORRUPTFS,
}  # fmt: skip


def explain(error: sqlite3.DatabaseError, folder: Path, file: str) -> IndexingError:
    """The error of ours for one of SQLite's while a store was read.

    A reader writes too: it shares a map of the log with the writer, for which there may be no room.

    Args:
        error: SQLite's.
        folder: The index folder.
        file: The store.
    """
    code = getattr(error, "sqlite_errorcode", None) or 0
    is_disk = code & _PRIMARY in _OF_THE_DISK
    is_writing = code & _PRIMARY == sqlite3.SQLITE_IOERR and code not in _OF_READING
    if is_disk or is_writing:
        return DiskError(folder, reason=f"{file}: {error}")
    return IndexLostError(folder, what=f"{file}: {error}")
