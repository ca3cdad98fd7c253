import json

import pytest

from evaluation import load_questions
from evaluation.errors import QuestionSetError, UnreadableFileError
from evaluation.question_sets.beir import is_beir, read_beir
from evaluation.question_sets.question import Qrel, Question
from evaluation.question_sets.questions import load_articles

CORPUS = [
    {"_id": "merz", "title": "Die Lage", "text": "Merz zögert.", "metadata": {}},
    {"_id": "paris", "title": "Treffen in Paris", "text": ""},
    {"_id": "london", "title": "", "text": "The ministers met in London and did not agree."},
]
QUERIES = [
    {"_id": "1", "text": "Warum zögert Merz?"},
    {"_id": "2", "text": "Wer traf sich?"},
    {"_id": "3", "text": "Und sonst?"},
]
QRELS = "query-id\tcorpus-id\tscore\n1\tmerz\t2\n1\tparis\t0\n2\tparis\t1\n2\tlondon\t1\n"


@pytest.fixture
def write(tmp_path):
    def write_folder(corpus=CORPUS, queries=QUERIES, **qrels):
        for name, records in (("corpus", corpus), ("queries", queries)):
            lines = [each if isinstance(each, str) else json.dumps(each) for each in records]
            (tmp_path / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
        (tmp_path / "qrels").mkdir()
        for name, text in (qrels or {"test": QRELS}).items():
            (tmp_path / "qrels" / f"{name}.tsv").write_text(text, encoding="utf-8")
        return tmp_path

    return write_folder


def problems_of(path):
    with pytest.raises(QuestionSetError) as caught:
        read_beir(path)
    return caught.value.problems


def test_the_corpus_becomes_articles_and_the_queries_questions_with_grades(write):
    folder = write()

    found = read_beir(folder)

    assert [(each.id, each.title, each.body, each.language) for each in found.articles] == [
        ("merz", "Die Lage", "Merz zögert.", "de"),
        ("paris", "Treffen in Paris", "Treffen in Paris", "de"),
        ("london", "london", "The ministers met in London and did not agree.", "en"),
    ]
    assert found.questions == (
        Question(id="1", question="Warum zögert Merz?", qrels=(Qrel("merz", 2), Qrel("paris", 0))),
        Question(id="2", question="Wer traf sich?", qrels=(Qrel("paris", 1), Qrel("london", 1))),
    )
    assert load_questions(folder) == list(found.questions)
    assert load_articles(folder) == found.articles


def test_test_qrels_are_read_unless_others_are_named(write):
    folder = write(train="1\tmerz\t1\n", test=QRELS, extra="2\tparis\t1\n")

    assert [each.id for each in load_questions(folder)] == ["1", "2"]
    assert [each.id for each in load_questions(folder / "qrels" / "extra.tsv")] == ["2"]
    assert not is_beir(folder / "anderswo.tsv")


def test_the_only_qrels_are_read_and_several_must_be_chosen_from(write):
    folder = write(eigene="2\tparis\t1\n")
    assert [each.id for each in load_questions(folder)] == ["2"]

    (folder / "qrels" / "fremde.tsv").write_text(QRELS, encoding="utf-8")
    assert "several files in qrels/; name the one to use" in problems_of(folder)[0]


def test_what_is_missing_is_named(tmp_path, write):
    (tmp_path / "leer").mkdir()
    assert "no qrels/*.tsv" in problems_of(tmp_path / "leer")[0]

    folder = write()
    (folder / "queries.jsonl").unlink()
    with pytest.raises(UnreadableFileError, match=r"queries\.jsonl"):
        read_beir(folder)


def test_every_problem_of_the_corpus_is_named_with_its_line(write):
    broken = ["kaputt", {"title": "x"}, {"_id": "a", "text": " "}, *CORPUS, CORPUS[0]]

    assert problems_of(write(corpus=broken)) == (
        'line 1: not an object such as {"_id": "1", "text": "…"}',
        'line 2: not an object such as {"_id": "1", "text": "…"}',
        "line 3: neither 'title' nor 'text'; drop the line",
        "line 7: the _id 'merz' is already on line 4",
    )


def test_a_query_without_text_is_a_problem(write):
    assert problems_of(write(queries=[{"_id": "1"}])) == ("line 1: the query has no 'text'",)


def test_every_problem_of_the_qrels_is_named_with_its_line(write):
    qrels = "1\tmerz\t1\n1 merz 1\n9\tmerz\t1\n1\tfehlt\t1\n1\tmerz\t2\n1\tparis\tviel\n"

    assert problems_of(write(test=qrels)) == (
        "line 2: not query-id, corpus-id and a whole number, by tabs",
        "line 3: the query '9' is not in queries.jsonl",
        "line 4: the article 'fehlt' is not in corpus.jsonl",
        "line 5: the same pair is already on line 1",
        "line 6: not query-id, corpus-id and a whole number, by tabs",
    )


def test_a_set_in_which_nothing_is_relevant_is_an_error(write):
    assert problems_of(write(test="1\tmerz\t0\n")) == ("no query has a relevant article",)
