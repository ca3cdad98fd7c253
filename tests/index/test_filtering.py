"""Filters: which articles they admit, and that search within them finds what is there."""

from datetime import date
from functools import cache

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from index import (
    DENSE_WEIGHT,
    ArticleFilter,
    InvalidFilterError,
    PassageText,
    open_for_writing,
)
from index.dense import DenseIndex
from index.fake_embedder import FakeEmbedder
from index.fusion import fuse_convex
from index.lexical import LexicalIndex, write_lexical_index
from index.search import SearchIndex
from ingest import Article, Span

OUTLETS = ("DIE ZEIT", "taz", "Süddeutsche Zeitung", "")
AUTHORS = ("Anna Beispiel", "Max Muster und Anna Beispiel", "dpa/AFP", "Müller, Max", "")
SECTIONS = ("Politik", "Sport", "")
ROUNDING = 1e-3
WORDS = ("Brücke", "Elefant", "Schule", "Hafen", "Wald", "Zug", "Kohle", "Museum")


def make_article(number):
    day = date(2024, 1 + number % 12, 1 + number % 28) if number % 5 else None
    return Article(
        id=f"a{number}",
        title=f"Meldung {number}",
        body=f"{WORDS[number % 8]} und {WORDS[number // 8 % 8]} stehen in Meldung {number}.",
        source=OUTLETS[number % 4],
        author=AUTHORS[number // 4 % 5],
        section=SECTIONS[number // 20 % 3],
        published=day,
    )


ARTICLES = {article.id: article for article in map(make_article, range(300))}


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """An index over 300 articles, three times as many as candidates are looked at."""
    folder = tmp_path_factory.mktemp("large")
    embedder = FakeEmbedder()
    with open_for_writing(folder, embedder, group=False) as writer:
        writer.add(list(ARTICLES.values()))
    index = SearchIndex(folder, embedder)
    yield index
    index.close()


def found(result):
    return {hit.passage.article_id for hit in result.hits}


def admitted(within):
    return {name for name, article in ARTICLES.items() if within.admits(article)}


def test_an_outlet_is_compared_whole_and_without_regard_to_case():
    article = Article(id="a", title="T", body="Text.", source="DIE ZEIT")

    assert ArticleFilter(sources=("die  zeit",)).admits(article)
    assert ArticleFilter(sources=("taz", "Die Zeit")).admits(article)
    assert not ArticleFilter(sources=("ZEIT",)).admits(article)
    assert not ArticleFilter(sources=("",)).admits(article)


@pytest.mark.parametrize("name", ["anna beispiel", "MAX MUSTER", "dpa"])
def test_an_article_by_several_authors_is_by_each_of_them(name):
    article = Article(id="a", title="T", body="Text.", author="Anna Beispiel, Max Muster und dpa")

    assert ArticleFilter(authors=(name,)).admits(article)
    assert not ArticleFilter(authors=("Anna",)).admits(article)


def test_an_author_written_with_a_comma_is_found_as_written():
    article = Article(id="a", title="T", body="Text.", author="Müller, Max")

    assert ArticleFilter(authors=("müller, max",)).admits(article)
    assert not ArticleFilter(authors=("max",)).admits(article)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2024, 5, 3), None, True),
        (date(2024, 5, 4), None, False),
        (None, date(2024, 5, 3), True),
        (None, date(2024, 5, 2), False),
        (date(2024, 5, 3), date(2024, 5, 3), True),
    ],
)
def test_both_ends_of_a_range_belong_to_it(first, last, expected):
    article = Article(id="a", title="T", body="Text.", published=date(2024, 5, 3))

    within = ArticleFilter(published_from=first, published_to=last)
    assert within.admits(article) is expected


def test_an_undated_article_lies_in_no_range():
    article = Article(id="a", title="T", body="Text.")

    assert not ArticleFilter(published_from=date(1, 1, 1)).admits(article)
    assert not ArticleFilter(published_to=date(9999, 12, 31)).admits(article)
    assert ArticleFilter(sources=("",)).admits(article)


def test_a_range_that_ends_before_it_begins_is_refused():
    with pytest.raises(InvalidFilterError, match=r"ends \(2024-01-01\) before it begins"):
        ArticleFilter(published_from=date(2024, 1, 2), published_to=date(2024, 1, 1))


def test_one_text_is_no_list_of_names():
    with pytest.raises(TypeError, match="sources"):
        ArticleFilter(sources="taz")  # type: ignore[arg-type]


def test_a_filter_without_restrictions_changes_nothing(large):
    assert (
        large.search("Elefant", 5, within=ArticleFilter()).hits == large.search("Elefant", 5).hits
    )


filters = st.builds(
    ArticleFilter,
    sources=st.lists(st.sampled_from(OUTLETS), max_size=2).map(tuple),
    authors=st.lists(st.sampled_from(("anna beispiel", "dpa", "Müller, Max", "")), max_size=2).map(
        tuple
    ),
    sections=st.lists(st.sampled_from(SECTIONS), max_size=1).map(tuple),
    published_from=st.one_of(st.none(), st.dates(date(2024, 1, 1), date(2024, 6, 1))),
    published_to=st.one_of(st.none(), st.dates(date(2024, 6, 1), date(2024, 12, 31))),
)


@given(within=filters, word=st.sampled_from(WORDS))
@settings(max_examples=60, deadline=None)
def test_filtered_search_equals_brute_force_over_the_matching_passages(large, within, word):
    expected = admitted(within)
    result = large.search(word, 300, within=within)

    assert found(result) <= expected
    if len(expected) <= 100:  # then all of them are candidates
        assert found(result) == expected
    if 0 < len(expected) <= 100:
        scores = score_all(large, word, list(expected))
        assert [hit.score for hit in result.hits] == pytest.approx(
            sorted(scores.values(), reverse=True), abs=ROUNDING
        )
        for hit in result.hits:
            assert hit.score == pytest.approx(scores[hit.passage.article_id], abs=ROUNDING)


def score_all(index, word, names):
    """Every passage of some articles scored by itself, without any search engine."""
    query = FakeEmbedder().encode_queries([word])[0]
    dense = np.array([vector_of(name) @ query for name in names], np.float32)
    assume(np.ptp(dense) > 1e-3)  # scaling would make much of what is but rounding
    (term,) = index.terms(word)
    weight = index.weigh_terms(word)[term]
    mean = sum(len(terms_of(index, name)) for name in ARTICLES) / len(ARTICLES)
    lexical = np.zeros(len(names), np.float32)
    for place, name in enumerate(names):
        count, length = terms_of(index, name).count(term), len(terms_of(index, name))
        lexical[place] = weight * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / mean))
    return dict(zip(names, map(float, fuse_convex(dense, lexical, DENSE_WEIGHT)), strict=True))


@cache
def vector_of(name):
    """Half the passage's vector, half that of its one sentence."""
    article = ARTICLES[name]
    span = Span(0, len(article.body))
    (vectors,) = FakeEmbedder().encode_passages([PassageText(article.title, article.body, (span,))])
    both = np.stack([vectors.passage, vectors.sentences[0]]).astype(np.float16)  # as stored
    return both.astype(np.float32).mean(axis=0)


@cache
def terms_of(index, name):
    return index.terms(f"{ARTICLES[name].title}\n{ARTICLES[name].body}")


def test_a_filter_that_leaves_five_of_300_articles_finds_all_five(large):
    within = ArticleFilter(
        sources=("taz",), authors=("dpa",), sections=("politik",), published_from=date(2024, 1, 1)
    )
    expected = admitted(within)

    assert len(expected) == 5
    assert found(large.search("Vulkan", 10, within=within)) == expected


def test_a_filter_that_leaves_nothing_finds_nothing(large):
    assert large.search("Elefant", within=ArticleFilter(sources=("Niemand",))).hits == ()


@pytest.fixture(scope="module")
def vectors():
    drawn = np.random.default_rng(7).normal(size=(10_000, 16))
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float16)


@given(rows=st.sets(st.integers(0, 9_999), max_size=50), k=st.integers(1, 60))
@settings(max_examples=40, deadline=None)
def test_vectors_of_few_rows_are_searched_exactly(vectors, rows, k):
    only = np.array(sorted(rows), np.int64)
    query = vectors[4711].astype(np.float32)

    found_rows, scores = DenseIndex.build(vectors).search(query, k, only=only)

    exact = vectors.astype(np.float32) @ query
    brute = sorted(((float(exact[row]), row) for row in only), reverse=True)[:k]
    assert list(found_rows) == [row for _, row in brute]
    assert np.allclose(scores, [score for score, _ in brute], atol=1e-5)


@pytest.fixture(scope="module")
def lexical(tmp_path_factory):
    folder = tmp_path_factory.mktemp("terms")
    draw = np.random.default_rng(3)
    texts = [[f"w{n}" for n in draw.integers(0, 40, 6)] for _ in range(500)]
    write_lexical_index(folder, enumerate(texts))
    return LexicalIndex(folder)


@pytest.mark.parametrize("named", [10_000, 0], ids=["named", "looked through"])
@given(rows=st.sets(st.integers(0, 499), max_size=499))
@settings(max_examples=40, deadline=None)
def test_terms_of_few_or_most_passages_are_searched_exactly(lexical, named, rows):
    every, scores = lexical.search(["w3", "w17"], 500)
    expected = {int(row): score for row, score in zip(every, scores, strict=True) if row in rows}

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.lexical._NAMED", named)
        within, own = lexical.search(["w3", "w17"], 500, only=np.array(sorted(rows), np.int64))

    assert {int(row) for row in within} == set(expected)
    assert np.allclose(own, [expected[int(row)] for row in within], atol=1e-5)


def test_a_word_is_looked_for_within_the_filter(large):
    within = ArticleFilter(sources=("taz",))  # numbers 1, 5, 9 …: the odd words only
    assert large.holds_term(*large.terms("Brücke"))

    taz = [article for article in ARTICLES.values() if article.source == "taz"]
    for word in WORDS:
        held = any(word in article.body for article in taz)
        (term,) = large.terms(word)
        assert large.holds_term(term, within=within) is held


def test_the_newest_generation_is_filtered(tmp_path):
    embedder = FakeEmbedder()
    zoo = Article(id="zoo", title="Zoo", body="Der Elefant frisst Heu.", source="taz")
    with open_for_writing(tmp_path, embedder) as writer:
        writer.add([zoo])
    index = SearchIndex(tmp_path, embedder)
    assert found(index.search("Elefant", within=ArticleFilter(sources=("taz",)))) == {"zoo"}

    with open_for_writing(tmp_path, embedder) as writer:
        writer.edit("zoo", {"source": "Tierpost"})

    assert found(index.search("Elefant", within=ArticleFilter(sources=("taz",)))) == set()
    assert found(index.search("Elefant", within=ArticleFilter(sources=("tierpost",)))) == {"zoo"}
    index.close()


def test_a_copy_is_not_searched_when_its_leader_is_filtered_out(tmp_path):
    embedder = FakeEmbedder()
    text = " ".join(f"Der Satz mit der Nummer {n} steht in beiden Zeitungen." for n in range(30))
    first = Article(id="dpa", title="Titel", body=text, source="dpa", published=date(2024, 5, 3))
    copy = Article(
        id="taz", title="Andere", body=f"{text} Ende.", source="taz", published=date(2024, 5, 4)
    )
    with open_for_writing(tmp_path, embedder) as writer:
        writer.add([first, copy])
    index = SearchIndex(tmp_path, embedder)
    (behind,) = [entry for entry in index.list_entries().entries if entry.duplicate_of]
    within = ArticleFilter(sources=(behind.source,))

    assert index.search("Satz", within=within).hits == ()
    assert index.count_chosen(within) == (0, 1)
    assert [name for name, _ in index.facets().sources] == [{"dpa": "taz", "taz": "dpa"}[behind.id]]
    index.check_filter(within)  # the collection knows the outlet all the same
    index.close()
