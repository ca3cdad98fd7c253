"""Whether the sources answer a question at all, decided from scores before anything is said."""

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from chatbot.answer import Evidence
from chatbot.evidence import PASSAGES, ScoredEvidence
from chatbot.question import QuestionKind, classify_question
from index import ArticleFilter, SearchIndex, SearchResult
from ingest import detect_language


@dataclass(frozen=True, slots=True)
class Support:
    """How well the collection supports an answer.

    Attributes:
        sentence_similarity: Of the sentence most similar to the question, in standard deviations;
            see `SentenceScores`.
        term_share: Share of the question's terms, weighted by their rarity, that the passage which
            holds most of them holds; 0 to 1. Terms that the collection has never seen weigh most.
        reading: What the reader makes of the sentence that would be shown first, see
            `SentenceReading.score`; None without a reader.
        kind: What is asked for.
    """

    sentence_similarity: float
    term_share: float
    reading: float | None = None
    kind: QuestionKind = "other"


@dataclass(frozen=True, slots=True)
class Calibration:
    """From support to confidence, and where to refuse.

    The confidence is the product of two probabilities: that the sources speak of what is asked,
    and that the best sentence answers it.

    Attributes:
        topic: Logistic regression of the first: its constant, and the weights of
            `sentence_similarity` and `term_share`.
        answer: Logistic regression of the second: its constant, and the weight of `reading`.
        reason: The same for questions that ask for a reason. Reasons are often given without saying
            so; a low reading tells less against them.
        threshold: Below this confidence a question is refused.
    """

    topic: tuple[float, float, float]
    answer: tuple[float, float]
    reason: tuple[float, float]
    threshold: float


# Fitted on both development sets (benchmarks/results/refusal.md has a later fit). Set by hand, with
# the reader: the flatter slope for reasons, and the threshold, which is lower than a fit that
# refuses 8 % would have it.
WITHOUT_READER = Calibration((-11.446, 2.124, 4.863), (0.0, 0.0), (0.0, 0.0), 0.354)
WITH_READER = Calibration((-12.257, 2.455, 6.820), (0.447, 0.313), (0.447, 0.208), 0.22)

# Share of a question's terms that sources in another language are taken to hold. Set by hand on a
# few English questions over German articles; it makes up for their lower similarity, too.
_SHARE_ACROSS_LANGUAGES = 0.8


def measure_support(
    question: str, index: SearchIndex, result: SearchResult, evidence: Sequence[ScoredEvidence]
) -> Support:
    """Measure how well what was found supports an answer to a question.

    Args:
        question: As it is to be understood.
        index: What was searched.
        result: What was found.
        evidence: Its sentences, the one that would be shown first in front. Where it is in another
            language than the question, terms tell nothing.
    """
    same = not evidence or speaks_the_language_of(question, evidence[0].evidence)
    return Support(
        max((scored.similarity for scored in evidence), default=0.0),
        max(_term_share(index, result), 0.0 if same else _SHARE_ACROSS_LANGUAGES),
        evidence[0].reading if evidence else None,
        classify_question(question),
    )


def estimate_confidence(support: Support, calibration: Calibration) -> float:
    """The probability that the sources answer the question, 0 to 1.

    Source: Platt, "Probabilistic Outputs for Support Vector Machines" (1999), for scaling scores
    to probabilities by logistic regression.
    """
    constant, similarity, share = calibration.topic
    speaks_of_it = _logistic(
        constant + similarity * support.sentence_similarity + share * support.term_share
    )
    if support.reading is None:
        return speaks_of_it
    constant, weight = calibration.reason if support.kind == "reason" else calibration.answer
    return speaks_of_it * _logistic(constant + weight * support.reading)


def _logistic(logit: float) -> float:
    return 1 / (1 + math.exp(-logit))


def share_of_terms(wanted: Mapping[str, float], held: Set[str]) -> float:
    """Share of weighted terms that are held, 0 to 1; 0 if none is wanted."""
    total = sum(wanted.values())
    return sum(weight for term, weight in wanted.items() if term in held) / total if total else 0.0


def speaks_the_language_of(question: str, evidence: Evidence) -> bool:
    """Whether evidence is in the language of a question."""
    return detect_language(evidence.passage.text) == detect_language(question)


def find_unknown_words(index: SearchIndex, question: str, within: ArticleFilter) -> list[str]:
    """The words of a question, names above all, that no passage of the articles chosen holds."""
    unknown = []
    for word in question.split()[1:]:
        bare = word.strip(".,;:?!()„“”»«'")
        if bare[:1].isupper() and bare not in unknown:
            terms = index.terms(bare)
            if terms and not any(index.holds_term(term, within=within) for term in terms):
                unknown.append(bare)
    return unknown


def _term_share(index: SearchIndex, result: SearchResult) -> float:
    wanted = index.weigh_terms(result.query)
    shares = []
    for hit in result.hits[:PASSAGES]:
        title = result.articles[hit.passage.article_id].title
        shares.append(share_of_terms(wanted, set(index.terms(f"{title} {hit.passage.text}"))))
    return max(shares, default=0.0)
