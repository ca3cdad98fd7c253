"""What the page hands in as a verdict, without the page."""

from chatbot.ui.feedback import MOST_PER_MINUTE, build_feedback
from chatbot.ui.record import record_turn
from chatbot.ui.turn import Turn
from tests.chatbot.conftest import FakeBot


def test_forged_verdicts_are_refused_once_there_are_too_many():
    bot, kept = FakeBot(), []
    answer = bot.ask("Warum zögert Merz?")
    turn = Turn(answer.question, (), text=answer.text, answer=answer)
    record = record_turn(turn, answer).model_dump(mode="json")
    judge = build_feedback(kept.append, bot)

    outcomes = [
        judge({"record": record | {"question": f"Frage {n}?"}, "verdict": "right"})
        for n in range(MOST_PER_MINUTE + 5)
    ]

    assert outcomes == ["kept"] * MOST_PER_MINUTE + ["too_many"] * 5
    assert len(kept) == MOST_PER_MINUTE
