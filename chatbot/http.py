"""The chat over HTTP: the page, and the same answers for other programs."""

import asyncio
import logging
import socket
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import uvicorn
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.responses import Response
from starlette.routing import Route

from chatbot.editing import CollectionEditor
from chatbot.listening import address_of, is_wildcard, listen
from chatbot.mcp.server import McpEndpoint
from chatbot.saved_turn import SaveQuestion
from chatbot.server.access import Access
from chatbot.server.articles import build_article_routes
from chatbot.server.asking import build_asking
from chatbot.server.changing import build_changing
from chatbot.server.completions import build_completions
from chatbot.server.desk import Desk
from chatbot.server.documentation import document
from chatbot.server.gate import Gate
from chatbot.server.limits import Limits
from chatbot.server.metrics import METRICS_TYPE, Metrics
from chatbot.server.problems import handle_problems
from chatbot.server.schemas import Health, Problem
from chatbot.ui import build_page, mount_page
from chatbot.ui.bot import Bot
from chatbot.ui.examples import ExampleQuestions
from chatbot.ui.guard import Guard

_LONGEST_WAIT = 1.0  # seconds that the chat waits for its example questions; they may come later

_log = logging.getLogger(__name__)


def build_server(
    bot: Bot,
    *,
    examples: Sequence[str] | None = None,
    save_question: SaveQuestion | None = None,
    limits: Limits | None = None,
    access: Access | None = None,
    editor: CollectionEditor | None = None,
) -> FastAPI:
    """Build the application; its `state.desk` is where questions are handed in.

    Args:
        bot: Answers the questions.
        examples: Questions to click on; if None, some that this collection answers at the time,
            once `app.state.examples` has been started.
        save_question: Keeps verdicts on answers; without it the page has no buttons for that.
        limits: How much is taken on; the defaults if None.
        access: What is asked for, and the names answered under; nothing, and this computer's own,
            if None.
        editor: Changes the collection; without it no route and no button does.
    """
    limits = limits or Limits()
    access = access or Access()
    metrics = Metrics(bot.state)
    desk = Desk(bot, limits, metrics, spare_own=not access.allowed_hosts)
    tools = McpEndpoint(bot, desk)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with tools.running():
            yield

    app = FastAPI(
        title="Belegt", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan,
        middleware=[
            Middleware(
                Guard, access=access, max_body=limits.body, editing=editor is not None
            ),
            Middleware(Gate, access=access),
        ],
        routes=[Route("/mcp", tools)],
    )  # fmt: skip
    app.state.desk = desk
    handle_problems(app)

    @app.get("/healthz", summary="Does it run?")
    def healthz() -> Health:
        """Says so to anybody, and nothing else."""
        return Health(status="ok")

    @app.get(
        "/metrics",
        summary="Figures for Prometheus",
        response_class=Response,
        responses={
            200: {"content": {"text/plain": {"schema": {"type": "string"}}}},
            401: {"model": Problem},
            503: {"model": Problem},
        },
    )
    def show_metrics() -> Response:
        """Counts and times of questions, size of the collection, memory; not what was asked."""
        return Response(metrics.write(), headers={"Content-Type": METRICS_TYPE})

    app.include_router(build_asking(bot, desk, most_history=limits.history))
    app.include_router(build_completions(desk, most_history=limits.history))
    app.include_router(build_article_routes(bot))
    if editor is not None:
        app.include_router(build_changing(editor, lambda: desk.is_stopping))
    document(app)
    app.state.examples = found = ExampleQuestions(bot)

    def find_examples(seconds: float) -> Sequence[str]:
        return found.find(seconds) if examples is None else examples

    _within_a_loop(
        lambda: mount_page(
            app,
            build_page(
                bot, desk,
                examples=find_examples,
                save_question=save_question,
                conversations=limits.conversations, can_leave=bool(access.password),
                editable=editor is not None,
            ),
        )
    )  # fmt: skip
    return app


def serve(
    bot: Bot,
    *,
    host: str,
    port: int,
    examples: Sequence[str] | None = None,
    save_question: SaveQuestion | None = None,
    limits: Limits | None = None,
    access: Access | None = None,
    editor: CollectionEditor | None = None,
    on_ready: Callable[[str], None] | None = None,
) -> None:
    """Serve the chat until it is interrupted.

    Args:
        bot: Answers the questions.
        host: An address of this computer.
        port: 0 takes any that is free.
        examples: As in `build_server`.
        save_question: As in `build_server`.
        limits: As in `build_server`.
        access: As in `build_server`.
        editor: As in `build_server`.
        on_ready: Told the address of the page once it can be opened.

    Raises:
        NoPasswordError: If other computers could reach the host, and nothing is asked for.
        HostUnknownError: If the host is no address.
        PortInUseError: If another program listens there.
        PortNotAllowedError: If this user may not listen there.
    """
    limits = limits or Limits()
    access = access or Access()
    with listen(host, port, guarded=access.is_needed) as listening:
        access = replace(access, any_address=is_wildcard(host))
        app = build_server(
            bot, examples=examples, save_question=save_question, limits=limits, access=access,
            editor=editor,
        )  # fmt: skip
        if examples is None:
            app.state.examples.start()
            app.state.examples.find(_LONGEST_WAIT)
        server = prepare_server(
            app, address_of(listening, host), limits, access.trusted_proxies, on_ready
        )
        with suppress(KeyboardInterrupt):  # the way to stop it
            server.run(sockets=[listening])


def prepare_server(
    app: FastAPI,
    address: str,
    limits: Limits,
    trusted_proxies: Sequence[str] = (),
    on_ready: Callable[[str], None] | None = None,
) -> uvicorn.Server:
    """What runs an application; it stops when `should_exit` is set, or by a signal.

    Args:
        app: What `build_server` built.
        address: Of the page.
        limits: As in `build_server`.
        trusted_proxies: See `Access`.
        on_ready: Told the address once it can be opened.
    """
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=list(trusted_proxies),
        timeout_graceful_shutdown=1,  # second; open pages would keep it for ever
    )
    return _Server(config, address, app.state.desk, limits, on_ready)


class _Server(uvicorn.Server):
    """A server that says when it is ready, and finishes its answers before it stops."""

    def __init__(
        self,
        config: uvicorn.Config,
        address: str,
        desk: Desk,
        limits: Limits,
        on_ready: Callable[[str], None] | None,
    ) -> None:
        super().__init__(config)
        self._address = address
        self._desk = desk
        self._stopping = limits.stopping
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        _log.info("the chat is at %s", self._address)
        if self._on_ready is not None and not self.should_exit:
            self._on_ready(self._address)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._desk.close()
        late = await self._desk.drain(self._stopping)
        if late:
            _log.warning("%d answers took longer than %g s and were ended", late, self._stopping)
        await super().shutdown(sockets=sockets)


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
