"""Example questions are good German, and the collection really answers them."""

import threading
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from chatbot import Answer, Citation
from chatbot.collection_state import CollectionState
from chatbot.ui.example_questions import ask_for, find_candidates
from chatbot.ui.examples import ExampleQuestions, choose_examples
from index.errors import IndexMissingError
from ingest import Article

REST = " Danach sprach Merz, und auch Schönborn äußerte sich. So sagte es Leyen."


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Friedrich Merz fordert mehr Tempo.", "Was fordert Friedrich Merz?"),
        ("Kardinal Christoph Schönborn forderte Hilfe.", "Was forderte Christoph Schönborn?"),
        ("Bundeskanzler Friedrich Merz kritisiert den Plan.", "Was kritisiert Friedrich Merz?"),
        ("Ursula von der Leyen warnt vor Zöllen.", "Wovor warnt Ursula von der Leyen?"),
        ("Die Bundesregierung plant neue Steuern.", "Was plant die Bundesregierung?"),
        ("Friedrich Merz zögert mit Soldaten, weil die Mehrheit fehlt.",
         "Warum zögert Friedrich Merz mit Soldaten?"),
        ("Der Bundestag vertagt die Abstimmung, weil Akten fehlen.",
         "Warum vertagt der Bundestag die Abstimmung?"),
    ],
)  # fmt: skip
def test_a_sentence_becomes_the_question_that_it_answers(sentence, question):
    assert ask_for(sentence, REST) == question


@pytest.mark.parametrize(
    "sentence",
    [
        "Seit Jahren kritisiert Microsoft die Suche.",
        "Kleine Verbesserungen verspricht Microsoft beim Zoom.",
        "Er fordert mehr Tempo.",
        "Die Gewerkschaft fordert mehr Lohn.",
        "Friedrich Merz warnt die Partner.",
        "Olaf Unbekannt fordert mehr Tempo.",
        "Friedrich Merz zögert damit, weil die Mehrheit fehlt.",
        "Friedrich Merz fordert mehr Tempo",
        "Merz sagte nichts.",
    ],
)
def test_where_a_question_would_be_awkward_there_is_none(sentence):
    assert ask_for(sentence, REST) == ""


ARTICLES = [
    Article(f"a{number}", "Titel", f"Friedrich Merz {verb} mehr Tempo.{REST}", "taz")
    for number, verb in enumerate(["fordert", "fordert", "plant", "verspricht", "kritisiert"])
]


class Answering:
    """Answers with the first sentence of the article that has the question's verb."""

    writes = False

    def __init__(self, confidence=0.9, articles=ARTICLES):
        self.confidence, self.all, self.generation = confidence, articles, 1

    def state(self):
        return CollectionState(len(self.all), self.generation)

    def articles(self):
        return self.all

    def stream(self, question, history=(), *, within=None):
        verb = question.split()[1]
        article = next((each for each in self.all if f" {verb} " in each.body), None)
        if article is None:
            yield Answer(question, "Nein.", "refused")
            return
        quote = article.body.split(".")[0] + "."
        cited = Citation(1, quote, 0, len(quote), article)
        yield Answer(question, quote, "answered", (cited,), confidence=self.confidence)


def test_examples_are_answered_from_their_own_sentence_and_differ_in_kind():
    found = list(choose_examples(Answering()))

    assert found == [f"Was {verb} Friedrich Merz?"
                     for verb in ("fordert", "plant", "verspricht", "kritisiert")]  # fmt: skip


def test_a_question_that_is_answered_unsurely_is_no_example():
    assert list(choose_examples(Answering(confidence=0.5))) == []


def test_a_question_that_another_sentence_answers_is_no_example():
    bot = Answering()
    moved = [replace(each, id=f"b{each.id}") for each in ARTICLES]
    bot.articles = lambda: moved

    assert list(choose_examples(bot)) == []


def test_articles_in_english_and_copies_give_no_examples():
    others = [replace(ARTICLES[0], language="en"), replace(ARTICLES[2], duplicate_of="a0")]

    assert list(find_candidates(others)) == []


def test_up_to_four_examples_are_found_in_the_background():
    examples = ExampleQuestions(Answering())
    assert examples.find(60) == ()  # nobody has asked for them

    examples.start()

    assert examples.find(60) == tuple(islice(choose_examples(Answering()), 4))
    assert len(examples.find()) == 4


def test_a_collection_that_was_empty_gets_examples_and_loses_those_of_removed_articles():
    bot = Answering(articles=[])
    examples = ExampleQuestions(bot)
    examples.start()
    assert examples.find(60) == ()

    bot.all, bot.generation = ARTICLES[:3], 2
    assert examples.find(60) == ("Was fordert Friedrich Merz?", "Was plant Friedrich Merz?")

    bot.all, bot.generation = ARTICLES[2:3], 3
    assert examples.find(60) == ("Was plant Friedrich Merz?",)


def test_while_examples_are_looked_for_anew_the_old_ones_are_not_offered():
    bot, go_on = Answering(), threading.Event()
    examples = ExampleQuestions(bot)
    examples.start()
    examples.find(60)
    articles = bot.articles
    bot.articles = lambda: articles() if go_on.wait(60) else []
    bot.generation = 2

    assert examples.find() == ()

    go_on.set()
    assert len(examples.find(60)) == 4


def test_a_damaged_index_gives_no_examples():
    bot = Answering()
    examples = ExampleQuestions(bot)
    examples.start()
    examples.find(60)

    def fail():
        raise IndexMissingError(Path("weg"))

    bot.state = fail
    assert examples.find(60) == ()
