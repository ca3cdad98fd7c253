import json
from datetime import date
from pathlib import Path

import pytest

from ingest.article import Article
from ingest.jsonl import BrokenLine, read_jsonl

ORIGIN = Path("export.jsonl")


def read(*lines):
    return list(read_jsonl("\n".join(lines), origin=ORIGIN))


def test_every_field_of_a_record_is_read():
    record = {
        "id": "zeit/2015#48",
        "title": "Verbündete",
        "text": "Merz zögert.\n\nEr wartet.",
        "source": "DIE ZEIT",
        "author": "Anna Weber",
        "published": "26. November 2015",
        "url": "https://zeit.de/x",
        "language": "de",
    }

    assert read(json.dumps(record)) == [
        (
            1,
            Article(
                id="zeit/2015#48",
                title="Verbündete",
                body="Merz zögert.\n\nEr wartet.",
                source="DIE ZEIT",
                author="Anna Weber",
                published=date(2015, 11, 26),
                url="https://zeit.de/x",
                language="de",
            ),
        )
    ]


def test_only_the_text_is_required():
    [(line, article)] = read('{"text": "Merz zögert."}')

    assert (line, article.title, article.body) == (1, "export, Zeile 1", "Merz zögert.")
    assert article.id.startswith("export-")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not valid JSON"),
        ("[1, 2]", "write one JSON object"),
        ('{"title": "Merz"}', 'the field "text" is missing'),
        ('{"text": 5}', 'the field "text" is 5'),
        ('{"text": ""}', "holds no article text"),
        ('{"text": "Anzeige"}', "holds no article text"),
        ('{"text": "x", "id": 17}', 'the field "id" is 17'),
        ('{"text": "x", "published": "2024"}', 'the field "published"'),
        ("[" * 100_000, "not valid JSON"),
        ('{"text": ' + "9" * 5_000 + "}", "not valid JSON"),
    ],
)
def test_a_broken_line_is_reported_and_does_not_stop_the_others(line, reason):
    first, broken, last = read('{"text": "Merz zögert."}', line, '{"text": "Er wartet."}')

    assert (first[1].body, last[1].body) == ("Merz zögert.", "Er wartet.")
    assert broken[0] == 2
    assert isinstance(broken[1], BrokenLine)
    assert reason in broken[1].reason


def test_blank_lines_are_passed_over_but_counted():
    assert [line for line, _ in read("", '{"text": "Merz zögert."}', " ", '{"text": "B."}')] == [
        2,
        4,
    ]


def test_the_id_of_a_record_does_not_depend_on_the_order_of_the_lines():
    lines = ['{"text": "Merz zögert."}', '{"text": "Er wartet.", "url": "https://taz.de/x"}']
    forwards = {article.body: article.id for _, article in read(*lines)}

    assert forwards == {article.body: article.id for _, article in read(*reversed(lines))}
    assert len(set(forwards.values())) == 2


def test_a_record_keeps_its_id_when_its_address_stays_and_its_text_changes():
    [(_, old)] = read('{"text": "Merz zögert.", "url": "https://taz.de/x"}')
    [(_, new)] = read('{"text": "Merz handelt.", "url": "https://taz.de/x"}')

    assert old.id == new.id


def test_half_a_surrogate_pair_does_no_harm():
    [(_, article)] = read('{"text": "Merz \\ud83d zögert.", "title": "\\udc00"}')

    assert article.body == "Merz \ufffd zögert."
    assert article.title == "\ufffd"


def test_a_line_separator_within_a_string_does_not_break_the_line():
    [(_, article)] = read('{"text": "Merz zögert.\u2028Er wartet."}')

    assert article.body == "Merz zögert.\n\nEr wartet."
