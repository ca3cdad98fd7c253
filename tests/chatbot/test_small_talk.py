from datetime import date

import pytest

from chatbot.small_talk import recognise_broad, recognise_small_talk, word_broad, word_small_talk
from ingest import Article

PARIS = Article("p", "Gipfel in Paris", "Text.", "DIE ZEIT", published=date(2015, 11, 26))
PLAIN = Article("q", "Notiz", "Text.")


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("Hallo!", "greeting"), ("Guten Tag, wie geht es dir?", "greeting"), ("Hi", "greeting"),
        ("Grüß Gott", "greeting"), ("Danke schön!", "thanks"), ("Vielen Dank", "thanks"),
        ("Thank you", "thanks"), ("Tschüss", "farewell"), ("Auf Wiedersehen.", "farewell"),
        ("Was kannst du?", "ability"), ("Wer bist du eigentlich?", "ability"),
        ("Hilfe", "ability"), ("What can you do?", "ability"),
        ("Ok", "thanks"), ("ok danke", "thanks"), ("Danke dir, das hilft mir sehr", "thanks"),
        ("Guten Tag, ich hätte eine Frage.", "greeting"), ("Bist du eine KI?", "ability"),
        ("Kannst du Quellen angeben?", "ability"), ("Welche Artikel gibt es?", "ability"),
        ("Wie viele Artikel hast du?", "ability"), ("Woher weißt du das?", "ability"),
        ("Kannst du auch Englisch?", "ability"), ("What does the tool do?", "ability"),
    ],
)  # fmt: skip
def test_small_talk_is_recognised(message, kind):
    assert recognise_small_talk(message) == kind


@pytest.mark.parametrize(
    "message",
    ["Hallo, warum zögert Merz?", "Was kannst du zu Merz sagen?", "Wer bist?", "Hilfe für Kiew?",
     "Wer dankte wem?", "Was ist Artikel 5?", "Welche Quellen nennt die ZEIT?",
     "Wie viele Artikel gibt es im Grundgesetz?", "Ist das eine KI?"],
)  # fmt: skip
def test_a_question_is_no_small_talk(message):
    assert recognise_small_talk(message) is None
    assert recognise_broad(message) is None


@pytest.mark.parametrize(
    "message",
    ["Wie funktioniert das?", "Wer sind sie?", "Was können sie?", "Wie geht es ihnen?",
     "Wer seid ihr?", "How does it work?"],
)  # fmt: skip
def test_after_a_question_what_can_mean_its_subject_is_no_small_talk(message):
    assert recognise_small_talk(message, ["Wie viele Soldaten sind in Mali?"]) is None
    assert recognise_small_talk(message, ["Hallo!"]) is not None
    assert recognise_small_talk(message) is not None


@pytest.mark.parametrize(
    ("message", "kind"),
    [("Wer sind Sie?", "ability"), ("Was können Sie?", "ability"), ("Was kannst du?", "ability"),
     ("Wie geht es Ihnen?", "greeting"), ("vielen dank ihnen", "thanks")],
)  # fmt: skip
def test_small_talk_stays_small_talk_after_a_question(message, kind):
    assert recognise_small_talk(message, ["Warum zögert Merz?"]) == kind


@pytest.mark.parametrize(
    ("message", "topic"),
    [
        ("Worum geht es in den Artikeln?", ""), ("Worum geht es?", ""),
        ("Fasse die Artikel zusammen.", ""), ("Fass bitte alles zusammen", ""),
        ("Erzähl mir alles über die Ukraine!", "die ukraine"), ("Gib mir einen Überblick", ""),
        ("Was weißt du über Putin?", "putin"), ("Was gibt es Neues?", ""),
        ("Alles zu Trump bitte", "trump"),
        ("Fass den Artikel von Rupp zusammen", "rupp"),
        ("Fasse den Artikel über das Weimarer Dreieck zusammen.", "das weimarer dreieck"),
        ("Tell me everything about Paris", "paris"), ("Summarize the articles", ""),
    ],
)  # fmt: skip
def test_a_question_for_everything_is_recognised_with_its_topic(message, topic):
    assert recognise_broad(message) == topic


def test_the_reply_says_what_is_there():
    text = word_small_talk("ability", [PARIS, PLAIN], "de")

    assert "2 Artikeln" in text
    assert "„Gipfel in Paris“ (DIE ZEIT (26.11.2015))" not in text
    assert "„Gipfel in Paris“" in text
    assert "„Notiz“" in text
    assert text in word_small_talk("greeting", [PARIS, PLAIN], "de")


def test_the_reply_to_a_broad_question_names_fitting_articles_in_its_language():
    assert "“Gipfel in Paris”" in word_broad([PARIS], "en")
    assert "Dazu passen" not in word_broad([], "de")
