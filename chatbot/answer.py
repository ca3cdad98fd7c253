"""What an answer is made of: evidence, citations, and the answer itself."""

from dataclasses import dataclass, field
from typing import Literal

from index import Hit
from ingest import Article, Passage, Span

Status = Literal["answered", "refused"]
RefusalReason = Literal["not_found", "small_talk", "too_broad", "filtered_out"]
TALK: tuple[RefusalReason, ...] = ("small_talk", "too_broad")  # nothing was looked for

Finding = Literal["supported", "partly", "not_found"]
"""What checking a generated sentence against the evidence it cites came to."""

Notice = Literal[
    "model_unreachable", "model_overloaded", "model_timed_out", "model_failed", "reply_empty",
    "reply_endless", "reply_uncited", "reply_unsupported",
]  # fmt: skip
"""Why the sources are quoted although a language model was to phrase the answer."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One sentence that may answer a question.

    Attributes:
        sentence: Its span in the article's body.
        passage: The passage it was found in.
        article: The article it belongs to.
        score: How well it answers, higher is better; comparable within one question.
        answer: Span of the words within the sentence that answer, in the article's body; None if
            nothing pointed them out.
    """

    sentence: Span
    passage: Passage
    article: Article
    score: float
    answer: Span | None = None

    @property
    def text(self) -> str:
        """The sentence, character for character."""
        return self.article.body[self.sentence.start : self.sentence.end]


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered pointer from an answer into an article.

    Always `article.body[start:end] == quote`.

    Attributes:
        number: As shown in the answer, from 1.
        quote: The words cited.
        start: Offset of the quote in the article's body.
        end: Offset after the quote.
        article: The article cited.
        answer: Span of the words within the quote that answer the question, in the article's body;
            None if the quote only helps to understand another, or nothing pointed them out.
        against: Number of the citation that gives another quantity or day; None if none does.
    """

    number: int
    quote: str
    start: int
    end: int
    article: Article
    answer: Span | None = None
    against: int | None = None

    def __post_init__(self) -> None:
        if self.article.body[self.start : self.end] != self.quote:
            raise ValueError(f"citation {self.number} is not verbatim in {self.article.id!r}")
        if self.answer and not self.start <= self.answer.start < self.answer.end <= self.end:
            raise ValueError(f"citation {self.number} does not hold its answer")


def cite(evidence: Evidence, number: int, *, against: int | None = None) -> Citation:
    """A citation of a piece of evidence, with the words in it that answer."""
    start, end = evidence.sentence
    return Citation(number, evidence.text, start, end, evidence.article, evidence.answer, against)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far the evidence that one generated sentence cites supports it.

    Attributes:
        start: Offset of the sentence in the answer's text.
        end: Offset after it, its markers and full stop included.
        finding: "supported", "partly" or "not_found".
        missing: Numbers, names, quotations and words of the sentence that the evidence lacks, as
            they stand in the sentence.
    """

    start: int
    end: int
    finding: Finding
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to one question.

    Attributes:
        question: As it was asked.
        text: The reply, with markers like `[1]` after what a citation supports.
        status: "answered", or "refused" when the sources do not hold an answer.
        citations: In order of their numbers; empty on refusal.
        hits: The passages considered, best first.
        confidence: 0 to 1, how sure it is that the sources answer the question.
        nearest: On refusal, the closest evidence there was, or None.
        reason: On refusal, why: "not_found" in the sources, "small_talk" that asks nothing of
            them, "too_broad", or "filtered_out" when the filter leaves no article; None when
            answered.
        verdicts: One for each sentence that a language model wrote, in order; empty if none did.
        notice: Why the sources are quoted although a language model was to phrase the answer;
            None if all went as it should.
        understood: How a follow-up was read, such as with a name for a pronoun; empty if as asked.
    """

    question: str
    text: str
    status: Status
    citations: tuple[Citation, ...] = ()
    hits: tuple[Hit, ...] = field(default=(), repr=False)
    confidence: float = 0.0
    nearest: Evidence | None = None
    reason: RefusalReason | None = None
    verdicts: tuple[Verdict, ...] = ()
    notice: Notice | None = None
    understood: str = ""
