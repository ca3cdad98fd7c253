import pytest

from ingest.cleaning import clean_article_text
from ingest.stray_lines import is_stray_line

STRAY = [
    "Schreibe einen Kommentar",
    "Schreiben Sie einen Kommentar",
    "Einen Kommentar schreiben",
    "Kommentare (123)",
    "12 Kommentare",
    "Deine E-Mail-Adresse wird nicht veröffentlicht. Erforderliche Felder sind markiert",
    "US Politik Deep Dive: Der Podcast mit Alana & Ben",
    "Podcast: Was nun, Herr Merz?",
    "Unser Newsletter",
    "Abonnieren Sie unseren Newsletter.",
    "Melden Sie sich hier für unseren Newsletter an!",
    "Dieser Artikel stammt aus der ZEIT Nr. 48 vom 26.11.2015.",
    "Dieser Text ist zuerst in der taz erschienen.",
    "MITARBEIT: GEORG BLUME, PETER DAUSEND",
    "Mitarbeit: Anna Weber",
    "Mehr zum Thema – Macrons Ideen sind nur typische PR-Manier",
    "Mehr zum Thema",
    "Lesen Sie auch",
    "Lesen Sie auch: Merz in Paris",
    "Lesen Sie hier, warum der Kanzler zögert.",
    "Siehe auch: Minsker Abkommen",
    "Teilen",
    "Teilen/Drucken/Newsletter",
    "Facebook | Twitter | WhatsApp",
    "Anzeige",
    "ANZEIGE",
    "- Anzeige -",
    "Werbung",
    "Wir verwenden Cookies, um Ihnen das beste Erlebnis zu bieten. Mehr dazu hier.",
    "Alle akzeptieren",
    "Cookie-Einstellungen",
    "Foto: dpa",
    "(Foto: Michael Kappeler/dpa)",
    "© Michael Kappeler/dpa/picture alliance",
    "Merz am Montag in Paris / picture alliance",
    "Quelle: taz",
    "https://www.zeit.de/politik/2015-11/is-koalition",
    "Lesezeit: 5 Minuten",
    "5 Min. Lesezeit",
    "Aus dem Englischen von Anna Weber",
    "Zur Startseite",
    "Das könnte Sie auch interessieren:",
    "* * *",
    "___",
]
SENTENCES = [
    "Mehr zum Thema Migration sagte der Minister am Montag.",
    "Schreibe einen Kommentar, riet er ihr, und schwieg.",
    "Anzeige wurde gegen drei Männer erstattet.",
    "Teilen will Merz die Kosten mit den Ländern.",
    "Im Podcast mit Markus Lanz sagte Merz, er zögere.",
    "Der Podcast mit Alana & Ben wurde eingestellt.",
    "Dieser Text stammt aus dem 15. Jahrhundert.",
    "Dieser Artikel stammt aus dem Grundgesetz und gilt bis heute.",
    "Von Rainer Rupp stammt die These.",
    "Lesen Sie auch Bücher von Thomas Mann?",
    "Die Mitarbeit der Länder bleibt freiwillig.",
    "Das Foto zeigt den Kanzler in Kiew.",
    "Die Quelle der Spree liegt in der Lausitz.",
    "Cookies verraten, wer eine Seite besucht.",
    "Auf Twitter warf Trump der Ukraine Undank vor.",
    "Der Stand: 12.03.2024 war ein Dienstag, und es regnete.",
    "Immerhin.",
    "Doch wer sonst?",
    "Als willkommene Mitkämpfer.",
    "Und der Westen?",
    "Kampf der Systeme",
    "Was der Newsletter über Merz verrät",
    "Video-Beweis schadet dem Fußball",
    "Lesezeit ist kostbar.",
]


@pytest.mark.parametrize("line", STRAY)
def test_a_line_of_page_furniture_can_never_be_cited(line):
    assert is_stray_line(line)
    assert clean_article_text(f"Merz zögert.\n\n{line}\n\nMacron drängt.") == (
        "Merz zögert.\n\nMacron drängt."
    )


@pytest.mark.parametrize("line", SENTENCES)
def test_a_line_of_the_article_is_kept(line):
    assert clean_article_text(f"Merz zögert.\n\n{line}\n\nMacron drängt.") == (
        f"Merz zögert.\n\n{line}\n\nMacron drängt."
    )


@pytest.mark.parametrize("markup", ["**Mehr zum Thema** – Macron plant", "**Anzeige**"])
def test_page_furniture_is_recognised_under_its_markup(markup):
    assert clean_article_text(f"Merz zögert.\n\n{markup}") == "Merz zögert."


def test_emphasis_marks_are_removed_and_their_words_kept():
    assert clean_article_text("**Warum das so ist**\n\nMerz **zögert**.") == (
        "Warum das so ist\n\nMerz zögert."
    )


def test_each_long_line_is_a_paragraph_even_without_blank_lines():
    first, second = "Merz zögert. " * 20, "Macron drängt. " * 20

    assert clean_article_text(f"{first}\nEin Titel\n{second}") == (
        f"{first.strip()}\n\nEin Titel\n\n{second.strip()}"
    )


def test_a_sentence_torn_apart_by_a_paragraph_break_is_joined():
    text = "Dass er das nicht sagt, liegt wohl auch\n\ndaran, dass Putin Härte zeigt."

    assert clean_article_text(text) == (
        "Dass er das nicht sagt, liegt wohl auch daran, dass Putin Härte zeigt."
    )


def test_a_sentence_torn_apart_by_page_furniture_is_joined():
    text = "Das liegt wohl auch\n\nAnzeige\n\ndaran, dass Putin Härte zeigt."

    assert clean_article_text(text) == "Das liegt wohl auch daran, dass Putin Härte zeigt."


@pytest.mark.parametrize("second", ["iPhone-Verkäufe steigen.", "taz-Recherchen zeigen es."])
def test_a_paragraph_that_begins_with_a_small_letter_as_a_name_does_is_not_joined(second):
    assert clean_article_text(f"Kampf der Konzerne\n\n{second}").endswith(f"\n\n{second}")


def test_wrapped_lines_become_whole_paragraphs():
    text = (
        "Der deutsche Kanzler Friedrich Merz agiert deutlich\n"
        "zurückhaltender. Deutschlands Zusage konzentriert sich auf\n"
        "das, was es als seine Kernkompetenz betrachtet: die Finanzie-\n"
        "rung, Bewaffnung und Ausbildung der ukrainischen Streitkräfte.\n"
        "\n"
        "Berlin ist bereit, die Produktion von Präzisionswaffen zu\n"
        "unterstützen.\n"
    )

    assert clean_article_text(text) == (
        "Der deutsche Kanzler Friedrich Merz agiert deutlich zurückhaltender. Deutschlands Zusage "
        "konzentriert sich auf das, was es als seine Kernkompetenz betrachtet: die Finanzierung, "
        "Bewaffnung und Ausbildung der ukrainischen Streitkräfte.\n\n"
        "Berlin ist bereit, die Produktion von Präzisionswaffen zu unterstützen."
    )


def test_a_byline_is_removed_above_the_text_and_kept_as_a_heading_within():
    body = "\n\n".join(f"Satz Nummer {number} des Artikels." for number in range(20))
    text = f"Von Rainer Rupp\n\n{body}\n\nVon Thomas Mann\n\n{body}"

    assert clean_article_text(text) == f"{body}\n\nVon Thomas Mann\n\n{body}"


def test_dates_above_the_text_are_removed_and_those_of_a_chronicle_kept():
    chronicle = "24. Februar 2022\n\nRussland greift an.\n\n2. April 2022\n\nKiew hält stand."

    assert clean_article_text("26.11.2015\n\nMerz zögert.") == "Merz zögert."
    assert clean_article_text(chronicle) == chronicle


def test_a_closing_credit_is_removed():
    assert clean_article_text("Merz trat zurück. (APA, 29.1.2016)") == "Merz trat zurück."
    assert clean_article_text("Merz trat (am 29.1.2016)") == "Merz trat (am 29.1.2016)"


def test_bullets_and_needless_spaces_are_removed():
    assert clean_article_text("•  Merz  zögert.\n- Macron drängt.\n\n\n\nEnde.") == (
        "Merz zögert.\n\nMacron drängt.\n\nEnde."
    )


def test_the_line_that_the_title_repeats_is_left_out():
    assert clean_article_text("Merz zögert\n\nEr wartet.", headline="Merz zögert") == "Er wartet."


def test_nothing_is_left_of_mere_page_furniture():
    assert clean_article_text("Teilen\n\nAnzeige\n\nSchreibe einen Kommentar") == ""
