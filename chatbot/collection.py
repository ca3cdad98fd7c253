"""The articles of an index, looked at and removed without loading a model where none is needed."""

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from chatbot.settings import Settings
from index import ArticleMissingError, load_embedder, open_for_writing
from index.generation import current_generation
from index.store import ArticleStore
from ingest import Article


def read_articles(index: Path) -> list[Article]:
    """All articles that can be searched, in the order in which they were first read.

    Raises:
        IndexingError: If there is no readable index.
    """
    with closing(ArticleStore(index)) as store:
        return store.articles(current_generation(index))


def read_article(index: Path, article_id: str) -> Article:
    """One article.

    Raises:
        ArticleMissingError: If there is none of that id.
        IndexingError: If there is no readable index.
    """
    with closing(ArticleStore(index)) as store:
        article = store.article(article_id, current_generation(index))
    if article is None:
        raise ArticleMissingError(article_id)
    return article


def remove_articles(settings: Settings, article_ids: Sequence[str]) -> None:
    """Remove articles from the index; all of them or none.

    Raises:
        ArticleMissingError: If one is not there.
        IndexingError: If the index can't be written.
    """
    current_generation(settings.index_dir)  # a missing index must not be made here
    with open_for_writing(settings.index_dir, load_embedder(settings.embedding_model)) as writer:
        writer.remove(article_ids)
