"""Runs and reports on disk: written whole or not at all."""

import os
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from evaluation.errors import (
    NotARunError,
    UnreadableFileError,
    UnwritableError,
    WouldOverwriteError,
)
from evaluation.runs.run import Run

FORMAT: Literal["belegt-run-1"] = "belegt-run-1"


@dataclass(frozen=True)
class _RunFile:
    format: Literal["belegt-run-1"]
    run: Run


_ADAPTER = TypeAdapter(_RunFile)


def save_run(run: Run, path: Path) -> None:
    """Write a run to a JSON file, in place of an earlier run.

    Args:
        run: The run.
        path: The file; its folder must exist.

    Raises:
        WouldOverwriteError: If the file exists and is not a run.
        UnwritableError: If it cannot be written; what was there is still there.
    """
    check_run_target(path)
    text = _ADAPTER.dump_json(_RunFile(format=FORMAT, run=run), indent=1).decode()
    write_atomically(path, text + "\n")


def load_run(path: Path) -> Run:
    """Read a run that `save_run` wrote.

    Args:
        path: The file.

    Returns:
        The run, equal to the one saved.

    Raises:
        UnreadableFileError: If the file cannot be opened.
        NotARunError: If it is anything but a run.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(path, reason=error.strerror or str(error)) from error
    try:
        return _ADAPTER.validate_json(data).run
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"]))
        reason = f"{place}: {first['msg']}" if place else first["msg"]
        raise NotARunError(path, reason=reason) from error


def check_run_target(path: Path) -> None:
    """Make sure that a run may be written to a file, before the work is done.

    Args:
        path: The file.

    Raises:
        WouldOverwriteError: If the file exists and is not a run.
        UnwritableError: If its folder does not exist, or it is a folder itself.
    """
    _check_folder(path)
    if path.exists():
        try:
            load_run(path)
        except (NotARunError, UnreadableFileError) as error:
            raise WouldOverwriteError(path) from error


def check_report_target(path: Path) -> None:
    """Make sure that a report may be written to a file, before the work is done.

    Args:
        path: The file.

    Raises:
        WouldOverwriteError: If the file exists and is no HTML page.
        UnwritableError: If its folder does not exist, or it is a folder itself.
    """
    _check_folder(path)
    if path.exists() and path.suffix.casefold() not in {".html", ".htm"}:
        raise WouldOverwriteError(path)


def write_atomically(path: Path, text: str) -> None:
    """Write a text file so that it is there whole, or as it was before.

    Args:
        path: The file; replaced if it exists.
        text: What to write, as UTF-8.

    Raises:
        UnwritableError: If it cannot be written; what was there is still there.
    """
    # Beside the target, for a rename is atomic only within one file system.
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        raise UnwritableError(path, reason=error.strerror or str(error)) from error
    finally:
        draft.unlink(missing_ok=True)


def _check_folder(path: Path) -> None:
    if path.is_dir():
        raise UnwritableError(path, reason="it is a folder")
    if not path.absolute().parent.is_dir():
        raise UnwritableError(path, reason="its folder does not exist")
