"""Two runs over the same questions, side by side."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from evaluation.errors import DifferentQuestionsError
from evaluation.metrics.bootstrap import paired_difference
from evaluation.metrics.definitions import METRICS, Estimate, Metric, stack
from evaluation.runs.measuring import columns
from evaluation.runs.run import Run

SIGNIFICANT = 0.05  # the usual level of one test; many figures make it a hint, not a proof
HEADLINES = (  # one for each thing a bot does: find, answer, show, refuse
    "ndcg@10",
    "contains_gold",
    "evidence_cited",
    "refusal_auroc",
)

UNKNOWN = Estimate(value=None, low=None, high=None, n=0)  # a run of an older version

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
        """The change judged: "better", "worse", or "open" if it may be chance or is neither."""
        if self.p >= SIGNIFICANT or self.difference == 0 or self.metric.better == "neither":
            return "open"
        return "better" if (self.difference > 0) == self.metric.higher_is_better else "worse"


@dataclass(frozen=True, slots=True)
class Change:
    """A setting, a version or a property of the index that differs between two runs.

    Attributes:
        name: Such as "dense_weight".
        old: In the earlier run; empty if it was not noted.
        new: In the later run; empty if it is not noted.
    """

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed between two runs.

    Attributes:
        old_date: When the earlier run ended, ISO 8601.
        differences: For each metric that both runs have, in the order of `METRICS`.
        better: Ids of the questions that are right now and were not.
        worse: Ids of the questions that were right and are not now.
        changes: What was set up otherwise, which may be why.
    """

    old_date: str
    differences: tuple[Difference, ...]
    better: tuple[str, ...]
    worse: tuple[str, ...]
    changes: tuple[Change, ...]


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
        old_value, new_value = _value(old, metric), _value(new, metric)
        found = paired_difference(
            stack(metric, old_table), stack(metric, new_table), metric.statistic
        )
        if found is not None and old_value is not None and new_value is not None:
            differences.append(Difference(metric, old_value, new_value, *found))
    flipped = [
        (was, now) for was, now in pairs if (was.outcome == "right") ^ (now.outcome == "right")
    ]
    return Comparison(
        old_date=old.date,
        differences=tuple(differences),
        better=tuple(now.question.id for _, now in flipped if now.outcome == "right"),
        worse=tuple(now.question.id for was, now in flipped if was.outcome == "right"),
        changes=tuple(_changes(old, new)),
    )


def worsened(comparison: Comparison) -> list[Difference]:
    """List the headline figures that got worse beyond chance.

    Args:
        comparison: Of two runs.

    Returns:
        Those of `HEADLINES` that both runs have and that are worse with p < 0.05.
    """
    headlines = [each for each in comparison.differences if each.metric.name in HEADLINES]
    return [each for each in headlines if each.verdict == "worse"]


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


def _value(run: Run, metric: Metric) -> float | None:
    return run.metrics.get(metric.name, UNKNOWN).value


def _changes(old: Run, new: Run) -> Iterator[Change]:
    for was, now in (
        (old.settings, new.settings),
        (old.index, new.index),
        (old.versions, new.versions),
    ):
        for name in {**was, **now}:
            before, after = was.get(name, ""), now.get(name, "")
            if before != after:
                yield Change(name, before, after)
