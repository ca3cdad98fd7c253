"""Articles and skipped files as JSON, between the process that reads and the one that asks."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from ingest.article import Article
from ingest.assembling import StatedFields
from ingest.folders import SkippedFile

NumberedItem = tuple[int | None, Article | SkippedFile]


def pack_item(line: int | None, item: Article | SkippedFile) -> dict[str, Any]:
    """An item of a reader as JSON."""
    if isinstance(item, SkippedFile):
        skipped = {"path": str(item.path), "line": item.line, "reason": item.reason}
        return {"line": line, "skipped": skipped}
    day = item.published.isoformat() if item.published else None
    return {"line": line, "article": asdict(item) | {"published": day}}


def unpack_item(answer: dict[str, Any]) -> NumberedItem:
    """The item that `pack_item` packed."""
    if "skipped" in answer:
        skipped = answer["skipped"]
        return answer["line"], SkippedFile(
            Path(skipped["path"]), skipped["line"], skipped["reason"]
        )
    return answer["line"], Article(**_with_day(answer["article"]))


def unpack_stated(fields: dict[str, Any]) -> StatedFields:
    """Stated fields from JSON, their date as ISO 8601."""
    return StatedFields(**_with_day(fields))


def _with_day(fields: dict[str, Any]) -> dict[str, Any]:
    day = fields["published"]
    return fields | {"published": date.fromisoformat(day) if day else None}
