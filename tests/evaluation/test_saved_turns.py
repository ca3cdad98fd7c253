from importlib.metadata import entry_points

import pytest

from chatbot.saved_turn import QuestionNotSavedError, SavedTurn
from evaluation import Question, load_questions
from evaluation.question_sets.collection import check_collection
from evaluation.question_sets.saved_turns import JudgedQuestion, build_writer, read_judged
from tests.evaluation.fake_bot import COLLECTION

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
    return build_writer(tmp_path, {article.id: article for article in COLLECTION}.get)


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


def test_the_same_verdict_twice_is_kept_once(save, path):
    save(ANSWERED)
    before = path.read_bytes()

    save(ANSWERED)

    assert path.read_bytes() == before


def test_another_verdict_takes_the_place_of_the_first(save, path):
    save(REFUSED)
    save(ANSWERED)
    for verdict in ("wrong", "misquoted"):
        save(ANSWERED.model_copy(update={"verdict": verdict}))

        assert [each.question for each in load_questions(path)] == ["Wer wurde Weltmeister?"]
        assert read_judged(path.parent) == [
            JudgedQuestion("Wer wurde Weltmeister?", (), "right", ()),
            JudgedQuestion("Warum zögert er?", ("Wer ist Merz?",), verdict,
                           (FEARS, "Paris drängt.")),
        ]  # fmt: skip
    save(ANSWERED)

    assert {each.verdict for each in read_judged(path.parent)} == {"right"}
    assert len(load_questions(path)) == 2


def test_an_objection_is_a_question_that_knows_no_gold(save, path):
    save(ANSWERED.model_copy(update={"verdict": "misquoted"}))
    save(REFUSED.model_copy(update={"verdict": "wrong"}))

    assert load_questions(path.with_name("objections.jsonl")) == [
        Question("warum-zoegert-er", "Warum zögert er?", ("Wer ist Merz?",)),
        Question("wer-wurde-weltmeister", "Wer wurde Weltmeister?"),
    ]
    assert not path.exists()


def test_a_verdict_is_taken_back_and_hand_written_questions_stay(save, path):
    by_hand = '{"question": "Warum zögert er?", "history": ["Wer ist Merz?"], "answers": ["Mut"]}'
    path.write_text(by_hand + "\n", encoding="utf-8")
    save(REFUSED)
    save(ANSWERED)  # there already, by hand

    for turn in (ANSWERED, REFUSED):
        save(turn.model_copy(update={"verdict": None}))

    assert path.read_text(encoding="utf-8") == by_hand + "\n"
    assert read_judged(path.parent) == []


def test_taking_back_what_was_never_said_writes_nothing(save, path):
    save(ANSWERED.model_copy(update={"verdict": None}))

    assert not path.exists()


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
