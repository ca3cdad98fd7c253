"""One more question for a question set, checked before it is saved."""

import json
import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from unicodedata import normalize

from filelock import FileLock

from evaluation.errors import UnfitQuestionError, UnknownFormatError, UnwritableError
from evaluation.metrics.citations import locate
from evaluation.question_sets.collection import find_misfits
from evaluation.question_sets.question import Question
from evaluation.question_sets.questions import load_questions
from evaluation.question_sets.records import parse_record
from evaluation.question_sets.utf8 import read_utf8
from evaluation.runs.saving import write_atomically
from ingest import Article

ENDINGS = (".jsonl", ".ndjson")
WORDS = 5  # of the question, in its id
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def append_question(path: Path, question: Question, articles: Iterable[Article]) -> None:
    """Add a question to a JSONL question set, or begin one.

    The file is there whole or as it was before, also when several write to it at once.

    Args:
        path: The question set; made if it is not there.
        question: What to add. Its evidence must be verbatim (up to white space) in its article,
            and its answers in its evidence or its article; its id must be new.
        articles: The whole collection.

    Raises:
        UnfitQuestionError: If the question does not fit; every problem is named.
        UnknownFormatError: If the file is not JSONL.
        QuestionSetError: If the file that is there has problems.
        UnreadableFileError, UnwritableError: If it cannot be read or written.
    """
    path = Path(path)
    check_target(path)
    bodies = {article.id: article.body for article in articles}
    problems = find_problems(question, bodies)
    if problems:
        raise UnfitQuestionError(problems)
    try:
        with FileLock(path.with_name(f".{path.name}.lock")):
            if question.id in taken_ids(path):
                raise UnfitQuestionError([f"the id {question.id!r} is taken; choose another"])
            write_atomically(path, f"{_read_before(path)}{write_line(question)}\n")
    except OSError as error:
        raise UnwritableError(path, reason=error.strerror or str(error)) from error


def check_target(path: Path) -> None:
    """Make sure that questions may be added to a file, before one is written.

    Raises:
        UnknownFormatError: If its name does not end in .jsonl.
        UnwritableError: If its folder does not exist, or it is a folder itself.
    """
    if path.suffix.casefold() not in ENDINGS:
        raise UnknownFormatError(path)
    if path.is_dir():
        raise UnwritableError(path, reason="it is a folder")
    if not path.absolute().parent.is_dir():
        raise UnwritableError(path, reason="its folder does not exist")


def find_problems(question: Question, bodies: dict[str, str]) -> list[str]:
    """Name everything that keeps a question from being saved, but its id.

    Args:
        question: To be saved.
        bodies: Bodies of all articles, by id.

    Returns:
        The problems; none if it can be saved.
    """
    _, problems = parse_record(json.loads(write_line(question)), 1)
    problems += find_misfits(question, bodies)
    if problems:
        return problems
    sources = [*question.evidence, bodies.get(question.article_id, "")]
    return [
        f"the answer {answer!r} is neither in the evidence nor in the article word for word"
        for answer in question.answers
        if not any(locate(answer, source) for source in sources)
    ]


def taken_ids(path: Path) -> set[str]:
    """The ids that a question set uses; none if the file is not there or empty.

    Raises:
        QuestionSetError, UnreadableFileError: If it cannot be read.
    """
    if not path.exists() or not read_utf8(path).strip():
        return set()
    return {question.id for question in load_questions(path)}


def propose_id(question: str, taken: Collection[str]) -> str:
    """Make an id that tells what a question is about.

    Args:
        question: Such as "Warum zögert Merz?".
        taken: Ids in use.

    Returns:
        Such as "warum-zoegert-merz", in letters a to z, digits and hyphens; with a number behind
        it if that is taken.
    """
    plain = normalize("NFC", question).casefold().translate(_UMLAUTS)
    words = re.findall(r"[a-z0-9]+", plain)[:WORDS]
    name = "-".join(words) or "frage"
    number = 2
    found = name
    while found in taken:
        found = f"{name}-{number}"
        number += 1
    return found


def write_line(
    question: Question, *, verdict: str | None = None, rejected: Sequence[str] = ()
) -> str:
    """A question as a line of JSON, without its end.

    Args:
        question: The question.
        verdict: What a reader said of its answer, if the line comes from that.
        rejected: Sentences that the reader did not accept as an answer.
    """
    record: dict[str, object] = {
        "id": question.id,
        "question": question.question,
        "history": question.history,
        "answers": question.answers,
        "evidence": question.evidence,
        "article_id": question.article_id or None,
        "answerable": question.answerable,
    }
    if verdict is not None:
        record["verdict"] = verdict
    if rejected:
        record["rejected"] = rejected
    return json.dumps(record, ensure_ascii=False)


def _read_before(path: Path) -> str:
    text = read_utf8(path) if path.exists() else ""
    return text if not text or text.endswith("\n") else text + "\n"
