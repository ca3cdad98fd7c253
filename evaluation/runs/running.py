"""A question set asked from end to end, and what came of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from evaluation.errors import DuplicateQuestionError, NoQuestionsError
from evaluation.judge.judging import Judge, summarise
from evaluation.question_sets.gold import GoldFinder
from evaluation.question_sets.question import Question, fingerprint
from evaluation.runs.asking import Ask, ask_all
from evaluation.runs.measuring import breakdowns_of, figures_of, judge_results
from evaluation.runs.run import QuestionResult, Run
from evaluation.runs.versions import read_versions
from ingest import Article


@dataclass(frozen=True, slots=True)
class Setup:
    """What is asked, and how; two runs with equal setups measure the same thing.

    Attributes:
        settings: How the bot is set up, as far as known.
        index: What is searched, see `evaluation.runs.manifest`.
        versions: Of the packages that decide the figures.
    """

    settings: Mapping[str, str] = field(default_factory=dict)
    index: Mapping[str, str] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=read_versions)


def run_questions(
    ask: Ask,
    questions: Iterable[Question],
    setup: Setup,
    *,
    articles: Iterable[Article] = (),
    jobs: int = 1,
    judge: Judge | None = None,
    already: Sequence[QuestionResult] = (),
    on_result: Callable[[QuestionResult], None] | None = None,
) -> Run:
    """Ask every question and measure the answers.

    The first question is asked once before the clock runs, so that loading models is not taken
    for answering. Search is judged by the hits an answer comes with; nothing is searched twice.

    Args:
        ask: What answers, see `ask_all`.
        questions: At least one.
        setup: Noted in the run.
        articles: What is searched; without them, passages and evidence found are not judged.
        jobs: How many questions are asked at a time, see `ask_all`.
        judge: Grades each answer on top.
        already: Results of an interrupted run over the same questions with the same setup;
            these are not asked again.
        on_result: Called with each new result as it comes.

    Returns:
        The run, with 95 % intervals by resampling the questions.

    Raises:
        NoQuestionsError: If there are none.
        DuplicateQuestionError: If two share an id.
        ValueError: If `jobs` is below 1.
    """
    asked = list(questions)
    _check(asked)
    found = {result.question.id: result for result in already}
    open_questions = [question for question in asked if question.id not in found]
    if open_questions:
        ask(open_questions[0].question, open_questions[0].history)
    grade = judge.grade if judge else None
    for result in ask_all(ask, open_questions, jobs=jobs, grade=grade):
        found[result.question.id] = result
        if on_result is not None:
            on_result(result)
    results = judge_results([found[question.id] for question in asked], GoldFinder(articles))
    return Run(
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        question_set_sha256=fingerprint(asked),
        settings=dict(setup.settings),
        index=dict(setup.index),
        versions=dict(setup.versions),
        metrics=figures_of(results),
        results=tuple(results),
        judge=summarise(judge, results) if judge else None,
        breakdowns=breakdowns_of(results),
    )


def _check(questions: Sequence[Question]) -> None:
    if not questions:
        raise NoQuestionsError
    counts = Counter(question.id for question in questions)
    twice = [key for key, count in counts.items() if count > 1]
    if twice:
        raise DuplicateQuestionError(twice)
