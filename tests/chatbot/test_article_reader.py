import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.ui.article_reader import Marking, render_article
from chatbot.ui.texts import GERMAN
from ingest import Article

BODY = "Merz zögert. Er wartet ab.\n\nMacron drängt."


def article_of(body, url=""):
    return Article(id="a", title="Titel", body=body, source="taz", url=url)


def mark(body, start, end, number=1):
    return Marking(number, start, end, body[start:end])


def marks_in(html):
    return [
        (numbers, unescape(words))
        for numbers, words in re.findall(r'<mark [^>]*data-numbers="([\d ]+)"[^>]*>(.*?)<', html)
    ]


def words_in(html):
    return unescape(re.sub(r"<[^>]*>", "", html.partition("</header>")[2]))


def test_overlapping_citations_are_marked_with_both_numbers():
    html = render_article(article_of(BODY), [mark(BODY, 0, 12, 1), mark(BODY, 5, 26, 2)], GERMAN)

    assert marks_in(html) == [("1", "Merz "), ("1 2", "zögert."), ("2", " Er wartet ab.")]


def test_a_citation_across_paragraphs_is_marked_in_each():
    html = render_article(article_of(BODY), [mark(BODY, 13, len(BODY))], GERMAN)

    assert marks_in(html) == [("1", "Er wartet ab."), ("1", "Macron drängt.")]


def test_nothing_is_marked_where_the_article_has_changed_since():
    changed = BODY.replace("zögert", "handelt")

    html = render_article(article_of(changed), [mark(BODY, 0, 12)], GERMAN)

    assert marks_in(html) == []
    assert GERMAN.article_changed in unescape(html)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//taz.de", "https://", "http://[", "ftp://a"],
)
def test_only_web_addresses_become_links(url):
    assert "<a " not in render_article(article_of(BODY, url), [], GERMAN)


@given(
    body=st.text("Äß <>&\"'\n🇪🇺.a", min_size=1, max_size=60),
    places=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=4),
)
def test_the_article_keeps_its_words_whatever_is_marked(body, places):
    markings = [mark(body, min(place), max(place), 7) for place in places]
    standing = [marking for marking in markings if marking.still_stands(article_of(body))]

    html = render_article(article_of(body), standing, GERMAN)

    assert words_in(html) == "".join(line.strip() for line in body.splitlines())
