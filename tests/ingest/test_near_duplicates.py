"""Which articles share their text, and which one leads. Expected values are worked out by hand."""

from datetime import date, time
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.article import Article
from ingest.near_duplicates import (
    BANDS,
    Likeness,
    choose_leaders,
    compare,
    find_bands,
    find_shingles,
    hash_words,
    is_exact_copy,
)

WORDS = [f"wort{number}" for number in range(60)]
TEXT = " ".join(WORDS)


def article(name, source="", day=None, at=None, **fields):
    published = date(2024, 5, day) if day else None
    return Article(
        name, name, TEXT, source=source, published=published, published_time=at, **fields
    )


def alike(*pairs):
    """Likenesses in both directions, of pairs with the shares held."""
    found = []
    for one, other, held, holds in pairs:
        found += [Likeness(one, other, held), Likeness(other, one, holds)]
    return found


def test_shingles_are_runs_of_three_words_without_case_and_punctuation():
    assert find_shingles("Merz zögert – noch immer!") == {"merz zögert noch", "zögert noch immer"}


def test_texts_are_compared_by_the_shares_that_they_hold_of_each_other():
    whole = find_shingles(TEXT)  # 58 shingles
    half = find_shingles(" ".join(WORDS[:31]))  # 29 of them

    assert compare(half, whole) == (1.0, 0.5)


def test_short_texts_are_never_alike():
    short = find_shingles("Das Wetter in Wien bleibt am Montag sonnig.")

    assert compare(short, short) == (0.0, 0.0)
    assert find_bands(short) == ()


def test_bands_are_the_same_in_every_run_and_fit_into_the_store():
    bands = find_bands(find_shingles(TEXT))

    assert len(bands) == BANDS
    assert bands == find_bands(find_shingles(TEXT.upper()))
    assert bands[0] == -2082724446727691332
    assert all(-(2**63) <= band < 2**63 for band in bands)


def test_a_text_of_which_two_thirds_are_the_same_shares_a_band():
    edited = find_bands(find_shingles(" ".join([*WORDS[:40], *map(str, range(20))])))

    assert set(edited) & set(find_bands(find_shingles(TEXT)))


def test_the_same_words_with_other_white_space_and_punctuation_are_the_same_text():
    assert hash_words("Merz zögert.\n\nNoch immer.") == hash_words("merz zögert, noch immer")
    assert hash_words("Merz zögert.") != hash_words("Merz zögert nicht.")


@pytest.mark.parametrize(
    ("copy", "is_exact"),
    [
        (article("b", "taz", 3), True),
        (article("b"), True),
        (article("b", "ZEIT", 3), False),
        (article("b", "taz", 4), False),
        (article("b", "taz", 3, url="https://taz.de/b"), False),
    ],
)
def test_a_copy_that_names_another_outlet_day_or_address_is_worth_keeping(copy, is_exact):
    assert is_exact_copy(copy, article("a", "taz", 3)) == is_exact


def test_the_copy_that_appeared_first_leads():
    copies = [article("a", "taz", 4), article("b", "dpa", 3), article("c", "ZEIT")]
    links = alike(("a", "b", 0.9, 0.9), ("b", "c", 0.9, 0.9), ("a", "c", 0.8, 0.8))

    assert choose_leaders(copies, links) == {"a": "b", "c": "b"}


def test_the_time_of_day_decides_within_a_day():
    copies = [article("a", "taz", 3, time(9, 0)), article("b", "dpa", 3, time(8, 30))]

    assert choose_leaders(copies, alike(("a", "b", 1.0, 1.0))) == {"a": "b"}


def test_an_update_of_the_same_outlet_supersedes_its_earlier_version():
    versions = [article("a", "taz", 3), article("b", "taz", 4), article("c", "taz", 5)]
    links = alike(("a", "b", 0.9, 0.7), ("b", "c", 0.9, 0.7), ("a", "c", 0.8, 0.6))

    assert choose_leaders(versions, links) == {"a": "c", "b": "c"}


def test_an_update_is_told_by_the_time_of_its_last_change():
    old = article("a", "taz", 3, modified=date(2024, 5, 3), modified_time=time(10, 0))
    new = article("b", "taz", 3, modified=date(2024, 5, 3), modified_time=time(18, 0))

    assert choose_leaders([old, new], alike(("a", "b", 0.9, 0.9))) == {"a": "b"}


def test_an_update_keeps_the_place_of_the_version_it_supersedes():
    first = article("zeit-1", "ZEIT", 3)
    update = article("zeit-2", "ZEIT", 5)
    copy = article("taz", "taz", 4)
    links = alike(
        ("zeit-1", "zeit-2", 0.9, 0.9), ("zeit-1", "taz", 0.9, 0.9), ("zeit-2", "taz", 0.9, 0.9)
    )

    assert choose_leaders([first, update, copy], links) == {"zeit-1": "zeit-2", "taz": "zeit-2"}


def test_an_excerpt_stands_behind_the_whole_text_although_it_is_older():
    short, long = article("kurz", "dpa", 3), article("lang", "taz", 4)

    assert choose_leaders([short, long], alike(("kurz", "lang", 1.0, 0.4))) == {"kurz": "lang"}


def test_two_excerpts_of_one_text_do_not_stand_behind_each_other():
    one, two, long = article("a", "dpa", 3), article("b", "APA", 3), article("lang", "taz", 4)
    links = alike(("a", "lang", 1.0, 0.4), ("b", "lang", 1.0, 0.4))

    assert choose_leaders([one, two, long], links) == {"a": "lang", "b": "lang"}


def test_a_text_that_its_leader_does_not_hold_leads_itself():
    chain = [article("a", "A", 1), article("b", "B", 2), article("c", "C", 3)]
    links = alike(("a", "b", 0.7, 0.7), ("b", "c", 0.7, 0.7))  # a and c share too little

    assert choose_leaders(chain, links) == {"b": "a"}


SHARES = st.sampled_from([0.3, 0.5, 0.7, 0.9, 1.0])


@st.composite
def groups(draw):
    names = [f"a{number}" for number in range(draw(st.integers(2, 5)))]
    articles = [
        article(
            name,
            draw(st.sampled_from(["", "taz", "dpa"])),
            draw(st.sampled_from([None, 3, 4])),
            draw(st.sampled_from([None, time(8), time(9)])),
        )
        for name in names
    ]
    pairs = [
        (one, other, draw(SHARES), 0.7)
        for number, one in enumerate(names)
        for other in names[:number]
        if draw(st.booleans())
    ]
    return articles, alike(*pairs)


@given(groups())
def test_leaders_lead_themselves_and_do_not_depend_on_the_order(group):
    articles, links = group
    leaders = choose_leaders(articles, links)

    assert leaders.keys().isdisjoint(leaders.values())
    for shuffled in list(permutations(articles))[:24]:
        assert choose_leaders(shuffled, links[::-1]) == leaders
