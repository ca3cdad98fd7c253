from types import SimpleNamespace

import pytest

from evaluation.metrics.citations import (
    citation_precision,
    citation_recall,
    evidence_cited,
    locate,
    verbatim_share,
)
from evaluation.question_sets.question import Question
from tests.evaluation.fake_bot import MERZ, PARIS, cite

FEARS = "Er fürchtet um die Mehrheit von 13 Stimmen."  # 43 characters
URGES = "Paris drängt."


def asked(**gold):
    return Question(id="1", question="Warum zögert Merz?", **gold)


def test_evidence_is_located_whatever_its_white_space_and_as_often_as_it_stands():
    body = "Er zögert.\n\nMerz  sagt: Er\nzögert."

    assert locate("Er zögert.", body) == [(0, 10), (24, 34)]
    assert locate("Er zögert nicht.", body) == []
    assert locate("  ", body) == []


def test_evidence_counts_as_cited_from_half_its_characters_on():
    question = asked(evidence=("0123456789",), article_id="ziffern")
    article = MERZ.__class__(id="ziffern", title="Ziffern", body="0123456789")

    assert evidence_cited(question, [cite(article, "01234")]) == 1.0
    assert evidence_cited(question, [cite(article, "0123")]) == 0.0


def test_several_citations_cover_evidence_together_but_not_twice():
    question = asked(evidence=("0123456789",), article_id="ziffern")
    article = MERZ.__class__(id="ziffern", title="Ziffern", body="0123456789")

    assert evidence_cited(question, [cite(article, "012"), cite(article, "89")]) == 1.0
    assert evidence_cited(question, [cite(article, "012"), cite(article, "012")]) == 0.0


def test_each_sentence_of_the_evidence_counts_alike():
    question = asked(evidence=(FEARS, URGES), article_id="merz")

    assert evidence_cited(question, [cite(MERZ, FEARS)]) == 0.5
    assert evidence_cited(question, [cite(MERZ, FEARS), cite(MERZ, URGES)]) == 1.0
    assert evidence_cited(question, []) == 0.0


def test_the_same_words_in_another_article_are_no_evidence():
    copy = MERZ.__class__(id="kopie", title="Kopie", body=MERZ.body)

    named = asked(evidence=(FEARS,), article_id="merz")
    unnamed = asked(evidence=(FEARS,))

    assert evidence_cited(named, [cite(copy, FEARS)]) == 0.0
    assert evidence_cited(unnamed, [cite(copy, FEARS)]) == 1.0


def test_without_evidence_a_citation_must_quote_a_gold_answer_from_the_gold_article():
    question = asked(answers=("13 Stimmen", "dreizehn"), article_id="merz")

    assert evidence_cited(question, [cite(MERZ, FEARS)]) == 1.0
    assert evidence_cited(question, [cite(MERZ, URGES)]) == 0.0
    assert evidence_cited(question, [cite(PARIS, "26 Staaten")]) == 0.0


def test_where_there_is_nothing_to_show_there_is_no_score():
    assert evidence_cited(asked(article_id="merz"), [cite(MERZ, FEARS)]) is None
    assert evidence_cited(asked(answerable=False), [cite(MERZ, FEARS)]) is None


def test_the_verbatim_share_counts_quotes_that_stand_where_they_say():
    right = cite(MERZ, URGES)
    # `Citation` itself refuses a wrong quote; another system's need not.
    wrong = SimpleNamespace(quote="Paris droht.", start=67, end=79, article=MERZ)
    empty = SimpleNamespace(quote="", start=5, end=5, article=MERZ)

    assert verbatim_share([right, right]) == 1.0
    assert verbatim_share([right, wrong]) == 0.5
    assert verbatim_share([right, wrong, empty]) == pytest.approx(1 / 3)
    assert verbatim_share([]) is None


def test_citation_precision_is_the_share_of_citations_that_show_evidence():
    question = asked(evidence=(FEARS,), article_id="merz")
    right, wrong = cite(MERZ, FEARS, 1), cite(MERZ, URGES, 2)

    assert citation_precision(question, [right]) == 1
    assert citation_precision(question, [right, wrong]) == 0.5
    assert citation_precision(question, [wrong]) == 0
    assert citation_precision(question, [right, wrong, cite(PARIS, "26 Staaten", 3)]) == (
        pytest.approx(1 / 3)
    )


def test_overlap_by_half_of_the_shorter_one_shows_evidence():
    question = asked(evidence=("0123456789",), article_id="ziffern")
    article = MERZ.__class__(id="ziffern", title="Ziffern", body="abcdefgh0123456789xyz")

    assert citation_precision(question, [cite(article, "45")]) == 1  # lies within
    assert citation_precision(question, [cite(article, article.body)]) == 1  # holds it
    assert citation_precision(question, [cite(article, "gh01")]) == 1  # 2 of 4 characters
    assert citation_precision(question, [cite(article, "fgh01")]) == 0  # 2 of 5


def test_without_evidence_a_precise_citation_quotes_a_gold_answer():
    question = asked(answers=("13 Stimmen",), article_id="merz")

    assert citation_precision(question, [cite(MERZ, FEARS), cite(MERZ, URGES)]) == 0.5


def test_citation_recall_is_the_share_of_sentences_that_name_such_a_citation():
    question = asked(evidence=(FEARS,), article_id="merz")
    citations = [cite(MERZ, FEARS, 1), cite(MERZ, URGES, 2)]

    assert citation_recall(question, f"{FEARS} [1]", citations) == 1
    assert citation_recall(question, f"{FEARS} [1] {URGES} [2]", citations) == 0.5
    assert citation_recall(question, f"{FEARS} [1] {URGES} [2] Wer weiß.", citations) == (
        pytest.approx(1 / 3)
    )
    assert citation_recall(question, f"{FEARS} [2][1]", citations) == 1
    assert citation_recall(question, "Er zögert.", []) == 0


def test_precision_and_recall_of_citations_are_undefined_without_gold_or_answer():
    evidence = asked(evidence=(FEARS,), article_id="merz")

    for question in (asked(article_id="merz"), asked(answerable=False)):
        assert citation_precision(question, [cite(MERZ, FEARS)]) is None
        assert citation_recall(question, FEARS, [cite(MERZ, FEARS)]) is None
    assert citation_precision(evidence, []) is None
    assert citation_recall(evidence, "", []) is None
