import csv
from datetime import date
from pathlib import Path

import pytest

from ingest.article import Article
from ingest.assembling import NOTHING_STATED, StatedFields
from ingest.collecting import read_collection
from ingest.errors import UnreadableFileError
from ingest.folders import SkippedFile
from ingest.tables import read_table

TEXT = "Merz zögert noch immer mit einer Entscheidung. Er wartet auf drei Antworten."
ORIGIN = Path("export.csv")


def read(text, stated=NOTHING_STATED):
    data = text if isinstance(text, bytes) else text.encode()
    return list(read_table(data, origin=ORIGIN, stated=stated))


def test_columns_are_found_by_their_german_names():
    table = (
        "Überschrift;Datum;Quelle;Autorin;Link;Volltext;Ressort\n"
        f"Zögern;3. Mai 2024;taz;Anna Weber;https://taz.de/x;{TEXT};Politik\n"
    )
    [(number, article)] = read(table)

    assert number == 2
    assert (article.title, article.source, article.author) == ("Zögern", "taz", "Anna Weber")
    assert (article.published, article.url) == (date(2024, 5, 3), "https://taz.de/x")
    assert article.body == TEXT


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("quote", ['"', "'"])
def test_every_delimiter_and_quotation_mark_is_recognised(delimiter, quote):
    text = f"Er sagte{delimiter}{quote * 2}nein{quote * 2}. Dann ging er; sie, er | alle warteten."
    rows = f"title{delimiter}text\n" + f"Merz{delimiter}{quote}{text}{quote}\n" * 2

    _, (_, article) = read(rows)
    assert article.title == "Merz"
    assert article.body == text.replace(quote * 2, quote).replace("\t", " ")


def test_a_table_of_labels_and_texts_without_names_is_read_like_10kgnad():
    rows = f"Web;'{TEXT}'\nSport;'Sie sagte: ''Ja; nein.'' Dann ging sie nach Hause.'\n"

    bodies = [article.body for _, article in read(rows)]
    assert bodies == [TEXT, "Sie sagte: 'Ja; nein.' Dann ging sie nach Hause."]


def test_the_longest_column_is_the_text_where_no_name_says_so():
    [(_, article)] = read(f"Titel,Datum,Wortlaut\nZögern,2024-05-03,{TEXT}\n")

    assert article.body == TEXT
    assert article.title == "Zögern"


def test_a_header_that_nobody_foresaw_is_no_article():
    assert [number for number, _ in read(f"Rubrik;Wortlaut\nWeb;{TEXT}\n")] == [2]


def test_line_breaks_within_quotes_belong_to_the_text():
    [(_, article)] = read(f'title,text\nMerz,"{TEXT}\n\nEr schweigt bis heute dazu."\n')

    assert article.body == f"{TEXT}\n\nEr schweigt bis heute dazu."


def test_a_row_that_cannot_be_used_is_reported_and_does_not_stop_the_others():
    items = read(
        f"date,text\ngestern,{TEXT}\n,\n2024-05-03,{TEXT} Ja.\nn/a,{TEXT} Nein.\n2024-01-01,\n"
    )

    reasons = [(n, item.reason.split(";")[0]) for n, item in items if isinstance(item, SkippedFile)]
    assert reasons == [
        (2, "the field \"published\" is 'gestern'"),
        (6, 'the field "text" is missing'),
    ]
    assert [n for n, item in items if isinstance(item, Article)] == [4, 5]


def test_a_sidecar_counts_where_the_row_is_silent():
    [(_, article)] = read(f"title,text\nMerz,{TEXT}\n", StatedFields(title="Nein", source="taz"))

    assert (article.title, article.source) == ("Merz", "taz")


def test_numbers_as_ids_are_kept_apart_from_those_of_other_exports():
    [(_, article)] = read(f"id,text\n17,{TEXT}\n")

    assert article.id == "export-17"


def test_html_in_a_cell_becomes_paragraphs():
    [(_, article)] = read(f'title,text\nMerz,"<p>{TEXT}</p><p>Mehr folgt <b>bald</b> dazu.</p>"\n')

    assert article.body == f"{TEXT}\n\nMehr folgt bald dazu."


@pytest.mark.parametrize("table", ["a;b;c\n1;2;3\n4;5;6\n", "\n\n", "Name\tTelefon\nWeber\t123\n"])
def test_a_table_without_texts_is_refused(table):
    with pytest.raises(UnreadableFileError, match=r"column of texts|holds no rows"):
        read(table)


def test_a_cell_longer_than_the_librarys_limit_is_read():
    long = "Ein Satz, der lang ist. " * 10_000
    [(_, article)] = read(f'title,text\nMerz,"{long}"\n')

    assert len(article.body) == len(long.strip())
    assert csv.field_size_limit() > 131_072


@pytest.mark.shared
def test_all_articles_of_10kgnad_are_read(shared):
    items = list(read_collection([shared / "benchmarks" / "10kgnad.test.csv"]))

    assert len(items) == 1028
    assert all(isinstance(item, Article) for item in items)
