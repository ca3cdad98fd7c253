"""The scores of one question, from its gold and the answer given."""

from collections.abc import Mapping

from chatbot.answer import Answer
from evaluation.answers import contains_gold, token_f1
from evaluation.citations import evidence_cited, verbatim_share
from evaluation.question import Question
from evaluation.refusal import refusal_precision, refusal_recall

Scores = Mapping[str, float | None]


def score_answer(question: Question, answer: Answer) -> dict[str, float | None]:
    """Score everything about an answer but the search behind it.

    A refusal of an answerable question scores 0 for words and evidence, for it gave neither.

    Args:
        question: With its gold.
        answer: As the bot gave it.

    Returns:
        "contains_gold", "token_f1", "evidence_cited", "verbatim", "refusal_precision" and
        "refusal_recall", each 0..1, or None where it does not apply to the question.
    """
    refused = answer.status == "refused"
    citations = () if refused else answer.citations
    text = "" if refused else answer.text
    judged = question.answerable and bool(question.answers)
    return {
        "contains_gold": float(contains_gold(text, question.answers)) if judged else None,
        "token_f1": token_f1(text, question.answers) if judged else None,
        "evidence_cited": evidence_cited(question, citations),
        "verbatim": verbatim_share(citations),
        "refusal_precision": refusal_precision([refused], [question.answerable]),
        "refusal_recall": refusal_recall([refused], [question.answerable]),
    }
