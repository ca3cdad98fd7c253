"""Programs as people have them, against a real server over the four articles."""

import json
import shutil
import subprocess
from pathlib import Path

import openai
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from chatbot import Chatbot
from chatbot.server.access import Access
from tests.chatbot.serving import client_of, events_of, serving

ARTICLES = Path(__file__).parents[3] / "shared" / "articles"
QUESTION = "Warum zögert Merz?"
TOKEN = "t" * 32

pytestmark = [
    pytest.mark.model,
    pytest.mark.shared,
    pytest.mark.skipif(not ARTICLES.is_dir(), reason="there is no ../shared"),
]


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    bot = Chatbot.from_folder(ARTICLES, index=tmp_path_factory.mktemp("articles") / "index")
    yield bot
    bot.close()


@pytest.fixture(scope="module")
def address(bot):
    with serving(bot, access=Access(token=TOKEN)) as address:
        yield address


@pytest.fixture(scope="module")
def openai_client(address):
    with openai.OpenAI(base_url=f"{address}/v1", api_key=TOKEN, max_retries=0) as client:
        yield client


@pytest.fixture(scope="module")
def gradio_client(address):
    client = Client(
        address,
        headers={"Authorization": f"Bearer {TOKEN}"},
        verbose=False,
        analytics_enabled=False,
    )
    yield client
    client.close()


def assert_answers(citations, bot):
    """Somebody says why Merz hesitates, and it stands there, letter for letter."""
    assert citations
    for citation in citations:
        article = bot.article(citation["article_id"])
        assert article.body[citation["start"] : citation["end"]] == citation["quote"]
    assert any("Skepsis" in citation["quote"] for citation in citations)


def test_openais_client_gets_the_cited_answer(openai_client, bot):
    completion = openai_client.chat.completions.create(
        model="belegt", messages=[{"role": "user", "content": QUESTION}]
    )

    text = completion.choices[0].message.content
    assert "[1]" in text
    assert "Quellen:" in text
    assert_answers(completion.model_extra["citations"], bot)


def test_openais_client_gets_the_same_answer_in_pieces(openai_client, bot):
    whole = openai_client.chat.completions.create(
        model="belegt", messages=[{"role": "user", "content": QUESTION}]
    )

    chunks = list(
        openai_client.chat.completions.create(
            model="belegt", messages=[{"role": "user", "content": QUESTION}], stream=True
        )
    )

    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert text == whole.choices[0].message.content
    assert_answers(chunks[-1].model_extra["citations"], bot)


def test_openais_client_without_the_token_is_told_so(address):
    with (
        openai.OpenAI(base_url=f"{address}/v1", api_key="falsch", max_retries=0) as client,
        pytest.raises(openai.AuthenticationError) as raised,
    ):
        client.models.list()

    assert "asks for its token" in str(raised.value.body)


def test_gradios_client_gets_the_cited_answer(gradio_client, bot):
    answer = gradio_client.predict(question=QUESTION, api_name="/ask")

    assert answer["status"] == "answered"
    assert_answers(answer["citations"], bot)


def test_gradios_client_can_follow_up(gradio_client):
    answer = gradio_client.predict(
        question="Und was will Macron?", history=[QUESTION], api_name="/ask"
    )

    assert answer["question"] == "Und was will Macron?"


@pytest.mark.parametrize(("question", "said"), [(" ", "empty"), ("a" * 2001, "2001 characters")])
def test_gradios_client_is_told_what_is_wrong(gradio_client, question, said):
    with pytest.raises(AppError, match=said):
        gradio_client.predict(question=question, api_name="/ask")


@pytest.mark.parametrize("history", [7, "Merz?", [7], {"a": 1}])
def test_gradios_client_can_not_send_what_is_no_history(gradio_client, history):
    with pytest.raises(AppError, match="history"):
        gradio_client.predict(question=QUESTION, history=history, api_name="/ask")


def test_gradios_clients_may_call_this_and_nothing_else(address):
    with client_of(address, headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        info = client.get("/gradio_api/info").json()

    assert list(info["named_endpoints"]) == ["/ask"]
    assert info["unnamed_endpoints"] == {}


def curl(*arguments):
    return subprocess.run(
        [shutil.which("curl"), "--silent", "--noproxy", "*", "--max-time", "60", *arguments],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
@pytest.mark.parametrize("streamed", [False, True])
def test_curl_gets_the_cited_answer(address, bot, streamed):
    printed = curl(
        f"{address}/api/ask", "-H", "Content-Type: application/json", "-H",
        f"Authorization: Bearer {TOKEN}", "-d", json.dumps({"question": QUESTION}),
        *(["-N", "-H", "Accept: text/event-stream"] if streamed else []),
    )  # fmt: skip

    last = list(events_of(printed.splitlines()))[-1][1] if streamed else printed
    answer = json.loads(last)
    assert answer["status"] == "answered"
    assert_answers(answer["citations"], bot)
