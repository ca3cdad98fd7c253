"""Which articles stand for others in the index, and what users mended in them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from ingest import Article, group_duplicates

EDITABLE = ("title", "source", "author", "published", "url")


@dataclass(frozen=True, slots=True)
class Placing:
    """How the articles of a collection are stored.

    Attributes:
        leader_of: By id, the articles that are stored without passages, because another version
            of them stands for them: they are no independent confirmation.
        copies: Ids of articles that are not stored: another has the same body and outlet.
    """

    leader_of: Mapping[str, str]
    copies: frozenset[str]


NOTHING_GROUPED = Placing(MappingProxyType({}), frozenset())


def place_articles(articles: Iterable[Article]) -> Placing:
    """Find the versions of one text in a collection.

    Args:
        articles: All articles, those that are stored already first.
    """
    groups = group_duplicates(list(articles))
    return Placing(
        {other.id: group.leader.id for group in groups for other in group.others},
        frozenset(copy.id for group in groups for copy in group.copies),
    )


def correct_article(article: Article, fields: Mapping[str, str]) -> Article:
    """Return an article with what a user mended in it.

    Args:
        article: As it was read.
        fields: New values by the names in `EDITABLE`; the date in ISO 8601, empty for none.
    """
    values: dict[str, object] = dict(fields)
    if "published" in fields:
        day = fields["published"]
        values["published"] = date.fromisoformat(day) if day else None
    return replace(article, **values)  # type: ignore[arg-type]
