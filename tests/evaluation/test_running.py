import threading
import time

import pytest

from evaluation import evaluate
from evaluation.errors import DuplicateQuestionError, NoQuestionsError
from evaluation.question_sets.question import Question, fingerprint
from ingest import Article
from tests.evaluation.fake_bot import BERLIN, MERZ, PARIS, FakeBot, answered, cite, refused

FEARS = "Er fürchtet um die Mehrheit von 13 Stimmen."
QUESTIONS = [
    Question(
        id="warum",
        question="Warum zögert Merz?",
        answers=("Mehrheit",),
        evidence=(FEARS,),
        article_id="merz",
    ),
    Question(id="wieviele", question="Wie viele?", answers=("26 Staaten",), article_id="paris"),
    Question(id="wetter", question="Und das Wetter?", history=("Berlin?",), article_id="berlin"),
    Question(id="sieger", question="Wer gewinnt?", answerable=False),
    Question(id="verlierer", question="Wer verliert?", answerable=False),
]
SCRIPT = {
    "Warum zögert Merz?": answered(
        "Er fürchtet um die Mehrheit [1].", cite(MERZ, FEARS), found=(MERZ, PARIS)
    ),
    "Wie viele?": answered(
        "Es sind 26 [1].", cite(PARIS, "26"), found=(BERLIN, PARIS), confidence=0.6
    ),
    "Und das Wetter?": refused(found=(MERZ,), confidence=0.3),
    "Wer gewinnt?": refused(found=(MERZ,), confidence=0.2),
    "Wer verliert?": answered(
        "Paris [1].", cite(MERZ, "Paris drängt."), found=(MERZ,), confidence=0.6
    ),
}


@pytest.fixture
def run():
    return evaluate(FakeBot(SCRIPT), QUESTIONS, settings={"Index": "probe"}).run


def test_every_question_is_put_down_with_its_answer_in_order(run):
    first = run.results[0]

    assert [result.question for result in run.results] == QUESTIONS
    assert first.status == "answered"
    assert first.text == "Er fürchtet um die Mehrheit [1]."
    assert first.confidence == 0.9
    assert first.ranking == ("merz", "paris")
    assert first.citations[0].quote == FEARS
    assert first.citations[0].article_id == "merz"
    assert first.citations[0].source == "DIE ZEIT"
    assert first.citations[0].published == ""
    assert first.citations[0].passage == MERZ.body


def test_the_figures_are_those_computed_by_hand(run):
    # gold ranks of the three answerable questions: 1, 2, not found
    expected = {
        "recall@1": 1 / 3,
        "recall@5": 2 / 3,
        "recall@10": 2 / 3,
        "mrr@10": (1 + 1 / 2) / 3,
        "ndcg@10": (1 + 0.6309297535714575) / 3,
        # "wetter" has no gold answer; "Es sind 26" does not hold "26 Staaten"
        "contains_gold": 1 / 2,
        # {er, fürchtet, um, mehrheit} and {mehrheit}: 2/5; {es, sind, 26} and {26, staaten}: 2/5
        "token_f1": 2 / 5,
        # the quote "26" holds no gold answer
        "evidence_cited": 1 / 2,
        "verbatim": 1.0,
        # refused: wetter (answerable), sieger; unanswerable: sieger, verlierer
        "refusal_precision": 1 / 2,
        "refusal_recall": 1 / 2,
        # answerable .9 .6 .3 against .2 .6: 2 + 1.5 + 1 of 6
        "refusal_auroc": 4.5 / 6,
    }
    figures = {name: run.metrics[name].value for name in expected}

    assert figures == pytest.approx(expected)
    assert run.metrics["recall@1"].n == 3
    assert run.metrics["verbatim"].n == 3
    assert run.metrics["refusal_auroc"].n == 5


def test_each_question_tells_where_it_went_wrong(run):
    assert [result.outcome for result in run.results] == [
        "right",
        "not_cited",
        "not_retrieved",
        "right",
        "wrongly_answered",
    ]


def test_history_is_handed_on_and_the_first_question_is_asked_once_to_warm_up():
    bot = FakeBot(SCRIPT)

    evaluate(bot, QUESTIONS)

    assert [question for question, _ in bot.asked] == [
        "Warum zögert Merz?",
        *(each.question for each in QUESTIONS),
    ]
    assert ("Und das Wetter?", ("Berlin?",)) in bot.asked


def test_latency_is_the_time_of_ask_in_milliseconds():
    class Slow(FakeBot):
        def ask(self, question, history=()):
            time.sleep(0.02)
            return super().ask(question, history)

    run = evaluate(Slow(SCRIPT), QUESTIONS[:2])

    assert 20 <= run.results[0].latency_ms < 1000
    assert 20 <= run.metrics["latency_p50_ms"].value < 1000


def test_progress_is_told_after_each_answer():
    told = []

    evaluate(FakeBot(SCRIPT), QUESTIONS[:3], on_progress=lambda done, of: told.append((done, of)))

    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_run_says_what_was_measured_and_with_what(run):
    assert run.question_set_sha256 == fingerprint(QUESTIONS)
    assert run.settings == {"Index": "probe", "jobs": "1"}
    assert run.versions["python"].startswith("3.")
    assert "belegt" in run.versions
    assert run.date.endswith("+00:00")


def test_the_text_of_a_refusal_is_no_answer():
    question = Question(id="1", question="Was sagen die Quellen?", answers=("nichts",))

    run = evaluate(FakeBot({}), [question])

    assert run.metrics["contains_gold"].value == 0
    assert run.metrics["token_f1"].value == 0
    assert run.results[0].outcome == "wrongly_refused"


def test_there_must_be_questions_and_their_ids_must_differ():
    with pytest.raises(NoQuestionsError):
        evaluate(FakeBot({}), [])
    with pytest.raises(DuplicateQuestionError, match="'warum'"):
        evaluate(FakeBot({}), [QUESTIONS[0], QUESTIONS[0]])


def test_an_unanswerable_question_is_no_test_of_the_search():
    # SQuAD 2 writes such questions for a passage that does not answer them
    question = Question(id="1", question="Wer gewinnt?", article_id="paris", answerable=False)

    run = evaluate(FakeBot(SCRIPT), [question])

    assert run.metrics["recall@1"].n == 0
    assert run.results[0].outcome == "right"


def test_several_questions_asked_at_a_time_give_the_same_run():
    one, three = (evaluate(FakeBot(SCRIPT), QUESTIONS, jobs=jobs) for jobs in (1, 3))

    assert [each.outcome for each in three.results] == [each.outcome for each in one.results]
    assert [each.question for each in three.results] == QUESTIONS
    assert three.metrics["ndcg@10"] == one.metrics["ndcg@10"]


def test_questions_are_asked_at_the_same_time_if_so_ordered():
    together = threading.Barrier(2, timeout=10)

    class Meeting(FakeBot):
        def ask(self, question, history=()):
            if self.asked:  # the first is the warm-up, which comes alone
                together.wait()
            return super().ask(question, history)

    evaluate(Meeting(SCRIPT), QUESTIONS[:4], jobs=2)

    assert not together.broken


def test_an_answerer_that_fails_ends_the_run_with_its_error():
    class Broken(FakeBot):
        def ask(self, question, history=()):
            if question == "Wie viele?":
                raise ConnectionError("Netz weg")
            return super().ask(question, history)

    for jobs in (1, 2):
        with pytest.raises(ConnectionError, match="Netz weg"):
            evaluate(Broken(SCRIPT), QUESTIONS, jobs=jobs)


def test_at_least_one_question_is_asked_at_a_time():
    with pytest.raises(ValueError, match="not 0"):
        evaluate(FakeBot(SCRIPT), QUESTIONS, jobs=0)


def test_any_function_that_answers_can_be_judged():
    def ask(question, history):
        return FakeBot(SCRIPT).ask(question, history)

    assert evaluate(ask, QUESTIONS).metrics["recall@5"].value == pytest.approx(2 / 3)


def test_a_quote_outside_all_passages_considered_is_kept_with_its_surroundings():
    body = "a" * 1000 + "Merz zögert." + "b" * 1000
    article = Article(id="lang", title="Lang", body=body)
    reply = answered("Er zögert [1].", cite(article, "Merz zögert."))

    run = evaluate(FakeBot({"Wer?": reply}), [Question(id="1", question="Wer?")])
    citation = run.results[0].citations[0]

    assert citation.passage == "a" * 300 + "Merz zögert." + "b" * 300
    assert citation.passage_start == 700
