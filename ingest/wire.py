"""Articles and skipped files as JSON, between the process that reads and the one that asks."""

from dataclasses import asdict
from datetime import date, time
from pathlib import Path
from typing import Any

from ingest.article import Article, Origin, PageStart
from ingest.assembling import StatedFields
from ingest.folders import SkippedFile

NumberedItem = tuple[int | None, Article | SkippedFile]

_DAYS = ("published", "modified")
_TIMES = ("published_time", "modified_time")


def pack_item(line: int | None, item: Article | SkippedFile) -> dict[str, Any]:
    """An item of a reader as JSON."""
    if isinstance(item, SkippedFile):
        skipped = {"path": str(item.path), "line": item.line, "reason": item.reason}
        return {"line": line, "skipped": skipped}
    return {"line": line, "article": _pack(asdict(item))}


def unpack_item(answer: dict[str, Any]) -> NumberedItem:
    """The item that `pack_item` packed."""
    if "skipped" in answer:
        skipped = answer["skipped"]
        return answer["line"], SkippedFile(
            Path(skipped["path"]), skipped["line"], skipped["reason"]
        )
    fields = _unpack(answer["article"])
    lists = {
        "origins": tuple(Origin(*origin) for origin in fields["origins"]),
        "pages": tuple(PageStart(*page) for page in fields["pages"]),
        "copies": (),  # known to an index only
    }
    return answer["line"], Article(**fields | lists)


def pack_stated(stated: StatedFields) -> dict[str, Any]:
    """Stated fields as JSON, dates and times as ISO 8601."""
    return _pack(asdict(stated))


def unpack_stated(fields: dict[str, Any]) -> StatedFields:
    """The stated fields that `pack_stated` packed."""
    return StatedFields(**_unpack(fields))


def _pack(fields: dict[str, Any]) -> dict[str, Any]:
    names = [name for name in (*_DAYS, *_TIMES) if fields[name]]
    return fields | {name: fields[name].isoformat() for name in names}


def _unpack(fields: dict[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(fields[name]) for name in _DAYS if fields[name]}
    times = {name: time.fromisoformat(fields[name]) for name in _TIMES if fields[name]}
    return fields | days | times
