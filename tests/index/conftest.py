from datetime import date

import pytest

from index import open_for_writing
from index.fake_embedder import FakeEmbedder
from index.search import SearchIndex
from ingest import Article

BRIDGE = Article(
    id="bruecke",
    title="Brücke am Rhein gesperrt",
    body="Die Rheinbrücke ist seit Montag gesperrt. Risse im Stahl machen sie unsicher.\n\n"
    "Die Stadt rechnet mit Kosten von drei Millionen Euro.",
    source="Stadtbote",
    published=date(2024, 5, 3),
)
ZOO = Article(
    id="zoo",
    title="Nachwuchs im Zoo",
    body="Im Zoo kam ein Elefant zur Welt. Das Jungtier wiegt hundert Kilogramm.",
    source="Tierpost",
)
SCHOOL = Article(
    id="schule",
    title="Neue Schule",
    body="Die Grundschule öffnet im Herbst. Zweihundert Kinder sind angemeldet.",
)


@pytest.fixture
def articles():
    return [BRIDGE, ZOO, SCHOOL]


@pytest.fixture
def embedder():
    return FakeEmbedder()


@pytest.fixture
def folder(tmp_path, articles, embedder):
    """An index over the three articles."""
    place = tmp_path / "index"
    with open_for_writing(place, embedder) as writer:
        writer.add(articles)
    return place


@pytest.fixture
def index(folder, embedder):
    opened = SearchIndex(folder, embedder)
    yield opened
    opened.close()
