"""Question sets read from JSONL, with every problem named by its line."""

import difflib
import json
from collections.abc import Mapping
from pathlib import Path

from evaluation.errors import QuestionSetError, UnknownFormatError
from evaluation.question import Question
from evaluation.squad import read_squad
from evaluation.utf8 import read_utf8

TEXTS = ("id", "question", "article_id")
LISTS = ("history", "answers", "evidence")
FIELDS = (*TEXTS, *LISTS, "answerable")


def load_questions(path: Path) -> list[Question]:
    """Read a question set.

    A `.jsonl` file holds one question a line, as an object with the fields of `Question`; only
    `question` is required. A missing `id` is "line-" and the line's number. Other fields are
    left alone, unless they look like a misspelt one. A `.json` file is SQuAD; its passages are
    read by `read_squad`.

    Args:
        path: The file.

    Returns:
        The questions in the file's order, at least one.

    Raises:
        UnreadableFileError: If the file cannot be opened.
        UnknownFormatError: If the name ends in neither.
        QuestionSetError: If the file has problems; all are named with their lines.
    """
    path = Path(path)
    suffix = path.suffix.casefold()
    if suffix == ".json":
        return list(read_squad(path).questions)
    if suffix in {".jsonl", ".ndjson"}:
        return _read_jsonl(path)
    raise UnknownFormatError(path)


def _read_jsonl(path: Path) -> list[Question]:
    questions: list[Question] = []
    problems: list[str] = []
    first_lines: dict[str, int] = {}
    # Not splitlines: U+2028 and the like may stand inside a JSON string.
    for number, line in enumerate(read_utf8(path).split("\n"), start=1):
        if not line.strip():
            continue
        question, found = _parse_line(line, number)
        problems += [f"line {number}: {problem}" for problem in found]
        if question is None:
            continue
        if question.id in first_lines:
            first = first_lines[question.id]
            problems.append(f"line {number}: the id {question.id!r} is already on line {first}")
        first_lines.setdefault(question.id, number)
        questions.append(question)
    if not questions and not problems:
        problems.append("the file holds no question")
    if problems:
        raise QuestionSetError(path, problems)
    return questions


def _parse_line(line: str, number: int) -> tuple[Question | None, list[str]]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        return None, [f"no valid JSON ({error.msg}, column {error.colno})"]
    if not isinstance(record, dict):
        return None, ['not an object such as {"question": "Warum zögert Merz?"}']
    record = {name: value for name, value in record.items() if value is not None}
    problems = [*_type_problems(record), *_misspelt(record)]
    if problems:
        return None, problems
    question = Question(
        id=record.get("id", f"line-{number}"),
        question=record["question"],
        history=tuple(record.get("history", ())),
        answers=tuple(record.get("answers", ())),
        evidence=tuple(record.get("evidence", ())),
        article_id=record.get("article_id", ""),
        answerable=record.get("answerable", True),
    )
    if not question.answerable and (question.answers or question.evidence):
        return None, ["not answerable, yet it has answers or evidence; drop one of them"]
    return question, []


def _type_problems(record: Mapping[str, object]) -> list[str]:
    problems = [] if "question" in record else ["the field 'question' is missing"]
    for name in TEXTS:
        if name in record and not _is_text(record[name]):
            problems.append(f"{name!r} must be a text that is not empty")
    for name in LISTS:
        value = record.get(name, [])
        if not isinstance(value, list) or not all(map(_is_text, value)):
            problems.append(f"{name!r} must be a list of texts that are not empty")
    if not isinstance(record.get("answerable", True), bool):
        problems.append("'answerable' must be true or false")
    return problems


def _misspelt(record: Mapping[str, object]) -> list[str]:
    problems = []
    for name in record.keys() - set(FIELDS):
        close = difflib.get_close_matches(name.casefold(), FIELDS, n=1, cutoff=0.8)
        if close:
            problems.append(f"unknown field {name!r}; did you mean {close[0]!r}?")
    return sorted(problems)


def _is_text(value: object) -> bool:
    if not isinstance(value, str) or not value.strip():
        return False
    # JSON can spell half a surrogate pair, which no encoding can write again.
    return not any("\ud800" <= character <= "\udfff" for character in value)
