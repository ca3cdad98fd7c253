"""Near-duplicates in the index: grouped when they come in, led anew when something changes."""

import dataclasses
import random
import sqlite3
from datetime import date, time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import ExactCopy, IndexFormatError, SearchIndex, open_for_writing
from index.fake_embedder import FakeEmbedder
from index.schema import FORMAT
from index.store import STORE_FILE, ArticleStore
from ingest import Article, Origin, PageStart

SENTENCES = [
    f"Der Stadtrat beriet am {number}. Tag über Haushaltsposten Nummer {number * 7} in Halle."
    for number in range(2, 14)
]
TEXT = " ".join(SENTENCES)
SHORTENED = " ".join(SENTENCES[:7])
OTHER = " ".join(f"Im Zoo bekam Elefant Nummer {n} Besuch von {n * 3} Kindern." for n in range(12))

DPA = Article("dpa", "Rat berät", TEXT, "dpa", published=date(2024, 5, 3))
TAZ = Article("taz", "Streit im Rat", SHORTENED, "taz", published=date(2024, 5, 4))
ZEIT = Article("zeit", "Halle spart", f"{TEXT} Das Ende ist offen.", "DIE ZEIT",
               published=date(2024, 5, 5))  # fmt: skip
ZOO = Article("zoo", "Besuch im Zoo", OTHER, "taz", published=date(2024, 5, 3))


class CountingEmbedder(FakeEmbedder):
    def __init__(self):
        super().__init__()
        self.passages = 0

    def encode_passages(self, passages):
        self.passages += len(passages)
        return super().encode_passages(passages)


def write(folder, act, **options):
    with open_for_writing(folder, FakeEmbedder(), **options) as writer:
        return act(writer)


def leaders(folder):
    index = SearchIndex(folder, FakeEmbedder())
    found = {article.id: article.duplicate_of for article in index.articles()}
    index.close()
    return found


def searched(folder):
    """The ids of the articles that a search can find."""
    index = SearchIndex(folder, FakeEmbedder())
    hits = index.search("Stadtrat Haushaltsposten Elefant Zoo", 100).hits
    index.close()
    return {hit.passage.article_id for hit in hits}


def test_agency_copies_stand_behind_the_original_and_only_that_is_searched(tmp_path):
    changes = write(tmp_path, lambda writer: writer.add([TAZ, DPA, ZEIT, ZOO]))

    assert (changes.new, changes.grouped, changes.copies) == (4, 2, ())
    assert leaders(tmp_path) == {"taz": "dpa", "dpa": "", "zeit": "dpa", "zoo": ""}
    assert searched(tmp_path) == {"dpa", "zoo"}


def test_a_leader_names_its_copies_and_a_copy_is_still_an_article(tmp_path):
    write(tmp_path, lambda writer: writer.add([DPA, TAZ, ZEIT]))
    index = SearchIndex(tmp_path, FakeEmbedder())

    assert [(copy.id, copy.source) for copy in index.article("dpa").copies] == [
        ("taz", "taz"),
        ("zeit", "DIE ZEIT"),
    ]
    assert index.article("taz").body == SHORTENED
    assert index.article("taz").copies == ()
    index.close()


def test_copies_cost_no_embedding(tmp_path):
    write(tmp_path, lambda writer: writer.add([DPA]))
    embedder = CountingEmbedder()
    with open_for_writing(tmp_path, embedder) as writer:
        writer.add([TAZ, ZEIT])

    assert embedder.passages == 0


def test_an_original_that_comes_later_takes_the_lead(tmp_path):
    write(tmp_path, lambda writer: writer.add([TAZ, ZEIT]))
    assert leaders(tmp_path) == {"taz": "zeit", "zeit": ""}  # an excerpt, although earlier

    write(tmp_path, lambda writer: writer.add([DPA]))
    assert leaders(tmp_path) == {"taz": "dpa", "zeit": "dpa", "dpa": ""}
    assert searched(tmp_path) == {"dpa"}


def test_an_update_supersedes_its_earlier_version(tmp_path):
    update = dataclasses.replace(DPA, id="neu", body=ZEIT.body, published=date(2024, 5, 9))
    write(tmp_path, lambda writer: writer.add([DPA, update]))

    assert leaders(tmp_path) == {"dpa": "neu", "neu": ""}


def test_a_removed_leader_is_followed_by_another(tmp_path):
    write(tmp_path, lambda writer: writer.add([DPA, TAZ, ZEIT]))
    write(tmp_path, lambda writer: writer.remove(["dpa"]))

    assert leaders(tmp_path) == {"taz": "zeit", "zeit": ""}
    assert searched(tmp_path) == {"zeit"}


def test_a_leader_with_a_new_text_lets_its_copies_go(tmp_path):
    write(tmp_path, lambda writer: writer.add([DPA, TAZ, ZEIT]))
    write(tmp_path, lambda writer: writer.add([dataclasses.replace(DPA, body=OTHER)]))

    assert leaders(tmp_path) == {"dpa": "", "taz": "zeit", "zeit": ""}


def test_a_new_date_alone_can_change_the_leader(tmp_path):
    write(tmp_path, lambda writer: writer.add([DPA, ZEIT]))
    earlier = dataclasses.replace(ZEIT, published=date(2024, 5, 1))
    write(tmp_path, lambda writer: writer.add([earlier]))

    assert leaders(tmp_path) == {"dpa": "zeit", "zeit": ""}


def test_mirroring_and_rebuilding_group_as_adding_does(tmp_path):
    write(tmp_path, lambda writer: writer.add([DPA, TAZ, ZEIT, ZOO]))
    write(tmp_path, lambda writer: writer.mirror([TAZ, ZEIT]))
    assert leaders(tmp_path) == {"taz": "zeit", "zeit": ""}

    write(tmp_path, lambda writer: writer.add([TAZ, ZEIT, DPA]), rebuild=True)
    assert leaders(tmp_path) == {"taz": "dpa", "zeit": "dpa", "dpa": ""}


def test_the_same_articles_again_change_nothing(tmp_path):
    write(tmp_path, lambda writer: writer.add([DPA, TAZ]))
    changes = write(tmp_path, lambda writer: writer.add([DPA, TAZ]))

    assert (changes.new, changes.changed, changes.unchanged) == (0, 0, 2)


def test_an_exact_copy_is_not_stored(tmp_path):
    copy = dataclasses.replace(DPA, id="kopie", title="Anderer Name der Datei")
    changes = write(tmp_path, lambda writer: writer.add([DPA, copy]))
    again = write(tmp_path, lambda writer: writer.add([DPA, copy]))

    assert changes.new == 1
    assert changes.copies == again.copies == (ExactCopy("kopie", "dpa"),)
    assert leaders(tmp_path) == {"dpa": ""}


def test_an_exact_copy_is_stored_once_its_original_is_gone(tmp_path):
    copy = dataclasses.replace(DPA, id="kopie")
    write(tmp_path, lambda writer: writer.mirror([DPA, copy]))
    write(tmp_path, lambda writer: writer.mirror([copy]))

    assert leaders(tmp_path) == {"kopie": ""}


def test_an_article_that_becomes_an_exact_copy_goes(tmp_path):
    write(tmp_path, lambda writer: writer.add([DPA, ZOO]))
    changes = write(tmp_path, lambda writer: writer.add([dataclasses.replace(DPA, id="zoo")]))

    assert changes.copies == (ExactCopy("zoo", "dpa"),)
    assert leaders(tmp_path) == {"dpa": ""}


def test_the_order_of_reading_stays_when_groups_change(tmp_path):
    write(tmp_path, lambda writer: writer.add([TAZ, ZOO, ZEIT]))
    write(tmp_path, lambda writer: writer.add([DPA]))
    write(tmp_path, lambda writer: writer.remove(["zeit"]))

    assert list(leaders(tmp_path)) == ["taz", "zoo", "dpa"]


def test_a_reader_of_the_generation_before_sees_the_groups_of_its_own(tmp_path):
    write(tmp_path, lambda writer: writer.add([TAZ, ZEIT]))
    store = ArticleStore(tmp_path)
    write(tmp_path, lambda writer: writer.add([DPA]))

    before = {article.id: article.duplicate_of for article in store.articles(1)}
    after = {article.id: article.duplicate_of for article in store.articles(2)}
    store.close()
    assert before == {"taz": "zeit", "zeit": ""}
    assert after == {"taz": "dpa", "zeit": "dpa", "dpa": ""}


POOL = [DPA, TAZ, ZEIT, ZOO, dataclasses.replace(DPA, id="neu", published=date(2024, 5, 9))]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.booleans(), st.sampled_from(POOL)), min_size=1, max_size=8))
def test_groups_depend_on_the_articles_and_not_on_how_they_came(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("schritte")
    there = {}
    for is_added, article in steps:
        if is_added:
            there[article.id] = article
            write(folder, lambda writer, a=article: writer.add([a]))
        elif article.id in there:
            del there[article.id]
            write(folder, lambda writer, a=article: writer.remove([a.id]))
    at_once = tmp_path_factory.mktemp("zusammen")
    write(at_once, lambda writer: writer.add(list(there.values())))

    if there:
        assert leaders(folder) == leaders(at_once)
        assert searched(folder) == {name for name, leader in leaders(folder).items() if not leader}


def make_format_1(folder):
    """An index as format 1 had it: without what later formats added, nothing grouped."""
    names = "id, title, body, source, author, published, url, language, hash, born, died"
    with sqlite3.connect(folder / STORE_FILE) as connection:
        for name in (
            "copies_of_article", "versions_of_article", "articles_by_age", "articles_by_place",
        ):  # fmt: skip
            connection.execute(f"DROP INDEX {name}")
        for table in ("edits", "likenesses", "bands", "texts"):
            connection.execute(f"DROP TABLE {table}")
        for column in ("section", "published_time", "modified", "modified_time", "origins",
                       "pages", "duplicate_of", "place"):  # fmt: skip
            connection.execute(f"ALTER TABLE articles DROP COLUMN {column}")
        columns = [row[1] for row in connection.execute("PRAGMA table_info(articles)")]
        assert columns == ["number", *names.split(", ")]
        connection.execute("PRAGMA user_version = 1")
    connection.close()


@pytest.fixture
def format_1(tmp_path, monkeypatch):
    """An index of format 1 with two agency copies, both searched."""
    monkeypatch.setattr("index.grouping.is_alike", lambda held, holds: False)
    write(tmp_path, lambda writer: writer.add([TAZ, DPA, ZOO]))
    monkeypatch.undo()
    make_format_1(tmp_path)
    return tmp_path


def test_an_index_of_format_1_is_read_as_it_is(format_1):
    assert leaders(format_1) == {"taz": "", "dpa": "", "zoo": ""}
    assert searched(format_1) == {"taz", "dpa", "zoo"}
    index = SearchIndex(format_1, FakeEmbedder())
    assert index.article("dpa") == DPA
    index.close()


def test_the_next_write_groups_what_format_1_had_not(format_1):
    embedder = CountingEmbedder()
    with open_for_writing(format_1, embedder) as writer:
        writer.add([ZEIT])

    assert embedder.passages == 0
    assert leaders(format_1) == {"taz": "dpa", "dpa": "", "zoo": "", "zeit": "dpa"}
    assert searched(format_1) == {"dpa", "zoo"}


def test_articles_can_be_removed_from_an_index_of_format_1(format_1):
    write(format_1, lambda writer: writer.remove(["dpa"]))

    assert leaders(format_1) == {"taz": "", "zoo": ""}


def test_a_newer_format_is_refused(tmp_path):
    write(tmp_path, lambda writer: writer.add([DPA]))
    with sqlite3.connect(tmp_path / STORE_FILE) as connection:
        connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    connection.close()

    with pytest.raises(IndexFormatError, match="use a newer Belegt"):
        SearchIndex(tmp_path, FakeEmbedder())


def test_an_index_of_format_1_that_cannot_be_written_is_refused(format_1, monkeypatch):
    def refuse(connection):
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr("index.store.migrate", refuse)  # root may write everywhere
    with pytest.raises(IndexFormatError, match="belegt doctor"):
        SearchIndex(format_1, FakeEmbedder())


def test_many_articles_are_each_compared_with_few(tmp_path, monkeypatch):
    chance = random.Random(5)
    words = [f"wort{number}" for number in range(5000)]
    many = [
        Article(f"a{number}", "Titel", " ".join(chance.choices(words, k=120)))
        for number in range(200)
    ]
    write(tmp_path, lambda writer: writer.add(many))
    compared = []

    def count(one, other):
        compared.append(1)
        return 0.0, 0.0

    monkeypatch.setattr("index.grouping.compare", count)
    new = Article("neu", "Titel", " ".join(chance.choices(words, k=120)))
    write(tmp_path, lambda writer: writer.add([new]))
    assert len(compared) <= 5


def test_an_article_comes_back_from_the_store_with_all_that_is_known_of_it(tmp_path):
    article = dataclasses.replace(
        DPA,
        section="Politik",
        published_time=time(8, 15),
        modified=date(2024, 5, 4),
        modified_time=time(9),
        origins=(Origin("source", "front matter"),),
        pages=(PageStart(1, 0), PageStart(2, 30)),
    )
    write(tmp_path, lambda writer: writer.add([article]))
    index = SearchIndex(tmp_path, FakeEmbedder())
    stored = index.article("dpa")
    index.close()

    assert stored == article
    assert (stored.origins, stored.pages) == (article.origins, article.pages)
    assert (stored.page_at(29), stored.page_at(30)) == (1, 2)


def test_the_passages_of_a_test_collection_are_kept_apart(tmp_path):
    copy = dataclasses.replace(DPA, id="kopie")
    changes = write(tmp_path, lambda writer: writer.mirror([DPA, TAZ, copy]), group=False)

    assert (changes.new, changes.grouped, changes.copies) == (3, 0, ())
    assert searched(tmp_path) == {"dpa", "taz", "kopie"}
