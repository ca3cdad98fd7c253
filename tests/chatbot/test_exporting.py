"""An answer taken along keeps its sources, and nothing in them becomes markup."""

import json
from dataclasses import replace
from datetime import date

import pytest

from chatbot import Answer, Citation
from chatbot.bibliography import Name, escape_bibtex, format_bibtex, format_csl, split_names
from chatbot.exporting import export
from ingest import Article, PageStart

QUOTE = "Merz zögert, weil die Mehrheit fehlt."
ARTICLE = Article(
    "a", "Die Müller-Frage: 50 % & {mehr}", f"Vorspann. {QUOTE} Ende.", "DIE ZEIT",
    "Anna Beispiel und Karl von der Höhe", date(2026, 1, 8), "https://example.org/a_b",
    section="Politik", pages=(PageStart(3, 0),),
)  # fmt: skip
CITATION = Citation(1, QUOTE, 10, 10 + len(QUOTE), ARTICLE)
ANSWER = Answer(
    "Warum zögert Merz?", f"Laut DIE ZEIT (08.01.2026): „{QUOTE}“ [1]", "answered", (CITATION,)
)


def test_text_names_each_source_in_full():
    assert export(ANSWER, "text") == (
        "Warum zögert Merz?\n\n"
        f"Laut DIE ZEIT (08.01.2026): „{QUOTE}“ [1]\n\n"
        "Quellen:\n"
        "[1] Anna Beispiel und Karl von der Höhe: „Die Müller-Frage: 50 % & {mehr}“, DIE ZEIT, "
        "08.01.2026, S. 3. https://example.org/a_b\n"
    )


def test_markdown_links_the_source_and_escapes_everything_else():
    assert export(ANSWER, "markdown") == (
        "**Warum zögert Merz?**\n\n"
        f"Laut DIE ZEIT (08.01.2026): „{QUOTE}“ \\[1\\]\n\n"
        "Quellen:\n\n"
        "1. Anna Beispiel und Karl von der Höhe: [Die Müller-Frage: 50 % & {mehr}]"
        "(<https://example.org/a_b>), *DIE ZEIT*, 08.01.2026, S. 3\n"
    )


@pytest.mark.parametrize(
    "words",
    [
        "![x](https://evil.example/1.png)",
        "<img src=x>",
        "# Titel",
        "`a`",
        "*a* _b_",
        "~~a~~",
        "- a",
        "1. a",
    ],
)
def test_no_article_brings_markdown_along(words):
    article = Article("a", words, words, words)
    citation = Citation(1, words, 0, len(words), article)

    text = export(Answer("Was?", f"„{words}“ [1]", "answered", (citation,)), "markdown")

    for position, character in enumerate(text):
        if character in "<`!~#_":
            assert text[position - 1] == "\\", text
    assert "\n- " not in text and "\n1. a" not in text


def test_words_that_a_generated_answer_leaves_out_are_quoted_with_the_source():
    text = export(replace(ANSWER, text="Ihm fehlt die Mehrheit [1]."), "text")

    assert text.endswith(f"https://example.org/a_b Zitiert: „{QUOTE}“\n")


def test_an_english_question_is_taken_along_in_english():
    question = "Why is Merz hesitating?"
    text = export(replace(ANSWER, question=question), "text")

    assert "\nSources:\n" in text
    assert "8 January 2026, p. 3" in text


def test_a_refusal_has_text_and_no_sources():
    refused = Answer("Warum zögert Merz?", "Das sagen die Quellen nicht.", "refused")

    assert export(refused, "text") == "Warum zögert Merz?\n\nDas sagen die Quellen nicht.\n"
    assert export(refused, "bibtex") == ""
    assert export(refused, "csl") == "[]"


def test_bibtex_has_one_entry_for_an_article_with_its_specials_escaped():
    second = replace(CITATION, number=2, quote="Ende.", start=48, end=53)

    assert format_bibtex([CITATION, second]) == (
        "@article{beispiel2026die,\n"
        '  author = {Beispiel, Anna and von der H{\\"o}he, Karl},\n'
        '  title = {{Die M{\\"u}ller-Frage: 50 \\% \\& \\{mehr\\}}},\n'
        "  journal = {DIE ZEIT},\n"
        "  year = {2026},\n"
        "  month = jan,\n"
        "  day = {8},\n"
        "  pages = {3},\n"
        "  url = {https://example.org/a_b},\n"
        "  langid = {ngerman},\n"
        "}"
    )


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Größe", r"Gr{\"o}{\ss}e"),
        ("Café", r"Caf{\'e}"),
        ("Šefčovič", r"{\v{S}}ef{\v{c}}ovi{\v{c}}"),
        (r"a\b{c}", r"a\textbackslash{}b\{c\}"),
        ("5 % & 3 $ #1 a_b ~ ^", r"5 \% \& 3 \$ \#1 a\_b \textasciitilde{} \textasciicircum{}"),
        ("„Zitat“ – 🇪🇺", "„Zitat“ – 🇪🇺"),
        ("zwei\nZeilen", "zwei Zeilen"),
    ],
)
def test_bibtex_fields_hold_any_text(text, escaped):
    assert escape_bibtex(text) == escaped


@pytest.mark.parametrize(
    ("author", "names"),
    [
        ("", []),
        ("dpa", [Name("dpa")]),
        ("Anna Beispiel", [Name("Beispiel", "Anna")]),
        ("Beispiel, Anna", [Name("Beispiel", "Anna")]),
        ("Anna Beispiel, Bert Muster", [Name("Beispiel", "Anna"), Name("Muster", "Bert")]),
        ("Anna Beispiel, dpa", [Name("Beispiel", "Anna"), Name("dpa")]),
        ("dpa, Reuters", [Name("dpa"), Name("Reuters")]),
        ("von der Heide, Karl", [Name("von der Heide", "Karl")]),
        ("Anna Beispiel, Bert Muster, dpa",
         [Name("Beispiel", "Anna"), Name("Muster", "Bert"), Name("dpa")]),
        ("Anna Beispiel / dpa", [Name("Beispiel", "Anna"), Name("dpa")]),
        ("Ursula von der Leyen & Carla Neu",
         [Name("Leyen", "Ursula", "von der"), Name("Neu", "Carla")]),
    ],
)  # fmt: skip
def test_author_lines_are_taken_apart(author, names):
    assert split_names(author) == names


def test_csl_items_are_newspaper_articles_with_their_day():
    assert json.loads(format_csl([CITATION])) == [
        {
            "id": "beispiel2026die",
            "type": "article-newspaper",
            "title": "Die Müller-Frage: 50 % & {mehr}",
            "author": [
                {"family": "Beispiel", "given": "Anna"},
                {"family": "Höhe", "given": "Karl", "non-dropping-particle": "von der"},
            ],
            "container-title": "DIE ZEIT",
            "section": "Politik",
            "issued": {"date-parts": [[2026, 1, 8]]},
            "page": "3",
            "URL": "https://example.org/a_b",
            "language": "de",
        }
    ]


def test_what_is_not_known_of_an_article_is_left_out():
    article = Article("x", "Titel", "Text.")
    citation = Citation(1, "Text.", 0, 5, article)

    assert json.loads(format_csl([citation])) == [
        {"id": "titel", "type": "article-newspaper", "title": "Titel", "language": "de"}
    ]
    assert "year" not in format_bibtex([citation])


def test_keys_are_unique_and_begin_with_a_letter():
    articles = [replace(ARTICLE, id=str(number)) for number in range(3)]
    articles.append(Article("n", "50 Jahre", QUOTE))
    citations = [
        Citation(
            number, "Merz", article.body.index("Merz"), article.body.index("Merz") + 4, article
        )
        for number, article in enumerate(articles, start=1)
    ]

    keys = [item["id"] for item in json.loads(format_csl(citations))]

    assert keys == ["beispiel2026die", "beispiel2026die-2", "beispiel2026die-3", "a50"]
