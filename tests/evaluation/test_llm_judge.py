import json

import pytest
from langchain_core.language_models.fake_chat_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from evaluation import LlmJudge, evaluate
from evaluation.errors import JudgeError
from evaluation.judge.llm_judge import PROMPT, open_judge
from evaluation.reports.page import render_page
from evaluation.runs.run import Verdict
from evaluation.runs.saving import load_run, save_run
from tests.evaluation.fake_bot import MERZ, FakeBot, answered, cite
from tests.evaluation.test_running import QUESTIONS, SCRIPT

ANSWER = answered("Er fürchtet um die Mehrheit [1].", cite(MERZ, "Paris drängt."))


class Overloaded(GenericFakeChatModel):
    def _generate(self, *arguments, **named):
        raise TimeoutError("60 s")


def judge_saying(*replies):
    messages = [each if isinstance(each, AIMessage) else AIMessage(each) for each in replies]
    return LlmJudge(GenericFakeChatModel(messages=iter(messages)), "probe:modell")


def verdict(correct, faithful, reason="Passt."):
    return json.dumps({"correct": correct, "faithful": faithful, "reason": reason})


@pytest.mark.parametrize(
    "reply",
    [
        verdict(True, False),
        f"```json\n{verdict(True, False)}\n```",
        f"Mein Urteil: {verdict(True, False)} Gern geschehen.",
        f"<think>Erst {{dies}}, dann das.</think>{verdict(True, False)}",
    ],
)
def test_a_verdict_is_read_from_what_the_model_replies(reply):
    found = judge_saying(reply).grade(QUESTIONS[0], ANSWER)

    assert found == Verdict(correct=True, faithful=False, reason="Passt.")


@pytest.mark.parametrize(
    "reply",
    ["", "Ja, stimmt.", "{kaputt", "[true, true]", '{"correct": true}', verdict("ja", True)],
)
def test_nonsense_is_no_verdict_and_says_why(reply):
    found = judge_saying(reply).grade(QUESTIONS[0], ANSWER)

    assert found.correct is None
    assert found.faithful is None
    assert "in the reply" in found.reason


def test_a_model_that_fails_gives_no_verdict_and_does_not_end_the_run():
    judge = LlmJudge(Overloaded(messages=iter([])), "probe:modell")

    report = evaluate(FakeBot(SCRIPT), QUESTIONS, judge=judge)

    assert report.run.judge.graded == 3  # two of five are refused
    assert report.run.judge.no_verdict == 3
    assert report.run.judge.metrics["judge_correct"].value is None
    assert report.results[0].verdict.reason == "TimeoutError: 60 s"


def test_the_model_is_shown_gold_answer_and_quotes_as_data():
    seen = []

    class Listening(GenericFakeChatModel):
        def _generate(self, messages, *arguments, **named):
            seen.extend(messages)
            return super()._generate(messages, *arguments, **named)

    model = Listening(messages=iter([AIMessage(verdict(True, True))]))
    LlmJudge(model, "probe:modell").grade(QUESTIONS[0], ANSWER)

    system, case = seen
    assert system.content == PROMPT
    assert json.loads(case.content) == {
        "question": "Warum zögert Merz?",
        "earlier_questions": [],
        "reference_answers": ["Mehrheit"],
        "sources_hold_an_answer": True,
        "answer": "Er fürchtet um die Mehrheit [1].",
        "quotes": {"1": "Paris drängt."},
    }


@pytest.fixture
def judged():
    # asked in order: "warum" (right), "wieviele" (gold not contained), "verlierer" (no answer)
    replies = [
        AIMessage(verdict(True, True), response_metadata={"model_name": "modell-2026-01-01"}),
        verdict(True, False, "Es steht <b>woanders</b>."),
        "keine Ahnung",
    ]
    return evaluate(FakeBot(SCRIPT), QUESTIONS, judge=judge_saying(*replies)).run


def test_verdicts_are_summed_up_and_the_model_is_pinned(judged, tmp_path):
    summary = judged.judge

    assert (summary.model, summary.answered_as) == ("probe:modell", ("modell-2026-01-01",))
    assert summary.prompt == PROMPT
    assert (summary.graded, summary.no_verdict) == (3, 1)
    assert summary.metrics["judge_correct"].value == 1
    assert summary.metrics["judge_faithful"].value == 0.5
    assert [each.verdict is None for each in judged.results] == [False, False, True, True, False]
    save_run(judged, tmp_path / "lauf.json")
    assert load_run(tmp_path / "lauf.json") == judged


def test_agreement_with_the_key_free_figures_is_reported(judged):
    agreement = judged.judge.agreement

    # correct: yes, yes; contains_gold: yes, no: p = 1/2 = e, so kappa is 0
    assert agreement["judge_correct ~ contains_gold"].value == 0
    assert agreement["judge_correct ~ contains_gold"].n == 2
    # faithful: yes, no; evidence cited: yes, no
    assert agreement["judge_faithful ~ evidence_cited"].value == 1


def test_prompt_model_and_verdicts_stand_in_the_report(judged):
    page = render_page(judged)

    assert "probe:modell, → modell-2026-01-01" in page
    assert "You grade one answer" in page
    assert "richtig, nicht gedeckt: Es steht &lt;b&gt;woanders&lt;/b&gt;." in page
    assert "kein verwertbares Urteil" in page


def test_the_table_has_the_verdicts(judged):
    from evaluation import Report

    frame = Report(judged).to_dataframe()

    assert bool(frame.loc["wieviele", "judge_faithful"]) is False
    assert frame.loc["warum", "judge_reason"] == "Passt."


@pytest.mark.parametrize("model", ["gibtesnicht:modell", "unbekannt", "anthropic:"])
def test_a_model_that_cannot_be_opened_is_named_with_the_remedy(model):
    with pytest.raises(JudgeError, match="cannot be opened"):
        open_judge(model)
