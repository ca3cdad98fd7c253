"""News articles with planted near-duplicates: how many are found? Part of `benchmarks.ingest`."""

import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from index import SearchIndex, open_for_writing
from index.fake_embedder import FakeEmbedder
from ingest import Article, split_sentences

EVERY = 3  # one planted copy for every third article
MIN_SENTENCES = 6  # of an article that is copied
SEED = 5

Sentences = Sequence[str]
Plant = Callable[[Sentences, Sentences, random.Random], Sentences]


def _shorten(own: Sentences, _other: Sentences, _chance: random.Random) -> Sentences:
    return own[: max(3, len(own) // 2)]


def _reorder(own: Sentences, _other: Sentences, chance: random.Random) -> Sentences:
    return chance.sample(own, len(own))


def _replace_lead(own: Sentences, other: Sentences, _chance: random.Random) -> Sentences:
    return [*other[:2], *own[1:]]


def _shorten_and_replace_lead(
    own: Sentences, other: Sentences, _chance: random.Random
) -> Sentences:
    return [*other[:1], *own[1 : max(4, len(own) * 2 // 3)]]


def _edit_words(own: Sentences, other: Sentences, chance: random.Random) -> Sentences:
    """Put another word in the place of one in twenty."""
    words = " ".join(other).split()
    return [
        " ".join(chance.choice(words) if chance.random() < 0.05 else word for word in text.split())  # noqa: PLR2004
        for text in own
    ]


PLANTS: dict[str, Plant] = {
    "shortened to half": _shorten,
    "sentences reordered": _reorder,
    "another lead": _replace_lead,
    "shortened to two thirds and another lead": _shorten_and_replace_lead,
    "one word in twenty replaced": _edit_words,
}


@dataclass(frozen=True, slots=True)
class Grouped:
    """What came of grouping.

    Attributes:
        planted: Number of copies by how they were made.
        found: Those of them that are in one group with their original.
        pairs: Pairs of articles in one group, all in all.
        right: Those of them that are of one origin.
    """

    planted: Counter[str]
    found: Counter[str]
    pairs: int
    right: int


def plant_copies(articles: Sequence[Article]) -> dict[str, tuple[str, str, Article]]:
    """Make copies of some articles: by their ids, the original's id, how, and the copy."""
    chance = random.Random(SEED)  # noqa: S311
    copies = {}
    kinds = list(PLANTS)
    for number, article in enumerate(articles[::EVERY]):
        own = _split(article)
        if len(own) < MIN_SENTENCES:
            continue
        kind = kinds[number % len(kinds)]
        other = _split(articles[(number * EVERY + len(articles) // 2) % len(articles)])
        body = " ".join(PLANTS[kind](own, other, chance))
        name = f"kopie-{number}"
        copy = replace(article, id=name, body=body, source=f"Medium {number}")
        copies[name] = (article.id, kind, copy)
    return copies


def measure_grouping(articles: Sequence[Article]) -> Grouped:
    """Ingest articles and copies of some of them in one go, and look at the groups."""
    copies = plant_copies(articles)
    origin = {article.id: article.id for article in articles}
    origin |= {name: original for name, (original, _, _) in copies.items()}
    with tempfile.TemporaryDirectory() as folder:
        with open_for_writing(Path(folder), FakeEmbedder()) as writer:
            writer.add([*articles, *(copy for _, _, copy in copies.values())])
        with closing(SearchIndex(Path(folder), FakeEmbedder())) as index:
            leader = {a.id: a.duplicate_of or a.id for a in index.articles()}
    groups: dict[str, list[str]] = defaultdict(list)
    for name, led_by in leader.items():
        groups[led_by].append(name)
    pairs = [
        (one, two)
        for names in groups.values()
        for number, one in enumerate(names)
        for two in names[:number]
    ]
    return Grouped(
        planted=Counter(kind for _, kind, _ in copies.values()),
        found=Counter(
            kind for name, (original, kind, _) in copies.items() if leader[name] == leader[original]
        ),
        pairs=len(pairs),
        right=sum(origin[one] == origin[two] for one, two in pairs),
    )


def _split(article: Article) -> list[str]:
    return [article.body[start:end] for start, end in split_sentences(article.body)]
