"""What a folder of search files holds, with sizes and checksums: damage is noticed before use."""

import hashlib
import json
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

MANIFEST = "manifest.json"

_Seen = tuple[int, int, int, int]  # device, inode, bytes, nanoseconds of the last change


class ManifestError(Exception):
    """A folder does not hold what its manifest says; the message says what, without a remedy."""


class Listed(NamedTuple):
    """One file.

    Attributes:
        size: Bytes.
        digest: SHA-256 in hexadecimal.
    """

    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a folder holds.

    Attributes:
        facts: What is said of the folder as a whole.
        files: The files, by their path in the folder.
    """

    facts: Mapping[str, Any]
    files: Mapping[str, Listed]


# Files that this process has compared with their checksums. Generations share files, so that most
# of a new one is known; a file that was written to has another time.
_sound: set[tuple[_Seen, str]] = set()
_MANY = 10_000  # of them; a server that has seen more generations begins anew


def write_manifest(
    home: Path, facts: Mapping[str, Any], *, known: Mapping[str, Listed] | None = None
) -> None:
    """Write to the disk what a folder holds, the files included.

    Args:
        home: The folder.
        facts: What is said of it as a whole.
        known: Files that are listed elsewhere already and are the same here.
    """
    files = {}
    for path in sorted(home.rglob("*")):
        if not path.is_file() or path.name.endswith(".lock"):
            continue
        name = path.relative_to(home).as_posix()
        listed = (known or {}).get(name)
        if listed is None:
            sync(path)
            listed = Listed(path.stat().st_size, _hash(path))
        files[name] = listed
        _remember(_look(path), listed)
    text = json.dumps({**facts, "files": files}, indent=1)
    path = home / MANIFEST
    path.write_text(text, encoding="utf-8")
    sync(path)
    for folder in {home, *(parent for parent in home.rglob("*") if parent.is_dir())}:
        sync(folder)


def read_manifest(home: Path) -> Manifest:
    """Read what a folder should hold.

    Raises:
        ManifestError: If that can't be understood.
    """
    try:
        facts = json.loads((home / MANIFEST).read_text(encoding="utf-8"))
        found = facts.pop("files").items()
        files = {name: Listed(int(size), str(digest)) for name, (size, digest) in found}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ManifestError(f"{MANIFEST}: {error}") from error
    return Manifest(facts, files)


def check_files(
    home: Path, files: Mapping[str, Listed], *, again: bool = False, limit: int | None = None
) -> dict[str, Listed]:
    """Compare files with their sizes and checksums, the small ones first.

    Args:
        home: The folder.
        files: What it should hold.
        again: Compare those too that this process has compared before.
        limit: Bytes to read at most; None for all there are.

    Returns:
        The files beyond the limit. That they are there, and how large they are, was looked at.

    Raises:
        ManifestError: Naming the first file that is missing or differs.
    """
    left, unread = math.inf if limit is None else limit, {}
    for name, listed in sorted(files.items(), key=lambda item: item[1].size):
        path = home / name
        try:
            seen = _look(path)
            if not again and (seen, listed.digest) in _sound:
                continue
            left -= listed.size
            altered = path.stat().st_size != listed.size or (
                left >= 0 and _hash(path) != listed.digest
            )
        except FileNotFoundError:
            raise ManifestError(f"{name} is missing") from None
        except OSError as error:
            raise ManifestError(f"{name} can't be read: {error}") from error
        if altered:
            _sound.discard((seen, listed.digest))
            raise ManifestError(f"{name} was altered")
        if left >= 0:
            _remember(seen, listed)
        else:
            unread[name] = listed
    return unread


def sync(path: Path) -> None:
    """Have the kernel write a file or a folder's entries to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _remember(seen: _Seen, listed: Listed) -> None:
    if len(_sound) >= _MANY:
        _sound.clear()
    _sound.add((seen, listed.digest))


def _look(path: Path) -> _Seen:
    found = path.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
