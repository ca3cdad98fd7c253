"""How well the right article is found, in the field's measures."""

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
    rankings: Mapping[str, Sequence[str]], gold: Mapping[str, str]
) -> dict[str, dict[str, float]]:
    """Score rankings of articles against the one right article of each question.

    With one right article at rank r: recall@k is 1 if r <= k, else 0; the reciprocal rank
    (its mean is mrr@10) is 1/r if r <= 10, else 0; ndcg@10 is 1/log2(r + 1) if r <= 10, else 0.

    Args:
        rankings: Question id to article ids, best first, without repetition; may be empty.
        gold: Question id to the id of its right article. Questions without one are left out.

    Returns:
        Question id to measure ("recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10") to
        value, 0..1, for each question in `gold`. One without a ranking scores 0.

    Source: computed by ir_measures (MacAvaney, Macdonald and Ounis, ECIR 2022); recall and MRR
    as in TREC, nDCG by Järvelin and Kekäläinen (TOIS 2002).
    """
    names = {measure: name for name, measure in MEASURES.items()}
    qrels = {key: {article_id: 1} for key, article_id in gold.items()}
    # Scores fall strictly, for trec_eval breaks ties by the documents' names.
    run = {
        key: {article_id: float(-rank) for rank, article_id in enumerate(rankings.get(key, ()))}
        for key in gold
    }
    scores: dict[str, dict[str, float]] = {key: {} for key in gold}
    for found in ir_measures.iter_calc(list(names), qrels, run) if gold else ():
        scores[found.query_id][names[found.measure]] = float(found.value)
    return scores
