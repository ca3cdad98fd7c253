"""Articles listed and read over HTTP."""

from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from chatbot import Chatbot
from chatbot.http import build_server
from index import SearchIndex, open_for_writing
from index.fake_embedder import FakeEmbedder
from tests.chatbot.conftest import HOSTILE, MALI, PARIS


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    embedder = FakeEmbedder()
    with open_for_writing(folder, embedder) as writer:
        writer.add([PARIS, MALI, HOSTILE])
    bot = Chatbot(SearchIndex(folder, embedder))
    app = build_server(bot, examples=[])
    with TestClient(app, base_url="http://127.0.0.1:7860") as client:
        yield client
    bot.close()


def ids(response):
    assert response.status_code == 200, response.text
    return [article["id"] for article in response.json()["articles"]]


def test_articles_are_listed_with_what_is_known_of_them(client):
    listed = client.get("/api/articles", params={"query": "mali"}).json()

    assert listed == {
        "total": 1,
        "offset": 0,
        "articles": [
            {
                "id": "mali",
                "title": "Bundeswehr in Mali",
                "source": "taz",
                "author": "",
                "published": "2015-11-26",
                "url": "",
                "section": "",
                "language": "de",
                "words": 12,
                "duplicate_of": None,
            }
        ],
    }


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, ["paris", "mali", HOSTILE.id]),
        ({"sort": "published"}, ["mali", "paris", HOSTILE.id]),
        ({"sort": "published", "order": "desc"}, ["paris", "mali", HOSTILE.id]),
        ({"sort": "title"}, ["mali", "paris", HOSTILE.id]),  # as "scriptalert…"
        ({"offset": 1, "limit": 1}, ["mali"]),
        ({"sources": ["TAZ", "die zeit"]}, ["paris", "mali"]),
        ({"sources": "taz", "published_from": "2016-01-01"}, []),
        ({"query": "anna beispiel"}, ["paris"]),
        ({"offset": 100}, []),
    ],
)
def test_lists_are_sorted_filtered_and_cut(client, params, expected):
    assert ids(client.get("/api/articles", params=params)) == expected


@pytest.mark.parametrize(
    ("params", "named"),
    [
        ({"limit": 201}, "limit"),
        ({"limit": 0}, "limit"),
        ({"offset": -1}, "offset"),
        ({"sort": "colour"}, "sort"),
        ({"sources": "FAZ"}, "no outlet 'FAZ'"),
        ({"outlet": "taz"}, "outlet"),
        ({"published_to": "morgen"}, "published_to"),
        ({"query": "a" * 501}, "query"),
    ],
)
def test_a_list_that_cannot_be_given_gets_one_clear_line(client, params, named):
    response = client.get("/api/articles", params=params)

    assert response.status_code == 422
    assert list(response.json()) == ["error"]
    assert named in response.json()["error"]


def test_an_article_is_read_with_its_text_and_how_its_data_were_found(client):
    article = client.get("/api/articles/paris").json()

    assert article["title"] == PARIS.title
    assert article["text"] == PARIS.body
    assert article["origins"] == {}
    assert article["words"] == len(PARIS.body.split())


def test_an_odd_id_is_found_all_the_same(client):
    response = client.get(f"/api/articles/{quote(HOSTILE.id)}")

    assert response.json()["id"] == HOSTILE.id
    assert response.headers["content-type"] == "application/json"


def test_an_article_that_is_not_there_is_404(client):
    response = client.get("/api/articles/mond")

    assert response.status_code == 404
    assert response.json() == {"error": "there is no article 'mond'; /api/articles lists all"}


def test_facets_count_what_one_can_filter_by(client):
    facets = client.get("/api/facets").json()

    assert (facets["articles"], facets["behind"]) == (3, 0)
    assert {"name": "taz", "count": 1} in facets["sources"]
    assert facets["sections"] == [{"name": "", "count": 3}]
    assert (facets["first"], facets["last"], facets["undated"]) == ("2015-11-26", "2026-01-08", 1)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_changed(client, method):
    assert client.request(method, "/api/articles/paris").status_code == 405
    assert ids(client.get("/api/articles"))[0] == "paris"
