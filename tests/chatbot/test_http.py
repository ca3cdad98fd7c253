import json
import socket
from datetime import date

import pytest
from starlette.testclient import TestClient

from chatbot import ChatError
from chatbot.http import build_server, serve
from chatbot.json_answer import answer_to_json
from chatbot.server.access import Access
from index import ArticleFilter


@pytest.fixture(scope="module")
def client(bot_of_this_module):
    app = build_server(bot_of_this_module, examples=[])
    with TestClient(app, base_url="http://127.0.0.1:7860") as client:
        yield client


def events_of(response):
    lines = [line.removeprefix("data: ") for line in response.text.split("\n\n") if line]
    assert lines.pop() == "[DONE]"
    return [json.loads(line) for line in lines]


def say(*contents):
    return [{"role": "user", "content": content} for content in contents]


def test_the_health_check_says_ok_and_nothing_else(client):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_a_question_is_answered_as_on_the_command_line(client, fake_bot):
    response = client.post("/api/ask", json={"question": "Warum zögert Merz?"})

    assert response.status_code == 200
    assert response.json() == answer_to_json(fake_bot.ask("Warum zögert Merz?"))


def test_an_answer_gives_every_citation_with_its_place_and_source(client):
    answer = client.post("/api/ask", json={"question": "Wie viele waren in Mali?"}).json()

    assert answer["status"] == "answered"
    assert answer["nearest"] is None
    assert answer["citations"] == [
        {
            "number": 1,
            "page": None,
            "copies": [],
            "quote": "Im Einsatz waren zwölf Soldaten.",
            "start": 38,
            "end": 70,
            "article_id": "mali",
            "title": "Bundeswehr in Mali",
            "source": "taz",
            "author": "",
            "published": "2015-11-26",
            "url": "",
            "answer": None,
            "against": None,
        }
    ]


def test_a_refusal_has_no_citations_but_the_nearest_miss(client):
    answer = client.post("/api/ask", json={"question": "Wer wurde Weltmeister?"}).json()

    assert answer["status"] == "refused"
    assert answer["citations"] == []
    assert answer["nearest"]["quote"] == "Im Norden lag die Obergrenze bei 150."
    assert answer["nearest"]["article_id"] == "mali"


def test_earlier_questions_reach_the_bot(client, fake_bot):
    client.post("/api/ask", json={"question": "Und Mali?", "history": ["Warum zögert Merz?"]})

    assert fake_bot.asked == [("Und Mali?", ["Warum zögert Merz?"])]


@pytest.mark.parametrize(
    ("body", "status", "named"),
    [
        ({"question": "  "}, 400, "the question is empty"),
        ({}, 422, "question"),
        ({"question": 7}, 422, "question"),
        ({"question": "Mali?", "history": "Merz"}, 422, "history"),
        ({"question": "Mali?", "history": ["Merz?"] * 21}, 422, "20 items"),
        ({"question": "Ist das kaputt?"}, 503, "belegt doctor"),
    ],
)
def test_what_cannot_be_answered_gets_one_clear_line(client, body, status, named):
    response = client.post("/api/ask", json=body)

    assert response.status_code == status
    assert list(response.json()) == ["error"]
    assert named in response.json()["error"]


def test_a_filter_reaches_the_bot(client, fake_bot):
    wish = {"sources": ["die zeit", "taz"], "published_from": "2015-01-01"}

    response = client.post("/api/ask", json={"question": "Mali?", "filter": wish})

    assert response.status_code == 200
    assert fake_bot.within == [
        ArticleFilter(sources=("die zeit", "taz"), published_from=date(2015, 1, 1))
    ]


@pytest.mark.parametrize(
    ("wish", "named"),
    [
        ({"sources": ["FAZ"]}, "the collection holds no outlet 'FAZ'; it holds, for example:"),
        ({"authors": ["Anna"]}, "no author 'Anna'"),
        ({"outlets": ["taz"]}, "filter.outlets"),
        ({"sources": "taz"}, "filter.sources"),
        ({"published_from": "gestern"}, "filter.published_from"),
        ({"published_from": "2024-02-01", "published_to": "2024-01-01"}, "swap them"),
        ({"sources": ["taz"] * 201}, "200 items"),
    ],
)
def test_a_filter_that_cannot_be_used_gets_one_clear_line(client, fake_bot, wish, named):
    response = client.post("/api/ask", json={"question": "Mali?", "filter": wish})

    assert response.status_code == 422
    assert list(response.json()) == ["error"]
    assert named in response.json()["error"]
    assert fake_bot.asked == []


def test_broken_json_gets_one_clear_line(client):
    response = client.post(
        "/api/ask", content=b'{"question": ', headers={"Content-Type": "application/json"}
    )

    assert response.status_code == 422
    assert "JSON" in response.json()["error"]


def test_a_body_of_more_than_a_megabyte_is_refused(client, fake_bot):
    response = client.post("/api/ask", json={"question": "a" * 1_100_000})

    assert response.status_code == 413
    assert "1048576 bytes" in response.json()["error"]
    assert fake_bot.asked == []


def test_a_body_of_unstated_length_is_refused(client, fake_bot):
    response = client.post("/api/ask", content=iter([b"{}"]))

    assert response.status_code == 411
    assert fake_bot.asked == []


def test_a_completion_answers_the_last_user_message_and_names_its_sources(client, fake_bot):
    response = client.post(
        "/v1/chat/completions",
        json={
            "model": "belegt",
            "temperature": 0,
            "messages": [
                {"role": "system", "content": "Du bist ein Pirat."},
                {"role": "user", "content": "Warum zögert Merz?"},
                {"role": "assistant", "content": "Darum."},
                {"role": "user", "content": [{"type": "text", "text": "Und in Mali?"}]},
            ],
        },
    )

    completion = response.json()
    assert fake_bot.asked == [("Und in Mali?", ["Warum zögert Merz?"])]
    assert completion["object"] == "chat.completion"
    assert completion["choices"][0]["finish_reason"] == "stop"
    assert completion["choices"][0]["message"]["content"] == (
        "Laut taz: Im Einsatz waren zwölf Soldaten. [1]\n\n"
        "Quellen:\n[1] taz (26.11.2015): „Bundeswehr in Mali“"
    )
    assert completion["citations"][0]["quote"] == "Im Einsatz waren zwölf Soldaten."


def test_a_streamed_completion_has_the_same_text_and_citations(client):
    body = {"messages": say("Warum zögert Merz?")}
    whole = client.post("/v1/chat/completions", json=body).json()

    response = client.post("/v1/chat/completions", json={**body, "stream": True})

    chunks = events_of(response)
    assert response.headers["content-type"].startswith("text/event-stream")
    deltas = [chunk["choices"][0]["delta"] for chunk in chunks]
    assert deltas[0]["role"] == "assistant"
    assert (
        "".join(delta.get("content", "") for delta in deltas)
        == whole["choices"][0]["message"]["content"]
    )
    assert chunks[-1]["choices"][0]["finish_reason"] == "stop"
    assert chunks[-1]["citations"] == whole["citations"]
    assert len({chunk["id"] for chunk in chunks}) == 1


def test_a_refused_completion_lists_no_sources(client):
    completion = client.post(
        "/v1/chat/completions", json={"messages": say("Wer wurde Weltmeister?")}
    ).json()

    assert completion["citations"] == []
    assert "Quellen:" not in completion["choices"][0]["message"]["content"]


def test_a_long_conversation_with_pictures_is_answered(client, fake_bot):
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    turns = [
        message
        for _ in range(150)
        for message in (
            {"role": "user", "content": [{"type": "text", "text": "Und?"}, picture]},
            {"role": "assistant", "content": "Laut taz: " + "viel " * 300},
        )
    ]
    last = {"role": "user", "content": "Warum zögert Merz?"}

    response = client.post("/v1/chat/completions", json={"messages": [*turns, last]})

    assert response.status_code == 200
    assert fake_bot.asked == [("Warum zögert Merz?", ["Und?"] * 20)]


def test_the_models_can_be_listed(client):
    assert [model["id"] for model in client.get("/v1/models").json()["data"]] == ["belegt"]


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("messages", [say(" "), [{"role": "system", "content": "Hallo"}]])
def test_a_completion_without_a_question_gets_one_clear_line(client, messages, stream):
    response = client.post("/v1/chat/completions", json={"messages": messages, "stream": stream})

    assert response.status_code == 400
    assert "the question is empty" in response.json()["error"]


@pytest.mark.parametrize("path", ["/", "/healthz", "/gibt-es-nicht", "/theme.css"])
def test_every_response_carries_the_security_headers(client, path):
    headers = client.get(path).headers

    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/gradio_api/upload"),
        ("GET", "/gradio_api/file=/etc/passwd"),
        ("GET", "/gradio_api/proxy=https://example.org"),
        ("GET", "/gradio_api/openapi.json"),
        ("GET", "/gradio_api/runs"),
        ("GET", "/monitoring"),
        ("GET", "/docs"),
        ("POST", "/gradio_api/run/ask"),
        ("POST", "/gradio_api/vibe-edit"),
    ],
)
def test_what_the_chat_does_not_need_does_not_exist(client, method, path):
    response = client.request(method, path)

    assert response.status_code == 404
    assert list(response.json()) == ["error"]


def test_a_question_of_the_page_goes_through_the_queue_only(client):
    asked = {"data": ["Warum?", None, "de", "{}", "[]"], "fn_index": 0, "session_hash": "a"}

    response = client.post("/gradio_api/run/predict", json=asked)

    assert response.status_code == 404
    assert "join the queue" in response.text


def test_a_wrong_method_is_named(client):
    response = client.get("/api/ask")

    assert response.status_code == 405
    assert "POST" in response.json()["error"]


def test_a_foreign_host_name_gets_no_answer(client, fake_bot):
    response = client.post(
        "/api/ask", json={"question": "Mali?"}, headers={"Host": "angreifer.example"}
    )

    assert response.status_code == 400
    assert fake_bot.asked == []


@pytest.mark.parametrize("origin", ["https://angreifer.example", "null", "http://[", ""])
def test_another_website_gets_no_answer(client, fake_bot, origin):
    body = json.dumps({"question": "Mali?"})

    for path in ("/api/ask", "/gradio_api/component_server"):
        response = client.post(path, content=body, headers={"Origin": origin})
        assert response.status_code == 403
    assert fake_bot.asked == []


def test_the_own_page_gets_an_answer(client):
    own = {"Origin": "http://127.0.0.1:7860"}

    assert client.post("/api/ask", json={"question": "Mali?"}, headers=own).status_code == 200


def test_a_port_in_use_is_named_with_the_option_that_helps(fake_bot):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(ChatError, match=f"port {port} is in use.*--port"):
            serve(fake_bot, host="127.0.0.1", port=port)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.7", "belegt.example", ""])  # noqa: S104
def test_the_chat_does_not_listen_where_others_reach_it_without_a_password(fake_bot, host):
    with pytest.raises(ChatError, match=r"BELEGT_PASSWORD.*BELEGT_TOKEN"):
        serve(fake_bot, host=host, port=0)


def test_a_host_that_is_no_address_is_named(fake_bot):
    with pytest.raises(ChatError, match=r"'belegt.example' is no address"):
        serve(fake_bot, host="belegt.example", port=0, access=Access(password="geheim-genug"))
