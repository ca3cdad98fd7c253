"""Does a confidence of 0.8 mean that four of five such questions can be answered?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

BINS = 10  # of equal width, as in most published figures
_EDGES = np.arange(1, BINS + 1) / BINS


@dataclass(frozen=True, slots=True)
class Bin:
    """The questions whose confidence lies in one range.

    Attributes:
        low: Lower end, not in the range (but 0 is in the first).
        high: Upper end, in the range.
        count: Number of questions.
        confidence: Their mean confidence; 0 if there are none.
        answerable: Share of them that the collection answers; 0 if there are none.
    """

    low: float
    high: float
    count: int
    confidence: float
    answerable: float


def reliability_bins(confidence: ArrayLike, answerable: ArrayLike) -> list[Bin]:
    """Sort questions into ten ranges of confidence.

    Args:
        confidence: For each question, 0..1: the probability that the sources answer it, as
            `chatbot.answer.Answer` states it.
        answerable: For each question, whether the collection answers it.

    Returns:
        Ten bins of equal width, from low to high; what a reliability diagram shows.

    Raises:
        ValueError: If the lengths differ or a confidence is outside 0..1.

    Source: DeGroot and Fienberg (1983); Guo et al., "On Calibration of Modern Neural Networks"
    (ICML 2017).
    """
    values = np.asarray(confidence, dtype=np.float64)
    truth = np.asarray(answerable, dtype=np.float64)
    if values.shape != truth.shape:
        raise ValueError(f"{values.size} confidences for {truth.size} questions")
    if values.size and not (values.min() >= 0 and values.max() <= 1):
        raise ValueError("a confidence lies in 0..1")
    places = np.searchsorted(_EDGES, values, side="left")
    counts = np.bincount(places, minlength=BINS)
    filled = np.maximum(counts, 1)
    means = np.bincount(places, weights=values, minlength=BINS) / filled
    shares = np.bincount(places, weights=truth, minlength=BINS) / filled
    return [
        Bin(i / BINS, (i + 1) / BINS, int(counts[i]), float(means[i]), float(shares[i]))
        for i in range(BINS)
    ]


def calibration_error(confidence: ArrayLike, answerable: ArrayLike) -> float | None:
    """Measure how far confidence is from the share of questions that can be answered.

    It is the expected calibration error: the distance between mean confidence and the share of
    answerable questions, averaged over the bins by their numbers of questions. 0 is perfect.

    Args:
        confidence: For each question, 0..1.
        answerable: For each question, whether the collection answers it.

    Returns:
        0..1; None without questions.

    Raises:
        ValueError: If the lengths differ or a confidence is outside 0..1.

    Source: Naeini, Cooper and Hauskrecht (AAAI 2015); Guo et al. (ICML 2017), with ten bins of
    equal width.
    """
    bins = reliability_bins(confidence, answerable)
    total = sum(each.count for each in bins)
    if not total:
        return None
    return sum(each.count * abs(each.answerable - each.confidence) for each in bins) / total
