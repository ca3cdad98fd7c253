"""What the page remembers in the browser, and what it looks like before Gradio is there."""

import json

import pytest
from playwright.sync_api import expect

from chatbot.server.limits import Limits
from tests.chatbot.browsing import ask, opened, served, wait_until_ready

pytestmark = pytest.mark.browser

KEEP = "Gespräch in diesem Browser merken"
DESKTOP = {"width": 1280, "height": 800}


def stored(page):
    return page.evaluate("localStorage.getItem('belegt-conversation')")


def reload(page):
    page.reload()
    wait_until_ready(page)


def test_a_conversation_is_forgotten_unless_the_reader_wants_it_kept(page):
    ask(page, "Warum zögert Merz?")

    assert stored(page) is None
    reload(page)
    expect(page.locator(".belegt-turn")).to_have_count(0)


def test_a_kept_conversation_outlives_a_reload_and_can_be_followed_up(page, fake_bot):
    page.get_by_label(KEEP).check()
    ask(page, "Warum zögert Merz?")
    ask(page, "Wer wurde Weltmeister?")
    fake_bot.asked.clear()

    reload(page)

    turns = page.locator(".belegt-turn")
    expect(turns).to_have_count(2)
    expect(turns.first).to_contain_text("Bundeskanzler Friedrich Merz zögert")
    expect(turns.last).to_contain_text("nicht belegt")
    assert fake_bot.asked == []  # nothing is searched again
    expect(page.get_by_label(KEEP)).to_be_checked()
    ask(page, "Und in Mali?")
    assert fake_bot.asked == [("Und in Mali?", ["Warum zögert Merz?", "Wer wurde Weltmeister?"])]
    turns.first.get_by_role("button", name="Beleg 1: ").click()
    expect(page.get_by_role("dialog").locator("mark")).to_have_count(2)


def test_a_kept_conversation_can_be_forgotten(page):
    page.get_by_label(KEEP).check()
    ask(page, "Warum zögert Merz?")

    page.get_by_role("button", name="Vergessen").click()

    expect(page.get_by_label(KEEP)).not_to_be_checked()
    expect(page.get_by_role("button", name="Vergessen")).to_be_hidden()
    assert stored(page) is None
    ask(page, "Und in Mali?")
    assert stored(page) is None


def test_a_new_conversation_takes_the_place_of_the_kept_one(page):
    page.get_by_label(KEEP).check()
    ask(page, "Warum zögert Merz?")

    page.get_by_role("button", name="Neues Gespräch").click()
    expect(page.get_by_text("Was möchten Sie wissen?")).to_be_visible()

    page.wait_for_function("localStorage.getItem('belegt-conversation') === '[]'")


@pytest.fixture(scope="module")
def forgetful(bot_of_this_module):
    """A server that remembers one conversation: any other makes it forget."""
    with served(bot_of_this_module, limits=Limits(conversations=1)) as address:
        yield address


def make_forget(browser, address):
    with opened(browser, address) as other:
        ask(other, "Wer wurde Weltmeister?")


def test_a_conversation_goes_on_and_stays_kept_when_the_server_has_forgotten_it(
    browser, forgetful, fake_bot
):
    with opened(browser, forgetful, viewport=DESKTOP) as page:
        page.get_by_label(KEEP).check()
        ask(page, "Warum zögert Merz?")
        ask(page, "Und die USA?")
        make_forget(browser, forgetful)
        fake_bot.asked.clear()

        ask(page, "Und in Mali?")

        assert fake_bot.asked == [("Und in Mali?", ["Warum zögert Merz?", "Und die USA?"])]
        kept = [each["question"] for each in json.loads(stored(page))]
        assert kept == ["Warum zögert Merz?", "Und die USA?", "Und in Mali?"]


def test_a_forgotten_conversation_outlives_a_change_of_language(browser, forgetful):
    with opened(browser, forgetful, viewport=DESKTOP) as page:
        page.get_by_label(KEEP).check()
        ask(page, "Warum zögert Merz?")
        before = stored(page)
        make_forget(browser, forgetful)

        page.get_by_text("English", exact=True).click()

        expect(page.get_by_role("button", name="New conversation")).to_be_visible()
        expect(page.locator(".belegt-turn")).to_contain_text("well supported")
        assert stored(page) == before


def test_a_turn_whose_articles_have_changed_stays_kept(page):
    kept = [record("Wie viele?", quote="Im Norden lag die Obergrenze bei 999."), record("Was?")]
    page.evaluate("kept => localStorage.setItem('belegt-conversation', JSON.stringify(kept))", kept)

    reload(page)
    expect(page.locator(".belegt-problem")).to_be_visible()
    ask(page, "Und in Mali?")

    assert [each["question"] for each in json.loads(stored(page))] == [
        "Wie viele?", "Was?", "Und in Mali?"
    ]  # fmt: skip
    assert json.loads(stored(page))[0] == kept[0]


def test_what_is_typed_right_after_new_conversation_is_not_lost(page):
    box = page.get_by_label("Ihre Frage")
    ask(page, "Warum zögert Merz?")
    box.fill("Und dann")
    held = []

    def hold(route):
        held.append(route)

    page.route("**/run/predict*", hold, times=1)
    with page.expect_request("**/run/predict*"):
        page.get_by_role("button", name="Neues Gespräch").click()
    expect(box).to_have_value("")
    box.fill("Wie viele")
    held[0].continue_()

    expect(page.get_by_text("Was möchten Sie wissen?")).to_be_visible()
    expect(box).to_have_value("Wie viele")


def record(question, **changes):
    place = {"number": 1, "article_id": "mali", "start": 0, "end": 37, "answer": None,
             "against": None, "quote": "Im Norden lag die Obergrenze bei 150."}  # fmt: skip
    return {
        "question": question, "earlier": [], "text": "<img src=x onerror=alert(1)> [1]",
        "status": "answered", "citations": [{**place, **changes}], "confidence": 0.9,
        "nearest": None, "reason": None, "verdicts": [], "notice": None,
    }  # fmt: skip


def test_what_comes_back_from_the_browser_is_checked_and_escaped(page):
    kept = [
        record("<script>alert(2)</script>"),
        record("Erfunden?", quote="Im Norden lag die Obergrenze bei 999."),
        {"question": 7},
        "Unsinn",
        None,
    ]
    page.evaluate("kept => localStorage.setItem('belegt-conversation', JSON.stringify(kept))", kept)

    reload(page)

    turns = page.locator(".belegt-turn")
    expect(turns).to_have_count(2)
    expect(turns.first).to_contain_text("<script>alert(2)</script>")
    expect(turns.first).to_contain_text("<img src=x onerror=alert(1)>")
    expect(turns.last).to_contain_text("Die Artikel haben sich seit dieser Antwort geändert.")
    expect(page.locator("body")).not_to_contain_text("999")
    assert page.locator("#belegt-room img").count() == 0


@pytest.mark.parametrize("rubbish", ["{", "7", '{"length": 3}', json.dumps(["x"] * 500)])
def test_rubbish_in_the_browser_leaves_a_page_that_works(page, rubbish):
    page.evaluate("kept => localStorage.setItem('belegt-conversation', kept)", rubbish)

    reload(page)

    expect(page.get_by_text("Was möchten Sie wissen?")).to_be_visible()
    expect(ask(page, "Warum zögert Merz?")).to_contain_text("gut belegt")


@pytest.mark.parametrize(
    ("locale", "language", "words"),
    [
        ("de-AT", "de", "Eine Frage an die Artikel"),
        ("en-GB", "en", "Ask the articles a question"),
        ("fr-FR", "en", "Ask the articles a question"),
    ],
)
def test_the_first_visit_speaks_the_language_of_the_browser(
    browser, address, locale, language, words
):
    with opened(browser, address, locale, viewport=DESKTOP) as page:
        assert page.locator("html").get_attribute("lang") == language
        expect(page.get_by_placeholder(words)).to_be_visible()


def test_the_language_that_was_chosen_is_remembered(page):
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_role("button", name="New conversation")).to_be_visible()

    reload(page)

    expect(page.get_by_role("button", name="New conversation")).to_be_visible()
    expect(page.get_by_text("Hello. What would you like to know?")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"


def test_a_question_typed_before_the_page_is_built_is_not_lost(browser, address, fake_bot):
    with browser.new_context(locale="de-DE") as context:
        page = context.new_page()
        held, hold = [], True
        page.route("**/assets/**", lambda route: held.append(route) if hold else route.continue_())
        page.goto(address, wait_until="commit")
        first = page.locator("#belegt-first")
        expect(first).to_contain_text("Guten Tag. Was möchten Sie wissen?")
        first.get_by_label("Ihre Frage").fill("Warum zögert Merz?")
        first.get_by_label("Ihre Frage").press("Enter")

        hold = False
        for route in held:
            route.continue_()

        expect(page.locator(".belegt-answer")).to_contain_text("Friedrich Merz", timeout=30_000)
        expect(page.get_by_label("Ihre Frage")).to_have_value("")
        assert fake_bot.asked == [("Warum zögert Merz?", [])]


def test_the_question_comes_back_when_the_server_is_gone(browser, fake_bot):
    with browser.new_context(locale="de-DE") as context:
        page = context.new_page()
        with served(fake_bot) as address:
            page.goto(address)
            wait_until_ready(page)
        page.get_by_label("Ihre Frage").fill("Warum zögert Merz?")
        page.get_by_label("Ihre Frage").press("Enter")

        expect(page.locator(".belegt-problem")).to_contain_text(
            "Belegt antwortet nicht.", timeout=30_000
        )
        expect(page.get_by_label("Ihre Frage")).to_have_value("Warum zögert Merz?")
