"""The collection changed while it is being asked: files added, articles removed and mended, undone.

One change at a time; the last one can be undone, until Belegt is stopped.
"""

import secrets
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from chatbot.errors import ChatError
from chatbot.settings import Settings
from index import Changes, Embedder, IndexWriter, TakenOut, check_exists, open_for_writing
from index.errors import IndexMissingError
from ingest import (
    NAME_OF_FILE,
    UPLOADS,
    Article,
    Origin,
    SkippedFile,
    compare,
    find_shingles,
    identify_file,
    identify_record,
    is_alike,
    read_edited_fields,
    read_uploads,
)

Step = Literal["reading", "embedding"]
OnStep = Callable[[Step, int, int], None]
"""Told how much of a step is done, of how much."""


class NothingToUndoError(ChatError):
    """Another change came after the one that was to be undone."""

    def __init__(self) -> None:
        super().__init__(
            "this can't be undone any more, for the collection has changed since; "
            "add or remove the articles by hand"
        )


@dataclass(frozen=True, slots=True)
class UploadReport:
    """What became of the files that were sent.

    Attributes:
        changes: To the collection.
        titles: Of the articles that are new or changed, by id.
        skipped: What could not be read; the paths are the names that were sent.
        undo: Token for `CollectionEditor.undo`; empty if nothing changed.
    """

    changes: Changes
    titles: dict[str, str]
    skipped: tuple[SkippedFile, ...]
    undo: str


@dataclass(frozen=True, slots=True)
class _Undo:
    """How the last change is taken back."""

    token: str
    remove: tuple[str, ...]
    put_back: tuple[TakenOut, ...]


class CollectionEditor:
    """Changes the collection of an index folder. Safe to use from several threads.

    Args:
        folder: The index folder.
        embedder: The model that the index was built with.
    """

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self._folder = folder
        self._embedder = embedder
        self._lock = threading.Lock()
        self._last = _Undo("", (), ())

    def upload(self, folder: Path, *, on_step: OnStep) -> UploadReport:
        """Add the articles of the files in a folder.

        A file of the same name replaces the one sent before, unless the texts have nothing in
        common, nor a title of their own: then it is another article.

        Args:
            folder: Where the files lie for the time being, under the names that they had.
            on_step: Told of the progress.

        Raises:
            IndexingError: If the index can't be written.
        """
        articles, skipped = [], []
        for item in read_uploads(folder, on_read=lambda *done: on_step("reading", *done)):
            if isinstance(item, SkippedFile):
                skipped.append(_named(item))
            else:
                articles.append(item)
        if not articles:
            return UploadReport(Changes(), {}, tuple(skipped), "")
        with self._lock, self._writing() as writer:
            named = {identify_file(UPLOADS / path.relative_to(folder)) for path in _files(folder)}
            before = _by_id(writer.look_up(named & {article.id for article in articles}))
            kept = [_tell_apart(article, before) for article in articles]
            before = _by_id(writer.look_up(article.id for article in kept))
            with writer.together():
                changes = writer.add(kept, on_progress=lambda *done: on_step("embedding", *done))
            replaced = [before[name] for name in (*changes.changed_ids, *changes.removed_ids)]
            changed = bool(changes.new_ids or replaced)
            undo = self._remember(changes.new_ids, replaced) if changed else ""
        titles = {article.id: article.title for article in kept}
        told = (*changes.new_ids, *changes.changed_ids)
        return UploadReport(changes, {name: titles[name] for name in told}, tuple(skipped), undo)

    def remove(self, article_ids: Iterable[str]) -> str:
        """Remove articles, all of them or none.

        Returns:
            Token for `undo`.

        Raises:
            IndexingError: If one is not there, or the index can't be written.
        """
        ids = list(article_ids)
        with self._lock, self._writing() as writer:
            taken = writer.look_up(ids)
            writer.remove(ids)
            return self._remember((), taken)

    def edit(
        self, article_id: str, fields: Mapping[str, str], *, undo: Iterable[str] = ()
    ) -> Article:
        """Mend the metadata of an article; see `IndexWriter.edit`.

        Raises:
            InvalidFieldError: If a value can't be used.
            IndexingError: If there is no such article or edit, or the index can't be written.
        """
        values = read_edited_fields(fields)
        with self._lock, self._writing() as writer:
            article = writer.edit(article_id, values, undo=undo)
            self._last = _Undo("", (), ())
            return article

    def undo(self, token: str) -> None:
        """Take back the change that a token was given for.

        Raises:
            NothingToUndoError: If another change came after it.
            IndexingError: If the index can't be written.
        """
        with self._lock:
            last = self._last
            if not token or not secrets.compare_digest(token.encode(), last.token.encode()):
                raise NothingToUndoError
            with self._writing() as writer, writer.together():
                there = {taken.article.id for taken in writer.look_up(last.remove)}
                if there:
                    writer.remove(there)
                if last.put_back:
                    writer.put_back(last.put_back)
            self._last = _Undo("", (), ())

    def _remember(self, remove: tuple[str, ...], put_back: Iterable[TakenOut]) -> str:
        self._last = _Undo(secrets.token_urlsafe(16), remove, tuple(put_back))
        return self._last.token

    def _writing(self) -> AbstractContextManager[IndexWriter]:
        return open_for_writing(self._folder, self._embedder)


def prepare_collection(settings: Settings) -> None:
    """Make an empty index where there is none, so that it can be filled from the page.

    Raises:
        IndexingError: If it can't be written.
    """
    try:
        check_exists(settings.index_dir)
    except IndexMissingError:
        with open_for_writing(settings.index_dir, settings.load_embedder()) as writer:
            writer.publish()


def _files(folder: Path) -> Iterable[Path]:
    return (path for path in folder.rglob("*") if path.is_file())


def _by_id(articles: Iterable[TakenOut]) -> dict[str, TakenOut]:
    return {taken.article.id: taken for taken in articles}


def _named(skipped: SkippedFile) -> SkippedFile:
    """A skipped file under the name that it was sent with."""
    path = skipped.path
    return replace(skipped, path=path.relative_to(UPLOADS) if UPLOADS in path.parents else path)


def _tell_apart(article: Article, before: Mapping[str, TakenOut]) -> Article:
    """The article, with an id of its own if another text bears the same file's name."""
    if article.id not in before:
        return article
    stored = before[article.id].article
    texts = find_shingles(article.body), find_shingles(stored.body)
    named_by_file = any(origin == Origin("title", NAME_OF_FILE) for origin in article.origins)
    same_title = article.title == stored.title and not named_by_file
    if same_title or article.body == stored.body or is_alike(*compare(*texts)):
        return article
    return replace(article, id=identify_record(article.id, article.body))
