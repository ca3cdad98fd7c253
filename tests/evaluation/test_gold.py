import pytest

from evaluation.question_sets.gold import Gold, GoldFinder, Place
from evaluation.question_sets.question import Qrel, Question
from ingest import split_passages
from tests.evaluation.fake_bot import BERLIN, COLLECTION, MERZ

FEARS = "Er fürchtet um die Mehrheit von 13 Stimmen."
LONG = MERZ.__class__(
    id="lang",
    title="Lang",
    body="\n\n".join(
        f"Absatz {number}: " + "Darüber berieten sie lange. " * 25 + f"Es sind {number} Punkte."
        for number in range(1, 4)
    ),
    source="taz",
)


@pytest.fixture
def finder():
    return GoldFinder([*COLLECTION, LONG])


def test_places_count_the_characters_they_share():
    place = Place("merz", 10, 20)

    assert place.shared(Place("merz", 15, 30)) == 5
    assert place.shared(Place("merz", 20, 30)) == 0
    assert place.shared(Place("paris", 10, 20)) == 0


def test_evidence_is_found_with_its_passage_and_outlet(finder):
    question = Question(id="1", question="Warum?", evidence=(FEARS,), article_id="merz")

    found = finder.find(question)

    start = MERZ.body.index(FEARS)
    assert found.articles == {"merz": 1}
    assert found.evidence == ((Place("merz", start, start + len(FEARS)),),)
    assert found.passages == (Place("merz", 0, len(MERZ.body)),)
    assert found.source == "DIE ZEIT"


def test_evidence_without_an_article_is_looked_for_in_all(finder):
    found = finder.find(Question(id="1", question="Warum?", evidence=("Absatz 2:", FEARS)))

    assert [place.article_id for places in found.evidence for place in places] == ["lang", "merz"]
    assert found.articles == {}
    assert found.source == "taz"


def test_without_evidence_the_passages_that_hold_an_answer_are_gold(finder):
    assert len(split_passages(LONG)) == 3
    question = Question(id="1", question="?", answers=("2 Punkte", "zwei"), article_id="lang")

    (passage,) = finder.find(question).passages

    assert "Es sind 2 Punkte." in LONG.body[passage.start : passage.end]


def test_evidence_across_two_passages_makes_both_gold(finder):
    first, second, _ = split_passages(LONG)
    across = LONG.body[first.end - 24 : second.start + 9]
    question = Question(id="1", question="?", evidence=(across,), article_id="lang")

    assert [each.start for each in finder.find(question).passages] == [first.start, second.start]


def test_there_is_nothing_to_find_for_an_unanswerable_question(finder):
    question = Question(id="1", question="Wer?", article_id="merz", answerable=False)

    assert finder.find(question) == Gold({}, source="DIE ZEIT")


def test_judged_articles_come_with_their_grades(finder):
    qrels = (Qrel("merz", 2), Qrel("paris", 1), Qrel("berlin", 0))

    assert finder.find(Question(id="1", question="?", qrels=qrels)).articles == {
        "merz": 2,
        "paris": 1,
    }


def test_evidence_that_is_nowhere_and_articles_that_are_unknown(finder):
    lost = Question(id="1", question="?", evidence=("Das steht nirgends.",), article_id="merz")
    strange = Question(id="2", question="?", answers=("13",), article_id="fehlt")

    assert finder.find(lost).evidence == ((),)
    assert finder.find(strange) == Gold({"fehlt": 1})
    assert GoldFinder(()).find(lost) == Gold({"merz": 1})
    assert GoldFinder([BERLIN]).find(Question(id="3", question="?")) == Gold({})
