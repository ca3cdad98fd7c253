"""The figures of a run: what each is called, what it is made of, how it is summed up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evaluation.bootstrap import Rows, Statistic, bootstrap_interval, mean
from evaluation.refusal import auroc

Column = NDArray[np.float64]  # shape (n,): a value for each question, NaN where undefined
Unit = Literal["share", "score", "ms"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure of a run.

    Attributes:
        name: As in files and on the command line.
        heading: As the user reads it.
        unit: "share" (0..1, read as per cent), "score" (0..1) or "ms".
        columns: The per-question values it is made of.
        statistic: From those values to the figure.
    """

    name: str
    heading: str
    unit: Unit
    columns: tuple[str, ...]
    statistic: Statistic = mean

    @property
    def higher_is_better(self) -> bool:
        """Whether more of it is good: of everything but time."""
        return self.unit != "ms"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval.

    Attributes:
        value: The figure; None where it is undefined.
        low: Lower end of the interval; None where there is none.
        high: Upper end.
        n: Number of questions it is made of.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int


def percentile(values: Sequence[float] | Column, share: float) -> float | None:
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


def _percentile(share: float) -> Statistic:
    def statistic(rows: Rows) -> float:
        value = percentile(rows[:, 0], share)
        return float("nan") if value is None else value

    return statistic


def _auroc(rows: Rows) -> float:
    value = auroc(rows[:, 0], rows[:, 1] > 0)
    return float("nan") if value is None else value


METRICS = (
    Metric("recall@1", "Artikel an erster Stelle", "share", ("recall@1",)),
    Metric("recall@5", "Artikel unter den ersten 5", "share", ("recall@5",)),
    Metric("recall@10", "Artikel unter den ersten 10", "share", ("recall@10",)),
    Metric("mrr@10", "Kehrwert des Rangs, Mittel", "score", ("mrr@10",)),
    Metric("ndcg@10", "Güte der Rangfolge", "score", ("ndcg@10",)),
    Metric("contains_gold", "Richtige Antwort enthalten", "share", ("contains_gold",)),
    Metric("token_f1", "Wortgleichheit mit ihr", "share", ("token_f1",)),
    Metric("evidence_cited", "Richtige Stelle belegt", "share", ("evidence_cited",)),
    Metric("verbatim", "Zitate wortgetreu", "share", ("verbatim",)),
    Metric("refusal_precision", "Ablehnungen zu Recht", "share", ("refusal_precision",)),
    Metric("refusal_recall", "Unbeantwortbares abgelehnt", "share", ("refusal_recall",)),
    Metric("refusal_auroc", "Trennschärfe", "score", ("confidence", "answerable"), _auroc),
    Metric("latency_p50_ms", "Antwortzeit, Median", "ms", ("latency_ms",), _percentile(0.5)),
    Metric(
        "latency_p95_ms",
        "Antwortzeit, 95. Perzentil",
        "ms",
        ("latency_ms",),
        _percentile(0.95),
    ),
)
BY_NAME = {metric.name: metric for metric in METRICS}


def estimate(metric: Metric, table: Mapping[str, Column]) -> Estimate:
    """Compute a figure and its interval.

    Args:
        metric: Which one.
        table: Per-question values by column, all in the order of the questions.

    Returns:
        The figure over the questions where all its columns are defined.
    """
    rows = stack(metric, table)
    rows = rows[~np.isnan(rows).any(axis=1)]
    value = metric.statistic(rows) if len(rows) else float("nan")
    if np.isnan(value):
        return Estimate(value=None, low=None, high=None, n=0)
    interval = bootstrap_interval(rows, metric.statistic)
    low, high = interval or (None, None)
    return Estimate(value=value, low=low, high=high, n=len(rows))


def stack(metric: Metric, table: Mapping[str, Column]) -> Rows:
    """Put a metric's columns side by side.

    Args:
        metric: Which one.
        table: Per-question values by column.

    Returns:
        Shape (n, number of columns).
    """
    return np.stack([table[name] for name in metric.columns], axis=1)
