"""The articles of an index, looked at, mended and removed; no model is loaded to look at them."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from chatbot.settings import Settings
from index import ArticleMissingError, IndexUnfinishedError, OnWait, open_for_writing
from index.pointer import Pointer, read_pointer
from index.store import ArticleStore
from ingest import Article, read_edited_fields


def read_articles(index: Path) -> list[Article]:
    """All articles that can be searched, in the order in which they were first read.

    Raises:
        IndexingError: If there is no readable index.
    """
    pointer = _published(index)
    with closing(ArticleStore(index, pointer.store)) as store:
        return store.articles(pointer.generation)


def read_article(index: Path, article_id: str) -> Article:
    """One article.

    Raises:
        ArticleMissingError: If there is none of that id.
        IndexingError: If there is no readable index.
    """
    pointer = _published(index)
    with closing(ArticleStore(index, pointer.store)) as store:
        article = store.article(article_id, pointer.generation)
    if article is None:
        raise ArticleMissingError(article_id)
    return article


def remove_articles(
    settings: Settings,
    article_ids: Sequence[str],
    *,
    wait: float = 0.0,
    on_wait: OnWait | None = None,
) -> int:
    """Remove articles from the index; all of them or none.

    Args:
        settings: Where the index is and which model made it.
        article_ids: The articles.
        wait: Seconds to wait for another process that writes to the index.
        on_wait: Told which one that is.

    Returns:
        How many were removed.

    Raises:
        ArticleMissingError: If one is not there.
        IndexingError: If the index can't be written.
    """
    _published(settings.index_dir)  # a missing index is told before a model is loaded
    embedder = settings.load_embedder()
    with open_for_writing(
        settings.index_dir, embedder, make=False, wait=wait, on_wait=on_wait
    ) as writer:
        return writer.remove(article_ids)


def edit_article(
    settings: Settings,
    article_id: str,
    fields: Mapping[str, str],
    *,
    undo: Iterable[str] = (),
    wait: float = 0.0,
    on_wait: OnWait | None = None,
) -> Article:
    """Mend the metadata of an article; see `IndexWriter.edit`.

    Args:
        settings: Where the index is and which model made it.
        article_id: The article.
        fields: New values by name of the field; an empty text empties the field.
        undo: Names of fields that are to hold again what was read.
        wait: Seconds to wait for another process that writes to the index.
        on_wait: Told which one that is.

    Raises:
        InvalidFieldError: If a value can't be used.
        IndexingError: If there is no such article or edit, or the index can't be written.
    """
    values = read_edited_fields(fields)
    read_article(settings.index_dir, article_id)  # what is missing is told before a model is loaded
    embedder = settings.load_embedder()
    with open_for_writing(
        settings.index_dir, embedder, make=False, wait=wait, on_wait=on_wait
    ) as writer:
        return writer.edit(article_id, values, undo=undo)


def _published(index: Path) -> Pointer:
    pointer = read_pointer(index)
    if not pointer.generation:
        raise IndexUnfinishedError(index)
    return pointer
