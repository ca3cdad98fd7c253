"""Turns of the browser chat with their reader's verdict, kept in two files beside the index.

What was right becomes a test question. What was not is kept as an objection: the question, and the
sentences that a right answer would not rest on.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from filelock import FileLock

from chatbot.saved_turn import VERDICTS, QuestionNotSavedError, SavedTurn, SaveQuestion, Verdict
from evaluation.errors import EvaluationError, UnfitQuestionError, UnwritableError
from evaluation.question_sets.appending import check_target, find_problems, propose_id, write_line
from evaluation.question_sets.question import Question
from evaluation.question_sets.questions import load_questions
from evaluation.question_sets.utf8 import read_utf8
from evaluation.runs.saving import write_atomically
from ingest import Article

FILE: Final = "questions.jsonl"
OBJECTIONS: Final = "objections.jsonl"

FindArticle = Callable[[str], Article | None]


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """A line that a verdict has left in one of the files.

    Attributes:
        question: As it was asked.
        history: Earlier questions of the conversation, oldest first.
        verdict: What the reader said of the answer.
        quotes: The sentences that it rested on.
    """

    question: str
    history: tuple[str, ...]
    verdict: Verdict
    quotes: tuple[str, ...]


def build_writer(index: Path, find: FindArticle) -> SaveQuestion:
    """Make what `belegt chat` keeps verdicts with (entry point `belegt.question_writers`).

    Args:
        index: Folder of the index; `questions.jsonl` and `objections.jsonl` are kept in it.
        find: Gives an article by its id.
    """
    folder = Path(index)

    def save(turn: SavedTurn) -> None:
        try:
            _replace(folder, turn, find)
        except UnfitQuestionError as error:
            raise QuestionNotSavedError("unfit", detail=str(error)) from error
        except EvaluationError as error:
            raise QuestionNotSavedError("unwritable", detail=str(error)) from error

    return save


def read_judged(index: Path) -> list[JudgedQuestion]:
    """All questions that verdicts have left beside an index, the right ones first.

    Raises:
        EvaluationError: If one of the files can't be read.
    """
    return [
        judged
        for name in (FILE, OBJECTIONS)
        for line in _read_lines(Path(index) / name)
        if (judged := _parse_judged(line)) is not None
    ]


def _replace(folder: Path, turn: SavedTurn, find: FindArticle) -> None:
    """Take back what was said of the turn before, and write what is said now."""
    try:
        with FileLock(folder / f".{FILE}.lock"):
            lines = {name: _read_lines(folder / name) for name in (FILE, OBJECTIONS)}
            kept = {
                name: [line for line in before if not _is_verdict_on(line, turn)]
                for name, before in lines.items()
            }
            target = kept[FILE if turn.verdict == "right" else OBJECTIONS]
            by_hand = any(_asks_the_same(line, turn) for line in target)
            if turn.verdict is not None and not by_hand:
                target.append(_make_line(turn, target, find))
            for name, before in lines.items():
                if kept[name] != before:
                    _write_lines(folder / name, kept[name])
    except OSError as error:
        raise UnwritableError(folder / FILE, reason=error.strerror or str(error)) from error


def _make_line(turn: SavedTurn, lines: Sequence[str], find: FindArticle) -> str:
    """The line for a file.

    Raises:
        UnfitQuestionError: If the sentences cited no longer stand in the collection.
    """
    taken = {str(json.loads(line).get("id", "")) for line in lines if line.strip()}
    right = turn.verdict == "right"
    question = Question(
        id=propose_id(turn.question, taken),
        question=turn.question,
        history=turn.history,
        evidence=turn.evidence if right else (),
        article_id=turn.article_id if right else "",
        answerable=turn.answerable or not right,
    )
    if right:
        cited = find(turn.article_id) if turn.article_id else None
        bodies = {cited.id: cited.body} if cited else {}
        problems = find_problems(question, bodies)
        if problems:
            raise UnfitQuestionError(problems)
        return write_line(question, verdict=turn.verdict)
    return write_line(question, verdict=turn.verdict, rejected=turn.evidence)


def _asks_the_same(line: str, turn: SavedTurn) -> bool:
    record = json.loads(line) if line.strip() else {}
    asked = (record.get("question"), tuple(record.get("history") or ()))
    return asked == (turn.question, turn.history)


def _is_verdict_on(line: str, turn: SavedTurn) -> bool:
    return _asks_the_same(line, turn) and _parse_judged(line) is not None


def _parse_judged(line: str) -> JudgedQuestion | None:
    """The question of a line that a verdict has left; None for one that was written by hand."""
    record = json.loads(line) if line.strip() else {}
    verdict = record.get("verdict")
    if verdict not in VERDICTS:
        return None
    quotes = record.get("evidence") or record.get("rejected") or ()
    history = tuple(record.get("history") or ())
    return JudgedQuestion(record["question"], history, cast(Verdict, verdict), tuple(quotes))


def _read_lines(path: Path) -> list[str]:
    """The lines of a file; none if it is not there.

    Raises:
        EvaluationError: If it holds anything but questions, or can't be read.
    """
    check_target(path)
    if not path.exists() or not (text := read_utf8(path)).strip():
        return []
    load_questions(path)
    return text.removesuffix("\n").split("\n")


def _write_lines(path: Path, lines: Sequence[str]) -> None:
    """Write a file, or take it away when nothing is left: no question set is empty."""
    if any(line.strip() for line in lines):
        write_atomically(path, "".join(f"{line}\n" for line in lines))
    else:
        path.unlink(missing_ok=True)
