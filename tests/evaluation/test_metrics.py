import math

import numpy as np
import pytest

from evaluation.metrics import BY_NAME, METRICS, Estimate, estimate, percentile, stack


def table(**columns):
    return {name: np.array(values, dtype=float) for name, values in columns.items()}


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([30, 10, 20], 0.5, 20),
        # between rank 19 and 20 of 20, at 0.95 * 19 = 18.05: 19 + 0.05
        (range(1, 21), 0.95, 19.05),
        ([10, 20], 0.5, 15),
        ([7], 0.95, 7),
        ([], 0.5, None),
    ],
)
def test_a_percentile_lies_between_the_nearest_two_values(values, share, expected):
    assert percentile(list(values), share) == (
        expected if expected is None else pytest.approx(expected)
    )


def test_a_percentile_is_asked_for_as_a_share():
    with pytest.raises(ValueError, match=r"0\.\.1, not 95"):
        percentile([1, 2], 95)


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


def test_only_times_are_better_when_lower():
    lower = [metric.name for metric in METRICS if not metric.higher_is_better]

    assert lower == ["latency_p50_ms", "latency_p95_ms"]


def test_columns_stand_side_by_side():
    rows = stack(BY_NAME["refusal_auroc"], table(confidence=[0.9, 0.5, 0.1], answerable=[1, 1, 0]))

    assert rows.tolist() == [[0.9, 1], [0.5, 1], [0.1, 0]]
