"""The scores of one question, from its gold and the answer given."""

from collections.abc import Mapping

from chatbot.answer import Answer, Status
from evaluation.metrics.answers import chrf, contains_gold, count_words, exact_match, token_f1
from evaluation.metrics.citations import (
    citation_precision,
    citation_recall,
    evidence_cited,
    verbatim_share,
)
from evaluation.metrics.outcomes import Outcome
from evaluation.metrics.refusal import refusal_precision, refusal_recall
from evaluation.metrics.statements import invalid_share, uncited_share
from evaluation.question_sets.question import Question

Scores = Mapping[str, float | None]


def score_answer(question: Question, answer: Answer) -> dict[str, float | None]:
    """Score everything about an answer but the search behind it.

    A refusal of an answerable question scores 0 for words and evidence, for it gave neither.

    Args:
        question: With its gold.
        answer: As the bot gave it.

    Returns:
        "contains_gold", "exact_match", "token_f1", "chrf", "evidence_cited",
        "citation_precision", "citation_recall", "uncited", "invalid_numbers", "verbatim",
        "refusal_precision", "refusal_recall" and "answered", each 0..1, and "words"; None where
        one does not apply to the question.
    """
    refused = answer.status == "refused"
    citations = () if refused else answer.citations
    text = "" if refused else answer.text
    judged = question.answerable and bool(question.answers)
    return {
        "contains_gold": float(contains_gold(text, question.answers)) if judged else None,
        "exact_match": float(exact_match(text, question.answers)) if judged else None,
        "token_f1": token_f1(text, question.answers) if judged else None,
        "chrf": chrf(text, question.answers) if judged else None,
        "words": None if refused else float(count_words(text)),
        "evidence_cited": evidence_cited(question, citations),
        "citation_precision": citation_precision(question, citations),
        "citation_recall": citation_recall(question, text, citations),
        "uncited": uncited_share(text, citations),
        "invalid_numbers": invalid_share(text, citations),
        "verbatim": verbatim_share(citations),
        "refusal_precision": refusal_precision([refused], [question.answerable]),
        "refusal_recall": refusal_recall([refused], [question.answerable]),
        "answered": float(not refused),
    }


def score_outcome(question: Question, status: Status, outcome: Outcome) -> dict[str, float | None]:
    """Score whether the answer as a whole is right, for what refusing buys.

    Args:
        question: With its gold.
        status: Of the answer.
        outcome: What became of the question.

    Returns:
        "right": 1 for a right answer, else 0, also for every refusal, right or not; None for an
        answer that cannot be judged, and where only articles are judged, as in BEIR. "accuracy":
        the same, but None for refusals.
    """
    if question.qrels:
        return {"right": None, "accuracy": None}
    if status == "refused":
        return {"right": 0.0, "accuracy": None}
    right = None if outcome == "unjudged" else float(outcome == "right")
    return {"right": right, "accuracy": right}
