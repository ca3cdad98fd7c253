"""Answers come from one generation, also while another is published."""

import gc
import multiprocessing
import sqlite3
import threading
import weakref
from contextlib import closing
from dataclasses import replace

from index import open_for_writing
from index.fake_embedder import FakeEmbedder
from index.search import SearchIndex
from ingest import Article
from tests.index.conftest import SCHOOL, ZOO

PUBLISHES = 20


def publish(folder, embedder, *articles):
    with open_for_writing(folder, embedder) as writer:
        writer.mirror(list(articles))


def test_who_holds_a_generation_sees_nothing_of_the_next(index, folder, embedder):
    with index.hold() as held:
        publish(folder, embedder, replace(ZOO, body="Im Zoo kam ein Nashorn zur Welt."))

        assert "Elefant" in index.article("zoo").body
        assert index.search("Elefant").hits[0].passage.article_id == "zoo"
        assert index.holds_term(*index.terms("Rheinbrücke")[:1])
        assert index.count() == (3, 1)
        with index.hold() as inner:
            assert inner == held

    assert "Nashorn" in index.article("zoo").body
    assert index.count() == (1, 2)
    with index.hold() as newer:
        assert newer != held


def test_who_holds_a_generation_keeps_it_while_two_others_are_published(index, folder, embedder):
    with index.hold():
        publish(folder, embedder, SCHOOL)
        publish(folder, embedder, SCHOOL, ZOO)

        assert index.search("Rheinbrücke").hits[0].passage.article_id == "bruecke"
        assert index.count() == (3, 1)


def test_what_went_before_the_last_three_generations_is_forgotten(index, folder, embedder):
    for number in range(4):
        publish(folder, embedder, replace(ZOO, body=f"Im Zoo leben {number} Elefanten."))

    with closing(sqlite3.connect(folder / "articles.sqlite")) as store:
        (rows,) = store.execute("SELECT count(*) FROM articles WHERE died <= 3").fetchone()
    assert rows == 0


def test_other_threads_see_the_next_generation_meanwhile(index, folder, embedder):
    seen = []
    with index.hold():
        publish(folder, embedder, SCHOOL)
        other = threading.Thread(target=lambda: seen.append(index.count()))
        other.start()
        other.join()

        assert seen == [(1, 2)]
        assert index.count() == (3, 1)
        assert index.article("zoo") is not None


def test_the_memory_of_an_old_generation_is_given_back(index, folder, embedder):
    old = weakref.ref(index._opened.generation.parts[0].dense)
    with index.hold():
        publish(folder, embedder, SCHOOL)
        index.search("Elefant")
        gc.collect()
        assert old() is not None
    index.search("Herbst")
    gc.collect()

    assert old() is None


def test_searching_goes_on_while_generations_come_and_go(folder, embedder):
    index = SearchIndex(folder, embedder)
    stop, wrong = threading.Event(), []

    def search():
        while not stop.is_set():
            with index.hold():
                count, number = index.count()
                hits = index.search("Herbst im Zoo").hits
                ids = {article.id for article in index.articles()}
                if len(ids) != count or not {hit.passage.article_id for hit in hits} <= ids:
                    wrong.append((number, count, ids))

    readers = [threading.Thread(target=search) for _ in range(3)]
    for reader in readers:
        reader.start()
    for articles in [(ZOO,), (ZOO, SCHOOL)] * 4:
        publish(folder, embedder, *articles)
    stop.set()
    for reader in readers:
        reader.join()
    index.close()

    assert wrong == []


def edition(number):
    """Three articles that name the same number."""
    return [
        Article(f"artikel-{n}", f"Meldung {n}", f"In {place} stehen {number} Brücken im Wasser.")
        for n, place in enumerate(("Bonn", "Köln", "Mainz"))
    ]


def publish_all(folder):
    for number in range(1001, 1001 + PUBLISHES):
        publish(folder, FakeEmbedder(), *edition(number))


def test_searches_through_20_publishes_see_one_edition_each_and_none_fails(tmp_path, embedder):
    publish(tmp_path, embedder, *edition(1000))
    shared = SearchIndex(tmp_path, embedder)
    publishing = multiprocessing.get_context("spawn").Process(target=publish_all, args=(tmp_path,))
    seen, errors = [[], [], []], []

    def search(place, opened):
        while True:
            is_last = not publishing.is_alive()
            try:
                with closing(opened()) as index, index.hold():
                    found = index.search("Wie viele Brücken stehen im Wasser?")
                    texts = [hit.passage.text for hit in found.hits]
                    texts += [article.body for article in index.articles()]
                    texts += [article.body for article in found.articles.values()]
            except Exception as error:
                errors.append(repr(error))
                return
            seen[place].append({text.split()[3] for text in texts})
            assert len(texts) == 9
            if is_last:
                return

    publishing.start()
    readers = [
        threading.Thread(target=search, args=(0, lambda: NotClosed(shared))),
        threading.Thread(target=search, args=(1, lambda: NotClosed(shared))),
        threading.Thread(target=search, args=(2, lambda: SearchIndex(tmp_path, embedder))),
    ]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    publishing.join()
    shared.close()

    assert publishing.exitcode == 0
    assert errors == []
    for editions in seen:
        assert all(len(found) == 1 for found in editions)
        numbers = [int(min(found)) for found in editions]
        assert numbers == sorted(numbers)
        assert numbers[-1] == 1000 + PUBLISHES


class NotClosed:
    """An index that stays open for the next search."""

    def __init__(self, index):
        self.index = index

    def __getattr__(self, name):
        return getattr(self.index, name)

    def close(self):
        pass
