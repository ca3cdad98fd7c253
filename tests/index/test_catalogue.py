from datetime import date

import pytest

from index import ArticleEntry, ArticleFilter, InvalidFilterError
from index.catalogue import Catalogue

ZEIT = ArticleEntry(
    "zeit", "Übermut", "DIE ZEIT", "Anna Beispiel, Max Muster", date(2024, 5, 3), section="Politik"
)
SECOND = ArticleEntry("zeit2", "Abend", "Die Zeit", "Max Muster", date(2023, 1, 2))
TAZ = ArticleEntry("taz", "Unruhe", "taz", "", date(2025, 7, 1), section="Politik")
UNKNOWN = ArticleEntry("unbekannt", "„Zoo“ heute")
COPY = ArticleEntry("kopie", "Übermut", "FAZ", "dpa", date(2024, 5, 4), duplicate_of="zeit")


@pytest.fixture
def catalogue():
    return Catalogue([ZEIT, SECOND, TAZ, UNKNOWN, COPY])


def ids(page):
    return [entry.id for entry in page.entries]


def test_facets_count_each_value_in_its_most_frequent_spelling(catalogue):
    facets = catalogue.facets()

    assert (facets.articles, facets.behind) == (4, 1)
    assert facets.sources == (("DIE ZEIT", 2), ("taz", 1), ("", 1))
    assert facets.authors == (("Max Muster", 2), ("Anna Beispiel", 1), ("", 2))
    assert facets.sections == (("Politik", 2), ("", 2))
    assert (facets.first, facets.last, facets.undated) == (date(2023, 1, 2), date(2025, 7, 1), 1)


def test_titles_are_sorted_as_in_a_german_dictionary(catalogue):
    assert ids(catalogue.list_entries(sort="title")) == [
        "zeit2", "zeit", "kopie", "taz", "unbekannt",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("descending", "expected"),
    [
        (False, ["zeit2", "zeit", "kopie", "taz", "unbekannt"]),
        (True, ["taz", "kopie", "zeit", "zeit2", "unbekannt"]),
    ],
)
def test_undated_articles_come_last_either_way(catalogue, descending, expected):
    assert ids(catalogue.list_entries(sort="published", descending=descending)) == expected


def test_a_page_is_a_stretch_of_the_whole_list(catalogue):
    page = catalogue.list_entries(offset=1, limit=2)

    assert page.total == 5
    assert ids(page) == ["zeit2", "taz"]
    assert ids(catalogue.list_entries(offset=9)) == []


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("über", ["zeit", "kopie"]),
        ("MUSTER zeit", ["zeit", "zeit2"]),
        ("anna taz", []),
        ("  ", ["zeit", "zeit2", "taz", "unbekannt", "kopie"]),
    ],
)
def test_every_word_of_a_query_stands_in_title_outlet_or_author(catalogue, query, expected):
    assert ids(catalogue.list_entries(query=query)) == expected


def test_copies_are_listed_but_not_searched(catalogue):
    within = ArticleFilter(published_from=date(2024, 1, 1), published_to=date(2024, 12, 31))

    assert ids(catalogue.list_entries(within=within)) == ["zeit", "kopie"]
    assert catalogue.choose(within) == {"zeit"}
    assert catalogue.count_behind(within) == 1


@pytest.mark.parametrize(
    ("within", "named"),
    [
        (ArticleFilter(sources=("ZEIT",)), "no outlet 'ZEIT'.*\"DIE ZEIT\""),
        (ArticleFilter(sources=("taz", "Bild")), "no outlet 'Bild'"),
        (ArticleFilter(authors=("Anna",)), "no author 'Anna'"),
        (ArticleFilter(sections=("Sport",)), "no section 'Sport'"),
    ],
)
def test_a_name_that_the_collection_does_not_know_is_told(catalogue, within, named):
    with pytest.raises(InvalidFilterError, match=named):
        catalogue.check(within)


def test_names_that_it_knows_pass(catalogue):
    catalogue.check(ArticleFilter(("die zeit", "faz", ""), ("max muster",), ("POLITIK",)))
