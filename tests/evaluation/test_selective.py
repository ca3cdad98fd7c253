import pytest

from evaluation.metrics.selective import area_under_risk, risk_coverage_curve


def test_risk_is_the_share_of_wrong_answers_among_the_most_confident():
    # from the surest on: right, wrong, right, wrong
    curve = risk_coverage_curve([0.1, 0.9, 0.7, 0.5], [0, 1, 0, 1])

    assert [point.coverage for point in curve] == [0.25, 0.5, 0.75, 1]
    assert [point.risk for point in curve] == pytest.approx([0, 1 / 2, 1 / 3, 1 / 2])


@pytest.mark.parametrize(
    ("confidence", "right", "expected"),
    [
        ([0.1, 0.9, 0.7, 0.5], [0, 1, 0, 1], (0 + 1 / 2 + 1 / 3 + 1 / 2) / 4),
        # the best order of the same answers, and the worst
        ([0.9, 0.8, 0.2, 0.1], [1, 1, 0, 0], (0 + 0 + 1 / 3 + 2 / 4) / 4),
        ([0.9, 0.8, 0.2, 0.1], [0, 0, 1, 1], (1 + 1 + 2 / 3 + 2 / 4) / 4),
        # equal confidence: any order, so each step expects half wrong
        ([0.5, 0.5], [1, 0], 0.5),
        ([0.9, 0.5, 0.5], [1, 1, 0], (0 + 1 / 4 + 1 / 3) / 3),
        ([0.9, 0.1], [1, 1], 0.0),
        ([0.9, 0.1], [0, 0], 1.0),
        ([0.3], [0], 1.0),
        ([], [], None),
    ],
)
def test_the_area_is_the_mean_risk_over_all_coverages(confidence, right, expected):
    found = area_under_risk(confidence, right)

    assert found == (None if expected is None else pytest.approx(expected))


def test_without_questions_there_is_no_curve_and_lengths_must_agree():
    assert risk_coverage_curve([], []) == []
    with pytest.raises(ValueError, match="2 confidences for 1 questions"):
        area_under_risk([0.5, 0.6], [1])
