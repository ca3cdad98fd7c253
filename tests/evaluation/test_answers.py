import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.metrics.answers import (
    chrf,
    contains_gold,
    count_words,
    exact_match,
    normalise,
    token_f1,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  Friedrich\n Merz,  zögert! [1]", "friedrich merz zögert"),
        ("„Straße“ »Fußball«", "strasse fussball"),
        ("1991–1995", "1991 1995"),
        ("Ost-West-Konflikt und/oder", "ost west konflikt und oder"),
        ("13.000 € (5 %)", "13000 5"),
        ("… – !", ""),
    ],
)
def test_only_words_and_digits_count_when_answers_are_compared(text, expected):
    assert normalise(text) == expected


def test_composed_and_decomposed_umlauts_are_the_same():
    assert normalise(unicodedata.normalize("NFD", "Zögern")) == normalise("Zögern")


@given(st.text())
def test_normalising_twice_changes_nothing(text):
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ("Laut ZEIT fehlen Merz 13 Stimmen [1].", ["13 Stimmen"], True),
        ("Er zögert wegen der MEHRHEIT.", ["Angst", "Mehrheit"], True),
        ("Es waren 1308 Punkte.", ["308"], False),
        ("Zeugen beobachteten ihn.", ["acht"], False),
        ("Von 1991–1995.", ["1995"], True),
        ("Das steht in [13].", ["13"], False),
        ("", ["13"], False),
        ("13", [], False),
        ("13", ["…"], False),
    ],
)
def test_a_gold_answer_is_held_only_in_whole_words(text, answers, expected):
    assert contains_gold(text, answers) is expected


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        # precision 2/4 (friedrich merz | zögert noch), recall 2/2: F1 = 2 * 2 / (4 + 2)
        ("Friedrich Merz zögert noch", ["Friedrich Merz"], 4 / 6),
        # articles do not count: {mehrheit} against {knappe, mehrheit}: 2 * 1 / (1 + 2)
        ("Die Mehrheit", ["eine knappe Mehrheit"], 2 / 3),
        # the better of two gold answers counts: 0 and 1
        ("Merz", ["Scholz", "Merz"], 1.0),
        # a word counts as often as it occurs: shared {paris}: 2 * 1 / (2 + 1)
        ("Paris Paris", ["Paris"], 2 / 3),
        ("Berlin", ["Paris"], 0.0),
        ("", ["Paris"], 0.0),
        ("der", ["die"], 1.0),
        ("Paris", [], 0.0),
    ],
)
def test_token_f1_is_that_of_the_closest_gold_answer(text, answers, expected):
    assert token_f1(text, answers) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ("Die Mehrheit [1].", ["eine Mehrheit"], True),
        ("13 Stimmen", ["dreizehn", "13  Stimmen"], True),
        ("Es sind 13 Stimmen.", ["13 Stimmen"], False),
        ("Merz Friedrich", ["Friedrich Merz"], False),
        ("", ["13"], False),
        ("13", [], False),
    ],
)
def test_an_exact_match_has_the_words_of_a_gold_answer_and_no_others(text, answers, expected):
    assert exact_match(text, answers) is expected


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        # 1-grams: 2 of 2 given, 2 of 3 gold; 2-grams: 1 of 1, 1 of 2; longer ones have no pair.
        # Precision 1, recall (2/3 + 1/2) / 2 = 7/12: F2 = 5 * 7/12 / (4 + 7/12) = 7/11
        ("ab", ["abc"], 7 / 11),
        # The other way round, precision 7/12, recall 1: 5 * 7/12 / (4 * 7/12 + 1) = 7/8
        ("abc", ["ab"], 7 / 8),
        ("abc [1]", ["xyz", "ab"], 7 / 8),
        ("13 Stimmen", ["13 Stimmen"], 1.0),
        ("xyz", ["abc"], 0.0),
        ("", ["abc"], 0.0),
        ("abc", [], 0.0),
    ],
)
def test_chrf_weighs_recall_of_character_n_grams_twice(text, answers, expected):
    assert chrf(text, answers) == pytest.approx(expected)


def test_chrf_forgives_inflection():
    assert chrf("der Stimme", ["den Stimmen"]) > 2 * token_f1("der Stimme", ["den Stimmen"])
    assert chrf(unicodedata.normalize("NFD", "Zögern"), ["Zögern"]) == pytest.approx(1)


@pytest.mark.parametrize(
    ("text", "expected"), [("Er zögert [1]. Warum?", 3), ("Ost–West … [2]", 2), ("", 0)]
)
def test_words_are_counted_without_markers_and_dashes(text, expected):
    assert count_words(text) == expected
