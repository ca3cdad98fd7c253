import pytest

from evaluation.metrics.calibration import Bin, calibration_error, reliability_bins

YES, NO = True, False


@pytest.mark.parametrize(
    ("confidence", "answerable", "expected"),
    [
        # one bin: 3 of 4 answerable at a confidence of 0.75
        ([0.75] * 4, [YES, YES, YES, NO], 0.0),
        # bin 0.9..1: |1/2 - 0.95| of 2; bin 0.1..0.2: |0 - 0.15| of 2
        ([0.95, 0.95, 0.15, 0.15], [YES, NO, NO, NO], (2 * 0.45 + 2 * 0.15) / 4),
        # sure and wrong
        ([1.0, 0.0], [NO, YES], 1.0),
        ([1.0, 0.0], [YES, NO], 0.0),
        # within a bin deviations cancel out: mean confidence 0.5, half answerable
        ([0.45, 0.45], [YES, NO], 0.05),
        ([], [], None),
    ],
)
def test_the_error_is_the_mean_distance_of_confidence_and_truth(confidence, answerable, expected):
    found = calibration_error(confidence, answerable)

    assert found == (None if expected is None else pytest.approx(expected))


def test_a_bin_holds_its_upper_end_and_the_first_one_0():
    bins = reliability_bins([0.0, 0.1, 0.3, 0.7, 1.0], [NO, NO, YES, YES, YES])

    assert [each.count for each in bins] == [2, 0, 1, 0, 0, 0, 1, 0, 0, 1]
    assert bins[0] == Bin(0.0, 0.1, 2, pytest.approx(0.05), 0.0)
    assert bins[9] == Bin(0.9, 1.0, 1, 1.0, 1.0)
    assert bins[1] == Bin(0.1, 0.2, 0, 0.0, 0.0)


def test_what_is_no_probability_is_refused():
    with pytest.raises(ValueError, match=r"0\.\.1"):
        calibration_error([1.2], [YES])
    with pytest.raises(ValueError, match=r"0\.\.1"):
        calibration_error([float("nan")], [YES])
    with pytest.raises(ValueError, match="2 confidences for 1 questions"):
        calibration_error([0.5, 0.5], [YES])
