"""On which printed page a sentence of a PDF stands."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from ingest.pdf import read_pdf
from ingest.pdf_pages import find_pages
from tests.ingest.corpus_articles import STORIES
from tests.ingest.corpus_documents import write_pdf

ORIGIN = Path("presse.pdf")


def test_a_page_begins_with_the_first_of_its_letters_that_are_in_the_article():
    body = "Merz zögert, weil die Skepsis groß ist.\n\nMacron drängt auf eine schnelle Antwort."
    pages = [["Merz zögert, weil die Skep-"], ["sis groß ist.", "Macron drängt auf eine"]]

    one, two = find_pages(body, pages)
    assert one == (1, 0)
    assert body[two.start :].startswith("sis groß ist.")


def test_lines_that_are_not_in_the_article_are_passed_over():
    body = "Merz zögert noch immer.\n\nMacron drängt auf eine schnelle Antwort aus Berlin."
    pages = [
        ["Merz zögert noch immer."],
        ["Foto: dpa/Muster"],
        ["Lesen Sie auch: Anderes", "Macron drängt auf eine schnelle", "Antwort aus Berlin."],
    ]

    assert [page.number for page in find_pages(body, pages)] == [1, 3]
    assert find_pages(body, pages)[1].start == body.index("Macron")


def test_an_article_without_pages_stands_on_none():
    assert find_pages("Merz zögert.", []) == ()


@pytest.mark.parametrize("columns", [1, 2])
def test_every_sentence_of_a_pdf_knows_the_page_it_is_printed_on(columns):
    story = replace(STORIES[1], paragraphs=tuple(
        f"Absatz {number} beginnt hier mit der laufenden Nummer {number * 37}. Er erzählt von "
        f"Beratungen in Halle und nennt Zahl {number * 11}, die sonst niemand nennt."
        for number in range(1, 61)
    ))  # fmt: skip
    data = write_pdf(story, columns=columns, hyphens=False)
    printed = [page.extract_text() for page in PdfReader(BytesIO(data)).pages]
    article = read_pdf(data, origin=ORIGIN)

    assert len(printed) >= 3
    assert [page.number for page in article.pages] == list(range(1, len(printed) + 1))
    for number in range(1, 61):
        words = f"Absatz {number} beginnt"
        page = next(at for at, text in enumerate(printed, start=1) if words in text)
        assert article.page_at(article.body.index(words)) == page
