"""Do two judges agree more often than by chance?"""

import numpy as np

from evaluation.metrics.bootstrap import Rows


def cohens_kappa(rows: Rows) -> float:
    """Measure how far two yes-or-no judgements of the same things agree beyond chance.

    With p the share of equal judgements, and e the share to be expected if both had said yes as
    often as they did but at random, it is (p - e) / (1 - e): 1 is full agreement, 0 is what
    chance would give, below 0 is less than that.

    Args:
        rows: Shape (n, 2), one thing a row, 1 for yes and 0 for no.

    Returns:
        At most 1; NaN without rows, and where both always say the same one thing, for chance
        then explains everything.

    Source: Cohen, "A Coefficient of Agreement for Nominal Scales" (1960).
    """
    if not len(rows):
        return float("nan")
    first, second = rows.mean(axis=0)
    same = float((rows[:, 0] == rows[:, 1]).mean())
    expected = float(first * second + (1 - first) * (1 - second))
    return float("nan") if np.isclose(expected, 1) else (same - expected) / (1 - expected)
