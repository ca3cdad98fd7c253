"""What a collection holds, told in one sentence."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from chatbot.ui.texts import Texts
from index import ArticleEntry

_NAMED_OUTLETS = 5  # more would not be read


@dataclass(frozen=True, slots=True)
class Collection:
    """How many articles there are, and from where.

    Attributes:
        count: Number of articles.
        outlets: Outlets with their number of articles, most first; "" stands for unknown.
    """

    count: int
    outlets: tuple[tuple[str, int], ...]


def describe_collection(articles: Sequence[ArticleEntry]) -> Collection:
    """Count the articles of each outlet; an article without one counts under its author."""
    counted = Counter(article.source or article.author for article in articles)
    outlets = sorted(counted.items(), key=lambda item: (not item[0], -item[1], item[0].casefold()))
    return Collection(len(articles), tuple(outlets))


def word_collection(collection: Collection, texts: Texts) -> str:
    """Say how many articles from which outlets there are; plain text, not yet escaped."""
    if not collection.count:
        return texts.collection_empty
    named = [(name, count) for name, count in collection.outlets if name]
    unnamed = sum(count for name, count in collection.outlets if not name)
    parts = [f"{count} {_from(texts)} {name}" for name, count in named[:_NAMED_OUTLETS]]
    further = sum(count for _, count in named[_NAMED_OUTLETS:])
    if further:
        parts.append(f"{further} {texts.further_outlets}")
    if unnamed:
        parts.append(f"{unnamed} {texts.without_outlet}")
    sentence = texts.collection_one if collection.count == 1 else texts.collection_many
    return sentence.format(count=collection.count, outlets=", ".join(parts))


def _from(texts: Texts) -> str:
    return "from" if texts.language == "en" else "von"
