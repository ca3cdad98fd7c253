import json
from datetime import date
from pathlib import Path

import pytest

from ingest.assembling import StatedFields
from ingest.errors import EmptyArticleError, UnreadableFileError
from ingest.html import read_html
from ingest.html_blocks import parse_html, read_blocks
from ingest.page_metadata import find_page_metadata

ORIGIN = Path("seite.html")
TEXT = (
    "<p>Der Kanzler zögert mit einer Zusage und wartet auf ein Zeichen aus Washington.</p>"
    "<p>Macron drängt ihn seit Wochen, doch in Berlin will sich niemand festlegen lassen.</p>"
)
BODY = (
    "Der Kanzler zögert mit einer Zusage und wartet auf ein Zeichen aus Washington.\n\n"
    "Macron drängt ihn seit Wochen, doch in Berlin will sich niemand festlegen lassen."
)


def read(head="", text=TEXT, **more):
    page = f"<html><head>{head}</head><body><article>{text}</article></body></html>"
    return read_html(page.encode(), origin=ORIGIN, **more)


def json_ld(**fields):
    record = {"@type": "NewsArticle", "headline": "Merz zögert", **fields}
    return f'<script type="application/ld+json">{json.dumps(record)}</script>'


def test_json_ld_counts_more_than_open_graph_and_open_graph_more_than_the_page():
    head = (
        "<meta property='og:title' content='OG-Titel'><meta property='og:site_name' content='taz'>"
        + json_ld(author={"name": "Anna Weber"})
    )
    article = read(head, f"<h1>Titel der Seite</h1><p>Von Ben Groß</p>{TEXT}")

    assert (article.title, article.source, article.author) == ("Merz zögert", "taz", "Anna Weber")


def test_each_value_says_where_it_was_found():
    page = f"<html>{json_ld(datePublished='2024-05-03')}<h1>Titel</h1><p>Von Ben Groß</p>{TEXT}"
    found = find_page_metadata(parse_html(page))

    assert found.published.how == 'JSON-LD "datePublished"'
    assert found.title.how == 'JSON-LD "headline"'
    assert found.author.how == 'line "Von Ben Groß"'


@pytest.mark.parametrize(
    ("stated", "day"),
    [
        ("2024-05-03", date(2024, 5, 3)),
        ("2024-05-02T23:30:00+02:00", date(2024, 5, 2)),
        ("2024-05-02T22:30:00Z", date(2024, 5, 3)),  # half past midnight in Berlin
        ("Fri, 03 May 2024 08:00:00 +0200", date(2024, 5, 3)),
        ("gestern", None),
    ],
)
def test_the_day_is_that_of_a_german_reader(stated, day):
    found = find_page_metadata(parse_html(f"<html>{json_ld(datePublished=stated)}{TEXT}"))

    assert found.published.value == day


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("Von Anna Weber und Ben Groß", "Anna Weber, Ben Groß"),
        (["Anna Weber", {"name": "Ben Groß"}], "Anna Weber, Ben Groß"),
        ({"name": ["Anna Weber", "Anna Weber"]}, "Anna Weber"),
        ("https://www.facebook.com/taz", ""),
        ([None, 3, {"@id": "#x"}], ""),
    ],
)
def test_authors_are_read_however_they_are_written(author, names):
    assert read(json_ld(author=author)).author == names


def test_the_outlet_behind_the_title_is_no_part_of_it():
    article = read("<title>Merz zögert | taz</title>", f"<h1>Merz zögert</h1>{TEXT}")

    assert (article.title, article.source) == ("Merz zögert", "taz")


def test_a_page_that_states_nothing_is_described_by_its_address_and_never_more():
    article = read(text=TEXT, address="https://www.taz.de/x")

    assert (article.source, article.url) == ("taz.de", "https://www.taz.de/x")
    assert (article.title, article.author, article.published) == ("seite", "", None)


def test_a_guessed_day_comes_last():
    url = "<link rel='canonical' href='https://taz.de/2024/05/03/merz.html'>"

    assert read(url).published == date(2024, 5, 3)
    assert read(url + json_ld(datePublished="2024-05-02")).published == date(2024, 5, 2)


def test_a_sidecar_wins_over_the_page():
    stated = StatedFields(title="Anders", published=date(2020, 1, 1))
    article = read(json_ld(datePublished="2024-05-03"), stated=stated)

    assert (article.title, article.published) == ("Anders", date(2020, 1, 1))


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1252"])
def test_umlauts_are_read_whatever_a_page_declares(encoding, declared):
    page = f"<html><head><meta charset='{declared}'></head><body>{TEXT}</body></html>"

    assert read_html(page.encode(encoding), origin=ORIGIN).body == BODY


def test_a_rare_encoding_is_read_as_declared():
    page = f"<html><head><meta charset='iso-8859-15'></head><body><p>Das kostet 5 €.</p>{TEXT}"

    assert "5 €" in read_html(page.encode("iso-8859-15"), origin=ORIGIN).body


def test_an_entity_of_a_file_is_not_resolved():
    page = (
        '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f"<html><body><p>Es steht da: &x; und sonst nichts.</p>{TEXT}</body></html>"
    )

    assert "root:" not in read_html(page.encode(), origin=ORIGIN).body


def test_a_million_nested_tags_are_refused_in_time():
    page = b"<html><body>" + b"<div>" * 1_000_000 + b"Merz wartet."

    with pytest.raises((EmptyArticleError, UnreadableFileError)):
        read_html(page, origin=ORIGIN)


def test_characters_that_xml_forbids_do_no_harm():
    assert read(text=f"{TEXT}<aside>\x01&#1;&#xFFFE;</aside>\x01&#2;").body == BODY


def test_cells_of_a_table_that_lays_out_the_page_are_paragraphs():
    text = "<br><br>".join([BODY.replace("\n\n", "<br><br>")] * 3)
    article = read(text=f"<table><tr><td>{text}</td></tr></table>")

    assert article.body == "\n\n".join([BODY] * 3)


def test_hidden_text_and_scripts_are_no_blocks():
    root = parse_html("<div>Er <b>wartet</b>.<script>x()</script><p hidden>Nein.</p>Sie<br>auch.")

    assert read_blocks(root) == ["Er wartet.", "Sie", "auch."]
