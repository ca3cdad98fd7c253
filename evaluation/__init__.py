"""How good the answers are: question sets, metrics, runs, comparison, report."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evaluation.question import Question
    from evaluation.questions import load_questions
    from evaluation.running import Run, evaluate

__all__ = ["Question", "Run", "evaluate", "load_questions"]

_HOMES = {
    "Question": "evaluation.question",
    "Run": "evaluation.running",
    "evaluate": "evaluation.running",
    "load_questions": "evaluation.questions",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the module holds
    """Import a public name when it is used: `belegt --help` passes through here."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
