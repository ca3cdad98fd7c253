"""What is known of the articles of one generation, without their texts: chosen, counted, listed."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Literal

from index.errors import InvalidFilterError
from index.filtering import ArticleFilter, fold_authors, fold_name, fold_text, split_authors

SortKey = Literal["place", "published", "title", "source", "author", "section"]

_MOST_NAMED = 5  # of the values that a message offers instead
_MOST_CHOICES = 64  # filters whose articles are remembered

Counted = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """What is known of an article, without its text; see `Article`.

    Attributes:
        words: How many words its text has; counted for those of an `EntryPage` only, 0 elsewhere.
    """

    id: str
    title: str
    source: str = ""
    author: str = ""
    published: date | None = None
    url: str = ""
    language: str = "de"
    section: str = ""
    duplicate_of: str = ""
    words: int = 0


@dataclass(frozen=True, slots=True)
class Facets:
    """What one can filter by: values with the number of articles that have them, most first.

    Articles that stand behind another one are not counted: they are not searched.

    Attributes:
        articles: How many there are.
        behind: How many articles stand behind another one.
        sources: Outlets; "" counts the articles without one, and so on.
        authors: Single authors.
        sections: Sections.
        first: The earliest day, or None if no article has one.
        last: The latest day.
        undated: How many articles have no day.
    """

    articles: int
    behind: int
    sources: Counted
    authors: Counted
    sections: Counted
    first: date | None
    last: date | None
    undated: int


@dataclass(frozen=True, slots=True)
class EntryPage:
    """A stretch of a list of articles.

    Attributes:
        total: How many articles the whole list has.
        entries: Those of this stretch.
    """

    total: int
    entries: tuple[ArticleEntry, ...]


class Catalogue:
    """The entries of one generation. Never changed once made.

    Args:
        entries: In the order in which the articles were first read.
    """

    def __init__(self, entries: Iterable[ArticleEntry]) -> None:
        self.entries = tuple(entries)
        self._searched = tuple(entry for entry in self.entries if not entry.duplicate_of)
        self._choices: dict[ArticleFilter, frozenset[str]] = {}
        self._facets: Facets | None = None
        self._orders: dict[SortKey, tuple[list[ArticleEntry], list[ArticleEntry]]] = {}
        self._texts: dict[str, str] = {}

    def choose(self, within: ArticleFilter) -> frozenset[str]:
        """Ids of the articles that a filter leaves to be searched."""
        chosen = self._choices.get(within)
        if chosen is None:
            chosen = frozenset(entry.id for entry in self._searched if within.admits(entry))
            if len(self._choices) >= _MOST_CHOICES:
                self._choices.clear()
            self._choices[within] = chosen
        return chosen

    def count_behind(self, within: ArticleFilter) -> int:
        """How many articles a filter admits that are not searched: another one stands for them."""
        return sum(bool(entry.duplicate_of) and within.admits(entry) for entry in self.entries)

    def facets(self) -> Facets:
        """What one can filter by."""
        if self._facets is None:
            days = [entry.published for entry in self._searched if entry.published]
            self._facets = Facets(
                len(self._searched),
                len(self.entries) - len(self._searched),
                _count(entry.source for entry in self._searched),
                _count(name for entry in self._searched for name in _authors(entry.author)),
                _count(entry.section for entry in self._searched),
                min(days, default=None),
                max(days, default=None),
                len(self._searched) - len(days),
            )
        return self._facets

    def check(self, within: ArticleFilter) -> None:
        """See that the collection knows every name in a filter.

        Raises:
            InvalidFilterError: Naming the first that it does not know.
        """
        for what, wanted, known in (
            ("outlet", within.sources, ((entry.source, frozenset((fold_name(entry.source),)))
                                        for entry in self.entries)),
            ("author", within.authors, ((name, fold_authors(entry.author))
                                        for entry in self.entries
                                        for name in _authors(entry.author))),
            ("section", within.sections, ((entry.section, frozenset((fold_name(entry.section),)))
                                          for entry in self.entries)),
        ):  # fmt: skip
            if wanted:
                _check_names(what, wanted, known)

    def list_entries(
        self,
        *,
        query: str = "",
        within: ArticleFilter | None = None,
        sort: SortKey = "place",
        descending: bool = False,
        offset: int = 0,
        limit: int = 50,
    ) -> EntryPage:
        """List articles, those that stand behind another one too.

        Args:
            query: Words that title, outlet and author must hold between them, or parts of words.
            within: Only the articles it admits.
            sort: What to sort by; "place" is the order in which the articles were first read.
                Where a value is unknown, the article comes last in either direction.
            descending: Whether the last comes first.
            offset: How many to pass over.
            limit: How many to return at most.
        """
        words = fold_text(query).split()
        found = [
            entry
            for entry in self._sorted(sort, descending=descending)
            if (within is None or within.admits(entry)) and self._holds(entry, words)
        ]
        return EntryPage(len(found), tuple(found[offset : offset + limit]))

    def _sorted(self, key: SortKey, *, descending: bool) -> Iterator[ArticleEntry]:
        """All entries in an order that is found once; those without the value come last."""
        order = self._orders.get(key)
        if order is None:
            order = self._orders[key] = _sort(self.entries, key)
        known, unknown = order
        return chain(reversed(known) if descending else known, unknown)

    def _holds(self, entry: ArticleEntry, words: list[str]) -> bool:
        if not words:
            return True
        text = self._texts.get(entry.id)
        if text is None:
            text = fold_text(f"{entry.title}\n{entry.source}\n{entry.author}")
            self._texts[entry.id] = text
        return all(word in text for word in words)


def _sort(
    entries: Sequence[ArticleEntry], key: SortKey
) -> tuple[list[ArticleEntry], list[ArticleEntry]]:
    """The entries that have a value, ascending, and those that have none."""
    if key == "place":
        return list(entries), []
    known = [entry for entry in entries if getattr(entry, key)]
    unknown = [entry for entry in entries if not getattr(entry, key)]
    if key == "published":
        known.sort(key=lambda entry: entry.published or date.min)
    else:
        known.sort(key=lambda entry: _collate(getattr(entry, key)))
    return known, unknown


def _collate(text: str) -> tuple[str, str]:
    """Sorts as a German dictionary does (DIN 5007-1): umlauts like their vowels, marks aside."""
    folded = fold_text(text)
    plain = unicodedata.normalize("NFKD", folded)
    letters = "".join(mark for mark in plain if mark.isalnum() or mark.isspace())
    return letters.strip(), folded


def _count(values: Iterable[str]) -> Counted:
    """Values and how often each occurs, in its most frequent spelling; most first, "" last."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for value in values:
        spellings[fold_name(value)][value] += 1
    counted = [(found.most_common(1)[0][0], found.total()) for found in spellings.values()]
    return tuple(sorted(counted, key=lambda one: (not one[0], -one[1], fold_name(one[0]))))


def _authors(author: str) -> list[str]:
    return list(dict.fromkeys(split_authors(author))) or [""]


def _check_names(what: str, wanted: Iterable[str], known: Iterable[tuple[str, Set[str]]]) -> None:
    names: Counter[str] = Counter()
    folded: set[str] = set()
    for name, also in known:
        names[name] += bool(name)
        folded |= also
    for name in wanted:
        if fold_name(name) not in folded:
            offered = [other for other, count in names.most_common(_MOST_NAMED) if count]
            raise InvalidFilterError(
                f"the collection holds no {what} {name!r}",
                remedy=f"it holds, for example: {', '.join(_in_quotes(offered))}"
                if offered
                else "leave it out",
            )


def _in_quotes(names: Iterable[str]) -> Iterator[str]:
    return (f'"{name}"' for name in names)
