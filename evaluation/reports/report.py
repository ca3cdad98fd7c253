"""A run, ready to be looked at: figures, table, page."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from chatbot import Chatbot
from evaluation.judge.judging import Judge
from evaluation.metrics.breakdowns import Breakdowns
from evaluation.metrics.definitions import Estimate
from evaluation.question_sets.question import Question
from evaluation.reports.page import render_page
from evaluation.reports.wording import Language
from evaluation.runs.asking import Answering, Ask
from evaluation.runs.comparing import Comparison, compare
from evaluation.runs.manifest import identify_articles
from evaluation.runs.run import QuestionResult, Run
from evaluation.runs.running import Setup, run_questions
from evaluation.runs.saving import check_report_target, load_run, save_run, write_atomically
from ingest import Article

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, slots=True)
class Report:
    """A run and, if there was an earlier one, what changed since.

    Attributes:
        run: What was asked, answered and measured.
        comparison: With an earlier run, or None.
    """

    run: Run
    comparison: Comparison | None = None

    @property
    def metrics(self) -> dict[str, Estimate]:
        """Name to figure with its 95 % interval, such as `metrics["recall@5"].value`."""
        return self.run.metrics

    @property
    def breakdowns(self) -> Breakdowns:
        """The same figures by kind of question and by source."""
        return self.run.breakdowns

    @property
    def results(self) -> tuple[QuestionResult, ...]:
        """Every question with its answer, scores and outcome."""
        return self.run.results

    def compared_with(self, old: "Report") -> "Report":
        """The same report with what changed since an earlier one.

        Raises:
            DifferentQuestionsError: If that is over another question set.
        """
        return replace(self, comparison=compare(old.run, self.run))

    def to_dataframe(self) -> "DataFrame":
        """A row for each question; for the columns see `evaluation.reports.frame.build_frame`."""
        from evaluation.reports.frame import build_frame

        return build_frame(self.results)

    def save_html(self, path: str | Path, *, language: Language = "de") -> None:
        """Write the report as one HTML page that needs no network.

        Args:
            path: A file that ends in .html; replaced if it exists.
            language: "de" or "en".

        Raises:
            WouldOverwriteError: If the file exists and is no HTML page.
            UnwritableError: If it cannot be written.
        """
        target = Path(path)
        check_report_target(target)
        write_atomically(target, render_page(self.run, self.comparison, language))

    def save_json(self, path: str | Path) -> None:
        """Write the run, so that a later one can be compared with it.

        Args:
            path: The file; an earlier run in it is replaced.

        Raises:
            WouldOverwriteError: If the file exists and is not a run.
            UnwritableError: If it cannot be written.
        """
        save_run(self.run, Path(path))


def evaluate(
    bot: Answering | Ask,
    questions: Iterable[Question],
    *,
    settings: Mapping[str, str] | None = None,
    articles: Iterable[Article] | None = None,
    jobs: int = 1,
    judge: Judge | None = None,
    on_progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Ask every question and measure the answers.

    Args:
        bot: A `Chatbot`, or any function that takes a question and the earlier ones and returns
            an `Answer`, so that other systems can be judged by the same measures.
        questions: At least one; see `load_questions`.
        settings: How the bot is set up, noted in the run.
        articles: What is searched, so that passages and evidence found can be judged; None for
            those of a `Chatbot`, and for none with anything else.
        jobs: How many questions are asked at a time; more than one makes latencies longer.
        judge: Grades each answer on top, see `evaluation.judge.llm_judge`.
        on_progress: Called after each answer with the number done and the number of all.

    Returns:
        The report.

    Raises:
        NoQuestionsError: If there are no questions.
        DuplicateQuestionError: If two share an id.
        ValueError: If `jobs` is below 1.
    """
    asked = list(questions)
    done = 0

    def count(_: QuestionResult) -> None:
        nonlocal done
        done += 1
        if on_progress is not None:
            on_progress(done, len(asked))

    if articles is None:
        articles = bot.articles() if isinstance(bot, Chatbot) else ()
    collection = list(articles)
    setup = Setup(
        settings={**(settings or {}), "jobs": str(jobs)},
        index=identify_articles(collection) if collection else {},
    )
    return Report(
        run_questions(
            bot if callable(bot) else bot.ask,
            asked,
            setup,
            articles=collection,
            jobs=jobs,
            judge=judge,
            on_result=count,
        )
    )


def load_report(path: str | Path) -> Report:
    """Read a report that `save_json` wrote, without a comparison.

    Raises:
        UnreadableFileError: If the file cannot be opened.
        NotARunError: If it is anything but a run.
    """
    return Report(load_run(Path(path)))
