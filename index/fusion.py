"""Score vectors of several kinds combined into one."""

import numpy as np
from numpy.typing import NDArray

FloatVector = NDArray[np.float32]


def scale_min_max(scores: FloatVector) -> FloatVector:
    """Scores moved and stretched to 0..1, shape (n,); zeros where all are equal."""
    if scores.size == 0:
        return scores
    low, high = float(scores.min()), float(scores.max())
    if high - low < 1e-12:  # noqa: PLR2004 - equal but for rounding
        return np.zeros_like(scores)
    return (scores - low) / (high - low)


def fuse_convex(dense: FloatVector, lexical: FloatVector, weight: float) -> FloatVector:
    """Combine two score vectors over the same passages into one.

    Each is min-max scaled over the candidates first, because cosine and BM25 have no common unit.

    Args:
        dense: Cosine similarities, shape (n,).
        lexical: BM25 scores, shape (n,), at least 0.
        weight: Share of the dense score, 0 to 1.

    Returns:
        Scores in 0..1, shape (n,).

    Raises:
        ValueError: If the shapes differ or `weight` is outside 0..1.

    Source: Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval" (TOIS
    2023).
    """
    if dense.shape != lexical.shape:
        raise ValueError(f"shapes differ: {dense.shape} and {lexical.shape}")
    if not 0 <= weight <= 1:
        raise ValueError(f"weight is {weight}, outside 0..1")
    return weight * scale_min_max(dense) + (1 - weight) * scale_min_max(lexical)
