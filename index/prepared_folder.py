"""Folders that are prepared once, and are there whole or not at all."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from filelock import FileLock


def prepare_folder(target: Path, fill: Callable[[Path], None]) -> Path:
    """Fill a folder, unless it is there already; safe with several processes at once.

    Args:
        target: The folder.
        fill: Writes its files into the draft of the folder that it is given.

    Returns:
        The folder.
    """
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(target.with_suffix(".lock")):
        if target.is_dir():
            return target
        draft = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        try:
            fill(draft)
            draft.chmod(0o755)
            draft.rename(target)
        except BaseException:
            shutil.rmtree(draft, ignore_errors=True)
            raise
    return target
