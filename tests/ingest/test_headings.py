import pytest

from ingest.headings import find_headings, is_heading

LONG = "Merz zögert mit einer Zusage, weil er auf Washington wartet. " * 3


@pytest.mark.parametrize(
    "line",
    ["Kampf der Systeme", "Und der Westen?", "Merz: „Wir warten“", "Ein Traum: Die Realität"],
)
def test_a_short_line_that_does_not_end_like_a_sentence_is_shaped_like_a_heading(line):
    assert is_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Immerhin.",
        "Es reicht!",
        "Merz sagte dazu:",
        "Er zögert …",
        "„Wir warten.“",
        "und so weiter",
        "***",
        "Herr Bundeskanzler, warum zögern Sie eigentlich noch immer mit einer Zusage?",
        "Warum? Darum?",
        "x" * 121,
    ],
)
def test_a_sentence_is_not_shaped_like_a_heading(line):
    assert not is_heading(line)


def found(body):
    return [body[start:end] for start, end in find_headings(body)]


def test_a_heading_stands_above_more_text():
    assert found("Merz zögert.\n\nKampf der Systeme\n\nEr wartet.") == ["Kampf der Systeme"]
    assert found("Merz zögert.\n\nKampf der Systeme") == []
    assert found("Kampf der Systeme") == []


def test_a_line_right_above_a_long_paragraph_is_a_heading():
    assert found(f"{LONG}\nKampf der Systeme\n{LONG}") == ["Kampf der Systeme"]
    assert found("Der Kanzler\nwartet in Berlin.") == []


def test_the_items_of_a_list_are_no_headings():
    assert found("Polen\n\nLettland\n\nEstland\n\nSie grenzen an Russland.") == []
    assert found("Es helfen:\n\nPolen\n\nLettland\n\nSie grenzen an Russland.") == []
    assert found("Krieg\n\nWas nun?\n\nMerz zögert.") == ["Krieg", "Was nun?"]
