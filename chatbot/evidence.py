"""From passages to the sentences that answer.

A sentence is judged by its own similarity to the question, by that of its neighbours (a sentence
rarely stands alone), by its passage, and by whether it holds the kind of thing asked for. How often
it repeats the question's words is left out on purpose: on news questions put in other words, that
made the choice worse (benchmarks/results/evidence.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from chatbot.answer import Evidence
from chatbot.question import classify_question, holds_answer_type
from index import SearchIndex, SearchResult

FloatVector = NDArray[np.float32]

PASSAGES = 5  # read for evidence; recall@5 is .997, benchmarks/results/answers.md
# Weights beside the sentence's own similarity (in standard deviations), chosen on a third of the
# news training questions (benchmarks/results/evidence.md):
PREVIOUS_WEIGHT = 0.3
NEXT_WEIGHT = 0.15
TYPE_WEIGHT = 2.0
PASSAGE_WEIGHT = 3.3
FOLLOW_UP_TERM_WEIGHT = 2.5  # chosen on the follow-ups of sample/questions.jsonl


@dataclass(frozen=True, slots=True)
class ScoredEvidence:
    """Evidence with what is needed to choose among several.

    Attributes:
        evidence: The sentence.
        vector: Its vector, to notice sentences that say the same; shape (dimensions,).
        similarity: Its own to the question, in standard deviations; see `SentenceScores`.
    """

    evidence: Evidence
    vector: FloatVector
    similarity: float


def find_evidence(question: str, result: SearchResult) -> list[ScoredEvidence]:
    """The sentences of the best passages, most promising first.

    Args:
        question: As it was asked; decides what kind of thing is looked for.
        result: What was found for it.
    """
    kind = classify_question(question)
    found = []
    for scored in result.sentences[:PASSAGES]:
        article = result.articles[scored.hit.passage.article_id]
        context = _with_neighbours(scored.similarities)
        for place, span in enumerate(scored.hit.passage.sentences):
            fits = holds_answer_type(kind, article.body[span.start : span.end])
            score = context[place] + PASSAGE_WEIGHT * scored.hit.score + TYPE_WEIGHT * fits
            evidence = Evidence(span, scored.hit.passage, article, float(score))
            found.append(
                ScoredEvidence(evidence, scored.vectors[place], float(scored.similarities[place]))
            )
    found.sort(key=lambda scored: -scored.evidence.score)
    return found


def prefer_terms(
    found: Sequence[ScoredEvidence], wanted: Mapping[str, float], index: SearchIndex
) -> list[ScoredEvidence]:
    """Move the sentences up that hold what a follow-up adds to the question before it.

    Args:
        found: Sentences with their scores.
        wanted: The follow-up's own terms with their weights.
        index: Makes the terms of the sentences.
    """
    total = sum(wanted.values()) or 1.0
    moved = []
    for scored in found:
        held = set(index.terms(scored.evidence.text))
        share = sum(weight for term, weight in wanted.items() if term in held) / total
        score = scored.evidence.score + FOLLOW_UP_TERM_WEIGHT * share
        moved.append(replace(scored, evidence=replace(scored.evidence, score=score)))
    return sorted(moved, key=lambda scored: -scored.evidence.score)


def _with_neighbours(similarities: FloatVector) -> FloatVector:
    """Each sentence's similarity plus a share of its neighbours'; at the ends its own stands in."""
    previous = np.concatenate([similarities[:1], similarities[:-1]])
    following = np.concatenate([similarities[1:], similarities[-1:]])
    together = similarities + PREVIOUS_WEIGHT * previous + NEXT_WEIGHT * following
    return together.astype(np.float32)
