"""Which articles of a collection are searched: by outlet, author, section and day."""

import re
import unicodedata
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

from index.errors import InvalidFilterError
from ingest import AGENCIES

_BETWEEN_AUTHORS = re.compile(r"\s*[;&/|]\s*|\s+(?:und|and|sowie)\s+", re.IGNORECASE)
_AGENCY = re.compile(rf"{AGENCIES}|[a-z]{{2,4}}")  # or the initials of an editor
_NAMED = ("sources", "authors", "sections")


class HasMetadata(Protocol):
    """An `Article`, or an entry of the catalogue."""

    @property
    def source(self) -> str:
        """Outlet; empty if unknown."""

    @property
    def author(self) -> str:
        """Author or authors; empty if unknown."""

    @property
    def section(self) -> str:
        """Part of the outlet; empty if unknown."""

    @property
    def published(self) -> date | None:
        """Day of publication, or None."""


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """A choice of articles. Names are compared whole, without regard to case.

    Attributes:
        sources: Outlets, any of which will do; none for no restriction. "" stands for articles
            whose outlet is unknown, and so on.
        authors: Authors, any of which will do. An article by several is by each of them.
        sections: Sections, any of which will do.
        published_from: First day, or None. An article without a day lies in no range.
        published_to: Last day, or None.

    Raises:
        InvalidFilterError: If the range of days ends before it begins.
    """

    sources: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    published_from: date | None = None
    published_to: date | None = None

    def __post_init__(self) -> None:
        for name in _NAMED:
            values = getattr(self, name)
            if isinstance(values, str):
                raise TypeError(f"{name} is a tuple of names, not one text")
            object.__setattr__(self, name, tuple(values))
        first, last = self.published_from, self.published_to
        if first and last and first > last:
            raise InvalidFilterError(
                f"the range of days ends ({last}) before it begins ({first})", remedy="swap them"
            )

    @property
    def restricts(self) -> bool:
        """Whether it leaves out any article at all."""
        return self != ArticleFilter()

    def admits(self, article: HasMetadata) -> bool:
        """Whether an article is among those chosen."""
        return (
            _is_among({fold_name(article.source)}, self.sources)
            and _is_among(fold_authors(article.author), self.authors)
            and _is_among({fold_name(article.section)}, self.sections)
            and self._holds_day(article.published)
        )

    def _holds_day(self, day: date | None) -> bool:
        first, last = self.published_from, self.published_to
        if first is None and last is None:
            return True
        return day is not None and (first or day) <= day <= (last or day)


def split_authors(author: str) -> list[str]:
    """The single authors of an article, as in "Anna Beispiel, Max Muster und dpa".

    "Beispiel, Anna" and "von der Heide, Karl" are one person each, "Anna Beispiel, dpa" is two.
    """
    names: list[str] = []
    for part in _BETWEEN_AUTHORS.split(author.strip()):
        pieces = [piece.strip() for piece in part.split(",") if piece.strip()]
        names += [", ".join(pieces)] if _is_inverted(pieces) else pieces
    return names


@lru_cache(maxsize=8192)
def fold_authors(author: str) -> frozenset[str]:
    """The single authors and all of them together, to be compared; {""} if unknown."""
    return frozenset(fold_name(name) for name in (author, *split_authors(author)))


@lru_cache(maxsize=8192)  # of few outlets and sections, which every article is asked for
def fold_name(name: str) -> str:
    """A name as names are compared; see `fold_text`."""
    return fold_text(name)


def _is_inverted(pieces: Sequence[str]) -> bool:
    """Whether they are the family name and the first names of one person; agencies have neither."""
    if len(pieces) != 2 or any(_AGENCY.fullmatch(piece) for piece in pieces):  # noqa: PLR2004
        return False
    *before, _ = pieces[0].split()
    return all(word.islower() for word in before)


def fold_text(text: str) -> str:
    """A text composed, without regard to case and width of spaces."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _is_among(names: Set[str], wanted: tuple[str, ...]) -> bool:
    return not wanted or any(fold_name(name) in names for name in wanted)
