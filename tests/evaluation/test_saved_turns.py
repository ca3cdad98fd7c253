from importlib.metadata import entry_points

import pytest

from chatbot.saved_turn import QuestionNotSavedError, SavedTurn
from evaluation import Question, load_questions
from evaluation.question_sets.collection import check_collection
from evaluation.question_sets.saved_turns import build_writer
from tests.evaluation.fake_bot import COLLECTION, FakeBot

FEARS = "Er fürchtet um die Mehrheit von 13 Stimmen."
ANSWERED = SavedTurn(
    question="Warum zögert er?",
    history=("Wer ist Merz?",),
    article_id="merz",
    evidence=(FEARS, "Paris drängt."),
    answerable=True,
)
REFUSED = SavedTurn(
    question="Wer wurde Weltmeister?", history=(), article_id="", evidence=(), answerable=False
)


@pytest.fixture
def save(tmp_path):
    return build_writer(tmp_path, FakeBot({}).articles)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "questions.jsonl"


def test_an_answered_and_a_refused_turn_become_questions_that_fit_the_index(save, path):
    save(ANSWERED)
    save(REFUSED)

    questions = load_questions(path)
    assert questions == [
        Question(
            id="warum-zoegert-er",
            question="Warum zögert er?",
            history=("Wer ist Merz?",),
            evidence=(FEARS, "Paris drängt."),
            article_id="merz",
        ),
        Question(id="wer-wurde-weltmeister", question="Wer wurde Weltmeister?", answerable=False),
    ]
    check_collection(questions, COLLECTION)


def test_a_turn_is_saved_once(save, path):
    save(ANSWERED)
    before = path.read_bytes()

    with pytest.raises(QuestionNotSavedError, match="already, as 'warum-zoegert-er'") as caught:
        save(ANSWERED)

    assert caught.value.why == "already_saved"
    assert path.read_bytes() == before


def test_the_same_words_in_another_conversation_are_another_question(save, path):
    save(ANSWERED)
    save(ANSWERED.model_copy(update={"history": ("Wer ist Macron?",)}))

    assert [each.id for each in load_questions(path)] == ["warum-zoegert-er", "warum-zoegert-er-2"]


@pytest.mark.parametrize("changes", [{"evidence": ("Er zögert nie.",)}, {"article_id": "scholz"}])
def test_a_turn_whose_evidence_is_gone_is_not_saved(save, path, changes):
    with pytest.raises(QuestionNotSavedError) as caught:
        save(ANSWERED.model_copy(update=changes))

    assert caught.value.why == "unfit"
    assert not path.exists()


def test_a_broken_file_is_left_alone(save, path):
    path.write_text("kaputt", encoding="utf-8")

    with pytest.raises(QuestionNotSavedError, match="line 1") as caught:
        save(REFUSED)

    assert caught.value.why == "unwritable"
    assert path.read_text(encoding="utf-8") == "kaputt"


def test_the_chat_finds_the_writer():
    (found,) = entry_points(group="belegt.question_writers")

    assert found.load() is build_writer
