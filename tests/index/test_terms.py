import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.terms import Analyzer, count_vocabulary, stem, words


def test_question_words_and_articles_are_no_terms():
    assert Analyzer().terms("Warum warten die Kanzler?") == ["wart", "kanzl"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Müller", "Mueller"), ("Straße", "Strasse"), ("Garantien", "Garantie")],
)
def test_spellings_and_endings_of_a_word_give_the_same_term(one, other):
    assert Analyzer().terms(one) == Analyzer().terms(other)


def test_decomposed_umlauts_give_the_same_term():
    assert Analyzer().terms(unicodedata.normalize("NFD", "Brücke")) == Analyzer().terms("Brücke")


def test_numbers_with_points_stay_whole():
    assert words("30.000 Kämpfer, 3,5 Prozent um 14:30 Uhr") == [
        "30.000", "kämpfer", "3,5", "prozent", "um", "14:30", "uhr",
    ]  # fmt: skip


def test_a_compound_keeps_its_own_term_and_adds_those_of_its_parts():
    analyzer = Analyzer({"sicherheit": 5, "garantie": 2, "garantien": 3})

    assert analyzer.terms("Sicherheitsgarantien") == [
        stem("sicherheitsgarantien"), stem("sicherheit"), stem("garantien"),
    ]  # fmt: skip


def test_a_compound_of_three_parts_is_split_into_all_of_them():
    analyzer = Analyzer({"bundes": 3, "tags": 1, "bundestag": 9, "bundestags": 1, "wahl": 9,
                         "kreis": 9, "wahlkreis": 1})  # fmt: skip

    # sqrt(9 * 1) = 3 for bundestag+wahlkreis, cbrt(9 * 9 * 9) = 9 for bundestag+wahl+kreis
    assert analyzer.compound_parts("bundestagswahlkreis") == ("bundestag", "wahl", "kreis")


def test_without_a_vocabulary_nothing_is_split():
    assert Analyzer().compound_parts("sicherheitsgarantien") == ()


def test_a_word_is_not_split_into_parts_the_collection_does_not_know():
    assert Analyzer({"sicherheit": 5}).compound_parts("sicherheitsgarantien") == ()


def test_the_vocabulary_counts_texts_not_occurrences():
    counts = count_vocabulary(["Truppen und Truppen", "Truppen im Osten"])

    assert counts == {"truppen": 2, "osten": 1}


@given(st.text())
def test_any_text_gives_terms_without_white_space(text):
    for term in Analyzer({"haus": 1, "boot": 1}).terms(text):
        assert term
        assert not any(character.isspace() for character in term)
