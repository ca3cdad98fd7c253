"""`belegt ingest`: articles read, indexed, and what came of it told."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from chatbot.settings import Settings
from chatbot.terminal import step_printer
from index import Changes, load_embedder, open_for_writing
from ingest import Article, IngestError, SkippedFile, read_collection

_MOST_SKIPPED_SHOWN = 20


class NothingReadableError(IngestError):
    """Every file given was skipped."""

    def __init__(self, first: SkippedFile, *, count: int) -> None:
        more = f" (and {count - 1} more)" if count > 1 else ""
        super().__init__(
            f"no article could be read: {first.path}: {first.reason}{more}; "
            f"give text, Markdown or JSONL files"
        )


def ingest_paths(
    paths: Sequence[str], settings: Settings, *, rebuild: bool, console: Console
) -> Changes:
    """Read articles from files and folders into the index, with a progress bar and a summary.

    Args:
        paths: Files and folders.
        settings: Where the index is and which model makes it.
        rebuild: Throw away the index that is there.
        console: Where to tell.

    Raises:
        IngestError: If a path is missing, or nothing in it can be read.
        IndexingError: If the index can't be written.
    """
    articles: list[Article] = []
    skipped: list[SkippedFile] = []
    for item in read_collection([Path(path) for path in paths]):
        if isinstance(item, SkippedFile):
            skipped.append(item)
        else:
            articles.append(item)
    _tell_skipped(skipped, console)
    if not articles:
        raise NothingReadableError(skipped[0], count=len(skipped))

    embedder = load_embedder(settings.embedding_model, on_step=step_printer(console))
    with (
        Progress(
            TextColumn("Einbetten"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
            console=console, transient=True,
        ) as bar,
        open_for_writing(settings.index_dir, embedder, rebuild=rebuild) as writer,
    ):  # fmt: skip
        task = bar.add_task("", total=len(articles))
        changes = writer.add(
            articles,
            on_progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    _tell_changes(changes, len(skipped), settings.index_dir, console)
    _tell_unknown(articles, console)
    return changes


def _tell_skipped(skipped: Sequence[SkippedFile], console: Console) -> None:
    for item in skipped[:_MOST_SKIPPED_SHOWN]:
        place = f"{item.path}:{item.line}" if item.line is not None else str(item.path)
        console.print(f"übersprungen: {place}: {item.reason}", markup=False, highlight=False)
    if len(skipped) > _MOST_SKIPPED_SHOWN:
        console.print(f"… und {len(skipped) - _MOST_SKIPPED_SHOWN} weitere übersprungen")


def _tell_changes(changes: Changes, skipped: int, index: Path, console: Console) -> None:
    counts = {
        "neu": changes.new,
        "geändert": changes.changed,
        "unverändert": changes.unchanged,
        "übersprungen": skipped,
    }
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    console.print(f"Artikel: {told}. Index: {index}", markup=False, highlight=False)


def _tell_unknown(articles: Sequence[Article], console: Console) -> None:
    """Say what could not be found out, because an answer can only name what is known."""
    missing: Counter[str] = Counter()
    for article in articles:
        missing["Quelle"] += not article.source
        missing["Datum"] += article.published is None
    told = ", ".join(f"{name} bei {count}" for name, count in missing.items() if count)
    if told:
        console.print(f"Unbekannt: {told} von {len(articles)}.", highlight=False)
