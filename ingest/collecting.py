"""Files and folders to articles; one bad file never stops the others."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from ingest.article import Article
from ingest.errors import IngestError, MissingPathError, UnreadableFileError, WebAddressError
from ingest.folders import SkippedFile, list_article_files
from ingest.sandbox import Sandbox
from ingest.sidecars import is_sidecar, read_sidecar

MAX_FILE_BYTES = 100_000_000  # an export beyond it should be split: a file is read in one piece
UPLOADS = Path("/belegt-uploads")  # where files that a browser sent are taken to lie; never made

_WEB_ADDRESS = re.compile(r"https?:/", re.IGNORECASE)  # Path turns "https://" into "https:/"


OnRead = Callable[[int, int], None]
"""Told before each file and at the end how many files are read, of how many."""


class _Place(NamedTuple):
    """Where an article was read, and the hash of its text."""

    path: Path
    line: int | None
    text_hash: int


def read_collection(
    paths: Sequence[Path], *, on_read: OnRead | None = None, leave_out: Collection[Path] = ()
) -> Iterator[Article | SkippedFile]:
    """Read the articles of files and folders.

    In a folder, all files of known formats are read, subfolders included; hidden files, a README
    without front matter and question sets are passed over. A file named itself is read whatever
    its suffix. Its format is told by its content.

    Args:
        paths: Files and folders. They are looked for at once, and read while one iterates, in a
            process of their own (see `Sandbox`).
        on_read: Told of the progress.
        leave_out: Folders that hold no articles, such as that of the index.

    Returns:
        Articles and what could not be read, in the order of `paths` and, within a folder, of the
        names. No file is read twice, and no two articles have the same id.

    Raises:
        MissingPathError: If a path does not exist.
        EmptyCollectionError: If a folder holds no file that could be an article.
        WebAddressError: If a path is a web address.
    """
    files: dict[Path, Path | SkippedFile] = {}
    left_out = {folder.resolve() for folder in leave_out}
    for path in paths:
        for file in _list_files(path, left_out):
            key = file.path if isinstance(file, SkippedFile) else file.resolve()
            files.setdefault(key, file)
    return _read_files(list(files.values()), on_read, {})


def read_uploads(folder: Path, *, on_read: OnRead | None = None) -> Iterator[Article | SkippedFile]:
    """Read the articles of files that a browser has sent.

    All of them are read, hidden ones and those of unknown suffixes too, but for sidecars, which
    state what their files do not.

    Args:
        folder: Where the files lie for the time being, under the names that they had.
        on_read: Told of the progress.

    Returns:
        Articles and what could not be read, as if they had lain in `UPLOADS`: a file of the same
        name sent again has the same id.
    """
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not is_sidecar(path))
    named = {path: UPLOADS / path.relative_to(folder) for path in files}
    return _read_files(files, on_read, named)


def _list_files(path: Path, leave_out: Collection[Path]) -> Sequence[Path | SkippedFile]:
    if _WEB_ADDRESS.match(str(path)):
        raise WebAddressError(re.sub(r"^(https?):/+", r"\1://", str(path)))
    try:
        if path.is_dir():
            return list_article_files(path, leave_out=leave_out)
        if not path.exists():
            raise MissingPathError(path)
    except PermissionError:
        return [SkippedFile(path, None, "there is no permission to look at it; change its rights")]
    except OSError as error:  # such as a name that is too long
        raise MissingPathError(path) from error
    return [path]


def _read_files(
    files: Sequence[Path | SkippedFile], on_read: OnRead | None, named: Mapping[Path, Path]
) -> Iterator[Article | SkippedFile]:
    """Read files, each as if it lay at the place that `named` has for it."""
    read_from: dict[str, _Place] = {}
    with Sandbox() as sandbox:
        for done, file in enumerate(files):
            if on_read:
                on_read(done, len(files))
            if isinstance(file, SkippedFile):
                yield file
                continue
            origin = named.get(file, file)
            for line, item in _read_file(file, origin, sandbox):
                if isinstance(item, Article) and item.id in read_from:
                    yield SkippedFile(origin, line, _explain_repetition(item, read_from[item.id]))
                    continue
                if isinstance(item, Article):
                    read_from[item.id] = _Place(origin, line, hash(item.body))
                yield item
    if on_read:
        on_read(len(files), len(files))


def _explain_repetition(article: Article, earlier: _Place) -> str:
    if hash(article.body) == earlier.text_hash:
        where = f"line {earlier.line} of {earlier.path}" if earlier.line else str(earlier.path)
        return f"the same text was already read from {where}; leave it out"
    return f"its id {article.id!r} was already read from {earlier.path}; give it another"


def _read_file(
    path: Path, origin: Path, sandbox: Sandbox
) -> Iterator[tuple[int | None, Article | SkippedFile]]:
    """Yield what a file holds, each with its line number where the file has one article a line."""
    try:
        data = _read_bytes(path)
        stated = read_sidecar(path)
    except IngestError as error:
        yield None, SkippedFile(origin, None, error.reason)
        return
    yield from sandbox.read(data, origin=origin, stated=stated)


def _read_bytes(path: Path) -> bytes:
    try:
        if not path.is_file():  # a named pipe would be waited for, a device read forever
            raise UnreadableFileError(path, "it is no regular file; give a regular file")
        if path.stat().st_size > MAX_FILE_BYTES:
            limit = f"{MAX_FILE_BYTES // 1_000_000} MB"
            raise UnreadableFileError(path, f"it is larger than {limit}; split it")
        return path.read_bytes()
    except PermissionError:
        reason = "there is no permission to read it; change its rights"
        raise UnreadableFileError(path, reason) from None
    except OSError as error:
        reason = f"the system reports {error.strerror!r}; check the file"
        raise UnreadableFileError(path, reason) from error
