"""`/v1`: the same answers for clients of OpenAI's chat completions."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.responses import Response

from chatbot.answer import Answer
from chatbot.events import Event, TextWithdrawn, TextWritten
from chatbot.json_answer import CompletionChunks, answer_to_completion, list_models
from chatbot.server.asking import stream_events, while_connected
from chatbot.server.desk import Desk
from chatbot.server.events_json import EVENT_STREAM, server_sent
from chatbot.server.schemas import Completion, CompletionRequest, Models, Problem, describe_problems

_EXAMPLE = (
    'data: {"object": "chat.completion.chunk", "choices": [{"index": 0, "delta": {"content": '
    '"Laut ZEIT …"}, "finish_reason": null}], …}\n\ndata: [DONE]\n\n'
)


def build_completions(desk: Desk, *, most_history: int) -> APIRouter:
    """The routes.

    Args:
        desk: Takes the questions.
        most_history: Earlier questions that are read; older ones are left out.
    """
    router = APIRouter(prefix="/v1")

    @router.get("/models", summary="The models", responses={401: {"model": Problem}})
    def models() -> Models:
        """Names the one there is; clients may name any."""
        return Models.model_validate(list_models())

    @router.post(
        "/chat/completions",
        summary="Ask as OpenAI's clients do",
        response_model=Completion,
        responses={
            **describe_problems(),
            200: {
                "description": "The answer with its sources below it, and `citations` besides. "
                "As chunks if the request says `stream`; the last one has the citations.",
                "content": {EVENT_STREAM: {"schema": {"type": "string"}, "example": _EXAMPLE}},
            },
        },
    )
    async def complete(body: CompletionRequest, request: Request) -> Response:
        """The user's last message is the question, those before it are the conversation.

        Whatever else clients send (model, temperature, system messages, tools) changes nothing.
        """
        question, history = body.question_and_history(most_history)
        client = request.client.host if request.client else ""
        if body.stream:
            writer = CompletionWriter()
            return await stream_events(
                request,
                desk.stream(question, history, way="completions", client=client),
                writer.write,
                opening=writer.opening(),
                ending="data: [DONE]\n\n",
            )
        answer = await while_connected(
            request, desk.ask(question, history, way="completions", client=client)
        )
        return JSONResponse(answer_to_completion(answer))

    return router


class CompletionWriter:
    """Writes the events of an answer as chunks of one completion."""

    def __init__(self) -> None:
        self._chunks = CompletionChunks()

    def opening(self) -> str:
        """The first chunk."""
        return server_sent(self._chunks.opening())

    def write(self, event: Event) -> str:
        """The chunks for an event; nothing for what only the page shows."""
        if isinstance(event, TextWritten):
            return server_sent(self._chunks.piece(event.text))
        if isinstance(event, TextWithdrawn):
            return server_sent(self._chunks.withdrawal())
        if isinstance(event, Answer):
            return "".join(map(server_sent, self._chunks.ending(event)))
        return ""
