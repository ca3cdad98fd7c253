"""What a run consists of, as it is kept in its file."""

from dataclasses import dataclass, field

from chatbot.answer import Status
from evaluation.metrics.breakdowns import Breakdowns
from evaluation.metrics.definitions import Estimate
from evaluation.metrics.outcomes import Outcome
from evaluation.question_sets.gold import Place
from evaluation.question_sets.question import Question


@dataclass(frozen=True, slots=True)
class CitationRecord:
    """A citation as it is written down, with the fields of `belegt ask --json` and its passage.

    Attributes:
        number: As shown in the answer, from 1.
        quote: The words cited.
        start: Offset of the quote in the article's body.
        end: Offset after the quote.
        article_id: The article cited.
        title: Of the article.
        source: Its outlet; empty if unknown.
        author: Empty if unknown.
        published: ISO 8601 date; empty if unknown.
        url: Empty if unknown.
        passage: The text around the quote; empty if not kept.
        passage_start: Offset of the passage in the article's body.
    """

    number: int
    quote: str
    start: int
    end: int
    article_id: str
    title: str
    source: str
    author: str
    published: str
    url: str
    passage: str = ""
    passage_start: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a language model thinks of an answer.

    Attributes:
        correct: Whether it says what the gold says; None if the model gave no usable verdict.
        faithful: Whether its quotes support it; None if the model gave no usable verdict.
        reason: The model's words, or why there is no verdict.
    """

    correct: bool | None
    faithful: bool | None
    reason: str


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One question with its answer and scores.

    Attributes:
        question: With its gold.
        status: "answered" or "refused".
        text: The answer.
        confidence: 0..1, as the bot states it.
        citations: In order of their numbers.
        ranking: Ids of the articles considered, best first.
        latency_ms: Time of `ask`, in milliseconds.
        scores: Per-question scores, None where one does not apply.
        outcome: "right", or where it went wrong.
        verdict: Of the judge; None without a judge, and for a refusal, which states nothing.
        hits: Passages considered, best first.
        source: Outlet of the article that holds the answer; empty if unknown.
    """

    question: Question
    status: Status
    text: str
    confidence: float
    citations: tuple[CitationRecord, ...]
    ranking: tuple[str, ...]
    latency_ms: float
    scores: dict[str, float | None]
    outcome: Outcome
    verdict: Verdict | None = None
    hits: tuple[Place, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class JudgeSummary:
    """What a judging model said over a whole run, and how far it agrees with the other figures.

    Attributes:
        model: As it was asked for.
        answered_as: The names it gave itself in its replies, which pin a moving alias.
        prompt: What it was told to do.
        graded: Number of answers it was shown.
        no_verdict: Number of those it gave no usable verdict on.
        metrics: "judge_correct" and "judge_faithful", shares of the answers with a verdict.
        agreement: Cohen's kappa with key-free figures, by names such as
            "judge_correct ~ contains_gold".
    """

    model: str
    answered_as: tuple[str, ...]
    prompt: str
    graded: int
    no_verdict: int
    metrics: dict[str, Estimate]
    agreement: dict[str, Estimate]


@dataclass(frozen=True, slots=True)
class Run:
    """A question set answered and measured.

    Attributes:
        date: When it ended, ISO 8601 in UTC.
        question_set_sha256: Which questions, see `fingerprint`.
        settings: How the bot was set up, as far as known.
        versions: Of the packages that decide the figures.
        metrics: Name to figure, in the order of `METRICS`.
        results: In the order of the questions.
        index: What was searched: generation, checksum of its manifest, embedding model.
        judge: What a judging model said, if one was asked.
        breakdowns: The same figures for each kind of question and each outlet, see `break_down`.
    """

    date: str
    question_set_sha256: str
    settings: dict[str, str]
    versions: dict[str, str]
    metrics: dict[str, Estimate]
    results: tuple[QuestionResult, ...]
    index: dict[str, str] = field(default_factory=dict)
    judge: JudgeSummary | None = None
    breakdowns: Breakdowns = field(default_factory=dict)
