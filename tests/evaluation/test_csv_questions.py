import pytest

from evaluation import Question, load_questions
from evaluation.errors import QuestionSetError
from evaluation.question_sets.csv_questions import sniff_delimiter
from evaluation.question_sets.questions import find_lines


@pytest.fixture
def write(tmp_path):
    def write_table(text, name="fragen.csv"):
        path = tmp_path / name
        path.write_bytes(text.encode())
        return path

    return write_table


def problems_of(path):
    with pytest.raises(QuestionSetError) as caught:
        load_questions(path)
    return caught.value.problems


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_column_is_read_whatever_parts_them(write, delimiter):
    rows = [
        ["id", "question", "history", "answers", "evidence", "article_id", "answerable", "Notiz"],
        ["m1", '"Und warum, ""ehrlich""?"', "Zögert Merz?", "13 Stimmen || dreizehn",
         "Er zögert.||Er fürchtet sich.", "merz", "ja", "prüfen"],
        ["m2", "Wer gewinnt?", "", "", "", "", "FALSCH", ""],
    ]  # fmt: skip

    path = write("\r\n".join(delimiter.join(row) for row in rows))

    assert load_questions(path) == [
        Question(
            id="m1",
            question='Und warum, "ehrlich"?',
            history=("Zögert Merz?",),
            answers=("13 Stimmen", "dreizehn"),
            evidence=("Er zögert.", "Er fürchtet sich."),
            article_id="merz",
        ),
        Question(id="m2", question="Wer gewinnt?", answerable=False),
    ]


def test_a_byte_order_mark_blank_rows_and_short_rows_are_no_problem(write):
    path = write("\ufeffQuestion;Answers;Answerable\n\n;;\nWarum?\n")

    assert load_questions(path) == [Question(id="line-4", question="Warum?")]


def test_a_table_of_questions_alone_needs_no_delimiter(write):
    assert sniff_delimiter("question\nWarum?") == ","
    assert load_questions(write('question\n"Warum, und wann?"'))[0].question == "Warum, und wann?"


def test_the_delimiter_is_the_one_that_finds_most_columns():
    assert sniff_delimiter("id;question;answers, kurz") == ";"
    assert sniff_delimiter("\n\nid\tquestion") == "\t"
    assert sniff_delimiter("") == ","


def test_a_problem_is_named_with_the_line_where_its_row_begins(write):
    path = write(
        "id,question,answers,answerable\n"
        'a,"Warum\nzögert er?",13,\n'
        "b,,13,\n"
        "c,Wann?,13 || ,\n"
        "d,Wo?,13,vielleicht\n"
        "e,Wer, und wann?,13,\n"
        "a,Wie?,13,nein\n"
        "a,Wie?,13,ja\n"
    )

    assert problems_of(path) == (
        "line 4: the field 'question' is missing",
        "line 5: 'answers' must be a list of texts that are not empty",
        "line 6: 'answerable' must be true or false",
        "line 7: 5 cells for 4 columns; put texts in quotation marks",
        "line 8: not answerable, yet it has answers or evidence; drop one of them",
        "line 9: the id 'a' is already on line 2",
    )


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ("id,frage", "line 1: the column 'question' is missing; the first row names columns: id"),
        ("question,anwsers", "line 1: unknown field 'anwsers'; did you mean 'answers'?"),
        ("question,id,id", "line 1: the column 'id' stands there twice"),
    ],
)
def test_a_wrong_header_is_named(write, header, problem):
    assert problems_of(write(f"{header}\nWarum?,a,b"))[0].startswith(problem)


def test_an_open_quotation_mark_and_an_empty_table_are_problems(write):
    assert problems_of(write('question\nWann?\n"Warum?\nWo?'))[0].startswith("line 3: no valid CSV")
    assert problems_of(write("")) == ("the file holds no question",)
    assert problems_of(write("id,question\n")) == ("the file holds no question",)


def test_a_line_in_another_encoding_is_named(tmp_path):
    path = tmp_path / "fragen.csv"
    path.write_bytes("question\nZögert Merz?\n".encode() + "Zögert er?".encode("cp1252"))

    assert problems_of(path) == ("line 3: byte 0xf6 is not UTF-8; save the whole file as UTF-8",)


def test_the_lines_of_rows_are_known(write):
    path = write('id,question\na,"Warum\nnur?"\nb,Wann?')

    assert find_lines(path) == {"a": 2, "b": 4}
