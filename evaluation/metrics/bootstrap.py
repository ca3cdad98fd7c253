"""How far a figure can be trusted: intervals and differences by resampling questions."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.float64]  # shape (n, c): a question a row, NaN where a value is undefined
Statistic = Callable[[Rows], float]  # NaN where it is undefined

RESAMPLES = 2000  # 1000 is the usual least for percentile intervals (Efron and Tibshirani, 13)
SEED = 1979  # any fixed number: the same run gives the same interval
BLOCK = 1_000_000  # numbers drawn at a time: 8 MB
ENOUGH = 2  # one question cannot vary


class Interval(NamedTuple):
    """The middle 95 % of what a figure might have been with other questions."""

    low: float
    high: float


class PairedDifference(NamedTuple):
    """How much a figure changed between two runs over the same questions."""

    difference: float
    low: float
    high: float
    p: float


def mean(rows: Rows) -> float:
    """Average the first column.

    Args:
        rows: Shape (n, c).

    Returns:
        The mean of its defined values; NaN if there are none.
    """
    values = rows[:, 0]
    values = values[~np.isnan(values)]
    return float(values.mean()) if values.size else float("nan")


def bootstrap_interval(rows: Rows, statistic: Statistic = mean) -> Interval | None:
    """Give the 95 % percentile interval of a statistic.

    Questions are drawn with replacement, as many as there are; the statistic is computed for
    each of the 2000 draws. Where all values are equal, the interval is that one value.

    Args:
        rows: Shape (n, c), a question a row.
        statistic: From rows to a figure; draws where it is NaN are left out.

    Returns:
        The 2.5 % and 97.5 % quantiles, or None with fewer than two questions or if the
        statistic is undefined in every draw.

    Source: Efron and Tibshirani, "An Introduction to the Bootstrap" (1993), chapter 13.
    """
    if len(rows) < ENOUGH:
        return None
    return _middle(_drawn(rows, statistic))


def paired_difference(old: Rows, new: Rows, statistic: Statistic = mean) -> PairedDifference | None:
    """Compare a statistic of two runs over the same questions.

    Each draw takes the same questions from both runs. The p-value is twice the smaller share of
    draws on either side of no difference (draws without a difference count on both), at most 1.
    Draws from a handful of questions that all changed alike would claim certainty, so p is at
    least 2 / 2**m with m questions changed: less no paired test can show, for under chance each
    might have changed the other way.

    Args:
        old: Shape (n, c), a question a row.
        new: The same questions in the same order.
        statistic: From rows to a figure; draws where it is NaN are left out.

    Returns:
        New minus old with its 95 % interval and two-sided p-value, or None with fewer than two
        questions or where the statistic is undefined for a run.

    Raises:
        ValueError: If the shapes differ.

    Source: Efron and Tibshirani (1993), chapters 13 and 15; for retrieval: Sakai, "Evaluating
    Evaluation Metrics Based on the Bootstrap" (SIGIR 2006). The bound is that of the exact
    randomisation test: Fisher, "The Design of Experiments" (1935), section 21.
    """
    if old.shape != new.shape:
        raise ValueError(f"the runs differ in shape: {old.shape} and {new.shape}")
    difference = statistic(new) - statistic(old) if len(old) else float("nan")
    if len(old) < ENOUGH or np.isnan(difference):
        return None
    drawn = _drawn(new, statistic) - _drawn(old, statistic)  # both take the same questions
    interval = _middle(drawn)
    if interval is None:
        return None
    drawn = drawn[~np.isnan(drawn)]
    # One is added so that no finite number of draws claims p = 0.
    tail = 1 + min(int((drawn <= 0).sum()), int((drawn >= 0).sum()))
    changed = int((~np.isclose(old, new, rtol=0, atol=0, equal_nan=True)).any(axis=1).sum())
    p = max(2 * tail / (drawn.size + 1), 2.0 ** (1 - changed))
    return PairedDifference(difference, *interval, p=min(1.0, p))


def _drawn(rows: Rows, statistic: Statistic) -> NDArray[np.float64]:
    """The statistic of each draw; the same questions whenever there are as many of them."""
    blocks = _draws(len(rows))
    if statistic is mean:
        return np.concatenate([_means(rows[:, 0], block) for block in blocks])
    return np.array([statistic(rows[draw]) for block in blocks for draw in block])


def _means(values: NDArray[np.float64], draws: NDArray[np.int64]) -> NDArray[np.float64]:
    """What `mean` gives for each draw, many times as fast."""
    defined = ~np.isnan(values)
    counts = defined[draws].sum(axis=1)
    sums = np.where(defined, values, 0.0)[draws].sum(axis=1)
    means: NDArray[np.float64] = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    return means


def _draws(size: int) -> Iterator[NDArray[np.int64]]:
    """Blocks of draws, shape (b, size), that fit into memory."""
    random = np.random.default_rng(SEED)
    block = max(1, BLOCK // size)
    for start in range(0, RESAMPLES, block):
        yield random.integers(0, size, (min(block, RESAMPLES - start), size))


def _middle(drawn: NDArray[np.float64]) -> Interval | None:
    drawn = drawn[~np.isnan(drawn)]
    if not drawn.size:
        return None
    low, high = np.quantile(drawn, (0.025, 0.975))
    return Interval(float(low), float(high))
