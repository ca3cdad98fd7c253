import pytest

from evaluation.errors import CollectionMismatchError
from evaluation.question_sets.collection import check_collection
from evaluation.question_sets.question import Qrel, Question
from tests.evaluation.fake_bot import COLLECTION


def problems_of(*questions, lines=None):
    with pytest.raises(CollectionMismatchError) as caught:
        check_collection(questions, COLLECTION, lines or {})
    return caught.value.problems


def test_a_fitting_question_set_passes():
    questions = [
        Question(id="1", question="Warum?", article_id="merz", evidence=("Paris   drängt.",)),
        Question(id="2", question="Wo?", evidence=("In Berlin regnet es.",)),
        Question(id="3", question="Wann?"),
    ]

    check_collection(questions, COLLECTION)


def test_articles_that_are_not_there_are_named_with_the_lines_of_their_questions():
    first = Question(id="1", question="Warum?", article_id="scholz")
    fine = Question(id="2", question="Wo?", article_id="merz")
    judged = Question(id="3", question="Wer?", qrels=(Qrel("paris", 1), Qrel("wien", 1)))

    assert problems_of(first, fine, judged, lines={"1": 7}) == (
        "line 7, question '1': no article 'scholz'",
        "question '3': no article 'wien'",
    )


def test_the_remedy_is_named():
    with pytest.raises(CollectionMismatchError, match=r"`belegt ingest` .*\(`belegt show`\)"):
        check_collection([Question(id="1", question="?", article_id="scholz")], COLLECTION)


def test_evidence_that_is_in_no_article_is_named_by_its_question():
    unnamed = Question(id="a", question="Wo?", evidence=("Paris zögert.", "Paris   drängt."))
    named = Question(id="b", question="Wo?", evidence=("Paris zögert.",), article_id="paris")

    assert problems_of(unnamed, named, lines={"a": 1, "b": 2}) == (
        "line 1, question 'a': the evidence 'Paris zögert.' is not in any article",
        "line 2, question 'b': the evidence 'Paris zögert.' is not in article 'paris'",
    )


def test_evidence_from_another_article_does_not_count_but_is_pointed_out():
    question = Question(
        id="8", question="Wo?", evidence=("In Berlin regnet es.",), article_id="paris"
    )

    assert problems_of(question) == (
        "question '8': the evidence 'In Berlin regnet es.' is not in article 'paris' "
        "(but in 'berlin')",
    )


def test_long_evidence_is_shortened():
    (problem,) = problems_of(Question(id="1", question="?", evidence=("Wort " * 40,)))

    assert "…' is not in any article" in problem
    assert len(problem) < 130
