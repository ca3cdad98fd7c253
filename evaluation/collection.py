"""Does a question set fit the collection it is asked about?"""

from collections.abc import Iterable, Sequence

from evaluation.citations import locate
from evaluation.errors import EvidenceNotFoundError, MissingArticlesError
from evaluation.question import Question
from ingest import Article


def check_collection(questions: Sequence[Question], articles: Iterable[Article]) -> None:
    """Make sure that the articles and the evidence a question set names are there.

    Evidence is looked up in the article its question names, or in all if it names none.

    Args:
        questions: The question set.
        articles: The whole collection.

    Raises:
        MissingArticlesError: If an article named is not in the collection.
        EvidenceNotFoundError: If evidence is not verbatim (up to white space) in its article.
    """
    bodies = {article.id: article.body for article in articles}
    missing = {each.article_id for each in questions if each.article_id} - bodies.keys()
    if missing:
        raise MissingArticlesError(sorted(missing))
    unfounded = [each.id for each in questions if not _holds_evidence(each, bodies)]
    if unfounded:
        raise EvidenceNotFoundError(unfounded)


def _holds_evidence(question: Question, bodies: dict[str, str]) -> bool:
    named = [bodies[question.article_id]] if question.article_id else list(bodies.values())
    return all(any(locate(sentence, body) for body in named) for sentence in question.evidence)
