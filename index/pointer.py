"""`CURRENT`: which generation of which store readers open. One rename publishes."""

import re
from pathlib import Path
from typing import NamedTuple

from index.errors import IndexDamagedError, IndexMissingError
from index.manifest import sync
from index.store import STORE_FILE

_CURRENT = "CURRENT"
_POINTER = re.compile(r"(?P<generation>\d{1,15}) (?P<store>articles[\w-]*\.sqlite)\n?")


class Pointer(NamedTuple):
    """What `CURRENT` says.

    Attributes:
        generation: Number of the published generation; 0 if none was published yet.
        store: Name of the store's file.
    """

    generation: int
    store: str


def read_pointer(folder: Path) -> Pointer:
    """Which generation of which store is published.

    Raises:
        IndexMissingError: If the folder holds no index at all.
        IndexDamagedError: If `CURRENT` can't be understood.
    """
    try:
        text = (folder / _CURRENT).read_text(encoding="ascii")
    except FileNotFoundError:
        check_exists(folder)
        return Pointer(0, newest_store(folder))
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamagedError(folder, what=f"{_CURRENT} can't be read: {error}") from error
    match = _POINTER.fullmatch(text)
    if match is None:
        raise IndexDamagedError(folder, what=f"{_CURRENT} names no generation")
    return Pointer(int(match["generation"]), match["store"])


def write_pointer(folder: Path, pointer: Pointer) -> None:
    """Make a generation the current one; killed at any moment, it leaves the old or the new."""
    draft = folder / f"{_CURRENT}.draft"
    draft.write_text(f"{pointer.generation} {pointer.store}\n", encoding="ascii")
    sync(draft)
    draft.replace(folder / _CURRENT)
    sync(folder)


def check_exists(folder: Path) -> None:
    """See that a folder holds an index, be it sound or not.

    Raises:
        IndexMissingError: If it holds none.
    """
    if not (folder / _CURRENT).exists() and not any(folder.glob("articles*.sqlite")):
        raise IndexMissingError(folder)


def newest_store(folder: Path) -> str:
    """Name of the store that was made last; that of the first one if there is none."""
    stores = sorted(folder.glob("articles*.sqlite"), key=lambda path: path.stat().st_mtime)
    return stores[-1].name if stores else STORE_FILE


def look_for_pointer(folder: Path) -> Pointer:
    """What is published; nothing of the newest store if that can't be read."""
    try:
        return read_pointer(folder)
    except IndexMissingError:
        return Pointer(0, STORE_FILE)
    except IndexDamagedError:
        return Pointer(0, newest_store(folder))
