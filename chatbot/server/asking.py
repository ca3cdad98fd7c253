"""`POST /api/ask`: the whole answer as JSON, or step by step as server-sent events."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import aclosing
from typing import Any, Final, TypeVar

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.exceptions import HTTPException
from fastapi.responses import JSONResponse, StreamingResponse
from starlette.responses import Response

from chatbot.events import Event
from chatbot.filter_request import ChecksFilters
from chatbot.json_answer import answer_to_json
from chatbot.server.desk import Desk
from chatbot.server.events_json import (
    EVENT_STREAM,
    KEEP_ALIVE,
    STREAM_HEADERS,
    write_event,
    write_problem,
)
from chatbot.server.problems import describe_problem
from chatbot.server.schemas import AnswerOut, AskRequest, describe_problems

SECONDS_OF_SILENCE: Final = 15.0  # proxies cut connections that are silent for a minute
_GONE = 499  # nobody reads it; the number is nginx's for clients that have gone

_EXAMPLE = (
    'event: evidence\ndata: {"evidence": [{"quote": "…", "start": 512, "end": 600, …}]}\n\n'
    'event: text\ndata: {"text": "Laut ZEIT …"}\n\n'
    'event: answer\ndata: {"question": "Warum zögert Merz?", "status": "answered", …}\n\n'
)

_Result = TypeVar("_Result")


def build_asking(bot: ChecksFilters, desk: Desk, *, most_history: int) -> APIRouter:
    """The route.

    Args:
        bot: Knows what can be filtered by.
        desk: Takes the questions.
        most_history: Earlier questions that may come along.
    """
    router = APIRouter()

    @router.post(
        "/api/ask",
        summary="Ask a question",
        response_model=AnswerOut,
        responses={
            **describe_problems(),
            200: {
                "description": "The answer, or the refusal. As server-sent events: `evidence`, "
                "then `draft`, `text` and `withdrawn` as they come, and `answer` last, which has "
                "the same JSON as without streaming; `error` if something goes wrong on the way. A "
                "`draft` is not checked yet and takes the last draft's place; after `withdrawn` "
                "the text begins anew.",
                "content": {EVENT_STREAM: {"schema": {"type": "string"}, "example": _EXAMPLE}},
            },
        },
    )
    async def ask(body: AskRequest, request: Request) -> Response:
        """Answers with citations, or refuses and shows the nearest miss.

        The answer comes step by step if the request says `Accept: text/event-stream` or
        `"stream": true`.
        """
        if len(body.history) > most_history:
            raise HTTPException(422, f"history: at most {most_history} items; leave out the oldest")
        client = request.client.host if request.client else ""
        within = body.filter.to_filter()
        if within.restricts:
            await run_in_threadpool(bot.check_filter, within)
        if body.stream or EVENT_STREAM in request.headers.get("accept", ""):
            events = desk.stream(
                body.question, body.history, way="api", client=client, within=within
            )
            return await stream_events(request, events, write_event)
        answer = await while_connected(
            request,
            desk.ask(body.question, body.history, way="api", client=client, within=within),
        )
        return JSONResponse(answer_to_json(answer))

    return router


async def stream_events(
    request: Request,
    events: AsyncGenerator[Event, None],
    write: Callable[[Event], str],
    *,
    opening: str = "",
    ending: str = "",
) -> Response:
    """The events as a response; what fails before the first one is raised.

    Args:
        request: What is answered.
        events: Of the answer.
        write: Makes text of an event.
        opening: Text before that of the events.
        ending: Text after them, if nothing failed.
    """
    first = await while_connected(request, _next(events))
    texts = _write(first, events, write, ending)
    return StreamingResponse(
        _relay(texts, opening), media_type=EVENT_STREAM, headers=STREAM_HEADERS
    )


async def while_connected(request: Request, work: Coroutine[Any, Any, _Result]) -> _Result:
    """The work's result; the work is stopped if the client goes away.

    Raises:
        HTTPException: If the client has gone.
    """
    working = asyncio.ensure_future(work)
    leaving = asyncio.ensure_future(_wait_for_leaving(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise HTTPException(_GONE, "the client has gone")
    finally:
        working.cancel()
        leaving.cancel()


async def _write(
    first: Event, events: AsyncGenerator[Event, None], write: Callable[[Event], str], ending: str
) -> AsyncGenerator[str, None]:
    yield write(first)
    try:
        async with aclosing(events):
            async for event in events:
                yield write(event)
    except Exception as error:
        yield write_problem(describe_problem(error)[1])
    else:
        yield ending


async def _relay(texts: AsyncGenerator[str, None], opening: str) -> AsyncGenerator[str, None]:
    """The texts as they come, with comments in between where they are long in coming.

    A task of its own takes them: whoever is waited for can be left without being torn.
    """
    waiting: asyncio.Queue[str | None] = asyncio.Queue(maxsize=1)

    async def take() -> None:
        async with aclosing(texts):
            async for text in texts:
                await waiting.put(text)
        await waiting.put(None)

    taking = asyncio.create_task(take())
    try:
        yield opening
        while True:
            try:
                text = await asyncio.wait_for(waiting.get(), SECONDS_OF_SILENCE)
            except TimeoutError:
                yield KEEP_ALIVE
                continue
            if text is None:
                return
            yield text
    finally:
        taking.cancel()


async def _next(events: AsyncGenerator[Event, None]) -> Event:
    return await anext(events)


async def _wait_for_leaving(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
