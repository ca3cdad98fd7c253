"""The log of what was skipped, `skipped.log` in the folder of the index."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from chatbot.german_errors import to_german
from chatbot.plain_line import put_on_one_line
from ingest import SkippedFile

SKIP_LOG = "skipped.log"
MAX_LOG_BYTES = 1_000_000  # about 8,000 lines; then it becomes `skipped.log.1` and a new one begins


def log_skipped(index: Path, skipped: Iterable[SkippedFile], *, now: datetime) -> None:
    """Add a line for each file: when, where and why, with tabs between them.

    Args:
        index: The folder of the index; it exists.
        skipped: What was skipped.
        now: The time to note.

    Raises:
        OSError: If the log can't be written.
    """
    lines = [
        f"{now:%Y-%m-%d %H:%M:%S}\t{item.place}\t{put_on_one_line(to_german(item.reason))}\n"
        for item in skipped
    ]
    if not lines:
        return
    path = index / SKIP_LOG
    if path.exists() and path.stat().st_size > MAX_LOG_BYTES:
        path.replace(path.with_name(f"{SKIP_LOG}.1"))
    with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
        file.writelines(lines)
