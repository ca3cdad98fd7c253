"""Reading in a process of its own, with limits, so that no file can stop or harm the others."""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from ingest.article import Article
from ingest.assembling import NOTHING_STATED, StatedFields
from ingest.errors import UnreadableFileError
from ingest.folders import SkippedFile
from ingest.wire import pack_stated, unpack_item

NumberedItem = tuple[int | None, Article | SkippedFile]

_CHUNK_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may take.

    Attributes:
        seconds: Time for any file, so for a hostile one that is small.
        seconds_per_megabyte: Time on top of that for its size.
        megabytes: Address space of the process; its libraries take about 400 of it.
    """

    seconds: float = 60.0
    seconds_per_megabyte: float = 2.0
    megabytes: int = 3_000

    def time_for(self, size: int) -> float:
        """Seconds that a file of so many bytes may take."""
        return self.seconds + self.seconds_per_megabyte * size / 1_000_000


class _StoppedError(Exception):
    """The process took too long or is gone; its message is the reason for the user."""


class Sandbox:
    """One process that reads file after file; started when needed, replaced when it fails.

    It is plain Python speaking JSON over pipes: what a reader that was taken over sends back is
    data and can do nothing here. Use it as a context manager.

    Args:
        limits: What reading one file may take.
    """

    def __init__(self, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._process: subprocess.Popen[bytes] | None = None
        self._received = b""

    def __enter__(self) -> "Sandbox":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(
        self, data: bytes, *, origin: Path, stated: StatedFields = NOTHING_STATED
    ) -> Iterator[NumberedItem]:
        """Read the articles of one file as `read_document` does, within the limits.

        Args:
            data: The whole file.
            origin: Where it comes from.
            stated: What a sidecar states about it.

        Yields:
            What `Reader` yields. A file that takes too long, too much memory, or kills the
            process is one `SkippedFile` after what was read of it before.
        """
        request = {"task": "read", "origin": str(origin), "stated": pack_stated(stated)}
        try:
            for answer in self._ask(request, data):
                yield unpack_item(answer)
        except _StoppedError as error:
            yield None, SkippedFile(origin, None, str(error))

    def list_links(self, data: bytes, *, origin: Path) -> list[str]:
        """List the addresses that a feed or a sitemap names, within the limits; empty if neither.

        Args:
            data: The whole file.
            origin: Where it comes from.

        Raises:
            UnreadableFileError: If it cannot be read.
        """
        try:
            answers = list(self._ask({"task": "links", "origin": str(origin)}, data))
        except _StoppedError as error:
            raise UnreadableFileError(origin, str(error)) from error
        return [str(answer["link"]) for answer in answers]

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        self._received = b""
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    _close_quietly(pipe)

    def _ask(self, request: dict[str, Any], data: bytes) -> Iterator[dict[str, Any]]:
        seconds = self._limits.time_for(len(data))
        request |= {"size": len(data), "seconds": seconds}
        try:
            process = self._start()
            self._send(process, json.dumps(request).encode() + b"\n" + data)
            left = seconds
            while True:
                began = time.monotonic()
                answer = json.loads(self._receive_line(process, left, seconds))
                left -= time.monotonic() - began  # what the caller does meanwhile is not counted
                if "end" in answer:
                    break
                yield answer
            if answer["end"] != "ready":
                self.close()
        except BaseException as error:
            self.close()  # whatever is still on its way must not be taken for the next answer
            if isinstance(error, (OSError, ValueError)):
                raise _StoppedError(_describe_crash()) from error
            raise

    def _start(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            home = str(Path(__file__).resolve().parents[1])
            paths = [home, *(path for path in sys.path if path)]
            self._process = subprocess.Popen(  # noqa: S603  (our own module, no shell)
                [sys.executable, "-P", "-m", "ingest.sandboxed", str(self._limits.megabytes)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            )
        return self._process

    def _send(self, process: subprocess.Popen[bytes], message: bytes) -> None:
        if process.stdin is None:
            raise BrokenPipeError
        process.stdin.write(message)
        process.stdin.flush()

    def _receive_line(self, process: subprocess.Popen[bytes], left: float, allowed: float) -> bytes:
        deadline = time.monotonic() + left
        pieces = [self._received]
        while b"\n" not in pieces[-1]:
            patience = deadline - time.monotonic()
            if process.stdout is None or patience <= 0:
                raise _StoppedError(_describe_delay(allowed))
            ready, _, _ = select.select([process.stdout], [], [], patience)
            if not ready:
                continue
            chunk = os.read(process.stdout.fileno(), _CHUNK_BYTES)
            if not chunk:
                raise _StoppedError(_describe_crash())
            pieces.append(chunk)
        line, _, self._received = b"".join(pieces).partition(b"\n")
        return line


def _describe_delay(seconds: float) -> str:
    return f"reading it took longer than {seconds:.0f} s; split it or save it as plain text"


def _describe_crash() -> str:
    return "it made the reader crash; save it as plain text"


def _close_quietly(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except OSError:
        return  # what could not be flushed was meant for a process that is gone
