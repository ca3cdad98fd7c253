"""What a judging model said over a whole run, beside the figures that need no model."""

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from chatbot.answer import Answer
from evaluation.metrics.agreement import cohens_kappa
from evaluation.metrics.bootstrap import Rows, Statistic, bootstrap_interval, mean
from evaluation.metrics.definitions import Estimate
from evaluation.question_sets.question import Question
from evaluation.runs.run import JudgeSummary, QuestionResult, Verdict

Reading = Callable[[QuestionResult], float | bool | None]


class Judge(Protocol):
    """Grades answers; see `evaluation.judge.llm_judge`."""

    @property
    def model(self) -> str:
        """The model, as it was asked for."""
        ...

    @property
    def prompt(self) -> str:
        """What the model is told to do."""
        ...

    @property
    def answered_as(self) -> tuple[str, ...]:
        """The names that the model gave itself in its replies so far."""
        ...

    def grade(self, question: Question, answer: Answer) -> Verdict:
        """Grade one answer; from several threads at once if several questions are asked so."""
        ...


def summarise(judge: Judge, results: Sequence[QuestionResult]) -> JudgeSummary:
    """Sum up the verdicts of a run, and how far they agree with the key-free figures.

    "Correct" is set beside `contains_gold` (the words of a gold answer are there) and beside the
    outcome "right"; "faithful" beside `evidence_cited` (the right place is shown). The last two
    ask different things, for an answer may be faithful to a wrong place.

    Args:
        judge: Who graded.
        results: With their verdicts, scores and outcomes.

    Returns:
        Shares and Cohen's kappa, each over the answers where both sides have a say.
    """
    graded = [result for result in results if result.verdict is not None]
    return JudgeSummary(
        model=judge.model,
        answered_as=judge.answered_as,
        prompt=judge.prompt,
        graded=len(graded),
        no_verdict=sum(_correct(each) is None or _faithful(each) is None for each in graded),
        metrics={
            "judge_correct": _estimate(_pairs(graded, _correct), mean),
            "judge_faithful": _estimate(_pairs(graded, _faithful), mean),
        },
        agreement={
            "judge_correct ~ contains_gold": _kappa(graded, _correct, _says_gold),
            "judge_correct ~ right": _kappa(graded, _correct, _is_right),
            "judge_faithful ~ evidence_cited": _kappa(graded, _faithful, _shows_evidence),
        },
    )


def _kappa(results: Sequence[QuestionResult], one: Reading, other: Reading) -> Estimate:
    return _estimate(_pairs(results, one, other), cohens_kappa)


def _pairs(results: Sequence[QuestionResult], *readings: Reading) -> Rows:
    read = [[reading(result) for reading in readings] for result in results]
    known = [[float(value) for value in row if value is not None] for row in read]
    complete = [row for row in known if len(row) == len(readings)]
    return np.array(complete, dtype=np.float64).reshape(-1, len(readings))


def _estimate(rows: Rows, statistic: Statistic) -> Estimate:
    value = statistic(rows)
    if np.isnan(value):
        return Estimate(value=None, low=None, high=None, n=0)
    low, high = bootstrap_interval(rows, statistic) or (None, None)
    return Estimate(value=value, low=low, high=high, n=len(rows))


def _correct(result: QuestionResult) -> bool | None:
    return result.verdict.correct if result.verdict else None


def _faithful(result: QuestionResult) -> bool | None:
    return result.verdict.faithful if result.verdict else None


def _says_gold(result: QuestionResult) -> float | None:
    return result.scores.get("contains_gold")


def _is_right(result: QuestionResult) -> bool | None:
    return None if result.outcome == "unjudged" else result.outcome == "right"


def _shows_evidence(result: QuestionResult) -> bool | None:
    shown = result.scores.get("evidence_cited")
    return None if shown is None else shown > 0
