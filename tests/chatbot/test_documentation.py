"""The description of the interface says what is really answered."""

import json
import re

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from chatbot.http import build_server
from chatbot.server.access import Access
from chatbot.server.limits import Limits
from tests.chatbot.conftest import FakeBot

ASK = ("post", "/api/ask")
COMPLETE = ("post", "/v1/chat/completions")
TOKEN = "t" * 32


def say(content):
    return {"messages": [{"role": "user", "content": content}]}


# Every route with what is sent and the status that is answered.
EXCHANGES = [
    (("get", "/healthz"), None, 200),
    (("get", "/metrics"), None, 200),
    (("get", "/v1/models"), None, 200),
    (ASK, {"question": "Wie viele waren in Mali?"}, 200),
    (ASK, {"question": "Warum zögert Merz?", "history": ["Und Mali?"]}, 200),
    (ASK, {"question": "Wer wurde Weltmeister?"}, 200),
    (ASK, {"question": " "}, 400),
    (ASK, {"question": "a" * 2001}, 400),
    (ASK, {"question": "a" * 1_100_000}, 413),
    (ASK, {}, 422),
    (ASK, {"question": "Mali?", "history": ["Merz?"] * 21}, 422),
    (ASK, {"question": "Ist das kaputt?"}, 503),
    (COMPLETE, say("Warum zögert Merz?"), 200),
    (COMPLETE, say("Wer wurde Weltmeister?"), 200),
    (COMPLETE, say(" "), 400),
    (COMPLETE, {"messages": []}, 422),
    (COMPLETE, say("Ist das kaputt?"), 503),
]


@pytest.fixture(scope="module")
def client():
    with TestClient(
        build_server(FakeBot(), examples=[]), base_url="http://127.0.0.1:7860"
    ) as client:
        yield client


@pytest.fixture(scope="module")
def schema(client):
    return client.get("/openapi.json").json()


def described(schema, route, status, kind="application/json"):
    method, path = route
    content = schema["paths"][path][method]["responses"][str(status)]["content"][kind]["schema"]
    return Draft202012Validator({**content, "components": schema["components"]})


@pytest.mark.parametrize(("route", "body", "status"), EXCHANGES)
def test_what_is_answered_is_what_is_described(client, schema, route, body, status):
    response = client.request(*route, json=body)

    assert response.status_code == status
    kind = response.headers["content-type"].partition(";")[0]
    content = response.json() if kind == "application/json" else response.text
    described(schema, route, status, kind).validate(content)


def test_every_described_route_is_tried_here(schema):
    routes = {(method, path) for path, methods in schema["paths"].items() for method in methods}

    own = {route for route in routes if not route[1].startswith(("/api/", "/mcp"))} | {ASK}
    assert own <= {route for route, _, _ in EXCHANGES}


@pytest.mark.parametrize("route", [ASK, COMPLETE])
def test_too_many_and_nobody_known_are_described(schema, route):
    limited = TestClient(
        build_server(
            FakeBot(), examples=[], limits=Limits(per_minute=1), access=Access(token=TOKEN)
        ),
        base_url="http://127.0.0.1",
        client=("192.0.2.1", 1),
    )
    body = {"question": "Mali?"} if route is ASK else say("Mali?")
    bearer = {"Authorization": f"Bearer {TOKEN}"}

    statuses = []
    for headers in ({}, bearer, bearer):
        response = limited.request(*route, json=body, headers=headers)
        described(schema, route, response.status_code).validate(response.json())
        statuses.append(response.status_code)

    assert statuses == [401, 200, 429]


@pytest.mark.parametrize("route", [ASK, COMPLETE])
def test_an_answer_with_a_field_too_many_would_be_noticed(client, schema, route):
    body = {"question": "Mali?"} if route is ASK else say("Mali?")
    answer = client.request(*route, json=body).json()

    assert not described(schema, route, 200).is_valid(answer | {"neu": 1})


def test_every_object_and_every_route_is_described(schema):
    for path, methods in schema["paths"].items():
        for method, route in methods.items():
            assert route["summary"], (method, path)
            assert route["description"], (method, path)
    for name, part in schema["components"]["schemas"].items():
        assert part.get("description"), name


def test_the_schema_is_valid_openapi_of_json_schema(schema):
    assert schema["openapi"].startswith("3.1")
    for part in schema["components"]["schemas"].values():
        Draft202012Validator.check_schema(part)


def test_the_page_shows_everything_and_needs_nothing_from_elsewhere(client, schema):
    response = client.get("/api")

    assert response.headers["content-type"].startswith("text/html")
    for path in schema["paths"]:
        assert path in response.text
    for name in schema["components"]["schemas"]:
        assert f'id="{name}"' in response.text
    assert "curl http://127.0.0.1:7860/api/ask" in response.text
    assert "<script" not in response.text
    assert "@import" not in response.text
    assert re.findall(r'(?:src|href)="(?!#|openapi\.json)', response.text) == []


def test_examples_of_requests_can_be_sent(client, schema):
    for example in schema["components"]["schemas"]["AskRequest"]["examples"]:
        assert client.post("/api/ask", json=example).status_code == 200
        assert json.dumps(example)
