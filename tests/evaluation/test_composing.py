import pytest

from chatbot.errors import EmptyQuestionError
from evaluation import Question, load_questions
from evaluation.errors import UnknownFormatError
from evaluation.question_sets.composing import compose_questions
from index import Hit
from ingest import split_passages
from tests.evaluation.fake_bot import COLLECTION, MERZ, PARIS

FEARS = "Er fürchtet um die Mehrheit von 13 Stimmen."


class Searching:
    """Finds the passages of two articles for any question."""

    def retrieve(self, question, k=10):
        if not question:
            raise EmptyQuestionError
        found = [*split_passages(PARIS), *split_passages(MERZ)]
        return [Hit(passage, 1.0, rank) for rank, passage in enumerate(found, start=1)][:k]

    def articles(self):
        return list(COLLECTION)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "fragen.jsonl"


def type_in(path, *lines):
    """What is told and asked while these lines are typed, Strg+D last, and the number saved."""
    typed, screen = iter(lines), []

    def ask(prompt):
        screen.append(prompt)
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    saved = compose_questions(path, Searching(), ask, screen.append)
    return "\n".join(screen), saved


def test_a_question_takes_its_evidence_from_a_proposed_passage(path):
    screen, saved = type_in(path, "Warum zögert Merz?", "2", "2", "Mehrheit von 13 Stimmen")

    assert saved == 1
    assert load_questions(path) == [
        Question(
            id="warum-zoegert-merz",
            question="Warum zögert Merz?",
            answers=("Mehrheit von 13 Stimmen",),
            evidence=(FEARS,),
            article_id="merz",
        )
    ]
    assert "2  DIE ZEIT: Merz zögert" in screen
    assert f"2  {FEARS}" in screen
    assert "Gespeichert als „warum-zoegert-merz“." in screen


def test_what_the_sources_do_not_say_is_saved_as_unanswerable(path):
    _, saved = type_in(path, "Wer gewinnt?", " Unbeantwortbar ", "Wer gewinnt?", "unbeantwortbar")

    assert saved == 2
    assert [(each.id, each.answerable) for each in load_questions(path)] == [
        ("wer-gewinnt", False),
        ("wer-gewinnt-2", False),
    ]


def test_an_answer_that_is_not_verbatim_is_asked_for_again(path):
    screen, _ = type_in(
        path, "Warum?", "2", "1,2", "14 Stimmen", "", "13 Stimmen || Friedrich Merz"
    )

    (question,) = load_questions(path)
    assert question.answers == ("13 Stimmen", "Friedrich Merz")
    assert question.evidence == ("Friedrich Merz zögert.", FEARS)
    assert "Das steht so nicht im Artikel. Bitte Wort für Wort." in screen
    assert "Bitte eine Antwort." in screen


def test_a_number_that_is_not_there_is_asked_for_again(path):
    screen, _ = type_in(path, "Warum?", "7", "1 2", "zwei", "2", "0", "4", "x", "3", "Paris")

    assert load_questions(path)[0].evidence == ("Paris drängt.",)
    assert screen.count("Bitte eine der Nummern.") == 3
    assert screen.count("Bitte Nummern von 1 bis 3.") == 3


def test_an_empty_question_and_an_empty_choice_lead_to_another_question(path):
    screen, saved = type_in(path, "", "Warum?", "", "Wer gewinnt?", "unbeantwortbar")

    assert saved == 1
    assert "Die Frage ist leer oder zu lang." in screen
    assert screen.count("Frage: ") == 4


def test_the_end_of_input_leaves_nothing_half_written(path):
    _, saved = type_in(path, "Warum?", "2", "2")

    assert saved == 0
    assert not path.exists()


def test_a_file_that_cannot_take_questions_is_refused_before_anything_is_typed(tmp_path):
    with pytest.raises(UnknownFormatError):
        type_in(tmp_path / "fragen.csv", "Warum?")
