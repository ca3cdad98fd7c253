"""How soon does the page show itself and an answer? `python -m benchmarks page_speed`."""

import os
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.collections import SHARED, open_index, read_news, read_news_questions
from chatbot import Chatbot
from chatbot.http import build_server
from chatbot.listening import address_of, listen
from chatbot.reader import EvidenceReader

VISITS = 7  # of each kind
QUESTIONS = 20
SAMPLE = Path(__file__).resolve().parents[1] / "sample"
SAFE = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_TIMES = """() => new Promise((done) => {
  const ready = () => {
    if (document.querySelector("#belegt-first") || !window.belegtAsked) return setTimeout(ready, 5);
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    if (!paint) return setTimeout(ready, 5);
    done([paint.startTime, performance.now()]);
  };
  ready();
})"""
_ANSWER = """(count) => new Promise((done) => {
  const box = document.querySelector("#belegt-question textarea");
  const start = performance.now();
  const look = () => {
    const turns = document.querySelectorAll(".belegt-turn");
    const there = turns.length > count
      && turns[turns.length - 1].querySelector(".belegt-verdict, .belegt-problem, [data-status]");
    // The frame after the one in which it stands in the document: then it has been painted.
    if (there) requestAnimationFrame(() => done(performance.now() - start));
    else requestAnimationFrame(look);
  };
  for (const kind of ["keydown", "keypress"])
    box.dispatchEvent(new KeyboardEvent(kind, { key: "Enter", bubbles: true, cancelable: true }));
  look();
})"""


def run() -> str:
    """The table, in Markdown."""
    bot, questions, name = _open_collection()
    with _served(bot) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=SAFE)
        cold = [_visit_cold(browser, address) for _ in range(VISITS)]
        warm = _visit_warm(browser, address)
        waits = _ask(browser, address, questions)
        browser.close()
    rows = [("cold cache", cold), ("warm cache", warm)]
    return "\n".join(
        [
            "# Speed of the page",
            "",
            f"Chromium without a GPU and the server on the same {os.cpu_count()} cores; {name}. "
            f"Medians (longest) of {VISITS} visits:",
            "",
            "| | first contentful paint | ready: Gradio's page is built |",
            "|---|---|---|",
            *(
                f"| {kind} | {_tell([paint for paint, _ in times])} "
                f"| {_tell([ready for _, ready in times])} |"
                for kind, times in rows
            ),
            "",
            "The first paint is the whole welcome, with a box to type into; a question "
            "asked before the page is ready is handed over.",
            "",
            f"From Enter to the answer on the screen, quotes without a language model, "
            f"{len(waits)} questions: {_tell(waits)}.",
            "",
        ]
    )


def _open_collection() -> tuple[Chatbot, list[str], str]:
    """A chatbot, questions for it, and what its collection is called."""
    if SHARED.is_dir():
        questions = [question.question for question in read_news_questions()]
        index = open_index("news", read_news())
        return (
            Chatbot(index, EvidenceReader()),
            questions[:: len(questions) // QUESTIONS],
            ("1,028 news articles"),
        )
    bot = Chatbot.from_folder(SAMPLE, index=Path("data/benchmarks/sample"))
    return bot, ["Warum zögert Merz?"] * QUESTIONS, "the sample collection"


@contextmanager
def _served(bot: Chatbot) -> Iterator[str]:
    with listen("127.0.0.1", 0) as listening:
        app = build_server(bot, examples=["Warum zögert Merz?"])
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


def _visit_cold(browser: Browser, address: str) -> tuple[float, float]:
    context = browser.new_context(locale="de-DE")
    times = _visit(context, address)
    context.close()
    return times


def _visit_warm(browser: Browser, address: str) -> list[tuple[float, float]]:
    context = browser.new_context(locale="de-DE")
    _visit(context, address)
    times = [_visit(context, address) for _ in range(VISITS)]
    context.close()
    return times


def _visit(context: BrowserContext, address: str) -> tuple[float, float]:
    """Milliseconds to the first contentful paint, and until the page is ready."""
    page = context.new_page()
    page.goto(address)
    paint, ready = page.evaluate(_TIMES)
    page.close()
    return paint, ready


def _ask(browser: Browser, address: str, questions: Sequence[str]) -> list[float]:
    """Milliseconds from Enter to each answer, each in a conversation of its own."""
    page = browser.new_page(locale="de-DE")
    page.goto(address)
    page.evaluate(_TIMES)
    waits = [_wait(page, question) for question in [questions[0], *questions]]
    page.close()
    return waits[1:]


def _wait(page: Page, question: str) -> float:
    page.get_by_role("button", name="Neues Gespräch").click()
    page.locator(".belegt-welcome").wait_for()
    page.get_by_label("Ihre Frage").fill(question)
    wait: float = page.evaluate(_ANSWER, 0)
    return wait


def _tell(times: Sequence[float]) -> str:
    return f"{median(times):.0f} ms ({max(times):.0f})"
