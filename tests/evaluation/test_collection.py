import pytest

from evaluation.collection import check_collection
from evaluation.errors import EvidenceNotFoundError, MissingArticlesError
from evaluation.question import Question
from tests.evaluation.fake_bot import COLLECTION


def test_a_fitting_question_set_passes():
    questions = [
        Question(id="1", question="Warum?", article_id="merz", evidence=("Paris   drängt.",)),
        Question(id="2", question="Wo?", evidence=("In Berlin regnet es.",)),
        Question(id="3", question="Wann?"),
    ]

    check_collection(questions, COLLECTION)


def test_articles_that_are_not_there_are_named():
    questions = [
        Question(id="1", question="Warum?", article_id="scholz"),
        Question(id="2", question="Wo?", article_id="merz"),
    ]

    with pytest.raises(MissingArticlesError, match=r"'scholz'; add them with `belegt ingest`"):
        check_collection(questions, COLLECTION)


@pytest.mark.parametrize("article_id", ["paris", ""])
def test_evidence_that_is_in_no_article_is_named_by_its_question(article_id):
    question = Question(
        id="frage-7", question="Wo?", evidence=("Paris zögert.",), article_id=article_id
    )

    with pytest.raises(EvidenceNotFoundError, match="'frage-7'"):
        check_collection([question], COLLECTION)


def test_evidence_from_another_article_does_not_count():
    question = Question(
        id="8", question="Wo?", evidence=("In Berlin regnet es.",), article_id="paris"
    )

    with pytest.raises(EvidenceNotFoundError):
        check_collection([question], COLLECTION)
