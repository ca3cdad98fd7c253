import threading

import pytest

from index import open_for_writing
from index.terms import stem


def test_the_passage_with_the_words_of_the_query_comes_first(index):
    hits = index.search("Wie viel wiegt der Elefant im Zoo?").hits

    assert hits[0].passage.article_id == "zoo"
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_a_part_of_a_compound_finds_the_compound(index):
    # the first article says "Rheinbrücke", and its title "Brücke" and "Rhein"
    assert index.terms("Rheinbrücke") == [stem("rheinbrücke"), stem("rhein"), stem("brücke")]
    assert index.search("Brücken").hits[0].passage.article_id == "bruecke"


def test_passages_are_verbatim_stretches_of_their_articles(index):
    result = index.search("Kosten der Brücke")

    for hit in result.hits:
        passage = hit.passage
        body = result.articles[passage.article_id].body
        assert body[passage.start : passage.end] == passage.text
        for start, end in passage.sentences:
            assert passage.start <= start < end <= passage.end


def test_every_sentence_of_a_hit_has_its_similarity(index):
    result = index.search("Elefant")

    for scored in result.sentences:
        assert len(scored.similarities) == len(scored.hit.passage.sentences)
        assert scored.vectors.shape == (len(scored.similarities), 256)
    best = result.sentences[0]
    assert best.similarities.argmax() == 0  # "Im Zoo kam ein Elefant zur Welt."


def test_at_most_k_passages_are_returned(index):
    assert len(index.search("Zoo", k=1).hits) == 1


@pytest.mark.parametrize("query", ["", "   "])
def test_an_empty_query_is_refused(index, query):
    with pytest.raises(ValueError, match="empty"):
        index.search(query)


def test_k_below_one_is_refused(index):
    with pytest.raises(ValueError, match="k is 0"):
        index.search("Zoo", k=0)


@pytest.mark.parametrize("query", ["???", "\x00", "🐘" * 500, '"field:(' * 50, "a" * 5000])
def test_odd_queries_are_answered_without_an_error(index, query):
    assert len(index.search(query).hits) == 3


def test_articles_keep_all_that_is_known_of_them(index, articles):
    assert index.articles() == articles
    assert index.article("zoo") == articles[1]
    assert index.article("mond") is None


def test_searches_during_publishes_see_the_old_or_the_new_state(index, folder, articles, embedder):
    problems = []
    done = threading.Event()

    def keep_searching():
        while not done.is_set():
            found = {hit.passage.article_id for hit in index.search("Elefant Schule Brücke").hits}
            if found not in ({"bruecke", "zoo", "schule"}, {"bruecke", "schule"}):
                problems.append(found)

    searching = threading.Thread(target=keep_searching)
    searching.start()
    for number in range(6):
        with open_for_writing(folder, embedder) as writer:
            writer.remove(["zoo"]) if number % 2 == 0 else writer.add(articles)
    done.set()
    searching.join(30)

    assert problems == []
