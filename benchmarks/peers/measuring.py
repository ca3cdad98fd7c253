"""What is measured of every recipe. Standard library only: it runs in every environment."""

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

FOUND = 10  # chunks that each question is answered with

Model = TypeVar("Model")


class Text(NamedTuple):
    """An article as every recipe gets it."""

    id: str
    title: str
    body: str


class Chunk(NamedTuple):
    """A part of an article, as a search finds it."""

    article_id: str
    text: str


Search = Callable[[str], Sequence[Chunk]]
"""The best `FOUND` chunks for a question, best first."""


def measure(load: Callable[[str], Model], index: Callable[[Model, list[Text]], Search]) -> None:
    """Index the articles of a task, ask its questions, and write down what came of it.

    The task's file is the first argument of the command line, the report's the second. Loading the
    model is not counted; indexing ends when the first question can be asked.

    Args:
        load: Opens the embedding model in a folder.
        index: Cuts, embeds and stores articles, and returns what searches them.
    """
    place, report = map(Path, sys.argv[1:])
    task = json.loads(place.read_text(encoding="utf-8"))
    model = load(task["model"])
    begun = time.perf_counter()
    search = index(model, [Text(*article) for article in task["articles"]])
    indexed = time.perf_counter() - begun
    search(task["questions"][0])  # to warm up
    waits, found = [], []
    for question in task["questions"]:
        begun = time.perf_counter()
        chunks = search(question)
        waits.append(time.perf_counter() - begun)
        found.append(chunks)
    result = {"indexed": indexed, "waits": waits, "memory": _peak_memory(), "found": found}
    report.write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


def _peak_memory() -> int:
    """Bytes that this process held at most (`ru_maxrss` may be that of the process before it)."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024
