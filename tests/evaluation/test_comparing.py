import time

import pytest

from evaluation import evaluate
from evaluation.errors import DifferentQuestionsError
from evaluation.question_sets.question import Question
from evaluation.runs.comparing import Change, compare, worsened
from tests.evaluation.fake_bot import MERZ, PARIS, FakeBot, answered, cite, refused

QUESTIONS = [
    Question(id=f"f{number}", question=f"Frage {number}?", answers=("Paris",), article_id="merz")
    for number in range(1, 21)
]
RIGHT = answered("Paris [1].", cite(MERZ, "Paris drängt."), found=(MERZ,))
WRONG = refused(found=(PARIS,))


def run_with(*right):
    script = {each.question: RIGHT if each.id in right else WRONG for each in QUESTIONS}
    return evaluate(FakeBot(script), QUESTIONS).run


def by_name(comparison):
    return {each.metric.name: each for each in comparison.differences}


def test_flipped_questions_are_named_in_both_directions():
    comparison = compare(run_with("f1", "f2", "f3"), run_with("f2", "f4", "f5"))

    assert comparison.better == ("f4", "f5")
    assert comparison.worse == ("f1", "f3")


def test_a_clear_loss_is_flagged_as_worse():
    ids = [each.id for each in QUESTIONS]

    found = by_name(compare(run_with(*ids), run_with(*ids[:8])))["recall@1"]

    assert (found.old, found.new) == (1.0, 0.4)
    assert found.difference == pytest.approx(-0.6)
    assert found.high < 0
    assert found.p < 0.01
    assert found.verdict == "worse"


def test_a_small_change_stays_open():
    found = by_name(compare(run_with("f1", "f2"), run_with("f2", "f3", "f4")))["recall@1"]

    assert found.difference == pytest.approx(1 / 20)
    assert found.low < 0 < found.high
    assert found.verdict == "open"


def test_the_same_run_twice_differs_nowhere_and_leaves_undefined_figures_out():
    run = run_with("f1", "f2")

    comparison = compare(run, run)

    assert comparison.better == comparison.worse == ()
    assert {each.verdict for each in comparison.differences} == {"open"}
    assert all(each.difference == 0 and each.p == 1 for each in comparison.differences)
    assert "refusal_recall" not in by_name(comparison)  # nothing is unanswerable


def test_more_time_is_worse():
    class Slow(FakeBot):
        def ask(self, question, history=()):
            time.sleep(0.005)
            return super().ask(question, history)

    slow = evaluate(Slow({}), QUESTIONS).run

    found = by_name(compare(run_with(), slow))["latency_p50_ms"]

    assert found.difference > 0
    assert found.verdict == "worse"


def test_questions_are_paired_by_id_and_not_by_order():
    old = run_with("f1", "f2")
    script = {each.question: RIGHT if each.id in {"f1", "f2"} else WRONG for each in QUESTIONS}

    comparison = compare(old, evaluate(FakeBot(script), reversed(QUESTIONS)).run)

    assert comparison.better == comparison.worse == ()


def test_runs_over_different_questions_do_not_compare():
    other = evaluate(FakeBot({}), QUESTIONS[:3]).run

    with pytest.raises(DifferentQuestionsError, match="another question set"):
        compare(other, run_with())


def test_only_headline_figures_count_as_worse_and_only_beyond_chance():
    ids = [each.id for each in QUESTIONS]

    clear = worsened(compare(run_with(*ids), run_with(*ids[:8])))
    slight = worsened(compare(run_with(*ids), run_with(*ids[:19])))
    better = worsened(compare(run_with(*ids[:8]), run_with(*ids)))

    assert [each.metric.name for each in clear] == ["ndcg@10", "contains_gold", "evidence_cited"]
    assert slight == []  # one question of twenty
    assert better == []


def test_what_was_set_up_otherwise_is_named():
    bot = FakeBot({})
    old = evaluate(bot, QUESTIONS, settings={"dense_weight": "0.8", "alt": "ja"}).run
    new = evaluate(bot, QUESTIONS, settings={"dense_weight": "1.0"}, jobs=2).run

    changes = compare(old, new).changes

    assert changes == (
        Change("dense_weight", "0.8", "1.0"),
        Change("alt", "ja", ""),
        Change("jobs", "1", "2"),
    )


def test_a_run_of_an_older_version_lacks_figures_and_is_compared_in_the_others():
    old, new = run_with("f1", "f2"), run_with("f1")
    del old.metrics["ndcg@10"]

    found = by_name(compare(old, new))

    assert "ndcg@10" not in found
    assert found["recall@1"].difference == pytest.approx(-1 / 20)


def test_more_words_are_neither_better_nor_worse():
    script = {each.question: answered("Paris und noch viel mehr [1].") for each in QUESTIONS}
    wordy = evaluate(FakeBot(script), QUESTIONS).run

    found = by_name(compare(run_with(*(each.id for each in QUESTIONS)), wordy))["words"]

    assert found.difference == 4  # "Paris" and "Paris und noch viel mehr"
    assert found.p < 0.05
    assert found.verdict == "open"
