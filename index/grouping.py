"""Near-duplicates among the stored articles: found and led anew while the index is written."""

from dataclasses import replace

from index.store import ArticleStore
from ingest import (
    Article,
    Likeness,
    choose_leaders,
    compare,
    find_bands,
    find_shingles,
    hash_words,
    is_alike,
    is_exact_copy,
)

MAX_COMPARED = 200  # texts that one is compared with word for word; those that share most first


class Separate:
    """In the place of `Grouping` where every article is to be searched for itself."""

    def __init__(self) -> None:
        self._pending: dict[str, Article] = {}

    def find_original(self, article: Article) -> str:
        """Never another article."""
        del article
        return ""

    def add(self, article: Article) -> None:
        """Take in an article that is going to be stored."""
        self._pending[article.id] = replace(article, duplicate_of="")

    def remove(self, article_id: str) -> None:
        """Let an article go."""
        self._pending.pop(article_id, None)

    def regroup(self) -> list[Article]:
        """The articles taken in."""
        return list(self._pending.values())


class Grouping:
    """What one transaction does to the groups of near-duplicates.

    Only texts that could be alike are looked at, so that a few new articles take no longer in a
    large collection than in a small one.

    Args:
        store: The store, with a transaction begun.
    """

    def __init__(self, store: ArticleStore) -> None:
        self._store = store
        self._notes = store.notes
        self._pending: dict[str, Article] = {}
        self._affected: set[str] = set()

    def find_original(self, article: Article) -> str:
        """Id of another article with the same words that leaves nothing to add, or ""."""
        names = [name for name in self._notes.find_exact(hash_words(article.body))
                 if name != article.id]  # fmt: skip
        known = self._read(names)
        return next((name for name in names if is_exact_copy(article, known[name])), "")

    def add(self, article: Article) -> None:
        """Take in an article that is going to be stored; it replaces its older version."""
        self._affected |= self._notes.connected([article.id])  # those it was alike to before
        self._pending[article.id] = article
        self.note(article)

    def note(self, article: Article) -> None:
        """Compare an article with the others, unless its text was noted before."""
        self._affected.add(article.id)
        words = hash_words(article.body)
        if self._notes.words_of(article.id) == words:
            return
        shingles = find_shingles(article.body)
        bands = find_bands(shingles)
        self._notes.add(article.id, words, bands)
        others = self._notes.find_similar(bands, limit=MAX_COMPARED + 1)  # itself among them
        for name, other in self._read(others).items():
            if name == article.id:
                continue
            held, holds = compare(shingles, find_shingles(other.body))
            if is_alike(held, holds):
                self._notes.link(Likeness(article.id, name, held))
                self._notes.link(Likeness(name, article.id, holds))

    def remove(self, article_id: str) -> None:
        """Let an article go; those that stood behind it are led by another one."""
        self._affected |= self._notes.connected([article_id])
        self._affected.discard(article_id)
        self._notes.remove(article_id)
        self._pending.pop(article_id, None)

    def regroup(self) -> list[Article]:
        """The articles taken in, and those that follow another leader now.

        As they are to be stored: their `duplicate_of` says whom they follow.
        """
        names = self._notes.connected(self._affected)
        known = self._read(names)
        leaders = choose_leaders(known.values(), list(self._notes.likenesses(names)))
        order = dict.fromkeys([*self._pending, *known])  # those taken in as they were read
        led = (replace(known[name], duplicate_of=leaders.get(name, "")) for name in order)
        return [
            article
            for article in led
            if article.id in self._pending or article.duplicate_of != known[article.id].duplicate_of
        ]

    def _read(self, names: list[str] | set[str]) -> dict[str, Article]:
        stored = self._store.living(name for name in names if name not in self._pending)
        return stored | {name: self._pending[name] for name in names if name in self._pending}
