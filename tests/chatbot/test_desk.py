"""Many questions at once, over real connections: nothing is mixed, blocked or lost."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from chatbot.server.limits import Limits
from tests.chatbot.conftest import MALI, FakeBot, answer_with
from tests.chatbot.serving import (
    PATIENCE,
    HeldBot,
    WritingBot,
    client_of,
    events_of,
    running,
    serving,
)
from tests.chatbot.test_metrics import read


def ask(address, question, **options):
    with client_of(address) as client:
        return client.post("/api/ask", json={"question": question}, **options)


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


class EchoBot(FakeBot):
    """Answers every question with itself, after a moment."""

    def ask(self, question, history=(), *, within=None):
        time.sleep(0.002)
        return answer_with(question, [(MALI, "Im Einsatz waren zwölf Soldaten.")])


def test_everybody_gets_the_answer_to_their_own_question():
    questions = [f"Frage {number}?" for number in range(120)]
    with (
        serving(EchoBot(), limits=Limits(waiting=200)) as address,
        ThreadPoolExecutor(24) as users,
    ):
        answers = list(users.map(lambda question: ask(address, question), questions))

    assert [answer.json()["question"] for answer in answers] == questions


@pytest.fixture
def held():
    """A bot that searches until it is let go, one question at a time, one waiting."""
    bot = HeldBot()
    with (
        running(bot, limits=Limits(at_once=1, waiting=1, stopping=PATIENCE)) as (address, stop),
        ThreadPoolExecutor(4) as users,
        client_of(address) as client,
    ):
        try:
            yield bot, address, stop, users, client
        finally:
            bot.go.set()


def test_who_comes_when_all_places_are_taken_is_told_when_to_come_again(held):
    bot, address, _, users, client = held
    asked = [users.submit(ask, address, "Wie viele waren in Mali?") for _ in range(2)]
    wait_until(lambda: read(client)["belegt_questions_waiting",] == 1)

    refused = ask(address, "Warum zögert Merz?")
    streamed = ask(address, "Warum zögert Merz?", headers={"Accept": "text/event-stream"})
    figures = read(client)
    bot.go.set()

    for response in (refused, streamed):
        assert response.status_code == 503
        assert 1 <= int(response.headers["retry-after"]) <= 30
        assert "too many questions" in response.json()["error"]
    assert figures["belegt_questions_in_progress",] == 1
    assert figures["belegt_questions_turned_away_total", "busy", "api"] == 2
    assert [each.result(PATIENCE).status_code for each in asked] == [200, 200]
    assert ask(address, "Warum zögert Merz?").status_code == 200


def test_a_question_whose_asker_has_gone_gives_its_place_to_the_next(held):
    bot, address, _, users, client = held
    first = users.submit(ask, address, "Wie viele waren in Mali?")
    assert bot.begun.acquire(timeout=PATIENCE)

    with pytest.raises(Exception, match="timed out"), client_of(address) as leaving:
        leaving.post("/api/ask", json={"question": "Und?"}, timeout=0.5)
    wait_until(lambda: read(client)["belegt_questions_waiting",] == 0)
    second = users.submit(ask, address, "Warum zögert Merz?")
    wait_until(lambda: read(client)["belegt_questions_waiting",] == 1)
    bot.go.set()

    assert first.result(PATIENCE).status_code == 200
    assert second.result(PATIENCE).json()["question"] == "Warum zögert Merz?"
    assert bot.count == 2, "the question of the one who left was never looked at"


def test_answers_in_progress_are_finished_before_the_server_stops(held):
    bot, address, stop, users, client = held
    asked = [users.submit(ask, address, "Wie viele waren in Mali?") for _ in range(2)]
    wait_until(lambda: read(client)["belegt_questions_waiting",] == 1)

    stopping = users.submit(stop)
    wait_until(lambda: "being stopped" in ask(address, "Zu spät?").json()["error"])
    bot.go.set()

    assert [each.result(PATIENCE).json()["status"] for each in asked] == ["answered"] * 2
    stopping.result(PATIENCE)


def test_answers_that_take_too_long_do_not_keep_the_server_from_stopping():
    bot = WritingBot()
    users = ThreadPoolExecutor(1)
    with running(bot, limits=Limits(stopping=0.1)) as (address, stop):
        asked = users.submit(ask, address, "Wie viele waren in Mali?")
        assert bot.writing.wait(PATIENCE)

        stop()

    assert asked.result(PATIENCE).status_code == 503
    assert "being stopped" in asked.result().json()["error"]
    bot.go.release(3)
    assert bot.closed.wait(PATIENCE)


def test_a_language_model_that_writes_keeps_nobody_from_searching():
    bot = WritingBot()
    with (
        serving(bot, limits=Limits(at_once=1, waiting=0)) as address,
        ThreadPoolExecutor(1) as users,
        client_of(address) as client,
    ):
        slow = users.submit(ask, address, "Wie viele waren in Mali?")
        assert bot.writing.wait(PATIENCE)
        quick = ask(address, "Wer wurde Weltmeister?")
        with client.stream(
            "POST", "/api/ask", json={"question": "Warum zögert Merz?", "stream": True}
        ) as response:
            events = events_of(response.iter_lines())
            kind, found = next(events)
        bot.go.release(10)

        assert quick.json()["status"] == "refused"
        assert (kind, len(json.loads(found)["evidence"])) == ("evidence", 1)
        assert slow.result(PATIENCE).json()["status"] == "answered"


def test_threads_do_not_grow_with_the_questions():
    with serving(EchoBot(), limits=Limits(at_once=2, waiting=200)) as address:
        ask(address, "Frage?")
        before = threading.active_count()
        with ThreadPoolExecutor(24) as users:
            list(users.map(lambda number: ask(address, f"Frage {number}?"), range(100)))
            grown = threading.active_count() - before - 24

    assert grown <= 3


@pytest.mark.parametrize("length", [20, 21])
def test_the_longest_question_is_a_setting(length):
    with serving(EchoBot(), limits=Limits(question=20)) as address:
        response = ask(address, "M" * length)

    assert response.status_code == (200 if length == 20 else 400)
