"""The figures of a run for each kind of question and for each outlet."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from chatbot.question import classify_question
from evaluation.metrics.definitions import METRICS, Column, Estimate, estimate
from evaluation.question_sets.question import Question

Breakdowns = dict[str, dict[str, dict[str, Estimate]]]


def break_down(
    questions: Sequence[Question], sources: Sequence[str], table: Mapping[str, Column]
) -> Breakdowns:
    """Sum up the questions of a run by kind and by source.

    Args:
        questions: Of the run.
        sources: For each, the outlet of the article that answers it; empty if unknown.
        table: Per-question values by column, in the same order.

    Returns:
        "kind" and "source", each from group to metric name to figure; the largest group first.
        Kinds are those of `classify_question`. Questions without a known source are in no group
        of "source".
    """
    kinds = [classify_question(question.question) for question in questions]
    return {"kind": _by_label(kinds, table), "source": _by_label(sources, table)}


def _by_label(labels: Iterable[str], table: Mapping[str, Column]) -> dict[str, dict[str, Estimate]]:
    members: dict[str, list[int]] = {}
    for place, label in enumerate(labels):
        if label:
            members.setdefault(label, []).append(place)
    return {
        label: _figures(places, table)
        for label, places in sorted(members.items(), key=lambda item: (-len(item[1]), item[0]))
    }


def _figures(places: Sequence[int], table: Mapping[str, Column]) -> dict[str, Estimate]:
    part = {name: column[np.asarray(places)] for name, column in table.items()}
    return {metric.name: estimate(metric, part) for metric in METRICS}
