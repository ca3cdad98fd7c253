"""Articles into the index: embedded, stored, published."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.embedding import Embedder, PassageText
from index.errors import ArticleMissingError, IndexDamagedError
from index.generation import (
    current_generation,
    newest_generation,
    prune_generations,
    publish_generation,
)
from index.placing import Placing, correct_article, place_articles
from index.store import ArticleStore, hash_article
from ingest import Article, Passage, Span, split_passages

_ARTICLES_PER_BATCH = 32  # embedded together and then stored, so that an interrupt costs seconds

OnProgress = Callable[[int, int], None]
"""Told after each batch how many articles are done, of how many."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What an ingest did, as numbers of articles.

    Attributes:
        new: Stored for the first time.
        changed: Stored in the place of an older version with the same id.
        unchanged: Stored before as they are.
        versions: How many of these three another article stands for.
        copies: Not stored, because another article has their body and outlet.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    versions: int = 0
    copies: int = 0


class IndexWriter:
    """The right to write to an index folder. Made by `open_for_writing`."""

    def __init__(self, folder: Path, store: ArticleStore, embedder: Embedder) -> None:
        self._folder = folder
        self._store = store
        self._embedder = embedder
        self._next = (
            max(_published(folder), newest_generation(folder), store.latest_generation()) + 1
        )

    def add(self, articles: Sequence[Article], *, on_progress: OnProgress | None = None) -> Changes:
        """Add articles and replace those that changed; then publish.

        What users mended in an article is kept. Of several versions of one text, one is embedded
        and stands for the others (see `Placing`). Each batch is safe on disk once it is reported;
        what an interrupt leaves behind becomes visible with the next publish and is not embedded
        again.
        """
        mended = self._store.corrections()
        wanted = {  # the last of the same id stands
            article.id: correct_article(article, mended.get(article.id, {})) for article in articles
        }
        known = self._store.hashes()
        fresh = {a.id for a in wanted.values() if known.get(a.id) != hash_article(a)}
        if not fresh and not self.has_unpublished():
            return self._count(wanted, known, fresh, self._placing())
        placing = self._store_all(wanted, fresh, on_progress)
        self.publish()
        return self._count(wanted, known, fresh, placing)

    def mirror(
        self, articles: Sequence[Article], *, on_progress: OnProgress | None = None
    ) -> Changes:
        """Make the index hold exactly these articles; then publish."""
        wanted = {article.id for article in articles}
        for article_id in self._store.hashes():
            if article_id not in wanted:
                self._store.remove(article_id, generation=self._next)
        return self.add(articles, on_progress=on_progress)

    def remove(self, article_ids: Iterable[str]) -> None:
        """Remove articles; then publish.

        Raises:
            ArticleMissingError: If one of them is not there; then none is removed.
        """
        ids = list(dict.fromkeys(article_ids))
        known = self._store.hashes()
        for article_id in ids:
            if article_id not in known:
                raise ArticleMissingError(article_id)
        for article_id in ids:
            self._store.remove(article_id, generation=self._next)
        if set(ids) & set(self._store.followers(self._next).values()):
            self._store_all({}, set(), None)  # another version must stand for the rest
        self.publish()

    def edit(self, article_id: str, fields: Mapping[str, str]) -> Article:
        """Mend the metadata of an article; only a new title makes it be embedded anew.

        Args:
            article_id: Its id.
            fields: See `correct_article`; kept for when the article is read again.

        Raises:
            ArticleMissingError: If there is none of that id.
        """
        article = self._store.article(article_id, self._next)
        if article is None:
            raise ArticleMissingError(article_id)
        mended = correct_article(article, fields)
        self._store.correct(article_id, fields)
        if mended.title == article.title:
            self._store.amend(mended)
        elif mended != article:
            self.add([mended])
        return mended

    def publish(self) -> None:
        """Make everything stored so far visible; does nothing if it is already."""
        published = _published(self._folder)
        if published and not self.has_unpublished():
            return
        publish_generation(self._folder, self._store, self._next)
        self._store.forget(published)  # readers may still be at `published`, but not before it
        prune_generations(self._folder, keep=published)
        self._next += 1

    def has_unpublished(self) -> bool:
        """Whether articles are stored that readers can't see yet."""
        return self._store.latest_generation() > _published(self._folder)

    def article_count(self) -> int:
        """How many articles are stored, those not yet published included."""
        return len(self._store.hashes())

    def rebuild(self) -> None:
        """Derive the current search files from the store anew."""
        publish_generation(self._folder, self._store, self._next)
        prune_generations(self._folder, keep=self._next)
        self._next += 1

    def _store_all(
        self, wanted: Mapping[str, Article], fresh: Set[str], on_progress: OnProgress | None
    ) -> Placing:
        """Store what is fresh, and what stands for others now or no longer does."""
        together = {a.id: a for a in self._store.articles(self._next)} | dict(wanted)
        placing = place_articles(together.values())
        placed = self._store.followers(self._next)
        moved = {key for key in together if placed.get(key) != placing.leader_of.get(key)}
        for article_id in placing.copies:
            self._store.remove(article_id, generation=self._next)
        todo = [together[key] for key in together if key in fresh | moved]
        todo = [article for article in todo if article.id not in placing.copies]
        todo.sort(key=lambda article: article.id in placing.leader_of)  # leaders first
        if on_progress:
            on_progress(0, len(todo))
        for start in range(0, len(todo), _ARTICLES_PER_BATCH):
            batch = todo[start : start + _ARTICLES_PER_BATCH]
            leading = [article for article in batch if article.id not in placing.leader_of]
            for article, passages, vectors, sentences in _embed(leading, self._embedder):
                self._store.put(article, passages, vectors, sentences, generation=self._next)
            for article in batch[len(leading) :]:
                leader = placing.leader_of[article.id]
                none = np.empty((0, self._embedder.dimensions), np.float32)
                self._store.put(article, [], none, [], generation=self._next, duplicate_of=leader)
            if on_progress:
                on_progress(start + len(batch), len(todo))
        return placing

    def _placing(self) -> Placing:
        return Placing(self._store.followers(self._next), frozenset())

    @staticmethod
    def _count(
        wanted: Mapping[str, Article],
        known: Mapping[str, str],
        fresh: Set[str],
        placing: Placing,
    ) -> Changes:
        copies = placing.copies & wanted.keys()
        stored = fresh - copies
        changed = len(stored & known.keys())
        return Changes(
            new=len(stored) - changed,
            changed=changed,
            unchanged=len(wanted) - len(stored) - len(copies),
            versions=len(placing.leader_of.keys() & wanted.keys()),
            copies=len(copies),
        )


def _published(folder: Path) -> int:
    """The published generation; 0 if there is none or its number can't be read."""
    try:
        return current_generation(folder)
    except IndexDamagedError:
        return 0


def _embed(
    articles: Sequence[Article], embedder: Embedder
) -> Iterator[tuple[Article, list[Passage], np.ndarray, list[np.ndarray]]]:
    """Cut articles into passages and embed those of all articles together."""
    cut = [(article, split_passages(article)) for article in articles]
    texts = [
        PassageText(
            article.title,
            passage.text,
            tuple(Span(a - passage.start, b - passage.start) for a, b in passage.sentences),
        )
        for article, passages in cut
        for passage in passages
    ]
    vectors = iter(embedder.encode_passages(texts))
    for article, passages in cut:
        own = [next(vectors) for _ in passages]
        yield (
            article,
            passages,
            np.array([v.passage for v in own], np.float32).reshape(-1, embedder.dimensions),
            [v.sentences for v in own],
        )
