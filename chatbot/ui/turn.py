"""One question of a conversation and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from chatbot.answer import Answer, Evidence
from chatbot.errors import (
    BusyError,
    EmptyQuestionError,
    QuestionError,
    QuestionTooLongError,
    StoppingError,
    TooManyQuestionsError,
)
from chatbot.events import DraftWritten, Event, EvidenceFound, TextWithdrawn, TextWritten
from index import ArticleFilter, IndexingError, InvalidFilterError

Problem = Literal["empty_question", "long_question", "unusable_question", "unusable_filter", "busy",
                  "too_many_questions", "index_unreadable", "unexpected_error",
                  "answer_outdated"]  # fmt: skip

MAX_TURNS = 30  # kept of a conversation; keeps a browser tab and the server's memory small


@dataclass(frozen=True, slots=True)
class Turn:
    """A question with its answer, as far as it has come.

    Attributes:
        question: As it was asked.
        earlier: The questions before it that it may lean on, oldest first.
        evidence: The sentences that the answer will rest on, once they are found.
        text: What has been written of the answer so far.
        draft: What a language model has written after that, not checked yet.
        answer: The whole answer, once it is there.
        problem: What kept it from being answered, if anything did.
        within: The articles it is put to.
        record: What the browser has kept of it, where that does not hold any more.
    """

    question: str
    earlier: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    text: str = ""
    draft: str = ""
    answer: Answer | None = None
    problem: Problem | None = None
    within: ArticleFilter = field(default_factory=ArticleFilter)
    record: str = ""


def follow(turn: Turn, event: Event) -> Turn:
    """The turn after one more event of the answer's stream."""
    match event:
        case EvidenceFound():
            return replace(turn, evidence=event.evidence)
        case DraftWritten():
            return replace(turn, draft=event.text)
        case TextWritten():
            return replace(turn, text=turn.text + event.text, draft="")
        case TextWithdrawn():
            return replace(turn, text="", draft="")
    # The passages considered are not shown, but would weigh on the memory of a conversation.
    shown = replace(event, hits=())
    return replace(turn, text=event.text, draft="", evidence=(), answer=shown)


def name_problem(error: Exception) -> Problem:  # noqa: PLR0911 - one for each kind
    """What to tell the reader of an error."""
    if isinstance(error, EmptyQuestionError):
        return "empty_question"
    if isinstance(error, QuestionTooLongError):
        return "long_question"
    if isinstance(error, QuestionError):
        return "unusable_question"
    if isinstance(error, BusyError | StoppingError):
        return "busy"
    if isinstance(error, TooManyQuestionsError):
        return "too_many_questions"
    if isinstance(error, InvalidFilterError):
        return "unusable_filter"
    if isinstance(error, IndexingError):
        return "index_unreadable"
    return "unexpected_error"


def earlier_questions(turns: Sequence[Turn]) -> list[str]:
    """The questions that a follow-up may lean on, oldest first: those that could be asked."""
    return [turn.question for turn in turns if turn.problem is None]
