import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from chatbot import Chatbot
from chatbot.saved_turn import QuestionNotSavedError, SavedTurn
from tests.chatbot.browsing import EXAMPLES, ask, opened, served
from tests.chatbot.conftest import HOSTILE

pytestmark = pytest.mark.browser

SAMPLE = Path(__file__).parents[2] / "sample" / "articles"
QUOTE = (
    "Bundeskanzler Friedrich Merz zögert, weil die Skepsis gegenüber Militäreinsätzen in "
    "Deutschland Tradition hat."
)


def reader(page):
    return page.get_by_role("dialog")


def in_view(locator):
    return locator.evaluate(
        "part => { const box = part.getBoundingClientRect();"
        " return box.top >= 0 && box.bottom <= innerHeight }"
    )


def test_the_welcome_says_what_the_collection_holds(page):
    expect(page).to_have_title("Belegt")
    expect(page.locator(".belegt-welcome")).to_contain_text("3 Artikel")
    expect(page.locator(".belegt-welcome")).to_contain_text("1 von DIE ZEIT")
    assert page.locator("html").get_attribute("lang") == "de"


def test_a_question_is_answered_with_its_citations_beside_it(page):
    turn = ask(page, "Warum zögert Merz?")

    expect(turn).to_contain_text(QUOTE)
    expect(turn).to_contain_text("gut belegt")
    cards = page.locator("#belegt-evidence .belegt-card")
    expect(cards).to_have_count(3)
    expect(cards.first.locator(".belegt-quote")).to_have_text(QUOTE)
    expect(cards.first.locator("blockquote")).to_have_text(
        f"{QUOTE} Erst müssten drei Fragen geklärt sein."
    )
    expect(cards.first).to_contain_text("DIE ZEIT")
    expect(cards.first).to_contain_text("Anna Beispiel · 08.01.2026")
    expect(page.get_by_label("Ihre Frage")).to_have_value("")


def test_marker_quoted_words_and_card_light_up_together(page):
    turn = ask(page, "Warum zögert Merz?")
    marker = turn.get_by_role("button", name="Beleg 3: ")
    quoted = turn.locator(".belegt-quoted").nth(2)
    card = page.locator(".belegt-card").nth(2)
    lit = re.compile("belegt-lit")

    for touch in (marker.hover, marker.focus, quoted.hover, card.hover,
                  card.get_by_role("button").focus):  # fmt: skip
        page.get_by_role("heading", name="Belegt").hover()
        page.get_by_label("Ihre Frage").focus()
        expect(page.locator(".belegt-lit")).to_have_count(0)
        touch()
        for part in (marker, quoted, card):
            expect(part).to_have_class(lit)
        expect(page.locator(".belegt-lit")).to_have_count(3)


def test_how_well_an_answer_is_supported_is_explained_on_demand(page):
    turn = ask(page, "Warum zögert Merz?")
    explanation = turn.get_by_text("Geprüft ist, was in den Artikeln steht, nicht, ob es stimmt.")
    expect(explanation).to_be_hidden()

    turn.get_by_text("gut belegt", exact=True).press("Enter")

    expect(explanation).to_be_visible()


def test_an_example_is_asked_with_one_click(page, fake_bot):
    page.get_by_role("button", name="Wie viele Soldaten waren in Mali?").click()

    expect(page.locator(".belegt-answer")).to_contain_text("zwölf Soldaten")
    expect(page.locator("#belegt-examples")).to_have_count(0)
    assert fake_bot.asked == [("Wie viele Soldaten waren in Mali?", [])]


def test_a_marker_opens_the_article_at_the_cited_sentence(page):
    turn = ask(page, "Warum zögert Merz?")

    turn.get_by_role("button", name="Beleg 2: DIE ZEIT (08.01.2026)").click()

    marks = reader(page).locator("mark")
    expect(marks).to_have_text(
        [
            QUOTE,
            "Am Ende blieb offen, wann der Bundestag abstimmt. Für Europa 🇪🇺 gilt das als Probe.",
        ]
    )
    expect(reader(page)).to_contain_text("In Paris berieten 35 Staaten")
    expect(marks.nth(1)).to_have_class(re.compile("belegt-current"))
    assert in_view(marks.nth(1))
    assert not in_view(marks.nth(0))


def test_a_card_opens_the_reader_and_escape_leads_back_to_it(page):
    ask(page, "Warum zögert Merz?")
    card = page.locator("#belegt-evidence .belegt-card").nth(2)

    card.locator("blockquote").click()
    expect(reader(page).get_by_role("heading", name="Bundeswehr in Mali")).to_be_visible()
    page.keyboard.press("Escape")

    expect(reader(page)).to_have_count(0)
    expect(card.get_by_role("button")).to_be_focused()


def test_the_reader_is_used_with_the_keyboard_alone(page):
    turn = ask(page, "Warum zögert Merz?")
    turn.get_by_role("button", name="Beleg 1").focus()
    page.keyboard.press("Enter")
    expect(reader(page)).to_contain_text("1 / 2")

    reader(page).get_by_role("button", name="Nächste Stelle").press("Enter")
    expect(reader(page)).to_contain_text("2 / 2")
    reader(page).get_by_role("button", name="Zurück zum Gespräch").press("Enter")

    expect(reader(page)).to_have_count(0)
    expect(turn.get_by_role("button", name="Beleg 1")).to_be_focused()


def test_the_original_is_linked_without_telling_where_one_comes_from(page):
    turn = ask(page, "Warum zögert Merz?")
    turn.get_by_role("button", name="Beleg 1").click()

    link = reader(page).get_by_role("link", name="Zum Original (example.org)")
    assert link.get_attribute("href") == "https://example.org/paris"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_a_refusal_shows_no_citation_but_the_nearest_miss(page):
    turn = ask(page, "Wer wurde Weltmeister?")

    expect(turn).to_contain_text("nicht belegt")
    expect(turn.locator(".belegt-marker")).to_have_count(0)
    cards = page.locator("#belegt-evidence .belegt-card")
    expect(cards).to_have_count(1)
    expect(cards).to_contain_text("Am nächsten (beantwortet die Frage nicht)")
    expect(cards).to_contain_text("Im Norden lag die Obergrenze bei 150.")
    cards.get_by_role("button").click()
    expect(reader(page).locator("mark.belegt-near")).to_have_text(
        "Im Norden lag die Obergrenze bei 150."
    )


def test_a_follow_up_passes_the_earlier_questions(page, fake_bot):
    ask(page, "Warum zögert Merz?")
    ask(page, "Ist das kaputt?")
    ask(page, "Und in Mali?")

    assert fake_bot.asked[-1] == ("Und in Mali?", ["Warum zögert Merz?"])


def test_an_earlier_marker_brings_back_its_evidence(page):
    ask(page, "Wie viele Soldaten waren in Mali?")
    first_turn = page.locator(".belegt-turn").first
    ask(page, "Warum zögert Merz?")
    expect(page.locator(".belegt-card:visible")).to_have_count(3)

    first_turn.get_by_role("button", name="1 Beleg", exact=True).click()

    expect(page.locator(".belegt-card:visible")).to_have_count(1)
    expect(page.locator(".belegt-card:visible")).to_contain_text("zwölf Soldaten")


def test_a_new_conversation_forgets_the_old_one(page, fake_bot):
    ask(page, "Warum zögert Merz?")

    page.get_by_role("button", name="Neues Gespräch").click()
    expect(page.get_by_text("Was möchten Sie wissen?")).to_be_visible()
    expect(page.get_by_role("button", name=EXAMPLES[0])).to_be_visible()
    expect(page.locator(".belegt-card")).to_have_count(0)
    ask(page, "Und in Mali?")

    assert fake_bot.asked[-1] == ("Und in Mali?", [])


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("   ", "Bitte geben Sie eine Frage ein"),
        ("Ist das kaputt?", "Die Artikelsammlung ist gerade nicht lesbar."),
        ("Ein Absturz?", "Da ist etwas schiefgegangen."),
    ],
)
def test_an_error_is_one_friendly_line(page, question, line):
    turn = ask(page, question)

    expect(turn.locator(".belegt-problem")).to_contain_text(line)
    expect(page.locator("body")).not_to_contain_text("Traceback")
    expect(page.locator("body")).not_to_contain_text("geheime Einzelheit")
    expect(page.locator("body")).not_to_contain_text("data/index")


def test_the_page_speaks_english_when_asked_to(page):
    ask(page, "Warum zögert Merz?")

    page.get_by_text("English", exact=True).click()

    expect(page.get_by_role("button", name="New conversation")).to_be_visible()
    expect(page.get_by_label("Your question")).to_be_visible()
    expect(page.locator(".belegt-turn")).to_contain_text("well supported")
    expect(page.locator("#belegt-evidence")).to_contain_text("Evidence")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Citation 1: DIE ZEIT (8 January 2026)").click()
    expect(reader(page)).to_contain_text("Back to the conversation")
    expect(reader(page).locator("mark").first).to_have_text(QUOTE)


def test_hostile_articles_and_questions_are_shown_as_text(page):
    question = (
        "Böse <img src=https://evil.example/q.png onerror=alert(9)> <script>alert(10)</script>"
    )
    turn = ask(page, question)

    expect(turn.locator(".belegt-question")).to_contain_text(question)
    expect(turn).to_contain_text("<img src=https://evil.example/1.png onerror=alert(3)>")
    card = page.locator(".belegt-card").first
    expect(card).to_contain_text("<b onmouseover=alert(6)>Böse Zeitung</b>")
    expect(card).to_contain_text("<script>alert('Titel')</script> ${alert(2)} {{value}}")
    card.hover()
    card.get_by_role("button").click()
    expect(reader(page).locator("mark")).to_have_count(2)
    expect(reader(page)).to_contain_text("</mark></dialog><script>alert(5)</script>")
    expect(reader(page)).to_contain_text("<svg/onload=alert(7)>")
    expect(reader(page).get_by_role("link")).to_have_count(0)
    assert page.locator("#belegt-room img, .belegt-page img, #belegt-room script").count() == 0


def test_what_looks_like_a_marker_in_a_quote_is_no_button(page):
    turn = ask(page, "Böse?")

    expect(turn.locator(".belegt-marker")).to_have_count(2)
    expect(turn.locator(".belegt-quoted").first).to_contain_text("und [1] und")


def test_a_script_that_slipped_into_the_page_would_not_run(browser, address):
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        page.evaluate(
            "document.addEventListener('securitypolicyviolation', () => { window.stopped = true });"
            "const part = document.createElement('div');"
            "part.innerHTML = '<img src=/favicon.ico onload=\"window.ran = true\">';"
            "document.body.append(part)"
        )
        page.wait_for_function("window.stopped === true")

        assert page.evaluate("window.ran") is None


def test_nothing_of_gradio_shows(page):
    for words in ("Gradio", "API", "Einstellungen", "Settings"):
        expect(page.get_by_text(words)).to_have_count(0)


class FakeWriter:
    """Remembers the verdict on each question; one that asks for it cannot be written."""

    def __init__(self):
        self.kept = {}

    def __call__(self, turn):
        if "Weltmeister" in turn.question:
            raise QuestionNotSavedError("unwritable", detail="geheime Einzelheit")
        if turn.verdict is None:
            self.kept.pop(turn.question, None)
        else:
            self.kept[turn.question] = turn


@pytest.fixture
def writer():
    return FakeWriter()


@pytest.fixture
def judging_page(browser, fake_bot, writer):
    with (
        served(fake_bot, save_question=writer) as address,
        opened(browser, address, viewport={"width": 1280, "height": 800}) as page,
    ):
        yield page


def verdict(turn, name):
    return turn.get_by_role("button", name=name, exact=True)


def test_a_verdict_is_kept_changed_and_taken_back(judging_page, writer):
    ask(judging_page, "Ist das kaputt?")
    ask(judging_page, "Warum zögert Merz?")
    turn = ask(judging_page, "Und was war am Ende?")
    right, wrong = (verdict(turn, name) for name in ("Richtig", "Falsch"))

    right.click()

    expect(right).to_have_attribute("aria-pressed", "true")
    expect(judging_page.locator("#belegt-status")).to_contain_text("Danke, gemerkt.")
    assert writer.kept["Und was war am Ende?"] == SavedTurn(
        question="Und was war am Ende?",
        history=("Warum zögert Merz?",),
        article_id="paris",
        evidence=(
            QUOTE,
            "Am Ende blieb offen, wann der Bundestag abstimmt. Für Europa 🇪🇺 gilt das als Probe.",
        ),
        answerable=True,
        verdict="right",
    )
    wrong.click()
    expect(wrong).to_have_attribute("aria-pressed", "true")
    expect(right).to_have_attribute("aria-pressed", "false")
    assert writer.kept["Und was war am Ende?"].verdict == "wrong"
    turns = judging_page.locator(".belegt-turn")
    ask(judging_page, "Und in Mali?")  # draws the conversation anew
    expect(verdict(turns.nth(2), "Falsch")).to_have_attribute("aria-pressed", "true")
    expect(verdict(turns.nth(3), "Falsch")).to_have_attribute("aria-pressed", "false")

    verdict(turns.nth(2), "Falsch").click()

    expect(verdict(turns.nth(2), "Falsch")).to_have_attribute("aria-pressed", "false")
    expect(turns.nth(2)).to_contain_text("Zurückgenommen.")
    assert writer.kept == {}


def test_a_verdict_that_cannot_be_kept_is_one_friendly_line(judging_page, writer):
    turn = ask(judging_page, "Wer wurde Weltmeister?")
    expect(verdict(turn, "Zitat passt nicht")).to_have_count(0)

    verdict(turn, "Falsch").click()

    expect(turn.locator(".belegt-judge-note")).to_contain_text("Nicht gemerkt: Die Datei")
    expect(verdict(turn, "Falsch")).to_have_attribute("aria-pressed", "false")
    expect(judging_page.locator("body")).not_to_contain_text("geheime Einzelheit")
    assert writer.kept == {}


def test_a_hostile_turn_is_judged_as_it_is(judging_page, writer):
    question = "Böse \"><img src=x onerror=alert(1)> ' &quot; </script>"
    turn = ask(judging_page, question)

    verdict(turn, "Zitat passt nicht").click()

    expect(verdict(turn, "Zitat passt nicht")).to_have_attribute("aria-pressed", "true")
    saved = writer.kept[question]
    assert (saved.verdict, saved.article_id) == ("misquoted", HOSTILE.id)
    assert saved.evidence == tuple(HOSTILE.body.split("\n\n"))
    assert judging_page.locator("#belegt-room img").count() == 0


def test_without_a_writer_there_is_nothing_to_judge_with(page):
    ask(page, "Warum zögert Merz?")
    ask(page, "Wer wurde Weltmeister?")

    expect(page.locator(".belegt-verdict")).to_have_count(2)
    expect(page.locator(".belegt-feedback")).to_have_count(0)


def copied(page, turn, form):
    turn.get_by_text("Kopieren", exact=True).click()
    turn.get_by_role("button", name=form, exact=True).click()
    expect(turn.get_by_text("Kopiert", exact=True)).to_be_visible()
    page.get_by_label("Ihre Frage").fill("")
    page.get_by_label("Ihre Frage").press("Control+V")
    return page.get_by_label("Ihre Frage").input_value()


@pytest.mark.parametrize("clipboard", ["allowed", "missing"])
def test_an_answer_is_copied_with_its_sources(browser, address, clipboard):
    with opened(browser, address, viewport={"width": 1280, "height": 800}) as page:
        if clipboard == "allowed":
            page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        else:
            page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
        turn = ask(page, "Wie viele Soldaten waren in Mali?")

        assert copied(page, turn, "Text mit Quellen").endswith(
            "Quellen:\n[1] „Bundeswehr in Mali“, taz, 26.11.2015\n"
        )
        expect(turn.get_by_text("Kopieren", exact=True)).to_be_visible()  # the word has gone back
        assert copied(page, turn, "BibTeX").startswith("@article{taz2015bundes")


def test_a_refusal_is_copied_as_text_only(page):
    turn = ask(page, "Wer wurde Weltmeister?")
    turn.get_by_text("Kopieren", exact=True).click()

    expect(turn.locator("[data-format]:visible")).to_have_text(["Text mit Quellen", "Markdown"])
    page.keyboard.press("Escape")
    expect(turn.locator("[data-format]:visible")).to_have_count(0)
    expect(turn.get_by_text("Kopieren", exact=True)).to_be_focused()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_has_to_be_scrolled_sideways(browser, address, width):
    with opened(browser, address, viewport={"width": width, "height": 844}) as page:
        assert sideways(page) <= 0
        ask(page, "Warum zögert Merz? " + "Donaudampfschifffahrtsgesellschaft" * 5)
        assert sideways(page) <= 0
        expect(page.get_by_label("Ihre Frage")).to_be_in_viewport(ratio=1)
        page.get_by_role("button", name="Beleg 1: ").click()
        assert in_view(reader(page).locator("mark").first)
        assert sideways(page) <= 0


def sideways(page):
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.mark.model
def test_the_sample_collection_answers_why_merz_hesitates(browser, tmp_path):
    bot = Chatbot.from_folder(SAMPLE, index=tmp_path / "index")
    citation = bot.ask("Warum zögert Merz?").citations[0]
    with (
        served(bot) as address,
        opened(browser, address, viewport={"width": 1280, "height": 800}) as page,
    ):
        turn = ask(page, "Warum zögert Merz?")
        expect(turn).to_contain_text("Skepsis gegenüber Militäreinsätzen")

        turn.get_by_role("button", name="Beleg 1: ").click()

        current = reader(page).locator("mark.belegt-current")
        expect(current).to_have_text(citation.quote)
        assert in_view(current)
    bot.close()
