import json
import threading

import pytest

from evaluation import Question, load_questions
from evaluation.errors import (
    QuestionSetError,
    UnfitQuestionError,
    UnknownFormatError,
    UnwritableError,
)
from evaluation.question_sets.appending import append_question, propose_id
from tests.evaluation.fake_bot import COLLECTION

FEARS = "Er fürchtet um die Mehrheit von 13 Stimmen."
WHY = Question(
    id="warum",
    question="Warum zögert Merz?",
    history=("Wer ist Merz?",),
    answers=("Mehrheit von 13 Stimmen",),
    evidence=(FEARS,),
    article_id="merz",
)
WHO = Question(id="wer", question="Wer gewinnt?", answerable=False)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "fragen.jsonl"


def problems_of(path, question):
    with pytest.raises(UnfitQuestionError) as caught:
        append_question(path, question, COLLECTION)
    return caught.value.problems


def test_questions_are_added_a_line_each_and_read_again_as_they_were(path):
    append_question(path, WHY, COLLECTION)
    append_question(path, WHO, COLLECTION)

    assert load_questions(path) == [WHY, WHO]
    first, _ = path.read_text(encoding="utf-8").splitlines()
    assert "zögert" in first
    assert list(json.loads(first)) == [
        "id", "question", "history", "answers", "evidence", "article_id", "answerable",
    ]  # fmt: skip


def test_what_is_there_is_kept_even_without_a_line_break_at_its_end(path):
    path.write_text('{"question": "Wann?", "Notiz": "prüfen"}', encoding="utf-8")

    append_question(path, WHO, COLLECTION)

    assert path.read_text(encoding="utf-8").startswith('{"question": "Wann?", "Notiz": "prüfen"}\n')
    assert [each.id for each in load_questions(path)] == ["line-1", "wer"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"evidence": ("Er zögert nicht.",)}, "the evidence 'Er zögert nicht.' is not in article"),
        ({"article_id": "scholz"}, "no article 'scholz'"),
        ({"answers": ("14 Stimmen",)}, "the answer '14 Stimmen' is neither in the evidence"),
        ({"answers": (" ",)}, "'answers' must be a list of texts that are not empty"),
        ({"question": ""}, "'question' must be a text that is not empty"),
        ({"id": ""}, "'id' must be a text that is not empty"),
        ({"answerable": False}, "not answerable, yet it has answers or evidence"),
    ],
)
def test_a_question_that_does_not_fit_is_not_saved(path, changes, problem):
    fields = {name: getattr(WHY, name) for name in WHY.__slots__}

    assert problems_of(path, Question(**fields | changes))[0].startswith(problem)
    assert not path.exists()


def test_an_answer_may_stand_elsewhere_in_the_article(path):
    append_question(
        path,
        Question(id="1", question="?", answers=("Paris",), evidence=(FEARS,), article_id="merz"),
        COLLECTION,
    )

    assert load_questions(path)[0].answers == ("Paris",)


def test_an_id_is_used_once(path):
    append_question(path, WHO, COLLECTION)
    before = path.read_bytes()

    assert problems_of(path, WHO) == ("the id 'wer' is taken; choose another",)
    assert path.read_bytes() == before


def test_a_broken_file_is_left_alone(path):
    path.write_text("kaputt", encoding="utf-8")

    with pytest.raises(QuestionSetError, match="line 1"):
        append_question(path, WHO, COLLECTION)

    assert path.read_text(encoding="utf-8") == "kaputt"


def test_only_jsonl_in_a_folder_that_is_there_can_be_written(tmp_path):
    with pytest.raises(UnknownFormatError):
        append_question(tmp_path / "fragen.csv", WHO, COLLECTION)
    with pytest.raises(UnwritableError, match="its folder does not exist"):
        append_question(tmp_path / "fehlt" / "fragen.jsonl", WHO, COLLECTION)
    (tmp_path / "ordner.jsonl").mkdir()
    with pytest.raises(UnwritableError, match="it is a folder"):
        append_question(tmp_path / "ordner.jsonl", WHO, COLLECTION)


def test_questions_saved_at_the_same_time_are_all_there(path):
    def save(number):
        question = Question(id=f"frage-{number}", question="Wer?", answerable=False)
        append_question(path, question, COLLECTION)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {each.id for each in load_questions(path)} == {f"frage-{n}" for n in range(12)}


@pytest.mark.parametrize(
    ("question", "taken", "expected"),
    [
        ("Warum zögert Merz?", (), "warum-zoegert-merz"),
        ("Warum zögert Merz?", ("warum-zoegert-merz", "warum-zoegert-merz-2"),
         "warum-zoegert-merz-3"),
        ("Wie viele Staaten trafen sich im Januar 2026?", (), "wie-viele-staaten-trafen-sich"),
        ("Straße?", (), "strasse"),
        ("Почему?", (), "frage"),
    ],
)  # fmt: skip
def test_an_id_tells_what_the_question_is_about(question, taken, expected):
    assert propose_id(question, taken) == expected
