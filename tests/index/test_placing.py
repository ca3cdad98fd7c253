"""Versions of one text in the index: one is searched, the others are known."""

import dataclasses
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from index import ArticleMissingError, Changes, SearchIndex, open_for_writing
from index.fake_embedder import FakeEmbedder
from index.generation import current_generation
from index.store import STORE_FILE, ArticleStore
from ingest import Article

BODY = (
    "Bei einer Prüfung fanden Fachleute Risse in zwei Stahlträgern aus dem Jahr 1968. "
    "Die Stadt rechnet mit Kosten von drei Millionen Euro und einer Bauzeit bis zum Herbst. "
    "Bürgermeisterin Anna Weber sprach von einem schweren Schlag für die Pendler der Region."
)
ORIGINAL = Article("dpa", "Brücke", f"{BODY} Montag.", "dpa", published=date(2024, 5, 3))
COPY = Article("taz", "Brücke zu", f"{BODY} Die taz fragt nach.", "taz", published=date(2024, 5, 4))
UPDATE = Article("neu", "Brücke", f"{BODY} Freitag.", "dpa", published=date(2024, 5, 5))


class CountingEmbedder(FakeEmbedder):
    def __init__(self):
        super().__init__()
        self.passages = 0

    def encode_passages(self, passages):
        self.passages += len(passages)
        return super().encode_passages(passages)


def add(folder, *articles, embedder=None):
    with open_for_writing(folder, embedder or FakeEmbedder()) as writer:
        return writer.add(articles)


def found(folder, query="Risse in den Stahlträgern"):
    index = SearchIndex(folder, FakeEmbedder())
    hits = {hit.passage.article_id for hit in index.search(query).hits}
    versions = {a.id: [other.id for other in index.versions(a.id)] for a in index.articles()}
    index.close()
    return hits, versions


def test_a_copy_is_kept_but_neither_embedded_nor_found(tmp_path):
    embedder = CountingEmbedder()
    changes = add(tmp_path, COPY, ORIGINAL, embedder=embedder)

    assert changes == Changes(new=2, versions=1)
    assert embedder.passages == 1
    assert found(tmp_path) == ({"dpa"}, {"dpa": ["taz"], "taz": []})


def test_a_copy_that_comes_later_follows_what_is_there(tmp_path):
    add(tmp_path, ORIGINAL)

    assert add(tmp_path, COPY) == Changes(new=1, versions=1)
    assert found(tmp_path) == ({"dpa"}, {"dpa": ["taz"], "taz": []})


def test_an_update_takes_the_place_of_its_earlier_version(tmp_path):
    add(tmp_path, ORIGINAL)
    add(tmp_path, COPY)

    assert add(tmp_path, UPDATE) == Changes(new=1)
    assert found(tmp_path)[0] == {"neu"}
    assert sorted(found(tmp_path)[1]["neu"]) == ["dpa", "taz"]


def test_the_same_body_from_the_same_outlet_is_not_stored_twice(tmp_path):
    again = dataclasses.replace(ORIGINAL, id="nochmal")

    assert add(tmp_path, ORIGINAL, again) == Changes(new=1, copies=1)
    assert add(tmp_path, ORIGINAL, again) == Changes(unchanged=1, copies=1)
    assert found(tmp_path)[1] == {"dpa": []}


def test_without_its_leader_a_version_is_found_itself(tmp_path):
    add(tmp_path, ORIGINAL, COPY)
    with open_for_writing(tmp_path, FakeEmbedder()) as writer:
        writer.remove(["dpa"])

    assert found(tmp_path) == ({"taz"}, {"taz": []})


def test_a_version_that_changes_into_another_text_is_found_itself(tmp_path):
    add(tmp_path, ORIGINAL, COPY)
    changed = dataclasses.replace(COPY, body="Im Zoo kam ein Elefant zur Welt.")

    assert add(tmp_path, changed) == Changes(changed=1)
    assert found(tmp_path, "Elefant im Zoo")[0] == {"dpa", "taz"}


def test_the_same_articles_again_are_unchanged_and_nothing_is_published(tmp_path):
    add(tmp_path, ORIGINAL, COPY)
    embedder = CountingEmbedder()

    assert add(tmp_path, ORIGINAL, COPY, embedder=embedder) == Changes(unchanged=2, versions=1)
    assert (embedder.passages, current_generation(tmp_path)) == (0, 1)


def edit(folder, article_id, embedder=None, **fields):
    with open_for_writing(folder, embedder or FakeEmbedder()) as writer:
        return writer.edit(article_id, fields)


def test_mended_metadata_is_seen_at_once_and_embeds_nothing(tmp_path):
    add(tmp_path, ORIGINAL)
    index = SearchIndex(tmp_path, FakeEmbedder())
    embedder = CountingEmbedder()
    mended = edit(tmp_path, "dpa", embedder, source="Stadtbote", published="2024-06-01", url="")

    assert (mended.source, mended.published) == ("Stadtbote", date(2024, 6, 1))
    assert index.article("dpa") == mended
    assert (embedder.passages, current_generation(tmp_path)) == (0, 1)
    index.close()


def test_a_mended_title_is_embedded_because_it_is_searched(tmp_path):
    add(tmp_path, ORIGINAL)
    embedder = CountingEmbedder()
    edit(tmp_path, "dpa", embedder, title="Neuer Titel", author="Anna Weber")

    assert embedder.passages == 1
    assert found(tmp_path, "Neuer Titel")[0] == {"dpa"}


def test_what_was_mended_outlives_the_next_reading_even_of_a_changed_text(tmp_path):
    add(tmp_path, ORIGINAL)
    edit(tmp_path, "dpa", source="Stadtbote", published="")

    assert add(tmp_path, ORIGINAL) == Changes(unchanged=1)
    add(tmp_path, dataclasses.replace(ORIGINAL, body="Die Brücke ist wieder offen."))
    with closing(ArticleStore(tmp_path)) as store:
        article = store.article("dpa", current_generation(tmp_path))
    assert (article.source, article.published) == ("Stadtbote", None)
    assert article.body == "Die Brücke ist wieder offen."


def test_an_unknown_article_cannot_be_mended(tmp_path):
    add(tmp_path, ORIGINAL)

    with pytest.raises(ArticleMissingError):
        edit(tmp_path, "gibt-es-nicht", source="taz")


def make_format_1(folder):
    with closing(sqlite3.connect(folder / STORE_FILE)) as connection:
        connection.executescript(
            "ALTER TABLE articles DROP COLUMN duplicate_of; DROP TABLE corrections;"
            "PRAGMA user_version = 1;"
        )


def test_an_index_of_format_1_is_read_and_goes_on_as_format_2(tmp_path):
    add(tmp_path, ORIGINAL)
    make_format_1(tmp_path)

    assert found(tmp_path) == ({"dpa"}, {"dpa": []})
    assert add(tmp_path, ORIGINAL, COPY) == Changes(new=1, unchanged=1, versions=1)
    edit(tmp_path, "dpa", source="Stadtbote")
    assert found(tmp_path)[1] == {"dpa": ["taz"], "taz": []}
