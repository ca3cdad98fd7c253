"""The one thing that Gradio's own clients may call: `/ask`."""

from collections.abc import Awaitable, Callable
from typing import Any

import gradio as gr
from pydantic import ValidationError

from chatbot.errors import ChatError
from chatbot.json_answer import answer_to_json
from chatbot.server.desk import Desk
from chatbot.server.schemas import AskRequest

ENDPOINT = "ask"


def build_endpoint(desk: Desk) -> Callable[..., Awaitable[dict[str, Any]]]:
    """Make the function that is called.

    Args:
        desk: Takes the questions.
    """

    async def ask(
        question: str, request: gr.Request, history: list[str] | None = None
    ) -> dict[str, Any]:
        """The answer with its citations, as `belegt ask --json` gives it.

        `history` are earlier questions of the conversation, oldest first.
        """
        try:
            asked = AskRequest(question=question, history=history or [])
        except ValidationError as error:
            raise gr.Error(
                "question is a text, history a list of texts", print_exception=False
            ) from error
        client = request.client.host if request.client else ""
        try:
            answer = await desk.ask(asked.question, asked.history, way="gradio", client=client)
        except ChatError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return answer_to_json(answer)

    return ask
