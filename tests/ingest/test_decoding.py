from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.decoding import decode_text, normalise_text
from ingest.errors import UnreadableFileError

PATH = Path("artikel.txt")
GERMAN = "Über Größe: „Merz“ zögert – 5 € für Bärbel."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_german_text_is_read_in_every_usual_encoding(encoding):
    assert decode_text(GERMAN.encode(encoding), path=PATH) == GERMAN


@pytest.mark.parametrize("mark,encoding", [(b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")])
def test_both_byte_orders_of_utf_16_are_read(mark, encoding):
    assert decode_text(mark + GERMAN.encode(encoding), path=PATH) == GERMAN


def test_latin_1_is_read_although_it_is_no_utf_8():
    assert decode_text("Käse für Jürgen".encode("latin-1"), path=PATH) == "Käse für Jürgen"


def test_one_damaged_byte_does_not_turn_all_umlauts_of_a_file_into_garbage():
    damaged = ("für " * 50).encode() + b"\xff Ende"

    assert decode_text(damaged, path=PATH) == "für " * 50 + "\ufffd Ende"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7 ...", "a PDF"),
        (b"PK\x03\x04....", "a zip archive or an Office document"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"Text\x00mehr Text", "a binary file"),
        (b"\x01\x02\x03\x04\x05\x06 abc", "a binary file"),
        (b"\xff\xfea", "is damaged"),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_a_remedy(data, reason):
    with pytest.raises(UnreadableFileError, match="save it as plain text") as caught:
        decode_text(data, path=PATH)

    assert reason in caught.value.reason
    assert caught.value.path == PATH


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb\rc\u2028d\u2029e", "a\nb\nc\nd\ne"),
        ("5\u00a0Euro\u202fund\tmehr", "5 Euro und mehr"),
        ("Ver\u00adfassungs\u200bgericht\ufeff", "Verfassungsgericht"),
        ("Mu\u0308ller", "Müller"),
        ("a\x00b\x07c\x1bd\x9fe", "abcde"),
        ("links\u202erechts\u2066", "linksrechts"),
        ("sicht\U000e0041\U000e0042bar", "sichtbar"),
        ("halb\ud83d", "halb\ufffd"),
        ("\ud83d\ude00", "😀"),
        ("👨\u200d👩\u200d👧 und 👩🏽\u200d🚀", "👨\u200d👩\u200d👧 und 👩🏽\u200d🚀"),
        ("❤\ufe0f\u200d🔥", "❤\u200d🔥"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("Ver\u200dfassung, Grö\u200cße, Stra\u200dße", "Verfassung, Größe, Straße"),
        ("\u200d👨\u200d und 👩\u200d", "👨 und 👩"),
        ("👨\u200d\u200d👩", "👨👩"),
    ],
)
def test_a_text_is_brought_to_one_form(text, expected):
    assert normalise_text(text) == expected


@given(st.text(alphabet=st.characters()) | st.text(alphabet="aäα👨م\u0308\u0653\u200c\u200d\ufe0f"))
def test_normalising_a_second_time_changes_nothing(text):
    once = normalise_text(text)

    assert normalise_text(once) == once
    once.encode()


@given(st.binary())
def test_any_bytes_are_either_read_or_refused(data):
    try:
        assert isinstance(decode_text(data, path=PATH), str)
    except UnreadableFileError as error:
        assert error.reason
