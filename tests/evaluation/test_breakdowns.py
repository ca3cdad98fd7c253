import math

import numpy as np

from evaluation.metrics.breakdowns import break_down
from evaluation.metrics.definitions import METRICS, SCORES
from evaluation.question_sets.question import Question

QUESTIONS = [
    Question(id="1", question="Warum zögert Merz?"),
    Question(id="2", question="Wie viele Staaten trafen sich?"),
    Question(id="3", question="Warum drängt Paris?"),
    Question(id="4", question="Wer gewinnt?", answerable=False),
]
SOURCES = ["DIE ZEIT", "taz", "DIE ZEIT", ""]


def table(**columns):
    names = (*SCORES, "confidence", "answerable", "latency_ms")
    undefined = [math.nan] * 4
    return {name: np.array(columns.get(name, undefined), dtype=float) for name in names}


def found(**columns):
    return break_down(QUESTIONS, SOURCES, table(**columns))


def test_questions_are_summed_up_by_what_they_ask_for():
    kinds = found(**{"recall@5": [1, 0, 0, math.nan]})["kind"]

    assert list(kinds) == ["reason", "person", "quantity"]  # the largest first, then by name
    assert kinds["reason"]["recall@5"].value == 0.5
    assert kinds["reason"]["recall@5"].n == 2
    assert kinds["quantity"]["recall@5"].value == 0
    assert kinds["person"]["recall@5"].value is None


def test_questions_without_a_known_source_are_in_no_group():
    sources = found(contains_gold=[1, 0, 1, 1])["source"]

    assert list(sources) == ["DIE ZEIT", "taz"]
    assert sources["DIE ZEIT"]["contains_gold"].value == 1
    assert sources["taz"]["contains_gold"].n == 1


def test_every_group_has_every_figure():
    for groups in found().values():
        for figures in groups.values():
            assert list(figures) == [metric.name for metric in METRICS]


def test_a_run_without_sources_has_no_group_of_them():
    assert break_down(QUESTIONS, [""] * 4, table())["source"] == {}
