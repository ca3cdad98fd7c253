"""A run as a table for pandas."""

from collections.abc import Sequence

import pandas as pd

from evaluation.runs.run import QuestionResult


def build_frame(results: Sequence[QuestionResult]) -> pd.DataFrame:
    """Lay out results as a table.

    Args:
        results: In the order of the questions.

    Returns:
        A row for each question, indexed by its id, with the columns "question", "answerable",
        "outcome", "status", "text", "confidence" (0..1), "latency_ms", "citations" (their
        number), each score by its name (NaN where it does not apply) and, if a judge was asked,
        "judge_correct", "judge_faithful" and "judge_reason".
    """
    rows = [_row(result) for result in results]
    ids = pd.Index([result.question.id for result in results], name="id")
    return pd.DataFrame(rows, index=ids)


def _row(result: QuestionResult) -> dict[str, object]:
    row: dict[str, object] = {
        "question": result.question.question,
        "answerable": result.question.answerable,
        "outcome": result.outcome,
        "status": result.status,
        "text": result.text,
        "confidence": result.confidence,
        "latency_ms": result.latency_ms,
        "citations": len(result.citations),
    }
    scores = {name: _number(value) for name, value in result.scores.items()}
    return row | scores | _verdict(result)


def _verdict(result: QuestionResult) -> dict[str, object]:
    if result.verdict is None:
        return {}
    return {
        "judge_correct": result.verdict.correct,
        "judge_faithful": result.verdict.faithful,
        "judge_reason": result.verdict.reason,
    }


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
