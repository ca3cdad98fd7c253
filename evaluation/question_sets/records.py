"""One question from the fields of a record, whatever the file it comes from."""

import difflib
from collections.abc import Mapping

from evaluation.metrics.answers import normalise
from evaluation.question_sets.question import Question

TEXTS = ("id", "question", "article_id")
LISTS = ("history", "answers", "evidence")
FIELDS = (*TEXTS, *LISTS, "answerable")


def parse_record(record: Mapping[str, object], number: int) -> tuple[Question | None, list[str]]:
    """Make a question of a record.

    Args:
        record: Fields of `Question` by name; only "question" is required. Fields that are None
            count as missing; others are left alone, unless they look like a misspelt one.
        number: Of its line; a missing "id" is "line-" and this number.

    Returns:
        The question and no problem, or None and every problem.
    """
    record = {name: value for name, value in record.items() if value is not None}
    problems = [*_type_problems(record), *misspelt(record)]
    if problems:
        return None, problems
    question = Question(
        id=str(record.get("id", f"line-{number}")),
        question=str(record["question"]),
        history=_texts(record, "history"),
        answers=_texts(record, "answers"),
        evidence=_texts(record, "evidence"),
        article_id=str(record.get("article_id", "")),
        answerable=bool(record.get("answerable", True)),
    )
    if not question.answerable and (question.answers or question.evidence):
        return None, ["not answerable, yet it has answers or evidence; drop one of them"]
    empty = [answer for answer in question.answers if not normalise(answer)]
    if empty:
        return None, [f"the answer {empty[0]!r} has no letter or digit; nothing could match it"]
    return question, []


def misspelt(names: Mapping[str, object]) -> list[str]:
    """Name the fields that look like misspelt ones.

    Args:
        names: Fields of a record, or columns of a table.

    Returns:
        A problem for each, in their alphabetical order.
    """
    problems = []
    for name in names.keys() - set(FIELDS):
        close = difflib.get_close_matches(name.casefold(), FIELDS, n=1, cutoff=0.8)
        if close:
            problems.append(f"unknown field {name!r}; did you mean {close[0]!r}?")
    return sorted(problems)


def _texts(record: Mapping[str, object], name: str) -> tuple[str, ...]:
    value = record.get(name, ())
    return tuple(value) if isinstance(value, list) else ()


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


def _is_text(value: object) -> bool:
    if not isinstance(value, str) or not value.strip():
        return False
    # JSON can spell half a surrogate pair, which no encoding can write again.
    return not any("\ud800" <= character <= "\udfff" for character in value)
