"""`belegt ingest`: articles read, indexed, and what came of it told."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from chatbot.settings import Settings
from chatbot.skipped_log import LOG_FILE, write_skipped_log
from chatbot.terminal import step_printer
from index import Changes, load_embedder, open_for_writing
from ingest import (
    Article,
    IngestError,
    OnRead,
    SkippedFile,
    is_web_address,
    read_addresses,
    read_collection,
)

_MOST_SKIPPED_SHOWN = 20


class NothingReadableError(IngestError):
    """Every file given was skipped."""

    def __init__(self, first: SkippedFile, *, count: int) -> None:
        more = f" (and {count - 1} more)" if count > 1 else ""
        super().__init__(
            f"no article could be read: {first.place}: {first.reason}{more}; "
            f"give text, Markdown, HTML, PDF or other article files"
        )


@dataclass(slots=True)
class _Reading:
    """What was read."""

    articles: list[Article] = field(default_factory=list)
    skipped: list[SkippedFile] = field(default_factory=list)


def ingest_paths(
    paths: Sequence[str], settings: Settings, *, rebuild: bool, console: Console
) -> Changes:
    """Read articles into the index, with progress bars, a summary and a log of what was skipped.

    Args:
        paths: Files, folders and web addresses.
        settings: Where the index is and which model makes it.
        rebuild: Throw away the index that is there.
        console: Where to tell.

    Raises:
        IngestError: If a path is missing, or nothing in it can be read.
        IndexingError: If the index can't be written.
    """
    with _progress("Lesen", console) as bar:
        reading = _read(paths, bar)
    _tell_skipped(reading.skipped, console)
    if not reading.articles:
        raise NothingReadableError(reading.skipped[0], count=len(reading.skipped))

    embedder = load_embedder(settings.embedding_model, on_step=step_printer(console))
    with (
        _progress("Einbetten", console) as bar,
        open_for_writing(settings.index_dir, embedder, rebuild=rebuild) as writer,
    ):
        task = bar.add_task("", total=None)
        changes = writer.add(
            reading.articles,
            on_progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
        write_skipped_log(settings.index_dir, reading.skipped)
    _tell_changes(changes, reading.skipped, settings.index_dir, console)
    _tell_unknown(reading.articles, console)
    return changes


def _progress(name: str, console: Console) -> Progress:
    return Progress(
        TextColumn(name), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=console, transient=True, disable=not console.is_terminal,
    )  # fmt: skip


def _read(paths: Sequence[str], bar: Progress) -> _Reading:
    task = bar.add_task("", total=None)

    def show(done: int, total: int) -> None:
        bar.update(task, completed=done, total=total)

    reading = _Reading()
    for item in _items(paths, show):
        if isinstance(item, SkippedFile):
            reading.skipped.append(item)
        else:
            reading.articles.append(item)
    return reading


def _items(paths: Sequence[str], show: OnRead) -> Iterator[Article | SkippedFile]:
    addresses = [path for path in paths if is_web_address(path)]
    files = [Path(path) for path in paths if not is_web_address(path)]
    sources: list[Iterator[Article | SkippedFile]] = []
    if files:
        sources.append(read_collection(files, on_read=show))
    if addresses:
        sources.append(read_addresses(addresses, on_read=show))
    return chain.from_iterable(sources)


def _tell_skipped(skipped: Sequence[SkippedFile], console: Console) -> None:
    for item in skipped[:_MOST_SKIPPED_SHOWN]:
        told = f"übersprungen: {item.place}: {item.reason}"
        console.print(told, markup=False, highlight=False)
    if len(skipped) > _MOST_SKIPPED_SHOWN:
        console.print(f"… und {len(skipped) - _MOST_SKIPPED_SHOWN} weitere übersprungen")


def _tell_changes(
    changes: Changes, skipped: Sequence[SkippedFile], index: Path, console: Console
) -> None:
    counts = {
        "neu": changes.new,
        "geändert": changes.changed,
        "unverändert": changes.unchanged,
        "übersprungen": len(skipped),
        "Dubletten": changes.copies,
    }
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    console.print(f"Artikel: {told}. Index: {index}", markup=False, highlight=False)
    if changes.versions:
        console.print(
            f"Davon {changes.versions} nur andere Fassungen eines Artikels; "
            f"sie zählen nicht als eigene Quelle.",
            highlight=False,
        )
    if len(skipped) > _MOST_SKIPPED_SHOWN:
        reasons = Counter(item.reason.partition(";")[0] for item in skipped)
        told = "; ".join(f"{count}-mal {reason}" for reason, count in reasons.most_common(5))
        console.print(f"Übersprungen: {told}.", markup=False, highlight=False)
    if skipped:
        console.print(f"Alle übersprungenen: {index / LOG_FILE}", markup=False, highlight=False)


def _tell_unknown(articles: Sequence[Article], console: Console) -> None:
    """Say what could not be found out, because an answer can only name what is known."""
    missing: Counter[str] = Counter()
    for article in articles:
        missing["Quelle"] += not article.source
        missing["Datum"] += article.published is None
    told = ", ".join(f"{name} bei {count}" for name, count in missing.items() if count)
    if told:
        console.print(f"Unbekannt: {told} von {len(articles)}.", highlight=False)
