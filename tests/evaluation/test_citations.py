from types import SimpleNamespace

import pytest

from evaluation.citations import evidence_cited, locate, verbatim_share
from evaluation.question import Question
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
