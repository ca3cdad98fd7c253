"""The filter and the collection view in a real browser, over a real index."""

import re
import shutil
import threading
from contextlib import contextmanager
from datetime import date
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import expect, sync_playwright

from chatbot import Chatbot
from chatbot.http import build_server
from chatbot.listening import address_of, listen
from index import SearchIndex, open_for_writing
from index.fake_embedder import FakeEmbedder
from ingest import Article
from tests.chatbot.conftest import HOSTILE

pytestmark = pytest.mark.browser

CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update"]  # fmt: skip
DESKTOP = {"width": 1280, "height": 800}
ZEIT = Article(
    id="zeit",
    title="Zögern im Kanzleramt",
    body="Friedrich Merz zögert, weil die Skepsis gegenüber Einsätzen Tradition hat.",
    source="DIE ZEIT",
    author="Anna Beispiel, Max Muster",
    published=date(2026, 1, 8),
    section="Politik",
)
TAZ = Article(
    id="taz",
    title="Merz zögert weiter",
    body="Merz zögert, weil drei Fragen zum Einsatz der Soldaten offen sind.",
    source="taz",
    author="Max Muster",
    published=date(2025, 5, 3),
)
MANY = [
    Article(
        id=f"m{number}",
        title=f"Meldung {number:03}",
        body=f"In Ort {number} wurde die Brücke {number} gebaut.",
        source="Stadtbote",
    )
    for number in range(70)
]
HARBOUR = (
    "---\ntitle: Der Hafen wächst\nsource: Ostsee-Zeitung\n---\nDer Hafen in Rostock wächst.\n"
)


@contextmanager
def served(bot, *, editable=False, examples=()):
    with listen("127.0.0.1", 0) as listening:
        editor = bot.edit_collection() if editable else None
        app = build_server(bot, examples=examples, editor=editor)
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield address_of(listening, "127.0.0.1")
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield browser
        browser.close()


@contextmanager
def opened(browser, address, *, viewport=None, refused=None):
    """A page that may reach nothing but the chat, run no foreign script, and log no error.

    Chromium logs every reply that is a refusal; those that hold the words `refused` may be.
    """
    context = browser.new_context(locale="de-DE", viewport=viewport or DESKTOP)
    page = context.new_page()
    page.set_default_timeout(20_000)
    trouble = []
    page.on("request", lambda request: note_foreign(request.url, trouble))
    page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
    page.on("console", lambda message: message.type == "error" and trouble.append(message.text))
    page.on("dialog", lambda dialog: (trouble.append(f"dialog: {dialog.message}"), dialog.accept()))
    page.goto(address)
    expect(page.get_by_role("link", name="Sammlung")).to_be_visible(timeout=60_000)
    yield page
    context.close()
    assert [line for line in trouble if refused is None or refused not in line] == []


def note_foreign(url, trouble):
    parts = urlsplit(url)
    if parts.scheme not in {"data", "blob"} and parts.hostname != "127.0.0.1":
        trouble.append(f"request: {url}")


def fill(folder, articles):
    with open_for_writing(folder, FakeEmbedder(), group=False) as writer:
        writer.mirror(articles)


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    fill(folder, [ZEIT, TAZ, HOSTILE, *MANY])
    bot = Chatbot(SearchIndex(folder, FakeEmbedder()))
    with served(bot) as address:
        yield address
    bot.close()


@pytest.fixture
def page(browser, address):
    with opened(browser, address) as page:
        yield page


@pytest.fixture(scope="module")
def editable(tmp_path_factory):
    folder = tmp_path_factory.mktemp("editable")
    fill(folder, [ZEIT, TAZ, HOSTILE])
    bot = Chatbot(SearchIndex(folder, FakeEmbedder()))
    with served(bot, editable=True) as address:
        yield folder, bot, address
    bot.close()


@pytest.fixture
def editing_page(browser, editable):
    folder, bot, address = editable
    if {entry.id for entry in bot.entries()} != {"zeit", "taz", HOSTILE.id}:
        fill(folder, [ZEIT, TAZ, HOSTILE])
    with opened(browser, f"{address}/#sammlung", refused="status of 4") as page:
        expect(titles(page)).to_have_count(3)
        yield page


def ask(page, question):
    turns = page.locator(".belegt-turn")
    count = turns.count()
    page.get_by_label("Ihre Frage").fill(question)
    page.get_by_label("Ihre Frage").press("Enter")
    expect(turns).to_have_count(count + 1)
    expect(turns.last.locator(".belegt-verdict, .belegt-problem")).to_be_visible()
    return turns.last


def titles(page):
    return page.locator("#belegt-collection .belegt-read")


def go_to_collection(page):
    page.get_by_role("link", name="Sammlung").click()
    expect(titles(page).first).to_be_visible()


def talk_filter(page):
    return page.locator("#belegt-filter")


def unfold(place):
    place.get_by_role("button", name="Artikel eingrenzen").click()


def test_only_the_chosen_outlet_is_cited_and_follow_ups_keep_to_it(page):
    unfold(talk_filter(page))
    talk_filter(page).get_by_role("checkbox", name="taz").check()

    ask(page, "Warum zögert Merz?")
    ask(page, "Und warum zögert Merz bei Soldaten?")

    outlets = page.locator("#belegt-evidence .belegt-outlet")
    for turn in page.locator(".belegt-turn").all():
        expect(turn).to_contain_text("Nur Medium: taz")
        expect(turn).to_contain_text("Laut taz")
        expect(turn).not_to_contain_text("DIE ZEIT")
    assert set(outlets.all_inner_texts()) == {"taz"}


def test_chips_show_what_is_chosen_and_take_it_back(page):
    unfold(talk_filter(page))
    talk_filter(page).get_by_role("checkbox", name="taz").check()
    talk_filter(page).get_by_role("checkbox", name="Max Muster").check()
    talk_filter(page).get_by_label("Datum von").fill("2025-01-01")
    chips = talk_filter(page).locator(".belegt-chip")
    expect(chips).to_have_text(["Medium: taz×", "Autor: Max Muster×", "ab 01.01.2025×"])

    talk_filter(page).get_by_role("button", name="Filter entfernen: Medium: taz").click()

    expect(chips).to_have_count(2)
    expect(talk_filter(page).get_by_role("checkbox", name="taz")).not_to_be_checked()
    turn = ask(page, "Warum zögert Merz?")
    expect(turn).to_contain_text("Nur Autor: Max Muster; ab 01.01.2025")
    talk_filter(page).get_by_role("button", name="Filter zurücksetzen").click()
    expect(chips).to_have_count(0)
    expect(ask(page, "Warum zögert Merz?")).not_to_contain_text("Nur ")


def test_a_filter_that_leaves_nothing_is_refused_with_its_name(page):
    unfold(talk_filter(page))
    talk_filter(page).get_by_role("checkbox", name="Stadtbote").check()
    talk_filter(page).get_by_label("Datum von").fill("2026-01-01")

    turn = ask(page, "Warum zögert Merz?")

    expect(turn).to_contain_text("Kein Artikel passt zum Filter (Medium: Stadtbote; ab 01.01.2026)")


def test_a_range_given_backwards_is_turned_round(page):
    unfold(talk_filter(page))
    talk_filter(page).get_by_label("Datum bis").fill("2025-01-01")
    talk_filter(page).get_by_label("Datum von").fill("2026-01-01")

    chips = talk_filter(page).locator(".belegt-chip")
    expect(chips).to_have_text(["ab 01.01.2025×", "bis 01.01.2026×"])


def test_the_filter_is_used_with_the_keyboard_alone(page):
    toggle = talk_filter(page).get_by_role("button", name="Artikel eingrenzen")
    toggle.press("Enter")
    expect(toggle).to_have_attribute("aria-expanded", "true")
    talk_filter(page).get_by_role("checkbox", name="taz").press("Space")
    expect(talk_filter(page).locator(".belegt-chip")).to_have_count(1)

    page.keyboard.press("Escape")

    expect(toggle).to_be_focused()
    expect(toggle).to_have_attribute("aria-expanded", "false")


def test_where_there_is_nothing_to_choose_there_is_no_filter(browser, tmp_path):
    fill(tmp_path, [TAZ])
    bot = Chatbot(SearchIndex(tmp_path, FakeEmbedder()))
    with served(bot) as address, opened(browser, address) as page:
        go_to_collection(page)
        expect(page.get_by_role("button", name="Artikel eingrenzen")).to_have_count(0)
    bot.close()


def test_the_collection_is_a_table_of_all_articles_newest_first(page):
    go_to_collection(page)

    expect(page.get_by_role("heading", name="73 Artikel")).to_be_visible()
    expect(titles(page)).to_have_count(50)
    expect(titles(page).nth(0)).to_have_text("Zögern im Kanzleramt")
    expect(titles(page).nth(1)).to_have_text("Merz zögert weiter")
    row = page.locator("tr", has_text="Zögern im Kanzleramt").locator("td")
    expect(row).to_have_text(
        ["DIE ZEIT", "Anna Beispiel, Max Muster", "08.01.2026", "Politik", "10"]
    )


def test_a_column_is_sorted_by_its_heading(page):
    go_to_collection(page)

    page.get_by_role("button", name="Titel", exact=True).click()
    expect(titles(page).first).to_have_text("Meldung 000")
    expect(page.get_by_role("columnheader", name="Titel")).to_have_attribute(
        "aria-sort", "ascending"
    )
    page.get_by_role("button", name="Titel", exact=True).click()

    expect(titles(page).first).to_have_text("Zögern im Kanzleramt")
    expect(page.get_by_role("button", name="Titel", exact=True)).to_be_focused()


def test_pages_are_turned(page):
    go_to_collection(page)

    page.get_by_role("button", name="Weiter", exact=True).click()

    expect(page.get_by_text("51–73 von 73")).to_be_visible()
    expect(titles(page)).to_have_count(23)
    expect(page.get_by_role("button", name="Weiter", exact=True)).to_be_disabled()
    page.get_by_role("button", name="Zurück", exact=True).click()
    expect(titles(page)).to_have_count(50)


def test_articles_are_searched_by_parts_of_words(page):
    go_to_collection(page)
    search = page.get_by_label("Suchen in Titel, Medium und Autor")

    search.fill("meldung 06")  # 060 to 069, and 006
    expect(titles(page)).to_have_count(11)
    search.fill("muster zögert")
    expect(titles(page)).to_have_text(["Merz zögert weiter"])
    search.fill("Mondlandung")
    expect(page.get_by_text("Kein Artikel passt zu Suche und Filter.")).to_be_visible()


def test_the_same_filter_holds_in_both_rooms(page):
    go_to_collection(page)
    place = page.locator("#belegt-collection-filter")
    unfold(place)
    place.get_by_role("checkbox", name="DIE ZEIT").check()
    expect(titles(page)).to_have_text(["Zögern im Kanzleramt"])

    page.get_by_role("link", name="Gespräch").click()

    expect(talk_filter(page).locator(".belegt-chip")).to_have_text(["Medium: DIE ZEIT×"])


def test_an_article_opens_in_the_reader_and_closing_leads_back(page):
    go_to_collection(page)

    titles(page).nth(0).click()

    reader = page.get_by_role("dialog")
    expect(reader).to_contain_text("die Skepsis gegenüber Einsätzen Tradition hat")
    reader.get_by_role("button", name="Zurück zur Sammlung").click()
    expect(reader).to_have_count(0)
    expect(titles(page).nth(0)).to_be_focused()


def test_the_way_back_of_the_browser_leads_through_the_rooms(page):
    go_to_collection(page)

    page.go_back()

    expect(page.get_by_label("Ihre Frage")).to_be_visible()
    expect(titles(page).first).to_be_hidden()


def test_the_collection_speaks_english_when_asked_to(page):
    go_to_collection(page)

    page.get_by_text("English", exact=True).click()

    expect(page.get_by_role("heading", name="73 articles")).to_be_visible()
    expect(page.get_by_role("button", name="Outlet")).to_be_visible()
    expect(page.locator("tr", has_text="Zögern")).to_contain_text("8 January 2026")


def test_hostile_articles_are_listed_and_chosen_as_text(page):
    go_to_collection(page)
    page.get_by_label("Suchen in Titel").fill("böse zeitung")

    expect(titles(page)).to_have_text([HOSTILE.title])
    row = page.locator("tr", has_text="{{value}}")
    expect(row).to_contain_text("<b onmouseover=alert(6)>Böse Zeitung</b>")
    place = page.locator("#belegt-collection-filter")
    unfold(place)
    place.get_by_role("checkbox", name="Böse Zeitung").check()
    expect(place.locator(".belegt-chip")).to_contain_text("<b onmouseover=alert(6)>")
    titles(page).first.click()
    expect(page.get_by_role("dialog")).to_contain_text("<svg/onload=alert(7)>")
    assert page.locator("#belegt-collection :is(img, script, b, svg)").count() == 0


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_the_collection_is_never_scrolled_sideways(browser, editable, width):
    *_, address = editable
    viewport = {"width": width, "height": 844}
    with opened(browser, f"{address}/#sammlung", viewport=viewport) as page:
        expect(titles(page).first).to_be_visible()
        unfold(page.locator("#belegt-collection-filter"))
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        expect(page.get_by_text("English", exact=True)).to_be_in_viewport(ratio=1)


def test_without_permission_nothing_can_be_changed(page):
    go_to_collection(page)

    for name in ("Dateien hinzufügen", "Bearbeiten", re.compile("entfernen")):
        expect(page.locator("#belegt-collection").get_by_role("button", name=name)).to_have_count(0)
    expect(page.locator("#belegt-collection input[type=file]")).to_have_count(0)


def test_sent_files_are_read_and_answered_from(editing_page):
    page = editing_page
    page.locator("input[type=file]").set_input_files(
        [
            {"name": "hafen.md", "mimeType": "text/markdown", "buffer": HARBOUR.encode()},
            {"name": "bild.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n00"},
        ]
    )

    report = page.get_by_role("dialog", name="Hinzugefügt")
    expect(report).to_contain_text("Der Hafen wächst", timeout=60_000)
    expect(report).to_contain_text("bild.png – ist ein PNG-Bild; als reinen Text (UTF-8) speichern")
    report.get_by_role("button", name="Schließen").click()
    expect(titles(page)).to_have_count(4)
    page.get_by_role("link", name="Gespräch").click()
    expect(page.locator(".belegt-welcome")).to_contain_text("4 Artikel")
    expect(ask(page, "Was wächst in Rostock?")).to_contain_text("Laut Ostsee-Zeitung")


def test_an_upload_is_undone_with_one_click(editing_page):
    page = editing_page
    page.locator("input[type=file]").set_input_files(
        [{"name": "hafen.md", "mimeType": "text/markdown", "buffer": HARBOUR.encode()}]
    )
    report = page.get_by_role("dialog", name="Hinzugefügt")
    report.get_by_role("button", name="Rückgängig").click(timeout=60_000)

    expect(page.get_by_text("Rückgängig gemacht.")).to_be_visible()
    expect(titles(page)).to_have_count(3)


def test_an_article_is_removed_after_a_question_and_brought_back(editing_page, editable):
    _, bot, _ = editable
    page = editing_page
    page.get_by_role("checkbox", name="Merz zögert weiter auswählen").check()

    page.get_by_role("button", name="1 Artikel entfernen").click()
    sure = page.get_by_role("dialog", name="Diesen Artikel aus der Sammlung nehmen?")
    expect(sure).to_contain_text("Merz zögert weiter")
    sure.get_by_role("button", name="Abbrechen").click()
    assert bot.article("taz") is not None
    page.get_by_role("button", name="1 Artikel entfernen").click()
    sure.get_by_role("button", name="Entfernen").click()

    expect(titles(page)).to_have_count(2)
    expect(page.get_by_role("heading", name="2 Artikel")).to_be_visible()
    assert bot.article("taz") is None
    page.get_by_role("button", name="Rückgängig").click()
    expect(titles(page)).to_have_count(3)
    assert bot.article("taz") == TAZ


def test_an_article_that_somebody_else_removed_is_no_longer_selected(editing_page, editable):
    _, bot, _ = editable
    page = editing_page
    page.get_by_role("checkbox", name="Alle auf dieser Seite auswählen").check()
    bot.edit_collection().remove(["taz"])

    page.get_by_role("button", name="3 Artikel entfernen").click()
    page.get_by_role("dialog").get_by_role("button", name="Entfernen").click()

    told = page.locator(".belegt-told")
    expect(told).to_contain_text("nicht mehr ausgewählt: Merz zögert weiter", timeout=60_000)
    expect(titles(page)).to_have_count(2)
    page.get_by_role("button", name="2 Artikel entfernen").click()
    page.get_by_role("dialog").get_by_role("button", name="Entfernen").click()
    expect(told).to_contain_text("2 Artikel sind entfernt", timeout=60_000)
    assert bot.entries() == ()


def test_what_is_known_of_an_article_is_mended_and_taken_back(editing_page, editable):
    _, bot, _ = editable
    page = editing_page
    mend = page.get_by_role("button", name="Angaben zu Merz zögert weiter bearbeiten")
    form = page.get_by_role("dialog", name="Angaben zum Artikel")

    mend.click()
    form.get_by_label("Medium").fill("die tageszeitung")
    form.get_by_label("Datum").fill("2024-02-29")
    form.get_by_role("button", name="Speichern").click()
    row = page.locator("tr", has_text="Merz zögert weiter")
    expect(row).to_contain_text("die tageszeitung")
    expect(row).to_contain_text("29.02.2024")
    page.get_by_role("button", name="Rückgängig").click()
    expect(row).to_contain_text("03.05.2025")
    assert bot.article("taz") == TAZ

    mend.click()
    form.get_by_label("Ressort").fill("Meinung")
    form.get_by_role("button", name="Speichern").click()
    expect(row).to_contain_text("Meinung")
    mend.click()
    form.get_by_role("button", name="Zurücknehmen").click()
    expect(form).to_have_count(0)
    expect(row).not_to_contain_text("Meinung")
    assert bot.article("taz") == TAZ


def test_a_value_that_cannot_be_used_is_told_in_the_form(editing_page):
    page = editing_page
    page.get_by_role("button", name="Angaben zu Merz zögert weiter bearbeiten").click()
    form = page.get_by_role("dialog", name="Angaben zum Artikel")
    form.get_by_label("Titel").fill("   ")

    form.get_by_role("button", name="Speichern").click()

    expect(form.get_by_role("alert")).to_contain_text("einen Titel eintragen")


def test_an_empty_collection_says_how_to_fill_it_and_then_offers_examples(browser, tmp_path):
    fill(tmp_path, [])
    examples = []
    bot = Chatbot(SearchIndex(tmp_path, FakeEmbedder()))
    with served(bot) as address, opened(browser, f"{address}/#sammlung") as page:
        expect(page.get_by_text("Diese Sammlung ist noch leer.", exact=True)).to_be_visible()
        expect(page.locator("#belegt-collection")).to_contain_text("belegt ingest")
    with (
        served(bot, editable=True, examples=examples) as address,
        opened(browser, f"{address}/#sammlung") as page,
    ):
        expect(page.get_by_text("Wählen Sie Dateien aus")).to_be_visible()
        page.locator("input[type=file]").set_input_files(
            [{"name": "hafen.md", "mimeType": "text/markdown", "buffer": HARBOUR.encode()}]
        )
        examples[:] = ["Was wächst?", "Wo?"]
        expect(page.get_by_role("dialog", name="Hinzugefügt")).to_be_visible(timeout=60_000)
        page.get_by_role("button", name="Schließen").click()
        expect(titles(page)).to_have_text(["Der Hafen wächst"])
        page.get_by_role("link", name="Gespräch").click()
        expect(page.locator(".belegt-example")).to_have_text(["Was wächst?", "Wo?"])
        page.get_by_role("button", name="Was wächst?").click()
        expect(page.locator(".belegt-turn")).to_contain_text("Laut Ostsee-Zeitung")
        examples[:] = ["Wer?"]
        page.get_by_role("button", name="Neues Gespräch").click()
        expect(page.locator(".belegt-example")).to_have_text(["Wer?"])
    bot.close()
