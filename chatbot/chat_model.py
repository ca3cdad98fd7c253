"""Chat models as LangChain opens them: hosted ones, any OpenAI-compatible server, the local one."""

import textwrap
from collections.abc import Iterator
from typing import Any

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from chatbot.errors import ChatError
from chatbot.prompt import Prompt
from chatbot.settings import LOCAL_MODEL, Settings

MAX_TOKENS = 400  # of a reply; three sentences take about 100
RETRIES = 1  # of a call that failed; whoever is overloaded twice is answered by the sources
_LONGEST = 200  # characters of an error shown; LangChain lists all its providers
_NO_KEY = "none"  # servers of one's own want some key; never that of another provider


class ChatModelError(ChatError):
    """The chat model that is set can't be opened."""

    def __init__(self, model: str, *, reason: str) -> None:
        super().__init__(
            f"the chat model {model!r} can't be opened ({reason}); name one in BELEGT_LLM as "
            f"LangChain does, such as openai:gpt-4.1-mini, and install its package, such as "
            f"`pip install 'belegt[openai]'`, or leave BELEGT_LLM empty"
        )


class LangChainWriter:
    """A LangChain chat model that writes replies to prompts.

    Args:
        chat_model: The model.
    """

    def __init__(self, chat_model: BaseChatModel) -> None:
        self._chat_model = chat_model

    def stream_reply(self, prompt: Prompt) -> Iterator[str]:
        """See `WritesReplies.stream_reply`."""
        messages: list[BaseMessage] = [
            SystemMessage(prompt.system),
            HumanMessage(prompt.example_question),
            AIMessage(prompt.example_answer),
            HumanMessage(prompt.question),
        ]
        for chunk in self._chat_model.stream(messages):
            yield str(chunk.text)


def open_chat_model(settings: Settings) -> BaseChatModel:
    """Open the chat model that is set; nothing is sent yet.

    Raises:
        ChatModelError: If there is no such provider, or its package or key is missing.
        LocalModelError: If the local model is not installed or damaged.
    """
    if settings.llm == LOCAL_MODEL:
        from chatbot.local_chat_model import open_local_chat_model

        return open_local_chat_model()
    try:
        opened: BaseChatModel = init_chat_model(settings.llm, **_options(settings))
    except Exception as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        raise ChatModelError(settings.llm, reason=textwrap.shorten(reason, _LONGEST)) from error
    return opened


def _options(settings: Settings) -> dict[str, Any]:
    key = settings.llm_api_key.get_secret_value()
    options: dict[str, Any] = {"temperature": 0}
    if settings.llm_base_url:
        options["base_url"] = settings.llm_base_url
    if settings.llm.startswith("ollama:"):
        options |= {
            "num_predict": MAX_TOKENS,
            "client_kwargs": {"timeout": settings.llm_timeout},
        }
        return options
    options |= {"timeout": settings.llm_timeout, "max_retries": RETRIES, "max_tokens": MAX_TOKENS}
    if key:
        options["api_key"] = key
    elif settings.llm_base_url:
        options["api_key"] = _NO_KEY
    return options
