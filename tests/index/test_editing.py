"""Metadata mended by hand, in the index."""

import dataclasses
from datetime import date

import pytest

from index import ArticleMissingError, NothingEditedError, SearchIndex, open_for_writing
from index.fake_embedder import FakeEmbedder
from ingest import read_edited_fields


class NoEmbedder(FakeEmbedder):
    def encode_passages(self, passages):
        pytest.fail("nothing needs to be embedded")


def edit(folder, article_id, embedder=None, undo=(), **fields):
    with open_for_writing(folder, embedder or FakeEmbedder()) as writer:
        return writer.edit(article_id, read_edited_fields(fields), undo=undo)


def stored(folder, article_id):
    index = SearchIndex(folder, FakeEmbedder())
    article = index.article(article_id)
    index.close()
    return article


def test_an_edit_is_published_without_embedding_and_leaves_the_text_alone(folder, articles):
    edit(folder, "zoo", NoEmbedder(), source="Tierzeitung", published="2024-05-04")

    zoo = stored(folder, "zoo")
    assert (zoo.source, zoo.published, zoo.body) == (
        "Tierzeitung", date(2024, 5, 4), articles[1].body,
    )  # fmt: skip
    index = SearchIndex(folder, FakeEmbedder())
    assert index.search("Elefant").hits[0].passage.article_id == "zoo"
    index.close()


def test_a_new_title_is_searched(folder):
    edit(folder, "zoo", title="Rüsseltier")
    index = SearchIndex(folder, FakeEmbedder())

    assert index.search("Rüsseltier").hits[0].passage.article_id == "zoo"
    index.close()


def test_the_same_article_ingested_again_keeps_the_edit_and_is_unchanged(folder, articles):
    edit(folder, "zoo", source="Tierzeitung")
    with open_for_writing(folder, NoEmbedder()) as writer:
        changes = writer.add(articles)

    assert changes.unchanged == 3
    assert stored(folder, "zoo").source == "Tierzeitung"


def test_a_changed_article_keeps_the_edit_and_undoing_shows_what_was_read_last(folder, articles):
    edit(folder, "zoo", source="Tierzeitung", author="Anna Weber")
    newer = dataclasses.replace(articles[1], source="Neue Tierpost", body="Ein Pinguin schlüpfte.")
    with open_for_writing(folder, FakeEmbedder()) as writer:
        writer.add([newer])

    assert stored(folder, "zoo").source == "Tierzeitung"
    edit(folder, "zoo", undo=["source"])
    zoo = stored(folder, "zoo")
    assert (zoo.source, zoo.author) == ("Neue Tierpost", "Anna Weber")


def test_edits_outlive_a_rebuild(folder, articles):
    edit(folder, "zoo", source="Tierzeitung")
    with open_for_writing(folder, FakeEmbedder(), rebuild=True) as writer:
        writer.add(articles)

    assert stored(folder, "zoo").source == "Tierzeitung"
    edit(folder, "zoo", undo=["source"])
    assert stored(folder, "zoo") == articles[1]


def test_a_removed_article_takes_its_edits_along(folder, articles):
    edit(folder, "zoo", source="Tierzeitung")
    with open_for_writing(folder, FakeEmbedder()) as writer:
        writer.remove(["zoo"])
        writer.add(articles)

    assert stored(folder, "zoo").source == "Tierpost"


def test_what_is_not_there_or_was_not_edited_is_told(folder):
    with pytest.raises(ArticleMissingError):
        edit(folder, "mond", source="taz")
    with pytest.raises(NothingEditedError, match="'source' of 'zoo' was not edited"):
        edit(folder, "zoo", undo=["source"])


def test_an_edited_date_can_change_who_leads(folder, articles):
    text = " ".join(f"Der Rat beriet Posten {n} und Posten {n + 50} in Halle." for n in range(9))
    one = dataclasses.replace(articles[0], id="eins", body=text, published=date(2024, 5, 3))
    two = dataclasses.replace(one, id="zwei", source="taz", published=date(2024, 5, 4))
    with open_for_writing(folder, FakeEmbedder()) as writer:
        writer.add([one, two])
    assert stored(folder, "zwei").duplicate_of == "eins"

    edit(folder, "zwei", published="2024-05-01")
    assert stored(folder, "eins").duplicate_of == "zwei"
