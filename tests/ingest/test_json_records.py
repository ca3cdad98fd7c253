import json
from datetime import date
from pathlib import Path

import pytest

from ingest.article import Article
from ingest.assembling import NOTHING_STATED
from ingest.errors import UnreadableFileError
from ingest.json_records import read_json

TEXT = "Merz zögert. Er wartet."


def read(content):
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return list(read_json(data, origin=Path("export.json"), stated=NOTHING_STATED))


def test_a_list_of_articles_is_read_in_its_order():
    items = read([{"text": TEXT, "title": "Eins"}, {"inhalt": "Ja. Nein.", "titel": "Zwei"}])

    assert [(number, article.title) for number, article in items] == [(1, "Eins"), (2, "Zwei")]


@pytest.mark.parametrize("key", ["articles", "artikel", "data", "items"])
def test_a_list_within_an_object_is_found(key):
    assert len(read({"meta": {"count": 2}, key: [{"text": TEXT}, {"text": "Ja. Nein."}]})) == 2


def test_one_object_is_one_article():
    [(number, article)] = read({"headline": "Zögern", "articleBody": TEXT})

    assert (number, article.title, article.body) == (None, "Zögern", TEXT)


def test_nested_values_are_flattened_as_exports_write_them():
    [(_, article)] = read(
        {
            "title": {"rendered": "Zögern"},
            "content": {"rendered": f"<p>{TEXT}</p>"},
            "author": [{"name": "Anna Weber"}, {"name": "Max Müller"}],
            "publisher": {"@type": "Organization", "name": "taz"},
            "datePublished": "2024-05-03T06:00:00+02:00",
        }
    )

    assert (article.title, article.body) == ("Zögern", TEXT)
    assert (article.author, article.source) == ("Anna Weber, Max Müller", "taz")
    assert article.published == date(2024, 5, 3)


def test_a_broken_record_does_not_stop_the_others():
    items = read([{"text": TEXT}, 5, {"text": TEXT, "url": "kein Link"}, {"text": "Ja. Nein."}])

    assert [n for n, item in items if isinstance(item, Article)] == [1, 4]
    assert "write one JSON object" in items[1][1].reason
    assert 'the field "url"' in items[2][1].reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b'{"a": ' + b"9" * 5_000 + b"}", "not valid JSON"),
        ({"name": "belegt", "version": "1"}, "holds no articles"),
        ([], "holds no articles"),
        (5, "holds no articles"),
    ],
)
def test_what_holds_no_articles_is_refused(content, reason):
    with pytest.raises(UnreadableFileError, match=reason):
        read(content)
