"""What Prometheus reads, from a real server."""

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.chatbot.conftest import FakeBot
from tests.chatbot.serving import client_of, serving


@pytest.fixture
def client():
    with serving(FakeBot()) as address, client_of(address) as client:
        yield client


def read(client):
    text = client.get("/metrics").text
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def say(*contents):
    return [{"role": "user", "content": content} for content in contents]


def test_questions_are_counted_by_outcome_and_way(client):
    for question in ("Wie viele waren in Mali?", "Warum zögert Merz?", "Wer wurde Weltmeister?"):
        client.post("/api/ask", json={"question": question})
    client.post("/api/ask", json={"question": "Absturz"})
    client.post("/v1/chat/completions", json={"messages": say("Warum zögert Merz?")})
    client.post(
        "/v1/chat/completions", json={"messages": say("Warum zögert Merz?"), "stream": True}
    )

    figures = read(client)
    assert figures["belegt_questions_total", "answered", "api"] == 2
    assert figures["belegt_questions_total", "refused", "api"] == 1
    assert figures["belegt_questions_total", "error", "api"] == 1
    assert figures["belegt_questions_total", "answered", "completions"] == 2
    assert figures["belegt_questions_total", "answered", "page"] == 0
    assert figures["belegt_answer_seconds_count", "api"] == 4
    assert figures["belegt_answer_seconds_bucket", "+Inf", "completions"] == 2


def test_collection_and_process_are_described(client):
    figures = read(client)

    assert figures["belegt_articles",] == 3
    assert figures["belegt_index_generation",] == 7
    assert figures["process_resident_memory_bytes",] > 10_000_000
    assert figures["belegt_questions_in_progress",] == 0
    assert figures["belegt_questions_waiting",] == 0


def test_nothing_is_told_of_what_was_asked_or_by_whom(client):
    client.post("/api/ask", json={"question": "Was macht Erika Mustermann in Mali?"})

    text = client.get("/metrics").text
    assert "Mustermann" not in text
    assert "127.0.0.1" not in text


def test_prometheus_is_given_its_own_format(client):
    response = client.get("/metrics")

    assert response.headers["content-type"].startswith("text/plain; version=")
