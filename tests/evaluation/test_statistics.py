import math

import numpy as np
import pytest

from evaluation.metrics.statistics import (
    aurc_of,
    auroc_of,
    calibration_error_of,
    median,
    percentile,
    percentile_95,
)


def rows(*columns):
    return np.array(columns, dtype=float).T


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


def test_rows_with_an_undefined_value_are_left_out():
    assert median(rows([1, math.nan, 3])) == 2
    assert percentile_95(rows([10, 20, math.nan])) == pytest.approx(19.5)
    assert auroc_of(rows([0.9, 0.1, 0.5], [1, 0, math.nan])) == 1
    assert aurc_of(rows([0.9, 0.5, 0.1], [1, math.nan, 0])) == pytest.approx((0 + 1 / 2) / 2)
    assert calibration_error_of(rows([1, 0.5], [0, math.nan])) == 1


def test_without_rows_nothing_is_defined():
    empty = np.empty((0, 2))

    for statistic in (median, percentile_95, auroc_of, aurc_of, calibration_error_of):
        assert math.isnan(statistic(empty))
