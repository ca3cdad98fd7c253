"""A real server in a thread, and bots whose pace a test sets."""

import threading
from contextlib import contextmanager
from dataclasses import replace

import httpx

from chatbot import TextWritten
from chatbot.events import DraftWritten, EvidenceFound
from chatbot.http import build_server, prepare_server
from chatbot.listening import address_of, listen
from chatbot.server.access import Access
from chatbot.server.limits import Limits
from tests.chatbot.conftest import FakeBot, refuse

PATIENCE = 60.0  # seconds; the machine may be busy


@contextmanager
def serving(bot, *, limits=None, access=None):
    """The address of a server, which is stopped afterwards as by Ctrl+C."""
    with running(bot, limits=limits, access=access) as (address, _):
        yield address


@contextmanager
def running(bot, *, limits=None, access=None):
    """The address, and a function that stops the server and waits for its end."""
    limits, access = limits or Limits(), access or Access()
    ready = threading.Event()
    with listen("127.0.0.1", 0) as listening:
        app = build_server(bot, examples=[], limits=limits, access=access)
        address = address_of(listening, "127.0.0.1")
        server = prepare_server(
            app, address, limits, access.trusted_proxies, on_ready=lambda _: ready.set()
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()

        def stop():
            server.should_exit = True
            thread.join()

        try:
            assert ready.wait(PATIENCE)
            yield address, stop
        finally:
            stop()


def client_of(address, **options):
    return httpx.Client(base_url=address, timeout=PATIENCE, trust_env=False, **options)


def events_of(lines):
    """The server-sent events among the lines of a response, as (kind, data)."""
    kind = ""
    for line in lines:
        if line.startswith("event: "):
            kind = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield kind, line.removeprefix("data: ")


class HeldBot(FakeBot):
    """Searches until it is let go."""

    def __init__(self):
        super().__init__()
        self.begun = threading.Semaphore(0)
        self.go = threading.Event()
        self.count = 0

    def stream(self, question, history=(), *, within=None):
        self.count += 1
        self.begun.release()
        assert self.go.wait(PATIENCE)
        yield from super().stream(question, history)


class WritingBot(FakeBot):
    """Finds evidence at once; then a language model writes one draft for each permission."""

    writes = True

    def __init__(self):
        super().__init__()
        self.writing = threading.Event()
        self.go = threading.Semaphore(0)
        self.closed = threading.Event()

    def stream(self, question, history=(), *, within=None):
        if "Weltmeister" in question:
            yield EvidenceFound(())
            yield refuse(question)
            return
        nearest = replace(refuse(question).nearest)
        yield EvidenceFound((nearest,))
        self.writing.set()
        try:
            for number in range(3):
                assert self.go.acquire(timeout=PATIENCE)
                yield DraftWritten(f"Entwurf {number}")
            answer = self.ask(question, history)
            yield TextWritten(answer.text)
            yield answer
        finally:
            self.closed.set()
