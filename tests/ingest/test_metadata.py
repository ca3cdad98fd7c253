from datetime import date

import pytest

from ingest.metadata import find_metadata

BODY = "Merz zögert mit einer Zusage. Macron drängt ihn.\n\nAlle warten auf Washington."
LONG = "Merz zögert mit einer Zusage, und Macron drängt ihn. " * 8


def test_a_headline_is_the_title():
    found = find_metadata(f"Kanzler Merz zögert\n\n{BODY}", stem="datei")

    assert found.title.value == "Kanzler Merz zögert"
    assert found.title.how == "first line"


@pytest.mark.parametrize("headline", ["Warum zögert Merz?", "Merz: „Wir warten“", "Es reicht!"])
def test_a_headline_may_ask_quote_or_shout(headline):
    assert find_metadata(f"{headline}\n\n{BODY}", stem="datei").title.value == headline


@pytest.mark.parametrize("furniture", ["Anzeige", "Startseite", "Von Rainer Rupp", "26.11.2015"])
def test_the_headline_is_found_below_page_furniture(furniture):
    text = f"{furniture}\n\nKanzler Merz zögert\n\n{BODY}"

    assert find_metadata(text, stem="datei").title.value == "Kanzler Merz zögert"


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "Nur eine Zeile ohne Ende",
        "Die Haltung der USA ist klar.\n\nDoch niemand weiß, was kommt.",
        "Das liegt wohl auch\n\ndaran, dass Putin Härte zeigt.",
        "Der deutsche Kanzler Friedrich Merz agiert deutlich\n"
        "zurückhaltender. Deutschlands Zusage konzentriert sich auf\n"
        "das, was es als seine Kernkompetenz betrachtet, und auf eine\n"
        "Ausbildung der Streitkräfte.",
    ],
)
def test_the_name_of_the_file_is_the_title_of_a_text_that_begins_with_its_lead(text):
    found = find_metadata(text, stem="2022-usa_Kein Krieg")

    assert found.title.value == "2022-usa_Kein Krieg"
    assert found.title.how == "name of the file"


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Von Rainer Rupp", "Rainer Rupp"),
        ("VON RAINER RUPP", "RAINER RUPP"),
        ("**Von Rainer Rupp**", "Rainer Rupp"),
        ("Von Anna Weber und Ben Groß", "Anna Weber, Ben Groß"),
        ("Von Max Müller, Berlin", "Max Müller"),
        ("Von Ursula von der Leyen", "Ursula von der Leyen"),
        ("Ein Kommentar von Anna-Lena Weber", "Anna-Lena Weber"),
        ("Autorin: Anna Weber", "Anna Weber"),
        ("By Jane Doe", "Jane Doe"),
    ],
)
def test_a_byline_names_the_author(line, author):
    found = find_metadata(f"Kanzler Merz zögert\n\n{line}\n\n{BODY}", stem="datei")

    assert found.author.value == author
    assert found.author.how == f'line "{line.strip("*")}"'


@pytest.mark.parametrize(
    "line",
    [
        "MITARBEIT: GEORG BLUME, PETER DAUSEND",
        "Von Rainer Rupp stammt die These.",
        "Von Angst und Wut",
        "Kritik von Toto Wolff.",
        "Von Berlin nach Paris",
        "Von der Leyen in Kiew",
        "Foto: Anna Weber",
        "Interview: Friedrich Merz",
    ],
)
def test_a_line_that_is_no_byline_names_no_author(line):
    found = find_metadata(f"Kanzler Merz zögert\n\n{BODY}\n\n{line}", stem="datei")

    assert found.author.value == ""
    assert found.author.how == "not stated"


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Stand: 12.03.2024, 14:30 Uhr", date(2024, 3, 12)),
        ("Veröffentlicht am 3. Mai 2024", date(2024, 5, 3)),
        ("Veröffentlicht: Freitag, 3. Mai 2024 um 9:05 Uhr", date(2024, 5, 3)),
        ("Aktualisiert am 1. März 2024", date(2024, 3, 1)),
        ("26. November 2015, 14:30 Uhr", date(2015, 11, 26)),
        ("Mi., 2.1.2019", date(2019, 1, 2)),
        ("2024-05-03", date(2024, 5, 3)),
        ("Published: May 3, 2024", date(2024, 5, 3)),
    ],
)
def test_a_line_that_is_a_date_states_the_day_of_publication(line, day):
    assert find_metadata(f"Merz zögert\n\n{line}\n\n{BODY}", stem="x").published.value == day


@pytest.mark.parametrize(
    "text",
    [
        "Anfang Januar 2026 versammelten sich Vertreter in Paris. Es war kalt.",
        "Am 24. Februar 2022 griff Russland an. Das war Krieg.",
        "Veröffentlicht am 3. Mai 2024 wurde der Bericht erst spät gelesen.",
        "Stand: 31.02.2024",
        "24. Februar 2022\n\nRussland greift an.\n\n2. April 2022\n\nKiew hält stand.",
        "3. Oktober 1990\n\nDie DDR trat bei. Es wurde gefeiert.",
        "3. Oktober 1990\n\nDer Tag der Einheit\n\nDie DDR trat bei. Es wurde gefeiert.",
        f"{BODY}\n\nStand: 31.12.2019\n\n{BODY}",
        f"{LONG}\n\nStand: 31.12.2019\n\n{LONG}",
        f"{LONG}\n\n3. Oktober 1990\n\n{LONG}",
    ],
)
def test_a_date_that_is_only_mentioned_is_no_day_of_publication(text):
    assert find_metadata(text, stem="datei").published.value is None


def test_the_day_of_publication_is_preferred_to_the_day_of_a_change():
    text = f"Aktualisiert am 5. Mai 2024\n\nVeröffentlicht am 3. Mai 2024\n\n{BODY}"

    assert find_metadata(text, stem="datei").published.value == date(2024, 5, 3)


def test_a_credit_line_states_outlet_and_day_wherever_it_stands():
    line = "Dieser Artikel stammt aus der ZEIT Nr. 48 vom 26.11.2015."
    found = find_metadata(f"{BODY}\n\n{line}\n\n{BODY}", stem="datei")

    assert (found.source.value, found.published.value) == ("DIE ZEIT", date(2015, 11, 26))
    assert found.source.how == found.published.how == f'line "{line}"'


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Quelle: taz", "taz"),
        ("Quelle: FAZ", "Frankfurter Allgemeine Zeitung"),
        ("Dieser Text ist zuerst in der taz erschienen.", "taz"),
        ("Dieser Beitrag erschien am 3. Mai 2024 im Freitag.", "Freitag"),
        ("Dieser Artikel wurde zuerst in der Berliner Zeitung veröffentlicht.", "Berliner Zeitung"),
        ("Dieser Text erschien zuerst auf Telepolis.", "Telepolis"),
        ("Quelle: Der Tagesspiegel", "Der Tagesspiegel"),
    ],
)
def test_a_source_line_states_the_outlet(line, source):
    assert find_metadata(f"{BODY}\n\n{line}", stem="datei").source.value == source


def test_an_address_is_no_outlet():
    found = find_metadata(f"{BODY}\n\nQuelle: https://taz.de/x", stem="datei")

    assert (found.source.value, found.url.value) == ("", "https://taz.de/x")


@pytest.mark.parametrize(
    ("dateline", "agency"),
    [
        ("Berlin (dpa) – ", "dpa"),
        ("(AFP) ", "AFP"),
        ("Wien – ", ""),
        ("BERLIN (dpa/bb) - ", "dpa"),
        ("Den Haag (AP): ", "AP"),
        ("Der Verein Afrika-Politik (AP) wählte am Montag. ", ""),
        ("Die Nachrichtenagentur Associated Press (AP) bekommt Geld. ", ""),
        ("Der Verein Afrika-Politik (AP) – gegründet 1990 – wählte. ", ""),
    ],
)
def test_a_dateline_states_the_agency(dateline, agency):
    assert find_metadata(dateline + BODY, stem="datei").source.value == agency


def test_an_outlet_is_preferred_to_an_agency():
    text = f"Berlin (dpa) – {BODY}\n\nQuelle: taz"

    assert find_metadata(text, stem="datei").source.value == "taz"


def test_a_closing_credit_states_agency_and_day():
    found = find_metadata(f"{BODY} (APA, red, 29.1.2016)", stem="datei")

    assert (found.source.value, found.published.value) == ("APA", date(2016, 1, 29))


def test_an_agency_that_is_only_mentioned_is_no_source():
    text = "Das sagte er der Agentur Reuters am Montag. Die dpa (Berlin) berichtete auch."

    assert find_metadata(text, stem="datei").source.value == ""


@pytest.mark.parametrize(
    "line",
    [
        "Dieser Text erschien zuerst auf Englisch.",
        "Dieser Text erschien erstmals im Mai 2020.",
        "Dieser Text stammt ursprünglich aus dem Mittelalter.",
        "Dieser Beitrag wurde ursprünglich auf einer Konferenz gehalten.",
        "Dieser Artikel wurde erstmals in der Verfassung von 1919 erwähnt.",
        "Quelle: Wer den Brief geschrieben hat, ist unklar.",
        "Quelle: Statistisches Bundesamt, eigene Berechnungen",
        "Quelle: ein Brief an den Minister vom Montag",
    ],
)
def test_a_line_that_names_no_outlet_states_no_source(line):
    assert find_metadata(f"{BODY}\n\n{line}", stem="datei").source.value == ""


WITHIN = [
    f"{BODY}\n\n{{}}\n\n{BODY}",
    f"Merz zögert\n\n{LONG}\n\n{{}}\n\n{LONG}",
    "\n\n".join([*[LONG] * 8, "{}", *[LONG] * 8]),
    "\n\n".join([*[LONG] * 4, "{}", *[LONG] * 8]),
    "\n\n".join([*[LONG] * 12, "{}", LONG]),
]
OUTSIDE = [
    f"Merz zögert\n\n{{}}\n\n{BODY}",
    f"{BODY}\n\n{{}}",
    f"Merz zögert\n\n{{}}\n\n{LONG}\n\n{LONG}",
    f"{LONG}\n\n{{}}\n\nMehr zum Thema\n\nSchreibe einen Kommentar",
    "\n\n".join([*[LONG] * 12, "{}", "Schreibe einen Kommentar"]),
]
STATEMENTS = [
    ("Quelle: Statistisches Bundesamt", "source"),
    ("https://petition.example/merz", "url"),
    ("Stand: 31.12.2019", "published"),
    ("Von Angela Merkel", "author"),
    ("3. Oktober 1990", "published"),
]


@pytest.mark.parametrize(("line", "field"), STATEMENTS)
@pytest.mark.parametrize("text", WITHIN)
def test_what_stands_within_the_text_says_nothing_about_the_article(text, line, field):
    found = getattr(find_metadata(text.format(line), stem="datei"), field)

    assert (not found.value, found.how) == (True, "not stated")


@pytest.mark.parametrize(("line", "field"), STATEMENTS)
@pytest.mark.parametrize("text", OUTSIDE)
def test_what_stands_above_or_below_the_text_is_about_the_article(text, line, field):
    assert getattr(find_metadata(text.format(line), stem="datei"), field).how == f'line "{line}"'


def test_a_byline_may_stand_below_the_lead():
    text = f"Merz zögert\n\nDer Kanzler wartet auf Washington.\n\nVon Anna Weber\n\n{LONG}"

    assert find_metadata(text, stem="datei").author.value == "Anna Weber"


@pytest.mark.parametrize(
    ("first", "day"),
    [
        ("Mittwoch, 3. Oktober 1990", date(1990, 10, 3)),
        ("3. Oktober 1990, 14:30 Uhr", date(1990, 10, 3)),
        ("3. Oktober 1990\n\nVon Anna Weber", date(1990, 10, 3)),
        ("03.10.1990", date(1990, 10, 3)),
        ("3. Oktober 1990", None),
    ],
)
def test_a_day_in_words_above_the_headline_is_a_kicker_unless_more_is_stated(first, day):
    found = find_metadata(f"{first}\n\nDer Tag der Einheit\n\n{BODY}", stem="datei")

    assert (found.published.value, found.title.value) == (day, "Der Tag der Einheit")


def test_a_day_in_words_is_the_headline_where_no_other_follows():
    found = find_metadata(f"3. Oktober 1990\n\n{BODY}", stem="datei")

    assert (found.published.value, found.title.value) == (None, "3. Oktober 1990")
