import pytest

from chatbot.question import classify_question, find_names, holds_answer_type


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Warum zögert Merz?", "reason"),
        ("Aus welchem Grund trat der Minister zurück?", "reason"),
        ("Wie viele Soldaten sind in Mali?", "quantity"),
        ("Wie hoch ist die Strafe?", "quantity"),
        ("Wie groß ist der Anteil?", "quantity"),
        ("Wann endet das Mandat?", "date"),
        ("In welchem Jahr wurde das Memorandum unterzeichnet?", "date"),
        ("Wer führt die Koalition an?", "person"),
        ("Wem drohte Putin?", "person"),
        ("Wo bildet die Bundeswehr aus?", "place"),
        ("Woher kommen die Waffen?", "place"),
        ("Was ist Artikel 5?", "other"),
        ("Welche Waffen liefert Berlin?", "other"),
        ("Why does Merz hesitate?", "reason"),
        ("How many soldiers are there?", "quantity"),
        ("Wie lange dauert das Mandat?", "quantity"),
        ("Wie großen Schaden gab es?", "quantity"),
        ("Wie Altkanzler Schröder reagierte?", "other"),
        ("Wie weiter mit der Koalition?", "other"),
        ("Welche Zahlungen stoppte Berlin?", "other"),
        ("Zu welcher Zeit begann er?", "date"),
        ("Welche Zeitung berichtete über Merz?", "other"),
        ("Aus welchen Gründen zögert er?", "reason"),
        ("Welchen Ort besuchte Merz?", "place"),
        ("Welche Landwirte protestieren?", "other"),
    ],
)
def test_question_words_tell_what_is_asked_for(question, kind):
    assert classify_question(question) == kind


@pytest.mark.parametrize(
    ("kind", "sentence", "fits"),
    [
        ("quantity", "Bis zu 350 Soldaten bilden aus.", True),
        ("quantity", "Zwei Drittel stimmten zu.", True),
        ("quantity", "Viele Soldaten bilden aus.", False),
        ("date", "Das war am 13. November.", True),
        ("date", "Das Mandat wurde 2014 erteilt.", True),
        ("date", "Das Mandat wurde verlängert.", False),
        ("person", "Das sagte Dmytro Kuleba in Kiew.", True),
        ("person", "Das sagte niemand.", False),
        ("place", "Er sprach in Paris.", True),
        ("place", "Er sprach lange.", False),
        ("reason", "Sie bleiben fern, weil sie einen Krieg fürchten.", True),
        ("reason", "Sie bleiben fern.", False),
        ("other", "Irgendein Satz.", True),
    ],
)
def test_sentences_are_judged_by_what_is_asked_for(kind, sentence, fits):
    assert holds_answer_type(kind, sentence) is fits


def test_names_stand_without_an_article_and_sie_is_none():
    assert find_names("Was wissen Sie über den Plan von Olaf Scholz?") == ["Olaf Scholz"]
