"""Which articles hold the names that a question asks about."""

from datetime import date

from chatbot.evidence import share_names
from ingest import Article

PARIS = Article("paris", "Gipfel in Paris", "Macron will Soldaten schicken. Merz zögert.")
ZEIT = Article("zeit", "Krieg gegen den IS", "Frankreichs Luftwaffe greift an.")


def test_an_article_without_the_name_asked_about_counts_less():
    assert share_names("Warum zögert Merz?", [PARIS, ZEIT]) == {"paris": 1.0, "zeit": 0.0}


def test_of_several_names_the_share_counts():
    shares = share_names("Was wollen Macron und Merz in Frankreich?", [PARIS, ZEIT])

    assert shares == {"paris": 2 / 3, "zeit": 1 / 3}


def test_the_genitive_finds_the_name_and_a_compound_does_too():
    articles = [PARIS, Article("polen", "", "Die Merz-Regierung wartet auf Macrons Antwort.")]

    assert share_names("Warum zögert Macrons Partner Merz?", articles)["polen"] == 1.0


def test_a_name_that_no_article_found_holds_does_not_count():
    shares = share_names("Was sagt Scholz zu Merz?", [PARIS, ZEIT])

    assert shares == {"paris": 1.0, "zeit": 0.0}


def test_years_count_like_names_and_so_does_the_year_of_publication():
    old = Article("old", "SMS", "Im Jahr 2014 wurden 1,2 Milliarden SMS verschickt.")
    new = Article(
        "new", "SMS", "Im dritten Quartal waren es 857 Millionen.", published=date(2015, 11, 3)
    )

    assert share_names("Wie viele SMS wurden 2014 verschickt?", [old, new]) == {
        "old": 1.0,
        "new": 0.0,
    }
    assert share_names("Wie viele SMS wurden 2015 verschickt?", [old, new]) == {
        "old": 0.0,
        "new": 1.0,
    }
    assert share_names("Wie viele waren es 2013?", [old, new]) == {"old": 1.0, "new": 1.0}


def test_without_names_all_articles_are_alike():
    assert share_names("Wie viele Soldaten?", [PARIS, ZEIT]) == {"paris": 1.0, "zeit": 1.0}
