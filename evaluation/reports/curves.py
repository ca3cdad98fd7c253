"""What the plots of a report show that no metric has: recall by rank, response times by steps."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from evaluation.metrics.bootstrap import bootstrap_interval
from evaluation.metrics.definitions import Estimate
from evaluation.runs.run import QuestionResult

MOST = 10  # articles that an answer reports as considered
BARS = 24  # fine enough to show a second hump
TAIL = 0.99  # the slowest hundredth would stretch the axis beyond reading


class Histogram(NamedTuple):
    """Values counted by equal steps.

    Attributes:
        edges: Of the steps, ascending, one more than there are counts.
        counts: Values in each step.
        above: Values beyond the last edge.
    """

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    above: int


def recall_over_k(results: Sequence[QuestionResult]) -> list[Estimate]:
    """Give recall@k for k from 1 to 10.

    Args:
        results: Those of answerable questions with relevant articles count.

    Returns:
        Ten shares with 95 % intervals, rising; empty if no question counts.

    Source: as `evaluation.metrics.retrieval`, whose recall@1, recall@5 and recall@10 are three of
    them.
    """
    known = [
        (result.ranking, result.question.relevant_articles)
        for result in results
        if result.question.answerable and result.question.relevant_articles
    ]
    curve = []
    for k in range(1, MOST + 1) if known else ():
        found = [
            len(relevant.keys() & set(ranking[:k])) / len(relevant) for ranking, relevant in known
        ]
        rows = np.array(found).reshape(-1, 1)
        low, high = bootstrap_interval(rows) or (None, None)
        curve.append(Estimate(float(rows.mean()), low, high, len(known)))
    return curve


def latency_histogram(results: Sequence[QuestionResult]) -> Histogram:
    """Count questions by response time.

    Args:
        results: At least one.

    Returns:
        Steps of equal width from 0 to the 99th percentile, in milliseconds, and what is slower.
    """
    values = np.array([each.latency_ms for each in results])
    top = float(np.quantile(values, TAIL)) or 1.0
    counts, edges = np.histogram(values, bins=BARS, range=(0, top))
    return Histogram(
        edges=tuple(map(float, edges)),
        counts=tuple(map(int, counts)),
        above=int(len(values) - counts.sum()),
    )
