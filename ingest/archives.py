"""Reader of ZIP archives: each member is read as if it lay in a folder; nothing is unpacked."""

import re
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from ingest.article import Article
from ingest.assembling import StatedFields
from ingest.detecting import SUFFIX_FORMATS, detect_format
from ingest.errors import UnreadableFileError
from ingest.folders import SkippedFile
from ingest.sidecars import is_sidecar

MAX_MEMBERS = 20_000  # an archive of more should be split
MAX_MEMBER_BYTES = 100_000_000  # as for a file
MAX_TOTAL_BYTES = 1_000_000_000  # unpacked, nested archives included
MAX_RATIO = 200  # text shrinks to a fifth, repetitive tables to a fiftieth
RATIO_FREE_BYTES = 5_000_000  # a small member does no harm, however well it was packed
MAX_DEPTH = 1  # an archive in an archive is read, one within that is not

Item = tuple[int | None, Article | SkippedFile]


@dataclass(slots=True)
class _Budget:
    """How many bytes may still be unpacked."""

    left: int


def read_archive(data: bytes, *, origin: Path, stated: StatedFields) -> Iterator[Item]:
    """Read the articles of a ZIP archive; a bad member never stops the others.

    Args:
        data: The whole archive.
        origin: The archive.
        stated: What a sidecar states about all its articles.

    Yields:
        What the readers of its members yield.

    Raises:
        UnreadableFileError: If it is damaged, has too many members, or none that could be read.
    """
    yield from _read(data, origin, stated, _Budget(MAX_TOTAL_BYTES), depth=0)


def _read(
    data: bytes, origin: Path, stated: StatedFields, budget: _Budget, *, depth: int
) -> Iterator[Item]:
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise UnreadableFileError(origin, "the archive is damaged; pack it anew") from error
    with archive:
        members = [info for info in archive.infolist() if _is_wanted(info)]
        if len(members) > MAX_MEMBERS:
            reason = f"the archive has more than {MAX_MEMBERS:,} files; split it"
            raise UnreadableFileError(origin, reason)
        if not members:
            raise UnreadableFileError(origin, "the archive holds no articles; leave it out")
        for info in members:
            yield from _read_member(archive, info, origin, stated, budget, depth=depth)


def _is_wanted(info: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(info.filename)
    is_hidden = any(part.startswith((".", "__MACOSX")) for part in path.parts if part != "..")
    is_known = path.suffix.lower() in SUFFIX_FORMATS and not is_sidecar(Path(path.name))
    return is_known and not info.is_dir() and not is_hidden


def _read_member(
    archive: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    origin: Path,
    stated: StatedFields,
    budget: _Budget,
    *,
    depth: int,
) -> Iterator[Item]:
    from ingest.formats import read_document  # which lists this reader

    place = origin / _safe_name(info)
    try:
        content = _unpack(archive, info, place, budget)
        if detect_format(content, place.name) != "zip":
            yield from read_document(content, origin=place, stated=stated)
            return
        if depth < MAX_DEPTH:
            yield from _read(content, place, stated, budget, depth=depth + 1)
            return
        reason = "it is an archive in an archive in an archive; unpack the outer one"
    except UnreadableFileError as error:
        reason = error.reason
    yield None, SkippedFile(place, None, reason)


def _safe_name(info: zipfile.ZipInfo) -> str:
    """Return a member's name without the way out of the archive; old names hold hidden UTF-8."""
    name = info.filename
    if not info.flag_bits & 0x800:
        try:
            name = name.encode("cp437").decode("utf-8")
        except UnicodeError:
            name = info.filename
    parts = [part for part in re.split(r"[/\\]+", name) if part not in ("", ".", "..")]
    return "/".join(parts) or "member"


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo, place: Path, budget: _Budget) -> bytes:
    """Return a member's bytes, never more than the limits allow, whatever its header says.

    Raises:
        UnreadableFileError: If it leads out of the archive, is a link or encrypted, too large,
            packed too tightly, or damaged.
    """
    _check_name(info, place)
    if stat.S_ISLNK(info.external_attr >> 16):
        raise UnreadableFileError(place, "it is a link; pack its target itself")
    if info.flag_bits & 0x1:
        raise UnreadableFileError(place, "it is encrypted; unpack it with its password")
    tight = max(RATIO_FREE_BYTES, MAX_RATIO * info.compress_size)
    limit = min(MAX_MEMBER_BYTES, budget.left, tight)
    try:
        with archive.open(info) as member:
            content = member.read(limit + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, EOFError):
        raise UnreadableFileError(place, "it is damaged; pack it anew") from None
    except Exception as error:  # zlib, bz2 and lzma have errors of their own
        raise UnreadableFileError(place, f"it is damaged ({error}); pack it anew") from error
    budget.left -= len(content)
    if len(content) > limit:
        reason = f"unpacked it is larger than {limit // 1_000_000} MB allowed; split it"
        raise UnreadableFileError(place, reason)
    return content


def _check_name(info: zipfile.ZipInfo, place: Path) -> None:
    name = info.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or re.match(r"[A-Za-z]:", name):
        raise UnreadableFileError(place, "its name leads out of the archive; rename it")
