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
    "Quelle: dpa, AFP",
    "Übersetzung: Anna Weber und Ben Groß",
    "Aus dem amerikanischen Englisch von Anna Weber",
    "Laden Sie jetzt unsere App!",
    "Melden Sie sich an und verpassen Sie keinen Newsletter.",
    "Hören Sie auch: Merz im Gespräch",
    "Sehen Sie mehr dazu in unserem Dossier.",
    "Diskutieren Sie mit!",
    "Diskutieren Sie mit uns auf Facebook.",
    "Um diesen Inhalt anzuzeigen, müssen Sie Cookies zulassen.",
    "Mit Ihrer Zustimmung werden hier externe Inhalte geladen.",
    "Copyright 2024 taz. Alle Rechte vorbehalten.",
    "Copyright © taz",
    "Copyright: dpa",
    "Copyright Frankfurter Allgemeine Zeitung",
    "(c) Anna Weber",
    "© 2024 Reuters.",
    "Bild: Reuters.",
    "Fotos: Anna Weber/dpa.",
    "Getty Images",
    "Merz in Paris Getty Images",
    "picture alliance/dpa | Kay Nietfeld",
    "imago images via www.imago-images.de",
    "Mehr dazu: Merz will am Freitag entscheiden.",  # the label announces another article
    "Der Podcast mit Alana & Ben",
    "Newsletter abonnieren",
    "Hier den Bericht lesen",
    "Hier können Sie den Newsletter abonnieren",
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
    "Redaktion: Herr Merz, müssen wir sparen?",
    "Recherche: So arbeitet das Team.",
    "Laden Sie die App nicht herunter, warnt das BSI.",
    "Laden Sie diese App nicht herunter.",
    "Hören Sie mehr auf die Bürger, fordert der Minister.",
    "Hören Sie mehr auf die Bürger!",
    "Bestellen Sie nie ein Abo am Telefon, rät die Verbraucherzentrale.",
    "Diskutieren Sie mit uns, sagte Merz.",
    "Diskutieren Sie mit dem Nachbarn.",
    "Um diesen Inhalt anzuzeigen, muss man zustimmen, rügte das Gericht.",
    "Mit Ihrer Zustimmung kann die Regierung rechnen, sagte Merz.",
    "Mit Ihrer Zustimmung kann die Regierung rechnen.",
    "Besuchen Sie uns in Berlin, so der Minister.",
    "Copyright-Reform tritt am Montag in Kraft.",
    "Copyright-Reform",
    "Copyright gilt auch im Netz",
    "(c) Die Regierung muss sparen.",
    "Bild: Die Zeitung druckte das Foto auf der Titelseite.",
    "Getty Images verlor den Prozess gegen Stability AI",
    "Stability AI gewinnt gegen Getty Images",
    "Urteil: Getty Images verliert den Prozess",
    "Video: Ein Polizist schlägt auf einen Demonstranten ein",
    "Harris lehnte den Podcast mit Joe Rogan ab",
    "Der Podcast mit Joe Rogan bricht Rekorde",
    "Hier kann man das Gesetz lesen",
    "Jetzt will Merz das Buch lesen",
    "Aus dem Haushalt von Christian Lindner",
    "Aus dem Russischen von Sanktionen betroffen",
    "Quelle: Wer den Brief geschrieben hat, ist unklar.",
    "Quelle: Das sagte Merz im Bundestag.",
    "Dieser Artikel wurde erstmals in der Verfassung von 1919 erwähnt.",
    "Dieser Beitrag wurde ursprünglich auf einer Konferenz gehalten.",
    "Folgen",
    "Signal",
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


@pytest.mark.parametrize("before", ["Merz nutzt drei Dienste:", "Gesperrt wurden:"])
def test_a_list_of_services_after_a_colon_is_kept(before):
    text = f"{before}\n\nSignal\n\nX\n\nFacebook\n\nDas sagte er am Montag."

    assert clean_article_text(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "Merz zögert.\n\nFacebook\n\nX\n\nSignal\n\nMacron drängt.",
        "Merz zögert.\n\nTeilen:\n\nFacebook\n\nX\n\nMacron drängt.",
        "Facebook\n\nMerz zögert.\n\nMacron drängt.",
        "Merz zögert.\n\nMacron drängt.\n\nMail",
    ],
)
def test_the_names_of_services_are_buttons_in_a_row_and_above_or_below_the_text(text):
    assert clean_article_text(text) == "Merz zögert.\n\nMacron drängt."


@pytest.mark.parametrize("line", ["Stand: 31.12.2019", "Datum: 31.12.2019", "31. Dezember 2019"])
def test_a_date_within_a_short_text_is_kept(line):
    text = f"Merz zögert.\n\nEr wartet.\n\n{line}\n\nMacron drängt."

    assert clean_article_text(text) == text


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
