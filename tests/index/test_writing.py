import dataclasses
import multiprocessing
import shutil
from datetime import date

import pytest

from index import (
    ArticleMissingError,
    IndexLockedError,
    IndexMissingError,
    ModelMismatchError,
    SearchIndex,
    check_index,
    open_for_writing,
)
from index.fake_embedder import FakeEmbedder
from index.pointer import read_pointer
from ingest import Article


class CountingEmbedder(FakeEmbedder):
    def __init__(self):
        super().__init__()
        self.passages = 0

    def encode_passages(self, passages):
        self.passages += len(passages)
        return super().encode_passages(passages)


class InterruptedEmbedder(FakeEmbedder):
    """Fails at the second batch, as Ctrl+C would."""

    def __init__(self):
        super().__init__()
        self.calls = 0

    def encode_passages(self, passages):
        self.calls += 1
        if self.calls > 1:
            raise KeyboardInterrupt
        return super().encode_passages(passages)


def counts(changes):
    return changes.new, changes.changed, changes.unchanged


def many_articles():
    return [
        Article(f"artikel-{n}", f"Meldung {n}", f"Die Brücke Nummer {n} ist gesperrt.")
        for n in range(40)
    ]


def ids(folder):
    index = SearchIndex(folder, FakeEmbedder())
    found = [article.id for article in index.articles()]
    index.close()
    return found


def test_the_first_ingest_counts_all_articles_as_new(tmp_path, articles, embedder):
    with open_for_writing(tmp_path, embedder) as writer:
        changes = writer.add(articles)

    assert counts(changes) == (3, 0, 0)
    assert ids(tmp_path) == ["bruecke", "zoo", "schule"]


def test_the_same_articles_again_change_nothing_and_embed_nothing(folder, articles):
    embedder = CountingEmbedder()
    with open_for_writing(folder, embedder) as writer:
        changes = writer.add(articles)

    assert counts(changes) == (0, 0, 3)
    assert embedder.passages == 0
    assert read_pointer(folder).generation == 1


def test_a_changed_article_replaces_its_old_version(folder, articles, embedder):
    newer = dataclasses.replace(articles[1], body="Im Zoo schlüpfte ein Pinguin aus dem Ei.")
    with open_for_writing(folder, embedder) as writer:
        changes = writer.add([newer])

    assert counts(changes) == (0, 1, 0)
    index = SearchIndex(folder, embedder)
    assert index.article("zoo").body == newer.body
    assert "Elefant" not in " ".join(hit.passage.text for hit in index.search("Elefant").hits)
    index.close()


def test_a_change_of_the_date_alone_is_a_change(folder, articles, embedder):
    with open_for_writing(folder, embedder) as writer:
        changes = writer.add([dataclasses.replace(articles[1], published=date(2024, 6, 1))])

    assert changes.changed == 1


def test_removed_articles_are_found_no_more(folder, embedder):
    with open_for_writing(folder, embedder) as writer:
        writer.remove(["zoo"])

    assert ids(folder) == ["bruecke", "schule"]


def test_removing_an_unknown_article_removes_none(folder, embedder):
    with open_for_writing(folder, embedder) as writer, pytest.raises(ArticleMissingError):
        writer.remove(["zoo", "mond"])

    assert ids(folder) == ["bruecke", "zoo", "schule"]


def test_mirroring_removes_what_is_no_longer_there(folder, articles, embedder):
    with open_for_writing(folder, embedder) as writer:
        writer.mirror(articles[:1])

    assert ids(folder) == ["bruecke"]


def test_the_last_article_can_be_removed_and_search_finds_nothing(folder, articles, embedder):
    with open_for_writing(folder, embedder) as writer:
        writer.remove([article.id for article in articles])

    index = SearchIndex(folder, embedder)
    assert index.search("Elefant").hits == ()
    index.close()


def test_an_interrupted_ingest_keeps_what_was_done_and_continues_there(tmp_path, articles):
    many = many_articles()
    with (
        pytest.raises(KeyboardInterrupt),
        open_for_writing(tmp_path, InterruptedEmbedder()) as writer,
    ):
        writer.add(many)

    embedder = CountingEmbedder()
    with open_for_writing(tmp_path, embedder) as writer:
        changes = writer.add(many)

    assert counts(changes) == (8, 0, 32)
    assert embedder.passages == 8
    assert len(ids(tmp_path)) == 40


def test_what_is_changed_together_is_published_once(folder, articles, embedder):
    with open_for_writing(folder, embedder) as writer, writer.together():
        writer.remove(["zoo"])
        writer.add([dataclasses.replace(articles[2], title="Alte Schule")])

    assert ids(folder) == ["bruecke", "schule"]
    assert read_pointer(folder).generation == 2


def test_an_error_takes_back_all_that_was_changed_together(folder):
    with open_for_writing(folder, InterruptedEmbedder()) as writer:
        with pytest.raises(KeyboardInterrupt), writer.together():
            writer.remove(["zoo"])
            writer.add(many_articles())

        assert writer.article_count() == 3
        assert not writer.has_unpublished()
    with open_for_writing(folder, FakeEmbedder()) as writer:
        writer.remove(["bruecke"])
    assert ids(folder) == ["zoo", "schule"]


def test_search_files_that_cannot_be_written_take_the_change_back(folder, embedder, monkeypatch):
    def fail(*_, **__):
        raise OSError(28, "No space left on device")

    with open_for_writing(folder, embedder) as writer:
        monkeypatch.setattr("index.generation.write_manifest", fail)
        with pytest.raises(OSError, match="No space"), writer.together():
            writer.add(many_articles())
        assert not writer.has_unpublished()
    assert ids(folder) == ["bruecke", "zoo", "schule"]


def test_readers_do_not_see_an_unfinished_ingest(folder, articles):
    many = many_articles()
    with (
        pytest.raises(KeyboardInterrupt),
        open_for_writing(folder, InterruptedEmbedder()) as writer,
    ):
        writer.add(many)

    assert ids(folder) == ["bruecke", "zoo", "schule"]


def test_an_open_reader_follows_to_the_new_generation(folder, articles, embedder):
    index = SearchIndex(folder, embedder)
    assert index.search("Pinguin").hits[0].passage.article_id != "pinguin"

    new = dataclasses.replace(articles[0], id="pinguin", body="Ein Pinguin schlüpfte.")
    with open_for_writing(folder, embedder) as writer:
        writer.add([new])

    assert index.search("Pinguin").hits[0].passage.article_id == "pinguin"
    index.close()


def test_another_model_is_refused_and_told_how_to_go_on(folder):
    other = FakeEmbedder("anderes-modell")

    with pytest.raises(ModelMismatchError, match="--rebuild"), open_for_writing(folder, other):
        pass
    with pytest.raises(ModelMismatchError, match="BELEGT_EMBEDDING_MODEL=fake"):
        SearchIndex(folder, other)


def test_a_rebuild_begins_anew_with_another_model(folder, articles):
    other = FakeEmbedder("anderes-modell", dimensions=32)
    with open_for_writing(folder, other, rebuild=True) as writer:
        writer.add(articles[:1])

    index = SearchIndex(folder, other)
    assert [article.id for article in index.articles()] == ["bruecke"]
    index.close()


def test_an_interrupted_rebuild_leaves_the_old_index_as_it_was(folder, articles):
    many = many_articles()
    with (
        pytest.raises(KeyboardInterrupt),
        open_for_writing(folder, InterruptedEmbedder(), rebuild=True) as writer,
    ):
        writer.add(many)

    assert ids(folder) == ["bruecke", "zoo", "schule"]


@pytest.mark.parametrize("damage", [lambda path: path.write_text(""), lambda path: path.unlink()])
def test_an_interrupted_rebuild_leaves_the_articles_of_an_index_that_lost_its_pointer(
    folder, damage
):
    damage(folder / "CURRENT")
    with (
        pytest.raises(KeyboardInterrupt),
        open_for_writing(folder, InterruptedEmbedder(), rebuild=True) as writer,
    ):
        writer.add(many_articles())

    assert check_index(folder, FakeEmbedder())[-1].state == "ok"
    assert ids(folder) == ["bruecke", "zoo", "schule"]


def test_an_open_reader_follows_a_rebuild(folder, articles, embedder):
    index = SearchIndex(folder, embedder)
    with open_for_writing(folder, embedder, rebuild=True) as writer:
        writer.add([dataclasses.replace(articles[2], body="Ein Pinguin schlüpfte im Zoo.")])

    (hit,) = index.search("Pinguin").hits
    assert hit.passage.text == "Ein Pinguin schlüpfte im Zoo."
    assert [article.id for article in index.articles()] == ["schule"]
    index.close()


def test_the_store_before_a_rebuild_goes_with_the_next_publish(folder, articles, embedder):
    with open_for_writing(folder, embedder, rebuild=True) as writer:
        writer.add(articles[:1])
    with open_for_writing(folder, embedder) as writer:
        writer.add(articles)

    assert [path.name for path in folder.glob("articles*.sqlite")] == ["articles-2.sqlite"]


def test_an_open_reader_notices_that_the_index_was_deleted_and_made_anew(
    folder, articles, embedder
):
    index = SearchIndex(folder, embedder)
    shutil.rmtree(folder)
    with pytest.raises(IndexMissingError):
        index.search("Elefant")

    with open_for_writing(folder, embedder) as writer:
        writer.add([dataclasses.replace(articles[2], body="Ein Pinguin schlüpfte im Zoo.")])

    assert index.search("Pinguin").hits[0].passage.text == "Ein Pinguin schlüpfte im Zoo."
    index.close()


def test_a_missing_index_is_refused_and_nothing_is_made(tmp_path, embedder):
    with pytest.raises(IndexMissingError, match="belegt ingest"):
        SearchIndex(tmp_path / "nichts", embedder)
    assert list(tmp_path.iterdir()) == []


def _hold(folder, ready, release):
    with open_for_writing(folder, FakeEmbedder()):
        ready.set()
        release.wait(30)


def test_a_second_writer_is_told_who_holds_the_index(folder, embedder):
    context = multiprocessing.get_context("spawn")
    ready, release = context.Event(), context.Event()
    process = context.Process(target=_hold, args=(folder, ready, release))
    process.start()
    try:
        assert ready.wait(60)
        with (
            pytest.raises(IndexLockedError, match=f"process {process.pid}"),
            open_for_writing(folder, embedder),
        ):
            pass
    finally:
        release.set()
        process.join(30)
    with open_for_writing(folder, embedder):
        pass
