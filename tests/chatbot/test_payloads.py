"""Article text is data: nothing in it runs, loads or breaks out, wherever it is shown."""

import json
import re
import shutil
import socketserver
import threading
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect, sync_playwright

from evaluation import evaluate
from evaluation.question_sets.question import Question
from ingest import normalise_text
from tests.chatbot.browsing import CHROMIUM, IDLE, served
from tests.chatbot.hostile_collection import (
    UNRELATED,
    open_hostile_collection,
    question_about,
)
from tests.chatbot.payloads import DANGEROUS, PAYLOADS

pytestmark = pytest.mark.browser


_WATCH = """
window.hits = [];
const note = (what) => window.hits.push(what);
window.canary = () => note("canary");
for (const name of ["alert", "confirm", "prompt", "print", "open"])
  window[name] = () => note(name);
addEventListener("securitypolicyviolation", (event) => note(`policy: ${event.violatedDirective}`));
addEventListener("beforeunload", () => note("left"));
"""
_INSPECT = """() => {
  const found = [];
  const ours = "#belegt-header, #belegt-conversation, #belegt-examples, #belegt-evidence, " +
    "#belegt-reading, #belegt-rooms, #belegt-filter, #belegt-collection";
  const own = ".belegt-search, .belegt-sorting, .belegt-box, .belegt-narrow, .belegt-days input";
  const foreign = "script, style, link, meta, base, title, template, noscript, iframe, frame, " +
    "frameset, object, embed, applet, portal, fencedframe, img, image, picture, source, video, " +
    "audio, svg, math, area, form, input, select, textarea, marquee, plaintext, xmp, noembed";
  for (const root of document.querySelectorAll(ours))
    for (const part of root.querySelectorAll("*")) {
      if (part.matches(foreign) && !part.matches(own)) found.push(part.outerHTML);
      if (part.id && !/^(belegt|html|component)-/.test(part.id)) found.push(`id ${part.id}`);
      if (part.hasAttribute("style") && part.closest("section, article, ol"))
        found.push(part.outerHTML);
    }
  const loading = ["src", "href", "srcset", "srcdoc", "action", "formaction", "data", "poster",
    "background", "ping", "xlink:href", "code", "values", "style", "content", "classid"];
  for (const part of document.querySelectorAll("*")) {
    const original = part.localName === "a" && part.rel === "noopener noreferrer" &&
      part.hostname === "example.org" && part.protocol === "https:";
    for (const { name, value } of part.attributes) {
      if (name.startsWith("on")) found.push(`${name}=${value}`);
      if (loading.includes(name) && /canary|evil/.test(value) && !original)
        found.push(`${name}=${value}`);
      if (/canary|evil/.test(name)) found.push(name);
    }
    if (/canary|xss/.test(part.localName)) found.push(part.localName);
  }
  if ({}.canary !== undefined) found.push("prototype");
  return [...window.hits, ...found];
}"""


class Trap(socketserver.ThreadingTCPServer):
    """Stands for the rest of the world: whatever leaves the browser arrives here."""

    daemon_threads = True

    def __init__(self):
        self.visits = []
        super().__init__(("127.0.0.1", 0), self._note)

    def _note(self, request, *_):
        self.visits.append(request.recv(200))


@pytest.fixture(scope="module")
def browser():
    quiet = "--disable-features=AutofillServerCommunication"  # which Chromium sends of its own
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=[*CHROMIUM, quiet]
        )
        yield browser
        browser.close()


@contextmanager
def watched_page(browser, address):
    """A page of which every script, request, dialog and complaint is noted; and the notes."""
    with Trap() as trap:
        threading.Thread(target=trap.serve_forever, daemon=True).start()
        context = browser.new_context(
            locale="de-DE",
            proxy={
                "server": f"http://127.0.0.1:{trap.server_address[1]}",
                "bypass": urlsplit(address).netloc,
            },
        )
        context.add_init_script(_WATCH)
        page = context.new_page()
        page.set_default_timeout(30_000)
        trouble = []
        page.on("request", lambda request: _note_foreign(request.url, address, trouble))
        page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
        page.on("console", lambda message: message.type == "error" and trouble.append(message.text))
        page.on("dialog", lambda dialog: (trouble.append(dialog.message), dialog.dismiss()))
        context.on("page", lambda _: trouble.append("a new window"))
        page.goto(address)
        yield page, trouble, trap.visits
        context.close()
        trap.shutdown()


def _note_foreign(url, address, trouble):
    parts = urlsplit(url)
    if parts.scheme not in {"data", "blob"} and parts.netloc != urlsplit(address).netloc:
        trouble.append(f"request: {url}")


def _ask(page, question):
    """Ask in a conversation of its own."""
    turn = page.locator(".belegt-turn")
    if turn.count():
        page.get_by_role("button", name="Neues Gespräch").click()
        expect(page.locator(".belegt-welcome")).to_be_visible()
    page.get_by_label("Ihre Frage").fill(question)
    page.get_by_label("Ihre Frage").press("Enter")
    expect(turn.locator(".belegt-verdict, .belegt-problem")).to_be_visible()
    page.wait_for_function(IDLE)
    return turn


def _read_article(page, article):
    """Open an article from its card; its whole text must be there, character for character."""
    card = page.locator(f"#belegt-evidence .belegt-card[data-article={json.dumps(article.id)}]")
    card.locator(".belegt-open").first.click()
    reader = page.get_by_role("dialog")
    expect(reader.locator("h2")).to_have_text(article.title)
    paragraphs = reader.locator("article > p:not([class]), article > h3").evaluate_all(
        "all => all.map(part => part.textContent)"
    )
    assert paragraphs == [line for line in article.body.split("\n") if line]
    head = reader.locator("header").inner_text()
    page.keyboard.press("Escape")
    expect(reader).to_have_count(0)
    return head


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    with open_hostile_collection(tmp_path_factory.mktemp("boese")) as opened:
        yield opened


@pytest.fixture(scope="module")
def saved():
    return []


@pytest.fixture(scope="module")
def chat(hostile, saved):
    with served(hostile.bot, [PAYLOADS[0], DANGEROUS[1]], saved.append) as address:
        yield address


@pytest.fixture(scope="module")
def watched(browser, chat):
    with watched_page(browser, chat) as watched:
        yield watched


@pytest.fixture
def page(watched):
    """A page in which nothing may have happened when the test is over."""
    page, trouble, visits = watched
    yield page
    assert page.evaluate(_INSPECT) == []
    assert page.title() == "Belegt"
    assert (trouble, visits) == ([], [])


def test_the_welcome_shows_outlets_and_examples_as_text(page):
    expect(page.locator(".belegt-welcome")).to_contain_text(f"von {DANGEROUS[1]}, ")
    expect(page.locator(".belegt-example")).to_have_text([PAYLOADS[0], DANGEROUS[1]])


def test_no_payload_runs_or_loads_or_builds_anything_and_all_are_shown_as_text(page, hostile):
    bot, shown = hostile.bot, set()
    for question in hostile.questions:
        turn = _ask(page, question)
        answer = bot.ask(question)
        assert turn.locator(".belegt-question").text_content().split()[2:] == question.split()
        quotes = page.locator("#belegt-evidence .belegt-card blockquote").evaluate_all(
            "all => all.map(part => part.textContent)"
        )
        assert sorted(quotes) == sorted(citation.quote for citation in answer.citations)
        assert page.evaluate(_INSPECT) == []
        for article in dict.fromkeys(citation.article for citation in answer.citations):
            assert " ".join(_read_article(page, article).split()).count(article.title) >= 1
            assert page.evaluate(_INSPECT) == []
        shown.update(quotes)
    in_a_quote = [p for p in PAYLOADS if any(normalise_text(p) in quote for quote in shown)]
    assert len(in_a_quote) >= 240


def test_markers_cards_and_the_other_language_show_payloads_as_text(page):
    turn = _ask(page, question_about("Störche", DANGEROUS[:6]))
    marker = turn.locator(".belegt-marker").first
    marker.hover()
    assert DANGEROUS[0] in turn.text_content()
    page.locator("#belegt-evidence .belegt-card").first.hover()
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("button", name="New conversation")).to_be_visible()
    assert page.evaluate(_INSPECT) == []
    page.get_by_text("Deutsch", exact=True).click()
    expect(page.get_by_role("button", name="Neues Gespräch")).to_be_visible()


def test_a_refusal_shows_its_nearest_miss_as_text(page, hostile):
    answer = hostile.bot.ask(UNRELATED)
    turn = _ask(page, UNRELATED)

    assert answer.status == "refused"
    assert "canary" in answer.nearest.text
    assert answer.nearest.text in turn.locator(".belegt-answer").text_content()
    expect(page.locator(".belegt-nearest blockquote")).to_have_text(answer.nearest.text)
    _read_article(page, answer.nearest.article)


@pytest.mark.parametrize("question", [" ".join(PAYLOADS), "\"><!-- ' ${}"], ids=["long", "empty"])
def test_a_question_that_cannot_be_asked_is_shown_as_text(page, question):
    turn = _ask(page, question)

    expect(turn.locator(".belegt-problem")).to_be_visible()
    assert turn.locator(".belegt-question").text_content().split()[2:] == question.split()


def test_a_verdict_is_kept_and_an_answer_copied_with_its_payloads(page, hostile, saved):
    question = question_about("Störche", DANGEROUS)
    turn = _ask(page, question)

    turn.get_by_role("button", name="Richtig", exact=True).click()
    expect(turn.locator(".belegt-judge-note")).not_to_be_empty()
    turn.locator(".belegt-copying summary").click()
    turn.get_by_role("button", name="Markdown").click()

    (kept,) = saved
    assert kept.question == question
    assert kept.article_id == hostile.bot.ask(question).citations[0].article.id


_READ_ROWS = """rows => rows.map(row => [row.dataset.article, Object.fromEntries(
  [...row.querySelectorAll(".belegt-read, td.belegt-source, td.belegt-author, td.belegt-section")]
    .map(cell => [cell.className.split(" ")[0].slice("belegt-".length),
                  cell.childElementCount || cell.textContent])
)])"""
_READ_NAMES = """(group, names) => names.map(name => {
  const search = group.querySelector(".belegt-narrow");
  search.value = name;
  search.dispatchEvent(new Event("input"));
  const shown = [...group.querySelectorAll(".belegt-named")];
  return shown.filter(part => !part.childElementCount).map(part => part.textContent);
})"""


@pytest.fixture
def collection(page):
    page.get_by_role("link", name="Sammlung").click()
    expect(page.locator(".belegt-table")).to_be_visible()
    yield page.locator("#belegt-collection")
    page.get_by_role("link", name="Gespräch").click()


def test_the_table_of_the_collection_shows_payloads_as_text(page, collection, hostile):
    entries = hostile.bot.entries()
    rows = collection.locator("tbody tr")
    shown = {}
    for first in range(0, len(entries), 50):
        if first:
            collection.get_by_role("button", name="Weiter", exact=True).click()
        expect(collection.locator(".belegt-pager")).to_contain_text(f"{first + 1}–")
        shown.update(rows.evaluate_all(_READ_ROWS))
        assert page.evaluate(_INSPECT) == []

    assert shown == {
        entry.id: {"read": entry.title, "source": entry.source or "–",
                   "author": entry.author or "–", "section": entry.section or "–"}
        for entry in entries
    }  # fmt: skip
    assert [each for each in DANGEROUS if each not in shown] == []


def test_payloads_are_searched_for_as_text(page, collection):
    search = collection.get_by_role("searchbox").first
    for payload in DANGEROUS[:4]:
        with page.expect_response(lambda reply: "/api/articles?query=" in reply.url) as found:
            search.fill(payload)
        titles = [article["title"] for article in found.value.json()["articles"]]
        assert payload in titles
        expect(collection.locator(".belegt-read")).to_have_text(titles)
        assert page.evaluate(_INSPECT) == []
    search.fill("")
    expect(collection.locator(".belegt-pager")).to_contain_text("1–")


def test_payloads_are_offered_and_chosen_as_filters_as_text(page, collection, hostile):
    facets = hostile.bot.facets()
    filtering = collection.locator("#belegt-collection-filter")
    filtering.get_by_role("button", name="Artikel eingrenzen").click()
    kinds = {"Medium": facets.sources, "Autor": facets.authors, "Ressort": facets.sections}
    for words, known in kinds.items():
        group = filtering.get_by_role("group", name=words)
        names = [name for name, _ in known if name]
        offered = group.evaluate(_READ_NAMES, names)
        assert [name for name, few in zip(names, offered, strict=True) if name not in few] == []
        assert page.evaluate(_INSPECT) == []

    filtering.get_by_label("Medium: ").fill(DANGEROUS[0])
    box = f".belegt-box[data-name={json.dumps(DANGEROUS[0])}]"
    filtering.get_by_role("group", name="Medium").locator(box).check()

    chip = page.locator(".belegt-chip")
    expect(chip).to_have_text([f"Medium: {DANGEROUS[0]}×"] * 2)  # one in each room
    expect(collection.locator("td.belegt-source").first).to_have_text(DANGEROUS[0])
    assert page.evaluate(_INSPECT) == []
    filtering.get_by_role("button", name="Filter zurücksetzen").click()
    expect(chip).to_have_count(0)


def test_the_watch_would_notice(browser, chat):
    with watched_page(browser, chat) as (page, trouble, visits):
        page.evaluate(
            "document.body.insertAdjacentHTML('beforeend', `<img src=x onerror=canary()>`)"
        )
        page.wait_for_function("window.hits.length")
        assert any("onerror" in found for found in page.evaluate(_INSPECT))
        assert any("Content Security Policy" in line for line in trouble)
        with pytest.raises(PlaywrightError):
            page.goto("http://anderswo.evil.example/")
        assert any("anderswo.evil.example" in line for line in trouble)
        assert any(b"anderswo.evil.example" in visit for visit in visits)


def test_the_evaluation_report_shows_payloads_as_text(browser, hostile, tmp_path):
    asked = [
        Question(
            id=f"{number} {payload}", question=question, history=(payload,),
            answers=PAYLOADS[number :: len(DANGEROUS)], evidence=(payload,), article_id=payload,
        )
        for number, (payload, question) in enumerate(
            zip(DANGEROUS, hostile.questions, strict=False)
        )
    ]  # fmt: skip
    page_file = tmp_path / "report.html"
    evaluate(hostile.bot, asked).save_html(page_file)

    with watched_page(browser, page_file.as_uri()) as (page, trouble, visits):
        page.locator("details").evaluate_all("all => all.forEach(part => { part.open = true })")
        page.locator("button").first.click()
        shown = page.locator("body").text_content()
        elements = page.evaluate(
            "[...document.body.querySelectorAll('*')].map(part => part.outerHTML.split('>')[0])"
        )
        assert page.evaluate("window.hits") == []
        assert (trouble, visits) == ([], [])
    assert [tag for tag in elements if re.match(r"<(img|iframe|object|link|a|form)\b", tag)] == []
    assert [tag for tag in elements if re.search(r"\son\w+=", tag)] == []
    missing = [payload for payload in PAYLOADS if _squeeze(payload) not in _squeeze(shown)]
    assert missing == []


def _squeeze(text):
    return "".join(text.split())
