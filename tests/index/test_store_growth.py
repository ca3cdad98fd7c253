"""Storing an article must not cost more the more articles there are."""

import pytest

from index.store import ArticleStore, EmbeddedPassages
from ingest import Article


def count_steps(store, act):
    """How many instructions SQLite's virtual machine carries out, to the nearest ten."""
    steps = [0]

    def count():
        steps[0] += 10

    store._connection.set_progress_handler(count, 10)
    act()
    store._connection.set_progress_handler(None, 0)
    return steps[0]


@pytest.fixture
def store(tmp_path):
    store = ArticleStore.create(tmp_path, model="m", dimensions=4)
    yield store
    store.close()


def put(store, first, last):
    empty = EmbeddedPassages((), (), ())
    with store.transaction():
        for number in range(first, last):
            article = Article(f"a{number}", "Titel", f"Text Nummer {number}.")
            store.put(article, empty, digest=f"{number}", generation=1)


@pytest.mark.parametrize("replaced", [False, True])
def test_storing_takes_as_many_steps_among_many_articles_as_among_few(store, replaced):
    put(store, 0, 50)
    among_few = count_steps(store, lambda: put(store, *((0, 10) if replaced else (50, 60))))
    put(store, 100, 3000)
    among_many = count_steps(store, lambda: put(store, *((10, 20) if replaced else (3000, 3010))))

    assert among_many < 1.5 * among_few
