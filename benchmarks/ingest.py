"""Is what is read right? `python -m benchmarks ingest`. The speed is in `ingest_speed`."""

import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.collections import SHARED
from benchmarks.near_duplicates import Grouped, measure_grouping
from ingest import Article, SkippedFile, read_collection, read_document, split_sentences
from tests.ingest.corpus import token_f1, write_corpus
from tests.ingest.sentence_cases import GERMAN
from tests.ingest.test_fuzz_documents import ARCHIVES, VALID, damage, damage_inside, damages
from tests.ingest.test_mutated_exports import SAMPLES, damaged

MUTATIONS = 1_000  # of each format


def run() -> str:
    """The tables, in Markdown."""
    return "\n".join(
        ["# Ingest", "", *_tell_news(), *_tell_corpus(), *_tell_sentences(), *_tell_mutations()]
    )


def read_news_file() -> tuple[list[Article], list[SkippedFile]]:
    """The 1,028 articles of the 10kGNAD test split as `belegt ingest` reads them."""
    items = list(read_collection([SHARED / "benchmarks" / "10kgnad.test.csv"]))
    return (
        [item for item in items if isinstance(item, Article)],
        [item for item in items if isinstance(item, SkippedFile)],
    )


def _tell_news() -> list[str]:
    articles, skipped = read_news_file()
    grouped = measure_grouping(articles)
    planted, found = grouped.planted.total(), grouped.found.total()
    return [
        f"## Near-duplicates among {len(articles):,} news articles",
        "",
        f"The 10kGNAD test split, read from its CSV file: {len(articles):,} articles, "
        f"{len(skipped)} skipped. {planted} copies planted among them, all ingested in one go; "
        "a copy is found if it is in one group with its original, and a pair of articles in one "
        "group is right if both are of one origin.",
        "",
        "| copies | planted | found | recall |",
        "|---|---|---|---|",
        *_tell_kinds(grouped),
        f"| all | {planted} | {found} | {found / planted:.3f} |",
        "",
        f"precision {grouped.right / grouped.pairs:.3f} ({grouped.right} of {grouped.pairs} pairs)",
        "",
    ]


def _tell_kinds(grouped: Grouped) -> list[str]:
    return [
        f"| {kind} | {count} | {grouped.found[kind]} | {grouped.found[kind] / count:.3f} |"
        for kind, count in grouped.planted.items()
    ]


def _tell_corpus() -> list[str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        samples = sorted(write_corpus(folder), key=lambda sample: sample.name)
        items = list(read_collection([folder]))
    articles = [item for item in items if isinstance(item, Article)]
    stories = [story for sample in samples for story in sample.stories]
    pairs = list(zip(articles, stories, strict=True))
    fields = {
        "title": [article.title == story.title for article, story in pairs],
        "outlet": [article.source == story.outlet for article, story in pairs],
        "author": [article.author == story.author for article, story in pairs],
        "date": [article.published == story.published for article, story in pairs],
    }
    right = [value for values in fields.values() for value in values]
    scores = [token_f1(article.body, story.body) for article, story in pairs]
    return [
        f"## {len(samples)} files in all formats",
        "",
        f"Made by the tests (`tests/ingest/corpus.py`), {len(articles)} articles, "
        f"{len(items) - len(articles)} skipped.",
        "",
        "| right | share |",
        "|---|---|",
        *(f"| {field} | {_share(values)} |" for field, values in fields.items()),
        f"| all metadata | {_share(right)} |",
        "",
        f"text: F1 of the words {sum(scores) / len(scores):.4f} on average, {min(scores):.3f} at "
        "least",
        "",
    ]


def _tell_sentences() -> list[str]:
    right = [_split(case.replace("¦", " ")) == case.replace("\n\n", "¦").split("¦")
             for case in GERMAN]  # fmt: skip
    return [
        "## German sentence boundaries",
        "",
        f"{sum(right)} of {len(right)} tricky texts (`tests/ingest/sentence_cases.py`) are split "
        "where they should be. The rules and word lists were made with these cases in view.",
        "",
    ]


def _tell_mutations() -> list[str]:
    plans: list[tuple[str, st.SearchStrategy[bytes], str]] = [
        *((name, damages().map(_damager(data)), f"artikel.{name}") for name, data in VALID.items()),
        *(
            (f"{name}, its text", damages().map(_inner_damager(VALID[name])), f"artikel.{name}")
            for name in ARCHIVES
        ),
        *((name.partition(".")[2], damaged(data), name) for name, data in SAMPLES.items()),
    ]
    rows = [
        f"| {name} | {counts.total():,} | {counts['article']:,} | {counts['skipped']:,} | "
        f"{counts['raised']} |"
        for name, counts in ((name, _count(plan, origin)) for name, plan, origin in plans)
    ]
    return [
        "## Damaged files",
        "",
        "Hypothesis damages a valid file: bits flipped, ends cut off, bytes inserted, erased and "
        "repeated. Either articles come out, or one clear line; nothing may be raised.",
        "",
        "| format | mutations | articles | skipped | raised |",
        "|---|---|---|---|---|",
        *rows,
        "",
    ]


def _count(plan: st.SearchStrategy[bytes], origin: str) -> Counter[str]:
    """Read mutations outside the sandbox, where nothing hides what a reader raises."""
    counts: Counter[str] = Counter()

    @settings(
        max_examples=MUTATIONS, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(plan)
    def read(data: bytes) -> None:
        try:
            items = [item for _, item in read_document(data, origin=Path(origin))]
        except Exception:  # what is counted here
            counts["raised"] += 1
            return
        counts["article" if any(isinstance(item, Article) for item in items) else "skipped"] += 1

    read()
    return counts


def _damager(data: bytes) -> Callable[[tuple[object, ...]], bytes]:
    return lambda how: damage(data, *how)


def _inner_damager(data: bytes) -> Callable[[tuple[object, ...]], bytes]:
    return lambda how: damage_inside(data, *how)


def _split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


def _share(values: Sequence[bool]) -> str:
    return f"{sum(values)} of {len(values)} ({sum(values) / len(values):.1%})"
