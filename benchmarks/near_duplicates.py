"""Are versions of one text found, and only those? `python -m benchmarks near_duplicates`."""

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from benchmarks.collections import read_news
from ingest import Article, group_duplicates, split_sentences

SEED = 5
BLOCK = 3  # sentences that stay together when an article is reordered
AGENCY_TAIL = (
    "Die Redaktion hat weitere Stellungnahmen angefragt.",
    "Dieser Bericht wird laufend aktualisiert.",
)

Change = Callable[[Sequence[str], Sequence[str], random.Random], list[str]]


def run() -> str:
    """The table, in Markdown."""
    originals = read_news()
    shuffled = random.Random(SEED).sample(originals, len(originals))  # noqa: S311
    planted: dict[str, tuple[str, str]] = {}
    copies = []
    for number, article in enumerate(shuffled):
        name = list(CHANGES)[number % len(CHANGES)]
        copy = _plant(article, shuffled[number - 1], name, number)
        copies.append(copy)
        planted[copy.id] = (name, article.id)

    start = time.perf_counter()
    groups = group_duplicates([*originals, *copies])
    seconds = time.perf_counter() - start
    leader_of = {
        member.id: number
        for number, group in enumerate(groups)
        for member in (group.leader, *group.others, *group.copies)
    }
    found = {copy for copy, (_, origin) in planted.items() if leader_of[copy] == leader_of[origin]}
    members = [[group.leader, *group.others, *group.copies] for group in groups]
    pairs = [
        {one.id, other.id}
        for group in members
        for at, one in enumerate(group)
        for other in group[at + 1 :]
    ]
    right = sum({copy, origin} in pairs for copy, (_, origin) in planted.items())
    alone = [group for group in group_duplicates(originals) if group.others or group.copies]
    rows = []
    for name in CHANGES:
        own = [copy for copy, (kind, _) in planted.items() if kind == name]
        rows.append(f"| {name} | {len(own)} | {sum(c in found for c in own) / len(own):.3f} |")
    missed = [copy for copy in planted if copy not in found]
    return "\n".join(
        [
            "# Near-duplicates",
            "",
            f"A changed copy of each of the {len(originals)} articles of the 10kGNAD test split "
            f"among the originals (seed {SEED}), a sixth of them for each kind of change:",
            "",
            "| change | copies | recall |",
            "|---|---|---|",
            *rows,
            f"| **all** | {len(planted)} | {len(found) / len(planted):.3f} |",
            "",
            f"Precision, as pairs: {right / len(pairs):.3f} ({right} of {len(pairs)}). "
            f"Groups among the originals alone: {len(alone)}. "
            f"Missed: {len(missed)}, of {_median_words(missed, copies)} words in the median.",
            "",
            f"{(len(originals) + len(copies)) / seconds:,.0f} articles/s "
            f"({seconds:.1f} s for {len(originals) + len(copies):,} articles, one core).",
            "",
        ]
    )


def _plant(article: Article, other: Article, name: str, number: int) -> Article:
    dice = random.Random(f"{SEED}-{number}")  # noqa: S311
    sentences = CHANGES[name](_sentences(article), _sentences(other), dice)
    return replace(article, id=f"copy-{article.id}", source="Planted", body=" ".join(sentences))


def _sentences(article: Article) -> list[str]:
    return [article.body[start:end] for start, end in split_sentences(article.body)]


def _shorten_to(share: float) -> Change:
    def shorten(own: Sequence[str], other: Sequence[str], dice: random.Random) -> list[str]:
        del other, dice
        return list(own[: max(1, round(share * len(own)))])

    return shorten


def _drop(own: Sequence[str], other: Sequence[str], dice: random.Random) -> list[str]:
    del other
    kept = sorted(dice.sample(range(len(own)), max(1, round(0.6 * len(own)))))
    return [own[at] for at in kept]


def _reorder(own: Sequence[str], other: Sequence[str], dice: random.Random) -> list[str]:
    del other
    blocks = [own[at : at + BLOCK] for at in range(0, len(own), BLOCK)]
    dice.shuffle(blocks)
    return [sentence for block in blocks for sentence in block]


def _change_lead(own: Sequence[str], other: Sequence[str], dice: random.Random) -> list[str]:
    """Put another article's first sentence in the place of the lead."""
    del dice
    return [other[0], *own[1:]]


def _edit_as_agency_copy(
    own: Sequence[str], other: Sequence[str], dice: random.Random
) -> list[str]:
    """Another lead, some sentences left out, some added at the end."""
    return [*_change_lead(own[:1], other, dice), *_drop(own[1:] or own, other, dice), *AGENCY_TAIL]


CHANGES: dict[str, Change] = {
    "shortened: the first 60 % of the sentences": _shorten_to(0.6),
    "shortened: the first third": _shorten_to(1 / 3),
    "shortened: 60 % of the sentences, here and there": _drop,
    "reordered in blocks of three sentences": _reorder,
    "other lead": _change_lead,
    "other lead, 60 % of the rest, two sentences added": _edit_as_agency_copy,
}


def _median_words(missed: Sequence[str], copies: Sequence[Article]) -> int:
    words = sorted(len(copy.body.split()) for copy in copies if copy.id in set(missed))
    return words[len(words) // 2] if words else 0
