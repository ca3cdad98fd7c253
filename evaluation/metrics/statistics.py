"""Figures over many questions that are no means, as the bootstrap resamples them.

Each takes rows of shape (n, c), a question a row, leaves rows with an undefined value out, and is
NaN where it is undefined.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evaluation.metrics.bootstrap import Rows
from evaluation.metrics.calibration import calibration_error
from evaluation.metrics.refusal import auroc
from evaluation.metrics.selective import area_under_risk


def percentile(values: Sequence[float] | NDArray[np.float64], share: float) -> float | None:
    """Give the value that a share of all values does not exceed.

    Args:
        values: Such as latencies, in any order and unit.
        share: 0..1; 0.5 is the median, 0.95 the p95.

    Returns:
        The percentile, linear between the two nearest values; None without values.

    Raises:
        ValueError: If the share is outside 0..1.

    Source: Hyndman and Fan, "Sample Quantiles in Statistical Packages" (1996), definition 7.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"a share lies in 0..1, not {share}")
    return float(np.quantile(np.asarray(values), share)) if len(values) else None


def median(rows: Rows) -> float:
    """The middle of the first column."""
    return _number(percentile(_defined(rows)[:, 0], 0.5))


def percentile_95(rows: Rows) -> float:
    """What 95 % of the first column do not exceed."""
    return _number(percentile(_defined(rows)[:, 0], 0.95))


def auroc_of(rows: Rows) -> float:
    """`auroc` of confidence (first column) and answerability (second)."""
    rows = _defined(rows)
    return _number(auroc(rows[:, 0], rows[:, 1] > 0))


def aurc_of(rows: Rows) -> float:
    """`area_under_risk` of confidence (first column) and rightness (second)."""
    rows = _defined(rows)
    return _number(area_under_risk(rows[:, 0], rows[:, 1]))


def calibration_error_of(rows: Rows) -> float:
    """`calibration_error` of confidence (first column) and answerability (second)."""
    rows = _defined(rows)
    return _number(calibration_error(rows[:, 0], rows[:, 1]))


def _defined(rows: Rows) -> Rows:
    return rows[~np.isnan(rows).any(axis=1)]


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
