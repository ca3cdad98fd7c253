import json
import unicodedata

import pytest

from evaluation.errors import QuestionSetError
from evaluation.question_sets.question import Question
from evaluation.question_sets.questions import load_questions
from evaluation.question_sets.squad import read_squad


@pytest.fixture
def write(tmp_path):
    def write_document(document):
        path = tmp_path / "squad.json"
        path.write_text(json.dumps(document), encoding="utf-8")
        return path

    return write_document


def passage(context, *qas):
    return {"context": context, "qas": list(qas)}


def qa(key, question, *answers, **more):
    return {"id": key, "question": question, "answers": [{"text": a} for a in answers], **more}


def test_each_passage_becomes_an_article_that_its_questions_name(write):
    first = passage("Merz zögert.\n\nParis drängt.", qa("1", "Wer zögert?", "Merz", "Merz"))
    second = passage("In Berlin regnet es.", qa("2", "Wo regnet es?", "Berlin", "in Berlin"))
    path = write({"data": [{"title": "Die_Lage", "paragraphs": [first, second]}]})

    found = read_squad(path)

    assert [(each.id, each.title, each.body) for each in found.articles] == [
        ("squad-0-0", "Die Lage", "Merz zögert.\n\nParis drängt."),
        ("squad-0-1", "Die Lage", "In Berlin regnet es."),
    ]
    assert found.questions == (
        Question(id="1", question="Wer zögert?", answers=("Merz",), article_id="squad-0-0"),
        Question(
            id="2",
            question="Wo regnet es?",
            answers=("Berlin", "in Berlin"),
            article_id="squad-0-1",
        ),
    )
    assert load_questions(path) == list(found.questions)


def test_texts_are_composed(write):
    decomposed = unicodedata.normalize("NFD", "Er zögert.")
    question = qa("1", unicodedata.normalize("NFD", "Zögert er?"), decomposed)
    found = read_squad(write({"data": [{"paragraphs": [passage(decomposed, question)]}]}))

    assert found.articles[0].body == "Er zögert."
    assert found.articles[0].title == "squad-0-0"
    assert found.questions[0].answers == ("Er zögert.",)


def test_a_question_is_unanswerable_if_the_file_says_so_or_has_no_answer(write):
    qas = [
        qa("1", "Wer siegt?", is_impossible=True),
        qa("2", "Wer verliert?"),
        qa("3", "Wer zögert?", "Merz", is_impossible=False),
        qa("4", "Wer lacht?", "Merz", is_impossible=True),
    ]
    found = read_squad(write({"data": [{"paragraphs": [passage("Merz zögert.", *qas)]}]}))

    assert [each.answerable for each in found.questions] == [False, False, True, False]
    assert found.questions[3].answers == ()


def test_every_problem_is_named_with_its_place(write):
    broken = {
        "data": [
            {"paragraphs": [passage("Merz zögert.", {"id": "1", "answers": []}), {"qas": []}]},
            {"title": "Ohne Absätze"},
            "kein Artikel",
            {"paragraphs": [passage("Paris drängt.", qa("2", " ", "Paris"))]},
        ]
    }

    with pytest.raises(QuestionSetError) as caught:
        read_squad(write(broken))

    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "data[0].paragraphs[0]",
        "data[0].paragraphs[1]",
        "data[1].paragraphs[0]",
        "data[2].paragraphs[0]",
        "data[3].paragraphs[0].qas[0]",
    ]


def test_an_id_used_twice_is_an_error(write):
    twice = [passage("Merz.", qa("1", "Wer?", "Merz")), passage("Paris.", qa("1", "Wo?", "Paris"))]

    with pytest.raises(QuestionSetError, match=r"'1' is used twice .*squad-0-0 and squad-0-1"):
        read_squad(write({"data": [{"paragraphs": twice}]}))


@pytest.mark.parametrize("document", [[], {}, {"data": {}}, {"data": []}])
def test_other_json_is_refused(write, document):
    with pytest.raises(QuestionSetError, match=r"not a SQuAD file|no question"):
        read_squad(write(document))


def test_broken_json_is_named_with_its_line(tmp_path):
    path = tmp_path / "squad.json"
    path.write_text('{"data": [\n  kaputt\n]}', encoding="utf-8")

    with pytest.raises(QuestionSetError, match="line 2: Expecting value"):
        read_squad(path)


@pytest.mark.shared
def test_the_german_xquad_file_is_read_as_it_is(shared):
    found = read_squad(shared / "benchmarks" / "xquad.de.dev.json")

    assert len(found.articles) == 120
    assert len(found.questions) == 612
    bodies = {article.id: article.body for article in found.articles}
    assert all(each.answers[0] in bodies[each.article_id] for each in found.questions)
