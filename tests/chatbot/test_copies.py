"""Copies of a cited article are named beside the citation, so that they don't pass for more."""

from dataclasses import replace
from datetime import date
from io import StringIO

from rich.console import Console

from chatbot import Answer, Citation
from chatbot.attribution import describe_copies
from chatbot.json_answer import answer_to_json
from chatbot.origins import describe_origin
from chatbot.terminal import print_answer
from chatbot.ui.evidence_panel import render_evidence
from chatbot.ui.texts import texts_in
from chatbot.ui.turn import Turn
from ingest import Article, Copy, PageStart

QUOTE = "Der Rat stimmte zu."
COPIES = (
    Copy("taz", "Rat sagt ja", "taz", "", date(2024, 5, 4), "https://taz.de/x"),
    Copy("blog", "<b>Böse</b>", "", "", None, ""),
)
ARTICLE = Article(
    "dpa", "Rat stimmt zu", f"Vorspann. {QUOTE}", "dpa", published=date(2024, 5, 3),
    copies=COPIES, pages=(PageStart(1, 0), PageStart(2, 10)),
)  # fmt: skip
ANSWER = Answer(
    "Wer stimmte zu?", f"Laut dpa: {QUOTE} [1]", "answered", (Citation(1, QUOTE, 10, 29, ARTICLE),)
)


def test_copies_are_counted_and_named_by_outlet_and_day():
    assert describe_copies(COPIES, "de") == "+2 weitere: taz (04.05.2024), „<b>Böse</b>“"
    assert describe_copies(COPIES[:1], "en") == "+1 more: taz (4 May 2024)"
    assert describe_copies((), "de") == ""


def test_an_outlet_is_named_once_and_a_long_list_is_cut():
    many = tuple(replace_id(COPIES[0], number) for number in range(7))

    assert describe_copies(many, "de") == "+7 weitere: taz (04.05.2024) …"


def replace_id(copy, number):
    return copy._replace(id=f"{copy.id}-{number}")


def test_the_terminal_names_page_and_copies():
    told = StringIO()
    print_answer(ANSWER, Console(file=told, width=200))

    assert "Seite 2, Zeichen 10–29" in told.getvalue()
    assert "+2 weitere: taz (04.05.2024)" in told.getvalue()


def test_json_names_page_and_copies():
    [citation] = answer_to_json(ANSWER)["citations"]

    assert citation["page"] == 2
    assert citation["copies"][0] == {
        "article_id": "taz", "title": "Rat sagt ja", "source": "taz", "author": "",
        "published": "2024-05-04", "url": "https://taz.de/x",
    }  # fmt: skip


def test_the_evidence_panel_names_copies_as_text_and_never_as_markup():
    turn = Turn(ANSWER.question, answer=ANSWER)
    html = render_evidence([turn], texts_in("de"))

    assert "+2 weitere: taz (04.05.2024)" in html
    assert "&lt;b&gt;Böse" in html
    assert "<b>Böse" not in html

    alone = replace(ANSWER, citations=(Citation(1, QUOTE, 10, 29, replace(ARTICLE, copies=())),))
    assert "weitere" not in render_evidence([replace(turn, answer=alone)], texts_in("de"))


def test_origins_are_told_in_german():
    assert describe_origin('line "Von Anna Weber"') == "Zeile „Von Anna Weber“"
    assert describe_origin('JSON-LD "author"') == "JSON-LD „author“"
    assert describe_origin("front matter") == "Kopf der Datei (Front Matter)"
    assert describe_origin("sidecar a.yaml") == "Beidatei a.yaml"
    assert describe_origin("etwas Neues") == "etwas Neues"
