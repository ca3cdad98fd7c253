"""German sentence boundaries; the cases are in `sentence_cases.py`."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import split_sentences
from tests.ingest.sentence_cases import ENGLISH, GERMAN


@pytest.mark.parametrize("case", GERMAN + ENGLISH)
def test_a_text_is_split_where_its_sentences_end(case):
    text = case.replace("¦", " ")
    expected = case.replace("\n\n", "¦").split("¦")

    assert [text[start:end] for start, end in split_sentences(text)] == expected


def test_there_are_at_least_200_different_german_cases():
    assert len(set(GERMAN)) == len(GERMAN) >= 200


def test_spans_count_characters_from_the_beginning_of_the_text():
    assert split_sentences("  Ja.  Nein. ") == [(2, 5), (7, 12)]


@pytest.mark.parametrize("text", ["", "   ", "\n\n\n", "\u00a0"])
def test_a_text_without_words_has_no_sentences(text):
    assert split_sentences(text) == []


FRAGMENTS = """
    Merz z. B. Dr. 3. 13. 1999. Mai Das das » « „ “ " ? ! … ... ( ) [ ] (dpa) St. XIV. www.zeit.de.
    – usw. 2:1. ä É , ; . .. .) .“ ?« İ ß ² ٣. 😀.
"""
NEWS_LIKE = st.lists(
    st.sampled_from([*FRAGMENTS.split(), "\n", "\n\n", "\t", "\u2028", "\u00a0"]), max_size=30
).map(" ".join)


@given(st.one_of(st.text(), NEWS_LIKE))
def test_sentences_are_ordered_trimmed_and_together_hold_all_but_white_space(text):
    spans = split_sentences(text)

    position = 0
    for start, end in spans:
        assert position <= start < end
        assert text[position:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        assert "\n\n" not in text[start:end]
        position = end
    assert text[position:].strip() == ""


def test_a_million_dots_are_split_in_time():
    assert split_sentences("." * 1_000_000) == [(0, 1_000_000)]
