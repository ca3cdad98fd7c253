import numpy as np
import pytest

from evaluation.metrics.refusal import auroc, refusal_precision, refusal_recall

YES, NO = True, False


@pytest.mark.parametrize(
    ("refused", "answerable", "precision", "recall"),
    [
        # refused: 1, 2, 3; unanswerable: 2, 3, 4, 5; both: 2, 3
        ([YES, YES, YES, NO, NO], [YES, NO, NO, NO, NO], 2 / 3, 2 / 4),
        ([YES, NO], [NO, YES], 1.0, 1.0),
        ([YES, NO], [YES, NO], 0.0, 0.0),
        ([NO, NO], [YES, NO], None, 0.0),
        ([YES, NO], [YES, YES], 0.0, None),
        ([NO, NO], [YES, YES], None, None),
        ([YES, YES], [NO, NO], 1.0, 1.0),
        ([], [], None, None),
    ],
)
def test_a_refusal_is_the_positive_class(refused, answerable, precision, recall):
    assert refusal_precision(refused, answerable) == precision
    assert refusal_recall(refused, answerable) == recall


def test_precision_and_recall_are_the_means_over_single_questions():
    refused = [YES, YES, YES, NO, NO]
    answerable = [YES, NO, NO, NO, YES]
    singles = [
        (refusal_precision([was], [can]), refusal_recall([was], [can]))
        for was, can in zip(refused, answerable, strict=True)
    ]

    precisions = [one for one, _ in singles if one is not None]
    recalls = [two for _, two in singles if two is not None]

    assert np.mean(precisions) == pytest.approx(refusal_precision(refused, answerable))
    assert np.mean(recalls) == pytest.approx(refusal_recall(refused, answerable))


@pytest.mark.parametrize(
    ("confidence", "answerable", "expected"),
    [
        ([0.9, 0.8, 0.2, 0.1], [YES, YES, NO, NO], 1.0),
        ([0.1, 0.2, 0.8, 0.9], [YES, YES, NO, NO], 0.0),
        ([0.5, 0.5, 0.5], [YES, NO, NO], 0.5),
        # pairs (yes, no): .9>.5, .9>.3, .5=.5 (half), .5>.3 -> 3.5 of 4
        ([0.9, 0.5, 0.5, 0.3], [YES, YES, NO, NO], 3.5 / 4),
        # .9>.4, .9>.6, .5>.4, .5<.6, .4=.4 (half), .4<.6 -> 3.5 of 6
        ([0.9, 0.5, 0.4, 0.4, 0.6], [YES, YES, YES, NO, NO], 3.5 / 6),
    ],
)
def test_auroc_is_the_share_of_pairs_in_the_right_order(confidence, answerable, expected):
    assert auroc(confidence, answerable) == pytest.approx(expected)


@pytest.mark.parametrize("answerable", [[YES, YES], [NO, NO], []])
def test_auroc_is_undefined_without_both_kinds_of_questions(answerable):
    assert auroc([0.5] * len(answerable), answerable) is None


def test_auroc_agrees_with_counting_pairs_in_a_large_set_with_ties():
    random = np.random.default_rng(3)
    confidence = random.integers(0, 8, 60) / 8
    answerable = random.random(60) < 0.6
    pairs = [
        1.0 if yes > no else 0.5 if yes == no else 0.0
        for yes in confidence[answerable]
        for no in confidence[~answerable]
    ]

    assert auroc(confidence, answerable) == pytest.approx(np.mean(pairs))


def test_lists_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="2 confidences for 1 questions"):
        auroc([0.5, 0.6], [YES])
    with pytest.raises(ValueError, match="shorter"):
        refusal_precision([YES, NO], [YES])
