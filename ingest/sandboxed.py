"""`python -m ingest.sandboxed MEGABYTES`: reads what `ingest.sandbox` hands it, within limits."""

import contextlib
import json
import os
import resource
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from ingest.errors import IngestError
from ingest.feeds import list_links
from ingest.folders import SkippedFile
from ingest.formats import read_document
from ingest.wire import pack_item, unpack_stated

_SPARE_SECONDS = 5  # the asking process stops this one first; this is for when it is gone


def main() -> None:
    """Answer requests until there are no more.

    A request is a line of JSON and as many bytes as it says; an answer is some lines of JSON, the
    last of which has the key "end".
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the asking process
    _limit_memory(int(sys.argv[1]))
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)  # what a library prints must not be taken for an answer
        while header := sys.stdin.buffer.readline():
            request = json.loads(header)
            data = sys.stdin.buffer.read(request["size"])
            if not _answer(request, data, answers):
                return


def _limit_memory(megabytes: int) -> None:
    size = megabytes * 1_000_000
    with contextlib.suppress(ValueError, OSError):  # macOS knows no such limit
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_time(seconds: float) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime + seconds) + _SPARE_SECONDS
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def _answer(request: dict[str, Any], data: bytes, answers: BinaryIO) -> bool:
    """Answer one request; False if this process should not be used any more."""
    _limit_time(request["seconds"])
    origin = Path(request["origin"])
    end = "ready"
    try:
        for answer in _work(request, data, origin):
            _write(answer, answers)
    except MemoryError:
        end = "exhausted"
        reason = "reading it takes too much memory; split it or save it as plain text"
        _write(pack_item(None, SkippedFile(origin, None, reason)), answers)
    except Exception as error:  # a fault in a library must not stop the others
        reason = f"its reader failed ({type(error).__name__}); save it as plain text"
        _write(pack_item(None, SkippedFile(origin, None, reason)), answers)
    _write({"end": end}, answers)
    return end == "ready"


def _work(request: dict[str, Any], data: bytes, origin: Path) -> Iterator[dict[str, Any]]:
    if request["task"] == "links":
        with contextlib.suppress(IngestError):  # then it lists none
            yield from ({"link": link} for link in list_links(data, origin=origin))
        return
    stated = unpack_stated(request["stated"])
    for line, item in read_document(data, origin=origin, stated=stated):
        yield pack_item(line, item)


def _write(answer: dict[str, Any], answers: BinaryIO) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


if __name__ == "__main__":
    main()
