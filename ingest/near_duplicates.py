"""Agency copies and updated versions: which articles share their text, and which one leads.

Texts are compared by the runs of three words they hold. MinHash finds in an instant which of
thousands could share many of them; those are then compared exactly.
"""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, time
from typing import NamedTuple

from ingest.article import Article

SHINGLE_WORDS = 3  # longer runs lose an edited copy, shorter ones are shared by strangers
MIN_SHINGLES = 20  # below it, "Das Wetter in Wien" is alike every day
MIN_HELD = 2 / 3  # share of the shingles found in the other text, benchmarks/results/ingest.md
BANDS = 64  # with two rows each, texts that share 30 % are compared in 99.8 of 100 cases
ROWS = 2

_WORD = re.compile(r"\w+")

Shingles = frozenset[str]


class Likeness(NamedTuple):
    """How much of one article's text another one holds.

    Attributes:
        article_id: The one.
        other_id: The other.
        held: Share of the one's shingles that are found in the other, 0 to 1.
    """

    article_id: str
    other_id: str
    held: float


def hash_words(body: str) -> str:
    """SHA-256 of the words of a text, in hexadecimal; white space and punctuation don't count."""
    return hashlib.sha256(" ".join(_read_words(body)).encode()).hexdigest()


def find_shingles(body: str) -> Shingles:
    """All runs of three words of a text, in lower case and without punctuation."""
    words = _read_words(body)
    starts = range(len(words) - SHINGLE_WORDS + 1)
    return frozenset(" ".join(words[at : at + SHINGLE_WORDS]) for at in starts)


def find_bands(shingles: Shingles) -> tuple[int, ...]:
    """Hashes of a text's MinHash signature; texts that share none share few shingles.

    Args:
        shingles: Of the text.

    Returns:
        64 whole numbers that fit into eight bytes with a sign, the same in every run; none for a
        text that is too short to be compared.

    Source: Broder, "On the Resemblance and Containment of Documents" (1997); banding as in
    Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", chapter 3.
    """
    import numpy as np
    from datasketch import MinHash  # not above: the process that only reads would wait for scipy

    if len(shingles) < MIN_SHINGLES:
        return ()
    signature = MinHash(num_perm=BANDS * ROWS, seed=1, scheme="affine32")
    signature.update_batch(shingle.encode() for shingle in shingles)
    rows = np.asarray(signature.hashvalues, "<u8").reshape(BANDS, ROWS)
    return tuple(
        int.from_bytes(
            hashlib.blake2b(bytes([band]) + row.tobytes(), digest_size=8).digest(), signed=True
        )
        for band, row in enumerate(rows)
    )


def compare(one: Shingles, other: Shingles) -> tuple[float, float]:
    """Return the share of the first text's shingles that the second one holds, and the reverse.

    Returns:
        Two numbers from 0 to 1; 0 for texts that are too short to be compared.
    """
    if min(len(one), len(other)) < MIN_SHINGLES:
        return 0.0, 0.0
    common = len(one & other)
    return common / len(one), common / len(other)


def is_alike(held: float, holds: float) -> bool:
    """Say whether two texts belong together: most of one of them is found in the other."""
    return max(held, holds) >= MIN_HELD


def is_exact_copy(article: Article, stored: Article) -> bool:
    """Say whether an article with the same words says nothing that the stored one does not.

    A copy in another outlet, of another day or at another address is worth knowing of.
    """
    pairs = (
        (article.source.casefold(), stored.source.casefold()),
        (article.published, stored.published),
        (article.url, stored.url),
    )
    return all(not mine or mine == theirs for mine, theirs in pairs)


def choose_leaders(articles: Collection[Article], likenesses: Sequence[Likeness]) -> dict[str, str]:
    """Decide which articles stand behind another one.

    The newest version of an outlet's article supersedes its earlier ones. Otherwise the original
    leads: the copy that appeared first, unless it is an excerpt of a longer one. An article only
    stands behind one that holds most of it, so nothing is lost to the search but what an update
    took out itself. The result does not depend on the order of the articles.

    Args:
        articles: Articles that are alike, directly or through others.
        likenesses: In both directions, for each two that are alike.

    Returns:
        The leader's id by the id of each article that follows one.
    """
    known = {article.id: article for article in articles}
    held: dict[str, dict[str, float]] = {name: {} for name in known}
    for likeness in likenesses:
        if likeness.article_id in known and likeness.other_id in known:
            held[likeness.article_id][likeness.other_id] = likeness.held
    newer = {
        name: [other for other in held[name] if _is_update(known[other], known[name])]
        for name in known
    }
    order = sorted(known, key=lambda name: _rank(name, known, held, newer))
    leaders: dict[str, str] = {}
    for place, name in enumerate(order):
        holders = [
            other
            for other in order[:place]
            if other in newer[name] or held[name].get(other, 0.0) >= MIN_HELD
        ]
        leading = [other for other in holders if other not in leaders]
        if leading:
            leaders[name] = leading[0]
        elif newer[name]:  # its later version stands behind another outlet's
            leaders[name] = leaders[holders[0]]
    return leaders


def _rank(
    name: str,
    known: Mapping[str, Article],
    held: Mapping[str, Mapping[str, float]],
    newer: Mapping[str, Sequence[str]],
) -> tuple[object, ...]:
    """The place of an article in the order in which leaders are chosen.

    Whole texts come first, the one whose first version appeared earliest before the others; then
    excerpts of longer texts; then superseded versions, the newest of them first.
    """
    if newer[name]:
        day, minute = _first_moment(known[name])
        return (2, -day, -minute, name)
    is_excerpt = any(
        share >= MIN_HELD and held[other].get(name, 0.0) < MIN_HELD and not newer[other]
        for other, share in held[name].items()
    )
    versions = [name, *(other for other in held[name] if name in newer[other])]
    first = min(_first_moment(known[version]) for version in versions)
    return (int(is_excerpt), *first, name)


def _first_moment(article: Article) -> tuple[int, int]:
    """Day and minute of publication as numbers; after all others where they are not known."""
    day = article.published or date.max
    at = article.published_time
    return day.toordinal(), at.hour * 60 + at.minute if at else 24 * 60


def _is_update(article: Article, earlier: Article) -> bool:
    """Say whether an article is a later version of another: of the same place, later in time."""
    same_outlet = article.source.casefold() == earlier.source.casefold() != ""
    if not same_outlet and not (article.url and article.url == earlier.url):
        return False
    (day, at), (day_before, at_before) = _last_moment(article), _last_moment(earlier)
    if day is None or day_before is None or day != day_before:
        return day is not None and day_before is not None and day > day_before
    return at is not None and at_before is not None and at > at_before


def _last_moment(article: Article) -> tuple[date | None, time | None]:
    if article.modified and (article.published is None or article.modified >= article.published):
        return article.modified, article.modified_time
    return article.published, article.published_time


def _read_words(body: str) -> list[str]:
    return _WORD.findall(body.casefold())
