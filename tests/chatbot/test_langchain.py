import pytest

from chatbot import Answer, Chatbot
from chatbot.langchain import BelegtRunnable, make_tool
from index import open_for_writing
from index.fake_embedder import FakeEmbedder
from index.search import SearchIndex
from ingest import Article


@pytest.fixture
def bot(tmp_path):
    embedder = FakeEmbedder()
    with open_for_writing(tmp_path, embedder) as writer:
        writer.add([Article("zoo", "Zoo", "Im Zoo kam ein Elefant zur Welt.", "Tierpost")])
    opened = Chatbot(SearchIndex(tmp_path, embedder))
    yield opened
    opened.close()


def test_the_runnable_answers_and_can_be_batched(bot):
    answers = BelegtRunnable(bot).batch(["Was kam im Zoo zur Welt?", "Kam ein Elefant zur Welt?"])

    assert all(isinstance(answer, Answer) for answer in answers)
    assert answers[0] == bot.ask("Was kam im Zoo zur Welt?")


def test_the_tool_returns_what_the_command_line_prints_as_json(bot):
    result = make_tool(bot).invoke({"question": "Kam im Zoo ein Elefant zur Welt?"})

    assert result["status"] == "answered"
    assert result["citations"][0]["quote"] == "Im Zoo kam ein Elefant zur Welt."
    assert result["citations"][0]["source"] == "Tierpost"
