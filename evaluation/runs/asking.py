"""Questions put to a bot, one after the other or several at a time."""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Protocol

from chatbot.answer import Answer, Citation
from evaluation.metrics.retrieval import rank_articles
from evaluation.metrics.scoring import score_answer
from evaluation.question_sets.gold import Place
from evaluation.question_sets.question import Question
from evaluation.runs.run import CitationRecord, QuestionResult, Verdict
from ingest import Passage

AROUND = 300  # characters shown before and after a quote that lies in no passage considered

Ask = Callable[[str, Sequence[str]], Answer]
Grade = Callable[[Question, Answer], Verdict]


class Answering(Protocol):
    """Anything that answers questions: a `Chatbot`, or another system to set beside it."""

    def ask(self, question: str, history: Sequence[str] = ()) -> Answer:
        """Answer; `hits` holds the passages considered, best first, at least ten if there are."""
        ...


def ask_all(
    ask: Ask, questions: Iterable[Question], *, jobs: int = 1, grade: Grade | None = None
) -> Iterator[QuestionResult]:
    """Ask every question and score what each answer can be scored for alone.

    Args:
        ask: Answers one question, given the earlier ones; with several jobs, from several
            threads at once.
        questions: What to ask.
        jobs: How many questions are asked at a time, at least 1. With more than one, each waits
            for the others, and its latency is no longer its own.
        grade: Gives a language model's verdict on an answer; its time is not the answer's.

    Yields:
        The results in the order in which they are ready.

    Raises:
        ValueError: If `jobs` is below 1.
    """
    if jobs < 1:
        raise ValueError(f"at least one question is asked at a time, not {jobs}")
    if jobs == 1:
        for question in questions:
            yield _ask_one(ask, question, grade)
        return
    pool = ThreadPoolExecutor(jobs, thread_name_prefix="belegt-eval")
    try:
        asked = [pool.submit(_ask_one, ask, question, grade) for question in questions]
        for each in as_completed(asked):
            yield each.result()
    finally:  # also when one fails or the caller has had enough: what waits is not asked
        pool.shutdown(cancel_futures=True)


def _ask_one(ask: Ask, question: Question, grade: Grade | None) -> QuestionResult:
    began = time.perf_counter()
    answer = ask(question.question, question.history)
    latency = (time.perf_counter() - began) * 1000
    graded = grade is not None and answer.status == "answered"
    return QuestionResult(
        question=question,
        status=answer.status,
        text=answer.text,
        confidence=answer.confidence,
        citations=tuple(_record(each, answer) for each in answer.citations),
        ranking=rank_articles(answer.hits),
        latency_ms=latency,
        scores=score_answer(question, answer),
        outcome="unjudged",
        verdict=grade(question, answer) if grade is not None and graded else None,
        hits=tuple(_place(hit.passage) for hit in answer.hits),
    )


def _place(passage: Passage) -> Place:
    return Place(passage.article_id, passage.start, passage.end)


def _record(citation: Citation, answer: Answer) -> CitationRecord:
    article = citation.article
    start, end = _surroundings(citation, answer)
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
        passage=article.body[start:end],
        passage_start=start,
    )


def _surroundings(citation: Citation, answer: Answer) -> tuple[int, int]:
    """Where the passage around a quote begins and ends in its article."""
    for hit in answer.hits:
        passage = hit.passage
        inside = passage.start <= citation.start and citation.end <= passage.end
        if passage.article_id == citation.article.id and inside:
            return passage.start, passage.end
    return max(0, citation.start - AROUND), citation.end + AROUND
