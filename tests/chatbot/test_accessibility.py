"""axe-core finds nothing serious on any view, light or dark, on a desk or a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.chatbot.browsing import ask, opened, served

pytestmark = pytest.mark.browser

AXE = Axe()  # brings the script along: nothing is fetched
SERIOUS = {"serious", "critical"}


def show_empty(page):
    expect(page.get_by_text("Was möchten Sie wissen?")).to_be_visible()


def show_answer(page):
    ask(page, "Warum zögert Merz?").get_by_text("gut belegt", exact=True).click()


def show_copy_menu(page):
    ask(page, "Warum zögert Merz?").get_by_text("Kopieren", exact=True).click()


def show_refusal(page):
    ask(page, "Wer wurde Weltmeister?")


def show_problem(page):
    ask(page, "Ist das kaputt?")


def show_article(page):
    ask(page, "Warum zögert Merz?").get_by_role("button", name="Beleg 1: ").click()
    expect(page.get_by_role("dialog").locator("mark").first).to_be_visible()


def show_filter(page):
    place = page.locator("#belegt-filter")
    place.get_by_role("button", name="Artikel eingrenzen").click()
    place.get_by_role("checkbox", name="taz").check()


def show_collection(page):
    page.get_by_role("link", name="Sammlung").click()
    expect(page.get_by_role("button", name="Bundeswehr in Mali")).to_be_visible()


VIEWS = [show_empty, show_answer, show_copy_menu, show_refusal, show_problem, show_article,
         show_filter, show_collection]  # fmt: skip
SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def judged_address(bot_of_this_module):
    with served(bot_of_this_module, save_question=lambda turn: None) as address:
        yield address


def findings(page):
    violations = AXE.run(page).response["violations"]
    return [
        f"{each['id']}: {node['html'][:120]} {node['failureSummary'][:300]}"
        for each in violations
        if each["impact"] in SERIOUS
        for node in each["nodes"]
    ]


@pytest.mark.parametrize(
    ("size", "scheme"),
    [
        ("desk", "light"),
        ("phone", "dark"),
        pytest.param("desk", "dark", marks=pytest.mark.slow),
        pytest.param("phone", "light", marks=pytest.mark.slow),
    ],
)
@pytest.mark.parametrize("show", VIEWS, ids=lambda show: show.__name__)
def test_no_view_shuts_anybody_out(browser, judged_address, show, size, scheme):
    with opened(
        browser, judged_address, viewport=SIZES[size], color_scheme=scheme, reduced_motion="reduce"
    ) as page:
        show(page)

        assert findings(page) == []


def test_the_page_that_is_shown_first_shuts_nobody_out(browser, judged_address):
    with browser.new_context(locale="de-DE") as context:
        page = context.new_page()
        page.route("**/assets/*.js", lambda route: route.abort())
        page.goto(judged_address)
        expect(page.locator("#belegt-first")).to_be_visible()

        assert findings(page) == []


def test_what_has_the_focus_can_be_seen_and_follows_the_reading_order(page):
    ask(page, "Warum zögert Merz?")
    page.get_by_role("radio", name="Deutsch").focus()
    seen = []
    for _ in range(20):
        page.keyboard.press("Tab")
        name, outlined = page.evaluate(
            "() => { const style = getComputedStyle(document.activeElement);"
            " return [document.activeElement.className || document.activeElement.tagName,"
            "  style.outlineStyle !== 'none' || style.boxShadow !== 'none'"
            "  || style.borderStyle !== 'none'] }"
        )
        seen.append(name.split(" ")[0])
        assert outlined or name == "BODY", seen
    kinds = [kind for kind in dict.fromkeys(seen) if kind.startswith("belegt-")]
    assert kinds[:5] == [
        "belegt-marker", "belegt-confidence", "belegt-show", "belegt-filter-toggle", "belegt-open",
    ], seen  # fmt: skip
