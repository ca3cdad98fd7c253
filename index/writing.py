"""Articles into the index: embedded, stored, published. One writer at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index.embedding import Embedder, PassageText
from index.errors import (
    ArticleMissingError,
    NothingEditedError,
)
from index.generation import (
    generation_before,
    is_readable,
    newest_generation,
    prune_generations,
    write_generation,
)
from index.grouping import Grouping, Separate
from index.pointer import Pointer, look_for_pointer, write_pointer
from index.rows import hash_article
from index.store import ArticleStore, EmbeddedPassages
from index.verifying import find_damage
from ingest import (
    Article,
    Edit,
    Span,
    apply_edits,
    expand_fields,
    find_context,
    split_passages,
    undo_edits,
)

_ARTICLES_PER_BATCH = 32  # embedded together and then stored, so that an interrupt costs seconds

OnProgress = Callable[[int, int], None]
"""Told after each batch how many articles are done, of how many."""


class ExactCopy(NamedTuple):
    """An article that was not stored, because another one has the same words.

    Attributes:
        article_id: The id it would have had.
        original_id: The stored article.
    """

    article_id: str
    original_id: str


class TakenOut(NamedTuple):
    """An article as it was before it was changed or removed.

    Attributes:
        article: As it was read, without what was edited.
        edits: What was edited in it.
    """

    article: Article
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What an ingest did, as numbers of articles.

    Attributes:
        new: Stored for the first time.
        changed: Replaced.
        unchanged: Left as they were.
        grouped: Among the new and changed, those that stand behind another article with nearly
            the same text.
        copies: Not stored, because nothing in them is new.
        new_ids: Of the articles stored for the first time.
        changed_ids: Of those replaced.
        removed_ids: Of those taken out, because a copy of another article took their place.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    grouped: int = 0
    copies: tuple[ExactCopy, ...] = ()
    new_ids: tuple[str, ...] = ()
    changed_ids: tuple[str, ...] = ()
    removed_ids: tuple[str, ...] = ()


class IndexWriter:
    """The right to write to an index folder. Made by `open_for_writing`."""

    def __init__(
        self, folder: Path, store: ArticleStore, embedder: Embedder, *, group: bool
    ) -> None:
        self._folder = folder
        self._group = group
        self._store = store
        self._embedder = embedder
        self._gathering = False  # whether changes are published together later
        newest = max(newest_generation(folder), store.latest_generation())
        self._next = max(look_for_pointer(folder).generation, newest) + 1

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is changed inside is stored and published at once or, after an error, not at all."""
        before = look_for_pointer(self._folder)
        with self._store.transaction():
            self._gathering = True
            try:
                yield
            finally:
                self._gathering = False
            due = not before.generation or self.has_unpublished()
            if due:
                after = before.generation if before.store == self._store.file else 0
                write_generation(self._folder, self._store, self._next, after=after)
        if due:
            self._point(before)

    def add(self, articles: Sequence[Article], *, on_progress: OnProgress | None = None) -> Changes:
        """Add articles and replace those that changed; then publish.

        What was edited by hand stays so. Articles with nearly the same text are grouped; one leads
        and is searched for all, see `ingest.choose_leaders`. An article without a word of its own
        is not stored.

        Each batch is safe on disk once it is reported; what an interrupt leaves behind becomes
        visible with the next publish and is not embedded again. Within `together` an interrupt
        leaves nothing.
        """
        self._catch_up()
        known = self._store.hashes()
        wanted = {article.id: article for article in articles}  # the last of the same id stands
        digests = {article.id: hash_article(article) for article in wanted.values()}
        fresh = [a for a in wanted.values() if known.get(a.id) != digests[a.id]]
        fresh.sort(key=lambda a: a.id not in known)  # so that no text is a copy of an outdated one
        if on_progress:
            on_progress(0, len(fresh))
        copies: list[ExactCopy] = []
        for start in range(0, len(fresh), _ARTICLES_PER_BATCH):
            batch = fresh[start : start + _ARTICLES_PER_BATCH]
            with self._store.transaction():
                copies += self._put_batch(batch, digests)
            if on_progress:
                on_progress(start + len(batch), len(fresh))
        self.publish()
        copied = [copy.article_id for copy in copies]
        stored = [article.id for article in fresh if article.id not in copied]
        changed = tuple(article_id for article_id in stored if article_id in known)
        new = tuple(article_id for article_id in stored if article_id not in known)
        followers = [a for a in self._store.living(stored).values() if a.duplicate_of]
        return Changes(
            new=len(new),
            changed=len(changed),
            unchanged=len(wanted) - len(fresh),
            grouped=len(followers),
            copies=tuple(copies),
            new_ids=new,
            changed_ids=changed,
            removed_ids=tuple(name for name in dict.fromkeys(copied) if name in known),
        )

    def mirror(
        self, articles: Sequence[Article], *, on_progress: OnProgress | None = None
    ) -> Changes:
        """Make the index hold these articles and no others, exact copies aside; then publish."""
        wanted = {article.id for article in articles}
        self._remove([name for name in self._store.hashes() if name not in wanted])
        return self.add(articles, on_progress=on_progress)

    def remove(self, article_ids: Iterable[str]) -> int:
        """Remove articles and what was edited in them; then publish.

        Returns:
            How many were removed.

        Raises:
            ArticleMissingError: If one of them is not there; then none is removed.
        """
        ids = list(dict.fromkeys(article_ids))
        known = self._store.hashes()
        missing = [article_id for article_id in ids if article_id not in known]
        if missing:
            raise ArticleMissingError(*missing)
        self._remove(ids, for_good=True)
        self.publish()
        return len(ids)

    def look_up(self, article_ids: Iterable[str]) -> list[TakenOut]:
        """Those of some articles that are there, as they were read, each with its edits."""
        found = []
        for article_id, article in self._store.living(article_ids).items():
            edits = tuple(self._store.edits(article_id))
            found.append(TakenOut(undo_edits(article, edits), edits))
        return found

    def put_back(self, articles: Sequence[TakenOut]) -> None:
        """Bring articles back to what they were, edits and exact copies included; then publish."""
        digests = {article.id: hash_article(article) for article, _ in articles}
        with self._store.transaction():
            for start in range(0, len(articles), _ARTICLES_PER_BATCH):
                batch = articles[start : start + _ARTICLES_PER_BATCH]
                for article, edits in batch:
                    self._store.put_edits(article.id, edits)
                self._put_batch([article for article, _ in batch], digests, copies_too=True)
        self.publish()

    def edit(
        self, article_id: str, values: Mapping[str, str], *, undo: Iterable[str] = ()
    ) -> Article:
        """Mend the metadata of an article by hand; then publish.

        An edit wins over what is read, also when the article is ingested again. The text stays as
        it is, and with it every citation.

        Args:
            article_id: The article.
            values: As `ingest.read_edited_fields` returns them.
            undo: Names of fields that are to hold again what was read.

        Returns:
            The article as it is now.

        Raises:
            ArticleMissingError: If there is none of that id.
            NothingEditedError: If a field is to be undone that was not edited.
        """
        self._catch_up()
        known = self._store.hashes()
        if article_id not in known:
            raise ArticleMissingError(article_id)
        with self._store.transaction():
            edits = self._store.edits(article_id)
            undone = expand_fields(undo)
            for name in sorted(set(undo) - {edit.field for edit in edits}):
                raise NothingEditedError(article_id, field=name)
            read = undo_edits(self._store.living([article_id])[article_id], edits)
            kept = {edit.field: edit.value for edit in edits if edit.field not in undone}
            article, edits = apply_edits(read, kept | dict(values))
            self._store.put_edits(article_id, edits)
            grouping = self._begin_grouping()
            grouping.add(article)
            self._put(grouping.regroup(), known)
        self.publish()
        return self._store.living([article_id])[article_id]

    def publish(self) -> None:
        """Make everything stored so far visible; does nothing if it is already."""
        if not self._gathering:
            with self.together():
                pass

    def has_unpublished(self) -> bool:
        """Whether articles are stored that readers can't see yet."""
        pointer = look_for_pointer(self._folder)
        if pointer.store != self._store.file:
            return True
        if pointer.generation and not is_readable(self._folder, pointer.generation):
            return True
        return self._store.latest_generation() > pointer.generation

    def article_count(self) -> int:
        """How many articles are stored, those not yet published included."""
        return len(self._store.hashes())

    def check(self) -> str:
        """What is wrong with the stored articles, or "" if nothing is; see `find_damage`."""
        return find_damage(self._store)

    def rebuild(self) -> None:
        """Derive the current search files from the store anew."""
        write_generation(self._folder, self._store, self._next)
        write_pointer(self._folder, Pointer(self._next, self._store.file))
        prune_generations(self._folder, keep=self._next)
        self._next += 1

    def _point(self, before: Pointer) -> None:
        """Make what was written the current generation.

        Readers of the one before may still be there, and of the one before that: an answer may
        take longer than two changes. Earlier ones are forgotten.
        """
        write_pointer(self._folder, Pointer(self._next, self._store.file))
        oldest = generation_before(self._folder, before.generation)
        if before.store == self._store.file:
            with self._store.transaction():
                self._store.forget(oldest)
        prune_generations(self._folder, keep=oldest)
        _remove_stores(self._folder, keep={before.store, self._store.file})
        self._next += 1

    def _put_batch(
        self, articles: Sequence[Article], digests: Mapping[str, str], *, copies_too: bool = False
    ) -> list[ExactCopy]:
        """Store articles as they were read; return those that are left out as exact copies."""
        grouping = self._begin_grouping()
        copies = []
        for read in articles:
            before = self._store.edits(read.id)
            article, edits = apply_edits(read, {edit.field: edit.value for edit in before})
            original = "" if copies_too else grouping.find_original(article)
            if original:
                grouping.remove(article.id)
                self._store.bury(article.id, generation=self._next)
                copies.append(ExactCopy(article.id, original))
                continue
            if edits:
                self._store.put_edits(article.id, edits)
            grouping.add(article)
        self._put(grouping.regroup(), {**self._store.hashes(), **digests})
        return copies

    def _put(self, articles: Sequence[Article], digests: Mapping[str, str]) -> None:
        """Store articles, embedding those that lead and whose title and text are not there yet."""
        stored = self._store.living(article.id for article in articles)
        unread = [a for a in articles if not _has_passages(a, stored.get(a.id))]
        embedded = dict(_embed([a for a in unread if not a.duplicate_of], self._embedder))
        for article in articles:
            self._store.put(
                article,
                embedded.get(article.id),
                digest=digests[article.id],
                generation=self._next,
            )

    def _remove(self, article_ids: Sequence[str], *, for_good: bool = False) -> None:
        if not article_ids:
            return
        self._catch_up()
        digests = self._store.hashes()
        with self._store.transaction():
            grouping = self._begin_grouping()
            for article_id in article_ids:
                self._store.bury(article_id, generation=self._next)
                grouping.remove(article_id)
                if for_good:
                    self._store.put_edits(article_id, [])
            self._put(grouping.regroup(), digests)

    def _begin_grouping(self) -> Grouping | Separate:
        return Grouping(self._store) if self._group else Separate()

    def _catch_up(self) -> None:
        """Group the articles that an earlier Belegt stored without looking for near-duplicates."""
        missing = self._store.notes.missing() if self._group else []
        if not missing:
            return
        digests = self._store.hashes()
        with self._store.transaction():
            grouping = Grouping(self._store)
            for start in range(0, len(missing), _ARTICLES_PER_BATCH):
                batch = self._store.living(missing[start : start + _ARTICLES_PER_BATCH])
                for article in batch.values():
                    grouping.note(article)
            self._put(grouping.regroup(), digests)


def _remove_stores(folder: Path, *, keep: set[str]) -> None:
    """Delete the stores that nobody points to any more, with what SQLite keeps beside them."""
    for path in folder.glob("articles*.sqlite*"):
        if path.name.split(".sqlite")[0] + ".sqlite" not in keep:
            path.unlink(missing_ok=True)


def _has_passages(article: Article, stored: Article | None) -> bool:
    """Say whether the stored version of an article has the passages that this one needs."""
    if stored is None or stored.duplicate_of:
        return False
    return (stored.title, stored.body) == (article.title, article.body)


def _embed(
    articles: Sequence[Article], embedder: Embedder
) -> Iterator[tuple[str, EmbeddedPassages]]:
    """Cut articles into passages and embed those of all articles together."""
    cut = [(article, split_passages(article)) for article in articles]
    texts = [
        PassageText(
            find_context(article.title, article.body, passage),
            passage.text,
            tuple(Span(a - passage.start, b - passage.start) for a, b in passage.sentences),
        )
        for article, passages in cut
        for passage in passages
    ]
    vectors = iter(embedder.encode_passages(texts) if texts else ())
    for article, passages in cut:
        own = [next(vectors) for _ in passages]
        yield (
            article.id,
            EmbeddedPassages(
                passages,
                np.array([v.passage for v in own], np.float32).reshape(-1, embedder.dimensions),
                [v.sentences for v in own],
            ),
        )
