"""Articles come and go while people ask."""

import threading
from dataclasses import replace

import httpx
import pytest

from chatbot import Chatbot
from chatbot.json_answer import answer_to_json
from index import IndexDamagedError, open_for_writing
from index.fake_embedder import FakeEmbedder
from index.search import SearchIndex
from tests.chatbot.conftest import MALI, PARIS
from tests.chatbot.serving import PATIENCE, client_of, serving

# In each edition, two articles name the same number of soldiers.
EDITIONS = [
    [
        replace(MALI, body=f"Im Einsatz in Mali waren {number} Soldaten. Das sagte der Minister."),
        replace(PARIS, body=f"Nach Mali schickte Paris {number} Soldaten. Das sagte die Zeitung."),
    ]
    for number in (101, 202, 303, 404)
]


@pytest.fixture
def folder(tmp_path):
    publish(tmp_path / "index", EDITIONS[0])
    return tmp_path / "index"


def publish(folder, articles):
    with open_for_writing(folder, FakeEmbedder(), group=False) as writer:
        writer.mirror(articles)


def test_every_answer_comes_from_one_edition_while_others_are_published(folder):
    bot = Chatbot(SearchIndex(folder, FakeEmbedder()))
    answers, stop = [], threading.Event()

    def ask(address):
        with httpx.Client(base_url=address, timeout=PATIENCE, trust_env=False) as client:
            while not stop.is_set():
                question = {"question": f"Wie viele Soldaten waren in Mali? {len(answers)}"}
                answers.append(client.post("/api/ask", json=question))

    with serving(bot) as address:
        askers = [threading.Thread(target=ask, args=(address,)) for _ in range(3)]
        for asker in askers:
            asker.start()
        for edition in EDITIONS[1:]:
            publish(folder, edition)
        stop.set()
        for asker in askers:
            asker.join()
        with client_of(address) as client:
            last = client.post("/api/ask", json={"question": "Wie viele Soldaten waren in Mali?"})
            figures = client.get("/metrics").text
    bot.close()

    assert {answer.status_code for answer in answers} == {200}
    editions = [editions_in(answer.json()) for answer in answers]
    assert all(len(found) <= 1 for found in editions)
    assert editions_in(last.json()) == {"404"}
    assert "belegt_index_generation 4.0" in figures


def editions_in(answer):
    texts = [answer["text"], *(citation["quote"] for citation in answer["citations"])]
    texts.append((answer["nearest"] or {"quote": ""})["quote"])
    return {number for number in ("101", "202", "303", "404") if any(number in t for t in texts)}


@pytest.mark.parametrize("moved", [True, False])
def test_an_answer_whose_edition_is_forgotten_comes_from_the_newest(folder, monkeypatch, moved):
    bot = Chatbot(SearchIndex(folder, FakeEmbedder()))
    search, calls = SearchIndex.search, []

    def forgotten_at_first(self, *args, **kwargs):
        calls.append(args)
        if len(calls) == 1:
            if moved:
                publish(folder, EDITIONS[1])
            raise IndexDamagedError(folder, what="passage 1 is missing")
        return search(self, *args, **kwargs)

    monkeypatch.setattr(SearchIndex, "search", forgotten_at_first)
    if moved:
        assert editions_in(answer_to_json(bot.ask("Wie viele Soldaten waren in Mali?"))) == {"202"}
    else:
        with pytest.raises(IndexDamagedError):
            bot.ask("Wie viele Soldaten waren in Mali?")
    bot.close()
