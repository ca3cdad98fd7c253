import pytest

from evaluation.question_sets.gold import GoldFinder
from evaluation.question_sets.question import Qrel, Question
from evaluation.runs.asking import ask_all
from evaluation.runs.measuring import breakdowns_of, figures_of, judge_results
from evaluation.runs.run import Run
from evaluation.runs.saving import load_run, save_run
from tests.evaluation.fake_bot import COLLECTION, MERZ, PARIS, FakeBot, answered, cite, refused

FEARS = "Er fürchtet um die Mehrheit von 13 Stimmen."
WHY = Question(
    id="warum",
    question="Warum zögert Merz?",
    answers=("13 Stimmen",),
    evidence=(FEARS,),
    article_id="merz",
)
WHERE = Question(id="wo", question="Wo?", qrels=(Qrel("paris", 2), Qrel("berlin", 1)))
WHO = Question(id="wer", question="Wer gewinnt?", answerable=False)
SCRIPT = {
    WHY.question: answered(f"{FEARS} [1]", cite(MERZ, FEARS), found=(PARIS, MERZ)),
    WHERE.question: answered("In Paris [1].", cite(PARIS, "Paris"), found=(MERZ, PARIS)),
    WHO.question: refused(found=(MERZ,), confidence=0.2),
}


def judged(articles=COLLECTION):
    asked = list(ask_all(FakeBot(SCRIPT).ask, [WHY, WHERE, WHO]))
    return judge_results(asked, GoldFinder(articles))


def test_the_search_is_judged_at_three_levels_by_the_passages_of_the_answer():
    why, where, who = (result.scores for result in judged())

    # found at rank 2
    assert why["recall@1"] == why["passage_recall@1"] == why["evidence_recall@1"] == 0
    assert why["recall@5"] == why["passage_recall@5"] == why["evidence_recall@5"] == 1
    assert why["mrr@10"] == why["passage_mrr@10"] == why["evidence_mrr@10"] == 0.5
    # one of two relevant articles, at rank 2: 2 / log2(3) of 2 + 1 / log2(3)
    assert where["recall@5"] == 0.5
    assert where["ndcg@10"] == pytest.approx(1.2618595 / 2.6309298)
    assert where["passage_recall@5"] is None
    assert {name: who[name] for name in ("recall@1", "evidence_recall@10")} == {
        "recall@1": None,
        "evidence_recall@10": None,
    }


def test_without_the_collection_only_articles_are_judged():
    why = judged(articles=())[0]

    assert why.scores["recall@5"] == 1
    assert why.scores["passage_recall@5"] is None
    assert why.scores["evidence_recall@5"] is None
    assert why.source == ""


def test_outcome_and_outlet_are_put_down():
    results = judged()

    assert [each.outcome for each in results] == ["right", "unjudged", "right"]
    assert [each.scores["right"] for each in results] == [1, None, 0]
    assert [each.scores["accuracy"] for each in results] == [1, None, None]
    assert [each.source for each in results] == ["DIE ZEIT", "", ""]


def test_figures_are_broken_down_by_kind_and_source():
    found = breakdowns_of(judged())

    assert set(found["kind"]) == {"reason", "place", "person"}
    assert found["kind"]["place"]["recall@5"].value == 0.5
    assert found["source"]["DIE ZEIT"]["mrr@10"].value == 0.5


def test_passages_grades_and_breakdowns_are_saved_with_the_run(tmp_path):
    results = judged()
    run = Run(
        date="2026-11-23T10:00:00+00:00",
        question_set_sha256="0" * 64,
        settings={},
        versions={},
        metrics=figures_of(results),
        results=tuple(results),
        breakdowns=breakdowns_of(results),
    )

    save_run(run, tmp_path / "lauf.json")

    assert load_run(tmp_path / "lauf.json") == run
