import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.mending import mend_text

GERMAN = "„Über Größe“, sagte »Müller’s« Frau – für 5 € in § 3 der Straße …"


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_utf_8_read_in_a_western_encoding_is_mended(encoding):
    text = GERMAN.replace("“", "")  # its third byte is undefined in cp1252
    garbled = text.encode().decode(encoding)

    assert garbled != text
    assert mend_text(garbled) == text


def test_text_garbled_twice_is_mended():
    assert mend_text("für Größe".encode().decode("cp1252").encode().decode("cp1252")) == "für Größe"


@pytest.mark.parametrize(
    "text",
    [
        GERMAN,
        "«Ça va?», fragte Zoë in SÃO PAULO, Åse aus Ålesund und Erdoğan.",
        "Er sagte ‚Ja‘ und “No”, it’s 20 Å breit.",
        "À la carte: Œuvre, Dvořák, Łódź, â und Â.",
    ],
)
def test_correct_text_is_never_changed(text):
    assert mend_text(text) == text


def test_only_the_garbled_line_is_changed():
    assert mend_text("„Ja“\nfÃ¼r\n’s") == "„Ja“\nfür\n’s"


def test_ligatures_are_letters_again():
    assert mend_text("ﬁnale Oﬀensive, eﬃzient, Auﬂage") == "finale Offensive, effizient, Auflage"


@pytest.mark.parametrize("hyphen", ["\u00ad\n", "\u00ad \r\n ", "¬\n"])
def test_words_divided_by_a_soft_hyphen_at_the_end_of_a_line_are_whole(hyphen):
    assert mend_text(f"Finanzie{hyphen}rung") == "Finanzierung"


@given(st.text(alphabet="abcäöüÄÖÜßéè „“”»«’‚‘–…€§.,?!\n"))
def test_german_text_is_never_changed(text):
    assert mend_text(text) == text
