"""The evidence reader with its real weights."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from chatbot.reader import EvidenceReader
from chatbot.reader.weights import quantise
from index import PassageText
from ingest import Span
from ingest.sentences import split_sentences

TEXT = (
    "Die Europäische Union tagte in Paris. Kanzlerin Huber zögert, weil sie militärische Einsätze "
    "skeptisch sieht. Minister Leroy dagegen will 5.000 Soldaten schicken. Die Kosten belaufen "
    "sich auf 3,2 Milliarden Euro. Bezahlt werden sie bis zum 3. Mai 2027."
)
OTHER = "Im Zoo von Linz kam ein Elefant zur Welt. Er wiegt 97 Kilogramm."

pytestmark = pytest.mark.model


def readable(text, context=""):
    return PassageText(context, text, tuple(split_sentences(text)))


@pytest.fixture(scope="module")
def reader():
    return EvidenceReader()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Warum zögert die Kanzlerin?", "skeptisch"),
        ("Wie viele Soldaten will Leroy entsenden?", "5.000"),
        ("Wie teuer wird es?", "3,2 Milliarden Euro"),
        ("Wann ist das Geld fällig?", "3. Mai 2027"),
        ("Where did the European Union meet?", "Paris"),
    ],
)
def test_it_points_at_the_words_that_answer(reader, question, answer):
    (readings,) = reader.read(question, [readable(TEXT)])
    best = max(readings, key=lambda reading: reading.score)

    assert answer in TEXT[best.answer.start : best.answer.end]


def test_every_answer_lies_within_its_sentence(reader):
    text = readable(TEXT)
    (readings,) = reader.read("Wer bezahlt das?", [text])

    assert len(readings) == len(text.sentences)
    for reading, sentence in zip(readings, text.sentences, strict=True):
        assert sentence.start <= reading.answer.start < reading.answer.end <= sentence.end


def test_a_passage_that_does_not_answer_scores_lower(reader):
    question = "Wie viele Soldaten will Leroy entsenden?"
    there, elsewhere = reader.read(question, [readable(TEXT), readable(OTHER)])

    assert max(r.score for r in there) > max(r.score for r in elsewhere) + 2


def test_texts_read_together_read_as_they_do_alone(reader):
    question = "Wie schwer ist das Jungtier?"
    together = reader.read(question, [readable(TEXT), readable(OTHER)])
    alone = [reader.read(question, [readable(text)])[0] for text in (TEXT, OTHER)]

    assert together == alone


def test_no_answer_is_looked_for_in_the_context(reader):
    (readings,) = reader.read("Wo tagte die Union?", [readable(OTHER, context="Gipfel in Paris")])

    assert all(OTHER[r.answer.start : r.answer.end] in OTHER for r in readings)


def test_what_goes_beyond_its_reach_is_scored_lowest(reader):
    text = readable(TEXT + " Noch ein Satz ohne Belang folgt hier." * 80)
    (readings,) = reader.read("Wie teuer wird es?", [text])

    assert len(readings) == len(text.sentences)
    assert readings[-1].score == min(reading.score for reading in readings)
    assert readings[-1].answer is None


def test_no_text_and_no_sentence_give_no_reading(reader):
    assert reader.read("Warum?", []) == []
    assert reader.read("Warum?", [PassageText("", "Überschrift", ())]) == [[]]


def test_a_very_long_question_is_read_as_far_as_it_goes(reader):
    (readings,) = reader.read("Warum " * 500, [readable(OTHER)])

    assert len(readings) == 2


def test_it_reads_for_several_at_once(reader):
    questions = ["Warum zögert die Kanzlerin?", "Wie teuer wird es?"] * 6
    expected = [reader.read(question, [readable(TEXT)]) for question in questions]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda question: reader.read(question, [readable(TEXT)]), questions))

    assert found == expected


def test_weights_in_8_bits_have_a_scale_for_each_block():
    stored = quantise(np.array([[1.0, -2.0, 0.0, 0.0], [0.5, 0.25, 127.0, 1.0]], np.float32), 2)

    np.testing.assert_array_equal(stored[""], [[64, -127, 0, 0], [127, 64, 127, 1]])
    np.testing.assert_allclose(stored[".scales"], [[2 / 127, 1.0], [0.5 / 127, 1.0]])


def test_spans_are_half_open(reader):
    text = PassageText("", "Ja. Nein.", (Span(0, 3), Span(4, 9)))
    (readings,) = reader.read("Kommt er?", [text])

    assert all(reading.answer.end <= 9 for reading in readings)
