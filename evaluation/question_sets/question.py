"""What a test question is."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import NamedTuple


class Qrel(NamedTuple):
    """How relevant an article is to a question: 1 or more, or 0 for not at all."""

    article_id: str
    grade: int


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
        qrels: Articles judged for it, where several may be relevant, as in BEIR; else empty.
    """

    id: str
    question: str
    history: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    article_id: str = ""
    answerable: bool = True
    qrels: tuple[Qrel, ...] = ()

    @property
    def relevant_articles(self) -> dict[str, int]:
        """Grade of each relevant article, at least 1, by id; its one article if not judged."""
        if self.qrels:
            return {qrel.article_id: qrel.grade for qrel in self.qrels if qrel.grade > 0}
        return {self.article_id: 1} if self.article_id else {}


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
