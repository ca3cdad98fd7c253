import json
from datetime import date, time
from pathlib import Path

from ingest.article import Article, Origin, PageStart
from ingest.assembling import StatedFields
from ingest.folders import SkippedFile
from ingest.wire import pack_item, pack_stated, unpack_item, unpack_stated


def test_an_article_crosses_over_with_all_that_is_known_of_it():
    article = Article(
        "a", "Titel", "Text.", "taz", "Anna", date(2024, 5, 3), "https://taz.de/a", "de",
        section="Politik", published_time=time(8, 15), modified=date(2024, 5, 4),
        modified_time=time(9), origins=(Origin("source", "front matter"),),
        pages=(PageStart(1, 0), PageStart(2, 3)),
    )  # fmt: skip
    line, crossed = unpack_item(json.loads(json.dumps(pack_item(3, article))))

    assert line == 3
    assert crossed == article
    assert (crossed.origins, crossed.pages) == (article.origins, article.pages)
    assert crossed.pages[1].start == 3


def test_what_was_skipped_crosses_over():
    skipped = SkippedFile(Path("a.txt"), 3, "it is empty; add the text")

    assert unpack_item(json.loads(json.dumps(pack_item(3, skipped)))) == (3, skipped)


def test_stated_fields_cross_over():
    stated = StatedFields(
        title="Titel", published=date(2024, 5, 3), published_time=time(8, 15),
        origins={"title": "sidecar a.yaml"},
    )  # fmt: skip

    assert unpack_stated(json.loads(json.dumps(pack_stated(stated)))) == stated
