"""A turn of a conversation that is kept as a test question, by whoever knows how."""

from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from chatbot.errors import ChatError

WhyNotSaved = Literal["already_saved", "unfit", "unwritable"]

_MAX_TEXTS = 100


class SavedTurn(BaseModel):
    """What a turn says about the right answer to its question.

    Attributes:
        question: As it was asked.
        history: Earlier questions of the conversation, oldest first.
        article_id: The article of the first citation; empty on refusal.
        evidence: The sentences cited from it, verbatim; empty on refusal.
        answerable: Whether the question was answered; if not, refusing was right.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str
    history: tuple[str, ...] = Field(max_length=_MAX_TEXTS)
    article_id: str
    evidence: tuple[str, ...] = Field(max_length=_MAX_TEXTS)
    answerable: bool


class SaveQuestion(Protocol):
    """Keeps a turn as a test question."""

    def __call__(self, turn: SavedTurn) -> None:
        """Save it.

        Raises:
            QuestionNotSavedError: If it is there already, does not fit, or can't be written.
        """


class QuestionNotSavedError(ChatError):
    """A turn was not kept as a test question."""

    def __init__(self, why: WhyNotSaved, *, detail: str) -> None:
        super().__init__(detail)
        self.why = why
