"""A turn of a conversation with what its reader says of it, kept by whoever knows how."""

from typing import Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from chatbot.errors import ChatError

WhyNotSaved = Literal["unfit", "unwritable"]
Verdict = Literal["right", "wrong", "misquoted"]
"""What a reader says: the answer is right, it is wrong, or a quote does not fit it."""
VERDICTS: tuple[Verdict, ...] = ("right", "wrong", "misquoted")

_MAX_TEXTS = 100


class SavedTurn(BaseModel):
    """A question, what it was answered with, and whether that was right.

    Attributes:
        question: As it was asked.
        history: Earlier questions of the conversation, oldest first.
        article_id: The article of the first citation; empty on refusal.
        evidence: The sentences cited from it, verbatim; empty on refusal.
        answerable: Whether the question was answered.
        verdict: What the reader says of that; None takes back what was said before.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    question: str
    history: tuple[str, ...] = Field(max_length=_MAX_TEXTS)
    article_id: str
    evidence: tuple[str, ...] = Field(max_length=_MAX_TEXTS)
    answerable: bool
    verdict: Verdict | None = "right"


class SaveQuestion(Protocol):
    """Keeps turns with the verdicts on them; a new verdict takes the place of the last."""

    def __call__(self, turn: SavedTurn) -> None:
        """Save it, or take it back.

        Raises:
            QuestionNotSavedError: If it does not fit or can't be written.
        """


class QuestionNotSavedError(ChatError):
    """A verdict was not kept."""

    def __init__(self, why: WhyNotSaved, *, detail: str) -> None:
        super().__init__(detail)
        self.why = why
