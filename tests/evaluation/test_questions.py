import json

import pytest

from evaluation import Question, load_questions
from evaluation.errors import QuestionSetError, UnknownFormatError, UnreadableFileError
from evaluation.question_sets.question import fingerprint
from evaluation.question_sets.questions import brings_articles, find_lines, load_articles


@pytest.fixture
def write(tmp_path):
    def write_lines(*lines):
        path = tmp_path / "fragen.jsonl"
        text = [line if isinstance(line, str) else json.dumps(line) for line in lines]
        path.write_text("\n".join(text), encoding="utf-8")
        return path

    return write_lines


def problems_of(path):
    with pytest.raises(QuestionSetError) as caught:
        load_questions(path)
    return caught.value.problems


def test_only_the_question_is_required(write):
    path = write({"question": "Warum zögert Merz?"}, "", {"question": "Was will Paris?"})

    assert load_questions(path) == [
        Question(id="line-1", question="Warum zögert Merz?"),
        Question(id="line-3", question="Was will Paris?"),
    ]
    assert load_questions(path)[0].answerable


def test_every_field_is_read(write):
    path = write(
        {
            "id": "m1",
            "question": "Und warum?",
            "history": ["Zögert Merz?"],
            "answers": ["13 Stimmen", "dreizehn Stimmen"],
            "evidence": ["Er fürchtet um die Mehrheit."],
            "article_id": "merz",
            "answerable": True,
            "type": "warum",
        },
        {"id": "m2", "question": "Wer gewinnt?", "article_id": None, "answerable": False},
    )

    assert load_questions(path) == [
        Question(
            id="m1",
            question="Und warum?",
            history=("Zögert Merz?",),
            answers=("13 Stimmen", "dreizehn Stimmen"),
            evidence=("Er fürchtet um die Mehrheit.",),
            article_id="merz",
        ),
        Question(id="m2", question="Wer gewinnt?", answerable=False),
    ]


def test_every_problem_is_named_with_its_line(write):
    path = write(
        '{"question": "Warum?"',
        ["Warum?"],
        {"answers": ["13"]},
        {"question": " "},
        {"question": "Warum?", "answers": "13"},
        {"question": "Warum?", "answers": [""]},
        {"question": "Warum?", "answerable": "ja"},
        {"question": "Warum?", "anwsers": ["13"]},
        {"question": "Warum?", "answers": ["13"], "answerable": False},
        '{"question": "halb \\ud83d"}',
        {"question": "Warum?", "answers": ["13", "…"]},
        '{"question": ' + "[" * 100_000,
        '{"answerable": ' + "1" * 5000 + "}",
    )

    assert problems_of(path) == (
        "line 1: no valid JSON (Expecting ',' delimiter, column 22)",
        'line 2: not an object such as {"question": "Warum zögert Merz?"}',
        "line 3: the field 'question' is missing",
        "line 4: 'question' must be a text that is not empty",
        "line 5: 'answers' must be a list of texts that are not empty",
        "line 6: 'answers' must be a list of texts that are not empty",
        "line 7: 'answerable' must be true or false",
        "line 8: unknown field 'anwsers'; did you mean 'answers'?",
        "line 9: not answerable, yet it has answers or evidence; drop one of them",
        "line 10: 'question' must be a text that is not empty",
        "line 11: the answer '…' has no letter or digit; nothing could match it",
        "line 12: no valid JSON that could be a question",
        "line 13: no valid JSON that could be a question",
    )


def test_an_id_used_twice_is_an_error_that_names_both_lines(write):
    path = write(
        {"id": "a", "question": "Warum?"},
        {"id": "b", "question": "Wann?"},
        {"id": "a", "question": "Wo?"},
    )

    assert problems_of(path) == ("line 3: the id 'a' is already on line 1",)


def test_a_line_in_another_encoding_is_named(tmp_path):
    path = tmp_path / "fragen.jsonl"
    path.write_bytes(
        '{"question": "Zögert Merz?"}\n'.encode() + '{"question": "Zögert er?"}'.encode("latin-1")
    )

    assert problems_of(path) == ("line 2: byte 0xf6 is not UTF-8; save the whole file as UTF-8",)


def test_utf_16_is_named_and_a_byte_order_mark_is_no_problem(tmp_path):
    path = tmp_path / "fragen.jsonl"
    path.write_text('{"question": "Zögert Merz?"}', encoding="utf-16")
    assert problems_of(path) == ("the file is UTF-16; save it as UTF-8",)

    path.write_text('{"question": "Zögert Merz?"}', encoding="utf-8-sig")
    assert load_questions(path)[0].question == "Zögert Merz?"


def test_a_line_separator_inside_a_text_does_not_end_the_line(write):
    path = write('{"question": "Zögert\u2028Merz?"}')

    assert load_questions(path)[0].question == "Zögert\u2028Merz?"


def test_an_empty_file_is_an_error(write):
    assert problems_of(write("", "  ")) == ("the file holds no question",)


def test_a_missing_file_and_an_unknown_format_are_errors(tmp_path):
    with pytest.raises(UnreadableFileError, match=r"cannot read .*fehlt\.jsonl"):
        load_questions(tmp_path / "fehlt.jsonl")
    with pytest.raises(UnknownFormatError, match=r"ends in \.jsonl .*, \.csv or \.json"):
        load_questions(tmp_path / "fragen.docx")


def test_many_problems_are_counted_after_the_first_ten(write):
    with pytest.raises(QuestionSetError, match=r"line 10: .*and 5 more problems"):
        load_questions(write(*["kaputt"] * 15))


def test_a_fingerprint_depends_on_the_content_and_not_on_the_order():
    one = Question(id="1", question="Warum?", answers=("13",))
    two = Question(id="2", question="Wann?")

    assert fingerprint([one, two]) == fingerprint([two, one])
    assert len(fingerprint([one])) == 64
    changed = Question(id="1", question="Warum?", answers=("14",))
    assert fingerprint([one, two]) != fingerprint([changed, two])


def test_the_lines_of_questions_are_known(write, tmp_path):
    path = write({"id": "a", "question": "Warum?"}, "", {"question": "Wann?"})

    assert find_lines(path) == {"a": 1, "line-3": 3}
    assert find_lines(tmp_path / "squad.json") == {}


def test_only_some_formats_bring_their_articles(write, tmp_path):
    assert not brings_articles(write({"question": "Warum?"}))
    assert not brings_articles(tmp_path / "fragen.csv")
    assert brings_articles(tmp_path / "squad.json")
    assert brings_articles(tmp_path)
    with pytest.raises(UnknownFormatError):
        load_articles(write({"question": "Warum?"}))
