import pytest

from evaluation.metrics.definitions import Estimate
from evaluation.reports.figures import change, change_interval, figure, interval


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (0.9567, "share", "95,7\u00a0%"),
        (1.0, "share", "100,0\u00a0%"),
        (0.9749, "score", "0,975"),
        (1204.4, "ms", "1.204\u00a0ms"),
        (4.62, "ms", "4,6\u00a0ms"),
        (None, "share", "–"),
    ],
)
def test_figures_are_written_the_german_way(value, unit, expected):
    assert figure(value, unit) == expected


def test_an_interval_is_written_from_end_to_end():
    known = Estimate(0.5, 0.25, 0.75, 9)

    assert interval(known, "share") == "25,0 bis 75,0\u00a0%"
    assert interval(Estimate(0.5, None, None, 1), "share") == "–"


@pytest.mark.parametrize(
    ("difference", "unit", "expected"),
    [
        (0.012, "share", "+1,2\u00a0Punkte"),
        (-0.013, "score", "−0,013"),
        (0, "ms", "±0,0\u00a0ms"),
        (-0.0004, "score", "±0,000"),
    ],
)
def test_a_change_has_a_sign(difference, unit, expected):
    assert change(difference, unit) == expected


def test_the_interval_of_a_change_has_its_unit_once():
    assert change_interval(-0.031, 0.004, "share") == "−3,1 bis +0,4\u00a0Punkte"
