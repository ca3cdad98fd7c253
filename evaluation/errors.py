"""What can go wrong while answers are measured."""

from collections.abc import Iterable, Sequence
from pathlib import Path

SHOWN = 10  # so many problems fit on a screen; the rest is counted


class EvaluationError(Exception):
    """Base of all errors of this folder; its message names the remedy."""


class UnreadableFileError(EvaluationError):
    """A file cannot be opened."""

    def __init__(self, path: Path, *, reason: str) -> None:
        super().__init__(f"cannot read {path}: {reason}")


class QuestionSetError(EvaluationError):
    """A question set has problems; each is named with its place in the file."""

    def __init__(self, path: Path, problems: Sequence[str]) -> None:
        super().__init__(f"{path}: {_listed(problems)}")
        self.problems = tuple(problems)


class UnknownFormatError(EvaluationError):
    """A question set is in no format that can be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path}: a question set ends in .jsonl (one question a line), .csv or .json (SQuAD), "
            f"or is a BEIR folder"
        )


class NoQuestionsError(EvaluationError):
    """There is nothing to measure."""

    def __init__(self) -> None:
        super().__init__("there are no questions; give at least one")


class DuplicateQuestionError(EvaluationError):
    """Two questions share an id, so that results could not be told apart."""

    def __init__(self, ids: Iterable[str]) -> None:
        super().__init__(f"every question needs an id of its own; used twice: {_quoted(ids)}")


class CollectionMismatchError(EvaluationError):
    """The question set names articles or evidence that the index does not hold."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(
            f"the question set does not fit the index: {_listed(problems)}; add articles with "
            f"`belegt ingest` or choose their index with --index, and copy evidence from the "
            f"indexed text (`belegt show`)"
        )
        self.problems = tuple(problems)


class UnfitQuestionError(EvaluationError):
    """A question cannot be added to a question set."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(f"the question cannot be saved: {_listed(problems)}")
        self.problems = tuple(problems)


class NotARunError(EvaluationError):
    """A file is not a saved run of this program."""

    def __init__(self, path: Path, *, reason: str) -> None:
        super().__init__(
            f"{path} is not a run of `belegt eval` ({reason}); name a file written by --output"
        )


class WouldOverwriteError(EvaluationError):
    """A result would replace a file that is something else."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} exists and is no earlier result; choose another name")


class UnwritableError(EvaluationError):
    """A result cannot be written."""

    def __init__(self, path: Path, *, reason: str) -> None:
        super().__init__(f"cannot write {path}: {reason}; choose another place")


class DifferentQuestionsError(EvaluationError):
    """Two runs answered different questions, so that their figures do not compare."""

    def __init__(self, *, old: str, new: str) -> None:
        super().__init__(
            f"the earlier run belongs to another question set ({old[:12]}, not {new[:12]}); "
            f"compare runs over the same questions"
        )


class ThresholdError(EvaluationError):
    """A value of --fail-under cannot be understood."""

    def __init__(self, text: str, *, reason: str) -> None:
        super().__init__(f"--fail-under {text}: {reason}")


class NothingToCompareError(EvaluationError):
    """A run can only be worse than another one."""

    def __init__(self) -> None:
        super().__init__("--fail-if-worse needs an earlier run; name it with --compare")


class JudgeError(EvaluationError):
    """A judging model cannot be opened."""

    def __init__(self, model: str, *, reason: str) -> None:
        super().__init__(
            f"the judge {model!r} cannot be opened ({reason}); name it as provider:model, and "
            f"install the provider's LangChain package"
        )


def _quoted(ids: Iterable[str]) -> str:
    names = [repr(name) for name in ids]
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _listed(problems: Sequence[str]) -> str:
    more = [f"and {len(problems) - SHOWN} more problems"] if len(problems) > SHOWN else []
    return "; ".join([*problems[:SHOWN], *more])
