"""What `belegt eval` does: read, ask, measure, compare, write, show."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from chatbot.errors import ChatError
from chatbot.settings import read_settings
from evaluation import comparing, saving
from evaluation.collection import check_collection
from evaluation.errors import EvaluationError
from evaluation.figures import figure
from evaluation.opening import open_bot
from evaluation.question import Question, fingerprint
from evaluation.questions import load_questions
from evaluation.report import render_report
from evaluation.running import Run, evaluate
from evaluation.tables import comparison_table, figures_table
from evaluation.thresholds import Threshold, missed, parse_threshold
from index.errors import IndexingError
from ingest import IngestError

ERRORS = (EvaluationError, ChatError, IndexingError, IngestError)
LISTED = 10  # flipped questions on the screen; the report lists all


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What was typed.

    Attributes:
        questions: The question set's file.
        index: The index to ask; None for a SQuAD file's own passages, else that of the settings.
        output: Where the run goes, or None.
        report: Where the report goes, or None.
        compare: An earlier run, or None.
        fail_under: Thresholds such as "recall@5=0.9".
    """

    questions: Path
    index: Path | None
    output: Path | None
    report: Path | None
    compare: Path | None
    fail_under: tuple[str, ...]

    @property
    def searched(self) -> Path | None:
        """The index to ask, or None for the question set's own passages.

        Raises:
            SettingsError: If no index is named and the settings cannot be read.
        """
        if self.index is None and self.questions.suffix.casefold() == ".json":
            return None
        return self.index or read_settings().index_dir


def carry_out(order: Order) -> list[str]:
    """Evaluate as ordered, write the files and show the figures.

    Whatever can be refused is refused before the first question is asked.

    Args:
        order: What was typed.

    Returns:
        A line for each threshold missed, in German.

    Raises:
        EvaluationError: If a file or a threshold is wrong, or the index lacks articles named.
        ChatError: If the settings cannot be read or a question cannot be asked.
        IndexingError: If the index cannot be opened.
    """
    thresholds = [parse_threshold(text) for text in order.fail_under]
    questions = load_questions(order.questions)
    old = _load_old(order, questions)
    if order.output:
        saving.check_run_target(order.output)
    if order.report:
        saving.check_report_target(order.report)
    run = _ask_all(order, questions)
    comparison = comparing.compare(old, run) if old else None
    if order.output:
        saving.save_run(run, order.output)
    if order.report:
        saving.write_atomically(order.report, render_report(run, comparison))
    _show(run, comparison)
    return [_missed_line(*each) for each in missed(thresholds, run.metrics)]


def _load_old(order: Order, questions: Sequence[Question]) -> Run | None:
    if order.compare is None:
        return None
    old = saving.load_run(order.compare)
    comparing.check_same_questions(old, sha256=fingerprint(questions))
    return old


def _ask_all(order: Order, questions: Sequence[Question]) -> Run:
    settings = {
        "Fragen": str(order.questions),
        "Index": str(order.searched or "eigene Texte des Fragensatzes"),
        "Modell": read_settings().embedding_model or "eingebaut",
    }
    with _progress() as progress:
        task = progress.add_task("Texte werden vorbereitet", total=None)
        with open_bot(order.questions, order.searched) as bot:
            check_collection(questions, bot.articles())
            progress.update(task, description="Fragen werden gestellt", total=len(questions))
            return evaluate(
                bot,
                questions,
                settings=settings,
                on_progress=lambda done, _: progress.update(task, completed=done),
            )


@contextmanager
def _progress() -> Iterator[Progress]:
    shown = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    console = Console(stderr=True)  # standard output holds the figures only
    with Progress(*shown, TimeRemainingColumn(), console=console, transient=True) as progress:
        yield progress


def _show(run: Run, comparison: comparing.Comparison | None) -> None:
    console = Console()
    console.print(figures_table(run))
    if comparison is None:
        return
    console.print(comparison_table(comparison))
    for heading, ids in (
        ("Jetzt richtig", comparison.better),
        ("Nicht mehr richtig", comparison.worse),
    ):
        names = ", ".join(ids[:LISTED]) + (" …" if len(ids) > LISTED else "")
        console.print(f"{heading} ({len(ids)}): {names or 'keine'}", markup=False)


def _missed_line(threshold: Threshold, value: float | None) -> str:
    unit = threshold.metric.unit
    least = figure(threshold.least, unit)
    reached = "nicht bestimmbar" if value is None else figure(value, unit)
    return f"Schwelle verfehlt: {threshold.metric.name} ist {reached}, verlangt {least}"
