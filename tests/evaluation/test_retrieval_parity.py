"""The figures are those of the field's own programs, to six digits."""

import random

import pytest
import pytrec_eval

from evaluation.metrics.retrieval import rank_articles, retrieval_scores
from index import Hit
from ingest import Passage

TREC = {
    "recall@1": "recall_1",
    "recall@5": "recall_5",
    "recall@10": "recall_10",
    "ndcg@10": "ndcg_cut_10",
}


@pytest.fixture(scope="module")
def searched():
    """Rankings of 60 made-up searches, many of whose hits have equal scores, and their qrels."""
    chance = random.Random(7)
    articles = [f"artikel-{number}" for number in range(40)]
    rankings, qrels = {}, {}
    for number in range(60):
        found = chance.sample(articles, chance.choice([0, 3, 10, 20]))
        scores = sorted((chance.randint(1, 4) / 4 for _ in found), reverse=True)
        hits = [
            Hit(Passage(f"{key}#0", key, 0, 1, "x", ()), score, rank)
            for rank, (key, score) in enumerate(zip(found, scores, strict=True), start=1)
        ]
        rankings[f"frage-{number}"] = rank_articles(hits)
        relevant = chance.sample(articles, chance.randint(1, 6))
        qrels[f"frage-{number}"] = {key: chance.randint(1, 3) for key in relevant}
    return rankings, qrels


def by_rank(ranking):
    """The order decides, ties included: the first has the highest score, and so on."""
    return {key: 1 / (rank + 1) for rank, key in enumerate(ranking)}


def test_the_figures_are_those_of_trec_eval(searched):
    rankings, qrels = searched
    ours = retrieval_scores(rankings, qrels)

    run = {key: by_rank(ranking) for key, ranking in rankings.items()}
    first_ten = {key: by_rank(ranking[:10]) for key, ranking in rankings.items()}
    evaluator = pytrec_eval.RelevanceEvaluator(qrels, {"recall.1,5,10", "ndcg_cut.10"})
    theirs = evaluator.evaluate(run)
    ranks = pytrec_eval.RelevanceEvaluator(qrels, {"recip_rank"}).evaluate(first_ten)

    assert len(ours) == 60
    for key in ours:
        for name, trec_name in TREC.items():
            theirs_here = theirs[key][trec_name] if rankings[key] else 0.0
            assert ours[key][name] == pytest.approx(theirs_here, abs=1e-6)
        rank = ranks[key]["recip_rank"] if rankings[key] else 0.0
        assert ours[key]["mrr@10"] == pytest.approx(rank, abs=1e-6)
