"""`belegt ingest`: articles read, indexed, and what came of it told."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from chatbot.errors import ChatError
from chatbot.german_errors import to_german
from chatbot.plain_line import put_on_one_line
from chatbot.reading import read_articles
from chatbot.settings import Settings
from chatbot.skip_log import SKIP_LOG, log_skipped
from chatbot.terminal import step_printer, wait_printer
from index import Changes, Embedder, open_for_writing
from ingest import Article, SkippedFile

_MOST_SKIPPED_SHOWN = 20


class InterruptedIngestError(ChatError):
    """Somebody pressed Ctrl+C while articles were read or embedded."""

    def __init__(self) -> None:
        super().__init__(
            "interrupted; what was embedded is kept, run the same command again to go on there"
        )


def ingest_paths(
    paths: Sequence[str | Path],
    settings: Settings,
    *,
    console: Console,
    rebuild: bool = False,
    embedder: Embedder | None = None,
    wait: float = 0.0,
) -> Changes:
    """Read articles from files, folders and the web into the index, and tell what came of it.

    What is skipped is told and noted in `skipped.log` in the folder of the index.

    Args:
        paths: Files, folders and web addresses.
        settings: Where the index is and which model makes it.
        console: Where to tell.
        rebuild: Throw away the index that is there.
        embedder: The model, where it is loaded already.
        wait: Seconds to wait for another process that writes to the index.

    Raises:
        IngestError, NothingReadableError: If a path is missing, or nothing in it can be read.
        IndexingError: If the index can't be written.
        InterruptedIngestError: If it was interrupted.
    """
    index = settings.index_dir
    try:
        articles, skipped = _read(paths, index, console)
        _tell_skipped(skipped, console)
        embedder = embedder or settings.load_embedder(on_step=step_printer(console))
        changes = _index(articles, embedder, index, rebuild=rebuild, wait=wait, console=console)
    except KeyboardInterrupt:
        raise InterruptedIngestError from None
    _log(skipped, index, console)
    _tell_changes(changes, len(skipped), index, console)
    _tell_copies(changes, console)
    _tell_unknown(articles, console)
    return changes


def _read(
    sources: Sequence[str | Path], index: Path, console: Console
) -> tuple[list[Article], list[SkippedFile]]:
    with Progress(
        TextColumn("Lesen"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
        console=console, transient=True,
    ) as bar:  # fmt: skip
        task = bar.add_task("", total=None)
        return read_articles(
            sources,
            on_read=lambda done, total: bar.update(task, completed=done, total=total),
            leave_out=[index],
        )


def _index(
    articles: Sequence[Article],
    embedder: Embedder,
    index: Path,
    *,
    rebuild: bool,
    wait: float,
    console: Console,
) -> Changes:
    with (
        open_for_writing(
            index, embedder, rebuild=rebuild, wait=wait, on_wait=wait_printer(console)
        ) as writer,
        Progress(
            TextColumn("Einbetten"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
            console=console, transient=True,
        ) as bar,
    ):  # fmt: skip
        task = bar.add_task("", total=len(articles))
        return writer.add(
            articles,
            on_progress=lambda done, total: bar.update(task, completed=done, total=total),
        )


def _log(skipped: Sequence[SkippedFile], index: Path, console: Console) -> None:
    try:
        log_skipped(index, skipped, now=datetime.now().astimezone())
    except OSError as error:  # the articles are in; a log that can't be written must not hide that
        console.print(
            f"{index / SKIP_LOG} ist nicht beschreibbar: {error.strerror}",
            markup=False, highlight=False,
        )  # fmt: skip


def _tell_skipped(skipped: Sequence[SkippedFile], console: Console) -> None:
    for item in skipped[:_MOST_SKIPPED_SHOWN]:
        line = put_on_one_line(f"übersprungen: {item.place}: {to_german(item.reason)}")
        console.print(line, markup=False, highlight=False)
    if len(skipped) > _MOST_SKIPPED_SHOWN:
        more = len(skipped) - _MOST_SKIPPED_SHOWN
        console.print(f"… und {more} weitere übersprungen; alle stehen in {SKIP_LOG}")


def _tell_changes(changes: Changes, skipped: int, index: Path, console: Console) -> None:
    counts = {
        "neu": changes.new,
        "geändert": changes.changed,
        "unverändert": changes.unchanged,
        "doppelt": len(changes.copies),
        "übersprungen": skipped,
    }
    told = ", ".join(f"{count} {name}" for name, count in counts.items() if count)
    console.print(f"Artikel: {told}. Index: {index}", markup=False, highlight=False)


def _tell_copies(changes: Changes, console: Console) -> None:
    for copy in changes.copies[:_MOST_SKIPPED_SHOWN]:
        console.print(
            f"doppelt: {copy.article_id} hat dieselben Wörter wie {copy.original_id}",
            markup=False, highlight=False,
        )  # fmt: skip
    if changes.grouped:
        console.print(
            f"{changes.grouped} davon mit fast demselben Text wie ein anderer Artikel "
            "(Agenturkopien, frühere Fassungen): sie stehen hinter diesem.",
            highlight=False,
        )


def _tell_unknown(articles: Sequence[Article], console: Console) -> None:
    """Say what could not be found out, because an answer can only name what is known."""
    missing: Counter[str] = Counter()
    for article in articles:
        missing["Quelle"] += not article.source
        missing["Datum"] += article.published is None
    told = ", ".join(f"{name} bei {count}" for name, count in missing.items() if count)
    if told:
        console.print(f"Unbekannt: {told} von {len(articles)}.", highlight=False)
