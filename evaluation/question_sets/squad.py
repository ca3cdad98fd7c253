"""SQuAD files (XQuAD, GermanQuAD, MLQA), which bring their own passages."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import normalize

from evaluation.errors import QuestionSetError
from evaluation.question_sets.question import Question
from evaluation.question_sets.utf8 import read_utf8
from ingest import Article


@dataclass(frozen=True, slots=True)
class SquadSet:
    """A reading-comprehension set: passages, and questions about them.

    Attributes:
        articles: One for each passage, with the id "squad-i-j" (article i, paragraph j, from 0).
        questions: Each names the passage it was written for as its `article_id`.
    """

    articles: tuple[Article, ...]
    questions: tuple[Question, ...]


def read_squad(path: Path) -> SquadSet:
    """Read a SQuAD 1 or 2 file.

    Every passage becomes an article of its own, so that finding the article is finding the
    passage. Texts are NFC-normalised and otherwise kept. A question is unanswerable when
    `is_impossible` says so or it has no answers.

    Args:
        path: The file, JSON.

    Returns:
        Its passages and questions, in the file's order.

    Raises:
        UnreadableFileError: If the file cannot be opened.
        QuestionSetError: If it is not such a file; every problem is named with its place.

    Source: Rajpurkar, Jia and Liang, "Know What You Don't Know" (ACL 2018).
    """
    path = Path(path)
    text = read_utf8(path)
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise QuestionSetError(path, [f"line {error.lineno}: {error.msg}"]) from error
    if not isinstance(document, dict) or not isinstance(document.get("data"), list):
        raise QuestionSetError(path, ["not a SQuAD file: it has no list 'data'"])
    articles: list[Article] = []
    questions: list[Question] = []
    problems: list[str] = []
    for place, article_id, title, paragraph in _paragraphs(document["data"]):
        try:
            articles.append(_article(article_id, title, paragraph))
            questions += [
                _question(article_id, f"{place}.qas[{number}]", entry)
                for number, entry in enumerate(paragraph["qas"])
            ]
        except (KeyError, TypeError, AttributeError) as error:
            problems.append(f"{place}: not as SQuAD has it ({type(error).__name__}: {error})")
        except ValueError as error:
            problems.append(str(error))
    problems += _duplicates(questions)
    if not questions and not problems:
        problems.append("the file holds no question")
    if problems:
        raise QuestionSetError(path, problems)
    return SquadSet(articles=tuple(articles), questions=tuple(questions))


def _paragraphs(data: list[Any]) -> Iterator[tuple[str, str, str, Any]]:
    for i, entry in enumerate(data):
        entry = entry if isinstance(entry, dict) else {}  # noqa: PLW2901 - refused just below
        title = str(entry.get("title", "")).replace("_", " ").strip()
        paragraphs = entry.get("paragraphs")
        for j, paragraph in enumerate(paragraphs if isinstance(paragraphs, list) else [None]):
            yield f"data[{i}].paragraphs[{j}]", f"squad-{i}-{j}", title, paragraph


def _article(article_id: str, title: str, paragraph: Mapping[str, Any]) -> Article:
    body = normalize("NFC", paragraph["context"])
    return Article(id=article_id, title=normalize("NFC", title) or article_id, body=body)


def _question(article_id: str, place: str, entry: Mapping[str, Any]) -> Question:
    text = normalize("NFC", entry["question"]).strip()
    if not text:
        raise ValueError(f"{place}: the question is empty")
    texts = (normalize("NFC", answer["text"]).strip() for answer in entry.get("answers", ()))
    answers = tuple(dict.fromkeys(filter(None, texts)))
    answerable = bool(answers) and not entry.get("is_impossible", False)
    return Question(
        id=str(entry["id"]),
        question=text,
        answers=answers if answerable else (),
        article_id=article_id,
        answerable=answerable,
    )


def _duplicates(questions: list[Question]) -> list[str]:
    first: dict[str, str] = {}
    problems = []
    for question in questions:
        if question.id in first:
            place = f"{first[question.id]} and {question.article_id}"
            problems.append(f"the id {question.id!r} is used twice (passages {place})")
        first.setdefault(question.id, question.article_id)
    return problems
