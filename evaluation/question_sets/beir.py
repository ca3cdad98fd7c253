"""BEIR folders: a corpus, queries, and which articles are relevant to which query."""

import json
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from unicodedata import normalize

from evaluation.errors import QuestionSetError
from evaluation.question_sets.question import Qrel, Question
from evaluation.question_sets.utf8 import read_utf8
from ingest import Article, detect_language

CORPUS, QUERIES, QRELS = "corpus.jsonl", "queries.jsonl", "qrels"
PREFERRED = ("test.tsv", "dev.tsv", "train.tsv")  # which one figures are usually reported on
COLUMNS = 3


@dataclass(frozen=True, slots=True)
class BeirSet:
    """A retrieval set.

    Attributes:
        articles: The corpus.
        questions: Those of the queries for which something is relevant.
    """

    articles: tuple[Article, ...]
    questions: tuple[Question, ...]


def is_beir(path: Path) -> bool:
    """Tell whether a path is a BEIR folder, or the qrels file of one."""
    if path.suffix.casefold() == ".tsv":
        return path.parent.name == QRELS and (path.parents[1] / CORPUS).is_file()
    return path.is_dir()


def read_beir(path: Path) -> BeirSet:
    """Read a BEIR folder: `corpus.jsonl`, `queries.jsonl` and `qrels/*.tsv`.

    Each document of the corpus becomes an article; its text is NFC-normalised and otherwise
    kept, and one without a text has its title for a text. Such a set tells nothing about answers,
    only what a search should find. Queries for which nothing is relevant are left out.

    Args:
        path: The folder; of its qrels, test.tsv is read, else dev.tsv, train.tsv or the only one.
            Or the qrels file to read.

    Returns:
        The corpus, and the queries as questions with `qrels`, in the files' order.

    Raises:
        UnreadableFileError: If a file cannot be opened.
        QuestionSetError: If a file has problems; all of the first such file are named with their
            lines.

    Source: Thakur et al., "BEIR" (NeurIPS 2021).
    """
    folder = path if path.is_dir() else path.parents[1]
    qrels_path = _choose_qrels(path) if path.is_dir() else path
    articles = _read_corpus(folder / CORPUS)
    queries = _read_texts(folder / QUERIES)
    qrels = _read_qrels(qrels_path, {each.id for each in articles}, queries.keys())
    questions = [
        Question(id=key, question=text, qrels=tuple(qrels[key]))
        for key, text in queries.items()
        if any(qrel.grade > 0 for qrel in qrels.get(key, ()))
    ]
    if not questions:
        raise QuestionSetError(qrels_path, ["no query has a relevant article"])
    return BeirSet(articles=tuple(articles), questions=tuple(questions))


def _choose_qrels(folder: Path) -> Path:
    found = {each.name: each for each in sorted((folder / QRELS).glob("*.tsv"))}
    for name in PREFERRED:
        if name in found:
            return found[name]
    if len(found) == 1:
        return next(iter(found.values()))
    what = f"several files in {QRELS}/; name the one to use" if found else f"no {QRELS}/*.tsv"
    raise QuestionSetError(folder, [f"a BEIR folder holds {CORPUS}, {QUERIES}, qrels; {what}"])


def _read_corpus(path: Path) -> list[Article]:
    articles = []
    problems: list[str] = []
    for number, key, record in _read_records(path, problems):
        title = normalize("NFC", str(record.get("title") or "")).strip()
        body = normalize("NFC", str(record.get("text") or ""))
        if not body.strip() and not title:
            problems.append(f"line {number}: neither 'title' nor 'text'; drop the line")
            continue
        body = body if body.strip() else title
        articles.append(Article(key, title or key, body, language=detect_language(body)))
    if problems:
        raise QuestionSetError(path, problems)
    return articles


def _read_texts(path: Path) -> dict[str, str]:
    texts = {}
    problems: list[str] = []
    for number, key, record in _read_records(path, problems):
        texts[key] = normalize("NFC", str(record.get("text") or "")).strip()
        if not texts[key]:
            problems.append(f"line {number}: the query has no 'text'")
    if problems:
        raise QuestionSetError(path, problems)
    return texts


def _read_records(
    path: Path, problems: list[str]
) -> Iterator[tuple[int, str, Mapping[str, object]]]:
    """The objects of a JSONL file with their lines and ids; what is wrong goes to `problems`."""
    first: dict[str, int] = {}
    for number, line in enumerate(read_utf8(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
            key = str(record["_id"]).strip()
        except (ValueError, KeyError, TypeError, RecursionError):
            problems.append(f'line {number}: not an object such as {{"_id": "1", "text": "…"}}')
            continue
        if not key or key in first:
            where = f"is already on line {first[key]}" if key else "is empty"
            problems.append(f"line {number}: the _id {key!r} {where}")
            continue
        first[key] = number
        yield number, key, record


def _read_qrels(
    path: Path, articles: Container[str], queries: Container[str]
) -> dict[str, list[Qrel]]:
    qrels: dict[str, list[Qrel]] = {}
    problems = []
    first: dict[tuple[str, str], int] = {}
    for number, line in enumerate(read_utf8(path).split("\n"), start=1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not line.strip() or (number == 1 and cells[-1:] == ["score"]):
            continue
        if len(cells) != COLUMNS or not cells[2].removeprefix("-").isdecimal():
            problems.append(f"line {number}: not query-id, corpus-id and a whole number, by tabs")
            continue
        query, article, grade = cells
        if query not in queries:
            problems.append(f"line {number}: the query {query!r} is not in {QUERIES}")
        if article not in articles:
            problems.append(f"line {number}: the article {article!r} is not in {CORPUS}")
        if (query, article) in first:
            before = first[query, article]
            problems.append(f"line {number}: the same pair is already on line {before}")
        first.setdefault((query, article), number)
        qrels.setdefault(query, []).append(Qrel(article, int(grade)))
    if problems:
        raise QuestionSetError(path, problems)
    return qrels
