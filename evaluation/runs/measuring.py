"""From the answers of a run to its figures."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from evaluation.metrics.breakdowns import Breakdowns, break_down
from evaluation.metrics.definitions import METRICS, SCORES, Column, Estimate, estimate
from evaluation.metrics.outcomes import outcome_of
from evaluation.metrics.scoring import score_outcome
from evaluation.metrics.search_scores import search_scores
from evaluation.question_sets.gold import GoldFinder
from evaluation.runs.run import QuestionResult


def judge_results(results: Sequence[QuestionResult], finder: GoldFinder) -> list[QuestionResult]:
    """Add the scores of the search, the outcomes, and the outlet that holds the answer.

    Args:
        results: As asked; their own scores are kept.
        finder: Over the articles that were searched; without them, passages and evidence are
            not judged.

    Returns:
        The same results in the same order, with all scores and what became of each question.
    """
    return [_judge(result, finder) for result in results]


def _judge(result: QuestionResult, finder: GoldFinder) -> QuestionResult:
    gold = finder.find(result.question)
    scores = {**search_scores(result.ranking, result.hits, gold), **result.scores}
    cited = {citation.article_id for citation in result.citations}
    outcome = outcome_of(result.question, result.status, scores, cited)
    scores |= score_outcome(result.question, result.status, outcome)
    return replace(result, scores=scores, outcome=outcome, source=gold.source)


def figures_of(results: Sequence[QuestionResult]) -> dict[str, Estimate]:
    """Sum up results as figures.

    Args:
        results: As `judge_results` gives them.

    Returns:
        Metric name to figure with its interval, in the order of `METRICS`.
    """
    table = columns(results)
    return {metric.name: estimate(metric, table) for metric in METRICS}


def breakdowns_of(results: Sequence[QuestionResult]) -> Breakdowns:
    """Sum up results by kind of question and by source.

    Args:
        results: As `judge_results` gives them.

    Returns:
        See `break_down`.
    """
    questions = [result.question for result in results]
    sources = [result.source for result in results]
    return break_down(questions, sources, columns(results))


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


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
