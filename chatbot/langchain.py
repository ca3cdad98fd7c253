"""The chatbot as a LangChain `Runnable` and as a tool for agents."""

from typing import Any

from langchain.tools import BaseTool, tool
from langchain_core.runnables import Runnable, RunnableConfig

from chatbot.answer import Answer
from chatbot.bot import Chatbot
from chatbot.json_answer import answer_to_json


class BelegtRunnable(Runnable[str, Answer]):
    """Question in, `Answer` out.

    Args:
        bot: The chatbot.
    """

    def __init__(self, bot: Chatbot) -> None:
        self._bot = bot

    def invoke(self, input: str, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:  # noqa: A002, ANN401
        """Answer one question; see `Chatbot.ask`."""
        del config, kwargs
        return self._bot.ask(input)


def make_tool(bot: Chatbot) -> BaseTool:
    """A tool that lets an agent ask the collection; it returns what `belegt ask --json` prints."""

    @tool("ask_articles")
    def ask_articles(question: str) -> dict[str, object]:
        """Answer a question from a collection of news articles, with verbatim citations."""
        return answer_to_json(bot.ask(question))

    return ask_articles
