"""What `belegt eval` does: read, ask, measure, compare, write, show."""

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from chatbot import Chatbot
from chatbot.errors import ChatError
from chatbot.settings import read_settings
from evaluation.errors import EvaluationError, NothingToCompareError
from evaluation.judge.judging import Judge
from evaluation.question_sets.collection import check_collection
from evaluation.question_sets.question import Question, fingerprint
from evaluation.question_sets.questions import brings_articles, find_lines, load_questions
from evaluation.reports.figures import change, figure
from evaluation.reports.page import render_page
from evaluation.reports.tables import comparison_table, figures_table
from evaluation.reports.wording import Language
from evaluation.runs import comparing, saving
from evaluation.runs.manifest import identify_articles, read_index_manifest
from evaluation.runs.noting import note_settings
from evaluation.runs.opening import open_bot
from evaluation.runs.resuming import drop_partial, keep_results, setup_key
from evaluation.runs.run import QuestionResult, Run
from evaluation.runs.running import Setup, run_questions
from evaluation.runs.thresholds import Threshold, missed, parse_threshold
from index.errors import IndexingError
from ingest import IngestError

ERRORS = (EvaluationError, ChatError, IndexingError, IngestError)
LISTED = 10  # flipped questions on the screen; the report lists all


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What was typed.

    Attributes:
        questions: The question set's file.
        index: The index to ask; None for the texts of SQuAD and BEIR, else that of the settings.
        output: Where the run goes, or None.
        report: Where the report goes, or None.
        language: Of the report.
        compare: An earlier run, or None.
        jobs: How many questions are asked at a time.
        judge: A chat model that grades the answers on top, or None.
        fail_under: Thresholds such as "recall@5=0.9".
        fail_if_worse: Whether a headline figure worse than in the earlier run is a failure.
    """

    questions: Path
    index: Path | None
    output: Path | None
    report: Path | None
    language: Language
    compare: Path | None
    jobs: int
    judge: str | None
    fail_under: tuple[str, ...]
    fail_if_worse: bool

    @property
    def searched(self) -> Path | None:
        """The index to ask, or None for the question set's own passages.

        Raises:
            SettingsError: If no index is named and the settings cannot be read.
        """
        if self.index is None and brings_articles(self.questions):
            return None
        return self.index or read_settings().index_dir


def carry_out(order: Order) -> list[str]:
    """Evaluate as ordered, write the files and show the figures.

    Whatever can be refused is refused before the first question is asked.

    Args:
        order: What was typed.

    Returns:
        A line for each threshold missed and each figure that got worse, in German.

    Raises:
        EvaluationError: If a file or a threshold is wrong, or the index lacks articles named.
        ChatError: If the settings cannot be read or a question cannot be asked.
        IndexingError: If the index cannot be opened.
    """
    thresholds = [parse_threshold(text) for text in order.fail_under]
    if order.fail_if_worse and order.compare is None:
        raise NothingToCompareError
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
        drop_partial(order.output)
    if order.report:
        saving.write_atomically(order.report, render_page(run, comparison, order.language))
    _show(run, comparison)
    lines = [_missed_line(*each) for each in missed(thresholds, run.metrics)]
    if order.fail_if_worse and comparison:
        lines += map(_worse_line, comparing.worsened(comparison))
    return lines


def _load_old(order: Order, questions: Sequence[Question]) -> Run | None:
    if order.compare is None:
        return None
    old = saving.load_run(order.compare)
    comparing.check_same_questions(old, sha256=fingerprint(questions))
    return old


def _ask_all(order: Order, questions: Sequence[Question]) -> Run:
    judge = _open_judge(order)
    with _progress() as progress:
        task = progress.add_task("Texte werden vorbereitet", total=None)
        with open_bot(order.questions, order.searched) as bot:
            check_collection(questions, bot.articles(), find_lines(order.questions))
            setup = _describe(order, bot, judge)
            key = setup_key(fingerprint(questions), setup)
            with keep_results(order.output, key) as kept:
                if kept.results:
                    progress.console.print(f"Fortgesetzt nach {len(kept.results)} Antworten.")
                progress.update(
                    task,
                    description="Fragen werden gestellt",
                    completed=len(kept.results),
                    total=len(questions),
                )

                def put_down(result: QuestionResult) -> None:
                    kept.add(result)
                    progress.advance(task)

                return run_questions(
                    bot.ask,
                    questions,
                    setup,
                    articles=bot.articles(),
                    jobs=order.jobs,
                    judge=judge,
                    already=kept.results,
                    on_result=put_down,
                )


def _open_judge(order: Order) -> Judge | None:
    if order.judge is None:
        return None
    from evaluation.judge.llm_judge import open_judge  # only now: LangChain takes its time

    return open_judge(order.judge)


def _describe(order: Order, bot: Chatbot, judge: Judge | None) -> Setup:
    searched = order.searched
    settings = {
        "questions": str(order.questions),
        "index": str(searched or "passages of the question set"),
        **note_settings(read_settings()),
        "jobs": str(order.jobs),
    }
    if judge is not None:
        prompt = hashlib.sha256(judge.prompt.encode()).hexdigest()
        settings |= {"judge": judge.model, "judge_prompt_sha256": prompt}
    index = read_index_manifest(searched) if searched else identify_articles(bot.articles())
    return Setup(settings=settings, index=index)


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


def _worse_line(each: comparing.Difference) -> str:
    moved = change(each.difference, each.metric.unit)
    return f"Schlechter als zuvor: {each.metric.name} um {moved} (p = {figure(each.p, 'score')})"
