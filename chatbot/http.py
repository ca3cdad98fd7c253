"""The chat over HTTP: the page, and the same answers for other programs."""

import asyncio
import json
import logging
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from typing import Annotated, Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, StreamingResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.responses import Response

from chatbot.answer import Answer
from chatbot.errors import QuestionError
from chatbot.events import Event, TextWithdrawn, TextWritten
from chatbot.filter_request import FilterRequest
from chatbot.json_answer import (
    CompletionChunks,
    answer_to_completion,
    answer_to_json,
    list_models,
)
from chatbot.listening import address_of, listen
from chatbot.saved_turn import SaveQuestion
from chatbot.ui import build_page, mount_page
from chatbot.ui.bot import Bot
from chatbot.ui.examples import choose_examples
from chatbot.ui.guard import Guard
from index import IndexingError, InvalidFilterError

MAX_HISTORY = 20  # earlier questions; a follow-up leans on the last few only

_log = logging.getLogger(__name__)


class AskRequest(BaseModel):
    """A question with the earlier ones of its conversation, and which articles it is put to."""

    question: str
    history: list[str] = Field(default=[], max_length=MAX_HISTORY)
    filter: FilterRequest = FilterRequest()


class Part(BaseModel):
    """A piece of a message; pictures and the like have no text."""

    text: str = ""


class Message(BaseModel):
    """A message of a chat completion; others than the user's are not read."""

    role: str
    content: str | list[Part] | None = None

    def words(self) -> str:
        """All its text."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.text)
        return self.content or ""


class CompletionRequest(BaseModel):
    """What OpenAI's clients send; only this much of it matters here."""

    messages: Annotated[list[Message], Field(min_length=1)]
    stream: bool = False

    def question_and_history(self) -> tuple[str, list[str]]:
        """The user's last message, and those before it, oldest first."""
        asked = [message.words() for message in self.messages if message.role == "user"]
        return (asked[-1], asked[-1 - MAX_HISTORY : -1]) if asked else ("", [])


def build_server(
    bot: Bot,
    *,
    examples: Sequence[str] | None = None,
    save_question: SaveQuestion | None = None,
) -> FastAPI:
    """Build the application.

    Args:
        bot: Answers the questions.
        examples: Questions to click on; if None, those of the sample collection that this
            collection answers.
        save_question: Keeps turns as test questions; without it the page has no button for that.
    """
    app = FastAPI(
        title="Belegt", docs_url=None, redoc_url=None, openapi_url=None,
        middleware=[Middleware(Guard)],
    )  # fmt: skip
    _handle_errors(app)

    @app.get("/healthz")
    def healthz() -> dict[str, object]:
        return {"status": "ok", "articles": len(bot.articles())}

    @app.post("/api/ask")
    def ask(request: AskRequest) -> JSONResponse:
        within = request.filter.check(bot)
        return JSONResponse(
            answer_to_json(bot.ask(request.question, request.history, within=within))
        )

    @app.get("/v1/models")
    def models() -> dict[str, object]:
        return list_models()

    @app.post("/v1/chat/completions")
    def complete(request: CompletionRequest) -> Response:
        question, history = request.question_and_history()
        if not request.stream:
            return JSONResponse(answer_to_completion(bot.ask(question, history)))
        events = bot.stream(question, history)
        first = next(events)  # a question that can't be answered shows here, before any header
        chunks = _stream_completion(chain([first], events))
        return StreamingResponse(chunks, media_type="text/event-stream")

    shown = choose_examples(bot) if examples is None else examples
    _within_a_loop(
        lambda: mount_page(app, build_page(bot, examples=shown, save_question=save_question))
    )
    return app


def serve(
    bot: Bot,
    *,
    host: str,
    port: int,
    examples: Sequence[str] | None = None,
    save_question: SaveQuestion | None = None,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the chat until it is interrupted.

    Args:
        bot: Answers the questions.
        host: An address of this computer itself.
        port: 0 takes any that is free.
        examples: As in `build_server`.
        save_question: As in `build_server`.
        on_ready: Told the address of the page once it can be opened.

    Raises:
        NotLoopbackError: If other computers could reach the host.
        PortInUseError: If another program listens there.
        PortNotAllowedError: If this user may not listen there.
    """
    with listen(host, port) as listening:
        config = uvicorn.Config(
            build_server(bot, examples=examples, save_question=save_question),
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=3,  # seconds; open pages would keep it for ever
        )
        with suppress(KeyboardInterrupt):  # the way to stop it
            _Server(config, address_of(listening, host), on_ready).run(sockets=[listening])


class _Server(uvicorn.Server):
    """A server that says when it is ready."""

    def __init__(
        self, config: uvicorn.Config, address: str, on_ready: Callable[[str], None] | None
    ) -> None:
        super().__init__(config)
        self._address = address
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        _log.info("the chat is at %s", self._address)
        if self._on_ready is not None and not self.should_exit:
            self._on_ready(self._address)


def _within_a_loop(action: Callable[[], None]) -> None:
    """Do something while an event loop runs: outside one, Gradio opens four and closes none."""

    async def act() -> None:
        action()

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(act())
    else:
        action()


def _stream_completion(events: Iterator[Event]) -> Iterator[str]:
    chunks = CompletionChunks()
    yield _server_sent(chunks.opening())
    for event in events:
        if isinstance(event, TextWritten):
            yield _server_sent(chunks.piece(event.text))
        elif isinstance(event, TextWithdrawn):
            yield _server_sent(chunks.withdrawal())
        elif isinstance(event, Answer):
            yield from map(_server_sent, chunks.ending(event))
    yield "data: [DONE]\n\n"


def _server_sent(content: dict[str, Any]) -> str:
    return f"data: {json.dumps(content, ensure_ascii=False)}\n\n"


def _handle_errors(app: FastAPI) -> None:
    """Every error becomes one line of JSON, in the field "error"."""

    @app.exception_handler(RequestValidationError)
    def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"][1:] if isinstance(part, str))
        return JSONResponse({"error": f"{place or 'body'}: {first['msg']}"}, status_code=422)

    @app.exception_handler(QuestionError)
    def unusable(_: Request, error: QuestionError) -> JSONResponse:
        return JSONResponse({"error": str(error)}, status_code=400)

    @app.exception_handler(InvalidFilterError)
    def unfit(_: Request, error: InvalidFilterError) -> JSONResponse:
        return JSONResponse({"error": f"filter: {error}"}, status_code=422)

    @app.exception_handler(IndexingError)
    def unreadable(_: Request, error: IndexingError) -> JSONResponse:
        _log.error("the index can't be read: %s", error)
        return JSONResponse({"error": str(error)}, status_code=503)

    @app.exception_handler(Exception)
    def unexpected(_: Request, error: Exception) -> JSONResponse:
        _log.error("a request failed", exc_info=error)
        return JSONResponse({"error": "an unexpected error; see the server's log"}, status_code=500)

    @app.exception_handler(HTTPException)
    def refused(_: Request, error: HTTPException) -> JSONResponse:
        return JSONResponse({"error": str(error.detail)}, status_code=error.status_code)
