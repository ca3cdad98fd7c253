"""What a test question is."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """One test question with what is known about its right answer.

    Attributes:
        id: Unique in its question set.
        question: As it is asked.
        history: Earlier questions of the same conversation, oldest first.
        answers: Gold answers, each right by itself; empty if none is known.
        evidence: Sentences of the article that hold the answer, verbatim; empty if unknown.
        article_id: The article that holds the answer; empty if unknown.
        answerable: Whether the collection answers it; if not, refusing is right.
    """

    id: str
    question: str
    history: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    article_id: str = ""
    answerable: bool = True


def fingerprint(questions: Iterable[Question]) -> str:
    """Identify a question set by its content.

    The order of the questions and the format of their file do not matter.

    Args:
        questions: The set.

    Returns:
        SHA-256 of the questions, sorted by id, as 64 hexadecimal digits.
    """
    records = [asdict(question) for question in sorted(questions, key=lambda each: each.id)]
    text = json.dumps(records, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
