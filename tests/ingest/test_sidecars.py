from datetime import date

import pytest

from ingest.article import Article
from ingest.collecting import read_collection
from ingest.folders import SkippedFile

TEXT = "Merz zögert\n\nVon Ben Groß\n\nEr wartet. Alle warten."


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("merz.meta.json", '{"source": "taz", "author": "Anna Weber", "published": "2024-05-03"}'),
        ("merz.txt.meta.json", '{"outlet": "taz", "author": "Anna Weber", "date": "3.5.2024"}'),
        ("merz.yaml", "source: taz\nauthor: Anna Weber\npublished: 2024-05-03\n"),
        ("merz.txt.yml", "source: taz\nauthors: [Anna Weber]\npublished: 3. Mai 2024\n"),
    ],
)
def test_a_sidecar_wins_over_the_text_and_is_no_article(tmp_path, name, content):
    (tmp_path / "merz.txt").write_text(TEXT)
    (tmp_path / name).write_text(content)

    [article] = read_collection([tmp_path])
    assert (article.source, article.author) == ("taz", "Anna Weber")
    assert article.published == date(2024, 5, 3)
    assert article.title == "Merz zögert"


def test_front_matter_wins_over_a_sidecar(tmp_path):
    (tmp_path / "merz.md").write_text("---\nsource: taz\n---\nEr wartet.")
    (tmp_path / "merz.yaml").write_text("source: FAZ\nauthor: Anna Weber")

    [article] = read_collection([tmp_path])
    assert (article.source, article.author) == ("taz", "Anna Weber")


def test_a_sidecar_speaks_for_all_records_of_a_file(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "Ja."}\n{"text": "Nein.", "source": "FAZ"}\n')
    (tmp_path / "a.meta.json").write_text('{"source": "taz"}')

    assert [article.source for article in read_collection([tmp_path])] == ["taz", "FAZ"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{kaputt", "it is not valid"),
        ("[1]", "it is no mapping; write fields such as"),
        ('{"published": "gestern"}', 'the field "published" is'),
    ],
)
def test_a_broken_sidecar_is_reported_and_the_others_are_read(tmp_path, content, problem):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "b.meta.json").write_text(content)

    article, skipped = read_collection([tmp_path])
    assert isinstance(article, Article)
    assert isinstance(skipped, SkippedFile)
    assert problem in skipped.reason
    assert "b.meta.json" in skipped.reason
