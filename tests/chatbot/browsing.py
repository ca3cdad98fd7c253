"""The chat in a real browser: served, opened, asked."""

import threading
from contextlib import contextmanager
from urllib.parse import urlsplit

import uvicorn
from playwright.sync_api import expect

from chatbot.http import build_server
from chatbot.listening import address_of, listen

CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Gradio's hidden signs that an event is not over yet; nobody types the next question within
# milliseconds of an answer, but a test does.
IDLE = """[...document.querySelectorAll('[data-testid="status-tracker"]')]
    .every(part => !part.textContent.trim())"""
EXAMPLES = ["Warum zögert Merz?", "Wie viele Soldaten waren in Mali?"]


@contextmanager
def served(bot, examples=EXAMPLES, save_question=None, limits=None):
    with listen("127.0.0.1", 0) as listening:
        app = build_server(bot, examples=examples, save_question=save_question, limits=limits)
        server = uvicorn.Server(
            uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield address_of(listening, "127.0.0.1")
        finally:
            server.should_exit = True
            thread.join()


def wait_until_ready(page):
    """Wait until the page that was sent first has made way for the real one."""
    expect(page.locator("#belegt-first")).to_have_count(0)
    page.wait_for_function("window.belegtAsked !== undefined")


@contextmanager
def opened(browser, address, locale="de-DE", **options):
    """A page that may reach nothing but the chat, run no foreign script, and log no error."""
    context = browser.new_context(locale=locale, **options)
    page = context.new_page()
    page.set_default_timeout(15_000)
    trouble = []
    page.on("request", lambda request: note_foreign(request.url, trouble))
    page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
    page.on("console", lambda message: message.type == "error" and trouble.append(message.text))
    page.on("dialog", lambda dialog: (trouble.append(f"dialog: {dialog.message}"), dialog.accept()))
    page.goto(address)
    wait_until_ready(page)
    yield page
    context.close()
    assert trouble == []


def note_foreign(url, trouble):
    parts = urlsplit(url)
    if parts.scheme not in {"data", "blob"} and parts.hostname != "127.0.0.1":
        trouble.append(f"request: {url}")


def ask(page, question):
    turns = page.locator(".belegt-turn")
    count = turns.count()
    page.get_by_label("Ihre Frage").fill(question)
    page.get_by_label("Ihre Frage").press("Enter")
    expect(turns).to_have_count(count + 1)
    expect(turns.last.locator(".belegt-verdict, .belegt-problem")).to_be_visible()
    page.wait_for_function(IDLE)
    return turns.last
