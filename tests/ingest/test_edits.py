from datetime import date, time

import pytest

from ingest.article import Article, Origin
from ingest.edits import BY_HAND, Edit, apply_edits, read_edited_fields, undo_edits
from ingest.errors import InvalidFieldError

ARTICLE = Article(
    "a", "Merz zögert", "Merz zögert noch.", source="taz", published=date(2024, 5, 3),
    origins=(Origin("published", 'meta "date"'), Origin("source", "front matter")),
)  # fmt: skip


def test_values_are_checked_and_kept_in_one_form():
    assert read_edited_fields({"source": " DIE  ZEIT ", "author": ""}) == {
        "source": "DIE ZEIT", "author": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "day", "at"),
    [
        ("2024-05-04", "2024-05-04", ""),
        ("4. Mai 2024", "2024-05-04", ""),
        ("2024-05-04 14:30", "2024-05-04", "14:30:00"),
        ("4.5.2024, 14.30 Uhr", "2024-05-04", "14:30:00"),
        ("", "", ""),
    ],
)
def test_a_day_brings_its_time_of_day_along(text, day, at):
    assert read_edited_fields({"published": text}) == {"published": day, "published_time": at}


@pytest.mark.parametrize(
    ("name", "value"),
    [("published", "gestern"), ("url", "taz.de"), ("language", "fr"), ("language", ""),
     ("title", " "), ("body", "Neuer Text")],
)  # fmt: skip
def test_a_value_that_cannot_be_used_is_refused(name, value):
    with pytest.raises(InvalidFieldError):
        read_edited_fields({name: value})


def test_an_edit_sets_the_value_and_says_that_a_person_did():
    values = read_edited_fields({"source": "DIE ZEIT", "published": "2024-05-04 14:30"})
    edited, edits = apply_edits(ARTICLE, values)

    assert (edited.source, edited.published, edited.published_time) == (
        "DIE ZEIT", date(2024, 5, 4), time(14, 30),
    )  # fmt: skip
    assert edited.body == ARTICLE.body
    assert dict(edited.origins)["source"] == BY_HAND
    assert Edit("source", "DIE ZEIT", "taz", "front matter") in edits


def test_undoing_brings_back_what_was_read_and_how_it_was_found():
    values = read_edited_fields({"source": "", "published": "", "author": "Anna Weber"})
    edited, edits = apply_edits(ARTICLE, values)
    undone = undo_edits(edited, edits)

    assert undone == ARTICLE
    assert undone.origins == ARTICLE.origins
