"""What other websites, pages of other programs and odd requests get from the chat: nothing."""

import socket
from contextlib import closing
from urllib.parse import urlsplit

import httpx
import pytest

from chatbot import Chatbot
from index import open_for_writing
from index.fake_embedder import FakeEmbedder
from index.search import SearchIndex
from tests.chatbot.browsing import served
from tests.chatbot.conftest import MALI, PARIS


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder, embedder = tmp_path_factory.mktemp("index"), FakeEmbedder()
    with open_for_writing(folder, embedder) as writer:
        writer.add([PARIS, MALI])
    with closing(Chatbot(SearchIndex(folder, embedder))) as bot, served(bot, []) as address:
        yield address


@pytest.fixture(scope="module")
def client(address):
    with httpx.Client(base_url=address, trust_env=False, timeout=60) as client:
        yield client


def send_raw(address, target, headers=""):
    """The reply to a request whose target no client library would send."""
    parts = urlsplit(address)
    request = f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\n{headers}Connection: close\r\n\r\n"
    with socket.create_connection((parts.hostname, parts.port), timeout=60) as connection:
        connection.sendall(request.encode("latin-1"))
        reply = b""
        while part := connection.recv(65536):
            reply += part
    return reply


@pytest.mark.parametrize(
    "origin", ["http://localhost:3000", "http://127.0.0.1:1", "http://127.0.0.1", "http://[::1]:9"]
)
@pytest.mark.parametrize("path", ["/api/ask", "/mcp", "/gradio_api/component_server"])
def test_the_page_of_another_program_on_this_computer_gets_no_answer(client, origin, path):
    response = client.post(path, json={"question": "Mali?"}, headers={"Origin": origin})

    assert response.status_code == 403


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_the_own_page_gets_an_answer_under_both_names(address, client, host):
    own = f"{host}:{urlsplit(address).port}"
    headers = {"Host": own, "Origin": f"http://{own}"}

    assert client.post("/api/ask", json={"question": "Mali?"}, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "127.0.0.1@evil.example",
        "evil.example#127.0.0.1",
        "evil.example:7860",
        "127.0.0.1.",
        "",
        "[::1",
        "2130706433",
    ],
)
def test_a_name_that_was_rebound_to_this_computer_gets_no_answer(client, host):
    for path in ("/", "/healthz", "/config"):
        assert client.get(path, headers={"Host": host}).status_code in {400, 404}
    assert (
        client.post("/api/ask", json={"question": "M"}, headers={"Host": host}).status_code == 400
    )


@pytest.mark.parametrize("path", ["/", "/healthz", "/v1/models", "/gradio_api/startup-events"])
def test_no_website_may_read_what_it_makes_a_browser_fetch(client, path):
    response = client.get(path, headers={"Origin": "https://evil.example"})

    assert "access-control-allow-origin" not in response.headers
    assert response.headers["cross-origin-resource-policy"] == "same-origin"


def test_a_website_that_asks_beforehand_is_refused(client):
    asking = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}

    for path in ("/api/ask", "/mcp", "/v1/chat/completions", "/gradio_api/queue/join"):
        response = client.options(path, headers=asking)
        assert response.status_code == 405
        assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize(
    "target",
    [
        "/static/../../../../../../etc/passwd",
        "/static/..%2f..%2f..%2f..%2f..%2fetc/passwd",
        "/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/static//etc/passwd",
        "/assets/..%2f..%2fpackage.json",
        "/assets/../config",
        "/gradio_api/file=/etc/passwd",
        "/gradio_api/file%3D/etc/passwd",
        "/file=/etc/passwd",
        "//gradio_api/file=/etc/passwd",
        "/gradio_api/heartbeat/../file=/etc/passwd",
        "/gradio_api/stream/x/x/x/playlist.m3u8",
        "/gradio_api/proxy=http://127.0.0.1:1/",
        "/config/../gradio_api/info",
        "http://evil.example/gradio_api/info",
        "/%00",
        "/api/ask%0d%0aSet-Cookie:%20x=1",
    ],
)
def test_no_path_leads_out_of_what_exists(address, target):
    head, _, body = send_raw(address, target).partition(b"\r\n\r\n")

    assert head.split()[1] in {b"400", b"403", b"404", b"405"}
    assert b"root:" not in body
    assert b"set-cookie" not in head.lower()


@pytest.mark.parametrize(
    "function", ["__init__", "__class__", "preprocess", "get_config", "api_info", "launch", ""]
)
def test_only_the_functions_of_the_page_can_be_called(address, function):
    for component in range(1, 20):
        body = {"session_hash": "x", "component_id": component, "fn_name": function, "data": {}}
        try:
            response = httpx.post(f"{address}/gradio_api/component_server", json=body)
        except httpx.TransportError:
            continue  # Gradio breaks off where there is no such component
        assert response.status_code >= 400


def test_no_file_is_taken(client):
    called = {"session_hash": "x", "component_id": "16", "fn_name": "read_article"}
    file = {"data": ("../../x.html", b"<script>1</script>", "text/html")}

    response = client.post("/gradio_api/component_server", data=called, files=file)

    assert response.status_code == 413
    assert client.post("/gradio_api/upload", files=file).status_code == 404


PATHS = ["/api/ask", "/mcp", "/v1/chat/completions", "/gradio_api/queue/join"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "body",
    [b"[" * 200_000, b'{"a":' * 100_000, b"1" * 100_000, b'{"question": "\\ud800"}', b"\xff\xfe{}",
     b'"' + b"\\u0000" * 50_000 + b'"', b"null", b"-", b"{}{}"],
    ids=["brackets", "objects", "digits", "half", "utf16", "nulls", "null", "minus", "twice"],
)  # fmt: skip
def test_a_body_made_to_break_parsers_is_refused_and_the_chat_goes_on(client, path, body):
    headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}

    response = client.post(path, content=body, headers=headers)

    assert 400 <= response.status_code < 600
    assert "Traceback" not in response.text
    assert client.get("/healthz").status_code == 200
