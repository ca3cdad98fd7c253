from datetime import date

import numpy as np
import pytest

from chatbot.answer import Citation, Evidence
from chatbot.attribution import put_in_quotes
from chatbot.evidence import ScoredEvidence
from chatbot.extractive import choose_sentences, compose_answer
from ingest import Article, split_passages

PARIS = Article(
    id="paris",
    title="Gipfel in Paris",
    body="Der Kanzler agiert zurückhaltend. Diese Haltung hat Tradition. Die Presse schrieb mit."
    "\n\nFrankreich drängt auf Truppen. Es will Führung zeigen.",
    source="DIE ZEIT",
    published=date(2015, 11, 26),
)
RUPP = Article(
    id="rupp",
    title="Festung",
    body="Der Plan kostet 390 Milliarden Dollar.",
    author="Rainer Rupp",
)


def score(article, number, score, direction=None):
    """The number-th sentence of an article as evidence; sentences point in different directions."""
    passage = split_passages(article)[0]
    vector = np.zeros(8, np.float32)
    vector[number if direction is None else direction] = 1
    return ScoredEvidence(Evidence(passage.sentences[number], passage, article, score), vector, 0.0)


def test_quotes_are_verbatim_numbered_and_attributed():
    text, citations = compose_answer([score(PARIS, 0, 5.0)], "de")

    assert text == "Laut DIE ZEIT (26.11.2015): „Der Kanzler agiert zurückhaltend.“ [1]"
    assert [(c.number, c.quote, c.start, c.end) for c in citations] == [
        (1, "Der Kanzler agiert zurückhaltend.", 0, 33)
    ]


def test_sentences_come_in_reading_order_whatever_their_scores():
    text, _ = compose_answer([score(PARIS, 3, 5.0), score(PARIS, 0, 4.9)], "de")

    assert text == (
        "Laut DIE ZEIT (26.11.2015): „Der Kanzler agiert zurückhaltend.“ [1] "
        "„Frankreich drängt auf Truppen.“ [2]"
    )


def test_sources_are_grouped_and_the_best_comes_first():
    text, citations = compose_answer(
        [score(RUPP, 0, 5.0, direction=7), score(PARIS, 0, 4.9), score(PARIS, 3, 4.8)], "de"
    )

    assert text.split("\n\n") == [
        "Laut Rainer Rupp: „Der Plan kostet 390 Milliarden Dollar.“ [1]",
        "Laut DIE ZEIT (26.11.2015): „Der Kanzler agiert zurückhaltend.“ [2] "
        "„Frankreich drängt auf Truppen.“ [3]",
    ]
    assert [c.article.id for c in citations] == ["rupp", "paris", "paris"]


def test_an_english_question_is_attributed_in_english():
    text, _ = compose_answer([score(PARIS, 0, 5.0)], "en")

    assert text.startswith("According to DIE ZEIT (26 November 2015): “Der Kanzler")


def test_a_sentence_that_points_back_brings_the_one_before_it():
    text, citations = compose_answer([score(PARIS, 1, 5.0)], "de")

    assert [c.quote for c in citations] == [
        "Der Kanzler agiert zurückhaltend.", "Diese Haltung hat Tradition.",
    ]  # fmt: skip
    assert text.endswith("[1] „Diese Haltung hat Tradition.“ [2]")


def test_a_sentence_at_the_start_of_a_paragraph_brings_none():
    article = Article(id="a", title="A", body="Die Presse schrieb mit.\n\nEs will Führung zeigen.")
    _, citations = compose_answer([score(article, 1, 5.0)], "de")

    assert [c.quote for c in citations] == ["Es will Führung zeigen."]


def test_sentences_far_behind_the_best_are_left_out():
    assert len(choose_sentences([score(PARIS, 0, 5.0), score(PARIS, 2, 2.9)])) == 1
    assert len(choose_sentences([score(PARIS, 0, 5.0), score(PARIS, 2, 3.1)])) == 2


def test_a_sentence_that_says_the_same_is_left_out():
    evidence = [score(PARIS, 0, 5.0, direction=0), score(PARIS, 2, 4.9, direction=0)]

    assert len(choose_sentences(evidence)) == 1


def test_at_most_three_sentences_are_chosen():
    evidence = [score(PARIS, number, 5.0 - number / 10) for number in range(5)]

    assert len(choose_sentences(evidence)) == 3


def test_an_answer_has_at_most_eighty_words_unless_one_sentence_has_more():
    long = Article(id="l", title="L", body=f"Der {'sehr ' * 60}lange Satz. Noch {'ein ' * 30}Satz.")

    assert len(choose_sentences([score(long, 0, 5.0), score(long, 1, 4.9)])) == 1


def test_a_citation_that_is_not_verbatim_can_not_be_made():
    with pytest.raises(ValueError, match="verbatim"):
        Citation(1, "Der Kanzler zögert", 0, 18, PARIS)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Er zögert.", "„Er zögert.“"),
        ("Er sagte „Nein“.", "»Er sagte „Nein“.«"),
        ('Er sagte "Nein".', '»Er sagte "Nein".«'),
        ("Eine »Koalition« zögert.", "„Eine »Koalition« zögert.“"),
        ("Ein „Bündnis“, eine »Koalition«.", "„Ein „Bündnis“, eine »Koalition«.“"),
    ],
)
def test_quotation_marks_differ_from_those_inside_where_they_can(text, quoted):
    assert put_in_quotes(text, "de") == quoted
