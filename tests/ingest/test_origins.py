"""Section, times and changes, and how each value was found."""

from datetime import date, time
from pathlib import Path

import pytest

from ingest.article import Article
from ingest.dates import Moment, read_moment, read_stated_moment, read_time_after
from ingest.formats import read_document
from ingest.metadata import find_metadata

TEXT = "Merz zögert noch immer. Er wartet auf drei Antworten aus Paris und auf eine aus Kiew."


def read(name, data):
    [(_, article)] = read_document(data.encode(), origin=Path(name))
    assert isinstance(article, Article), article
    return article


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-05-03", Moment(date(2024, 5, 3))),
        ("2024-05-03T14:30:00+02:00", Moment(date(2024, 5, 3), time(14, 30))),
        ("2024-05-02T22:30:00Z", Moment(date(2024, 5, 3), time(0, 30))),
        ("2024-05-03T00:00:00+02:00", Moment(date(2024, 5, 3))),
        ("Fri, 03 May 2024 08:05:00 +0200", Moment(date(2024, 5, 3), time(8, 5))),
        ("3. Mai 2024, 14.30 Uhr", Moment(date(2024, 5, 3), time(14, 30))),
        ("gestern", None),
    ],
)
def test_a_point_in_time_is_a_day_and_the_time_where_it_is_stated(value, expected):
    assert read_moment(value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (", 14:30 Uhr", time(14, 30)),
        (" um 14.30 Uhr", time(14, 30)),
        (" | 9 Uhr", time(9)),
        (" – 18:05", time(18, 5)),
        (", 25:10 Uhr", None),
        (", 14 Leser", None),
        (", 14.30.2024", None),
        (" 2:1 für Köln", None),
    ],
)
def test_a_time_of_day_follows_a_date(text, expected):
    assert read_time_after(f"3. Mai 2024{text}", len("3. Mai 2024")) == expected


def test_a_record_states_the_time_as_it_is_written_there():
    assert read_stated_moment("published", "2024-05-03 14:30") == Moment(
        date(2024, 5, 3), time(14, 30)
    )


def test_a_line_of_the_text_states_day_time_and_change():
    text = f"Merz zögert\n\nVeröffentlicht am 3. Mai 2024, 8:15 Uhr\n\n{TEXT}"
    found = find_metadata(text, stem="a")
    assert (found.published.value, found.published_time.value) == (date(2024, 5, 3), time(8, 15))
    assert found.modified.value is None

    found = find_metadata(text.replace("Veröffentlicht am", "Aktualisiert am"), stem="a")
    assert found.modified.value == Moment(date(2024, 5, 3), time(8, 15))


def test_a_stand_line_dates_the_article_and_its_last_change():
    article = read("a.txt", f"Merz zögert\n\nStand: 12.03.2024, 14:30 Uhr\n\n{TEXT}")

    assert (article.published, article.published_time) == (date(2024, 3, 12), time(14, 30))
    assert (article.modified, article.modified_time) == (date(2024, 3, 12), time(14, 30))
    assert dict(article.origins)["published"] == 'line "Stand: 12.03.2024, 14:30 Uhr"'


PAGE = f"""<html lang="de"><head><title>Merz zögert</title>
<meta property="og:site_name" content="Stadtbote">
<meta property="article:published_time" content="2024-05-03T06:15:00+02:00">
<meta property="article:modified_time" content="2024-05-03T18:00:00+02:00">
<meta property="article:section" content="Politik"></head>
<body><article><h1>Merz zögert</h1><p>Von Anna Weber</p><p>{TEXT * 3}</p></article></body></html>"""


def test_a_page_states_section_time_and_change_each_with_its_place():
    article = read("a.html", PAGE)

    assert article.section == "Politik"
    assert (article.published, article.published_time) == (date(2024, 5, 3), time(6, 15))
    assert (article.modified, article.modified_time) == (date(2024, 5, 3), time(18, 0))
    assert dict(article.origins) == {
        "author": 'line "Von Anna Weber"',
        "language": "words of the text",
        "modified": 'meta "article:modified_time"',
        "modified_time": 'meta "article:modified_time"',
        "published": 'meta "article:published_time"',
        "published_time": 'meta "article:published_time"',
        "section": 'meta "article:section"',
        "source": 'meta "og:site_name"',
        "title": "top heading of the page",
    }


def test_json_ld_comes_before_meta_tags():
    data = (
        '{"@type": "NewsArticle", "headline": "Merz zögert", "articleSection": ["Ausland"], '
        '"datePublished": "2024-05-02T20:00:00+02:00", "dateModified": "2024-05-04T09:00:00+02:00"}'
    )
    article = read(
        "a.html", PAGE.replace("</head>", f'<script type="application/ld+json">{data}</script>')
    )

    assert (article.section, article.published_time) == ("Ausland", time(20, 0))
    assert (article.modified, article.modified_time) == (date(2024, 5, 4), time(9, 0))
    assert dict(article.origins)["modified"] == 'JSON-LD "dateModified"'


def test_the_time_of_another_place_never_joins_a_stated_day():
    article = read("a.md", f"---\ndate: 2024-05-01\nsource: taz\n---\nStand: 12.03.2024, 14:30 Uhr"
                           f"\n\n{TEXT}")  # fmt: skip

    assert (article.published, article.published_time) == (date(2024, 5, 1), None)
    assert dict(article.origins)["source"] == "front matter"


def test_records_state_section_and_change():
    article = read(
        "a.json",
        f'{{"titel": "Merz", "ressort": "Politik", "geändert": "2024-05-04", "text": "{TEXT}"}}',
    )

    assert (article.section, article.modified) == ("Politik", date(2024, 5, 4))
    assert dict(article.origins)["section"] == "record of the file"


def test_a_title_of_last_resort_says_that_it_is_the_name_of_the_file():
    assert dict(read("merz.txt", TEXT).origins)["title"] == "name of the file"
