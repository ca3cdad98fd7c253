"""The articles of an index, looked at, mended and removed."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from chatbot.errors import ChatError
from chatbot.settings import Settings
from index import ArticleMissingError, load_embedder, open_for_writing
from index.generation import current_generation
from index.store import ArticleStore
from ingest import Article, InvalidFieldError
from ingest.assembling import read_stated_fields


class NothingToMendError(ChatError):
    """`belegt edit` was given no new value."""

    def __init__(self) -> None:
        super().__init__(
            "there is nothing to mend; give --title, --source, --author, --published or --url"
        )


def read_articles(index: Path) -> list[Article]:
    """All articles that can be searched, in the order in which they were first read.

    Raises:
        IndexingError: If there is no readable index.
    """
    with closing(ArticleStore(index)) as store:
        return store.articles(current_generation(index))


def read_followers(index: Path) -> dict[str, str]:
    """The articles that another version stands for, with that one's id.

    Raises:
        IndexingError: If there is no readable index.
    """
    with closing(ArticleStore(index)) as store:
        return store.followers(current_generation(index))


def edit_article(settings: Settings, article_id: str, fields: Mapping[str, str]) -> Article:
    """Mend the metadata of an article; the index remembers it for the next ingest.

    Args:
        settings: Where the index is and which model made it.
        article_id: Its id.
        fields: New values for some of title, source, author, published and url, as a person
            writes them; an empty one means unknown.

    Raises:
        NothingToMendError: If no field is given.
        InvalidFieldError: If a value can't be used.
        ArticleMissingError: If there is none of that id.
        IndexingError: If the index can't be written.
    """
    if not fields:
        raise NothingToMendError
    stated = read_stated_fields(fields)
    if "title" in fields and not stated.title:
        raise InvalidFieldError("title", "", "the headline")
    day = stated.published.isoformat() if stated.published else ""
    values = {"title": stated.title, "source": stated.source, "author": stated.author,
              "published": day, "url": stated.url}  # fmt: skip
    current_generation(settings.index_dir)  # a missing index must not be made here
    with open_for_writing(settings.index_dir, load_embedder(settings.embedding_model)) as writer:
        return writer.edit(article_id, {name: values[name] for name in fields})


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
