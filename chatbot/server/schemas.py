"""What goes over HTTP, described field by field: the documentation is made of it."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from chatbot.extractive_answerer import MAX_QUESTION
from chatbot.filter_request import FilterRequest

_QUESTION = "Warum zögert Merz?"
_QUOTE = "Den Anfang macht das Engagement der USA."


class Told(BaseModel):
    """Something the server says: exactly these fields."""

    model_config = ConfigDict(extra="forbid")


class Problem(Told):
    """Why there is no answer, in one line that names the remedy."""

    error: str = Field(examples=["the question is empty; ask something, as in: Warum zögert Merz?"])


class Health(Told):
    """Says that the server runs, and nothing else."""

    status: Literal["ok"]


class AskRequest(BaseModel):
    """A question with the earlier ones of its conversation, and which articles it is put to."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"question": "Und was will Macron?", "history": [_QUESTION]}]
        }
    )

    question: str = Field(description="In German or English.")
    history: list[str] = Field(
        default=[],
        description="Earlier questions of the conversation, oldest first; of each, the first "
        f"{MAX_QUESTION} characters are read.",
    )
    filter: FilterRequest = FilterRequest()
    stream: bool = Field(
        default=False,
        description="Whether the answer comes step by step, as with `Accept: text/event-stream`.",
    )


class Words(Told):
    """Words within a quote, with their place in the article's text."""

    text: str
    start: int
    end: int


class Place(Told):
    """A quote with its place: `article.body[start:end] == quote`, counted in Unicode characters."""

    quote: str = Field(examples=[_QUOTE])
    start: int = Field(description="Offset of the quote in the article's text.")
    end: int = Field(description="Offset after it.")
    article_id: str
    title: str
    source: str = Field(description="The outlet; empty if it is not known.")
    author: str
    published: str | None = Field(description="The day, as in 2026-01-08.")
    url: str


class EvidenceSentence(Place):
    """A sentence that the answer will rest on."""

    answer: Words | None = Field(description="The words in it that answer.")


class Copy(Told):
    """An article with nearly the same text, which stands behind another one."""

    article_id: str
    title: str
    source: str
    author: str
    published: str | None = Field(description="The day, as in 2026-01-08.")
    url: str


class CitationOut(Place):
    """A citation: what `[1]` in the answer's text points at."""

    number: int = Field(description="As in the answer's text, from 1.")
    page: int | str | None = Field(description="The printed page, if the article has pages.")
    copies: list[Copy]
    answer: Words | None = Field(description="The words in the quote that answer the question.")
    against: int | None = Field(
        description="Number of the citation that gives another quantity or day."
    )


class VerdictOut(Told):
    """What checking one sentence of a language model against its citations came to."""

    start: int = Field(description="Offset of the sentence in the answer's text.")
    end: int
    finding: Literal["supported", "partly", "not_found"]
    missing: list[str] = Field(description="What of it the cited evidence lacks.")


class NoticeOut(Told):
    """Why the sources are quoted although a language model was to phrase the answer."""

    code: str
    text: str


class AnswerOut(Told):
    """An answer with its citations, or a refusal with the nearest miss."""

    question: str = Field(examples=[_QUESTION])
    status: Literal["answered", "refused"]
    text: str = Field(description="The answer, with markers like [1].")
    confidence: float = Field(ge=0, le=1, description="How sure it is that the sources answer.")
    citations: list[CitationOut] = Field(description="Empty on refusal.")
    nearest: Place | None = Field(description="On refusal, what came nearest.")
    verdicts: list[VerdictOut] = Field(description="Empty unless a language model wrote.")
    notice: NoticeOut | None
    understood: str = Field(description="How a follow-up was read; empty if as it was asked.")
    reason: Literal["not_found", "small_talk", "too_broad", "filtered_out"] | None = Field(
        description="On refusal, why."
    )


class Part(BaseModel):
    """A piece of a message; pictures and the like have no text."""

    text: str = ""


class Message(BaseModel):
    """A message of a chat completion; others than the user's are not read."""

    role: str = Field(examples=["user"])
    content: str | list[Part] | None = Field(default=None, examples=[_QUESTION])

    def words(self) -> str:
        """All its text."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.text)
        return self.content or ""


class CompletionRequest(BaseModel):
    """What OpenAI's clients send; only this much of it matters here."""

    messages: Annotated[list[Message], Field(min_length=1)]
    stream: bool = Field(default=False, description="Whether the text comes in chunks.")

    def question_and_history(self, most: int) -> tuple[str, list[str]]:
        """The user's last message, and at most so many before it, oldest first."""
        asked = [message.words() for message in self.messages if message.role == "user"]
        return (asked[-1], asked[:-1][-most:] if most else []) if asked else ("", [])


class CompletionMessage(Told):
    """The answer as text, its sources below it."""

    role: Literal["assistant"]
    content: str


class Choice(Told):
    """The only choice there is."""

    index: int
    message: CompletionMessage
    finish_reason: Literal["stop"]


class Completion(Told):
    """A chat completion; `citations` is Belegt's own."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[Choice]
    citations: list[CitationOut]


class ModelOut(Told):
    """The one model there is."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class Models(Told):
    """The models that clients may name."""

    object: Literal["list"]
    data: list[ModelOut]


Responses = dict[int | str, dict[str, Any]]


def describe_problems(**further: str) -> Responses:
    """The error answers of a route that takes questions.

    Args:
        further: Other statuses with what they mean, as in `s404="There is no such article."`.
    """
    meanings = {
        "s400": "The question can't be answered as it stands: it is empty or too long.",
        "s401": "The server asks for its token.",
        "s413": "The request is too large.",
        "s422": "The request is not what is described here.",
        "s429": "Too many questions from this address; `Retry-After` says how long to wait.",
        "s503": "Busy, or the index can't be read; when busy, `Retry-After` says how long to wait.",
    } | further
    return {
        int(status.removeprefix("s")): {"model": Problem, "description": meaning}
        for status, meaning in meanings.items()
    }
