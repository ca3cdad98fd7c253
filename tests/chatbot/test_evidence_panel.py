"""What a card of the evidence panel shows of its article."""

from dataclasses import replace
from datetime import date
from html import unescape

import pytest

from chatbot import Answer, Citation
from chatbot.ui.evidence_panel import render_evidence
from chatbot.ui.surroundings import find_surroundings
from chatbot.ui.texts import ENGLISH, GERMAN
from chatbot.ui.turn import Turn
from ingest import Article, Copy, PageStart, Span

BODY = (
    "Der Gipfel begann am Montag.\n\n"
    "Es kamen 35 Staaten. Merz zögert <b>noch</b>. Macron drängt. Danach gab es Suppe.\n\n"
    "Der Bundestag stimmt später ab."
)
ARTICLE = Article("a", "Gipfel", BODY, "DIE ZEIT", "Anna Beispiel", date(2026, 1, 8),
                  pages=(PageStart(2, 0), PageStart(3, 30)))  # fmt: skip


def cite(quote, number=1, article=ARTICLE, **fields):
    start = article.body.index(quote)
    return Citation(number, quote, start, start + len(quote), article, **fields)


def panel(*citations, texts=GERMAN):
    answer = Answer("Was tut Merz?", "…", "answered", citations, confidence=0.9)
    return render_evidence([Turn(answer.question, answer=answer)], texts)


@pytest.mark.parametrize(
    ("quote", "before", "after"),
    [
        ("Merz zögert <b>noch</b>.", "Es kamen 35 Staaten.", "Macron drängt."),
        ("Es kamen 35 Staaten.", "", "Merz zögert <b>noch</b>."),
        ("Danach gab es Suppe.", "Macron drängt.", ""),
        ("Der Gipfel begann am Montag.", "", ""),
        ("Der Bundestag stimmt später ab.", "", ""),
    ],
)
def test_a_quote_has_the_neighbours_of_its_own_paragraph(quote, before, after):
    citation = cite(quote)

    around = find_surroundings(ARTICLE, citation.start, citation.end)

    assert (around.before, around.after) == (before, after)


def test_a_card_names_outlet_author_day_and_printed_page():
    html = panel(cite("Macron drängt."))

    assert '<span class="belegt-outlet">DIE ZEIT</span>' in html
    assert "Anna Beispiel · 08.01.2026 · S. 3" in html
    assert "8 January 2026 · p. 3" in panel(cite("Macron drängt."), texts=ENGLISH)


def test_the_words_that_answer_are_marked_between_quieter_neighbours():
    start = BODY.index("zögert")
    html = panel(cite("Merz zögert <b>noch</b>.", answer=Span(start, start + 6)))

    assert '<span class="belegt-around">Es kamen 35 Staaten. </span>' in html
    assert 'Merz <mark class="belegt-answering">zögert</mark> &lt;b&gt;noch&lt;/b&gt;.' in html
    assert '<span class="belegt-around"> Macron drängt.</span>' in html


def test_sources_that_differ_stand_side_by_side_and_the_others_below():
    other = replace(ARTICLE, id="b", source="taz")
    html = panel(
        cite("Es kamen 35 Staaten."),
        cite("Macron drängt.", 2),
        cite("Es kamen 35 Staaten.", 3, other, against=1),
    )

    label, dispute, rest = html.partition("Verschiedenes")[2].partition('<ol class="belegt-cards">')
    assert label and dispute
    assert [f'data-number="{n}"' in label for n in (1, 2, 3)] == [True, False, True]
    assert [f'data-number="{n}"' in rest for n in (1, 2, 3)] == [False, True, False]


def test_nothing_is_called_different_where_nothing_differs():
    assert "Verschiedenes" not in panel(cite("Es kamen 35 Staaten."), cite("Macron drängt.", 2))


def test_copies_unfold_and_each_can_be_opened():
    copies = tuple(
        Copy(f"k{number}", f"Titel <{number}>", "taz", "", date(2024, 5, number), "")
        for number in (1, 2, 3)
    )
    html = panel(cite("Macron drängt.", article=replace(ARTICLE, copies=copies)))

    assert "<summary>+3 weitere: taz (01.05.2024), taz (02.05.2024)" in html
    assert html.count('class="belegt-copy"') == 3
    assert 'data-article="k2"' in html
    assert "taz, 02.05.2024: „Titel <2>“" in unescape(html)
    assert "<2>" not in html
