import pytest

from ingest.article import Article
from ingest.collecting import read_collection
from tests.ingest.corpus import token_f1, write_corpus

MIN_METADATA_SHARE = 0.95
MIN_BODY_F1 = 0.95


@pytest.fixture(scope="module")
def pairs(tmp_path_factory):
    """What each file should hold and what was read from it, in one run over the whole folder."""
    folder = tmp_path_factory.mktemp("corpus")
    samples = write_corpus(folder)
    items = list(read_collection([folder]))
    assert len(samples) >= 60
    assert [item for item in items if not isinstance(item, Article)] == []
    by_order = sorted(samples, key=lambda sample: sample.name)
    expected = [(sample.name, story) for sample in by_order for story in sample.stories]
    assert len(items) == len(expected)
    return [(name, story, item) for (name, story), item in zip(expected, items, strict=True)]


def test_metadata_of_the_corpus_is_read(pairs):
    wrong, right = [], 0
    for name, story, article in pairs:
        values = {
            "title": (article.title, story.title),
            "outlet": (article.source, story.outlet),
            "author": (article.author, story.author),
            "published": (article.published, story.published),
        }
        for field, (found, expected) in values.items():
            right += found == expected
            if found != expected:
                wrong.append(f"{name}: {field} is {found!r}, not {expected!r}")

    share = right / (right + len(wrong))
    print(f"metadata: {right} of {right + len(wrong)} right ({share:.1%})", *wrong, sep="\n")  # noqa: T201
    assert share >= MIN_METADATA_SHARE, "\n".join(wrong)


def test_text_of_the_corpus_is_read(pairs):
    scores = {
        name + story.title[:8]: token_f1(article.body, story.body) for name, story, article in pairs
    }
    mean = sum(scores.values()) / len(scores)
    worst = [f"{name}: {score:.3f}" for name, score in scores.items() if score < MIN_BODY_F1]

    print(  # noqa: T201
        f"text: F1 {mean:.4f} over {len(scores)} articles, lowest {min(scores.values()):.3f}",
        *worst,
        sep="\n",
    )
    assert mean >= MIN_BODY_F1, "\n".join(worst)
    assert min(scores.values()) >= 0.85, "\n".join(worst)


def test_nothing_that_stands_around_an_article_can_be_cited(pairs):
    furniture = (
        "Partner speichern", "interessieren", "Kopf schütteln", "Archivbild", "Impressum",
        "Lesen Sie auch", "Newsletter", "Vertraulich", "Seite 1", "Pressearchiv", "Abo testen",
        "Teilen mit", "Anderer Artikel",
    )  # fmt: skip
    leaks = [
        f"{name}: {words!r}"
        for name, _, article in pairs
        for words in furniture
        if words in article.body
    ]

    assert leaks == []
