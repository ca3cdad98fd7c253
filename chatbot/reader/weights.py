"""The evidence reader's weights: what training changed, over the embedded encoder's own."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from index.e5_file import E5File

SHIPPED = Path(__file__).parent / "evidence_reader.safetensors"

BLOCK = 128  # weights that share a scale, in the matrices that close a feed-forward layer
HEAD = "head"


class ReaderWeights:
    """The trained layers in 8 bits, the rest from the encoder that the reader was trained on.

    A matrix `NAME.w` is stored as integers under its name and as `NAME.w.scales`, one scale for
    each row, or for each block of `BLOCK` weights; a weight is integer times scale.

    Args:
        base: The encoder.
        path: A safetensors file.
    """

    def __init__(self, base: E5File, path: Path = SHIPPED) -> None:
        self._base = base
        self._trained = load_file(path)
        self.hidden = base.hidden
        self.layers = base.layers
        self.heads = base.heads
        self.feed_forward = base.feed_forward
        self.positions = base.positions
        self.epsilon = base.epsilon
        self.vocabulary = base.vocabulary
        self.words = base.words

    def vector(self, name: str) -> NDArray[np.float32]:
        """A tensor, shape (values,)."""
        if name in self._trained:
            return np.asarray(self._trained[name], np.float32).ravel()
        return self._base.vector(name)

    def matrix(self, name: str, columns: int) -> NDArray[np.float32]:
        """A matrix, shape (rows, columns)."""
        if name not in self._trained:
            return self._base.matrix(name, columns)
        integers = self._trained[name].reshape(-1, columns).astype(np.float32)
        scales = self._trained[f"{name}.scales"].reshape(len(integers), -1, 1)
        blocks = integers.reshape(len(integers), scales.shape[1], -1)
        return np.asarray(blocks * scales, np.float32).reshape(-1, columns)


def quantise(matrix: NDArray[np.float32], block: int) -> dict[str, NDArray[np.generic]]:
    """A matrix as integers of 8 bits and their scales, one for each `block` weights of a row.

    Returns:
        "" for the integers, shape (rows, columns), and ".scales", shape (rows, blocks).
    """
    blocks = matrix.reshape(len(matrix), -1, block)
    scales = np.abs(blocks).max(axis=2, keepdims=True) / 127
    scales[scales == 0] = 1
    integers = np.round(blocks / scales).astype(np.int8)
    return {"": integers.reshape(matrix.shape), ".scales": scales[..., 0].astype(np.float32)}
