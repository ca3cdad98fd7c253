"""How other libraries are compared with Belegt: by one measure, each in its own process."""

import sys
from math import log2
from pathlib import Path

import pytest

from benchmarks.peers.comparing import measure_peer
from benchmarks.peers.environments import PEERS
from benchmarks.peers.measuring import Chunk, Text
from benchmarks.peers.scoring import Wanted, holds_answer, score

BRIDGE = Text("brücke", "Brücke gesperrt", "Die Rheinbrücke ist seit Montag gesperrt. " * 3)
ZOO = Text("zoo", "Nachwuchs im Zoo", "Der kleine Elefant wiegt 90 Kilogramm und heißt Toni. " * 3)
WEIGHT = Wanted("Wie schwer ist der kleine Elefant?", "zoo", ("90 Kilogramm",))


def test_the_first_chunk_that_holds_the_answer_counts():
    found = [Chunk("brücke", "Gesperrt."), Chunk("zoo", "Er heißt Toni."), Chunk("zoo", ZOO.body)]

    scores = score([found], [WEIGHT])

    assert scores.article_ndcg == pytest.approx(1 / log2(2 + 1))  # the article is second
    assert scores.answer_ndcg == pytest.approx(1 / log2(3 + 1))  # the answer is third
    assert (scores.article_recall, scores.answer_recall) == (1, 1)


def test_an_answer_in_another_article_is_none():
    scores = score([[Chunk("brücke", "Sie wiegt 90 Kilogramm.")]], [WEIGHT])

    assert (scores.article_ndcg, scores.answer_ndcg) == (0, 0)


def test_more_chunks_with_the_same_answer_are_worth_no_more_than_one():
    other = Chunk("brücke", "")
    once = score([[other, Chunk("zoo", ZOO.body)]], [WEIGHT])

    assert score([[other, *[Chunk("zoo", ZOO.body)] * 5]], [WEIGHT]) == once


def test_the_sixth_is_too_late_for_recall_at_5():
    found = [Chunk("brücke", str(place)) for place in range(5)] + [Chunk("zoo", ZOO.body)]

    scores = score([found], [WEIGHT])

    assert scores.answer_recall == 0
    assert scores.article_recall == 1  # the second of two articles
    assert scores.answer_ndcg == pytest.approx(1 / log2(6 + 1))


def test_scores_are_means_over_all_questions():
    scores = score([[Chunk("zoo", ZOO.body)], []], [WEIGHT, WEIGHT])

    assert (scores.article_ndcg, scores.answer_recall) == (0.5, 0.5)


@pytest.mark.parametrize(("before", "share"), [(3_900, 1), (3_989, 0)])  # 12 characters follow
def test_an_answer_is_read_if_it_ends_within_4000_characters(before, share):
    found = [Chunk("brücke", "x" * before), Chunk("zoo", "90 Kilogramm wiegt er.")]

    assert score([found], [WEIGHT]).answer_read == share


def test_a_line_break_within_an_answer_does_not_matter():
    assert holds_answer("Er wiegt 90\nKilogramm.", ("90  Kilogramm",))
    assert not holds_answer("Er wiegt 90 kg.", ("90 Kilogramm",))


@pytest.mark.model
def test_a_recipe_reports_from_its_own_process_what_it_found_and_what_it_took():
    belegt = PEERS[-1]
    question = Wanted("Seit wann ist die Brücke zu?", "brücke", ("seit Montag",))

    measured = measure_peer(belegt, Path(sys.executable), [BRIDGE, ZOO], [question])

    assert measured.scores.answer_ndcg == 1
    assert measured.rate > 0
    assert 0 < measured.p50 <= measured.p95
    assert 50e6 < measured.memory < 8e9
