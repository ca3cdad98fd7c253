import math

import numpy as np
import pytest

from evaluation.metrics.bootstrap import bootstrap_interval, mean, paired_difference


def column(*values):
    return np.array(values, dtype=float).reshape(-1, 1)


def test_the_mean_leaves_undefined_values_out():
    assert mean(column(1, math.nan, 0)) == 0.5
    assert mean(column(0.25)) == 0.25
    assert math.isnan(mean(column(math.nan)))


def test_an_interval_is_that_of_the_normal_approximation_for_many_questions():
    # 400 questions, 80 % right: standard error 0.02, so 0.8 +- 1.96 * 0.02
    low, high = bootstrap_interval(column(*[1] * 320, *[0] * 80))

    assert low == pytest.approx(0.7608, abs=0.005)
    assert high == pytest.approx(0.8392, abs=0.005)


def test_an_interval_is_the_same_every_time():
    values = column(0, 1, 1, 0, 1)

    assert bootstrap_interval(values) == bootstrap_interval(values)


def test_equal_values_have_an_interval_without_width():
    assert bootstrap_interval(column(1, 1, 1)) == (1, 1)


@pytest.mark.parametrize("values", [(), (1,), (math.nan, math.nan)])
def test_too_few_values_have_no_interval(values):
    assert bootstrap_interval(column(*values)) is None


def test_the_p_value_is_that_of_counting_draws():
    # four of six questions got better, two worse; a draw is on the far side if it takes a worse
    # one three times or more: (20 * 2**3 + 15 * 2**2 + 6 * 2 + 1) / 3**6 = 0.3196
    found = paired_difference(column(0, 0, 0, 0, 1, 1), column(1, 1, 1, 1, 0, 0))

    assert found.difference == pytest.approx(2 / 6)
    assert found.p == pytest.approx(2 * 0.3196, abs=0.05)


@pytest.mark.parametrize(("changed", "expected"), [(1, 1.0), (2, 0.5), (3, 0.25), (6, 1 / 32)])
def test_a_handful_of_questions_proves_little(changed, expected):
    old = column(*[0] * changed, math.nan)
    new = column(*[1] * changed, math.nan)

    assert paired_difference(old, new).p == expected


def test_runs_that_agree_differ_by_nothing():
    same = column(0, 1, 1, 0)

    assert paired_difference(same, same) == (0, 0, 0, 1)


def test_a_clear_change_is_significant_in_its_direction():
    worse = paired_difference(column(*[1] * 50), column(*[0] * 30, *[1] * 20))

    assert worse.difference == pytest.approx(-0.6)
    assert worse.low < worse.high < 0
    assert worse.p == pytest.approx(2 / 2001)  # no draw on the other side


def test_pairs_are_kept_together():
    # the figures vary much between questions, the change not at all
    old = column(0.1, 0.5, 0.9)

    found = paired_difference(old, old + 0.05)

    assert found.low == pytest.approx(0.05)
    assert found.high == pytest.approx(0.05)


def test_what_cannot_be_paired_has_no_difference():
    assert paired_difference(column(1), column(0)) is None
    assert paired_difference(column(), column()) is None
    assert paired_difference(column(math.nan, math.nan), column(0, 1)) is None
    with pytest.raises(ValueError, match="differ in shape"):
        paired_difference(column(1, 1), column(1))


def test_the_fast_way_to_draw_means_is_the_slow_one():
    values = column(0.3, math.nan, 0.7, 1, math.nan, 0)

    def slow(rows):
        return mean(rows)

    assert bootstrap_interval(values) == pytest.approx(bootstrap_interval(values, slow))
    assert paired_difference(values, 1 - values) == pytest.approx(
        paired_difference(values, 1 - values, slow)
    )


def test_many_questions_are_drawn_in_blocks_that_fit_into_memory(monkeypatch):
    values = column(*np.linspace(0, 1, 50))
    at_once = bootstrap_interval(values)

    monkeypatch.setattr("evaluation.metrics.bootstrap.BLOCK", 120)

    assert bootstrap_interval(values) == pytest.approx(at_once, abs=0.02)
