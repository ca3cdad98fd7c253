"""A part of a generation: the vectors of some passages, written once and never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from index.dense import DenseIndex
from index.store import StoredVectors

FloatMatrix = NDArray[np.float32]
HalfMatrix = NDArray[np.float16]
Numbers = NDArray[np.int64]

FILES = ("passages.npy", "offsets.npy", "vectors.npy", "sentences.npy", "passages.faiss")


@dataclass(frozen=True, slots=True)
class Part:
    """Vectors of passages; a passage's row is its place here.

    Attributes:
        numbers: The store's number of each passage, ascending, shape (rows,).
        dense: The passages' vectors.
        offsets: Where the sentences of each row begin in `sentences`, shape (rows + 1,).
        sentences: Sentence vectors, mapped into memory, shape (all sentences, dimensions).
    """

    numbers: Numbers
    dense: DenseIndex
    offsets: Numbers
    sentences: HalfMatrix

    def sentence_vectors(self, row: int) -> FloatMatrix:
        """The vectors of a passage's sentences, shape (sentences, dimensions)."""
        start, end = self.offsets[row], self.offsets[row + 1]
        return np.asarray(self.sentences[start:end], np.float32)


def write_part(
    home: Path, counts: dict[int, int], stored: Iterable[StoredVectors], dimensions: int
) -> None:
    """Write a part to a new folder, reading one passage after the other.

    Args:
        home: The folder.
        counts: How many sentences each passage has, by number, ascending.
        stored: The vectors of these passages, in the same order.
        dimensions: Of a vector.
    """
    home.mkdir()
    offsets = np.concatenate([[0], np.cumsum(list(counts.values()), dtype=np.int64)])
    np.save(home / "passages.npy", np.fromiter(counts, np.int64, len(counts)))
    np.save(home / "offsets.npy", offsets.astype(np.int64))
    with (
        _begin(home / "vectors.npy", len(counts), dimensions) as vectors,
        _begin(home / "sentences.npy", int(offsets[-1]), dimensions) as sentences,
    ):
        for passage in stored:
            vectors.write(passage.vector.tobytes())
            sentences.write(passage.sentence_vectors.tobytes())
    DenseIndex.build(_map(home / "vectors.npy")).save(home / "passages.faiss")


def open_part(home: Path) -> Part:
    """Open a written part, whose files are known to be sound."""
    return Part(
        np.load(home / "passages.npy"),
        DenseIndex.load(home / "passages.faiss", _map(home / "vectors.npy")),
        np.load(home / "offsets.npy"),
        _map(home / "sentences.npy"),
    )


def _begin(path: Path, rows: int, width: int) -> BinaryIO:
    """A new file of half-precision vectors that are then written to it one by one.

    Not mapped into memory: there a full disk would end the process.
    """
    file = path.open("wb")
    header = {"descr": "<f2", "fortran_order": False, "shape": (rows, width)}
    np.lib.format.write_array_header_2_0(file, header)
    return file


def _map(path: Path) -> HalfMatrix:
    try:
        vectors: HalfMatrix = np.load(path, mmap_mode="r")
    except ValueError:  # an empty file can't be mapped
        vectors = np.load(path)
    return vectors
