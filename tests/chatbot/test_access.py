"""Who may use a chat that has a password, a token or both."""

import anyio
import pytest
from starlette.testclient import TestClient

from chatbot.http import build_server
from chatbot.server.access import Access, Sessions
from chatbot.server.gate import Gate
from chatbot.server.limits import Limits
from chatbot.server.rate import RateLimit
from chatbot.settings import Settings
from tests.chatbot.conftest import FakeBot
from tests.chatbot.serving import client_of, serving

PASSWORD = "Grüße aus Köln"
TOKEN = "t" * 32
BEARER = {"Authorization": f"Bearer {TOKEN}"}
BROWSER = {"Accept": "text/html"}
QUESTION = {"question": "Wie viele waren in Mali?"}
PATHS = ["/", "/metrics", "/api", "/openapi.json", "/v1/models", "/config", "/theme.css",
         "/gradio_api/info", "/gradio_api/startup-events"]  # fmt: skip


@pytest.fixture(scope="module")
def guarded():
    return build_server(FakeBot(), examples=[], access=Access(PASSWORD, TOKEN))


def client_from(app, address="192.0.2.7"):
    return TestClient(
        app, base_url="http://127.0.0.1:7860", client=(address, 5000), follow_redirects=False
    )


@pytest.fixture
def client(request, guarded):
    """A client with an address of its own, so that no test counts another's failures."""
    number = sum(map(ord, request.node.name)) % 250
    return client_from(guarded, f"198.51.100.{number}")


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_shown_to_who_shows_nothing(client, path):
    response = client.get(path)

    assert response.status_code == 401
    assert response.headers["www-authenticate"] == "Bearer"
    assert "Authorization: Bearer" in response.json()["error"]


@pytest.mark.parametrize("path", ["/api/ask", "/v1/chat/completions", "/gradio_api/queue/join"])
def test_nothing_is_done_for_who_shows_nothing(client, path):
    assert client.post(path, json=QUESTION).status_code == 401


def test_every_route_that_is_described_is_behind_the_gate_but_one(guarded, client):
    schema = client.get("/openapi.json", headers=BEARER).json()

    open_paths = [
        path
        for path, methods in schema["paths"].items()
        for method in methods
        if client.request(method, path).status_code != 401
    ]
    assert open_paths == ["/healthz"]


def test_the_health_check_is_for_everybody(client):
    assert client.get("/healthz").json() == {"status": "ok"}


def test_a_browser_is_led_to_the_login(client):
    response = client.get("/", headers=BROWSER)

    assert (response.status_code, response.headers["location"]) == (303, "/login")


def test_the_login_speaks_the_browsers_language_and_runs_no_script(client):
    german = client.get("/login", headers={"Accept-Language": "de-DE,en;q=0.5"})
    english = client.get("/login", headers={"Accept-Language": "en-GB,de;q=0.5"})

    assert 'lang="de"' in german.text
    assert "Passwort" in german.text
    assert 'lang="en"' in english.text
    assert "<script" not in german.text
    policy = german.headers["content-security-policy"]
    assert "script-src 'none'" in policy
    assert "form-action 'self'" in policy


def test_the_password_opens_the_page_until_one_logs_out(client):
    reply = client.post("/login", data={"password": PASSWORD})

    assert (reply.status_code, reply.headers["location"]) == (303, "/")
    cookie = reply.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert "Secure" not in cookie
    page = client.get("/", headers=BROWSER)
    assert page.status_code == 200
    assert "Abmelden" in page.text
    assert client.post("/api/ask", json=QUESTION).status_code == 200

    key = client.cookies["belegt_session"]
    assert client.post("/logout").status_code == 303
    client.cookies.set("belegt_session", key)
    assert client.post("/api/ask", json=QUESTION).status_code == 401


def test_another_spelling_of_the_same_letters_is_the_same_password(client):
    decomposed = "Gru\u0308ße aus Ko\u0308ln"

    assert client.post("/login", data={"password": decomposed}).status_code == 303


def test_behind_https_the_cookie_is_secure(guarded):
    client = TestClient(
        guarded, base_url="https://127.0.0.1", client=("192.0.2.8", 1), follow_redirects=False
    )

    assert "Secure" in client.post("/login", data={"password": PASSWORD}).headers["set-cookie"]


@pytest.mark.parametrize("given", ["", "falsch", PASSWORD + " ", TOKEN, "\x00", "ü" * 5000])
def test_a_wrong_password_gives_no_cookie(client, given):
    response = client.post("/login", data={"password": given})

    assert response.status_code == 403
    assert "set-cookie" not in response.headers
    assert 'role="alert"' in response.text


def test_another_website_can_not_log_anybody_in(client):
    response = client.post(
        "/login", data={"password": PASSWORD}, headers={"Origin": "https://angreifer.example"}
    )

    assert response.status_code == 403
    assert "set-cookie" not in response.headers


def test_the_token_opens_everything_to_programs(client):
    for path in PATHS:
        assert client.get(path, headers=BEARER).status_code == 200, path
    assert client.post("/api/ask", json=QUESTION, headers=BEARER).status_code == 200


@pytest.mark.parametrize(
    "given", ["Bearer ", "Bearer falsch", f"Basic {TOKEN}", TOKEN, f"Bearer {PASSWORD}".encode()]
)
def test_a_wrong_token_opens_nothing(client, given):
    response = client.post("/api/ask", json=QUESTION, headers={"Authorization": given})

    assert response.status_code == 401


@pytest.mark.parametrize("cookie", ["belegt_session=", "belegt_session=erfunden", "=;=;", "\x7f"])
def test_an_invented_session_opens_nothing(client, cookie):
    assert client.get("/metrics", headers={"Cookie": cookie}).status_code == 401


def test_who_guesses_has_to_wait_and_nobody_else(guarded):
    guesser, other = client_from(guarded, "203.0.113.1"), client_from(guarded, "203.0.113.2")
    inside = client_from(guarded, "203.0.113.1")
    inside.post("/login", data={"password": PASSWORD})

    tries = [guesser.post("/login", data={"password": f"{n}"}).status_code for n in range(6)]
    blocked = guesser.post("/login", data={"password": PASSWORD})

    assert tries == [403] * 5 + [429]
    assert blocked.status_code == 429
    assert 1 <= int(blocked.headers["retry-after"]) <= 60
    assert other.post("/login", data={"password": PASSWORD}).status_code == 303
    assert inside.get("/metrics").status_code == 200, "who is in stays in"
    wrong = {"Authorization": "Bearer falsch"}
    assert guesser.get("/metrics", headers=wrong).status_code == 429
    assert guesser.get("/metrics", headers=BEARER).status_code == 200, "a token can't be guessed"


async def test_guesses_whose_bodies_are_held_back_are_counted_all_the_same():
    gate, together = Gate(lambda *_: None, Access(PASSWORD)), anyio.Event()
    statuses = []

    async def guess():
        async def receive():
            await together.wait()
            return {"type": "http.request", "body": b"password=falsch"}

        async def send(message):
            if message["type"] == "http.response.start":
                statuses.append(message["status"])

        scope = {"type": "http", "method": "POST", "path": "/login", "query_string": b"",
                 "headers": [], "client": ("203.0.113.9", 1)}  # fmt: skip
        await gate(scope, receive, send)

    async with anyio.create_task_group() as guessers:
        for _ in range(8):
            guessers.start_soon(guess)
        await anyio.wait_all_tasks_blocked()
        together.set()

    assert sorted(statuses) == [403] * 5 + [429] * 3


def test_a_form_that_can_not_be_read_is_a_wrong_password(guarded):
    guesser = client_from(guarded, "203.0.113.10")
    form = "&".join(f"a{number}=1" for number in range(10)) + f"&password={PASSWORD}"

    tries = [guesser.post("/login", content=form.encode()).status_code for _ in range(6)]

    assert tries == [403] * 5 + [429]


def test_all_addresses_of_one_ipv6_network_are_one_guesser(guarded):
    tries = [
        client_from(guarded, f"2001:db8::{n:x}").post("/login", data={"password": "x"}).status_code
        for n in range(1, 7)
    ]
    elsewhere = client_from(guarded, "2001:db8:0:1::1").post("/login", data={"password": "x"})

    assert tries == [403] * 5 + [429]
    assert elsewhere.status_code == 403


def test_without_a_token_programs_are_told_what_to_set():
    client = client_from(build_server(FakeBot(), examples=[], access=Access(PASSWORD)))

    response = client.post("/api/ask", json=QUESTION, headers=BEARER)

    assert response.status_code == 401
    assert "BELEGT_TOKEN" in response.json()["error"]


def test_without_a_password_there_is_no_login():
    client = client_from(build_server(FakeBot(), examples=[], access=Access(token=TOKEN)))

    assert client.get("/", headers=BROWSER).status_code == 401
    assert client.get("/login").status_code == 404
    assert client.post("/login", data={"password": ""}).status_code == 404


def test_a_chat_without_password_and_token_asks_for_nothing():
    client = client_from(build_server(FakeBot(), examples=[]))

    assert client.get("/metrics").status_code == 200
    assert "Abmelden" not in client.get("/").text
    for method, path in (("GET", "/login"), ("POST", "/login"), ("POST", "/logout")):
        assert client.request(method, path).status_code == 404


@pytest.mark.parametrize(
    ("host", "status"),
    [("belegt.example", 401), ("BELEGT.example:8443", 401), ("127.0.0.1", 401), ("192.0.2.1", 400),
     ("belegt.example.angreifer.example", 400), ("", 400)],
)  # fmt: skip
def test_it_answers_under_the_names_that_are_allowed(host, status):
    access = Access(PASSWORD, TOKEN, allowed_hosts=("belegt.example",))
    client = client_from(build_server(FakeBot(), examples=[], access=access))

    assert client.get("/metrics", headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    ("host", "origin", "status"),
    [("127.0.0.1:7860", "http://127.0.0.1:7860", 200),
     ("127.0.0.1:7860", "http://127.0.0.1:9999", 403),
     ("localhost:7860", "http://localhost:9999", 403),
     ("localhost:7860", "http://127.0.0.1:7860", 403),
     ("192.0.2.1:7860", "http://192.0.2.1:9999", 403),
     ("127.0.0.1:7860", "http://app.localhost:9999", 403),
     ("127.0.0.1:7860", "https://belegt.example", 200)],
)  # fmt: skip
def test_only_a_proxys_name_may_differ_from_the_host_that_is_asked(
    monkeypatch, host, origin, status
):
    monkeypatch.setenv(
        "BELEGT_ALLOWED_HOSTS", "belegt.example,192.0.2.1,localhost,app.localhost,127.0.0.1"
    )
    access = Settings().access("127.0.0.1")
    client = client_from(build_server(FakeBot(), examples=[], access=access))

    response = client.post("/api/ask", json=QUESTION, headers={"Host": host, "Origin": origin})

    assert response.status_code == status


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "192.0.2.1"])
def test_a_page_on_another_port_of_the_address_it_listens_on_is_refused(host):
    access = Settings(token=TOKEN).access(host)
    client = client_from(build_server(FakeBot(), examples=[], access=access))

    own, foreign = (
        client.post(
            "/api/ask",
            json=QUESTION,
            headers={"Host": f"{host}:7860", "Origin": f"http://{host}:{port}", **BEARER},
        )
        for port in (7860, 9999)
    )

    assert (own.status_code, foreign.status_code) == (200, 403)


def test_on_all_addresses_it_answers_under_each_but_under_no_other_name():
    access = Access(PASSWORD, TOKEN, any_address=True)
    client = client_from(build_server(FakeBot(), examples=[], access=access))

    hosts = ("192.0.2.1:7860", "[2001:db8::1]:7860", "angreifer.example")
    statuses = [client.get("/login", headers={"Host": host}).status_code for host in hosts]

    assert statuses == [200, 200, 400]


@pytest.mark.parametrize(("trusted", "statuses"), [(("127.0.0.1",), {200, 429}), ((), {200})])
def test_forwarded_addresses_are_believed_of_trusted_proxies_only(trusted, statuses):
    access = Access(trusted_proxies=trusted)
    with (
        serving(FakeBot(), limits=Limits(per_minute=2), access=access) as address,
        client_of(address) as client,
    ):
        forwarded = {"X-Forwarded-For": "203.0.113.9"}
        asked = [client.post("/api/ask", json=QUESTION, headers=forwarded) for _ in range(3)]
        other = client.post("/api/ask", json=QUESTION, headers={"X-Forwarded-For": "203.0.113.8"})

    assert {response.status_code for response in asked} == statuses
    assert other.status_code == 200
    for refused in (response for response in asked if response.status_code == 429):
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert "more than 2 questions a minute" in refused.json()["error"]


def test_behind_a_proxy_on_this_computer_that_is_not_trusted_all_count_as_one_address():
    access = Access(allowed_hosts=("belegt.example",))
    with (
        serving(FakeBot(), limits=Limits(per_minute=2), access=access) as address,
        client_of(address, headers={"Host": "belegt.example"}) as client,
    ):
        asked = [
            client.post("/api/ask", json=QUESTION, headers={"X-Forwarded-For": f"203.0.113.{n}"})
            for n in range(3)
        ]

    assert [response.status_code for response in asked] == [200, 200, 429]


@pytest.mark.parametrize(
    ("name", "given", "said"),
    [("PASSWORD", "kurz", "8 characters"), ("TOKEN", "t" * 23, "24 characters")],
)
def test_what_could_be_guessed_is_refused(monkeypatch, name, given, said):
    monkeypatch.setenv(f"BELEGT_{name}", given)

    with pytest.raises(ValueError, match=said) as raised:
        Settings()

    assert given not in str(raised.value.errors(include_input=False))


def test_settings_name_hosts_and_proxies_with_commas(monkeypatch):
    monkeypatch.setenv("BELEGT_ALLOWED_HOSTS", "belegt.example, chat.example")
    monkeypatch.setenv("BELEGT_TRUSTED_PROXIES", "10.0.0.1")
    monkeypatch.setenv("BELEGT_PASSWORD", "lang genug")

    access = Settings().access("192.0.2.1")

    assert access == Access(
        "lang genug", "", ("belegt.example", "chat.example"), ("10.0.0.1",), "192.0.2.1"
    )


def test_a_session_ends_after_twelve_hours():
    now = 100.0
    sessions = Sessions(clock=lambda: now)
    key = sessions.open()

    now += 12 * 3600 - 1
    assert sessions.holds(key)
    now += 1
    assert not sessions.holds(key)


def test_an_address_may_again_when_its_minute_is_over():
    now = 1000.0
    limit = RateLimit(2, clock=lambda: now)

    assert [limit.take("192.0.2.1") for _ in range(3)] == [0, 0, 60]
    now += 59.5
    assert limit.take("192.0.2.1") == 1
    now += 0.5
    assert limit.take("192.0.2.1") == 0


def test_this_computer_itself_is_not_limited():
    limit = RateLimit(1)

    assert [limit.take(own) for own in ("127.0.0.1", "::1", "::ffff:127.0.0.1") * 2] == [0] * 6


def test_ten_thousand_addresses_are_remembered_at_most():
    limit = RateLimit(1)
    for number in range(10_001):
        limit.take(f"10.0.{number // 256}.{number % 256}")

    assert limit.take("10.0.0.0") == 0  # forgotten
    assert limit.take("10.0.0.2") > 0
