"""The answers of a run under way, kept beside its file so that it can go on after a stop."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from pydantic import TypeAdapter, ValidationError

from evaluation.errors import UnreadableFileError, UnwritableError, WouldOverwriteError
from evaluation.runs.run import QuestionResult
from evaluation.runs.running import Setup
from evaluation.runs.saving import write_atomically

FORMAT = "belegt-partial-1"
ENDING = ".partial"

_RESULT = TypeAdapter(QuestionResult)


class Kept:
    """The results kept so far; `add` keeps one more.

    Args:
        results: Of the interrupted run.
        file: Where further results are appended; None to keep them nowhere.
        path: Its name.
    """

    def __init__(
        self, results: Sequence[QuestionResult], file: TextIO | None, path: Path | None
    ) -> None:
        self.results = tuple(results)
        self._file = file
        self._path = path

    def add(self, result: QuestionResult) -> None:
        """Keep one more result; once this returns, a killed program does not lose it.

        Raises:
            UnwritableError: If it cannot be written.
        """
        if self._file is None or self._path is None:
            return
        try:
            self._file.write(_RESULT.dump_json(result).decode() + "\n")
            self._file.flush()
        except OSError as error:
            raise UnwritableError(self._path, reason=error.strerror or str(error)) from error


@contextmanager
def keep_results(target: Path | None, key: str) -> Iterator[Kept]:
    """Keep results in `run.json.partial` as they come, and go on where a run was interrupted.

    The file has a line for each result, after one that says which questions are asked, and how.

    Args:
        target: The file the run will be saved to; None to keep nothing.
        key: From `setup_key`; results kept under another key are dropped.

    Yields:
        What was kept before, and the way to keep more.

    Raises:
        WouldOverwriteError: If the file exists and is something else.
        UnreadableFileError: If it cannot be read.
        UnwritableError: If it cannot be written.
    """
    if target is None:
        yield Kept((), None, None)
        return
    path = partial_path(target)
    header = json.dumps({"format": FORMAT, "key": key})
    lines = _read_lines(path)
    kept = lines[1:] if lines[:1] == [header] else []
    results = _read_results(kept)
    write_atomically(path, "".join(f"{line}\n" for line in [header, *kept[: len(results)]]))
    try:
        file = path.open("a", encoding="utf-8", newline="\n")
    except OSError as error:
        raise UnwritableError(path, reason=error.strerror or str(error)) from error
    with file:
        yield Kept(results, file, path)


def drop_partial(target: Path) -> None:
    """Delete the results kept for a run: it is saved."""
    partial_path(target).unlink(missing_ok=True)


def partial_path(target: Path) -> Path:
    """Where the results of a run are kept until it is saved: `run.json.partial`."""
    return target.with_name(target.name + ENDING)


def setup_key(question_set_sha256: str, setup: Setup) -> str:
    """Tell whether kept results are of the same questions, index, settings and versions.

    Args:
        question_set_sha256: `fingerprint` of the question set.
        setup: How it is asked.

    Returns:
        SHA-256 over all of it, as 64 hexadecimal digits.
    """
    parts = [question_set_sha256, *map(dict, (setup.settings, setup.index, setup.versions))]
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _read_lines(path: Path) -> list[str]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    except UnicodeDecodeError as error:
        raise WouldOverwriteError(path) from error
    except OSError as error:
        raise UnreadableFileError(path, reason=error.strerror or str(error)) from error
    lines = text.split("\n")
    if text and not _is_header(lines[0]):
        raise WouldOverwriteError(path)
    return lines[:-1]  # what stands after the last line break was cut off


def _is_header(line: str) -> bool:
    try:
        return bool(json.loads(line)["format"] == FORMAT)
    except (ValueError, KeyError, TypeError):
        return False


def _read_results(lines: list[str]) -> list[QuestionResult]:
    """The results up to the first line that cannot be read."""
    results = []
    for line in lines:
        try:
            results.append(_RESULT.validate_json(line))
        except ValidationError:
            break
    return results
