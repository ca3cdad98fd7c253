"""Figures a run must reach, as given by --fail-under."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from evaluation.errors import ThresholdError
from evaluation.metrics.definitions import BY_NAME, Estimate, Metric


@dataclass(frozen=True, slots=True)
class Threshold:
    """The least a figure may be.

    Attributes:
        metric: Which one.
        least: 0..1.
    """

    metric: Metric
    least: float


def parse_threshold(text: str) -> Threshold:
    """Read a threshold such as "recall@5=0.9".

    Args:
        text: A metric's name (in any case), "=", and a number with a point, 0..1.

    Returns:
        The threshold.

    Raises:
        ThresholdError: If it is written otherwise, or the metric is unknown or a time.
    """
    name, equals, number = (part.strip() for part in text.partition("="))
    if not equals:
        raise ThresholdError(text, reason="write it as metric=value, such as recall@5=0.9")
    metric = BY_NAME.get(name.casefold())
    if metric is None or not metric.higher_is_better:
        known = ", ".join(each.name for each in BY_NAME.values() if each.higher_is_better)
        raise ThresholdError(text, reason=f"no such metric {name!r}; known are {known}")
    try:
        least = float(number)
    except ValueError as error:
        raise ThresholdError(text, reason=f"{number!r} is no number such as 0.9") from error
    if not 0 <= least <= 1:
        raise ThresholdError(text, reason="the value lies in 0..1, such as 0.9 for 90 %")
    return Threshold(metric=metric, least=least)


def missed(
    thresholds: Iterable[Threshold], metrics: Mapping[str, Estimate]
) -> list[tuple[Threshold, float | None]]:
    """List the thresholds that a run misses.

    Args:
        thresholds: What it must reach.
        metrics: What it reached.

    Returns:
        Each threshold missed, with the figure; None where it is undefined, which counts as
        missed, for nothing shows that it is reached.
    """
    reached = [(each, metrics[each.metric.name].value) for each in thresholds]
    return [(each, value) for each, value in reached if value is None or value < each.least]
