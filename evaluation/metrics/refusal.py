"""Does the bot refuse what the collection does not answer, and only that?

Precision and recall of one question alone are 1, 0 or undefined; their mean over the questions
where they are defined is that of the whole set.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike


def refusal_precision(refused: Sequence[bool], answerable: Sequence[bool]) -> float | None:
    """Measure how many refusals were right.

    Args:
        refused: For each question, whether it was refused (the positive class).
        answerable: For each question, whether the collection answers it.

    Returns:
        Share of the refused questions that are unanswerable, 0..1; None if none was refused.

    Raises:
        ValueError: If the lengths differ.

    Source: van Rijsbergen, "Information Retrieval" (1979), chapter 7.
    """
    rights = [not can for was, can in zip(refused, answerable, strict=True) if was]
    return sum(rights) / len(rights) if rights else None


def refusal_recall(refused: Sequence[bool], answerable: Sequence[bool]) -> float | None:
    """Measure how many of the unanswerable questions were refused.

    Args:
        refused: For each question, whether it was refused (the positive class).
        answerable: For each question, whether the collection answers it.

    Returns:
        Share of the unanswerable questions that were refused, 0..1; None if there are none.

    Raises:
        ValueError: If the lengths differ.

    Source: van Rijsbergen, "Information Retrieval" (1979), chapter 7.
    """
    caught = [was for was, can in zip(refused, answerable, strict=True) if not can]
    return sum(caught) / len(caught) if caught else None


def auroc(confidence: ArrayLike, answerable: ArrayLike) -> float | None:
    """Measure how well confidence tells answerable from unanswerable questions.

    It is the probability that an answerable question has a higher confidence than an
    unanswerable one, equal ones counting half: 0.5 is guessing, 1 is perfect. It depends on no
    threshold. With R the sum of the ranks (from 1, ties share their mean) of the n answerable
    among all n + m questions, it is (R - n(n+1)/2) / (n m).

    Args:
        confidence: For each question, higher is surer; any scale.
        answerable: For each question, whether the collection answers it.

    Returns:
        0..1; None unless there are questions of both kinds.

    Raises:
        ValueError: If the lengths differ.

    Source: Mann and Whitney (1947); Hanley and McNeil, "The Meaning and Use of the Area under a
    ROC Curve" (Radiology, 1982).
    """
    values = np.asarray(confidence, dtype=np.float64)
    positive = np.asarray(answerable, dtype=bool)
    if values.shape != positive.shape:
        raise ValueError(f"{values.size} confidences for {positive.size} questions")
    n = int(positive.sum())
    m = positive.size - n
    if n == 0 or m == 0:
        return None
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    mean_ranks = np.cumsum(counts) - (counts - 1) / 2
    rank_sum = float(mean_ranks[place][positive].sum())
    return (rank_sum - n * (n + 1) / 2) / (n * m)
