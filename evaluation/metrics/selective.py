"""What refusing buys: how often answers are wrong, against how many questions are answered.

A question counts as right when its answer is; a refused one counts as not right, for no right
answer to it is known.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray


class RiskAtCoverage(NamedTuple):
    """One point of the risk-coverage curve."""

    coverage: float
    risk: float


def risk_coverage_curve(confidence: ArrayLike, right: ArrayLike) -> list[RiskAtCoverage]:
    """Follow the share of wrong answers while less and less confident ones are let in.

    Questions of equal confidence come in any order; the curve is the expectation over it.

    Args:
        confidence: For each question, higher is surer; any scale.
        right: For each question, whether it was answered rightly.

    Returns:
        A point for each number of questions, from the most confident one to all: the share of
        the questions let in (coverage), and the share of those that are not right (risk).

    Raises:
        ValueError: If the lengths differ.

    Source: El-Yaniv and Wiener, "On the Foundations of Noise-free Selective Classification"
    (JMLR 2010).
    """
    risks = _risks(confidence, right)
    return [
        RiskAtCoverage((place + 1) / risks.size, float(risk)) for place, risk in enumerate(risks)
    ]


def area_under_risk(confidence: ArrayLike, right: ArrayLike) -> float | None:
    """Sum the risk-coverage curve up in one figure, the AURC.

    Args:
        confidence: For each question, higher is surer; any scale.
        right: For each question, whether it was answered rightly.

    Returns:
        The mean risk over all coverages 1/n, 2/n ... 1: 0..1, lower is better; None without
        questions. It is 0 only if all questions are answered rightly.

    Raises:
        ValueError: If the lengths differ.

    Source: Geifman, Uziel and El-Yaniv, "Bias-Reduced Uncertainty Estimation for Deep Neural
    Classifiers" (ICLR 2019).
    """
    risks = _risks(confidence, right)
    return float(risks.mean()) if risks.size else None


def _risks(confidence: ArrayLike, right: ArrayLike) -> NDArray[np.float64]:
    values = np.asarray(confidence, dtype=np.float64)
    wrong = 1 - np.asarray(right, dtype=np.float64)
    if values.shape != wrong.shape:
        raise ValueError(f"{values.size} confidences for {wrong.size} questions")
    if not values.size:
        return values
    # Each tied question carries the mean wrong of its block, which is what any order gives it.
    _, block, counts = np.unique(-values, return_inverse=True, return_counts=True)
    means = np.bincount(block, weights=wrong) / counts
    expected = np.repeat(means, counts)
    risks: NDArray[np.float64] = np.cumsum(expected) / np.arange(1, values.size + 1)
    return risks
