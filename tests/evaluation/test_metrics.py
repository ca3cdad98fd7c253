import math

import numpy as np
import pytest

from evaluation.metrics.definitions import BY_NAME, METRICS, SCORES, Estimate, estimate, stack


def table(**columns):
    return {name: np.array(values, dtype=float) for name, values in columns.items()}


def test_a_mean_is_over_the_questions_where_it_is_defined():
    found = estimate(BY_NAME["recall@5"], table(**{"recall@5": [1, math.nan, 0, 1, 1]}))

    assert found.value == 0.75
    assert found.n == 4
    assert 0 <= found.low <= 0.75 <= found.high <= 1


def test_a_figure_without_questions_is_undefined():
    found = estimate(BY_NAME["verbatim"], table(verbatim=[math.nan, math.nan]))

    assert found == Estimate(value=None, low=None, high=None, n=0)


def test_one_question_gives_a_figure_without_interval():
    found = estimate(BY_NAME["token_f1"], table(token_f1=[0.5]))

    assert found == Estimate(value=0.5, low=None, high=None, n=1)


def test_the_trec_like_figures_are_means_and_times_are_percentiles():
    values = table(latency_ms=[10, 20, 30, 40, 50])

    assert estimate(BY_NAME["latency_p50_ms"], values).value == 30
    assert estimate(BY_NAME["latency_p95_ms"], values).value == pytest.approx(48)


def test_auroc_is_made_of_confidence_and_answerability():
    found = estimate(
        BY_NAME["refusal_auroc"],
        table(confidence=[0.9, 0.5, 0.5, 0.3], answerable=[1, 1, 0, 0]),
    )

    assert found.value == pytest.approx(3.5 / 4)
    assert found.n == 4


def test_auroc_is_undefined_if_all_is_answerable():
    found = estimate(BY_NAME["refusal_auroc"], table(confidence=[0.9, 0.5], answerable=[1, 1]))

    assert found.value is None


def test_a_figure_is_good_when_high_but_for_errors_times_and_what_is_only_told():
    directions = {metric.name: metric.better for metric in METRICS if metric.better != "higher"}

    assert directions == {
        "words": "neither",
        "uncited": "lower",
        "invalid_numbers": "lower",
        "coverage": "neither",
        "aurc": "lower",
        "ece": "lower",
        "latency_p50_ms": "lower",
        "latency_p95_ms": "lower",
    }
    assert BY_NAME["recall@5"].higher_is_better
    assert not BY_NAME["words"].higher_is_better


def test_names_and_headings_tell_figures_apart():
    assert len(BY_NAME) == len(METRICS) == len({metric.heading for metric in METRICS})
    assert {"passage_recall@1", "evidence_ndcg@10", "right", "answered"} <= set(SCORES)
    assert "latency_ms" not in SCORES


def test_refusing_well_shows_in_coverage_accuracy_and_area():
    values = table(
        answered=[1, 1, 0, 0],
        accuracy=[1, 0, math.nan, math.nan],
        right=[1, 0, 0, 0],
        confidence=[0.9, 0.8, 0.2, 0.1],
        answerable=[1, 1, 0, 0],
    )

    assert estimate(BY_NAME["coverage"], values).value == 0.5
    assert estimate(BY_NAME["accuracy"], values).value == 0.5
    assert estimate(BY_NAME["accuracy"], values).n == 2
    # risk 0, 1/2, 2/3, 3/4 as more and more questions are let in
    assert estimate(BY_NAME["aurc"], values).value == pytest.approx((0 + 1 / 2 + 2 / 3 + 3 / 4) / 4)
    # every question is in a bin of its own: 0.1, 0.2, 0.2, 0.1 off
    assert estimate(BY_NAME["ece"], values).value == pytest.approx(0.6 / 4)


def test_columns_stand_side_by_side():
    rows = stack(BY_NAME["refusal_auroc"], table(confidence=[0.9, 0.5, 0.1], answerable=[1, 1, 0]))

    assert rows.tolist() == [[0.9, 1], [0.5, 1], [0.1, 0]]
