"""Does a question set fit the collection it is asked about?"""

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from evaluation.errors import CollectionMismatchError
from evaluation.metrics.citations import locate
from evaluation.question_sets.question import Question
from ingest import Article

NO_LINES: Mapping[str, int] = MappingProxyType({})


def check_collection(
    questions: Sequence[Question],
    articles: Iterable[Article],
    lines: Mapping[str, int] = NO_LINES,
) -> None:
    """Make sure that the articles and the evidence a question set names are there.

    Evidence is looked up in the article its question names, or in all if it names none.

    Args:
        questions: The question set.
        articles: The whole collection.
        lines: Question id to its line in the file, as far as known.

    Raises:
        CollectionMismatchError: If an article named is not in the collection, or evidence is not
            verbatim (up to white space) in its article; every problem is named with its line.
    """
    bodies = {article.id: article.body for article in articles}
    problems = []
    for question in questions:
        line = f"line {lines[question.id]}, " if question.id in lines else ""
        found = find_misfits(question, bodies)
        problems += [f"{line}question {question.id!r}: {problem}" for problem in found]
    if problems:
        raise CollectionMismatchError(problems)


def find_misfits(question: Question, bodies: Mapping[str, str]) -> list[str]:
    """Name what a question refers to that a collection does not hold.

    Args:
        question: With its gold.
        bodies: Bodies of all articles, by id.

    Returns:
        A problem for each article and each evidence sentence that is not there.
    """
    named = [question.article_id] if question.article_id else []
    named += [qrel.article_id for qrel in question.qrels]
    problems = [f"no article {name!r}" for name in named if name not in bodies]
    if problems:
        return problems
    searched = {question.article_id} if question.article_id else bodies.keys()
    for sentence in question.evidence:
        if any(locate(sentence, bodies[key]) for key in searched):
            continue
        elsewhere = next((key for key, body in bodies.items() if locate(sentence, body)), None)
        where = f"article {question.article_id!r}" if question.article_id else "any article"
        hint = f" (but in {elsewhere!r})" if elsewhere else ""
        problems.append(f"the evidence {_short(sentence)} is not in {where}{hint}")
    return problems


def _short(text: str) -> str:
    shown = 60  # characters are enough to find it by
    return repr(text if len(text) <= shown else text[: shown - 1] + "…")
