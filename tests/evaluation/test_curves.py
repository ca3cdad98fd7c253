import pytest

from evaluation import evaluate
from evaluation.question_sets.question import Qrel, Question
from evaluation.reports.curves import latency_histogram, recall_over_k
from tests.evaluation.fake_bot import BERLIN, MERZ, PARIS, FakeBot, refused
from tests.evaluation.test_running import QUESTIONS, SCRIPT


def results_of(script, questions):
    return evaluate(FakeBot(script), questions).results


def test_recall_rises_with_the_articles_looked_at():
    # gold ranks: 1, 2, not found; two questions are unanswerable
    curve = recall_over_k(results_of(SCRIPT, QUESTIONS))

    assert [each.value for each in curve] == pytest.approx([1 / 3] + 9 * [2 / 3])
    assert {each.n for each in curve} == {3}
    assert curve[0].low == 0


def test_recall_counts_every_relevant_article():
    question = Question(id="1", question="Wo?", qrels=(Qrel("paris", 2), Qrel("berlin", 1)))
    results = results_of({"Wo?": refused(found=(PARIS, MERZ, BERLIN))}, [question])

    assert [each.value for each in recall_over_k(results)] == [0.5, 0.5] + 8 * [1.0]


def test_without_gold_articles_there_is_no_curve():
    assert recall_over_k(results_of({}, [Question(id="1", question="Wer?")])) == []


def test_response_times_are_counted_by_steps_and_the_slowest_hundredth_apart():
    from dataclasses import replace

    first = results_of(SCRIPT, QUESTIONS)[0]
    times = [float(each) for each in range(1, 101)]

    histogram = latency_histogram([replace(first, latency_ms=each) for each in times])

    assert len(histogram.edges) == len(histogram.counts) + 1
    assert histogram.edges[0] == 0
    assert histogram.edges[-1] == pytest.approx(99.01)  # 1 + 0.99 * 99
    assert sum(histogram.counts) == 99
    assert histogram.above == 1


def test_equal_response_times_are_one_bar():
    from dataclasses import replace

    first = replace(results_of(SCRIPT, QUESTIONS)[0], latency_ms=0.0)

    assert sum(latency_histogram([first, first]).counts) == 2
