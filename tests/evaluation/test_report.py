import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from evaluation import evaluate
from evaluation.comparing import compare
from evaluation.question import Question
from evaluation.report import render_report
from ingest import Article
from tests.evaluation.fake_bot import FakeBot, answered, cite
from tests.evaluation.test_running import QUESTIONS, SCRIPT


@pytest.fixture
def run():
    return evaluate(FakeBot(SCRIPT), QUESTIONS)


def test_the_report_shows_figures_and_every_question_with_answer_and_gold(run):
    page = render_report(run)

    assert "5 Fragen, davon 2 richtig" in page
    assert "33,3\u00a0%" in page
    for question in QUESTIONS:
        assert question.question in page
    assert "26 Staaten" in page
    assert "Er fürchtet um die Mehrheit von 13 Stimmen." in page
    assert "Artikel paris auf Rang 2" in page
    assert "Artikel berlin nicht unter den ersten 10" in page
    assert "Die Quellen sagen es nicht." in page


def test_questions_can_be_filtered_by_what_became_of_them(run):
    page = render_report(run)

    assert re.findall(r'data-outcome="(\w+)"', page) == [
        "right",
        "not_cited",
        "not_retrieved",
        "right",
        "wrongly_answered",
    ]
    assert re.findall(r'data-show="(\w+)".*?>(.*?)</button>', page) == [
        ("all", "alle · 5"),
        ("right", "richtig · 2"),
        ("not_retrieved", "nicht gefunden · 1"),
        ("not_cited", "gefunden, nicht belegt · 1"),
        ("wrongly_answered", "falsch beantwortet · 1"),
    ]


def test_a_comparison_is_shown_with_the_flipped_questions(run):
    script = dict(SCRIPT)
    script["Wer gewinnt?"] = SCRIPT["Wer verliert?"]
    worse = evaluate(FakeBot(script), QUESTIONS)

    page = render_report(worse, compare(run, worse))

    assert "Vergleich mit dem früheren Lauf" in page
    assert "Nicht mehr richtig (1)" in page
    assert "<li>Wer gewinnt?</li>" in page
    assert "Vergleich" not in render_report(worse)


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
    run = evaluate(bot, [question], settings={attack: attack})

    page = render_report(replace(run, date=attack))

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
            if tag not in {"meta"}:
                self.open.append(tag)

        def handle_endtag(self, tag):
            assert self.open.pop() == tag

    checker = Checker()
    page = render_report(run, compare(run, run))
    checker.feed(page)

    assert checker.open == []
    assert checker.addresses == []
    assert "http:" not in page
    assert "https:" not in page


@pytest.mark.browser
def test_a_click_on_a_filter_leaves_only_its_questions(run, tmp_path):
    playwright = pytest.importorskip("playwright.sync_api")
    path = tmp_path / "bericht.html"
    path.write_text(render_report(run), encoding="utf-8")

    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.goto(path.as_uri())
        page.get_by_role("button", name="gefunden, nicht belegt").click()
        visible = page.locator("#questions > details:visible").all_inner_texts()
        page.get_by_role("button", name="alle").click()
        everything = page.locator("#questions > details:visible").count()
        browser.close()

    assert len(visible) == 1
    assert visible[0].startswith("Wie viele?")
    assert everything == 5
