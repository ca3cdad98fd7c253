"""The four real articles, as they are copied from their pages."""

from datetime import date

import pytest

from ingest.collecting import read_collection
from ingest.headings import find_headings
from ingest.passages import split_passages

pytestmark = pytest.mark.shared

STRAY = [
    "Schreibe einen Kommentar",
    "Podcast",
    "Dieser Artikel stammt",
    "MITARBEIT",
    "GEORG BLUME",
    "Mehr zum Thema",
    "Von Rainer Rupp",
    "**",
]


@pytest.fixture
def articles(shared_articles):
    return {
        article.id.rpartition("-")[0]: article for article in read_collection([shared_articles])
    }


def test_all_four_are_read(articles):
    assert list(articles) == [
        "2022-usa-kein-kriegseintritt",
        "2025-koalition-der-willigen-paris",
        "2026-rupp-festung-ukraine",
        "zeit-2015-is-koalition",
    ]
    assert {article.language for article in articles.values()} == {"de"}


def test_only_what_they_state_is_known_about_them(articles):
    known = {
        name: (article.title, article.author, article.source, article.published)
        for name, article in articles.items()
    }

    assert known == {
        "2022-usa-kein-kriegseintritt": ("2022-usa-kein-kriegseintritt", "", "", None),
        "2025-koalition-der-willigen-paris": ("2025-koalition-der-willigen-paris", "", "", None),
        "2026-rupp-festung-ukraine": (
            "Auch ohne USA: Diese “Koalition der Willigen” soll Kiew unbesiegbar machen",
            "Rainer Rupp",
            "",
            None,
        ),
        "zeit-2015-is-koalition": ("zeit-2015-is-koalition", "", "DIE ZEIT", date(2015, 11, 26)),
    }


def test_no_stray_line_is_left(articles):
    for article in articles.values():
        assert [stray for stray in STRAY if stray in article.body] == []


def test_the_torn_sentence_is_whole(articles):
    body = articles["zeit-2015-is-koalition"].body

    assert "liegt wohl auch daran, dass Putin Härte zu seinem Herrschaftsmerkmal" in body


def test_their_headings_are_found(articles):
    headings = {
        name: [article.body[start:end] for start, end in find_headings(article.body)]
        for name, article in articles.items()
    }

    assert headings == {
        "2022-usa-kein-kriegseintritt": ["US-Amerikaner wollen keinen Krieg", "Kampf der Systeme"],
        "2025-koalition-der-willigen-paris": [
            "Der amerikanische Schatten: Europas erzwungene Emanzipation",
            "Ein Orchester ohne Dirigent: Die Dissonanz der westlichen Interessen",
            "Das trügerische Versprechen: Warum eine Garantie keine ist",
            "Festung Ukraine: Der alternative Weg zur Sicherheit",
            "Ein ferner Traum: Die Realität des Krieges",
        ],
        "2026-rupp-festung-ukraine": ["Warum diese Vision ein Luftschloss bleibt"],
        "zeit-2015-is-koalition": [
            "Und der Westen?",
            "Was käme nach dem IS?",
            "Bisher fehlt ein Gegenangebot",
        ],
    }


def test_the_sentences_about_merz_can_be_cited(articles):
    article = articles["2025-koalition-der-willigen-paris"]
    sentences = [
        article.body[start:end]
        for passage in split_passages(article)
        for start, end in passage.sentences
    ]

    assert "Der deutsche Kanzler Friedrich Merz agiert deutlich zurückhaltender." in sentences
