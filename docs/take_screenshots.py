"""Photographs the chat over the sample collection: `python docs/take_screenshots.py`."""

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import uvicorn
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

from chatbot import Chatbot
from chatbot.http import build_server
from chatbot.listening import address_of, listen
from chatbot.ui.examples import SAMPLE_EXAMPLES

HERE = Path(__file__).parent
SAMPLE = HERE.parent / "sample" / "articles"
SAFE = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
DESK: ViewportSize = {"width": 1280, "height": 860}
PHONE: ViewportSize = {"width": 390, "height": 844}
GUIDING = "Warum zögert Merz?"


def main() -> None:
    """Photograph every view that the documentation shows."""
    with _served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SAFE)
        with _opened(browser, address, viewport=DESK) as page:
            _photograph(page, "chat-start")
            _ask(page, GUIDING)
            _photograph(page, "chat")
            page.locator(".belegt-card").first.click()
            expect(page.get_by_role("dialog")).to_be_visible()
            _photograph(page, "chat-article")
        with _opened(browser, address, viewport=DESK) as page:
            _ask(page, "Wer gewann die Fußball-Weltmeisterschaft 2014?")
            _photograph(page, "chat-refusal")
        with _opened(browser, address, viewport=DESK) as page:
            rows = page.locator("#belegt-filter")
            rows.get_by_role("button", name="Artikel eingrenzen").click()
            rows.get_by_role("checkbox", name="Belegt-Hintergrund").check()
            _ask(page, "Was steht in Artikel 5 des NATO-Vertrags?")
            _photograph(page, "chat-filter")
            rows.get_by_role("button", name="Filter zurücksetzen").click()
            page.get_by_role("link", name="Sammlung").click()
            expect(page.get_by_role("table").get_by_role("row")).to_have_count(13)
            _photograph(page, "collection")
        with _opened(browser, address, viewport=DESK, scheme="dark") as page:
            _ask(page, "Was bietet Deutschland der Ukraine statt Soldaten an?")
            _ask(page, GUIDING)
            _photograph(page, "chat-dark")
        with _opened(browser, address, viewport=DESK, locale="en-GB") as page:
            _ask(page, GUIDING, label="Your question")
            page.locator(".belegt-confidence").click()
            _photograph(page, "chat-english")
        with _opened(browser, address, viewport=PHONE, scale=2) as page:
            _ask(page, GUIDING)
            _photograph(page, "chat-phone")
        browser.close()


@contextmanager
def _served() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder, listen("127.0.0.1", 0) as listening:
        bot = Chatbot.from_folder(SAMPLE, index=Path(folder))
        app = build_server(bot, examples=SAMPLE_EXAMPLES, save_question=lambda _: None)
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
            bot.close()


@contextmanager
def _opened(
    browser: Browser,
    address: str,
    *,
    viewport: ViewportSize,
    locale: str = "de-DE",
    scheme: Literal["light", "dark"] = "light",
    scale: float = 1,
) -> Iterator[Page]:
    context = browser.new_context(
        locale=locale,
        viewport=viewport,
        color_scheme=scheme,
        device_scale_factor=scale,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(address)
    expect(page.locator("#belegt-first")).to_have_count(0)
    page.wait_for_function("window.belegtAsked !== undefined")
    yield page
    context.close()


def _ask(page: Page, question: str, *, label: str = "Ihre Frage") -> None:
    """Type a question and wait for what comes of it."""
    turns = page.locator(".belegt-turn")
    count = turns.count()
    page.get_by_label(label).fill(question)
    page.get_by_label(label).press("Enter")
    expect(turns).to_have_count(count + 1)
    expect(turns.last.locator(".belegt-verdict, .belegt-problem")).to_be_visible()


def _photograph(page: Page, name: str) -> None:
    page.mouse.move(0, 0)
    page.wait_for_timeout(500)  # until what moves has come to rest
    page.screenshot(path=HERE / f"{name}.png")


if __name__ == "__main__":
    main()
