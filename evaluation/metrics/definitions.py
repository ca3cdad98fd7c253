"""The figures of a run: what each is called, what it is made of, how it is summed up."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evaluation.metrics.bootstrap import Rows, Statistic, bootstrap_interval, mean
from evaluation.metrics.statistics import (
    aurc_of,
    auroc_of,
    calibration_error_of,
    median,
    percentile_95,
)

Column = NDArray[np.float64]  # shape (n,): a value for each question, NaN where undefined
Unit = Literal["share", "score", "ms", "words"]
Better = Literal["higher", "lower", "neither"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One figure of a run.

    Attributes:
        name: As in files and on the command line.
        heading: As the user reads it.
        unit: "share" (0..1, read as per cent), "score" (0..1), "ms" or "words".
        columns: The per-question values it is made of.
        statistic: From those values to the figure.
        better: Which way is good; "neither" for what is only told.
    """

    name: str
    heading: str
    unit: Unit
    columns: tuple[str, ...]
    statistic: Statistic = mean
    better: Better = "higher"

    @property
    def higher_is_better(self) -> bool:
        """Whether more of it is good."""
        return self.better == "higher"


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


def _search(prefix: str, what: str, gain: str) -> tuple[Metric, ...]:
    """The five figures of the search at one level."""
    firsts = ((1, "an erster Stelle"), (5, "unter den ersten 5"), (10, "unter den ersten 10"))
    recalls = (
        Metric(f"{prefix}recall@{k}", f"{what} {where}", "share", (f"{prefix}recall@{k}",))
        for k, where in firsts
    )
    mrr, ndcg = f"{prefix}mrr@10", f"{prefix}ndcg@10"
    return (
        *recalls,
        Metric(mrr, f"Kehrwert des Rangs{gain}, Mittel", "score", (mrr,)),
        Metric(ndcg, f"Güte der Rangfolge{gain}", "score", (ndcg,)),
    )


METRICS = (
    *_search("", "Artikel", ""),
    *_search("passage_", "Passage", " (Passage)"),
    *_search("evidence_", "Belegsatz", " (Belegsatz)"),
    Metric("contains_gold", "Richtige Antwort enthalten", "share", ("contains_gold",)),
    Metric("exact_match", "Genau die richtige Antwort", "share", ("exact_match",)),
    Metric("token_f1", "Wortgleichheit mit ihr", "share", ("token_f1",)),
    Metric("chrf", "Buchstabengleichheit mit ihr", "share", ("chrf",)),
    Metric("words", "Wörter je Antwort", "words", ("words",), better="neither"),
    Metric("evidence_cited", "Richtige Stelle belegt", "share", ("evidence_cited",)),
    Metric("citation_precision", "Zitate, die sie zeigen", "share", ("citation_precision",)),
    Metric("citation_recall", "Sätze mit solchem Zitat", "share", ("citation_recall",)),
    Metric("uncited", "Sätze ohne Zitat", "share", ("uncited",), better="lower"),
    Metric(
        "invalid_numbers", "Ungültige Zitatnummern", "share", ("invalid_numbers",), better="lower"
    ),
    Metric("verbatim", "Zitate wortgetreu", "share", ("verbatim",)),
    Metric("refusal_precision", "Ablehnungen zu Recht", "share", ("refusal_precision",)),
    Metric("refusal_recall", "Unbeantwortbares abgelehnt", "share", ("refusal_recall",)),
    Metric("refusal_auroc", "Trennschärfe", "score", ("confidence", "answerable"), auroc_of),
    Metric("coverage", "Beantwortet", "share", ("answered",), better="neither"),
    Metric("accuracy", "Davon richtig", "share", ("accuracy",)),
    Metric(
        "aurc",
        "Fläche unter Risiko und Abdeckung",
        "score",
        ("confidence", "right"),
        aurc_of,
        better="lower",
    ),
    Metric(
        "ece",
        "Fehler der Sicherheit",
        "score",
        ("confidence", "answerable"),
        calibration_error_of,
        better="lower",
    ),
    Metric("latency_p50_ms", "Antwortzeit, Median", "ms", ("latency_ms",), median, better="lower"),
    Metric(
        "latency_p95_ms",
        "Antwortzeit, 95. Perzentil",
        "ms",
        ("latency_ms",),
        percentile_95,
        better="lower",
    ),
)
SCORES = tuple(  # what each question is scored for; the other columns come with its answer
    dict.fromkeys(
        name
        for metric in METRICS
        for name in metric.columns
        if name not in {"confidence", "answerable", "latency_ms"}
    )
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
