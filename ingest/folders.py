"""Which files of a folder are articles."""

import json
import os
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.detecting import SUFFIX_FORMATS
from ingest.errors import EmptyCollectionError
from ingest.sidecars import is_sidecar

MARKDOWN_SUFFIXES = (".md", ".markdown")
JSONL_SUFFIXES = (".jsonl", ".ndjson")
SUFFIXES = tuple(SUFFIX_FORMATS)
MAX_FIRST_RECORD_BYTES = 1_000_000  # a first line beyond it is no question

_PAGE_FOLDER = re.compile(r"(?P<page>.+)(?:_files|[-_]Dateien)")


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file, or a line of it, that could not be read.

    Attributes:
        path: The file (or the folder that could not be opened).
        line: Number of the line, counted from 1; None if it is the whole file.
        reason: Why, and what to do about it.
    """

    path: Path
    line: int | None
    reason: str

    @property
    def place(self) -> str:
        """The file or web address, and the line if there is one, in printable characters."""
        name = re.sub(r"^(https?):/+", r"\1://", str(self.path))
        shown = "".join(mark if mark.isprintable() else "\ufffd" for mark in name)
        return shown if self.line is None else f"{shown}:{self.line}"


def list_article_files(
    folder: Path, *, leave_out: Collection[Path] = ()
) -> list[Path | SkippedFile]:
    """List the files of a folder that are articles, subfolders included, ordered by name.

    Left out are hidden files, unknown suffixes, sidecars, the folder that a browser saved beside a
    page, a README without front matter and JSONL files whose first record is a question.

    Args:
        folder: An existing folder.
        leave_out: Resolved folders in it that hold no articles, such as that of the index.

    Returns:
        Files, and what is there but cannot be read, such as a link that leads out of the folder.

    Raises:
        EmptyCollectionError: If nothing is left.
    """
    found = sorted(_walk(folder, leave_out), key=_sort_key)
    if not found:
        raise EmptyCollectionError(folder, SUFFIXES)
    return found


def _sort_key(item: Path | SkippedFile) -> tuple[str, ...]:
    return (item.path if isinstance(item, SkippedFile) else item).parts


def _walk(folder: Path, leave_out: Collection[Path]) -> Iterator[Path | SkippedFile]:
    failed: list[OSError] = []
    for parent, subfolders, names in os.walk(folder, onerror=failed.append):
        linked = [name for name in subfolders if (Path(parent) / name).is_symlink()]
        subfolders[:] = [
            name
            for name in subfolders
            if not name.startswith(".")
            and not _belongs_to_page(name, names)
            and (Path(parent) / name).resolve() not in leave_out
        ]
        for name in (*names, *linked):
            path = Path(parent) / name
            is_known = name in linked or path.suffix.lower() in SUFFIXES
            if name.startswith(".") or not is_known or is_sidecar(path):
                continue
            yield from _judge(path, folder)
    for error in failed:
        reason = f"the folder cannot be opened ({error.strerror}); change its rights"
        yield SkippedFile(Path(error.filename), None, reason)


def _belongs_to_page(folder: str, files: Sequence[str]) -> bool:
    """Say whether a browser saved the pictures and frames of a page beside it in a folder."""
    match = _PAGE_FOLDER.fullmatch(folder)
    return match is not None and any(f"{match['page']}{end}" in files for end in (".html", ".htm"))


def _judge(path: Path, folder: Path) -> Iterator[Path | SkippedFile]:
    if path.is_symlink():
        try:
            target = path.resolve(strict=True)
        except (OSError, RuntimeError):  # a missing target, or links in a circle
            yield SkippedFile(path, None, "it links to nothing; remove the link")
            return
        if not target.is_relative_to(folder.resolve()):
            yield SkippedFile(path, None, "it links out of the folder; name its target itself")
            return
        if target.is_dir():
            return  # its files are met where they lie
    if not _is_other_file(path):
        yield path


def _is_other_file(path: Path) -> bool:
    """Say whether a file is a README without front matter or a question set."""
    suffix = path.suffix.lower()
    is_readme = path.stem.lower() == "readme" and suffix in MARKDOWN_SUFFIXES
    if not is_readme and suffix not in JSONL_SUFFIXES:
        return False
    first = _read_first_line(path)
    if is_readme:
        return first.lstrip(b"\xef\xbb\xbf").rstrip() != b"---"
    try:
        record = json.loads(first.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return False
    return isinstance(record, dict) and "question" in record


def _read_first_line(path: Path) -> bytes:
    """Return the first line of a file that is not blank, or b"" if it cannot be read."""
    if not path.is_file():
        return b""
    try:
        with path.open("rb") as file:
            line = file.readline(MAX_FIRST_RECORD_BYTES)
            while line and not line.strip():
                line = file.readline(MAX_FIRST_RECORD_BYTES)
            return line
    except OSError:
        return b""
