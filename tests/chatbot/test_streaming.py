"""Answers over HTTP as they are written, from a real server."""

import json

import pytest

from chatbot.json_answer import answer_to_json
from tests.chatbot.conftest import FakeBot
from tests.chatbot.serving import PATIENCE, WritingBot, client_of, events_of, serving

STREAM = {"Accept": "text/event-stream"}


@pytest.fixture(scope="module")
def writing():
    bot = WritingBot()
    with serving(bot) as address, client_of(address) as client:
        yield bot, client


@pytest.fixture(scope="module")
def client():
    with serving(FakeBot()) as address, client_of(address) as client:
        yield client


def ask(client, question, **headers):
    response = client.post("/api/ask", json={"question": question}, headers=STREAM | headers)
    return response, list(events_of(response.text.splitlines()))


def test_the_last_event_is_the_answer_as_it_comes_without_streaming(client):
    response, events = ask(client, "Warum zögert Merz?")

    assert response.headers["content-type"].startswith("text/event-stream")
    assert [kind for kind, _ in events][:2] == ["evidence", "text"]
    assert events[-1][0] == "answer"
    whole = client.post("/api/ask", json={"question": "Warum zögert Merz?"}).json()
    assert json.loads(events[-1][1]) == whole == answer_to_json(FakeBot().ask("Warum zögert Merz?"))


def test_the_pieces_of_text_make_the_text_of_the_answer(client):
    _, events = ask(client, "Warum zögert Merz?")

    pieces = [json.loads(data)["text"] for kind, data in events if kind == "text"]
    assert "".join(pieces) == json.loads(events[-1][1])["text"]


def test_a_field_of_the_request_asks_for_events_too(client):
    response = client.post("/api/ask", json={"question": "Mali?", "stream": True})

    assert "event: answer\n" in response.text


def test_what_can_not_be_answered_has_its_status_even_when_streamed(client):
    response = client.post("/api/ask", json={"question": "  "}, headers=STREAM)

    assert response.status_code == 400
    assert "empty" in response.json()["error"]


def test_evidence_has_its_article_and_offsets_before_anything_is_written(writing):
    bot, client = writing
    bot.go.release(3)

    _, events = ask(client, "Wie viele waren in Mali?")

    kinds = [kind for kind, _ in events]
    assert kinds == ["evidence", "draft", "draft", "draft", "text", "answer"]
    (found,) = json.loads(events[0][1])["evidence"]
    assert found["quote"] == "Im Norden lag die Obergrenze bei 150."
    assert (found["start"], found["end"], found["article_id"]) == (0, 37, "mali")
    assert json.loads(events[1][1]) == {"text": "Entwurf 0"}


def test_a_client_that_goes_away_stops_the_work(writing):
    bot, client = writing
    bot.closed.clear()
    bot.writing.clear()
    bot.asked.clear()

    with client.stream(
        "POST", "/api/ask", json={"question": "Wie viele waren in Mali?"}, headers=STREAM
    ) as response:
        events = events_of(response.iter_lines())
        assert next(events)[0] == "evidence"
        assert bot.writing.wait(PATIENCE)
    for _ in range(2):  # that nobody is there may be noticed only after a piece was written
        bot.go.release()
        if bot.closed.wait(PATIENCE / 4):
            break

    assert bot.closed.is_set()
    assert bot.asked == []  # it never came to the answer


def test_an_error_on_the_way_is_the_last_event():
    class BreakingBot(WritingBot):
        def ask(self, question, history=(), *, within=None):
            raise RuntimeError("geheime Einzelheit")

    bot = BreakingBot()
    bot.go.release(3)
    with serving(bot) as address, client_of(address) as client:
        _, events = ask(client, "Wie viele waren in Mali?")

    kind, data = events[-1]
    assert kind == "error"
    assert "log" in json.loads(data)["error"]
    assert "geheim" not in data
