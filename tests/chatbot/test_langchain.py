import json
from datetime import date

import pytest
from langchain.agents import create_agent
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage, ToolCall

from chatbot import Answer, Chatbot
from chatbot.langchain import BelegtRunnable, make_tool
from index import ArticleFilter, open_for_writing
from index.fake_embedder import FakeEmbedder
from index.search import SearchIndex
from ingest import Article

QUESTION = "Was kam im Zoo zur Welt?"


@pytest.fixture
def bot(tmp_path):
    embedder = FakeEmbedder()
    with open_for_writing(tmp_path, embedder) as writer:
        writer.add([Article("zoo", "Zoo", "Im Zoo kam ein Elefant zur Welt.", "Tierpost")])
    opened = Chatbot(SearchIndex(tmp_path, embedder))
    yield opened
    opened.close()


def test_the_runnable_answers_and_can_be_batched(bot):
    answers = BelegtRunnable(bot).batch([QUESTION, "Kam ein Elefant zur Welt?"])

    assert all(isinstance(answer, Answer) for answer in answers)
    assert answers[0] == bot.ask(QUESTION)


def test_the_runnable_takes_the_questions_before(bot):
    answer = BelegtRunnable(bot).invoke({"question": "Und wo?", "history": [QUESTION]})

    assert answer == bot.ask("Und wo?", [QUESTION])
    assert answer != bot.ask("Und wo?")


def test_runnable_and_tool_answer_within_a_filter(bot):
    asked = {"question": QUESTION, "within": ArticleFilter(sources=("Tierpost",))}
    assert BelegtRunnable(bot).invoke(asked).status == "answered"
    asked["within"] = ArticleFilter(published_from=date(2024, 1, 1))
    assert BelegtRunnable(bot).invoke(asked).status == "refused"

    tool = make_tool(bot)
    filtered = {"question": QUESTION, "filter": {"published_from": "2024-01-01"}}
    assert tool.invoke(filtered)["status"] == "refused"
    unknown = {"question": QUESTION, "filter": {"sources": ["Tagblatt"]}}
    assert "Tagblatt" in tool.invoke(unknown)


async def test_the_runnable_is_a_link_of_a_chain_that_callbacks_follow(bot):
    told = []

    class Noting(BaseCallbackHandler):
        def on_chain_start(self, serialized, inputs, **kwargs):
            told.append(inputs)

    chain = BelegtRunnable(bot) | (lambda answer: answer.text)

    text = await chain.ainvoke(QUESTION, config={"callbacks": [Noting()]})

    assert "Im Zoo kam ein Elefant zur Welt." in text
    assert told.count(QUESTION) == 2  # the chain, and this link of it


def test_the_tool_returns_what_the_command_line_prints_as_json(bot):
    result = make_tool(bot).invoke({"question": "Kam im Zoo ein Elefant zur Welt?"})

    assert result["status"] == "answered"
    assert result["citations"][0]["quote"] == "Im Zoo kam ein Elefant zur Welt."
    assert result["citations"][0]["source"] == "Tierpost"


def test_the_tool_tells_a_model_what_it_takes(bot):
    schema = make_tool(bot).tool_call_schema.model_json_schema()

    assert schema["required"] == ["question"]
    assert schema["properties"]["history"]["description"]


class ToolCalling(GenericFakeChatModel):
    """Says what it is told to say; takes tools."""

    def bind_tools(self, tools, **kwargs):
        return self


def calls(question):
    return AIMessage("", tool_calls=[ToolCall(name="ask_articles", args=question, id="1")])


def test_an_agent_gets_the_quotes_and_is_told_of_a_question_that_cannot_be_asked(bot):
    said = [calls({"question": "?"}), calls({"question": QUESTION}), AIMessage("Ein Elefant.")]
    agent = create_agent(ToolCalling(messages=iter(said)), [make_tool(bot)])

    messages = agent.invoke({"messages": [{"role": "user", "content": QUESTION}]})["messages"]

    refused, answered = (message for message in messages if message.type == "tool")
    assert refused.status == "error"
    assert refused.content.startswith("the question is empty")
    quotes = [citation["quote"] for citation in json.loads(answered.content)["citations"]]
    assert quotes == ["Im Zoo kam ein Elefant zur Welt."]
    assert messages[-1].content == "Ein Elefant."
