import pytest

from evaluation.metrics.answers import chrf
from evaluation.metrics.scoring import score_answer, score_outcome
from evaluation.question_sets.question import Qrel, Question
from tests.evaluation.fake_bot import MERZ, answered, cite, refused

FEARS = "Er fürchtet um die Mehrheit von 13 Stimmen."
ASKED = Question(
    id="1", question="Warum?", answers=("13 Stimmen",), evidence=(FEARS,), article_id="merz"
)
NONSENSE = Question(id="2", question="Wer gewinnt?", answerable=False)


def test_an_answer_is_scored_for_its_words_and_its_citations():
    answer = answered(f"{FEARS} [1] Niemand weiß es [2].", cite(MERZ, FEARS))

    assert score_answer(ASKED, answer) == {
        "contains_gold": 1,
        "exact_match": 0,
        # without articles: {13, stimmen} of 10 words and of 2: 2 * 2 / (10 + 2)
        "token_f1": pytest.approx(1 / 3),
        "chrf": chrf(answer.text, ASKED.answers),
        "words": 11,
        "evidence_cited": 1,
        "citation_precision": 1,
        "citation_recall": 0.5,
        "uncited": 0.5,
        "invalid_numbers": 0.5,
        "verbatim": 1,
        "refusal_precision": None,
        "refusal_recall": None,
        "answered": 1,
    }


def test_a_wrong_refusal_scores_0_for_what_it_should_have_said_and_shown():
    scores = score_answer(ASKED, refused())

    zeros = {"contains_gold", "exact_match", "token_f1", "chrf", "evidence_cited"}
    zeros |= {"refusal_precision", "answered"}
    assert {name for name, value in scores.items() if value == 0} == zeros
    assert {value for name, value in scores.items() if name not in zeros} == {None}


def test_a_question_without_an_answer_is_only_scored_for_refusing_and_form():
    right, wrong = score_answer(NONSENSE, refused()), score_answer(NONSENSE, answered("Merz."))

    assert {name: value for name, value in right.items() if value is not None} == {
        "refusal_precision": 1,
        "refusal_recall": 1,
        "answered": 0,
    }
    assert {name: value for name, value in wrong.items() if value is not None} == {
        "words": 1,
        "uncited": 1,
        "refusal_recall": 0,
        "answered": 1,
    }


@pytest.mark.parametrize(
    ("status", "outcome", "right", "accuracy"),
    [
        ("answered", "right", 1, 1),
        ("answered", "not_said", 0, 0),
        ("answered", "wrongly_answered", 0, 0),
        ("answered", "unjudged", None, None),
        ("refused", "right", 0, None),  # rightly refused, yet no right answer
        ("refused", "wrongly_refused", 0, None),
        ("refused", "not_retrieved", 0, None),
    ],
)
def test_only_answers_are_accurate_or_not(status, outcome, right, accuracy):
    assert score_outcome(ASKED, status, outcome) == {"right": right, "accuracy": accuracy}


def test_a_set_for_search_only_tells_nothing_of_answers():
    question = Question(id="3", question="Merz", qrels=(Qrel("merz", 1),))

    for outcome in ("unjudged", "not_retrieved"):
        found = score_outcome(question, "answered", outcome)
        assert found == {"right": None, "accuracy": None}
