"""German sentence boundaries. In the cases below, "¦" stands where one sentence ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import split_sentences

ABBREVIATIONS = [
    "Das gilt z. B. für Merz.¦Andere warten.",
    "Das gilt z.B. für Merz.¦Andere warten.",
    "Er nannte z. B. Die Linke und die Grünen.",
    "Länder, u. a. Polen, halfen.¦Das reichte nicht.",
    "Der Bund, d. h. Die Regierung in Berlin, zahlt.",
    "Hilfe kam i. d. R. Montag früh an.",
    "Dr. Merz kam.¦Prof. Müller ging.",
    "Prof. Dr. Anna Weber lehrt in Köln.",
    "Dipl.-Ing. Karl Weber baute die Brücke.",
    "Die Züge nach St. Gallen und St. Pölten fahren.",
    "Er wohnt in Wr. Neustadt.",
    "Das sind Pflanzen bzw. Tiere.",
    "Es waren ca. Hundert Leute da.",
    "Es kostet 3 Mio. Euro.¦Das ist viel.",
    "Der Schaden betrug 3 Mrd.¦Die Versicherung zahlt.",
    "Es gab Äpfel, Birnen usw.¦Danach gab es Tee.",
    "Äpfel, Birnen usw. sind Obst.",
    "Es gab Brot, Wurst etc.¦Merz aß nichts.",
    "Das regelt Art. 5 Abs. 2 GG.¦Mehr nicht.",
    "Das ist seine Art.¦Merz bleibt so.",
    "Der Artikel stammt aus der ZEIT Nr. 48 vom 26.11.2015.",
    "Siehe S. 12 und vgl. Abb. 3.¦Danach folgt mehr.",
    "Cäsar starb 44 v. Chr. in Rom.",
    "Cäsar starb 44 v. Chr.¦Danach herrschte Krieg.",
    "Martin Luther King Jr. Präsident wurde nie.",
    "Er studierte bei Martin Luther King Jr.¦Das prägte ihn.",
    "Die Müller GmbH & Co. KG zahlt.",
    "Am 3. Jan. 2024 schneite es.",
    "Im Sept. 2001 stand die Welt still.",
    "Er traf Max.¦Max lachte.",
    "Die max. Höhe ist erreicht.",
    "Der General a. D. Klaus Naumann warnte.",
    "Das sagte Oberst a. D. Müller.¦Er war dabei.",
    "Er wohnt in der Berliner Str. 5 in Bonn.",
    "Der Verein e. V. Köln lud ein.",
    "Frau Abg. Schmidt fragte.",
    "In der Friedrichstr. Ecke Leipziger traf er sie.",
]
NUMBERS = [
    "Am 3. Mai kam er.¦Am 4. Mai ging er.",
    "Bis zum 13. November war alles ruhig.",
    "Er kam am 3. 5. 2024 an.",
    "Vom 13.-14. Mai tagt der Rat.",
    "Vom 13./14. November an gilt das.",
    "Der 1. FC Köln verlor.¦Der FC Bayern siegte.",
    "1. FC Köln schlägt Mainz.",
    "Das prägt uns im 21. Jahrhundert.¦So ist es.",
    "Dies ist der Kampf im 21. Jahrhundert.¦Biden will ihn nicht verlieren.",
    "Zum 75. Geburtstag kamen alle.",
    "An ihrem 100. Geburtstag tanzte sie.",
    "Ludwig XIV. war König.",
    "Papst Johannes XXIII. Konzil begann 1962.",
    "So lebte Ludwig XIV.¦Er starb 1715.",
    "Wilhelm II. Kaiserreich ging unter.",
    "Es war 1999.¦Dann kam die Wende.",
    "Das geschah im Jahr 2014.¦Danach war Krieg.",
    "Das Memorandum ist von 1994.¦Russland brach es.",
    "Sie zahlten 3.500 Euro.¦Mehr nicht.",
    "Es kamen 3.500.¦Polizisten zählten sie.",
    "Das Spiel endete 2:1.¦Köln jubelte.",
    "Die Quote stieg auf 12,5.¦Ökonomen staunten.",
    "Köln liegt auf Platz 3.¦Mainz folgt.",
    "Die Zahl stieg auf 26.¦Präsident Macron lobte das.",
    "Es geht um Artikel 5.¦Präsident Biden kennt ihn.",
    "Es flog eine Su-24.¦Piloten starben.",
    "Es tagten die G7.¦Kanada fehlte.",
    "Das war am 13.¦Dann kam der Frost.",
    "Die Straße heißt Interstate 9.¦Derzeit wird sie gebaut.",
    "Es waren 26 Staaten.¦26 Nationen halfen.",
    "Um 20.15 Uhr begann es.¦Um 22 Uhr war Schluss.",
    "1. Die Regierung zahlt sofort.",
    "Die 2. Bundesliga pausiert.",
    "(APA/red – 29.8. 2015)",
]
QUOTATIONS = [
    "»Warum?«, fragte er.¦Keiner wusste es.",
    "„Warum?“ fragte er.",
    "„Wir schaffen das!“, rief sie.",
    "„Wir schaffen das.“¦Merkel ging.",
    "“We can do it.”¦Merkel left.",
    "«Wir gehen.»¦Dann war Stille.",
    "»Wir gehen.«¦Dann war Stille.",
    '"Aber jeder kennt die Realität."¦Und die ist hart.',
    '"Das ist so", sagte er.¦"Es bleibt so."',
    'Männer, die freudig "Allah ist groß!" rufen.¦So ist es.',
    'Der Vorfall werde "ernste Konsequenzen haben".¦Putin tobte.',
    "Er sagte: „Ich komme.¦Du auch?“¦Sie nickte.",
    "Die Frage „Was nun?“ blieb offen.",
    "Es fiel das Wort ‚Krieg.‘¦Merz schwieg.",
    "Sie rief: „Halt!“¦Er blieb stehen.",
    "Er ging.¦»nicht gut«, dachte er.",
]
OTHER = [
    "J. K. Rowling schrieb es.¦Alle lasen es.",
    "George W. Bush regierte.",
    "Er kam mit E.T.A. Hoffmann.",
    "Das Attentat … Merz schwieg dazu.",
    "Er zögerte…¦Dann ging er.",
    "Er zögerte ...¦Dann ging er.",
    "Und dann… ging er.",
    "Die Rede […] Europas war lang.",
    "Er sprach.¦[…]¦Dann ging er.",
    "Siehe www.zeit.de.¦Dort steht mehr.",
    "Auf https://www.zeit.de/a.b?c=1 steht es.",
    "Der Minister (sic!) Schmidt kam.",
    "Er kam (wirklich?) Peter zuliebe.",
    "Er ging.¦(Das war gestern.)¦Dann kam sie.",
    "Er trat zurück. (APA, 29.1.2016)",
    "Das erklärte die Regierung. (dpa)",
    "Was nun?¦Was tun?!¦Nichts!",
    "Wer?¦Wie?¦Was?",
    "Wien – Die Lage ist ernst.¦Alle warten.",
    "Er kam.¦– Sie ging.",
    "Das K.-o.-Spiel war hart.¦Köln siegte.",
    "Das US-Militär (U.S. Army) half.",
    "Überschrift ohne Punkt\n\nEin Satz.",
    "Ein Satz ohne Ende\n\ndann noch einer.",
    "Ein Satz über\nzwei Zeilen.¦Noch einer.",
]
ENGLISH = [
    "Mr. Smith went to Washington.¦He stayed.",
    "The U.S. President spoke.¦Nobody listened.",
    "They live in the U.S.¦They like it.",
    "It is No. 5 on the list.¦That is good.",
    "Apple Inc. Chairman Cook spoke.",
    "It cost $3.5 million.¦Too much.",
    "“Why?” he asked.¦She left.",
    "She met Dr. Jones, i.e. Henry.",
]


@pytest.mark.parametrize("case", ABBREVIATIONS + NUMBERS + QUOTATIONS + OTHER + ENGLISH)
def test_a_text_is_split_where_its_sentences_end(case):
    text = case.replace("¦", " ")
    expected = case.replace("\n\n", "¦").split("¦")

    assert [text[start:end] for start, end in split_sentences(text)] == expected


def test_spans_count_characters_from_the_beginning_of_the_text():
    assert split_sentences("  Ja.  Nein. ") == [(2, 5), (7, 12)]


@pytest.mark.parametrize("text", ["", "   ", "\n\n\n", "\u00a0"])
def test_a_text_without_words_has_no_sentences(text):
    assert split_sentences(text) == []


FRAGMENTS = """
    Merz z. B. Dr. 3. 13. 1999. Mai Das das » « „ “ " ? ! … ... ( ) [ ] (dpa) St. XIV. www.zeit.de.
    – usw. 2:1. ä É , ; . .. .) .“ ?« İ ß ² ٣. 😀.
"""
NEWS_LIKE = st.lists(
    st.sampled_from([*FRAGMENTS.split(), "\n", "\n\n", "\t", "\u2028", "\u00a0"]), max_size=30
).map(" ".join)


@given(st.one_of(st.text(), NEWS_LIKE))
def test_sentences_are_ordered_trimmed_and_together_hold_all_but_white_space(text):
    spans = split_sentences(text)

    position = 0
    for start, end in spans:
        assert position <= start < end
        assert text[position:start].strip() == ""
        assert text[start:end] == text[start:end].strip()
        assert "\n\n" not in text[start:end]
        position = end
    assert text[position:].strip() == ""


def test_a_million_dots_are_split_in_time():
    assert split_sentences("." * 1_000_000) == [(0, 1_000_000)]
