"""The articles of an index, looked at and removed without loading a model where none is needed."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from chatbot.settings import Settings
from index import ArticleMissingError, IndexUnfinishedError, open_for_writing
from index.generation import Pointer, read_pointer
from index.store import ArticleStore
from ingest import Article


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


def remove_articles(settings: Settings, article_ids: Sequence[str]) -> int:
    """Remove articles from the index; all of them or none.

    Returns:
        How many were removed.

    Raises:
        ArticleMissingError: If one is not there.
        IndexingError: If the index can't be written.
    """
    _published(settings.index_dir)  # a missing index is told before a model is loaded
    embedder = settings.load_embedder()
    with open_for_writing(settings.index_dir, embedder, make=False) as writer:
        return writer.remove(article_ids)


def _published(index: Path) -> Pointer:
    pointer = read_pointer(index)
    if not pointer.generation:
        raise IndexUnfinishedError(index)
    return pointer
