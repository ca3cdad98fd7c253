import math

import numpy as np
import pytest

from evaluation.metrics.agreement import cohens_kappa


def rows(both, first_only, second_only, neither):
    pairs = [(1, 1)] * both + [(1, 0)] * first_only + [(0, 1)] * second_only + [(0, 0)] * neither
    return np.array(pairs, dtype=float).reshape(-1, 2)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((20, 5, 10, 15), 0.4),  # Cohen's usual example: p = 35/50, e = 0.5
        ((3, 0, 0, 7), 1.0),
        ((1, 1, 1, 1), 0.0),
        ((0, 5, 5, 0), -1.0),
    ],
)
def test_agreement_is_measured_beyond_chance(counts, expected):
    assert cohens_kappa(rows(*counts)) == pytest.approx(expected)


@pytest.mark.parametrize("counts", [(0, 0, 0, 0), (9, 0, 0, 0), (0, 0, 0, 4)])
def test_without_two_different_judgements_agreement_is_undefined(counts):
    assert math.isnan(cohens_kappa(rows(*counts)))
