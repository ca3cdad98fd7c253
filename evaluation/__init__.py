"""How good the answers are: question sets, metrics, runs, comparison, report."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evaluation.judge.llm_judge import LlmJudge
    from evaluation.question_sets.question import Question
    from evaluation.question_sets.questions import load_questions
    from evaluation.reports.report import Report, evaluate, load_report

__all__ = ["LlmJudge", "Question", "Report", "evaluate", "load_questions", "load_report"]

_HOMES = {
    "Question": "evaluation.question_sets.question",
    "LlmJudge": "evaluation.judge.llm_judge",
    "Report": "evaluation.reports.report",
    "evaluate": "evaluation.reports.report",
    "load_report": "evaluation.reports.report",
    "load_questions": "evaluation.question_sets.questions",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
    """Import a public name when it is used: `belegt --help` passes through here."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
