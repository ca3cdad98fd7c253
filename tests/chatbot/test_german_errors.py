"""What goes wrong while articles are read is told in German on the command line."""

import ast
from pathlib import Path

import pytest

from chatbot.german_errors import is_known, to_german
from index import (
    ArticleMissingError,
    DiskError,
    IndexDamagedError,
    IndexFormatError,
    IndexLockedError,
    IndexLostError,
    IndexMissingError,
)
from ingest.decoding import _BINARY_FORMATS
from ingest.errors import InvalidFieldError, UnreadableFileError

INGEST = Path(__file__).resolve().parents[2] / "ingest"


def read_texts(path):
    """The texts of a module but its docstrings, "17" in the place of what is filled in."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    passed_over = {
        id(node.value) for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            passed_over |= {id(part) for part in node.values}
            yield "".join(
                part.value if isinstance(part, ast.Constant) else "17" for part in node.values
            )
        elif isinstance(node, ast.Constant) and id(node) not in passed_over:
            yield str(node.value)


OTHER = (
    'the field "17" 17; write 17', "17; check it",  # frames, filled in with what is below
    "it is 17; save it as plain text (UTF-8)",
    "target_chars must be between 1 and max_chars; they are 17 and 17",  # for programmers
)  # fmt: skip
REASONS = [
    pytest.param(text, id=f"{path.name}: {text[:60]}")
    for path in sorted(INGEST.glob("*.py"))
    for text in read_texts(path)
    if "; " in text and text[:1].isalnum() and text not in OTHER
]


def test_every_kind_of_binary_file_has_a_german_name():
    for _, name in _BINARY_FORMATS:
        assert is_known(f"it is {name}; save it as plain text (UTF-8)"), name


def test_there_are_reasons_to_look_at():
    assert len(REASONS) >= 50


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_a_german_wording(reason):
    assert is_known(reason), reason
    assert to_german(reason) != reason


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            UnreadableFileError(Path("a.pdf"), "it is damaged; pack it anew"),
            "a.pdf ist nicht lesbar: ist beschädigt; neu packen",
        ),
        (
            InvalidFieldError(
                "url", "taz.de", "a web address that begins with https://, or nothing"
            ),
            "das Feld „url“ hat den Wert 'taz.de'; eine Webadresse mit https:// eintragen oder "
            "nichts",
        ),
        (ArticleMissingError("x"), "es gibt keinen Artikel 'x'; `belegt list` zeigt alle"),
        (
            IndexMissingError(Path("data")),
            "in 'data' ist kein Index; anlegen mit `belegt ingest PATH --index data`",
        ),
        (
            IndexLockedError(Path("data"), holder="another process"),
            "in den Index in 'data' schreibt gerade ein anderer Prozess; das Ende abwarten und "
            "noch einmal versuchen",
        ),
        (
            DiskError(Path("data"), reason="[Errno 28] No space left on device"),
            "der Index in 'data' ist nicht beschreibbar: auf dem Datenträger ist kein Platz mehr; "
            "was vorher veröffentlicht war, ist unberührt. Platz schaffen oder die Rechte ändern, "
            "dann noch einmal versuchen",
        ),
        (
            IndexDamagedError(Path("data"), what="generation 7, base/passages.npy was altered"),
            "der Index in 'data' ist beschädigt: Generation 7, base/passages.npy wurde verändert; "
            "reparieren mit `belegt doctor --index data`",
        ),
        (
            IndexLostError(Path("data"), what="2 of them were altered, 'zoo' first"),
            "die Artikel in 'data' sind nicht lesbar: 2 davon wurden verändert, zuerst 'zoo'; "
            "neu einlesen mit `belegt ingest PATH --index data --rebuild`",
        ),
        (
            IndexFormatError(Path("data"), found=3, supported=2),
            "der Index in 'data' hat Format 3, dieses Belegt liest Format 2; ein neueres Belegt "
            "verwenden",
        ),
    ],
)
def test_a_whole_message_is_put_into_german(error, expected):
    assert to_german(str(error)) == expected


def test_a_reason_within_a_message_is_put_into_german_too():
    english = "no article could be read: a.txt: it is empty; add the text or leave the file out"

    assert to_german(f"{english} (and 2 more)") == (
        "kein Artikel war lesbar: a.txt: ist leer; Text ergänzen oder die Datei weglassen "
        "(und 2 weitere)"
    )


def test_what_is_not_known_stays_as_it_is():
    assert to_german("the moon is full; wait") == "the moon is full; wait"
