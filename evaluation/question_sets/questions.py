"""Question sets, whatever their format, with every problem named by its line."""

from collections.abc import Callable, Iterator
from pathlib import Path

from evaluation.errors import QuestionSetError, UnknownFormatError
from evaluation.question_sets.beir import is_beir, read_beir
from evaluation.question_sets.csv_questions import parse_csv
from evaluation.question_sets.jsonl_questions import Parsed, parse_jsonl
from evaluation.question_sets.question import Question
from evaluation.question_sets.squad import read_squad
from evaluation.question_sets.utf8 import read_utf8
from ingest import Article

SQUAD = ".json"
PARSERS: dict[str, Callable[[str], Iterator[Parsed]]] = {
    ".jsonl": parse_jsonl,
    ".ndjson": parse_jsonl,
    ".csv": parse_csv,
    ".tsv": parse_csv,
}


def load_questions(path: Path) -> list[Question]:
    """Read a question set.

    `.jsonl` holds one question a line (see `parse_jsonl`), `.csv` or `.tsv` one a row (see
    `parse_csv`), `.json` is SQuAD (see `read_squad`), and a folder is BEIR (see `read_beir`).

    Args:
        path: The file or folder.

    Returns:
        The questions in the file's order, at least one.

    Raises:
        UnreadableFileError: If the file cannot be opened.
        UnknownFormatError: If its name ends in none of these.
        QuestionSetError: If the file has problems; all are named with their lines.
    """
    path = Path(path)
    if is_beir(path):
        return list(read_beir(path).questions)
    if path.suffix.casefold() == SQUAD:
        return list(read_squad(path).questions)
    questions: list[Question] = []
    problems: list[str] = []
    first: dict[str, int] = {}
    for number, question, found in _parse(path):
        problems += [f"line {number}: {problem}" for problem in found]
        if question is None:
            continue
        if question.id in first:
            before = first[question.id]
            problems.append(f"line {number}: the id {question.id!r} is already on line {before}")
        first.setdefault(question.id, number)
        questions.append(question)
    if not questions and not problems:
        problems.append("the file holds no question")
    if problems:
        raise QuestionSetError(path, problems)
    return questions


def find_lines(path: Path) -> dict[str, int]:
    """Find the lines of questions, to name them when something else turns out to be wrong.

    Args:
        path: A question set that `load_questions` has read.

    Returns:
        Question id to the number of its line, from 1; nothing for formats whose questions cannot
        be told by a line (SQuAD, BEIR).
    """
    path = Path(path)
    if brings_articles(path):
        return {}
    return {question.id: number for number, question, _ in _parse(path) if question}


def brings_articles(path: Path) -> bool:
    """Tell whether a question set comes with the texts it is about: SQuAD and BEIR do."""
    path = Path(path)
    return is_beir(path) or path.suffix.casefold() == SQUAD


def load_articles(path: Path) -> tuple[Article, ...]:
    """Read the articles that a question set brings.

    Args:
        path: A SQuAD file or a BEIR folder.

    Returns:
        Its articles, in the file's order.

    Raises:
        UnreadableFileError: If a file cannot be opened.
        UnknownFormatError: If it is neither.
        QuestionSetError: If it has problems.
    """
    path = Path(path)
    if not brings_articles(path):
        raise UnknownFormatError(path)
    return read_beir(path).articles if is_beir(path) else read_squad(path).articles


def _parse(path: Path) -> Iterator[Parsed]:
    parse = PARSERS.get(path.suffix.casefold())
    if parse is None:
        raise UnknownFormatError(path)
    return parse(read_utf8(path))
