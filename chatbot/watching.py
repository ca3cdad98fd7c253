"""`belegt ingest --watch`: folders looked at, and what changes in them read again."""

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from rich.console import Console
from watchfiles import Change, watch

from chatbot.errors import ChatError
from chatbot.german_errors import to_german
from chatbot.ingesting import InterruptedIngestError, ingest_paths
from chatbot.plain_line import put_on_one_line
from chatbot.settings import Settings
from chatbot.terminal import step_printer
from index import Embedder, IndexingError, IndexLockedError
from ingest import (
    EmptyCollectionError,
    IngestError,
    SkippedFile,
    find_sidecars,
    is_web_address,
    list_article_files,
)

RETRY_MILLISECONDS = 2_000  # between tries while another process writes to the index

_Stamps = dict[Path, tuple[int, int]]


class NothingToWatchError(ChatError):
    """Only web addresses were given."""

    def __init__(self) -> None:
        super().__init__("web addresses can't be watched; name a folder or a file")


def watch_paths(paths: Sequence[str], settings: Settings, *, console: Console) -> None:
    """Ingest files and folders, then whatever changes in them, until one is told to stop.

    Ctrl+C and SIGTERM end it; what was embedded by then is kept. Articles of deleted files stay in
    the index, as they do with `belegt ingest`.

    Args:
        paths: Files, folders and web addresses; the latter are read once.
        settings: Where the index is and which model makes it.
        console: Where to tell.

    Raises:
        NothingToWatchError: If there is nothing but web addresses.
        IngestError: If a path is missing.
        IndexingError: If the model can't be loaded.
    """
    places = [Path(path) for path in paths if not is_web_address(path)]
    if not places:
        raise NothingToWatchError
    with _stopped_by_sigterm():
        try:
            embedder = settings.load_embedder(on_step=step_printer(console))
            stamps = _read_stamps(places, settings.index_dir)
            if not _begin(paths, settings, embedder, console):
                stamps = {}  # then everything counts as changed
            _follow(places, stamps, settings, embedder, console)
        except (KeyboardInterrupt, InterruptedIngestError):
            pass  # the usual way to end it
    console.print("Beendet.", highlight=False)


def list_changed(
    places: Sequence[Path], changed: set[Path], *, leave_out: Path
) -> list[Path | SkippedFile]:
    """List the articles' files that changed, or whose sidecar did, in the order of their names.

    Args:
        places: The files and folders that are watched.
        changed: Resolved paths.
        leave_out: The folder of the index.
    """
    found: dict[Path, Path | SkippedFile] = {}
    for place in places:
        for file in _list_files(place, leave_out):
            path = file.path if isinstance(file, SkippedFile) else file
            about = {path.resolve(), *(sidecar.resolve() for sidecar in find_sidecars(path))}
            if about & changed:
                found.setdefault(path.resolve(), file)
    return list(found.values())


def _list_files(place: Path, leave_out: Path) -> Sequence[Path | SkippedFile]:
    if not place.is_dir():
        return [place] if place.exists() else []
    try:
        return list_article_files(place, leave_out={leave_out.resolve()})
    except EmptyCollectionError:
        return []


def _begin(paths: Sequence[str], settings: Settings, embedder: Embedder, console: Console) -> bool:
    """Read everything once; False if another process was writing to the index.

    A folder may be empty still, and a bad file may be mended later.
    """
    for path in paths:
        if not is_web_address(path) and not Path(path).exists():
            ingest_paths([path], settings, console=console, embedder=embedder)  # which refuses it
    try:
        ingest_paths(paths, settings, console=console, embedder=embedder)
    except InterruptedIngestError:
        raise
    except (ChatError, IngestError, IndexLockedError) as error:
        _tell_error(error, console)
        return not isinstance(error, IndexLockedError)
    return True


def _follow(
    places: Sequence[Path],
    stamps: _Stamps,
    settings: Settings,
    embedder: Embedder,
    console: Console,
) -> None:
    index = settings.index_dir.resolve()
    named = put_on_one_line(", ".join(map(str, places)))
    console.print(f"Beobachtet: {named} (beenden mit Strg+C)", markup=False, highlight=False)
    # A file is watched through its folder: programs that save it put a new one in its place.
    folders = {place if place.is_dir() else place.parent for place in places}
    waiting: set[Path] = set()
    is_first = True
    is_locked = False
    for changes in watch(
        *folders,
        watch_filter=lambda _, path: not Path(path).resolve().is_relative_to(index),
        raise_interrupt=False,
        yield_on_timeout=True,
        rust_timeout=RETRY_MILLISECONDS,
    ):
        waiting |= {Path(path).resolve() for _, path in changes}
        if is_first:  # what changed while everything was read, before the system watched
            now = _read_stamps(places, settings.index_dir)
            waiting |= {path for path, stamp in now.items() if stamps.get(path) != stamp}
            is_first = False
        _tell_deleted(changes, places, console)
        try:
            _ingest(places, waiting, settings, embedder, console)
        except IndexLockedError as error:  # tried again at the next change or after a while
            if not is_locked:
                _tell_error(error, console)
            is_locked = True
            continue
        is_locked = False
        waiting.clear()


def _read_stamps(places: Sequence[Path], leave_out: Path) -> _Stamps:
    """Time of the last change and size of each file, by its resolved path."""
    stamps: _Stamps = {}
    for file in (file for place in places for file in _list_files(place, leave_out)):
        try:
            path = (file.path if isinstance(file, SkippedFile) else file).resolve()
            status = path.stat()
        except OSError:  # gone meanwhile, or not to be looked at
            continue
        stamps[path] = (status.st_mtime_ns, status.st_size)
    return stamps


def _tell_deleted(
    changes: set[tuple[Change, str]], places: Sequence[Path], console: Console
) -> None:
    resolved = [place.resolve() for place in places]
    for change, path in sorted(changes):
        place = Path(path).resolve()
        is_ours = any(place.is_relative_to(watched) for watched in resolved)
        if change is Change.deleted and is_ours and not place.exists():
            console.print(
                f"gelöscht: {put_on_one_line(path)} (was daraus gelesen wurde, bleibt in der "
                "Sammlung; `belegt remove` nimmt es heraus)",
                markup=False,
                highlight=False,
            )


def _ingest(
    places: Sequence[Path],
    changed: set[Path],
    settings: Settings,
    embedder: Embedder,
    console: Console,
) -> None:
    """Read what changed; what goes wrong is told, and watching goes on.

    Raises:
        IndexLockedError: If another process is writing to the index.
        InterruptedIngestError: If it was interrupted.
    """
    if not changed:
        return
    files = list_changed(places, changed, leave_out=settings.index_dir)
    readable = [file for file in files if not isinstance(file, SkippedFile)]
    for file in readable:
        console.print(put_on_one_line(f"geändert: {file}"), markup=False, highlight=False)
    if not readable:
        return
    try:
        ingest_paths(readable, settings, console=console, embedder=embedder)
    except (InterruptedIngestError, IndexLockedError):
        raise
    except (ChatError, IngestError, IndexingError) as error:
        _tell_error(error, console)


def _tell_error(error: Exception, console: Console) -> None:
    line = put_on_one_line(f"belegt: {to_german(str(error))}")
    console.print(line, markup=False, highlight=False)


@contextmanager
def _stopped_by_sigterm() -> Iterator[None]:
    """Let SIGTERM do what Ctrl+C does."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
