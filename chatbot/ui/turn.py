"""One question of a conversation and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from chatbot.answer import Answer
from chatbot.bot import Event, EvidenceFound, TextWritten
from chatbot.errors import EmptyQuestionError, QuestionError, QuestionTooLongError
from index import IndexingError

Problem = Literal["empty_question", "long_question", "unusable_question", "index_unreadable",
                  "unexpected_error"]  # fmt: skip

MAX_TURNS = 30  # kept of a conversation; keeps a browser tab and the server's memory small


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer, as far as it has come.

    Attributes:
        question: As it was asked.
        earlier: The questions before it that it may lean on, oldest first.
        text: What has been written of the answer so far.
        answer: The whole answer, once it is there.
        problem: What kept it from being answered, if anything did.
    """

    question: str
    earlier: tuple[str, ...] = ()
    text: str = ""
    answer: Answer | None = None
    problem: Problem | None = None


def follow(turn: Turn, event: Event) -> Turn:
    """The turn after one more event of the answer's stream."""
    if isinstance(event, EvidenceFound):
        return turn
    if isinstance(event, TextWritten):
        return replace(turn, text=turn.text + event.text)
    # The passages considered are not shown, but would weigh on the memory of a conversation.
    return replace(turn, text=event.text, answer=replace(event, hits=()))


def name_problem(error: Exception) -> Problem:
    """What to tell the reader of an error."""
    if isinstance(error, EmptyQuestionError):
        return "empty_question"
    if isinstance(error, QuestionTooLongError):
        return "long_question"
    if isinstance(error, QuestionError):
        return "unusable_question"
    if isinstance(error, IndexingError):
        return "index_unreadable"
    return "unexpected_error"


def earlier_questions(turns: Sequence[Turn]) -> list[str]:
    """The questions that a follow-up may lean on, oldest first: those that could be asked."""
    return [turn.question for turn in turns if turn.problem is None]
