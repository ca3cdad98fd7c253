"""Questions from JSON lines: one a line."""

import json
from collections.abc import Iterator

from evaluation.question_sets.question import Question
from evaluation.question_sets.records import parse_record

Parsed = tuple[int, Question | None, list[str]]  # number of the line, question, problems


def parse_jsonl(text: str) -> Iterator[Parsed]:
    """Read the questions of a JSONL file.

    Each line is an object with the fields of `Question`, of which only `question` is required.

    Args:
        text: The whole file. Blank lines are passed over.

    Yields:
        Number of the line, counted from 1, and the question, or None and its problems.
    """
    # Not splitlines: U+2028 and the like may stand inside a JSON string.
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, *_parse_line(line, number)


def _parse_line(line: str, number: int) -> tuple[Question | None, list[str]]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        return None, [f"no valid JSON ({error.msg}, column {error.colno})"]
    except (ValueError, RecursionError):  # a number of 5,000 digits, brackets 10,000 deep
        return None, ["no valid JSON that could be a question"]
    if not isinstance(record, dict):
        return None, ['not an object such as {"question": "Warum zögert Merz?"}']
    return parse_record(record, number)
