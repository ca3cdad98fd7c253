import numpy as np
import pytest

from index.fusion import fuse_convex, scale_min_max


def test_scores_are_stretched_to_zero_and_one():
    assert scale_min_max(np.array([2.0, 4.0, 3.0])).tolist() == [0.0, 1.0, 0.5]


def test_equal_scores_become_zeros():
    assert scale_min_max(np.array([7.0, 7.0])).tolist() == [0.0, 0.0]


def test_no_scores_stay_no_scores():
    assert scale_min_max(np.array([])).tolist() == []


def test_the_weight_is_the_share_of_the_dense_score():
    dense, lexical = np.array([0.9, 0.8, 0.7]), np.array([0.0, 10.0, 5.0])

    # scaled: dense 1, .5, 0 and lexical 0, 1, .5
    assert fuse_convex(dense, lexical, 0.8).tolist() == pytest.approx([0.8, 0.6, 0.1])


def test_vectors_of_different_length_are_refused():
    with pytest.raises(ValueError, match="shapes"):
        fuse_convex(np.zeros(2), np.zeros(3), 0.5)


@pytest.mark.parametrize("weight", [-0.1, 1.1])
def test_a_weight_outside_zero_to_one_is_refused(weight):
    with pytest.raises(ValueError, match="weight"):
        fuse_convex(np.zeros(2), np.zeros(2), weight)
