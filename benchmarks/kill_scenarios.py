"""Changes to an index that must be survived when they are killed on the way."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from index import check_index, generation, open_for_writing
from index.fake_embedder import FakeEmbedder
from ingest import Article

Collection = Mapping[str, Article]
Acknowledge = Callable[[int, Collection], None]
"""Told which state readers see now, by its place among the scenario's, and which articles are safe.
"""


class Scenario(NamedTuple):
    """A change to an index.

    Attributes:
        name: What is done.
        prepare: Makes the index as it was before; does nothing if there was none.
        work: Does it, and acknowledges what is safe; done again, it leads to the same end.
        states: What readers may see, one after the other.
        damaged: Whether the index can't be opened before.
    """

    name: str
    prepare: Callable[[Path], None]
    work: Callable[[Path, Acknowledge], None]
    states: Sequence[Collection]
    damaged: bool = False


def list_scenarios() -> list[Scenario]:
    """All changes, the very first commit included."""
    few, many = _collect(0, 8), _collect(0, 33)  # 33 are two batches
    grown = {**few, **_collect(0, 2, edition=2), **_collect(8, 4)}
    shrunk = {key: article for key, article in grown.items() if key != "artikel-3"}
    edited = {**shrunk, "artikel-4": replace(shrunk["artikel-4"], source="taz")}

    def add(folder: Path, acknowledge: Acknowledge) -> None:
        articles = list(many.values())
        with open_for_writing(folder, FakeEmbedder()) as writer:
            writer.add(
                articles,
                on_progress=lambda done, _: acknowledge(0, {a.id: a for a in articles[:done]}),
            )
            acknowledge(1, many)

    def change(folder: Path, acknowledge: Acknowledge) -> None:
        with open_for_writing(folder, FakeEmbedder()) as writer:
            writer.add(list(grown.values()))
            acknowledge(1, grown)
            writer.remove(["artikel-3"])
            acknowledge(2, shrunk)
            writer.edit("artikel-4", {"source": "taz"})
            acknowledge(3, edited)

    def grow(folder: Path, acknowledge: Acknowledge) -> None:
        with _sharing_files():
            change(folder, acknowledge)

    def mirror(folder: Path, acknowledge: Acknowledge) -> None:
        with open_for_writing(folder, FakeEmbedder()) as writer, writer.together():
            writer.mirror(list(shrunk.values()))
        acknowledge(1, shrunk)

    def rebuild(folder: Path, acknowledge: Acknowledge) -> None:
        with open_for_writing(folder, FakeEmbedder(), rebuild=True) as writer:
            writer.add(list(grown.values()))
            acknowledge(1, grown)

    def mend(folder: Path, acknowledge: Acknowledge) -> None:
        check_index(folder, FakeEmbedder())
        acknowledge(1, few)

    def prepare(folder: Path) -> None:
        with open_for_writing(folder, FakeEmbedder()) as writer:
            writer.add(list(few.values()))

    def spoil(folder: Path) -> None:
        prepare(folder)
        files = [path for path in (folder / "generations").rglob("*") if path.is_file()]
        largest = max(files, key=lambda path: path.stat().st_size)
        os.truncate(largest, largest.stat().st_size // 2)

    return [
        Scenario("the first ingest", lambda _: None, add, [{}, many]),
        Scenario("adding, removing, editing", prepare, change, [few, grown, shrunk, edited]),
        Scenario("the same, sharing files", prepare, grow, [few, grown, shrunk, edited]),
        Scenario("a mirrored folder", prepare, mirror, [few, shrunk]),
        Scenario("a rebuild", prepare, rebuild, [few, grown]),
        Scenario("a repair", spoil, mend, [few, few], damaged=True),
    ]


@contextmanager
def _sharing_files() -> Iterator[None]:
    """Have generations share files, as they do where there are thousands of passages."""
    before = generation._SMALL, generation._STALE
    generation._SMALL, generation._STALE = 0, 10.0
    try:
        yield
    finally:
        generation._SMALL, generation._STALE = before


def _collect(first: int, count: int, *, edition: int = 1) -> dict[str, Article]:
    return {
        f"artikel-{number}": Article(
            id=f"artikel-{number}",
            title=f"Meldung {number}",
            body=f"Die Brücke Nummer {number} ist gesperrt. Das dauert {number + edition} Tage.",
            source="Stadtbote",
        )
        for number in range(first, first + count)
    }
