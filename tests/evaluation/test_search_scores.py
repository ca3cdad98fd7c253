import math

import pytest

from evaluation.metrics.search_scores import NAMES, search_scores
from evaluation.question_sets.gold import Gold, Place

# An article of three passages; the evidence stands in the second, more of it in the third.
FIRST, SECOND, THIRD = (Place("merz", start, start + 100) for start in (0, 100, 200))
OTHER = Place("paris", 100, 200)
MAJORITY, DOUBT = Place("merz", 120, 160), Place("merz", 230, 250)


def scores_of(*hits, evidence=((MAJORITY,), (DOUBT,)), passages=(SECOND, THIRD)):
    ranking = tuple(dict.fromkeys(hit.article_id for hit in hits))
    return search_scores(ranking, hits, Gold({"merz": 1}, evidence, passages))


def level(scores, prefix):
    names = ("recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10")
    return [scores[prefix + name] for name in names]


def test_the_right_article_may_be_found_by_the_wrong_passage():
    scores = scores_of(FIRST)

    assert level(scores, "") == [1, 1, 1, 1, 1]
    assert level(scores, "passage_") == [0, 0, 0, 0, 0]
    assert level(scores, "evidence_") == [0, 0, 0, 0, 0]


def test_passages_and_evidence_are_found_at_their_own_ranks():
    scores = scores_of(OTHER, SECOND, FIRST, THIRD)
    # relevant at ranks 2 and 4 of two that are relevant; the best order is 1 and 2
    gain = (1 / math.log2(3) + 1 / math.log2(5)) / (1 + 1 / math.log2(3))

    assert level(scores, "") == pytest.approx([0, 1, 1, 1 / 2, 1 / math.log2(3)])
    assert level(scores, "passage_") == pytest.approx([0, 1, 1, 1 / 2, gain])
    assert level(scores, "evidence_") == pytest.approx([0, 1, 1, 1 / 2, gain])


def test_a_gold_passage_that_is_not_found_counts_as_missed():
    scores = scores_of(SECOND)

    # one of two, at rank 1: nDCG 1 / (1 + 1/log2(3))
    expected = [1 / 2, 1 / 2, 1 / 2, 1, 1 / (1 + 1 / math.log2(3))]
    assert level(scores, "passage_") == pytest.approx(expected)
    assert level(scores, "evidence_") == pytest.approx(expected)


def test_one_passage_may_show_all_the_evidence():
    scores = scores_of(Place("merz", 100, 300))

    # it overlaps both gold passages of the index's cut, so nothing is missed
    assert level(scores, "passage_") == [1, 1, 1, 1, 1]
    assert level(scores, "evidence_") == [1, 1, 1, 1, 1]


def test_evidence_is_shown_from_half_its_characters_on_and_only_once():
    half, less = Place("merz", 100, 140), Place("merz", 100, 139)
    only = {"evidence": ((MAJORITY,),), "passages": (SECOND,)}

    assert level(scores_of(half, **only), "evidence_") == [1, 1, 1, 1, 1]
    assert level(scores_of(less, **only), "evidence_") == [0, 0, 0, 0, 0]
    assert level(scores_of(less, **only), "passage_") == [1, 1, 1, 1, 1]
    # the second passage shows nothing new and does no harm
    assert level(scores_of(half, SECOND, **only), "evidence_") == [1, 1, 1, 1, 1]


def test_any_place_where_evidence_stands_will_do():
    twice = (Place("paris", 110, 120), MAJORITY)

    assert scores_of(OTHER, evidence=(twice,))["evidence_recall@1"] == 1


def test_ranks_beyond_ten_do_not_count():
    hits = [Place("berlin", number, number + 1) for number in range(10)] + [SECOND]
    scores = scores_of(*hits, evidence=((MAJORITY,),), passages=(SECOND,))

    assert level(scores, "passage_") == level(scores, "evidence_") == [0, 0, 0, 0, 0]


def test_nothing_retrieved_scores_0_and_nothing_to_find_has_no_score():
    assert all(value == 0 for value in scores_of().values())
    assert set(search_scores(("merz",), (FIRST,), Gold({})).values()) == {None}
    assert tuple(scores_of()) == NAMES


def test_evidence_that_stands_nowhere_is_missed():
    scores = scores_of(SECOND, evidence=((),), passages=())

    assert level(scores, "passage_") == level(scores, "evidence_") == [0, 0, 0, 0, 0]


def test_without_evidence_there_is_no_score_for_it_but_for_passages_with_the_answer():
    scores = scores_of(THIRD, SECOND, evidence=(), passages=(SECOND,))

    assert level(scores, "passage_") == pytest.approx([0, 1, 1, 1 / 2, 1 / math.log2(3)])
    assert level(scores, "evidence_") == [None] * 5
