"""The collection changed over HTTP. These routes exist only where the operator switched them on."""

import itertools
import json
import queue
import re
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.datastructures import FormData, UploadFile
from starlette.responses import JSONResponse, StreamingResponse

from chatbot.editing import CollectionEditor, NothingToUndoError, Step, UploadReport
from chatbot.errors import ChatError, StoppingError
from chatbot.german_errors import to_german
from chatbot.json_answer import Json, article_to_json
from index import ArticleMissingError, IndexingError, IndexLockedError, NothingEditedError
from ingest import IngestError

MAX_FILES = 2_000  # in one request
MAX_CHANGED = 1_000  # articles removed at once

_FIELD = "files"
_MOST_BYTES = 120  # of a name; file systems take 255, and some of it goes for numbers
_UNSAFE = re.compile(r"[\x00-\x1f\x7f:*?\"<>|\\]")
_STATUS: dict[type[Exception], int] = {
    ArticleMissingError: 404,
    NothingEditedError: 409,
    NothingToUndoError: 409,
    IngestError: 422,
    IndexLockedError: 503,
}

_Text = Annotated[str, Field(max_length=2_000)]


class _Wish(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RemoveRequest(_Wish):
    """Which articles to remove."""

    ids: list[_Text] = Field(min_length=1, max_length=MAX_CHANGED)


class UndoRequest(_Wish):
    """Which change to take back."""

    token: _Text


class EditRequest(_Wish):
    """What to mend in an article; see `IndexWriter.edit`."""

    id: _Text
    fields: dict[_Text, _Text] = {}
    undo: list[_Text] = []


def build_changing(editor: CollectionEditor, is_stopping: Callable[[], bool]) -> APIRouter:
    """Make the routes.

    Args:
        editor: Changes the collection.
        is_stopping: Whether the server is being stopped, which ends an upload at its next step.
    """
    routes = APIRouter(prefix="/api/collection", include_in_schema=False)

    @routes.post("/upload")
    async def upload(request: Request) -> StreamingResponse:
        folder = tempfile.TemporaryDirectory(prefix="belegt-upload-")
        try:
            async with request.form(max_files=MAX_FILES, max_fields=1) as form:
                await _save(form, Path(folder.name))
        except BaseException:
            folder.cleanup()
            raise
        return StreamingResponse(
            _upload(editor, folder, is_stopping), media_type="application/x-ndjson"
        )

    @routes.post("/remove")
    def remove(wish: RemoveRequest) -> JSONResponse:
        try:
            return JSONResponse({"removed": len(wish.ids), "undo": editor.remove(wish.ids)})
        except (ChatError, IndexingError) as error:
            return _refuse(error)

    @routes.post("/undo")
    def undo(wish: UndoRequest) -> JSONResponse:
        try:
            editor.undo(wish.token)
        except (ChatError, IndexingError) as error:
            return _refuse(error)
        return JSONResponse({"undone": True})

    @routes.post("/edit")
    def edit(wish: EditRequest) -> JSONResponse:
        try:
            return JSONResponse(article_to_json(editor.edit(wish.id, wish.fields, undo=wish.undo)))
        except (ChatError, IngestError, IndexingError) as error:
            return _refuse(error)

    return routes


async def _save(form: FormData, folder: Path) -> None:
    """Lay the files that were sent into a folder, under names that can't lead out of it."""
    for number, sent in enumerate(form.getlist(_FIELD)):
        if not isinstance(sent, UploadFile):
            continue
        path = _find_free(folder, safe_name(sent.filename or ""), number)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            while chunk := await sent.read(1024 * 1024):
                file.write(chunk)


def _find_free(folder: Path, name: str, number: int) -> Path:
    """Where a file can lie: two may have one name, as from different folders.

    Args:
        folder: Where all files lie.
        name: As `safe_name` gives it.
        number: Put after the name if that is taken, or the next one that is free.
    """
    path = folder / name
    if any(parent.is_file() for parent in path.parents):
        path = folder / path.name
    stem, suffix = path.stem, path.suffix
    numbers = itertools.count(number)
    while path.exists():
        path = path.with_name(f"{stem} {next(numbers)}{suffix}")
    return path


def safe_name(name: str) -> str:
    """The name of a sent file, folders included, without anything that leads elsewhere.

    Args:
        name: As the browser states it.

    Returns:
        A relative path of at most three parts, never empty.
    """
    given = [_UNSAFE.sub("_", part).strip(" .") for part in re.split(r"[/\\]+", name)]
    ends = [part.encode(errors="ignore")[-_MOST_BYTES:] for part in given]
    parts = [end.decode(errors="ignore").strip(" .") for end in ends]
    return "/".join([part for part in parts if part][-3:]) or "datei"


def _upload(
    editor: CollectionEditor,
    folder: "tempfile.TemporaryDirectory[str]",
    is_stopping: Callable[[], bool],
) -> Iterator[str]:
    """Lines of JSON: progress, and what came of it or went wrong last."""
    told: queue.Queue[Json | None] = queue.Queue()

    def tell(step: Step, done: int, of: int) -> None:
        if is_stopping():
            raise StoppingError
        told.put({"step": step, "done": done, "of": of})

    def work() -> None:
        try:
            with folder:
                told.put(report_to_json(editor.upload(Path(folder.name), on_step=tell)))
        except (ChatError, IngestError, IndexingError, OSError) as error:
            told.put(_describe(error))
        except BaseException as error:
            told.put({"error": f"an unexpected error ({type(error).__name__})"})
            raise
        finally:
            told.put(None)

    threading.Thread(target=work, name="upload").start()
    while (line := told.get()) is not None:
        yield json.dumps(line, ensure_ascii=False) + "\n"


def report_to_json(report: UploadReport) -> Json:
    """What became of the files that were sent."""
    changes = report.changes
    return {
        "new": [{"id": name, "title": report.titles[name]} for name in changes.new_ids],
        "changed": [{"id": name, "title": report.titles[name]} for name in changes.changed_ids],
        "unchanged": changes.unchanged,
        "copies": len(changes.copies),
        "grouped": changes.grouped,
        "skipped": [
            {"name": item.place, "reason": item.reason, "german": to_german(item.reason)}
            for item in report.skipped
        ],
        "undo": report.undo,
    }


def _refuse(error: Exception) -> JSONResponse:
    status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 503)
    return JSONResponse(_describe(error), status_code=status)


def _describe(error: Exception) -> Json:
    gone = {"gone": error.article_ids} if isinstance(error, ArticleMissingError) else {}
    return {"error": str(error), "german": to_german(str(error)), **gone}
