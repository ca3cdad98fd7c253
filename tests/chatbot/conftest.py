import shutil
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from chatbot import Answer, Citation, EmptyQuestionError, Evidence, EvidenceFound, TextWritten
from chatbot.collection_state import CollectionState
from chatbot.events import Event
from index import ArticleEntry, ArticleFilter, EntryPage, Facets, Hit, IndexDamagedError
from index.catalogue import Catalogue
from ingest import Article, Passage, Span
from tests.chatbot.browsing import CHROMIUM, opened, served

PARIS = Article(
    id="paris",
    title="Pariser Gipfel: Was die „Koalition der Willigen“ verspricht",
    body=(
        "In Paris berieten 35 Staaten über Sicherheiten für die Ukraine.\n\n"
        "Warum Deutschland zögert\n\n"
        "Bundeskanzler Friedrich Merz zögert, weil die Skepsis gegenüber Militäreinsätzen in "
        "Deutschland Tradition hat. Erst müssten drei Fragen geklärt sein. Den Anfang macht das "
        "Engagement der USA.\n\n"
        + "\n\n".join(
            f"Absatz {number}: Über die Einzelheiten wollten die Teilnehmer am nächsten Tag noch "
            "einmal sprechen, und niemand mochte ein Ergebnis vorwegnehmen." * 2
            for number in range(1, 13)
        )
        + "\n\nAm Ende blieb offen, wann der Bundestag abstimmt. Für Europa 🇪🇺 gilt das als Probe."
    ),
    source="DIE ZEIT",
    author="Anna Beispiel",
    published=date(2026, 1, 8),
    url="https://example.org/paris",
)
MALI = Article(
    id="mali",
    title="Bundeswehr in Mali",
    body="Im Norden lag die Obergrenze bei 150. Im Einsatz waren zwölf Soldaten.",
    source="taz",
    published=date(2015, 11, 26),
)
HOSTILE = Article(
    id='x"><img src=x onerror=alert(1)>',
    title="<script>alert('Titel')</script> ${alert(2)} {{value}}",
    body=(
        "<img src=https://evil.example/1.png onerror=alert(3)> steht im Text. "
        "![Bild](https://evil.example/2.png) und [1] und `${alert(4)}` auch.\n\n"
        "</mark></dialog><script>alert(5)</script>"
    ),
    source="<b onmouseover=alert(6)>Böse Zeitung</b>",
    author="<svg/onload=alert(7)>",
    url="javascript:alert(8)",
)


def cite(article: Article, number: int, quote: str) -> Citation:
    start = article.body.index(quote)
    return Citation(number, quote, start, start + len(quote), article)


def answer_with(question: str, article_quotes: Sequence[tuple[Article, str]]) -> Answer:
    citations = tuple(
        cite(article, number, quote)
        for number, (article, quote) in enumerate(article_quotes, start=1)
    )
    text = "\n\n".join(
        f"Laut {citation.article.source}: {citation.quote} [{citation.number}]"
        for citation in citations
    )
    return Answer(question, text, "answered", citations, confidence=0.9)


class FakeBot:
    """Knows three articles and, by a word in the question, what to answer."""

    writes = False

    def __init__(self) -> None:
        self.asked: list[tuple[str, list[str]]] = []
        self.within: list[ArticleFilter | None] = []

    def articles(self) -> list[Article]:
        return [PARIS, MALI, HOSTILE]

    def state(self) -> CollectionState:
        return CollectionState(articles=3, generation=7)

    def article(self, article_id: str) -> Article | None:
        return next((one for one in self.articles() if one.id == article_id), None)

    def catalogue(self) -> Catalogue:
        return Catalogue(map(enter, self.articles()))

    def entries(self) -> tuple[ArticleEntry, ...]:
        return self.catalogue().entries

    def facets(self) -> Facets:
        return self.catalogue().facets()

    def check_filter(self, within: ArticleFilter) -> None:
        self.catalogue().check(within)

    def list_entries(self, **wish: Any) -> EntryPage:
        return self.catalogue().list_entries(**wish)

    def ask(
        self,
        question: str,
        history: Sequence[str] = (),
        *,
        within: ArticleFilter | None = None,
    ) -> Answer:
        self.asked.append((question, list(history)))
        self.within.append(within)
        if not question.strip():
            raise EmptyQuestionError
        if "kaputt" in question:
            raise IndexDamagedError("data/index", what="passages.faiss")  # type: ignore[arg-type]
        if "Absturz" in question:
            raise RuntimeError("geheime Einzelheit")
        if "Böse" in question:
            lines = HOSTILE.body.split("\n\n")
            return answer_with(question, [(HOSTILE, line) for line in lines])
        if "Weltmeister" in question:
            return refuse(question)
        if "Mali" in question:
            return answer_with(question, [(MALI, "Im Einsatz waren zwölf Soldaten.")])
        quotes = (
            "Bundeskanzler Friedrich Merz zögert, weil die Skepsis gegenüber Militäreinsätzen in "
            "Deutschland Tradition hat.",
            "Am Ende blieb offen, wann der Bundestag abstimmt. Für Europa 🇪🇺 gilt das als Probe.",
        )
        return answer_with(
            question,
            [
                *((PARIS, quote) for quote in quotes),
                (MALI, "Im Norden lag die Obergrenze bei 150."),
            ],
        )

    def retrieve(
        self, question: str, k: int = 10, *, within: ArticleFilter | None = None
    ) -> list[Hit]:
        if not question.strip():
            raise EmptyQuestionError
        passage = Passage("mali#0", "mali", 0, len(MALI.body), MALI.body, (Span(0, 37),))
        return [Hit(passage, 0.75, 1)][:k]

    def stream(
        self,
        question: str,
        history: Sequence[str] = (),
        *,
        within: ArticleFilter | None = None,
    ) -> Iterator[Event]:
        answer = self.ask(question, history, within=within)
        yield EvidenceFound(())
        for piece in answer.text.splitlines(keepends=True):
            yield TextWritten(piece)
        yield answer


def enter(article: Article) -> ArticleEntry:
    return ArticleEntry(
        article.id, article.title, article.source, article.author, article.published, article.url,
        article.language, article.section, article.duplicate_of,
    )  # fmt: skip


def refuse(question: str) -> Answer:
    sentences = (Span(0, 37), Span(38, len(MALI.body)))
    passage = Passage("mali#0", "mali", 0, len(MALI.body), MALI.body, sentences)
    nearest = Evidence(sentences[0], passage, MALI, 0.2)
    return Answer(
        question,
        "Das lässt sich aus den Quellen nicht belegen. Am nächsten kommt taz (26.11.2015), ohne "
        f"die Frage zu beantworten: „{nearest.text}“",
        "refused",
        confidence=0.1,
        nearest=nearest,
    )


@pytest.fixture(scope="module")
def bot_of_this_module() -> FakeBot:
    """What a server that is started once for all tests of a module answers with."""
    return FakeBot()


@pytest.fixture
def fake_bot(bot_of_this_module) -> FakeBot:
    bot_of_this_module.asked.clear()
    bot_of_this_module.within.clear()
    return bot_of_this_module


@pytest.fixture(scope="module")
def address(bot_of_this_module):
    with served(bot_of_this_module) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=CHROMIUM
        )
        yield browser
        browser.close()


@pytest.fixture
def page(browser, address, fake_bot):
    with opened(browser, address, viewport={"width": 1280, "height": 800}) as page:
        yield page
