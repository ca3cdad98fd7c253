"""The log of what an ingest could not read, kept beside the index."""

from collections.abc import Sequence
from pathlib import Path

from index import IndexingError
from ingest import SkippedFile

LOG_FILE = "skipped.log"


class LogError(IndexingError):
    """The log could not be written."""

    def __init__(self, path: Path, *, reason: str) -> None:
        super().__init__(
            f"{path} can't be written: {reason}; the articles are safe. "
            f"Make room or mend the rights, then try again"
        )


def write_skipped_log(folder: Path, skipped: Sequence[SkippedFile]) -> None:
    """Write what the latest ingest skipped, one line each; no file if it skipped nothing.

    Args:
        folder: The index folder.
        skipped: What was skipped, in the order in which it was met.

    Raises:
        LogError: If it can't be written.
    """
    path = folder / LOG_FILE
    lines = [f"{item.place}\t{' '.join(item.reason.split())}\n" for item in skipped]
    try:
        if lines:
            path.write_text("".join(lines), encoding="utf-8")
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise LogError(path, reason=str(error)) from error
