"""Two runs over the same questions, side by side."""

from dataclasses import dataclass
from typing import Literal

from evaluation.bootstrap import paired_difference
from evaluation.errors import DifferentQuestionsError
from evaluation.metrics import METRICS, Metric, stack
from evaluation.running import Run, columns

SIGNIFICANT = 0.05  # the usual level of one test; fourteen figures make it a hint, not a proof

Verdict = Literal["better", "worse", "open"]
VERDICTS: dict[Verdict, str] = {"better": "besser", "worse": "schlechter", "open": "offen"}


@dataclass(frozen=True, slots=True)
class Difference:
    """How one figure changed.

    Attributes:
        metric: Which one.
        old: In the earlier run.
        new: In the later run.
        difference: New minus old.
        low: Lower end of its 95 % interval.
        high: Upper end.
        p: Two-sided p-value of the paired bootstrap.
    """

    metric: Metric
    old: float
    new: float
    difference: float
    low: float
    high: float
    p: float

    @property
    def verdict(self) -> Verdict:
        """The change judged: "better", "worse", or "open" if it may be chance."""
        if self.p >= SIGNIFICANT or self.difference == 0:
            return "open"
        return "better" if (self.difference > 0) == self.metric.higher_is_better else "worse"


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two runs.

    Attributes:
        differences: For each metric that both runs have, in the order of `METRICS`.
        better: Ids of the questions that are right now and were not.
        worse: Ids of the questions that were right and are not now.
    """

    differences: tuple[Difference, ...]
    better: tuple[str, ...]
    worse: tuple[str, ...]


def compare(old: Run, new: Run) -> Comparison:
    """Compare two runs question by question.

    Args:
        old: The earlier run.
        new: The later run.

    Returns:
        The differences with paired bootstrap intervals and p-values, and the flipped questions.

    Raises:
        DifferentQuestionsError: If they are over different question sets.
    """
    check_same_questions(old, sha256=new.question_set_sha256)
    new_by_id = {result.question.id: result for result in new.results}
    pairs = [(was, new_by_id[was.question.id]) for was in old.results]
    old_table = columns([was for was, _ in pairs])
    new_table = columns([now for _, now in pairs])
    differences = []
    for metric in METRICS:
        old_value, new_value = old.metrics[metric.name].value, new.metrics[metric.name].value
        found = paired_difference(
            stack(metric, old_table), stack(metric, new_table), metric.statistic
        )
        if found is not None and old_value is not None and new_value is not None:
            differences.append(Difference(metric, old_value, new_value, *found))
    flipped = [
        (was, now) for was, now in pairs if (was.outcome == "right") ^ (now.outcome == "right")
    ]
    return Comparison(
        differences=tuple(differences),
        better=tuple(now.question.id for _, now in flipped if now.outcome == "right"),
        worse=tuple(now.question.id for was, now in flipped if was.outcome == "right"),
    )


def check_same_questions(old: Run, *, sha256: str) -> None:
    """Make sure that a run belongs to a question set.

    Args:
        old: The run.
        sha256: `fingerprint` of the question set.

    Raises:
        DifferentQuestionsError: If it belongs to another.
    """
    if old.question_set_sha256 != sha256:
        raise DifferentQuestionsError(old=old.question_set_sha256, new=sha256)
