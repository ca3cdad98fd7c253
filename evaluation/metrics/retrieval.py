"""How well the right things are found, in the field's measures."""

from collections.abc import Mapping, Sequence

import ir_measures
from ir_measures import RR, R, nDCG

from index import Hit

MEASURES = {
    "recall@1": R @ 1,
    "recall@5": R @ 5,
    "recall@10": R @ 10,
    "mrr@10": RR @ 10,
    "ndcg@10": nDCG @ 10,
}


def rank_articles(hits: Sequence[Hit]) -> tuple[str, ...]:
    """Rank articles by their best passage.

    Args:
        hits: Passages, best first.

    Returns:
        The articles' ids, each where its first passage stands.
    """
    return tuple(dict.fromkeys(hit.passage.article_id for hit in hits))


def retrieval_scores(
    rankings: Mapping[str, Sequence[str]], qrels: Mapping[str, Mapping[str, int]]
) -> dict[str, dict[str, float]]:
    """Score rankings against what is relevant.

    recall@k is the share of the relevant things among the first k. The reciprocal rank (its mean
    is mrr@10) is 1/r for the first relevant one at rank r <= 10, else 0. ndcg@10 is the sum of
    grade / log2(rank + 1) over the first 10, divided by that of the best possible order. With one
    relevant thing at rank r <= 10, that is 1/log2(r + 1).

    Args:
        rankings: Query id to the ids of what was found, best first, without repetition; may be
            empty.
        qrels: Query id to the grades of what is relevant (at least 1), by id. Queries for which
            nothing is relevant are left out.

    Returns:
        Query id to measure ("recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10") to value,
        0..1, for each query with something relevant. One without a ranking scores 0.

    Source: computed by ir_measures (MacAvaney, Macdonald and Ounis, ECIR 2022); recall and MRR
    as in TREC, nDCG by Järvelin and Kekäläinen (TOIS 2002).
    """
    names = {measure: name for name, measure in MEASURES.items()}
    judged = {key: dict(grades) for key, grades in qrels.items() if max([0, *grades.values()]) > 0}
    # Scores fall strictly, for trec_eval breaks ties by the documents' names.
    run = {
        key: {found: float(-rank) for rank, found in enumerate(rankings.get(key, ()))}
        for key in judged
    }
    scores: dict[str, dict[str, float]] = {key: {} for key in judged}
    for found in ir_measures.iter_calc(list(names), judged, run) if judged else ():
        scores[found.query_id][names[found.measure]] = float(found.value)
    return scores
