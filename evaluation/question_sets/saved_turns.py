"""Turns of the browser chat, kept as test questions in a file beside the index."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from chatbot.saved_turn import QuestionNotSavedError, SavedTurn, SaveQuestion
from evaluation.errors import EvaluationError, UnfitQuestionError
from evaluation.question_sets.appending import append_question, check_target, propose_id
from evaluation.question_sets.question import Question
from evaluation.question_sets.questions import load_questions
from ingest import Article

FILE: Final = "questions.jsonl"


def build_writer(index: Path, articles: Callable[[], Sequence[Article]]) -> SaveQuestion:
    """Make what `belegt chat` saves turns with (entry point `belegt.question_writers`).

    Args:
        index: Folder of the index; the question set `questions.jsonl` is kept in it.
        articles: Gives the whole collection.
    """
    path = Path(index) / FILE

    def save(turn: SavedTurn) -> None:
        try:
            append_question(path, _make_question(turn, path), articles())
        except UnfitQuestionError as error:
            raise QuestionNotSavedError("unfit", detail=str(error)) from error
        except EvaluationError as error:
            raise QuestionNotSavedError("unwritable", detail=str(error)) from error

    return save


def _make_question(turn: SavedTurn, path: Path) -> Question:
    """The test question, under an id that is free.

    Raises:
        QuestionNotSavedError: If the same was asked in the same conversation before.
        EvaluationError: If the question set can't be read.
    """
    check_target(path)
    known = load_questions(path) if path.exists() and path.stat().st_size else []
    for question in known:
        if (question.question, question.history) == (turn.question, turn.history):
            detail = f"{path} has the question already, as {question.id!r}"
            raise QuestionNotSavedError("already_saved", detail=detail)
    return Question(
        id=propose_id(turn.question, {question.id for question in known}),
        question=turn.question,
        history=turn.history,
        evidence=turn.evidence,
        article_id=turn.article_id,
        answerable=turn.answerable,
    )
