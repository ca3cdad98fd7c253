"""What became of a question: right, or the first step at which it went wrong."""

from collections.abc import Collection, Mapping
from typing import Literal

from chatbot.answer import Status
from evaluation.question_sets.question import Question

Outcome = Literal[
    "right",
    "not_retrieved",
    "not_cited",
    "not_said",
    "wrongly_refused",
    "wrongly_answered",
    "unjudged",
]
HEADINGS: dict[Outcome, str] = {
    "right": "richtig",
    "not_retrieved": "nicht gefunden",
    "not_cited": "gefunden, nicht belegt",
    "not_said": "belegt, nicht gesagt",
    "wrongly_refused": "zu Unrecht abgelehnt",
    "wrongly_answered": "falsch beantwortet",
    "unjudged": "nicht beurteilt",
}


def outcome_of(
    question: Question,
    status: Status,
    scores: Mapping[str, float | None],
    cited: Collection[str],
) -> Outcome:
    """Tell what became of a question.

    The order is that of the work, so that a failure is put down to the step that caused it:
    an article not found cannot be cited, one not cited cannot be told.

    Args:
        question: With its gold.
        status: Of the answer.
        scores: Of the answer and of the search, as `score_answer` and `search_scores` name them;
            None or missing where a score does not apply.
        cited: Ids of the articles cited.

    Returns:
        An unanswerable question is "right" if refused, else "wrongly_answered". An answerable
        one is "not_retrieved" if no relevant article is among the first ten, "wrongly_refused",
        "not_cited" if no citation shows its evidence (or, without evidence and answers, its
        article), "not_said" if the text holds no gold answer, "right", or "unjudged" if it was
        answered and nothing tells a right answer: it has no gold, or only articles judged for
        the search.

    Source: own definition.
    """
    if not question.answerable:
        return "right" if status == "refused" else "wrongly_answered"
    if scores.get("recall@10") == 0:
        return "not_retrieved"
    if status == "refused":
        return "wrongly_refused"
    if question.qrels or not (question.answers or question.evidence or question.article_id):
        return "unjudged"
    evidence = scores.get("evidence_cited")
    shown = question.article_id in cited if evidence is None else evidence > 0
    if not shown:
        return "not_cited"
    return "not_said" if scores.get("contains_gold") == 0 else "right"
