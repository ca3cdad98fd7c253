import math

import pytest

from index.lexical import LexicalIndex, write_lexical_index


@pytest.fixture
def lexical(tmp_path):
    documents = [["brück", "stahl"], ["zoo", "elefant", "zoo"], ["stahl"]]
    write_lexical_index(tmp_path, enumerate(documents))
    return LexicalIndex(tmp_path)


def test_passages_with_a_term_are_found_by_their_row(lexical):
    rows, scores = lexical.search(["zoo"], 10)

    assert rows.tolist() == [1]
    assert scores[0] > 0


def test_a_passage_with_more_of_the_terms_comes_first(lexical):
    rows, scores = lexical.search(["stahl", "brück"], 10)

    assert rows.tolist() == [0, 2]
    assert scores[0] > scores[1]


def test_a_shorter_passage_with_the_same_term_comes_first(lexical):
    assert lexical.search(["stahl"], 10)[0].tolist() == [2, 0]


def test_bm25_is_computed_by_the_book(lexical):
    _, scores = lexical.search(["elefant"], 1)

    # N 3, n 1: idf = ln(1 + 2.5 / 1.5); tf 1, length 3, average 2: 2.2 / (1 + 1.2 * 1.375)
    assert scores[0] == pytest.approx(math.log(1 + 2.5 / 1.5) * 2.2 / 2.65, rel=1e-4)


def test_no_term_and_no_match_find_nothing(lexical):
    assert lexical.search([], 10)[0].tolist() == []
    assert lexical.search(["mond"], 10)[0].tolist() == []


def test_the_idf_of_an_unknown_term_is_the_highest(lexical):
    assert lexical.idf("zoo") == pytest.approx(math.log(1 + 2.5 / 1.5))
    assert lexical.idf("mond") == pytest.approx(math.log(1 + 3.5 / 0.5))
    assert lexical.idf("stahl") < lexical.idf("zoo") < lexical.idf("mond")


def test_an_empty_index_finds_nothing(tmp_path):
    (tmp_path / "leer").mkdir()
    write_lexical_index(tmp_path / "leer", [])

    assert LexicalIndex(tmp_path / "leer").search(["zoo"], 5)[0].tolist() == []
