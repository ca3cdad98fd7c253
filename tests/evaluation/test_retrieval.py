import math

import pytest

from evaluation.metrics.retrieval import rank_articles, retrieval_scores
from tests.evaluation.fake_bot import BERLIN, MERZ, PARIS, hits_for


def scores_at(rank):
    """By hand: the measures of one question whose only right article is at this rank."""
    return {
        "recall@1": float(rank <= 1),
        "recall@5": float(rank <= 5),
        "recall@10": float(rank <= 10),
        "mrr@10": 1 / rank if rank <= 10 else 0.0,
        "ndcg@10": 1 / math.log2(rank + 1) if rank <= 10 else 0.0,
    }


@pytest.mark.parametrize("rank", [1, 2, 3, 5, 6, 10, 11])
def test_each_measure_follows_from_the_rank_of_the_right_article(rank):
    ranking = [f"artikel-{number}" for number in range(1, 13)]

    scores = retrieval_scores({"q": ranking}, {"q": {f"artikel-{rank}": 1}})

    assert scores["q"] == pytest.approx(scores_at(rank))


def test_three_ranks_written_out():
    ranking = ["a", "b", "c"]

    gold = {"1": {"a": 1}, "2": {"b": 1}, "3": {"c": 1}}
    scores = retrieval_scores(dict.fromkeys("123", ranking), gold)

    assert [scores[key]["mrr@10"] for key in "123"] == pytest.approx([1, 0.5, 0.333333], abs=1e-6)
    assert [scores[key]["ndcg@10"] for key in "123"] == pytest.approx([1, 0.630930, 0.5], abs=1e-6)


def test_nothing_retrieved_scores_zero():
    scores = retrieval_scores({"leer": []}, {"leer": {"merz": 1}, "fehlt": {"merz": 1}})

    assert set(scores) == {"leer", "fehlt"}
    assert all(value == 0 for each in scores.values() for value in each.values())
    assert len(scores["leer"]) == len(scores["fehlt"]) == 5


def test_a_question_without_gold_is_left_out():
    rankings = {"a": ["merz"], "b": ["merz"]}

    assert retrieval_scores(rankings, {"a": {"merz": 1}}).keys() == {"a"}
    assert retrieval_scores(rankings, {"a": {"merz": 1}, "b": {"paris": 0}}).keys() == {"a"}
    assert retrieval_scores(rankings, {"a": {}}) == {}
    assert retrieval_scores(rankings, {}) == {}


def test_several_relevant_articles_count_by_their_grades():
    # found at 1 (grade 1) and 3 (grade 2); one of grade 1 is missed
    scores = retrieval_scores({"q": ["a", "x", "b"]}, {"q": {"a": 1, "b": 2, "c": 1}})["q"]

    # best order: 2, 1, 1
    ideal = 2 + 1 / math.log2(3) + 1 / 2
    assert scores == pytest.approx(
        {
            "recall@1": 1 / 3,
            "recall@5": 2 / 3,
            "recall@10": 2 / 3,
            "mrr@10": 1.0,
            "ndcg@10": (1 + 2 / 2) / ideal,
        }
    )


def test_the_order_counts_and_not_the_names():
    # trec_eval would break ties in favour of the greater name
    first = retrieval_scores({"q": ["zebra", "affe"]}, {"q": {"affe": 1}})
    second = retrieval_scores({"q": ["affe", "zebra"]}, {"q": {"zebra": 1}})

    assert first["q"]["mrr@10"] == second["q"]["mrr@10"] == 0.5


def test_articles_rank_where_their_first_passage_stands():
    hits = hits_for(PARIS, MERZ, PARIS, PARIS, BERLIN, MERZ)

    assert rank_articles(hits) == ("paris", "merz", "berlin")
    assert rank_articles(()) == ()
