"""Questions put to some of the articles: answered from them alone, or refused within them."""

from datetime import date

import pytest

from chatbot import ArticleFilter, Chatbot
from chatbot.filter_words import describe_filter
from index import SearchIndex, open_for_writing
from index.fake_embedder import FakeEmbedder
from ingest import Article

ZEIT = Article(
    id="zeit",
    title="Merz zögert bei Soldaten",
    body="Friedrich Merz zögert, weil die Skepsis gegenüber Einsätzen Tradition hat.",
    source="DIE ZEIT",
    author="Anna Beispiel",
    published=date(2026, 1, 8),
)
TAZ = Article(
    id="taz",
    title="Merz zögert weiter",
    body="Merz zögert, weil drei Fragen zum Einsatz der Soldaten offen sind.",
    source="taz",
    published=date(2025, 5, 3),
    section="Politik",
)
ZOO = Article(
    id="zoo",
    title="Nachwuchs im Zoo",
    body="Im Zoo kam ein Elefant namens Benjamin zur Welt.",
    source="Tierpost",
)


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("index")
    embedder = FakeEmbedder()
    with open_for_writing(folder, embedder) as writer:
        writer.add([ZEIT, TAZ, ZOO])
    bot = Chatbot(SearchIndex(folder, embedder))
    yield bot
    bot.close()


@pytest.mark.parametrize("outlet", ["DIE ZEIT", "taz"])
def test_only_articles_that_the_filter_admits_are_cited(bot, outlet):
    answer = bot.ask("Warum zögert Merz?", within=ArticleFilter(sources=(outlet,)))

    assert answer.status == "answered"
    assert {citation.article.source for citation in answer.citations} == {outlet}
    assert {hit.passage.article_id for hit in answer.hits} == {outlet.split()[-1].lower()}


def test_a_follow_up_stays_within_the_filter(bot):
    answer = bot.ask(
        "Und was sagt er zu Soldaten?",
        ["Warum zögert Merz?"],
        within=ArticleFilter(authors=("anna beispiel",)),
    )

    assert {hit.passage.article_id for hit in answer.hits} == {"zeit"}


def test_passages_are_retrieved_within_the_filter(bot):
    hits = bot.retrieve("Merz", within=ArticleFilter(published_to=date(2025, 12, 31)))

    assert [hit.passage.article_id for hit in hits] == ["taz"]


def test_a_refusal_names_the_filter_and_its_nearest_miss_comes_from_within(bot):
    answer = bot.ask("Warum zögert Merz?", within=ArticleFilter(sources=("Tierpost",)))

    assert (answer.status, answer.reason) == ("refused", "not_found")
    assert answer.nearest.article.id == "zoo"
    assert answer.text.startswith(
        "Das lässt sich aus den ausgewählten Artikeln nicht belegen (Medium: Tierpost)."
    )
    assert "„Merz“ kommt in den ausgewählten Artikeln nicht vor." in answer.text


def test_a_filter_that_leaves_no_article_is_told(bot):
    within = ArticleFilter(sources=("taz",), published_from=date(2026, 1, 1))
    answer = bot.ask("Warum zögert Merz?", within=within)

    assert (answer.status, answer.reason) == ("refused", "filtered_out")
    assert answer.text == (
        "Kein Artikel passt zum Filter (Medium: taz; ab 01.01.2026). Ändern Sie ihn oder setzen "
        "Sie ihn zurück."
    )
    assert (answer.nearest, answer.hits) == (None, ())


def test_english_questions_get_an_english_refusal(bot):
    within = ArticleFilter(sources=("taz",), published_from=date(2026, 1, 1))
    answer = bot.ask("Why is Merz hesitating about the soldiers?", within=within)

    assert answer.text.startswith("No article fits the filter (outlet: taz; from 1 January 2026).")


def test_a_greeting_is_greeted_whatever_the_filter(bot):
    answer = bot.ask("Hallo", within=ArticleFilter(sources=("Niemand",)))

    assert answer.reason == "small_talk"


def test_a_question_for_everything_names_articles_within_the_filter(bot):
    answer = bot.ask("Worum geht es?", within=ArticleFilter(sources=("Tierpost",)))

    assert "Nachwuchs im Zoo" in answer.text
    assert "Merz" not in answer.text


def test_a_filter_is_described_in_words():
    within = ArticleFilter(
        ("taz", "DIE ZEIT"), ("dpa",), ("",), date(2024, 1, 1), date(2024, 3, 31)
    )

    assert describe_filter(within, "de") == (
        "Medium: taz oder DIE ZEIT; Autor: dpa; Ressort: ohne Angabe; 01.01.2024 bis 31.03.2024"
    )
    assert describe_filter(ArticleFilter(published_to=date(2024, 3, 31)), "en") == (
        "until 31 March 2024"
    )
    assert describe_filter(ArticleFilter(), "de") == ""


@pytest.mark.parametrize("question", ["Hallo", "Was kannst du?", "Worum geht es?"])
@pytest.mark.parametrize("within", [ArticleFilter(), ArticleFilter(sources=("taz",))])
def test_what_needs_no_search_reads_no_article(bot, monkeypatch, question, within):
    for name in ("articles", "article", "search"):
        monkeypatch.delattr(SearchIndex, name)

    answer = bot.ask(question, within=within)

    assert "„Merz zögert weiter“" in answer.text
