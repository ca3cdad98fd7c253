"""Articles that say the same: agency copies, updated versions, shortened reprints."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from ingest.article import Article

SHINGLE_WORDS = 3  # three words in a row; unrelated news share under 1 % of them
MIN_SHARED = 0.66  # of the shorter text's shingles; see benchmarks/results/near_duplicates.md
MIN_SHINGLES = 30  # below it, set phrases alone can make two notices alike
MIN_SHARED_NUMBERS = 0.5  # the same report on another day's shares or lottery has other numbers
MIN_NUMBERS = 3  # fewer say nothing about that
WHOLE_SHARE = 0.8  # of the longest version: a leader must hold nearly all that the others say

_PERMUTATIONS = 128
_BANDS, _ROWS = 64, 2  # finds a copy cut to a third (Jaccard .33) with probability .999
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")

Shingles = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Group:
    """Versions of one text.

    Attributes:
        leader: The one that stands for all: the newest of the outlet that had it first, among the
            versions that are about as long as the longest.
        others: Further versions, in the order they were given; empty for most articles.
        copies: Articles with the very body of one of these and from no other outlet: nothing is
            lost if they are not stored.
    """

    leader: Article
    others: tuple[Article, ...] = ()
    copies: tuple[Article, ...] = ()


@dataclass(frozen=True, slots=True)
class _Print:
    shingles: Shingles
    numbers: frozenset[str]


def group_duplicates(articles: Sequence[Article]) -> list[Group]:
    """Group the articles that are versions of one text.

    Candidates come from MinHash signatures; a pair counts only if two thirds of the shorter
    text's three-word shingles stand in the longer one, so that order and length do not matter.
    Every member of a group resembles its leader, not just some other member.

    Args:
        articles: Articles with different ids.

    Returns:
        Groups in the order of their first members; every article is in exactly one.

    Source: Broder, "On the Resemblance and Containment of Documents" (1997).
    """
    kept, copies = _set_copies_aside(articles)
    similar = _find_similar(kept)
    groups: list[list[int]] = []
    for component in _connect(len(kept), similar):
        groups += _split(component, kept, similar)
    groups.sort(key=min)
    made = []
    for leader, *others in groups:
        members = [kept[leader], *(kept[other] for other in sorted(others))]
        made.append(Group(members[0], tuple(members[1:]), _copies_of(members, copies)))
    return made


def _set_copies_aside(
    articles: Sequence[Article],
) -> tuple[list[Article], dict[str, list[Article]]]:
    """Return articles that differ in body or outlet, and by id what is a copy of which."""
    by_body: dict[str, list[Article]] = defaultdict(list)
    copies: dict[str, list[Article]] = defaultdict(list)
    kept = []
    for article in articles:
        same = by_body[article.body]
        twin = next((a for a in same if _is_from(a.source, article.source)), None)
        if twin is None:
            same.append(article)
            kept.append(article)
        else:
            copies[twin.id].append(article)
    return kept, copies


def _is_from(one: str, other: str) -> bool:
    return not one or not other or one.casefold() == other.casefold()


def _copies_of(members: Iterable[Article], copies: dict[str, list[Article]]) -> tuple[Article, ...]:
    return tuple(copy for member in members for copy in copies.get(member.id, ()))


def _find_similar(articles: Sequence[Article]) -> dict[int, set[int]]:
    """Return for each article (by place) the others that resemble it directly."""
    similar: dict[int, set[int]] = defaultdict(set)
    prints = [_take_print(article.body) for article in articles]
    by_body: dict[str, int] = {}
    pairs = set(_find_candidates([item.shingles for item in prints]))
    for place, article in enumerate(articles):
        first = by_body.setdefault(article.body, place)
        if first != place:
            similar[first].add(place)
            similar[place].add(first)
    for one, other in pairs:
        if _resemble(prints[one], prints[other]):
            similar[one].add(other)
            similar[other].add(one)
    return similar


def _take_print(body: str) -> _Print:
    words = _WORD.findall(body.casefold())
    shingles = {
        crc32(" ".join(words[at : at + SHINGLE_WORDS]).encode())
        for at in range(len(words) - SHINGLE_WORDS + 1)
    }
    hashed = np.sort(np.fromiter(shingles, np.uint32, len(shingles)))
    return _Print(hashed, frozenset(_NUMBER.findall(body)))


def _find_candidates(texts: Sequence[Shingles]) -> Iterable[tuple[int, int]]:
    from datasketch import MinHash, MinHashLSH

    table = MinHashLSH(num_perm=_PERMUTATIONS, params=(_BANDS, _ROWS))
    for place, shingles in enumerate(texts):
        if len(shingles) < MIN_SHINGLES:
            continue
        signature = MinHash(_PERMUTATIONS, seed=1, hashfunc=int)
        signature.update_batch(shingles.tolist())
        yield from ((other, place) for other in table.query(signature))
        table.insert(place, signature)


def _resemble(one: _Print, other: _Print) -> bool:
    shorter, longer = sorted((one, other), key=lambda item: len(item.shingles))
    shared = np.intersect1d(shorter.shingles, longer.shingles, assume_unique=True)
    if len(shared) < MIN_SHARED * len(shorter.shingles):
        return False
    numbers = shorter.numbers
    if len(numbers) < MIN_NUMBERS:
        return True
    return len(numbers & longer.numbers) >= MIN_SHARED_NUMBERS * len(numbers)


def _connect(count: int, similar: dict[int, set[int]]) -> Iterable[list[int]]:
    """Yield the connected components, those of one article included."""
    seen: set[int] = set()
    for start in range(count):
        if start in seen:
            continue
        component, open_ends = [], [start]
        seen.add(start)
        while open_ends:
            place = open_ends.pop()
            component.append(place)
            fresh = similar.get(place, set()) - seen
            seen |= fresh
            open_ends.extend(fresh)
        yield sorted(component)


def _split(
    component: list[int], articles: Sequence[Article], similar: dict[int, set[int]]
) -> Iterable[list[int]]:
    """Yield groups, leader first, in which every member resembles the leader."""
    rest = component
    while rest:
        leader = _choose_leader(rest, articles)
        near = similar.get(leader, set())
        yield [leader, *(place for place in rest if place in near)]
        rest = [place for place in rest if place != leader and place not in near]


def _choose_leader(places: Sequence[int], articles: Sequence[Article]) -> int:
    longest = max(len(articles[place].body) for place in places)
    whole = [place for place in places if len(articles[place].body) >= WHOLE_SHARE * longest]
    dated = [place for place in whole if articles[place].published is not None]
    if not dated:
        return max(whole, key=lambda place: (len(articles[place].body), -place))
    first = min(dated, key=lambda place: (_day(articles[place]), place))
    outlet = articles[first].source.casefold()
    own = [place for place in dated if articles[place].source.casefold() == outlet]
    return max(own, key=lambda place: (_day(articles[place]), -place))


def _day(article: Article) -> date:
    return article.published or date.min
