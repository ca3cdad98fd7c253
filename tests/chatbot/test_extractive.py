from datetime import date

import numpy as np
import pytest

from chatbot.answer import Citation, Evidence
from chatbot.attribution import put_in_quotes
from chatbot.evidence import ScoredEvidence
from chatbot.extractive import choose_sentences, compose_answer
from ingest import Article, Span, split_passages

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
    text, citations = compose_answer("Was tut er?", [score(PARIS, 0, 5.0)], "de")

    assert text == "Laut DIE ZEIT (26.11.2015): „Der Kanzler agiert zurückhaltend.“ [1]"
    assert [(c.number, c.quote, c.start, c.end) for c in citations] == [
        (1, "Der Kanzler agiert zurückhaltend.", 0, 33)
    ]


def test_the_answering_sentence_comes_first_wherever_it_stands():
    text, _ = compose_answer("Was tut er?", [score(PARIS, 3, 5.0), score(PARIS, 0, 4.9)], "de")

    assert text == (
        "Laut DIE ZEIT (26.11.2015): „Frankreich drängt auf Truppen.“ [1] "
        "„Der Kanzler agiert zurückhaltend.“ [2]"
    )


def test_sources_are_grouped_and_the_best_comes_first():
    text, citations = compose_answer(
        "Was tut er?",
        [score(RUPP, 0, 5.0, direction=7), score(PARIS, 0, 4.9), score(PARIS, 3, 4.8)],
        "de",
    )

    assert text.split("\n\n") == [
        "Laut Rainer Rupp: „Der Plan kostet 390 Milliarden Dollar.“ [1]",
        "Laut DIE ZEIT (26.11.2015): „Der Kanzler agiert zurückhaltend.“ [2] "
        "„Frankreich drängt auf Truppen.“ [3]",
    ]
    assert [c.article.id for c in citations] == ["rupp", "paris", "paris"]


def test_an_english_question_is_attributed_in_english():
    text, _ = compose_answer("Was tut er?", [score(PARIS, 0, 5.0)], "en")

    assert text.startswith("According to DIE ZEIT (26 November 2015): “Der Kanzler")


def test_a_sentence_that_points_back_brings_the_one_before_it():
    text, citations = compose_answer("Was tut er?", [score(PARIS, 1, 5.0)], "de")

    assert [c.quote for c in citations] == [
        "Diese Haltung hat Tradition.", "Der Kanzler agiert zurückhaltend.",
    ]  # fmt: skip
    assert text.endswith(
        "„Diese Haltung hat Tradition.“ [1] Davor heißt es: „Der Kanzler agiert zurückhaltend.“ [2]"
    )


@pytest.mark.parametrize(
    ("sentence", "leans"),
    [
        ("Das ist neu.", True), ("Das sagte Merz am Freitag.", True), ("Das wurde Pflicht.", True),
        ("Das Werk in Altdorf streicht Stellen.", False), ("Das neue Werk ist groß.", False),
        ("Das geplante europäische Heer ist teuer.", False), ("Sie will Führung zeigen.", True),
        ("Die Regierung spart.", False),
    ],
)  # fmt: skip
def test_das_points_back_as_a_pronoun_only(sentence, leans):
    article = Article(id="a", title="A", body=f"Die Presse schrieb mit. {sentence}")
    _, citations = compose_answer("Was ist?", [score(article, 1, 5.0)], "de")

    assert len(citations) == (2 if leans else 1)


def test_a_sentence_at_the_start_of_a_paragraph_brings_none():
    article = Article(id="a", title="A", body="Die Presse schrieb mit.\n\nEs will Führung zeigen.")
    _, citations = compose_answer("Was tut er?", [score(article, 1, 5.0)], "de")

    assert [c.quote for c in citations] == ["Es will Führung zeigen."]


def answering(article, words, score, direction=0):
    """The article's only sentence, with the words in it that answer."""
    start = article.body.index(words)
    span = Span(start, start + len(words))
    passage = split_passages(article)[0]
    evidence = Evidence(passage.sentences[0], passage, article, score, span)
    vector = np.zeros(8, np.float32)
    vector[0] = 1
    if direction:
        vector[0], vector[direction] = 0.95, 0.3122499
    return ScoredEvidence(evidence, vector, 0.0)


def report(name, words, day=None):
    return Article(id=name, title=name, body=f"Der Einsatz {words}.", source=name, published=day)


@pytest.mark.parametrize(
    ("question", "first", "second", "opening"),
    [
        ("Wie viele Soldaten?", "5.000 Soldaten", "3.000 Soldaten", "Laut taz dagegen:"),
        ("Wie viele Soldaten?", "5.000 Soldaten", "rund 5000 Soldaten", "Auch laut taz:"),
        ("Wie viele Soldaten?", "5.000 Soldaten", "zwölf Schiffe", "Laut taz:"),
        ("Wie teuer ist er?", "1,5 Milliarden Euro", "1500 Millionen Euro", "Auch laut taz:"),
        ("Wann begann er?", "am 3. Mai 2024", "am 4. Mai 2024", "Laut taz dagegen:"),
        ("Wann begann er?", "am 03.05.2024", "am 3. Mai", "Auch laut taz:"),
        ("Wann begann er?", "im Jänner 2024", "im Januar", "Auch laut taz:"),
        ("Wer begann ihn?", "der Kanzler", "die Ministerin", "Laut taz:"),
        ("Wie teuer ist er?", "tausend Euro", "1000 Euro", "Laut taz:"),
        ("Wie teuer ist er?", "eine halbe Million Euro", "500.000 Euro", "Laut taz:"),
        ("Wie teuer ist er?", "eine Million Euro", "1.000.000 Euro", "Auch laut taz:"),
        ("Wie teuer ist er?", "rund 3 Milliarden Euro", "3,2 Milliarden Euro", "Laut taz:"),
        ("Wie teuer ist er?", "3 Milliarden Euro", "3,2 Milliarden Euro", "Laut taz dagegen:"),
        ("Wie viele Stellen?", "zwölf Stellen", "ein Dutzend Stellen", "Laut taz:"),
        ("Wie viele Stellen?", "zwölf Stellen", "dreizehn Stellen", "Laut taz dagegen:"),
        ("Wie viele Stellen?", "5.000 Stellen", "5 Stellen", "Laut taz:"),
        ("Wie viele Stellen?", "1.234 Stellen", "1234 Stellen", "Auch laut taz:"),
        ("Wie viele Stellen?", "15 Prozent", "20 %", "Laut taz dagegen:"),
        ("Wie viele Grad?", "minus 5 Grad", "5 Grad", "Laut taz:"),
        ("Wann begann er?", "im Mai 2019", "in Augsburg 2019", "Auch laut taz:"),
        ("Wann begann er?", "in Mainz", "im August", "Laut taz:"),
        ("Wann begann er?", "March 2022", "April 2022", "Laut taz dagegen:"),
        ("Wann begann er?", "3. bis 5. Mai", "am 3. Mai", "Laut taz:"),
    ],
)
def test_sources_that_disagree_on_a_number_or_a_day_stand_side_by_side(
    question, first, second, opening
):
    evidence = [
        answering(report("FAZ", first), first, 5.0),
        answering(report("taz", second), second, 4.9, direction=1),
    ]
    text, citations = compose_answer(question, evidence, "de")

    assert text.split("\n\n")[1].startswith(opening)
    assert [each.against for each in citations] == [None, 1 if "dagegen" in opening else None]


def test_numbers_about_different_matters_do_not_disagree():
    evidence = [
        answering(report("FAZ", "5.000 Soldaten"), "5.000 Soldaten", 5.0),
        score(report("taz", "3.000 Soldaten"), 0, 4.9, direction=4),
    ]
    text, _ = compose_answer("Wie viele Soldaten?", evidence, "de")

    assert "dagegen" not in text


def test_a_citation_points_at_the_words_that_answer():
    _, citations = compose_answer(
        "Wie viele?", [answering(report("FAZ", "5.000 Soldaten"), "5.000 Soldaten", 5.0)], "de"
    )

    (citation,) = citations
    assert citation.answer is not None
    start, end = citation.answer
    assert citation.article.body[start:end] == "5.000 Soldaten"


def test_an_answer_outside_its_quote_can_not_be_cited():
    with pytest.raises(ValueError, match="does not hold"):
        Citation(1, "Der Kanzler", 0, 11, PARIS, Span(4, 20))


def test_a_question_about_now_is_told_how_old_the_newest_source_is():
    evidence = [score(PARIS, 0, 5.0)]
    about_now, _ = compose_answer("Was tut der Kanzler derzeit?", evidence, "de")
    timeless, _ = compose_answer("Was tat der Kanzler?", evidence, "de")

    assert about_now.endswith("\n\nStand der neuesten Quelle: 26.11.2015.")
    assert "Stand" not in timeless


def test_it_is_told_too_that_nobody_knows_how_old_a_source_is():
    text, _ = compose_answer("Was kostet der Plan heute?", [score(RUPP, 0, 5.0)], "de")

    assert text.endswith("\n\nWann das erschienen ist, ist nicht bekannt.")


@pytest.mark.parametrize(
    ("body", "ending"),
    [
        ("Kanzler Schröder stellte am 16. November 2001 die Vertrauensfrage.",
         "26.11.2015. Die erste Belegstelle spricht von 2001."),
        ("Kanzlerin ist seit 2005 und bis heute, im November 2015, Merkel.", "26.11.2015."),
    ],
)  # fmt: skip
def test_a_new_source_that_speaks_of_an_earlier_year_is_not_taken_for_news(body, ending):
    article = Article("a", "Kanzler", body, "DIE ZEIT", published=date(2015, 11, 26))

    text, _ = compose_answer("Wer ist heute Kanzler?", [score(article, 0, 5.0)], "de")

    assert text.endswith(f"\n\nStand der neuesten Quelle: {ending}")


def test_sentences_far_behind_the_best_are_left_out():
    assert len(choose_sentences([score(PARIS, 0, 5.0), score(PARIS, 2, 2.4)])) == 1
    assert len(choose_sentences([score(PARIS, 0, 5.0), score(PARIS, 2, 2.6)])) == 2


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
