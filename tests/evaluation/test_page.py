import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from evaluation import evaluate
from evaluation.metrics.definitions import Estimate
from evaluation.question_sets.question import Question
from evaluation.reports.page import render_page
from evaluation.runs.comparing import compare
from ingest import Article
from tests.evaluation.fake_bot import MERZ, FakeBot, answered, cite
from tests.evaluation.test_running import QUESTIONS, SCRIPT


@pytest.fixture
def run():
    return evaluate(FakeBot(SCRIPT), QUESTIONS).run


def test_the_report_shows_figures_and_every_question_with_answer_and_gold(run):
    page = render_page(run)

    assert "5 Fragen, davon 2 richtig" in page
    assert "33,3\u00a0%" in page
    for question in QUESTIONS:
        assert question.question in page
    assert "26 Staaten" in page
    assert "Friedrich Merz zögert. <mark><sup>1</sup>Er fürchtet um die Mehrheit von 13" in page
    assert "</mark> Paris drängt." in page
    assert "Artikel paris auf Rang 2" in page
    assert "Artikel berlin nicht unter den ersten 10" in page
    assert "Die Quellen sagen es nicht." in page


def test_questions_can_be_filtered_by_what_became_of_them(run):
    page = render_page(run)

    assert re.findall(r'<details data-outcome="(\w+)" data-kind="(\w+)"', page) == [
        ("right", "reason"),
        ("not_cited", "quantity"),
        ("not_retrieved", "other"),
        ("right", "person"),
        ("wrongly_answered", "person"),
    ]
    assert re.findall(r'<button type="button" data-outcome="(\w*)".*?>(.*?) <span', page) == [
        ("", "alle"),
        ("right", "richtig"),
        ("not_retrieved", "nicht gefunden"),
        ("not_cited", "gefunden, nicht belegt"),
        ("wrongly_answered", "falsch beantwortet"),
    ]
    assert '<option value="person">Person (2)</option>' in page


def test_a_comparison_is_shown_with_the_flipped_questions(run):
    script = dict(SCRIPT)
    script["Wer gewinnt?"] = SCRIPT["Wer verliert?"]
    worse = evaluate(FakeBot(script), QUESTIONS).run

    page = render_page(worse, compare(run, worse))

    assert "Vergleich mit dem früheren Lauf" in page
    assert "Nicht mehr richtig (1)" in page
    assert "<li>Wer gewinnt?</li>" in page
    assert page.count('data-flip="worse"') == 2  # its entry and the filter
    assert "Vergleich" not in render_page(worse)


def test_texts_cannot_become_markup():
    attack = '<script>alert("x")</script>${figures}'
    article = Article(id=attack, title=attack, body=attack, source=attack, author=attack)
    question = Question(
        id=attack,
        question=attack,
        history=(attack,),
        answers=(attack,),
        evidence=(attack,),
        article_id=attack,
    )
    bot = FakeBot({attack: answered(attack, cite(article, attack), found=(article,))}, [article])
    run = evaluate(bot, [question], settings={attack: attack}, articles=[article]).run

    page = render_page(replace(run, date=attack))

    assert page.count("<script>") == 1  # our own
    assert page.count("&lt;script&gt;") > 5
    assert "${figures}" in page


def test_the_page_is_well_formed_and_asks_the_network_for_nothing(run):
    class Checker(HTMLParser):
        def __init__(self):
            super().__init__()
            self.open, self.addresses = [], []

        def handle_starttag(self, tag, attrs):
            self.addresses += [value for name, value in attrs if name in {"src", "href"}]
            if tag not in {"meta", "input"}:
                self.open.append(tag)

        def handle_endtag(self, tag):
            assert self.open.pop() == tag

    checker = Checker()
    page = render_page(run, compare(run, run))
    checker.feed(page)

    assert checker.open == []
    assert checker.addresses == []
    assert "http:" not in page
    assert "https:" not in page


def test_two_quotes_of_one_passage_are_marked_in_it_and_it_is_shown_once():
    reply = answered(
        "Er zögert [1]. Paris drängt [2].",
        cite(MERZ, "Paris drängt.", number=2),
        cite(MERZ, "Friedrich Merz zögert.", number=1),
        found=(MERZ,),
    )
    run = evaluate(FakeBot({"Wer?": reply}), [Question(id="1", question="Wer?")]).run

    page = render_page(run)

    assert page.count("<blockquote>") == 1
    assert (
        "<blockquote><mark><sup>1</sup>Friedrich Merz zögert.</mark> Er fürchtet um die Mehrheit"
        " von 13 Stimmen. <mark><sup>2</sup>Paris drängt.</mark>" in page
    )


def test_overlapping_quotes_are_all_shown():
    reply = answered(
        "Er zögert [1][2].",
        cite(MERZ, "Friedrich Merz zögert."),
        cite(MERZ, "Merz zögert. Er", number=2),
        found=(MERZ,),
    )
    run = evaluate(FakeBot({"Wer?": reply}), [Question(id="1", question="Wer?")]).run

    assert "<mark><sup>2</sup>Merz zögert. Er</mark>" in render_page(run)


def test_the_report_is_also_written_in_english(run):
    page = render_page(run, compare(run, run), "en")

    assert '<html lang="en">' in page
    assert "5 questions, 2 of them right" in page
    assert "33.3\u00a0%" in page
    assert "retrieved, not cited" in page
    assert "Kennzahl" not in page


def test_a_figure_this_version_does_not_know_is_shown_by_its_name(run):
    metrics = {**run.metrics, "neu@3": Estimate(0.25, 0.1, 0.4, 5)}

    page = render_page(replace(run, metrics=metrics))

    assert '<th scope="row">neu@3</th><td class="n">0,250</td>' in page


def test_figures_are_shown_by_kind_and_by_source_whatever_the_groups_are_called(run):
    some = {"recall@5": Estimate(0.5, 0.25, 0.75, 2), "ndcg@10": Estimate(0.4, 0.2, 0.6, 2)}
    breakdowns = {"source": {"DIE ZEIT": some, "taz": some}, "ort": {"Bonn": some, "Köln": some}}

    page = render_page(replace(run, breakdowns=breakdowns))

    assert "Nach Quelle" in page
    assert '<th scope="row">taz</th><td class="n">2</td><td class="n">0,400' in page
    assert "<h3>ort</h3>" in page


@pytest.fixture
def browser_page(run, tmp_path):
    playwright = pytest.importorskip("playwright.sync_api")
    script = {**SCRIPT, "Wer gewinnt?": SCRIPT["Wer verliert?"]}
    worse = evaluate(FakeBot(script), QUESTIONS).run
    path = tmp_path / "bericht.html"
    path.write_text(render_page(worse, compare(run, worse)), encoding="utf-8")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"],
        )
        page = browser.new_page()
        problems = []
        page.on("console", lambda message: problems.append(message.text))
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda request: problems.append(request.url))
        page.goto(path.as_uri())
        assert problems == [path.as_uri()]  # the page itself is all that is asked for
        yield page
        assert problems == [path.as_uri()]
        browser.close()


def shown(page):
    # Not inner texts: what is outside the window is not laid out.
    return page.locator("#questions > details:visible .asked").all_text_contents()


@pytest.mark.browser
def test_clicks_on_the_filters_leave_only_their_questions(browser_page):
    page = browser_page
    assert len(shown(page)) == 5

    page.get_by_role("button", name="gefunden, nicht belegt").click()
    assert shown(page) == ["Wie viele?"]
    assert page.locator("#shown").inner_text() == "1"

    page.get_by_role("button", name="Nicht mehr richtig").click()
    assert shown(page) == ["Wer gewinnt?"]

    page.get_by_role("button", name="falsch beantwortet").click()
    assert shown(page) == ["Wer gewinnt?", "Wer verliert?"]

    page.get_by_role("button", name="alle").click()
    assert len(shown(page)) == 5


@pytest.mark.browser
def test_kind_and_text_narrow_the_questions_down_together(browser_page):
    page = browser_page

    page.get_by_label("Art", exact=True).select_option("person")
    assert shown(page) == ["Wer gewinnt?", "Wer verliert?"]

    page.get_by_role("searchbox").fill("VERLIERT wer")
    assert shown(page) == ["Wer verliert?"]

    page.get_by_role("button", name="richtig", exact=False).first.click()
    assert shown(page) == []
    assert page.get_by_text("Keine Frage passt dazu.").is_visible()


@pytest.mark.browser
def test_the_search_also_reads_answers_and_quotes(browser_page):
    browser_page.get_by_role("searchbox").fill("13 stimmen")

    assert "Warum zögert Merz?" in shown(browser_page)
    assert "Wie viele?" not in shown(browser_page)


@pytest.mark.browser
def test_an_opened_question_shows_its_quote_marked_in_the_passage(browser_page):
    browser_page.get_by_text("Warum zögert Merz?", exact=True).click()

    mark = browser_page.locator("details[open] mark")
    assert mark.inner_text() == "1Er fürchtet um die Mehrheit von 13 Stimmen."
    assert "Friedrich Merz zögert." in browser_page.locator("details[open] blockquote").inner_text()


@pytest.mark.browser
@pytest.mark.parametrize("width", [1200, 390])
def test_nothing_sticks_out_of_the_page(browser_page, width):
    browser_page.set_viewport_size({"width": width, "height": 800})

    assert browser_page.evaluate("document.documentElement.scrollWidth") == width
