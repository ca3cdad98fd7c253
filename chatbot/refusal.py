"""Whether the sources answer a question at all, decided from scores before anything is said."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.evidence import PASSAGES, ScoredEvidence
from index import SearchIndex, SearchResult

# Logistic regression; the threshold refuses 8 % of the answerable questions it was chosen on
# (benchmarks/results/refusal.md):
BIAS = -11.446
SENTENCE_SIMILARITY = 2.124
TERM_SHARE = 4.863
THRESHOLD = 0.354


@dataclass(frozen=True, slots=True)
class Support:
    """How well the collection supports an answer.

    Attributes:
        sentence_similarity: Of the sentence most similar to the question, in standard deviations;
            see `SentenceScores`.
        term_share: Share of the question's terms, weighted by their rarity, that the passage which
            holds most of them holds; 0 to 1. Terms that the collection has never seen weigh most.
    """

    sentence_similarity: float
    term_share: float


def measure_support(
    index: SearchIndex, result: SearchResult, evidence: Sequence[ScoredEvidence]
) -> Support:
    """Measure how well what was found supports an answer to the query it was found for."""
    return Support(
        max((scored.similarity for scored in evidence), default=0.0),
        _term_share(index, result),
    )


def estimate_confidence(support: Support) -> float:
    """The probability that the sources answer the question, 0 to 1.

    Source: Platt, "Probabilistic Outputs for Support Vector Machines" (1999), for scaling scores
    to probabilities by logistic regression.
    """
    logit = (
        BIAS + SENTENCE_SIMILARITY * support.sentence_similarity + TERM_SHARE * support.term_share
    )
    return 1 / (1 + math.exp(-logit))


def _term_share(index: SearchIndex, result: SearchResult) -> float:
    wanted = index.weigh_terms(result.query)
    total = sum(wanted.values())
    if not total:
        return 0.0
    shares = []
    for hit in result.hits[:PASSAGES]:
        title = result.articles[hit.passage.article_id].title
        held = set(index.terms(f"{title} {hit.passage.text}"))
        shares.append(sum(weight for term, weight in wanted.items() if term in held) / total)
    return max(shares, default=0.0)
